"""Where snapshots lie: a folder, or a bucket of an object store by way of fsspec.

Both write a file whole or not at all. Names are relative, with slashes.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from warehouse.errors import LoadError, SettingsError, StoreError

Location = Path | str
"""A folder, or an address such as s3://bucket/folder."""


class Storage(Protocol):
    """Bytes by name."""

    def read(self, name: str) -> bytes:
        """The bytes. Raises OSError, FileNotFoundError where there are none."""

    def write(self, name: str, data: bytes) -> None:
        """Write the bytes whole, in place of those that were there. Raises LoadError: the disk is full."""

    def append(self, name: str, line: bytes) -> None:
        """Add a line to a file of lines; one that was cut off before it is ended first."""

    def exists(self, name: str) -> bool:
        """Whether there are bytes of that name."""

    def names(self) -> Iterator[str]:
        """All names, in order."""

    def remove(self, names: Sequence[str]) -> None:
        """Remove files that are there."""

    def place(self, name: str) -> str:
        """The name as a user would look for it."""


def storage_at(location: Location) -> Storage:
    """The storage at a folder or an address. Raises SettingsError where fsspec cannot open the address."""
    if isinstance(location, Path) or "://" not in location:
        return FolderStorage(Path(location))
    return ObjectStorage(location)


class FolderStorage:
    """A folder: written beside, flushed to the disk, renamed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._text = str(root)  # joining paths takes longer than to look at a file, and a night looks at all

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        with open(f"{self._text}/{name}", "rb") as file:
            return file.read()

    def write(self, name: str, data: bytes) -> None:
        """Write beside, flush to the disk, rename: the file is there whole or not at all."""
        path = self._root / name
        beside = path.with_name(f"{path.name}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
            _flush_folder(path.parent)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise _refused(error, path) from error

    def append(self, name: str, line: bytes) -> None:
        """Append one line; one that was cut off before it is ended first."""
        path = self._root / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a+b") as file:
                if file.tell():
                    file.seek(-1, os.SEEK_END)
                    line = line if file.read() == b"\n" else b"\n" + line
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            _flush_folder(path.parent)
        except OSError as error:
            raise _refused(error, path) from error

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return os.path.exists(f"{self._text}/{name}")

    def names(self) -> Iterator[str]:
        """All files, in order, without those half written."""
        for path in sorted(self._root.rglob("*")):
            if path.is_file() and path.suffix != ".tmp":
                yield path.relative_to(self._root).as_posix()

    def remove(self, names: Sequence[str]) -> None:
        """Remove files that are there."""
        for name in names:
            (self._root / name).unlink()

    def place(self, name: str) -> str:
        """The file's path."""
        return str(self._root / name)


class ObjectStorage:
    """A bucket: an object is put whole, and a line is added by putting the object anew.

    One writer at a time: two that add a line to one object at once would lose one of the lines. All methods
    raise StoreError where the store does not answer, or lets us not in.
    """

    def __init__(self, url: str) -> None:
        import fsspec  # only who keeps snapshots in a bucket needs it

        self._url = url.rstrip("/")
        try:
            # What was listed before is not believed: another machine may have written since.
            found: tuple[Any, str] = fsspec.core.url_to_fs(self._url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise SettingsError(
                f"cannot be opened: {error}", url, "for S3: pip install 'fazhi[s3]'"
            ) from error
        self._files, self._root = found

    def read(self, name: str) -> bytes:
        """The bytes of an object."""
        with self._answering(name, may_lack=True):
            return bytes(self._files.cat_file(self._path(name)))

    def write(self, name: str, data: bytes) -> None:
        """Put an object."""
        with self._answering(name):
            self._files.pipe_file(self._path(name), data)

    def append(self, name: str, line: bytes) -> None:
        """Put an object anew with one more line."""
        before = self.read(name) if self.exists(name) else b""
        self.write(name, before + (b"\n" if before and not before.endswith(b"\n") else b"") + line)

    def exists(self, name: str) -> bool:
        """Whether there is such an object."""
        with self._answering(name):
            return bool(self._files.exists(self._path(name)))

    def names(self) -> Iterator[str]:
        """All objects, in order."""
        with self._answering(""):
            found = sorted(self._files.find(self._root))
        for path in found:
            yield str(path).removeprefix(self._root).lstrip("/")

    def remove(self, names: Sequence[str]) -> None:
        """Remove objects, many with one question."""
        if names:
            with self._answering(names[0]):
                self._files.rm([self._path(name) for name in names])

    def place(self, name: str) -> str:
        """The object's address."""
        return f"{self._url}/{name}"

    @contextmanager
    def _answering(self, name: str, *, may_lack: bool = False) -> Iterator[None]:
        """Tell of a store that does not answer, or has no such bucket, apart from an object not there."""
        try:
            yield
        except FileNotFoundError as error:
            if may_lack:
                raise
            raise StoreError(f"the store has it not: {error}", self.place(name), "make the bucket") from error
        except Exception as error:  # noqa: BLE001  each store's driver has errors of its own
            words = " ".join(str(error).split()) or type(error).__name__
            way_out = "see that the store runs and lets us in, then run the same again"
            raise StoreError(f"the store does not answer: {words}", self.place(name), way_out) from error

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def _refused(error: OSError, path: Path) -> LoadError:
    return LoadError(error.strerror or str(error), str(path), "check free space and rights of the folder")


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where the system lets folders be opened."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
