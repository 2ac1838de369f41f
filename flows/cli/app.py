"""The command line `fazhi`: what each command is called and takes. What it does stands in commands.py.

Rooms are imported when a command needs them, so that `--help` answers at once; so it is in all of flows/cli.
"""

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from traceback import format_exception
from types import TracebackType
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

from flows.address_space import refuse_little_address_space
from flows.cli import analysts as cli_analysts
from flows.cli import catalogue as cli_catalogue
from flows.cli import commands
from flows.cli.commands import Asked, Session
from flows.cli.metrics import metrics_app
from flows.cli.pages import site
from flows.cli.review import plot, review_app
from flows.cli.snapshots import snapshots_app
from flows.cli.wrong_use import call
from flows.leaving import leave
from flows.packaged import LIVE
from warehouse.errors import FazhiError, SettingsError
from warehouse.visible import visible, visible_lines

_ORDER = (
    "run", "compare", "rank", "plot", "site", "sql", "inspect", "check",
    "review", "export", "release",
    "catalogue", "discover", "serve", "status", "doctor",
    "fetch", "transform", "load", "rebuild", "forget", "snapshots",
    "metrics", "evaluate",
)  # fmt: skip
"""First what a newcomer does, then review and release, new reports and every night, single steps, rules."""


class InOrderOfUse(TyperGroup):
    """The commands as they are used, not as they are defined."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of `--help`; one that has no place there yet comes last."""
        places = {name: place for place, name in enumerate(_ORDER)}
        return sorted(super().list_commands(ctx), key=lambda name: places.get(name, len(places)))


app = typer.Typer(
    name="fazhi",
    no_args_is_help=True,
    cls=InOrderOfUse,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="First time? Run **fazhi run**: it reads the packaged samples and needs no network.",
)
app.add_typer(snapshots_app, name="snapshots")
app.add_typer(metrics_app, name="metrics")
app.add_typer(review_app, name="review")
app.command(epilog="Example: `fazhi plot disputes.litigation_loss_rate --places 金华市`")(plot)
app.command(epilog="Example: `fazhi site pages`, then open pages/index.html")(site)
cli_analysts.register(app)
app.add_typer(cli_catalogue.catalogue_app, name="catalogue")
app.command(epilog="Example: `fazhi discover --accept`")(cli_catalogue.discover)

Places = Annotated[str, typer.Option(metavar="P,P", help="places by name or GB/T 2260 code: 金华市,330500")]
Years = Annotated[str, typer.Option(metavar="Y-Y", help="report years: 2015-2018 or 2015,2017")]
BaseYear = Annotated[
    int | None, typer.Option(help="year to compare the others with (2017)", show_default=False)
]
Catalogue = Annotated[
    str, typer.Option(metavar="FILE", help="CSV with the columns place, year, url; or live or samples")
]
Live = Annotated[bool, typer.Option("--live", help="the packaged catalogue of published reports")]
OnlyChanged = Annotated[
    bool, typer.Option("--only-changed/--all", help="leave what has not changed, or read everything again")
]
Failed = Annotated[bool, typer.Option("--failed", help="only the reports that still fail")]
Refetch = Annotated[bool, typer.Option("--refetch", help="ask for each page as a whole, changed or not")]
Export = Annotated[
    str, typer.Option(metavar="WHAT", help="made at the end: workbook; site or release as well; or nothing")
]
Runner = Annotated[
    str | None, typer.Option(metavar="WHO", help="who reads: local, or dask (extra dask)", show_default=False)
]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler, tcp://HOST:8786", show_default=False)
]
Strict = Annotated[bool, typer.Option("--strict", help="exit status 1 if any report failed")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object on standard output, nothing else")]


def _catalogue(named: str, *, live: bool) -> str:
    if live and named not in ("", LIVE):
        raise SettingsError("both are named", "--catalogue and --live", "give one of the two")
    return LIVE if live else named


def _show_version(value: bool) -> None:
    if value:
        try:
            print(f"fazhi {version('fazhi')}")
        except PackageNotFoundError:
            print("fazhi (run from its source folder)")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    data_dir: Annotated[
        Path | None, typer.Option(help="folder of everything that is made (FAZHI_DATA_DIR, else data)")
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="show tracebacks and Prefect's own log")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="show the version")
    ] = False,
) -> None:
    """Read the figures out of Chinese rule-of-law reports (法治政府建设年度报告) and compare them."""
    context.obj = Session(data_dir, debug=debug)


@app.command(epilog="Examples: `fazhi run` · `fazhi run --live --places 浙江省` · `fazhi run --failed`")
def run(
    context: typer.Context,
    places: Places = "",
    years: Years = "",
    base_year: BaseYear = None,
    catalogue: Catalogue = "",
    live: Live = False,
    only_changed: OnlyChanged = True,
    failed: Failed = False,
    refetch: Refetch = False,
    export: Export = "workbook",
    runner: Runner = None,
    scheduler: Scheduler = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Everything: fetch the catalogue's reports, read them, load the warehouse, write the workbook.

    Without a catalogue the packaged samples are read, which need no network; --live reads the packaged list
    of published reports. The first real reports take the samples out of the data folder.

    Runs as a Prefect flow, on the server that PREFECT_API_URL names, else on one of its own that ends with
    it. Reports that fail are listed; the others are unharmed.
    """
    context.obj.choose(runner=runner, scheduler=scheduler)
    named = _catalogue(catalogue, live=live)
    asked = Asked(places, years, base_year, named, only_changed, failed, refetch, export)
    commands.run(context.obj, asked, strict=strict, as_json=as_json)


@app.command(epilog="Example: `fazhi fetch --catalogue reports.csv --years 2017`")
def fetch(
    context: typer.Context,
    places: Places = "",
    years: Years = "",
    catalogue: Catalogue = "",
    live: Live = False,
    failed: Failed = False,
    refetch: Refetch = False,
    strict: Strict = False,
) -> None:
    """Fetch the catalogue's reports into the snapshot store, and nothing else."""
    asked = Asked(places, years, None, _catalogue(catalogue, live=live), only_failed=failed, refetch=refetch)
    commands.fetch(context.obj, asked, strict=strict)


@app.command(epilog="Example: `fazhi transform --all` after a change of rules")
def transform(
    context: typer.Context,
    places: Places = "",
    years: Years = "",
    catalogue: Catalogue = "",
    live: Live = False,
    only_changed: OnlyChanged = True,
    failed: Failed = False,
    strict: Strict = False,
) -> None:
    """Read the snapshots into Parquet: no fetching, no warehouse."""
    named = _catalogue(catalogue, live=live)
    asked = Asked(places, years, None, named, only_changed=only_changed, only_failed=failed)
    commands.transform(context.obj, asked, strict=strict)


@app.command(epilog="Example: `fazhi load`, then `duckdb -readonly data/warehouse.duckdb`")
def load(context: typer.Context) -> None:
    """Make the DuckDB warehouse from Parquet, unless it is up to date."""
    commands.load(context.obj)


@app.command(epilog="Examples: `fazhi export --base-year 2018` · `fazhi export --places 浙江省,金华市`")
def export(context: typer.Context, base_year: BaseYear = None, places: Places = "") -> None:
    """Write the Excel workbook from the warehouse, unless it is up to date.

    Where it would be too large to open, one workbook a province, and one that leads to them. With --places
    one for each of these: a province with all in it, a city beside the others of its province.
    """
    commands.export(context.obj, base_year, places)


@app.command(epilog="Example: `fazhi rebuild` after a warehouse file was lost or damaged")
def rebuild(context: typer.Context, base_year: BaseYear = None) -> None:
    """Make warehouse and workbook anew from Parquet alone."""
    commands.rebuild(context.obj, base_year)


@app.command(epilog="Examples: `fazhi forget 330700-2017` · `fazhi forget --samples`")
def forget(
    context: typer.Context,
    reports: Annotated[
        list[str] | None, typer.Argument(metavar="[REPORT]...", help="report ids such as 330700-2017")
    ] = None,
    samples: Annotated[bool, typer.Option("--samples", help="the packaged samples, all of them")] = False,
) -> None:
    """Take reports out of tables, warehouse and workbook; their snapshots stay.

    What goes is told by the delta and by the warehouse's table `withdrawn`. A catalogue that still names a
    report brings it back: take its row out, or say why in its column `left_out`.
    """
    commands.forget(context.obj, reports or [], samples=samples)


@app.command(epilog="Example: `fazhi inspect report.pdf --place 金华市 --year 2017 --jsonl`")
def inspect(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="an HTML, PDF, DOCX or text file, or its address")],
    place: Annotated[str, typer.Option(help="place, if the page does not say")] = "",
    year: Annotated[int | None, typer.Option(help="report year, if the page does not say")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="one JSON object a statement, nothing else")] = False,
    everything: Annotated[bool, typer.Option("--all", help="exclusions and issues too")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="OUT", help="write the report's page there instead, for a browser")
    ] = None,
) -> None:
    """Read one report and show every statement; writes nothing but the page that --html asks for."""
    if html:
        if jsonl or everything:
            raise SettingsError("shows all of it", "--html", "leave --jsonl and --all out")
        commands.inspect_page(context.obj, source, place or None, year, html)
        return
    commands.inspect(context.obj, source, place or None, year, jsonl=jsonl, everything=everything)


@app.command(epilog="Example: `fazhi evaluate gold --json > result.json`, later `--against result.json`")
def evaluate(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="folder of annotated reports")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON, nothing else")] = False,
    against: Annotated[Path | None, typer.Option(metavar="FILE", help="an earlier --json result")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="each figure missed, invented or wrong")] = False,
) -> None:
    """Recall, precision and F1 against annotated reports; what was gained, lost and changed since."""
    commands.evaluate(context.obj, folder, as_json=as_json, against=against, misses=misses)


@app.command(epilog="Example: `PREFECT_API_URL=http://127.0.0.1:4200/api fazhi serve`")
def serve(context: typer.Context) -> None:
    """Serve the nightly schedule (02:00, Asia/Shanghai) and manual runs from Prefect's UI or API."""
    commands.serve(context.obj)


@app.command(epilog="Examples: `fazhi status` · `fazhi status --json`")
def status(context: typer.Context, as_json: AsJson = False) -> None:
    """The last runs, how fresh each place is, and the disk."""
    commands.status(context.obj, as_json=as_json)


@app.command(epilog="Example: `fazhi doctor`")
def doctor(context: typer.Context) -> None:
    """What is missing on this machine, and the fix."""
    commands.doctor(context.obj)


def main() -> None:
    """Run the command line: a user's error is one line and exit status 1, wrong use 2."""
    debug = "--debug" in sys.argv
    sys.excepthook = _with_traceback if debug else _one_line
    command = cast(InOrderOfUse, get_command(app))  # by itself, as the app would put its own excepthook
    status: int | str | None
    try:
        refuse_little_address_space()
        status = call(command)
    except FazhiError as error:
        _tell_programs(error, str(error))
        if debug:
            raise
        print(f"fazhi: {error}", file=sys.stderr)
        status = error.exit_status
    except SystemExit as end:
        status = end.code
    leave(status)


def _tell_programs(error: BaseException, words: str) -> None:
    """Who called `fazhi run --json` has one object to read, whatever stopped it; wrong use included.

    Where each report failed the summary has been written, and says so.
    """
    if {"run", "--json"} <= {word.strip() for word in sys.argv[1:]}:
        from flows.record.outcomes import NothingReadError, failure_json

        if not isinstance(error, NothingReadError):
            print(failure_json(words), flush=True)


def _one_line(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nobody foresaw, in one line too; `--debug` shows where."""
    words = visible(f"{kind.__name__}: {error}")
    if isinstance(error, Exception):
        _tell_programs(error, f"unexpected {words}")
    print(f"fazhi: unexpected {words} (again with --debug for the traceback)", file=sys.stderr)


def _with_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Where it came from, in what may be shown: drivers quote addresses with their passwords."""
    print(visible_lines("".join(format_exception(kind, error, trace))), end="", file=sys.stderr)


if __name__ == "__main__":
    main()
