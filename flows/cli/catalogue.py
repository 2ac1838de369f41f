"""`fazhi catalogue …` and `fazhi discover`: which reports there are, and which new ones are found."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from flows.cli.commands import refuse_without_tables
from warehouse.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.discovery import Doubt, Proposal
    from flows.catalogue.found import Found
    from flows.cli.commands import Session

catalogue_app = typer.Typer(no_args_is_help=True, help="Which reports there are: check, add, accept.")

Reports = Annotated[
    list[str] | None,
    typer.Argument(metavar="[REPORT]...", help="report ids such as 330700-2017, or addresses; none: all"),
]
_MOST_LINES = 40
"""Lines of a kind that are printed of what was found; all of them stand in the file of details."""


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
    from flows.catalogue.proposals import LIVE_CATALOGUE
    from flows.catalogue.proposals import check as findings_of

    session: Session = context.obj
    path = file or LIVE_CATALOGUE
    findings = findings_of(path, session.settings().catalogue_folders)
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
    from flows.catalogue.proposals import proposal_of_page

    session: Session = context.obj
    settings = session.settings()
    address = Path(url).resolve().as_uri() if Path(url).is_file() else url
    proposal = proposal_of_page(settings, address, place, year, third_party=third_party)
    show_proposals(session.out, [proposal])
    if accept:
        _accept(session, [proposal])
    else:
        session.story.print("Not written: the same with --accept writes it to your catalogue.")


@catalogue_app.command("proposals", epilog="Example: `fazhi catalogue proposals`")
def proposals(context: typer.Context) -> None:
    """List what `fazhi discover` found and nobody has accepted or rejected yet, and its doubts."""
    from flows.catalogue.proposals import open_doubts, open_proposals
    from load.diaries.damage import damaged_diaries

    session: Session = context.obj
    settings = session.settings()
    for line in damaged_diaries(settings.data_dir):
        session.story.print(line, markup=False, highlight=False, soft_wrap=True)
    waiting, doubts = open_proposals(settings), open_doubts(settings)
    if waiting:
        show_proposals(session.out, waiting)
    _show_lines(session.out, "?", [_doubt_line(doubt) for doubt in doubts], most=None)
    if doubts:
        way_out = (
            "In doubt: `fazhi catalogue add ADDRESS --place … --year … --accept`, or reject the address."
        )
        session.story.print(way_out, markup=False)
    if not waiting and not doubts:
        session.story.print("No proposal waits; `fazhi discover` looks for new reports.", markup=False)


@catalogue_app.command("accept", epilog="Example: `fazhi catalogue accept 330700-2017`")
def accept(context: typer.Context, reports: Reports = None) -> None:
    """Write proposed reports to your catalogue."""
    from flows.catalogue.proposals import chosen_proposals

    session: Session = context.obj
    _accept(session, chosen_proposals(session.settings(), reports or []))


@catalogue_app.command("reject", epilog="Example: `fazhi catalogue reject 330700-2017`")
def reject(
    context: typer.Context,
    reports: Annotated[
        list[str],
        typer.Argument(metavar="REPORT...", help="report ids such as 330700-2017, or addresses"),
    ],
) -> None:
    """Put proposals aside, by report or by address, or titles in doubt, by address.

    Their addresses are not proposed again; the same report at another address is.
    """
    from flows.catalogue.proposals import remember, to_reject
    from flows.writing import only_writer

    session: Session = context.obj
    settings = session.settings()
    refuse_without_tables(settings)
    with only_writer(settings.data_dir):
        chosen = to_reject(settings, reports)
        remember(settings, chosen, "rejected", datetime.now(UTC))
    session.out.print(f"{len(chosen)} rejected")


@catalogue_app.command("sources", epilog="Example: `fazhi catalogue sources`")
def sources(context: typer.Context) -> None:
    """List the index pages that were not well when they were last read, and what they had before.

    A list that has fewer entries than it had, and rightly so, is settled with `fazhi catalogue settle`.
    """
    from flows.catalogue.sources import unwell_lists

    session: Session = context.obj
    lines = unwell_lists(session.settings())
    _show_lines(session.out, "✗", lines, most=None)
    if not lines:
        session.story.print("Every index page was well when it was last read.", markup=False)


@catalogue_app.command("settle", epilog="Example: `fazhi catalogue settle https://www.jinhua.gov.cn/fzbg/`")
def settle(
    context: typer.Context,
    pages: Annotated[list[str], typer.Argument(metavar="ADDRESS...", help="index pages, as they are listed")],
) -> None:
    """Say of index pages that what they had last is right: from now on they are compared with that."""
    from flows.catalogue.sources import settle_lists
    from flows.writing import only_writer

    session: Session = context.obj
    settings = session.settings()
    refuse_without_tables(settings)
    with only_writer(settings.data_dir):
        settled = settle_lists(settings, pages, datetime.now(UTC))
    session.out.print(f"{settled} settled")


def discover(  # noqa: PLR0913 (each is an option of the command)
    context: typer.Context,
    *,
    sites: Annotated[
        str, typer.Option(metavar="FILE", help="CSV of index pages; none: as the settings say, or packaged")
    ] = "",
    from_sites: Annotated[
        str, typer.Option("--from-sites", metavar="FILE", help="CSV of front pages: find their columns first")
    ] = "",
    max_pages: Annotated[int, typer.Option(min=1, max=1000, help="pages read of one list")] = 20,
    accept: Annotated[bool, typer.Option("--accept", help="write what is found to your catalogue")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="exit status 1 if an index page failed or cannot be trusted")
    ] = False,
) -> None:
    """Look for new reports on the governments' index pages and propose them for the catalogue.

    Runs as a Prefect flow, as `fazhi run` does. What the catalogues have and what was proposed before is not
    proposed again; `fazhi catalogue accept` takes proposals over. An index page that lists nothing, or less
    than it had, is told as one that failed.
    """
    from flows.discovery_run import run_discovery

    session: Session = context.obj
    settings = session.settings()
    if sites and from_sites:
        raise SettingsError("both are named", "--sites and --from-sites", "give one of the two")
    file = sites or from_sites
    path = str(Path(file).expanduser().absolute()) if file else ""
    found = run_discovery(
        settings, path, max_pages, session.story, from_sites=bool(from_sites), debug=session.debug
    )
    show_found(session, found)
    if accept:
        _accept(session, found.proposals)
    if strict and found.failures:
        raise typer.Exit(1)


def _accept(session: "Session", chosen: "Sequence[Proposal]") -> None:
    from flows.catalogue.proposals import add_rows, remember
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


def show_found(session: "Session", found: "Found") -> None:
    """A summary of what was found: the first lines of each kind, the counts, and the file that has all."""
    from flows.catalogue.found import COLUMNS, DETAILS

    console, folder = session.out, session.settings().data_dir
    if found.proposals:
        show_proposals(console, found.proposals[:_MOST_LINES])
        _show_left(console, len(found.proposals))
    _show_lines(console, "?", [_doubt_line(doubt) for doubt in found.doubts])
    _show_lines(console, "✗", found.failures)
    _show_lines(console, "·", found.notices)
    if kinds := found.kinds():
        console.print(kinds, markup=False, highlight=False, soft_wrap=True)
    console.print(found.line(), highlight=False, soft_wrap=True)
    if found.columns:
        line = f"{len(found.columns)} columns found: {folder / COLUMNS}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    session.story.print(f"Details: {folder / DETAILS}", markup=False, highlight=False, soft_wrap=True)


def _doubt_line(doubt: "Doubt") -> str:
    return f"{doubt.title}: {doubt.reason} {doubt.url}"


def _show_lines(console: Console, mark: str, lines: "Sequence[str]", most: int | None = _MOST_LINES) -> None:
    for line in lines[:most]:
        console.print(f"{mark} {line}", markup=False, highlight=False, soft_wrap=True)
    if most is not None:
        _show_left(console, len(lines))


def _show_left(console: Console, count: int) -> None:
    if count > _MOST_LINES:
        console.print(f"… and {count - _MOST_LINES} more", highlight=False)


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
