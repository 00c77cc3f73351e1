#!/usr/bin/env bash
# The unit tests and the sample report under AddressSanitizer and UndefinedBehaviorSanitizer. Ends
# with `N passed, N failed`.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0
count() { # name, exit code
  if [ "$2" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

cmake -S . -B build-asan -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_UNITY_BUILD=ON \
  -DCMAKE_CXX_FLAGS='-O1 -g1' -DTESSERA_SANITIZE=ON >/dev/null || exit 1
cmake --build build-asan || exit 1
# DuckDB's own allocations at exit are not ours to judge.
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
for program in build-asan/tests/*_test; do
  "$program" >/dev/null 2>build-asan/last.log
  code=$?
  [ $code = 0 ] || cat build-asan/last.log
  count "$(basename "$program")" $code
done
build-asan/tessera build sample_data/cx/report.yml -o build-asan/site --strict
count "the sample report" $?

# The engine owns all that it allocates.
ASAN_OPTIONS=detect_leaks=1 build-asan/tests/jinja_test >/dev/null 2>build-asan/last.log
code=$?
[ $code = 0 ] || tail -n 40 build-asan/last.log
count "jinja_test, leaks" $code
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
