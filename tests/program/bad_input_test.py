"""Bad input: a clear error with exit code 1 or 2 and nothing lost, or a report that counts it."""

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

from harness import ROOT, TESSERA, Checks, Scratch, build, rows, run

USERS = "customer_id,plan_type,portfolio_size,arr,is_active,support_tickets_90d,nps_score\n"
EVENTS = "customer_id,event_type,event_at\n"
SPEC = """extends: cx_segmentation
as_of: 2025-08-01
sources:
  users: { file: users.csv, key: customer_id }
  events: { file: events.csv, on: customer_id }
"""


def user(i: int, plan: str = "starter", active: str = "true", tickets: str = "0",
         arr: str = "100.00") -> str:
    return f"C{i:03},{plan},{i % 12},{arr},{active},{tickets},{i % 50}\n"


def sixty(**changes) -> str:
    plans = ["starter", "pro", "premium"]
    return "".join(user(i, **{"plan": plans[i % 3], "active": "true" if i % 4 else "false",
                              "arr": f"{100 + 17 * i}.50", **changes}) for i in range(60))


def some_events(customers: int = 60) -> str:
    rng = random.Random(7)
    lines = []
    for i in range(customers):
        for n in range(1 + i % 40):
            kind = rng.choice(["login", "report_generated", "tenant_added", "lease_signed"])
            lines.append(f"C{i:03},{kind},2025-0{1 + n % 6}-1{n % 9} 10:00:00\n")
    return "".join(lines)


def write(folder: Path, users: str = USERS + sixty(), events: str = EVENTS + some_events(),
          spec: str = SPEC) -> Path:
    (folder / "users.csv").write_text(users)
    (folder / "events.csv").write_text(events)
    (folder / "report.yml").write_text(spec)
    return folder / "report.yml"


def refuses(checks: Checks, folder: Path, name: str, *wanted: str, code: int = 1,
            arguments: tuple = ()) -> None:
    done = run("build", folder / "report.yml", "-o", folder / "out", *arguments)
    checks.equal(done.returncode, code, f"{name}: exit code ({done.stderr.strip()[:200]})")
    for text in wanted:
        checks.that(text in done.stderr, f"{name}: {text!r} in {done.stderr.strip()!r}")
    checks.that(not (folder / "out").exists(), f"{name}: nothing is written")
    left = [p.name for p in folder.iterdir() if p.name not in
            ("users.csv", "events.csv", "report.yml")]
    checks.equal(left, [], f"{name}: no temporary file is left")


def check_refused(checks: Checks) -> None:
    with Scratch() as folder:
        write(folder)
        (folder / "users.csv").unlink()
        refuses(checks, folder, "missing file", "users.csv")
    with Scratch() as folder:
        write(folder, users="")
        refuses(checks, folder, "empty file", "users.csv", "empty")
    with Scratch() as folder:
        write(folder, users=USERS)
        refuses(checks, folder, "header only", "users.csv")
    with Scratch() as folder:
        write(folder, users=USERS.replace("plan_type", "plan_typ") + sixty())
        refuses(checks, folder, "misspelt column", "plan_type", "did you mean 'plan_typ'")
    with Scratch() as folder:
        write(folder, spec=SPEC + "metrik: {}\n")
        refuses(checks, folder, "unknown key", "report.yml:6:1", "metrik", "did you mean 'metrics'")
    with Scratch() as folder:
        write(folder, spec=SPEC + "metrics:\n  x: { type: simple, agg: sum, expr: arrr, format: usd0 }\n")
        refuses(checks, folder, "unknown name", "report.yml:7:", "arrr", "did you mean 'arr'")
    with Scratch() as folder:
        write(folder, spec=SPEC + "dimensions: { engagement: { bins: [30, 15] } }\n")
        refuses(checks, folder, "bins out of order", "report.yml:6:")
    with Scratch() as folder:
        write(folder, spec=SPEC + 'claims: { headline: "We have 12 customers." }\n')
        refuses(checks, folder, "a digit in prose", "report.yml:6:")
    with Scratch() as folder:
        write(folder, spec=SPEC + 'claims: { headline: "{arr_totl} is the sum." }\n')
        refuses(checks, folder, "dead reference", "arr_totl", "did you mean 'arr_total'")
    with Scratch() as folder:
        write(folder, spec="extends: cx_segmentatio\n")
        refuses(checks, folder, "unknown kind", "did you mean 'cx_segmentation'")


def check_command_line(checks: Checks) -> None:
    for arguments, wanted in [(["biuld"], "did you mean 'build'"), ([], "subcommand"),
                              (["build"], "SPEC"),
                              (["build", "x.yml", "--singel-file"], "did you mean '--single-file'")]:
        done = run(*arguments)
        checks.equal(done.returncode, 2, f"{arguments}: exit code")
        checks.that(wanted in done.stderr, f"{arguments}: {wanted!r} in {done.stderr!r}")
    checks.equal(run("--help").returncode, 0, "--help")
    checks.that("dev" not in run("--help").stdout.split(), "no command that is not built")


def survives(checks: Checks, name: str, **files) -> dict:
    with Scratch() as folder:
        try:
            return build(write(folder, **files), folder / "out")
        except RuntimeError as error:
            checks.that(False, f"{name}: {error}")
            return {}


def status_of(report: dict, check: str) -> str:
    return {c["id"]: c["status"] for c in report.get("checks", [])}.get(check, "absent")


def source(report: dict, name: str) -> dict:
    return next((s for s in report.get("sources", []) if s["name"] == name), {})


def check_counted(checks: Checks) -> None:
    report = survives(checks, "text in a number column",
                      users=USERS + sixty() + "C900,pro,n/k,100,true,0,\n")
    columns = {c["name"]: c for c in source(report, "users").get("column_summaries", [])}
    checks.equal(columns.get("portfolio_size", {}).get("failed"), 1, "failed casts are counted")

    report = survives(checks, "fan-out: a duplicate key",
                      users=USERS + sixty() + user(3, plan="premium", arr="999999.00"))
    checks.equal(report["metrics"]["customers"]["value"], 60, "a duplicate key multiplies nothing")
    checks.equal(status_of(report, "users.key_unique"), "fail", "users.key_unique fails")
    checks.equal(source(report, "users")["conflicting_duplicates"], 1, "conflicting duplicates")

    report = survives(checks, "identical duplicates", users=USERS + sixty() + sixty())
    checks.equal(report["metrics"]["customers"]["value"], 60, "identical duplicates drop to one")
    checks.equal(status_of(report, "users.key_unique"), "pass", "identical rows are no conflict")

    report = survives(checks, "unknown customers",
                      events=EVENTS + some_events() + "X1,login,2025-05-05 10:00:00\n" * 3)
    checks.equal(source(report, "events")["orphans"], 3, "orphans")

    report = survives(checks, "future dates",
                      events=EVENTS + some_events() + "C001,login,2031-05-05 10:00:00\n" * 2)
    checks.equal(source(report, "events")["after_as_of"], 2, "events after as_of")

    many = EVENTS + "".join(f"C{i:03},login,2025-05-05 10:00:00\n" * 500 for i in range(60))
    report = survives(checks, "fan-out: a many-to-many table", events=many)
    checks.equal(report["metrics"]["customers"]["value"], 60, "events multiply no customers")
    checks.near(report["metrics"]["arr_total"]["value"], sum(100.5 + 17 * i for i in range(60)),
                1e-12, "events multiply no ARR")
    checks.equal(report["metrics"]["events"]["value"], 30000, "every event counts once")


def check_degenerate(checks: Checks) -> None:
    report = survives(checks, "all inactive", users=USERS + sixty(active="false"))
    checks.equal(report["metrics"]["active_rate"]["value"], 0, "all inactive: active rate")
    report = survives(checks, "one customer", users=USERS + user(1), events=EVENTS + some_events(2))
    checks.equal(report["metrics"]["customers"]["value"], 1, "one customer")
    checks.equal(report["metrics"]["training_arr_lift_crude"]["value"], None,
                 "a comparison with an empty group is no number")
    report = survives(checks, "one plan", users=USERS + sixty(plan="solo"))
    checks.equal(len(rows(report, "by_plan_type")), 1, "one plan")
    report = survives(checks, "zero events", events=EVENTS)
    checks.equal(report["metrics"]["events"]["value"], 0, "zero events")


def check_overlap_and_opportunity(checks: Checks) -> None:
    overlapping = SPEC + ("dimensions: { training: { cases: { trained: { when: is_active }, "
                          "not_trained: { when: arr > 300 } } } }\n")
    with Scratch() as folder:
        spec = write(folder, spec=overlapping)
        report = build(spec, folder / "out")
        detail = {c["id"]: c for c in report["checks"]}["training.cases_exclusive"]
        checks.equal(detail["status"], "fail", "an overlapping rule is caught")
        checks.that("fit two or more" in detail["detail"], "with its numbers")
        strict = run("build", spec, "-o", folder / "strict", "--strict")
        checks.equal(strict.returncode, 1, "--strict refuses it")
        checks.that("training.cases_exclusive" in strict.stderr, "--strict names the check")
        checks.that(not (folder / "strict").exists(), "--strict writes nothing")


def check_impossible_opportunity(checks: Checks) -> None:
    # Twenty customers on the upper plan at some 5,000, forty others at 1: moving all forty would be
    # worth more than all ARR there is.
    users = USERS + "".join(
        user(i, plan="premium" if i % 3 == 0 else "starter",
             arr=f"{4900 + i}.00" if i % 3 == 0 else "1.00") for i in range(60))
    impossible = SPEC + """uptake: [100%]
recommendations:
  premium_upgrade: { rule: "plan_type = 'starter'" }
"""
    with Scratch() as folder:
        spec = write(folder, users=users, spec=impossible)
        report = build(spec, folder / "out")
        found = {c["id"]: c for c in report["checks"]}["premium_upgrade.opportunity_bounded"]
        checks.equal(found["status"], "fail", "an opportunity beyond all ARR is caught")
        checks.that("98,610" in found["detail"], f"against all ARR: {found['detail']}")
        total = report["metrics"]["arr_total"]["value"]
        ranges = rows(report, "opportunities")
        checks.that(ranges and all(0 <= r["low"] <= r["high"] <= total for r in ranges),
                    "the range shown is cut at what it is a part of")
        strict = run("build", spec, "-o", folder / "strict", "--strict")
        checks.equal(strict.returncode, 1, "--strict refuses it")
        checks.that("premium_upgrade.opportunity_bounded" in strict.stderr, "and names the check")


def check_hostile(checks: Checks) -> None:
    names = ['</script><script>alert(1)</script>', '"quoted"', "it's", '=HYPERLINK(1)', '🙂 plan',
             'نص', 'a\x00b', '<!--', '{{ 7 * 7 }}', '</style>', "');alert(1);//"]
    lines = []
    for i in range(60):
        name = names[i % len(names)].replace('"', '""')
        lines.append(f'C{i:03},"{name}",{i % 12},{100 + i},true,{i % 3},5\n')
    for form in ((), ("--single-file",)):
        with Scratch() as folder:
            spec = write(folder, users=USERS + "".join(lines))
            done = run("build", spec, "-o", folder / "out", *form)
            checks.equal(done.returncode, 0, f"hostile names: {done.stderr[:300]}")
            pages = [folder / "out"] if form else list((folder / "out").glob("*.html"))
            for page in pages if done.returncode == 0 else []:
                text = page.read_text(errors="replace")
                checks.that("<script>alert" not in text, f"{page.name}: no script from a name")
                checks.that("\x00" not in text, f"{page.name}: no NUL")
                checks.that("{{" not in text.split("tessera-report")[0] or "7 * 7" in text,
                            f"{page.name}: names are not rendered")


def check_output(checks: Checks) -> None:
    with Scratch() as folder:
        spec = write(folder)
        (folder / "mine").mkdir()
        (folder / "mine/notes.txt").write_text("keep me")
        done = run("build", spec, "-o", folder / "mine")
        checks.equal(done.returncode, 1, "a folder that is not ours is refused")
        checks.that("no report of ours" in done.stderr, f"and says why: {done.stderr.strip()!r}")
        checks.equal((folder / "mine/notes.txt").read_text(), "keep me", "and left alone")
        (folder / "file").write_text("x")
        done = run("build", spec, "-o", folder / "file/site")
        checks.equal(done.returncode, 1, "a folder under a file cannot be written")
        first = build(spec, folder / "site")
        again = build(spec, folder / "site")
        checks.equal(first, again, "our own folder is replaced, with the same content")
        one = (folder / "site/index.html").read_bytes()
        build(spec, folder / "site2")
        checks.equal(one, (folder / "site2/index.html").read_bytes(), "same input, same bytes")


def check_kill(checks: Checks) -> None:
    """Killed at many moments: the report that was there is whole, old or new."""
    with Scratch() as folder:
        spec = write(folder)
        build(spec, folder / "site")
        whole = {p.relative_to(folder / "site"): p.read_bytes()
                 for p in (folder / "site").rglob("*") if p.is_file()}
        started = time.monotonic()
        build(spec, folder / "site")
        length = time.monotonic() - started
        for step in range(25):
            process = subprocess.Popen([TESSERA, "build", str(spec), "-o", str(folder / "site")],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(length * (0.4 + 0.65 * step / 25))
            process.send_signal(signal.SIGKILL)
            process.wait()
            now = {p.relative_to(folder / "site"): p.read_bytes()
                   for p in (folder / "site").rglob("*") if p.is_file()}
            if now != whole:
                checks.that(False, f"killed at step {step}: the report is not whole")
                break
        else:
            checks.that(True, "killed")
        build(spec, folder / "site")


def main() -> None:
    checks = Checks()
    check_refused(checks)
    check_command_line(checks)
    check_counted(checks)
    check_degenerate(checks)
    check_overlap_and_opportunity(checks)
    check_impossible_opportunity(checks)
    check_hostile(checks)
    check_output(checks)
    check_kill(checks)
    checks.done()


if __name__ == "__main__":
    main()
