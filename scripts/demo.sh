#!/usr/bin/env bash
# Installs what is missing, builds, and draws the sample report as a folder and as one file.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release >build-configure.log 2>&1 ||
  { cat build-configure.log; exit 1; }
rm -f build-configure.log
cmake --build build --target tessera

build/tessera build sample_data/cx/report.yml -o build/demo/site
build/tessera build sample_data/cx/report.yml --single-file -o build/demo/report.html
echo
echo "The sample report:"
echo "  folder       $PWD/build/demo/site/index.html"
echo "  single file  $PWD/build/demo/report.html ($(du -k build/demo/report.html | cut -f1) kB)"
