"""The page of promises names tests that are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROMISES = (ROOT / "docs/promises.md").read_text(encoding="utf-8").split("\n### ")[1:]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("promise", PROMISES, ids=[promise.split(".")[0] for promise in PROMISES])
def test_each_promise_is_held_by_tests(promise: str) -> None:
    named = NAMED.findall(promise)
    assert named, "a promise without a test"
    for file, test in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, file
    for part in ("Can happen", "You see", "You do", "Held by"):
        assert f"- **{part}:**" in promise


def test_they_are_numbered() -> None:
    assert [promise.split(".")[0] for promise in PROMISES] == [str(n + 1) for n in range(len(PROMISES))]
