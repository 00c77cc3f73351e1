"""The sample out of database files and other encodings: the same report as out of its CSV files."""

import csv
import gzip
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from harness import ROOT, TESSERA, Checks, Scratch, build, run

SAMPLE = ROOT / "sample_data/cx"


def tables() -> dict[str, list[list[str]]]:
    with gzip.open(SAMPLE / "events.csv.gz", "rt") as file:
        events = list(csv.reader(file))
    return {"users": list(csv.reader((SAMPLE / "users.csv").open())), "events": events}


def write_sqlite(path: Path, data: dict[str, list[list[str]]]) -> None:
    connection = sqlite3.connect(path)
    for name, rows in data.items():
        columns = ", ".join(f'"{column}"' for column in rows[0])
        connection.execute(f"CREATE TABLE {name} ({columns})")
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})",
                               ([value or None for value in row] for row in rows[1:]))
    connection.commit()
    connection.close()


def definition(folder: Path, users: str, events: str) -> Path:
    text = (SAMPLE / "report.yml").read_text()
    text = text.replace("file: users.csv", users).replace("file: events.csv.gz", events)
    (folder / "report.yml").write_text(text)
    return folder / "report.yml"


def same(checks: Checks, wanted: dict, got: dict, name: str) -> None:
    checks.equal({k: v["value"] for k, v in got["metrics"].items()},
                 {k: v["value"] for k, v in wanted["metrics"].items()}, f"{name}: metrics")
    checks.equal({k: v["rows"] for k, v in got["tables"].items() if k not in SOURCE_TABLES},
                 {k: v["rows"] for k, v in wanted["tables"].items() if k not in SOURCE_TABLES},
                 f"{name}: tables")


SOURCE_TABLES = {"data_overview", "data_dictionary", "missing_values"}


def refused(checks: Checks, folder: Path, users: str, *wanted: str) -> None:
    done = run("build", definition(folder, users, f"file: {SAMPLE}/events.csv.gz"), "-o",
               folder / "none")
    checks.equal(done.returncode, 1, f"{users}: refused")
    for text in wanted:
        checks.that(text in done.stderr, f"{text!r} in {done.stderr.strip()!r}")
    checks.that(not (folder / "none").exists(), "nothing is written")


def check_sqlite(checks: Checks, wanted: dict, data: dict) -> None:
    with Scratch() as folder:
        write_sqlite(folder / "shop.db", data)
        spec = definition(folder, "file: shop.db, table: users", "file: shop.db, table: events")
        same(checks, wanted, build(spec, folder / "out", "--strict"), "SQLite")
        spec = definition(folder, 'file: shop.db, query: "SELECT * FROM users WHERE 1 = 1"',
                          "file: shop.db, table: events")
        same(checks, wanted, build(spec, folder / "query"), "an SQLite query")
        refused(checks, folder, "file: shop.db", "it has 2 tables", "events, users")
        refused(checks, folder, "file: shop.db, table: user", "no table 'user'")
        refused(checks, folder, 'file: shop.db, query: "DELETE FROM users"', "would change the data")
        refused(checks, folder, 'file: shop.db, query: "SELECT * FROM nowhere"', "no such table")
        (folder / "broken.db").write_bytes((folder / "shop.db").read_bytes()[:5000])
        refused(checks, folder, "file: broken.db, table: users", "broken.db")


def check_addresses(checks: Checks) -> None:
    events = f"file: {SAMPLE}/events.csv.gz"
    with Scratch() as folder:
        for address in ("https://data.example/users.csv", "s3://bucket/users.parquet"):
            done = run("build", definition(folder, f'file: "{address}"', events), "-o", folder / "out")
            checks.equal(done.returncode, 1, f"{address}: exit code")
            checks.that("extension httpfs" in done.stderr and "name its copy" in done.stderr,
                        f"{address}: {done.stderr.strip()!r}")
            checks.that(not (folder / "out").exists(), f"{address}: nothing is written")


def check_encodings(checks: Checks, wanted: dict) -> None:
    text = (SAMPLE / "users.csv").read_text()
    events = f"file: {SAMPLE}/events.csv.gz"
    with Scratch() as folder:
        (folder / "users.csv").write_bytes(text.encode("utf-16"))
        report = build(definition(folder, "file: users.csv", events), folder / "out")
        same(checks, wanted, report, "UTF-16")
        checks.that(any("UTF-16" in note["message"] for note in report["notes"]), "and says so")
        (folder / "users.csv").write_bytes(text.replace("premium", "prämium").encode("cp1252"))
        for users in ("file: users.csv", "file: users.csv, encoding: windows-1252"):
            report = build(definition(folder, users, events), folder / "out")
            names = [row[0] for row in report["tables"]["by_plan_type"]["rows"]]
            checks.that("prämium" in names, f"{users}: names are read: {names}")
            checks.that(any("WINDOWS-1252" in note["message"] for note in report["notes"]),
                        f"{users}: and the encoding is said")


def check_duckdb(checks: Checks, wanted: dict) -> None:
    with Scratch() as folder:
        shutil.copy(ROOT / "tests/warehouse/data/shop.duckdb", folder / "shop.duckdb")
        minimal = build(ROOT / "sample_data/minimal/report.yml", folder / "plain")
        spec = (ROOT / "sample_data/minimal/report.yml").read_text()
        spec = spec.replace("file: accounts.csv", "file: shop.duckdb, table: accounts")
        spec = spec.replace("file: activity.csv", "file: shop.duckdb, table: activity")
        (folder / "report.yml").write_text(spec)
        same(checks, minimal, build(folder / "report.yml", folder / "out"), "DuckDB")


def main() -> None:
    checks = Checks()
    data = tables()
    with Scratch() as folder:
        wanted = build(SAMPLE / "report.yml", folder / "site")
    check_sqlite(checks, wanted, data)
    check_encodings(checks, wanted)
    check_addresses(checks)
    check_duckdb(checks, wanted)
    checks.done()


if __name__ == "__main__":
    main()
