"""`fazhi catalogue …` and `fazhi discover`: which reports there are, and which new ones are found."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.discovery import Proposal
    from flows.catalogue import Found
    from flows.commands import Session

catalogue_app = typer.Typer(no_args_is_help=True, help="Which reports there are: check, add, accept.")

Reports = Annotated[
    list[str] | None, typer.Argument(metavar="[REPORT]...", help="report ids such as 330700-2017; none: all")
]


@catalogue_app.command("check", epilog="Example: `fazhi catalogue check reports.csv`")
def check(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="a catalogue; none: the packaged live one")] = None,
) -> None:
    """Check a catalogue: one line a finding; exit status 1 if any is an error.

    Duplicates, places that are unknown or did not exist in that year, hosts that are no government's own,
    formats that nobody reads, addresses that two reports share.
    """
    from extract.catalogue.checking import Weight
    from flows.catalogue import LIVE_CATALOGUE
    from flows.catalogue import check as findings_of

    session: Session = context.obj
    path = file or LIVE_CATALOGUE
    findings = findings_of(path)
    for finding in findings:
        session.out.print(str(finding), markup=False, highlight=False, soft_wrap=True)
    errors = sum(finding.weight is Weight.ERROR for finding in findings)
    counts = f"{path}: {errors} errors, {len(findings) - errors} warnings"
    session.story.print(counts, markup=False, highlight=False, soft_wrap=True)
    if errors:
        raise typer.Exit(1)


@catalogue_app.command("add", epilog="Example: `fazhi catalogue add https://www.jinhua.gov.cn/… --accept`")
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="address of the report, or a file on this machine")],
    *,
    place: Annotated[str, typer.Option(help="place, if the page does not say")] = "",
    year: Annotated[int | None, typer.Option(help="report year, if the page does not say")] = None,
    third_party: Annotated[bool, typer.Option("--third-party", help="take a copy on no gov.cn host")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="write the row to your catalogue")] = False,
) -> None:
    """Read a page and propose its row: place, year, title. With --accept write it to your catalogue."""
    from flows.catalogue import proposal_of_page

    session: Session = context.obj
    settings = session.settings()
    address = Path(url).absolute().as_uri() if Path(url).is_file() else url
    proposal = proposal_of_page(settings, address, place, year, third_party=third_party)
    show_proposals(session.out, [proposal])
    if accept:
        _accept(session, [proposal])
    else:
        session.story.print("Not written: the same with --accept writes it to your catalogue.")


@catalogue_app.command("proposals", epilog="Example: `fazhi catalogue proposals`")
def proposals(context: typer.Context) -> None:
    """List the reports that `fazhi discover` found and nobody has accepted or rejected yet."""
    from flows.catalogue import open_proposals

    session: Session = context.obj
    waiting = open_proposals(session.settings())
    if waiting:
        show_proposals(session.out, waiting)
    else:
        session.story.print("No proposal waits; `fazhi discover` looks for new reports.", markup=False)


@catalogue_app.command("accept", epilog="Example: `fazhi catalogue accept 330700-2017`")
def accept(context: typer.Context, reports: Reports = None) -> None:
    """Write proposed reports to your catalogue."""
    from flows.catalogue import chosen_proposals

    session: Session = context.obj
    _accept(session, chosen_proposals(session.settings(), reports or []))


@catalogue_app.command("reject", epilog="Example: `fazhi catalogue reject 330700-2017`")
def reject(
    context: typer.Context,
    reports: Annotated[list[str], typer.Argument(metavar="REPORT...", help="report ids such as 330700-2017")],
) -> None:
    """Put proposals aside: they are not proposed again."""
    from flows.catalogue import chosen_proposals, remember
    from flows.writing import only_writer

    session: Session = context.obj
    settings = session.settings()
    with only_writer(settings.data_dir):
        chosen = chosen_proposals(settings, reports)
        remember(settings, chosen, "rejected", datetime.now(UTC))
    session.out.print(f"{len(chosen)} rejected")


def discover(
    context: typer.Context,
    *,
    sites: Annotated[str, typer.Option(metavar="FILE", help="CSV of index pages; none: the packaged")] = "",
    max_pages: Annotated[int, typer.Option(min=1, max=1000, help="pages read of one list")] = 20,
    accept: Annotated[bool, typer.Option("--accept", help="write what is found to your catalogue")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="exit status 1 if an index page failed")] = False,
) -> None:
    """Look for new reports on the governments' index pages and propose them for the catalogue.

    Runs as a Prefect flow, as `fazhi run` does. What the catalogues have and what was proposed before is not
    proposed again; `fazhi catalogue accept` takes proposals over.
    """
    from flows.discovery_run import run_discovery

    session: Session = context.obj
    settings = session.settings()
    path = str(Path(sites).expanduser().absolute()) if sites else ""
    found = run_discovery(settings, path, max_pages, session.story, debug=session.debug)
    show_found(session.out, found)
    if accept:
        _accept(session, found.proposals)
    if strict and found.failures:
        raise typer.Exit(1)


def _accept(session: "Session", chosen: "Sequence[Proposal]") -> None:
    from flows.catalogue import add_rows, remember
    from flows.writing import only_writer

    settings = session.settings()
    if not chosen:
        session.out.print("Nothing to accept.")
        return
    with only_writer(settings.data_dir):
        path = add_rows(settings, chosen)
        remember(settings, chosen, "accepted", datetime.now(UTC))
    line = f"{len(chosen)} written to {path}; next: fazhi run --catalogue {path}"
    session.out.print(line, markup=False, highlight=False, soft_wrap=True)


def show_found(console: Console, found: "Found") -> None:
    """What was found, what is in doubt and why, and which index pages failed."""
    if found.proposals:
        show_proposals(console, found.proposals)
    for doubt in found.doubts:
        console.print(f"? {doubt.title}: {doubt.reason} {doubt.url}", markup=False, soft_wrap=True)
    for failure in found.failures:
        console.print(f"✗ {failure}", markup=False, soft_wrap=True)
    console.print(found.line(), highlight=False)


def show_proposals(console: Console, found: "Sequence[Proposal]") -> None:
    """One row a report: place, year, title, address."""
    table = Table(title="待收录 Proposed", title_justify="left")
    for head in ("报告 report", "地区 place", "年度 year", "标题 title", "网址 address"):
        table.add_column(head, overflow="fold")
    for proposal in found:
        mark = " (转载 third-party copy)" if proposal.is_third_party else ""
        title = proposal.title + mark
        table.add_row(proposal.report_id, proposal.place_name, str(proposal.year), title, proposal.url)
    console.print(table, markup=False)
