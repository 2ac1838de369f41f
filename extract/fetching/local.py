"""Bytes that need no network: file: and packaged samples."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path, PurePosixPath
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
        if path.is_file() and path.stat().st_size > limits.max_bytes:
            raise _too_large(url, limits)
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise FetchError(
            f"cannot be read: {why}", url, "check the path in the catalogue", "not_found"
        ) from error
    return Fetched(url, url, datetime.now(UTC), data)


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
