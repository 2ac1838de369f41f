"""What a meeting studied, where the clause after its count tells it, and by what means a thing was done."""

import re
from collections.abc import Iterable

from transform.linking.frames import Frames
from transform.linking.mentions import Mention, without_marks
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import Words
from transform.text.marks import JOINT
from warehouse.vocabulary import either, load_wording

# a clause without a figure, after the rest of the figure's own
_NEXT_CLAUSE = re.compile(r"[^，,。；：！？\d]{0,30}[，,]([^，,。；！？\d]{2,60})(?=[，,。；]|\Z)")
_NEXT_COUNT = re.compile(r"[^，,。；：！？\d]{0,30}[，,]([^，,。；！？\d]{2,60})(?=[，,。；\d]|\Z)")
# groups of the lexicon: meetings, what they do, and those that have one topic
_MEETINGS, _STUDYING, _ON_ONE_TOPIC = "meetings", "studying", "on_one_topic"
# work of a government that is none of law alone
_OTHER_TOPICS = "other_topics"
# who learns, what they do, and what law they learn
_LEARNERS, _LEARNING, _TOPICS = "learners", "learning", "law_topics"
# a lecture, which may be to anybody, and the training of officials
_LECTURES, _TRAININGS = "lectures", "trainings"
# by what means a thing was done: words that name such means, and the word for means behind them
_MEANS, _METHOD = "means", "method"
_TABLE = load_wording("linking")
# 研究审议
_STUDIES = re.compile(either(_TABLE["studies"]))
# 通过讲座
_BY_MEANS = re.compile(either(_TABLE["by_means"]))
# what study is counted in
_TIMES = frozenset(_TABLE["study_units"])


def studied(setting: Setting, words: Words, frames: Frames) -> Iterable[Mention]:
    """The words of the clause after a figure that counts meetings, where it opens with what they studied.

    召开常务会议5次，研究法治建设工作; not 研究经济运行、法治建设等工作, which studies another thing first.
    """
    meetings = frames.group(_MEETINGS)
    if all(meetings.isdisjoint(m.concepts) for m in (*words.before, *words.after)):
        return ()
    # a meeting on one topic is on what it studied, though that is counted: 专题会议3次，研究法治建设问题9项
    topical = frames.group(_ON_ONE_TOPIC)
    on_one = any(not topical.isdisjoint(m.concepts) for m in (*words.before, *words.after))
    end = _end_of_meetings(setting, words, meetings)
    following = (_NEXT_COUNT if on_one else _NEXT_CLAUSE).match(setting.text, end)
    told = setting.between(*following.span(1)) if following else ()
    named = [mention for mention in told if mention.concepts]
    if len(named) < 2 or not named[0].concepts & frames.group(_STUDYING):
        return ()
    return () if _unknown_between(setting, told, named[0].end, named[1].start) else told


def _end_of_meetings(setting: Setting, words: Words, meetings: frozenset[str]) -> int:
    """Where a list of meetings ends: 党组会8次、常务会6次，研究法治建设 tells what both studied."""
    end = words.end
    for placed in setting.figures:
        figure = placed.figure
        if figure.quantity.start < end or figure.clause_start != words.clause_start:
            continue
        if not setting.text.startswith("、", end):
            break
        if meetings.isdisjoint(concepts_of(setting.between(end, figure.quantity.start))):
            break
        end = figure.quantity.end
    return end


def tells_other_topic(setting: Setting, words: Words, frames: Frames) -> bool:
    """Whether the clause after meetings studies other work than law: 常务会议9次，研究重大行政决策事项."""
    if frames.group(_MEETINGS).isdisjoint(concepts_of(words.before)):
        return False
    end = _end_of_meetings(setting, words, frames.group(_MEETINGS))
    following = _NEXT_CLAUSE.match(setting.text, end)
    if following is None or not _STUDIES.match(following[1]):
        return False
    named = concepts_of(setting.between(*following.span(1)))
    return bool(named & frames.group(_OTHER_TOPICS)) and not named & frames.group(_TOPICS)


def with_topics(setting: Setting, words: list[Words], frames: Frames) -> list[Words]:
    """The words of a paragraph's figures, those that count study with the law that the next clause names.

    中心组学习8次，深入学习宪法和民法典; not 学习8次，深入学习产业政策、宪法, which are more than law.
    """
    if frames.group(_LEARNERS).isdisjoint(setting.named):
        return words
    return [
        _with_topic(setting, one, frames) if placed.figure.quantity.unit in _TIMES else one
        for placed, one in zip(setting.figures, words, strict=True)
    ]


def _with_topic(setting: Setting, words: Words, frames: Frames) -> Words:
    learning, topics = frames.group(_LEARNING), frames.group(_TOPICS)
    own, behind = concepts_of(words.before), concepts_of(words.after)
    if own & frames.group(_LECTURES) and own & topics:
        return _with_training(setting, words, frames)
    # 召开8次中心组学习会，学习宪法: where nothing is told before the figure, its noun stands behind
    told_once = not (own and behind)
    own |= behind
    counts_study = own & frames.group(_LEARNERS) and own & learning and not own & topics
    if not (counts_study and told_once):
        return words
    following = _NEXT_CLAUSE.match(setting.text, words.end)
    told = setting.between(*following.span(1)) if following else ()
    law = [number for number, one in enumerate(told) if one.concepts & topics]
    if following is None or not law:
        return _with_topic_before(setting, words, frames)
    first, last = law[0], law[-1]
    of_law = all(not one.concepts or one.concepts & (learning | topics) for one in told[: last + 1])
    if (
        not of_law
        or JOINT.match(setting.text, told[last].end)
        or _unknown_between(setting, told, following.start(1), told[last].end)
    ):
        return words
    passed = (max(words.high, words.end), told[first].start)
    return words._replace(after=(*words.after, *told[first : last + 1]), others=passed)


def _with_topic_before(setting: Setting, words: Words, frames: Frames) -> Words:
    """学习宪法和民法典，召开中心组学习会8次: the law that the clause before names, where it names no more."""
    learning, topics = frames.group(_LEARNING), frames.group(_TOPICS)
    text, end = setting.text, words.clause_start - 1
    start = max(text.rfind("，", words.sentence_start, end) + 1, words.sentence_start)
    told = setting.between(start, max(start, end))
    named = [one for one in told if one.concepts]
    if end <= start or not any(one.concepts & topics for one in named):
        return words
    if not all(one.concepts & (learning | topics) for one in named) or not named[0].concepts & learning:
        return words
    if _unknown_between(setting, told, start, end):
        return words
    return words._replace(before=(*told, *words.before), low=start, others=(end, words.clause_start))


def _with_training(setting: Setting, words: Words, frames: Frames) -> Words:
    """法治讲座3场，执法培训2期: whom a lecture beside the training of officials is for."""
    following = None if words.after else _NEXT_COUNT.match(setting.text, words.end)
    told = setting.between(*following.span(1)) if following else ()
    named = next((one for one in told if one.concepts), None)
    if named is None or not named.concepts & frames.group(_TRAININGS):
        return words
    return words._replace(after=(named,), others=(max(words.high, words.end), named.start))


def without_means(setting: Setting, words: list[Words], frames: Frames) -> list[Words]:
    """The words of a paragraph's figures without the means: 以讲座、报告会等形式开展普法宣传36场."""
    if _METHOD not in setting.named or frames.group(_MEANS).isdisjoint(setting.named):
        return words
    return [_without_means(setting, one, frames) for one in words]


def _without_means(setting: Setting, words: Words, frames: Frames) -> Words:
    end = max((one.start for one in words.before if _METHOD in one.concepts), default=0)
    found = _BY_MEANS.search(setting.text, words.low, end) if end else None
    if not found:
        return words
    means = frames.group(_MEANS)

    def is_means(one: Mention) -> bool:
        return found.end() <= one.start < end and one.concepts <= means

    before = (one._replace(concepts=frozenset()) if is_means(one) else one for one in words.before)
    return words._replace(before=tuple(before))


def _unknown_between(setting: Setting, told: Iterable[Mention], start: int, end: int) -> bool:
    for mention in told:
        if start <= mention.start and mention.end <= end:
            if without_marks(setting.text[start : mention.start]):
                return True
            start = mention.end
    return bool(without_marks(setting.text[start:end]))
