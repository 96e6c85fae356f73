"""Which way data runs from one layer to another, and why a connection back would close a cycle."""

from __future__ import annotations

from collections import deque

from nndesigner.engine.network import Network

_MOST_NAMED = 3
"""Layers on the way that are named one by one."""


def way(network: Network, start: int, end: int) -> tuple[int, ...]:
    """The shortest way of data between two layers.

    Args:
        network: The network.
        start: Id of the layer where it begins.
        end: Id of the layer where it ends.

    Returns:
        Ids of the layers on the way, both ends included; empty where no data gets from one to the other.
    """
    before: dict[int, int | None] = {start: None}
    waiting = deque([start])
    while waiting and end not in before:
        here = waiting.popleft()
        for connection in network.outgoing(here):
            if connection.target not in before:
                before[connection.target] = here
                waiting.append(connection.target)
    found: list[int] = []
    at: int | None = end if end in before else None
    while at is not None:
        found.append(at)
        at = before[at]
    return tuple(reversed(found))


def cycle(network: Network, source: int, target: int) -> tuple[int, ...]:
    """The way that a connection between two layers would close to a cycle; empty where it closes none."""
    return way(network, target, source) if source != target else ()


def cycle_words(network: Network, closed: tuple[int, ...]) -> str:
    """Why a connection from the end of a way back to its beginning is refused, with the way by name."""
    first, *between, last = (network.layer(key).name for key in closed)
    reaches = f"This would close a cycle: {first} already feeds {last}"
    if not between:
        return f"{reaches}."
    if len(between) > _MOST_NAMED:
        return f"{reaches} through {between[0]} and {len(between) - 1} more layers."
    return f"{reaches} through {_listed(between)}."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
