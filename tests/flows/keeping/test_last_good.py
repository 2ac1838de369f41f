"""A good reading outlives what its address shows for a night: maintenance, a login, a broken file."""

from functools import partial
from importlib.resources import files
from pathlib import Path

from tests.extract.sites import Handler, Sites
from tests.flows.running import Fazhi
from tests.flows.test_dead_sources import FIGURES, ask, first_night, night, read_once, served, sites

__all__ = ["first_night", "read_once", "served", "sites"]
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


def test_bad_pages_leave_the_last_good_reading(fazhi: Fazhi, read_once: Path, sites: Sites) -> None:
    """One after the other, and one of them for two nights."""
    figures, snapshot = ask(read_once, FIGURES), ask(read_once, "SELECT snapshot FROM dim_report")
    assert figures
    for bad in (MAINTENANCE, COUNTED, OTHER, b"%PDF-1.4 broken", b"%PDF-1.4 broken"):
        sites.pages["/report.html"] = partial(Handler.reply, status=200, body=bad)
        night(fazhi, read_once, sites)
        assert ask(read_once, FIGURES) == figures
        assert ask(read_once, "SELECT snapshot FROM dim_report") == snapshot
        assert ask(read_once, STATE) == [("read", True, "bad_page")]
        assert ask(read_once, "SELECT COUNT(*) FROM check_result WHERE check_name = 'kept'") == [(1,)]
        assert ask(read_once, "SELECT COUNT(*) FROM withdrawn") == [(0,)]
    sites.pages["/report.html"] = lambda handler: handler.reply(200, PAGE + b" ")
    night(fazhi, read_once, sites)
    assert ask(read_once, STATE) == [("read", None, "well")]
