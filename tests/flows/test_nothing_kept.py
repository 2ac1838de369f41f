"""Prefect shows work and keeps none of it: what is unchanged is decided by our own key."""

from dataclasses import replace

import pytest
from prefect import Flow, Task
from prefect.cache_policies import NO_CACHE

from flows import discovery, panel, review_flow
from flows.keeping.freshness import reading_key
from warehouse.records import CatalogueEntry

ENTRY = CatalogueEntry("330700", 2017, "https://www.jinhua.gov.cn/1.html")
OURS = [
    one
    for module in (panel, discovery, review_flow)
    for one in vars(module).values()
    if isinstance(one, Flow | Task)
]


@pytest.mark.parametrize("one", OURS, ids=[one.name for one in OURS])
def test_prefect_keeps_and_repeats_nothing(one: "Flow[..., object] | Task[..., object]") -> None:
    assert (one.persist_result, one.retries) == (False, 0)
    if isinstance(one, Task):
        assert one.cache_key_fn is None and one.cache_policy in (None, NO_CACHE)


@pytest.mark.parametrize(
    "entry",
    [
        replace(ENTRY, place="330500"),
        replace(ENTRY, year=2018),
        replace(ENTRY, url="https://www.jinhua.gov.cn/2.html"),
        replace(ENTRY, is_third_party=True),
    ],
)
def test_whatever_could_change_a_reading_changes_its_key(entry: CatalogueEntry) -> None:
    keys = {reading_key("a" * 64, ENTRY), reading_key("b" * 64, ENTRY), reading_key("a" * 64, entry)}
    assert len(keys) == 3
