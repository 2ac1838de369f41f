"""One way to find all matches of a pattern for less than `finditer` costs."""

import re
from collections.abc import Iterator


def matches_of(pattern: re.Pattern[str], begins: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` gives, tried only where `begins`, a class of characters, stands.

    Every match of `pattern` must begin with such a character. A pattern of many alternatives is tried by
    finditer at every character of a text, which costs six times as much where few can begin one.

    >>> pattern, begins = re.compile("一半|半数|2"), re.compile("[一半2]")
    >>> [match.group() for match in matches_of(pattern, begins, "过半数，2件")]
    ['半数', '2']
    """
    position = 0
    while begin := begins.search(text, position):
        match = pattern.match(text, begin.start())
        position = match.end() if match else begin.end()
        if match:
            yield match
