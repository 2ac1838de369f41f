"""Every kind of list is read whole, and every list that falls silent is told by kind, on sites of our own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extract.catalogue.sites import Site
from extract.discovery import Known
from extract.fetching import FetchLimits
from flows.catalogue.found import ListState
from flows.catalogue.proposals import Found, look_at
from flows.settings import Settings
from load.diaries.list_log import read_list_log
from tests.extract.sites import Handler, Sites, city_sites
from tests.flows.catalogue.asked_lists import ASKED
from tests.flows.catalogue.list_pages import Kind, Page, Silence
from tests.flows.catalogue.paged_lists import PAGED
from tests.flows.catalogue.silent_lists import SILENCES
from tests.flows.catalogue.titled_lists import TITLED

KINDS = (*PAGED, *TITLED, *ASKED)

NOTHING = Known(frozenset(), frozenset())
Night = tuple[Found, Sites]


def answer(body: Page) -> bytes | None:
    return body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else None


def serve(sites: Sites, host: str, path: str, body: Page) -> None:
    """Answer `path` on one host; what other hosts answer there stays as it is."""
    others = sites.every.get(path)

    def reply(handler: Handler) -> None:
        if (handler.headers["Host"] or "").partition(":")[0] != host:
            return others(handler) if others else handler.reply(404)
        data = answer(body)
        return body(handler) if callable(body) else handler.reply(200, data or b"")

    sites.every[path] = reply


class Impatient(Settings):
    """A server in trouble is asked again at once: seconds later it would say the same."""

    @property
    def fetch_limits(self) -> FetchLimits:
        return replace(super().fetch_limits, retry_delays=(0.01, 0.01))


def settings_of(folder: Path) -> Settings:
    return Impatient(data_dir=folder, fetch_delay=0, allow_private="127.0.0.0/8")


def state_of(found: Found, url: str) -> ListState:
    return next(state for state in found.lists if state.index_url == url)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Found, dict[str, str]]]:
    """One look at a site of each kind, and the index page of each by its name."""
    with city_sites(address="0.0.0.0") as sites:
        pages = {}
        for number, kind in enumerate(KINDS, start=1):
            host = f"127.0.1.{number}"
            for path, body in kind.pages.items():
                serve(sites, host, path, body)
            pages[kind.name] = Site(
                "330700", sites.url(kind.start.removeprefix("/"), host), is_third_party=True, form=kind.form
            )
        settings = settings_of(tmp_path_factory.mktemp("kinds"))
        found = Found()
        for site in pages.values():
            found = found.also(look_at([site], settings, NOTHING, 20))
        yield found, {name: site.index_url for name, site in pages.items()}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_list_of_each_kind_is_read_whole(kinds: tuple[Found, dict[str, str]], kind: Kind) -> None:
    found, pages = kinds
    state = state_of(found, pages[kind.name])
    host = pages[kind.name].split("/")[2]
    proposed = [one for one in found.proposals if one.url.split("/")[2] == host]
    assert [one.year for one in proposed] == list(kind.years)
    assert {one.place for one in proposed} == {"330700"}
    assert (state.kind, state.health.finding) == (kind.kind, "well")


def test_nothing_else_is_proposed_or_in_doubt(kinds: tuple[Found, dict[str, str]]) -> None:
    found, _ = kinds
    assert len(found.proposals) == sum(len(kind.years) for kind in KINDS)
    assert found.doubts == ()


@pytest.fixture(scope="module")
def silences(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Found, dict[str, str], Path]]:
    """Two looks, the first at what the sites had before; what the second found."""
    folder = tmp_path_factory.mktemp("silences")
    with city_sites(address="0.0.0.0") as sites:
        pages = {}
        for number, silence in enumerate(SILENCES, start=1):
            host = f"127.0.2.{number}"
            pages[silence.name] = sites.url("fzbg/", host)
            for path, body in silence.further.items():
                serve(sites, host, path, body)
            serve(sites, host, "/fzbg/", silence.before if silence.before is not None else silence.page)
        settings = settings_of(folder)
        listed = [
            Site("330700", pages[silence.name], is_third_party=True) for silence in SILENCES if silence.before
        ]
        look_at(listed, settings, NOTHING, 20)
        for number, silence in enumerate(SILENCES, start=1):
            serve(sites, f"127.0.2.{number}", "/fzbg/", silence.page)
        every = [Site("330700", url, is_third_party=True) for url in pages.values()]
        yield look_at(every, settings, NOTHING, 20), pages, folder


@pytest.mark.parametrize("silence", SILENCES, ids=lambda silence: silence.name)
def test_a_silence_of_each_kind_is_told(
    silences: tuple[Found, dict[str, str], Path], silence: Silence
) -> None:
    found, pages, _ = silences
    state = state_of(found, pages[silence.name])
    assert state.health.finding == silence.finding
    assert any(pages[silence.name] in line for line in found.failures)
    if silence.before is not None:
        assert state.good_reports == 3
        assert "had 3 on 20" in state.health.words()


def test_the_diary_keeps_every_look(silences: tuple[Found, dict[str, str], Path]) -> None:
    _, pages, folder = silences
    rows = read_list_log(folder).to_pylist()
    before = sum(silence.before is not None for silence in SILENCES)
    assert len(rows) == before + len(SILENCES)
    latest = {row["index_url"]: row["finding"] for row in rows}
    assert latest == {pages[silence.name]: silence.finding for silence in SILENCES}
