"""Bytes from an address: http(s), file: or a packaged sample; docs/fetching.md tells how."""

from extract.addresses import Resolve, resolve_host
from extract.fetching.limits import FetchLimits, HostSwitches, read_switches
from extract.fetching.local import fetch_local, is_local
from extract.fetching.pages import Fetched, Trace, Visit, Walk, Wanted
from extract.fetching.rounds import visit_all, walk_all
from warehouse.records import Snapshot

__all__ = [
    "FetchLimits",
    "Fetched",
    "HostSwitches",
    "Trace",
    "Visit",
    "Walk",
    "Wanted",
    "fetch",
    "fetch_local",
    "is_local",
    "read_switches",
    "visit_all",
    "walk_all",
]


def fetch(
    url: str, limits: FetchLimits, previous: Snapshot | None = None, *, resolve: Resolve = resolve_host
) -> Fetched:
    """Fetch `url`; if `previous` is a snapshot of it, ask only for what changed since.

    Raises FetchError with the kind: refused, no_such_host, private_address, tls, timeout, robots, gone,
    forbidden, busy, blocked, redirects, http_error, too_large, not_found (file or sample), bad_url.
    """
    if is_local(url):
        return fetch_local(url, limits)
    visits: list[Visit] = []
    visit_all([Wanted(url, previous)], limits, visits.append, resolve=resolve)
    (visit,) = visits
    if visit.page is None:
        raise visit.error or RuntimeError(url)
    return visit.page
