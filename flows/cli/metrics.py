"""`fazhi metrics …`: the metric catalogue: what it holds, whether it holds, what it does not know."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from flows.cli.commands import Session
    from load.engines.connection import Connection

metrics_app = typer.Typer(
    no_args_is_help=True, help="The metric catalogue: list, show, check, unknown, propose."
)

Family = Annotated[str, typer.Option(help="only this family: disputes, capacity …")]
Most = Annotated[int, typer.Option(help="how many", min=1)]


@metrics_app.command("list", epilog="Example: `fazhi metrics list --family disputes`")
def list_metrics(context: typer.Context, family: Family = "") -> None:
    """All metrics with label, unit, and how much the warehouse knows of each, where there is one."""
    from flows.metric_catalogue.view import list_view
    from load.questions.comparison import metric_counts
    from warehouse.errors import SettingsError
    from warehouse.metrics import load_metrics

    session: Session = context.obj
    families = dict.fromkeys(metric.family for metric in load_metrics())
    if family and family not in families:
        raise SettingsError(f"no family is {family}", "--family", f"one of {', '.join(families)}")
    shown = [metric for metric in load_metrics() if metric.family == (family or metric.family)]
    session.out.print(list_view(shown, _asked(session, metric_counts), session.out.width))


@metrics_app.command("show", epilog="Example: `fazhi metrics show 行政机关负责人出庭应诉率`")
def show(
    context: typer.Context,
    metric: Annotated[
        str, typer.Argument(help="id or label: disputes.appearance_rate, 行政机关负责人出庭应诉率")
    ],
) -> None:
    """One metric: labels, definition, how it is said, examples, and what links to it in the warehouse."""
    from flows.metric_catalogue.view import metric_view
    from load.questions.comparison import metric_links
    from warehouse.metrics import load_lexicon, metric_named

    session: Session = context.obj
    found = metric_named(metric)
    links = _asked(session, lambda connection: metric_links(connection, found.id))
    session.out.print(metric_view(found, load_lexicon(), links.to_pylist() if links else []))


@metrics_app.command("unknown", epilog="Example: `fazhi metrics unknown --most 20`")
def unknown(context: typer.Context, most: Most = 40) -> None:
    """Words that kept figures from a metric because the lexicon does not know them: the work list."""
    from flows.metric_catalogue.view import unknown_view
    from load.engines.database import open_readonly
    from load.questions.comparison import unknown_words

    session: Session = context.obj
    with open_readonly(session.settings().database) as connection:
        session.out.print(unknown_view(unknown_words(connection, most).to_pylist()))


@metrics_app.command("propose", epilog="Example: `fazhi metrics propose`")
def propose(context: typer.Context) -> None:
    """Wordings that reviewers propose: figures that they assigned to a metric that they do not link to."""
    from flows.metric_catalogue.view import proposals_view
    from load.engines.database import open_readonly
    from load.reviews.status import proposed_wordings

    session: Session = context.obj
    with open_readonly(session.settings().database) as connection:
        found = proposed_wordings(connection).to_pylist()
    session.out.print(proposals_view(found), soft_wrap=True)


@metrics_app.command("check", epilog="Example: `fazhi metrics check` after editing warehouse/metrics/*.toml")
def check(
    context: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="warnings that are not new as well")] = False,
    corpus: Annotated[
        Path | None, typer.Option(metavar="DIR", help="try the catalogue on these reports too")
    ] = None,
    leave_one_out: Annotated[
        bool, typer.Option("--leave-one-out", help="how examples fare without each wording; some minutes")
    ] = False,
) -> None:
    """Check the metric catalogue; exit status 1 if there is an error.

    Tells errors (examples that fail, frames that two metrics claim, unknown concepts), and since the last
    commit: new warnings, new words with those that they hide, and figures of examples that link otherwise.
    Nothing is said where nothing is new. --corpus compares the links of real reports too, and names the
    frames that link nothing there.
    """
    from flows.metric_catalogue.command import check_catalogue

    session: Session = context.obj
    if not check_catalogue(session.out, everything=everything, corpus=corpus, leave_one_out=leave_one_out):
        raise typer.Exit(1)


def _asked(session: "Session", question: "Callable[[Connection], pa.Table]") -> "pa.Table | None":
    """What the warehouse answers; None where there is none yet."""
    from load.engines.database import open_readonly
    from warehouse.errors import LoadError

    try:
        with open_readonly(session.settings().database) as connection:
            return question(connection)
    except LoadError:
        return None
