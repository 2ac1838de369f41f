from datetime import date

import pytest

from extract.documents import MAX_BYTES, read_document
from warehouse.errors import UnreadableError

TEXT = "2017年，全市办理行政复议案件1285件。"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (f"<!DOCTYPE html><p>{TEXT}</p>".encode(), "html"),
        (f"\n<?xml version='1.0'?><!-- saved --><HTML><p>{TEXT}</p>".encode("gb18030"), "html"),
        (f"\ufeff<div class='wrap'><p>{TEXT}</p></div>".encode(), "html"),
        (TEXT.encode(), "txt"),
        (TEXT.encode("gb18030"), "txt"),
        (TEXT.encode("utf-16"), "txt"),
        (f"<某市>报告\n{TEXT}".encode(), "txt"),
        (f"BM是单位代码。{TEXT}".encode(), "txt"),
    ],
    ids=["html", "xhtml", "fragment", "text", "gb18030 text", "utf-16 text", "angle bracket", "BM"],
)
def test_the_first_bytes_tell_the_kind(data: bytes, form: str) -> None:
    document = read_document(data)
    assert document.format == form
    assert document.text.endswith(TEXT)


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", "empty", "is empty"),
        (b" \r\n\t\xef\xbb\xbf", "empty", "is empty"),
        (b"MIME-Version: 1.0\r\n", "broken", "web archive"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "broken", "Word 2003"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "unsupported", "PNG"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "unsupported", "JPEG"),
        (b"BM\x36\x00\x00\x00" + b"\x00" * 50, "unsupported", "BMP"),
        (b"Rar!\x1a\x07\x00", "unsupported", "RAR"),
        (b"\x00\x01\x02\x03" * 100, "not_a_report", "no text"),
        (b"just English, 1285 words", "not_a_report", "no Chinese"),
        (b"x" * (MAX_BYTES + 1), "too_large", "MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_report_is_one_clear_line(data: bytes, kind: str, words: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_document(data)
    assert caught.value.kind == kind
    assert words in str(caught.value)
    assert caught.value.way_out
    assert "\n" not in str(caught.value)


def test_a_plain_text_has_a_title_and_a_header_line() -> None:
    head = "2017年某市法治政府建设工作报告\r\n来源：某市司法局 发布日期：2018-03-30\r\n\r\n"
    document = read_document(f"{head}　　{TEXT}\r\n一、总体情况\r\n".encode())
    assert document.title == "2017年某市法治政府建设工作报告"
    assert (document.publisher, document.published_on) == ("某市司法局", date(2018, 3, 30))
    assert document.text == f"{TEXT}\n一、总体情况"
    assert [document.text[block.start : block.end] for block in document.blocks] == [TEXT, "一、总体情况"]


def test_a_text_of_one_line_is_no_title() -> None:
    document = read_document("行政机关负责人出庭率报告92%".encode())
    assert (document.title, document.text) == ("", "行政机关负责人出庭率报告92%")


def test_hard_spaces_written_out_by_r_are_spaces() -> None:
    assert read_document("<U+00A0><U+00A0>办理13<U+00A0>206件。".encode()).text == "办理13 206件。"
