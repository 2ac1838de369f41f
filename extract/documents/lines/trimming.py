"""What stands above and below an article inside its element and does not belong to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.documents.heads.document_numbers import document_number_in
from extract.documents.heads.headers import is_code, is_header_line
from extract.documents.heads.labels import is_label_line
from extract.documents.lines.assembly import Line, Paragraph, TableRow
from extract.file_endings import NAMED
from warehouse.characters import simplified

_HEAD_LINES = 15
_FOOT_LINES = 40
_FOOT = re.compile(
    rf"""
    [【\[（(]?\s*(?: 打印 | 关闭 | 返回顶部 | 返回首页 | 分享到? | 收藏 | 上一篇 | 下一篇 | 上一条 | 下一条
        | 扫一扫 | 责任编辑 | 相关链接 | 相关文档 | 相关文章 | 相关新闻 | 相关阅读 | 相关稿件
        | 关联稿件 | 相关附件
        | 我要纠错 | 纠错(?!率) | 主办单位?\s*[:：] | 版权所有 ).{{0,80}}
    | 附件\s*[:：]?\s*(?: 无 | (?:\d\s*[.、．])?\s*\S+\.(?:{NAMED}) )?
    | [\]】）)\s|]+
    | (?:\d\s*[.、．])?\s*\S{{1,80}}\.(?:{NAMED})
    """,
    re.VERBOSE,
)

# Lines of a site that stand below an article when its whole page was printed or saved.
_SITE_FOOT = re.compile(
    r"""
      .{0,60}(?: ICP\s*备 | 网站标识码 | 公网?安备 | 备案(?:序)?号 | 技术支持 | 版权所有 | [Cc]opyright | ©
        | Produced\ By ).{0,120}
    | (?: 主办 | 承办 | 联系电话 | 网站地图 | 联系我们 | 政府网站找错 )(?:单位)?\s*[:：].{0,120}
    | 附件\s*[:：]\s*无
    | (?: 最新 | 相关 | 热点 | 推荐 | 更多 )
      (?: 公开 | 信息 | 链接 | 文章 | 新闻 | 阅读 | 稿件 | 解读 | 推荐 )\s*[:：]?
    """,
    re.VERBOSE,
)
# A line of a list of other articles: its title, then month and day.
_LISTED = re.compile(
    r"(?=(?:.*[\u4e00-\u9fff]){6})[^，。；：]{8,80}?\s*[\[（(]?(?:20\d\d[-/.])?[01]?\d[-/.][0-3]\d[\])）]?"
)
_SENTENCE = re.compile("[。；！？]|[，、：].*[，、：]")


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The lines kept; those left out above them (they say what the article is) and below."""

    kept: tuple[Line, ...]
    head: tuple[Line, ...]
    foot: tuple[Line, ...]
    document_number: str | None

    @property
    def dropped(self) -> tuple[Line, ...]:
        """All lines left out."""
        return (*self.head, *self.foot)


def trim(lines: Sequence[Line], title: str, *, whole_page: bool = False) -> Trimmed:
    """Leave out title, header line and information table above, links and attachments below.

    `whole_page`: a page as printed or saved, whose navigation stands above the title and whose lists of
    other articles and imprint stand below the text. All of it is left out.
    """
    top = _end_of_head(lines)
    titled = _title_lines(lines[:top], title)
    above = titled.start if whole_page else 0
    is_head = [
        number < above or number in titled or _is_head(line) or (whole_page and _is_code(lines, number))
        for number, line in enumerate(lines[:top])
    ]
    head = tuple(line for line, out in zip(lines[:top], is_head, strict=True) if out)
    kept = [line for line, out in zip(lines[:top], is_head, strict=True) if not out] + list(lines[top:])
    foot = _site_foot(kept) if whole_page else _foot(kept)
    kept = kept[: len(kept) - len(foot)]
    numbers = (document_number_in(line.text) for line in lines[:top])
    return Trimmed(tuple(kept), head, foot, next((number for number in numbers if number), None))


def _end_of_head(lines: Sequence[Line]) -> int:
    """How many lines may belong to the head: those before the first sentence."""
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if "。" in line.text or (isinstance(line, Paragraph) and len(line.text) > 200):
            return number
    return min(len(lines), _HEAD_LINES)


def _title_lines(lines: Sequence[Line], title: str) -> range:
    """The lines that together are the title: a long one is broken by hand."""
    wanted = title.replace(" ", "")
    for first in range(len(lines)):
        joined = ""
        for last in range(first, len(lines)):
            joined += lines[last].text.replace(" ", "")
            if joined == wanted:
                return range(first, last + 1)
            if not wanted.startswith(joined):
                break
    return range(0)


def _is_head(line: Line) -> bool:
    text = line.text
    if isinstance(line, TableRow):
        return is_label_line(text)
    return is_header_line(text) or is_label_line(text) or _is_link(line)


def _is_code(lines: Sequence[Line], number: int) -> bool:
    """An index number without its label, whole or broken at its hyphen (…126N/2022- and 00087)."""
    text = lines[number].text
    before = (line.text for line in lines[max(number - 2, 0) : number])
    return is_code(text) or (
        text.isdecimal() and any(line.endswith("-") and is_code(line) for line in before)
    )


def _is_link(line: Paragraph) -> bool:
    return line.linked > 0.8 * len(line.text.replace(" ", ""))


def _foot(lines: Sequence[Line]) -> tuple[Line, ...]:
    count = 0
    for line in reversed(lines[-_FOOT_LINES:]):
        if isinstance(line, TableRow) or not (_is_link(line) or _FOOT.fullmatch(simplified(line.text))):
            break
        count += 1
    return tuple(lines[len(lines) - count :])


def _site_foot(lines: Sequence[Line]) -> tuple[Line, ...]:
    """From the first line that only a site's foot has to the end, if no line below it is a sentence."""
    count = 0
    listed = 0
    for number, line in enumerate(reversed(lines[-_FOOT_LINES:]), 1):
        if isinstance(line, TableRow) or (_is_sentence(line.text) and not _is_foot(line)):
            break
        listed = listed + 1 if _LISTED.fullmatch(line.text) else 0
        # One line that ends in a date may be a note (截至12-31); below it stands the site's foot, or another.
        if _is_foot(line) or (listed and (count or listed > 1)):
            count = number
    return tuple(lines[len(lines) - count :])


def _is_foot(line: Paragraph) -> bool:
    return _is_link(line) or any(pattern.fullmatch(simplified(line.text)) for pattern in (_FOOT, _SITE_FOOT))


def _is_sentence(text: str) -> bool:
    return len(text) > 80 or bool(_SENTENCE.search(text))
