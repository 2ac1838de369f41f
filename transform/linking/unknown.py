"""The words among those that a frame uses which the lexicon does not know."""

import re
from collections.abc import Iterator, Sequence

from transform.linking.doers import end_of_name
from transform.linking.frames import Frame, Frames
from transform.linking.lists import head_of, tells_of_all
from transform.linking.mentions import TITLES, Mention, without_names
from transform.linking.setting import Setting
from transform.linking.words import Words
from transform.sense.subjects import without_scopes
from transform.text.marks import AND_SO_ON
from warehouse.lexicon import Kind
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# 城东分局: words of a name of a body or a place may stand before the first word of a frame
_BODY = re.compile(rf"[{_TABLE['body_ends']}]\Z")
_LONGEST_NOUN = 12
# 甲乙街道调解12件: what stands before these is their name
_NAMED = re.compile(either(_TABLE["named_towns"]))
# 综合行政执法局城东分局: so may the name of a branch, behind its body
_BRANCH = re.compile(rf"[\u4e00-\u9fff]{{1,6}}(?:{either(_TABLE['branches'])})")
# 最多的昆明市
_MOST_OF_PLACE = re.compile(
    rf"""
    (?:{either(_TABLE["superlatives"])}){_TABLE["superlative_is"]}
    (?P<place>[\u4e00-\u9fff]{{1,6}}?[{load_wording("scopes")["areas"]["signs"]}])
    """,
    re.VERBOSE,
)


def unknown_words(
    setting: Setting,
    words: Words,
    taken: tuple[Sequence[Mention], Sequence[Mention]],
    frame: Frame,
    frames: Frames,
    listed: int,
) -> str:
    """The words among a frame's words, and before its first noun, that the lexicon does not know.

    `taken` are the words that it uses, before the figure and after. A list before 等 may hold any, where its
    noun is of the group that tells of all: 财政、人事等政府信息.
    """
    left, right = taken
    parts: list[str] = []
    needed = frozenset().union(*frame.needs)
    passed = TITLES - needed
    if listed and tells_of_all(head_of(words, listed), needed, frames):
        left = left[listed:]
    low = end_of_name(setting, words, frames) if left else words.low
    left = [mention for mention in left if mention.start >= low]
    named = ((number, m) for number, m in enumerate(left) if not m.concepts <= passed)
    position, first = next(named, (0, None))
    if first:
        is_town = _NAMED.fullmatch(setting.text, first.start, first.end)
        kinds = frames.scanner.kinds_of[first.concepts]
        # what stands before a body that the frame names is its name, or another body
        is_body = Kind.DOER in kinds and not needed.isdisjoint(first.concepts)
        if not (is_town or is_body or Kind.ACT in kinds):
            edge = left[position - 1].end if position else low
            parts.append(_noun(setting, edge, first.start))
        if not (right and _ends_example(setting, words)):
            parts.extend(_gaps(setting, words, left[position:], (first.start, words.start)))
    if right:
        last = max(m.end for m in right if not m.concepts <= passed)
        used = [m for m in right if m.end <= last]
        parts.extend(_gaps(setting, words, used, (words.end, last)))
    return " ".join(part for part in parts if part)


def _ends_example(setting: Setting, words: Words) -> bool:
    """确定某某社区等20家单位为联系点: whether one of those counted is named right before a figure."""
    end = words.start - 1
    return end > words.low and setting.text[end] == AND_SO_ON


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


def _in_quotes(setting: Setting, words: Words, start: int, end: int) -> bool:
    """“政务公开标准目录”: whether a word stands in a name in quotes, between words of it that are known."""
    opened = setting.text.rfind("“", words.low, start)
    return opened >= 0 and setting.text.find("”", opened, end) < 0


def _stretch(setting: Setting, words: Words, start: int, end: int) -> str:
    """A stretch's words, without the nouns that a 分别 deals to other figures."""
    low, high = words.others
    if _is_most_of_place(setting, start) or _in_quotes(setting, words, start, end):
        return ""
    if start > words.low and _BRANCH.fullmatch(setting.text, start, end):
        return ""
    if low >= high or high <= start or end <= low:
        return without_names(setting.text[start:end])
    return without_names(setting.text[start : max(start, low)] + setting.text[min(high, end) : end])
