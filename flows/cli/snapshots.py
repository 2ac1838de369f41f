"""`fazhi snapshots …`: pages saved by hand, whether the store is sound, and the store for web archives."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.errors import FetchError

if TYPE_CHECKING:
    from extract.snapshots import SnapshotStore
    from flows.cli.commands import Session
    from warehouse.records import Snapshot

snapshots_app = typer.Typer(no_args_is_help=True, help="The pages as fetched: add, verify, export.")


@snapshots_app.command(
    "add",
    epilog="Example: `fazhi snapshots add page.html --url https://www.example.gov.cn/1.html "
    "--saved-on 2018-03-01`",
)
def add(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="the page as a browser saved it, or the report's file")],
    url: Annotated[str, typer.Option(help="address that it was saved from, as the catalogue gives it")],
    saved_on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="day on which it was saved")],
) -> None:
    """Keep a page that a person saved, where the site does not want scripts.

    The next `fazhi run` reads it as if it had been fetched; that it was saved by hand stands with it.
    """
    from flows.writing import only_writer

    session: Session = context.obj
    settings = session.settings()
    with only_writer(settings.data_dir):
        snapshot = _kept(_store(session), _read(file), url, saved_on.replace(tzinfo=UTC))
    session.out.print(f"{snapshot.sha256}: {snapshot.size} bytes of {url}", soft_wrap=True, highlight=False)


def _read(file: Path) -> bytes:
    from extract.fetching.blocked import blocked_reason, odd_reason

    try:
        data = file.read_bytes()
    except OSError as error:
        raise FetchError(
            f"cannot be read: {error.strerror}", str(file), "give a file", "not_found"
        ) from error
    if not data.strip():
        raise FetchError("is empty", str(file), "save the page again", "not_found")
    if why := blocked_reason(200, "", data) or odd_reason("", data):
        way_out = "save it when the browser shows the report"
        raise FetchError(f"is {why}, not the report", str(file), way_out, "blocked")
    return data


def _kept(store: "SnapshotStore", data: bytes, url: str, saved_at: datetime) -> "Snapshot":
    if not url.startswith(("http://", "https://")):
        raise FetchError("is neither http: nor https:", url, "give the address of the page", "bad_url")
    if saved_at > datetime.now(UTC):
        raise FetchError(f"{saved_at:%Y-%m-%d} has not come yet", "--saved-on", "give the day it was saved")
    latest = store.latest(url)
    if latest and latest.fetched_at.date() > saved_at.date():
        what = f"the store has a newer page, of {latest.fetched_at:%Y-%m-%d}"
        raise FetchError(what, url, "save the page as it is today")
    return store.add(data, url=url, final_url=url, fetched_at=saved_at, saved_on=f"{saved_at:%Y-%m-%d}")


@snapshots_app.command("verify", epilog="Example: `fazhi snapshots verify`, every now and then")
def verify(context: typer.Context) -> None:
    """Hash every page again: one line for each that is damaged or missing; exit status 1 if any is."""
    session: Session = context.obj
    store = _store(session)
    damaged = list(store.damaged())
    for line in damaged:
        session.out.print(line, markup=False, highlight=False, soft_wrap=True)
    count = len({snapshot.sha256 for snapshot in store.all()})
    session.out.print(f"{count} pages, {len(damaged)} damaged or missing")
    if damaged:
        raise typer.Exit(1)


@snapshots_app.command("export", epilog="Example: `fazhi snapshots export --warc reports.warc.gz`")
def export(
    context: typer.Context,
    warc: Annotated[Path, typer.Option(metavar="FILE", help="the .warc.gz to write")],
) -> None:
    """Write every page that was fetched or saved into a WARC file, which web archives replay."""
    from extract.warc import write_warc

    session: Session = context.obj
    count = write_warc(warc, _store(session))
    session.out.print(f"{count} pages in {warc}", soft_wrap=True, highlight=False)


def _store(session: "Session") -> "SnapshotStore":
    from extract.snapshots import SnapshotStore

    return SnapshotStore(session.settings().snapshots)
