"""Whether a list can be trusted: what is wrong with it, beside what it had when it was last well."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from extract.listings.entries import Listing, Trouble

WELL = "well"
NOTICES = frozenset(("cut", "moved", "unopened", "column"))
"""Kinds that are told, and leave a list well: what was read of it can be trusted."""
_CHINA = timezone(timedelta(hours=8))
_SILENT = "empty"


@dataclass(frozen=True, slots=True)
class LastGood:
    """What a list had when it was last well: when, entries that are no navigation, reports among them."""

    at: datetime
    entries: int
    reports: int


@dataclass(frozen=True, slots=True)
class Health:
    """How a list stands: its findings, the worst first, and what is only to be noted. None: it is well."""

    findings: tuple[Trouble, ...] = ()
    notices: tuple[Trouble, ...] = ()

    @property
    def finding(self) -> str:
        """`well`, or the kind of the first finding."""
        return self.findings[0].kind if self.findings else WELL

    def words(self) -> str:
        """What is wrong, in one line; "" where nothing is."""
        return "; ".join(trouble.words for trouble in self.findings)


def health_of(
    listing: Listing, reports: int, good: LastGood | None, further: Iterable[Trouble] = ()
) -> Health:
    """How a list stands that was read just now, with `reports` such reports among its entries.

    Beside its own troubles, and `further` ones: it has fewer reports than when it was last well (`fewer`), or
    fewer than half its entries; none of its entries is such a report, though some were (`turned`), or none
    ever was (`no_reports`). The first finding says what it had before.
    """
    troubles = (*listing.troubles, *further)
    found = [trouble for trouble in troubles if trouble.kind not in NOTICES]
    notices = tuple(trouble for trouble in troubles if trouble.kind in NOTICES)
    is_whole = not found and not any(trouble.kind == "cut" for trouble in notices)
    if not found and (missing := _missing(listing.items, reports, good, is_whole=is_whole)):
        found.append(missing)
    if found and good and good.entries and listing.items < good.entries:
        found[0] = _beside(found[0], listing.items, good)
    return Health(tuple(found), notices)


def _missing(items: int, reports: int, good: LastGood | None, *, is_whole: bool) -> Trouble | None:
    if not items and not reports:
        return Trouble(_SILENT, "holds no entry")
    had = good.reports if good else 0
    if not reports:
        if had:
            what = f"none of its {items} entries is such a report, {_had(had, good)}"
            return Trouble("turned", what)
        is_settled = good is not None  # only a person's word makes a list without reports a good one
        return None if is_settled else Trouble("no_reports", f"none of its {items} entries is such a report")
    if good and is_whole and reports < had:
        return Trouble("fewer", f"{reports} reports, {_had(had, good)}")
    if good and is_whole and items * 2 < good.entries:
        return Trouble("fewer", f"{items} entries, {_had(good.entries, good)}")
    return None


def _beside(trouble: Trouble, items: int, good: LastGood) -> Trouble:
    if " had " in trouble.words:
        return trouble
    return Trouble(trouble.kind, f"{trouble.words}: {items} entries, {_had(good.entries, good)}")


def _had(count: int, good: LastGood | None) -> str:
    day = f" on {good.at.astimezone(_CHINA):%Y-%m-%d}" if good else ""
    return f"had {count}{day}"
