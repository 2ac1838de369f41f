"""The metric catalogue as it was last committed: what is new since then is what a check tells."""

import subprocess
from pathlib import Path

import warehouse
from warehouse.metrics import LEXICON_FILE, METRICS_FOLDER, Catalogue, parse_catalogue

_SECONDS = 30


def committed_catalogue() -> Catalogue | None:
    """The catalogue of the last commit; None outside a git checkout, or where none was committed.

    Raises CatalogueError where that one does not hold.
    """
    root = Path(warehouse.__file__).parent.parent
    names = _git(root, "ls-tree", "--name-only", "HEAD", LEXICON_FILE, f"{METRICS_FOLDER}/")
    paths = [name for name in (names or "").splitlines() if name.endswith(".toml")]
    if LEXICON_FILE not in paths:
        return None
    return parse_catalogue({path: _git(root, "show", f"HEAD:{path}") or "" for path in paths})


def _git(root: Path, *words: str) -> str | None:
    """What git says in the folder; None where it is missing or refuses."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode()
