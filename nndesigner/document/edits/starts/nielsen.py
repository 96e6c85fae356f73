"""The network that the first chapter of Nielsen's book trains on handwritten digits."""

from __future__ import annotations

from nndesigner.document.edits.data import Hidden
from nndesigner.document.edits.starts.drawing import Stack, stacked
from nndesigner.document.edits.starts.start import Start

_PICTURE = 28, 28
_WIDE = 340.0
"""Between the columns: so many lines need more room."""

NIELSEN = Start(
    "Nielsen",
    "784-30-10",
    "For pictures of 28 × 28 pixels, such as MNIST's, trained as in the first chapter of Nielsen's book.",
    stacked(
        Stack(
            _PICTURE[0] * _PICTURE[1],
            (Hidden(30, "sigmoid"),),
            Hidden(10, "sigmoid"),
            picture=_PICTURE,
            initialiser="normal",
            spacing=_WIDE,
        ),
        {"cost": "mse", "learning_rate": 3.0, "batch_size": 10, "epochs": 30},
    ),
)
