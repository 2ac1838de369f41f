"""Metrics that a figure without a link may be, for the reviewer to decide; never a link.

Frames that its words come near to, where one need is not met or a word bars. A part that a frame does not
name still bars: it is known to be no whole. On annotated real pages the right metric is among the three for
four in seven of the figures that should have linked, and one in four of those that are no metric has any.
"""

from transform.linking.fitting import Kin
from transform.linking.frames import Frames
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import Words

# hundredths that a need is worth which a figure's own words meet, or its sentence, or its paragraph and
# headings, or none
_OWN, _NEAR, _ABOVE, _UNMET = 100, 75, 40, -75
# what a word costs that the frame does not allow beside it
_BARRED = 25
_LEAST = 50
_MOST = 3
_MANY = (_OWN - _UNMET) / (_OWN - _LEAST)
"""Needs, of which all but one must be met by a figure's own words if nothing at all meets that one."""


def comes_near(needs: int, unmet: int) -> bool:
    """Whether a frame of so many needs may link a figure, or be offered, if nothing meets `unmet` of them.

    >>> comes_near(2, 0), comes_near(3, 1), comes_near(4, 1)
    (True, False, True)
    """
    return unmet * _MANY <= needs


def near_metrics(setting: Setting, words: Words, frames: Frames, kin: Kin) -> tuple[str, ...]:
    """At most three metrics whose frames a figure's words come nearest to, nearest first.

    Of those that a figure of its kin may be. A figure without a noun has the nouns of its sentence.
    """
    if not kin.unit:
        return ()
    named = [mention.concepts for mention in (*words.before, *words.after) if mention.concepts]
    own = frozenset().union(*named)
    near = own | concepts_of(
        [*words.clause, *words.beyond, *setting.backwards(words.sentence_start, words.low)]
    )
    told = own - frames.generic or near - frames.generic
    numbers = frames.needing_any(sorted(told), frames.fitting[kin] & ~frames.narrowed[own]) if told else ()
    if not numbers:
        return ()
    unmet = unmet_own, unmet_near, unmet_above = (
        ~frames.met[own],
        ~frames.met[near],
        ~frames.met[setting.named],
    )
    unmet_anywhere = unmet_own & unmet_near & unmet_above
    scores: dict[str, float] = {}
    for number in numbers:
        needs = frames.needs[number]
        if needs & unmet_anywhere and needs.bit_count() < _MANY:
            continue
        score = _filled(needs, unmet)
        if score >= _LEAST:
            score -= _BARRED * len([one for one in named if not frames.admitting[one] >> number & 1])
        if score >= _LEAST:
            metric = frames.listed[number].metric
            scores[metric] = max(score, scores.get(metric, 0))
    return tuple(sorted(scores, key=lambda metric: (-scores[metric], metric))[:_MOST])


def _filled(needs: int, unmet: tuple[int, int, int]) -> float:
    """How far a frame is filled: 100 by the figure's own words alone, less by words farther off.

    `unmet` are, as bits, the needs that the figure's own words, its sentence and all about it leave open.
    """
    own, near, above = unmet
    beyond_own = needs & own
    if not beyond_own:
        return _OWN
    beyond_near = beyond_own & near
    every, left = needs.bit_count(), beyond_own.bit_count()
    farther, open_ = beyond_near.bit_count(), (beyond_near & above).bit_count()
    worth = _OWN * (every - left) + _NEAR * (left - farther) + _ABOVE * (farther - open_) + _UNMET * open_
    return worth / every
