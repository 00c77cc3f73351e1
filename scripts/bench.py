"""Runs the benchmarks of bench.sh and prints them as one table a data set."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def measure(command: list[str], runs: int) -> tuple[float, float]:
    """Median seconds of a whole process, and its peak memory in MB; one run warms up."""
    seconds, peak = [], 0.0
    for run in range(runs + 1):
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - started
        if status != 0:
            sys.exit(f"{' '.join(command)}: {process.stderr.read().decode()[:2000]}")
        process.returncode = 0
        if run > 0:
            seconds.append(elapsed)
        peak = max(peak, usage.ru_maxrss / 1024)
    return statistics.median(seconds), peak


def bench(title: str, spec: str, users: Path, events: Path, work: Path, runs: int) -> None:
    sources = ["--source", f"users={users}", "--source", f"events={events}"]
    parquet = ["--source", f"users={work}/users.parquet", "--source",
               f"events={work}/events.parquet"]
    subprocess.run([str(ROOT / "build/bare_scan"), str(users), str(events), str(work)], check=True)
    plotly = ROOT / "build/assets/plotly.js"
    lines = [
        ("tessera, folder", [str(ROOT / "build/tessera"), "build", spec, *sources, "-o",
                             str(work / "site")]),
        ("tessera, single file", [str(ROOT / "build/tessera"), "build", spec, *sources,
                                  "--single-file", "-o", str(work / "report.html")]),
        ("tessera, from Parquet", [str(ROOT / "build/tessera"), "build", spec, *parquet, "-o",
                                   str(work / "parquet")]),
        ("tessera, 512 MB", [str(ROOT / "build/tessera"), "build", spec, *sources, "-o",
                             str(work / "limited"), "--memory-limit", "512MB"]),
        ("bare DuckDB scan", [str(ROOT / "build/bare_scan"), str(users), str(events)]),
        ("pandas + Plotly + Jinja2", ["/usr/bin/python3", str(ROOT / "scripts/bench_peer.py"),
                                      str(users), str(events), str(work / "peer.html"),
                                      "--plotly", str(plotly)]),
    ]
    print(f"\n{title} ({(users.stat().st_size + events.stat().st_size) / 1e6:,.1f} MB)")
    print(f"{'':28}{'seconds':>9}{'peak MB':>9}{'against folder':>16}")
    base = None
    for name, command in lines:
        seconds, peak = measure(command, runs)
        base = base or seconds
        print(f"{name:28}{seconds:9.3f}{peak:9.0f}{seconds / base:15.2f}×", flush=True)
    for name in ("report.html", "peer.html"):
        print(f"{name:28}{(work / name).stat().st_size / 1e6:9.2f} MB")


def main() -> None:
    work = Path(sys.argv[1])
    spec = str(ROOT / "sample_data/cx/report.yml")
    sample = ROOT / "sample_data/cx"
    print(f"{os.cpu_count()} cores")
    bench("Sample: 10,000 customers, 228,731 events", spec, sample / "users.csv",
          sample / "events.csv.gz", work, 5)
    sizes = [(100_000, 23, 3)] + ([(1_000_000, 23, 1)] if "--large" in sys.argv else [])
    for customers, per_customer, runs in sizes:
        folder = work / str(customers)
        subprocess.run(["/usr/bin/python3", str(ROOT / "scripts/generate_scale.py"),
                        str(customers), str(per_customer), str(folder)], check=True,
                       stdout=subprocess.DEVNULL)
        bench(f"{customers:,} customers, about {customers * per_customer / 1e6:.1f} million events",
              spec, folder / "users.csv", folder / "events.csv", work, runs)


if __name__ == "__main__":
    main()
