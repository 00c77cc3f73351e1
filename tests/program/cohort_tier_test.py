"""The kinds cohort and tier_comparison on their samples: key figures against plain Python."""

import csv
import gzip
import math
import statistics
from datetime import date

from harness import ROOT, Checks, Scratch, build, rows, run

TIERS = ["Basic", "Bronze", "Silver", "Gold", "Platinum"]


def table(kind: str, name: str) -> list[dict]:
    with gzip.open(ROOT / f"sample_data/{kind}/{name}.csv.gz", "rt") as file:
        return list(csv.DictReader(file))


def latest(all_rows: list[dict]) -> dict[str, dict]:
    """One row a customer: the latest, of equal times the last in the file."""
    kept: dict[str, dict] = {}
    for row in all_rows:
        key = row["primary_email"]
        if key not in kept or row["analysis_timestamp"] >= kept[key]["analysis_timestamp"]:
            kept[key] = row
    return kept


def type7(values: list[float], p: float) -> float:
    ordered = sorted(values)
    h = (len(ordered) - 1) * p
    low = math.floor(h)
    return ordered[low] + (h - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def numbers(some: list[dict], column: str) -> list[float]:
    return [float(row[column]) for row in some if row.get(column)]


class Cohort:
    """The cohort of the sample, once from the latest snapshots and once by a plain join."""

    def __init__(self) -> None:
        self.files = {name: table("cohort", name) for name in ("value", "activity", "funnel")}
        self.value = latest(self.files["value"])
        activity, funnel = latest(self.files["activity"]), latest(self.files["funnel"])
        self.average = statistics.fmean(numbers(list(activity.values()), "composite_engagement_score"))
        self.steps = [0, 0, 0]
        self.members = set()
        for key in self.value:
            if self.fits(activity.get(key, {}), funnel.get(key, {}), count=True):
                self.members.add(key)

    def fits(self, activity: dict, funnel: dict, count: bool = False) -> bool:
        to_sales, to_support = funnel.get("marketing_to_sales_days"), funnel.get("sales_to_support_days")
        score = activity.get("composite_engagement_score")
        holds = True
        for step, one in enumerate([to_sales and 10 <= int(to_sales) <= 20,
                                    to_support and int(to_support) > 30,
                                    score and float(score) > self.average]):
            holds = bool(holds and one)
            self.steps[step] += holds and count
        return holds

    def naive(self) -> int:
        """Rows of the cohort when the files are joined as they came."""
        by_key: dict[str, dict[str, list[dict]]] = {name: {} for name in self.files}
        for name, some in self.files.items():
            for row in some:
                by_key[name].setdefault(row["primary_email"], []).append(row)
        total = 0
        for key, values in by_key["value"].items():
            for activity in by_key["activity"].get(key, []):
                for funnel in by_key["funnel"].get(key, []):
                    total += len(values) * self.fits(activity, funnel)
        return total


def check_cohort(checks: Checks, folder) -> None:
    sample = Cohort()
    report = build(ROOT / "sample_data/cohort/report.yml", folder / "cohort", "--strict")
    metrics = report["metrics"]
    checks.equal(metrics["cohort_customers"]["value"], len(sample.members), "cohort_customers")
    checks.equal(metrics["population_customers"]["value"], len(sample.value), "population_customers")
    checks.near(metrics["engagement_average"]["value"], sample.average, 1e-12, "engagement_average")
    checks.that(sample.naive() > 1.1 * len(sample.members), "a plain join would inflate the cohort")
    checks.that(metrics["naive_rows"]["value"] > 1.3 * len(sample.value), "naive_rows")
    funnel = rows(report, "cohort_funnel")
    checks.equal([row["n"] for row in funnel], [len(sample.value), *sample.steps], "the funnel")
    checks.equal(sum(row["unknown"] > 0 for row in funnel[1:]), 3, "steps with unknown customers")

    inside = [sample.value[key] for key in sample.value if key in sample.members]
    outside = [sample.value[key] for key in sample.value if key not in sample.members]
    by_tier = {row["tier"]: row for row in rows(report, "ltv_by_tier")}
    checks.equal(list(by_tier), TIERS, "tiers in their order")
    for tier in TIERS:
        a = numbers([row for row in inside if row["customer_tier"] == tier], "estimated_customer_ltv")
        b = numbers([row for row in outside if row["customer_tier"] == tier], "estimated_customer_ltv")
        row = by_tier[tier]
        checks.equal([row["n_cohort"], row["n_rest"]], [len(a), len(b)], f"{tier} counts")
        checks.near(row["mean_cohort"], statistics.fmean(a), 1e-9, f"{tier} mean of the cohort")
        checks.near(row["median_rest"], statistics.median(b), 1e-9, f"{tier} median of the rest")
        difference = statistics.fmean(a) - statistics.fmean(b)
        checks.near(row["diff_rest"], difference, 1e-6, f"{tier} difference to the rest")
        checks.near(row["diff_all"], statistics.fmean(a) - statistics.fmean(a + b), 1e-6, f"{tier} to all")
        error = math.sqrt(statistics.variance(a) / len(a) + statistics.variance(b) / len(b))
        half = (row["hi"] - row["lo"]) / 2
        checks.that(1.95 * error < half < 2.1 * error, f"{tier} half-width {half} for an error of {error}")

    scores = {row["member"]: row for row in rows(report, "by_recency")}
    for score in "12345":
        n = sum(row["recency_score"] == score for row in inside)
        checks.equal(scores[score]["n"], n, f"recency score {score}")
        checks.near(scores[score]["share"], n / len(inside), 1e-12, f"recency score {score} share")
    channel = {row["member"]: row for row in rows(report, "by_channel")}
    funnel_rows = latest(sample.files["funnel"])
    paid = [sum(funnel_rows.get(row["primary_email"], {}).get("primary_engagement_channel") == "Paid Search"
                for row in some) for some in (inside, outside)]
    checks.equal([channel["Paid Search"]["n"], channel["Paid Search"]["n_rest"]], paid, "paid search")
    checks.near(channel["Paid Search"]["index"],
                100 * (paid[0] / len(inside)) / (paid[1] / len(outside)), 1e-9, "index of paid search")
    platforms = rows(report, "by_platforms")
    checks.equal(len(platforms) >= 8, True, "all combinations of platforms")
    checks.equal(sum(row["n"] for row in platforms), len(sample.value), "customers over the combinations")
    for framework in ("value_framework", "risk_framework"):
        cells = rows(report, framework)
        checks.equal(sum(row["n"] for row in cells), len(sample.value), f"{framework} covers everyone")
        categories = {(row["risk"], row["velocity"]): row["category"] for row in cells}
        checks.that("unassigned" in categories.values(), f"{framework} names the cells that it leaves out")
    sizes = {s["name"]: s for s in report["sources"]}
    checks.equal(sizes["value"]["used_rows"], len(sample.value), "used rows of value")
    checks.that(sizes["value"]["older_rows"] > 300, "older rows of value")
    checks.that(sizes["activity"]["orphans"] > 30, "rows of unknown customers")


def check_tiers(checks: Checks, folder) -> None:
    value = list(latest(table("tier_comparison", "value")).values())
    report = build(ROOT / "sample_data/tier_comparison/report.yml", folder / "tiers", "--strict")
    intake = {(row["table"], row["column"]): row["status"] for row in rows(report, "intake")}
    for key, status in {("value", "customer_tier"): "OK", ("value", "revenue_velocity_monthly"): "MISSING",
                        ("activity", "activity_efficiency"): "EMPTY",
                        ("activity", "cross_stage_engagement_consistency"): "MISSING",
                        ("funnel", "marketing_to_sales_days"): "EMPTY",
                        ("funnel", "primary_engagement_channel"): "EMPTY",
                        ("address", "country"): "MISSING"}.items():
        checks.equal(intake.get(key), status, f"intake of {key}")
    standing = {row["id"]: row["standing"] for row in rows(report, "intake_questions")}
    checks.equal(standing["paradox"], "fallback", "the question that was asked")
    checks.equal(standing["tiers"], "answered", "the question that can be answered")
    left_out = [row["block"] for row in rows(report, "intake_left_out")]
    checks.equal(len(left_out), 5, "blocks that are left out")
    for absent in ("consistency_value", "efficiency_value", "tier_velocity", "tier_speed", "channel_tier"):
        checks.that(absent not in report["tables"], f"{absent} is not in the report")

    groups = {"High value": ("Gold", "Platinum"), "Basic": ("Basic",)}
    by_group = {row["group"]: row for row in rows(report, "by_group")}
    spread = {(row["group"], row["metric"]): row for row in rows(report, "distributions")}
    for group, tiers in groups.items():
        some = [row for row in value if row["customer_tier"] in tiers]
        checks.equal(by_group[group]["n"], len(some), f"{group} customers")
        checks.near(by_group[group]["share"], len(some) / len(value), 1e-12, f"{group} share")
        rfm = [sum(int(row[f"{s}_score"]) for s in ("recency", "frequency", "monetary")) / 3 for row in some]
        checks.near(by_group[group]["rfm_mean"], statistics.fmean(rfm), 1e-9, f"{group} mean RFM score")
        ages = numbers(some, "account_age_days")
        checks.near(by_group[group]["age_mean"], statistics.fmean(ages), 1e-9, f"{group} mean age")
        checks.near(by_group[group]["age_median"], statistics.median(ages), 1e-9, f"{group} median age")
        first = sum(age <= 365 for age in ages)
        checks.near(by_group[group]["first_year_rate"], first / len(ages), 1e-12, f"{group} first year")
        for column in ("customer_health_score", "churn_probability"):
            values, row = numbers(some, column), spread[(group, column)]
            checks.equal(row["n"], len(values), f"{group} {column} n")
            for name, p in (("q1", 0.25), ("median", 0.5), ("q3", 0.75)):
                checks.near(row[name], type7(values, p), 1e-9, f"{group} {column} {name}")
            reach = 1.5 * (type7(values, 0.75) - type7(values, 0.25))
            outliers = sum(v < type7(values, 0.25) - reach or v > type7(values, 0.75) + reach for v in values)
            checks.equal(row["outliers"], outliers, f"{group} {column} outliers")
    tiers = {row["tier"]: row["n"] for row in rows(report, "by_tier")}
    checks.equal(tiers, {t: sum(row["customer_tier"] == t for row in value) for t in TIERS}, "every tier")


def check_missing_tables(checks: Checks, folder) -> None:
    """With the value table alone, or with empty ones beside it, a report is still built and says why."""
    value = ROOT / "sample_data/cohort/value.csv.gz"
    (folder / "funnel.csv").write_text("primary_email,marketing_to_sales_days\nstranger,1\n")
    (folder / "activity.csv").write_text("primary_email,analysis_timestamp,composite_engagement_score\n")
    for name, more in (("alone", ""), ("empty", "  funnel: { file: funnel.csv }\n  activity: { file: activity.csv }\n")):
        spec = folder / f"{name}.yml"
        spec.write_text(f"extends: cohort\nsources:\n  value: {{ file: {value} }}\n{more}")
        report = build(spec, folder / name, "--strict")
        checks.that("cohort_funnel" not in report["tables"], f"{name}: no funnel without its conditions")
        checks.that("by_tier" in report["tables"], f"{name}: what is there is shown")
        checks.that(any(row["block"] == "The cohort" for row in rows(report, "intake_left_out")),
                    f"{name}: the cohort is listed as left out")
        page = (folder / name / "index.html").read_text()
        checks.that("cannot be told" in page, f"{name}: the first sentence says so")


def check_units(checks: Checks, folder) -> None:
    """A condition of per cent on a column of shares gets a note; so does a unit that does not fit."""
    value = ROOT / "sample_data/cohort/value.csv.gz"
    spec = folder / "units.yml"
    spec.write_text(f"extends: tier_comparison\nsources:\n  value:\n    file: {value}\n    columns:\n"
                    "      customer_health_score: { type: number, unit: share }\n"
                    "metrics:\n  risky: { type: simple, agg: count, filter: churn_probability > 5 }\n")
    notes = [note["message"] for note in build(spec, folder / "units")["notes"]]
    checks.that(any(n.startswith("churn_probability: the condition") and "with 5" in n for n in notes),
                "a share against five")
    checks.that(any(n.startswith("customer_health_score is declared as a share") for n in notes),
                "points declared as a share")


def kaplan_meier(spells: list[tuple[int, bool]], horizon: int) -> float:
    """The part still there after `horizon`: the product over the days on which somebody left."""
    survival = 1.0
    for day in sorted({time for time, left in spells if left and time <= horizon}):
        at_risk = sum(time >= day for time, _ in spells)
        survival *= 1 - sum(left and time == day for time, left in spells) / at_risk
    return survival


def check_own(checks: Checks, folder) -> None:
    """A report of an analyst's own: its survival and its worth of a member."""
    as_of = date(2025, 8, 1)
    with open(ROOT / "sample_data/own/members.csv") as file:
        members = list(csv.DictReader(file))
    spells = []
    for row in members:
        end = date.fromisoformat(row["left_on"]) if row["left_on"] else as_of
        spells.append(((end - date.fromisoformat(row["joined"])).days, bool(row["left_on"])))
    report = build(ROOT / "sample_data/own/report.yml", folder / "own", "--strict")
    checks.near(report["metrics"]["staying_at_365"]["value"], kaplan_meier(spells, 365), 1e-9,
                "part of the members that stays a year")
    fee = statistics.fmean(numbers(members, "fee"))
    churn = sum(left for _, left in spells) / sum(time / 30.4 for time, _ in spells)
    total = report["tables"]["worth"]["total"]
    columns = [column["name"] for column in report["tables"]["worth"]["columns"]]
    checks.near(total[columns.index("ltv")], fee * 0.6 / churn, 1e-9, "worth of a member")


def main() -> None:
    checks = Checks()
    with Scratch() as folder:
        check_cohort(checks, folder)
        check_tiers(checks, folder)
        check_missing_tables(checks, folder)
        check_units(checks, folder)
        check_own(checks, folder)
        for kind in ("cohort", "tier_comparison"):
            done = run("build", ROOT / f"sample_data/{kind}/report.yml", "--single-file", "--strict",
                       "-o", folder / f"{kind}.html")
            checks.equal(done.returncode, 0, f"{kind} in one file: {done.stderr}")
            checks.that((folder / f"{kind}.html").stat().st_size < 3_000_000, f"{kind} in one file is small")
    checks.done()


if __name__ == "__main__":
    main()
