"""No form of a database's address, or of another one, tells its password."""

from pathlib import Path

import pytest

from extract.fetching import FetchLimits, Visit, Wanted, visit_all
from flows.record.diary import diary_of_run
from flows.record.outcomes import Outcome, RunSummary, Status, outcome_markdown, outcome_rows
from flows.settings import Settings
from load.diaries.load_runs import read_load_runs
from load.engines.connection import PostgresSchema, is_plain_address
from load.engines.database import open_readonly
from tests.flows.running import run_fazhi
from warehouse.errors import FetchError, LoadError
from warehouse.visible import visible

FORMS = {
    "as it is": "postgresql://me:{0}@127.0.0.1:9/db",
    "by a code": "postgresql://me:%73{0}@127.0.0.1:9/db",
    "by a code that is none": "postgresql://me:{0}%zz@127.0.0.1:9/db",
    "with a slash": "postgresql://me:1/{0}@127.0.0.1:9/db",
    "with a question mark": "postgresql://me:1?{0}@127.0.0.1:9/db",
    "begun like a port": "postgresql://me:12?34{0}@127.0.0.1:9/db",
    "with an at": "postgresql://me:1@{0}@127.0.0.1:9/db",
    "in the options": "postgresql://me@127.0.0.1:9/db?password={0}",
    "of a key": "postgresql://me@127.0.0.1:9/db?sslpassword={0}&sslmode=disable",
    "as an option without a name": "postgresql://me@127.0.0.1:9/db?{0}",
    "behind a blank": "postgresql://me@127.0.0.1:9/db password={0}",
    "with several hosts": "postgresql://me:{0}@127.0.0.1:9,[::1]:9/db",
    "as the name of a host": "postgresql://{0}.invalid/db?password={0}",
}
SECRET = "s3cr3t"


def told(error: BaseException) -> str:
    """All that an error could be printed with: its chain too, as `--debug` and Prefect's log have it."""
    chain = [error]
    while following := chain[-1].__cause__ or chain[-1].__context__:
        chain.append(following)
    return "".join(f"{one!r} {one}" for one in chain)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_no_error_tells_it(form: str) -> None:
    database = PostgresSchema(form.format(SECRET))
    with pytest.raises(LoadError) as caught:
        open_readonly(database)
    words = told(caught.value) + str(database) + repr(database)
    assert SECRET not in words.replace(f"//{SECRET}.invalid", "")


@pytest.mark.parametrize(
    "form", ["me:{0}@host", "host=h password={0}", "mysql://me:{0}@h/d", FORMS["with an at"]]
)
def test_no_setting_tells_it(tmp_path: Path, form: str) -> None:
    """A form that is refused as the settings are read, with the traceback as well."""
    for options in ([], ["--debug"]):
        done = run_fazhi(tmp_path, *options, "load", FAZHI_DATABASE_URL=form.format(SECRET))
        assert done.returncode != 0
        assert SECRET not in done.stdout + done.stderr
        assert options or done.stderr.count("\n") == 1


def test_a_traceback_does_not_tell_it(tmp_path: Path) -> None:
    done = run_fazhi(tmp_path, "--debug", "inspect", f"https://me:{SECRET}@127.0.0.1:9/report.html")
    assert ("Traceback" in done.stderr, SECRET in done.stderr) == (True, False)


def test_settings_do_not_show_it() -> None:
    assert SECRET not in repr(Settings(database_url=FORMS["as it is"].format(SECRET)))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://fazhi@/postgres?host=/run/postgresql", "postgres://", "postgresql:///db", "postgresql://h",
        "postgresql://me:a%40b@h:5432/db", "postgresql://me@[::1]:5432,h2/db?target_session_attrs=any",
    ],
)  # fmt: skip
def test_an_address_that_libpq_takes(url: str) -> None:
    assert is_plain_address(url)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("s3://KEY:s3/cr3t+=@bucket/pages", "s3://KEY:***@bucket/pages"),
        ("http://me:s3cr3t@proxy:3128", "http://me:***@proxy:3128"),
        ("a postgresql://me:s@3cr3t@h/d b@c", "a postgresql://me:***@h/d b@c"),
        ("https://www.a.gov.cn:8080/a@b.html", "https://www.a.gov.cn:8080/a@b.html"),
        ("https://www.a.gov.cn/12:30@b", "https://www.a.gov.cn/12:30@b"),
    ],
)
def test_no_address_that_is_shown_tells_it(address: str, shown: str) -> None:
    assert visible(address) == shown
    assert visible("://:" * 50_000).startswith("://:")


def test_where_snapshots_lie_is_told_without_it(tmp_path: Path) -> None:
    settings = Settings(snapshots_url=f"sftp://key:{SECRET}@host/pages")
    assert settings.snapshots_shown == "sftp://key:***@host/pages"
    assert SECRET not in repr(settings)
    assert SECRET not in repr(Settings(tables_url=f"sftp://key:{SECRET}@host/tables"))
    for scheme in ("odd", "s3"):
        done = run_fazhi(tmp_path, "fetch", FAZHI_SNAPSHOTS_URL=f"{scheme}://key:{SECRET}@bucket")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "form", ["http://me:{0}@h:99999", "http://me:1/{0}@h:1", "ftp://me:{0}@h", "me:{0}@h:1", "{0}"]
)
def test_a_proxy_that_is_none_fails_its_pages_and_is_not_told(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", form.format(SECRET))
    visits: list[Visit] = []
    limits = FetchLimits(host_delay=0, retry_delays=(0.01,))
    visit_all([Wanted("https://www.jinhua.test/a")], limits, visits.append)
    assert visits[0].error and visits[0].error.kind == "refused"
    assert SECRET not in told(visits[0].error)


def test_no_row_of_a_run_and_no_artifact_keeps_it(tmp_path: Path) -> None:
    """Whatever a driver's own words may be."""
    words = f"no route by http://me:{SECRET}@proxy:3128"
    with pytest.raises(ValueError, match="route"), diary_of_run(Settings(data_dir=tmp_path), "all"):
        raise ValueError(words)
    summary = RunSummary("r", (Outcome("330700-2017", Status.FAILED, words, kind="refused", words=words),))
    kept = str(read_load_runs(tmp_path).to_pylist()) + outcome_markdown(summary) + str(outcome_rows(summary))
    assert SECRET not in kept + str(FetchError(words, words))
    assert "proxy" in kept
