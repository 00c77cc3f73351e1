#!/usr/bin/env bash
# Each fuzz target under AddressSanitizer and UndefinedBehaviorSanitizer for a while
# (TESSERA_FUZZ_SECONDS, default 20) on its corpus. Ends with `N passed, N failed`. Needs clang.
set -uo pipefail
cd "$(dirname "$0")/.."

cmake -S . -B build-fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang \
  -DCMAKE_BUILD_TYPE=None -DCMAKE_UNITY_BUILD=ON -DCMAKE_CXX_FLAGS='-O1 -g1' -DTESSERA_SANITIZE=ON -DTESSERA_FUZZ=ON \
  >/dev/null || exit 1
cmake --build build-fuzz --target fuzzers || exit 1
# DuckDB's own allocations at exit are not ours to judge.
export ASAN_OPTIONS=detect_leaks=0

# All at once: each is a single thread.
fuzz() { # program
  local name corpus seeds
  name=$(basename "$1")
  corpus=build-fuzz/corpus/$name
  mkdir -p "$corpus"
  seeds=$(find tests -type d -path "*corpus/${name%_fuzz}" | head -n 1)
  "$1" -max_total_time="${TESSERA_FUZZ_SECONDS:-20}" -timeout=10 -rss_limit_mb=4096 \
    "$corpus" ${seeds:+"$seeds"} >"build-fuzz/$name.log" 2>&1
}

targets=(build-fuzz/tests/*_fuzz) running=()
for target in "${targets[@]}"; do
  fuzz "$target" &
  running+=($!)
done
passed=0 failed=0
for index in "${!targets[@]}"; do
  if wait "${running[$index]}"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: ${targets[$index]##*/}"
    tail -n 30 "build-fuzz/${targets[$index]##*/}.log"
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
