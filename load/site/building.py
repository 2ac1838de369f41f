"""The whole site: each page written where what it is made from has changed, and left where it has not."""

import hashlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from load.engines.connection import Connection
from load.questions.answers import as_csv
from load.questions.asking import ask
from load.questions.notes import Row
from load.site.folder import SiteFolder
from load.site.front import front_page, metrics_page, province_page, years_of
from load.site.grouping import Slices, sliced
from load.site.links import Evidence
from load.site.metric_page import metric_pages
from load.site.paths import COVERAGE, metric_path, place_path
from load.site.place_page import place_pages
from load.site.places import Known, by_province, facts_of, known_places, slices_of
from load.site.report_page import Surroundings, report_pages
from load.site.reports import Report, Told, chunks, report_of, reports_with_text, slices_between
from load.site.search import Contents, parts_of
from warehouse.records import Document

STATIC = ("site.css", "site.js", "search.js")
Documents = Mapping[str, Document]
_OF_METRIC = {"standing": "site_standing", "wordings": "site_wordings"}


def _no_documents(reports: Sequence[Told]) -> Documents:
    return {}


def _silent(*_: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Edition:
    """How a site is made: the base year, who has the documents of reports with tables, who is told.

    `documents` gives those of some reports by id, for the cells of their tables; of one that it leaves
    out, or that has another text by now, each line of the text is a paragraph. `begin` is told a stage and
    its number of steps, `advance` each step.
    """

    base_year: int
    documents: Callable[[Sequence[Told]], Documents] = _no_documents
    begin: Callable[[str, int], object] = _silent
    advance: Callable[[], object] = _silent


@dataclass(frozen=True, slots=True)
class Built:
    """What became of the site: all its files, those that were written with their bytes, how many went."""

    files: int
    written: Mapping[str, int] = field(default_factory=dict)
    removed: int = 0


def write_site(connection: Connection, root: Path, edition: Edition) -> Built:
    """Bring the site in the folder `root` up to the warehouse. The same warehouse gives the same bytes.

    A kill leaves whole pages; what it left out is made by the next build. Raises SettingsError for a folder
    that holds other files, LoadError where the disk refuses.
    """
    metrics = ask(connection, "site_metrics", {}).to_pylist()
    site = _Site(connection, SiteFolder.opened(root), edition, metrics, _version(metrics, edition.base_year))
    site.write_static()
    evidence = site.write_reports()
    places = known_places(connection)
    site.write_places(places, evidence)
    site.write_metrics(evidence)
    site.write_leading(places, evidence)
    site.folder.finish()
    return Built(site.folder.known_files, site.folder.written, site.folder.removed)


@dataclass(frozen=True, slots=True)
class _Site:
    """One build: what all its steps need."""

    connection: Connection
    folder: SiteFolder
    edition: Edition
    metrics: Sequence[Row]
    version: str

    def write_static(self) -> None:
        """Styles and scripts."""
        for name in STATIC:
            self._write(f"static/{name}", static_file(name))

    def write_reports(self) -> Evidence:
        """The page of each report that has a text; where they lie."""
        told = reports_with_text(self.connection)
        self.edition.begin("报告页 report pages", len(told))
        for some, first, after in chunks(told):
            changed = []
            for slices in slices_between(self.connection, first, after):
                key = self._key(slices.digest())
                if self.folder.keep(f"report {slices.id}", key):
                    self.edition.advance()
                else:
                    changed.append((key, report_of(slices)))
            self._write_changed(changed, some)
        cuts = {one.report_id: self.folder.note_of(f"report {one.report_id}") for one in told}
        return Evidence(frozenset(cuts), {report: cut for report, cut in cuts.items() if cut})

    def _write_changed(self, changed: Sequence[tuple[str, Report]], told: Sequence[Told]) -> None:
        around = Surroundings({row["metric"]: row for row in self.metrics})
        ids = {report.id for _, report in changed}
        documents = self.edition.documents([one for one in told if one.report_id in ids and one.n_tables])
        for key, report in changed:
            pages = report_pages(report.with_blocks_of(documents.get(report.id)), around)
            self.folder.write(f"report {report.id}", key, _encoded(pages.by_path), list(pages.cuts))
            self.edition.advance()

    def write_places(self, places: Sequence[Known], evidence: Evidence) -> None:
        """The page of each place with its CSV, and the sentences of each province to search."""
        self.edition.begin("地区页 place pages", len(places))
        contents = Contents()
        for province, some in by_province(places):
            slices = slices_of(self.connection, province, self.edition.base_year)
            for place in some:
                self._write_place(place, slices[place.code], evidence)
                self.edition.advance()
            for part in parts_of(self.connection, province, evidence):
                self._write(f"search/{part.name}.js", part.content.encode())
                contents.add(part)
        scripts = contents.scripts(places, self.metrics, self.edition.base_year)
        for path, content in _encoded(scripts).items():
            self._write(path, content)

    def _write_place(self, place: Known, slices: Slices, evidence: Evidence) -> None:
        told = (("figures", "report_id"), ("promises", "report_id"), ("promises", "target_report_id"))
        reports = set[str]().union(*(slices.values(name, column) for name, column in told))
        name, key = f"place {place.code}", self._key((place, slices.digest(), evidence.of_reports(reports)))
        if not self.folder.keep(name, key):
            made = _encoded(place_pages(facts_of(place, slices), evidence, self.edition.base_year))
            if "figures" in slices.tables:
                made[place_path(place.code, "csv")] = _csv(slices.tables["figures"])
            self.folder.write(name, key, made)

    def write_metrics(self, evidence: Evidence) -> None:
        """The page of each metric with its CSV, a family at a time, as each question costs alike."""
        self.edition.begin("指标页 metric pages", len(self.metrics))
        for family, metrics in groupby(self.metrics, key=lambda row: str(row["family"])):
            asked = {"first": f"{family}.", "after": f"{family}/"}
            slices = sliced(self.connection, _OF_METRIC, "metric", asked)
            for metric in metrics:
                of_metric = slices.get(metric["metric"], Slices(metric["metric"], {}))
                self._write_metric(metric, of_metric, evidence)
                self.edition.advance()

    def _write_metric(self, metric: Row, slices: Slices, evidence: Evidence) -> None:
        reports = evidence.of_reports(slices.values("standing", "report_id"))
        name, key = f"metric {slices.id}", self._key((slices.digest(), reports))
        if not self.folder.keep(name, key):
            standing, wordings = slices.rows("standing"), slices.rows("wordings")
            made = _encoded(metric_pages(metric, standing, wordings, evidence, self.edition.base_year))
            if standing:
                made[metric_path(slices.id, "csv")] = _csv(slices.tables["standing"])
            self.folder.write(name, key, made)

    def write_leading(self, places: Sequence[Known], evidence: Evidence) -> None:
        """The first page and those that lead on; they are cheap, so that they are made each time."""
        years = years_of(places)
        pages = front_page(self.connection, places, evidence, self.edition.base_year)
        pages |= metrics_page(self.connection, self.metrics)
        for province, some in by_province(places):
            pages |= province_page(province, some, years)
        for path, content in _encoded(pages).items():
            self._write(path, content)
        self._write(COVERAGE, _csv(ask(self.connection, "site_places", {})))

    def _write(self, path: str, content: bytes) -> None:
        self.folder.write(path, "", {path: content})

    def _key(self, content: object) -> str:
        """What a thing's pages are made from: its rows, and all that stands for every page alike."""
        return hashlib.sha256(f"{self.version}{content!r}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def static_file(name: str) -> bytes:
    """The style sheet or a script, by its name."""
    return (files("load.site") / "static" / name).read_bytes()


def _csv(table: pa.Table) -> bytes:
    """CSV with the mark of UTF-8, without which Excel takes it for the system's charset."""
    return BOM_UTF8 + as_csv(table)


def _encoded(pages: Mapping[str, str]) -> dict[str, bytes]:
    return {path: page.encode() for path, page in pages.items()}


def _version(metrics: Sequence[Row], base_year: int) -> str:
    """Hash of what stands for every page alike: our code and labels, the metric catalogue, the base year."""
    digest = hashlib.sha256(f"{base_year} {version('jinja2')} {metrics!r}".encode())
    for source in (
        files("load") / "labels.py",
        *_sources(files("load.site")),
        *_sources(files("load.questions")),
    ):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith((".py", ".html", ".sql")):
            yield entry
