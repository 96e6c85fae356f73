# shellcheck shell=bash
# Shared by run.sh, test.sh and build.sh (sourced, not run): Python, system libraries, the virtual environment.
#
# Works on a bare Debian or Ubuntu with Python, pip and apt; elsewhere it does everything but installing system
# packages, which it names instead. Every step is skipped when its result is already there.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV=${NNDESIGNER_VENV:-$ROOT/.venv}
case $VENV in /*) ;; *) VENV=$PWD/$VENV ;; esac

# What is loaded, and the Debian package that has it. PySide6's wheels bring the rest of Qt along.
QT_LIBRARIES=(
    "libEGL.so.1 libegl1"
    "libGL.so.1 libgl1"
    "libX11.so.6 libx11-6"
    "libxkbcommon.so.0 libxkbcommon0"
    "libdbus-1.so.3 libdbus-1-3"
    "libfontconfig.so.1 libfontconfig1"
    "libfreetype.so.6 libfreetype6"
    "libglib-2.0.so.0 libglib2.0-0"
    "libgthread-2.0.so.0 libglib2.0-0"
)
X_LIBRARIES=(
    "libX11-xcb.so.1 libx11-xcb1"
    "libxkbcommon-x11.so.0 libxkbcommon-x11-0"
    "libxcb-cursor.so.0 libxcb-cursor0"
    "libxcb-icccm.so.4 libxcb-icccm4"
    "libxcb-image.so.0 libxcb-image0"
    "libxcb-keysyms.so.1 libxcb-keysyms1"
    "libxcb-randr.so.0 libxcb-randr0"
    "libxcb-render.so.0 libxcb-render0"
    "libxcb-render-util.so.0 libxcb-render-util0"
    "libxcb-shape.so.0 libxcb-shape0"
    "libxcb-shm.so.0 libxcb-shm0"
    "libxcb-sync.so.1 libxcb-sync1"
    "libxcb-util.so.1 libxcb-util1"
    "libxcb-xfixes.so.0 libxcb-xfixes0"
    "libxcb-xkb.so.1 libxcb-xkb1"
)
WAYLAND_LIBRARIES=(
    "libwayland-client.so.0 libwayland-client0"
    "libwayland-cursor.so.0 libwayland-cursor0"
)

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$(basename "$0"): $*"
    exit 1
}

# The first Python that is new enough; $PYTHON, where set, is the only one asked.
find_python() {
    local name names=(python3 python3.14 python3.13 python3.12 python3.11)
    [ -z "${PYTHON:-}" ] || names=("$PYTHON")
    for name in "${names[@]}"; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    die "Python 3.11 or newer is needed, and ${names[0]} is none: install it, or name one with PYTHON=/path/to/python3."
}

# Print the packages of those "library package" and "program package" pairs that are missing here.
missing_packages() {
    "$PYTHON_FOUND" - "$@" <<'PY'
import ctypes
import shutil
import sys


def is_there(name):
    if ".so" not in name:
        return shutil.which(name) is not None
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


pairs = [pair.split() for pair in sys.argv[1:]]
print(*dict.fromkeys(package for name, package in pairs if not is_there(name)))
PY
}

# How a package may be installed here without asking anyone: nothing (as root), "sudo -n", or not at all.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null && sudo -n true 2>/dev/null
}

# install_packages PURPOSE PACKAGE...: through apt where that is allowed; otherwise one line says what to install.
install_packages() {
    local purpose=$1 log
    shift
    [ $# = 0 ] && return
    may_install || die "missing system packages ($purpose); as root, run: apt-get install $*"
    say "Installing system packages ($purpose): $*"
    log=$(mktemp)
    if ! { as_root apt-get update -q &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } \
        >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        die "apt-get could not install the system packages above; install them by hand: apt-get install $*"
    fi
    rm -f "$log"
}

# need PURPOSE "LIBRARY-OR-PROGRAM PACKAGE"...
need() {
    local purpose=$1 packages
    shift
    packages=$(missing_packages "$@")
    # shellcheck disable=SC2086  # a list of package names
    install_packages "$purpose" $packages
}

# PyInstaller carries Python's own shared library along, which Debian keeps in a package of its own.
need_python_library() {
    local package
    package=$("$VENV/bin/python" - <<'PY'
import ctypes
import sys
import sysconfig
from pathlib import Path

name = sysconfig.get_config_var("INSTSONAME")
if not (Path(sysconfig.get_config_var("LIBDIR")) / name).exists():
    try:
        ctypes.CDLL(name)
    except OSError:
        print("libpython%d.%d" % sys.version_info[:2])
PY
    )
    # shellcheck disable=SC2086  # one package name, or none
    install_packages "PyInstaller" $package
}

new_venv() {
    "$PYTHON_FOUND" -m venv --clear "$@" "$VENV" ||
        die "no virtual environment can be made in $VENV; name another folder with NNDESIGNER_VENV=FOLDER."
}

# A virtual environment with a pip of its own. Debian splits ensurepip off into python3-venv; where it is missing, the
# system's pip (22.3 or newer) can install into the environment from outside, which needs no system package.
make_venv() {
    if "$VENV/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        return
    fi
    # What is there is emptied: never anything but a virtual environment.
    [ ! -e "$VENV" ] || [ -e "$VENV/pyvenv.cfg" ] || [ -z "$(ls -A "$VENV")" ] ||
        die "$VENV is not a virtual environment and not empty; name another folder with NNDESIGNER_VENV=FOLDER."
    say "Making a virtual environment in $VENV"
    if "$PYTHON_FOUND" -c 'import ensurepip, venv' 2>/dev/null; then
        new_venv
    elif "$PYTHON_FOUND" -m pip --python "$PYTHON_FOUND" --version >/dev/null 2>&1; then
        new_venv --without-pip
        "$PYTHON_FOUND" -m pip --python "$VENV/bin/python" install -qq --disable-pip-version-check pip >&2 ||
            die "pip could not be installed into $VENV; the reason is above. Check the network, then run this again."
    else
        install_packages "Python's venv module" "$("$PYTHON_FOUND" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
        new_venv
    fi
}

# need_packages [EXTRA]: the project and what it needs, installed so that the checkout is what runs.
# A stamp with what was asked makes the second time immediate.
need_packages() {
    local extra=${1:-} stamp asked
    stamp=$VENV/nndesigner-${extra:-run}.stamp
    asked="$ROOT $(cksum <"$ROOT/pyproject.toml")"
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$asked" ]; then
        return
    fi
    say "Installing Python packages${extra:+ (for \"$extra\")} into $VENV: a minute or two the first time"
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --editable "$ROOT${extra:+[$extra]}" >&2 </dev/null ||
        die "pip could not install what NN Designer needs${extra:+ for \"$extra\"}; the reason is above. Check the network and free disk space, then run this again."
    printf '%s\n' "$asked" >"$stamp"
}
