"""The year that a report is about, by the words of its page: where its title in the list does not name it."""

import re
from datetime import date

from extract.report_titles import why_no_report, year_named
from warehouse.characters import simplified
from warehouse.records import Document
from warehouse.years import DIGITS

_OPENING = 800
# Years that are none of the report's: of documents and laws, of the day that it is today, of index numbers.
_OTHER = re.compile(
    r"《[^《》]{0,60}》|[〔\[(（]\s*20\d\d\s*[〕\])）]\s*第?\s*\d*\s*号?"
    r"|(?:今天|现在|当前|目前)(?:是|时间)[^\n]{0,40}|(?:索引|编|文|备案|登记)号[^\n]{0,60}"
    r"|(?:发布|成文|生成|公开|发文|更新|公布)(?:日期|时间)[^\n]{0,30}|20\d\d\s*[-—–~～至到]\s*20\d\d\s*年?"
    r"|20\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|20\d\d\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,2}|十[一二三四五]五[^\n，。]{0,20}"
)
# 现将2023年度法治政府建设情况报告如下, 2023年度…报告
_TOLD = re.compile(
    r"(?P<year>20\d\d)\s*年?\s*度?[^\n。；]{0,30}(?:法治政府|依法行政)[^\n。；]{0,40}(?:报告|总结|汇报|情况)"
)
_OF_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)\s*年度")
_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)\s*年(?!\s*(?:以来|来|起|至今|底|初))")
_NOVEMBER = 11


def year_of_page(document: Document, published_on: date | None) -> int | None:
    """The year that a report's page says it is about; None where it does not say, or says several.

    By the page's own title; else by the first lines of its text, where they speak of the report on a year,
    of 2023年度, or of one year alone. Never a year after publication, and the year of publication itself only
    from November on: a report in spring is on the year before.
    """
    if why_no_report(document.title) is None and (year := year_named(document.title)) is not None:
        return year
    opening = _OTHER.sub(" ", simplified(document.text[:_OPENING]).translate(DIGITS))
    for pattern in (_TOLD, _OF_YEAR, _YEAR):
        years = {int(match["year"]) for match in pattern.finditer(opening)}
        fitting = {year for year in years if _fits(year, published_on)}
        if fitting:
            return fitting.pop() if len(fitting) == 1 else None
    return None


def _fits(year: int, published_on: date | None) -> bool:
    if published_on is None:
        return True
    return year < published_on.year or (year == published_on.year and published_on.month >= _NOVEMBER)
