"""The workbook's first sheet: what to do, in five lines, and what stands where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from load.labels import legend
from load.workbook.cells import LINK
from load.workbook.page import LONG, NUMBER, TEXT, Page

TITLE = "说明 About"
_STEPS = (
    "看 Look　在“总览”看全局，在“年度对比”“城市对比”看基准年与其他年份、其他地区。"
    " Overview shows how things stand; Years and Cities compare the base year with other years and places.",
    "查 Check　在“复核”从上往下看：每行有原因、原文（数字标红）和读数；点报告编号打开原网页。"
    " Go down Review: each row says why, shows the sentence with its figure in red and how it was read;"
    " the report number opens the page.",
    "定 Decide　在黄色栏选结论：采纳、更正（填更正值，单位同左）、驳回、归类（选指标），并写审核人。"
    " In the yellow columns choose accept, correct (with the value, in the unit shown), reject or assign"
    " metric, and sign with your name.",
    "随意 Freely　可排序、筛选、删行、调换列、用任何软件保存；请勿改动隐藏的“编号”列。"
    " Sort, filter, delete rows, move columns, save in any program; only leave the hidden Id column alone.",
    "寄回 Send back　存盘后寄回；数据工程师运行 fazhi review import 文件名，有问题的行会注明后退回。"
    " Save and send it back; a data engineer runs fazhi review import FILE; rows with problems come back.",
)
_NOTES = (
    "差值 = 基准值 − 对比值；“更好”“更差”按指标方向判断，说的是基准年。"
    " Difference is base minus other; better and worse speak of the base year.",
    f"数值旁的符号在各表中含义相同。 The signs at a value mean the same on every sheet: {legend()}.",
    "非确数（> ≥ < ≤）和区间值（30–40）不计算差值、不排名，界限分开时仍作评价；约数（≈）以上下一成为界。"
    " Open bounds and ranges have no difference and no rank, and a verdict only where their limits lie apart;"
    " about means a tenth either way.",
    "界限相交的数值视为持平、名次并列，两个确数除外；非全年数值只与其他年份的相同月份比较，不排名。"
    " Values whose limits meet are no different and share a rank, unless both are exact; a part of a year is"
    " compared with the same months of other years alone, and not ranked.",
    "名次只在同级地区之间。 Places are ranked among those of the same level.",
    "斜体与“推算”是按原文增减幅度计算所得，不是原文所写。"
    " Values in italics, marked derived, are computed from a printed change and not printed themselves.",
    "同一事实以复核结论为先，其次全年数、本年度报告、后续年度报告，其他地区的报告最后；不一致的标 ≠。"
    " A reviewer's decision counts first, then whole years, the year's own report, later ones, and another"
    " place's last; ≠ marks what reports disagree on.",
    "从“质量”跳转到“明细”的链接按未排序时的行号。"
    " Links from Checks to Figures go by the rows as they were unsorted.",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet as the first one tells of it: what is there, how many rows, whether there were more."""

    title: str
    about: str
    rows: int | None = None
    is_cut: bool = False


def add_about(workbook: Workbook, base_year: int, place: str, sheets: Sequence[Shown]) -> None:
    """Write the first sheet; `place` is the name of the places that the workbook is about."""
    page = Page(workbook, TITLE, (22, 96, 14))
    page.title(
        "法治政府建设年度报告数据　Rule-of-law government reports",
        f"{place}；基准年 base year {base_year}；每个数字都附原文与出处 each figure with its source",
    )
    page.section("怎么用　What to do")
    for step in _STEPS:
        page.wide(step)
    page.section("工作表　Sheets")
    for sheet in sheets:
        link = page.write.text(sheet.title, replace(TEXT, ink=LINK, underlined=True))
        link.hyperlink = Hyperlink(ref="", location=f"'{sheet.title}'!A1")
        words = sheet.about + ("（仅列前若干行 only the first rows）" if sheet.is_cut else "")
        page.add([link, page.write.text(words, LONG), _rows(page, sheet)])
    page.section("读法　How to read it")
    for note in _NOTES:
        page.wide(note)


def _rows(page: Page, sheet: Shown) -> object:
    return None if sheet.rows is None else page.write.value(sheet.rows, NUMBER)
