"""The symbols of the source text as plain text: w³₂,₁ leads from neuron 1 into neuron 2 of layer 3."""

from __future__ import annotations

from nndesigner.engine.network import Connection, Network

_HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def layer_number(network: Network, layer_id: int) -> int:
    """l, counted from 1 at the input layer, in forward order."""
    return next(place for place, layer in enumerate(network.forward_order, 1) if layer.id == layer_id)


def places(*numbers: int) -> str:
    """The neurons in an index, receiver first: “2,1”."""
    return ",".join(str(number) for number in numbers)


def superscript(value: int) -> str:
    """Digits set high."""
    return str(value).translate(_HIGH)


def subscript(value: int) -> str:
    """Digits set low."""
    return str(value).translate(_LOW)


def weight_symbol(network: Network, connection: Connection, row: int, column: int) -> str:
    """w^l_jk for positions counted from 0: w³₂,₁. Without the comma it would read as “twenty-one”."""
    layer = superscript(layer_number(network, connection.target))
    return f"w{layer}{places(row + 1, column + 1).translate(_LOW)}"


def neuron_symbol(letter: str, network: Network, layer_id: int, row: int) -> str:
    """A quantity of one neuron, such as δ²₃ or b²₃, for a position counted from 0."""
    return f"{letter}{superscript(layer_number(network, layer_id))}{subscript(row + 1)}"
