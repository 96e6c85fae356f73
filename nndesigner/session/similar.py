"""Selecting more of what is selected: the rest of its layer, its equals, everything but it."""

from __future__ import annotations

from nndesigner.engine.network import Network, Role
from nndesigner.session.selection import Selection


def same_layer(network: Network, chosen: Selection) -> Selection:
    """All neurons of the layers that are selected or of which a neuron is."""
    return Selection(
        neurons=frozenset(
            (layer, neuron) for layer in _layers(chosen) for neuron in network.layer(layer).neurons
        )
    )


def same_activation(network: Network, chosen: Selection) -> Selection:
    """All neurons of the network that apply the activation of a selected neuron or layer."""
    wanted = activations(network, chosen)
    return Selection(
        neurons=frozenset(
            (layer.id, neuron)
            for layer in network.layers
            if layer.role is not Role.INPUT
            for neuron in layer.neurons
            if layer.neuron_activation(neuron) in wanted
        )
    )


def activations(network: Network, chosen: Selection) -> frozenset[str]:
    """Registry names of the activations that are selected; input neurons have none."""
    layers = [network.layer(layer) for layer in chosen.layers]
    found = {layer.activation for layer in layers if layer.role is not Role.INPUT}
    for key, neurons in chosen.neurons_by_layer.items():
        layer = network.layer(key)
        if layer.role is not Role.INPUT:
            own = neurons if layer.overrides else neurons[:1]
            found.update(layer.neuron_activation(neuron) for neuron in own)
    return frozenset(found)


def inverted(network: Network, chosen: Selection) -> Selection:
    """The other neurons of the same layers; where whole layers are selected, the other layers."""
    if chosen.layers or not chosen.neurons:
        return Selection(layers=frozenset(layer.id for layer in network.layers) - _layers(chosen))
    return Selection(neurons=same_layer(network, chosen).neurons - chosen.neurons)


def _layers(chosen: Selection) -> frozenset[int]:
    return chosen.layers | {layer for layer, _ in chosen.neurons}
