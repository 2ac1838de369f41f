"""Places that a sentence names, alone and in lists: 义乌市、永康市…分别为…, 杭州（98.2%）、宁波（97.6%）."""

import re
from typing import NamedTuple

from transform.sense.place_names import PlaceNames
from transform.text.marks import JOINTS, TITLE
from warehouse.vocabulary import load_wording

# 、 and 市、 of 义乌市、永康
_JOINT = re.compile(rf"[{load_wording('scopes')['areas']['ends']}]?(?:，|{JOINTS})")


class Mention(NamedTuple):
    """Characters `start` to `end` of a sentence name the place of `code`."""

    start: int
    end: int
    code: str


class PlaceList(NamedTuple):
    """Places that are named one after the other, in order."""

    mentions: tuple[Mention, ...]

    @property
    def start(self) -> int:
        """Where its first name begins."""
        return self.mentions[0].start

    @property
    def end(self) -> int:
        """Where its last name ends."""
        return self.mentions[-1].end


def without_titles(words: str) -> str:
    """The words with what stands in 《》 blanked, each character at its place."""
    return TITLE.sub(lambda title: " " * len(title.group()), words) if "《" in words else words


def mentions_in(words: str, names: PlaceNames) -> tuple[Mention, ...]:
    """The places named in `words`, in order; of nested names (浙江省义乌市) the innermost, over both."""
    plain = without_titles(words)
    found = [Mention(*span) for span in names.spans_in(plain)]
    if names.own_words.search(plain):
        found += [Mention(*match.span(), names.place) for match in names.own_words.finditer(plain)]
    if len(found) < 2:
        return tuple(found)
    ordered: list[Mention] = []
    for mention in sorted(found, key=lambda one: (one.start, -one.end)):
        if ordered and mention.start < ordered[-1].end:
            continue
        if ordered and mention.start == ordered[-1].end:
            mention = Mention(ordered.pop().start, mention.end, mention.code)
        ordered.append(mention)
    return tuple(ordered)


def lists_in(words: str, mentions: tuple[Mention, ...]) -> tuple[PlaceList, ...]:
    """The mentions that are joined by 、 or 和 to two and more."""
    if len(mentions) < 2:
        return ()
    lists: list[list[Mention]] = []
    for mention in mentions:
        if lists and _JOINT.fullmatch(words, lists[-1][-1].end, mention.start):
            lists[-1].append(mention)
        else:
            lists.append([mention])
    return tuple(PlaceList(tuple(one)) for one in lists if len(one) > 1)
