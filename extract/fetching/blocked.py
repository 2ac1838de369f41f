"""Answers that stand in for a page: cookie puzzles, captchas, refusals; and pages that hold no text.

They are recognised so that they are not read as reports, and never got round. The former are signs that a
site does not want scripts; the latter may be one odd page of many.
"""

import re

from extract.documents.files.charset import decode
from extract.file_endings import ATTACHMENT
from warehouse.vocabulary import load_wording

STATUSES = {412: "a puzzle for browsers", 521: "a cookie puzzle"}
"""By these statuses shields tell a script from a browser: 加速乐 521, 瑞数 412, or 202 and no page."""
_ACCEPTED = 202
_BEGINNINGS = (b"{", b"[", b"<", b"%", b"P")
"""Of JSON, XML, PDF and packed files."""
_HEAD = 512 * 1024
_FEW = 60
_SOME = 400


def _any_of(name: str) -> re.Pattern[str]:
    return re.compile("|".join(load_wording("answers")[name]), re.IGNORECASE)


_SCRIPT = re.compile(r"<(script|style|noscript)\b[^<>]{0,1000}>.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_NOSCRIPT = re.compile(r"<noscript\b[^<>]{0,1000}>(.{0,500}?)</noscript", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,5000}>|<!--(?:(?!<!--).){0,5000}?-->", re.DOTALL)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ELSEWHERE = re.compile(
    rf"<(?:i?frame|embed|object)\b|<a\b[^<>]{{0,1000}}\.(?:{ATTACHMENT})\b", re.IGNORECASE
)
_LINK = re.compile(r"<a\b[^<>]{0,1000}\.html?\b", re.IGNORECASE)
_ANY_LINK = re.compile(r"<a\b[^<>]{0,1000}\bhref\s*=\s*['\"]?(?!#|javascript|['\"])", re.IGNORECASE)
_MANY_LINKS = 6
# What the page of an application has beside its script, and a puzzle has not.
_FRAME_OF_AN_APPLICATION = re.compile(r"<(?:div|section|main|table|ul|link)\b|\bquerydata\s*=", re.IGNORECASE)
_HEAD_WORDS = re.compile(r"<(?:title|h[1-3])\b[^<>]{0,500}>(.{0,300}?)</", re.IGNORECASE | re.DOTALL)
_NOT_FOUND = _any_of("not_found")
_PASSWORD = re.compile(r"<input\b[^<>]{0,500}\btype\s*=\s*['\"]?password\b", re.IGNORECASE)
_COOKIE = re.compile(r"document\s*(?:\.|\[\s*['\"])\s*cookie", re.IGNORECASE)
_CAPTCHA, _REFUSAL = _any_of("captcha"), _any_of("refusal")


def blocked_reason(status: int, media_type: str, body: bytes) -> str:
    """The sign of blocking that an answer bears, in a few words; empty where it bears none.

    Only answers that look like HTML are judged, and only those with hardly any Chinese text and few links: a
    report that mentions a captcha is a report, and so is a short list beside which a login is offered.
    """
    if status in STATUSES:
        return STATUSES[status]
    if not _looks_like_html(media_type, body):
        is_page = status != _ACCEPTED or body.lstrip()[:1] in _BEGINNINGS
        return "" if is_page else "a puzzle in place of the page"
    html, text, chinese = _parts(body)
    if chinese >= _SOME or len(_ANY_LINK.findall(html)) >= _MANY_LINKS:
        return ""
    if found := _CAPTCHA.search(text):
        return f"a captcha ({found[0]})"
    if found := _REFUSAL.search(text + " ".join(_NOSCRIPT.findall(html))):
        return f"a refusal ({found[0]})"
    if chinese >= _FEW or _LINK.search(html) or _ELSEWHERE.search(html):
        return ""
    if status == _ACCEPTED:
        return "a puzzle in place of the page"
    is_puzzle = _COOKIE.search(html) and not _FRAME_OF_AN_APPLICATION.search(html)
    return "a cookie puzzle in a script" if is_puzzle else ""


def elsewhere_reason(media_type: str, body: bytes) -> tuple[str, str]:
    """How a page with status 200 says that the report is not here: the kind of failure, and in words.

    `gone`, or `forbidden` for one behind a login; both empty for a page. Only a page with hardly any text is
    judged, by its title and headings or a field for a password.
    """
    if not _looks_like_html(media_type, body):
        return "", ""
    html, text, chinese = _parts(body)
    if chinese >= _SOME or _ELSEWHERE.search(html):
        return "", ""
    heads = " ".join(found[1] for found in _HEAD_WORDS.finditer(html))
    if found := _NOT_FOUND.search(_TAG.sub(" ", heads)) or (chinese < _FEW and _NOT_FOUND.search(text)):
        return "gone", f"a page that says “{' '.join(found[0].split())}”"
    if chinese < _FEW and _PASSWORD.search(html):
        return "forbidden", "a page that asks for a password"
    return "", ""


def odd_reason(media_type: str, body: bytes, size_before: int = 0) -> str:
    """Why an answer is no page that could be a report, in a few words; empty where it may be one.

    It has next to no text, or far less than before (`size_before` is the size of the last good snapshot in
    bytes, 0 where there is none). That is one odd page and no sign of blocking. A page whose text stands in a
    frame or an attached file is a page.
    """
    if not _looks_like_html(media_type, body):
        return ""
    html, _, chinese = _parts(body)
    if chinese >= _SOME or _ELSEWHERE.search(html):
        return ""
    if len(body) * 10 < size_before:
        return f"a page of {len(body)} bytes, where there were {size_before}"
    if chinese >= _FEW or _LINK.search(html):
        return ""
    if _COOKIE.search(html):
        return "a page made by a script that sets a cookie"
    if chinese == 0 and "<script" in html.lower():
        return "a page made by a script, with no Chinese text of its own"
    return "a page with no Chinese text" if chinese == 0 and html.strip() else ""


def _parts(body: bytes) -> tuple[str, str, int]:
    """The beginning of a page: as it is, its text without scripts and tags, how much of that is Chinese."""
    html = decode(body[:_HEAD]).text
    text = _TAG.sub(" ", _SCRIPT.sub(" ", html))
    return html, text, len(_CHINESE.findall(text))


def _looks_like_html(media_type: str, body: bytes) -> bool:
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"<?xml", b"%PDF", b"PK", b"{", b"[")):
        return b"<html" in start.lower()
    return start.startswith(b"<") or (media_type.lower().startswith("text/html") and b"<" in body[:_HEAD])
