"""Which frames a figure's words fill, and what they take from the words before it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from transform.linking.fitting import Kin
from transform.linking.frames import Frame, Frames, Layer
from transform.linking.lists import head_of, headed, listed_act, listed_before_head, tells_of_all
from transform.linking.meetings import studied
from transform.linking.mentions import TITLES, Mention, without_marks, without_names
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import COUNTED_BODIES, Words
from transform.sense.subjects import without_scopes
from warehouse.lexicon import Kind
from warehouse.records import LinkBasis
from warehouse.vocabulary import either, load_wording

BASES = {
    Layer.OWN: LinkBasis.OWN,
    Layer.CLAUSE: LinkBasis.CLAUSE,
    Layer.SENTENCE: LinkBasis.SENTENCE,
    Layer.PARAGRAPH: LinkBasis.SENTENCE,
    Layer.BEFORE: LinkBasis.HEADING,
    Layer.HEADING: LinkBasis.HEADING,
}
_MARKS = "，；。：！？"
_CLAUSE_END = re.compile(f"[{_MARKS}]")
# words of a name of a body or a place may stand before the first word of a frame
_BODY = re.compile(r"[省市县区州盟旗镇乡村街道局委办厅院所队站处部司会心门位关政府业校]\Z")
_LONGEST_NOUN = 12
_FARTHEST = 6
# 位居全省法院前列
_AGAINST = re.compile(rf"(?:{either(load_wording('linking')['against'])})\Z")
_LONGEST_CLAUSE = 200
# 最多的昆明市
_MOST_OF_PLACE = re.compile(
    rf"(?:{either(load_wording('linking')['superlatives'])})的?[为是有]?"
    r"(?P<place>[\u4e00-\u9fff]{1,6}?[省市县区州盟旗])"
)
# 将9项事项下放镇街
_DONE_TO = re.compile(r"[将把]")
# groups of the lexicon: verbs of change, and deeds that make another figure of what they are done to
_TURNS, _ALTERS = "turns", "alters"
_THINGS = frozenset({Kind.THING, Kind.SUM})
_HELD = frozenset({Kind.SUBJECT, Kind.PART}) | _THINGS
_HEADS = frozenset({Kind.THING, Kind.PART})
_NO_FIELD = frozenset({Kind.SUBJECT, Kind.ACT, Kind.THING})
_ACT, _FIELD, _GENERIC = (frozenset({kind}) for kind in (Kind.ACT, Kind.FIELD, Kind.GENERIC))


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
    listed = listed_before_head(setting, words)
    head = head_of(words, listed) if listed else ()
    for number, mention in enumerate((*words.before, *words.held)):
        if mention.concepts:
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
    alone = _Taken(words.before, (), before)
    taken = _taken(setting, words, frames, number, alone) if words.after else alone
    if taken is None:
        return None
    missing = [need for need in frame.needs if need.isdisjoint(taken.concepts)]
    if missing and (len(missing) == len(frame.needs) or not frame.own.isdisjoint(missing)):
        return None
    if frames.scanner.kinds_of[taken.concepts] == _GENERIC:
        return None
    # most paragraphs name no part or field that bars the frame
    narrowed = bool(frames.narrowed[setting.named] >> number & 1)
    if _barred(setting, words, frame, frames, before) or (
        narrowed and _in_field(setting, words, frame, frames)
    ):
        return None
    layer = _farthest(setting, words, missing, frame, frames, narrowed=narrowed)
    if layer is None or (missing and _counts_another(setting, words, missing, frames)):
        return None
    is_open = frame.any_words and layer <= Layer.CLAUSE
    unknown = "" if is_open else _unknown(setting, words, taken, frame, frames, listed)
    own = len(frame.needs) - len(missing)
    said = own + len([names for names in frame.may if not names.isdisjoint(taken.concepts)])
    return Match(frame, own, said, layer, unknown)


def _farthest(
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
        where = _resolve(setting, words, need, frame, frames, narrowed=narrowed)
        if where is None or where > frame.reach:
            return None
        layer = max(layer, where)
    return layer


def _barred(setting: Setting, words: Words, frame: Frame, frames: Frames, before: frozenset[str]) -> bool:
    """Whether a doer or a heading makes the figure another measure."""
    if frame.not_under and any(not frame.not_under.isdisjoint(one.named) for one in setting.above):
        return True
    if frame.not_by.isdisjoint(setting.named) and frame.not_by.isdisjoint(before):
        return False
    return not frame.not_by.isdisjoint(_doer(setting, words, frames))


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
    beyond = next((m for m in words.after[len(right) :] if m.concepts), None)
    after = concepts_of(right)
    if any(need.isdisjoint(before) and not need.isdisjoint(after) for need in frame.needs):
        needed = frozenset().union(*frame.needs, *frame.may)
        last = max(m.end for m in right if m.concepts)
        right = right[: 1 + max(place for place, m in enumerate(right) if m.concepts & needed)]
        # 36项职权进行调整 counts changes
        bar = frame.parts | frames.group(_TURNS)
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
    return bool(_DONE_TO.search(setting.text, words.clause_start, words.start))


def _touches(setting: Setting, end: int, mention: Mention) -> bool:
    """Whether a word goes on with what stands before it: 败诉典型案例, 职权的调整."""
    return not without_marks(setting.text[end : mention.start]).strip("的")


def _resolve(
    setting: Setting, words: Words, need: frozenset[str], frame: Frame, frames: Frames, *, narrowed: bool
) -> Layer | None:
    """The layer that gives a concept which the figure's own words lack; None where none does.

    The nearest word of the same kind decides: a rival closes the search. An act is taken over within a list
    alone.
    """
    kinds, kinds_of = frames.scanner.kinds, frames.scanner.kinds_of
    wanted = kinds_of[need]
    if wanted <= _ACT:
        return listed_act(setting, words, need, frames)
    held = wanted & _HELD
    for layer, mentions in _layers(setting, words, frames):
        if Kind.PART in held and layer >= Layer.PARAGRAPH:
            return None
        for mention in mentions:
            if _tells_nothing(mention.concepts, held, need, frames):
                continue
            rivals = frozenset(concept for concept in mention.concepts if kinds[concept] in held)
            if rivals & need:
                if layer == Layer.HEADING or not narrowed or _whole(setting, mention, frame, frames):
                    return layer
                if layer < Layer.PARAGRAPH:
                    return None
                break
            if Kind.PART not in held and not _is_measured_against(setting, mention):
                return None
    return None


def _tells_nothing(
    concepts: frozenset[str], held: frozenset[Kind], need: frozenset[str], frames: Frames
) -> bool:
    """Whether a word is none of the kinds looked for, or may just say that something is counted: 覆盖."""
    if not concepts or held.isdisjoint(frames.scanner.kinds_of[concepts]):
        return True
    return not frames.generic.isdisjoint(concepts) and need.isdisjoint(concepts)


def _is_measured_against(setting: Setting, mention: Mention) -> bool:
    """位居全省法院前列, 高于全省法院平均值: whom a rank or a gap compares with is not what is spoken of."""
    return bool(_AGAINST.search(setting.text, max(setting.since, mention.start - _FARTHEST), mention.start))


def _layers(setting: Setting, words: Words, frames: Frames) -> Iterator[tuple[Layer, Iterable[Mention]]]:
    yield Layer.CLAUSE, (*reversed(words.clause), *words.beyond)
    yield Layer.SENTENCE, studied(setting, words, frames)
    yield Layer.SENTENCE, setting.backwards(words.sentence_start, words.clause_start)
    yield Layer.PARAGRAPH, setting.backwards(setting.start, words.sentence_start)
    yield Layer.BEFORE, setting.backwards(setting.since, setting.start)
    for above in reversed(setting.above):
        yield Layer.HEADING, reversed(above.mentions)


def _whole(setting: Setting, mention: Mention, frame: Frame, frames: Frames) -> bool:
    """Whether the clause that a word is taken from speaks of the whole, not of a part that the frame bars.

    A bracket after the word tells of parts without making it one: 申请412件（含上年结转5件）. Nor does the
    field that the word itself names: 行政复议方面，收到申请412件. Nor what stands beyond another figure:
    一审行政诉讼案件80件、二审案件36件、再审案件5件.
    """
    text, kinds_of = setting.text, frames.scanner.kinds_of
    is_subject = Kind.SUBJECT in kinds_of[mention.concepts]

    def narrows(other: Mention) -> bool:
        if frame.parts.isdisjoint(other.concepts):
            return False
        if is_subject and other.start == mention.end and kinds_of[other.concepts] == _FIELD:
            return False
        return "（" not in text[mention.end : other.start]

    left, right = setting.between_figures(mention.start)
    first = max(setting.since, mention.start - _LONGEST_CLAUSE, left)
    low = max(text.rfind(mark, first, mention.start) for mark in _MARKS) + 1
    end = _CLAUSE_END.search(text, mention.end, mention.end + _LONGEST_CLAUSE)
    high = end.start() if end else mention.end
    return not any(narrows(other) for other in setting.between(max(low, first), min(high, right)))


def _counts_another(
    setting: Setting, words: Words, missing: Sequence[frozenset[str]], frames: Frames
) -> bool:
    """制定6项制度 after 规章, 抽取6个部门: another noun stands where the thing counted would."""
    if all(_THINGS.isdisjoint(frames.scanner.kinds_of[need]) for need in missing):
        return False
    first = next((mention for mention in words.after if mention.start >= words.end), None)
    noun = without_marks(setting.text[words.end : min(first.start if first else words.high, words.high)])
    return len(noun) > 1 or bool(COUNTED_BODIES.fullmatch(setting.text, words.end, words.high))


def _in_field(setting: Setting, words: Words, frame: Frame, frames: Frames) -> bool:
    """自然资源领域开展检查4872次，立案9起: the field that opens a sentence holds for all of it.

    A subject before it is what the sentence is about and no field: 依申请公开方面，收到申请9件.
    """
    since = max(words.sentence_start, setting.text.rfind("；", words.sentence_start, words.low) + 1)
    for mention in setting.between(since, words.low):
        kinds = frames.scanner.kinds_of[mention.concepts]
        if Kind.FIELD in kinds:
            return not frame.parts.isdisjoint(mention.concepts)
        if not _NO_FIELD.isdisjoint(kinds):
            return False
    return False


def _doer(setting: Setting, words: Words, frames: Frames) -> frozenset[str]:
    """Who acts: the nearest doer named before a figure in its sentence."""
    doers = frames.doers
    nearest = chain(
        reversed(words.before),
        reversed(words.clause),
        setting.backwards(words.sentence_start, words.clause_start),
    )
    doing = (mention.concepts & doers for mention in nearest if not doers.isdisjoint(mention.concepts))
    return next(doing, frozenset())


def _unknown(setting: Setting, words: Words, taken: _Taken, frame: Frame, frames: Frames, listed: int) -> str:
    """The words among a frame's words, and before its first noun, that the lexicon does not know.

    A list before 等 may hold any, where its noun is of the group that tells of all: 财政、人事等政府信息.
    """
    parts: list[str] = []
    needed = frozenset().union(*frame.needs)
    passed = TITLES - needed
    left = taken.left[listed:] if listed and tells_of_all(taken.left[listed:], needed, frames) else taken.left
    named = ((number, m) for number, m in enumerate(left) if not m.concepts <= passed)
    position, first = next(named, (0, None))
    if first:
        if Kind.ACT not in frames.scanner.kinds_of[first.concepts]:
            edge = left[position - 1].end if position else words.low
            parts.append(_noun(setting, edge, first.start))
        parts.extend(_gaps(setting, words, left[position:], (first.start, words.start)))
    if taken.right:
        last = max(m.end for m in taken.right if not m.concepts <= passed)
        right = [m for m in taken.right if m.end <= last]
        parts.extend(_gaps(setting, words, right, (words.end, last)))
    return " ".join(part for part in parts if part)


def _noun(setting: Setting, start: int, end: int) -> str:
    """Words right before a noun that may narrow it: 劳动社保 before 案件; not the name of a place or body."""
    if start >= end:
        return ""
    words = without_scopes(without_names(setting.text[start:end]), setting.around)
    return "" if len(words) > _LONGEST_NOUN or _BODY.search(words) else words


def _gaps(
    setting: Setting, words: Words, mentions: Sequence[Mention], span: tuple[int, int]
) -> Iterator[str]:
    edge, end = span
    for mention in mentions:
        if edge < mention.start:
            yield _stretch(setting, words, edge, mention.start)
        if edge < mention.end:
            edge = mention.end
    if edge < end:
        yield _stretch(setting, words, edge, end)


def _is_most_of_place(setting: Setting, start: int) -> bool:
    """收案最多的昆明市有375件: a word of rank before a place that is one, whose the figure then is."""
    found = _MOST_OF_PLACE.match(setting.text, start)
    return found is not None and not without_scopes(found["place"], setting.around)


def _stretch(setting: Setting, words: Words, start: int, end: int) -> str:
    """A stretch's words, without the nouns that a 分别 deals to other figures."""
    low, high = words.others
    if _is_most_of_place(setting, start):
        return ""
    if low >= high or high <= start or end <= low:
        return without_names(setting.text[start:end])
    return without_names(setting.text[start : max(start, low)] + setting.text[min(high, end) : end])
