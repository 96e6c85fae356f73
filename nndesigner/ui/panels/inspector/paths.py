"""The paths from a weight to the cost, for the row looked at (eq. 72–77)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nndesigner.document.names import neuron_name
from nndesigner.engine.network import Role
from nndesigner.engine.paths import Path, Paths, PathSum
from nndesigner.session.selection import Selection
from nndesigner.ui.naming import layer_number
from nndesigner.ui.panels.inspector.context import Context
from nndesigner.ui.panels.inspector.inside import InsideSection, few_bars
from nndesigner.ui.panels.inspector.notation import Writer, plain, result, symbol
from nndesigner.ui.panels.inspector.widgets.equation import EquationCard
from nndesigner.ui.panels.inspector.widgets.form import small

STRONGEST = 5
TIP = "Equations 75 (one path) and 77 (the sum over all) of the source text."
_MOST_FACTORS = 8
"""A longer product is not written out."""


class PathsSection(InsideSection[PathSum]):
    """How many paths there are, what they add up to, and the strongest."""

    def __init__(self, context: Context) -> None:
        super().__init__("Paths to the cost", context)
        self.card = EquationCard("weight:paths", "Sum over the paths to the cost")
        self.caption = small()
        go = "Show the neuron it ends in"
        self.bars = few_bars("weight:strongest", "Strongest paths to the cost", go, context)
        self.bars.rows.hint = "Ctrl+Enter shows the neuron it ends in"
        self.bars.opened.connect(self._open)
        self._paths: tuple[Path, ...] = ()
        self._weight = (0, 0, 0)
        self.add(self.card, self.caption, self.bars)

    def show_weight(self, connection: int, j: int, k: int) -> None:
        """Follow the paths of a weight for the row looked at."""
        self._weight = connection, j, k
        self.follow((connection, j, k, self.context.session.sample), self._sum)

    def show_result(self, result: PathSum) -> None:
        """The sum, the strongest path in full, and a list."""
        self._paths = result.paths
        self.card.show_html(self._html(result), TIP)
        self.caption.setText(_caption(result))
        self.bars.setVisible(any(path.value for path in result.paths))
        self.bars.show_rows([self._words(path) for path in result.paths])
        self.bars.rows.set_values(np.array([path.value for path in result.paths]))

    def _sum(self) -> Iterator[PathSum | None]:
        """One slice: a pass back through the layers, and a short search."""
        session = self.context.session
        inspection = session.inspection
        if inspection is not None and inspection.delta:
            found = Paths(inspection, session.parameters).weight(*self._weight, STRONGEST)
            yield found if found.count else None

    def _html(self, found: PathSum) -> str:
        network = self.context.document.network
        number = layer_number(network, network.connection(self._weight[0]).target)
        name = symbol("w", number, self._weight[1] + 1, self._weight[2] + 1)
        paths = "1 path" if found.count == 1 else f"{_many(found.count)} paths"
        writer = Writer(self.context.theme.tokens)
        total = f"∂C/∂{name} = Σ over {paths} {result(found.gradient)}"
        return writer.lines(total, _product(found.paths[0], found.count > 1, writer))

    def _words(self, path: Path) -> str:
        """The neurons after the receiving one, which all paths share; it alone where there is no other."""
        document = self.context.document
        words = []
        for layer_id, neuron in path.neurons[1:] or path.neurons:
            layer = document.network.layer(layer_id)
            name = neuron_name(document, layer, neuron)
            plainly = layer.role is Role.OUTPUT or len(path.neurons) < 3
            words.append(name if plainly else name.removeprefix("neuron "))
        return " → ".join(words)

    def _open(self, place: int) -> None:
        layer_id, neuron = self._paths[place].neurons[-1]
        self.context.session.select(Selection.of_neuron(layer_id, neuron))


def _product(path: Path, several: bool, writer: Writer) -> str:
    """eq. 75 with its numbers; nothing where it would fill the card."""
    if len(path.factors) > _MOST_FACTORS:
        return ""
    between = " σ′ w" * (len(path.neurons) - 1)
    factors = " · ".join(plain(factor) for factor in path.factors)
    which = "The path: " if not several else "The strongest: " if path.value else "One of them: "
    return f"{writer.faint(which)}a{between} δ = {factors} {result(path.value)}"


def _caption(found: PathSum) -> str:
    """What the list under it shows; where every path is 0, why there is none."""
    strongest = found.paths[0]
    if not strongest.value:
        reason = "a is 0" if not strongest.factors[0] else "σ′, w or δ is 0 somewhere along each"
        return f"All are 0: {reason} for this row." if found.count > 1 else f"It is 0: {reason} for this row."
    way = "through neuron" if len(strongest.neurons) > 2 else "to"
    if found.count == 1:
        return f"It leads {way}"
    shown = len(found.paths)
    return (
        f"The strongest {shown} of {_many(found.count)} lead {way}"
        if found.count > shown
        else f"They lead {way}"
    )


def _many(count: int) -> str:
    """A number of paths: in full, or its size where it has more digits than anyone reads."""
    if count < 10**9:
        return f"{count:,}"
    exponent = len(str(count)) - 1
    raised = str(exponent).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{count // 10 ** (exponent - 2) / 100:.2f}·10{raised}"
