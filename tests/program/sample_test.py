"""More customers than frame_limit: a report over a hash sample, with exact figures of everyone."""

import csv
import hashlib
import json
import shutil
from pathlib import Path

import reduced_there
from harness import ROOT, Checks, Scratch, build, rows, run

DATA = ROOT / "sample_data"


def check_sample(checks: Checks, wanted: dict) -> None:
    """Who is drawn, what is said of it, and that everyone is counted exactly."""
    share = 3000 / 10000
    below = f"{int(share * 2 ** 32):08x}"
    with (DATA / "cx/users.csv").open() as file:
        keys = [row["user_id"].strip() for row in csv.DictReader(file)]
    drawn = {key for key in keys if hashlib.md5(key.encode()).hexdigest() < below}
    with Scratch() as folder:
        report = build(DATA / "cx/report.yml", folder / "out", "--set", "frame_limit=3000", "--strict")
        checks.equal(report["report"]["sample"]["drawn"], len(drawn), "who is drawn")
        checks.equal(report["report"]["sample"]["entities"], 10000, "of how many")
        checks.equal(report["metrics"]["customers"]["value"], len(drawn), "the report is about them")
        reduced_there.check_everyone_equals(checks, report, wanted, "everyone")
        checks.that(any(check["id"] == "everyone_by_plan_type.sample_fits"
                        for check in report["checks"]), "the sample is held against everyone")
        pages = [page for page in (folder / "out").glob("*.html")]
        for page in pages:
            text = page.read_text()
            checks.that("A sample:" in text and "10,000 customers" in text, f"{page.name} says it")
        checks.that("everyone: 10,000" in (folder / "out/index.html").read_text(), "the first tile")
        checks.that("A hash sample of" in (folder / "out/quality.html").read_text(), "a caveat")
        quality = (folder / "out/quality.html").read_text()
        checks.that("Everyone, exactly" in quality and below in quality, "the rule is on its page")
        again = build(DATA / "cx/report.yml", folder / "again", "--set", "frame_limit=3000",
                      "--threads", "1")
        for path in sorted((folder / "out").rglob("*")):
            if path.is_file():
                other = folder / "again" / path.relative_to(folder / "out")
                checks.that(path.read_bytes() == other.read_bytes(), f"{path.name}: same bytes")
        checks.equal(again["report"]["sample"], report["report"]["sample"], "the same sample")

        users = (DATA / "cx/users.csv").read_text().splitlines()
        kept = [users[0]] + [line for line in users[1:] if line.split(",")[0].strip() in drawn]
        (folder / "users.csv").write_text("\n".join(kept) + "\n")
        shutil.copy(DATA / "cx/events.csv.gz", folder)
        shutil.copy(DATA / "cx/report.yml", folder)
        alone = build(folder / "report.yml", folder / "alone")
        for key, metric in alone["metrics"].items():
            checks.equal(report["metrics"][key]["value"], metric["value"],
                         f"{key} as over a file of those alone")


def check_kinds(checks: Checks) -> None:
    """Snapshots, clusters, scores, quantile cuts and further sources, by the sample's numbers."""
    for kind, limit in (("value_model", 500), ("lifecycle", 700), ("cohort", 1000),
                        ("tier_comparison", 800), ("own", 300), ("minimal", 6)):
        with Scratch() as folder:
            wanted = build(DATA / kind / "report.yml", folder / "full")
            report = build(DATA / kind / "report.yml", folder / "out", "--set",
                           f"frame_limit={limit}")
            sample = report["report"]["sample"]
            checks.equal(sample["entities"], wanted["metrics"]["customers"]["value"],
                         f"{kind}: how many there are")
            checks.that(0 < sample["drawn"] < sample["entities"], f"{kind}: {sample}")
            checks.equal([c for c in report["checks"] if c["status"] == "fail"], [],
                         f"{kind}: checks")
            for row in rows(report, "everyone"):
                metric = wanted["metrics"].get(row["id"])
                # Borders that come from the data are those of the sample.
                if metric and "threshold" not in metric.get("filter", ""):
                    checks.that(row["everyone"] is not None, f"{kind}: {row['id']}")
            exact = [table for table in report["tables"] if table.startswith("everyone_by_")]
            checks.that(bool(exact), f"{kind}: tables over everyone")
            for table in exact:
                total = sum(row["customers"] for row in rows(report, table))
                checks.equal(total, sample["entities"], f"{kind}: {table} holds everyone")


def check_filters(checks: Checks) -> None:
    with Scratch() as folder:
        for name in ("users.csv", "events.csv.gz"):
            shutil.copy(DATA / "cx" / name, folder)
        text = (DATA / "cx/report.yml").read_text()
        (folder / "report.yml").write_text(
            text + "filters: { paying: { when: arr > 500, label: paying customers } }\n")
        wanted = build(folder / "report.yml", folder / "full")
        checks.equal(wanted["report"]["filters"], ["paying customers"], "the filter is named")
        checks.that("paying customers" in (folder / "full/index.html").read_text(),
                    "on the first page")
        report = build(folder / "report.yml", folder / "out", "--set", "frame_limit=2000")
        checks.equal(report["report"]["sample"]["entities"],
                     wanted["metrics"]["customers"]["value"], "everyone are those that pass")
        reduced_there.check_everyone_equals(checks, report, wanted, "filtered")


def check_refusals(checks: Checks) -> None:
    with Scratch() as folder:
        done = run("build", DATA / "minimal/report.yml", "-o", folder / "out", "--set",
                   "frame_limit=1")
        if done.returncode == 0:
            sample = json.loads((folder / "out/report.json").read_text())["report"]["sample"]
            checks.that(sample["drawn"] >= 1, "somebody is drawn")
        else:
            checks.that("holds nobody" in done.stderr and "raise frame_limit" in done.stderr,
                        done.stderr)


def main() -> None:
    checks = Checks()
    with Scratch() as folder:
        wanted = build(Path(DATA / "cx/report.yml"), folder / "full")
    check_sample(checks, wanted)
    check_kinds(checks)
    check_filters(checks)
    check_refusals(checks)
    checks.done()


if __name__ == "__main__":
    main()
