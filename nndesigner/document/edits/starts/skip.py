"""A network whose output also hears the inputs directly."""

from __future__ import annotations

from nndesigner.document.edits.connections import connect
from nndesigner.document.edits.data import Hidden
from nndesigner.document.edits.starts.drawing import Stack, with_data
from nndesigner.document.edits.starts.start import Start
from nndesigner.document.edits.training import set_training
from nndesigner.document.model import Document, Point

_STACK = Stack(2, (Hidden(4, "tanh"), Hidden(4, "tanh")), Hidden(1, "sigmoid"))


def _build(document: Document, middle: Point) -> Document:
    drawn = _STACK.drawn(document, middle)
    first, *_, last = drawn.network.layers
    drawn = connect(drawn, first.id, last.id, keep_function=False)
    drawn = set_training(drawn, cost="cross_entropy", learning_rate=0.5, batch_size=None, epochs=500)
    return with_data(drawn, "xor")


SKIP = Start(
    "Skip connection",
    "2-4-4-1",
    "The output hears the inputs twice: through two tanh layers, and directly.",
    _build,
)
