"""The folder in which LibreOffice works, after its reader was killed."""

import os
import subprocess
import sys
from pathlib import Path

from extract.documents.office.legacy import clear_left_behind


def test_only_folders_of_dead_readers_go(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        pass
    gone = tmp_path / f"fazhi-office-{dead.pid}-abc"
    kept = [tmp_path / f"fazhi-office-{os.getpid()}-abc", tmp_path / "fazhi-office-notes", tmp_path / "other"]
    for folder in (gone, *kept):
        (folder / "profile").mkdir(parents=True)
    clear_left_behind(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(kept)
