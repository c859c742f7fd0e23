#!/bin/sh
# Make the virtual environment $1 with a Python >= 3.11; install what Debian lacks, or say in one line what to install.
set -eu
for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$python" >/dev/null 2>&1 && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        found=$python
        break
    fi
done
if [ -z "${found:-}" ]; then
    echo "ikedoctor needs Python 3.11 or later: install it (Debian 12 and later: apt-get install python3 python3-venv)" >&2
    exit 1
fi
if ! "$found" -c 'import venv, ensurepip' 2>/dev/null; then
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "installing python3-venv" >&2
        { apt-get update -qq && apt-get install -y -qq python3-venv; } >/dev/null
    else
        echo "Python's venv module is missing: run 'apt-get install python3-venv' as root, then try again" >&2
        exit 1
    fi
fi
"$found" -m venv "$1"
