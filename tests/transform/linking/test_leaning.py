"""Figures without a noun of their own, and what they take it from."""

import pytest

from tests.transform.linking.conftest import Link


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("提案工作情况，全年办结26件。", "proposals"),
        ("提案工作情况，全年废止26件。", None),
        ("提案工作情况，办结规章26件。", None),
        ("提案工作情况，办结信函26件。", None),
        ("提案工作情况，措施得力，办结26件。", None),
        ("提案工作有序。办结26件。", None),
    ],
    ids=[
        "the clause before has the noun",
        "no deed that tells of a whole",
        "a noun of its own",
        "a word that the lexicon does not know",
        "not the clause before that",
        "nor another sentence",
    ],
)
def test_a_deed_alone_is_done_with_what_the_clause_before_names(
    link: Link, text: str, metric: str | None
) -> None:
    assert link(text) == {"26件": metric}
