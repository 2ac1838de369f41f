"""A good reading outlives what its address shows for a night: maintenance, a login, a broken file."""

from importlib.resources import files
from pathlib import Path

import pytest

from tests.extract.sites import Sites
from tests.flows.running import Fazhi
from tests.flows.test_dead_sources import FIGURES, ask, night, sites

__all__ = ["sites"]
PAGE = (files("samples") / "330700-2017.html").read_bytes()
NOTICE = "".join(
    f"<p>网站改版期间，第{word}栏目暂停服务，请稍后访问。</p>" for word in "甲乙丙丁戊己庚辛壬癸" * 9
)
MAINTENANCE = f"<html><title>改版公告</title><body>{NOTICE}</body></html>".encode()
WORK = "".join(
    f"<p>2017年，金华市{what}{number}件。</p>"
    for what, number in [("新开工项目", 31), ("办结实事", 12), ("引进项目", 205), ("建成市场", 44)] * 12
)
COUNTED = MAINTENANCE.replace(b"</p>", "共3个栏目受影响。</p>".encode(), 1)
OTHER = f"<html><title>金华市2017年政府工作</title><body>{WORK}</body></html>".encode()
STATE = (
    "SELECT d.health, d.reason LIKE 'kept: %', s.fetch_state "
    "FROM dim_report AS d JOIN source_state AS s USING (report_id)"
)


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(MAINTENANCE, id="maintenance"),
        pytest.param(COUNTED, id="maintenance, with a figure"),
        pytest.param(OTHER, id="another document of place and year"),
        pytest.param(b"%PDF-1.4 broken", id="a broken file"),
    ],
)
def test_a_bad_page_leaves_the_last_good_reading(
    fazhi: Fazhi, tmp_path: Path, sites: Sites, bad: bytes
) -> None:
    night(fazhi, tmp_path, sites)
    figures, snapshot = ask(tmp_path, FIGURES), ask(tmp_path, "SELECT snapshot FROM dim_report")
    assert figures
    sites.pages["/report.html"] = lambda handler: handler.reply(200, bad)
    for _ in range(2):
        night(fazhi, tmp_path, sites)
        assert ask(tmp_path, FIGURES) == figures
        assert ask(tmp_path, "SELECT snapshot FROM dim_report") == snapshot
        assert ask(tmp_path, STATE) == [("read", True, "bad_page")]
    assert ask(tmp_path, "SELECT COUNT(*) FROM check_result WHERE check_name = 'kept'") == [(1,)]
    assert ask(tmp_path, "SELECT COUNT(*) FROM withdrawn") == [(0,)]
    sites.pages["/report.html"] = lambda handler: handler.reply(200, PAGE + b" ")
    night(fazhi, tmp_path, sites)
    assert ask(tmp_path, STATE) == [("read", None, "well")]
