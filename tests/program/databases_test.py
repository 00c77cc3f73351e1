"""The sample out of database files and other encodings: the same report as out of its CSV files."""

import csv
import gzip
import os
import re
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


def extension(version: str) -> bytes:
    """What DuckDB takes for an extension of that version, until it asks for the signature."""
    fields = (b"4", b"linux_amd64", version.encode(), b"0.1", b"CPP", b"", b"", b"")
    return (b"\x7fELF" + bytes(2000)
            + b"".join(field.ljust(32, b"\0") for field in reversed(fields)) + bytes(256))


def check_addresses(checks: Checks) -> None:
    """https:// and s3:// need an extension that is not here: refused, with what to do."""
    events = f"file: {SAMPLE}/events.csv.gz"
    secrets = {"AWS_ACCESS_KEY_ID": "AKIDQ7Z", "AWS_SECRET_ACCESS_KEY": "s3cr3tKeY",
               "AWS_SESSION_TOKEN": "t0kenXyz"}

    def refused(folder: Path, address: str, *wanted: str, file: str = "${TESSERA_DATA}",
                **variables: str) -> str:
        spec = definition(folder, f'file: "{file}"', events)
        done = subprocess.run(
            [TESSERA, "build", spec, "-o", folder / "out", "--timings"], capture_output=True,
            text=True, env={**os.environ, "HOME": str(folder), "TESSERA_DATA": address,
                            "TESSERA_EXTENSION_DIRECTORY": "", **secrets, **variables})
        checks.equal(done.returncode, 1, f"{address}: exit code")
        for text in (*wanted, "report.yml:", "name its copy"):
            checks.that(text in done.stderr, f"{address}: {text!r} in {done.stderr.strip()!r}")
        for text in (*secrets.values(), "hush", "dbuser7"):
            checks.that(text not in done.stdout + done.stderr, f"{address}: {text!r} is told")
        checks.that(not (folder / "out").exists(), f"{address}: nothing is written")
        return done.stderr

    with Scratch() as folder:
        named = folder / "named"
        named.mkdir()
        for address in ("https://dbuser7:hush@data.example/users.csv?signature=hush",
                        "s3://bucket/users.parquet?s3_secret_access_key=hush",
                        "s3://bucket/users/year=*/*.parquet"):
            said = refused(folder, address, "extension httpfs v", f"{folder}/.duckdb/extensions/v",
                           address.split("?")[0].replace("dbuser7:hush@", ""))
            place = Path(re.search(rf"{re.escape(str(folder))}/.duckdb\S*?_extension", said)[0])
            refused(folder, address, file=address)
            refused(folder, address, f"{named}/v", f"{named}/httpfs.duckdb_extension",
                    TESSERA_EXTENSION_DIRECTORY=str(named))
        version = place.parent.parent.name
        place.parent.mkdir(parents=True)
        for content, why in ((b"no extension", "is not a DuckDB extension"),
                             (extension("v0.1.0"), "built specifically for DuckDB version 'v0.1.0'"),
                             (extension(version), "signature is either missing or invalid")):
            place.write_bytes(content)
            refused(folder, "s3://bucket/users.parquet", f"{place} does not load", why,
                    f"it must be httpfs {version}")
        refused(folder, "http://data.example/users.csv", "write https://")


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
