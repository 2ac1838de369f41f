"""Bytes from an address: http(s), file: or a packaged sample."""

import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import httpx

from warehouse.errors import FetchError
from warehouse.records import Snapshot

_BUSY = frozenset((502, 503, 504))
_GONE = frozenset((404, 410))
# What sites answer to a script they do not want: no error of the page, and no reason to insist.
_BLOCKED = frozenset((401, 403, 412, 429, 521))


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How long (seconds), how much (bytes) and how often a page is asked for, and under which name."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 120.0
    max_bytes: int = 64 * 1024 * 1024
    max_redirects: int = 5
    retry_delays: tuple[float, ...] = (1.0, 5.0)
    user_agent: str = "fazhi/0.1 (+https://github.com/fazhi-data/fazhi)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered; `data` is None where it has not changed since the previous snapshot."""

    url: str
    final_url: str
    fetched_at: datetime
    data: bytes | None
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""


class _Busy(Exception):
    """An answer, or none, for which asking again soon may help."""

    def __init__(self, error: FetchError) -> None:
        super().__init__(error)
        self.error = error


def fetch(url: str, limits: FetchLimits, previous: Snapshot | None = None) -> Fetched:
    """Fetch `url`; if `previous` is a snapshot of it, ask only for what changed since.

    Asks again after `limits.retry_delays` where no connection came about or the server is busy (502, 503,
    504). Raises FetchError with the kind: refused, tls, timeout, gone (404, 410), blocked (401, 403, 412,
    429, 521), http_error, too_large, redirects, not_found (file or sample), bad_url.
    """
    scheme = _scheme(url)
    if scheme == "file":
        return _fetch_file(url, limits)
    if scheme == "sample":
        return _fetch_sample(url, limits)
    if scheme not in ("http", "https"):
        raise FetchError(
            f"{scheme or 'no scheme'} is not fetched", url, "https:, http:, file: or sample:", "bad_url"
        )
    for delay in limits.retry_delays:
        try:
            return _fetch_once(url, limits, previous)
        except _Busy:
            time.sleep(delay)
    try:
        return _fetch_once(url, limits, previous)
    except _Busy as busy:
        raise busy.error from busy.error.__cause__


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError as error:
        raise FetchError(f"is no address: {error}", url, "mend the catalogue", "bad_url") from error


def _fetch_once(url: str, limits: FetchLimits, previous: Snapshot | None) -> Fetched:
    timeout = httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds)
    headers = {"User-Agent": limits.user_agent} | _conditions(url, previous)
    deadline = time.monotonic() + limits.total_seconds
    try:
        with (
            httpx.Client(
                timeout=timeout, follow_redirects=True, max_redirects=limits.max_redirects
            ) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            return _answer(url, response, limits, deadline)
    except httpx.ConnectTimeout as error:
        raise _Busy(_timeout(url, f"no connection within {limits.connect_seconds:g} s")) from error
    except httpx.TimeoutException as error:
        raise _timeout(url, f"no answer within {limits.read_seconds:g} s") from error
    except httpx.TooManyRedirects as error:
        what = f"was sent on more than {limits.max_redirects} times"
        raise FetchError(what, url, "open it in a browser for its true address", "redirects") from error
    except httpx.ConnectError as error:
        raise _unconnected(url, error) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"broke off: {error}", url, "try again later", "http_error") from error


def _conditions(url: str, previous: Snapshot | None) -> dict[str, str]:
    if previous is None or previous.url != url:
        return {}
    conditions = {"If-None-Match": previous.etag, "If-Modified-Since": previous.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _answer(url: str, response: httpx.Response, limits: FetchLimits, deadline: float) -> Fetched:
    if response.status_code == 304:
        data = None
    elif response.status_code == 200:
        data = _body(url, response, limits, deadline)
    else:
        raise _refusal(url, response)
    return Fetched(
        url=url,
        final_url=str(response.url),
        fetched_at=datetime.now(UTC),
        data=data,
        media_type=response.headers.get("content-type", ""),
        etag=response.headers.get("etag", ""),
        last_modified=response.headers.get("last-modified", ""),
    )


def _body(url: str, response: httpx.Response, limits: FetchLimits, deadline: float) -> bytes:
    chunks = bytearray()
    for chunk in response.iter_bytes(65536):
        chunks += chunk
        if len(chunks) > limits.max_bytes:
            raise _too_large(url, limits)
        if time.monotonic() > deadline:
            raise _timeout(url, f"not complete within {limits.total_seconds:g} s")
    return bytes(chunks)


def _refusal(url: str, response: httpx.Response) -> Exception:
    status = f"answers {response.status_code} {response.reason_phrase}".strip()
    if response.status_code in _GONE:
        return FetchError(status, url, "look for its new address", "gone")
    if response.status_code in _BLOCKED:
        return FetchError(status, url, "open it in a browser; the site may not want scripts", "blocked")
    error = FetchError(status, url, "try again later", "http_error")
    return _Busy(error) if response.status_code in _BUSY else error


def _unconnected(url: str, error: httpx.ConnectError) -> Exception:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return FetchError(f"TLS failed: {cause}", url, "open it in a browser to compare", "tls")
        cause = cause.__cause__ or cause.__context__
    return _Busy(FetchError(f"does not answer: {error}", url, "check host and network", "refused"))


def _timeout(url: str, what: str) -> FetchError:
    return FetchError(what, url, "try again later, or allow more time", "timeout")


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
