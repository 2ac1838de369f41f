"""The pace: one request at a time to a host, and a pause between two."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Pace:
    """Gives turns. `delay` seconds lie between two requests to one host, up to `jitter` of it longer."""

    def __init__(self, delay: float, jitter: float) -> None:
        self._delay = delay
        self._jitter = jitter
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}
        self._own_delays: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn and hold it until the block ends."""
        loop = asyncio.get_running_loop()
        async with self._locks[host]:
            await asyncio.sleep(max(0.0, self._free_at.get(host, 0.0) - loop.time()))
            try:
                yield
            finally:
                delay = max(self._delay, self._own_delays.get(host, 0.0))
                pause = delay * (1 + self._jitter * random.random())
                self._free_at[host] = max(loop.time() + pause, self._free_at.get(host, 0.0))

    def slow_down(self, host: str, delay: float) -> None:
        """Let at least `delay` seconds lie between two requests to that host, as its robots.txt asks."""
        self._own_delays[host] = delay

    def pause(self, host: str, seconds: float) -> None:
        """Ask nothing of that host for so long."""
        until = asyncio.get_running_loop().time() + seconds
        self._free_at[host] = max(until, self._free_at.get(host, 0.0))
