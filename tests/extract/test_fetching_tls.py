"""TLS as official sites have it: new, old, with a broken chain; and HTTP/2."""

import asyncio
import ssl
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

from extract.fetching import HostSwitches, Visit, Wanted, fetch, read_switches, visit_all
from tests.extract.sites import QUICK, REPORT, Sites, city_sites
from warehouse.errors import FetchError, SettingsError


@dataclass(frozen=True)
class Signed:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self) -> bytes:
        form = serialization.PrivateFormat.PKCS8
        return self.key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def sign(name: str, issuer: Signed | None, *, is_authority: bool) -> Signed:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return Signed(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


@dataclass(frozen=True)
class Authority:
    """A root that is trusted, and the host's certificate with and without what links it to the root."""

    whole: Path
    broken: Path
    root: Path

    def context(self, path: Path) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def old_context(self) -> ssl.SSLContext:
        """A server that knows TLS 1.0 alone."""
        context = self.context(self.whole)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("ALL:@SECLEVEL=0")
        return context


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("certificates")
    root = sign("root.test", None, is_authority=True)
    between = sign("between.test", root, is_authority=True)
    leaf = sign("jinhua.test", between, is_authority=False)
    authority = Authority(folder / "whole.pem", folder / "broken.pem", folder / "root.pem")
    authority.root.write_bytes(root.pem())
    authority.broken.write_bytes(leaf.key_pem() + leaf.pem())
    authority.whole.write_bytes(leaf.key_pem() + leaf.pem() + between.pem())
    return authority


@pytest.fixture
def authority(made: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The root is trusted as a user would have it trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(made.root))
    return made


def visit(sites: Sites, switches: HostSwitches | None = None, host: str = "jinhua.test") -> Visit:
    found: list[Visit] = []
    limits = replace(QUICK, switches={host: switches} if switches else {})
    visit_all([Wanted(sites.url("page", host))], limits, found.append, resolve=sites.resolve)
    return found[0]


def test_the_certificate_is_checked_against_the_name_not_the_address(authority: Authority) -> None:
    with city_sites(authority.context(authority.whole)) as sites:
        good, other = visit(sites), visit(sites, host="huzhou.test")
    assert good.page and good.page.data == REPORT.encode()
    assert other.error and other.error.kind == "tls"
    assert "Hostname mismatch" in other.error.what


def test_a_broken_chain_names_its_switch_and_the_switch_opens_it(authority: Authority) -> None:
    """For one host, and recorded."""
    with city_sites(authority.context(authority.broken)) as sites:
        closed, opened = visit(sites), visit(sites, HostSwitches(broken_chain=True))
    assert closed.error and closed.error.kind == "tls"
    assert 'verify = "broken-chain" in hosts.toml' in str(closed.error)
    assert opened.page and opened.page.tls == opened.trace.tls == "verify=broken-chain"


def test_old_tls_names_its_switch_and_the_switch_opens_it(authority: Authority) -> None:
    """A server that knows TLS 1.0 alone; its certificate is checked all the same."""
    with city_sites(authority.old_context()) as sites:
        closed, opened = visit(sites), visit(sites, HostSwitches(legacy_tls=True))
        wrong = visit(sites, HostSwitches(legacy_tls=True), host="huzhou.test")
    assert closed.error and closed.error.kind == "tls"
    assert 'tls = "legacy" in hosts.toml' in str(closed.error)
    assert opened.page and opened.page.tls == "tls=legacy"
    assert wrong.error and wrong.error.kind == "tls"


def test_a_switch_is_for_its_host_alone(authority: Authority) -> None:
    with city_sites(authority.context(authority.broken)) as sites:
        limits = replace(QUICK, switches={"huzhou.test": HostSwitches(broken_chain=True)})
        with pytest.raises(FetchError) as caught:
            fetch(sites.url("page"), limits, resolve=sites.resolve)
    assert caught.value.kind == "tls"


def test_switches_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "hosts.toml"
    assert read_switches(path) == {}
    path.write_text('["Old.gov.cn"]\ntls = "legacy"\nreason = "TLS 1.0"\n["b.cn"]\nverify = "broken-chain"\n')
    assert read_switches(path) == {
        "old.gov.cn": HostSwitches(legacy_tls=True),
        "b.cn": HostSwitches(broken_chain=True),
    }


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('["a.cn"]\ntls = "old"', "tls = 'old' is no choice"),
        ('["a.cn"]\nverify = false', "verify = False is no choice"),
        ('["a.cn"]\nproxy = "x"', "unknown switch proxy"),
        ('tls = "legacy"', "is no table"),
        ("[a.cn", "mend the TOML"),
    ],
    ids=["unknown value", "verify off", "unknown switch", "for all hosts", "no TOML"],
)
def test_a_switch_that_does_not_exist_is_told(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "hosts.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=complaint) as caught:
        read_switches(path)
    assert "hosts.toml" in str(caught.value)


async def _speak_http2(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer every question of one HTTP/2 connection with the authority it was asked for."""
    connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
    connection.initiate_connection()
    writer.write(connection.data_to_send())
    try:
        await _answer(reader, writer, connection)
    finally:
        writer.transport.abort()


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: H2Connection
) -> None:
    while data := await reader.read(65536):
        for event in connection.receive_data(data):
            if isinstance(event, RequestReceived):
                asked = dict(event.headers)
                body = b"" if asked[":path"] == "/robots.txt" else asked[":authority"].encode()
                connection.send_headers(event.stream_id, [(":status", "200")])
                connection.send_data(event.stream_id, body, end_stream=True)
        writer.write(connection.data_to_send())
        await writer.drain()


async def _ended(server: asyncio.Server) -> None:
    """The server and all that it still speaks."""
    server.close()
    speaking = asyncio.all_tasks() - {asyncio.current_task()}
    for task in speaking:
        task.cancel()
    await asyncio.gather(*speaking, return_exceptions=True)
    await asyncio.sleep(0)


@pytest.fixture
def http2_port(authority: Authority) -> Iterator[int]:
    context = authority.context(authority.whole)
    context.set_alpn_protocols(["h2"])
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(_speak_http2, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield server.sockets[0].getsockname()[1]
    asyncio.run_coroutine_threadsafe(_ended(server), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_a_site_that_speaks_http2_is_asked_so(http2_port: int) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    page = fetch(f"https://jinhua.test:{http2_port}/page", QUICK, resolve=resolve)
    assert page.data == f"jinhua.test:{http2_port}".encode()
