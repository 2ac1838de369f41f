#!/bin/sh
# What the workbook's tests need beside Python: LibreOffice opens it, poppler draws it, a font shows Chinese.
# Installs what is missing where that can be done (root and apt-get), else says what to install.
set -eu

packages=""
command -v soffice >/dev/null 2>&1 || packages="$packages libreoffice-calc-nogui"
command -v pdftoppm >/dev/null 2>&1 || packages="$packages poppler-utils"
{ command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh | grep -q .; } || packages="$packages fonts-noto-cjk fontconfig"

[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing$packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # The list is words to split.
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
    echo "some tests need more programs; on Debian or Ubuntu: sudo apt-get install$packages" >&2
fi
