import pytest

from extract.identity.names import as_words, names_in, without_quotations
from warehouse.places import load_places

PLACES = load_places()


def codes(text: str, *, subjects: bool = False) -> list[str]:
    return [
        name.places[0].code for name in names_in(text, PLACES, 2017, subjects=subjects) if not name.is_vague
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("浙江省金华市婺城区", ["330702"]),
        ("浙江金华2017年", ["330700"]),
        ("2017年金华市", ["330700"]),
        ("中共金华市委 金华市人民政府", ["330700", "330700"]),
        ("金华市与衢州市", ["330700", "330800"]),
        ("重庆市 渝北区", ["500112"]),
        ("形成县级", []),
        ("和县区", []),
        ("和县司法局", ["340523"]),
        ("城区街道", []),
        ("老城区改造", []),
        ("北京路", []),
        ("北京2017年", ["110000"]),
        ("浙江大学", []),
        ("新建县域", []),
        ("中华人民共和国", []),
        ("共和县", ["632521"]),
        ("吉林2017年", ["220000"]),
        ("白银2017年", []),
    ],
)
def test_names_are_words(text: str, found: list[str]) -> None:
    assert codes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2017年，武义县坚持依法行政", ["330723"]),
        ("现将武义县情况报告如下", ["330723"]),
        ("在武义县调研时指出", []),
        ("按照浙江省要求", []),
        ("浙江坚持依法行政", []),
    ],
)
def test_in_running_text_a_clause_begins_with_its_subject(text: str, found: list[str]) -> None:
    assert codes(text, subjects=True) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("金 华 市 政 府", "金华市政府"),
        ("金华市  报告\n正文", "金华市 报告 正文"),
        ("臺州市", "台州市"),
        ("", ""),
    ],
)
def test_text_is_looked_at_as_words(text: str, words: str) -> None:
    assert as_words(text) == words


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("落实《浙江省办法》的报告", "落实，的报告"),
        ("印发《金华市报告》的通知", "印发《金华市报告》的通知"),
        ("以“浙江经验”为例", "以，为例"),
    ],
)
def test_what_is_quoted_is_anothers(text: str, rest: str) -> None:
    assert without_quotations(text) == rest
