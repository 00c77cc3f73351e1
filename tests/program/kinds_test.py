"""The sample reports of value_model and lifecycle, in both forms, against figures worked out here again.

Nothing of the program is used for the references: the tables are read with csv, k-means, scores, rules and
moves are done in plain Python.
"""

import csv
import math
import random
import subprocess
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from harness import ROOT, TESSERA, Checks, Scratch, build, rows

FEATURES = ["sum_minutes", "sum_events", "count_active_days", "count_associated_visitors",
            "avg_nps_rating", "count_feature_clicking_visitors"]
NAMES = ["High value", "Medium value", "Low value"]


def table(path: str) -> list[dict]:
    with (ROOT / "sample_data" / path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def quantile(values: list[float], p: float) -> float:
    """Type 7."""
    ordered = sorted(values)
    at = (len(ordered) - 1) * p
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def skewness(values: list[float]) -> float:
    n, mean = len(values), sum(values) / len(values)
    m2 = sum((v - mean) ** 2 for v in values) / n
    m3 = sum((v - mean) ** 3 for v in values) / n
    return m3 / m2 ** 1.5 * math.sqrt(n * (n - 1)) / (n - 2)


def scaling(values: list[float]) -> tuple[bool, float, float]:
    log = skewness(values) > 1 and min(values) >= 0
    taken = [math.log1p(v) for v in values] if log else values
    mean = sum(taken) / len(taken)
    return log, mean, math.sqrt(sum((v - mean) ** 2 for v in taken) / len(taken))


def scaled(value: float, by: tuple[bool, float, float]) -> float:
    log, mean, sd = by
    return ((math.log1p(value) if log else value) - mean) / sd


def lloyd(points: list[list[float]], centres: list[list[float]]):
    labels = None
    while True:
        new = [min(range(len(centres)), key=lambda c: math.dist(p, centres[c])) for p in points]
        if new == labels:
            return labels, centres
        labels = new
        for c in range(len(centres)):
            own = [p for p, l in zip(points, labels) if l == c]
            if own:
                centres[c] = [sum(column) / len(own) for column in zip(*own)]


def kmeans(points: list[list[float]], k: int, starts: int = 8):
    rng = random.Random(7)
    best = None
    for _ in range(starts):
        labels, centres = lloyd(points, [list(p) for p in rng.sample(points, k)])
        inertia = sum(math.dist(p, centres[l]) ** 2 for p, l in zip(points, labels))
        if best is None or inertia < best[0]:
            best = (inertia, labels, centres)
    return best


def silhouette(points: list[list[float]], labels: list[int], k: int) -> float:
    total = 0.0
    for i, p in enumerate(points):
        sums, counts = [0.0] * k, [0] * k
        for j, q in enumerate(points):
            if i != j:
                sums[labels[j]] += math.dist(p, q)
                counts[labels[j]] += 1
        own = sums[labels[i]] / counts[labels[i]]
        other = min(sums[c] / counts[c] for c in range(k) if c != labels[i])
        total += (other - own) / max(other, own)
    return total / len(points)


def gini(values: list[float]) -> float:
    ordered, n, total = sorted(values), len(values), sum(values)
    return (2 * sum((i + 1) * v for i, v in enumerate(ordered)) - (n + 1) * total) / (n * total)


def metric(report: dict, name: str):
    return report["metrics"][name]["value"]


def by(report: dict, name: str, *keys: str) -> dict:
    return {tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]: row
            for row in rows(report, name)}


def check_moves(checks: Checks, report: dict, name: str, before: dict, now: dict) -> None:
    """Every cell of the matrix, with those who entered and left."""
    wanted = Counter((before.get(key, "(entered)"), now.get(key, "(left)"))
                     for key in before.keys() | now.keys())
    got = {(row["from"], row["to"]): row["customers"] for row in rows(report, name)}
    checks.equal({move: n for move, n in got.items() if n}, dict(wanted), f"{name}: who moved where")
    for row in rows(report, f"{name}_bridge"):
        checks.equal(row["start"] + row["entered"] + row["moved_in"] - row["moved_out"] - row["left"],
                     row["end"], f"{name}: the bridge of {row[next(iter(row))]} foots")


def check_form(checks: Checks, kind: str, folder: Path) -> None:
    """The single file holds the same figures and stands by itself."""
    out = folder / f"{kind}.html"
    done = subprocess.run([TESSERA, "build", str(ROOT / f"sample_data/{kind}/report.yml"), "--single-file",
                           "--strict", "-o", str(out)], capture_output=True, text=True, timeout=300)
    checks.equal(done.returncode, 0, f"{kind}: single file ({done.stderr})")
    text = out.read_text(encoding="utf-8")
    checks.that("tessera-report" in text, f"{kind}: the figures are in the single file")
    checks.that("is not available: the data lacks" not in text, f"{kind}: nothing is left out")


# ------------------------------------------------------------------------------------- value_model


def check_value_model(checks: Checks, folder: Path) -> None:
    report = build(ROOT / "sample_data/value_model/report.yml", folder / "value", "--strict")
    accounts = table("value_model/accounts.csv")
    complete = [row for row in accounts if all(row[f] for f in FEATURES)]
    scales = [scaling([float(row[f]) for row in complete]) for f in FEATURES]

    def point(row: dict) -> list[float]:
        return [scaled(float(row[f]), s) for f, s in zip(FEATURES, scales)]

    points = [point(row) for row in complete]
    inertia, labels, centres = kmeans(points, 3)
    checks.that(metric(report, "kmeans_inertia") <= inertia * (1 + 1e-6),
                f"inertia {metric(report, 'kmeans_inertia')} is no worse than {inertia}")
    checks.near(metric(report, "silhouette"), silhouette(points, labels, 3), 1e-9, "silhouette")
    revenue = defaultdict(list)
    for row, label in zip(complete, labels):
        revenue[label].append(float(row["annual_revenue"]))
    order = sorted(revenue, key=lambda c: -sum(revenue[c]) / len(revenue[c]))
    name = {c: NAMES[i] for i, c in enumerate(order)}
    segment = {row["account_id"]: name[label] for row, label in zip(complete, labels)}
    got = by(report, "by_segment", "segment")
    everything = sum(float(row["annual_revenue"]) for row in accounts)
    for c in order:
        row = got[name[c]]
        checks.equal(row["customers"], len(revenue[c]), f"{name[c]}: size")
        checks.near(row["revenue_total"], sum(revenue[c]), 1e-9, f"{name[c]}: revenue")
        checks.near(row["revenue_share"], sum(revenue[c]) / everything, 1e-9, f"{name[c]}: share")
        minutes = [float(r["sum_minutes"]) for r, l in zip(complete, labels) if l == c]
        every_minute = [float(r["sum_minutes"]) for r in accounts]
        mean = sum(minutes) / len(minutes)
        checks.near(row["sum_minutes_mean"], mean, 1e-9, f"{name[c]}: minutes")
        checks.near(row["sum_minutes_median"], quantile(minutes, 0.5), 1e-9, f"{name[c]}: median")
        checks.near(row["sum_minutes_mean_index"], 100 * mean / (sum(every_minute) / len(every_minute)),
                    1e-9, f"{name[c]}: index")
    checks.equal(got["(missing)"]["customers"], len(accounts) - len(complete), "without a feature")
    checks.near(metric(report, "revenue_concentration_gini"),
                gini([float(row["annual_revenue"]) for row in accounts]), 1e-10, "gini")
    for row in rows(report, "clusters_features"):
        checks.equal(row["n"] + row["missing"], len(accounts), f"{row['feature']}: n and missing")
    checks.equal([row["k"] for row in rows(report, "clusters_choice")], list("2345678"), "k compared")

    now = {row["account_id"]: segment.get(row["account_id"], "(missing)") for row in accounts}
    before = {}
    for row in table("value_model/accounts_march.csv"):
        before[row["account_id"]] = "(missing)"
        if all(row[f] for f in FEATURES):
            at = point(row)
            before[row["account_id"]] = name[min(range(3), key=lambda c: math.dist(at, centres[c]))]
    check_moves(checks, report, "movement", before, now)
    check_evaluation(checks, report, accounts)
    check_form(checks, "value_model", folder)


def check_evaluation(checks: Checks, report: dict, accounts: list[dict]) -> None:
    scored = [row for row in accounts if all(row[f] for f in FEATURES + ["previous_score", "is_high_value"])]
    n = metric(report, "evaluation_n")
    checks.equal(n, len(scored) - len(scored) // 2, "the testing half of all that is known")
    tables = by(report, "evaluation_confusion", "score", "actual")
    for label, score in [("Older score", "old"), ("New score of six features", "model")]:
        yes, no = tables[label, "yes"], tables[label, "no"]
        checks.equal(yes["n"] + no["n"], n, f"{score}: the confusion table holds everyone")
        checks.near(metric(report, f"evaluation_{score}_accuracy"), (yes["called_yes"] + no["called_no"]) / n,
                    1e-12, f"{score}: accuracy")
        checks.near(metric(report, "evaluation_base_rate"), max(yes["n"], no["n"]) / n, 1e-12, "base rate")
        gains = [row for row in rows(report, "evaluation_gains") if row["score"] == label]
        checks.equal(len(gains), 10, f"{score}: ten tenths")
        checks.near(gains[-1]["cumulative_share"], 1, 1e-9, f"{score}: all are found in the end")
    difference = report["metrics"]["evaluation_auc_difference"]
    checks.near(difference["value"], metric(report, "evaluation_model_auc") - metric(report, "evaluation_old_auc"),
                1e-9, "difference of areas")


# --------------------------------------------------------------------------------------- lifecycle


class Lifecycle:
    """The rules of the kind, by the limits of one day."""

    def __init__(self, customers: list[dict], day: date) -> None:
        self.customers = [self.derived(row, day) for row in customers]
        self.limits = {key: (min(r[key] for r in self.customers), max(r[key] for r in self.customers))
                       for key in ("usage", "recency", "tickets")}
        self.upper = quantile([row["ltv"] for row in self.customers], 0.75)

    @staticmethod
    def derived(row: dict, day: date) -> dict:
        signup, last = date.fromisoformat(row["signup_date"]), date.fromisoformat(row["last_active_date"])
        months = (day.year - signup.year) * 12 + day.month - signup.month
        return {"key": row["customer_id"], "type": row["company_type"], "months": months,
                "ltv": round(float(row["monthly_spend"]) * 100) * months / 100,
                "spend": float(row["monthly_spend"]), "logins": int(row["logins_30d"]),
                "recency": (day - last).days, "features": int(row["feature_usage"]),
                "usage": 0.7 * int(row["logins_30d"]) + 3 * int(row["feature_usage"]),
                "tickets": int(row["support_tickets"]), "churned": row["is_churned"] == "true"}

    def part(self, key: str, value: float) -> float:
        low, high = self.limits[key]
        return (value - low) / (high - low)

    def engagement(self, row: dict) -> float:
        return (0.4 * self.part("usage", row["usage"]) + 0.3 * (1 - self.part("recency", row["recency"]))
                + 0.2 * (1 - self.part("tickets", row["tickets"])))

    def fits(self, row: dict) -> list[str]:
        e = self.engagement(row)
        rules = [("Churned", row["churned"]), ("New", row["months"] <= 2),
                 ("Sleeping Giants", e < 0.5 and row["ltv"] > self.upper),
                 ("At Risk", e > 0.6 and 30 <= row["recency"] < 120),
                 ("Power Users", e > 0.75 and row["recency"] < 30),
                 ("Nurture and Grow", e > 0.3 and row["recency"] < 60)]
        return [name for name, holds in rules if holds]

    def state(self, row: dict) -> str:
        return (self.fits(row) or ["Unclassified"])[0]


def rfm_group(r: int, f: int, m: int) -> str:
    lines = [("Champions", r >= 4 and f >= 4 and m >= 4), ("Loyal Customers", r >= 2 and f >= 3 and m >= 3),
             ("Potential Loyalist", r >= 3 and f <= 3 and m <= 3), ("New Customers", r >= 4 and f <= 1 and m <= 1),
             ("Promising", 3 <= r <= 4 and f <= 1 and m <= 1),
             ("Need Attention", 2 <= r <= 3 and 2 <= f <= 3 and 2 <= m <= 3),
             ("About To Sleep", 2 <= r <= 3 and f <= 2 and m <= 2), ("At Risk", r <= 2 and f >= 2 and m >= 2),
             ("Cannot Lose Them", r <= 1 and f >= 4 and m >= 4), ("Lost", r <= 2 and f <= 2 and m <= 2)]
    return next((name for name, holds in lines if holds), "Others")


def scores(values: list[float], reversed_: bool) -> list[int]:
    breaks = [quantile(values, p / 5) for p in range(1, 5)]
    plain = [1 + sum(v > b for b in breaks) for v in values]
    return [6 - s for s in plain] if reversed_ else plain


def check_lifecycle(checks: Checks, folder: Path) -> None:
    report = build(ROOT / "sample_data/lifecycle/report.yml", folder / "lifecycle", "--strict")
    life = Lifecycle(table("lifecycle/customers.csv"), date(2025, 6, 30))
    checks.near(metric(report, "ltv_upper"), life.upper, 1e-12, "the limit of Sleeping Giants")
    total = sum(row["ltv"] for row in life.customers)
    sizes, money = Counter(), defaultdict(float)
    overlap = Counter()
    for row in life.customers:
        name = f"{row['type']} – {life.state(row)}"
        sizes[name] += 1
        money[name] += row["ltv"]
        overlap[len(life.fits(row))] += 1
    got = by(report, "by_segment", "segment")
    checks.equal({name: row["customers"] for name, row in got.items()}, dict(sizes), "segment sizes")
    for name, row in got.items():
        checks.near(row["ltv_total"], money[name], 1e-9, f"{name}: lifetime value")
        checks.near(row["ltv_share"], money[name] / total, 1e-9, f"{name}: share of lifetime value")
    checks.equal(metric(report, "state_rules_unassigned"), overlap[0], "customers that fit no rule")
    checks.equal(metric(report, "state_rules_overlap_customers"),
                 sum(n for fits, n in overlap.items() if fits > 1), "customers that fit several rules")
    rules = by(report, "state_rules_rules", "lifecycle")
    for name in ("Sleeping Giants", "At Risk", "Power Users"):
        checks.equal(rules[name]["fits"], sum(name in life.fits(row) for row in life.customers),
                     f"{name}: who meets the condition")
    new = [row for row in life.customers if row["months"] <= 2 and not row["churned"]]
    active = [row for row in new if row["logins"] >= 4 and row["features"] >= 3]
    checks.near(metric(report, "activation_rate"), len(active) / len(new), 1e-12, "activation rate")
    risk = sum(row["ltv"] for row in life.customers if life.state(row) == "At Risk")
    checks.near(metric(report, "at_risk_share"), risk / total, 1e-9, "lifetime value at risk")

    r = scores([row["recency"] for row in life.customers], True)
    f = scores([row["logins"] for row in life.customers], False)
    m = scores([row["spend"] for row in life.customers], False)
    groups = Counter(rfm_group(*three) for three in zip(r, f, m))
    got = by(report, "by_rfm", "rfm_group")
    checks.equal({name: row["customers"] for name, row in got.items() if row["customers"]}, dict(groups),
                 "RFM segments")
    counts = by(report, "rfm_scores", "score")
    for score in range(1, 6):
        checks.equal(counts[str(score)]["frequency"], f.count(score), f"frequency score {score}")
    # 125 combinations of scores; those of the published map that no line fits, counted here.
    holes = sum(rfm_group(*three) == "Others" for three in
                ((a, b, c) for a in range(1, 6) for b in range(1, 6) for c in range(1, 6)))
    checks.equal(metric(report, "rfm_rules_cells"), 125, "combinations of scores")
    checks.equal(metric(report, "rfm_rules_hole_cells"), holes, "holes of the published map")

    past = Lifecycle(table("lifecycle/customers_march.csv"), date(2025, 3, 31))
    before = {row["key"]: life.state(row) for row in past.customers}
    now = {row["key"]: life.state(row) for row in life.customers}
    check_moves(checks, report, "movement", before, now)
    check_form(checks, "lifecycle", folder)


def check_less_data(checks: Checks, folder: Path) -> None:
    """Without revenue, outcomes and an earlier day the report is still built, and says what it lacks."""
    accounts = table("value_model/accounts.csv")
    with (folder / "few.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["account_id", *FEATURES], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(accounts)
    spec = folder / "few.yml"
    spec.write_text("extends: value_model\nas_of: 2025-06-30\nsources:\n  accounts: { file: few.csv }\n")
    report = build(spec, folder / "few")
    checks.equal(metric(report, "customers"), len(accounts), "the accounts are there")
    checks.that(metric(report, "silhouette") is not None, "segments without revenue")
    checks.equal(metric(report, "revenue_total"), None, "no revenue is no zero")
    notes = " ".join(note["message"] for note in report["notes"])
    checks.that("one snapshot only" in notes, "the missing snapshot is noted")
    checks.that("ordered by sum_minutes" in notes, "the order without revenue is noted")
    page = (folder / "few" / "index.html").read_text(encoding="utf-8")
    checks.that("revenue is not in the data" in page, "the first page says that revenue is missing")


def main() -> None:
    checks = Checks()
    with Scratch() as folder:
        check_value_model(checks, folder)
        check_lifecycle(checks, folder)
        check_less_data(checks, folder)
    checks.done()


if __name__ == "__main__":
    main()
