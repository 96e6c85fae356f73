"""`python -m nndesigner`, the installed command and the frozen executable all begin here."""

from __future__ import annotations

import sys

from nndesigner.cli import main

if __name__ == "__main__":
    sys.exit(main())
