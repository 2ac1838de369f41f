"""Answers as files: numbers stay numbers, text never becomes a formula."""

import io
import json
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from load.questions.answers import FORMATS, as_csv, as_json, as_markdown, as_parquet

TABLE = pa.table(
    {
        "place": ["330700", None],
        "value": pa.array([Decimal("-4.800000"), Decimal("100.000000")], pa.decimal128(24, 6)),
        "year": pa.array([2017, None], pa.int32()),
        "words": ["a|b\n,c", '"'],
        "ids": pa.array([["x", "y"], None], pa.list_(pa.string())),
        "yes": [True, None],
    }
)


def test_csv_keeps_numbers_and_codes() -> None:
    lines = as_csv(TABLE).decode().split("\r\n")
    assert lines[0] == "place,value,year,words,ids,yes"
    assert lines[1:] == ['330700,-4.8,2017,"a|b\n,c",x y,true', ',100,,"""",,', ""]


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@A1", "＝1", "＋1", "－1", "＠A1", "﹦1", "﹢1", "﹣1", "﹫A1", "−1"),
        *("\t=1", "\r\n=1", " =1", "\u3000＝1", "\ufeff=1", "\u200b=1", "\u2028=1", "\x1f=1", "\u202e=1"),
    ],
)
def test_text_never_becomes_a_formula(text: str) -> None:
    content = as_csv(pa.table({"words": [text], "list": pa.array([[text]])})).decode()
    frame = pd.read_csv(io.StringIO(content))
    assert frame["words"][0].startswith("'") and frame["list"][0].startswith("'")
    assert frame["words"][0].removeprefix("'").replace("\r\n", "\n") == text.replace("\r\n", "\n")


@pytest.mark.parametrize("text", ["", " ", "甲=1", "1-6月", "‘=1", "（+1）", "\u200b", "“@”"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert as_csv(pa.table({"words": [text]})).decode().splitlines()[1:] == [text or '""']


def test_json_has_all_digits_of_a_decimal() -> None:
    table = pa.table({"value": pa.array([Decimal("123456789012345678.123456")], pa.decimal128(24, 6))})
    assert json.loads(as_json(table), parse_float=Decimal) == [
        {"value": Decimal("123456789012345678.123456")}
    ]
    assert json.loads(as_json(TABLE))[0] == {
        "place": "330700", "value": -4.8, "year": 2017, "words": "a|b\n,c", "ids": ["x", "y"], "yes": True,
    }  # fmt: skip


def test_markdown_keeps_a_row_on_its_line() -> None:
    lines = as_markdown(TABLE).decode().splitlines()
    assert lines[:3] == [
        "| place | value | year | words | ids | yes |",
        "| --- | ---: | ---: | --- | --- | --- |",
        "| 330700 | -4.8 | 2017 | a\\|b ,c | x y | true |",
    ]


def test_parquet_keeps_types() -> None:
    assert pq.read_table(io.BytesIO(as_parquet(TABLE))).equals(TABLE)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_rows_are_an_answer(form: str) -> None:
    assert FORMATS[form](TABLE.slice(0, 0))
