#!/usr/bin/env python3
"""What a ClickHouse of two shards on this machine takes and gives back for the report, at several sizes.

Usage: bench_cluster.py TESSERA FOLDER...    (folders of generate_scale.py, with users.csv and events.csv)

For each folder, two reports with `engine: clickhouse`: one with the customers out of users.csv, and one of a hash
sample (`frame_limit`) of customers who are in the cluster too, beside the exact figures of everyone. Of each: how many
customers it holds; what the cluster was asked, in queries, seconds, bytes read, rows and bytes given back, and bytes of
memory of the largest query; seconds and peak memory of the whole program.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/program"))
from clickhouse_server import PASSWORD, USER, ClickHouse  # noqa: E402

SPEC = """extends: cx_segmentation
as_of: 2025-08-01
engine: clickhouse
sources:
  users: {users}
  events: {{ file: "{address}", table: events, on: user_id }}
columns:
  users: {{ arr: annual_revenue, support_tickets_90d: support_tickets_last_90d }}
  events: {{ event_at: event_time }}
"""


SAMPLE = "frame_limit: 5000\n"
TABLES = {
    "users": ", ".join(f"{name} String" for name in (
        "user_id", "plan_type", "portfolio_size", "annual_revenue", "is_active", "support_tickets_last_90d",
        "nps_score", "signup_date", "country", "industry", "last_login_at")),
    "events": "user_id String, event_type String, event_time DateTime('UTC')",
}


def load(server: ClickHouse, table: str, path: Path) -> int:
    """Rows go to the shard that their key belongs to."""
    server.everywhere(f"DROP TABLE IF EXISTS shop.{table}_here")
    server.everywhere(f"CREATE TABLE shop.{table}_here ({TABLES[table]}) ENGINE = MergeTree() ORDER BY user_id")
    with path.open("rb") as file:
        file.readline()
        while lines := file.readlines(64 << 20):
            halves = [[], []]
            for line in lines:
                halves[line[line.index(b",") - 1] & 1].append(line)
            for shard, half in zip(server.shards, halves):
                if half:
                    shard.run(f"INSERT INTO shop.{table}_here FORMAT CSV", b"".join(half))
    return int(server.shards[0].run(f"SELECT count() FROM shop.{table}"))


def asked(server: ClickHouse, since: str) -> list[float]:
    server.shards[0].run("SYSTEM FLUSH LOGS")
    fields = server.shards[0].run(
        "SELECT count(), sum(query_duration_ms) / 1e3, sum(read_bytes) / 1e6, sum(result_rows), "
        "sum(result_bytes) / 1e6, max(memory_usage) / 1e6 FROM system.query_log WHERE type = 2 "
        f"AND is_initial_query = 1 AND query_start_time > toDateTime({since}) AND position(query, 'system') = 0")
    return [float(field) for field in fields.split("\t")]


def build(tessera: str, spec: Path) -> tuple[float, float]:
    """Seconds and MB of the program."""
    began = time.perf_counter()
    done = subprocess.run([tessera, "build", spec, "-o", spec.parent / "out", "--timings"], check=True, text=True,
                          capture_output=True,
                          env={"CLICKHOUSE_USER": USER, "CLICKHOUSE_PASSWORD": PASSWORD, "PATH": "/usr/bin"})
    peak = re.search(r"(\d+) MB at the peak", done.stdout + done.stderr)
    return time.perf_counter() - began, float(peak.group(1))


def main() -> None:
    tessera = str(Path(sys.argv[1]).resolve())
    print(f"{'events':>12} {'held':>10} {'queries':>8} {'cluster s':>10} {'read MB':>9} {'rows back':>10} "
          f"{'MB back':>8} {'query MB':>9} {'report s':>9} {'MB':>7}")
    with ClickHouse() as server, tempfile.TemporaryDirectory() as scratch:
        server.everywhere("CREATE DATABASE shop")
        for table, columns in TABLES.items():
            server.everywhere(f"CREATE TABLE shop.{table} ({columns}) "
                              f"ENGINE = Distributed(pair, shop, {table}_here, cityHash64(user_id))")
        spec = Path(scratch) / "report.yml"
        for name in sys.argv[2:]:
            folder = Path(name).resolve()
            load(server, "users", folder / "users.csv")
            rows = load(server, "events", folder / "events.csv")
            here = f"{{ file: {folder / 'users.csv'}, key: user_id }}"
            there = f"{{ file: \"{server.address()}\", table: users, key: user_id }}"
            for users, more in (here, ""), (there, SAMPLE):
                spec.write_text(SPEC.format(users=users, address=server.address()) + more)
                time.sleep(1.1)  # the log tells whole seconds
                since = server.shards[0].run("SELECT toUInt32(now())").strip()
                time.sleep(1.1)
                seconds, memory = build(tessera, spec)
                queries, cluster, read, back, megabytes, largest = asked(server, since)
                print(f"{rows:>12,} {'a sample' if more else 'everyone':>10} {queries:>8.0f} {cluster:>10.2f} "
                      f"{read:>9.1f} {back:>10,.0f} {megabytes:>8.1f} {largest:>9.1f} {seconds:>9.2f} {memory:>7.0f}",
                      flush=True)


if __name__ == "__main__":
    main()
