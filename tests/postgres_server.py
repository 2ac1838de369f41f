"""A PostgreSQL server of our own, in a folder and with a user of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Chinese sorted by pinyin, as a team's server may do: no answer may depend on it
_LOCALE = ("--locale-provider=icu", "--icu-locale=zh-u-co-pinyin", "--locale=C.UTF-8", "--encoding=UTF8")
_SERVER = "-c listen_addresses='' -c fsync=off -c unix_socket_directories='{}' -c log_min_messages=fatal"


def _binaries() -> Path:
    """The newest server's programs, on the path or where Debian puts them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=Path("/none/none")).parent


def _user() -> str | None:
    """Somebody who is not root, as the server refuses root; None: ourselves."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def has_server() -> bool:
    """Whether there is one on this machine."""
    return (_binaries() / "pg_ctl").exists()


@dataclass(frozen=True)
class Server:
    """A server with an empty database: its folder, and who runs it."""

    folder: Path
    user: str | None

    @property
    def url(self) -> str:
        return f"postgresql://fazhi@/postgres?host={self.folder}"

    def start(self) -> None:
        self.program("pg_ctl", "start", "-w", f"--log={self.folder}/log", f"--options={self._options}")

    def stop(self) -> None:
        """End it at once, as by a crash."""
        self.program("pg_ctl", "stop", "--mode=immediate")

    @property
    def _options(self) -> str:
        return _SERVER.format(self.folder)

    def program(self, name: str, *options: str) -> None:
        """Run one of the server's programs. Raises RuntimeError with its words."""
        command = [str(_binaries() / name), f"--pgdata={self.folder}/data", *options]
        done = subprocess.run(
            command,
            user=self.user,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stdout}{done.stderr}")


@contextmanager
def a_postgres_server() -> Iterator[Server]:
    """A running server with an empty database, which ends with the block."""
    folder = Path(tempfile.mkdtemp(prefix="fazhi-pg-"))  # short, as a socket's path must be
    server = Server(folder, _user())
    if server.user:
        shutil.chown(folder, server.user)
    try:
        server.program("initdb", "--username=fazhi", "--auth=trust", "--no-sync", *_LOCALE)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_server() -> Iterator[str]:
    """Address of an empty database on a running server, which ends with the block."""
    with a_postgres_server() as server:
        yield server.url
