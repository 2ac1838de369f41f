"""Settings: what the machine and the user decide. The only place that reads or sets the environment.

In order of weight: an option of the command line, a `FAZHI_…` variable, `fazhi.toml` in the current folder,
the default below.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from flows import setting_forms as forms
from flows.packaged import PACKAGED, SAMPLES
from load.engines.connection import Database, Limits, PostgresSchema
from warehouse.errors import SettingsError
from warehouse.visible import visible

if TYPE_CHECKING:
    from extract.fetching import FetchLimits
    from extract.sandbox import Limits as ReadLimits

SETTINGS_FILE = "fazhi.toml"
_PREFIX = "FAZHI_"


class Settings(BaseSettings):
    """Everything that can be set, with its default. Paths are absolute once read."""

    # What was given is never quoted in an error: a database's address may hold a password.
    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, toml_file=SETTINGS_FILE, extra="forbid", hide_input_in_errors=True
    )

    data_dir: Path = Field(default=Path("data"), description="folder of everything that a run makes")
    database_url: str = Field(
        default="",
        repr=False,
        description="duckdb:///FILE or postgresql://USER@HOST/DATABASE; empty: <data_dir>/warehouse.duckdb",
    )
    database_schema: str = Field(
        default="fazhi", pattern=r"^[a-z_][a-z0-9_]{0,62}$", description="PostgreSQL schema that fazhi owns"
    )
    database_memory: int = Field(
        default=0, ge=0, description="megabytes that DuckDB may take; 0: 2/5 of the process's, at most 560"
    )
    database_threads: int = Field(
        default=0, ge=0, le=1024, description="threads of DuckDB; 0: one a processor"
    )
    database_spill: str = Field(
        default="", description="folder for what a load cannot hold in memory; empty: beside the warehouse"
    )
    sql_seconds: float = Field(
        default=300, gt=0, le=86_400, description="seconds that one question of `fazhi sql` may take"
    )
    catalogue: str = Field(
        default="", description="CSV of the reports to read, or live or samples; empty: the packaged samples"
    )
    catalogue_files: str = Field(
        default="",
        description="folders beside its own whose files a catalogue may name: /srv/pages; or all",
    )
    base_year: int = Field(default=2017, ge=1990, le=2100, description="year the others are compared with")
    workers: int = Field(default=0, ge=0, le=256, description="reading processes; 0: one for each processor")
    runner: Literal["local", "dask"] = Field(
        default="local", description="who reads: local, or dask, the workers of a cluster (extra dask)"
    )
    scheduler: str = Field(
        default="", description="Dask scheduler, tcp://HOST:8786; empty: dask is a cluster on this machine"
    )
    fetch_timeout: float = Field(default=120, gt=0, le=3600, description="seconds for one page, all told")
    fetch_max_megabytes: int = Field(default=64, ge=1, le=1000, description="largest page, unpacked")
    fetch_delay: float = Field(default=2, ge=0, le=3600, description="seconds between two pages of one host")
    fetch_hosts: int = Field(default=32, ge=1, le=256, description="hosts that are asked at the same time")
    fetch_blocked_days: float = Field(
        default=3, ge=0, le=365, description="days that a host which turned us away is left alone"
    )
    fetch_contact: str = Field(
        default="https://github.com/fazhi-data/fazhi",
        description="address or mailto: of who fetches, told to every site in User-Agent",
    )
    allow_private: str = Field(
        default="", description="networks that may be asked though not public: 10.0.0.0/8,127.0.0.1"
    )
    hosts: Path = Field(default=Path("hosts.toml"), description="TOML with the switches of broken hosts")
    snapshots_url: str = Field(
        default="",
        repr=False,
        description="where snapshots lie, s3://BUCKET/FOLDER; empty: <data_dir>/snapshots",
    )
    tables_url: str = Field(
        default="",
        repr=False,
        description="where a copy of the Parquet tables is kept, s3://BUCKET/FOLDER; empty: nowhere",
    )
    ocr: bool = Field(
        default=False, description="read scanned PDFs by OCR, told as such; needs the extra ocr"
    )
    schedule: str = Field(default="0 2 * * *", description="cron of the nightly run, Asia/Shanghai")
    discovery_schedule: str = Field(
        default="0 6 * * 0", description="cron of the weekly look for new reports, Asia/Shanghai"
    )
    discovery_sites: str = Field(
        default="", description="CSV of the index pages in which new reports are sought; empty: the packaged"
    )
    notify_url: str = Field(
        default="",
        repr=False,
        description="https address that is told of failures and of data worth a look, by POST; empty: nobody",
    )
    notify_places: str = Field(
        default="",
        description="places whose new reports are told: 浙江省,330500; each with all below it",
    )
    notify_points: float = Field(
        default=25, gt=0, le=100, description="points between a rate and the base year's that are told"
    )
    notify_times: float = Field(
        default=3, gt=1, le=1000, description="how many times the base year's, or a part of it, is told"
    )
    server_wait: int = Field(default=180, ge=1, description="seconds that a Prefect server may take to start")

    _absolute = field_validator("data_dir")(forms.absolute)
    _engine = field_validator("database_url")(forms.engine)
    _cron = field_validator("schedule", "discovery_schedule")(forms.cron)
    _scheduler = field_validator("scheduler")(forms.scheduler)
    _store = field_validator("snapshots_url", "tables_url")(forms.store)
    _web = field_validator("notify_url")(forms.web)
    _places = field_validator("notify_places")(forms.places)
    _contact = field_validator("fetch_contact")(forms.contact)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options first, then variables, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database(self) -> Database:
        """The DuckDB file, or the PostgreSQL schema."""
        if self.database_url.startswith(forms.POSTGRES):
            return PostgresSchema(self.database_url, self.database_schema)
        named = self.database_url.removeprefix(forms.DUCKDB)
        return Path(named).expanduser().absolute() if named else self.data_dir / "warehouse.duckdb"

    @property
    def on_dask(self) -> bool:
        """Whether reports are read by the workers of a Dask cluster."""
        return self.runner == "dask" or bool(self.scheduler)

    @property
    def database_limits(self) -> Limits:
        """What DuckDB may take of the machine."""
        spill = Path(self.database_spill).expanduser().absolute() if self.database_spill else None
        return Limits(self.database_memory, self.database_threads, spill)

    @property
    def catalogue_path(self) -> Path:
        """The catalogue's CSV file: the user's own, or a packaged one by its name."""
        name = self.catalogue or SAMPLES
        return packaged_catalogue(name) if name in PACKAGED else Path(name).expanduser()

    @property
    def catalogue_folders(self) -> tuple[Path, ...]:
        """The folders beside its own whose files a catalogue may name."""
        named = [name.strip() for name in self.catalogue_files.split(",") if name.strip()]
        everywhere = Path(Path.cwd().anchor)
        return tuple(everywhere if n == "all" else Path(n).expanduser().absolute() for n in named)

    @property
    def watched_places(self) -> frozenset[str]:
        """Codes of the places whose new reports are told."""
        from flows.request import places_with_all_below  # here, as few settings name places

        return places_with_all_below(self.notify_places)

    @property
    def fetch_limits(self) -> "FetchLimits":
        """How pages are asked for. Raises SettingsError for a network or a switch that does not exist."""
        from extract.addresses import networks  # here, as most commands fetch nothing
        from extract.fetching import FetchLimits, read_switches

        total = self.fetch_timeout
        return FetchLimits(
            connect_seconds=min(10.0, total),
            read_seconds=min(30.0, total),
            total_seconds=total,
            max_bytes=self.fetch_max_megabytes * 2**20,
            host_delay=self.fetch_delay,
            hosts_at_once=self.fetch_hosts,
            blocked_days=self.fetch_blocked_days,
            user_agent=f"fazhi/0.1 (+{self.fetch_contact})",
            allow_private=networks(self.allow_private),
            switches=read_switches(self.hosts.expanduser()),
        )

    @property
    def read_limits(self) -> "ReadLimits":
        """What reading one report may take: OCR of forty pages takes more than any other report."""
        from extract.sandbox import Limits as ReadLimits

        return ReadLimits(seconds=600.0, megabytes=4096) if self.ocr else ReadLimits()

    @property
    def snapshots(self) -> Path | str:
        """Folder or bucket of the pages as fetched."""
        return self.snapshots_url or self.data_dir / "snapshots"

    @property
    def snapshots_shown(self) -> str:
        """The same for people: without a password."""
        return visible(str(self.snapshots))

    @property
    def parquet(self) -> Path:
        """Folder of the Parquet tables: load.parquet.tables puts it there and names it."""
        return self.data_dir / "parquet"

    @property
    def workbooks(self) -> Path:
        """The folder of the workbooks of single places."""
        return self.data_dir / "workbooks"

    @property
    def workbook(self) -> Path:
        """The Excel workbook."""
        return self.data_dir / "fazhi.xlsx"

    @property
    def site(self) -> Path:
        """The evidence pages that a run makes; `fazhi site` makes them anywhere."""
        return self.data_dir / "site"

    @property
    def releases(self) -> Path:
        """The releases that runs make, one a day, by its date; `fazhi release` makes them anywhere."""
        return self.data_dir / "releases"

    @property
    def summary(self) -> Path:
        """What became of each report in the last run, as JSON."""
        return self.data_dir / "last_run.json"

    @property
    def unfetched(self) -> Path:
        """Why addresses could not be fetched when they were last asked for."""
        return self.data_dir / "unfetched.json"

    @property
    def failing(self) -> Path:
        """Which reports still fail, by catalogue, as JSON."""
        return self.data_dir / "failing.json"

    @property
    def open_metrics(self) -> Path:
        """Counts of the last run for a collector of OpenMetrics text files."""
        return self.data_dir / "metrics.prom"

    @property
    def rules_kept(self) -> Path:
        """The metric rules by which reports were read, a file a version."""
        return self.data_dir / "rules"

    @property
    def untouched(self) -> Path:
        """Which readings by older rules the rules of now leave as they are."""
        return self.data_dir / "untouched.json"

    @property
    def made(self) -> Path:
        """What the warehouse and the workbook were last made from."""
        return self.data_dir / "made.json"

    @property
    def prefect_home(self) -> Path:
        """Home of the Prefect server that we start ourselves."""
        return self.data_dir / "prefect"


def packaged_catalogue(name: str) -> Path:
    """The CSV file of a packaged catalogue."""
    package, file = PACKAGED[name]
    return Path(str(files(package) / file))


def load_settings(**options: Any) -> Settings:
    """Settings out of options, environment and `fazhi.toml`; an option that is None counts as not given.

    Raises SettingsError that names the key and where it stands.
    """
    _refuse_unknown_variables()
    try:
        return Settings(**{key: value for key, value in options.items() if value is not None})
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(str(error), SETTINGS_FILE, "mend the TOML") from error
    except ValidationError as error:
        raise _settings_error(error) from error


def _settings_error(error: ValidationError) -> SettingsError:
    first = error.errors()[0]
    key = str(first["loc"][0]) if first["loc"] else ""
    words = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return SettingsError(f"unknown key {key}", SETTINGS_FILE, f"known: {known}")
    variable = f"{_PREFIX}{key.upper()}"
    where = variable if variable in os.environ else f"{key} in {SETTINGS_FILE} or the options"
    return SettingsError(words, where, f"{Settings.model_fields[key].description}")


def _refuse_unknown_variables() -> None:
    known = {f"{_PREFIX}{key.upper()}" for key in Settings.model_fields}
    for name in sorted(os.environ):
        if name.startswith(_PREFIX) and name not in known:
            raise SettingsError("unknown setting", name, f"known: {', '.join(sorted(known))}")


def prefect_api_url() -> str | None:
    """Address of the Prefect server that the user named, if any."""
    return os.environ.get("PREFECT_API_URL") or None


def child_environment(changes: Mapping[str, str]) -> dict[str, str]:
    """Our environment with changes, for a child process."""
    return {**os.environ, **changes}


@contextmanager
def environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Set variables for this process and its children, and put them back afterwards."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
