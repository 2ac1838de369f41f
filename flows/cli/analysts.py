"""`fazhi sql`, `compare`, `rank`, `check` and `release`: the warehouse's answers for analysts."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.errors import FazhiError, LoadError, SettingsError

if TYPE_CHECKING:
    import pyarrow as pa

    from flows.cli.commands import Session
    from flows.settings import Settings
    from load.questions.comparison import Peers


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    MD = "md"


class Level(StrEnum):
    """The levels of places, or all of them together."""

    ALL = "all"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class Per(StrEnum):
    """What a count may be divided by."""

    RESIDENTS = "residents"
    CASES = "cases"


_PER = {Per.RESIDENTS: "10,000 residents", Per.CASES: "100 cases", None: ""}

Form = Annotated[Format, typer.Option("--format", help="how to write the answer")]
Output = Annotated[Path | None, typer.Option(metavar="FILE", help="write there instead of standard output")]
MetricId = Annotated[
    str, typer.Argument(help="metric by id or label: disputes.appearance_rate, 行政机关负责人出庭应诉率")
]
BaseYear = Annotated[
    int | None, typer.Option(help="year to compare the others with (2017)", show_default=False)
]
Places = Annotated[str, typer.Option(metavar="P,P", help="places by name or GB/T 2260 code: 金华市,330500")]
FollowMergers = Annotated[
    bool, typer.Option("--follow-mergers", help="also the figures of codes that went to a place")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(epilog='Example: `fazhi sql "SELECT * FROM promises" --format csv --output promises.csv`')(
        sql
    )
    app.command(epilog="Example: `fazhi compare disputes.litigation_loss_rate --places 金华市`")(compare)
    app.command(epilog="Example: `fazhi rank disputes.appearance_rate --year 2017 --level prefecture`")(rank)
    app.command(epilog="Example: `fazhi check --strict`")(check)
    app.command(epilog="Example: `fazhi release releases/2018-04 --since releases/2018-03`")(release)


def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="one question in SQL; docs/questions.md has examples")],
    *,
    allow_superuser: Annotated[
        bool, typer.Option("--allow-superuser", help="ask PostgreSQL though the role may do more than read")
    ] = False,
    form: Form = Format.TABLE,
    output: Output = None,
) -> None:
    """Ask the warehouse in SQL, one SELECT; nothing can be changed by it."""
    from load.engines.database import open_readonly
    from load.questions.answering import answer, refuse_all_but_one

    refuse_all_but_one(query)  # before a warehouse is looked for: wrong use is told as such
    session: Session = context.obj
    settings = session.settings()
    with open_readonly(settings.database, settings.database_limits) as connection:
        found = answer(connection, query, settings.sql_seconds, allow_superuser=allow_superuser)
    _write(session, found, form, output)


def compare(  # noqa: PLR0913 -- an option each
    context: typer.Context,
    metric: MetricId,
    base_year: BaseYear = None,
    places: Places = "",
    *,
    follow_mergers: FollowMergers = False,
    form: Form = Format.TABLE,
    output: Output = None,
) -> None:
    """Compare a metric's base year with other years and other places.

    In the terminal both; in other formats the years, a row each (`fazhi rank` has the places).

    With --follow-mergers a place's series goes on over the codes it had before. The same area under an older
    code (富阳市 330183, now 富阳区 330111) fills the years in which the place itself has no figure, marked as
    a break. An area merged into it (莱芜市, now in 济南市) and one of which it took a part (巢湖市) stand
    beside it, one row each, neither compared nor summed.
    """
    from flows.request import checked_base_year, panel_request, selection
    from flows.terminal.runs import show_comparison
    from load.engines.database import open_readonly
    from load.questions.comparison import compare_years
    from load.questions.notes import with_notes
    from warehouse.metrics import metric_named

    session: Session = context.obj
    settings = session.settings()
    metric = metric_named(metric).id
    chosen = selection(panel_request(places=places)).places
    if follow_mergers:
        _tell_what_ended(session, chosen or ())
    year = checked_base_year(base_year, settings.base_year)
    _refuse_unmatched(settings, metric, chosen)
    if form is Format.TABLE and output is None:
        show_comparison(session.out, settings, metric, year, chosen, follow_mergers=follow_mergers)
        return
    with open_readonly(settings.database, settings.database_limits) as connection:
        codes = sorted(chosen or ())
        found = compare_years(connection, metric, year, codes, follow_mergers=follow_mergers)
    _write(session, with_notes(found), form, output)


def rank(  # noqa: PLR0913 -- an option each
    context: typer.Context,
    metric: MetricId,
    year: Annotated[int | None, typer.Option(help="year (2017)", show_default=False)] = None,
    level: Annotated[Level | None, typer.Option(help="only places of this level; all: levels mixed")] = None,
    province: Annotated[str, typer.Option(help="only places of this province: 浙江省 or 330000")] = "",
    per: Annotated[Per | None, typer.Option(help="counts per 10,000 residents or per 100 cases")] = None,
    form: Form = Format.TABLE,
    output: Output = None,
) -> None:
    """The places of one year, best first, each level by itself unless --level all mixes them.

    Places without an exact or about figure of a whole year in the usual unit stand last, with the reason.
    Figures whose limits meet share a rank, unless both are exact. A count is
    divided by residents where population.csv has the place and year, and by cases where the metric is a part
    of another (`per` in its TOML); who has no denominator is left out.
    """
    from flows.request import checked_base_year
    from flows.terminal.comparison import rank_view
    from load.engines.database import open_readonly
    from load.questions.comparison import rank_places, years_of
    from load.questions.notes import with_notes
    from warehouse.metrics import metric_named

    session: Session = context.obj
    settings = session.settings()
    metric = metric_named(metric).id
    asked = checked_base_year(year, settings.base_year, "--year")
    with open_readonly(settings.database, settings.database_limits) as connection:
        found = rank_places(connection, metric, asked, _peers(level, province), _PER[per])
        years = years_of(connection, metric)
    if form is Format.TABLE and output is None:
        session.out.print(rank_view(metric, asked, found.to_pylist(), years))
    else:
        _write(session, with_notes(found), form, output)


def check(
    context: typer.Context,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="exit status 1 if there is an error")] = False,
    hashes: Annotated[
        bool, typer.Option("--hash", help="instead, a hash of each table's content: equal for the same rows")
    ] = False,
    form: Form = Format.TABLE,
    output: Output = None,
) -> None:
    """What the checks found in the warehouse, errors first, and where."""
    from flows.terminal.comparison import checks_view
    from load.engines.database import hashes_of, open_readonly
    from load.questions.comparison import check_findings

    session: Session = context.obj
    if hashes:
        _write(session, hashes_of(session.settings().database), form, output)
        return
    with open_readonly(session.settings().database) as connection:
        found = check_findings(connection)
    if form is Format.TABLE and output is None:
        session.out.print(checks_view(found.to_pylist()))
    else:
        _write(session, found, form, output)
    if strict and "error" in found["severity"].to_pylist():
        raise typer.Exit(1)


def release(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a new folder")],
    *,
    since: Annotated[
        Path | None, typer.Option(metavar="DIR", help="the release before, to tell what has changed")
    ] = None,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="date of the release (today)")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="release although the checks found errors")] = False,
) -> None:
    """Write tables and views as Parquet and CSV, with a datapackage.json that says what they are."""
    from load.engines.database import open_readonly
    from load.questions.comparison import check_findings
    from load.release.writing import write_release

    session: Session = context.obj
    with open_readonly(session.settings().database) as connection:
        errors = check_findings(connection)["severity"].to_pylist().count("error")
        if errors and not force:
            raise FazhiError(
                f"the checks found {errors} errors", "release", "see `fazhi check`, or add --force"
            )
        made = write_release(connection, folder, (day or datetime.now(UTC)).date(), since)
    changes = "" if made.changes is None else f", {made.changes} changes"
    line = f"version {made.version}: {len(made.rows)} tables, {sum(made.rows.values())} rows{changes}"
    session.out.print(f"{line}; {made.descriptor}", markup=False, highlight=False, soft_wrap=True)


def _refuse_unmatched(settings: "Settings", metric: str, places: Iterable[str] | None) -> None:
    """One line where none of the places that were named has a figure of the metric."""
    from load.engines.database import open_readonly
    from load.questions.comparison import places_with

    named = set(places or ())
    if not named:
        return
    with open_readonly(settings.database, settings.database_limits) as connection:
        known = places_with(connection, metric)
    if not named & known:
        way_out = (
            f"{len(known)} places have one: `fazhi rank {metric}`" if known else "`fazhi run` reads reports"
        )
        raise LoadError(f"no figure of {', '.join(sorted(named))}", metric, way_out)


def _tell_what_ended(session: "Session", codes: Iterable[str]) -> None:
    """A line for each code that ended: its figures go on under others, which may be what was meant."""
    from warehouse.places import load_places

    gazetteer = load_places()
    for code in sorted(codes):
        place, later = gazetteer.by_code(code), gazetteer.successors(code)
        if place and later:
            names = ", ".join(f"{one.name} {one.code}" for one in later)
            line = f"{place.name} {code} ended in {place.valid_to} and went to {names}: ask for that"
            session.story.print(line, markup=False, highlight=False, soft_wrap=True)


def _peers(level: Level | None, province: str) -> "Peers":
    from load.questions.comparison import Peers
    from warehouse.places import load_places

    if level and province:
        raise SettingsError("both --level and --province", "rank", "give one of the two")
    if province:
        place = load_places().resolve(province)
        if place.level != "province":
            raise SettingsError(f"{place.name} is no province", "--province", "give 浙江省, or 330000")
        return Peers("province", place.code[:2])
    if level is Level.ALL:
        return Peers("all")
    return Peers("level", level.value) if level else Peers()


def _write(session: "Session", table: "pa.Table", form: Format, output: Path | None) -> None:
    """The answer to a file, or to standard output."""
    from flows.terminal.comparison import rows_view
    from load.questions.answers import FORMATS

    if form is Format.TABLE:
        if output is not None:
            raise SettingsError("a table is for the terminal", str(output), _one_of(FORMATS))
        session.out.print(rows_view(table.column_names, table.to_pylist()))
        return
    content = FORMATS[form.value](table)
    if output is None:
        if form is Format.PARQUET and sys.stdout.isatty():
            raise SettingsError("Parquet is not for the terminal", "--format", "add --output FILE")
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise SettingsError(error.strerror or str(error), str(output), "check the folder") from error
    session.story.print(f"{table.num_rows} rows: {output}", markup=False, highlight=False, soft_wrap=True)


def _one_of(names: Iterable[str]) -> str:
    return f"add --format {', '.join(names)}"
