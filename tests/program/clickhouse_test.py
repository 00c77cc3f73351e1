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
import reduced_there
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


def spread(server: ClickHouse, table: str, columns: str, rows: list[tuple[str, str]],
           key: str) -> None:
    """A distributed table: each line is on the shard of the key beside it, as the events are."""
    server.everywhere(f"CREATE TABLE shop.{table}_here ({columns}) ENGINE = MergeTree() "
                      "ORDER BY tuple()")
    server.everywhere(f"CREATE TABLE shop.{table} AS shop.{table}_here ENGINE = "
                      f"Distributed(pair, shop, {table}_here, cityHash64({key}))")
    for place, shard in enumerate(server.shards):
        shard.run(f"INSERT INTO shop.{table}_here FORMAT TabSeparated", "".join(
            line + "\n" for line, key in rows if sum(key.encode()) % 2 == place).encode())


def joins_on_shards(server: ClickHouse) -> int:
    """Queries with a join that the second shard answered for the first."""
    server.shards[1].run("SYSTEM FLUSH LOGS")
    return int(server.shards[1].run(
        "SELECT count() FROM system.query_log WHERE type = 2 AND is_initial_query = 0 "
        "AND position(query, 'ANY INNER JOIN') > 0"))


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
    spread(server, "customers", columns, [("\t".join(row), row[0]) for row in rows[1:]], "user_id")
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
    first.run("CREATE VIEW shop.slow AS SELECT user_id, event_type, event_time + sleepEachRow(0.02) "
              "AS event_time FROM shop.events_here")
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


def check_values(checks: Checks, server: ClickHouse) -> None:
    server.shards[0].run("CREATE TABLE shop.people (who String, club String) ENGINE = MergeTree() "
                         "ORDER BY who")
    server.shards[0].run("INSERT INTO shop.people FORMAT CSV", "".join(
        f"{who},{club}\n" for who, club in reduced_there.people()).encode())
    typed = ("Nullable(DateTime('UTC'))", "Nullable(Date)", "Nullable(Int32)", "Nullable(Float64)",
             "Nullable(Decimal(18, 2))", "Nullable(String)", "Nullable(UInt8)",
             "Nullable(String)")
    for odd in (False, True):
        table = f"visits_{'text' if odd else 'typed'}"
        columns = ", ".join(f"{name} {'String' if odd else kind}"
                            for name, kind in zip(reduced_there.COLUMNS[1:], typed))
        server.everywhere(f"CREATE TABLE shop.{table}_here (who String, {columns}, tags Array(String)) "
                          "ENGINE = MergeTree() ORDER BY who")
        server.everywhere(f"CREATE TABLE shop.{table} AS shop.{table}_here ENGINE = "
                          f"Distributed(pair, shop, {table}_here, rand())")
        empty = "" if odd else "\\N"
        rows = ["\t".join([value.replace("\\", "\\\\") or empty for value in row]) + "\t['a','b']\n"
                for row in reduced_there.visits(odd)]
        for shard, half in zip(server.shards, (rows[::2], rows[1::2])):
            shard.run(f"INSERT INTO shop.{table}_here FORMAT TabSeparated", "".join(half).encode())
        source = f'file: "{server.address()}", table: {table}'
        reduced_there.check_values(checks, odd, source, "clickhouse", **SECRETS)
        reduced_there.check_everyone(checks, odd, f'file: "{server.address()}", table: people',
                                     source, "clickhouse", **SECRETS)
        spread(server, f"clubs_{table}", "who String, club String",
               [(f"{who}\t{club}", who) for who, club in reduced_there.people()], "who")
        spread(server, f"own_{table}", f"who String, {columns}, tags Array(String)",
               [(row[:-1], row.split("\t")[0]) for row in rows], "who")
        forget(server)
        reduced_there.check_everyone(
            checks, odd, f'file: "{server.address()}", table: clubs_{table}',
            f'file: "{server.address()}", table: own_{table}', "clickhouse", **SECRETS)
        # "p001 " and "p001" are one person on two shards.
        checks.equal(joins_on_shards(server) > 0, not odd, f"{table}: each shard for its own")
    check_misplaced(checks, server)


def check_misplaced(checks: Checks, server: ClickHouse) -> None:
    """Rows that are not on the shard that their table declares are found out."""
    for place, shard in enumerate(server.shards):
        shard.run("INSERT INTO shop.own_visits_typed_here (who, kind) FORMAT TabSeparated", "".join(
            f"p{who:03}\twalk\n" for who in range(120) if sum(b"p%03d" % who) % 2 != place).encode())
    with Scratch() as folder:
        report = reduced_there.build_over(
            folder, f'file: "{server.address()}", table: own_visits_typed', "clickhouse",
            f'file: "{server.address()}", table: clubs_visits_typed', "frame_limit: 40", **SECRETS)
    check = next(c for c in report["checks"] if c["id"] == "everyone.sample_agrees")
    checks.equal(check["status"], "fail", "misplaced rows: the sample does not agree")
    checks.that("Visits " in check["detail"] and " there and " in check["detail"],
                f"misplaced rows: {check['detail']}")


def check_everyone(checks: Checks, server: ClickHouse, wanted: dict, users: str) -> None:
    """Past frame_limit the cluster groups too: neither events nor the customers leave it."""
    with Scratch() as folder:
        here = build(SAMPLE / "report.yml", folder / "here", "--set", "frame_limit=3000")
        spec = sample_definition(folder, server.address())
        spec.write_text(spec.read_text().replace("table: users", f"table: {users}")
                        + "frame_limit: 3000\n")
        forget(server)
        done = tessera(spec, folder / "out", "--strict", **SECRETS)
        checks.equal(done.returncode, 0, f"a sample: {done.stderr[:600]}")
        report = json.loads((folder / "out/report.json").read_text())
        checks.equal(report["report"]["sample"], here["report"]["sample"], "the same sample")
        for table in ("missing_data", "everyone_quantiles"):  # of everyone, and to the last bit
            here["tables"].pop(table)
        compare(checks, report, here, "the sample")
        reduced_there.check_everyone_equals(checks, report, wanted, "the cluster's cube")
        drawn = report["report"]["sample"]["drawn"]
        most = int(server.shards[0].run(
            "SELECT max(result_rows) FROM system.query_log WHERE type = 2 AND is_initial_query = 1 "
            "AND position(query, 'shop') > 0 AND position(query, 'system.') = 0") or 0)
        checks.that(rows_given(server) <= drawn, f"at most the sample comes back: {drawn}")
        checks.that(most <= drawn, f"of the customers too: {most}")
        checks.equal(joins_on_shards(server), 3 if users == "customers" else 0,
                     f"{users}: repeats, cube and quantiles, each shard for its own")


def check_repeated_key(checks: Checks, server: ClickHouse) -> None:
    server.shards[0].run("CREATE VIEW shop.twice AS SELECT * FROM shop.users UNION ALL "
                         "SELECT * FROM shop.users WHERE user_id = 'U00007'")
    server.shards[sum(b"U00007") % 2].run("INSERT INTO shop.customers_here SELECT * FROM "
                                          "shop.customers_here WHERE user_id = 'U00007'")
    for users in ("twice", "customers"):
        with Scratch() as folder:
            spec = sample_definition(folder, server.address())
            spec.write_text(spec.read_text().replace("table: users", f"table: {users}")
                            + "frame_limit: 3000\n")
            done = tessera(spec, folder / "out", **SECRETS)
            for part in ("1 rows of users repeat a customer_id that stood before", "report.yml:",
                         "one row a key"):
                checks.that(part in done.stderr, f"{users}: {part!r} in {done.stderr!r}")
            checks.equal(done.returncode, 1, f"{users}: exit code")


class Listener:
    """A server that takes a request and then says `answer` and hangs up, or nothing at all."""

    def __init__(self, answer: bytes | None) -> None:
        self.answer = answer
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.held: list[socket.socket] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            caller.recv(65536)
            if self.answer is None:
                self.held.append(caller)
            else:
                caller.sendall(self.answer)
                caller.close()

    def close(self) -> None:
        self.socket.close()


def check_refusals(checks: Checks, server: ClickHouse) -> None:
    def refused(name: str, address: str, *wanted: str, table: str = "events",
                engine: str = "clickhouse", **variables: str) -> None:
        with Scratch() as folder:
            text = (SAMPLE / "report.yml").read_text()
            text = text.replace("file: users.csv", f"file: {SAMPLE / 'users.csv'}")
            text = text.replace("file: events.csv.gz", f'file: "{address}", table: {table}')
            (folder / "out.html").write_text("an older report")
            began = time.monotonic()
            done = subprocess.run(
                [TESSERA, "build", definition(folder, text, engine), "--single-file", "-o",
                 folder / "out.html"], capture_output=True, text=True,
                env={**os.environ, **SECRETS, **variables})
            checks.equal(done.returncode, 1, f"{name}: exit code")
            for part in wanted:
                checks.that(part in done.stderr, f"{name}: {part!r} in {done.stderr.strip()!r}")
            checks.that("report.yml:" in done.stderr, f"{name}: says where")
            checks.that(PASSWORD not in done.stderr and "wr0ng" not in done.stderr,
                        f"{name}: no password in the error")
            checks.equal((folder / "out.html").read_text(), "an older report",
                         f"{name}: nothing is overwritten")
            checks.that(len(list(folder.iterdir())) == 2, f"{name}: nothing is left behind")
            checks.that(time.monotonic() - began < 30, f"{name}: it does not hang")

    refused("wrong password", server.address(), "dbuser7", "(code 193)",
            CLICKHOUSE_PASSWORD="wr0ng")
    refused("no such table", server.address(), "nobody doesn't exist", "(code 60)", table="nobody")
    refused("no table", server.address(), "many tables", "`table:`", table='""')
    refused("no such database", server.address().replace("/shop", "/elsewhere"), "elsewhere",
            "(code 81)")
    refused("nobody listens", f"clickhouse://127.0.0.1:{clickhouse_server.free_port()}/x",
            "connect to server")
    refused("no address", "clickhouse://:x:/", "not well formed", "clickhouse://host:8123/database")
    refused("too little memory", server.address("?max_memory_usage=1000000"), "Memory limit",
            "(code 241)")
    refused("too slow", server.address("?max_execution_time=1&max_block_size=1"), "(code 159)",
            table="slow")
    refused("an engine that nothing is at", str(SAMPLE / "events.csv.gz"),
            "the engine is clickhouse, but no source", "leave `engine:` out")
    for name, answer, wanted in (
            ("hung up", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nuser_id\t", "127.0.0.1"),
            ("no ClickHouse", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "no columns"),
            ("an error page", b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", "answers 503")):
        listener = Listener(answer)
        refused(name, f"clickhouse://127.0.0.1:{listener.port}/x", wanted)
        listener.close()
    silent = Listener(None)
    refused("no answer", f"clickhouse://127.0.0.1:{silent.port}/x?timeout=1", "Timeout",
            "?timeout=SECONDS")
    silent.close()
    server.shards[1].stop()
    refused("a shard is down", server.address(), "(code 279)")


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
        check_values(checks, server)
        for users in ("users", "customers"):
            check_everyone(checks, server, wanted, users)
        check_repeated_key(checks, server)
        check_refusals(checks, server)
    checks.done()


if __name__ == "__main__":
    main()
