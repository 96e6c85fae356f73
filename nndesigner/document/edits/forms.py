"""How layers are drawn: an edit of the layout alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nndesigner.document.model import Document, Form


def set_form(document: Document, layers: Iterable[int], form: Form | None) -> Document:
    """Draw layers as a tile or neuron by neuron; None: as suits their size.

    Raises:
        KeyError: There is no such layer.
    """
    forms = dict(document.layout.forms)
    for layer in layers:
        forms.pop(document.network.layer(layer).id, None)
        if form is not None:
            forms[layer] = form
    if forms == document.layout.forms:
        return document
    return replace(document, layout=replace(document.layout, forms=forms))
