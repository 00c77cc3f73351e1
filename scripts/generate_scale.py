#!/usr/bin/env python3
"""Write users.csv and events.csv at scale: the sample's customers drawn again, under new ids.

Usage: generate_scale.py CUSTOMERS EVENTS_PER_CUSTOMER OUTDIR [--format csv|parquet] [--seed N]
                        [--sample FOLDER] [--duckdb LIBRARY]

The tables have the sample's columns and about its distributions.  Each customer is a random customer of the sample
with its revenue moved by up to 3 % and its events moved within their half hours.  Another number of events per customer
adds or drops logins and product events, but neither what a column of users.csv counts (tickets, cancellation, NPS
answer, training) nor the first event of a type, so about 8 a customer are the least.  Seeded: the same arguments give
the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import ctypes
import ctypes.util
import gzip
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

VARIANTS = 6        # texts prepared for each customer of the sample
CHUNK = 20_000      # customers written at a time
ONCE = {"subscription_cancelled", "support_ticket_created", "nps_response_submitted", "training_attended"}
HERE = b"\x00"      # stands for the customer's id in a prepared text


def read_sample(folder: Path) -> tuple[list[str], list[dict[str, str]], dict[str, list[tuple[str, str]]]]:
    """The sample's user columns and rows, and (type, time) of each customer's events in order of time."""
    with open(folder / "users.csv", encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        columns = list(reader.fieldnames or [])
    events: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with gzip.open(folder / "events.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for user, kind, time in list(csv.reader(file))[1:]:
            events[user].append((kind, time))
    return columns, rows, events


def resized(events: list[tuple[str, str]], target: int, rng: np.random.Generator) -> list[tuple[str, str]]:
    """About `target` events: logins and repeated product events are added or dropped, no type appears or goes."""
    if target == len(events):
        return events
    seen: set[str] = set()
    keep, spare = [], []
    for event in events:
        (spare if event[0] in seen and event[0] not in ONCE else keep).append(event)
        seen.add(event[0])
    usual = [event for event in events if event[0] not in ONCE]
    wanted = max(target - len(keep), 0)
    if wanted <= len(spare):
        chosen = sorted(rng.choice(len(spare), wanted, replace=False).tolist()) if wanted else []
        more = [spare[i] for i in chosen]
    elif usual:
        # A further event is another of the customer's kinds at another of its times.
        extra = rng.integers(0, len(usual), (2, wanted - len(spare))).tolist()
        more = spare + [(usual[k][0], usual[t][1]) for k, t in zip(*extra)]
    else:
        more = spare
    return sorted(keep + more, key=lambda event: event[1])


def prepare(rows: list[dict[str, str]], events: dict[str, list[tuple[str, str]]], per_customer: float,
            rng: np.random.Generator) -> tuple[list[bytes], np.ndarray]:
    """The text of each variant of each sample customer's events, with HERE for the id, and its events."""
    mean = sum(len(e) for e in events.values()) / len(rows)
    texts, counts = [], []
    for row in rows:
        own = events.get(row["user_id"], [])
        for _ in range(VARIANTS):
            target = int(np.floor(len(own) * per_customer / mean + rng.random()))
            chosen = own if per_customer == mean else resized(own, target, rng)
            minutes = rng.integers(0, 30, len(chosen)).tolist()
            seconds = rng.integers(0, 60, len(chosen)).tolist()
            lines = [f"\x00,{kind},{time[:14]}{int(time[14:16]) + m:02d}:{s:02d}\n"
                     for (kind, time), m, s in zip(chosen, minutes, seconds)]
            texts.append("".join(lines).encode())
            counts.append(len(lines))
    return texts, np.array(counts)


def write_csv(out: Path, customers: int, per_customer: float, sample: Path, seed: int) -> int:
    """Write both files; returns the number of events."""
    rng = np.random.default_rng(seed)
    columns, rows, events = read_sample(sample)
    texts, counts = prepare(rows, events, per_customer, rng)
    revenue = np.array([float(row["annual_revenue"]) for row in rows])
    at = columns.index("annual_revenue")
    before = [",".join(row[c] for c in columns[1:at]) for row in rows]
    after = [",".join(row[c] for c in columns[at + 1:]) for row in rows]
    width = max(7, len(str(customers)))

    total = 0
    with open(out / "users.csv", "wb") as users, open(out / "events.csv", "wb") as log:
        users.write((",".join(columns) + "\n").encode())
        log.write(b"user_id,event_type,event_time\n")
        for start in range(0, customers, CHUNK):
            size = min(CHUNK, customers - start)
            drawn = rng.integers(0, len(rows), size)
            variant = drawn * VARIANTS + rng.integers(0, VARIANTS, size)
            money = np.round(revenue[drawn] * rng.uniform(0.97, 1.03, size), 2).tolist()
            ids = [f"U{i:0{width}d}" for i in range(start + 1, start + size + 1)]
            users.write("".join(f"{i},{before[d]},{m:.2f},{after[d]}\n"
                                for i, d, m in zip(ids, drawn.tolist(), money)).encode())
            log.write(b"".join(texts[v].replace(HERE, i.encode()) for v, i in zip(variant.tolist(), ids)))
            total += int(counts[variant].sum())
    return total


COLUMN_TYPES = {"portfolio_size": "INTEGER", "annual_revenue": "DECIMAL(14,2)", "nps_score": "INTEGER",
                "support_tickets_last_90d": "INTEGER", "signup_date": "DATE", "last_login_at": "TIMESTAMP",
                "event_time": "TIMESTAMP"}


def duckdb_library(given: Path | None) -> str:
    """Where DuckDB's library is: as told, the project's own, or the system's."""
    own = Path(__file__).resolve().parent.parent / "node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so"
    found = str(given) if given else str(own) if own.exists() else ctypes.util.find_library("duckdb")
    return found or sys.exit("--format parquet needs libduckdb: run npm install, or give --duckdb PATH")


def to_parquet(paths: list[Path], library: str) -> None:
    """Replace CSV files by Parquet files."""
    duckdb = ctypes.CDLL(library)
    duckdb.duckdb_result_error.restype = ctypes.c_char_p
    database, connection = ctypes.c_void_p(), ctypes.c_void_p()
    duckdb.duckdb_open(None, ctypes.byref(database))
    duckdb.duckdb_connect(database, ctypes.byref(connection))
    for path in paths:
        with open(path, encoding="utf-8") as file:
            columns = file.readline().strip().split(",")
        types = ", ".join(f"'{c}': '{COLUMN_TYPES.get(c, 'VARCHAR')}'" for c in columns)
        target = str(path.with_suffix(".parquet")).replace("'", "''")
        source = str(path).replace("'", "''")
        sql = (f"COPY (FROM read_csv('{source}', header=true, delim=',', columns={{{types}}})) "
               f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        result = ctypes.create_string_buffer(256)    # a duckdb_result, with room to spare
        if duckdb.duckdb_query(connection, sql.encode(), result) != 0:
            sys.exit(duckdb.duckdb_result_error(result).decode())
        duckdb.duckdb_destroy_result(result)
        path.unlink()
    duckdb.duckdb_disconnect(ctypes.byref(connection))
    duckdb.duckdb_close(ctypes.byref(database))


def main() -> None:
    sample = Path(__file__).resolve().parent.parent / "sample_data" / "cx"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("customers", type=int)
    parser.add_argument("events_per_customer", type=float)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--duckdb", type=Path, help="libduckdb.so, for Parquet")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=Path, default=sample, help="folder with users.csv and events.csv.gz")
    options = parser.parse_args()
    library = duckdb_library(options.duckdb) if options.format == "parquet" else ""
    options.outdir.mkdir(parents=True, exist_ok=True)
    events = write_csv(options.outdir, options.customers, options.events_per_customer, options.sample, options.seed)
    if options.format == "parquet":
        to_parquet([options.outdir / name for name in ("users.csv", "events.csv")], library)
    print(f"{options.customers:,} customers, {events:,} events in {options.outdir}")


if __name__ == "__main__":
    main()
