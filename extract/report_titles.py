"""Which titles are those of such reports, and whose report of which year a title announces.

The reports have gone by many names since 2004: 依法行政情况, 法治政府建设年度报告, 法治政府建设工作总结.
Beside them the same lists hold plans, notices, interpretations, news and the departments' own reports.
"""

import re
import unicodedata
from datetime import date

from warehouse.characters import simplified
from warehouse.errors import CatalogueError
from warehouse.places import Gazetteer
from warehouse.records import Place

_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SUBJECT = re.compile(r"法治政府|依法行政|法治建设年度报告")
# 2021年度…报告, …情况, …工作总结, …年报; a plan for the next year may be tacked on.
_REPORT = re.compile(
    r"(法治政府|依法行政|法治建设).{0,24}?(报告|年报|情况|总结|汇报)》?"
    r"(?:(?:和|及|以及|暨|、).{2,30})?(?:[（(〔].{1,14}[)）〕])?$"
)
_OTHERS = (
    ("interpretation", re.compile(r"解读|图解|读懂|问答|解析")),
    ("notice", re.compile(r"通知|通报|公告|公示|批复|征求|征集|复函|的函$|意见")),
    ("plan", re.compile(r"(计划|要点|方案|规划|安排|任务|分工|清单)(?:[（(].{1,14}[)）])?$")),
    ("several years", re.compile(r"20\d\d年?[-—–~至]+20\d\d|纲要|[三五]年(行动|规划|来)|十[二三四五]五")),
    ("part of a year", re.compile(r"半年|季度|[1-9]\d?月份?|月度")),
    (
        "news",
        re.compile(r"听取|审议|召开|举办|举行|会议|督[察查]|调研|检查|培训|发布|公布|晒|述职|动态|简讯"),
    ),
    ("assessment", re.compile(r"评估|考核|评价|自查|示范创建|测评|整改")),
)
_YEAR = re.compile(r"(20\d\d)年?度?")
_WRITTEN_YEAR = re.compile(r"二[〇○0零][〇○0-9零一二三四五六七八九]{2}(?=年)")
_DOCUMENT_NUMBER = re.compile(r"^.{0,12}[〔\[(（]20\d\d[〕\])）].{0,6}号")
_PARTY = re.compile(r"(中共|中国共产党).{2,12}?(委员会|委)")
_BODY = re.compile(
    r"(局|厅|委员会|管委会|委|办公室|办公厅|办事处|街道|(?<!景德)镇|(?<![新萍桐宁])乡|总队|支队|大队|中心|学校|大学|学院|银行|公司|法院|检察院)$"
)
_FILLING = re.compile(
    r"人民政府|政府|推进|加强|贯彻|落实|全面|年度|报送|[《》“”\"'\s:：·—()（）\-]|(?<=.)(全市|全区|全县|全省)$"
)
_SELF = re.compile(r"[我全本]?[省市县区州盟旗]?")
_PROMOTING = re.compile(r"(?:的|工作|深入|扎实|持续|开展|实施|及)+$")


def why_no_report(title: str) -> str | None:
    """Why a title is none of such a report, by a name; None where it is one.

    Names: other subject, interpretation, notice, plan, several years, part of a year, news, assessment,
    department, no report.

    >>> why_no_report("金华市2024年法治政府建设情况报告")
    >>> why_no_report("2024年法治政府建设工作要点"), why_no_report("金华市财政局2024年法治政府建设年度报告")
    ('plan', 'department')
    """
    text = _flat(title)
    if not _SUBJECT.search(text):
        return "other subject"
    match = _REPORT.search(text)
    if not match:
        return next((name for name, pattern in _OTHERS if pattern.search(text)), "no report")
    report = text[: match.end(2)]
    if other := next((name for name, pattern in _OTHERS if pattern.search(report)), None):
        return other
    return "department" if _BODY.search(_publisher(text)) else None


def place_of_title(title: str, year: int, own_place: str, places: Gazetteer, near: str = "") -> Place:
    """Whose report a title announces that `why_no_report` lets pass.

    The place that the title names, as it was in `year`; of several that share the name the one at or round
    `near` (a code); where the title names none, `own_place`. Raises CatalogueError: no place, an unknown one
    with the nearest names, an ambiguous one with its candidates.
    """
    name = _publisher(_flat(title))
    if not _SELF.fullmatch(name):
        return places.resolve(name, year, near=near or own_place)
    if not own_place:
        raise CatalogueError("names no place", title, "say whose it is")
    return places.resolve(own_place, year)


def year_of_title(title: str, published_on: date | None) -> int:
    """The first year that a title names, else the one before publication. Raises CatalogueError for none."""
    if match := _YEAR.search(_DOCUMENT_NUMBER.sub("", _flat(title))):
        return int(match[1])
    if published_on is None:
        raise CatalogueError("names no year, and has no date", title, "say which year it is")
    return published_on.year - 1


def _flat(title: str) -> str:
    text = simplified("".join(unicodedata.normalize("NFKC", title).split()))
    return re.sub(
        r"[二2][〇○0零][〇○0-9零一二三四五六七八九]{2}(?=年)",
        lambda year: year[0].translate(_CHINESE_DIGITS),
        text,
    )


def _publisher(text: str) -> str:
    """The words before 法治政府 that say whose report it is, without year and filling: 金华市, 市财政局."""
    subject = _SUBJECT.search(text)
    head = text[: subject.start()] if subject else text
    head = _YEAR.sub("", _PARTY.sub("", _DOCUMENT_NUMBER.sub("", head)))
    # 市司法局关于我市…: the bureau speaks, the city is spoken of.
    by, _, about = head.rpartition("关于")
    return _name(about) or _name(by)


def _name(words: str) -> str:
    return _PROMOTING.sub("", _FILLING.sub("", re.sub("年度?", "", words)))
