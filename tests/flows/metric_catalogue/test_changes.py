"""What a change of the catalogue does, and how its examples fare without one of its wordings."""

from pathlib import Path

import pytest

from flows.metric_catalogue.changes import changed_links, new_words
from flows.metric_catalogue.checking import Tried
from flows.metric_catalogue.leave_one_out import Fate, leave_one_out
from tests.flows.metric_catalogue.small import LEXICON, METRICS, catalogue
from transform.rules import compile_rules
from warehouse.places import load_places


def with_word(kind: str, name: str, words: str) -> str:
    """The lexicon with another concept."""
    return LEXICON.replace(f"[{kind}]\n", f"[{kind}]\n{name} = [{words}]\n")


def test_a_new_word_tells_which_words_it_hides() -> None:
    now = catalogue(with_word("act", "sued", '"行政复议案件被诉"'))
    (word,) = new_words(catalogue().lexicon, now.lexicon)
    assert (word.word, word.concepts) == ("行政复议案件被诉", {"sued"})
    assert word.hidden == (("行政复议", frozenset({"reconsideration"})), ("案件", frozenset({"case"})))


def test_a_word_that_means_something_else_now_is_told() -> None:
    now = catalogue(LEXICON.replace('filler = ["全市", ', 'filler = ["全市", "受理", '))
    assert list(new_words(catalogue().lexicon, now.lexicon)) == []
    other = catalogue(LEXICON.replace("[act]", '[act]\nheard = ["受理"]'))
    assert [word.word for word in new_words(catalogue().lexicon, other.lexicon)] == ["受理"]


def test_links_that_turn_are_told_of_examples_and_reports(tmp_path: Path) -> None:
    (tmp_path / "330700-2017.txt").write_text(
        "金华市2017年法治政府建设报告\n受理行政复议案件9件。\n", "utf-8"
    )
    poorer = catalogue(
        metrics=METRICS.replace("reconsideration accepted case", "reconsideration accepted! legal_aid")
    )
    changes = changed_links(Tried(catalogue()), Tried(poorer), tmp_path)
    assert [(one.kind, one.text) for one in changes] == [("changed", "120件"), ("changed", "9件")]
    assert all("x.accepted" in one.before and "x.accepted" not in one.now for one in changes)


def test_nothing_changed_is_nothing_told() -> None:
    assert changed_links(Tried(catalogue()), Tried(catalogue()), None) == ()


@pytest.fixture(scope="module")
def left_out() -> dict[tuple[str, str], dict[Fate, int]]:
    ours = catalogue(
        metrics=METRICS.replace(
            '["legal_aid accepted case"]', '["legal_aid accepted case", "legal_aid case"]'
        )
    )
    rules = compile_rules(ours.metrics, ours.lexicon, load_places())
    return {(one.kind, one.wording): dict(one.fates) for one in leave_one_out(ours, rules)}


@pytest.mark.parametrize(
    ("wording", "fates"),
    [
        (("frame", "x.accepted:reconsideration accepted case"), {Fate.LOST: 1}),
        (("frame", "x.aided:legal_aid accepted case"), {Fate.LOST: 1}),
        (("word", "案件"), {Fate.LOST: 2}),
        (("word", "行政复议"), {Fate.LOST: 1}),
    ],
)
def test_an_example_is_read_without_each_wording_that_it_uses(
    left_out: dict[tuple[str, str], dict[Fate, int]], wording: tuple[str, str], fates: dict[Fate, int]
) -> None:
    assert left_out[wording] == fates


def test_words_that_no_example_uses_are_not_tried(left_out: dict[tuple[str, str], dict[Fate, int]]) -> None:
    assert ("word", "复议") not in left_out
