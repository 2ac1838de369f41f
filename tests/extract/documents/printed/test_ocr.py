"""Scanned PDFs: read by OCR where that is asked for, and never taken for a sure reading."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extract.documents import read_document
from extract.documents.printed import ocr as reading_pictures
from tests.extract.documents.printed.pdfs import FULL, LEFT, bound, made_pdf, page, scanned
from transform.reading import read_report
from transform.rules import load_rules
from warehouse.errors import UnreadableError
from warehouse.records import Document, Health, Issue

PRINTED = (Path(__file__).parents[4] / "samples" / "330681-2019.pdf").read_bytes()
STRIP = (185, 455)
"""Its last two chapters: the models take half as long for them as for the page."""


@pytest.fixture(scope="module", autouse=True)
def each_picture_goes_through_the_models_once() -> Iterator[None]:
    """They take seconds for one, and some pages stand alone and among others."""
    engine, seen = reading_pictures._engine, {}

    def found(picture: Any) -> Any:
        key = picture.shape, picture.tobytes()
        if key not in seen:
            seen[key] = engine()(picture)
        return seen[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading_pictures, "_engine", lambda: found)
        yield


def figures(document: Document) -> list[tuple[object, ...]]:
    reading = read_report(document, "330681", 2019, load_rules())
    return [(s.text, s.value, s.unit, s.bound, s.role, s.year, s.metric) for s in reading.statements]


def issues(document: Document, kind: str) -> list[Issue]:
    return [issue for issue in document.issues if issue.kind == kind]


def refused(pdf: bytes, *, ocr: bool) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_document(pdf, ocr=ocr)
    return caught.value


def test_unasked_a_scan_is_refused_and_the_way_to_ocr_told() -> None:
    error = refused(scanned(PRINTED), ocr=False)
    assert error.kind == "no_text_layer"
    assert "fazhi[ocr]" in str(error) and "ocr = true" in str(error)


def test_asked_without_the_extra_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)  # as where it is not installed
    error = refused(scanned(PRINTED), ocr=True)
    assert (error.kind, "fazhi[ocr]" in str(error)) == ("needs_ocr", True)


def test_what_has_a_text_layer_is_read_without_ocr() -> None:
    assert read_document(PRINTED, ocr=True) == read_document(PRINTED)


@pytest.mark.slow
def test_a_scan_says_what_the_printed_page_says_and_is_read_with_holes() -> None:
    pytest.importorskip("rapidocr")
    printed, read = read_document(PRINTED), read_document(scanned(PRINTED), ocr=True)
    assert (read.title, read.format) == (printed.title, "pdf")
    assert figures(read) == figures(printed)
    assert (printed.health, read.health) == (Health.READ, Health.READ_WITH_HOLES)
    (whole,) = issues(read, "read_by_ocr")
    assert (whole.char_start, whole.char_end) == (0, len(read.text))
    assert "1 pages read by OCR, mean confidence 0.9" in whole.words


@pytest.mark.slow
@pytest.mark.parametrize("tilt", [1.2, -1.2], ids=["down", "up"])
def test_so_does_a_scan_that_lies_askew(tilt: float) -> None:
    pytest.importorskip("rapidocr")
    printed, read = read_document(PRINTED), read_document(scanned(PRINTED, tilt=tilt, strip=STRIP), ocr=True)
    assert len(figures(read)) == 12
    assert figures(read) == figures(printed)[-12:]


BEFORE = made_pdf([page((FULL, LEFT), (FULL, LEFT), ("办理1285件。", LEFT))])
BEHIND = made_pdf([page((FULL, LEFT), (FULL, LEFT), ("办理1286件。", LEFT))])


@pytest.mark.slow
def test_a_scanned_page_among_pages_of_text_is_read_and_told_apart() -> None:
    pytest.importorskip("rapidocr")
    printed = read_document(PRINTED)
    read = read_document(bound(BEFORE, scanned(PRINTED), BEHIND), ocr=True)
    (stretch,) = issues(read, "read_by_ocr")
    assert read.health is Health.READ_WITH_HOLES and not issues(read, "picture")
    by_ocr = read.text[stretch.char_start : stretch.char_end]
    assert by_ocr.splitlines()[-2:] == printed.text.splitlines()[-2:]
    assert read.text[: stretch.char_start].endswith("办理1285件。\n")
    assert read.text[stretch.char_end :].endswith("办理1286件。")
    assert "1 pages read by OCR" in stretch.words


@pytest.mark.slow
def test_a_page_that_no_one_can_read_among_pages_of_text_stays_a_hole() -> None:
    pytest.importorskip("rapidocr")
    whole = bound(BEFORE, scanned(PRINTED, dots=22, strip=STRIP), BEHIND)
    read = read_document(whole, ocr=True)
    assert [issue.kind for issue in read.issues] == ["picture"]
    assert read == read_document(whole)


def test_without_the_extra_pages_of_text_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)  # as where it is not installed
    read = read_document(bound(BEFORE, scanned(PRINTED), BEHIND), ocr=True)
    assert [issue.kind for issue in read.issues] == ["picture"]


@pytest.mark.slow
def test_lines_that_are_unsure_are_told_at_their_place() -> None:
    pytest.importorskip("rapidocr")
    read = read_document(scanned(PRINTED, dots=36, strip=STRIP), ocr=True)
    unsure = issues(read, "ocr_unsure")
    assert unsure
    placed = [issue for issue in unsure if issue.char_end]
    assert placed
    assert all(
        "".join(read.text[issue.char_start : issue.char_end].split()) in "".join(issue.words.split())
        for issue in placed
    )


@pytest.mark.slow
def test_what_no_one_can_read_is_refused() -> None:
    pytest.importorskip("rapidocr")
    error = refused(scanned(PRINTED, dots=22, strip=STRIP), ocr=True)
    assert (error.kind, "confidence" in str(error)) == ("no_text_layer", True)


@pytest.mark.slow
def test_empty_pages_are_refused() -> None:
    pytest.importorskip("rapidocr")
    assert refused(scanned(made_pdf([""])), ocr=True).kind == "no_text_layer"


def test_more_pages_than_ocr_may_take_are_refused_at_once() -> None:
    pytest.importorskip("rapidocr")
    error = refused(scanned(PRINTED, dots=10, times=41), ocr=True)
    assert (error.kind, "over the limit of 40" in str(error)) == ("too_large", True)
