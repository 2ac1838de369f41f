"""Index pages in the forms in which governments' sites serve them, and what their entries and pages are."""

import itertools
import json
from collections.abc import Callable
from datetime import date

import pytest

from extract.listings import Ask, Listed, Listing, ListWalk, read_page
from extract.listings.json_lists import read_json
from extract.listings.static import read_links
from extract.listings.text import list_text
from tests.effort import work_within
from warehouse.errors import FetchError, UnreadableError

HERE = "https://www.jinhua.gov.cn/zwgk/fzbg/index.html"
TITLE = "金华市2020年法治政府建设情况报告"


def static(text: str) -> list[tuple[str, str, date | None]]:
    return [(entry.title, entry.url, entry.published_on) for entry in read_links(text, HERE).entries]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        pytest.param(
            f'<ul><li><a href="./202103/t1.html">{TITLE}</a><span>2021-03-30</span></li></ul>',
            (TITLE, "https://www.jinhua.gov.cn/zwgk/fzbg/202103/t1.html", date(2021, 3, 30)),
            id="list item with its date",
        ),
        pytest.param(
            f'<li><a href="/a.html" title="{TITLE}">金华市2020年法治政府…</a> [2021/03/30]</li>',
            (TITLE, "https://www.jinhua.gov.cn/a.html", date(2021, 3, 30)),
            id="title attribute where the text is cut short",
        ),
        pytest.param(
            f'<table><tr><td><a href="/a.html">{TITLE}</a></td><td>2021年3月30日</td></tr></table>',
            (TITLE, "https://www.jinhua.gov.cn/a.html", date(2021, 3, 30)),
            id="row of a table",
        ),
        pytest.param(
            f'<li><a href="http://sfj.jinhua.gov.cn/a.html">\n  {TITLE}\n</a></li>',
            (TITLE, "http://sfj.jinhua.gov.cn/a.html", None),
            id="another host, no date",
        ),
        pytest.param(
            f'<li><a href="/a.html">{TITLE}</a><span>2021-13-30</span></li>',
            (TITLE, "https://www.jinhua.gov.cn/a.html", None),
            id="no such date",
        ),
    ],
)
def test_an_entry_of_a_page_of_links(text: str, entry: tuple[str, str, date | None]) -> None:
    assert static(text) == [entry]


@pytest.mark.parametrize(
    "text",
    [
        '<a href="#">法治政府建设年度报告</a>',
        '<a href="javascript:go()">法治政府建设年度报告</a>',
        "",
        "\x00<",
    ],
    ids=["fragment", "script", "empty", "no page"],
)
def test_what_is_no_entry(text: str) -> None:
    assert static(text) == []


@pytest.mark.parametrize(
    ("text", "following"),
    [
        pytest.param('<a href="index_1.html">下一页</a>', ["index_1.html"], id="next page"),
        pytest.param(
            '<a href="list2.html"> 下页 </a><a href="list9.html">尾页</a>',
            ["list2.html", "list9.html"],
            id="and the last",
        ),
        pytest.param(
            '<script>createPageHTML(3, 0, "index", "html");</script>',
            ["index_1.html", "index_2.html"],
            id="numbered by TRS",
        ),
        pytest.param('<script>createPageHTML(1, 0, "index", "html");</script>', [], id="a single page"),
        pytest.param('<a href="https://example.org/2">下一页</a>', [], id="another site"),
        pytest.param('<a href="javascript:next()">下一页</a>', [], id="script"),
    ],
)
def test_pages_that_follow(text: str, following: list[str]) -> None:
    base = "https://www.jinhua.gov.cn/zwgk/fzbg/"
    asks = read_links(text, HERE).following
    assert [ask.url for ask in asks] == [base + page for page in following]


def record(number: int) -> str:
    title = f"金华市{number}年法治政府建设情况报告"
    link = f"<a href='/art/{number}/a.html' title='{title}'>{title}</a>"
    return f"<record><![CDATA[<li>{link}<span>{number + 1}-03-01</span></li>]]></record>"


def hanweb_page(records: str, total: int) -> bytes:
    return f"""<html><div id="7123"><script type="text/xml"><datastore>
        <totalrecord>{total}</totalrecord><totalpage>9</totalpage><recordset>{records}</recordset>
        </datastore></script></div><script>$('#7123').jpage({{perPage: 15,
        proxyUrl: '/module/jpage/dataproxy.jsp',
        proxyParam: {{col:1, webid:3, path:'/', columnid:'71910', sourceContentType:'1', unitid:'7123',
        webname:'金华市', permissiontype:0}} }});</script></html>""".encode()


def test_records_of_a_hanweb_page_and_where_the_rest_is() -> None:
    page = read_page(hanweb_page(record(2020) + record(2019), 60), Ask(HERE))
    assert page.entries[0] == Listed(
        "金华市2020年法治政府建设情况报告", "https://www.jinhua.gov.cn/art/2020/a.html", date(2021, 3, 1)
    )
    assert len(page.entries) == 2
    (ask,) = page.following
    further = ask.url
    assert further.startswith(
        "https://www.jinhua.gov.cn/module/jpage/dataproxy.jsp?startrecord=3&endrecord=47&"
    )
    assert "columnid=71910" in further and "unitid=7123" in further and "col=1" in further


def test_an_answer_of_dataproxy_leads_to_the_next_until_the_last() -> None:
    answer = f"<datastore><totalrecord>60</totalrecord>{record(2018)}</datastore>".encode()
    first = "https://a.gov.cn/module/jpage/dataproxy.jsp?startrecord=16&endrecord=30&perpage=10&unitid=7"
    (second,) = read_page(answer, Ask(first)).following
    assert "startrecord=31&endrecord=60&perpage=10&unitid=7" in second.url
    assert read_page(answer, second).following == ()


@pytest.mark.parametrize(
    ("answer", "query", "further"),
    [
        pytest.param(
            {"articles": [{"title": TITLE, "url": "/a.html", "date": 1617062400}], "total": 2},
            "page=1&sid=2",
            "page=2&sid=2",
            id="gkmlpt",
        ),
        pytest.param(
            {
                "data": {
                    "results": [{"title": TITLE, "url": "/a.html", "publishedTimeStr": "2021-03-30 09:00"}]
                }
            },
            "_isJson=true&page=1",
            "_isJson=true&page=2",
            id="开普, no total",
        ),
        pytest.param(
            {
                "code": 200,
                "results": {
                    "data": {
                        "results": [
                            {
                                "title": f"<em>{TITLE}</em>",
                                "url": "/a.html",
                                "publishedTime": 0,
                                "date": "2021-03-30",
                            }
                        ],
                        "total": 1,
                    }
                },
            },
            "page=1",
            "page=2",
            id="开普 deeper, marked words",
        ),
        pytest.param(
            [{"title": TITLE, "link": "/a.html", "date": 1617062400000}],
            "",
            "",
            id="a bare list, milliseconds",
        ),
    ],
)
def test_json_lists(answer: object, query: str, further: str) -> None:
    page = read_json(json.dumps(answer), Ask(f"https://a.gov.cn/api?{query}"))
    assert page.entries == (Listed(TITLE, "https://a.gov.cn/a.html", date(2021, 3, 30)),)
    assert [ask.url for ask in page.following] == ([f"https://a.gov.cn/api?{further}"] if further else [])


def test_json_is_not_asked_beyond_the_total_that_it_tells() -> None:
    answer = {"articles": [{"title": TITLE, "url": "/a.html"}], "total": 1}
    listing, asked = walked(lambda _: json.dumps(answer).encode(), 5, "https://a.gov.cn/api?page=1")
    assert (len(listing.entries), len(asked)) == (1, 1)


@pytest.mark.parametrize("data", [b"<html>", b'{"a": 1}', b"7"], ids=["no JSON", "no list", "a number"])
def test_json_without_a_list_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_json(data.decode(), Ask("https://a.gov.cn/api"))
    assert caught.value.kind == "not_a_list"


def linked(number: int) -> bytes:
    entry = f'<li><a href="/{number}.html">第{number}号法治政府建设年度报告</a></li>'
    return f'{entry}<a href="index_{number + 1}.html">下一页</a>'.encode()


def walked(pages: Callable[[str], bytes | None], most: int, start: str = HERE) -> tuple[Listing, list[str]]:
    """The listing, and the addresses that were wanted; None for a page that fails."""
    walk, wanted = ListWalk(Ask(start), most), []
    while (ask := walk.wanted) is not None:
        address = ask.url
        wanted.append(address)
        data = pages(address)
        if data is None:
            walk.fail(FetchError("answers 404", address, "look", "gone"))
        else:
            walk.read(data, address)
    return walk.listing(), wanted


def test_a_walk_ends_at_its_limit() -> None:
    count = itertools.count(1)
    listing, asked = walked(lambda _: linked(next(count)), 3)
    assert len(listing.entries) == 3
    assert asked == [HERE, HERE.replace("index", "index_2"), HERE.replace("index", "index_3")]


def test_a_walk_in_a_circle_ends() -> None:
    listing, asked = walked(lambda _: linked(1), 50)
    assert (len(listing.entries), len(asked)) == (1, 2)


def test_a_later_page_that_fails_is_told_and_the_others_are_read() -> None:
    def page(url: str) -> bytes | None:
        if url == HERE:
            return linked(0) + b"<script>createPageHTML(4, 0, 'index', 'html')</script>"
        return None if "index_2" in url else linked(9).replace(b"9", url[-6].encode(), 1)

    listing, asked = walked(page, 5)
    assert [url[len(HERE) - 10 :] for url in asked[1:4]] == ["index_1.html", "index_2.html", "index_3.html"]
    assert len(listing.entries) == 3
    assert [trouble.kind for trouble in listing.troubles] == ["gone"]


def test_an_index_page_that_fails_is_told() -> None:
    listing, asked = walked(lambda _: None, 5)
    assert (listing.entries, len(listing.troubles), asked) == ((), 1, [HERE])


def test_a_page_that_follows_on_another_host_is_not_asked_for() -> None:
    other = b"<record><a href='/1.html'>123456</a></record>totalRecord:9 'http://other.test/dataproxy.jsp'"
    assert walked(lambda _: other, 5)[1] == [HERE]


DEEP = b'{"data":' * 90_000


@pytest.mark.parametrize(
    "data",
    [
        pytest.param('<a href="http://[::1">法治政府建设年度报告</a>'.encode(), id="half an address"),
        pytest.param('<a href="//[x]/">下一页</a>'.encode(), id="a next page that is none"),
        pytest.param(b"createPageHTML(999999999, 0, 'index', 'html')", id="a billion pages"),
        pytest.param(b"createPageHTML(" + b"9" * 5000 + b", 0, 'i', 'html')", id="too many digits"),
        pytest.param(b"\0\xff" * 1000, id="no text"),
        pytest.param(b"<div>" * 100_000 + linked(1), id="nested tags"),
        pytest.param(b"<b>" * 10_000 + b"".join(map(linked, range(1_000))), id="deep links"),
        pytest.param(b"<div>" + b"<a href='/1'>123456</a>" * 5_000 + b"-" * 1_000_000, id="one item of all"),
        pytest.param(b"<record><![CDATA[" * 20_000, id="open records"),
        pytest.param(b"<record>" + b" " * 100_000, id="a record of spaces"),
        pytest.param(b"<record><a href='http://['>123456</a></record>", id="a record that is none"),
        pytest.param(b"<record>x</record><totalrecord>%b</totalrecord>" % (b"9" * 5000), id="total"),
        pytest.param(b"<record>x</record>totalRecord:9 perPage:0 'http://[/dataproxy.jsp'", id="proxy"),
        pytest.param(b"[" * 200_000, id="nested lists"),
        pytest.param(DEEP + b"[]" + b"}" * 90_000, id="nested objects"),
        pytest.param(
            b'{"articles":[{"title":"123456","url":"http://["}],"total":"many"}', id="total no number"
        ),
        pytest.param(b'{"articles":[{"title":"1","url":"/1","date":1e400}],"total":{}}', id="date of no day"),
        pytest.param(
            b'{"articles":[{"title":"1","url":"/1","date":"%b"}]}' % (b"9" * 5000), id="date too long"
        ),
        pytest.param(b'{"articles":[{"title":"%b","url":"/1"}]}' % (b"<" * 100_000), id="title of open tags"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_odd_bytes_end_a_walk_in_time_and_raise_nothing(data: bytes) -> None:
    """One list out of order never stops the others."""
    with work_within(20):  # five pages, each in a time that grows with its size alone
        walked(lambda _: data, 5, f"{HERE}?page=1")


def test_a_title_of_json_holds_only_what_a_table_can_hold() -> None:
    data = r'{"articles": [{"title": "\ud800\u0000年度工作报告", "url": "/\udfff1.html"}]}'.encode()
    (entry,) = read_json(list_text(data), Ask(HERE)).entries
    assert (entry.title, entry.url) == ("?年度工作报告", "https://www.jinhua.gov.cn/?1.html")
