"""Commands that the README and the operations page show exist, with the options shown."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from flows.cli.app import app
from tests.flows.running import ROOT

_SHOWN = re.compile(r"^    (?P<line>fazhi .*?)(?: +[#>].*)?$", re.MULTILINE)


def shown_commands() -> list[str]:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return sorted({match["line"] for page in pages for match in _SHOWN.finditer(page.read_text())})


@pytest.mark.parametrize("line", shown_commands())
def test_shown_command_parses(line: str) -> None:
    arguments = shlex.split(line)[1:]
    with get_command(app).make_context("fazhi", arguments, resilient_parsing=True) as context:
        name, command, rest = context.command.resolve_command(context, arguments)  # type: ignore[attr-defined]
        command.make_context(name, rest, parent=context)


def test_readme_shows_commands() -> None:
    assert len(shown_commands()) >= 6


@pytest.mark.parametrize("target", ["run", "test", "lint", "lock"])
def test_shown_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", Path(ROOT / "Makefile").read_text(), re.MULTILINE)
