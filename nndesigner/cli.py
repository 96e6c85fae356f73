"""The command line: which command is meant, and how its failures are told."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from nndesigner import __version__
from nndesigner.commands import COMMANDS
from nndesigner.commands.window import open_window
from nndesigner.errors import NNDesignerError, UsageError

SUCCESS, FAILURE, BAD_USAGE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: The words after the program's name; None takes them from the command line.

    Returns:
        The exit code: 0 on success, 1 on failure, 2 on bad usage. A failure is one line on stderr.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    _speak_utf8()
    try:
        return _run(words)
    except UsageError as error:
        return _complain(str(error), BAD_USAGE)
    except NNDesignerError as error:
        return _complain(str(error), FAILURE)
    except KeyboardInterrupt:
        return _complain("Interrupted.", FAILURE)
    except MemoryError:
        return _complain("There is not enough memory for this.", FAILURE)
    except BrokenPipeError:
        # The reader (such as “head”) has had enough. Python would complain again when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE


class _Parser(argparse.ArgumentParser):
    """Bad usage is an error like any other, told in one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[0].upper()}{message[1:]}.", remedy=f"See: {self.prog} --help")


def _run(words: Sequence[str]) -> int:
    if not words or not (words[0].startswith("-") or words[0] in COMMANDS):
        return _window(words)
    arguments = _parser().parse_args(words)
    code = COMMANDS[arguments.command].run(arguments)
    sys.stdout.flush()
    return code


def _window(words: Sequence[str]) -> int:
    if len(words) > 1:
        raise UsageError(f"“{words[0]}” is not a command.", remedy="See: nndesigner --help")
    project = Path(words[0]) if words else None
    if project is not None and not project.exists():
        if not project.suffix:
            raise UsageError(f"“{project}” is neither a command nor a file.", remedy="See: nndesigner --help")
        raise NNDesignerError(
            "There is no such file.", where=str(project), remedy="Check the name and the folder."
        )
    return open_window(project)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="nndesigner",
        usage="nndesigner [PROJECT] | nndesigner COMMAND …",
        description="Draw a neural network, watch it think, see it learn. Alone it opens the window.",
        epilog="Every command explains itself: nndesigner COMMAND --help",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"NN Designer {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    for command in COMMANDS.values():
        own = commands.add_parser(
            command.name,
            prog=f"nndesigner {command.name}",
            help=command.summary,
            description=command.description,
            allow_abbrev=False,
        )
        command.configure(own)
    return parser


def _complain(message: str, code: int) -> int:
    sys.stderr.write(f"nndesigner: {' '.join(message.split())}\n")
    return code


def _speak_utf8() -> None:
    """Column names and minus signs must come out whole on terminals and in pipes of any system."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
