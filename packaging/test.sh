#!/usr/bin/env bash
# Sets up and runs everything that checks the program: ruff, mypy, and the whole test suite on a virtual display of
# its own.
#
#   packaging/test.sh [--slow] [--parity] [-- PYTEST ARGUMENTS]
#
# --slow     also the tests marked slow: the frozen program is built and tried, installations are made, files are fuzzed
# --parity   install PyTorch (exactly the version of the "parity" extra) and compare with it; without this option those
#            tests run only where PyTorch is already installed in the virtual environment
#
# NNDESIGNER_VENV=FOLDER puts the virtual environment elsewhere (default: .venv in the checkout).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

slow=no parity=no
while [ $# -gt 0 ]; do
    case $1 in
    --slow) slow=yes ;;
    --parity) parity=yes ;;
    -h | --help)
        sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
        exit
        ;;
    --) shift && break ;;
    *) die "unknown option $1; see --help" ;;
    esac
    shift
done

PYTHON_FOUND=$(find_python)
tools=("Xvfb xvfb" "xdotool xdotool")
[ $slow = no ] || tools+=("objdump binutils") # for PyInstaller
need "Qt and a virtual display" "${QT_LIBRARIES[@]}" "${X_LIBRARIES[@]}" "${tools[@]}"
make_venv
need_packages test
[ $parity = no ] || need_packages parity
if [ $slow = yes ]; then
    need_packages package
    need_python_library
fi

marks=""
[ $slow = yes ] || marks+=" and not slow"
if "$VENV/bin/python" -c 'import torch' 2>/dev/null; then
    say "PyTorch is installed: the tests that compare with it run."
else
    say "PyTorch is not installed: the tests that compare with it are left out (--parity installs it)."
    marks+=" and not parity"
fi

# Everything is checked in every run; what failed before the suite is said before the suite, whose own closing line
# comes last.
failed=()
cd "$ROOT"
"$VENV/bin/python" -m ruff check . || failed+=(ruff)
"$VENV/bin/python" -m mypy || failed+=(mypy)
[ ${#failed[@]} = 0 ] || say "Not clean: ${failed[*]} (see above). This run will fail; the test suite follows."

# pytest-xvfb starts the display; a window system of the user's own must not get in between.
unset WAYLAND_DISPLAY
export QT_QPA_PLATFORM=xcb
status=0
"$VENV/bin/python" -m pytest -m "${marks# and }" "$@" || status=$?
[ ${#failed[@]} = 0 ] || [ $status != 0 ] || status=1
exit $status
