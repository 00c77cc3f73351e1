"""The sample report reproduces the published figures of sample_data/cx/published.json.

Exact: totals, one-way counts, portfolio × plan counts and tickets, events by type. Within the
tolerance that its `exactness` entry names: money by cell 0.5 %, means and customers by type 1 %.
"""

import json

from harness import ROOT, Checks, Scratch, build, rows, run

BREAKDOWNS = ["portfolio_group", "engagement", "ticket_range", "event_diversity"]


def check_totals(checks: Checks, report: dict, totals: dict) -> None:
    value = {name: metric["value"] for name, metric in report["metrics"].items()}
    pairs = {"customers": "customers", "events": "events", "active": "active_customers",
             "inactive": "inactive_customers", "tickets_total": "tickets_total",
             "trained": "trained_customers", "portfolio_zero": "portfolio_zero",
             "nps_missing": "nps_missing", "flow_paths": "paths_observed",
             "flow_paths_inactive": "paths_inactive"}
    for target, metric in pairs.items():
        checks.equal(value[metric], totals[target], f"totals.{target}")
    checks.equal(round(value["arr_total"], 2), totals["arr_total"], "totals.arr_total")
    checks.equal(round(value["arr_at_risk"], 2), totals["arr_inactive"], "totals.arr_inactive")
    status = {row["active_status"]: row for row in rows(report, "by_active_status")}
    checks.equal(status["Active"]["tickets_total"], totals["tickets_active"], "tickets_active")
    checks.equal(status["Inactive"]["tickets_total"], totals["tickets_inactive"], "tickets_inactive")


def check_one_way(checks: Checks, report: dict, published: dict) -> None:
    for dimension in BREAKDOWNS:
        wanted = published["one_way"][dimension]
        wanted = list(wanted.values()) if isinstance(wanted, dict) else wanted
        got = [row["customers"] for row in rows(report, f"by_{dimension}")]
        checks.equal(got, wanted, f"one_way.{dimension}")
    plans = {row["plan_type"]: row for row in rows(report, "by_plan_type")}
    for plan, customers in published["one_way"]["plan_type"].items():
        checks.equal(plans[plan]["customers"], customers, f"one_way.plan_type.{plan}")
    groups = [row["customers"] for row in rows(report, "by_arr_group")]
    checks.equal(groups, published["one_way"]["arr_group_active"] + [2959], "one_way.arr_group")
    for plan, wanted in published["by_plan_type"].items():
        for metric in ("arr_mean", "active_rate", "nps_mean", "tickets_mean"):
            checks.near(plans[plan][metric], wanted[metric], 0.01, f"by_plan_type.{plan}.{metric}")


def check_portfolio_plan(checks: Checks, report: dict, published: dict) -> None:
    got = {(row["portfolio_group"], row["plan_type"]): row for row in rows(report, "portfolio_plan")}
    groups = dict(zip(["1 unit", "2-5 units", "6-10 units", "10+ units"],
                      [row["portfolio_group"] for row in rows(report, "by_portfolio_group")]))
    for wanted in published["portfolio_plan"]:
        key = (groups[wanted["portfolio_group"]], wanted["plan_type"])
        name = f"portfolio_plan.{'/'.join(key)}"
        checks.equal(got[key]["customers"], wanted["customers"], f"{name}.customers")
        checks.equal(got[key]["tickets_total"], wanted["tickets_total"], f"{name}.tickets_total")
        checks.near(got[key]["arr_total"], wanted["arr_total"], 0.005, f"{name}.arr_total")
        checks.near(got[key]["nps_mean"], wanted["nps_mean"], 0.01, f"{name}.nps_mean")
        checks.near(got[key]["active_rate"] * 100, wanted["active_rate_pct"], 0.01, f"{name}.active")


def check_events(checks: Checks, report: dict, published: dict) -> None:
    types = {row["event_type"]: row for row in rows(report, "event_types")}
    checks.equal(len(types), 11, "event types")
    for name, wanted in published["event_totals"].items():
        if name == "login":
            wanted = 228731 - sum(n for t, n in published["event_totals"].items() if t != "login")
        checks.equal(types[name]["events"], wanted, f"event_totals.{name}")
    for name, wanted in published["customers_per_event_type"].items():
        checks.near(types[name]["customers"], wanted, 0.01, f"customers_per_event_type.{name}")


def check_means(checks: Checks, report: dict, published: dict) -> None:
    training = {row["training"]: row for row in rows(report, "by_training")}
    for group in ("trained", "not_trained"):
        for metric, wanted in published["training"][group].items():
            checks.near(training[group][metric], wanted, 0.01, f"training.{group}.{metric}")
    diversity = rows(report, "by_event_diversity")
    for row, (name, wanted) in zip(diversity, published["event_diversity_stats"].items()):
        for metric, value in wanted.items():
            checks.near(row[metric], value, 0.01, f"event_diversity.{name}.{metric}")
    for row, (name, wanted) in zip(rows(report, "by_engagement"),
                                   published["engagement_stats"].items()):
        checks.near(row["events_mean"], wanted["mean"], 0.01, f"engagement.{name}.mean")
        checks.equal([row["events_min"], row["events_max"]], wanted["range"], f"engagement.{name}")
        checks.equal(row["tickets_total"], wanted["tickets_total"], f"engagement.{name}.tickets")


def check_flows(checks: Checks, report: dict, published: dict) -> None:
    tables = {"journey": "journey_links", "support": "support_flow_links",
              "diversity_journey": "diversity_journey_links"}
    for flow, table in tables.items():
        got = sorted(row["customers"] for row in rows(report, table))
        wanted = sorted(edge["customers"] for edge in published["flows"][flow])
        checks.equal(got, wanted, f"flows.{flow} customers")
    paths = sorted((row["customers"], round(row["arr_total"])) for row in rows(report, "flow_paths"))
    for *_, customers, arr in published["paths_known"]:
        checks.that(any(n == customers and abs(total - arr) <= 0.005 * arr + 1
                        for n, total in paths), f"paths_known {customers} / {arr}")


def main() -> None:
    published = json.loads((ROOT / "sample_data/cx/published.json").read_text())
    checks = Checks()
    with Scratch() as folder:
        report = build(ROOT / "sample_data/cx/report.yml", folder / "site", "--strict")
        check_totals(checks, report, published["totals"])
        check_one_way(checks, report, published)
        check_portfolio_plan(checks, report, published)
        check_events(checks, report, published)
        check_means(checks, report, published)
        check_flows(checks, report, published)
        done = run("build", ROOT / "sample_data/cx/report.yml", "--single-file", "-o",
                   folder / "report.html")
        checks.equal(done.returncode, 0, "the single file is built")
        checks.that((folder / "report.html").stat().st_size <= 1_200_000,
                    "the single file is small enough to mail: 1.2 MB")
    checks.done()


if __name__ == "__main__":
    main()
