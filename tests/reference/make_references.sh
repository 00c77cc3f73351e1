#!/bin/sh
# Makes the reference values of tests/stats again. Needs Debian's r-base, r-recommended,
# r-cran-{effectsize,metafor,vcd,sandwich,proc,survival,car,matchit}, python3-scipy,
# python3-statsmodels and python3-sklearn; the tests themselves need none of them.
set -e
cd "$(dirname "$0")"
for script in *.R; do
  [ "$script" = reference.R ] && continue
  Rscript -e "folder <- '.'; source('reference.R'); source('$script')"
done
for script in *_references.py; do
  /usr/bin/python3 "$script"
done
