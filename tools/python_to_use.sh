#!/bin/sh
# The Python to make .venv with: the first python3 of PATH, but the distribution's where that one is too old, has no
# venv, or was compiled without optimizations, as pyenv does unless told: it takes a fifth longer to read. (Those of
# distributions have them, whatever they were configured with.) PYTHON=… names another to make.
set -eu
distribution=${1:-/usr/bin/python3}

will_do='
import ensurepip, sys, venv
sys.exit(sys.version_info < (3, 11))'
is_optimized='
import sys, sysconfig
sys.exit("--enable-optimizations" not in (sysconfig.get_config_var("CONFIG_ARGS") or ""))'

says() {
    "$1" -c "$2" >/dev/null 2>&1
}

if says python3 "$will_do" && says python3 "$is_optimized"; then
    echo python3
elif says "$distribution" "$will_do"; then
    echo "$distribution"
else
    echo python3
fi
