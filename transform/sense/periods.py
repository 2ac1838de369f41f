"""The years a figure is about and is measured against."""

import re

from transform.numbers.numerals import CHINESE_NUMERAL, read_integer
from transform.numbers.signs import signs_of
from transform.sense.context import Figure
from transform.sense.year_lists import dealt_base_year, dealt_year
from transform.text.marks import TITLE
from warehouse.records import Role
from warehouse.units import RATIOS
from warehouse.vocabulary import either, load_wording
from warehouse.years import YEAR

_WORDS = load_wording("years")
_NAMES, _AROUND, _MET, _MOVED, _PLANS = (
    _WORDS[part] for part in ("names", "around", "compared", "moved", "plans")
)
_YEAR = rf"(?<!\d)({YEAR})(?!\d)"
_YEARS = re.compile(_YEAR)
_FOUR_DIGITS = re.compile(YEAR)
# what may stand between a year of a list and the next: 比2015年、2016年
_ENDS = f"(?:{either(_AROUND['ends'])})"
_SPANS = either(_AROUND["spans"])
_DOCUMENT = f"[^，。；]{{0,14}}(?:{either(_AROUND['documents'])})"
_LAST = rf"(?<!结转)(?:{either(_NAMES['last'])})"
_FROM_WORDS = either(_MOVED["from"])
_AFTER_BEFORE = either(_PLANS["not_after"])
_WITHIN = rf"(?:{either(_AROUND['within'])}|{either(_AROUND['ends'])})"
_IS = f"(?:{either(_AROUND['copulas'])})"

# 2016年以来; 2015—2020年…规划
_NOT_OWN = re.compile(
    rf"""
      \A\ ?年?{_ENDS}?(?:{either(_AROUND["since"])})     # 年以来
    | \A年?(?:{_SPANS}){YEAR}年?{_DOCUMENT}              # —2020年发展规划
    """,
    re.VERBOSE,
)
# 2016年, or a year that ends the words: 2016：
_IS_YEAR = re.compile(r"\ ?年|\Z|[：:]")
# 比2015年
_COMPARED = re.compile(rf"(?:{either(_MET['with'])})\ ?(?:于)?\Z")
# 较2022年558件增加了555件, 较2022年（558件）: the figure right behind a year that another is compared with is
# that year's
_YEAR_BESIDE = re.compile(rf"{_YEAR}年{_WITHIN}?[\ （]?\Z")
# 比2015年的98件
_OF_IT = re.compile(rf"\A\ ?年(?:度|{_WITHIN})?(?:{either(_MET['of_it'])})")
# 比2015年、2016年
_LISTED_BEFORE = re.compile(rf"(?:{YEAR}年?度?(?:{either(_AROUND['joints'])}))+\Z")
# 结转2025年度3件: to that year, and of this one
_CARRIED = re.compile(
    rf"(?:{either(_MOVED['carried'])})(?:{either(_MOVED['carried_to'])})?[\u4e00-\u9fff]{{0,3}}\Z"
)
# of 2018年结转52件 too: they are dealt with in this one
_CARRIED_OVER = re.compile(rf"\A\ ?年(?:度|{either(_AROUND['ends'])})?(?:{either(_MOVED['carried_over'])})")
# 从2021年的98项扩展到254项: the year before a figure that something has come from is not of the next
_COME_FROM = re.compile(rf"(?:{_FROM_WORDS})\ ?\Z")
_COME_TO = re.compile(rf"\d[^，。；]*(?:{either(_MOVED['to'])})")
# 上年同期81件; 去年底共有; 比去年81件
_SAME_PERIOD = re.compile(
    rf"""
      {_LAST}同期{_IS}?\Z                                                         # 上年同期为
    | (?:{_LAST}|年初){_WITHIN}?{_IS}[^，；]{{0,6}}\Z                              # 去年底共有
    | (?<![{_MET["more_or_less"]}]){_LAST}{_WITHIN}?\Z                            # 上年末
    | (?<![{_MET["more_or_less"]}{_MET["against_it"]}]){_LAST}{_ENDS}[\u4e00-\u9fff]{{1,4}}\Z   # 上年底结存
    """,
    re.VERBOSE,
)
# 由98项; 由上年的98项
_FROM = re.compile(rf"(?:{_FROM_WORDS})(?!{either(_MOVED['not_from'])})[^，；。由从]{{0,12}}\Z")
# 将58项指标精简为16项
_MADE_FROM = re.compile(rf"(?:{either(_MOVED['made_from'])})[^，；。\d]{{0,6}}\Z")
_MADE_INTO = re.compile(rf"(?:{either(_MOVED['made_into'])})\Z")
_FROM_LAST = re.compile(rf"[由从][^，；。]{{0,4}}(?:{either(_MOVED['from_last'])})[^，；。]{{0,4}}\Z")
# 增加到今年的254项
_INTO = re.compile(rf"(?:{either(_MOVED['into'])})(?:{either(_MOVED['into_now'])})?\Z")
# 21年前的第63位
_YEARS_AGO = re.compile(
    rf"(?P<count>\d{{1,2}}|[{CHINESE_NUMERAL}]{{1,3}})年(?:之)?前(?:{_IS}|只有)[^，；。]{{0,6}}\Z"
)
# 为上年同期的85.3%, 是2020年的3倍: what the figure is a part of is no year of its own
_SHARE_OF = re.compile(
    rf"(?:{either(_MET['share_of'])})(?:{_LAST}|{_YEAR}年){_WITHIN}?[^，；。\d]{{0,8}}的\Z"
)
# “十二五”规划末
_FIVE_YEARS = f"(?:{either(_PLANS['periods'])})"
_FIVES: str = _PLANS["fives"]
_PLAN_END = re.compile(rf"十(?P<plan>[{_FIVES}])五”?{_FIVE_YEARS}?期?末")
# “十二五”时期, which is over
_PLAN_PERIOD = re.compile(rf"十(?P<plan>[{_FIVES}])五”?{_FIVE_YEARS}?(?:{either(_PLANS['during'])})")
# 上年同期（98件; （去年全市为98件
_IN_BRACKETS = re.compile(
    rf"""
      {_LAST}(?:同期)?（(?:为)?\Z                            # 上年同期（
    | （{_LAST}{_WITHIN}?(?:全[市省县区国州])?{_IS}?\Z        # （去年全市为
    """,
    re.VERBOSE,
)
# a year of the future at the start of a clause plans for it: 2019年完成…
_AHEAD = re.compile(
    rf"""
    (?:\A|[，；：。、]|(?<![截月年日\d])[到至]|{either(_PLANS["before"])})\ ?     # ，; 到; 计划
    (?:[一二三四五六七八九十]是)?(?:{_PLANS["strive"]})?                         # 一是力争
    (?:{either(_PLANS["in"])})?{_YEAR}年(?!{_AFTER_BEFORE})                    # 在2019年
    """,
    re.VERBOSE,
)
# 《…》 and brackets, whose years are those of documents
_CITED = re.compile(r"《[^》]*》|（[^）]*）")
_NOW = re.compile(either(_NAMES["now"]))
# 截至2016年底，…
_LEADING = re.compile(
    rf"\A\ ?(?:{either(_AROUND['until'])})?{_YEAR}年(?:度|全年|[0-9至—~-]*月?(?:{_ENDS}|份)?)?[，,]"
)
# 2014至2016年, not of a document's name
_SPAN = re.compile(
    rf"\A[^，。；]{{0,6}}?(?<!\d){YEAR}年?(?:[—~-]{{1,2}}|至|到)({YEAR})年(?!度)(?!{_DOCUMENT})"
)
# 2022年办理1.6万件，挽回损失…: a year that opens a clause holds over the next comma; not one of an event
_OPENING = re.compile(
    rf"""
    (?:\A|[，；：。]|(?<!年)、|其中)\ ?                                     # ，; 其中
    (?:{either(_PLANS["opening"])})?{_YEAR}年(?:度|全年|{_ENDS})?             # 截至2022年底
    (?!
        {either(_AROUND["since"])}|至|到|[—~、和及与]|\d|年度|结转           # 以来, —2023年, 11月
        | [^，。；]{{0,4}}(?:{either(_AROUND["events"])})                     # 正式实施
        | 度?[^，。；\d]{{0,20}}(?:{either(_AROUND["assessments"])})中        # …考评中
    )
    """,
    re.VERBOSE,
)
_FIGURE = re.compile(r"\d[%\u4e00-\u9fff](?<![年月日])")
_WHOLE_YEAR = re.compile(either(_NAMES["whole_year"]))
_NOW_AGAIN = re.compile(either(_NAMES["now_again"]))
# 2021年度…评价结果，…列第2
_ASSESSED = re.compile(rf"{_YEAR}年度?[^，。；\d]{{0,20}}(?:{either(_AROUND['assessments'])})")
_RANKED_IN = re.compile(rf"第.{{1,3}}，.*(?:{either(_AROUND['ranked_in'])})[^，；。]*\Z")
# 较前年提高…, 比五年前增长…, 比“十二五”末增加…
_EARLIER = re.compile(
    rf"""
    (?:{either(_MET["earlier"])})
    (?:
        前年                                                   # 较前年
        | (?P<count>\d{{1,2}}|[{CHINESE_NUMERAL}]{{1,2}})年前    # 比五年前
        | “?十(?P<plan>[{_FIVES}])五”?{_FIVE_YEARS}?期?末        # 比“十二五”末
    )
    """,
    re.VERBOSE,
)
_SEQUENTIAL = re.compile(either(_MET["sequential"]))
# 从2014年的98项…扩展
_FROM_YEAR = re.compile(rf"(?:由|从)\ ?{_YEAR}年[^；。]{{0,40}}\Z")
_YEAR_ON_YEAR = re.compile(either(_MET["year_on_year"]))
_NO_BASE = re.compile(either(_MET["no_base"]))
# 精简材料58%: not measured against a year, unless the words say so
_CUT = re.compile(rf"(?:{either(_MET['cut'])})(?!{either(_MET['cut_rates'])})[^，。；]{{0,14}}\Z")
_AGAINST = re.compile(either(_MET["against"]))
_YEAR_BEFORE, _THIS_YEAR = re.compile(_NAMES["year_before"]), re.compile(_NAMES["this_year"])
_CHANGES = frozenset({Role.CHANGE, Role.CHANGE_RATE})
# most sentences name no year and no plan, and most figures no time that they are of
_DATED = re.compile(rf"{YEAR}|{signs_of(_PLAN_END, _PLAN_PERIOD).pattern}")
_RELATED = signs_of(_LAST, _SAME_PERIOD, _YEAR_BEFORE, _FROM, _FROM_LAST, _YEARS_AGO, _MADE_FROM)
_BRACKETED = 16
"""Characters before a figure in which the bracket that it stands in may name the year before."""


def year_of(figure: Figure, report_year: int, role: Role, following: Figure | None) -> int:
    """The year the figure is about: the report's own unless its clause says another."""
    is_dated = _DATED.search(figure.lead) is not None
    holding = _holding_year(figure, report_year) if is_dated else None
    if role is Role.GAP or _is_share_of(figure):
        return holding or report_year
    if figure.count > 1 and (dealt := dealt_year(figure, report_year)):
        return dealt
    if role in _CHANGES:
        named = _year_before(figure, holding or report_year, following) if role is Role.CHANGE_RATE else None
        return named or _changing_year(figure) or holding or report_year
    is_related = bool(_RELATED.search(figure.lead[-max(_BRACKETED, len(figure.before)) :]))
    return (
        (is_related and _years_ago(figure, holding or report_year))
        or (_named_year(figure, report_year) if is_dated else None)
        or (is_related and _relative_year(figure, report_year, following))
        or (_assessed_year(figure) if role is Role.RANK else None)
        or holding
        or report_year
    )


def _is_share_of(figure: Figure) -> bool:
    return figure.quantity.unit in RATIOS and bool(_SHARE_OF.search(figure.before))


def base_year_of(figure: Figure, year: int, role: Role) -> int | None:
    """The year a change is measured against: named, listed, or the year before; 环比 the same year."""
    if role not in _CHANGES:
        return None
    listed = dealt_base_year(figure)
    if listed:
        return listed
    named = [
        int(match.group(1)) for match in _YEARS.finditer(figure.clause) if _is_base(figure.clause, match)
    ]
    if named:
        return named[-1]
    if _SEQUENTIAL.search(figure.clause):
        return year
    if earlier := _EARLIER.search(figure.clause):
        return _earlier_base(earlier, year)
    if _NO_BASE.search(figure.clause):
        return None
    if _CUT.search(figure.clause) and not _AGAINST.search(figure.clause):
        return None
    came_from = None if _YEAR_ON_YEAR.search(figure.clause) else _FROM_YEAR.search(figure.lead)
    return int(came_from.group(1)) if came_from and int(came_from.group(1)) < year else year - 1


def _earlier_base(match: re.Match[str], year: int) -> int:
    if match["plan"]:
        return _end_of_plan(match)
    count = read_integer(match["count"]) if match["count"] else None
    return year - int(count or 2)


def _end_of_plan(match: re.Match[str]) -> int:
    """The last year of a five-year plan: the eleventh ended in 2010."""
    return 2010 + 5 * _FIVES.index(match["plan"])


def _is_base(clause: str, match: re.Match[str]) -> bool:
    return bool(_COMPARED.search(_LISTED_BEFORE.sub("", clause[: match.start()])))


def _named_year(figure: Figure, report_year: int) -> int | None:
    """A year named in the words between the figure before and this one, or just before both."""
    before, clause = _without_titles(figure.before), _without_titles(figure.clause)
    if plan := _PLAN_END.search(before):
        return _end_of_plan(plan)
    mentions = [match for match in _YEARS.finditer(before) if _is_own(before, match)]
    beside = None if mentions else _YEAR_BESIDE.search(figure.lead[-12:])
    if beside and (figure.quantity.unit not in RATIOS or beside.group().endswith("（")):
        return int(beside.group(1))
    if mentions:
        return int(mentions[-1].group(1))
    mentions = [match for match in _YEARS.finditer(clause) if _is_own(clause, match)]
    if mentions and not _NOW.search(before):
        year = int(mentions[-1].group(1))
        return year if year != report_year and not _INTO.search(before) else None
    return None


def _without_titles(words: str) -> str:
    return TITLE.sub("", words) if "《" in words else words


def _is_own(words: str, match: re.Match[str]) -> bool:
    before, rest = words[: match.start()], words[match.end() :]
    if not _IS_YEAR.match(rest) or _NOT_OWN.match(rest) or _CARRIED.search(before):
        return False
    if _CARRIED_OVER.match(rest) or (_COME_FROM.search(before) and _COME_TO.search(rest)):
        return False
    if _COMPARED.search(_LISTED_BEFORE.sub("", before)):
        return bool(_OF_IT.match(rest)) and len(rest) < 6
    return True


def _changing_year(figure: Figure) -> int | None:
    """The year in which something changed: 2022年同比增长5%."""
    before = _without_titles(figure.before)
    mentions = [
        int(match.group(1))
        for match in _YEARS.finditer(before)
        if _is_own(before, match) and _MOVED["from_a_year"] not in before
    ]
    return mentions[-1] if mentions else None


def _relative_year(figure: Figure, report_year: int, following: Figure | None) -> int | None:
    before = figure.before
    if _SAME_PERIOD.search(before) or _IN_BRACKETS.search(figure.lead[-_BRACKETED:]):
        return report_year - 1
    if _YEAR_BEFORE.search(before) and not _THIS_YEAR.search(before) and _THIS_YEAR.search(figure.whole):
        return report_year - 1
    return _year_before(figure, report_year, following)


def _year_before(figure: Figure, year: int, following: Figure | None) -> int | None:
    """The year of what a figure has come from: 由上年的5.1%, 由第8位升至第5位; None where it has not."""
    before = figure.before
    if _FROM_LAST.search(before):
        return year - 1
    if following is None or following.clause_start != figure.clause_start:
        return None
    comes_from = _FROM.search(before)
    same_unit = following.quantity.unit == figure.quantity.unit
    if same_unit and _MADE_FROM.search(figure.clause) and _MADE_INTO.search(following.before):
        return year - 1
    if not comes_from or not same_unit or not _INTO.search(following.before):
        return None
    named = _YEARS.search(comes_from.group())
    return int(named.group(1)) if named else year - 1


def _years_ago(figure: Figure, year: int) -> int | None:
    """从21年前的第63位: that many years before."""
    match = _YEARS_AGO.search(figure.before)
    count = read_integer(match["count"]) if match else None
    return year - int(count) if count else None


def _assessed_year(figure: Figure) -> int | None:
    part = figure.lead.rpartition("；")[2]
    last = max(_ASSESSED.finditer(part), key=lambda match: match.end(), default=None)
    # 在2021年度考评中排名第三，透明度在同类城市中列第四: of another order
    other = last and figure.clause_start > figure.sentence.start and _RANKED_IN.search(part, last.end())
    return int(last.group(1)) if last and not other else None


def _holding_year(figure: Figure, report_year: int) -> int | None:
    """2016年，全市收到…: a year that opens the sentence holds for all of it, one of a clause for that."""
    lead = figure.lead
    part = lead.rpartition("；")[2]
    mentions = list(_OPENING.finditer(part))
    # 4.3天：平均时限，2022年还要6.8天，…: set against the figure before it
    compared = bool(mentions) and _FIGURE.search(part, 0, mentions[0].start())
    if mentions and not compared and not _NOW_AGAIN.search(part, mentions[-1].end()):
        return int(mentions[-1].group(1))
    if over := _plan_that_is_over(part, report_year):
        return over
    match = _LEADING.match(lead) or _SPAN.match(lead)
    if match is None or int(match.group(1)) == report_year:
        return None
    # 2022年11月，成立…，全年…: the month of an event
    of_event = match.group().endswith(("月，", "月份，")) and _WHOLE_YEAR.search(lead, match.end())
    return None if of_event else int(match.group(1))


def _plan_that_is_over(words: str, report_year: int) -> int | None:
    """“十三五”期间，累计…: the end of a plan that is over, unless something is compared with it."""
    words = _without_titles(words)
    plan = _PLAN_PERIOD.search(words)
    if plan is None or _end_of_plan(plan) >= report_year or _NOW_AGAIN.search(words, plan.end()):
        return None
    compared = _COMPARED.search(words[: plan.start()].rstrip("“"))
    return None if compared else _end_of_plan(plan)


def names_future(heading: str, report_year: int) -> bool:
    """Whether a heading names a year after the report's, outside titles: 三、扎实做好2018年重点工作."""
    if "20" not in heading and "19" not in heading:
        return False
    years = _YEARS.findall(_CITED.sub("", heading))
    return any(int(year) > report_year for year in years)


def future_year(words: str, report_year: int) -> int | None:
    """A year after the report's that the last clause with a year opens with: 到2018年底; not in titles."""
    # most sentences name no year, which is found at a tenth of the cost
    if ("20" not in words and "19" not in words) or not _FOUR_DIGITS.search(words):
        return None
    plain = _CITED.sub("", words) if "《" in words or "（" in words else words
    years = _FOUR_DIGITS.findall(plain)
    if not years or int(max(years)) <= report_year:
        return None
    last = max(_AHEAD.finditer(plain), key=lambda match: match.end(), default=None)
    if last is None or int(last.group(1)) <= report_year or _NOW_AGAIN.search(plain, last.end()):
        return None
    return int(last.group(1))
