"""The words of a command line: taken as they were meant, and what is wrong with them told in one line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import typer

from warehouse.errors import SettingsError

if TYPE_CHECKING:
    from typer.core import TyperGroup

_WrongUse = cast("type[Exception]", typer.BadParameter.__base__)
"""Any wrong use; of its kinds typer exports this one alone."""


def call(command: "TyperGroup") -> int | None:
    """Call the command line; its exit status, if a command gave one. Raises SettingsError for wrong use.

    Words lose the blanks round them: ids that come out of a CSV may bring the end of its line along.
    """
    words = [word.strip() for word in sys.argv[1:]]
    with _in_one_line(_named(command, words)):
        return cast("int | None", command.main(words, prog_name="fazhi", standalone_mode=False))


def _named(group: Any, words: list[str]) -> str:
    """The command among the words, after the groups that it is in: `fazhi metrics show`."""
    named = ["fazhi"]
    for word in words:
        if inner := getattr(group, "commands", {}).get(word):
            named.append(word)
            group = inner
    return " ".join(named)


@contextmanager
def _in_one_line(named: str) -> Iterator[None]:
    """Let wrong use be an error of ours: typer would draw a box, with the usage above it.

    An option that lacks its value is told without the command that it is of; that is `named`, then.
    """
    try:
        yield
    except _WrongUse as error:
        wrong: Any = error
        said = _plain(wrong.format_message())
        if not said:  # no command was named, and the help has been shown instead
            raise SystemExit(wrong.exit_code) from None
        path = wrong.ctx.command_path if wrong.ctx else named
        where = path.removeprefix("fazhi").strip()
        raise SettingsError(said, where, f"see `{path} --help`") from error


def _plain(words: str) -> str:
    """Typer's words as ours are: no capital, no stop, nothing of the library that it checks values with.

    >>> _plain("Invalid value for '--format': Value error, 'x' is not one of 'csv', 'json'.")
    "invalid value for '--format': 'x' is not one of 'csv', 'json'"
    """
    said = " ".join(words.replace("Value error, ", "").split()).rstrip(".")
    return said[:1].lower() + said[1:]
