"""The words round a figure that say of which year it is, or against which it is measured, as patterns."""

import re

from transform.numbers.numerals import CHINESE_NUMERAL
from transform.numbers.ranks import ORDINAL
from transform.numbers.signs import signs_of
from transform.text.marks import COUNTING, DATE_UNITS, PART_OF, RANGE, TITLE
from warehouse.vocabulary import either, load_wording
from warehouse.years import YEAR, YEAR_SIGN

_WORDS = load_wording("years")
_NAMES, _AROUND, _MET, _MOVED, _PLANS = (
    _WORDS[part] for part in ("names", "around", "compared", "moved", "plans")
)
# 2017
_YEAR = rf"(?<!\d)({YEAR})(?!\d)"
# 2017
YEARS = re.compile(_YEAR)
# 20170
FOUR_DIGITS = re.compile(YEAR)
_SUFFIX: str = _AROUND["suffix"]
# 底
_ENDS = f"(?:{either(_AROUND['ends'])})"
# 至
_SPANS = either(_AROUND["spans"])
# 发展规划
_DOCUMENT = f"[^，。；]{{0,14}}(?:{either(_AROUND['documents'])})"
# 去年
_LAST = rf"(?<!{_NAMES['not_last_after']})(?:{either(_NAMES['last'])})"
_SAME: str = _NAMES["same_period"]
# 由
_FROM_WORDS = either(_MOVED["from"])
_FROM_SIGNS: str = _MOVED["from_signs"]
# 以前
_AFTER_BEFORE = either(_PLANS["not_after"])
# 同期
_WITHIN = rf"(?:{either(_AROUND['within'])}|{either(_AROUND['ends'])})"
# 共
_IS = f"(?:{either(_AROUND['copulas'])})"

# 2016年以来; 2015—2020年…规划
NOT_OWN = re.compile(
    rf"""
      \A\ ?{YEAR_SIGN}?{_ENDS}?(?:{either(_AROUND["since"])})             # 年以来
    | \A{YEAR_SIGN}?(?:{_SPANS}){YEAR}{YEAR_SIGN}?{_DOCUMENT}              # —2020年发展规划
    """,
    re.VERBOSE,
)
# 2016年, or a year that ends the words: 2016：
IS_YEAR = re.compile(rf"\ ?{YEAR_SIGN}|\Z|[：:]")
# 较2022年558件增加了555件, 较2022年（558件）: the figure right behind a year that another is compared with is
# that year's
YEAR_BESIDE = re.compile(rf"{_YEAR}{YEAR_SIGN}{_WITHIN}?[\ （]?\Z")
# 比2015年的98件
OF_IT = re.compile(rf"\A\ ?{YEAR_SIGN}(?:{_SUFFIX}|{_WITHIN})?(?:{either(_MET['of_it'])})")
# 比2015年、2016年
LISTED_BEFORE = re.compile(rf"(?:{YEAR}{YEAR_SIGN}?{_SUFFIX}?(?:{either(_AROUND['joints'])}))+\Z")
# 结转2025年度3件: to that year, and of this one
CARRIED = re.compile(
    rf"(?:{either(_MOVED['carried'])})(?:{either(_MOVED['carried_to'])})?[\u4e00-\u9fff]{{0,3}}\Z"
)
# of 2018年结转52件 too: they are dealt with in this one
CARRIED_OVER = re.compile(
    rf"\A\ ?{YEAR_SIGN}(?:{_SUFFIX}|{either(_AROUND['ends'])})?(?:{either(_MOVED['carried_over'])})"
)
# 从2021年的98项扩展到254项: the year before a figure that something has come from is not of the next
COME_FROM = re.compile(rf"(?:{_FROM_WORDS})\ ?\Z")
COME_TO = re.compile(rf"\d[^，。；]*(?:{either(_MOVED['to'])})")
# 上年同期81件; 去年底共有; 比去年81件
SAME_PERIOD = re.compile(
    rf"""
      {_LAST}{_SAME}{_IS}?\Z                                                      # 上年同期为
    | (?:{_LAST}|{_NAMES["beginning"]}){_WITHIN}?{_IS}[^，；]{{0,6}}\Z             # 去年底共有
    | (?<![{_MET["more_or_less"]}]){_LAST}{_WITHIN}?\Z                            # 上年末
    | (?<![{_MET["more_or_less"]}{_MET["against_it"]}]){_LAST}{_ENDS}[\u4e00-\u9fff]{{1,4}}\Z   # 上年底结存
    """,
    re.VERBOSE,
)
# 由98项; 由上年的98项
FROM = re.compile(rf"(?:{_FROM_WORDS})(?!{either(_MOVED['not_from'])})[^，；。{_FROM_SIGNS}]{{0,12}}\Z")
# 将58项指标精简为16项
MADE_FROM = re.compile(rf"(?:{either(_MOVED['made_from'])})[^，；。\d]{{0,6}}\Z")
MADE_INTO = re.compile(rf"(?:{either(_MOVED['made_into'])})\Z")
# 由上年的5.1%
FROM_LAST = re.compile(rf"[{_FROM_SIGNS}][^，；。]{{0,4}}(?:{either(_MOVED['from_last'])})[^，；。]{{0,4}}\Z")
# 在上一年已增18.7%的基础上: the change of that year, on which this one's is set
GROUND = re.compile(rf"(?:{either(_MOVED['ground'])})[^，；。\d]{{0,4}}{_LAST}[^，；。\d]{{0,8}}\Z")
ON_IT = re.compile(either(_MOVED["on_it"]))
# 增加到今年的254项
INTO = re.compile(rf"(?:{either(_MOVED['into'])})(?:{either(_MOVED['into_now'])})?\Z")
# 21年前的第63位
YEARS_AGO = re.compile(
    rf"""
    (?P<count>\d{{1,2}}|[{CHINESE_NUMERAL}]{{1,3}}){_MOVED["ago"]}         # 21年前
    (?:{_IS}|{_MOVED["only"]})[^，；。]{{0,6}}\Z                            # 的
    """,
    re.VERBOSE,
)
# 为上年同期的85.3%, 是2020年的3倍: what the figure is a part of is no year of its own
SHARE_OF = re.compile(
    rf"(?:{either(_MET['share_of'])})(?:{_LAST}|{_YEAR}{YEAR_SIGN}){_WITHIN}?[^，；。\d]{{0,8}}的\Z"
)
FIVES: str = _PLANS["fives"]
# “十二五”规划
_PLAN = rf"{_PLANS['before_five']}(?P<plan>[{FIVES}]){_PLANS['five']}”?(?:{either(_PLANS['periods'])})?"
# “十二五”规划末
PLAN_END = re.compile(rf"{_PLAN}{_PLANS['end']}")
# “十二五”时期, which is over
PLAN_PERIOD = re.compile(rf"{_PLAN}(?:{either(_PLANS['during'])})")
# 上年同期（98件; （去年全市为98件
IN_BRACKETS = re.compile(
    rf"""
      {_LAST}(?:{_SAME})?（(?:{_AROUND["copula"]})?\Z                # 上年同期（
    | （{_LAST}{_WITHIN}?(?:{_AROUND["whole_place"]})?{_IS}?\Z        # （去年全市为
    """,
    re.VERBOSE,
)
# a year of the future at the start of a clause plans for it: 2019年完成…
AHEAD = re.compile(
    rf"""
    (?:
        \A|[，；：。、]                                             # ，
        |(?<![{_PLANS["to_not_after"]}\d])[{_PLANS["to"]}]         # 到
        |{either(_PLANS["before"])}                                # 计划
    )\ ?
    (?:[{COUNTING}]{_PLANS["point"]})?(?:{_PLANS["strive"]})?      # 一是力争
    (?:{either(_PLANS["in"])})?{_YEAR}{YEAR_SIGN}(?!{_AFTER_BEFORE})   # 在2019年
    """,
    re.VERBOSE,
)
# 《…》 and （…）, whose years are those of documents
CITED = re.compile(rf"{TITLE.pattern}|（[^）]*）")
# 今年
NOW = re.compile(either(_NAMES["now"]))
# 截至2016年底，…
LEADING = re.compile(
    rf"""
    \A\ ?(?:{either(_AROUND["until"])})?{_YEAR}{YEAR_SIGN}
    (?:{_SUFFIX}|{_AROUND["whole"]}|{_AROUND["months"]}(?:{_ENDS}|{_AROUND["month_end"]})?)?[，,]
    """,
    re.VERBOSE,
)
# 2014至2016年, not of a document's name
SPAN = re.compile(
    rf"\A[^，。；]{{0,6}}?(?<!\d){YEAR}{YEAR_SIGN}?(?:{RANGE})({YEAR}){YEAR_SIGN}(?!{_SUFFIX})(?!{_DOCUMENT})"
)
# 2022年办理1.6万件，挽回损失…: a year that opens a clause holds over the next comma; not one of an event
OPENING = re.compile(
    rf"""
    (?:\A|[，；：。]|(?<!{YEAR_SIGN})、|{either(PART_OF)})\ ?                # ，; 其中
    (?:{either(_PLANS["opening"])})?{_YEAR}{YEAR_SIGN}
    (?:{_SUFFIX}|{_AROUND["whole"]}|{_ENDS})?                              # 截至2022年底
    (?!
        {either(_AROUND["since"])}|\d|{either(_AROUND["not_opening"])}      # 以来, —2023年, 11月
        | [^，。；]{{0,4}}(?:{either(_AROUND["events"])})                     # 正式实施
        | {_SUFFIX}?[^，。；\d]{{0,20}}                                     # …考评中
          (?:{either(_AROUND["assessments"])}){_AROUND["in_assessment"]}
    )
    """,
    re.VERBOSE,
)
# 6.8天, and no year
FIGURE = re.compile(rf"\d[%\u4e00-\u9fff](?<![{DATE_UNITS}])")
# 全年
WHOLE_YEAR = re.compile(either(_NAMES["whole_year"]))
# 截至目前
NOW_AGAIN = re.compile(either(_NAMES["now_again"]))
# 2021年度…评价结果，…列第2
ASSESSED = re.compile(rf"{_YEAR}{YEAR_SIGN}{_SUFFIX}?[^，。；\d]{{0,20}}(?:{either(_AROUND['assessments'])})")
# 考评第3，透明度在同类城市中列第四
RANKED_IN = re.compile(rf"{ORDINAL}.{{1,3}}，.*(?:{either(_AROUND['ranked_in'])})[^，；。]*\Z")
# 较前年提高…, 比五年前增长…, 比“十二五”末增加…
EARLIER = re.compile(
    rf"""
    (?:{either(_MET["earlier"])})
    (?:
        {_MET["two_years_ago"]}                                                  # 较前年
        | (?P<count>\d{{1,2}}|[{CHINESE_NUMERAL}]{{1,2}}){_MET["years_ago"]}        # 比五年前
        | “?{_PLAN}{_PLANS["end"]}                                                # 比“十二五”末
    )
    """,
    re.VERBOSE,
)
# 环比下降
SEQUENTIAL = re.compile(either(_MET["sequential"]))
# 从2014年的98项…扩展
FROM_YEAR = re.compile(rf"[{_FROM_SIGNS}]\ ?{_YEAR}{YEAR_SIGN}[^；。]{{0,40}}\Z")
# 同比增长
YEAR_ON_YEAR = re.compile(either(_MET["year_on_year"]))
# 比法定时限
NO_BASE = re.compile(either(_MET["no_base"]))
# 精简材料58%: not measured against a year, unless the words say so
CUT = re.compile(rf"(?:{either(_MET['cut'])})(?!{either(_MET['cut_rates'])})[^，。；]{{0,14}}\Z")
# 比上年精简
AGAINST = re.compile(either(_MET["against"]))
# 去年和今年
YEAR_BEFORE, THIS_YEAR = re.compile(_NAMES["year_before"]), re.compile(_NAMES["this_year"])
# most sentences name no year and no plan, and most figures no time that they are of
DATED = re.compile(rf"{YEAR}|{signs_of(PLAN_END, PLAN_PERIOD).pattern}")
RELATED = signs_of(_LAST, SAME_PERIOD, YEAR_BEFORE, FROM, FROM_LAST, YEARS_AGO, MADE_FROM)
OF_MONTH = tuple(f"{month}，" for month in _AROUND["of_month"])
FROM_A_YEAR: str = _MOVED["from_a_year"]
