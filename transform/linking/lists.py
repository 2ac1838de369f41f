"""Lists among a figure's words: the deed that members share, and members listed before the noun of all."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from transform.linking.frames import Frames, Layer
from transform.linking.mentions import Mention
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import Words
from transform.text.marks import AND_SO_ON, PART_OF
from warehouse.lexicon import Kind
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
_OPENING = (*PART_OF, *_TABLE["opens_listed_parts"])
# 执法人员36名，全部持证上岗: what a clause without a figure says of all that the one before it counts
_SAID_OF_ALL = re.compile(
    rf"[^，；。：\d]{{0,12}}，(?:{either(_TABLE['of_all'])})[^，；。：\d]{{1,20}}(?=[，；。]|\Z)"
)
_MEMBERS = frozenset({Kind.SUBJECT, Kind.THING, Kind.GENERIC})
# 文件6件，提出意见60条
_PAPERS, _OF_WORDS = frozenset(_TABLE["paper_units"]), frozenset(_TABLE["word_units"])
# groups of the lexicon: nouns that any list may end with, those that tell of all whatever it holds, and
# members that make a list of several sorts
_NO_HEAD, _OF_ALL, _MIXES = "no_head", "head_of_all", "mixes_list"
_LISTED_SUBJECTS = "of_any_subjects"
# a group of the lexicon: deeds that the parts of a whole share
_SHARED = "shared_by_parts"


def listed_act(setting: Setting, words: Words, need: frozenset[str], frames: Frames) -> Layer | None:
    """废止规章3件、规范性文件12件: the act of a list's first member holds for those that name none.

    合法性审查126件，其中规范性文件12件、合同68件: that of the whole does, for the acts of a group alone.
    执法人员36名，全部持证上岗: so does that of a clause which speaks of all of them.
    """
    if _act(words.before, frames):
        return None
    found = _act(outside_brackets(setting, words.start, reversed(words.clause)), frames)
    if not found and words.goes_on and not _act(words.after, frames):
        before = setting.backwards(words.sentence_start, words.clause_start)
        found = _act(outside_brackets(setting, words.start, before), frames)
    if found:
        return Layer.CLAUSE if found & need else None
    of_all = _SAID_OF_ALL.match(setting.text, words.end)
    if of_all and _act(setting.between(words.end, of_all.end()), frames) & need:
        return Layer.CLAUSE
    opened = _opened(setting, words) if need & frames.group(_SHARED) else -1
    if opened < 0 or _act(setting.between(opened, words.low), frames):
        return None
    return Layer.SENTENCE if _act(_of_papers(setting, words, opened), frames) & need else None


def _of_papers(setting: Setting, words: Words, opened: int) -> Iterator[Mention]:
    """The words before the parts that papers are of, without those of what was made of these.

    审查文件126件，提出意见60条，其中合同36件: papers were reviewed, and not put forward.
    """
    told = setting.backwards(words.sentence_start, opened)
    if _unit_behind(setting, words.start) not in _PAPERS:
        return told
    return (one for one in told if _unit_behind(setting, one.end) not in _OF_WORDS)


def _unit_behind(setting: Setting, position: int) -> str:
    """The unit of the first figure behind a place."""
    number = bisect_left(setting.figures, position, key=lambda placed: placed.figure.quantity.start)
    return setting.figures[number].figure.quantity.unit if number < len(setting.figures) else ""


def listed_before_head(setting: Setting, words: Words) -> int:
    """How many of the words before a figure are listed before 等 and the noun that it counts.

    法治讲座、法律咨询等普法活动12场 counts events: the members say of what sort.
    """
    if setting.text.rfind(AND_SO_ON, words.low, words.start) < 0:
        return 0
    for number in range(len(words.before) - 1, 0, -1):
        one = words.before[number]
        if not one.concepts and setting.text[one.end - 1] == AND_SO_ON:
            return number if "、" in setting.text[words.low : one.start] else 0
    return 0


def head_of(words: Words, listed: int) -> Sequence[Mention]:
    """What stands behind the list; where the figure does, what stands behind it: 甲、乙等3个示范项目."""
    behind = words.before[listed:]
    return behind if concepts_of(behind) else words.after


def headed(member: Mention, head: Sequence[Mention], frames: Frames) -> int:
    """The frames that the noun behind a list meets a need of, so that its member bars none of them.

    A deed or a part does bar them, and so does any member of a list whose noun tells nothing (活动, 单位),
    and one of another study: 学习全会精神、行政复议法等法规12次. A training is of whatever is listed.
    """
    if not frames.scanner.kinds_of[member.concepts] <= _MEMBERS:
        return 0
    heads = concepts_of(head) - frames.group(_NO_HEAD) - frames.generic
    if not member.concepts.isdisjoint(frames.group(_MIXES)):
        heads &= frames.group(_LISTED_SUBJECTS)
    found = 0
    for concept in heads:
        found |= frames.needing.get(concept, 0)
    return found


def tells_of_all(head: Sequence[Mention], needed: frozenset[str], frames: Frames) -> bool:
    """Whether the noun behind a list counts all, whatever the list holds: 财政、人事等政府信息."""
    return bool(concepts_of(head) & needed & frames.group(_OF_ALL))


def _opened(setting: Setting, words: Words) -> int:
    """Where the parts begin that a figure is one of, in a bracket or behind 其中; -1 if it is none."""
    text, since = setting.text, words.sentence_start
    bracket = text.rfind("（", since, words.low + 1)
    if bracket >= 0 and "）" in text[bracket : words.start]:
        bracket = -1
    return max(bracket, *(text.rfind(word, since, words.low + len(word)) for word in _OPENING))


def outside_brackets(setting: Setting, end: int, mentions: Iterable[Mention]) -> Iterable[Mention]:
    """The mentions without those of a bracket that is closed by then: 规章9件（含修改3件）、文件26件."""
    text, opened = setting.text, end
    for mention in mentions:
        closed = text.rfind("）", mention.end, opened)
        if closed >= 0:
            opened = text.rfind("（", 0, closed)
        if mention.end <= opened:
            yield mention


def _act(mentions: Iterable[Mention], frames: Frames) -> frozenset[str]:
    """The acts that the first mention of any names."""
    kinds, kinds_of = frames.scanner.kinds, frames.scanner.kinds_of
    for mention in mentions:
        if mention.concepts and Kind.ACT in kinds_of[mention.concepts]:
            return frozenset(concept for concept in mention.concepts if kinds[concept] is Kind.ACT)
    return frozenset()
