"""What a frame needs beyond a figure's own words: which layer around the figure gives it."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transform.linking.doers import doer_of, of_outlet
from transform.linking.frames import Frame, Frames, Layer
from transform.linking.lists import listed_act, outside_brackets
from transform.linking.meetings import studied, tells_other_topic
from transform.linking.mentions import TITLES, Mention
from transform.linking.rivals import (
    in_closed_part,
    is_counted,
    is_deed,
    is_done_by,
    is_looked_at,
    is_measured_against,
    is_of_member_before,
    names_rate,
    serves,
    start_of_paragraph,
    tells_kind,
)
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import Words
from transform.text.marks import CLAUSE_MARK, CLAUSE_MARKS
from warehouse.lexicon import Kind
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# 学习《行政处罚法》
_TAUGHT_BY = re.compile(either(_TABLE["taught_by"]))
_LONGEST_CLAUSE = 200
_LONGEST_HEAD = 16
_HELD = frozenset({Kind.SUBJECT, Kind.PART, Kind.THING, Kind.SUM})
# groups of the lexicon: who learns, and the meetings of others
_LEARNERS, _MEETINGS, _STUDIES = "learners", "meetings", "studies"
# where cases are tried, and of what kind the talk is where a heading tells it
_VENUES, _TRIED = "venues", "tried"
# what says that a figure is an average
_YARDSTICKS = "yardsticks"
_THINGS, _NO_KINDS = frozenset({Kind.SUBJECT, Kind.THING}), frozenset[Kind]()
_NOUNS = frozenset({Kind.THING})
_ACT, _FIELD, _GENERIC = frozenset({Kind.ACT}), frozenset({Kind.FIELD}), frozenset({Kind.GENERIC})


class _Sought(NamedTuple):
    """What is looked for before a figure: a word of the `need`, of some `kinds`, up to the `last` layer.

    `said` is what its own words name besides; past the meetings of `others` nothing is taken, and past a
    rival nothing that stands before the `first` layer.
    """

    need: frozenset[str]
    kinds: frozenset[Kind]
    said: frozenset[str]
    others: frozenset[str]
    last: Layer
    first: Layer = Layer.OWN


def farthest_layer(
    setting: Setting,
    words: Words,
    missing: Iterable[frozenset[str]],
    frame: Frame,
    frames: Frames,
    *,
    narrowed: bool,
) -> Layer | None:
    """The layer that gives the farthest of the needs which a figure's own words lack; None where none does.

    `narrowed` where the paragraph names a part that bars the frame.
    """
    layer = Layer.OWN
    for need in missing:
        where = _of_doer(setting, words, need, frames) or _resolve(
            setting, words, need, frame, frames, narrowed=narrowed
        )
        too_far = where is None or where > frame.reach
        if too_far and not need.isdisjoint(TITLES) and _names_what_is_taught(setting, words):
            where = Layer.SENTENCE
        if where is None or (where > frame.reach and not _heads(setting, words, where, frame)):
            return None
        layer = max(layer, where)
    if layer >= Layer.PARAGRAPH and of_outlet(setting, words, frames):
        return None
    return None if layer >= Layer.SENTENCE and tells_other_topic(setting, words, frames) else layer


def _resolve(
    setting: Setting, words: Words, need: frozenset[str], frame: Frame, frames: Frames, *, narrowed: bool
) -> Layer | None:
    """The layer that gives a concept which the figure's own words lack; None where none does.

    The nearest word of the same kind decides: a rival closes the search. One that the figure's own words say
    again, and that is not counted, does not: 领导带头学法、用法，组织学法12次. Nor does a clause on a part,
    for a figure with a noun of its own: 其中涉企复议案件9件；下发建议书3份. An act is taken over within a
    list alone.
    """
    wanted = frames.scanner.kinds_of[need]
    if wanted <= _ACT:
        return listed_act(setting, words, need, frames)
    held = wanted & _HELD
    sought = _Sought(
        need,
        held,
        concepts_of((*words.before, *words.after)) - need,
        _meetings_of_others(need, held, frames),
        Layer.SENTENCE if Kind.PART in held else Layer.HEADING,
    )
    for layer, mentions in _layers(setting, words, frames):
        if layer > sought.last:
            return None
        for mention in mentions:
            if sought.others.isdisjoint(mention.concepts) and (
                _tells_nothing(mention.concepts, sought.kinds, need, frames)
                or is_measured_against(setting, mention)
                or is_deed(setting, mention, need, frames)
                or is_of_member_before(setting, words, mention, need, frames)
                or tells_kind(setting, mention, frames)
            ):
                continue
            if need & _of_kinds(mention.concepts, sought.kinds | _GENERIC, frames):
                if layer == Layer.HEADING or not narrowed or _whole(setting, mention, frame, frames):
                    return layer if layer >= sought.first else None
                if layer < Layer.PARAGRAPH and frames.scanner.kinds_of[sought.said].isdisjoint(_NOUNS):
                    return None
                continue
            sought = _past(setting, words, mention, sought, frames)
            if not sought.kinds:
                return None
    return None


def _behind_heading(setting: Setting) -> bool:
    """Whether the paragraph before is the heading itself."""
    before = setting.text[setting.since : setting.start].strip()
    return any(before.endswith(above.text) for above in setting.above[-1:])


def _of_doer(setting: Setting, words: Words, need: frozenset[str], frames: Frames) -> Layer | None:
    """村法律顾问解答咨询36人次，举办法治讲座9场: who acts may be told anywhere before in the sentence."""
    if need.isdisjoint(frames.doers) or need.isdisjoint(doer_of(setting, words, frames)):
        return None
    return Layer.SENTENCE


def _of_kinds(concepts: frozenset[str], kinds: frozenset[Kind], frames: Frames) -> frozenset[str]:
    return frozenset(concept for concept in concepts if frames.scanner.kinds[concept] in kinds)


def _past(setting: Setting, words: Words, rival: Mention, sought: _Sought, frames: Frames) -> _Sought:
    """What is still looked for past a word that names none of what is needed.

    A rival closes the search for its kind if the figure has another noun of its own (下放权限6项，进驻事项
    26项: the hall that they entered may stand before), else for all: 非诉案件12件，审结9件. What the figure's
    own words say again, and nothing counts, closes none within the sentence. Courts try more than a heading
    above them tells of, but there it holds: 关于行政审判的报告 … 全市法院收案9件.
    """
    kinds_of = frames.scanner.kinds_of
    rivals = _of_kinds(rival.concepts, sought.kinds, frames)
    if not sought.others.isdisjoint(rival.concepts):
        return sought._replace(kinds=_NO_KINDS)
    if rivals <= frames.group(_VENUES) and not sought.need.isdisjoint(frames.group(_TRIED)):
        return sought._replace(first=Layer.BEFORE if _behind_heading(setting) else Layer.HEADING)
    if (
        Kind.PART in sought.kinds
        or serves(setting, rival, sought.need)
        or is_looked_at(setting, rival)
        or in_closed_part(setting, words, rival)
        or names_rate(setting, words, rival)
    ):
        return sought
    if is_done_by(setting, words, rival, frames):
        return sought
    if rivals <= sought.said or _says_study_again(rivals, sought.said, frames):
        counted = is_counted(setting, words, rival, studies=rivals <= frames.group(_STUDIES))
        return sought._replace(kinds=_NO_KINDS) if counted else sought._replace(last=Layer.SENTENCE)
    if kinds_of[sought.said].isdisjoint(_THINGS):
        return sought._replace(kinds=_NO_KINDS)
    return sought._replace(kinds=sought.kinds - kinds_of[rivals])


def _says_study_again(rivals: frozenset[str], said: frozenset[str], frames: Frames) -> bool:
    """党组认真组织学习，开展法治专题学习4次: a study told without its law, and then with it."""
    studies = frames.group(_STUDIES)
    return rivals <= studies and not studies.isdisjoint(said)


def _meetings_of_others(need: frozenset[str], held: frozenset[Kind], frames: Frames) -> frozenset[str]:
    """The meetings past which a study circle, taken from past any noun, is not taken.

    中心组学习3次，常务会议听取汇报2次、学法5次: the last is no study of the circle.
    """
    studies = Kind.PART in held and not need.isdisjoint(frames.group(_LEARNERS))
    return frames.group(_MEETINGS) if studies else frozenset()


def _names_what_is_taught(setting: Setting, words: Words) -> bool:
    """学习《行政处罚法》，举办培训3期，参训90人: whether one of two clauses before tells what was taught."""
    end = words.clause_start - 1
    for _ in range(2):
        low = max(setting.text.rfind(mark, words.sentence_start, end) for mark in CLAUSE_MARKS) + 1
        low = max(low, words.sentence_start)
        if any(not TITLES.isdisjoint(one.concepts) for one in setting.between(low, end)):
            return bool(_TAUGHT_BY.search(setting.text, low, end))
        end = low - 1
    return False


def _tells_nothing(
    concepts: frozenset[str], held: frozenset[Kind], need: frozenset[str], frames: Frames
) -> bool:
    """Whether a word is none of the kinds looked for, or may just say that something is counted: 覆盖."""
    if not concepts or held.isdisjoint(frames.scanner.kinds_of[concepts]):
        return True
    return not frames.generic.isdisjoint(concepts) and need.isdisjoint(concepts)


def _layers(setting: Setting, words: Words, frames: Frames) -> Iterator[tuple[Layer, Iterable[Mention]]]:
    yield Layer.CLAUSE, (*reversed(words.clause), *words.beyond)
    yield Layer.SENTENCE, studied(setting, words, frames)
    # 受理96件（其中涉企18件），审结90件: what a bracket tells of is told in it
    before = setting.backwards(words.sentence_start, words.clause_start)
    yield Layer.SENTENCE, outside_brackets(setting, words.clause_start, before)
    yield Layer.PARAGRAPH, setting.backwards(setting.start, words.sentence_start)
    yield Layer.BEFORE, setting.backwards(setting.since, setting.start)
    for above in reversed(setting.above):
        yield Layer.HEADING, reversed(above.mentions)


def _heads(setting: Setting, words: Words, layer: Layer, frame: Frame) -> bool:
    """1.规范性文件。制定6件: whether nothing else than a word too far off stands before a sentence."""
    start = words.sentence_start
    return (
        layer is Layer.PARAGRAPH
        and frame.reach == Layer.SENTENCE
        and setting.start < start <= setting.start + _LONGEST_HEAD
        and setting.figures[0].figure.quantity.start >= start
        and setting.text.endswith("。", setting.start, start)
    )


def _whole(setting: Setting, mention: Mention, frame: Frame, frames: Frames) -> bool:
    """Whether the clause that a word is taken from speaks of the whole, not of a part that the frame bars.

    A bracket after the word tells of parts without making it one: 申请412件（含上年结转5件）. Nor does the
    field that the word itself names: 行政复议方面，收到申请412件. Nor what stands beyond another figure:
    一审行政诉讼案件80件、二审案件36件、再审案件5件. Nor an average, which is of its own
    figure: 日均接待90人次，全年办件3万件.
    """
    text, kinds_of = setting.text, frames.scanner.kinds_of
    is_subject = Kind.SUBJECT in kinds_of[mention.concepts]
    bars = frame.parts - frames.group(_YARDSTICKS)

    def narrows(other: Mention) -> bool:
        if bars.isdisjoint(other.concepts):
            return False
        if is_subject and other.start == mention.end and kinds_of[other.concepts] == _FIELD:
            return False
        return "（" not in text[mention.end : other.start]

    left, right = setting.between_figures(mention.start)
    first = max(start_of_paragraph(setting, mention), mention.start - _LONGEST_CLAUSE, left)
    low = max(text.rfind(mark, first, mention.start) for mark in CLAUSE_MARKS) + 1
    end = CLAUSE_MARK.search(text, mention.end, mention.end + _LONGEST_CLAUSE)
    high = end.start() if end else mention.end
    return not any(narrows(other) for other in setting.between(max(low, first), min(high, right)))
