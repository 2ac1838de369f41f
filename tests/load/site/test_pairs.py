"""The pairs of characters that say in which parts of the sentences a word may stand."""

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from load.site.pairs import PairIndex, pairs_in

SENTENCES = st.text(alphabet="案件复议败诉率Ab 1𠮷", max_size=12)
PARTS = st.lists(st.lists(SENTENCES, max_size=3), min_size=1, max_size=6)


def asked(files: list[dict[str, int | list[int]]], word: str, parts: int) -> set[int]:
    """The parts to look in for a word, as the page finds them."""
    found = set(range(parts))
    for first, second in pairwise(word):
        known = files[ord(first) % len(files)].get(first + second, [])
        if known != 0:
            assert isinstance(known, list)
            found &= set(accumulate(known))
    return found


@given(parts=PARTS, data=st.data())
def test_no_part_that_holds_a_word_is_left_out(parts: list[list[str]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(parts))))
    index = PairIndex()
    for sentences in parts:
        index.add(pairs_in(sentences))
    files = index.files(order)
    for part, sentences in enumerate(parts):
        for word in (word for text in sentences for word in text.lower().split()):
            assert order.index(part) in asked(files, word, len(parts))


def test_a_pair_is_kept_by_the_steps_from_part_to_part() -> None:
    index = PairIndex()
    for text in ("复议案件", "诉讼案件", "复议决定", "诉讼费", "调解"):
        index.add(pairs_in([text]))
    (pairs,) = index.files([4, 3, 2, 1, 0])
    assert pairs["复议"] == [2, 2]  # the third and the last, as the search numbers them
    assert pairs["调解"] == [0]
    assert "议 案" not in pairs


def test_a_pair_that_most_parts_hold_narrows_nothing() -> None:
    index = PairIndex()
    for text in ("案件一", "案件二", "无"):
        index.add(pairs_in([text]))
    assert index.files([0, 1, 2])[0]["案件"] == 0


def test_a_large_index_lies_in_several_files_by_the_first_character() -> None:
    index = PairIndex()
    for at in range(3):
        index.add(
            chr(0x4E00 + first) + chr(0x4E00 + second + at) for first in range(100) for second in range(100)
        )
    files = index.files([0, 1, 2])
    assert len(files) > 1
    assert all(ord(pair[0]) % len(files) == at for at, file in enumerate(files) for pair in file)
