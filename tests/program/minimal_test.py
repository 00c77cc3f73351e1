"""Every figure of sample_data/minimal/expected.md, worked by hand there, stands in the report."""

import re

from harness import ROOT, Checks, Scratch, build, rows

TABLES = {"portfolio group": "by_portfolio_group", "plan (tier)": "by_plan_type",
          "engagement": "by_engagement", "ticket range": "by_ticket_range",
          "training": "by_training", "event diversity": "by_event_diversity",
          "ARR group": "by_arr_group", "status": "by_active_status"}
COLUMNS = ["customers", "arr_total", "arr_mean", "arr_median", "active", "nps", "tickets_total",
           "tickets_mean", "events_mean"]


def markdown_tables(text: str) -> dict[str, list[list[str]]]:
    """First header cell → rows, of the tables that have the ten columns of a breakdown."""
    tables: dict[str, list[list[str]]] = {}
    current: list[list[str]] | None = None
    for line in text.splitlines():
        if not line.startswith("|"):
            current = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if set(line) <= set("|- "):
            continue
        if current is None:
            current = tables.setdefault(cells[0], []) if len(cells) == 10 else []
        else:
            current.append(cells)
    return tables


def number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def check_row(checks: Checks, name: str, got: dict, cells: list[str]) -> None:
    for column, text in zip(COLUMNS, cells[1:]):
        if column == "active":
            active, of = map(int, re.match(r"(\d+) of (\d+)", text).groups())
            checks.near(got["active_rate"] or 0.0, active / of, 1e-12, f"{name}.active_rate")
        elif column == "nps":
            mean, answers = re.match(r"(\S+) \((\d+)\)", text).groups()
            checks.near(got["nps_mean"], number(mean), 2e-3, f"{name}.nps_mean")
            checks.equal(got["nps_mean_n"], int(answers), f"{name}.nps_mean_n")
        else:
            checks.near(got[column] + 1e-9, number(text) + 1e-9, 1e-3, f"{name}.{column}")


def main() -> None:
    tables = markdown_tables((ROOT / "sample_data/minimal/expected.md").read_text())
    checks = Checks()
    with Scratch() as folder:
        report = build(ROOT / "sample_data/minimal/report.yml", folder / "site", "--strict")
        for title, table in TABLES.items():
            wanted = [cells for cells in tables[title] if not cells[0].startswith("**")]
            got = rows(report, table)
            checks.equal(len(got), len(wanted), f"{table} rows")
            for row, cells in zip(got, wanted):
                check_row(checks, f"{table}/{cells[0]}", row, cells)
        product = [row["customers"] for row in rows(report, "by_product_diversity")]
        checks.equal(product, [4, 5, 3], "by_product_diversity customers")
        metrics = {name: metric["value"] for name, metric in report["metrics"].items()}
        checks.equal(metrics["arr_at_risk"], 3000, "arr_at_risk")
        checks.equal(metrics["training_arr_lift_crude"], 6600, "training_arr_lift_crude")
        checks.equal(metrics["paths_observed"], 9, "paths_observed")
        checks.equal(metrics["paths_inactive"], 3, "paths_inactive")
        checks.equal(metrics["events"], 240, "events")
        failed = [check for check in report["checks"] if check["status"] == "fail"]
        checks.equal(failed, [], "failed checks")
    checks.done()


if __name__ == "__main__":
    main()
