"""The name of the body that opens a figure's clause: whatever its words mean, it did the deed."""

import re

from transform.linking.frames import Frames
from transform.linking.setting import Setting
from transform.linking.words import Words
from warehouse.lexicon import Kind
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
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
