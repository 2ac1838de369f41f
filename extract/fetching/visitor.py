"""Visits to official sites: robots.txt first, one request at a time, again where that may help."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit

from extract.addresses import Resolve, resolve_host
from extract.fetching.blocked import blocked_reason, elsewhere_reason, odd_reason
from extract.fetching.connections import Answer, Connections, tls_context
from extract.fetching.limits import FetchLimits
from extract.fetching.pace import Pace
from extract.fetching.pages import BlockedError, BusyError, Fetched, Trace, Visit, Walk, Wanted
from extract.robots import Robots, read_robots
from warehouse.errors import FetchError

_WELL = frozenset((200, 202))
_BUSY = frozenset((429, 500, 502, 503, 504))
_GONE = frozenset((404, 410))
_FORBIDDEN = frozenset((401, 403))
_FOR_GOOD = frozenset((301, 308))
_SAME_QUESTION = frozenset((307, 308))
_FRONT_PAGES = frozenset(("", "/", "/index.html", "/index.htm", "/index.jsp", "/index.shtml"))
ODD = "no_text"
"""The kind of an answer that is no report, and no sign of blocking either."""
_MOST_ODD = 3
_MOST_CLOSED = 3
"""So often in a row without robots.txt, and the host is not asked again in this run."""


class Visitor:
    """Visits pages for one run: remembers robots.txt, which hosts block, which are down, and the pace."""

    def __init__(
        self, limits: FetchLimits, left_alone: Mapping[str, datetime], resolve: Resolve = resolve_host
    ) -> None:
        self._limits = limits
        self._resolve = resolve
        self._tls = cache(tls_context)
        self._pace = Pace(limits.host_delay, limits.jitter)
        self._left_alone = dict(left_alone)
        self._robots: dict[str, Robots] = {}
        self._closed: defaultdict[str, list[FetchError]] = defaultdict(list)
        self._odd: defaultdict[str, int] = defaultdict(int)

    async def visit_host(self, walks: Sequence[Walk]) -> None:
        """Walk the pages of one host one after the other; each walk is handed its visits as they end."""
        async with Connections(self._limits, self._resolve, self._tls) as connections:
            for walk in walks:
                while (wanted := walk.wanted()) is not None:
                    walk.visited(await self._visit(wanted, connections))

    async def _visit(self, wanted: Wanted, connections: Connections) -> Visit:
        trace = Trace(final_url=wanted.url)
        at = datetime.now(UTC)
        host = host_of(wanted.url)
        try:
            page = await self._persist(wanted, connections, trace)
        except BlockedError as error:
            until = at + timedelta(days=self._limits.blocked_days)
            self._left_alone[host_of(trace.final_url)] = until
            return Visit(wanted.url, at, trace, error=error, leave_until=until)
        except FetchError as error:
            return Visit(wanted.url, at, trace, error=error, leave_until=self._left_alone.get(host))
        return Visit(wanted.url, at, trace, page=page)

    async def _persist(self, wanted: Wanted, connections: Connections, trace: Trace) -> Fetched:
        """Ask again, after a while, where that may help."""
        host = host_of(wanted.url)
        for delay in self._limits.retry_delays:
            try:
                return await self._follow(wanted, connections, trace)
            except BusyError as busy:
                pause = max(busy.wait, delay * (1 + self._limits.jitter * random.random()))
                if pause > self._limits.longest_wait:
                    self._left_alone[host] = datetime.now(UTC) + timedelta(seconds=pause)
                    raise busy.error from busy
                self._pace.pause(host, pause)
        try:
            return await self._follow(wanted, connections, trace)
        except BusyError as busy:
            raise busy.error from busy

    async def _follow(self, wanted: Wanted, connections: Connections, trace: Trace) -> Fetched:
        """Follow redirects, each hop checked as if it were the first."""
        url, conditions, form = wanted.url, _conditions(wanted), wanted.form
        for _ in range(self._limits.max_redirects + 1):
            self._refuse_left_alone(url)
            await self._refuse_by_robots(url, connections, trace)
            answer = await self._ask(url, conditions, connections, trace, form)
            further = answer.redirect
            if further is None:
                return self._taken(wanted, answer, trace)
            _check_redirect(wanted.url, url, further, answer)
            if answer.status in _FOR_GOOD and _beyond_scheme(url) != _beyond_scheme(further):
                trace.moved_to = further
            url, form = further, form if answer.status in _SAME_QUESTION else ""
        what = f"was sent on more than {self._limits.max_redirects} times"
        raise FetchError(what, wanted.url, "open it in a browser for its true address", "redirects")

    async def _ask(
        self, url: str, conditions: Mapping[str, str], connections: Connections, trace: Trace, form: str = ""
    ) -> Answer:
        async with self._pace.turn(host_of(url)):
            return await connections.ask(url, conditions, trace, form)

    def _taken(self, wanted: Wanted, answer: Answer, trace: Trace) -> Fetched:
        """The page; several odd ones on end from one host are a sign of blocking."""
        host = host_of(answer.url)
        try:
            page = _fetched(wanted, answer, trace)
        except FetchError as error:
            if error.kind == ODD:
                self._odd[host] += 1
                if self._odd[host] >= _MOST_ODD:
                    raise BlockedError(
                        f"{error.what}, as did {self._odd[host] - 1} before it", answer.url
                    ) from error
            raise
        self._odd[host] = 0
        return page

    def _refuse_left_alone(self, url: str) -> None:
        host = host_of(url)
        until = self._left_alone.get(host)
        if until is not None and until > datetime.now(UTC):
            what = (
                f"is not asked: {host} has turned us away and is left alone until {until:%Y-%m-%d %H:%M} UTC"
            )
            way_out = "save it in a browser, then: fazhi snapshots add FILE --url URL --saved-on DATE"
            raise FetchError(what, url, way_out, "blocked")
        closed = self._closed[_origin(url)]
        if len(closed) >= _MOST_CLOSED:
            what = f"{closed[-1].what} ({len(closed)} times, so the host is not asked again in this run)"
            raise FetchError(what, url, closed[-1].way_out, closed[-1].kind)

    async def _refuse_by_robots(self, url: str, connections: Connections, trace: Trace) -> None:
        """Raise FetchError, kind robots, where the host's robots.txt does not allow that address."""
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = await self._read_robots(url, connections, trace)
            self._pace.slow_down(host_of(url), self._robots[origin].delay)
        if not self._robots[origin].allows(url):
            way_out = "ask the publisher, or save it by hand"
            raise FetchError("robots.txt does not allow it", url, way_out, "robots")

    async def _read_robots(self, page: str, connections: Connections, trace: Trace) -> Robots:
        """The robots.txt for `page`. One that cannot be had closes the host for now: it is not remembered."""
        try:
            return await self._ask_robots(f"{_origin(page)}/robots.txt", connections, trace)
        except BusyError as busy:
            error = FetchError(busy.error.what, page, busy.error.way_out, busy.error.kind)
            self._closed[_origin(page)].append(error)
            raise BusyError(error, busy.wait) from busy
        except FetchError as failure:
            error = FetchError(failure.what, page, failure.way_out, failure.kind)
            self._closed[_origin(page)].append(error)
            raise error from failure

    async def _ask_robots(self, url: str, connections: Connections, trace: Trace) -> Robots:
        """Five redirects are followed (RFC 9309, 2.3.1.2); more is as if there were no robots.txt."""
        for _ in range(6):
            answer = await self._ask(url, {}, connections, trace)
            further = answer.redirect
            if further is None:
                robots = read_robots(answer.status, answer.body)
                if robots.closed:
                    what = f"{robots.closed}, so nothing is fetched for now"
                    raise BusyError(FetchError(what, url, "try again later", "robots"), _retry_after(answer))
                self._closed.pop(_origin(url), None)
                return robots
            url = further
        return Robots()


def host_of(url: str) -> str:
    """The host of an address in small letters, as a site is told from another; empty where there is none."""
    return (urlsplit(url).hostname or "").lower()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _beyond_scheme(url: str) -> str:
    return url.partition("://")[2]


def _conditions(wanted: Wanted) -> dict[str, str]:
    previous = wanted.previous
    if previous is None or previous.url != wanted.url or wanted.form:
        return {}
    conditions = {"If-None-Match": previous.etag, "If-Modified-Since": previous.last_modified}
    return {name: value for name, value in conditions.items() if value and value.isascii()}


def _check_redirect(first: str, url: str, further: str, answer: Answer) -> None:
    if further == url and "set-cookie" in answer.headers:
        raise BlockedError("a cookie puzzle: it sends us on to itself with a cookie", url)
    if urlsplit(further).scheme not in ("http", "https"):
        raise FetchError(f"sends us on to {further[:200]}", url, "open it in a browser", "redirects")
    if urlsplit(further).path in _FRONT_PAGES and urlsplit(first).path not in _FRONT_PAGES:
        raise FetchError(
            f"sends us on to the front page {further}", first, "look for its new address", "gone"
        )


def _fetched(wanted: Wanted, answer: Answer, trace: Trace) -> Fetched:
    is_unchanged = answer.status == 304 and bool(_conditions(wanted))
    if not is_unchanged:
        _refuse_answer(answer, wanted)
    return Fetched(
        url=wanted.url,
        final_url=answer.url,
        fetched_at=datetime.now(UTC),
        data=None if is_unchanged else answer.body,
        media_type=answer.headers.get("content-type", ""),
        etag=answer.headers.get("etag", ""),
        last_modified=answer.headers.get("last-modified", ""),
        tls=trace.tls,
    )


def _refuse_answer(answer: Answer, wanted: Wanted) -> None:
    """Raise the error that an answer stands for; nothing where it is a page."""
    status = f"answers {answer.status} {answer.reason}".strip()
    if answer.status in _GONE:
        raise FetchError(status, answer.url, "look for its new address", "gone")
    if answer.status in _FORBIDDEN:
        raise FetchError(status, answer.url, "open it in a browser; it may need a login", "forbidden")
    if answer.status in _BUSY:
        raise BusyError(FetchError(status, answer.url, "try again later", "busy"), _retry_after(answer))
    media_type = answer.headers.get("content-type", "")
    if why := blocked_reason(answer.status, media_type, answer.body):
        raise BlockedError(f"answers {answer.status} with {why}", answer.url)
    if answer.status not in _WELL:
        raise FetchError(status, answer.url, "try again later", "http_error")
    kind, why = ("", "") if wanted.is_list else elsewhere_reason(media_type, answer.body)
    if kind:
        raise FetchError(f"answers {answer.status} with {why}", answer.url, "look for its new address", kind)
    size_before = wanted.previous.size if wanted.previous else 0
    if not wanted.is_list and (why := odd_reason(media_type, answer.body, size_before)):
        raise FetchError(f"answers {answer.status} with {why}", answer.url, "open it in a browser", ODD)


def _retry_after(answer: Answer) -> float:
    """Seconds that the server asks us to wait, as a number or a date; 0 where it does not."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
