"""How many threads the matrix products use.

Two threads slow small products down, sometimes wildly, so the size of the problem decides. The setting
belongs to the whole process: the first to ask sets it, and whoever asks while it stands takes it as it is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController

from nndesigner.engine.network import Network

_WORTH_SHARING = 25_000_000
"""Weights times rows from which a second thread is used.

On an idle machine it begins to pay at a tenth of this (784-100-10 with a batch of 32: +8 %). But threads that
wait for each other suffer when anything else computes: products of about a millisecond then take ten times
as long as with one thread. So there have to be several milliseconds of work to share.
"""


class _Standing:
    """The setting in force, and how many rely on it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._limit: Any = None

    def enter(self, threads: int | None) -> None:
        with self._lock:
            if not self._users:
                self._limit = _controller().limit(limits=threads, user_api="blas")
            self._users += 1

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                self._limit.restore_original_limits()


_standing = _Standing()


@cache
def _controller() -> ThreadpoolController:
    # Looking for the libraries costs milliseconds, so it is done once.
    return ThreadpoolController()


def threads_for(network: Network, batch: int) -> int | None:
    """One for small problems, None (as many as there are) for large ones."""
    weights = sum(
        network.layer(connection.target).size * network.layer(connection.source).size
        for connection in network.connections
    )
    return 1 if weights * batch < _WORTH_SHARING else None


@contextmanager
def blas_threads(network: Network, batch: int) -> Iterator[None]:
    """Use the number of threads that suits this network and number of rows, unless one stands already."""
    _standing.enter(threads_for(network, batch))
    try:
        yield
    finally:
        _standing.leave()
