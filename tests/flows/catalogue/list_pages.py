"""Small sites that list reports: their pages, and what is right of each.

Each site is the pages of one host by path. The index page stands at /fzbg/ unless the site says otherwise.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from tests.extract.sites import Handler

Page = str | bytes | Callable[[Handler], None]
FILLER = "<p>本栏目公开本级政府依照规定应当公布的年度材料，欢迎查阅，并请提出宝贵意见。</p>" * 4
NEWS = "".join(
    f"<li><a href='/art/2024/{n}/t{n}.html'>我市举行第{n}场防汛演练</a>2024-06-1{n}</li>" for n in range(1, 6)
)


@dataclass(frozen=True)
class Kind:
    """A site whose reports are all to be found: `years` of its own, and how it is to be read."""

    name: str
    pages: dict[str, Page]
    years: tuple[int, ...]
    kind: str
    start: str = "/fzbg/"
    form: str = ""
    notice: str = ""


@dataclass(frozen=True)
class Silence:
    """A site that lists nothing, or not what it should, and the kind by which that is told."""

    name: str
    page: Page
    finding: str
    before: Page | None = None
    further: dict[str, Page] = field(default_factory=dict)


def title(year: int) -> str:
    return f"金华市{year}年度法治政府建设情况报告"


def item(year: int, words: str = "", href: str = "") -> str:
    link = f"<a href='{href or f'/art/{year + 1}/3/30/art_{year}.html'}'>{words or title(year)}</a>"
    return f"<li>{link}<span>{year + 1}-03-30</span></li>"


def page(*years: int, further: str = "") -> str:
    return f"<html><body><ul>{''.join(map(item, years))}</ul>{further}{FILLER}</body></html>"


def rows(*years: int, names: tuple[str, str, str] = ("title", "url", "date")) -> list[dict[str, object]]:
    return [
        dict(zip(names, (title(year), f"/art/{year}.html", f"{year + 1}-03-30"), strict=True))
        for year in years
    ]


def unit(handler: Handler) -> None:
    html = f"<ul>{item(2022)}{item(2021)}</ul>"
    handler.reply(200, json.dumps({"success": True, "data": {"html": html}}).encode())


def posted(handler: Handler) -> None:
    asked = handler.sites.asked[-1].form
    years = {"page=1&column=7": (2022,), "page=2&column=7": (2021,)}.get(asked, ())
    handler.reply(200, json.dumps({"rows": rows(*years), "total": 2}).encode())


_session = iter(range(10_000))


def other_session(handler: Handler) -> None:
    further = f"<a href='/fzbg/;jsessionid={next(_session):032X}?page=2'>下一页</a>"
    handler.reply(200, page(2022, 2021, further=further).encode())


def asked_for(field: str, **answers: str) -> Page:
    """Answers by the value of one field, in the query or the form that is posted."""

    def reply(handler: Handler) -> None:
        form = handler.sites.asked[-1].form
        fields = json.loads(form) if form.startswith("{") else dict(parse_qsl(form))
        fields |= dict(parse_qsl(urlsplit(handler.path).query))
        handler.reply(200, answers.get(f"_{fields.get(field, 1)}", "[]").encode())

    return reply


def rows_of(year: int) -> str:
    return json.dumps({"total": 2, "rows": rows(year)})


def by_script(script: str) -> str:
    return f"<html><ul id=list></ul><script>{script}</script>{FILLER}</html>"


UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY = (
    "{'parseType':'bulidstatic','webId':'9','tplSetId':'8','pageType':'column',"
    "'tagId':'信息列表','pageId':'7'}"
)
