"""A PostgreSQL server of our own, in a folder and with a user of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def postgres_server() -> Iterator[str]:
    """Address of an empty database on a running server, which ends with the block."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="fazhi-pg-"))  # short, as a socket's path must be
    user = _user()
    if user:
        shutil.chown(folder, user)

    def program(name: str, *options: str) -> None:
        command = [str(binaries / name), f"--pgdata={folder}/data", *options]
        done = subprocess.run(
            command, user=user, cwd=folder, capture_output=True, text=True, check=False, timeout=600
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stdout}{done.stderr}")

    try:
        program("initdb", "--username=fazhi", "--auth=trust", "--no-sync", *_LOCALE)
        program("pg_ctl", "start", "-w", f"--log={folder}/log", f"--options={_SERVER.format(folder)}")
        try:
            yield f"postgresql://fazhi@/postgres?host={folder}"
        finally:
            program("pg_ctl", "stop", "--mode=immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
