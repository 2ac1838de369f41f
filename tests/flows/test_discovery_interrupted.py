"""A look at index pages that is killed in the middle loses nothing; the next ends as if it had not been."""

import os
import signal
import threading
from pathlib import Path

import pytest

from load.diaries.proposals import read_proposals
from tests.extract.sites import Handler, city_sites
from tests.flows.catalogue.list_pages import page
from tests.flows.running import clean_environment, run_fazhi, warm

A_SHARD = 128
"""Hosts of one shard, at whose end its proposals are kept."""
LATER_HOST = "127.0.4.1"


def proposed(folder: Path) -> list[tuple[str, ...]]:
    names = ("event", "report_id", "url", "index_url")
    rows = read_proposals(folder / "data").to_pylist()
    return sorted(tuple(row[name] for name in names) for row in rows)


@pytest.mark.slow
def test_an_interrupted_sweep_keeps_what_its_shards_brought(tmp_path: Path, prefect_url: str) -> None:
    is_waiting, may_answer = threading.Event(), threading.Event()

    def answer(handler: Handler) -> None:
        if not (handler.headers["Host"] or "").startswith(LATER_HOST):
            return handler.reply(200, page(2022, 2021).encode())
        is_waiting.set()
        may_answer.wait()
        handler.reply(200, page(2020).encode())

    killed, undisturbed = tmp_path / "killed", tmp_path / "undisturbed"
    with city_sites(address="0.0.0.0") as sites:
        sites.pages["/fzbg/"] = answer
        hosts = [*(f"127.0.3.{number}" for number in range(1, A_SHARD + 1)), LATER_HOST]
        rows = [f"330700,{sites.url('fzbg/', host)},yes" for host in hosts]
        file = tmp_path / "sites.csv"
        file.write_text("\n".join(["place,index_url,third_party", *rows, ""]), "utf-8")
        killed.mkdir()
        undisturbed.mkdir()
        environment = clean_environment(PREFECT_API_URL=prefect_url)
        out, err = tmp_path / "out", tmp_path / "err"
        sweep = warm().begin(killed, ("discover", "--sites", str(file)), environment, out, err)
        has_begun = is_waiting.wait(600)
        os.kill(sweep, signal.SIGKILL)
        warm().end()
        assert has_begun, err.read_text("utf-8")
        may_answer.set()
        assert [report for _, report, *_ in proposed(killed)] == ["330700-2021", "330700-2022"]
        for folder in (killed, undisturbed):
            done = run_fazhi(folder, "discover", "--sites", str(file), PREFECT_API_URL=prefect_url)
            assert done.returncode == 0, done.stderr
    assert proposed(killed) == proposed(undisturbed)
    assert len(proposed(killed)) == 3
