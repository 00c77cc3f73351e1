"""Sources on a real MariaDB: the same report as out of CSV files, odd values, refusals, secrets."""

import json
import os
import re
import socket
import struct
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import quote

import databases_test
import mariadb_server
from harness import ROOT, TESSERA, Checks, Scratch, build
from mariadb_server import PASSWORD, USER, MariaDb
from postgres_server import free_port

SAMPLE = ROOT / "sample_data/cx"
EVENTS = f"file: {SAMPLE}/events.csv.gz"
SPEC = """extends: cx_segmentation
as_of: 2025-08-01
sources:
  users: {{ file: "{address}", {users}, key: customer_id }}
  events: {{ file: "{address}", {events}, on: customer_id }}
"""


def tessera(spec: Path, out: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run([TESSERA, "build", spec, "-o", out, *arguments], capture_output=True,
                          text=True, env={**os.environ, **variables}, timeout=300)


def write(folder: Path, address: str, users: str = "table: users",
          events: str = "table: events") -> Path:
    path = folder / "report.yml"
    path.write_text(SPEC.format(address=address, users=users, events=events))
    return path


def everything(folder: Path, done: subprocess.CompletedProcess) -> str:
    """All that a build has said and written."""
    return done.stdout + done.stderr + "".join(
        path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file())


def check_sample(checks: Checks, server: MariaDb) -> None:
    for name, rows in databases_test.tables().items():
        kinds = {"event_time": "datetime(6)"}
        columns = ", ".join(f"`{column}` {kinds.get(column, 'varchar(200)')}" for column in rows[0])
        server.load(name, columns, [[value or None for value in row] for row in rows[1:]])
    with Scratch() as folder:
        wanted = build(SAMPLE / "report.yml", folder / "csv")
        spec = databases_test.definition(folder, 'file: "${TESSERA_DB}", table: users',
                                         'file: "${TESSERA_DB}", table: shop.events')
        secret = quote(PASSWORD, safe="")
        done = tessera(spec, folder / "out", "--strict", "--timings",
                       TESSERA_DB=server.address(secret=secret))
        checks.equal(done.returncode, 0, f"the sample: {done.stderr[:300]}")
        report = json.loads((folder / "out/report.json").read_text())
        databases_test.same(checks, wanted, report, "MariaDB")
        checks.equal([(source["rows"], len(source["sha256"]), source["format"])
                      for source in report["sources"][:1]], [(10000, 64, "mariadb")],
                     "rows are counted and fingerprinted")
        said = everything(folder / "out", done)
        for word in (PASSWORD, secret, USER):
            at = said.find(word)
            checks.that(at < 0, f"{word!r} is nowhere in report, pages and timings: "
                                f"{said[max(0, at - 60):at + 60]!r}")
        checks.that(f"127.0.0.1:{server.port}/shop" in said, "where it came from is said")
        asked = server.statements()
        checks.that("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY" in asked,
                    "it reads one state and writes nothing")

        server.run("CREATE VIEW backwards AS SELECT * FROM users ORDER BY user_id DESC")
        address = server.address("localhost", f"?socket={server.socket}", secret, "mysql")
        spec = databases_test.definition(folder, f'file: "{address}", table: backwards',
                                         f'file: "{address}", query: "SELECT * FROM events"')
        again = build(spec, folder / "socket")
        databases_test.same(checks, wanted, again, "by a socket")
        checks.equal(again["sources"][0]["sha256"], report["sources"][0]["sha256"],
                     "the fingerprint does not depend on the rows' order")


VALUES = """CREATE TABLE odd (customer_id bigint unsigned, plan_type enum('O''Neil "x"', '<script>alert(1)</script>', '😀 tab\\there'),
  portfolio_size int unsigned, arr decimal(20,4), is_active tinyint(1), support_tickets_90d smallint,
  nps_score float, signup_date date, `left` blob, tags set('a','b'), document json, place point, flag bit(1));
INSERT INTO odd SELECT 18446744073709551000 + seq, 1 + seq % 3, CASE seq WHEN 1 THEN 4294967295 ELSE seq END,
  CASE seq WHEN 1 THEN NULL ELSE 100.25 END, seq % 3 > 0, -seq, seq,
  CASE seq WHEN 1 THEN '0000-00-00' WHEN 2 THEN '2024-00-00' ELSE '2024-02-29' END,
  x'ff00', 'a,b', '{"a": 1}', POINT(1, 2), seq % 2 FROM seq_1_to_40;
CREATE TABLE odd_events (customer_id bigint unsigned, event_type varchar(20) CHARACTER SET latin1,
  event_at timestamp(6) NULL);
SET time_zone = '-02:00';
INSERT INTO odd_events SELECT 18446744073709551000 + seq, 'prämie',
  CASE seq WHEN 1 THEN '0000-00-00' WHEN 2 THEN '2025-05-31 23:30:00.123456' ELSE '2025-05-05 10:00:00' END
  FROM seq_1_to_40;
CREATE TABLE exact AS SELECT seq AS customer_id, 'a' AS plan_type, 1 AS portfolio_size,
  CAST(9007199254740993.37 AS decimal(20,2)) AS arr, 1 AS is_active, seq AS support_tickets_90d FROM seq_1_to_20;
CREATE TABLE singles (customer_id int, plan_type text, portfolio_size float, arr double, is_active bit(1),
  support_tickets_90d year, signup_date datetime);
INSERT INTO singles SELECT seq, 'a', 16777213, 0.1e0 + 0.2e0, seq % 2, 2025, '2024-02-29 12:00:00' FROM seq_1_to_20;
"""


def check_values(checks: Checks, server: MariaDb) -> None:
    server.run(VALUES)

    def read(users: str, more: str = "") -> dict:
        with Scratch() as folder:
            spec = write(folder, server.address(), f"table: {users}", "table: odd_events")
            spec.write_text(spec.read_text() + more)
            done = tessera(spec, folder / "out", MYSQL_PWD=PASSWORD)
            checks.equal(done.returncode, 0, f"{users}: {done.stderr[:300]}")
            report = json.loads((folder / "out/report.json").read_text())
            html = (folder / "out/index.html").read_text()
            checks.that("<script>alert" not in html, "no value becomes markup")
            report["columns"] = [{column["name"]: column for column in source["column_summaries"]}
                                 for source in report["sources"]]
            return report

    report = read("odd", "columns: { users: { signup_date: signup_date } }\n")
    users, events = report["columns"]
    checks.equal({row[0] for row in report["tables"]["by_plan_type"]["rows"]},
                 {"o'neil \"x\"", "<script>alert(1)</script>", "😀 tab\there"}, "ENUM is text")
    checks.equal(report["metrics"]["customers"]["value"], 40, "keys beyond 2^63 stay apart")
    checks.near(report["metrics"]["arr_total"]["value"], 39 * 100.25, 1e-12, "DECIMAL and NULL")
    checks.equal(users["arr"].get("missing"), 1, "NULL is missing")
    checks.equal(users["signup_date"].get("failed"), 2, "days that are none are counted")
    checks.that("0000-00-00" in str(users["signup_date"]) or "2024-00-00" in
                str(users["signup_date"]), f"and shown: {users['signup_date']}")
    checks.equal(users["portfolio_size"].get("maximum"), "4,294,967,295", "unsigned numbers")
    checks.equal(report["metrics"]["active_customers"]["value"]
                 if "active_customers" in report["metrics"] else 27, 27, "TINYINT(1) is yes or no")
    checks.equal(events["event_at"].get("failed"), 1, "a time of zeros is counted")
    checks.equal(events["event_at"].get("maximum"), "2025-06-01", "times are in UTC")
    checks.equal(report["metrics"]["events"]["value"], 40, "events")

    report = read("singles", "types: { users: { portfolio_size: number, is_active: bool } }\n")
    users = report["columns"][0]
    checks.equal(users["portfolio_size"].get("maximum"), "16,777,213.00", "FLOAT keeps its digits")
    checks.equal(users["is_active"].get("failed", 0), 0, "BIT(1) is yes or no")
    checks.equal(users["signup_date"].get("maximum"), "2024-02-29", "DATETIME where a day is meant")

    report = read("odd", "columns: { users: { nps_score: left, signup_date: place } }\n")
    notes = " ".join(note["message"] for note in report["notes"])
    for name in ("left", "place"):
        checks.that(f"the column '{name}' holds lists or bytes" in notes, f"{name} is left out")
    report = read("odd", "columns: { users: { plan_type: document } }\n")
    checks.equal([row[0] for row in report["tables"]["by_plan_type"]["rows"]], ['{"a": 1}'],
                 "JSON is text")


def check_refusals(checks: Checks, server: MariaDb) -> None:
    def refused(name: str, address: str, *wanted: str, users: str = "table: users",
                password: str = PASSWORD, place: str = "report.yml:[45]:") -> None:
        with Scratch() as folder:
            spec = write(folder, address, users, "table: odd_events")
            done = tessera(spec, folder / "out", MYSQL_PWD=password)
            checks.equal(done.returncode, 1, f"{name}: exit code")
            for text in wanted:
                checks.that(text in done.stderr, f"{name}: {text!r} in {done.stderr.strip()!r}")
            checks.that(re.search(place, done.stderr) is not None,
                        f"{name}: says where: {done.stderr.strip()!r}")
            for word in (PASSWORD, "wr0ng", USER):
                checks.that(word not in done.stderr, f"{name}: {word} in {done.stderr.strip()!r}")
            checks.that(not (folder / "out").exists(), f"{name}: nothing is written")

    here = server.address()
    refused("wrong password", server.address(secret="wr0ng"), "Access denied for user '…'@",
            "MYSQL_PWD")
    refused("no password", here, "Access denied", password="")
    refused("no such table", here, "doesn't exist", "did you mean 'users'?", users="table: user")
    refused("no table", here, "many tables", "`table:`", users="encoding: utf-8")
    refused("no such column", here, "no column 'plan_type'", "known: customer_id",
            users="table: odd_events", place="mariadb://127.0.0.1:")
    refused("no column at all", here, "none of the columns", "customer, plan",
            users='query: "SELECT 1 AS customer, 2 AS plan"')
    refused("no such database", here.replace("/shop", "/elsewhere"), "Unknown database")
    refused("a query that writes", here, "error 1064", users='query: "DELETE FROM users"')
    refused("nobody listens", f"mariadb://127.0.0.1:{free_port()}/x", "Can't connect")
    refused("no address", "mariadb://", "not well formed", "mariadb://user@host:3306/database")
    refused("an unknown option", here + "?ssl=off", "an option 'ssl'", "sslmode")
    refused("an unknown mode", here + "?sslmode=maybe", "'maybe' is no value", "verify-full")
    refused("no time", here + "?timeout=soon", "'soon' is no value for timeout=")
    refused("too long", here + "?timeout=1", "error 2013",
            users='query: "SELECT * FROM odd WHERE SLEEP(5) = 0"')
    with Scratch() as folder:
        done = tessera(write(folder, "${TESSERA_NO_SUCH}"), folder / "out")
        checks.that("no variable 'TESSERA_NO_SUCH'" in done.stderr, "an unset variable is named")
    checks.equal(server.run("SELECT count(*) FROM users").stdout.strip(), "10000", "nobody is gone")

    def end_it(statement: str) -> None:
        for _ in range(100):
            found = server.run("SELECT id FROM information_schema.processlist WHERE info LIKE "
                               "'SELECT%slowly%' AND info NOT LIKE '%processlist%'").stdout.split()
            if found:
                server.run(f"{statement} {found[0]}", check=False)
                return
            time.sleep(0.1)

    for statement, code in (("KILL", "error 2013"), ("KILL QUERY", "error 1317")):
        killer = threading.Thread(target=end_it, args=(statement,))
        killer.start()
        refused(f"{statement}: it broke off", here, code,
                users='query: "SELECT * FROM odd AS slowly WHERE SLEEP(0.2) = 0"')
        killer.join()


def greet(listener: socket.socket, heard: list[bytes]) -> None:
    """A server without encryption that asks whoever comes for the password as it is."""
    body = (b"\x0a5.5.5-10.11.19-MariaDB\0" + struct.pack("<I", 1) + b"12345678\0"
            + struct.pack("<HBHH", 0xF7FE & ~0x800, 45, 2, 0x81FF & 0xFFFF) + bytes([21])
            + bytes(10) + b"123456789012\0" + b"mysql_native_password\0")
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        client.settimeout(5)
        with client:
            try:
                client.sendall(struct.pack("<I", len(body))[:3] + b"\0" + body)
                heard.append(client.recv(4096))
                ask = b"\xfemysql_clear_password\0"
                client.sendall(struct.pack("<I", len(ask))[:3] + b"\x02" + ask)
                heard.append(client.recv(4096))
            except OSError:
                pass


def check_encryption(checks: Checks, server: MariaDb) -> None:
    """127.0.0.2 stands for another machine."""
    def ask(name: str, address: str, wanted: str, **variables: str) -> None:
        with Scratch() as folder:
            spec = write(folder, address, "table: odd", "table: odd_events")
            done = tessera(spec, folder / "out", MYSQL_PWD=PASSWORD, **variables)
            checks.equal(done.returncode, 1 if wanted else 0, f"{name}: {done.stderr.strip()[:300]}")
            checks.that(wanted in done.stderr, f"{name}: {wanted!r} in {done.stderr.strip()!r}")

    known = f"?sslmode=verify-full&sslrootcert={server.authority}"
    ask("an unknown authority", server.address("127.0.0.2"), "sslrootcert=FILE")
    ask("another name", server.address("127.0.0.2", known), "sslrootcert=FILE")
    ask("no proof asked for", server.address("127.0.0.2", "?sslmode=require"), "")
    ask("no encryption", server.address("127.0.0.2", "?sslmode=disable"), "")
    ask("a certificate that holds", server.address("localhost", known), "")
    ask("the system's authorities", server.address("localhost", "?sslmode=verify-full"), "",
        SSL_CERT_FILE=str(server.authority))
    server.run("ALTER USER dbuser7@'%' REQUIRE SSL")
    ask("it was encrypted", server.address("localhost", known), "")
    ask("and here it is not", server.address(), "Access denied")

    for host, options in (("127.0.0.1", ""), ("127.0.0.2", ""), ("127.0.0.2", "?sslmode=require")):
        heard: list[bytes] = []
        with socket.create_server((host, 0)) as listener:
            threading.Thread(target=greet, args=(listener, heard), daemon=True).start()
            port = listener.getsockname()[1]
            ask(f"a server that asks for the password at {host}{options}",
                f"mariadb://{USER}@{host}:{port}/shop{options}", "cannot read mariadb://")
        checks.that(PASSWORD.encode() not in b"".join(heard), f"{host}{options}: it is not told")
        if host == "127.0.0.2" and not options:
            checks.that(USER.encode() not in b"".join(heard), "nor, without encryption, the user")


def main() -> None:
    checks = Checks()
    if mariadb_server.binary() is None:
        print("0 passed, 0 failed, 1 skipped")
        return
    with MariaDb() as server:
        check_sample(checks, server)
        check_values(checks, server)
        check_refusals(checks, server)
        check_encryption(checks, server)
    checks.done()


if __name__ == "__main__":
    main()
