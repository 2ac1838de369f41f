"""`fazhi review …`: reviewers' workbooks come in, and how their decisions stand; `fazhi plot`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.commands import refuse_without_tables

if TYPE_CHECKING:
    from flows.cli.commands import Session

Metric = Annotated[
    str, typer.Argument(help="metric by id or label: disputes.appearance_rate, 行政机关负责人出庭应诉率")
]
Places = Annotated[str, typer.Option(metavar="P,P", help="places by name or GB/T 2260 code: 金华市,330500")]
BaseYear = Annotated[
    int | None, typer.Option(help="year to compare the others with (2017)", show_default=False)
]
Folder = Annotated[
    Path | None, typer.Option("--output", metavar="DIR", help="where to; else plots/ in the data folder")
]

review_app = typer.Typer(no_args_is_help=True, help="Reviewers' decisions: import, status, export-decisions.")

File = Annotated[Path, typer.Argument(metavar="FILE", help="the workbook that a reviewer sent back")]
AcceptGood = Annotated[
    bool, typer.Option("--accept-good", help="take the rows without a problem, and leave the others")
]
Reviewer = Annotated[str, typer.Option(metavar="NAME", help="signs rows that nobody signed")]
Target = Annotated[Path | None, typer.Argument(metavar="FILE.csv", help="else standard output")]


@review_app.command("import", epilog="Example: `fazhi review import fazhi-王.xlsx`")
def import_(
    context: typer.Context, file: File, *, accept_good: AcceptGood = False, reviewer: Reviewer = ""
) -> None:
    """Take in a reviewer's workbook; exit status 1 if rows have problems and nothing was taken.

    Every row is checked before anything is written. Problems are told with sheet and cell; a copy of the
    workbook beside it has them in a column 问题 Problem. The same file twice adds nothing.
    """
    from flows.record.progress import TerminalBars, watched_by
    from flows.review import import_review

    session: Session = context.obj
    settings = session.settings()
    refuse_without_tables(settings)
    with TerminalBars(session.story).shown() as bars, watched_by(bars):
        imported = import_review(settings, file, accept_good=accept_good, reviewer=reviewer.strip())
    for problem in imported.problems:
        kind = "note" if problem.is_note else "problem"
        session.story.print(f"{kind}: {problem}", markup=False, highlight=False, soft_wrap=True)
    if imported.answer:
        session.story.print(f"for the reviewer: {imported.answer}", markup=False, soft_wrap=True)
    told = _outcome(is_known=imported.is_known, is_taken=imported.is_taken, decided=imported.decided)
    session.out.print(told, soft_wrap=True)
    if imported.errors and not imported.is_taken:
        raise typer.Exit(1)


def _outcome(*, is_known: bool, is_taken: bool, decided: int) -> str:
    if is_known:
        return "imported before: nothing to do"
    if is_taken:
        return f"{decided} rows decided; warehouse and workbook are up to date"
    return f"nothing taken; {decided} rows would be without a problem (--accept-good takes them)"


@review_app.command("status", epilog="Example: `fazhi review status`")
def status(context: typer.Context) -> None:
    """What was decided and still holds, where reviewers disagree, what waits for a human."""
    from flows.terminal.review import status_view
    from load.engines.database import open_readonly
    from load.reviews.status import review_status

    session: Session = context.obj
    settings = session.settings()
    with open_readonly(settings.database, settings.database_limits) as connection:
        session.out.print(status_view(review_status(connection, settings.base_year)))


@review_app.command("export-decisions", epilog="Example: `fazhi review export-decisions decisions.csv`")
def export_decisions(context: typer.Context, target: Target = None) -> None:
    """Every decision ever imported as CSV: who, when, what was seen, whether it still holds."""
    from load.durable import write_bytes
    from load.engines.database import open_readonly
    from load.questions.answers import as_csv
    from load.reviews.status import all_decisions

    session: Session = context.obj
    with open_readonly(session.settings().database) as connection:
        content = as_csv(all_decisions(connection))
    if target:
        write_bytes(target, content)
        session.story.print(f"written: {target}", soft_wrap=True)
    else:
        session.out.file.write(content.decode())


def plot(
    context: typer.Context,
    metric: Metric,
    places: Places = "",
    base_year: BaseYear = None,
    folder: Folder = None,
) -> None:
    """Pictures of a metric as PNG and SVG: places over the years, and the base year's places ranked.

    Figures that are derived or have an open bound are hollow; what cannot be ranked is not in the ranking.
    """
    from flows.request import checked_base_year
    from load.engines.database import open_readonly
    from load.questions.comparison import compare_places, compare_years
    from load.questions.plots import draw
    from warehouse.metrics import metric_named
    from warehouse.places import load_places

    session: Session = context.obj
    settings = session.settings()
    found = metric_named(metric)
    year = checked_base_year(base_year, settings.base_year)
    codes = sorted(load_places().resolve(name.strip()).code for name in places.split(",") if name.strip())
    with open_readonly(settings.database, settings.database_limits) as connection:
        years = compare_years(connection, found.id, year, codes)
        ranked = compare_places(connection, found.id, year, codes)
    drawn = draw(found, year, years, ranked, folder or settings.data_dir / "plots")
    for line in drawn.told:
        session.story.print(line, markup=False, soft_wrap=True)
    for path in drawn.files:
        session.out.print(str(path), soft_wrap=True)
