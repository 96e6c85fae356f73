"""The commands. A new one is one file here and one line in the registry."""

from __future__ import annotations

from collections.abc import Mapping

from nndesigner.commands import check, demo, evaluate, export, info, new, predict, train
from nndesigner.commands.command import Command

COMMANDS: Mapping[str, Command] = {
    command.name: command
    for command in (
        new.COMMAND,
        train.COMMAND,
        evaluate.COMMAND,
        predict.COMMAND,
        check.COMMAND,
        info.COMMAND,
        export.COMMAND,
        demo.COMMAND,
    )
}
"""By name, in the order of the help."""
