"""All training settings as the window shows them: fields, choices, and the sections they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from nndesigner.document.settings import TrainingSettings
from nndesigner.engine.costs import COSTS
from nndesigner.engine.optimisers import OPTIMISERS
from nndesigner.engine.schedules import SCHEDULES
from nndesigner.ui.settings.typed import BATCH, REAL, REAL_OR_OFF, WHOLE, WHOLE_OR_OFF, Kind, Value


@dataclass(frozen=True)
class Field:
    """How one number of the settings is shown and typed.

    Attributes:
        name: The field of `TrainingSettings`.
        label: Beside the field.
        short: The same where there is little room.
        hint: One sentence without its full stop, for the tooltip; names the values that make sense.
        kind: How it is read and written.
        widest: The longest text the field has room for.
    """

    name: str
    label: str
    short: str
    hint: str
    kind: Kind
    widest: str = "0.0005"

    def read(self, text: str) -> Value:
        """Text to value; raises ValueError where it is none."""
        return self.kind.read(text)

    def write(self, value: Value) -> str:
        """Value to text."""
        return self.kind.write(value)


@dataclass(frozen=True)
class Option:
    """One value of a choice, in words."""

    value: str | bool
    words: str
    tip: str = ""


@dataclass(frozen=True)
class Choice:
    """How a setting with few values is shown; the attributes are those of `Field`."""

    name: str
    label: str
    hint: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Section:
    """Settings that are folded away together."""

    name: str
    title: str
    settings: tuple[str, ...]


FIELDS = {field.name: field for field in (
    Field("epochs", "Epochs", "Epochs", "Passes over the training rows, usually 10 to 1,000", WHOLE, "20000"),
    Field("learning_rate", "Learning rate η", "η", "Length of a step, usually 0.001 to 1", REAL),
    Field("batch_size", "Batch", "Batch", "Rows averaged per step, usually 10 to 256, or “full”",
          BATCH, "1024"),
    Field("seed", "Seed", "Seed", "Start of every random draw, any whole number", WHOLE, "123456"),
    Field("momentum", "Momentum μ", "μ", "Share of the last step that is kept, usually 0.8 to 0.99", REAL),
    Field("beta1", "Decay of mean β₁", "β₁", "Share of the mean gradient that is kept, usually 0.9", REAL),
    Field("beta2", "Decay of square β₂", "β₂",
          "Share of the mean squared gradient that is kept, usually 0.99 to 0.999", REAL),
    Field("rho", "Decay of square ρ", "ρ",
          "Share of the mean squared gradient that is kept, usually 0.9 to 0.99", REAL),
    Field("epsilon", "Stabiliser ε", "ε", "Keeps the divisor away from 0, usually 1e−08 to 0.001", REAL),
    Field("memory", "Steps remembered", "Memory",
          "Steps from which the curvature of the cost is learned, usually 5 to 20", WHOLE),
    Field("ridge", "Ridge λ", "λ",
          "Strength of the term (λ/2m) Σ w², which keeps weights small; 0 for none, usually up to 10", REAL),
    Field("l1", "L1 λ₁", "λ₁",
          "Strength of the term (λ₁/m) Σ |w|, which makes many weights 0; 0 for none, usually up to 1", REAL),
    Field("dropout", "Dropout p", "p",
          "Share of the hidden neurons silenced in every step; 0 for none, usually 0.1 to 0.5", REAL),
    Field("schedule_factor", "Factor", "Factor", "What η is multiplied by, usually 0.1 to 0.99", REAL),
    Field("schedule_epochs", "Schedule epochs", "Epochs",
          "“So many epochs” of the schedule, usually 5 to 100", WHOLE),
    Field("warmup", "Warm-up epochs", "Warm-up",
          "Epochs over which η rises to its value; 0 for none, usually up to 5", REAL),
    Field("clip_norm", "Longest gradient", "Length",
          "A longer gradient is shortened to it, usually 0.5 to 5, or “off”", REAL_OR_OFF),
    Field("clip_value", "Largest entry", "Entry",
          "Larger entries of the gradient are cut to it, usually 0.1 to 5, or “off”", REAL_OR_OFF),
    Field("patience", "Patience", "Patience",
          "Epochs without a better cost after which training ends, usually 5 to 50, or “off”", WHOLE_OR_OFF),
)}  # fmt: skip

CHOICES = {choice.name: choice for choice in (
    Choice("cost", "Cost", "The cost that training minimises",
           tuple(Option(name, cost.label, cost.equation) for name, cost in COSTS.items())),
    Choice("optimizer", "Optimiser", "How a gradient becomes a step",
           tuple(Option(name, known.label, known.equation) for name, known in OPTIMISERS.items())),
    Choice("line_search", "Line search", "Whether several lengths are tried until one lowers the cost enough",
           (Option(True, "On", "η is the length tried first"),
            Option(False, "Off", "Every step has the length η"))),
    Choice("schedule", "Schedule", "How the learning rate changes with the epochs",
           tuple(Option(name, known.label, known.description) for name, known in SCHEDULES.items())),
    Choice("class_weights", "Class weights", "How much the rows of each class count in the cost",
           (Option("equal", "Every row alike", "A class counts as much as it has rows"),
            Option("balanced", "Every class alike", "The rows of rare classes count more"))),
    Choice("precision", "Precision", "How exactly all numbers are computed",
           (Option("float32", "float32", "About 7 digits, fast"),
            Option("float64", "float64", "About 16 digits: exact enough for checking gradients"))),
)}  # fmt: skip

BASIC = ("epochs", "learning_rate", "batch_size", "cost", "seed")
"""Always in sight."""

SECTIONS = (
    Section("optimiser", "Optimiser",
            ("optimizer", "momentum", "beta1", "beta2", "rho", "epsilon", "memory", "line_search")),
    Section("regularisation", "Regularisation", ("ridge", "l1", "dropout")),
    Section("schedule", "Learning-rate schedule",
            ("schedule", "schedule_factor", "schedule_epochs", "warmup")),
    Section("clipping", "Gradient clipping", ("clip_norm", "clip_value")),
    Section("stopping", "Stopping early", ("patience",)),
    Section("classes", "Classes", ("class_weights",)),
    Section("precision", "Arithmetic", ("precision",)),
)  # fmt: skip


_PERIODS = {
    "step": ("Every … epochs", "Epochs from one fall of η to the next, usually 5 to 100"),
    "cosine": ("Over … epochs", "Epochs in which η falls to nearly 0, usually as many as are trained"),
    "plateau": ("Wait … epochs", "Epochs without a lower cost after which η falls, usually 5 to 20"),
}
"""Label and hint of `schedule_epochs` by schedule: each reads the number in its own way."""


def row_label(settings: TrainingSettings, name: str) -> str:
    """What stands beside a setting; that of the schedule's epochs depends on the schedule."""
    if name == "schedule_epochs" and settings.schedule in _PERIODS:
        return _PERIODS[settings.schedule][0]
    return label_of(name)


def hint_of(settings: TrainingSettings, field: Field) -> str:
    """What a number means beside the other settings."""
    if field.name == "schedule_epochs" and settings.schedule in _PERIODS:
        return _PERIODS[settings.schedule][1]
    return field.hint


def label_of(name: str) -> str:
    """What a setting is called."""
    return FIELDS[name].label if name in FIELDS else CHOICES[name].label


def value_words(settings: TrainingSettings, name: str) -> str:
    """The value of a setting as the window writes it."""
    value = getattr(settings, name)
    if name in FIELDS:
        return FIELDS[name].write(value)
    return next(option.words for option in CHOICES[name].options if option.value == value)
