"""Which frames a figure's words fill, and what they take from the words before it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transform.linking.frames import Frame, Frames, Layer
from transform.linking.lists import listed_act
from transform.linking.meetings import studied
from transform.linking.mentions import TITLES, Mention, without_marks, without_names
from transform.linking.setting import COUNTED_BODIES, Setting, Words
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
# words of a name of a body or a place may stand before the first word of a frame
_BODY = re.compile(r"[省市县区州盟旗镇乡村街道局委办厅院所队站处部司会心门位关政府业校]\Z")
_LONGEST_NOUN = 12
_FARTHEST = 6
# 位居全省法院前列
_AGAINST = re.compile(rf"(?:{either(load_wording('linking')['against'])})\Z")
_LONGEST_CLAUSE = 200
# a group of the lexicon: verbs of change
_TURNS = "turns"
_THINGS = frozenset({Kind.THING, Kind.SUM})
_HELD = frozenset({Kind.SUBJECT, Kind.PART}) | _THINGS


@dataclass(frozen=True, slots=True)
class Match:
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


@dataclass(frozen=True, slots=True)
class _Taken:
    """The words of a figure that a frame uses: an unbroken stretch before it, and one after."""

    left: Sequence[Mention]
    right: Sequence[Mention]

    def concepts(self) -> frozenset[str]:
        return frozenset().union(*(m.concepts for m in self.left), *(m.concepts for m in self.right))


def match_frames(
    setting: Setting, words: Words, frames: Frames, may_be: Callable[[Frame], bool]
) -> list[Match]:
    """The frames that a figure's words fill, best first; `may_be` says which fit its unit and role."""
    before = frozenset().union(*(mention.concepts for mention in words.before))
    named = before.union(*(mention.concepts for mention in words.after))
    tried = {frame.name: frame for concept in sorted(named) for frame in frames.by_concept.get(concept, ())}
    rests = [rest for mention in words.before if (rest := mention.concepts - frames.doers)]
    # the cheapest question first: of twenty frames that share a concept with the words one fits
    found = [
        match
        for frame in tried.values()
        if frame.parts.isdisjoint(before)
        and not any(named.isdisjoint(need) for need in frame.own)
        and all(frame.admits_rest(rest) for rest in rests)
        and may_be(frame)
        and (match := _fit(setting, words, frame, frames))
    ]
    return sorted(found, key=lambda match: -match.score)


def _fit(setting: Setting, words: Words, frame: Frame, frames: Frames) -> Match | None:
    """The match of a frame that admits all words before the figure; None where these do not fill it."""
    if not all(frame.admits(held.concepts, frames.doers) for held in words.held):
        return None
    taken = _taken(setting, words, frame, frames)
    if taken is None:
        return None
    concepts = taken.concepts()
    if not any(frames.scanner.kinds[concept] is not Kind.GENERIC for concept in concepts):
        return None
    missing = [need for need in frame.needs if not need & concepts]
    if len(missing) == len(frame.needs) or any(need in frame.own for need in missing):
        return None
    if _counts_another(setting, words, missing, frames):
        return None
    layer = Layer.OWN
    for need in missing:
        where = _resolve(setting, words, need, frame, frames)
        if where is None or where > frame.reach:
            return None
        layer = max(layer, where)
    if _barred(setting, words, frame, frames):
        return None
    is_open = frame.any_words and layer <= Layer.CLAUSE
    unknown = "" if is_open else _unknown(setting, words, taken, frame, frames)
    own = len(frame.needs) - len(missing)
    said = own + sum(bool(names & concepts) for names in frame.may)
    return Match(frame, own, said, layer, unknown)


def _barred(setting: Setting, words: Words, frame: Frame, frames: Frames) -> bool:
    """Whether a field, a doer or a heading makes the figure another measure."""
    above = (mention.concepts for one in setting.above for mention in one.mentions)
    return (
        _in_field(setting, words, frame, frames)
        or bool(frame.not_under and any(concepts & frame.not_under for concepts in above))
        or bool(frame.not_by and _doer(setting, words, frames) & frame.not_by)
    )


def _taken(setting: Setting, words: Words, frame: Frame, frames: Frames) -> _Taken | None:
    """The words before a figure and, where they leave a need open, those after it; None if these bar."""
    left = words.before
    if not words.after:
        return _Taken(left, ())
    have = frozenset().union(*(m.concepts for m in left))
    open_needs = [need for need in frame.needs if not need & have]
    right: list[Mention] = []
    for mention in words.after:
        if not frame.admits(mention.concepts, frames.doers):
            break
        right.append(mention)
    beyond = next((m for m in words.after[len(right) :] if m.concepts), None)
    after = frozenset().union(*(m.concepts for m in right))
    if any(need & after for need in open_needs):
        needed = frozenset().union(*frame.needs, *frame.may)
        last = max(m.end for m in right if m.concepts)
        right = right[: 1 + max(number for number, m in enumerate(right) if m.concepts & needed)]
        # 36项职权进行调整 counts changes
        bar = frame.parts | frames.group(_TURNS)
        bars = beyond is not None and (_touches(setting, last, beyond) or bool(beyond.concepts & bar))
        return None if bars else _Taken(left, right)
    first = next((m for m in words.after if m.concepts), None)
    if first is not None and first is beyond and _touches(setting, words.end, first):
        heads = (Kind.THING, Kind.PART)
        if any(frames.scanner.kinds[concept] in heads for concept in first.concepts):
            return None
    return _Taken(left, ())


def _touches(setting: Setting, end: int, mention: Mention) -> bool:
    """Whether a word goes on with what stands before it: 败诉典型案例, 职权的调整."""
    return not without_marks(setting.text[end : mention.start]).strip("的")


def _resolve(
    setting: Setting, words: Words, need: frozenset[str], frame: Frame, frames: Frames
) -> Layer | None:
    """The layer that gives a concept which the figure's own words lack; None where none does.

    The nearest word of the same kind decides: a rival closes the search. An act is taken over within a list
    alone.
    """
    kinds = frames.scanner.kinds
    wanted = frozenset(kinds[concept] for concept in need)
    if wanted <= {Kind.ACT}:
        return listed_act(setting, words, need, frames)
    held = wanted & _HELD
    for layer, mentions in _layers(setting, words, frames):
        if Kind.PART in held and layer >= Layer.PARAGRAPH:
            return None
        for mention in mentions:
            rivals = frozenset(concept for concept in mention.concepts if kinds[concept] in held)
            if rivals & need:
                if layer == Layer.HEADING or _whole(setting, mention, frame, kinds):
                    return layer
                if layer < Layer.PARAGRAPH:
                    return None
                break
            if rivals and Kind.PART not in held and not _is_measured_against(setting, mention):
                return None
    return None


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


def _kinds_of(mention: Mention, kinds: Mapping[str, Kind]) -> frozenset[Kind]:
    return frozenset(kinds[concept] for concept in mention.concepts)


def _whole(setting: Setting, mention: Mention, frame: Frame, kinds: Mapping[str, Kind]) -> bool:
    """Whether the clause that a word is taken from speaks of the whole, not of a part that the frame bars.

    A bracket after the word tells of parts without making it one: 申请412件（含上年结转5件）. Nor does the
    field that the word itself names: 行政复议方面，收到申请412件.
    """
    text = setting.text
    is_subject = Kind.SUBJECT in _kinds_of(mention, kinds)

    def narrows(other: Mention) -> bool:
        if is_subject and other.start == mention.end and _kinds_of(other, kinds) == {Kind.FIELD}:
            return False
        return bool(other.concepts & frame.parts) and "（" not in text[mention.end : other.start]

    first = max(setting.since, mention.start - _LONGEST_CLAUSE)
    low = max(text.rfind(mark, first, mention.start) for mark in _MARKS) + 1
    ends = (text.find(mark, mention.end, mention.end + _LONGEST_CLAUSE) for mark in _MARKS)
    high = min((end for end in ends if end >= 0), default=mention.end)
    return not any(narrows(other) for other in setting.between(max(low, first), high))


def _counts_another(
    setting: Setting, words: Words, missing: Sequence[frozenset[str]], frames: Frames
) -> bool:
    """制定6项制度 after 规章, 抽取6个部门: another noun stands where the thing counted would."""
    kinds = frames.scanner.kinds
    if not any(kinds[concept] in _THINGS for need in missing for concept in need):
        return False
    first = next((mention for mention in words.after if mention.start >= words.end), None)
    noun = without_marks(setting.text[words.end : min(first.start if first else words.high, words.high)])
    return len(noun) > 1 or bool(COUNTED_BODIES.fullmatch(setting.text, words.end, words.high))


def _in_field(setting: Setting, words: Words, frame: Frame, frames: Frames) -> bool:
    """自然资源领域开展检查4872次，立案9起: the field that opens a sentence holds for all of it.

    A subject before it is what the sentence is about and no field: 依申请公开方面，收到申请9件.
    """
    kinds = frames.scanner.kinds
    since = max(words.sentence_start, setting.text.rfind("；", words.sentence_start, words.low) + 1)
    for mention in setting.between(since, words.low):
        named = _kinds_of(mention, kinds)
        if Kind.FIELD in named:
            return bool(mention.concepts & frame.parts)
        if named & {Kind.SUBJECT, Kind.ACT, Kind.THING}:
            return False
    return False


def _doer(setting: Setting, words: Words, frames: Frames) -> frozenset[str]:
    """Who acts: the nearest doer named before a figure in its sentence."""
    nearest = (
        *reversed(words.before),
        *reversed(words.clause),
        *setting.backwards(words.sentence_start, words.clause_start),
    )
    return next((found for mention in nearest if (found := mention.concepts & frames.doers)), frozenset())


def _unknown(setting: Setting, words: Words, taken: _Taken, frame: Frame, frames: Frames) -> str:
    """The words among a frame's words, and before its first noun, that the lexicon does not know."""
    parts: list[str] = []
    passed = TITLES - frozenset().union(*frame.needs)
    if named := [m for m in taken.left if m.concepts - passed]:
        first = named[0]
        position = list(taken.left).index(first)
        if not any(frames.scanner.kinds[concept] is Kind.ACT for concept in first.concepts):
            edge = taken.left[position - 1].end if position else words.low
            parts.append(_noun(setting, edge, first.start))
        parts.extend(_gaps(setting, words, taken.left[position:], (first.start, words.start)))
    if taken.right:
        last = max(m.end for m in taken.right if m.concepts - passed)
        right = [m for m in taken.right if m.end <= last]
        parts.extend(_gaps(setting, words, right, (words.end, last)))
    return " ".join(part for part in parts if part)


def _noun(setting: Setting, start: int, end: int) -> str:
    """Words right before a noun that may narrow it: 劳动社保 before 案件; not the name of a place or body."""
    words = without_scopes(without_names(setting.text[start:end]), setting.around)
    return "" if len(words) > _LONGEST_NOUN or _BODY.search(words) else words


def _gaps(
    setting: Setting, words: Words, mentions: Sequence[Mention], span: tuple[int, int]
) -> Iterator[str]:
    edge, end = span
    for mention in mentions:
        yield _stretch(setting, words, edge, mention.start)
        edge = max(edge, mention.end)
    yield _stretch(setting, words, edge, end)


def _stretch(setting: Setting, words: Words, start: int, end: int) -> str:
    """A stretch's words, without the nouns that a 分别 deals to other figures."""
    low, high = words.others
    if start >= end:
        return ""
    if low >= high or high <= start or end <= low:
        return without_names(setting.text[start:end])
    return without_names(setting.text[start : max(start, low)] + setting.text[min(high, end) : end])
