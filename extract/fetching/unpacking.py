"""Packed answers, unpacked no further than the limit: a bomb of a kilobyte cannot fill the memory."""

import zlib
from collections.abc import Iterator

from warehouse.errors import FetchError

ACCEPTED = "gzip, deflate"
_STEP = 64 * 1024
_GZIP_OR_ZLIB = 47
_RAW_DEFLATE = -15
_MAGIC = b"\x1f\x8b\x08"
"""How a gzip member begins."""


class Unpacker:
    """Unpacks what arrives piece by piece, as Content-Encoding says; at most 64 KiB at a time come out."""

    def __init__(self, encoding: str, url: str) -> None:
        names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
        packed = [name for name in names if name != "identity"]
        if len(packed) > 1 or (packed and packed[0] not in ("gzip", "x-gzip", "deflate")):
            raise FetchError(f"is packed as {encoding}, which was not asked for", url, "", "http_error")
        self._is_packed = bool(packed)
        self._url = url
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._is_first = True
        self._is_over = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What `data` unpacks to. Raises FetchError where it is not packed as it says."""
        if not self._is_packed:
            yield data
            return
        while data and not self._is_over:
            yield self._piece(data)
            data = self._stream.unconsumed_tail or self._next_member()

    def _piece(self, data: bytes) -> bytes:
        try:
            piece = self._stream.decompress(data, _STEP)
        except zlib.error as error:
            if not self._is_first:
                raise FetchError(
                    f"is damaged: {error}", self._url, "try again later", "http_error"
                ) from error
            # Some servers send deflate without the two bytes before it.
            self._stream, self._is_first = zlib.decompressobj(_RAW_DEFLATE), False
            return self._piece(data)
        self._is_first = False
        return piece

    def _next_member(self) -> bytes:
        """What follows the end of a gzip member if it is another (RFC 1952, 2.2); anything else is left."""
        rest = self._stream.unused_data
        if not rest.startswith(_MAGIC):
            self._is_over = not _MAGIC.startswith(rest[: len(_MAGIC)])
            return b""
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        return rest

    @property
    def is_whole(self) -> bool:
        """Whether the end has been seen, where the packing has one."""
        return not self._is_packed or self._is_first or self._stream.eof
