"""How annotations are read, and found in the text of their page."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.evaluation.annotations import read_annotated_reports
from flows.evaluation.positions import positions_of, squeeze
from tests.flows.annotated import PAGE, ROWS, row, write_report
from warehouse.errors import SettingsError
from warehouse.records import Span


@pytest.mark.parametrize(
    ("text", "quote", "figure", "stretch"),
    [
        ("败诉案件74件，败诉4件", "败诉案件74件，败诉4件", "4件", "4件"),
        ("共１ ６８９　项。", "共1689项", "1689项", "１ ６８９　项"),
        ("城管局 3 977 1 093 0", "城管局 3 977 1 093 0", "0", "0"),
        ("增长3.5%、7%、5%以上", "增长3.5%、7%、5%以上", "5%以上", "5%以上"),
        ("十四次会议、四次检查", "十四次会议、四次检查", "四次", "四次"),
        ("抽取\u200b个案卷", "抽取 个案卷", "个", "个"),
    ],
    ids=[
        "not in 74",
        "width and spaces",
        "not in 1 093",
        "not in 3.5%",
        "not in 十四",
        "invisible character",
    ],
)
def test_a_quoted_figure_is_located(tmp_path: Path, text: str, quote: str, figure: str, stretch: str) -> None:
    report = write_report(tmp_path, [row(quote, figure, 1, "件")], text)
    (position,) = positions_of(report.annotations, text)
    assert position is not None
    assert position.figure is not None
    assert text[position.figure.start : position.figure.end] == stretch
    assert position.figure == Span(text.rindex(stretch), text.rindex(stretch) + len(stretch))


def test_nth_says_which_of_two_is_meant(tmp_path: Path) -> None:
    report = write_report(tmp_path, [row("乡镇示范单位18家，部门示范单位18家", "18家", 18, "家", nth=2)])
    (position,) = positions_of(report.annotations, PAGE)
    assert position is not None
    assert position.figure == Span(PAGE.rindex("18家"), PAGE.rindex("18家") + 3)


def test_squeezing_keeps_the_places_of_characters() -> None:
    squeezed = squeeze("共 １２\n件…")
    assert (squeezed.letters, squeezed.places) == ("共12件…", (0, 2, 3, 5, 6))


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda folder: (folder / "330700-2017.txt").unlink(), "has no page beside it"),
        (lambda folder: (folder / "330700-2017.jsonl").write_text("{"), ":1: is no JSON"),
        (lambda folder: (folder / "330700-2017.jsonl").write_text("[]"), ":1: is no JSON object"),
        (lambda folder: (folder / "330700-2017.jsonl").write_text(""), "first line is not the report"),
        (lambda folder: write_report(folder, [{"quote": "12件"}]), ":2: lacks text"),
        (
            lambda folder: write_report(folder, [row("12件", "12件", 12, "件", role="size")]),
            "'size' is not a valid",
        ),
        (
            lambda folder: write_report(folder, [row("12件", "12件", 12, "件") | {"value": "12"}]),
            ":2: '12' is no number",
        ),
        (lambda folder: (folder / "330700-2017.jsonl").unlink(), "holds no annotated report"),
    ],
    ids=["no page", "no JSON", "a list", "empty", "no text", "unknown role", "number as text", "no reports"],
)
def test_bad_annotations_are_told_in_one_line(
    tmp_path: Path, spoil: Callable[[Path], object], complaint: str
) -> None:
    write_report(tmp_path, ROWS)
    with pytest.raises(SettingsError) as error:
        spoil(tmp_path)
        read_annotated_reports(tmp_path)
    assert complaint in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is no folder"):
        read_annotated_reports(tmp_path / "none")
