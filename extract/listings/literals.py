"""Values written down in a page's scripts: JSON, and JavaScript's looser form of it (bare names, 'quotes').

Nothing is run. What is no plain value, such as a name or a call, ends the reading of the value round it.
"""

import re
from collections.abc import Iterator
from typing import Any

_SPACE = re.compile(r"(?:\s|//[^\n]*(?:\n|\Z)|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?(?![\w$])")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}
_PLAIN = {quote: re.compile(rf"[^{quote}\\]*") for quote in "\"'`"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": ""}
_BEGINS = re.compile(r"\[\s*[\[{\"']|\{\s*[\"']?[A-Za-z_$]\w*[\"']?\s*:")
_DEEPEST = 40
_MOST = 400
"""Values begun in one script: what lies deeper in one that was read is not begun again."""


class _NoLiteralError(Exception):
    """Here is no plain value."""


def literals(script: str) -> Iterator[Any]:
    """The lists and objects that are written down in a script, outermost first, in their order."""
    position, spent = 0, 0
    for _ in range(_MOST):
        match = _BEGINS.search(script, position)
        if not match or spent > 4 * len(script) + 10_000:
            return
        reader = _Reader(script, match.start())
        try:
            value = reader.value(0)
        except _NoLiteralError:
            spent += reader.position - match.start()
            position = match.start() + 1
        else:
            position = reader.position
            yield value


def literal(text: str, start: int = 0) -> Any:
    r"""The value that begins at `start`. Raises ValueError where there is none.

    >>> literal("{'pageNo': 1, name: \"a\"}")
    {'pageNo': 1, 'name': 'a'}
    """
    try:
        return _Reader(text, start).value(0)
    except _NoLiteralError as error:
        raise ValueError(f"no plain value at {start}") from error


class _Reader:
    """Reads one value from a position on, and stops behind it."""

    def __init__(self, text: str, position: int) -> None:
        self.text = text
        self.position = position

    def value(self, depth: int) -> Any:
        mark = self._mark()
        if depth > _DEEPEST:
            raise _NoLiteralError
        if mark == "[":
            return self._list(depth)
        if mark == "{":
            return self._object(depth)
        if mark in _PLAIN:
            return self._joined(mark)
        if number := _NUMBER.match(self.text, self.position):
            self.position = number.end()
            return float(number[0]) if any(part in number[0] for part in ".eE") else int(number[0])
        name = _NAME.match(self.text, self.position)
        if not name or name[0] not in _WORDS:
            raise _NoLiteralError
        self.position = name.end()
        return _WORDS[name[0]]

    def _mark(self) -> str:
        space = _SPACE.match(self.text, self.position)
        self.position = space.end() if space else self.position
        return self.text[self.position : self.position + 1]

    def _take(self, mark: str) -> bool:
        if self._mark() != mark:
            return False
        self.position += 1
        return True

    def _list(self, depth: int) -> list[Any]:
        self.position += 1
        found: list[Any] = []
        while not self._take("]"):
            found.append(self.value(depth + 1))
            if not self._take(",") and self._mark() != "]":
                raise _NoLiteralError
        return found

    def _object(self, depth: int) -> dict[str, Any]:
        self.position += 1
        found: dict[str, Any] = {}
        while not self._take("}"):
            name = self._key()
            if not self._take(":"):
                raise _NoLiteralError
            found[name] = self.value(depth + 1)
            if not self._take(",") and self._mark() != "}":
                raise _NoLiteralError
        return found

    def _key(self) -> str:
        mark = self._mark()
        if mark in _PLAIN:
            return self._string(mark)
        match = _NAME.match(self.text, self.position) or _NUMBER.match(self.text, self.position)
        if not match:
            raise _NoLiteralError
        self.position = match.end()
        return match[0]

    def _joined(self, mark: str) -> str:
        """A string, and those added to it: '<li>' + '…'."""
        pieces = [self._string(mark)]
        while self._take("+"):
            if (following := self._mark()) not in _PLAIN or not following:
                raise _NoLiteralError
            pieces.append(self._string(following))
        return "".join(pieces)

    def _string(self, quote: str) -> str:
        self.position += 1
        pieces: list[str] = []
        while True:
            plain = _PLAIN[quote].match(self.text, self.position)
            end = plain.end() if plain else self.position
            pieces.append(self.text[self.position : end])
            self.position = end + 1
            mark = self.text[end : end + 1]
            if mark == quote:
                return "".join(pieces)
            if not mark:
                raise _NoLiteralError
            pieces.append(self._escaped())

    def _escaped(self) -> str:
        mark = self.text[self.position : self.position + 1]
        self.position += 1
        length = {"u": 4, "x": 2}.get(mark, 0)
        if not length:
            return _ESCAPES.get(mark, mark)
        digits = self.text[self.position : self.position + length]
        try:
            character = chr(int(digits, 16))
        except ValueError as error:
            raise _NoLiteralError from error
        self.position += length
        return character
