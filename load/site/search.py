"""What the first page searches, from disk too: names of places and metrics, and the sentences in parts.

A browser refuses `fetch` from disk, so each file is a script that hands its rows over when it is loaded. The
names come first; the parts of sentences (one province and year each, cut where it is long) are loaded one
after the other, those of the base year before the others, and looked through for the words as they stand.
No index of words is kept: it would be as large as the text, and a report more would change most of it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from load.engines.connection import Connection
from load.questions.asking import ask, extent_of
from load.questions.notes import Row
from load.site.links import Evidence
from load.site.pairs import PairIndex, pairs_in
from load.site.places import Known, by_province
from load.site.words import spelled_out

NAMES = "search/names.js"
_MOST_BYTES = 250_000


@dataclass(frozen=True, slots=True)
class Part:
    """A file of sentences: its name, the year, the first two digits of the province's code, what it holds."""

    name: str
    year: int
    province: str
    content: str
    pairs: frozenset[str]


def parts_of(connection: Connection, province: str, evidence: Evidence) -> Iterator[Part]:
    """The files of one province's sentences."""
    extent = extent_of(province)
    rows = ask(connection, "site_sentences", {"first": extent.first, "after": extent.after}).to_pylist()
    for year, some in groupby(rows, key=lambda row: int(row["report_year"])):
        reports = groupby(some, key=lambda row: str(row["report_id"]))
        of_reports = [_of_report(list(group), evidence) for _, group in reports]
        for number, some_reports in enumerate(_dealt(of_reports)):
            name = f"{province[:2]}-{year}-{number}"
            content = ",\n".join(report.script for report in some_reports)
            pairs = frozenset[str]().union(*(report.pairs for report in some_reports))
            yield Part(name, year, province[:2], f"fazhi.part({_script(name)},[{content}]);\n", pairs)


class Contents:
    """What parts there are, without what they say, and the pairs of characters that they hold."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._pairs = PairIndex()

    def add(self, part: Part) -> None:
        """Add a part that was written."""
        self._parts.append(replace(part, content="", pairs=frozenset()))
        self._pairs.add(part.pairs)

    def scripts(self, places: Sequence[Known], metrics: Sequence[Row], base_year: int) -> dict[str, str]:
        """The files that lead to the parts: names, and pairs, by path. The base year's parts come first, then
        the newest."""
        order = sorted(range(len(self._parts)), key=lambda at: _turn(self._parts[at], base_year))
        parts = [self._parts[at] for at in order]
        files = self._pairs.files(order)
        scripts = {
            f"search/pairs-{number}.js": f"fazhi.pairs({number},{_script(pairs)});\n"
            for number, pairs in enumerate(files)
        }
        return scripts | {NAMES: _names_script(places, metrics, parts, len(files))}


def _turn(part: Part, base_year: int) -> tuple[bool, int, str]:
    return part.year != base_year, -part.year, part.name


def _names_script(places: Sequence[Known], metrics: Sequence[Row], parts: Sequence[Part], files: int) -> str:
    """The script of the names: places with the province above them, metrics, which parts there are, and in
    how many files the pairs lie."""
    found = {
        "places": [[place.code, spelled_out(place.name), spelled_out(place.province)] for place in places],
        "metrics": [[row["metric"], row["label_zh"], row["label_en"]] for row in metrics],
        "parts": [[part.name, part.year, part.province] for part in parts],
        "pairs": files,
        "provinces": {
            code[:2]: spelled_out(some[0].province or some[0].name) for code, some in by_province(places)
        },
    }
    return f"fazhi.names({_script(found)});\n"


@dataclass(frozen=True, slots=True)
class _OfReport:
    """A report's sentences as a script, and the pairs in them."""

    script: str
    pairs: set[str]


def _of_report(rows: Sequence[Row], evidence: Evidence) -> _OfReport:
    """A report's sentences: place name, year, page, and each sentence with its figure."""
    first = rows[0]
    sentences: list[list[str]] = []
    for row in rows:
        address = evidence.figure(row["report_id"], row["statement_id"], row["char_start"])
        if address is not None:
            sentences.append([address, spelled_out(row["sentence"])])
    script = _script([spelled_out(first["place_name"]), first["report_year"], sentences])
    return _OfReport(script, pairs_in(text for _, text in sentences))


def _dealt(reports: Sequence[_OfReport]) -> Iterator[list[_OfReport]]:
    some: list[_OfReport] = []
    size = 0
    for report in reports:
        length = len(report.script.encode())
        if some and size + length > _MOST_BYTES:
            yield some
            some, size = [], 0
        some.append(report)
        size += length
    if some:
        yield some


def _script(value: object) -> str:
    """A value as a script writes it: JSON, escaped where older scripts or HTML end a line or element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
