"""The flow that looks for new reports on the governments' index pages."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from pydantic import Field

from extract.catalogue.sites import Site, read_sites
from extract.discovery import Known
from flows.catalogue.found import Found, write_details
from flows.catalogue.look import look_at
from flows.catalogue.proposals import LIVE_SITES, known_reports, remember
from flows.dead_runs import mark_others_dead
from flows.settings import Settings, load_settings
from flows.shards import host_shards
from flows.writing import only_writer
from warehouse.places import load_places

FLOW_NAME = "法治政府年度报告 discovery"


@task(name="look for reports", task_run_name="look for reports {number}", persist_result=False)
def look_at_shard(  # noqa: PLR0913 (Prefect shows a task's parameters one by one)
    number: int, sites: Sequence[Site], settings: Settings, known: Known, pages: int, *, from_front: bool
) -> Found:
    """Read one shard of the index pages, and keep what it brought before the next one begins."""
    found = look_at(sites, settings, known, pages, from_front=from_front)
    now = datetime.now(UTC)
    remember(settings, found.proposals, "proposed", now, bring_in=False)
    remember(settings, found.doubts, "doubted", now, bring_in=False)
    return found


@flow(name=FLOW_NAME, flow_run_name="discovery", persist_result=False, validate_parameters=True)
def discovery(
    sites: str = "",
    max_pages: Annotated[int, Field(ge=1, le=1000)] = 20,
    from_sites: bool = False,  # noqa: FBT001, FBT002  a tick box of Prefect's form
) -> Found:
    """Find reports on index pages that the catalogues do not have, and keep them as proposals.

    Args:
        sites: 列表页 a CSV of index pages on the machine that runs, such as /srv/sites.csv;
            empty: the one in the settings, else the packaged one
        max_pages: 翻页数 how many pages of one list are read
        from_sites: 从首页找 the file lists front pages, in which the columns of these reports are sought
    """
    settings = load_settings()
    named = sites.strip() or settings.discovery_sites
    pages = read_sites(Path(named).expanduser() if named else LIVE_SITES, load_places())
    with only_writer(settings.data_dir):
        mark_others_dead()
        known = known_reports(settings)
        found = Found()
        for number, shard in enumerate(host_shards(pages, lambda site: site.index_url), start=1):
            new = look_at_shard(number, shard, settings, known, max_pages, from_front=from_sites)
            known = known.also(new.proposals)
            found = found.also(new)
        remember(settings, (), "proposed", datetime.now(UTC))
        write_details(settings, found)
    get_run_logger().info(found.line())
    rows = [proposal.row() for proposal in found.proposals]
    create_table_artifact(rows, key="fazhi-discovery", description=found.line())
    return found
