"""Runs first in the standalone program: a Linux machine without a desktop may have no list of font folders.

Fontconfig would complain on stderr then, although the program brings its own fonts.
"""

import os
import sys
from pathlib import Path

if sys.platform.startswith("linux") and not Path("/etc/fonts/fonts.conf").exists():
    os.environ.setdefault("FONTCONFIG_FILE", str(Path(sys.executable).parent / "_internal" / "fonts.conf"))
