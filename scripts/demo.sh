#!/usr/bin/env bash
# Installs what is missing, builds, and draws the sample reports of all kinds as folders and as single
# files, with a page that leads to them.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON >build-configure.log 2>&1 ||
  { cat build-configure.log; exit 1; }
rm -f build-configure.log
cmake --build build --target tessera

demo=build/demo
mkdir -p "$demo"
build/tessera build sample_data/cx/report.yml -o "$demo/site"
build/tessera build sample_data/cx/report.yml --single-file -o "$demo/report.html"
for sample in value_model lifecycle cohort tier_comparison own; do
  [ -f "sample_data/$sample/report.yml" ] || continue
  build/tessera build "sample_data/$sample/report.yml" -o "$demo/$sample"
  build/tessera build "sample_data/$sample/report.yml" --single-file -o "$demo/$sample.html"
done
node scripts/demo_index.mjs "$demo"

echo
echo "The sample reports: $PWD/$demo/index.html"
echo "The first of them:"
echo "  folder       $PWD/$demo/site/index.html"
echo "  single file  $PWD/$demo/report.html ($(du -k "$demo/report.html" | cut -f1) kB)"
