"""What is text on a printed page: what is seen, in its own direction, and in its own column."""

import pytest

from extract.documents import read_document
from tests.extract.documents.printed.pdfs import FULL, INDENTED, LEFT, LINE, made_pdf, page, stroked, words
from warehouse.records import Document

PROSE = "本年度办结行政复议案件512件，"
BODY = page((PROSE + FULL[:8], INDENTED), ("其余仍在办理之中。", LEFT))


def read(*pages: str, rotate: int = 0) -> Document:
    return read_document(made_pdf(pages, rotate=rotate))


def coloured(grey: float, content: str) -> str:
    return f"q {grey} g\n{content}Q\n"


def placed(text: str, matrix: str, size: float = 16) -> str:
    """The operators that print `text` by a text matrix."""
    return f"BT /F1 {size} Tf {matrix} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


@pytest.mark.parametrize(
    "unread",
    [
        placed("内部资料77", "0.87 0.5 -0.5 0.87 120 500"),
        coloured(0.85, words("样稿2020", 90, 730, size=48)),
        coloured(1, words("另有33件未计入", LEFT, 500)),
        "BT 3 Tr ET\n" + words("另有33件未计入", LEFT, 500) + "BT 0 Tr ET\n",
        words("另有33件未计入", LEFT, 900),
        words("另有33件未计入", LEFT, 500, size=0.5),
        words("另有33件", LEFT, 500) + stroked(LEFT, 505, LEFT + 16 * 4, 505),
    ],
    ids=["slanted", "large and light", "white", "without ink", "off the page", "tiny", "struck"],
)
def test_what_is_no_text_of_the_page_is_not_read(unread: str) -> None:
    assert read(BODY + unread).text == read(BODY).text


@pytest.mark.parametrize(
    "seen",
    [
        coloured(0.3, words("另有33件未计入。", LEFT, 500)),
        coloured(0.85, words("另有33件未计入。", LEFT, 500)),
        "q 0 0.3 0.6 rg 70 490 400 30 re f Q\n" + coloured(1, words("另有33件未计入。", LEFT, 500)),
        words("另有33件未计入。", LEFT, 500) + stroked(LEFT, 497, LEFT + 16 * 7, 497),
    ],
    ids=["grey", "light of the page's own size", "white on blue", "underlined"],
)
def test_what_is_seen_is_read(seen: str) -> None:
    assert read(BODY + seen).text.endswith("\n另有33件未计入。")


def test_text_on_its_side_is_read_in_its_own_direction() -> None:
    document = read(BODY + placed("另有33件未计入。", "0 1 -1 0 550 200"))
    assert document.text == f"{read(BODY).text}\n另有33件未计入。"


def test_a_page_whose_text_is_on_its_side_is_turned() -> None:
    upright = "".join(words(text, 100, 500 - LINE * n) for n, text in enumerate((FULL, FULL[:9] + "。")))
    document = read(f"q 0 1 -1 0 595 0 cm\n{upright}Q\n")
    assert document.text == f"{FULL}{FULL[:9]}。"


@pytest.mark.parametrize("digits", ["1204", "98.5"])
def test_letter_spaced_digits_are_one_number(digits: str) -> None:
    at, spread = 200.0, ""
    for character in f"{digits}件":
        spread += words(character, at, 500)
        at += (16 if character == "件" else 8) + 6
    document = read(BODY + words("另收到来信", 110, 500) + spread)
    assert f"{digits}件" in document.text


def test_figures_in_columns_stay_apart() -> None:
    document = read(BODY + words("甲局", LEFT, 500) + words("12", 200, 500) + words("34", 260, 500))
    assert "1234" not in document.text


def test_a_mark_of_a_note_is_no_digit_and_a_power_is_one() -> None:
    marked = words("受理案件512", LEFT, 500) + words("3", LEFT + 16 * 4 + 24, 507, size=8)
    assert "5123" not in read(BODY + marked + words("件。", LEFT + 16 * 4 + 30, 500)).text
    area = words("建成用房3500m", LEFT, 500) + words("2", LEFT + 16 * 4 + 40, 507, size=8)
    assert "3500m²" in read(BODY + area + words("。", LEFT + 16 * 4 + 46, 500)).text


def test_prose_in_columns_is_read_column_by_column() -> None:
    left = ("本年度共受理各类申请", "一百余件，其中多数已", "按期办结，其余案件正", "在办理，明年继续跟进。")
    right = ("普法工作覆盖全部乡镇", "和街道，举办讲座多场", "次，参加的群众踊跃发", "言，反响总体较为良好。")
    content = "".join(
        words(one, 60, 700 - LINE * n) + words(other, 320, 700 - LINE * n)
        for n, (one, other) in enumerate(zip(left, right, strict=True))
    )
    assert read(content).text == "".join((*left, *right))


def test_a_layer_without_ink_over_a_picture_is_told_as_read_off_it() -> None:
    picture = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n"
    document = read(f"{picture}BT 3 Tr ET\n{BODY}")
    assert document.text == read(BODY).text
    assert "read_by_ocr" in {issue.kind for issue in document.issues}
