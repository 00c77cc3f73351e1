"""Files as pandas, R and LibreOffice write them (exports/make.sh): all say the same, and are read so."""

from pathlib import Path

from harness import ROOT, Checks, Scratch, build

EXPORTS = ROOT / "tests/program/exports"
KIND = """kind: people
title: People
as_of: 2025-08-01
entity: { source: people, singular: person, plural: people }
sources:
  people:
    key: id
    columns:
      id: text
      name: text
      club: text
      joined: date
      seen: timestamp
      visits: int
      weight: number
      fee: money
      active: bool
attributes:
  days: { expr: "days_between(joined, as_of)", type: int }
  late: { expr: "seen > '2025-07-02'", type: bool }
  letters: { expr: length(name), type: int }
dimensions:
  club: { label: Club, of: club }
metrics:
  customers: { type: simple, agg: count, format: int, label: People }
  visits: { type: simple, agg: sum, expr: visits, format: int, label: Visits }
  weight: { type: simple, agg: sum, expr: weight, format: num2, label: Weight }
  fees: { type: simple, agg: sum, expr: fee, format: usd2, label: Fees }
  active: { type: simple, agg: count, filter: active, format: int, label: Active }
  idle: { type: simple, agg: count, filter: not active, format: int, label: Idle }
  days: { type: simple, agg: sum, expr: days, format: int, label: Days }
  late: { type: simple, agg: count, filter: late, format: int, label: Late }
  letters: { type: simple, agg: sum, expr: letters, format: int, label: Letters }
blocks:
  by_club: { type: breakdown, dimension: club, title: By club, metrics: [customers, visits, fees] }
"""
# By hand, of the table in exports/make.sh.
WANTED = {"customers": 6, "visits": 3 + 0 + 12 + 1200 + 7, "weight": 1239.876, "fees": 13371.16,
          "active": 3, "idle": 2, "days": 548 + 519 + 243 + 208 + 1, "late": 4,
          "letters": 11 + 9 + 9 + 5 + 4}
MISSING = {"id": 0, "name": 1, "club": 0, "joined": 1, "seen": 1, "visits": 1, "weight": 1, "fee": 1,
           "active": 1}
# LibreOffice works out "=1+1" when it opens the file.
ELSE = {"libreoffice.csv": {"letters": WANTED["letters"] - 3}}
FILES = {
    "pandas.csv": "",
    "pandas_index.csv.gz": "",
    "pandas_excel.csv": "decimal: ','",
    "pandas_utf16.tsv": "",
    "pandas.jsonl": "",
    "pandas.sqlite": "",
    "r.csv": "",
    "r_semicolon.csv": "decimal: ','",
    "r.tsv": "",
    "libreoffice.csv": "",
}


def main() -> None:
    checks = Checks()
    for name, options in FILES.items():
        with Scratch() as folder:
            (folder / "people").mkdir()
            (folder / "people/report.yml").write_text(KIND)
            spec: Path = folder / "report.yml"
            more = f", {options}" if options else ""
            spec.write_text("extends: ./people\nnull_values: [NA]\nsources:\n"
                            f"  people: {{ file: {EXPORTS / name}{more} }}\n")
            report = build(spec, folder / "out")
        for key, wanted in {**WANTED, **ELSE.get(name, {})}.items():
            checks.near(report["metrics"][key]["value"], wanted, 1e-12, f"{name}: {key}")
        columns = {column["name"]: column for column in report["sources"][0]["column_summaries"]}
        for column, missing in MISSING.items():
            checks.equal(columns[column]["missing"], missing, f"{name}: {column} missing")
            checks.equal(columns[column].get("failed", 0), 0, f"{name}: {column} failed")
    checks.done()


if __name__ == "__main__":
    main()
