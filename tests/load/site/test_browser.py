"""The pages in Chromium, from disk with no network: nothing complained of, nothing asked of others."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.load.factories import CASES, LOSS, document, issue, statement, table, tables
from tests.load.site.sites import build

REPORT = "report/33/330700-2017.html"
HOSTILE = "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\">\u202e"
PAGES = [
    "index.html",
    "metrics.html",
    REPORT,
    "place/33/330700.html",
    f"metric/{LOSS}.html",
    "province/33.html",
]
Opened = Callable[..., Page]
expect.set_options(timeout=60_000)  # a busy machine may take its time


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cities, one of whose reports would take the page over."""
    root = tmp_path_factory.mktemp("browser")
    found = [
        statement("330700-2016", "9.5%", "9.5", metric=LOSS, sentence="本市案件败诉率为9.5%。"),
        statement("330700-2017", "6.9%", "6.9", metric=LOSS, sentence="本市案件败诉率降到6.9%。"),
        statement("330700-2017", "85以上", "85", bound="at_least", sentence="负责人出庭率保持在85以上。"),
        statement(
            "330700-2017", "30件", "30", value_high=40, unit="件", metric=CASES, sentence="收案30件。" * 20
        ),
        statement("330700-2017", "两个", "2", unit="个", metric=None, suggestions=[CASES]),
        statement("330500-2017", "7.9%", "7.9", metric=LOSS, sentence=f"{HOSTILE}败诉率7.9%。"),
    ]
    at = len(HOSTILE) + 3
    hostile = document(
        "330500-2017", title=HOSTILE, publisher=HOSTILE, text=f"{HOSTILE}败诉率7.9%。", place_name=HOSTILE
    )
    found[-1] |= {"char_start": at, "char_end": at + 4}
    absent = document("331000-2017", health="absent", reason="blocked: the site answers 412")
    content = tables(found, [hostile, absent])
    content["issues"] = table("issues", [issue("unknown words", 0, 8, HOSTILE, "330500-2017")])
    build(root, content)
    return root / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    if path is None:
        pytest.skip("no Chromium here: sh tools/system_packages.sh installs one")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(site: Path, browser: Browser) -> Iterator[Opened]:
    """Opens a page of the site; at the end it complained of nothing and asked for nothing but its files."""
    complaints: list[str] = []
    context = browser.new_context(offline=True)

    def open_page(path: str, **shown: Any) -> Page:
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.extend(_outside(asked.url, site)))
        page.emulate_media(**shown)
        page.goto((site / path.partition("#")[0]).as_uri() + "".join(path.partition("#")[1:]))
        return page

    yield open_page
    context.close()
    assert complaints == []


def _outside(url: str, site: Path) -> list[str]:
    return [] if url.startswith(site.as_uri()) else [f"asked for {url}"]


def test_a_click_on_a_figure_opens_its_card(opened: Opened) -> None:
    page = opened(REPORT)
    page.click("a.fig >> text=6.9%")
    card = page.locator(".card.open")
    expect(card).to_have_count(1)
    expect(card).to_be_focused()
    expect(card).to_contain_text("败诉件数占比")
    page.keyboard.press("Escape")
    expect(page.locator(".card.open")).to_have_count(0)
    expect(page.locator("a.fig >> text=6.9%")).to_be_focused()


def test_a_figure_is_opened_by_the_keyboard_and_again_after_it_was_closed(opened: Opened) -> None:
    page = opened(REPORT)
    page.focus("a.fig >> text=85以上")
    for _ in range(2):
        page.keyboard.press("Enter")
        expect(page.locator(".card.open")).to_contain_text("以上")
        page.keyboard.press("Escape")


def test_a_click_on_a_row_goes_to_the_figure(opened: Opened) -> None:
    page = opened(REPORT)
    page.set_viewport_size({"width": 1000, "height": 300})
    page.click("table.figures >> text=两个")
    expect(page.locator("a.fig.here")).to_have_text("两个")
    expect(page.locator("a.fig.here")).to_be_in_viewport()
    expect(page.locator(".card.open")).to_contain_text("可能的指标")


def test_a_place_leads_to_the_figure_in_its_report(opened: Opened) -> None:
    page = opened("place/33/330700.html")
    page.click("td >> text=9.5")
    expect(page.locator("a.fig.here")).to_have_text("9.5%")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("案件败诉率", 2, id="words of a sentence"),
        pytest.param("败诉率 降到", 1, id="two words"),
        pytest.param("金华 败诉率", 2, id="a place"),
        pytest.param("2016 败诉率", 1, id="a year"),
        pytest.param("兰溪 败诉率", 0, id="a place without"),
    ],
)  # fmt: skip
def test_sentences_are_found_from_disk(opened: Opened, words: str, found: int) -> None:
    page = opened("index.html")
    page.fill("#q", words)
    expect(page.locator("#q-state")).to_contain_text("句 sentences")
    expect(page.locator("#q-state")).not_to_contain_text("…")
    expect(page.locator("#q-hits li")).to_have_count(found)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("降到", ["33-2017-0"]),  # one part holds it
        ("败诉率", ["33-2017-0", "33-2016-0"]),
        ("无人提过", []),
        ("降", ["33-2017-0", "33-2016-0"]),  # no pair of characters to ask for
    ],
)
def test_only_parts_that_may_hold_the_words_are_loaded(opened: Opened, words: str, asked: list[str]) -> None:
    page = opened("index.html")
    loaded: list[str] = []
    page.on("request", lambda one: loaded.append(one.url.rpartition("/")[2].removesuffix(".js")))
    page.fill("#q", words)
    expect(page.locator("#q-state")).to_contain_text(f"{len(asked)}/{len(asked)}")
    assert [name for name in loaded if name[:2].isdigit()] == asked


def test_what_is_found_leads_to_its_figure(opened: Opened) -> None:
    page = opened("index.html")
    page.fill("#q", "降到")
    page.click("#q-hits a")
    expect(page.locator("a.fig.here")).to_have_text("6.9%")


def test_places_and_metrics_are_found_by_name(opened: Opened) -> None:
    page = opened("index.html")
    page.fill("#q", "金华")
    expect(page.locator("#q-names")).to_contain_text("金华市")
    page.fill("#q", "loss rate")
    page.click("#q-names >> text=Loss rate")
    expect(page.locator("h1")).to_contain_text("败诉率")


def test_the_switch_of_language_is_remembered(opened: Opened) -> None:
    page = opened("index.html")
    page.click("button:text-is('English')")
    expect(page.locator("h1 span[lang=zh]")).to_be_hidden()
    page.click("nav >> text=Metrics")
    expect(page.locator("h1 span[lang=zh]")).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click("button:text-is('中文')")
    expect(page.locator("h1 span[lang=en]")).to_be_hidden()


def test_without_script_a_figure_still_opens_its_card(site: Path, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, offline=True) as context:
        page = context.new_page()
        page.goto((site / REPORT).as_uri())
        page.click("a.fig >> text=6.9%")
        expect(page.locator(".card:target")).to_be_visible()
        expect(page.locator(".switch")).to_be_hidden()


def test_a_hostile_report_does_nothing(opened: Opened) -> None:
    page = opened("report/33/330500-2017.html")
    assert page.title() != "x"
    expect(page.locator("article")).to_contain_text("<script>document.title='x'</script>")
    assert page.locator("article script, article img").count() == 0


def test_what_the_search_finds_of_a_hostile_report_is_text(opened: Opened) -> None:
    page = opened("index.html")
    page.fill("#q", "onerror")
    expect(page.locator("#q-hits li")).to_have_count(1)
    assert (page.title() != "x", page.locator("#q-hits img").count()) == (True, 0)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened: Opened, path: str, scheme: str) -> None:
    page = opened(path, color_scheme=scheme)
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [
        (one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
    ] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_it_without_scrolling_sideways(opened: Opened, path: str) -> None:
    page = opened(path)
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_print_leaves_out_what_is_for_the_screen(opened: Opened) -> None:
    page = opened(REPORT, media="print")
    expect(page.locator(".top nav")).to_be_hidden()
    expect(page.locator("table.figures")).to_be_visible()
