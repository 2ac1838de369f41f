"""Every pattern of transform/, and every named part of one, matches an example in a comment beside it.

A comment holds for the statements right below it, up to an empty line or another comment.
"""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

import transform
from transform.numbers.exclusions import spelled
from warehouse.vocabulary import load_wording

ROOM = Path(transform.__file__).parent
DRAWN = {"signs_of", "begins_of"}
"""What these make is drawn from other patterns, which have their examples."""
BUILDERS = DRAWN | {"_patterns", "place_names_of"}
"""Functions that compile: those drawn as modules load, the others once a process or a place."""
PART = re.compile(r"[^\\]\||\[[^\]]+\]|\(\?[:P]|[^\\][?*+]$")
"""What a part of patterns has: alternatives, a class, a group, something that may be missing."""
LOOK = re.compile(r"\(\?<?[=!][^()]*\)")
LONGEST = 60
CHINESE, COMMENTED = re.compile("[一-鿿]"), re.compile(r"\s#.*")
COMMENT = re.compile(r"(?:^|\s)#\s(.*)$")


class Named(NamedTuple):
    """A pattern of a module, by the name that it has there, and the comments beside it."""

    name: str
    pattern: re.Pattern[str]
    beside: tuple[str, ...]


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from (pattern for one in value.values() for pattern in patterns_in(one))
    elif isinstance(value, tuple):
        yield from (pattern for one in value for pattern in patterns_in(one))


def part_in(value: object) -> Iterator[re.Pattern[str]]:
    """A part of patterns, by itself; words and characters alone are none, nor is what only looks round."""
    if isinstance(value, str) and PART.search(value) and not LOOK.fullmatch(value):
        with suppress(re.error):  # what opens a pattern that others close
            yield re.compile(value, re.VERBOSE if "\n" in value else 0)


def comment_above(lines: list[str], start: int) -> list[str]:
    """The run of comments over line `start`, past other statements but over no empty line."""
    above: list[str] = []
    for line in reversed(lines[: start - 1]):
        comment = line.startswith("#")
        if not line or (above and not comment):
            break
        if comment:
            above.append(line.removeprefix("#").strip())
    return above


def named_in(path: Path) -> Iterator[Named]:
    dotted = path.relative_to(ROOM.parent).with_suffix("").parts
    module, source = import_module(".".join(dotted)), path.read_text("utf-8")
    lines, seen = source.split("\n"), set[int]()
    for node in ast.parse(source).body:
        names = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
        if not isinstance(node, ast.Assign | ast.AnnAssign) or DRAWN & {one.id for one in names}:
            continue
        within = map(COMMENT.search, lines[node.lineno - 1 : node.end_lineno])
        beside = (*comment_above(lines, node.lineno), *(found[1] for found in within if found))
        for name in (one.id for one in names if isinstance(one.ctx, ast.Store)):
            value = getattr(module, name, None)
            for pattern in (*patterns_in(value), *part_in(value)):
                # a tuple may hold patterns that have names of their own
                if pattern.pattern and id(pattern) not in seen:
                    yield Named(name, pattern, beside)
                seen.add(id(pattern))


def is_matched(pattern: re.Pattern[str], comment: str) -> bool:
    """Whether a part of a comment matches: patterns look at words up to a figure, or from it on."""
    ends = range(len(comment) + 1)
    parts = (comment[start:end] for end in ends for start in range(max(0, end - LONGEST), end))
    return any((found := pattern.search(part)) and found.group() for part in parts)


MODULES = pytest.mark.parametrize(
    "path", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM))
)


@MODULES
def test_each_pattern_matches_its_example(path: Path) -> None:
    without = [
        f"{one.name}: {one.pattern.pattern}"
        for one in named_in(path)
        if not any(is_matched(one.pattern, comment) for comment in one.beside)
    ]
    assert without == []


@MODULES
def test_no_text_waits_for_a_pattern_to_be_compiled(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    functions = [one for one in nodes if isinstance(one, ast.FunctionDef)]
    assert {one.name for one in functions if any(map(compiles, ast.walk(one)))} <= BUILDERS


def compiles(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"


def test_each_exclusion_is_found_in_an_example() -> None:
    table = load_wording("exclusions")
    listed = [(entry["matches"], entry["examples"]) for entry in table["pattern"]]
    listed.append((table["rhetoric"]["always"], table["rhetoric"]["examples"]))
    without = [
        source
        for sources, examples in listed
        for source in sources
        if re.escape(source) != source and not any(re.search(spelled(source), one) for one in examples)
    ]
    assert without == []


@MODULES
def test_words_stand_in_the_tables_of_wording(path: Path) -> None:
    """No Chinese beside comments but the particles 的 and 了, and both ends of the block of characters."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    texts = [
        COMMENTED.sub("", one.value)
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in told
    ]
    assert set(CHINESE.findall("".join(texts))) <= set("的了一鿿")
