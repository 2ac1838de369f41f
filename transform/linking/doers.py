"""Who acts: the doer that a figure's deed is of."""

from itertools import chain

from transform.linking.frames import Frames
from transform.linking.mentions import Mention
from transform.linking.setting import Setting
from transform.linking.words import Words
from transform.sense.subjects import without_scopes
from transform.text.marks import PART_OF

# 律师事务所12家，办理案件260件: bodies that act though counted
_FIRMS = "firms"


def doer_of(setting: Setting, words: Words, frames: Frames) -> frozenset[str]:
    """The nearest doer named before a figure in its sentence; none where no doer is named there.

    Those that another figure counts did nothing, but firms: 公职律师36名，举办培训3期. Nor does one before ；
    act on where the words behind it name another: 律师开展体检126次；全县调解纠纷36件.
    """
    since = _since(setting, words)
    doers = frames.doers
    nearest = chain(
        reversed(words.before),
        reversed(words.clause),
        setting.backwards(since, words.clause_start),
    )
    doing = (
        mention.concepts & doers
        for mention in nearest
        if not doers.isdisjoint(mention.concepts)
        and (not _is_counted(setting, mention) or mention.concepts & frames.group(_FIRMS))
    )
    return next(doing, frozenset())


def _since(setting: Setting, words: Words) -> int:
    """Where the part of the sentence begins that a figure's doer is named in.

    律师办理业务126件。其中，办理诉讼案件36件: what 其中 opens goes on with the sentence before.
    """
    text, since = setting.text, words.sentence_start
    if text.startswith(PART_OF, since):
        since = max(text.rfind("。", setting.start, since - 1) + 1, setting.start)
    opened = text.rfind("；", since, words.start) + 1
    if not opened:
        return since
    told = text[opened : words.start]
    return opened if without_scopes(told, setting.around) != told else since


def _is_counted(setting: Setting, mention: Mention) -> bool:
    """Whether the next figure stands right behind a word: 公职律师36名."""
    return setting.between_figures(mention.end)[1] == mention.end
