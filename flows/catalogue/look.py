"""A look at index pages: read them, sort what they list, and judge each list by what it had before."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from extract.catalogue.checking import address
from extract.catalogue.sites import Site
from extract.discovery import Known, sort_entries, with_opened
from extract.listings.health import WELL, LastGood, health_of
from flows.catalogue.found import Found, ListState
from flows.catalogue.index_pages import read_lists
from flows.catalogue.walk import Walked
from flows.settings import Settings
from load.diaries.list_log import append_list_log, read_list_log
from warehouse.places import Gazetteer, load_places

_REMEMBERED = timedelta(days=800)


def look_at(
    sites: Sequence[Site], settings: Settings, known: Known, max_pages: int, *, from_front: bool = False
) -> Found:
    """Read index pages and propose the reports that are not known; how each list stands is told and kept.

    `from_front` says that the sites are front pages, from which their columns are looked for.
    """
    places = load_places()
    now = datetime.now(UTC)
    before = last_good(settings, now)
    found = Found()
    for site, walked in zip(
        sites, read_lists(sites, settings, known, places, max_pages, from_front=from_front), strict=True
    ):
        new = _sorted(site, walked, known, places, before.get(address(site.index_url)))
        known = known.also(new.proposals, (doubt.url for doubt in new.doubts))
        found = found.also(new)
    append_list_log(settings.data_dir, [state.row() for state in found.lists])
    return found


def last_good(settings: Settings, now: datetime) -> Mapping[str, LastGood]:
    """What each index page had when it was last well, by its address."""
    table = read_list_log(settings.data_dir, now - _REMEMBERED)
    return {
        address(row["index_url"]): LastGood(row["good_at"], row["good_entries"], row["good_reports"])
        for row in table.to_pylist()
        if row["good_at"] is not None
    }


def _sorted(site: Site, walked: Walked, known: Known, places: Gazetteer, good: LastGood | None) -> Found:
    listing = walked.listing
    first = sort_entries(listing.entries, walked.site, known, places)
    found = with_opened(first, walked.opened, walked.site, known, places)
    health = health_of(listing, found.reports, good, walked.troubles)
    now = datetime.now(UTC)
    if health.finding == WELL:
        good = LastGood(now, listing.items, found.reports)
    state = ListState(
        at=now,
        place=site.place,
        place_name=places.name_of(site.place),
        index_url=site.index_url,
        list_url=walked.site.index_url,
        kind=listing.kind,
        pages=listing.pages,
        entries=listing.items,
        reports=found.reports,
        proposed=len(found.proposals),
        health=health,
        good_at=good.at if good else None,
        good_entries=good.entries if good else None,
        good_reports=good.reports if good else None,
    )
    columns = (walked.column,) if walked.column else ()
    return Found(found.proposals, found.doubts, (state,), columns)
