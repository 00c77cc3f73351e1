#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. The last line is `N passed, N failed`, with
# `, N skipped` where a test could not run here. Each program's output is in build/test-logs.
# `--sanitizers` adds a second build under ASan and UBSan.
set -uo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh --tests || exit 1
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_UNITY_BUILD=ON >/dev/null || exit 1
cmake --build build || exit 1

logs=build/test-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0

# Reads how many tests a log counts: doctest's summary, or the last line `N passed, N failed[, N
# skipped]`. A program that counts nothing counts as one test.
add() { # name, exit code
  local log="$logs/$1.log" p=0 f=0 s=0 line
  line=$(grep -aE '^\[doctest\] test cases:' "$log" | tail -n 1)
  if [ -n "$line" ]; then
    p=$(sed -E 's/.*\| *([0-9]+) passed.*/\1/' <<<"$line")
    f=$(sed -E 's/.*\| *([0-9]+) failed.*/\1/' <<<"$line")
    s=$(sed -E 's/.*\| *([0-9]+) skipped.*/\1/' <<<"$line")
  else
    line=$(grep -aE '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
    if [ -n "$line" ]; then
      p=$(sed -E 's/^([0-9]+) passed.*/\1/' <<<"$line")
      f=$(sed -E 's/.* ([0-9]+) failed.*/\1/' <<<"$line")
      grep -q skipped <<<"$line" && s=$(sed -E 's/.* ([0-9]+) skipped.*/\1/' <<<"$line")
    elif [ "$2" = 0 ]; then
      p=1
    fi
  fi
  [ "$2" != 0 ] && [ "$f" = 0 ] && f=1
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '  %-28s %5d passed %3d failed %3d skipped\n' "$1" "$p" "$f" "$s"
  if [ "$f" != 0 ]; then tail -n 40 "$log" | cut -c1-300; fi
}

run() { # name, command …
  local name=$1 code=0
  shift
  "$@" >"$logs/$name.log" 2>&1 || code=$?
  add "$name" "$code"
}

echo "Unit tests, a program a room:"
for program in build/tests/*_test; do
  [ -x "$program" ] && run "$(basename "$program")" "$program"
done

echo "The house, the program, the templates:"
run layering python3 tests/layering_test.py
for script in tests/program/*_test.py; do
  run "$(basename "$script" .py)" python3 "$script" build/tessera
done

cases=../shared/jinja/cases.jsonl
[ -f "$cases" ] &&
  run jinja_cases build/tests/jinja_cases --known tests/jinja/known_differences.txt "$cases"
run jinja_differential /usr/bin/python3 tests/jinja/differential_test.py build/tests/jinja_cases

echo "Pages in a browser:"
build/tessera build sample_data/cx/report.yml -o build/test-site >/dev/null &&
  build/tessera build sample_data/cx/report.yml --single-file -o build/test-report.html >/dev/null
python3 tests/browser/hostile_report.py build/tessera build/test-hostile.html >/dev/null
mkdir -p build/test-kinds
for kind in value_model lifecycle cohort tier_comparison own; do
  build/tessera build "sample_data/$kind/report.yml" --single-file -o "build/test-kinds/$kind.html" >/dev/null
done
build/tessera build sample_data/own/report.yml -o build/test-kinds/own >/dev/null
build/tessera build sample_data/value_model/report.yml --set frame_limit=700 --single-file \
  -o build/test-kinds/of_a_sample.html >/dev/null
run browser node tests/browser/run.mjs build/test-site build/test-report.html build/test-hostile.html \
  build/test-kinds/{value_model,lifecycle,cohort,tier_comparison,own,of_a_sample}.html build/test-kinds/own

echo "Fuzzing:"
run fuzz bash scripts/fuzz.sh

if [ "${1:-}" = --sanitizers ]; then
  echo "The same under AddressSanitizer and UndefinedBehaviorSanitizer:"
  run sanitizers bash scripts/sanitize.sh
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
