"""An address that leads to a server until it is cut: from there it looks as if the server had been killed."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_AT_ONCE = 65536


class _Relay:
    """Connections to an address of our own, each handed on to the server's."""

    def __init__(self, server: tuple[str, int]) -> None:
        self._server = server
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open = [self._listening]
        self._is_cut = False
        self._lock = threading.Lock()
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> bool:
        """End every connection, and take no more."""
        with self._lock:
            self._is_cut = True
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
        return True

    def _accept(self) -> None:
        with suppress(OSError):  # the listening one was closed
            while True:
                theirs = self._listening.accept()[0]
                ours = socket.create_connection(self._server)
                with self._lock:
                    self._open += [theirs, ours]
                    if self._is_cut:
                        theirs.close()
                        ours.close()
                for source, target in ((theirs, ours), (ours, theirs)):
                    threading.Thread(target=_hand_on, args=(source, target), daemon=True).start()


def _hand_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(_AT_ONCE):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def relay(url: str) -> Iterator[tuple[str, Callable[[], bool]]]:
    """Another address for `url`, and what cuts it."""
    parts = urlsplit(url)
    handing = _Relay((parts.hostname or "", parts.port or 80))
    try:
        yield f"http://127.0.0.1:{handing.port}{parts.path}", handing.cut
    finally:
        handing.cut()
