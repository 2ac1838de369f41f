"""What a look at index pages brought: in counts, in lines to read, and whole in a file of details."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from extract.catalogue.sites import Site, sites_csv
from extract.discovery import Doubt, Proposal
from extract.listings.health import Health
from flows.files import write_whole
from flows.settings import Settings
from warehouse.places import load_places

DETAILS = "discovery.json"
COLUMNS = "columns.csv"


@dataclass(frozen=True, slots=True)
class ListState:
    """How one index page stood: where its list is, what was read of it, and what is wrong with it.

    `good_at`, `good_entries` and `good_reports` are what it had when it was last well, now included.
    """

    at: datetime
    place: str
    place_name: str
    index_url: str
    list_url: str
    kind: str
    pages: int
    entries: int
    reports: int
    proposed: int
    health: Health
    good_at: datetime | None = None
    good_entries: int | None = None
    good_reports: int | None = None

    def lines(self) -> tuple[str, ...]:
        """One line for each finding, and each notice: whose, where, its kind and its words."""
        troubles = (*self.health.findings, *self.health.notices)
        return tuple(f"{self.place_name} {self.index_url}: {one.kind}: {one.words}" for one in troubles)

    def row(self) -> dict[str, Any]:
        """The row of the diary of index pages (`warehouse.schemas.LIST_LOG`)."""
        return {
            "at": self.at,
            "place": self.place,
            "index_url": self.index_url,
            "list_url": self.list_url,
            "list_kind": self.kind,
            "n_pages": self.pages,
            "n_entries": self.entries,
            "n_reports": self.reports,
            "n_proposed": self.proposed,
            "finding": self.health.finding,
            "finding_words": self.health.words() or None,
            "good_at": self.good_at,
            "good_entries": self.good_entries,
            "good_reports": self.good_reports,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at index pages brought: proposals, titles that cannot be placed, how each list stood.

    `columns` are the columns found from front pages.
    """

    proposals: tuple[Proposal, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    lists: tuple[ListState, ...] = ()
    columns: tuple[Site, ...] = ()

    @property
    def failures(self) -> tuple[str, ...]:
        """A line for each finding: what was not read, or cannot be trusted."""
        return tuple(line for state in self.lists for line in state.lines()[: len(state.health.findings)])

    @property
    def notices(self) -> tuple[str, ...]:
        """A line for each thing to be noted that leaves its list well."""
        return tuple(line for state in self.lists for line in state.lines()[len(state.health.findings) :])

    def line(self) -> str:
        """The counts in one line."""
        silent = sum(bool(state.health.findings) for state in self.lists)
        return (
            f"{len(self.proposals)} new reports, {len(self.doubts)} titles in doubt, "
            f"{silent} index pages not read or not to be trusted"
        )

    def kinds(self) -> str:
        """How many findings there are of each kind, the most frequent first: `gone 3, scripted 1`."""
        counted = Counter(one.kind for state in self.lists for one in state.health.findings)
        return ", ".join(f"{kind} {number}" for kind, number in counted.most_common())

    def also(self, other: "Found") -> "Found":
        """These and those of another look."""
        return Found(
            self.proposals + other.proposals,
            self.doubts + other.doubts,
            self.lists + other.lists,
            self.columns + other.columns,
        )


def write_details(settings: Settings, found: Found) -> Path:
    """Write all that was found to the file of details in the data folder, whole or not at all. Returns it.

    The columns found from front pages stand beside it, as a list of sites for the next look.
    """
    path = settings.data_dir / DETAILS
    details = {
        "summary": found.line(),
        "kinds": found.kinds(),
        "proposals": [_plain(proposal) for proposal in found.proposals],
        "doubts": [_plain(doubt) for doubt in found.doubts],
        "lists": [_state(state) for state in found.lists],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, (json.dumps(details, ensure_ascii=False, indent=1, default=str) + "\n").encode())
    if found.columns:
        write_columns(settings, found.columns)
    return path


def write_columns(settings: Settings, columns: Iterable[Site]) -> Path:
    """Write the columns found as a list of sites. Returns its path."""
    path = settings.data_dir / COLUMNS
    write_whole(path, sites_csv(columns, load_places()).encode())
    return path


def _plain(found: Proposal | Doubt) -> dict[str, Any]:
    plain = asdict(found)
    return {"report_id": found.report_id, **plain} if isinstance(found, Proposal) else plain


def _state(state: ListState) -> dict[str, Any]:
    troubles = (*state.health.findings, *state.health.notices)
    return {**state.row(), "place_name": state.place_name, "troubles": [asdict(one) for one in troubles]}
