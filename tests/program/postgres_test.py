"""Sources on a real PostgreSQL: the same report as out of CSV files, odd values, refusals, secrets."""

import csv
import gzip
import io
import json
import os
import subprocess
from pathlib import Path
from urllib.parse import quote

import postgres_server
import reduced_there
from harness import ROOT, TESSERA, Checks, Scratch, build
from postgres_server import PASSWORD, Postgres

SAMPLE = ROOT / "sample_data/cx"
SPEC = """extends: cx_segmentation
as_of: 2025-08-01
sources:
  users: {{ file: "{address}", table: {users}, key: customer_id }}
  events: {{ file: "{address}", {events}, on: customer_id }}
"""


def tessera(spec: Path, out: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run([TESSERA, "build", spec, "-o", out, *arguments], capture_output=True,
                          text=True, env={**os.environ, **variables})


def write(folder: Path, address: str, users: str = "users", events: str = "table: events") -> Path:
    path = folder / "report.yml"
    path.write_text(SPEC.format(address=address, users=users, events=events))
    return path


def sample_definition(folder: Path, address: str) -> Path:
    text = (SAMPLE / "report.yml").read_text()
    text = text.replace("file: users.csv", f'file: "{address}", table: shop.users')
    text = text.replace("file: events.csv.gz", f'file: "{address}", table: shop.events')
    (folder / "report.yml").write_text(text)
    return folder / "report.yml"


def check_sample(checks: Checks, server: Postgres) -> None:
    users = (SAMPLE / "users.csv").read_bytes()
    header = users.split(b"\n", 1)[0].decode().split(",")
    server.psql("CREATE SCHEMA shop")
    server.load("shop.users", ", ".join(f'"{name}" text' for name in header), users)
    events = gzip.decompress((SAMPLE / "events.csv.gz").read_bytes())
    server.load("shop.events", "user_id text, event_type text, event_time timestamp", events)
    with Scratch() as folder:
        wanted = build(SAMPLE / "report.yml", folder / "csv")
        spec = sample_definition(folder, "${TESSERA_DB}")
        secret = server.address(secret=quote(PASSWORD, safe=""))
        done = tessera(spec, folder / "out", "--strict", "--timings", TESSERA_DB=secret)
        checks.equal(done.returncode, 0, f"the sample: {done.stderr[:300]}")
        report = json.loads((folder / "out/report.json").read_text())
        checks.equal({k: m["value"] for k, m in report["metrics"].items()},
                     {k: m["value"] for k, m in wanted["metrics"].items()}, "metrics as from CSV")
        for table, content in wanted["tables"].items():
            if table not in ("data_overview", "data_dictionary", "missing_values"):
                checks.equal(report["tables"][table]["rows"], content["rows"], f"table {table}")
        checks.equal(report["sources"][0]["rows"], 10000, "rows are counted")
        checks.equal(len(report["sources"][0]["sha256"]), 64, "what came is fingerprinted")
        said = done.stdout + done.stderr + "".join(
            path.read_text(errors="replace") for path in (folder / "out").rglob("*")
            if path.is_file())
        for word in (PASSWORD, quote(PASSWORD, safe=""), "dbuser7"):
            at = said.find(word)
            checks.that(at < 0, f"{word!r} is nowhere in report, pages and timings: "
                                f"{said[max(0, at - 60):at + 60]!r}")
        checks.that(f"127.0.0.1:{server.port}/postgres" in said, "where it came from is said")


def check_values(checks: Checks, server: Postgres) -> None:
    server.psql("""CREATE TABLE users (customer_id text, plan_type text, portfolio_size int,
      arr numeric, is_active boolean, support_tickets_90d int, nps_score real, tags text[]);
      INSERT INTO users SELECT 'C' || i, CASE WHEN i % 2 = 0 THEN E'tab\\there' ELSE E'back\\\\slash' END,
      i, CASE WHEN i = 1 THEN 'NaN' ELSE 100.25 END, i % 3 > 0, 0, NULL, '{a,b}' FROM generate_series(1, 40) i;
      CREATE TABLE events (customer_id text, event_type text, event_at timestamptz);
      INSERT INTO events SELECT 'C' || i, 'login',
      CASE WHEN i = 1 THEN 'infinity' WHEN i = 2 THEN '2025-05-31 23:30:00-02' ELSE '2025-05-05 10:00:00+05:30' END::timestamptz
      FROM generate_series(1, 40) i""")
    with Scratch() as folder:
        spec = write(folder, server.address(), events='query: "SELECT * FROM events WHERE true"')
        done = tessera(spec, folder / "out", PGPASSWORD=PASSWORD)
        checks.equal(done.returncode, 0, f"odd values: {done.stderr[:300]}")
        report = json.loads((folder / "out/report.json").read_text())
        names = {row[0] for row in report["tables"]["by_plan_type"]["rows"]}
        checks.equal(names, {"tab\there", "back\\slash"}, "escapes of COPY")
        checks.near(report["metrics"]["arr_total"]["value"], 39 * 100.25, 1e-12, "NaN is no money")
        checks.equal(report["metrics"]["events"]["value"], 40, "events")
        columns = {c["name"]: c for c in report["sources"][1]["column_summaries"]}
        checks.equal(columns["event_at"].get("failed"), 1, "infinity is no time, and is counted")
        checks.equal(columns["event_at"].get("maximum"), "2025-06-01", "times are in UTC")


def check_reduced_there(checks: Checks, server: Postgres) -> None:
    """`engine: postgres`: the server makes the groups."""
    with Scratch() as folder:
        wanted = build(SAMPLE / "report.yml", folder / "csv")
        before = len(server.log())
        spec = sample_definition(folder, server.address())
        spec.write_text(spec.read_text() + "\nengine: postgres\n")
        done = tessera(spec, folder / "out", "--strict", PGPASSWORD=PASSWORD)
        checks.equal(done.returncode, 0, f"reduced there: {done.stderr[:600]}")
        copies = [line for line in server.log()[before:].splitlines() if "COPY (" in line]
        checks.equal([("GROUP BY" in line) for line in copies if "events" in line], [True],
                     "events are asked for once, as groups")
        report = json.loads((folder / "out/report.json").read_text())
        for key, metric in wanted["metrics"].items():
            checks.equal(report["metrics"][key]["value"], metric["value"], f"reduced there: {key}")
        for table, content in wanted["tables"].items():
            if table not in ("data_overview", "data_dictionary", "missing_values"):
                checks.equal(report["tables"][table]["rows"], content["rows"],
                             f"reduced there: {table}")
    people = io.StringIO()
    csv.writer(people).writerows([["who", "club"], *reduced_there.people()])
    server.load("people", "who text, club text", people.getvalue().encode())
    typed = ("timestamp", "date", "int", "double precision", "numeric", "text", "boolean", "text")
    for odd in (False, True):
        table = f"visits_{'text' if odd else 'typed'}"
        columns = ", ".join(f"{name} {'text' if odd else kind}"
                            for name, kind in zip(reduced_there.COLUMNS[1:], typed))
        rows = io.StringIO()
        csv.writer(rows).writerows([reduced_there.COLUMNS, *reduced_there.visits(odd)])
        server.load(table, f"who text, {columns}", rows.getvalue().encode())
        source = f'file: "{server.address()}", table: {table}'
        reduced_there.check_values(checks, odd, source, "postgres", PGPASSWORD=PASSWORD)
        reduced_there.check_everyone(checks, odd, f'file: "{server.address()}", table: people',
                                     source, "postgres", PGPASSWORD=PASSWORD)


def check_everyone(checks: Checks, server: Postgres) -> None:
    """Past frame_limit the server groups too, and gives a sample of the customers."""
    with Scratch() as folder:
        wanted = build(SAMPLE / "report.yml", folder / "csv")
        spec = sample_definition(folder, server.address())
        spec.write_text(spec.read_text() + "\nengine: postgres\nframe_limit: 3000\n")
        done = tessera(spec, folder / "out", "--strict", PGPASSWORD=PASSWORD)
        checks.equal(done.returncode, 0, f"a sample: {done.stderr[:600]}")
        report = json.loads((folder / "out/report.json").read_text())
        reduced_there.check_everyone_equals(checks, report, wanted, "the server's cube")


def check_refusals(checks: Checks, server: Postgres) -> None:
    def refused(name: str, address: str, *wanted: str, users: str = "users",
                password: str = PASSWORD) -> None:
        with Scratch() as folder:
            spec = write(folder, address, users)
            done = tessera(spec, folder / "out", PGPASSWORD=password)
            checks.equal(done.returncode, 1, f"{name}: exit code")
            for text in wanted:
                checks.that(text in done.stderr, f"{name}: {text!r} in {done.stderr.strip()!r}")
            checks.that("report.yml:4" in done.stderr, f"{name}: says where")
            checks.that(PASSWORD not in done.stderr and "wr0ng" not in done.stderr,
                        f"{name}: no password in the error")
            checks.that(not (folder / "out").exists(), f"{name}: nothing is written")

    refused("wrong password", server.address(secret="wr0ng"), "password authentication failed")
    refused("no such table", server.address(), 'relation "nobody" does not exist', users="nobody")
    refused("no such database", server.address().replace("/postgres", "/elsewhere"),
            '"elsewhere" does not exist')
    refused("nobody listens", f"postgres://127.0.0.1:{postgres_server.free_port()}/x", "refused")
    refused("other servers", "oracle://127.0.0.1/x", "'oracle' is no kind of server")
    with Scratch() as folder:
        spec = write(folder, "${TESSERA_NO_SUCH}")
        done = tessera(spec, folder / "out")
        checks.that("no variable 'TESSERA_NO_SUCH'" in done.stderr, "an unset variable is named")


def main() -> None:
    checks = Checks()
    if postgres_server.binaries() is None:
        print("0 passed, 0 failed, 1 skipped")
        return
    with Postgres() as server:
        check_sample(checks, server)
        check_values(checks, server)
        check_reduced_there(checks, server)
        check_everyone(checks, server)
        check_refusals(checks, server)
    checks.done()


if __name__ == "__main__":
    main()
