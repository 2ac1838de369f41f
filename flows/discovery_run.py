"""`fazhi discover`: the discovery flow in this process, on a server as `fazhi run` uses one."""

from typing import TYPE_CHECKING

from rich.console import Console

from flows.run import prefect_server, run_to_its_end
from flows.settings import Settings, environment
from flows.writing import only_writer

if TYPE_CHECKING:
    from flows.catalogue.found import Found


def run_discovery(  # noqa: PLR0913 (the command's own options)
    settings: Settings, sites: str, max_pages: int, console: Console, *, from_sites: bool, debug: bool = False
) -> "Found":
    """Run the flow over the index pages of the file `sites` ("" for the packaged) and return what it found.

    `from_sites` says that the file lists front pages. Raises FazhiError: BusyError, ServerError, or
    CatalogueError for a wrong list of sites.
    """

    def run() -> "Found":
        from flows.discovery import discovery

        return discovery(sites=sites, max_pages=max_pages, from_sites=from_sites)

    with (
        only_writer(settings.data_dir),
        environment({"FAZHI_DATA_DIR": str(settings.data_dir)}),
        prefect_server(settings, console, for_one_run=True) as api_url,
    ):
        return run_to_its_end(api_url, run, debug=debug)
