"""Whether a change of code reads the same: every row of every document of some folders, as one hash each.

    python -m bench.readings FOLDER... --write before.json     # with the code as it was
    python -m bench.readings FOLDER... --against before.json   # with the code as it is: names what differs

A change that is made for speed alone must differ nowhere. Made-up reports (bench/made_reports.py) are read
beside the folders' documents, and a document that cannot be read counts by its error.
"""

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from bench.made_reports import made_report
from extract.documents import read_document
from extract.file_endings import READ
from extract.identity import identify
from transform.reading import read_report
from transform.rules import load_rules
from transform.tables import tables_of
from warehouse.errors import FazhiError
from warehouse.places import load_places

_MADE = 20
_STEP = 1811
"""Made-up reports lie so far apart, so that provinces, cities and counties of several years are there."""


def hash_of(data: bytes) -> str:
    """The hash of all rows that a document's bytes become, or the kind of error that it raises."""
    try:
        document = read_document(data)
        said = identify(document, load_places())
        place, year = said.place or "320500", said.year or 2020
        reading = read_report(document, place, year, load_rules())
        row = {"report_id": f"{place}-{year}", "report_year": year}
        tables = tables_of([(row, reading)])
    except FazhiError as error:
        return f"{type(error).__name__}: {error}"
    rows = [repr(document), *(repr(table.to_pylist()) for table in tables.values())]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _documents(folders: list[Path]) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.suffix in READ:
                yield str(path), path.read_bytes()
    for number in range(_MADE):
        yield f"made up {number}", made_report(number * _STEP, "https://made.example").page


def main() -> None:
    """Write the hashes, or hold them against those written before; exit 1 where one differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--against", type=Path)
    arguments = parser.parse_args()
    hashes = {name: hash_of(data) for name, data in _documents(arguments.folders)}
    if arguments.write:
        arguments.write.write_text(json.dumps(hashes, ensure_ascii=False, indent=0), "utf-8")
    before = json.loads(arguments.against.read_text("utf-8")) if arguments.against else hashes
    differing = [name for name in before.keys() | hashes.keys() if before.get(name) != hashes.get(name)]
    print("\n".join([*sorted(differing), f"{len(hashes)} documents, {len(differing)} differ"]))
    raise SystemExit(bool(differing))


if __name__ == "__main__":
    main()
