"""The words round a figure that say what it does in its sentence, as patterns; those of a way, by the way."""

import re

from transform.numbers.signs import signs_of
from transform.text.marks import PERFECTIVE
from warehouse.records import Direction
from warehouse.vocabulary import either, load_wording
from warehouse.years import YEAR, YEAR_SIGN

_TABLE = load_wording("roles")
_UP, _DOWN, _CUTS, _GAP = _TABLE["up"], _TABLE["down"], _TABLE["cut"], _TABLE["gap"]
_BETWEEN, _BESIDE_WORDS, _NORM = _TABLE["between"], _TABLE["beside"], _TABLE["norm"]
_REQUIREMENT, _TARGETS = _TABLE["requirement"], _TABLE["target"]
_GROWING_WORDS, _MOVE, _CHANGE = _TABLE["growth"], _TABLE["moves"], _TABLE["change"]

# 负增长
_NEGATIVE = rf"(?:{either(_DOWN['negative'])})"
# 了近12%
_VERB_END = (
    rf"(?!{either(_BETWEEN['level'])})(?:{either(_BETWEEN['verb'])}|（|\ )*(?:{_BETWEEN['verb_to']})?\Z"
)
# 增长12%, 下降了近12%; not 增长到12件
VERBS = {
    Direction.UP: re.compile(rf"(?:{either(_UP['verbs'])}){_VERB_END}"),
    Direction.DOWN: re.compile(rf"(?:{_NEGATIVE}|{either(_DOWN['verbs'])}){_VERB_END}"),
}
_NOUN_END = rf"(?:{either(_BETWEEN['noun'])}|：|（|\ )*\Z"
# 增幅分别为12%; 降幅为12%; 同比增长分别为12%、8%
NOUNS = {
    Direction.UP: re.compile(rf"(?:{either(_UP['nouns'])}){_NOUN_END}"),
    Direction.DOWN: re.compile(rf"(?:{_NEGATIVE}|{either(_DOWN['nouns'])}){_NOUN_END}"),
}
_THAN = rf"(?:{either(_BESIDE_WORDS['than'])})[^，；。]"
_DEED = r"[\u4e00-\u9fff]{0,3}"
# 比上年多审结12件; 比上年少受理12件
MORE = {
    Direction.UP: re.compile(rf"{_THAN}{{2,14}}(?:{either(_BESIDE_WORDS['more'])}){_DEED}\Z"),
    Direction.DOWN: re.compile(rf"{_THAN}{{2,14}}(?:{either(_BESIDE_WORDS['fewer'])}){_DEED}\Z"),
}
# 比上年（312件）多103件: with the figure that it is more than
MORE_THAN_TOLD = re.compile(
    rf"{_THAN}{{2,14}}\d[^，；。\d]{{1,4}}(?:{either(_BESIDE_WORDS['more'])}){PERFECTIVE}\Z"
)
# 比上年高出2个百分点; 比上年低2个百分点
HIGHER = {
    Direction.UP: re.compile(rf"{_THAN}{{1,14}}(?:{either(_BESIDE_WORDS['higher'])})\Z"),
    Direction.DOWN: re.compile(rf"{_THAN}{{1,14}}(?:{either(_BESIDE_WORDS['lower'])})\Z"),
}
# 翻了一番
DOUBLED = re.compile(rf"(?:{either(_BESIDE_WORDS['doubled'])})\Z")
# 时限达72%
_CUT_TO = (
    rf"(?:{either(_BETWEEN['cut_levels'])})(?:{either(_BETWEEN['cut_levels_verbs'])})?{_DEED}"
    rf"|{either(_BETWEEN['level'])}"
)
# 压减公用经费15%: the verb stands before what it cuts; 压缩时限达72% is a level
CUT = re.compile(rf"(?:{either(_CUTS['verbs'])})(?![^，。；]*(?:{_CUT_TO})\Z)[^，。；\d]{{1,24}}\Z")
# 净增市场主体5127户; 净减少市场主体127户
NET = {
    Direction.UP: re.compile(rf"(?:{either(_BESIDE_WORDS['net_up'])})[\u4e00-\u9fff]{{1,10}}\Z"),
    Direction.DOWN: re.compile(rf"(?:{either(_BESIDE_WORDS['net_down'])})[\u4e00-\u9fff]{{1,10}}\Z"),
}
# 办理时限再压缩72%: a change, as it is set against what was
AGAIN = re.compile(either(_CUTS["again"]))
# 办理时限压缩72%: a level of its own
TIME_CUT = re.compile(
    rf"""
    (?:{either(_CUTS["times"])})[^，。；\d]{{0,6}}(?:{either(_CUTS["time_verbs"])}){PERFECTIVE}
    (?:{either(_BETWEEN["time_cut"])})*\Z
    """,
    re.VERBOSE,
)
# 同比为12.5%, -3.4%: a rate of change, and up where another of its sentence has a minus
RATE_IS = re.compile(
    rf"""
    (?:{either(_BESIDE_WORDS["rates"])})(?:{either(_BETWEEN["rate_is"])})?
    (?:{"|".join(_BETWEEN["rate_copulas"])})?\Z
    """,
    re.VERBOSE,
)
MINUS = re.compile(r"(?<!\d)-\d+(?:\.\d+)?%")
# 同比5.2%
YEAR_ON_YEAR = re.compile(
    rf"(?:{either(_BESIDE_WORDS['year_on_year'])})[^，。；{_BESIDE_WORDS['not_year_on_year']}]{{0,4}}(?<!的)\Z"
)
_GROWTH_WAY = (
    rf"(?:[{_BETWEEN['growth_particles']}：、，（\ ]|{either(_BETWEEN['growth'])}|{YEAR}{YEAR_SIGN}"
    rf"|[+-]?[\d.]+%)*\Z"
)
# 增速由6.2%回落到3.4%; 降幅由6.2%收窄至3.4%
GROWTH = {
    Direction.UP: re.compile(rf"(?:{either(_GROWING_WORDS['nouns'])}){_GROWTH_WAY}"),
    Direction.DOWN: re.compile(rf"(?:{either(_GROWING_WORDS['falls'])}){_GROWTH_WAY}"),
}
_PLUS, _LESS = (f"[{_GROWING_WORDS[sign]}]" for sign in ("plus", "minus"))
_OUT_OF, _INTO = _GROWING_WORDS["turns"]
_TURNED_END = rf"，?(?:{either(_BETWEEN['turned'])}|\ )*\Z"
# 增长率由负转正，达到1.9%; 由升转降，为1.9%
TURNED = {
    Direction.UP: re.compile(rf"{_OUT_OF}{_LESS}{_INTO}{_PLUS}{_TURNED_END}"),
    Direction.DOWN: re.compile(rf"{_OUT_OF}{_PLUS}{_INTO}{_LESS}{_TURNED_END}"),
}
# 的年均增幅
_MEAN = rf"\A的(?:{either(_BESIDE_WORDS['mean'])})?"
# 保持10%以上的增幅; 3%的降幅
AFTER = {
    Direction.UP: re.compile(rf"{_MEAN}(?:{either(_GROWING_WORDS['after_up'])})"),
    Direction.DOWN: re.compile(rf"{_MEAN}(?:{either(_GROWING_WORDS['after_down'])})"),
}
# 前移2位, 后退2位; 提升3名 where a rank stands before it
MOVES = {
    Direction.UP: re.compile(rf"(?:{either(_MOVE['up'])}){PERFECTIVE}\Z"),
    Direction.DOWN: re.compile(rf"(?:{either(_MOVE['down'])}){PERFECTIVE}\Z"),
}
SURE_MOVE = re.compile(rf"(?:{either(_MOVE['sure'])}){PERFECTIVE}\Z")
# 排名提升3名
RANKED_BEFORE = re.compile(either(_BESIDE_WORDS["ranked"]))
# 新增30件: a count of new ones, unless 比上年 stands before it
NEW = re.compile(rf"(?:{either(_CHANGE['not_after'])}){PERFECTIVE}\Z")
AGAINST = re.compile(either(_CHANGE["against"]))
SINCE = re.compile(
    rf"(?:{either(_BESIDE_WORDS['than'])})(?:{either(_BESIDE_WORDS['last_year'])}|{YEAR}{YEAR_SIGN})"
)
# 分别增加36件、减少12件 is a change, 减少12件 alone may be a count of what was cut
RESPECTIVELY = re.compile(either(load_wording("dealing")["respectively"]))
# 比法定时限压缩62.5%
NOT_CHANGE = re.compile(either(_CHANGE["not_change"]))
# 全省平均
_BODY = rf"(?:{either(_GAP['bodies'])})[^，；。]{{0,8}}"
# 比全省平均
_GAP_THAN = rf"(?:{either(_BESIDE_WORDS['gap_than'])})[^，；。\d]{{0,14}}{_BODY}"
# 高于, 低于
_ABOVE, _BELOW = (f"(?:{either(_GAP[way])})" for way in ("above", "below"))
# 高出, 低
_IS_HIGHER, _IS_LOWER = (f"(?:{either(_GAP[way])}){_GAP['than_done']}" for way in ("higher", "lower"))
# 高于全省平均6.1个百分点, 比全省平均高6.1个百分点; 低于全省平均6.1个百分点
GAPS = {
    Direction.UP: re.compile(rf"{_ABOVE}[^，；。\d]{{0,8}}{_BODY}\Z|{_GAP_THAN}{_IS_HIGHER}\Z"),
    Direction.DOWN: re.compile(rf"{_BELOW}[^，；。\d]{{0,8}}{_BODY}\Z|{_GAP_THAN}{_IS_LOWER}\Z"),
}
# 高于杭州1.1个百分点, 低于杭州1.1个百分点: against another body; 高于上年2个百分点: a change
BESIDE = {
    Direction.UP: re.compile(rf"{_ABOVE}(?P<other>[^，；。\d]{{1,14}})\Z"),
    Direction.DOWN: re.compile(rf"{_BELOW}(?P<other>[^，；。\d]{{1,14}})\Z"),
}
TIME = re.compile(either(_BESIDE_WORDS["times"]))
# 每年不少于四次; 应达到95%以上; 按规定控制在5%以内; 不少于总数的5%
REQUIRED = re.compile(either(_REQUIREMENT["words"]))
MUST = re.compile(rf"(?:{either(_REQUIREMENT['must'])})[^，。；]{{0,24}}\Z")
ORDERED = re.compile(either(_NORM["ordered"]))
NORMS = frozenset(_REQUIREMENT["norms"])
FORBIDS: str = _REQUIREMENT["forbids"]
KEPT_WITHIN: str = _REQUIREMENT["kept_within"]
OF_ALL = re.compile(rf"(?:{either(_NORM['of_all'])})的\Z")
# 90%的考核要求; 每半年听取一次
NORM_AFTER = re.compile(rf"\A(?:{either(_REQUIREMENT['after'])})")
EVERY = re.compile(rf"(?:{either(_REQUIREMENT['every'])})\Z")
# 对照培训计划，每年开展2次
YEARLY, YEARLY_NORM = re.compile(_REQUIREMENT["yearly"]), re.compile(either(_REQUIREMENT["yearly_norms"]))
# 实际开展2次
DONE = re.compile(either(_NORM["done"]))
# 力争达到85%; 工作目标是：…; 目标已实现
TARGET = re.compile(either(_TARGETS["words"]))
GOAL = re.compile(rf"(?:{either(_TARGETS['goals'])})[^。；]*\Z")
REACHED = re.compile(either(_TARGETS["reached"]))
# 五、下一步打算; 下一步，将…; 工作计划完成情况
PLANS = re.compile(either(_TARGETS["plans"]))
TURNS = re.compile(rf"\A[^，。；]{{0,8}}(?:{either(_TARGETS['turns'])})")
NOT_PLANS = re.compile(either(_TARGETS["not_plans"]))
WILL = re.compile(either(_TARGETS["will"]))
# most figures have none of these before them, and so are levels
_WAYS = (NOUNS, VERBS, MORE, HIGHER, NET)
MOVING = signs_of(DOUBLED, MORE_THAN_TOLD, *(pattern for pair in _WAYS for pattern in pair.values()))
GROWING = signs_of(*GROWTH.values(), *TURNED.values())
AIMING = signs_of(TARGET, GOAL)
BINDING = signs_of(MUST, EVERY, YEARLY)
TURNING = signs_of(TURNS)
GAPPING = signs_of(*GAPS.values())
