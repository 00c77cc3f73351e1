"""Robust intake: rejected rows on demand, several files of one source, types that change late, and
what goes wrong with files and machines. Each ends in counts that are shown or in a clear error."""

import csv
import gzip
import os
import resource
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from harness import TESSERA, Checks, Scratch, build, rows, run

USERS = "customer_id,plan_type,portfolio_size,arr,is_active,support_tickets_90d,nps_score\n"
EVENTS = "customer_id,event_type,event_at\n"
SPEC = """extends: cx_segmentation
as_of: 2025-08-01
sources:
  users: {{ file: {users}, key: customer_id }}
  events: {{ file: {events}, on: customer_id }}
"""
LATE = 20_481  # rows that a sample of a file would see first


def user(i: int, size: str | None = None) -> str:
    plan = ["starter", "pro", "premium"][i % 3]
    return f"C{i:06},{plan},{i % 12 if size is None else size},{100 + i % 90}.50,true,{i % 5},{i % 11}\n"


def event(i: int, customers: int = 60) -> str:
    kind = ["login", "report_generated", "tenant_added"][i % 3]
    return f"C{i % customers:06},{kind},2025-0{1 + i % 6}-1{i % 9} 10:00:00\n"


def users(count: int = 60) -> str:
    return USERS + "".join(user(i) for i in range(count))


def write(folder: Path, spec: dict | None = None, extra: str = "", **files) -> Path:
    texts = {"users.csv": users(), "events.csv": EVENTS + "".join(event(i) for i in range(300))}
    texts.update(files)
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    names = {"users": "users.csv", "events": "events.csv", **(spec or {})}
    (folder / "report.yml").write_text(SPEC.format(**names) + extra)
    return folder / "report.yml"


def refuses(checks: Checks, folder: Path, name: str, *wanted: str, arguments: tuple = ()) -> None:
    before = sorted(os.listdir(tempfile.gettempdir()))
    done = run("build", folder / "report.yml", "-o", folder / "out", *arguments)
    checks.equal(done.returncode, 1, f"{name}: exit code ({done.stderr.strip()[:300]})")
    for text in wanted:
        checks.that(text in done.stderr, f"{name}: {text!r} in {done.stderr.strip()!r}")
    checks.that(not (folder / "out").exists(), f"{name}: nothing is written")
    left = [n for n in set(os.listdir(tempfile.gettempdir())) - set(before) if n == "tessera" or
            n.startswith("tessera-") and not n.startswith("tessera-test")]
    checks.equal(left, [], f"{name}: no temporary file is left")


def source(report: dict, name: str) -> dict:
    return next(s for s in report["sources"] if s["name"] == name)


def check_rejects(checks: Checks) -> None:
    bad = users(200).splitlines(keepends=True)
    bad[3] = bad[3].rstrip("\n") + ",one more\n"
    bad[7] = "C000006,pro\n"
    with Scratch() as folder:
        spec = write(folder, **{"users.csv": "".join(bad)})
        report = build(spec, folder / "out", "--rejects", folder / "bad.csv")
        checks.equal(source(report, "users")["rejected_rows"], 2, "two rows are rejected")
        listed = list(csv.DictReader((folder / "bad.csv").open(newline="")))
        checks.equal([(r["source"], r["file"], r["line"], r["reason"]) for r in listed],
                     [("users", "users.csv", "4", "expected 7 columns, found 8"),
                      ("users", "users.csv", "8", "expected 7 columns, found 2")], "the list")
        checks.that("one more" in listed[0]["text"], "the list holds the line itself")
        pages = "".join(p.read_text() for p in (folder / "out").rglob("*.html"))
        checks.that("one more" not in pages, "the report does not")
        # The list is replaced by the next one, another file is not.
        build(spec, folder / "out", "--rejects", folder / "bad.csv")
        (folder / "notes.csv").write_text("mine\n")
        done = run("build", spec, "-o", folder / "out", "--rejects", folder / "notes.csv")
        checks.equal(done.returncode, 1, "another file is not replaced")
        checks.equal((folder / "notes.csv").read_text(), "mine\n", "and keeps what it held")
    with Scratch() as folder:
        write(folder, extra="max_rejected: 0.1%\n", **{"users.csv": "".join(bad)})
        refuses(checks, folder, "too many rejected rows", "2 of 200 rows of users.csv",
                "max_rejected", "line 4", arguments=("--rejects", str(folder / "bad.csv")))
        checks.equal(len((folder / "bad.csv").read_text().splitlines()), 3,
                     "the list is written all the same")
    with Scratch() as folder:
        write(folder, extra="max_rejected: 5%\n", **{"users.csv": "".join(bad)})
        build(folder / "report.yml", folder / "out")
    with Scratch() as folder:
        spec = write(folder)
        build(spec, folder / "out", "--rejects", folder / "bad.csv")
        checks.equal((folder / "bad.csv").read_text(), "source,file,line,column,reason,text\n",
                     "nothing rejected is a header alone")


def check_sets(checks: Checks) -> None:
    """Folders and patterns give the figures of the one file that holds the same rows."""
    lines = [event(i) for i in range(900)]
    months = {f"logs/2025/{m:02}.csv": EVENTS + "".join(lines[m * 300:m * 300 + 300])
              for m in range(3)}
    with Scratch() as folder:
        whole = build(write(folder, **{"events.csv": EVENTS + "".join(lines)}), folder / "out")
    for name, pattern in [("a folder", "logs"), ("a folder with a slash", "logs/"),
                          ("a pattern", "logs/2025/0?.csv"), ("any folders", "logs/**/*.csv")]:
        with Scratch() as folder:
            spec = write(folder, {"events": f"'{pattern}'"}, **months,
                         **{"logs/.hidden.csv": "x\n", "logs/README.md": "no data\n"})
            report = build(spec, folder / "out")
            checks.equal(source(report, "events")["rows"], 900, f"{name}: rows")
            for metric in ("events_total", "arr_total"):
                if metric in whole["metrics"]:
                    checks.equal(report["metrics"][metric]["value"],
                                 whole["metrics"][metric]["value"], f"{name}: {metric}")
            checks.equal(report["tables"]["by_engagement"]["rows"],
                         whole["tables"]["by_engagement"]["rows"], f"{name}: by_engagement")
    with Scratch() as folder:
        packed = {f"{k}.gz": gzip.compress(v.encode(), mtime=0) for k, v in months.items()}
        report = build(write(folder, {"events": "logs"}, **packed), folder / "out")
        checks.equal(source(report, "events")["rows"], 900, "packed files: rows")
    with Scratch() as folder:
        wide = dict(months)
        wide["logs/2025/01.csv"] = wide["logs/2025/01.csv"].replace("event_at\n", "event_at,who\n")
        write(folder, {"events": "logs"}, **wide)
        refuses(checks, folder, "another column", "01.csv differs from 00.csv",
                "it has also 'who'", "the same columns")
    with Scratch() as folder:
        other = dict(months)
        other["logs/2025/02.csv"] = other["logs/2025/02.csv"].replace("event_type", "kind")
        write(folder, {"events": "logs"}, **other)
        refuses(checks, folder, "a column renamed", "it lacks 'event_type'; it has also 'kind'")
    with Scratch() as folder:
        mixed = dict(months)
        mixed["logs/2025/02.jsonl"] = '{"customer_id": "C1"}\n'
        write(folder, {"events": "logs"}, **mixed)
        refuses(checks, folder, "two formats", "02.jsonl differs", "another format")
    with Scratch() as folder:
        write(folder, {"events": "logs"}, **{"logs/README.md": "no data\n"})
        refuses(checks, folder, "a folder without data", "the folder holds no data files", ".parquet")
    with Scratch() as folder:
        write(folder, {"events": "'logs/*.csv'"})
        refuses(checks, folder, "a pattern that fits nothing", "no file fits this pattern")
    with Scratch() as folder:
        bad = dict(months)
        bad["logs/2025/01.csv"] += "C1,login\n"
        report = build(write(folder, {"events": "logs"}, **bad), folder / "out",
                       "--rejects", folder / "bad.csv")
        listed = list(csv.DictReader((folder / "bad.csv").open(newline="")))
        checks.equal([(r["file"], r["line"]) for r in listed], [("01.csv", "302")],
                     "a rejected row of a set is listed with its file and line")


def check_late_types(checks: Checks) -> None:
    for late, failed, what in [("many", 1, "text"), ("2.5", 1, "a fraction"), ("7.0", 0, "7.0"),
                               ("123456789012345678901234567890", 1, "a longer number")]:
        with Scratch() as folder:
            many = USERS + "".join(user(i) for i in range(LATE)) + user(LATE, late)
            report = build(write(folder, **{"users.csv": many}), folder / "out")
            quality = (folder / "out").joinpath("report.json").read_text()
            checks.equal(source(report, "users")["rows"], LATE + 1, f"late {what}: every row is used")
            shown = [n for n in report["notes"] if "portfolio_size" in n["message"]]
            checks.equal(len(shown) > 0 or "could not be read" in quality and failed == 1, failed == 1,
                         f"late {what}: what is no whole number is counted and shown")


def check_lines(checks: Checks) -> None:
    with Scratch() as folder:
        huge = users() + f"C999999,{'x' * 3_000_000},1,1.00,true,0,5\n"
        report = build(write(folder, **{"users.csv": huge}), folder / "out")
        checks.equal(source(report, "users")["rejected_rows"], 1, "a huge line is rejected")
    with Scratch() as folder:
        nul = users().replace("pro", "p\0ro")
        report = build(write(folder, **{"users.csv": nul}), folder / "out")
        names = [row[0] for row in report["tables"]["by_plan_type"]["rows"]]
        checks.that(all("\0" not in name for name in names), f"no name holds NUL: {names}")
    with Scratch() as folder:
        late = users(3000).encode() + b"C999998,pr\xff,1,1.00,true,0,5\n"
        report = build(write(folder, **{"users.csv": late}), folder / "out")
        checks.equal(source(report, "users")["rejected_rows"], 1, "late bytes that are no UTF-8")


def check_damage(checks: Checks) -> None:
    packed = gzip.compress((EVENTS + "".join(event(i) for i in range(5000))).encode())
    with Scratch() as folder:
        write(folder, {"events": "events.csv.gz"}, **{"events.csv.gz": packed[:len(packed) // 2]})
        refuses(checks, folder, "gzip cut off", "events.csv.gz", "cut off", "fetch the file again")
    with Scratch() as folder:
        write(folder, {"events": "events.parquet"}, **{"events.parquet": b"PAR1" + b"\0" * 500})
        refuses(checks, folder, "Parquet cut off", "events.parquet", "no Parquet file or is cut off")


def check_growing(checks: Checks) -> None:
    with Scratch() as folder:
        write(folder, **{"events.csv": EVENTS + "".join(event(i) for i in range(200_000))})
        stop = threading.Event()

        def grow() -> None:
            with (folder / "events.csv").open("a") as file:
                while not stop.is_set():
                    file.write(event(1))
                    file.flush()
                    time.sleep(0.001)

        writer = threading.Thread(target=grow)
        writer.start()
        try:
            refuses(checks, folder, "a file that grows", "events.csv: it changed while it was read",
                    "over a copy")
        finally:
            stop.set()
            writer.join()


def limited(folder: Path, which: int, size: int, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([TESSERA, "build", str(folder / "report.yml"), *arguments],
                          capture_output=True, text=True, timeout=300,
                          preexec_fn=lambda: resource.setrlimit(which, (size, size)))


def check_settings(checks: Checks) -> None:
    """Threads and memory change the time, not one byte."""
    with Scratch() as folder:
        kinds = ["login", "lease_signed", "tenant_added", "report_generated", "tickets"]
        events = "".join(f"C{(i * 7919) % 20_000:06},{kinds[i % 5]},2025-0{1 + i % 6}-1{i % 9} "
                         f"{i % 24:02}:00:00\n" for i in range(400_000))
        spec = write(folder, **{"users.csv": users(20_000), "events.csv": EVENTS + events})
        build(spec, folder / "out")
        wanted = {p.relative_to(folder / "out"): p.read_bytes()
                  for p in (folder / "out").rglob("*") if p.is_file()}
        for arguments in (["--threads", "1"], ["--threads", "7"], ["--memory-limit", "200MB"]):
            build(spec, folder / "again", *arguments)
            got = {p.relative_to(folder / "again"): p.read_bytes()
                   for p in (folder / "again").rglob("*") if p.is_file()}
            checks.that(got == wanted, f"{' '.join(arguments)}: the same bytes")
        done = run("build", spec, "-o", folder / "out", "--timings")
        checks.that("20000 rows" in done.stderr and " bytes  customers: SELECT" in done.stderr,
                    "--timings says the rows and bytes of each query")


def check_machine(checks: Checks) -> None:
    with Scratch() as folder:
        spec = write(folder)
        build(spec, folder / "out")
        old = (folder / "out" / "report.json").read_bytes()
        # A disk that takes no more than 100 kB a file: what a full one does in the middle of a file.
        done = limited(folder, resource.RLIMIT_FSIZE, 100_000, "-o", str(folder / "out"))
        checks.equal(done.returncode, 1, f"a full disk: exit code ({done.stderr.strip()[:200]})")
        checks.that("cannot write" in done.stderr, f"a full disk is said: {done.stderr.strip()!r}")
        checks.equal((folder / "out" / "report.json").read_bytes(), old, "the old report stands")
        checks.equal(sorted(p.name for p in folder.iterdir()),
                     ["events.csv", "out", "report.yml", "users.csv"], "nothing is left beside it")
        done = limited(folder, resource.RLIMIT_AS, 320_000_000, "-o", str(folder / "out2"))
        checks.equal(done.returncode, 1, f"no memory: exit code ({done.stderr.strip()[:200]})")
        checks.that("memory" in done.stderr, f"no memory is said: {done.stderr.strip()!r}")
        checks.that(not (folder / "out2").exists(), "no memory: nothing is written")
        refuses_folder = run("build", spec, "-o", "/proc/tessera/out")
        checks.equal(refuses_folder.returncode, 1, "a folder that takes nothing")
        checks.that("/proc/tessera" in refuses_folder.stderr, "it is named")


def main() -> None:
    checks = Checks()
    # What is left behind is looked for in a place where nobody else leaves anything.
    with tempfile.TemporaryDirectory() as own:
        os.environ["TMPDIR"] = tempfile.tempdir = own
        check_rejects(checks)
        check_sets(checks)
        check_late_types(checks)
        check_lines(checks)
        check_damage(checks)
        check_growing(checks)
        check_settings(checks)
        check_machine(checks)
    checks.done()


if __name__ == "__main__":
    main()
