"""Words between a figure and what it needs that close no search for that."""

import re

from transform.linking.frames import Frames
from transform.linking.mentions import Mention
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import Words
from transform.text.marks import CLAUSE_MARKS, PART_OF
from warehouse.lexicon import Kind
from warehouse.units import RATES
from warehouse.vocabulary import either, load_wording

_FARTHEST = 8
_TABLE = load_wording("linking")
# 位居全省法院前列
_AGAINST = re.compile(rf"(?:{either(_TABLE['against'])})\Z")
# 行政复议成为主渠道
_SERVES = re.compile(either(_TABLE["serves"]))
_LONGEST_CLAUSE = 200
_PAPERS = frozenset(_TABLE["paper_units"])
_LIST_MARKS = f"{CLAUSE_MARKS}、"
# 其中不服行政处罚的12件; 行政处罚类9件; 涉及 tells what the noun before it is concerned with
_OF, _COUNTED, _CONCERNS = re.compile("的"), re.compile(_TABLE["cases"]), re.compile(_TABLE["concerns"])
# group of the lexicon: what no member of a list lends to the next
_NOT_LENT = "not_lent"
# 围绕行政执法、复议应诉等4个方面
_LOOKS_AT = re.compile(
    rf"(?:{either(_TABLE['looks_at'])})[^，；。]{{2,40}}?(?:{either(_TABLE['looked_at'])})"
)
# 以集体学习、专题讲座、学法测试等形式
_MANNER = re.compile(rf"(?:{either(_TABLE['by_means'])})[^，；。]{{2,60}}?(?:{either(_TABLE['manners'])})")
# words that make a part of one kind
_KINDS = "kinds"
# 审查率
_RATE = re.compile(either(_TABLE["ends_of_rates"]))
# 学习9次、研讨3场
_TIMES = frozenset(_TABLE["study_units"])
_NOUNS, _PART = frozenset({Kind.THING}), frozenset({Kind.PART})


def start_of_paragraph(setting: Setting, mention: Mention) -> int:
    """Where the paragraph of a word begins: what a heading line before it says is no word of its clause."""
    return setting.start if mention.start >= setting.start else setting.since


def serves(setting: Setting, mention: Mention, need: frozenset[str]) -> bool:
    """行政复议成为法治建设的助推器: whether a word tells what the subject of its clause, the need, serves."""
    text = setting.text
    first = max(start_of_paragraph(setting, mention), mention.start - _LONGEST_CLAUSE)
    low = max(max(text.rfind(mark, first, mention.start) for mark in CLAUSE_MARKS) + 1, first)
    return (
        need.isdisjoint(mention.concepts)
        and bool(_SERVES.search(text, low, mention.start))
        and any(not need.isdisjoint(one.concepts) for one in setting.between(low, mention.start)[:1])
    )


def is_counted(setting: Setting, words: Words, mention: Mention, *, studies: bool) -> bool:
    """Whether a figure before these words counts a word.

    学习法律12部，全年学习9次: the first counts laws, and not how often one studied.
    """
    counted = setting.figure_from(mention.end)
    if counted is None or counted.figure.quantity.start >= words.start:
        return False
    return not studies or counted.figure.quantity.unit in _TIMES


def is_of_member_before(
    setting: Setting, words: Words, mention: Mention, need: frozenset[str], frames: Frames
) -> bool:
    """举办法治讲座9场、专题宣讲12场: what law one member of a list was on says nothing of the next."""
    own = frames.scanner.kinds_of[concepts_of(words.before)]
    if (
        mention.start < words.clause_start
        or need.isdisjoint(frames.group(_NOT_LENT))
        or own.isdisjoint(_NOUNS)
    ):
        return False
    of_member = setting.figure_from(mention.end)
    end = of_member.figure.quantity.end if of_member else words.low
    return end <= words.low and setting.text.startswith("、", end)


def is_deed(setting: Setting, mention: Mention, need: frozenset[str], frames: Frames) -> bool:
    """审查文件27件、备案18件、清理22件: a noun that names a deed too, right before its count, is one."""
    if Kind.ACT not in frames.scanner.kinds_of[mention.concepts] or need & mention.concepts:
        return False
    counted = setting.figure_from(mention.end)
    return (
        counted is not None
        and counted.figure.quantity.start == mention.end
        and counted.figure.quantity.unit in _PAPERS
    )


def is_measured_against(setting: Setting, mention: Mention) -> bool:
    """位居全省法院前列, 高于全省法院平均值: whom a rank or a gap compares with is not what is spoken of."""
    return bool(_AGAINST.search(setting.text, max(setting.since, mention.start - _FARTHEST), mention.start))


def tells_kind(setting: Setting, mention: Mention, frames: Frames) -> bool:
    """其中不服行政处罚的12件, 行政处罚类9件: what the kind of a part is told by is not what is spoken of.

    Not so the noun of which a kind is told: 因行政处罚引发的行政诉讼12件, 行政诉讼涉及征收12件.
    """
    text, kinds = setting.text, frames.group(_KINDS)
    low, high = setting.between_figures(mention.start)
    if mention.start < low or kinds.isdisjoint(setting.named):
        return False
    if _OF.match(text, mention.end, high):
        low = max(low, max(text.rfind(mark, low, mention.start) for mark in _LIST_MARKS) + 1)
        return any(not kinds.isdisjoint(one.concepts) for one in setting.between(low, mention.start))
    after = setting.between(mention.end, high)[:1]
    return any(
        one.start == mention.end
        and not kinds.isdisjoint(one.concepts)
        and bool(_COUNTED.fullmatch(text, one.end, high))
        and not _CONCERNS.match(text, one.start)
        for one in after
    )


def names_rate(setting: Setting, words: Words, mention: Mention) -> bool:
    """收到报备36件，审查率100%；清理126件: a rate is of what is counted round it, and closes no search."""
    if not _RATE.fullmatch(setting.text, mention.end - 1, mention.end):
        return False
    own = setting.figure_from(words.start)
    return own is not None and own.figure.quantity.unit not in RATES


def in_closed_part(setting: Setting, words: Words, mention: Mention) -> bool:
    """新增市场主体2万户，其中外资企业64户；实有10万户: what a part is of, once ； has closed it.

    A sentence closes all that 其中 told in it, whatever marks part that.
    """
    text, closing = setting.text, "；" if mention.start >= words.sentence_start else "。"
    if text.find(closing, mention.end, words.low) < 0:
        return False
    opened = max(text.rfind(word, setting.start, mention.start) for word in PART_OF)
    return opened >= 0 and text.find(closing, opened, mention.start) < 0


def is_looked_at(setting: Setting, mention: Mention) -> bool:
    """督察围绕行政执法、复议应诉等4个方面发现问题9个: what work looks at is not what it is."""
    return _stands_in(_LOOKS_AT, setting, mention)


def is_done_by(setting: Setting, words: Words, mention: Mention, frames: Frames) -> bool:
    """以集体学习、学法测试等形式，开展中心组专题学习9次: by what the first figure after it is done."""
    return (
        _PART.isdisjoint(frames.scanner.kinds_of[mention.concepts])
        and setting.between_figures(mention.end)[1] >= words.start
        and _stands_in(_MANNER, setting, mention)
    )


def _stands_in(wording: re.Pattern[str], setting: Setting, mention: Mention) -> bool:
    """Whether a word stands within such a wording, in its clause."""
    text = setting.text
    first = max(start_of_paragraph(setting, mention), mention.start - _LONGEST_CLAUSE)
    low = max(max(text.rfind(mark, first, mention.start) for mark in CLAUSE_MARKS) + 1, first)
    found = wording.search(text, low, mention.end + _LONGEST_CLAUSE)
    return found is not None and found.start() < mention.start < found.end()
