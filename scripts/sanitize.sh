#!/usr/bin/env bash
# The unit tests and the sample report under AddressSanitizer and UndefinedBehaviorSanitizer, then
# each fuzz target for a while (TESSERA_FUZZ_SECONDS, default 20) on its corpus. Ends with
# `N passed, N failed`.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0
count() { # name, exit code
  if [ "$2" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

cmake -S . -B build-asan -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS='-O1 -g1' \
  -DTESSERA_SANITIZE=ON >/dev/null || exit 1
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

if command -v clang++ >/dev/null; then
  cmake -S . -B build-fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang \
    -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS='-O1 -g1' -DTESSERA_SANITIZE=ON -DTESSERA_FUZZ=ON \
    >/dev/null || exit 1
  cmake --build build-fuzz --target fuzzers || exit 1
  for target in build-fuzz/tests/*_fuzz; do
    name=$(basename "$target")
    corpus=build-fuzz/corpus/$name
    mkdir -p "$corpus"
    seeds=$(find tests -type d -path "*corpus/${name%_fuzz}" | head -n 1)
    "$target" -max_total_time="${TESSERA_FUZZ_SECONDS:-20}" -timeout=10 -rss_limit_mb=4096 \
      "$corpus" ${seeds:+"$seeds"} >"build-fuzz/$name.log" 2>&1
    code=$?
    [ $code = 0 ] || tail -n 30 "build-fuzz/$name.log"
    count "$name" $code
  done
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
