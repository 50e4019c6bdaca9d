"""Work that is done once, whoever asks for it, off the event loop; a bounded number of results is kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Once:
    """Results by what they were made of. Those who ask while one is being made wait for the same."""

    def __init__(self, most: int, threads: int = 2) -> None:
        self.most = most
        self.made = 0
        self._results: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="rubicon")
        self._lock = Lock()

    async def result(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for a key, or make it; what making raises is raised to all who ask.

        Who stops waiting stops nobody else.
        """
        with self._lock:
            future: Future[T] | None = self._results.get(key)
            if future is None:
                future = self._results[key] = self._threads.submit(make)
                self.made += 1
                self._forget()
            self._results.move_to_end(key)
        return await asyncio.shield(asyncio.wrap_future(future))

    async def work(self, make: Callable[[], T]) -> T:
        """Do some work whose result is not kept."""
        return await asyncio.wrap_future(self._threads.submit(make))

    def close(self) -> None:
        """End the threads, once what they are at is done."""
        self._threads.shutdown(cancel_futures=True)

    def _forget(self) -> None:
        """Forget the results that nobody asked for longest; what is being made stays."""
        done = [key for key, future in self._results.items() if future.done()]
        for key in done[: max(0, len(self._results) - self.most)]:
            del self._results[key]
