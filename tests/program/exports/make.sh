#!/usr/bin/env bash
# Writes the files of this folder with the programs that analysts export from: pandas, R, LibreOffice.
# They are committed; this notes how they came to be. Needs Debian's python3-pandas, r-base-core and
# libreoffice-calc.
set -euo pipefail
cd "$(dirname "$0")"

/usr/bin/python3 - <<'PY'
import sqlite3

import pandas as pd

people = pd.DataFrame({
    "id": ["p01", "p02", "p03", "p04", "p05", "p06"],
    "name": ["Ann, O'Neil", 'says "hi"', "two\nlines", "Zoë 😀", None, "=1+1"],
    "club": ["North", "South", "North", "South", "North", "South"],
    "joined": pd.to_datetime(["2024-01-31", "2024-02-29", "2024-12-01", "2025-01-05", None, "2025-07-31"]),
    "seen": pd.to_datetime(["2025-07-01 10:30:00", "2025-07-02 23:59:59", "2025-07-03", None,
                            "2025-07-05 00:00:01", "2025-07-31 12:00:00"]),
    "visits": pd.array([3, 0, None, 12, 1200, 7], dtype="Int64"),
    "weight": [0.5, 1234.25, None, 1e-3, 3.0, 2.125],
    "fee": [19.99, 1000.0, 0.0, None, 12345.67, 5.5],
    "active": pd.array([True, False, True, None, True, False], dtype="boolean"),
})
people.to_csv("pandas.csv", index=False)
people.to_csv("pandas_index.csv.gz")
people.to_csv("pandas_excel.csv", index=False, sep=";", decimal=",", encoding="utf-8-sig")
people.to_csv("pandas_utf16.tsv", index=False, sep="\t", encoding="utf-16")
people.to_json("pandas.jsonl", orient="records", lines=True, date_format="iso")
with sqlite3.connect("pandas.sqlite") as base:
    people.to_sql("people", base, index=False, if_exists="replace")
PY

Rscript - <<'R'
people <- read.csv("pandas.csv", colClasses = "character", na.strings = "")
people$visits <- as.integer(people$visits)
for (name in c("weight", "fee")) people[[name]] <- as.numeric(people[[name]])
people$active <- as.logical(people$active)
people$joined <- as.Date(people$joined)
write.csv(people, "r.csv", row.names = FALSE)
write.csv2(people, "r_semicolon.csv", row.names = FALSE, na = "")
write.table(people, "r.tsv", sep = "\t", row.names = FALSE, qmethod = "double")
R

# Opened as a table and saved again: dates and numbers come as the locale shows them.
work=$(mktemp -d)
cp pandas.csv "$work/libreoffice.csv"
office() { soffice "-env:UserInstallation=file://$work/profile" --headless "$@" >/dev/null; }
office --convert-to ods --outdir "$work" --infilter='CSV:44,34,76,1,,1033,false,true' "$work/libreoffice.csv"
office --convert-to 'csv:Text - txt - csv (StarCalc):59,34,76,1,,1033,false,true,false' --outdir . \
  "$work/libreoffice.ods"
rm -rf "$work"
