"""A rank linked by what was assessed, past a score before it and the bodies among which it is."""

import re

from transform.linking.bodies import BODIES_COUNTED_IN, COUNTED_PLACES
from transform.linking.frames import Frames
from transform.linking.links import Link, Links
from transform.linking.own_words import left_over, link_by_own_words
from transform.linking.setting import Setting
from transform.linking.words import Words
from warehouse.records import LinkBasis, Role
from warehouse.units import PLACE
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# 36个市直部门中排名
_AMONG = re.compile(
    rf"[\u4e00-\u9fff]{{0,6}}?(?:{either(_TABLE['offices'])}|{COUNTED_PLACES.pattern})[^，。；：、\d]{{0,6}}"
)
_SCORE: str = _TABLE["score"]
# 主城都市区, 市级机关序列; but 安全感, 增速 are what was ranked
_LONGEST_GROUP = 8
_MEASURED = re.compile(f"[{_TABLE['measured']}]")


def link_rank(setting: Setting, words: list[Words], frames: Frames, found: Links, index: int) -> Link | None:
    """法治建设考核得92.6分，在36个部门中排名第二: by the words of the score, or of the clause before."""
    placed = setting.figures[index]
    if placed.role is not Role.RANK or not index:
        return None
    first = first_of_bodies(setting, index)
    scored = _score_before(setting, first)
    if scored is not None and setting.figures[scored].figure.sentence == placed.figure.sentence:
        link = link_by_own_words(setting, words[scored], placed, frames, found)
        link = link or link_by_own_words(
            setting, _with_clause_before(setting, words[scored]), placed, frames, found
        )
    elif first < index:
        link = link_by_own_words(setting, _up_to(setting, words[index], first), placed, frames, found)
    else:
        return None
    return Link(link.metric, link.rule, LinkBasis.SENTENCE) if link else None


def _score_before(setting: Setting, index: int) -> int | None:
    """得92.6分，较上年上升3位，居全市第二: the score right before a rank, past the places that it gained."""
    for number in range(index - 1, -1, -1):
        unit = setting.figures[number].figure.quantity.unit
        if unit == _SCORE:
            return number
        if unit != PLACE or setting.figures[number].role is Role.RANK:
            break
    return None


def _with_clause_before(setting: Setting, words: Words) -> Words:
    """法治建设考核中，我市得92.6分: a score's words with those of the clause before its own."""
    start = max(words.sentence_start, words.clause_start - 1)
    low = max(words.sentence_start, setting.text.rfind("，", words.sentence_start, start) + 1)
    return words._replace(before=setting.between(low, words.start), low=low, clause=(), clause_start=low)


def says_place_alone(setting: Setting, words: Words) -> bool:
    """考核中保持优秀，位列市级机关序列第二: whether a rank's words tell among whom, and nothing of what."""
    if any(mention.concepts for mention in words.before):
        return False
    left = left_over(setting, words.before, words.low, words.start)
    return len(left) <= _LONGEST_GROUP and not _MEASURED.search(left)


def first_of_bodies(setting: Setting, index: int) -> int:
    """The figure that counts the bodies among which a rank is; the rank itself where none does."""
    if not index or setting.figures[index - 1].figure.quantity.unit not in BODIES_COUNTED_IN:
        return index
    counted, own = (setting.figures[number].figure.quantity for number in (index - 1, index))
    return index - 1 if _AMONG.fullmatch(setting.text, counted.end, own.start) else index


def _up_to(setting: Setting, words: Words, first: int) -> Words:
    """A rank's words with those before its bodies, or of the clause before where these tell nothing."""
    bodies = setting.figures[first].figure
    end, start = bodies.quantity.start, bodies.clause_start
    own = setting.between(start, end)
    if any(mention.concepts for mention in own) or left_over(setting, own, start, end):
        low = start
    else:
        low = setting.figures[first - 1].figure.quantity.end if first else 0
        low = max(low, words.sentence_start, setting.text.rfind("，", words.sentence_start, start - 1) + 1)
    return words._replace(
        before=setting.between(low, end), low=low, clause=(), clause_start=low, others=(end, words.start)
    )
