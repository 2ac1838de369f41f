"""Which frames a figure's words fill, and what they take from the words before it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from transform.linking.bodies import BODIES_COUNTED_IN, COUNTED_BODIES, COUNTED_PLACES, FILE_UNITS
from transform.linking.doers import doer_of, end_of_name
from transform.linking.edges import HANDED
from transform.linking.farther import farthest_layer
from transform.linking.fitting import Kin
from transform.linking.frames import Frame, Frames, Layer
from transform.linking.lists import head_of, headed, listed_before_head
from transform.linking.mentions import Mention, without_marks
from transform.linking.setting import Setting, concepts_of
from transform.linking.unknown import unknown_words
from transform.linking.words import FIELDS, Words
from warehouse.lexicon import Kind
from warehouse.records import LinkBasis
from warehouse.units import THING
from warehouse.vocabulary import either, load_wording

BASES = {
    Layer.OWN: LinkBasis.OWN,
    Layer.CLAUSE: LinkBasis.CLAUSE,
    Layer.SENTENCE: LinkBasis.SENTENCE,
    Layer.PARAGRAPH: LinkBasis.SENTENCE,
    Layer.BEFORE: LinkBasis.HEADING,
    Layer.HEADING: LinkBasis.HEADING,
}
# groups of the lexicon: verbs of change, and deeds that make another figure of what they are done to
_TURNS, _ALTERS = "turns", "alters"
# 2个调解组织获评全国先进: so many of them were
_HONOURS = "honours"
# bodies that a figure may be of
_BODIES = "bodies"
# 核查9家企业的变更申请: what bodies hand in is what is dealt with, and not they
_HANDED_IN = "handed_in"
_TABLE = load_wording("linking")
_BY, _AS = _TABLE["led_by"]
# 以重点领域行动为抓手
_LED_BY = re.compile(rf"{_BY}[^，；。]{{2,40}}?{_AS}[^，；。]{{0,4}}?(?:{either(_TABLE['aims'])})")
# 市级部门 of 38个市级部门
_OFFICES = re.compile(rf"[\u4e00-\u9fff]{{0,4}}?(?:{either(_TABLE['offices'])})")
_PAPERS = frozenset(_TABLE["paper_units"])
# 12个部门、
_BODIES_END = re.compile(
    rf"""
    {COUNTED_BODIES.pattern}(?=[、，；。{_TABLE["summed"]}\d]|[\u4e00-\u9fff]{{2,6}}的\d)
    |(?:{COUNTED_PLACES.pattern})(?![{_TABLE["not_counted_place"]}])
    """,
    re.VERBOSE,
)
_THINGS = frozenset({Kind.THING, Kind.SUM})
_HEADS = frozenset({Kind.THING, Kind.PART})
# 围绕重点问题开展4次督察: what work looks at
_LOOKS_AT = re.compile(
    rf"(?:{either(_TABLE['looks_at'])})[^，；。、\d]{{2,30}}?(?=(?:{either(_TABLE['sets_about'])}))"
)
_TIMES = frozenset(_TABLE["study_units"])
_OBJECTS = frozenset({Kind.SUBJECT, Kind.THING, Kind.SUM, Kind.GENERIC})
_NO_FIELD = frozenset({Kind.SUBJECT, Kind.ACT, Kind.THING})
_GENERIC = frozenset({Kind.GENERIC})


class Match(NamedTuple):
    """A frame that a figure's words fill.

    `own` counts the needs met by its own words, `said` these and what the frame may name besides; `layer`
    tells how far off the farthest of the others stands and `unknown` the words among them that the lexicon
    does not know.
    """

    frame: Frame
    own: int
    said: int
    layer: Layer
    unknown: str

    @property
    def score(self) -> float:
        """What ranks matches: own words count most, far-fetched ones least."""
        return 10 * self.own - 3 * self.layer - (4 if self.unknown else 0) + 0.1 * len(self.frame.needs)


class _Taken(NamedTuple):
    """The words of a figure that a frame uses: an unbroken stretch before it, and one after."""

    left: Sequence[Mention]
    right: Sequence[Mention]
    concepts: frozenset[str]


def match_frames(setting: Setting, words: Words, frames: Frames, kin: Kin) -> list[Match]:
    """The frames that a figure's words fill, best first, of those that a figure of its kin may be."""
    left_open = frames.fitting[kin]
    looked_at = _looked_at(setting, words)
    if looked_at[1] and not words.others[1]:
        words = words._replace(others=looked_at)
    listed = listed_before_head(setting, words)
    head = head_of(words, listed) if listed else ()
    bodies = frames.group(_BODIES)
    named_to = end_of_name(setting, words, frames)
    for number, mention in enumerate((*words.before, *words.held)):
        if words.low <= mention.start < named_to:
            continue
        if (
            looked_at[0] <= mention.start < looked_at[1]
            and frames.scanner.kinds_of[mention.concepts] <= _OBJECTS
        ):
            continue
        if mention.concepts and not (mention.concepts <= bodies and _ends_name(setting, words, mention)):
            left_open &= frames.admitting[mention.concepts] | (
                headed(mention, head, frames) if number < listed else 0
            )
    if not left_open:
        return []
    before = concepts_of(words.before)
    named = before | concepts_of(words.after) if words.after else before
    met = frames.met[named]
    unmet, unmet_by_own = ~(met | frames.met[setting.named]), ~met
    found = [
        match
        for number in frames.needing_any(sorted(named), left_open)
        if not (frames.needs[number] & unmet or frames.own_needs[number] & unmet_by_own)
        and (match := _fit(setting, words, frames, number, before, listed))
    ]
    return sorted(found, key=lambda match: -match.score) if len(found) > 1 else found


def _fit(
    setting: Setting, words: Words, frames: Frames, number: int, before: frozenset[str], listed: int
) -> Match | None:
    """The match of a frame that admits all words before the figure; None where these do not fill it.

    `before` is what these words name, `listed` how many of them are a list before its noun.
    """
    frame = frames.listed[number]
    if (
        _counts_bodies(setting, words)
        if frames.unit[frame.metric] in _PAPERS
        else _hold_files(setting, words)
    ):
        return None
    alone = _Taken(words.before, (), before)
    taken = _taken(setting, words, frames, number, alone) if words.after else alone
    if taken is None:
        return None
    missing = [need for need in frame.needs if need.isdisjoint(taken.concepts)]
    if missing and (len(missing) == len(frame.needs) or not frame.own.isdisjoint(missing)):
        return None
    if frame.ahead and any(need.isdisjoint(before) and need not in missing for need in frame.ahead):
        return None
    if frames.scanner.kinds_of[taken.concepts] == _GENERIC and not any(
        need & taken.concepts for need in frame.own
    ):
        return None
    # most paragraphs name no part or field that bars the frame
    narrowed = bool(frames.narrowed[setting.named] >> number & 1)
    if _barred(setting, words, frame, frames, before) or (
        narrowed and _in_field(setting, words, frame, frames)
    ):
        return None
    layer = farthest_layer(setting, words, missing, frame, frames, narrowed=narrowed)
    if layer is None or (missing and _counts_another(setting, words, missing, frames)):
        return None
    is_open = frame.any_words and layer <= Layer.CLAUSE
    unknown = (
        "" if is_open else unknown_words(setting, words, (taken.left, taken.right), frame, frames, listed)
    )
    own = len(frame.needs) - len(missing)
    said = own + len([names for names in frame.may if not names.isdisjoint(taken.concepts)])
    return Match(frame, own, said, layer, unknown)


def _counts_bodies(setting: Setting, words: Words) -> bool:
    """抽取12个部门、6个县区的案卷36份: bodies are no papers, whatever is done to theirs."""
    end = words.end
    return setting.text[end - 1 : end] in BODIES_COUNTED_IN and bool(_BODIES_END.match(setting.text, end))


def _looked_at(setting: Setting, words: Words) -> tuple[int, int]:
    """围绕重点问题开展4次督察: of what is done so often, what it looks at makes no other thing."""
    if setting.text[words.end - 1 : words.end] not in _TIMES:
        return (0, 0)
    found = _LOOKS_AT.search(setting.text, words.low, words.start)
    return found.span() if found else (0, 0)


def _hold_files(setting: Setting, words: Words) -> bool:
    """抽查26家单位126卷: the bodies whose files were drawn were not inspected."""
    following = setting.figure_from(words.end)
    if following is None or following.figure.quantity.unit not in FILE_UNITS:
        return False
    return bool(COUNTED_BODIES.fullmatch(setting.text, words.end, following.figure.quantity.start))


def _ends_name(setting: Setting, words: Words, mention: Mention) -> bool:
    """城东街道立案36起: whether a word for bodies ends the name of one, whose the figure is."""
    if mention.start <= words.low or not "\u4e00" <= setting.text[mention.start - 1] <= "\u9fff":
        return False
    return all(one.end != mention.start for one in words.before)


def _barred(setting: Setting, words: Words, frame: Frame, frames: Frames, before: frozenset[str]) -> bool:
    """Whether a doer or a heading makes the figure another measure."""
    if frame.not_under and any(not frame.not_under.isdisjoint(one.named) for one in setting.above):
        return True
    if frame.not_by.isdisjoint(setting.named) and frame.not_by.isdisjoint(before):
        return False
    return not frame.not_by.isdisjoint(doer_of(setting, words, frames))


def _taken(setting: Setting, words: Words, frames: Frames, number: int, alone: _Taken) -> _Taken | None:
    """The words before a figure and, where they leave a need open, those after it; None if these bar.

    `alone` are those before it.
    """
    left, _, before = alone
    frame = frames.listed[number]
    right: list[Mention] = []
    for mention in words.after:
        if mention.concepts and not frames.admitting[mention.concepts] >> number & 1:
            break
        right.append(mention)
    rest = [m for m in words.after[len(right) :] if m.concepts]
    if right and any(m.concepts & frames.group(_HANDED_IN) for m in rest):
        return None
    beyond = rest[0] if rest else None
    after = concepts_of(right)
    if any(need.isdisjoint(before) and not need.isdisjoint(after) for need in frame.needs):
        needed = frozenset().union(*frame.needs, *frame.may)
        last = max(m.end for m in right if m.concepts)
        right = right[: 1 + max(place for place, m in enumerate(right) if m.concepts & needed)]
        # 36项职权进行调整 counts changes
        bar = frame.parts | frames.group(_TURNS) | frames.group(_HONOURS)
        bars = beyond is not None and bool(
            _touches(setting, last, beyond)
            or beyond.concepts & bar
            or (beyond.concepts & frames.group(_ALTERS) and _done_to(setting, words))
        )
        return None if bars else _Taken(left, right, before | concepts_of(right))
    first = next((m for m in words.after if m.concepts), None)
    if first is None or first is not beyond or _HEADS.isdisjoint(frames.scanner.kinds_of[first.concepts]):
        return alone
    return None if _touches(setting, words.end, first) else alone


def _done_to(setting: Setting, words: Words) -> bool:
    """Whether 将 or 把 before a figure makes what follows its noun the deed done to it: 将9项事项下放镇街."""
    return bool(HANDED.search(setting.text, words.clause_start, words.start))


def _touches(setting: Setting, end: int, mention: Mention) -> bool:
    """Whether a word goes on with what stands before it: 败诉典型案例, 职权的调整."""
    return not without_marks(setting.text[end : mention.start]).strip("的")


def _counts_another(
    setting: Setting, words: Words, missing: Sequence[frozenset[str]], frames: Frames
) -> bool:
    """制定6项制度 after 规章, 抽取6个部门: another noun stands where the thing counted would."""
    if all(_THINGS.isdisjoint(frames.scanner.kinds_of[need]) for need in missing):
        return False
    first = next((mention for mention in words.after if mention.start >= words.end), None)
    noun = without_marks(setting.text[words.end : min(first.start if first else words.high, words.high)])
    if words.high == words.end and COUNTED_PLACES.match(setting.text, words.end):
        return True
    if counts_offices(setting, words):
        return True
    return len(noun) > 1 or bool(COUNTED_BODIES.fullmatch(setting.text, words.end, words.high))


def counts_offices(setting: Setting, words: Words) -> bool:
    """审议议题13个；38个市级部门提交了法治政府建设报告: bodies, whatever they did."""
    return setting.text[words.end - 1] == THING and bool(_OFFICES.match(setting.text, words.end))


def counts_fields(setting: Setting, words: Words) -> bool:
    """首违不罚清单共9个领域、126个事项: fields, whatever is told of them."""
    return setting.text[words.end - 1] == THING and bool(FIELDS.match(setting.text, words.end))


def _in_field(setting: Setting, words: Words, frame: Frame, frames: Frames) -> bool:
    """自然资源领域开展检查4872次，立案9起: the field that opens a sentence holds for all of it.

    A subject before it is what the sentence is about and no field: 依申请公开方面，收到申请9件. Nor is
    what the work is led by a field: 以重点领域行动为抓手，立案9起.
    """
    since = max(words.sentence_start, setting.text.rfind("；", words.sentence_start, words.low) + 1)
    led_by = [found.span() for found in _LED_BY.finditer(setting.text, since, words.low)]
    for mention in setting.between(since, words.low):
        if any(start <= mention.start < end for start, end in led_by):
            continue
        kinds = frames.scanner.kinds_of[mention.concepts]
        if Kind.FIELD in kinds:
            return not frame.parts.isdisjoint(mention.concepts)
        if not _NO_FIELD.isdisjoint(kinds):
            return False
    return False
