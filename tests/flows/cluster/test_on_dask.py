"""Reports read by a Dask scheduler and worker in processes of their own, from a bucket into PostgreSQL."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from distributed import Client

from extract.storage import storage_at
from flows.cluster.fitness import Said, refuse_unfit, wrong_with
from flows.reading.packed import packed, unpacked
from flows.reading.rows import ReadShard, documents_table
from load.engines.connection import PostgresSchema
from load.engines.database import hashes_of
from tests.buckets import bucket_variables, new_bucket, s3_server
from tests.flows.prefect_api import Api, until
from tests.flows.running import Fazhi, clean_environment, run_fazhi
from warehouse.errors import SettingsError

FIT = Said("1" * 64, ("distributed 2026.8.0",), may_have_children=True, sees_server=True, store="")
UNFIT = {
    "reads with version 222222222222": replace(FIT, reads="2" * 64),
    "has distributed 2025.1.0, not distributed 2026.8.0": replace(FIT, packages=("distributed 2025.1.0",)),
    "may start no processes": replace(FIT, may_have_children=False),
    "does not reach Prefect's server": replace(FIT, sees_server=False),
    "does not reach the snapshots: no such bucket": replace(FIT, store="no such bucket"),
    "cannot be asked: ModuleNotFoundError: No module named 'flows'": ModuleNotFoundError(
        "No module named 'flows'"
    ),
}


@pytest.mark.parametrize("words", UNFIT)
def test_a_worker_that_would_read_otherwise_is_refused(words: str) -> None:
    found = wrong_with(UNFIT[words], FIT, "http://127.0.0.1:4200/api")
    assert found is not None
    assert words in found[0]


def test_a_worker_that_reads_as_we_do_is_not() -> None:
    assert wrong_with(FIT, FIT, "http://127.0.0.1:4200/api") is None


def test_a_worker_that_went_away_is_none(tmp_path: Path) -> None:
    class Cluster:
        def run(self, *_: object, on_error: str) -> dict[str, object]:
            assert on_error == "return"
            return {"tcp://1": OSError("closed")}

    with pytest.raises(SettingsError, match="has no worker"):
        refuse_unfit(cast(Client, Cluster()), "http://127.0.0.1:1/api", tmp_path)


def test_rows_arrive_as_they_were_sent() -> None:
    sent = ReadShard((), {"documents": documents_table([{"report_id": "330700-2017", "report_year": 2017}])})
    assert unpacked(packed(sent)) == sent


def test_a_scheduler_wants_a_prefect_server_that_its_workers_reach(fazhi: Fazhi) -> None:
    done = fazhi("run", "--scheduler", "tcp://127.0.0.1:8786")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "PREFECT_API_URL" in done.stderr


def test_a_scheduler_s_address_is_checked(fazhi: Fazhi) -> None:
    done = fazhi("run", "--scheduler", "127.0.0.1:8786")
    assert (done.returncode, "tcp://HOST:8786" in done.stderr) == (2, True)


@pytest.fixture(scope="module")
def bucket() -> Iterator[tuple[str, dict[str, str]]]:
    """An empty folder of a bucket, and the variables by which it is reached."""
    with s3_server() as address:
        yield new_bucket(address), bucket_variables(address)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory, bucket: tuple[str, dict[str, str]]) -> Iterator[str]:
    """The address of a Dask scheduler with one worker, begun as on other machines."""
    folder = tmp_path_factory.mktemp("dask")
    where = folder / "scheduler.json"
    programs = {
        "scheduler": ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
        "worker": ["--nthreads", "1", "--no-nanny", "--no-dashboard"],
    }
    with ExitStack() as running:
        for name, options in programs.items():
            program = running.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "dask", name, "--scheduler-file", str(where), *options],
                    cwd=folder,
                    env=clean_environment(**bucket[1]),
                    stderr=running.enter_context((folder / f"{name}.log").open("wb")),
                )
            )
            running.callback(program.terminate)
            until(where.exists)
        yield address_in(where)


def address_in(scheduler_file: Path) -> str:
    return str(json.loads(scheduler_file.read_text("utf-8"))["address"])


def parquet_of(data: Path) -> dict[str, bytes]:
    return {str(path.relative_to(data)): path.read_bytes() for path in data.glob("parquet/*/*=*/*.parquet")}


def parquet_in(bucket: str, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    copy = storage_at(bucket)
    return {f"parquet/{name}": copy.read(name) for name in copy.names() if "/report_year=" in name}


@pytest.mark.slow
def test_a_run_on_a_cluster_leaves_what_a_run_here_does(
    tmp_path: Path,
    bucket: tuple[str, dict[str, str]],
    scheduler: str,
    prefect_url: str,
    postgres: PostgresSchema,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reports = ("330700-2017", "110112-2022", "310000-2017")
    lines = [f"{name[:6]},{name[7:]},sample:{name}.html" for name in reports]
    (tmp_path / "some.csv").write_text("\n".join(["place,year,url", *lines]), "utf-8")
    here, there = tmp_path / "here", tmp_path / "there"
    for step in (("fetch", "--catalogue", "some.csv"), ("transform", "--catalogue", "some.csv"), ("load",)):
        assert run_fazhi(tmp_path, "--data-dir", str(here), *step).returncode == 0

    asked = ("run", "--catalogue", "some.csv", "--export", "nothing", "--scheduler", scheduler)
    copy = f"{bucket[0]}-tables"
    stores = {"FAZHI_SNAPSHOTS_URL": bucket[0], "FAZHI_TABLES_URL": copy}
    stores |= {"FAZHI_DATABASE_URL": postgres.url, **bucket[1]}
    done = run_fazhi(tmp_path, "--data-dir", str(there), *asked, **stores, PREFECT_API_URL=prefect_url)
    assert done.returncode == 0, done.stderr
    assert "lost" not in done.stderr
    assert parquet_of(there) == parquet_of(here) == parquet_in(copy, bucket[1], monkeypatch)
    in_both = hashes_of(here / "warehouse.duckdb").to_pylist(), hashes_of(postgres).to_pylist()
    assert in_both[0] == in_both[1]
    (run,) = Api(prefect_url).post("/flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})
    ran = Api(prefect_url).post("/task_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    assert sorted(one["name"][:4] for one in ran) == ["expo", "fetc", "load", "read"]
