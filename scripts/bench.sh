#!/usr/bin/env bash
# Seconds and peak memory of the report, beside a bare DuckDB scan of the same files and beside a
# pandas script that makes the same tables and writes its page; templates beside Jinja2, k-means
# beside scikit-learn. Each line is the median of some
# runs; the ratios hold within one run of this script.
#
#   scripts/bench.sh            the sample, and 100,000 customers with 2.3 million events
#   scripts/bench.sh --large    also 1,000,000 customers with 23 million events
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
for package in python3-pandas python3-scipy python3-jinja2; do
  dpkg-query -W -f '${Status}' $package 2>/dev/null | grep -q 'ok installed' ||
    { echo "needs Debian's $package: apt-get install $package"; exit 1; }
done
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON >/dev/null
cmake --build build --target tessera bare_scan jinja_bench kmeans_bench >/dev/null
echo "The template engine beside Jinja2:"
/usr/bin/python3 tests/jinja/bench.py build/tests/jinja_bench
if [ -d ../shared/jinja/bench ]; then
  /usr/bin/python3 tests/jinja/bench.py build/tests/jinja_bench --folder ../shared/jinja/bench
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "Clusters beside scikit-learn:"
/usr/bin/python3 scripts/bench_kmeans.py build "$work"
exec /usr/bin/python3 scripts/bench.py "$work" "$@"
