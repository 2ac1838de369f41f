"""Metrics that a figure without a link may be, for the reviewer to decide; never a link.

Frames that its words come near to, where one need is not met or a word bars. A part that a frame does not
name still bars: it is known to be no whole. On annotated real pages the right metric is among the three for
four in seven of the figures that should have linked, and one in four of those that are no metric has any.
"""

from transform.linking.fitting import Kin
from transform.linking.frames import Frame, Frames
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import Words
from warehouse.lexicon import Kind

# what a need is worth that a figure's own words meet, or its sentence, or its paragraph and headings, or none
_OWN, _NEAR, _ABOVE, _UNMET = 1.0, 0.75, 0.4, -0.75
# what a word costs that the frame does not allow beside it
_BARRED = 0.25
_LEAST = 0.5
_MOST = 3


def near_metrics(setting: Setting, words: Words, frames: Frames, kin: Kin) -> tuple[str, ...]:
    """At most three metrics whose frames a figure's words come nearest to, nearest first.

    Of those that a figure of its kin may be. A figure without a noun has the nouns of its sentence.
    """
    named = [mention.concepts for mention in (*words.before, *words.after) if mention.concepts]
    own = frozenset().union(*named)
    near = own | concepts_of(words.clause) | concepts_of(words.beyond)
    near |= concepts_of(setting.backwards(words.sentence_start, words.low))
    told = _telling(own, frames) or _telling(near, frames)
    if not told or not kin.unit:
        return ()
    admitting = [frames.admitting(concepts) for concepts in named]
    scores: dict[str, float] = {}
    for number, frame in frames.needing_any(sorted(told), frames.fitting(kin)):
        if frame.parts.isdisjoint(own):
            barred = sum(not admitted >> number & 1 for admitted in admitting)
            score = _filled(frame, (own, near, setting.named)) - _BARRED * barred
            if score >= _LEAST:
                scores[frame.metric] = max(score, scores.get(frame.metric, 0))
    return tuple(sorted(scores, key=lambda metric: (-scores[metric], metric))[:_MOST])


def _filled(frame: Frame, within: tuple[frozenset[str], ...]) -> float:
    """How far a frame is filled: 1 by the figure's own words alone, less by words farther off."""
    worth = 0.0
    for need in frame.needs:
        held = zip((_OWN, _NEAR, _ABOVE), within, strict=True)
        worth += next((value for value, concepts in held if not need.isdisjoint(concepts)), _UNMET)
    return worth / len(frame.needs)


def _telling(concepts: frozenset[str], frames: Frames) -> frozenset[str]:
    return frozenset(name for name in concepts if frames.scanner.kinds[name] is not Kind.GENERIC)
