"""What comes of asking for a page: the page, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from warehouse.errors import FetchError
from warehouse.records import Snapshot


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to be asked for, and its newest snapshot, so that only what changed is sent.

    `form` is posted where it is not "": fields (a=1&page=2), or JSON. Of a list a page without text is wanted
    too: it says where its entries are.
    """

    url: str
    previous: Snapshot | None = None
    form: str = ""
    is_list: bool = False


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
    tls: str = ""


@dataclass(slots=True)
class Trace:
    """What is told of the exchanges for one page, page or none: for the fetch log."""

    final_url: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    requests: int = 0
    wire_bytes: int = 0
    tls: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One address asked for: the page or the error, what was exchanged, and until when to leave the host."""

    url: str
    at: datetime
    trace: Trace
    page: Fetched | None = None
    error: FetchError | None = None
    leave_until: datetime | None = None


class Walk(Protocol):
    """Pages of one site that are found as it is walked: which is wanted next, and what came of it."""

    def wanted(self) -> Wanted | None:
        """The page to be asked for now, the same until it was visited; None at the end."""
        ...

    def visited(self, visit: Visit) -> None:
        """What came of the page that was wanted."""
        ...


class BusyError(Exception):
    """An answer, or none, for which asking again soon may help; `wait` is what the server asks for."""

    def __init__(self, error: FetchError, wait: float = 0.0) -> None:
        super().__init__(error, wait)
        self.error = error
        self.wait = wait


class BlockedError(FetchError):
    """The site does not want scripts: the page is not to be had by us, and the host is left alone."""

    def __init__(self, what: str, where: str = "") -> None:
        way_out = "save it in a browser, then: fazhi snapshots add FILE --url URL --saved-on DATE"
        super().__init__(what, where, way_out, "blocked")
        self.args = (self.what, self.where)
