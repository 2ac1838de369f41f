"""Which lines are, or together make, the title of a report."""

import re
from collections.abc import Sequence

from extract.documents.heads.dates import date_in
from extract.documents.heads.document_numbers import document_number_in
from extract.documents.heads.folding import folded
from extract.documents.heads.headers import is_header_line
from extract.documents.heads.labels import is_label_line
from extract.documents.heads.markers import load_markers
from warehouse.years import CENTURY, YEAR

LONGEST = 120
"""Characters of the longest title."""
REPORT = re.compile("报告|情况|总结|公报|意见|通知|工作")
"""What a report's title says that it is."""
_ENDED = re.compile(
    r"(?:报告|总结|公报|意见|通知|情况|综述|汇报|年报|白皮书|通报|公告|决定|规划|方案|要点)"
    r"(?:\s*[(〔][^()〔〕]{1,16}[)〕])?$"
)
_REST = re.compile("的?(?:情况)?的?报告|的.{1,4}")
# The office alone, as above a title or below a text: 某市人民政府办公室, 中共某市委员会.
_OFFICE = re.compile(
    r"""[\u4e00-\u9fff、()\s]{2,40}?(?:人民政府|政府|委员会|管委会|办公[室厅]|办事处|[局厅委院署处]|[总支大]队|中心|小组)
        (?:[(〔].{1,8}[)〕])?(?:文件)?""",
    re.VERBOSE,
)
# Captions, notes and menus.
_NO_TITLE = re.compile(
    r"""
      (?:附?[图表件]|专栏)\s*[一二三四五六七八九十\d] | 图为 | 图[:片] | 资料图 | [(〔]?(?:配图|来源)
    | 注: | 记者 | 首页 | 上一篇 | 下一篇 | 您?当前 | 网站导航 | 无障碍
    """,
    re.VERBOSE,
)
_LIST_MARK = re.compile(r"[(]?[一二三四五六七八九十\d]+[)、.]")
_CLOCK = re.compile("今天是|星期[一二三四五六日天]|农历")
_COLUMN = re.compile("|".join(sorted(load_markers().column, key=len, reverse=True)) + "|[和与及的各/、-]")


def is_title_line(line: str) -> bool:
    """A line that can be the title of a report: short, no sentence, no list marker before it, no crumbs.

    Neither an office alone (a sign-off), nor a caption, nor a menu, nor what day it is.
    """
    plain = folded(line)
    if not 4 <= len(line) <= 80 or re.search("[。;,!:>»|]|%", plain) or is_label_line(line):
        return False
    if not REPORT.search(plain) or _LIST_MARK.match(plain):
        return False
    return not (is_office(line) or _NO_TITLE.match(plain) or _CLOCK.search(plain))


def is_office(line: str) -> bool:
    """Whether a line is the name of an office and nothing else.

    >>> is_office("某市人民政府办公室"), is_office("某市人民政府办公室工作报告")
    (True, False)
    """
    return len(line) <= 60 and _OFFICE.fullmatch(folded(line)) is not None and "关于" not in line


def is_whole_title(title: str) -> bool:
    """Whether a title ends as those of reports do: one broken over lines does so on the last."""
    return bool(_ENDED.search(folded(title)))


def is_column(title: str) -> bool:
    """Whether a title says neither whose nor of which year: the name of a column (法治政府建设年度报告)."""
    return not _COLUMN.sub("", bare(title)[:LONGEST])


def bare(title: str) -> str:
    """A title in the form in which two are compared: without spaces, marks in one width."""
    return re.sub(r"\s", "", folded(title))


def title_of_lines(lines: Sequence[str]) -> str:
    """The title out of large or centred lines at the top, joined where it is broken over several.

    The issuer's head (金华市人民政府文件) and the document number above it are no part of it. "" for none.
    """
    own = [line for line in lines if not line.endswith("文件") and not document_number_in(line)]
    for first in range(len(own)):
        for last in range(first + 1, min(first + 5, len(own)) + 1):
            joined = "".join(own[first:last])
            if is_title_line(joined) and is_whole_title(joined):
                # 关于…建设情况 / 的报告: the rest is no title of its own.
                rest = own[last] if last < len(own) else ""
                return joined + rest if _REST.fullmatch(folded(rest)) else joined
    return next((line for line in own if is_title_line(line)), "")


def title_of_text(lines: Sequence[str]) -> str:
    """The title out of the first lines of a plain text, whose look is not known; "" for none.

    The first line that can be one and is no column, with the lines above that it goes on from (某市人民政府 /
    关于2018年 / …的报告) and, where it is broken there, with the one below.
    """
    for number, line in enumerate(lines):
        if not is_title_line(line):
            continue
        title = line
        for above in reversed(lines[max(number - 3, 0) : number]):
            if not _opens(above, title):
                break
            title = above + title
        if is_column(title):
            continue
        below = lines[number + 1] if number + 1 < len(lines) else ""
        return title + below if _is_rest(title, below) else title
    return ""


def _opens(above: str, title: str) -> bool:
    """Whether a title goes on from the line above: an office, or words that end in the middle."""
    plain = folded(above)
    if is_office(above):
        return goes_on(title)
    if not 2 <= len(above) <= 40 or _ENDED.search(plain) or re.search("[。;,!:>»|]", plain):
        return False
    return re.search(rf"关于|{YEAR}\s*年度?$", plain) is not None and not document_number_in(above)


def goes_on(line: str) -> bool:
    """Whether a line goes on from an office above it: it begins with 关于 or a year."""
    return re.match(rf"关于|{YEAR}\s*年|{CENTURY}", folded(line)) is not None


def _is_rest(title: str, below: str) -> bool:
    """Whether the line below is the rest of a title that is broken there."""
    joined = title + below
    if not below or is_whole_title(title) or is_title_line(below) and not is_whole_title(joined):
        return False
    return is_title_line(joined) and is_whole_title(joined) and not is_office(below)


def headline_of(lines: Sequence[str]) -> str:
    """The first line of a plain text that is no title of a report, if it can be the headline of its news."""
    line = lines[0] if lines else ""
    plain = folded(line)
    if not 6 <= len(line) <= 50 or re.search("[。;!>»|]|:$", plain) or is_header_line(line):
        return ""
    is_other = _NO_TITLE.match(plain) or _LIST_MARK.match(plain) or _CLOCK.search(plain) or date_in(line)
    return "" if is_other or is_label_line(line) or is_office(line) or document_number_in(line) else line
