"""Who acts: the doer of a deed, the name that opens a clause, the outlet that put something out."""

import re
from itertools import chain

from transform.linking.frames import Frames
from transform.linking.mentions import Mention
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import Words
from transform.sense.subjects import without_scopes
from transform.text.marks import PART_OF
from warehouse.lexicon import Kind
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# 律师事务所12家，办理案件260件: bodies that act though counted
_FIRMS = "firms"
# 局: what most words before a figure hold none of
_LAST = re.compile(f"[{''.join(end[-1] for end in _TABLE['offices_end'])}]")
_LONGEST = 24
# 2019年市信访局办理, 区行政审批服务局受理
_NAME = re.compile(
    rf"""
    (?:{_TABLE["dated"]})?[\u4e00-\u9fff]{{0,14}}?(?:{either(_TABLE["offices_end"])})
    (?=[\u4e00-\u9fff])(?!{either(_TABLE["no_office_after"])})
    """,
    re.VERBOSE,
)
# 协助市公安局
_ANOTHER = re.compile(either(_TABLE["another_office"]))
# groups of the lexicon: what was published, through what alone, and through what it is all of it
_INFORMATION, _OUTLETS, _SITES = "information", "outlets", "sites"


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


def end_of_name(setting: Setting, words: Words, frames: Frames) -> int:
    """市信访局办理建议36件: where the name that opens a figure's own words ends; their start for none."""
    if not _LAST.search(setting.text, words.low, min(words.low + _LONGEST, words.start)):
        return words.low
    found = _NAME.match(setting.text, words.low, words.start)
    if found is None or _ANOTHER.search(found[0]):
        return words.low
    within = [mention for mention in words.before if mention.start < found.end()]
    kinds = frames.scanner.kinds
    deeds = any(kinds[concept] is Kind.ACT for mention in within for concept in mention.concepts)
    return words.low if deeds or any(mention.end > found.end() for mention in within) else found.end()


def of_outlet(setting: Setting, words: Words, frames: Frames) -> bool:
    """微信公众号粉丝12万人，全年发布信息847篇: of an outlet that the sentence names before, and no site."""
    if frames.group(_INFORMATION).isdisjoint(concepts_of(words.before)):
        return False
    named = concepts_of(setting.between(words.sentence_start, words.low))
    return bool(named & frames.group(_OUTLETS)) and named.isdisjoint(frames.group(_SITES))
