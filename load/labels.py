"""What people read for the warehouse's codes: 中文 English, and figures as text."""

from collections.abc import Mapping
from decimal import Decimal

BOUNDS = {
    "exact": "",
    "about": "约 about",
    "more_than": "超过 more than",
    "at_least": "以上 at least",
    "less_than": "不足 less than",
    "at_most": "以内 at most",
    "blank": "空缺 blank",
}
SCOPES = {
    "whole": "全域 whole place",
    "own": "本级 own government",
    "department": "部门 department",
    "area": "其他地区 other area",
    "part": "其中 part",
}
BASES = {"stated": "原文 stated", "derived": "推算 derived"}
ROLES = {
    "level": "数值 level",
    "change": "增减 change",
    "change_rate": "增长率 change rate",
    "gap": "差距 gap",
    "rank": "名次 rank",
    "requirement": "要求 requirement",
    "target": "目标 target",
}
VERDICTS = {
    "better": "更好 better",
    "worse": "更差 worse",
    "same": "持平 no different",
    "changed": "有变化 changed",
    "unknown": "不可判 unknown",
}
BETTER = {"higher": "越高越好 higher", "lower": "越低越好 lower", "neutral": "不分好坏 neutral"}
KINDS = {"count": "数量 count", "amount": "金额 amount", "rate": "比率 rate", "share": "占比 share"}
LEVELS = {
    "country": "全国 country",
    "province": "省级 province",
    "prefecture": "地级 prefecture",
    "county": "县级 county",
}
CERTAINTIES = {
    "certain": "确定 certain",
    "likely": "存疑 likely",
}
LINK_BASES = {
    "own": "自身用语 own words",
    "clause": "分句 clause",
    "sentence": "句段 sentence",
    "heading": "上文标题 heading",
    "table": "表头 table",
    "inherited": "承前 inherited",
}
WHY_NOT = {
    "year": "年份不同 another year",
    "unit": "单位不同 units differ",
    "range": "区间值 a range",
    "bound": "非确数 an open bound",
    "part_year": "非全年 part of a year",
    "unsettled": "一份报告两个数字 one report, two figures",
    "another_area": "另一区域 another area",
}
LINEAGES = {
    "own": "",
    "recoded": "换码前 before re-coding",
    "merged": "并入前 before merger",
    "split": "拆分前 before split",
}
MARKS = {
    **{code: words for code, words in BOUNDS.items() if words},
    "range": "区间值 a range",
    "part_year": "非全年 part of a year",
    "likely": "链接存疑 link likely only",
    "derived": "推算 derived",
    "other_report": "其他地区报告 another place's report",
    "disagree": "报告不一致 reports disagree",
    "unsettled": "一份报告两个数字 one report, two figures",
    "place_changed": "区划变更 place changed",
    "gap": "年份缺口 gap",
    "unit": "单位不同 units differ",
    "bound": "非确数 an open bound",
}
CHOSEN = {
    "review": "审核 review",
    "own_report": "本年度报告 own year's report",
    "exact_report": "后续报告确数 a later report's exact figure",
    "later_report": "后续年度报告 later report",
    "other_place": "其他地区报告 another place's report",
    "earlier_report": "以前年度报告 earlier report",
    "derived": "推算 derived",
}
HEALTH = {
    "read": "已读 read",
    "read with holes": "部分缺损 read with holes",
    "unreadable": "无法读取 unreadable",
    "absent": "缺失 absent",
}
COPIES = {"official": "官方 official", "copy": "转载 copy elsewhere"}
SEVERITIES = {"error": "错误 error", "warning": "提示 warning", "issue": "未读懂 not read"}
FINDINGS = {
    "contradictions": "两处数字不一致 two figures for one fact",
    "dry": "数字明显偏少 far fewer figures than expected",
    "duplicates": "编号重复 a key stands twice",
    "holes": "读取有缺损 something of the page was lost",
    "identities": "算式不成立 an equation between figures does not hold",
    "jumps": "与上年相差悬殊 a jump beyond reason",
    "ocr": "光学识别所得 read off a picture",
    "orphans": "所指不存在 points to what is not there",
    "plausible": "超出合理范围 outside the plausible range",
    "promises": "目标无下文 a target that nobody answers",
    "proof": "原文对不上 the text does not stand where it says",
    "ragged": "表格不齐 a table that is not square",
    "ranges": "取值不合规 a value that its column does not know",
    "rates": "比率不在0至100之间 a rate outside 0 to 100",
    "reviews": "复核结论已失效 a decision that counts no more",
    "units": "单位与指标不符 a unit that does not fit",
    "unknown unit": "单位未识别 an unknown unit",
    "unknown words": "用语未收录，未能归类 words that kept a figure from a metric",
    "tie between metrics": "两个指标难分 two metrics claim the figure",
    "figure in a table's words": "表格文字中的数字 a figure within a table's words",
    "read_by_ocr": "光学识别所得 read by OCR",
    "ocr_left_out": "光学识别遗漏 left out by OCR",
    "ocr_unsure": "光学识别存疑 OCR is unsure",
    "tracked_changes": "含修订痕迹 has tracked changes",
    "lost_digits": "有数码丢失 digits were lost",
    "lost_characters": "有字符丢失 characters were lost",
    "picture": "整页为图片 a page is a picture",
    "unmapped_glyphs": "有字形无法辨认 glyphs of no known character",
    "cut_off": "文字缺失 lines run over the edge, or the page ends in the middle",
    "doubled_glyphs": "字形重复印刷 glyphs printed twice",
    "reviewers": "两位审核人意见不一，请第三人定夺 two reviewers disagree: a third decides",
    "disagrees": "复核后读数变化，请再看 the figure changed after its review",
    "stale": "复核后原文与读数均变化，请重新复核 sentence and figure changed after the review",
    "unsettled": "一份报告两个数字，规则无法取舍 one report, two figures",
    "two figures": "同一事实两个数字 two figures for one fact",
    "likely": "归类存疑 the link to the metric is likely only",
    "no metric": "未归入指标 no metric yet",
    "decided": "已有结论 decided",
    "read with holes": "读取有缺损，请核对原网页 read with holes: look at the page",
    "unreadable": "无法读取，请看原网页 unreadable: look at the page",
}
"""Why a figure or a report is to be looked at: names of checks, kinds of issues, causes of the review."""
REASONS = {
    "gone": "网页已不存在 gone",
    "not_found": "没有找到 not found",
    "blocked": "被网站拒绝 blocked",
    "forbidden": "不准访问 forbidden",
    "robots": "网站规则不许 not allowed by robots.txt",
    "tls": "安全连接失败 TLS failed",
    "timeout": "超时 timed out",
    "http_error": "网站出错 the site failed",
    "no_such_host": "网站已不存在 no such host",
    "redirects": "转址无终 redirects without end",
    "too_large": "文件过大 too large",
    "too_slow": "读取过久 too slow to read",
    "broken": "文件损坏 a broken file",
    "encrypted": "文件加密 encrypted",
    "empty": "空文件 empty",
    "unsupported": "格式不支持 a format that is not read",
    "no_text_layer": "扫描件，无文字 a scan without text",
    "needs_ocr": "扫描件，须光学识别 a scan: needs OCR",
    "needs_libreoffice": "须用 LibreOffice 打开 needs LibreOffice",
    "reader_crashed": "读取程序中断 the reader crashed",
    "not_a_report": "不是报告 not a report",
    "no_figures": "无数字 states no figure",
    "other_report": "是另一份报告 another report",
    "other_format": "格式不符 another format",
    "misplaced": "数字与原文对不上 a figure does not stand where it says",
    "moved": "网页已移 moved",
    "attachment": "附件 an attachment",
}
"""Why a report is absent or unreadable: the word before the colon of dim_report.reason."""
DECISIONS = {
    "accepted": "采纳 accept",
    "corrected": "更正 correct",
    "rejected": "驳回 reject",
    "assigned": "归类 assign metric",
}
FAMILIES = {
    "functions": "职能转变 functions",
    "rules": "制度建设 rules",
    "decisions": "行政决策 decisions",
    "enforcement": "行政执法 enforcement",
    "oversight": "监督 oversight",
    "disputes": "矛盾化解 disputes",
    "organisation": "组织保障 organisation",
    "capacity": "能力建设 capacity",
}
YES = {True: "是 yes", False: "否 no"}
AGREES = {True: "", False: "不一致 differs"}

MARK_SIGNS = {
    "part_year": "◐",
    "derived": "†",
    "likely": "?",
    "other_report": "※",
    "disagree": "≠",
    "unsettled": "!",
}
"""What stands behind a figure that one has to mind, in every table alike; `legend` explains them."""
BOUND_SIGNS = {"about": "≈", "more_than": ">", "at_least": "≥", "less_than": "<", "at_most": "≤"}


def label(labels: Mapping[str, str], code: str | None) -> str:
    """The label of a code: the code itself where there is none for it yet, nothing for None."""
    return "" if code is None else labels.get(code, code)


def reason_label(reason: str | None) -> str:
    """Why a report is absent, unreadable or holed, by its kinds; those without a label stand as they are.

    >>> reason_label("blocked: the site answers 412"), reason_label("lost_digits; ragged")
    ('被网站拒绝 blocked', '有数码丢失 digits were lost; 表格不齐 a table that is not square')
    """
    kinds = (reason or "").partition(":")[0].split("; ")
    return "; ".join(label(FINDINGS | REASONS, kind) for kind in kinds if kind)


def figure_text(
    value: Decimal | None, bound: str, unit: str, high: Decimal | None = None, mark: str | None = None
) -> str:
    """A figure in the few characters that a terminal has: 6.9%, ≥85%, 33,986件; – for a blank.

    `high` is the upper end of a range, `mark` what is to be minded, as the views have it.

    >>> figure_text(Decimal("33986.000000"), "exact", "件")
    '33,986件'
    >>> figure_text(Decimal(30), "exact", "件", Decimal(40), "range, part_year")
    '30–40件◐'
    """
    if value is None:
        return "–"
    to = "" if high is None else f"–{plain_number(high)}"
    return f"{BOUND_SIGNS.get(bound, '')}{plain_number(value)}{to}{unit}{mark_signs(mark)}"


def mark_signs(mark: str | None) -> str:
    """The signs of the marks that have one: part_year, derived → ◐†."""
    return "".join(MARK_SIGNS.get(one, "") for one in (mark or "").split(", "))


def meaning_of_signs() -> dict[str, str]:
    """What each sign at a figure means: {"≈": "约 about", "◐": "非全年 part of a year", …}."""
    bounds = {sign: BOUNDS[code] for code, sign in BOUND_SIGNS.items()}
    return bounds | {"30–40": MARKS["range"]} | {sign: MARKS[code] for code, sign in MARK_SIGNS.items()}


def legend() -> str:
    """What the signs mean, in one line: ≈ 约 about, ◐ 非全年 part of a year …"""
    return ", ".join(f"{sign} {words}" for sign, words in meaning_of_signs().items())


def plain_number(value: Decimal, *, signed: bool = False) -> str:
    """A number with thousands separated and without the zeros that its column type adds.

    >>> plain_number(Decimal("-4.800000"), signed=True)
    '-4.8'
    """
    whole, _, part = f"{value:{'+' if signed else ''},.6f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole
