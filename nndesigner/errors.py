"""The errors a user can meet. Each says what happened, where, and what to do about it.

Anything that is not one of these is a defect of the program, never of the user's input.
"""


class NNDesignerError(Exception):
    """Base of every error meant for the user.

    Args:
        what: One sentence: what happened. Ends with a full stop.
        where: The file, row, column, layer or setting concerned; empty where ``what`` already says it.
        remedy: One sentence: what the user can do.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}{' ' + self.remedy if self.remedy else ''}"


class DataError(NNDesignerError):
    """A table cannot be read, or cannot be turned into the arrays the network needs."""


class ProjectError(NNDesignerError):
    """A project file cannot be read or written."""


class NetworkError(NNDesignerError):
    """The network cannot be edited, compiled or trained as asked."""


class UsageError(NNDesignerError):
    """A command was given words it cannot take (exit code 2)."""
