"""The site's folder: what is there already is left, a page is there whole or not at all, stale ones go.

manifest.json   of each thing with pages the key of what they were made from, and the SHA-256 of each file
.journal        names of the files that a build which has not ended writes: a killed one's are made again
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from load.durable import disk_refusals, publish
from warehouse.errors import SettingsError

MANIFEST = "manifest.json"
_JOURNAL = ".journal"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files made together from one thing: its key, each file's SHA-256 by path, what is noted of it."""

    key: str
    files: dict[str, str]
    note: Any = None


class SiteFolder:
    """A folder of pages while it is built: ask `keep`, `write` what is not current, then `finish`.

    Bundles have names (report 330700-2017). `written` has the bytes of each file that was written, `removed`
    counts those that went.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written: dict[str, int] = {}
        self.removed = 0
        self._before = _known(root)
        self._unfinished = _journal(root)
        self._now: dict[str, Bundle] = {}

    @classmethod
    def opened(cls, root: Path) -> Self:
        """The folder at `root`, new, empty, or one that we wrote. Raises SettingsError for any other."""
        if root.is_dir() and not (root / MANIFEST).exists() and not (root / _JOURNAL).exists():
            if any(root.iterdir()):
                raise SettingsError("holds other files", str(root), "name a new folder, or one that we wrote")
        elif root.exists() and not root.is_dir():
            raise SettingsError("is a file", str(root), "name a folder")
        with disk_refusals(root):
            root.mkdir(parents=True, exist_ok=True)
        return cls(root)

    @property
    def known_files(self) -> int:
        """Files of the site as it now stands."""
        return sum(len(bundle.files) for bundle in self._now.values())

    def keep(self, name: str, key: str) -> bool:
        """Keep a bundle that was made from this key and is there; False where it is to be made."""
        known = self._before.get(name)
        if known is None or known.key != key or not all(map(self._is_there, known.files)):
            return False
        self._now[name] = known
        return True

    def note_of(self, name: str) -> Any:
        """What is noted of a bundle that was kept or written; None for nothing."""
        return self._now[name].note

    def write(self, name: str, key: str, files: Mapping[str, bytes], note: Any = None) -> None:
        """Write a bundle's files, but those that hold the same bytes already."""
        known = self._before.get(name, Bundle("", {})).files
        hashes = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
        self._now[name] = Bundle(key, hashes, note)
        new = [path for path in files if known.get(path) != hashes[path] or not self._is_there(path)]
        if not new:
            return
        with disk_refusals(self.root):
            with (self.root / _JOURNAL).open("a", encoding="utf-8") as journal:
                journal.writelines(f"{path}\n" for path in new)
            for path in new:
                self._write_one(path, files[path])

    def finish(self) -> None:
        """Take away the files of no bundle, then write the manifest, which tells of whole files alone."""
        now = {path for bundle in self._now.values() for path in bundle.files}
        before = {path for bundle in self._before.values() for path in bundle.files}
        with disk_refusals(self.root):
            for path in (before | _journal(self.root)) - now:
                (self.root / path).unlink(missing_ok=True)
                self.removed += 1
            if self.written and hasattr(os, "sync"):
                os.sync()  # once for all pages: a wait for each would take most of a build
            if self._now != self._before:
                self._write_manifest()
            (self.root / _JOURNAL).unlink(missing_ok=True)

    def _is_there(self, path: str) -> bool:
        return path not in self._unfinished and (self.root / path).exists()

    def _write_one(self, path: str, content: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = target.with_name(f".{target.name}.new")
        staged.write_bytes(content)
        os.replace(staged, target)
        self.written[path] = len(content)

    def _write_manifest(self) -> None:
        content = {name: asdict(bundle) for name, bundle in sorted(self._now.items())}
        staged = self.root / f".{MANIFEST}.new"
        staged.write_text(json.dumps(content, ensure_ascii=False, indent=0), "utf-8")
        publish(staged, self.root / MANIFEST)


def _known(root: Path) -> dict[str, Bundle]:
    """The bundles of the manifest; none where there is none, or where it is damaged."""
    try:
        content = json.loads((root / MANIFEST).read_bytes())
        bundles = {str(name): Bundle(**found) for name, found in content.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}
    return {name: found for name, found in bundles.items() if all(map(_is_ours, found.files))}


def _journal(root: Path) -> set[str]:
    try:
        lines = (root / _JOURNAL).read_text("utf-8").split("\n")
    except FileNotFoundError:
        return set()
    return {line for line in lines if line and _is_ours(line)}


def _is_ours(path: str) -> bool:
    """Whether a path leads to a file below the folder: a manifest that was tampered with removes no other."""
    parts = path.split("/")
    return ".." not in parts and not path.startswith("/") and "\\" not in path and ":" not in path
