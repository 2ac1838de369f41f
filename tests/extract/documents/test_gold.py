"""The annotated reports beside the project, where they are at hand: every annotated figure is in the text."""

import json
from pathlib import Path

import pytest

from extract.documents import read_document
from extract.identity import identify
from warehouse.places import load_places

GOLD = Path(__file__).parents[3].parent / "shared" / "gold"
REPORTS = sorted(path for path in GOLD.glob("*") if path.suffix in (".html", ".txt"))
# Said by the annotation and by no word of the page.
NOT_ON_PAGE = {
    ("230100-2017", "document_number"),
    ("520000-2024", "publisher"),
    ("520000-2024", "published_on"),
}

pytestmark = pytest.mark.skipif(not REPORTS, reason="no annotated reports in ../shared/gold")


def annotated(path: Path) -> tuple[dict[str, object], list[str]]:
    head, *rows = map(json.loads, path.with_suffix(".jsonl").read_text("utf-8").splitlines())
    return head, [row["quote"] for row in rows]


@pytest.mark.parametrize("path", REPORTS or [Path("none")], ids=lambda path: path.stem)
def test_every_quote_stands_in_the_text(path: Path) -> None:
    document = read_document(path.read_bytes())
    _, quotes = annotated(path)
    assert [quote for quote in quotes if quote not in document.text] == []
    assert document.issues == ()


@pytest.mark.parametrize("path", REPORTS or [Path("none")], ids=lambda path: path.stem)
def test_the_head_is_read(path: Path) -> None:
    document = read_document(path.read_bytes())
    head, _ = annotated(path)
    published = document.published_on
    found = {
        "title": document.title,
        "publisher": document.publisher,
        "index_number": document.index_number,
        "document_number": document.document_number,
        "published_on": published.isoformat() if published else None,
    }
    expected = {name: None if (path.stem, name) in NOT_ON_PAGE else head[name] for name in found}
    assert found == expected


@pytest.mark.parametrize("path", REPORTS or [Path("none")], ids=lambda path: path.stem)
def test_place_and_year_are_told(path: Path) -> None:
    identity = identify(read_document(path.read_bytes()), load_places())
    head, _ = annotated(path)
    assert identity.place == head["place"]
    assert identity.year in (head["year"], None)
