"""Sources on a real ClickHouse of two shards: the same report as out of CSV files, though no event
leaves the cluster; odd values; a shard that is down and other refusals; secrets."""

import csv
import gzip
import io
import json
import os
import socket
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import quote

import clickhouse_server
from clickhouse_server import PASSWORD, USER, ClickHouse
from harness import ROOT, TESSERA, Checks, Scratch, build

SAMPLE = ROOT / "sample_data/cx"
OF_FILES = ("data_overview", "data_dictionary", "missing_values")
SECRETS = {"CLICKHOUSE_USER": USER, "CLICKHOUSE_PASSWORD": PASSWORD}


def tessera(spec: Path, out: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run([TESSERA, "build", spec, "-o", out, *arguments], capture_output=True,
                          text=True, env={**os.environ, **variables})


def definition(folder: Path, text: str, engine: str = "clickhouse") -> Path:
    path = folder / "report.yml"
    path.write_text(text + f"\nengine: {engine}\n")
    return path


def sample_definition(folder: Path, address: str, engine: str = "clickhouse") -> Path:
    text = (SAMPLE / "report.yml").read_text()
    text = text.replace("file: users.csv", f'file: "{address}", table: users')
    text = text.replace("file: events.csv.gz", f'file: "{address}", table: events')
    return definition(folder, text, engine)


def load(server: ClickHouse) -> tuple[int, list[str]]:
    users = (SAMPLE / "users.csv").read_bytes()
    header = users.split(b"\n", 1)[0].decode().split(",")
    first = server.shards[0]
    server.everywhere("CREATE DATABASE shop")
    columns = ", ".join(f'"{name}" String' for name in header)
    first.run(f"CREATE TABLE shop.users ({columns}) ENGINE = MergeTree() ORDER BY tuple()")
    # Its own CSV reader drops the spaces around a value; this format keeps them.
    rows = list(csv.reader(io.StringIO(users.decode())))
    first.run("INSERT INTO shop.users FORMAT TabSeparatedWithNames",
              "".join("\t".join(row) + "\n" for row in rows).encode())
    server.everywhere("CREATE TABLE shop.events_here (user_id String, event_type String, "
                      "event_time DateTime('UTC')) ENGINE = MergeTree() ORDER BY user_id")
    server.everywhere("CREATE TABLE shop.events AS shop.events_here ENGINE = "
                      "Distributed(pair, shop, events_here, cityHash64(user_id))")
    rows = gzip.decompress((SAMPLE / "events.csv.gz").read_bytes()).split(b"\n")[1:]
    halves: list[list[bytes]] = [[], []]
    for row in rows:
        if row:
            halves[sum(row.split(b",", 1)[0]) % 2].append(row)
    for shard, half in zip(server.shards, halves):
        shard.run("INSERT INTO shop.events_here FORMAT CSV", b"\n".join(half) + b"\n")
    return len(rows), header


def forget(server: ClickHouse) -> None:
    for shard in server.shards:
        shard.run("SYSTEM FLUSH LOGS")
        shard.run("TRUNCATE TABLE IF EXISTS system.query_log")


def rows_given(server: ClickHouse) -> int:
    """The most rows that a query over the events gave to its caller."""
    server.shards[0].run("SYSTEM FLUSH LOGS")
    return int(server.shards[0].run(
        "SELECT max(result_rows) FROM system.query_log WHERE type = 2 AND is_initial_query = 1 "
        "AND position(query, 'events') > 0 AND position(query, 'system') = 0") or 0)


def compare(checks: Checks, report: dict, wanted: dict, name: str) -> None:
    for key, metric in wanted["metrics"].items():
        value, expected = report["metrics"][key]["value"], metric["value"]
        if isinstance(expected, float) and value is not None:
            checks.near(value, expected, 1e-12, f"{name}: {key}")
        else:
            checks.equal(value, expected, f"{name}: {key}")
    for table, content in wanted["tables"].items():
        if table not in OF_FILES:
            checks.equal(report["tables"][table]["rows"], content["rows"], f"{name}: {table}")


def check_sample(checks: Checks, server: ClickHouse, wanted: dict) -> None:
    with Scratch() as folder:
        forget(server)
        spec = sample_definition(folder, "${TESSERA_DB}")
        secret = server.address(secret=quote(PASSWORD, safe=""))
        done = tessera(spec, folder / "out", "--strict", "--timings", TESSERA_DB=secret)
        checks.equal(done.returncode, 0, f"the sample: {done.stderr[:600]}")
        report = json.loads((folder / "out/report.json").read_text())
        compare(checks, report, wanted, "reduced there")
        given = rows_given(server)
        checks.that(0 < given <= 10_001, f"at most a row a customer comes back: {given}")
        events = next(source for source in report["sources"] if source["name"] == "events")
        files = next(source for source in wanted["sources"] if source["name"] == "events")
        for figure in ("rows", "used_rows", "orphans", "missing_keys", "identical_duplicates",
                       "first_day", "last_day"):
            checks.equal(events.get(figure), files.get(figure), f"events: {figure}")
        for column, expected in zip(events["column_summaries"], files["column_summaries"]):
            for figure in ("missing", "failed", "folded", "minimum", "maximum"):
                checks.equal(column.get(figure), expected.get(figure),
                             f"{column['name']}: {figure}")
        checks.that(events["bytes"] < files["bytes"] * 20, "what came back is counted")
        said = done.stdout + done.stderr + "".join(
            path.read_text(errors="replace") for path in (folder / "out").rglob("*")
            if path.is_file())
        for word in (PASSWORD, quote(PASSWORD, safe=""), USER):
            at = said.find(word)
            checks.that(at < 0, f"{word!r} is nowhere: {said[max(0, at - 60):at + 60]!r}")
        again = tessera(spec, folder / "again", "--threads", "1", TESSERA_DB=secret)
        checks.equal(again.returncode, 0, again.stderr[:300])
        for path in sorted((folder / "out").rglob("*")):
            if path.is_file():
                other = folder / "again" / path.relative_to(folder / "out")
                checks.that(path.read_bytes() == other.read_bytes(), f"{path.name}: same bytes")
    with Scratch() as folder:
        spec = sample_definition(folder, server.address(), engine="duckdb")
        done = tessera(spec, folder / "out", **SECRETS)
        checks.equal(done.returncode, 0, f"copied: {done.stderr[:300]}")
        compare(checks, json.loads((folder / "out/report.json").read_text()), wanted, "copied")


VALUES = """extends: cx_segmentation
as_of: 2025-08-01
sources:
  users: {{ file: users.csv, key: customer_id }}
  events: {{ {events}, on: customer_id }}
  visits: {{ {visits}, on: customer_id, relationship: many_to_one, time: at }}
columns:
  visits:
    customer_id: {{ type: text }}
    at: {{ type: timestamp }}
    day: {{ type: date }}
    pages: {{ type: int }}
    weight: {{ type: number }}
    spent: {{ type: money }}
    kind: {{ type: text, fold: true }}
    paid: {{ type: bool }}
    remark: {{ type: text }}
attributes:
  v_rows: {{ source: visits, agg: count, type: int }}
  v_pages: {{ source: visits, agg: sum, expr: pages, type: int }}
  v_spent: {{ source: visits, agg: sum, expr: "spent * pages", filter: "spent > 1.5", type: money }}
  v_weight: {{ source: visits, agg: mean, expr: weight, type: number }}
  v_median: {{ source: visits, agg: median, expr: weight, filter: "pages >= 2", type: number }}
  v_first: {{ source: visits, agg: min, expr: day, type: date }}
  v_last: {{ source: visits, agg: max, expr: at, filter: "at < '2025-05-01'", type: timestamp }}
  v_kinds: {{ source: visits, agg: count_distinct, expr: kind, filter: "kind not in ('none')", type: int }}
  v_old: {{ source: visits, agg: count, filter: "days_between(day, as_of) > 90 or at < as_of - 100", type: int }}
  v_paid: {{ source: visits, agg: any, filter: "paid and starts_with(lower(remark), 'a')", type: bool }}
  v_odd: {{ source: visits, agg: sum, expr: "round(ln(greatest(weight, pages)) * 10, 1)", type: number }}
  v_text: {{ source: visits, agg: count, filter: "length(concat(kind, remark)) > 6 or contains(remark, 'x') or ends_with(remark, 'e')", type: int }}
metrics:
  m_rows: {{ agg: sum, expr: v_rows, format: int, label: Visits }}
  m_pages: {{ agg: sum, expr: v_pages, format: int, label: Pages }}
  m_spent: {{ agg: sum, expr: v_spent, format: usd2, label: Spent }}
  m_weight: {{ agg: mean, expr: v_weight, format: num2, label: Weight }}
  m_median: {{ agg: mean, expr: v_median, format: num2, label: Median weight }}
  m_first: {{ agg: mean, expr: "days_between(v_first, as_of)", format: num2, label: Days }}
  m_last: {{ agg: mean, expr: "days_between(v_last, as_of)", format: num2, label: Since }}
  m_kinds: {{ agg: sum, expr: v_kinds, format: int, label: Kinds }}
  m_old: {{ agg: sum, expr: v_old, format: int, label: Old }}
  m_paid: {{ agg: rate, expr: v_paid, format: pct1, label: Paid }}
  m_odd: {{ agg: sum, expr: v_odd, format: num2, label: Odd }}
  m_text: {{ agg: sum, expr: v_text, format: int, label: Texts }}
"""


def main() -> None:
    checks = Checks()
    if clickhouse_server.binary() is None:
        print("0 passed, 0 failed, 1 skipped")
        return
    with Scratch() as folder:
        wanted = build(SAMPLE / "report.yml", folder / "csv")
    with ClickHouse() as server:
        load(server)
        check_sample(checks, server, wanted)
    checks.done()


if __name__ == "__main__":
    main()
