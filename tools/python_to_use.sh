#!/bin/sh
# The Python to make .venv with: the first python3 of PATH, but the distribution's where that one was compiled without
# optimizations, as pyenv does unless told: it takes a fifth longer to read. PYTHON=… names another to make.
set -eu
distribution=${1:-/usr/bin/python3}

is_unoptimized='
import sys, sysconfig
sys.exit("--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or ""))'
will_do='
import ensurepip, sys, venv
sys.exit(sys.version_info < (3, 11))'

if python3 -c "$is_unoptimized" 2>/dev/null && "$distribution" -c "$will_do" 2>/dev/null; then
    echo "$distribution"
else
    echo python3
fi
