"""Bytes that need no network: file: and packaged samples."""

import os
import stat
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from extract.fetching.limits import FetchLimits
from extract.fetching.pages import Fetched
from warehouse.errors import FetchError


def is_local(url: str) -> bool:
    """Whether an address is fetched without a network. Raises FetchError for one that is none, or of a
    scheme that is not fetched."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:
        raise FetchError(f"is no address: {error}", url, "mend the catalogue", "bad_url") from error
    if scheme not in ("http", "https", "file", "sample"):
        what = f"{scheme or 'no scheme'} is not fetched"
        raise FetchError(what, url, "https:, http:, file: or sample:", "bad_url")
    return scheme in ("file", "sample")


def fetch_local(url: str, limits: FetchLimits) -> Fetched:
    """Read a file: or sample: address. Raises FetchError: bad_url, not_found, too_large."""
    return _fetch_file(url, limits) if urlsplit(url).scheme == "file" else _fetch_sample(url, limits)


def _too_large(url: str, limits: FetchLimits) -> FetchError:
    what = f"is larger than {limits.max_bytes} bytes"
    return FetchError(what, url, "check that it is a report, or raise the limit", "too_large")


def _fetch_file(url: str, limits: FetchLimits) -> Fetched:
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise FetchError("names a host", url, "a file: address is file:///folder/name", "bad_url")
    path = Path(url2pathname(parts.path))
    try:
        with _opened(path) as file:
            data = _whole(file, url, limits)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise FetchError(
            f"cannot be read: {why}", url, "check the path in the catalogue", "not_found"
        ) from error
    return Fetched(url, url, datetime.now(UTC), data)


def _opened(path: Path) -> BinaryIO:
    """A file for reading. To open a FIFO waits for nobody, and no link is followed that was not before."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb")


def _whole(file: BinaryIO, url: str, limits: FetchLimits) -> bytes:
    """All bytes of a regular file, and of nothing that only looks like one.

    What the system makes up as it is read (/proc, /sys) says another size than it has.
    """
    state = os.fstat(file.fileno())
    if not stat.S_ISREG(state.st_mode):
        raise FetchError("is no regular file", url, "check the path in the catalogue", "not_found")
    if state.st_size > limits.max_bytes:
        raise _too_large(url, limits)
    data = file.read(limits.max_bytes + 1)
    if len(data) != state.st_size:
        what = f"says {state.st_size} bytes and holds others"
        raise FetchError(what, url, "is it being written, or no file of a disk?", "not_found")
    return data


def _fetch_sample(url: str, limits: FetchLimits) -> Fetched:
    name = PurePosixPath(unquote(url.partition(":")[2]))
    if name.is_absolute() or ".." in name.parts or "\\" in str(name) or not name.parts:
        raise FetchError("is no name within the samples", url, "sample:NAME", "bad_url")
    try:
        data = files("samples").joinpath(*name.parts).read_bytes()
    except (OSError, ModuleNotFoundError) as error:
        raise FetchError("is not among the packaged samples", url, "check the name", "not_found") from error
    if len(data) > limits.max_bytes:
        raise _too_large(url, limits)
    return Fetched(url, url, datetime.now(UTC), data)
