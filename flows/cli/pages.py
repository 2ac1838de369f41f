"""`fazhi site`: the warehouse as pages for a browser."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.cli.commands import Session


def site(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a new folder, or one that was made so")],
    base_year: Annotated[
        int | None, typer.Option(help="year to compare the others with (2017)", show_default=False)
    ] = None,
) -> None:
    """Write the evidence pages: every figure beside the sentence it comes from, places, metrics, search.

    Static files that any browser opens, from the disk or a web server, with no network and no service behind
    them. Only pages whose data changed are written; pages of what is there no more are taken away.
    """
    from flows.cli.commands import watched
    from flows.request import checked_base_year
    from flows.site import build_site

    session: Session = context.obj
    settings = session.settings()
    with watched(session):
        built = build_site(settings, folder, checked_base_year(base_year, settings.base_year))
    megabytes = sum(built.written.values()) / 1e6
    written = f"{len(built.written):,} written ({megabytes:,.1f} MB), {built.removed:,} removed"
    told = f"{built.files:,} files, {written}; open {folder / 'index.html'}"
    session.out.print(told, markup=False, highlight=False, soft_wrap=True)
