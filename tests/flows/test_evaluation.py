"""Scores against a small annotated report of our own, and the golden report."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from flows.evaluation import evaluate, evaluate_report, run
from flows.evaluation.annotations import AnnotatedReport, read_annotated_report, read_annotated_reports
from flows.evaluation.matching import Outcome, OutcomeKind, same_value
from flows.evaluation.positions import positions_of, squeeze
from flows.evaluation.reports import Evaluation, ReportResult, evaluation_of, result_of
from flows.evaluation.results import changes_between, evaluation_json
from flows.evaluation.view import miss_lines, score_view
from transform.rules import load_rules
from warehouse.errors import SettingsError
from warehouse.records import Basis, Bound, Role, ScopeKind, Span, Statement

GOLD = Path(__file__).parents[2].parent / "shared" / "gold"
PAGE = (
    "2017年甲市受理行政复议案件120件，同比上升 15%。办结100件，其中撤销12件。\n"
    "乡镇示范单位18家，部门示范单位18家，抽取　个案卷。"
)
HEAD = {"report": True, "report_id": "330700-2017", "place": "330700", "year": 2017}


def row(quote: str, text: str, value: float | None, unit: str, **said: Any) -> dict[str, Any]:
    return {
        "quote": quote,
        "text": text,
        "value": value,
        "value_high": None,
        "unit": unit,
        "bound": "exact" if value is not None else "blank",
        "role": "level",
        "year": 2017,
        "base_year": None,
        "scope": None,
        "place": "330700",
        "metric": None,
    } | said


ROWS = [
    row("受理行政复议案件120件", "120件", 120, "件", metric="disputes.reconsideration_accepted"),
    row("同比上升15%", "15%", 15, "%", role="change_rate", direction="up", base_year=2016),
    row("办结100件", "100件", 100, "件", metric="disputes.reconsideration_concluded"),
    row("其中撤销12件", "12件", 12, "件", optional=True),
    row("示范单位18家", "18家", 18, "家", metric="organisation.model_units_townships"),
    row("示范单位18家", "18家", 18, "家", metric="organisation.model_units_departments"),
    row("抽取 个案卷", "个", None, "个"),
]


def write_report(folder: Path, rows: list[dict[str, Any]], page: str = PAGE, **head: Any) -> AnnotatedReport:
    lines = [json.dumps(words, ensure_ascii=False) for words in (HEAD | head, *rows)]
    (folder / "330700-2017.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "330700-2017.txt").write_text(page, "utf-8")
    return read_annotated_report(folder / "330700-2017.jsonl")


def perfect(report: AnnotatedReport, text: str = PAGE) -> list[Statement]:
    """The statements that read a report without a fault."""
    statements = []
    for annotation, position in zip(report.annotations, positions_of(report.annotations, text), strict=True):
        assert position is not None
        assert position.figure is not None
        statements.append(
            Statement(
                statement_id="",
                report_id=report.report_id,
                section="",
                sentence=text[position.quote.start : position.quote.end],
                text=text[position.figure.start : position.figure.end],
                char_start=position.figure.start,
                char_end=position.figure.end,
                value=annotation.value,
                value_high=annotation.value_high,
                unit=annotation.unit,
                bound=annotation.bound,
                role=annotation.role,
                direction=annotation.direction,
                year=annotation.year,
                base_year=annotation.base_year,
                place=annotation.places[0],
                scope=annotation.scope,
                scope_kind=ScopeKind.WHOLE,
                metric=annotation.metric,
                basis=Basis.STATED,
                rule=None,
            )
        )
    return statements


@pytest.fixture
def report(tmp_path: Path) -> AnnotatedReport:
    return write_report(tmp_path, ROWS)


def scored(report: AnnotatedReport, statements: list[Statement]) -> ReportResult:
    return result_of(report, PAGE, statements)


def of_kind(result: ReportResult, kind: OutcomeKind) -> list[Outcome]:
    return [outcome for outcome in result.outcomes if outcome.kind is kind]


def printed(view: Any) -> str:
    console = Console(file=io.StringIO(), width=200)
    console.print(view)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_a_perfect_reading_scores_one(report: AnnotatedReport) -> None:
    scores = scored(report, perfect(report)).scores
    assert (scores.statements.recall, scores.statements.precision, scores.statements.f1) == (1, 1, 1)
    assert (scores.statements.annotated, scores.metrics.annotated, scores.metrics.f1) == (6, 4, 1)
    assert dict(scores.right) == dict.fromkeys(("unit", "bound", "role", "direction", "year", "place"), 6)


def test_a_figure_that_is_not_read_lowers_recall_alone(report: AnnotatedReport) -> None:
    result = scored(report, perfect(report)[1:])
    assert (result.scores.statements.recall, result.scores.statements.precision) == (5 / 6, 1)
    assert (result.scores.metrics.recall, result.scores.metrics.precision) == (3 / 4, 1)
    assert [found.expected.text for found in of_kind(result, OutcomeKind.MISSED) if found.expected] == [
        "120件"
    ]


def test_a_figure_that_is_not_annotated_lowers_precision_alone(report: AnnotatedReport) -> None:
    statements = perfect(report)
    invented = replace(statements[0], text="2017", char_start=0, char_end=4, value=Decimal(2017))
    result = scored(report, [*statements, invented])
    assert (result.scores.statements.recall, result.scores.statements.precision) == (1, 6 / 7)
    assert result.scores.metrics.precision == 4 / 5
    assert [found.got for found in of_kind(result, OutcomeKind.INVENTED)] == [invented]


def test_a_wrong_value_is_missed_and_invented(report: AnnotatedReport) -> None:
    statements = perfect(report)
    result = scored(report, [replace(statements[0], value=Decimal(12)), *statements[1:]])
    assert len(of_kind(result, OutcomeKind.MISSED)) == len(of_kind(result, OutcomeKind.INVENTED)) == 1


@pytest.mark.parametrize("left_out", [slice(0), slice(3, 4)], ids=["found", "left out"])
def test_an_optional_figure_changes_no_score(report: AnnotatedReport, left_out: slice) -> None:
    statements = perfect(report)
    del statements[left_out]
    scores = scored(report, statements).scores
    assert (scores.statements.annotated, scores.statements.predicted, scores.statements.right) == (6, 6, 6)


def test_a_derived_statement_is_not_scored(report: AnnotatedReport) -> None:
    statements = perfect(report)
    derived = replace(statements[0], basis=Basis.DERIVED, value=Decimal(104))
    result = scored(report, [*statements, derived])
    assert result.scores.statements.precision == 1
    assert [found.got for found in of_kind(result, OutcomeKind.DERIVED)] == [derived]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("unit", "起"),
        ("bound", Bound.ABOUT),
        ("role", Role.TARGET),
        ("direction", None),
        ("year", 2016),
        ("place", "330701"),
        ("metric", "disputes.reconsideration_received"),
        ("base_year", 2015),
    ],
)
def test_a_wrong_attribute_is_named_and_the_figure_still_counts(
    report: AnnotatedReport, name: str, value: Any
) -> None:
    statements = perfect(report)
    statements[1] = replace(statements[1], **{name: value})
    result = scored(report, statements)
    assert result.scores.statements.f1 == 1
    assert [outcome.wrong for outcome in result.outcomes if outcome.wrong] == [(name,)]


def test_any_of_several_annotated_places_is_right(tmp_path: Path) -> None:
    report = write_report(tmp_path, [row("受理行政复议案件120件", "120件", 120, "件", places=["330781"])])
    statement = replace(perfect(report)[0], place="330781")
    assert scored(report, [statement]).scores.accuracy("place") == 1


def test_the_same_figure_twice_in_a_sentence_is_told_apart_by_its_characters(report: AnnotatedReport) -> None:
    result = scored(report, list(reversed(perfect(report))))
    assert result.scores.metrics.right == 4


def test_a_figure_with_another_span_matches_in_its_sentence(report: AnnotatedReport) -> None:
    statements = perfect(report)
    start = PAGE.index("同比")
    moved = replace(statements[1], sentence="同比上升 15%", char_start=start, char_end=start + 2)
    assert scored(report, [moved]).scores.statements.right == 1


def test_a_figure_of_the_same_value_elsewhere_does_not_match(report: AnnotatedReport) -> None:
    statement = perfect(report)[0]
    elsewhere = replace(
        statement, sentence="其中撤销12件", char_start=PAGE.index("12件。"), char_end=len(PAGE)
    )
    assert scored(report, [elsewhere]).scores.statements.right == 0


def decimal(words: str | None) -> Decimal | None:
    return None if words is None else Decimal(words)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("92", "92.00"),
        ("33.3333", "33.333333"),
        ("33.33", "33.333333"),
        ("66.667", "66.666667"),
        (None, None),
    ],
)
def test_values_are_the_same_to_the_decimals_both_have(expected: str | None, got: str | None) -> None:
    assert same_value(decimal(expected), decimal(got))


@pytest.mark.parametrize(
    ("expected", "got"),
    [("92", "92.1"), ("0.32", "0.33"), ("1650000", "165"), (None, "0"), ("0", None)],
)
def test_values_differ(expected: str | None, got: str | None) -> None:
    assert not same_value(decimal(expected), decimal(got))


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


def test_a_quote_that_is_not_in_the_text_is_a_fault(tmp_path: Path) -> None:
    report = write_report(tmp_path, [row("从来没有的话5件", "5件", 5, "件")])
    result = scored(report, [])
    assert result.faults == ("line 2: quote is not in the text: 从来没有的话5件",)
    assert result.scores.statements.recall == 0


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
        (lambda folder: write_report(folder, [row("12件", "12件", "12", "件")]), ":2: '12' is no number"),  # type: ignore[arg-type]
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


def evaluation(report: AnnotatedReport, statements: list[Statement]) -> Evaluation:
    return evaluation_of([scored(report, statements)])


def as_json(report: AnnotatedReport, statements: list[Statement]) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(json.dumps(evaluation_json(evaluation(report, statements))))
    return result


def test_changes_name_what_was_gained_lost_and_changed(report: AnnotatedReport) -> None:
    statements = perfect(report)
    before = as_json(report, statements[:3])
    now = as_json(report, [replace(statements[0], metric=None), statements[2], statements[4]])
    changes = changes_between(before, now)
    assert [(change.kind, change.text) for change in changes] == [
        ("changed", "120件"),
        ("lost", "15%"),
        ("gained", "18家"),
    ]
    assert "disputes.reconsideration_accepted" in changes[0].before
    assert "wrong metric" in changes[0].now


def test_a_page_whose_characters_moved_has_not_changed(report: AnnotatedReport) -> None:
    statements = perfect(report)
    moved = [
        replace(found, char_start=found.char_start + 3, char_end=found.char_end + 3) for found in statements
    ]
    now = result_of(report, "注：" + "\n" + PAGE, moved)
    after = evaluation_json(evaluation_of([now]))
    assert changes_between(as_json(report, statements), after) == ()


def test_json_holds_every_figure_with_its_characters(report: AnnotatedReport) -> None:
    result = as_json(report, perfect(report)[1:])
    figures = result["reports"][0]["figures"]
    assert [figure["outcome"] for figure in figures].count("found") == 5
    assert figures[0] == figures[0] | {"outcome": "missed", "text": "120件", "got": None, "char_start": 15}
    assert result["all"]["statements"]["annotated"] == 6
    assert result["all"]["accuracy"]["unit"] == 1


def test_misses_say_what_was_expected_and_got(report: AnnotatedReport) -> None:
    statements = perfect(report)
    statements[1] = replace(statements[1], year=2016, base_year=2015)
    words = "\n".join(line.plain for line in miss_lines(evaluation(report, statements[1:])))
    assert "missed 330700-2017 @15 【120件】 受理行政复议案件120件" in words
    assert "year: expected 2017, got 2016" in words
    assert "base_year (not scored): expected 2016, got 2015" in words


def test_tables_carry_both_languages(report: AnnotatedReport) -> None:
    words = printed(score_view(evaluation(report, perfect(report))))
    assert "召回" in words
    assert "recall" in words
    assert "330700-2017" in words


def test_a_folder_is_evaluated_as_json_and_against_itself(tmp_path: Path) -> None:
    write_report(tmp_path, ROWS, title="不是这个题目")
    out = io.StringIO()
    run(tmp_path, as_json=True, console=Console(file=out))
    (tmp_path / "result.json").write_text(out.getvalue(), "utf-8")
    again = io.StringIO()
    run(tmp_path, as_json=True, against=tmp_path / "result.json", console=Console(file=again))
    assert json.loads(again.getvalue())["changes"] == []
    assert "title: annotated '不是这个题目'" in json.loads(out.getvalue())["reports"][0]["faults"][0]


def test_a_page_that_cannot_be_read_is_a_fault_and_all_missed(tmp_path: Path) -> None:
    write_report(tmp_path, ROWS, page="")
    (result,) = evaluate(tmp_path, load_rules()).reports
    assert result.scores.statements.recall == 0
    assert len(result.faults) == 1
    assert result.faults[0].startswith("330700-2017.txt: ")


def test_a_file_that_is_no_result_is_told(tmp_path: Path) -> None:
    write_report(tmp_path, ROWS)
    with pytest.raises(SettingsError, match="is no evaluation"):
        (tmp_path / "other.json").write_text("{}")
        run(tmp_path, against=tmp_path / "other.json")


@pytest.fixture(scope="module")
def jinhua() -> ReportResult:
    source = GOLD / "330700-2017.jsonl"
    if not source.is_file():
        pytest.skip("the annotated reports are not on this machine")
    return evaluate_report(read_annotated_report(source), load_rules())


def test_jinhua_2017_is_read_without_a_fault(jinhua: ReportResult) -> None:
    misses = [line.plain for line in miss_lines(evaluation_of([jinhua]))]
    assert misses == ["无差错 nothing missed, invented or wrong"]
    assert (jinhua.faults, jinhua.scores.statements.right) == ((), 60)


@pytest.mark.parametrize(("year", "value"), [(2015, 77), (2016, 85)])
def test_jinhua_2017_derives_the_appearance_rates_before(jinhua: ReportResult, year: int, value: int) -> None:
    derived = [outcome.got for outcome in of_kind(jinhua, OutcomeKind.DERIVED) if outcome.got]
    rates = [found for found in derived if (found.metric, found.year) == ("disputes.appearance_rate", year)]
    assert [(found.value, found.unit, found.role) for found in rates] == [(Decimal(value), "%", Role.LEVEL)]
