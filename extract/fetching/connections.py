"""One question, one answer: the only module that knows httpx.

It connects to an address that was checked, with the host's own name for TLS and Host, follows no redirect,
keeps no cookie, and takes no more time and bytes than the limits say.
"""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx

from extract.addresses import Resolve, checked_addresses
from extract.fetching.header_lines import TolerantBackend
from extract.fetching.limits import FetchLimits, HostSwitches
from extract.fetching.pages import BusyError, Trace
from extract.fetching.unpacking import ACCEPTED, Unpacker
from warehouse.errors import FetchError
from warehouse.visible import visible

_LEGACY_SERVER_CONNECT = 0x4  # ssl.OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on
TlsContexts = Callable[[HostSwitches], ssl.SSLContext]
"""What gives the context for a host's switches: reading the certificates takes long enough to keep them."""

_PORTS = {"http": 80, "https": 443}
_IN_MEMORY = 2**20
_KEPT = 500
"""Characters of a header's value that the fetch log keeps."""
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question was answered: header names in small letters, the body unpacked."""

    url: str
    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def redirect(self) -> str | None:
        """Where it sends us on to, as an absolute address; None where it does not.

        Raises FetchError, kind redirects, where that is no address.
        """
        location = self.headers.get("location")
        if self.status not in _REDIRECTS or not location:
            return None
        try:
            return str(httpx.URL(self.url).join(location).copy_with(fragment=None))
        except (httpx.InvalidURL, UnicodeError) as error:
            what = f"sends us on to {location[:200]!r}, which is no address"
            raise FetchError(what, self.url, "open it in a browser", "redirects") from error


_PROXIES = ("http", "https")


class _TolerantTransport(httpx.AsyncHTTPTransport):
    """One that bears header lines that are none. httpx has no argument for its network backend."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._pool._network_backend = TolerantBackend(self._pool._network_backend)


class Connections:
    """The connections for one host and those that it sends us on to; closed when the block ends."""

    def __init__(self, limits: FetchLimits, resolve: Resolve, tls: TlsContexts) -> None:
        self._limits = limits
        self._resolve = resolve
        self._tls = tls
        self._transports: dict[str, httpx.AsyncHTTPTransport] = {}

    async def __aenter__(self) -> "Connections":
        return self

    async def __aexit__(self, *_: object) -> None:
        for transport in self._transports.values():
            await transport.aclose()

    async def ask(self, url: str, conditions: Mapping[str, str], trace: Trace, form: str = "") -> Answer:
        """Ask for `url` once, posting `form` where there is one.

        Raises FetchError, or BusyError around one where asking again may help.
        """
        target = _target(url)
        trace.final_url, trace.status, trace.headers = url, None, {}
        try:
            async with asyncio.timeout(self._limits.total_seconds):
                return await self._exchange(target, conditions, trace, form)
        except TimeoutError as error:
            raise _timeout(url, f"not complete within {self._limits.total_seconds:g} s") from error
        except (httpx.TransportError, OSError) as error:
            raise _failure(url, error, self._limits) from error

    async def _exchange(
        self, target: httpx.URL, conditions: Mapping[str, str], trace: Trace, form: str
    ) -> Answer:
        switches = self._limits.switches.get(target.host.lower(), HostSwitches())
        trace.tls = str(switches) if target.scheme == "https" else ""
        proxy = _proxy_for(target)
        transport = self._transport(target, switches, proxy)
        request = self._request(target, conditions, form)
        request.extensions["timeout"] = httpx.Timeout(
            self._limits.read_seconds, connect=self._limits.connect_seconds
        ).as_dict()
        trace.requests += 1
        # A proxy resolves the name itself, and decides itself where it connects to.
        addresses = () if proxy else await self._addresses(target)
        response = await self._first_to_connect(transport, request, addresses)
        try:
            return await self._answer(target, response, trace)
        finally:
            await response.aclose()

    def _request(self, target: httpx.URL, conditions: Mapping[str, str], form: str) -> httpx.Request:
        headers = self._headers(target, conditions)
        if not form:
            return httpx.Request("GET", target, headers=headers)
        kind = "application/json" if form.startswith("{") else "application/x-www-form-urlencoded"
        headers |= {"Content-Type": f"{kind}; charset=utf-8", "X-Requested-With": "XMLHttpRequest"}
        return httpx.Request("POST", target, headers=headers, content=form.encode())

    async def _addresses(self, target: httpx.URL) -> tuple[str, ...]:
        port = target.port or _PORTS[target.scheme]
        host = target.raw_host.decode("ascii").strip("[]")
        if _is_address(host):
            return await checked_addresses(host, port, self._limits.allow_private, _as_it_is)
        return await checked_addresses(host, port, self._limits.allow_private, self._resolve)

    def _headers(self, target: httpx.URL, conditions: Mapping[str, str]) -> dict[str, str]:
        return {
            "Host": target.netloc.decode("ascii"),
            "User-Agent": self._limits.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": ACCEPTED,
            **conditions,
        }

    def _transport(
        self, target: httpx.URL, switches: HostSwitches, proxy: str | None
    ) -> httpx.AsyncHTTPTransport:
        """One a host: a connection made for one name is never used for another on the same address."""
        name = f"{target.scheme}://{target.netloc.decode('ascii')}"
        if name not in self._transports:
            self._transports[name] = _TolerantTransport(
                verify=self._tls(switches),
                http2=True,
                proxy=proxy,
                limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
            )
        return self._transports[name]

    async def _first_to_connect(
        self, transport: httpx.AsyncHTTPTransport, request: httpx.Request, addresses: tuple[str, ...]
    ) -> httpx.Response:
        """Ask at the first of the addresses that lets us connect."""
        if not addresses:
            return await transport.handle_async_request(request)
        name = request.url.raw_host.decode("ascii").strip("[]")
        if not _is_address(name):
            request.extensions["sni_hostname"] = name
        for address in addresses[:-1]:
            request.url = request.url.copy_with(host=address)
            try:
                return await transport.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        request.url = request.url.copy_with(host=addresses[-1])
        return await transport.handle_async_request(request)

    async def _answer(self, target: httpx.URL, response: httpx.Response, trace: Trace) -> Answer:
        trace.status = response.status_code
        headers = {name: visible(value) for name, value in response.headers.items()}
        trace.headers = {name: value[:_KEPT] for name, value in headers.items()}
        body = b"" if response.status_code in _REDIRECTS else await self._body(target, response, trace)
        return Answer(str(target), response.status_code, response.reason_phrase, headers, body)

    async def _body(self, target: httpx.URL, response: httpx.Response, trace: Trace) -> bytes:
        """The whole body. While it comes in, most of it is on disk: many hosts are asked at once."""
        unpacker = Unpacker(response.headers.get("content-encoding", ""), str(target))
        before = trace.wire_bytes
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as body:
            async for arrived in response.aiter_raw():
                trace.wire_bytes += len(arrived)
                for piece in unpacker.pieces(arrived):
                    body.write(piece)
                    if max(body.tell(), trace.wire_bytes - before) > self._limits.max_bytes:
                        raise _too_large(str(target), self._limits.max_bytes)
            if not unpacker.is_whole:
                raise BusyError(
                    FetchError("broke off within its packing", str(target), "try again later", "http_error")
                )
            body.seek(0)
            return body.read()


def _target(url: str) -> httpx.URL:
    """The address in parts. Raises FetchError, kind bad_url, for what is none of http: or https:."""
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"is no address: {error}", url, "mend the catalogue", "bad_url") from error
    if target.scheme not in _PORTS or not target.host:
        raise FetchError("is neither http: nor https:", url, "mend the catalogue", "bad_url")
    if target.userinfo:
        raise FetchError("has a user or a password, and none is sent", url, "mend the catalogue", "bad_url")
    if target.port is not None and not 0 < target.port < 65536:
        raise FetchError(f"has no port {target.port}", url, "mend the catalogue", "bad_url")
    return target


async def _as_it_is(host: str, port: int) -> tuple[str, ...]:
    return (host,)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _proxy_for(target: httpx.URL) -> str | None:
    """The proxy that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY name for that address.

    Raises FetchError where it is none; what stands in it is not told.
    """
    proxies = getproxies()
    proxy = proxies.get(target.scheme) or proxies.get("all")
    if proxy is None or proxy_bypass(target.host):
        return None
    try:
        named = httpx.URL(proxy)
        is_one = named.scheme in _PROXIES and named.host and 0 < (named.port or 80) < 65536
    except (httpx.InvalidURL, UnicodeError):
        is_one = False
    if not is_one:
        what = f"the proxy that the environment names for {target.scheme}: is no address of one"
        raise FetchError(
            what, str(target), "http://HOST:PORT; / ? # @ of a password as %2F %3F %23 %40", "refused"
        )
    return proxy


def tls_context(switches: HostSwitches) -> ssl.SSLContext:
    """The certificates that httpx takes (SSL_CERT_FILE, SSL_CERT_DIR, else certifi), and the switches."""
    context = httpx.create_ssl_context(verify=not switches.broken_chain)
    if switches.legacy_tls:
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.options |= _LEGACY_SERVER_CONNECT
    return context


def _failure(url: str, error: Exception, limits: FetchLimits) -> Exception:
    """Our error for one of httpx, of the machine, or of TLS below it."""
    if tls := _tls_error(error):
        return _tls_failure(url, tls)
    if isinstance(error, httpx.ConnectTimeout):
        return BusyError(_timeout(url, f"no connection within {limits.connect_seconds:g} s"))
    if isinstance(error, httpx.TimeoutException):
        return _timeout(url, f"no answer within {limits.read_seconds:g} s")
    if isinstance(error, (httpx.ConnectError, OSError)):
        return BusyError(FetchError(f"does not answer: {error}", url, "check host and network", "refused"))
    words = f"{type(error).__name__}: {error}".splitlines()[0]
    return BusyError(FetchError(f"broke off: {words}", url, "try again later", "http_error"))


def _tls_error(error: BaseException) -> ssl.SSLError | None:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return cause
        cause = cause.__cause__ or cause.__context__
    return None


def _tls_failure(url: str, error: ssl.SSLError) -> FetchError:
    """What TLS failed at, with the switch of hosts.toml that a person may set after a look."""
    if isinstance(error, ssl.SSLCertVerificationError):
        what, switch = f"its certificate is not valid: {error.verify_message}", 'verify = "broken-chain"'
    else:
        what, switch = f"TLS failed: {error.reason or error}", 'tls = "legacy"'
    way_out = f"open it in a browser; if that takes it, {switch} in hosts.toml for this host"
    return FetchError(what, url, way_out, "tls")


def _timeout(url: str, what: str) -> FetchError:
    return FetchError(what, url, "try again later, or allow more time", "timeout")


def _too_large(url: str, limit: int) -> FetchError:
    way_out = "check that it is a report, or raise the limit"
    return FetchError(f"is larger than {limit} bytes", url, way_out, "too_large")
