import csv
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from extract.catalogue import Rejected, read_catalogue
from extract.catalogue.checking import check_catalogue, check_sites
from extract.catalogue.reading import Left
from extract.catalogue.sites import Site, is_official, read_sites
from extract.catalogue.writing import with_rows
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
        ("file://{folder}/pages/a.html", "{folder}/pages/a.html"),
    ],
    ids=["https", "sample", "path", "file beside", "file"],
)
def test_paths_become_file_addresses(tmp_path: Path, url: str, expected: str) -> None:
    path = catalogue_file(tmp_path, f"place,year,url\n330700,2017,{url.format(folder=tmp_path)}\n")
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


def test_a_report_left_out_is_known_and_not_read(tmp_path: Path) -> None:
    rows = "广州市,2024,https://www.gz.gov.cn/a,广州市人民政府办公厅,a department's\n广州市,2024,https://www.gz.gov.cn/b,,\n"
    path = catalogue_file(tmp_path, "place,year,url,publisher,left_out\n" + rows)
    catalogue = read_catalogue(path, load_places())
    assert [entry.url for entry in catalogue.entries] == ["https://www.gz.gov.cn/b"]
    assert catalogue.left_out == (
        Left("440100", 2024, "https://www.gz.gov.cn/a", "广州市人民政府办公厅", "a department's"),
    )


def test_a_third_party_copy_carries_its_allowance(tmp_path: Path) -> None:
    rows = "金华市,2017,https://example.org/a,yes\n金华市,2018,https://example.org/b,\n"
    path = catalogue_file(tmp_path, "place,year,url,third_party\n" + rows)
    assert [entry.is_third_party for entry in read_catalogue(path, load_places()).entries] == [True, False]


@pytest.mark.parametrize(
    ("row", "weight", "kind", "words"),
    [
        pytest.param("莱芜市,2020,https://a.gov.cn/,,", "error", "unknown_place", "to 2018", id="place gone"),
        pytest.param("金花市,2020,https://a.gov.cn/,,", "error", "unknown_place", "金华市", id="no place"),
        pytest.param("鼓楼区,2020,https://a.gov.cn/,,", "error", "unknown_place", "320106", id="ambiguous"),
        pytest.param("金华市,2017,https://a.gov.cn/,,", "error", "duplicate", "330700-2017", id="twice"),
        pytest.param(
            "湖州市,2017,https://example.org/,,", "error", "unofficial_host", "example.org", id="host"
        ),
        pytest.param(
            "湖州市,2017,https://gov.cn.example.org/,,", "error", "unofficial_host", "example", id="host like"
        ),
        pytest.param(
            "湖州市,2017,https://a.gov.cn/,yes,", "warning", "needless_allowance", "a.gov.cn", id="needless"
        ),
        pytest.param("湖州市,2017,https://a.gov.cn/,maybe,", "error", "bad_allowance", "maybe", id="maybe"),
        pytest.param("湖州市,2017,https://a.gov.cn/,,odt", "error", "unknown_format", "odt", id="format"),
        pytest.param(
            "湖州市,2017,http://www.jinhua.gov.cn/a#top,,",
            "error",
            "same_address",
            "330700-2017",
            id="shared",
        ),
    ],
)
def test_a_check_finds(tmp_path: Path, row: str, weight: str, kind: str, words: str) -> None:
    text = f"place,year,url,third_party,format\n金华市,2017,https://www.jinhua.gov.cn/a,,\n{row}\n"
    (finding,) = check_catalogue(catalogue_file(tmp_path, text), load_places())
    assert (finding.line, finding.weight, finding.kind) == (3, weight, kind)
    assert words in finding.words


@pytest.mark.parametrize("url", ["https://example.org/a,yes", "sample:a.html,", "pages/a.html,"])
def test_a_check_has_nothing_against(tmp_path: Path, url: str) -> None:
    path = catalogue_file(tmp_path, f"place,year,url,third_party\n金华市,2017,{url}\n")
    assert check_catalogue(path, load_places()) == ()


@pytest.mark.parametrize(
    ("year", "url", "title", "kind"),
    [
        pytest.param(
            2017, "a.html", "金华市财政局2017年法治政府建设年度报告", "not_the_places", id="department"
        ),
        pytest.param(2017, "a.html", "金华市2017年法治政府建设工作要点", "not_the_places", id="a plan"),
        pytest.param(2017, "a.html", "金华市2018年法治政府建设情况报告", "other_year", id="another year"),
        pytest.param(2017, "a.html", "湖州市2017年法治政府建设情况报告", "other_place", id="another place"),
        pytest.param(2017, "a.html", "金花市2017年法治政府建设情况报告", "other_place", id="no place"),
        pytest.param(2017, "art/2016/3/28/1.html", "", "early_address", id="published too early"),
        pytest.param(2017, "fzbg/201603/t20160328_1.html", "", "early_address", id="folder too early"),
        pytest.param(2017, "art/2018/3/28/1.html", "金华市2017年法治政府建设情况报告", None, id="well"),
        pytest.param(2017, "art/2018/3/28/1.html", "金华市法治政府建设情况报告", None, id="names no year"),
    ],
)
def test_a_title_or_an_address_must_not_say_otherwise(
    tmp_path: Path, year: int, url: str, title: str, kind: str | None
) -> None:
    row = f"金华市,{year},https://www.jinhua.gov.cn/{url},{title}"
    path = catalogue_file(tmp_path, f"place,year,url,title\n{row}\n")
    found = [finding.kind for finding in check_catalogue(path, load_places())]
    assert found == ([kind] if kind else [])


LIVE = Path(str(files("extract.catalogue")))


def test_the_live_catalogue_is_sound() -> None:
    assert check_catalogue(LIVE / "reports.csv", load_places()) == ()
    catalogue = read_catalogue(LIVE / "reports.csv", load_places())
    assert (len(catalogue.entries), len(catalogue.left_out)) == (253, 93)
    assert all(is_official(entry.url) for entry in catalogue.entries)


def test_the_live_catalogue_names_its_places() -> None:
    with (LIVE / "reports.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = load_places()
    named = [(row["place"], row["name"]) for row in rows]
    assert named == [
        (code, places.resolve(code, int(row["year"])).name) for row in rows for code in [row["place"]]
    ]


def test_the_live_index_pages_are_sound() -> None:
    sites = read_sites(LIVE / "sites.csv", load_places())
    assert check_sites(sites, "sites.csv") == ()
    assert len(sites) >= 150


def host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def test_the_index_pages_have_each_host_of_a_province_or_prefecture() -> None:
    """But for people's congresses, and for offices that are no more or publish for another than their own."""
    entries = read_catalogue(LIVE / "reports.csv", load_places()).entries
    large = {host(entry.url) for entry in entries if entry.place.endswith("00")}
    listed = {host(site.index_url) for site in read_sites(LIVE / "sites.csv", load_places())}
    assert large - listed == {
        "hebfzb.gov.cn",
        "ahfzb.gov.cn",
        "cqrd.gov.cn",
        "snamr.shaanxi.gov.cn",
        "kgxc.xixianxinqu.gov.cn",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("place,list_kind\n", "lacks the column index_url"),
        (
            "place,index_url,list_kind\n金花市,https://a.gov.cn/,json\n",
            "line 2: 金花市 is no place; near it: ",
        ),
        ("place,index_url,list_kind\n金华市,a.html,json\n", "no http or https address"),
    ],
    ids=["column", "place", "address"],
)
def test_a_wrong_list_of_sites_names_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "sites.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match=words):
        read_sites(path, load_places())


@pytest.mark.parametrize(
    ("listed", "weight"),
    [
        pytest.param("https://www.jinhua.gov.cn/a", "duplicate", id="listed twice"),
        pytest.param("https://example.org/a", "unofficial_host", id="no government's host"),
    ],
)
def test_a_check_of_index_pages_finds(listed: str, weight: str) -> None:
    sites = [Site("330700", "http://www.jinhua.gov.cn/a", "static"), Site("330700", listed, "static")]
    assert [(finding.line, finding.kind) for finding in check_sites(sites, "sites.csv")] == [(3, weight)]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_are_added_in_the_file_s_own_columns_and_charset(charset: str) -> None:
    before = "year,url,place,remark\r\n2017,https://a.gov.cn/,金华市,好".encode(charset)
    after = with_rows(before, [{"place": "330500", "year": "2018", "url": "https://b.gov.cn/", "note": "x"}])
    assert after == before + "\r\n2018,https://b.gov.cn/,330500,\r\n".encode(charset.removesuffix("-sig"))


def test_a_catalogue_is_begun(tmp_path: Path) -> None:
    row = {
        "place": "330700",
        "name": "金华市",
        "year": "2017",
        "url": "https://a.gov.cn/",
        "note": '报告,"一"',
    }
    path = tmp_path / "reports.csv"
    path.write_bytes(with_rows(b"", [row]))
    (entry,) = read_catalogue(path, load_places()).entries
    assert (entry.report_id, entry.url) == ("330700-2017", "https://a.gov.cn/")
