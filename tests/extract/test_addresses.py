import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from ipaddress import ip_address, ip_network

import pytest

from extract.addresses import EVERYWHERE, checked_addresses, is_public, networks
from extract.fetching import FetchLimits, fetch
from tests.extract.sites import QUICK, REPORT, Sites, city_sites
from warehouse.errors import FetchError, SettingsError

ONLY_HERE = replace(QUICK, allow_private=(ip_network("127.0.0.1"),))


@pytest.fixture
def sites() -> Iterator[Sites]:
    with city_sites() as served:
        yield served


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1",
        "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:100.100.100.200", "::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
        "2001:0:53aa:64c:0:0:80ff:fffe", "2001:db8::1", "2400:3200::5efe:10.0.0.1", "fe80::5efe:223.5.5.5",
        "2400:3200::200:5efe:127.0.0.1", "2400:3200::200:5efe:100.100.100.200",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public(text: str) -> None:
    """Also 100.64.0.0/10, where a Chinese cloud's metadata lies, and IPv4 within IPv6."""
    assert not is_public(ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "114.114.114.114",
        "223.5.5.5",
        "2400:3200::1",
        "::ffff:223.5.5.5",
        "100.63.255.255",
        "2400:3200::5efe:223.5.5.5",
    ],
)
def test_an_address_that_is_public(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    ("answers", "is_allowed"),
    [
        (["223.5.5.5", "2400:3200::1"], True),
        (["223.5.5.5", "10.0.0.1"], False),
        (["10.0.0.1", "223.5.5.5"], False),
        (["fe80::1%eth0"], False),
    ],
)
def test_every_answer_is_checked(answers: list[str], *, is_allowed: bool) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return answers

    def check() -> tuple[str, ...]:
        return asyncio.run(checked_addresses("city.test", 80, (), resolve))

    if is_allowed:
        assert check() == tuple(answers)
    else:
        with pytest.raises(FetchError, match="FAZHI_ALLOW_PRIVATE") as caught:
            check()
        assert caught.value.kind == "private_address"


def kind_of(url: str, sites: Sites, limits: FetchLimits = ONLY_HERE) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(url, limits, resolve=sites.resolve)
    return caught.value.kind


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "jinhua.test"]
)
def test_nothing_private_is_fetched_unless_allowed(sites: Sites, host: str) -> None:
    assert kind_of(sites.url("page", host), sites, replace(QUICK, allow_private=())) == "private_address"
    assert sites.asked == []


@pytest.mark.parametrize("host", ["127.0.0.2", "[::ffff:7f00:2]", "100.100.100.200", "0.0.0.0"])
def test_nor_after_a_redirect(sites: Sites, host: str) -> None:
    """An allowed host sends us on into the network."""
    assert kind_of(sites.url(f"to/{sites.url('page', host)}"), sites) == "private_address"
    assert {one.host for one in sites.asked} == {"jinhua.test"}


def test_a_resolver_that_changes_its_answer_is_not_believed() -> None:
    """DNS names the site first, and then a machine of the network."""
    with city_sites(address="0.0.0.0") as sites:
        answers = iter(["127.0.0.1", "127.0.0.2", "127.0.0.2"])

        async def resolve(host: str, port: int) -> Sequence[str]:
            return [next(answers)]

        with pytest.raises(FetchError) as caught:
            fetch(sites.url("page"), ONLY_HERE, resolve=resolve)
        assert caught.value.kind == "private_address"
        assert [one.path for one in sites.asked] == ["/robots.txt"]


def test_one_question_is_resolved_once_and_asked_at_that_address(sites: Sites) -> None:
    """Between the check and the connection nobody is asked again."""
    resolved: list[str] = []

    async def resolve(host: str, port: int) -> Sequence[str]:
        resolved.append(host)
        return ["127.0.0.1"]

    assert fetch(sites.url("page"), ONLY_HERE, resolve=resolve).data == REPORT.encode()
    assert len(resolved) == len(sites.asked) == 2


def test_the_next_address_is_tried_where_the_first_is_dead(sites: Sites) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.9", "127.0.0.1"]

    assert fetch(sites.url("page"), QUICK, resolve=resolve).data == REPORT.encode()


def test_a_name_that_does_not_exist_is_told() -> None:
    with pytest.raises(FetchError) as caught:
        fetch("http://no-such-city.invalid/", QUICK)
    assert caught.value.kind == "no_such_host"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("10.0.0.0/8, 127.0.0.1", (ip_network("10.0.0.0/8"), ip_network("127.0.0.1/32"))),
        ("true", EVERYWHERE),
        ("1", EVERYWHERE),
    ],
)
def test_networks_that_may_be_asked(text: str, expected: tuple[object, ...]) -> None:
    assert networks(text) == expected


def test_a_network_that_is_none_is_told() -> None:
    with pytest.raises(SettingsError, match="allow_private"):
        networks("10.0.0.0/99")
