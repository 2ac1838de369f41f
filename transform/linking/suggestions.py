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


def near_metrics(setting: Setting, words: Words, frames: Frames, kin: Kin) -> tuple[str, ...]:
    """At most three metrics whose frames a figure's words come nearest to, nearest first.

    Of those that a figure of its kin may be. A figure without a noun has the nouns of its sentence.
    """
    named = [mention.concepts for mention in (*words.before, *words.after) if mention.concepts]
    own = frozenset().union(*named)
    near = own | concepts_of(words.clause) | concepts_of(words.beyond)
    near |= concepts_of(setting.backwards(words.sentence_start, words.low))
    told = own - frames.generic or near - frames.generic
    if not told or not kin.unit:
        return ()
    admitting = [frames.admitting(concepts) for concepts in named]
    unmet = ~frames.met(own), ~frames.met(near), ~frames.met(setting.named)
    scores: dict[str, float] = {}
    for number, frame in frames.needing_any(sorted(told), frames.fitting(kin) & ~frames.narrowed(own)):
        score = _filled(frames.needs[number], unmet)
        if score >= _LEAST:
            score -= _BARRED * sum(not admitted >> number & 1 for admitted in admitting)
        if score >= _LEAST:
            scores[frame.metric] = max(score, scores.get(frame.metric, 0))
    return tuple(sorted(scores, key=lambda metric: (-scores[metric], metric))[:_MOST])


def _filled(needs: int, unmet: tuple[int, int, int]) -> float:
    """How far a frame is filled: 100 by the figure's own words alone, less by words farther off.

    `unmet` are, as bits, the needs that the figure's own words, its sentence and all about it leave open.
    """
    own, near, above = unmet
    every, beyond_own = needs.bit_count(), needs & own
    beyond_near = beyond_own & near
    left, farther, open_ = beyond_own.bit_count(), beyond_near.bit_count(), (beyond_near & above).bit_count()
    worth = _OWN * (every - left) + _NEAR * (left - farther) + _ABOVE * (farther - open_) + _UNMET * open_
    return worth / every
