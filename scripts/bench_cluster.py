#!/usr/bin/env python3
"""What a ClickHouse of two shards on this machine takes and gives back for the report, at several sizes.

Usage: bench_cluster.py TESSERA FOLDER...    (folders of generate_scale.py, with users.csv and events.csv)

For each folder: the rows of its events; seconds and bytes read of the query that reduces them in the cluster; rows and
bytes that it gives back; seconds of the whole report with `engine: clickhouse`, the customers out of users.csv.
"""

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
  users: {{ file: {users}, key: user_id }}
  events: {{ file: "{address}", table: events, on: user_id }}
columns:
  users: {{ arr: annual_revenue, support_tickets_90d: support_tickets_last_90d }}
  events: {{ event_at: event_time }}
"""


def load(server: ClickHouse, events: Path) -> int:
    """Rows go to the shard that their key belongs to."""
    server.everywhere("DROP TABLE IF EXISTS shop.events_here")
    server.everywhere("CREATE TABLE shop.events_here (user_id String, event_type String, event_time "
                      "DateTime('UTC')) ENGINE = MergeTree() ORDER BY user_id")
    with events.open("rb") as file:
        file.readline()
        while lines := file.readlines(64 << 20):
            halves = [[], []]
            for line in lines:
                halves[line[line.index(b",") - 1] & 1].append(line)
            for shard, half in zip(server.shards, halves):
                if half:
                    shard.run("INSERT INTO shop.events_here FORMAT CSV", b"".join(half))
    return int(server.shards[0].run("SELECT count() FROM shop.events"))


def last_reduction(server: ClickHouse) -> list[float]:
    server.shards[0].run("SYSTEM FLUSH LOGS")
    fields = server.shards[0].run(
        "SELECT query_duration_ms, read_rows, read_bytes, result_rows, result_bytes FROM system.query_log "
        "WHERE type = 2 AND is_initial_query = 1 AND position(query, 'groupArray') > 0 "
        "AND position(query, 'system') = 0 ORDER BY event_time DESC, query_start_time DESC LIMIT 1")
    return [float(field) for field in fields.split("\t")]


def main() -> None:
    tessera = str(Path(sys.argv[1]).resolve())
    print(f"{'events':>12} {'cluster s':>10} {'read MB':>9} {'rows back':>10} {'MB back':>8} {'report s':>9}")
    with ClickHouse() as server, tempfile.TemporaryDirectory() as scratch:
        server.everywhere("CREATE DATABASE shop")
        server.everywhere("CREATE TABLE shop.events (user_id String, event_type String, event_time "
                          "DateTime('UTC')) ENGINE = Distributed(pair, shop, events_here, cityHash64(user_id))")
        for name in sys.argv[2:]:
            folder = Path(name).resolve()
            rows = load(server, folder / "events.csv")
            spec = Path(scratch) / "report.yml"
            spec.write_text(SPEC.format(users=folder / "users.csv", address=server.address()))
            began = time.perf_counter()
            subprocess.run([tessera, "build", spec, "-o", Path(scratch) / "out"], check=True, capture_output=True,
                           env={"CLICKHOUSE_USER": USER, "CLICKHOUSE_PASSWORD": PASSWORD, "PATH": "/usr/bin"})
            took = time.perf_counter() - began
            milliseconds, _, read, back, back_bytes = last_reduction(server)
            print(f"{rows:>12,} {milliseconds / 1e3:>10.2f} {read / 1e6:>9.1f} {back:>10,.0f} "
                  f"{back_bytes / 1e6:>8.1f} {took:>9.2f}", flush=True)


if __name__ == "__main__":
    main()
