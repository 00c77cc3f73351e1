#!/usr/bin/env bash
# Installs what a bare Debian 12 lacks: packages for building, with `--tests` also those for the
# tests, and the npm packages of the lock file. Installs nothing that is there already.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(g++ cmake ninja-build nlohmann-json3-dev libeigen3-dev libboost-dev libyaml-cpp-dev
  libcli11-dev libfmt-dev libssl-dev zlib1g-dev libsqlite3-dev libpq-dev libmariadb-dev
  libcurl4-openssl-dev pkg-config ca-certificates python3)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
if [ "${1:-}" = --tests ]; then
  packages+=(doctest-dev postgresql-15 clickhouse-server mariadb-server chromium poppler-utils python3-jinja2 clang libclang-rt-14-dev)
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
    missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing: ${missing[*]}"
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -q >/dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi

stamp=node_modules/.tessera-lock
if ! cmp -s package-lock.json "$stamp"; then
  echo "Installing the npm packages of package-lock.json"
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$stamp"
fi
