from pathlib import Path

import pytest

from extract.catalogue import Rejected, read_catalogue
from warehouse.errors import CatalogueError
from warehouse.places import load_places
from warehouse.records import CatalogueEntry


def catalogue_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "catalogue.csv"
    path.write_bytes(text.encode(encoding))
    return path


def rejected(folder: Path, row: str) -> Rejected:
    path = catalogue_file(folder, f"place,year,url,format\n{row}\n330500,2017,https://example.org/a,html\n")
    catalogue = read_catalogue(path, load_places())
    assert [entry.report_id for entry in catalogue.entries] == ["330500-2017"], "the other row must go on"
    (only,) = catalogue.rejected
    return only


@pytest.mark.parametrize("place", ["330700", "金华市", "浙江省金华市", "金华", "330700.0"])
def test_a_place_may_be_a_code_or_a_name(tmp_path: Path, place: str) -> None:
    path = catalogue_file(tmp_path, f"place,year,url\n{place},2017,https://example.org/a\n")
    assert read_catalogue(path, load_places()).entries == (
        CatalogueEntry("330700", 2017, "https://example.org/a"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_catalogue_saved_by_a_spreadsheet_is_read(tmp_path: Path, encoding: str) -> None:
    path = catalogue_file(tmp_path, "note,url,year,place\n注,sample:a.html,2017,金华市\n", encoding)
    assert [entry.report_id for entry in read_catalogue(path, load_places()).entries] == ["330700-2017"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a.html", "https://example.org/a.html"),
        ("sample:330700-2017.html", "sample:330700-2017.html"),
        ("pages/a.html", "{folder}/pages/a.html"),
        ("file:pages/a.html", "{folder}/pages/a.html"),
        ("file:///srv/pages/a.html", "file:///srv/pages/a.html"),
    ],
    ids=["https", "sample", "path", "file beside", "file"],
)
def test_paths_become_file_addresses(tmp_path: Path, url: str, expected: str) -> None:
    path = catalogue_file(tmp_path, f"place,year,url\n330700,2017,{url}\n")
    (entry,) = read_catalogue(path, load_places()).entries
    assert entry.url == expected.format(folder=tmp_path.resolve().as_uri())


@pytest.mark.parametrize(
    ("row", "kind", "words"),
    [
        ("金花市,2017,https://example.org/b,", "unknown_place", "金花市"),
        ("999999,2017,https://example.org/b,", "unknown_place", "999999"),
        ("330700,1999,https://example.org/b,", "bad_year", "1999 is not between 2004 and 2100"),
        ("330700,twenty,https://example.org/b,", "bad_year", "“twenty” is no year"),
        ("330700,,https://example.org/b,", "bad_year", "“” is no year"),
        ("330700,2017,,", "bad_url", "empty"),
        ("330700,2017,ftp://example.org/b,", "bad_url", "ftp:"),
        ("330700,2017,https:///b,", "bad_url", "no host"),
        ("330700,2017,sample:,", "bad_url", "no sample"),
        ("330700,2017,https://example.org/b,odt", "unknown_format", "“odt”"),
    ],
    ids=lambda value: value if isinstance(value, str) and "," in value else "",
)
def test_a_bad_row_is_rejected_and_the_rest_goes_on(tmp_path: Path, row: str, kind: str, words: str) -> None:
    only = rejected(tmp_path, row)
    assert (only.line, only.kind) == (2, kind)
    assert words in only.words


def test_a_place_of_another_time_is_rejected_with_its_years(tmp_path: Path) -> None:
    assert "2018" in rejected(tmp_path, "371200,2021,https://example.org/b,").words


def test_the_first_of_two_rows_for_one_report_counts(tmp_path: Path) -> None:
    rows = "330700,2017,https://example.org/a\n\n金华市,2017,https://example.org/b\n"
    catalogue = read_catalogue(catalogue_file(tmp_path, "place,year,url\n" + rows), load_places())
    assert [entry.url for entry in catalogue.entries] == ["https://example.org/a"]
    (duplicate,) = catalogue.rejected
    assert (duplicate.line, duplicate.report, duplicate.kind) == (4, "金华市-2017", "duplicate")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "catalogue.csv:1: is empty (its first line is place,year,url)"),
        ("place,url\n330700,https://example.org\n", "catalogue.csv:1: lacks the column year"),
        ("330700,2017,https://example.org\n", "lacks the column place, year, url"),
        ("place,year,url,year\n", "has the column year twice"),
        ("place,year,url\n\x00\x01\x02", "is no text"),
    ],
    ids=["empty", "no year", "no header", "doubled", "binary"],
)
def test_a_wrong_catalogue_is_one_line_with_the_way_out(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(catalogue_file(tmp_path, text), load_places())
    assert message in str(caught.value)


def test_a_missing_catalogue_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="--catalogue"):
        read_catalogue(tmp_path / "none.csv", load_places())
