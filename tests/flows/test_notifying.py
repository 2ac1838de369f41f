"""Who is told of a run: a server of the tests' own takes the messages, or does not."""

import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.notifying import failure_is_told, news_of, tell_news
from flows.record.outcomes import Outcome, RunSummary, Status, Why
from flows.settings import Settings, load_settings
from warehouse.errors import LoadError, SettingsError


class Told(ThreadingHTTPServer):
    """What was posted; how the server answers, and for what it waits before it does."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.messages: list[dict[str, Any]] = []
        self.answers = threading.Event()
        self.answers.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook/s3cret?token=s3cret"


class _Handler(BaseHTTPRequestHandler):
    server: Told

    def do_POST(self) -> None:  # noqa: N802
        self.server.messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.answers.wait(60)
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def told() -> Iterator[Told]:
    with Told() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.answers.set()
        server.shutdown()
        thread.join()


def failed(report: str) -> Outcome:
    return Outcome(report, Status.FAILED, "https://example.org", "湖州市", "gone", "not there any more")


def summary(*outcomes: Outcome) -> RunSummary:
    return RunSummary("r1", outcomes)


NEW = Outcome("330700-2017", Status.READ, "", "金华市", statements=9, why=Why.NEW)
OLD = Outcome("330700-2016", Status.READ, "", "金华市", statements=9, why=Why.RULES)


def tell(settings: Settings, run: RunSummary, failed_before: tuple[str, ...] = ()) -> list[str]:
    said: list[str] = []
    tell_news(settings, run, failed_before, 2017, said.append)
    return said


def test_reports_that_fail_are_told_once(tmp_path: Path, told: Told) -> None:
    settings = Settings(data_dir=tmp_path, notify_url=told.url)
    run = summary(failed("330500-2017"))
    assert tell(settings, run) == []
    assert tell(settings, run, failed_before=("330500-2017",)) == []
    (message,) = told.messages
    assert message["text"].splitlines()[1] == "失败 failed: 330500-2017 湖州市: gone: not there any more"
    assert [one["report_id"] for one in message["failures"]] == ["330500-2017"]


def test_a_night_that_brings_nothing_is_not_told(tmp_path: Path, told: Told) -> None:
    assert tell(Settings(data_dir=tmp_path, notify_url=told.url), summary(OLD)) == []
    assert told.messages == []


def test_a_run_that_fails_is_told_and_fails(tmp_path: Path, told: Told) -> None:
    said: list[str] = []
    settings = Settings(data_dir=tmp_path, notify_url=told.url)
    with pytest.raises(LoadError, match="full"), failure_is_told(settings, said.append):
        raise LoadError("the disk is full", "data", "make room")
    (message,) = told.messages
    assert (message["event"], said) == ("failed", [])
    assert "LoadError" in message["text"]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_address_that_takes_nothing_fails_no_run_and_is_told_by_its_host(
    tmp_path: Path, told: Told, status: int
) -> None:
    told.status = status
    said = tell(Settings(data_dir=tmp_path, notify_url=told.url), summary(failed("330500-2017")))
    assert said == [f"nobody was notified: 127.0.0.1: status {status}"]
    assert len(told.messages) == 1


def test_an_answer_that_never_comes_is_not_waited_for(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.notifying._SECONDS", 0.5)
    told.answers.clear()
    (said,) = tell(Settings(data_dir=tmp_path, notify_url=told.url), summary(failed("330500-2017")))
    assert said.startswith("nobody was notified: 127.0.0.1: ")


def test_nobody_at_the_address(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, notify_url="http://127.0.0.1:9/s3cret")
    assert tell(settings, summary(failed("330500-2017"))) == ["nobody was notified: 127.0.0.1: ConnectError"]


@pytest.fixture(scope="module")
def samples(sampled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news") / "data"
    shutil.copytree(sampled / "data", folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("watched", "reports"), [("浙江省", 1), ("330700", 1), ("湖州市", 0), ("", 0)])
def test_new_reports_of_watched_places_are_news(samples: Path, watched: str, reports: int) -> None:
    settings = Settings(data_dir=samples, notify_places=watched)
    assert len(news_of(settings, summary(NEW, OLD), (), 2017).reports) == reports


@pytest.mark.slow
def test_figures_far_from_the_base_year_s_are_news(samples: Path) -> None:
    """Jinhua's loss rate is 6.9% in 2017 and 11.7% in 2015: 4.8 points."""
    run = summary(NEW)

    def moved(points: float) -> set[str]:
        settings = Settings(data_dir=samples, notify_points=points)
        moves = news_of(settings, run, (), 2017).moves
        assert all(
            row["report_id"] == "330700-2017" or row["base_report_id"] == "330700-2017" for row in moves
        )
        return {row["metric"] for row in moves if row["unit"] == "%"}

    assert "disputes.litigation_loss_rate" in moved(4.7)
    assert "disputes.litigation_loss_rate" not in moved(4.9)


@pytest.mark.parametrize(
    "url", ["ftp://example.org", "example.org/hook", "https://", "https://例.org", "https://a b"]
)
def test_an_address_that_is_none_is_refused_and_not_quoted(url: str) -> None:
    with pytest.raises(SettingsError, match="https://HOST/PATH") as refused:
        load_settings(notify_url=url)
    assert "hook" not in str(refused.value)


def test_a_watched_place_that_does_not_exist_is_named() -> None:
    with pytest.raises(SettingsError, match="金花市"):
        load_settings(notify_places="金华市,金花市")


def test_settings_do_not_show_the_address(told: Told) -> None:
    assert "s3cret" not in repr(Settings(notify_url=told.url))
