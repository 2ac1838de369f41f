"""What readers keep of reports and let through of the pages round them, beside peers, in one run.

    python -m bench.documents GOLD_DIR [FOLDER ...] [--seconds 5]

GOLD_DIR holds annotated reports (NAME.html and NAME.jsonl, see docs/evaluation.md); further folders hold
pages without annotation, for speed alone. On the annotated ones:

- figures: annotated figures that stand in the text, counted as often as they are annotated
- body: characters of the quoted stretches that stand in the text
- boilerplate: lines of the page's navigation, links, forms and foot that stand in the text

Peers are asked for with tables and without comments, and are no dependency: pip install trafilatura
readability-lxml.
"""

import argparse
import importlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from extract.documents import read_document
from extract.documents.files.charset import decode
from warehouse.errors import UnreadableError

Reader = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A page, the figures and sentences annotated in it, and the lines round its article."""

    data: bytes
    figures: Counter[str]
    sentences: frozenset[str]
    boilerplate: frozenset[str]


def ours(data: bytes) -> str:
    """Our reader; "" for a page it refuses."""
    try:
        return read_document(data).text
    except UnreadableError:
        return ""


def trafilatura() -> Reader:
    """The most cited extractor, at its defaults for recall."""
    peer = importlib.import_module("trafilatura")
    return lambda data: peer.extract(decode(data).text, include_comments=False, favor_recall=True) or ""


def readability() -> Reader:
    """Mozilla's reader view, as Python has it."""
    document = importlib.import_module("readability").Document

    def read(data: bytes) -> str:
        body = LexborHTMLParser(document(decode(data).text).summary()).body
        return body.text(separator="\n") if body is not None else ""

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "fazhi": lambda: ours,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
}


def bare(text: str) -> str:
    """A text without white space, which each reader sets its own way."""
    return re.sub(r"\s", "", text)


def annotated_in(folder: Path) -> list[Annotated]:
    """The annotated HTML pages of a folder."""
    pages = ((path, path.with_suffix(".jsonl")) for path in sorted(folder.glob("*.html")))
    return [_annotated(page.read_bytes(), rows.read_text("utf-8")) for page, rows in pages if rows.exists()]


def _annotated(data: bytes, rows: str) -> Annotated:
    found: list[dict[str, Any]] = [json.loads(row) for row in rows.splitlines() if row.strip()]
    stated = [row for row in found if row.get("quote") and row.get("text")]
    sentences = frozenset(bare(row["quote"]) for row in stated)
    # A figure counts once a sentence: two annotations of one place are one.
    places = {(bare(row["text"]), bare(row["quote"])) for row in stated}
    figures = Counter(text for text, _ in places)
    return Annotated(data, figures, sentences, _boilerplate(data, "".join(sentences)))


def _boilerplate(data: bytes, body: str) -> frozenset[str]:
    """Texts of links, options, buttons and feet, four characters or more, that no sentence holds."""
    parser = LexborHTMLParser(decode(data).text)
    texts = (bare(node.text()) for node in parser.css("a, option, button, footer, .footer, .foot, #footer"))
    return frozenset(text for text in texts if 4 <= len(text) < 200 and text not in body)


def shares(read: Reader, pages: list[Annotated]) -> tuple[float, float, float]:
    """Shares kept of figures and of body, and share let through of boilerplate."""
    kept: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for page in pages:
        text = bare(read(page.data))
        whole["figures"] += page.figures.total()
        kept["figures"] += sum(min(count, text.count(figure)) for figure, count in page.figures.items())
        whole["body"] += sum(map(len, page.sentences))
        kept["body"] += sum(len(sentence) for sentence in page.sentences if sentence in text)
        whole["boilerplate"] += len(page.boilerplate)
        kept["boilerplate"] += sum(line in text for line in page.boilerplate)
    figures, body, boilerplate = (
        kept[what] / max(whole[what], 1) for what in ("figures", "body", "boilerplate")
    )
    return figures, body, boilerplate


def pages_a_second(read: Reader, pages: list[bytes], seconds: float) -> float:
    """Read all pages over and over for `seconds` of processor time."""
    read(pages[0])
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        for page in pages:
            read(page)
        done += len(pages)
    return done / spent


def main() -> None:
    """Print a line for each reader."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--seconds", type=float, default=5)
    arguments = parser.parse_args()
    pages = annotated_in(arguments.gold)
    more = [path.read_bytes() for folder in arguments.folders for path in sorted(folder.glob("*.html"))]
    figures_in_all = sum(page.figures.total() for page in pages)
    print(f"{len(pages)} annotated pages with {figures_in_all} figures, {len(more)} other pages")
    print(f"{'':18}{'figures':>9}{'body':>9}{'boilerplate':>13}{'pages/s':>9}")
    for name, make in READERS.items():
        try:
            read = make()
        except ImportError:
            print(f"{name:18} not installed")
            continue
        figures, body, boilerplate = shares(read, pages)
        speed = pages_a_second(read, [*(page.data for page in pages), *more], arguments.seconds)
        print(f"{name:18}{figures:9.2%}{body:9.2%}{boilerplate:13.2%}{speed:9.1f}")


if __name__ == "__main__":
    main()
