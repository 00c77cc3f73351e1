"""Visits of people, to be reduced by a server: every aggregate and function over odd values. What a
server makes of them has to be what comes out of a CSV file."""

import csv
import hashlib
import json
import os
import random
import subprocess
from pathlib import Path

from harness import TESSERA, Checks, Scratch, rows

COLUMNS = ["who", "at", "day", "pages", "weight", "spent", "kind", "paid", "remark"]
KIND = """kind: visits
title: Visits
as_of: 2025-08-01
entity: { source: people, singular: person, plural: people }
sources:
  people: { key: who, columns: { who: text, club: text } }
  visits:
    relationship: many_to_one
    to: people
    on: who
    time: at
    columns:
      who: text
      at: timestamp
      day: date
      pages: int
      weight: number
      spent: money
      kind: { type: text, fold: true }
      paid: bool
      remark: text
attributes:
  rows: { source: visits, agg: count, type: int }
  pages: { source: visits, agg: sum, expr: pages, type: int }
  spent: { source: visits, agg: sum, expr: spent * pages, filter: spent > 1.5, type: money }
  weight: { source: visits, agg: mean, expr: weight, type: number }
  middle: { source: visits, agg: median, expr: weight, filter: pages >= 2, type: number }
  first: { source: visits, agg: min, expr: day, type: date }
  last: { source: visits, agg: max, expr: at, filter: "at < '2025-05-01'", type: timestamp }
  kinds: { source: visits, agg: count_distinct, expr: kind, filter: "kind not in ('none')", type: int }
  old: { source: visits, agg: count, filter: "days_between(day, as_of) > 90 or at < as_of - 100", type: int }
  months: { source: visits, agg: max, expr: "months_between(day, as_of)", type: int }
  paid: { source: visits, agg: any, filter: "paid and starts_with(lower(remark), 'a')", type: bool }
  odd: { source: visits, agg: sum, expr: "round(ln(greatest(weight, pages)) * 10, 1)", type: number }
  share: { source: visits, agg: sum, expr: "coalesce(spent / pages, sqrt(weight), 0.1)", type: number }
  choice: { source: visits, agg: max, expr: "if(weight >= 5, floor(weight), abs(-pages))", type: number }
  texts: { source: visits, agg: count, filter: "length(concat(kind, remark)) > 6 or contains(remark, 'x') or ends_with(remark, '\\\\e')", type: int }
dimensions:
  club: { label: Club, of: club }
metrics:
  customers: { type: simple, agg: count, format: int, label: People }
  rows: { type: simple, agg: sum, expr: rows, format: int, label: Visits }
  pages: { type: simple, agg: sum, expr: pages, format: int, label: Pages }
  spent: { type: simple, agg: sum, expr: spent, format: usd2, label: Spent }
  weight: { type: simple, agg: mean, expr: weight, format: num2, label: Weight }
  middle: { type: simple, agg: mean, expr: middle, format: num2, label: Middle weight }
  first: { type: simple, agg: mean, expr: "days_between(first, as_of)", format: num2, label: Days since the first }
  last: { type: simple, agg: mean, expr: "days_between(last, as_of)", format: num2, label: Days since the last }
  kinds: { type: simple, agg: sum, expr: kinds, format: int, label: Kinds }
  old: { type: simple, agg: sum, expr: old, format: int, label: Old visits }
  months: { type: simple, agg: mean, expr: months, format: num2, label: Months }
  paid: { type: simple, agg: count, filter: paid, format: int, label: Paid }
  odd: { type: simple, agg: sum, expr: odd, format: num2, label: Odd }
  share: { type: simple, agg: sum, expr: share, format: num2, label: Share }
  choice: { type: simple, agg: mean, expr: choice, format: num2, label: Choice }
  texts: { type: simple, agg: sum, expr: texts, format: int, label: Texts }
blocks:
  by_club: { type: breakdown, dimension: club, title: Visits by club, metrics: [customers, rows, pages, spent, weight, middle, kinds, odd] }
  visit_kinds: { type: values, source: visits, column: kind, title: Kinds of visits }
"""


def people() -> list[list[str]]:
    return [[f"p{i:03}", "ABC"[i % 3]] for i in range(120)]


def visits(odd: bool) -> list[list[str]]:
    """`odd` is text that typed columns cannot hold; "" is no value."""
    chance = random.Random(7)
    made = []
    for _ in range(2500):
        day = f"2025-{chance.randint(1, 8):02}-{chance.randint(1, 28):02}"
        row = [f"p{chance.randint(0, 125):03}",
               f"{day} {chance.randint(0, 23):02}:{chance.randint(0, 59):02}:07", day,
               str(chance.randint(0, 9)), f"{chance.uniform(0, 9):.7f}",
               f"{chance.uniform(0, 90):.2f}",
               chance.choice(["Walk", "walk", "ride", "none", "Älter", "o'neil", "a\\b"]),
               chance.choice(["1", "0"]), chance.choice(["apex", "Alle", "x\\e", "zz", "a 'q'"])]
        for column in range(1, len(row)):
            if chance.random() < 0.04:
                row[column] = ""
        if odd and chance.random() < 0.1:
            column, text = chance.choice([(3, "few"), (3, "2.5"), (3, " 7 "), (4, "1e1"), (4, "n/a?"), (4, "1e999"), (3, "99999999999999999999"),
                                          (5, "$3"), (5, "1.005"), (2, "2025-02-31"), (2, "0000-01-01"), (7, "Yes"),
                                          (7, "maybe"), (6, " WALK "), (8, " apex"), (6, "NA"),
                                          (1, "2025-03-01T10:00:00+02:00"), (0, "p001 ")])
            row[column] = text
        made.append(row)
        if chance.random() < 0.02:
            made.append(list(row))
    return made


def write_csv(path: Path, header: list[str], values: list[list[str]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *values])


def build_over(folder: Path, visits_source: str, engine: str, people_source: str = "file: people.csv",
               also: str = "", **variables: str) -> dict:
    (folder / "visits").mkdir(exist_ok=True)
    (folder / "visits/report.yml").write_text(KIND)
    write_csv(folder / "people.csv", ["who", "club"], people())
    (folder / "report.yml").write_text(
        f"extends: ./visits\nengine: {engine}\nnull_values: [NA]\n{also}\nsources:\n"
        f"  people: {{ {people_source} }}\n  visits: {{ {visits_source} }}\n")
    done = subprocess.run([TESSERA, "build", folder / "report.yml", "-o", folder / engine],
                          capture_output=True, text=True, env={**os.environ, **variables})
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return json.loads((folder / engine / "report.json").read_text())


def check_values(checks: Checks, odd: bool, source: str, engine: str, **variables: str) -> None:
    name = f"{engine}, {'text' if odd else 'typed'}"
    with Scratch() as folder:
        write_csv(folder / "visits.csv", COLUMNS, visits(odd))
        wanted = build_over(folder, "file: visits.csv", "duckdb")
        got = build_over(folder, source, engine, **variables)
    for key, metric in wanted["metrics"].items():
        checks.near(got["metrics"][key]["value"], metric["value"], 1e-12, f"{name}: {key}")
    for table, content in wanted["tables"].items():
        checks.equal(got["tables"][table]["rows"], content["rows"], f"{name}: {table}")
    checks.that("by_club" in wanted["tables"], f"{name}: a table to compare")
    there, here = (next(s for s in report["sources"] if s["name"] == "visits")
                   for report in (got, wanted))
    for figure in ("rows", "used_rows", "orphans", "after_as_of", "missing_keys", "first_day",
                   "last_day", "identical_duplicates"):
        checks.equal(there.get(figure), here.get(figure), f"{name}: {figure}")
    for column, expected in zip(there["column_summaries"], here["column_summaries"]):
        for figure in ("missing", "failed", "folded", "minimum", "maximum"):
            checks.equal(column.get(figure), expected.get(figure),
                         f"{name}: {column['name']}, {figure}")


def check_everyone_equals(checks: Checks, report: dict, wanted: dict, name: str) -> None:
    """The exact figures of a report over a sample are those of the report over everyone."""
    everyone = {row["id"]: row for row in rows(report, "everyone")}
    for key, metric in wanted["metrics"].items():
        if "definition" in metric and key in everyone:
            checks.near(everyone[key]["everyone"], metric["value"], 1e-12, f"{name}: {key}")
            checks.equal(report["metrics"][key].get("everyone", 0), everyone[key]["everyone"],
                         f"{name}: {key} as a metric")
    checks.that(len(everyone) > 5, f"{name}: metrics over everyone")
    seen = 0
    for table, content in wanted["tables"].items():
        keys = [c["name"] for c in content["columns"] if c.get("role") == "key"]
        if not table.startswith("by_") or len(keys) != 1:
            continue
        members = [row[0] for row in content["rows"]]
        if members != [row[0] for row in report["tables"][table]["rows"]]:
            continue  # cut at quantiles, which are the sample's
        exact = rows(report, f"everyone_by_{keys[0]}")
        for row, other in zip(rows(wanted, table), exact):
            for column in other:
                if column in row and column != keys[0] and isinstance(row[column], (int, float)):
                    seen += 1
                    checks.near(other[column], row[column], 1e-12,
                                f"{name}: {column} of {row[keys[0]]} in {table}")
    checks.that(seen > 10, f"{name}: segments over everyone")
    failed = [check for check in report["checks"] if check["status"] == "fail"]
    checks.equal(failed, [], f"{name}: checks")


def check_everyone(checks: Checks, odd: bool, people_source: str, visits_source: str, engine: str,
                   **variables: str) -> None:
    """More people than frame_limit: the server groups them all, and gives a sample by hash."""
    name = f"everyone, {engine}, {'text' if odd else 'typed'}"
    limit = 40
    with Scratch() as folder:
        write_csv(folder / "visits.csv", COLUMNS, visits(odd))
        wanted = build_over(folder, "file: visits.csv", "duckdb")
        here = build_over(folder, "file: visits.csv", "duckdb", also=f"frame_limit: {limit}")
        there = build_over(folder, visits_source, engine, people_source, f"frame_limit: {limit}",
                           **variables)
    below = f"{int(limit / 120 * 2 ** 32):08x}"
    drawn = sum(hashlib.md5(who.encode()).hexdigest() < below for who, _ in people())
    for report, where in ((here, "here"), (there, "there")):
        checks.equal(report["report"]["sample"],
                     {"entities": 120, "drawn": drawn, "rule": f"the MD5 of who is below {below}"},
                     f"{name}, {where}: who is drawn")
        check_everyone_equals(checks, report, wanted, f"{name}, {where}")
    for key, metric in here["metrics"].items():
        checks.near(there["metrics"][key]["value"], metric["value"], 1e-12,
                    f"{name}: {key} in the sample")
    for table in ("by_club", "everyone_quantiles"):
        for row, other in zip(rows(there, table), rows(here, table)):
            for column in row:
                if isinstance(row[column], (int, float)):
                    checks.near(row[column], other[column], 1e-12, f"{name}: {column} of {table}")
