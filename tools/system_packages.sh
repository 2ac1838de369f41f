#!/bin/sh
# What the tests need beside Python: LibreOffice opens the workbook and old Word files, poppler draws it, a font
# shows Chinese, and PostgreSQL's programs, with which the tests start a server of their own. No server is set up
# for the machine. Chromium looks at Prefect's page.
# Installs what is missing where that can be done (root and apt-get), else says what to install.
set -eu

packages=""
command -v soffice >/dev/null 2>&1 || packages="$packages libreoffice-calc-nogui"
# A LibreOffice of Calc alone answers to the same name, and loads no Word file.
program=$(readlink -f "$(command -v soffice || echo /nowhere)")
[ -e "$(dirname "$program")/libswlo.so" ] || packages="$packages libreoffice-writer-nogui"
command -v pdftoppm >/dev/null 2>&1 || packages="$packages poppler-utils"
{ command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh | grep -q .; } || packages="$packages fonts-noto-cjk fontconfig"
command -v chromium >/dev/null 2>&1 || command -v chromium-headless-shell >/dev/null 2>&1 ||
    command -v google-chrome >/dev/null 2>&1 || packages="$packages chromium-headless-shell"
command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages="$packages postgresql"

[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "about to install with apt-get (some minutes):$packages"
    export DEBIAN_FRONTEND=noninteractive
    # Else Debian would make a cluster and start it
    mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/no-main-cluster.conf
    # Another apt may be at work, as on a machine just started: wait for it. It waits itself for the lock of what
    # is installed, not for that of the lists.
    until said=$(apt-get update -qq 2>&1); do
        case $said in
        *"Could not get lock"* | *"Unable to lock"*) echo "waiting for another apt-get to end" ;;
        *) echo "$said" >&2; exit 1 ;;
        esac
        sleep 5
    done
    # The list is words to split.
    # shellcheck disable=SC2086
    apt-get -o DPkg::Lock::Timeout=1800 install -y -qq --no-install-recommends $packages >/dev/null
else
    echo "some tests need more programs; on Debian or Ubuntu: sudo apt-get install$packages" >&2
fi
