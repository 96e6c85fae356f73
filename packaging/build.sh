#!/usr/bin/env bash
# Builds the standalone program, which needs no Python where it runs, into packaging/dist/nndesigner.
#
#   packaging/build.sh [--output FOLDER]
#
# NNDESIGNER_VENV=FOLDER puts the virtual environment elsewhere (default: .venv in the checkout).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

output=$ROOT/packaging/dist work=$ROOT/packaging/build
while [ $# -gt 0 ]; do
    case $1 in
    --output)
        [ $# -ge 2 ] || die "--output needs a folder"
        mkdir -p "$2"
        output=$(cd "$2" && pwd) work=$output/build
        shift
        ;;
    -h | --help)
        sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
        exit
        ;;
    *) die "unknown option $1; see --help" ;;
    esac
    shift
done

PYTHON_FOUND=$(find_python)
# The program carries these along, so they must be here.
need "Qt, PyInstaller" "${QT_LIBRARIES[@]}" "${X_LIBRARIES[@]}" "objdump binutils"
make_venv
need_packages package
need_python_library

say "Building the standalone program: about a minute"
log=$(mktemp)
if ! "$VENV/bin/python" -m PyInstaller --noconfirm --log-level WARN --distpath "$output" --workpath "$work" \
    "$ROOT/packaging/nndesigner.spec" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    die "the standalone program could not be built; the reason is above."
fi
rm -f "$log"
say "$output/nndesigner/nndesigner: $(du -sm "$output/nndesigner" | cut -f1) MB in all"
