"""A round of visits: several hosts at once, one page a host at a time."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from extract.addresses import Resolve, resolve_host
from extract.fetching.limits import FetchLimits
from extract.fetching.pages import Visit, Walk, Wanted
from extract.fetching.visitor import Visitor, host_of


@dataclass(slots=True)
class _OnePage:
    """A walk of a single page."""

    page: Wanted | None
    done: Callable[[Visit], None]

    def wanted(self) -> Wanted | None:
        return self.page

    def visited(self, visit: Visit) -> None:
        self.page = None
        self.done(visit)


def visit_all(
    wanted: Sequence[Wanted],
    limits: FetchLimits,
    done: Callable[[Visit], None],
    *,
    left_alone: Mapping[str, datetime] | None = None,
    resolve: Resolve = resolve_host,
) -> None:
    """Visit all pages, several hosts at once and one page a host at a time; each visit goes to `done`.

    `left_alone` are hosts that blocked us, and until when nothing is asked of them.
    """
    walk_all([_OnePage(one, done) for one in wanted], limits, left_alone=left_alone, resolve=resolve)


def walk_all(
    walks: Sequence[Walk],
    limits: FetchLimits,
    *,
    left_alone: Mapping[str, datetime] | None = None,
    resolve: Resolve = resolve_host,
) -> None:
    """The same for pages that lead to further ones: the walks of one host one after the other."""
    visitor = Visitor(limits, left_alone or {}, resolve)
    try:
        asyncio.run(_walk_hosts(walks, visitor, limits.hosts_at_once))
    except BaseExceptionGroup as group:
        # What stopped one host's visits, such as a full disk, stopped all: the first of them tells why.
        raise group.exceptions[0] from None


async def _walk_hosts(walks: Sequence[Walk], visitor: Visitor, hosts_at_once: int) -> None:
    hosts: dict[str, list[Walk]] = {}
    for walk in walks:
        if (first := walk.wanted()) is not None:
            hosts.setdefault(host_of(first.url), []).append(walk)
    free = asyncio.Semaphore(hosts_at_once)

    async def visit(walks_of_host: Sequence[Walk]) -> None:
        async with free:
            await visitor.visit_host(walks_of_host)

    async with asyncio.TaskGroup() as group:
        for walks_of_host in hosts.values():
            group.create_task(visit(walks_of_host))
