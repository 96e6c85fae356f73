"""What is wrong with a document, where, in one sentence, with the edit that mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from nndesigner.data.model import FloatArray, Part, Prepared
from nndesigner.document import edits
from nndesigner.document.model import Document
from nndesigner.engine.activations import ACTIVATIONS
from nndesigner.engine.costs import COSTS, Cost
from nndesigner.engine.costs.mse import MSE
from nndesigner.engine.costs.perceptron import PERCEPTRON
from nndesigner.engine.learning import is_single_layer
from nndesigner.engine.network import Layer, Network, Role
from nndesigner.errors import DataError


@dataclass(frozen=True)
class Fix:
    """A one-click remedy: an ordinary, undoable edit."""

    label: str
    edit: Callable[[Document], Document]


@dataclass(frozen=True)
class Problem:
    """Something that keeps the network from being trained, or a thing worth knowing.

    Attributes:
        code: Stable name, for tests and for keeping the same mark on screen.
        message: One sentence for the user.
        blocking: Whether training must wait for it.
        layer: Id of the layer it is about, if it is about one.
        fix: The remedy, where there is exactly one obvious one.
    """

    code: str
    message: str
    blocking: bool = True
    layer: int | None = None
    fix: Fix | None = None


def problems(document: Document) -> tuple[Problem, ...]:
    """All problems, the most basic first. A document without blocking problems can be trained."""
    network = document.network
    if not network.layers:
        return (
            Problem("empty", "There is no network yet: drag a layer from the palette, or start from data."),
        )
    found = [
        *_ends(network),
        *_loose(network),
        *_step_neurons(document),
        *_cost(document),
        *_whole_layer(network),
        *_lonely(network),
    ]
    if document.data is None:
        found.append(Problem("no-data", "There is no data yet: open a table or a bundled data set."))
        return tuple(found)
    return (*found, *_data(document))


def blocking(document: Document) -> tuple[Problem, ...]:
    """The problems that keep the network from being trained."""
    return tuple(problem for problem in problems(document) if problem.blocking)


def _ends(network: Network) -> Iterator[Problem]:
    for role in (Role.INPUT, Role.OUTPUT):
        layers = network.with_role(role)
        if not layers:
            fix = Fix(f"Add an {role} layer", partial(_add_end, role=role))
            yield Problem(f"no-{role}", f"The network has no {role} layer.", fix=fix)
        for extra in layers[1:]:
            fix = Fix("Remove it", partial(edits.remove, layers=[extra.id]))
            yield Problem(
                f"second-{role}",
                f"“{extra.name}” is a second {role} layer; there can be one.",
                layer=extra.id,
                fix=fix,
            )


def _add_end(document: Document, role: Role) -> Document:
    network = document.network
    size = 2 if role is Role.INPUT else 1
    if document.data is not None:
        prepared = document.data.prepared
        size = prepared.x.shape[1] if role is Role.INPUT else prepared.outputs
    if role is Role.OUTPUT:
        loose = [layer.id for layer in network.forward_order if not network.outgoing(layer.id)]
        return edits.add_layer(document, role, size, source=loose[-1] if loose else None)
    first = [layer.id for layer in network.forward_order if not network.incoming(layer.id)]
    return edits.add_layer(document, role, size, target=first[0] if first else None)


def _loose(network: Network) -> Iterator[Problem]:
    order = network.forward_order
    for place, layer in enumerate(order):
        if layer.role is not Role.INPUT and not network.incoming(layer.id):
            before = [other for other in order[:place] if edits.refusal(network, other.id, layer.id) is None]
            before += [
                other
                for other in order[place:]
                if other.role is Role.INPUT and edits.refusal(network, other.id, layer.id) is None
            ]
            yield _unconnected(
                layer, "Nothing is connected into", "no-incoming", [(before[-1], layer)] if before else []
            )
        if layer.role is not Role.OUTPUT and not network.outgoing(layer.id):
            after = [other for other in order if edits.refusal(network, layer.id, other.id) is None]
            ends = [other for other in after if other.role is Role.OUTPUT] or after
            yield _unconnected(
                layer, "Nothing is connected out of", "no-outgoing", [(layer, ends[0])] if ends else []
            )


def _unconnected(layer: Layer, words: str, code: str, ways: list[tuple[Layer, Layer]]) -> Problem:
    fix = None
    if ways:
        source, target = ways[0]
        fix = Fix(
            f"Connect {source.name} → {target.name}",
            partial(edits.connect, source=source.id, target=target.id),
        )
    return Problem(code, f"{words} “{layer.name}”.", layer=layer.id, fix=fix)


def _step_neurons(document: Document) -> Iterator[Problem]:
    network = document.network
    for layer in network.layers:
        if layer.role is Role.INPUT or not _has_steps(layer):
            continue
        if layer is network.output_layer and is_single_layer(network):
            if document.training.cost == PERCEPTRON.name:
                continue
            if _only_steps(layer):
                yield _step_outputs(document, layer)
                continue
        fix = Fix("Make it sigmoid", partial(edits.set_activation, layer_id=layer.id, activation="sigmoid"))
        message = (
            f"“{layer.name}” has step neurons: their derivative is 0, "
            f"so gradient descent cannot teach them{_why_no_rule(network, layer)}."
        )
        yield Problem("step", message, layer=layer.id, fix=fix)


def _step_outputs(document: Document, layer: Layer) -> Problem:
    """The problem of a single layer of step outputs that is to be trained by another cost."""
    message = (
        f"“{layer.name}” has step neurons: their derivative is 0; only the perceptron rule teaches them."
    )
    fix = Fix("Use the perceptron rule", partial(edits.set_training, cost=PERCEPTRON.name))
    if document.data is not None and not document.data.prepared.classes:
        fix = Fix("Make the network fit", edits.fit_network)
    return Problem("step", message, layer=layer.id, fix=fix)


def _why_no_rule(network: Network, layer: Layer) -> str:
    """Why the perceptron rule does not teach a layer with step neurons either, as the end of a sentence."""
    if layer.role is not Role.OUTPUT:
        return ""
    if not is_single_layer(network):
        return ", and the perceptron rule needs outputs that hear the inputs alone"
    return ", and the perceptron rule needs all of its neurons to be step" if not _only_steps(layer) else ""


def _has_steps(layer: Layer) -> bool:
    return any(not ACTIVATIONS[name].differentiable for name in _activations(layer))


def _only_steps(layer: Layer) -> bool:
    return all(PERCEPTRON.refusal(name) is None for name in _activations(layer))


def _activations(layer: Layer) -> list[str]:
    """The activations of a layer's neurons, each once."""
    return list(dict.fromkeys(layer.neuron_activation(neuron) for neuron in layer.neurons))


def _whole_layer(network: Network) -> Iterator[Problem]:
    for layer in network.layers:
        if layer.role is Role.HIDDEN and ACTIVATIONS[layer.activation].output_only:
            label = ACTIVATIONS[layer.activation].label
            fix = Fix(
                "Make it sigmoid", partial(edits.set_activation, layer_id=layer.id, activation="sigmoid")
            )
            yield Problem(
                "output-only",
                f"{label} belongs in the output layer; “{layer.name}” is hidden.",
                layer=layer.id,
                fix=fix,
            )


def _lonely(network: Network) -> Iterator[Problem]:
    """A function of a whole layer, such as softmax, has nothing to compare a single neuron with."""
    for layer in network.layers:
        activation = ACTIVATIONS[layer.activation]
        if layer.role is not Role.INPUT and layer.size == 1 and not activation.elementwise:
            fix = Fix("Use sigmoid", partial(edits.set_activation, layer_id=layer.id, activation="sigmoid"))
            yield Problem(
                "lonely",
                f"“{layer.name}” has one neuron: {activation.label} makes it 1 whatever it hears.",
                layer=layer.id,
                fix=fix,
            )


def _cost(document: Document) -> Iterator[Problem]:
    last = document.network.output_layer
    if last is None:
        return
    cost = COSTS[document.training.cost]
    for activation in _activations(last):
        reason = cost.refusal(activation)
        if reason is None or not ACTIVATIONS[activation].differentiable:  # a problem of its own
            continue
        yield Problem("cost", reason, layer=last.id, fix=_cost_fix(document.network, cost, last, activation))
        return


def _cost_fix(network: Network, cost: Cost, last: Layer, activation: str) -> Fix:
    if last.overrides:  # no other cost may suit them all
        return _activation_fix(network, cost, last)
    suited = {"sigmoid": "cross_entropy", "softmax": "softmax_cross_entropy"}.get(activation, "mse")
    return Fix(f"Use {COSTS[suited].label}", partial(edits.set_training, cost=suited))


def _activation_fix(network: Network, cost: Cost, last: Layer) -> Fix:
    """Give all outputs one activation that suits the cost, or choose another cost if none could be taught."""
    if cost is PERCEPTRON and not is_single_layer(network):
        return Fix(f"Use {MSE.label}", partial(edits.set_training, cost=MSE.name))
    names = ("sigmoid", "softmax", "linear", "step")
    suited = next(name for name in names if cost.refusal(name) is None)
    label = f"Make it {ACTIVATIONS[suited].label.lower()}"
    return Fix(label, partial(edits.set_activation, layer_id=last.id, activation=suited))


def _data(document: Document) -> Iterator[Problem]:
    network, data = document.network, document.data
    first, last = network.input_layer, network.output_layer
    if data is None or first is None or last is None:
        return
    prepared = data.prepared
    inputs = prepared.x.shape[1]
    fit = Fix("Make the network fit", edits.fit_network)
    if first.size != inputs:
        fix = Fix(f"Make it {inputs}", partial(edits.resize_layer, layer_id=first.id, size=inputs))
        yield Problem(
            "inputs",
            f"The data has {_count(inputs, 'input')}, the input layer {_count(first.size, 'neuron')}.",
            layer=first.id,
            fix=fix,
        )
    try:
        wanted = prepared.y(last.size)
    except DataError:
        yield Problem(
            "outputs",
            f"{_needs(prepared)}, the output layer has {_count(last.size, 'neuron')}.",
            layer=last.id,
            fix=fit,
        )
    else:
        reason = _target_refusal(document, last, wanted)
        if reason is not None:
            yield Problem("targets", reason, layer=last.id, fix=fit)
    if not len(prepared.select(Part.TRAIN)):
        yield Problem("no-rows", "No rows are left for training: hold out fewer.")
    apart = last.activation in ("softmax", "sigmoid") or document.training.cost in ("hinge", PERCEPTRON.name)
    if prepared.classes and last.size > 1 and not apart:
        yield Problem(
            "class-outputs",
            f"“{last.name}” tells classes apart best with softmax.",
            blocking=False,
            layer=last.id,
            fix=fit,
        )


def _target_refusal(document: Document, last: Layer, wanted: FloatArray) -> str | None:
    """Why the cost cannot learn what the data wants; None if it can, or if it refuses the outputs already."""
    cost = COSTS[document.training.cost]
    names = _activations(last)
    if any(cost.refusal(name) is not None for name in names):
        return None
    reasons = (cost.target_refusal(name, wanted) for name in names)
    return next((reason for reason in reasons if reason is not None), None)


def _needs(prepared: Prepared) -> str:
    if prepared.classes:
        return f"The data has {len(prepared.classes)} classes of {prepared.target_name}"
    return f"The data has 1 number to predict ({prepared.target_name})"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
