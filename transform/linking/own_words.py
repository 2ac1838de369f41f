"""A figure linked by its own words: the frame that they fit best, and what bars it."""

import re
from collections.abc import Callable, Iterable, Sequence

from transform.linking.certainty import certainty_of_match
from transform.linking.edges import HANDED
from transform.linking.fitting import kin_of
from transform.linking.frames import Frames, Layer
from transform.linking.links import Link, Links
from transform.linking.matching import BASES, Match, match_frames
from transform.linking.mentions import Mention, without_marks
from transform.linking.setting import Setting, concepts_of
from transform.linking.shares import CHANGES
from transform.linking.words import Words
from transform.numbers.numerals import CHINESE_NUMERAL
from transform.sense.context import Placed
from transform.sense.subjects import without_scopes
from transform.text.marks import CLAUSE_MARKS, JOINTS
from warehouse.lexicon import Kind
from warehouse.records import Role
from warehouse.units import RATES
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# 三、对…的规范性文件6件宣布失效
_DONE_TO = re.compile(rf"（?[{CHINESE_NUMERAL}]{{0,3}}[、）]?{_TABLE['done_to']}")
# a rate before another one: 参考率、合格率
_RATE = either(_TABLE["ends_of_rates"])
_RATE_LISTED = re.compile(rf"(?:{_RATE})(?:{JOINTS})(?=[^，；。]{{1,20}}?(?:{_RATE}))")
TURNS = "turns"
"""The group of the lexicon: what a change's own verb says, and not its noun."""
YARDSTICKS = "yardsticks"
"""The group of the lexicon: what a gap is measured from."""
# meant for the time to come
_PLANS = "plans"
# deeds that tell of a whole
_OF_WHOLE = "of_whole"
# 保留的
_PAST = "的"
_DEEDS, _GENERIC = frozenset({Kind.ACT, Kind.GENERIC}), frozenset({Kind.GENERIC})
_TIE = 0.05


def link_by_own_words(
    setting: Setting, words: Words, placed: Placed, frames: Frames, found: Links
) -> Link | None:
    """The link of the frame that fits best; a tie, or a word that no rule knows, is noted and links none."""
    matches = match_frames(setting, words, frames, kin_of(placed))
    if not matches:
        return None
    known = [match for match in matches if not match.unknown]
    if not known:
        found.unknown[placed.index] = (matches[0].frame.metric, matches[0].unknown)
        return None
    best = known[0]
    if len(known) > 1 and len(rivals := _rivals(known, best.score - _TIE)) > 1:
        nearest = _nearest(setting, words, [match for match in known if match.score >= best.score - _TIE])
        if nearest is None:
            found.ties[placed.index] = tuple(sorted(rivals))
            return None
        best = nearest
    basis = BASES[best.layer]
    unread = left_over(setting, words.before, words.low, words.start)
    if placed.role in CHANGES and not _may_change(best, words, placed, frames, unread):
        return None
    unread += left_over(setting, words.after, words.end, words.high)
    return Link(best.frame.metric, best.frame.name, basis, certainty_of_match(best, basis, unread))


def _nearest(setting: Setting, words: Words, tied: Sequence[Match]) -> Match | None:
    """Of matches that tie, the one whose missing words stand nearest; None where one misses nothing.

    旁听庭审36人次；组织学法考试，参加320人: who took part sat the exam.
    """
    own = concepts_of((*words.before, *words.after))
    told: list[tuple[int, Match]] = []
    for match in tied:
        missing = [need for need in match.frame.needs if need.isdisjoint(own)]
        places = [_last_told(setting, words, need) for need in missing]
        if not places or min(places) < 0:
            return None
        told.append((min(places), match))
    last = max(place for place, _ in told)
    nearest = [match for place, match in told if place == last]
    return nearest[0] if len({match.frame.metric for match in nearest}) == 1 else None


def _last_told(setting: Setting, words: Words, need: frozenset[str]) -> int:
    """Where a need is told last before a figure's own words, in its sentence; -1 if nowhere."""
    before = setting.backwards(words.sentence_start, words.low)
    return next((one.start for one in before if not need.isdisjoint(one.concepts)), -1)


def _rivals(matches: Iterable[Match], least: float) -> set[str]:
    return {match.frame.metric for match in matches if match.score >= least}


def _may_change(best: Match, words: Words, placed: Placed, frames: Frames, unread: str) -> bool:
    """Whether what a change's own words lack may come from before: a subject may, a deed may not.

    行政复议案件增多，受理量增长12%: the subject of the clause before. 材料精简三成 is no material cancelled,
    since a verb of change is no deed. A word that is `unread` bars it: 征补领域纠错率下降5%. Where 分别 deals
    changes out, the clause's words are theirs: 复议案件受理量、办结量分别增加30件、22件.
    """
    if best.layer <= (Layer.CLAUSE if placed.figure.item else Layer.OWN):
        return True
    own = frozenset().union(*(mention.concepts for mention in words.before)) - frames.group(TURNS)
    missing = (need for need in best.frame.needs if need.isdisjoint(own))
    deeds = any(frames.scanner.kinds[concept] is Kind.ACT for need in missing for concept in need)
    return best.layer <= Layer.PARAGRAPH and not deeds and not unread.strip(CLAUSE_MARKS)


def link_of_first_rate(
    setting: Setting, words: Words, placed: Placed, frames: Frames, found: Links
) -> Link | None:
    """参考率、合格率均达100%: of two rates that one figure stands for, the first that is a metric."""
    if placed.figure.quantity.unit not in RATES or placed.figure.item is not None:
        return None
    ends = [match.start() + 1 for match in _RATE_LISTED.finditer(setting.text, words.low, words.start)]
    if not ends:
        return None
    for start, end in zip([words.low, *ends], ends, strict=False):
        one = words._replace(
            before=setting.between(start, end), low=start, others=(end, words.start), after=()
        )
        if link := link_by_own_words(setting, one, placed, frames, found):
            return link
    return None


def without_turns(words: Words, placed: Placed, frames: Frames) -> Words:
    """应诉案件同比减少12.4%: the verb right before a change says nothing of what is counted.

    Nor does what a gap is measured from: 出庭率比全省平均低3个百分点.
    """
    turns = frames.group(YARDSTICKS if placed.role is Role.GAP else TURNS)
    before = list(words.before)
    for position in range(len(before) - 1, -1, -1):
        if before[position].concepts - turns:
            break
        before[position] = before[position]._replace(concepts=frozenset())
    return words._replace(before=tuple(before))


def without_plans(setting: Setting, words: list[Words], frames: Frames) -> list[Words]:
    """The words of a paragraph's figures, those of targets without what says that they are: 计划培训300人."""
    plans = frames.group(_PLANS)
    if plans.isdisjoint(setting.named):
        return words
    return [
        one._replace(before=tuple(m._replace(concepts=m.concepts - plans) for m in one.before))
        if placed.role is Role.TARGET
        else one
        for placed, one in zip(setting.figures, words, strict=True)
    ]


def without_reasons(setting: Setting, words: list[Words], frames: Frames) -> list[Words]:
    """The words of figures whose noun a deed behind them is done to, without what tells why.

    对所依据的法规已作修订、不再执行的规范性文件6件宣布失效: documents, and nothing that was revised.
    """
    return [_without_reason(setting, one, frames) for one in words]


def _without_reason(setting: Setting, words: Words, frames: Frames) -> Words:
    words = _without_deeds_past(setting, words, frames)
    if not words.after or not any(Kind.ACT in frames.scanner.kinds_of[one.concepts] for one in words.after):
        return words
    if not _DONE_TO.match(setting.text, words.sentence_start):
        return words
    noun = next((one for one in reversed(words.before) if one.concepts), None)
    if noun is None or noun.end != words.start or setting.text[noun.start - 1] != "的":
        return words
    return words._replace(before=(noun,), low=noun.start)


def _without_deeds_past(setting: Setting, words: Words, frames: Frames) -> Words:
    """将保留的审批事项下放36项: what 的 makes a deed done before is not the one that 将 leads to."""
    if not HANDED.search(setting.text, words.clause_start, words.start):
        return words
    acts = [one for one in words.before if Kind.ACT in frames.scanner.kinds_of[one.concepts]]
    past = {one for one in acts[:-1] if setting.text.startswith(_PAST, one.end)}
    before = (one._replace(concepts=frozenset()) if one in past else one for one in words.before)
    return words._replace(before=tuple(before)) if past else words


def says_deed_alone(setting: Setting, words: Words, frames: Frames) -> bool:
    """办理扎实推进，全年办结326件: the words of a figure tell what was done with a whole, and not which.

    Other deeds are of a part: 诉求较多，转办2.1万件.
    """
    kinds_of, of_whole = frames.scanner.kinds_of, frames.group(_OF_WHOLE)
    named = [mention.concepts for mention in words.before if mention.concepts]
    acts = [concepts for concepts in named if Kind.ACT in kinds_of[concepts]]
    return (
        bool(acts)
        and all(concepts & of_whole for concepts in acts)
        and all(kinds_of[concepts] <= _DEEDS for concepts in named)
        and all(kinds_of[mention.concepts] <= _GENERIC for mention in words.after)
        and not left_over(setting, words.before, words.low, words.start)
        and not left_over(setting, words.after, words.end, words.high)
    )


def says_again(setting: Setting, words: Words) -> bool:
    """中心组坚持学习法治思想，全年学习9次: the words of a figure say what the clause before has said."""
    own = concepts_of(words.before)
    if not own or any(mention.concepts for mention in words.after):
        return False
    low = setting.text.rfind("，", words.sentence_start, words.clause_start - 1) + 1
    before = setting.between(max(low, words.sentence_start), words.clause_start)
    return (
        own <= concepts_of(before)
        and not left_over(setting, words.before, words.low, words.start)
        and not left_over(setting, words.after, words.end, words.high)
    )


def left_over(
    setting: Setting,
    mentions: tuple[Mention, ...],
    start: int,
    end: int,
    without: Callable[[str], str] = without_marks,
) -> str:
    """What is written between two places and is no mention, scope or mark; `without` says what is a mark."""
    left, edge = "", start
    for mention in mentions:
        if mention.start < end:
            if edge < mention.start:
                left += _written(setting, edge, mention.start, without)
            edge = mention.end
    left += _written(setting, edge, end, without) if edge < end else ""
    # 县交通局9件: a name whose first character is a filler is one name all the same
    if (
        left
        and not any(mention.concepts for mention in mentions)
        and not _written(setting, start, end, without)
    ):
        return ""
    return left


def _written(setting: Setting, start: int, end: int, without: Callable[[str], str]) -> str:
    words = without(setting.text[start:end])
    return without_scopes(words, setting.around) if words else ""
