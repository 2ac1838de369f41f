"""What Prefect's page shows of a run at work."""

import logging
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from flows.record import page_progress
from flows.record.outcomes import Outcome, Status
from flows.record.page_progress import told_on_page
from flows.record.progress import Silent, watched_by, watcher

LOGGER = logging.getLogger("page")


class Page:
    """Takes the bar as Prefect's server would, or is gone."""

    def __init__(self) -> None:
        self.shown: list[tuple[float, str]] = []
        self.asked = 0
        self.is_gone = False

    def create(self, progress: float, *, key: str, description: str) -> UUID:
        assert key == page_progress.KEY
        self.update(uuid4(), progress, description=description)
        return uuid4()

    def update(self, _: UUID, progress: float, *, description: str) -> None:
        self.asked += 1
        if self.is_gone:
            raise httpx.ConnectError("gone")
        self.shown.append((progress, description))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    page = Page()
    monkeypatch.setattr(page_progress, "create_progress_artifact", page.create)
    monkeypatch.setattr(page_progress, "update_progress_artifact", page.update)
    monkeypatch.setattr(page_progress, "_PAUSE", 0.0)
    return page


def test_the_bar_goes_through_the_stages_of_a_run(page: Page) -> None:
    with told_on_page(LOGGER):
        watcher().begin("抓取 fetch", 1)
        watcher().advance()
        watcher().begin("附件 attachments", 8)
        watcher().begin("读取 read", 2)
        watcher().advance()
    assert [percent for percent, _ in page.shown] == [0, 30, 30, 55, 100]
    assert page.shown[3][1] == "读取 read: 1 / 2"


def test_a_server_that_is_gone_is_asked_once(page: Page) -> None:
    page.is_gone = True
    with told_on_page(LOGGER):
        watcher().begin("读取 read", 9)
        for _ in range(9):
            watcher().advance()
    assert page.asked == 1


def test_a_nation_s_reports_are_not_each_a_line(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with told_on_page(LOGGER):
        watcher().begin("读取 read", 3000)
        for number in range(3000):
            watcher().read(Outcome(f"330700-{number}", Status.READ, "a", "金华市", why="new"))
    assert len(caplog.records) < 600
    assert "last_run.json" in caplog.records[-1].message


def test_who_watched_before_is_told_as_well(page: Page) -> None:
    class Before(Silent):
        def __init__(self) -> None:
            self.heard: list[Any] = []

        def failed(self, outcome: Outcome) -> None:
            self.heard.append(outcome)

    before, outcome = Before(), Outcome("330700-2017", Status.FAILED, "a", "金华市", "gone", "404")
    with watched_by(before), told_on_page(LOGGER):
        watcher().failed(outcome)
    assert before.heard == [outcome]
