"""The wording tables under `wording/`, as plain dictionaries read once."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from warehouse.errors import CatalogueError


@cache
def load_wording(name: str) -> dict[str, Any]:
    """The table `wording/<name>.toml`. Raises CatalogueError where it is no TOML."""
    source = files("warehouse") / "wording" / f"{name}.toml"
    try:
        return tomllib.loads(source.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(str(error), f"warehouse/wording/{name}.toml", "mend the TOML") from error


def either(words: Iterable[str]) -> str:
    """The alternatives of a pattern, longest first, so that no word hides one that goes on from it.

    >>> either(["达", "达到"])
    '达到|达'
    """
    return "|".join(sorted(words, key=len, reverse=True))


def any_of(words: Iterable[str]) -> str:
    """A pattern of the words as they are written, longest first; of nothing where there are none.

    >>> any_of(["件", "件次", "件/户"])
    '件/户|件次|件'
    >>> any_of([])
    '(?!)'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, ordered)) or "(?!)"
