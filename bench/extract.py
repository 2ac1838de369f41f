"""Speed of reading figures for one core, beside the peers that are installed.

    python -m bench.extract FOLDER [--seconds 3]

FOLDER holds reports (HTML, text, PDF, DOCX). All are read into documents first; then each reader goes over
the same texts until its time is up, in one process and one run, so that the ratios hold on a noisy machine.
Peers only find numbers, which is a part of what we do. Install what you want to see beside us:
pip install recognizers-text-suite "emoji<2" jieba chinese2digits
"""

import argparse
import importlib
import re
import time
from collections.abc import Callable
from pathlib import Path

from bench.peak import peak_megabytes
from extract.documents import read_document
from extract.file_endings import READ_FROM_DISK
from extract.identity import identify
from transform.reading import read_report
from transform.rules import load_rules
from warehouse.errors import UnreadableError
from warehouse.places import load_places
from warehouse.records import Document
from warehouse.units import RATE_SIGN

REPORT = 8000
_NUMBER = re.compile(rf"\d[\d,.]*\s*[万亿]?\s*(?:{RATE_SIGN}|[\u4e00-\u9fff]{{1,2}})")

Reader = Callable[[Document], object]


def documents_of(folder: Path) -> list[Document]:
    """All readable documents of a folder."""
    documents = []
    for path in sorted(folder.iterdir()):
        if path.suffix in READ_FROM_DISK:
            try:
                documents.append(read_document(path.read_bytes()))
            except UnreadableError as error:
                print(f"{path.name}: {error}")
    return documents


def ours() -> Reader:
    """Statements with unit, year, scope, role and metric."""
    rules, places = load_rules(), load_places()

    def read(document: Document) -> object:
        said = identify(document, places)
        return read_report(document, said.place or "100000", said.year or 2017, rules)

    return read


def recognizers() -> Reader:
    """Microsoft's Recognizers-Text: numbers alone."""
    numbers = importlib.import_module("recognizers_number")
    return lambda document: numbers.recognize_number(document.text, "zh-cn")


def chinese2digits() -> Reader:
    """Numbers in characters to digits."""
    peer = importlib.import_module("chinese2digits")
    return lambda document: peer.takeNumberFromString(document.text)


def jieba() -> Reader:
    """Words with their part of speech, which tell numerals."""
    peer = importlib.import_module("jieba.posseg")
    return lambda document: list(peer.cut(document.text))


READERS: dict[str, Callable[[], Reader]] = {
    "one regular expression": lambda: lambda document: _NUMBER.findall(document.text),
    "fazhi": ours,
    "recognizers-text": recognizers,
    "chinese2digits": chinese2digits,
    "jieba posseg": jieba,
}


def characters_a_second(read: Reader, documents: list[Document], seconds: float) -> float:
    """Read the documents over and over for `seconds` of processor time."""
    read(documents[0])
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        for document in documents:
            read(document)
            done += len(document.text)
    return done / spent


def main() -> None:
    """Print a line for each reader."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=3)
    arguments = parser.parse_args()
    documents = documents_of(arguments.folder)
    print(f"{len(documents)} documents, {sum(len(d.text) for d in documents)} characters")
    for name, make in READERS.items():
        try:
            speed = characters_a_second(make(), documents, arguments.seconds)
        except ImportError:
            print(f"{name:24} not installed")
            continue
        print(f"{name:24} {speed:12,.0f} characters/s {speed / REPORT:8.1f} reports of {REPORT} characters/s")
    print(f"peak memory {peak_megabytes()} MB")


if __name__ == "__main__":
    main()
