"""What a meeting studied, where the clause after its count tells it."""

import re
from collections.abc import Iterable

from transform.linking.frames import Frames
from transform.linking.mentions import Mention, without_marks
from transform.linking.setting import Setting
from transform.linking.words import Words

# a clause without a figure, after the rest of the figure's own
_NEXT_CLAUSE = re.compile(r"[^，,。；：！？\d]{0,30}[，,]([^，,。；！？\d]{2,60})(?=[，,。；]|\Z)")
# groups of the lexicon: meetings, and what they do
_MEETINGS, _STUDYING = "meetings", "studying"


def studied(setting: Setting, words: Words, frames: Frames) -> Iterable[Mention]:
    """The words of the clause after a figure that counts meetings, where it opens with what they studied.

    召开常务会议5次，研究法治建设工作; not 研究经济运行、法治建设等工作, which studies another thing first.
    """
    if not any(m.concepts & frames.group(_MEETINGS) for m in (*words.before, *words.after)):
        return ()
    following = _NEXT_CLAUSE.match(setting.text, words.end)
    told = setting.between(*following.span(1)) if following else ()
    named = [mention for mention in told if mention.concepts]
    if len(named) < 2 or not named[0].concepts & frames.group(_STUDYING):
        return ()
    return () if _unknown_between(setting, told, named[0].end, named[1].start) else told


def _unknown_between(setting: Setting, told: Iterable[Mention], start: int, end: int) -> bool:
    for mention in told:
        if start <= mention.start and mention.end <= end:
            if without_marks(setting.text[start : mention.start]):
                return True
            start = mention.end
    return bool(without_marks(setting.text[start:end]))
