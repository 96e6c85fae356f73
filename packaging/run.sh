#!/usr/bin/env bash
# From a fresh machine to a network in training: sets up what is missing, then opens the bundled digits example and
# trains it. Without a usable display the same window is run offscreen, leaving pictures and the trained project.
#
#   packaging/run.sh [--output FOLDER] [--offscreen]
#
# --output     where pictures and project are left (default: ./nndesigner-demo); opens no window
# --offscreen  opens no window even if there is a display
#
# NNDESIGNER_VENV=FOLDER puts the virtual environment elsewhere (default: .venv in the checkout);
# PYTHON=/path/to/python3 chooses the Python.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

for word in "$@"; do
    case $word in -h | --help)
        sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
        exit
        ;;
    esac
done

wants_window() {
    local word
    for word in "$@"; do
        case $word in --offscreen | --output | --output=*) return 1 ;; esac
    done
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]
}

# Whether Qt can really talk to the display: one that is set but dead would make it abort.
display_answers() {
    "$VENV/bin/python" -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])' >/dev/null 2>&1
}

PYTHON_FOUND=$(find_python)
libraries=("${QT_LIBRARIES[@]}")
if wants_window "$@"; then
    [ -z "${DISPLAY:-}" ] || libraries+=("${X_LIBRARIES[@]}")
    [ -z "${WAYLAND_DISPLAY:-}" ] || libraries+=("${WAYLAND_LIBRARIES[@]}")
fi
need "Qt" "${libraries[@]}"
make_venv
need_packages

# In a shell of its own, whose word about an aborted probe is thrown away.
if wants_window "$@" && ! (display_answers) 2>/dev/null; then
    say "The display ${WAYLAND_DISPLAY:-${DISPLAY:-}} does not answer: training offscreen instead."
    set -- "$@" --offscreen
fi
exec "$VENV/bin/nndesigner" demo "$@"
