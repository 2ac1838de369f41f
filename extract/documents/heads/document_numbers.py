"""Numbers of official documents: 金政发〔2018〕12号."""

import re

from extract.documents.heads.folding import folded

# GB/T 9704 sets the year in 〔〕; pages have every other bracket.
_NUMBER = re.compile(
    r"""
    \s*(?P<issuer>[\u4e00-\u9fff]{1,16})\s*
    [〔\[(【﹝〈《{「]\s*(?P<year>(?:19|20)\d\d)\s*年?\s*[〕\])】﹞〉》}」]\s*
    (?P<serial>第?\s*\d{1,5}\s*号)
    """,
    re.VERBOSE,
)
_ROUND = re.compile(r"[(〔\[【]\s*|\s*[)〕\]】]|\s+签发人?\s*:.*")


def document_number_of(value: str) -> str | None:
    """The document number that `value` begins with, its year in the standard's brackets; None for none.

    >>> document_number_of("金政办发[2024] 3 号 签发人：某某")
    '金政办发〔2024〕3号'
    """
    match = _NUMBER.match(folded(value))
    return _written(match, value) if match else None


def document_number_in(line: str) -> str | None:
    """The document number that a line is, alone, in brackets or beside who signed it; None for any other."""
    plain = folded(line)
    match = _NUMBER.search(plain)
    if match is None or not all(_is_round(rest) for rest in (plain[: match.start()], plain[match.end() :])):
        return None
    return _written(match, line)


def _is_round(rest: str) -> bool:
    return not rest.strip() or _ROUND.fullmatch(rest) is not None


def _written(match: re.Match[str], printed: str) -> str:
    """The number in the characters that it is printed in."""
    issuer, number = printed[slice(*match.span("issuer"))], printed[match.end() - 1]
    serial = "".join(match["serial"].split())
    return f"{issuer}〔{match['year']}〕{serial[:-1]}{number}"
