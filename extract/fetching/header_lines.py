"""Answers over HTTP/1 with header lines that are none: these lines are dropped, as browsers do.

httpx refuses an answer for one bad name (`X-Powered By: ASP`, `: nothing`); government sites behind old
gateways send such. The bytes are mended between the connection and httpx, before they are parsed.
"""

import re
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

_NAME = rb"[-!#$%&'*+.^_`|~0-9a-zA-Z]+"
"""A token (RFC 9110, 5.6.2)."""
_FIELD = re.compile(rb"(" + _NAME + rb")[ \t]*:(.*)", re.DOTALL)
_NOT_IN_A_VALUE = re.compile(rb"[\x00\x0b\x0c\r]")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_LARGEST_HEAD = 100 * 1024
"""Bytes; what is longer goes on as it is, and httpx refuses it."""
_PROTOCOL = b"HTTP/"


def mended(head: bytes) -> bytes:
    r"""The head of an answer without the lines that are no header fields; blanks before a colon are dropped.

    >>> mended(b"HTTP/1.1 200 OK\r\nSet Cookie: a=b\r\nETag : 1\r\n\r\n")
    b'HTTP/1.1 200 OK\r\nETag: 1\r\n\r\n'
    """
    status, *lines = re.split(rb"\r?\n", head.rstrip(b"\r\n"))
    kept = [status]
    is_kept = False
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            # It goes on with the line before it (RFC 9112, 5.2).
            kept += [_NOT_IN_A_VALUE.sub(b" ", line)] * is_kept
            continue
        field = _FIELD.fullmatch(line)
        is_kept = field is not None
        if field:
            kept.append(field[1] + b":" + _NOT_IN_A_VALUE.sub(b" ", field[2]))
    return b"\r\n".join(kept) + b"\r\n\r\n"


class TolerantBackend(httpcore.AsyncNetworkBackend):
    """Connects as `backend` does; the heads of HTTP/1 answers come mended."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection."""
        return _Tolerant(await self._backend.connect_tcp(host, port, timeout, local_address, socket_options))

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._backend.sleep(seconds)


class _Tolerant(httpcore.AsyncNetworkStream):
    """A connection on which each answer to what was written last begins with a mended head."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._awaits_head = True
        self._arrived = b""
        self._looked_at = 0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while self._awaits_head:
            end = _END_OF_HEAD.search(self._arrived, self._looked_at)
            if end and self._is_answer():
                # 100 to 199 only announce the answer.
                self._awaits_head = self._arrived.partition(b" ")[2].startswith(b"1")
                head, rest = self._arrived[: end.end()], self._arrived[end.end() :]
                self._arrived, self._looked_at = (rest, 0) if self._awaits_head else (b"", 0)
                return mended(head) + (b"" if self._awaits_head else rest)
            self._looked_at = max(len(self._arrived) - 3, 0)
            piece = await self._stream.read(max_bytes, timeout)
            self._arrived += piece
            self._awaits_head = bool(piece) and self._is_answer() and len(self._arrived) <= _LARGEST_HEAD
        if self._arrived:
            arrived, self._arrived = self._arrived, b""
            return arrived
        return await self._stream.read(max_bytes, timeout)

    def _is_answer(self) -> bool:
        return self._arrived.startswith(_PROTOCOL) or _PROTOCOL.startswith(self._arrived)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._awaits_head, self._looked_at = True, 0
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _Tolerant(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
