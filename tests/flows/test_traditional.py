"""A report in traditional characters says what it says in simplified ones, at the same places."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from extract.documents import read_document
from extract.documents.files.charset import decode
from extract.identity import identify
from transform.reading import read_report
from transform.rules import load_rules
from warehouse.characters import SIMPLIFIED_OF, simplified
from warehouse.places import load_places
from warehouse.records import Basis, Document, Statement

REPORTS = sorted(
    path for path in (Path(__file__).parents[1] / "reports").glob("*/*") if path.suffix in {".html", ".txt"}
)
TRADITIONAL_OF = {after: before for before, after in SIMPLIFIED_OF.items()}


def traditional(page: bytes) -> bytes:
    return decode(page).text.translate(TRADITIONAL_OF).encode("utf-8-sig")


def statements_of(document: Document, path: Path) -> tuple[Statement, ...]:
    head = json.loads(path.with_suffix(".jsonl").read_text("utf-8").partition("\n")[0])
    return read_report(document, head["place"], head["year"], load_rules()).statements


def in_simplified(statement: Statement) -> Statement:
    """As it would be printed in simplified characters; ids are made of the printed words."""
    words = {name: simplified(getattr(statement, name) or "") for name in ("sentence", "text", "scope")}
    return statement._replace(**words, statement_id="")


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_same_statements_at_the_same_places(path: Path) -> None:
    page = path.read_bytes()
    printed, turned = read_document(page), read_document(traditional(page))
    assert turned.text == printed.text.translate(TRADITIONAL_OF)
    assert identify(turned, load_places()) == identify(printed, load_places())
    found = statements_of(turned, path)
    assert found
    assert [in_simplified(s) for s in found] == [in_simplified(s) for s in statements_of(printed, path)]
    assert {turned.text[s.char_start : s.char_end] == s.text for s in found if s.basis is Basis.STATED} == {
        True
    }


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_head_is_told_in_its_own_characters(path: Path) -> None:
    page = path.read_bytes()
    names = ("title", "publisher", "index_number", "document_number", "published_on", "source", "site_name")
    printed, turned = read_document(page), read_document(traditional(page))
    for name in names:
        said = getattr(printed, name)
        expected = said.translate(TRADITIONAL_OF) if isinstance(said, str) else said
        assert getattr(turned, name) == expected, name


@pytest.mark.parametrize(
    ("sentence", "text", "value", "unit", "metric"),
    [
        (
            "全國新收行政復議案件74.9萬件，同比增長94.7%。",
            "74.9萬件",
            749_000,
            "件",
            "disputes.reconsideration_received",
        ),
        (
            "復議糾正違法行政行為6.4萬件。",
            "6.4萬件",
            64_000,
            "件",
            "disputes.reconsideration_corrected",
        ),
        ("全年罰沒款數額總計3.2億元。", "3.2億元", 320_000_000, "元", "enforcement.penalty_amount"),
        (
            "復議糾錯率為12.5%。",
            "12.5%",
            Decimal("12.5"),
            "%",
            "disputes.reconsideration_correction_rate",
        ),
        ("培訓執法人員兩千三百餘人次。", "兩千三百餘人次", 2300, "人次", "capacity.people_trained"),
    ],
)
def test_a_sentence_in_its_own_characters(
    sentence: str, text: str, value: Decimal, unit: str, metric: str
) -> None:
    document = read_document(f"金華市2023年法治政府建設情況報告\n{sentence}".encode())
    found = read_report(document, "330700", 2023, load_rules()).statements[0]
    assert (found.sentence, found.text, found.value, found.unit) == (sentence, text, value, unit)
    assert found.metric == metric
