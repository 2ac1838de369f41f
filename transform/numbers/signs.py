"""Signs of patterns: characters without which none of them matches, looked for before the patterns are.

Most figures have none of the words that tell a role, a year or a place; one look at the characters before
them costs less than a pattern of many words does.
"""

import re
from collections import Counter

from transform.text.anchors import DIGITS, SPACES, anchors_of, beginnings_of

_ANY = re.compile("")
_FEW = 8
"""Words that are joined of a pattern's parts: more of them have more characters."""
_VAGUE = frozenset(DIGITS + SPACES)
"""Characters that stand for others too."""
# a blank, or the comment
_SPACE = re.compile(r"(?<!\\)\s+|#.*")


def signs_of(*patterns: str | re.Pattern[str]) -> re.Pattern[str]:
    """Finds a character that stands in every text which one of the patterns matches.

    Where a pattern has no words that must stand, it is found everywhere.

    >>> signs = signs_of("增长|提升", "(?:回|爬)升了?")
    >>> bool(signs.search("同比增加")), bool(signs.search("受理案件"))
    (True, False)
    """
    words: set[str] = set()
    for pattern in patterns:
        anchors = anchors_of(_plain(pattern), _FEW)
        if not anchors or any(map(_VAGUE.issuperset, anchors)):
            return _ANY
        words |= anchors
    return re.compile(f"[{''.join(map(re.escape, _covering(words)))}]")


def begins_of(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Finds a character that a match of the pattern may begin with, for `matches_of`.

    >>> begins_of(re.compile("(?<=了)一件|无人|零")).pattern
    '[一无零]'
    """
    words = beginnings_of(_plain(pattern))
    if words is None or any(word[0] in _VAGUE for word in words):
        return re.compile("(?s:.)")
    return re.compile(f"[{''.join(map(re.escape, sorted({word[0] for word in words})))}]")


def _plain(pattern: str | re.Pattern[str]) -> str:
    """The source of a pattern, without the blanks and comments of a verbose one."""
    if isinstance(pattern, str):
        return pattern
    return _SPACE.sub("", pattern.pattern) if pattern.flags & re.VERBOSE else pattern.pattern


def _covering(words: set[str]) -> list[str]:
    """Few characters of which each word has one, the most common of them first."""
    chosen: list[str] = []
    while words:
        counts = Counter(character for word in words for character in set(word) - _VAGUE)
        best = max(sorted(counts), key=lambda character: counts[character])
        chosen.append(best)
        words = {word for word in words if best not in word}
    return chosen
