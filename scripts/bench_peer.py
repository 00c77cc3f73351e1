#!/usr/bin/env python3
"""The usual pandas script for the same report: the measure that Tessera's speed and size are held against.

Usage: bench_peer.py USERS EVENTS OUT.html [--plotly plotly.min.js] [--as-of DATE] [--timings]

Reads the two tables, makes the report's tables (nine breakdowns, portfolio x plan, flow paths, flow links, event
types, the training comparison with Welch's test) and writes one page with Jinja2 and Plotly figures as JSON.  It is
written as a careful analyst writes such a script: declared types, categories, one merge, grouped aggregation.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import jinja2
import numpy as np
import pandas as pd
from scipy import stats

OWN_EVENTS = ["subscription_cancelled", "support_ticket_created", "nps_response_submitted", "training_attended"]
DIMENSIONS = {
    "portfolio_group": "Portfolio group", "plan_type": "Plan", "engagement": "Engagement",
    "ticket_range": "Tickets", "training": "Training", "event_diversity": "Event diversity",
    "product_diversity": "Product diversity", "arr_group": "ARR group", "active_status": "Status"}
FLOWS = {
    "journey": ["portfolio_group", "plan_type", "arr_group", "engagement", "ticket_range", "active_status"],
    "lifecycle_flow": ["portfolio_group", "plan_type", "engagement", "ticket_range", "active_status", "arr_group"],
    "support_flow": ["engagement", "ticket_range", "active_status"],
    "diversity_journey": ["portfolio_group", "plan_type", "event_diversity", "active_status", "arr_group"],
    "portfolio_arr": ["portfolio_group", "arr_group"],
    "portfolio_active": ["portfolio_group", "active_status"]}

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Customer segmentation</title>
<style>body{font:15px/1.5 sans-serif;max-width:70rem;margin:auto;padding:1rem}table{border-collapse:collapse}
td,th{padding:.2rem .6rem;text-align:right;border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}
</style>{% if plotly %}<script>{{ plotly }}</script>{% endif %}</head><body>
<h1>Customer segmentation</h1>
<p>{{ "{:,}".format(totals.customers) }} customers, {{ "{:,}".format(totals.events) }} events,
{{ "{:.1%}".format(totals.active_rate) }} active, ARR ${{ "{:,.2f}".format(totals.arr) }},
of inactive customers ${{ "{:,.2f}".format(totals.arr_inactive) }}.</p>
{% for title, table in tables %}<h2>{{ title }}</h2>
{{ table }}
{% endfor %}
{% for name, figure in figures.items() %}<h2>{{ name }}</h2><div id="{{ name }}"></div>
{% if plotly %}<script>var f={{ figure }};Plotly.newPlot("{{ name }}",f.data,f.layout)</script>{% else
%}<script type="application/json">{{ figure }}</script>{% endif %}
{% endfor %}</body></html>
"""


class Stopwatch:
    """Prints the seconds of each step to standard error."""

    def __init__(self, enabled: bool) -> None:
        self.enabled, self.last = enabled, time.perf_counter()

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        if self.enabled:
            print(f"{step:20}{now - self.last:8.2f} s", file=sys.stderr)
        self.last = now


def read_users(path: Path) -> pd.DataFrame:
    """The customers, cleaned: plan trimmed and folded, status as a boolean."""
    users = pd.read_csv(path, dtype={"user_id": "string", "plan_type": "category", "portfolio_size": "int32",
                                     "annual_revenue": "float64", "is_active": "string",
                                     "support_tickets_last_90d": "int32", "nps_score": "float64"})
    users = users.drop_duplicates()
    if users["user_id"].duplicated().any():
        users = users.drop_duplicates("user_id")
    users["plan_type"] = users["plan_type"].str.strip().str.lower().astype("category")
    users["is_active"] = users["is_active"].str.strip().str.lower().eq("true")
    return users.rename(columns={"annual_revenue": "arr", "support_tickets_last_90d": "tickets"})


def read_events(path: Path, users: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """The events of known customers up to as_of, ids and types as categories."""
    events = pd.read_csv(path, dtype={"user_id": "category", "event_type": "category"}, parse_dates=["event_time"])
    events = events[events["event_time"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)]
    return events[events["user_id"].isin(users["user_id"])]


def per_customer(users: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """One row per customer with its events reduced to counts, then the dimensions."""
    counts = events.groupby(["user_id", "event_type"], observed=True).size().unstack(fill_value=0)
    distinct = counts.drop(columns="login", errors="ignore").gt(0)
    frame = pd.DataFrame({
        "events": counts.sum(axis=1),
        "diversity": distinct.sum(axis=1),
        "product_types": distinct.drop(columns=OWN_EVENTS, errors="ignore").sum(axis=1),
        "trained": counts.get("training_attended", pd.Series(0, counts.index)) > 0})
    frame.index = frame.index.astype("string")
    data = users.merge(frame, how="left", left_on="user_id", right_index=True, validate="one_to_one")
    data[["events", "diversity", "product_types"]] = data[["events", "diversity", "product_types"]].fillna(0)
    data["trained"] = data["trained"].fillna(False).astype(bool)
    return with_dimensions(data)


def with_dimensions(data: pd.DataFrame) -> pd.DataFrame:
    """The nine dimensions as ordered categories, bins right-closed."""
    inf = np.inf
    data["portfolio_group"] = pd.cut(data["portfolio_size"], [-inf, 1, 5, 10, inf],
                                     labels=["0–1", "2–5", "6–10", "11+"])
    data["engagement"] = pd.cut(data["events"], [-inf, 15, 30, inf], labels=["Low", "Medium", "High"])
    data["ticket_range"] = pd.cut(data["tickets"], [-inf, 0, 1, 4, 10, inf],
                                  labels=["0", "1", "2–4", "5–10", "11+"])
    data["training"] = pd.Categorical(np.where(data["trained"], "trained", "not_trained"), ["trained", "not_trained"])
    data["event_diversity"] = pd.cut(data["diversity"], [-inf, 4, 7, inf], labels=["0–4", "5–7", "8+"])
    edges = np.unique(data["product_types"].quantile([1 / 3, 2 / 3]))
    bins = np.unique(np.concatenate([[-inf], edges, [inf]]))
    data["product_diversity"] = pd.cut(data["product_types"], bins)
    group = pd.cut(data["arr"], [-inf, 5000, 15000, inf], labels=["≤ $5,000", "$5,000–15,000", "> $15,000"])
    data["arr_group"] = group.cat.add_categories("Inactive").where(data["is_active"], "Inactive")
    data["active_status"] = pd.Categorical(np.where(data["is_active"], "Active", "Inactive"), ["Active", "Inactive"])
    return data


def breakdown(data: pd.DataFrame, by: str | list[str]) -> pd.DataFrame:
    """Customers, ARR, active rate, NPS, tickets and events of each group."""
    table = data.groupby(by, observed=isinstance(by, list)).agg(
        customers=("user_id", "size"), arr_total=("arr", "sum"), arr_mean=("arr", "mean"),
        arr_median=("arr", "median"), active_rate=("is_active", "mean"), nps_mean=("nps_score", "mean"),
        tickets_total=("tickets", "sum"), tickets_mean=("tickets", "mean"), events_mean=("events", "mean"))
    table.insert(1, "share", table["customers"] / len(data))
    return table.reset_index()


def flow_links(data: pd.DataFrame, stages: list[str]) -> pd.DataFrame:
    """Customers, ARR and tickets on each link between neighbouring stages."""
    links = []
    for source, target in zip(stages, stages[1:]):
        link = data.groupby([source, target], observed=True).agg(
            customers=("user_id", "size"), arr=("arr", "sum"), tickets=("tickets", "sum")).reset_index()
        links.append(link.rename(columns={source: "from", target: "to"}).assign(stage=source, next_stage=target))
    return pd.concat(links, ignore_index=True)


def sankey(links: pd.DataFrame) -> dict:
    """A Plotly Sankey of the links."""
    ends = [list(zip(links[stage], links[end].astype(str))) for stage, end in (("stage", "from"), ("next_stage", "to"))]
    nodes = list(dict.fromkeys(ends[0] + ends[1]))
    place = {node: i for i, node in enumerate(nodes)}
    return {"data": [{"type": "sankey", "node": {"label": [label for _, label in nodes]},
                      "link": {"source": [place[e] for e in ends[0]], "target": [place[e] for e in ends[1]],
                               "value": links["customers"].tolist(),
                               "customdata": links[["arr", "tickets"]].values.tolist()}}],
            "layout": {"height": 600}}


def bar(table: pd.DataFrame, by: str, metric: str) -> dict:
    """A Plotly bar chart of one breakdown."""
    return {"data": [{"type": "bar", "x": table[by].astype(str).tolist(), "y": table[metric].tolist()}],
            "layout": {"title": {"text": f"{metric} by {by}"}}}


def heatmap(table: pd.DataFrame, title: str) -> dict:
    """A Plotly heat map of one crosstab."""
    return {"data": [{"type": "heatmap", "x": table.columns.astype(str).tolist(), "y": table.index.astype(str).tolist(),
                      "z": [[None if pd.isna(v) else float(v) for v in row] for row in table.to_numpy()]}],
            "layout": {"title": {"text": title}}}


def training_comparison(data: pd.DataFrame) -> pd.DataFrame:
    """ARR and status of trained and other customers: Welch's test and interval, and the rates' z test."""
    yes, no = (data.loc[data["trained"] == t] for t in (True, False))
    if len(yes) < 2 or len(no) < 2:
        return pd.DataFrame()
    rows = []
    for metric in ("arr", "is_active", "tickets"):
        a, b = yes[metric].astype(float), no[metric].astype(float)
        test = stats.ttest_ind(a, b, equal_var=False)
        va, vb = a.var() / len(a), b.var() / len(b)
        freedom = (va + vb) ** 2 / (va ** 2 / (len(a) - 1) + vb ** 2 / (len(b) - 1))
        half = stats.t.ppf(0.975, freedom) * np.sqrt(va + vb)
        gap = a.mean() - b.mean()
        rows.append({"metric": metric, "trained": a.mean(), "not_trained": b.mean(), "median_trained": a.median(),
                     "median_not_trained": b.median(), "difference": gap, "low": gap - half, "high": gap + half,
                     "t": test.statistic, "p": test.pvalue})
    return pd.DataFrame(rows)


def event_types(events: pd.DataFrame) -> pd.DataFrame:
    """Events and customers of each type."""
    return events.groupby("event_type", observed=True).agg(
        events=("user_id", "size"), customers=("user_id", "nunique")).reset_index()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("users", type=Path)
    parser.add_argument("events", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--plotly", type=Path, help="plotly.js to embed")
    parser.add_argument("--as-of", default="2025-08-01")
    parser.add_argument("--timings", action="store_true")
    options = parser.parse_args()
    watch = Stopwatch(options.timings)

    users = read_users(options.users)
    watch.lap("read users")
    events = read_events(options.events, users, options.as_of)
    watch.lap("read events")
    data = per_customer(users, events)
    types = event_types(events)
    watch.lap("reduce events")

    breakdowns = {by: breakdown(data, by) for by in DIMENSIONS}
    cells = breakdown(data, ["portfolio_group", "plan_type"])
    paths = breakdown(data, ["portfolio_group", "plan_type", "engagement", "active_status"]).sort_values(
        ["customers", "arr_total"], ascending=False)
    links = {name: flow_links(data, stages) for name, stages in FLOWS.items()}
    crosstabs = {f"portfolio_plan_{name}": cells.pivot(index="portfolio_group", columns="plan_type", values=metric)
                 for name, metric in (("customers", "customers"), ("arr", "arr_total"), ("nps", "nps_mean"),
                                      ("active", "active_rate"))}
    training = training_comparison(data)
    watch.lap("tables")

    figures = {name: sankey(table) for name, table in links.items()}
    figures |= {name: heatmap(table, name) for name, table in crosstabs.items()}
    figures |= {f"by_{by}": bar(table, by, "customers") for by, table in breakdowns.items()}
    tables = [(f"By {label.lower()}", breakdowns[by]) for by, label in DIMENSIONS.items()]
    tables += [("Portfolio × plan", cells)]
    tables += [(name.replace("_", " "), table.reset_index()) for name, table in crosstabs.items()]
    tables += [("Paths", paths), ("Event types", types), ("Training", training)]
    tables += [(f"Links of {name.replace('_', ' ')}", table) for name, table in links.items()]
    inactive = ~data["is_active"]
    page = jinja2.Environment(autoescape=False).from_string(PAGE).render(
        totals={"customers": len(data), "events": len(events), "active_rate": data["is_active"].mean(),
                "arr": data["arr"].sum(), "arr_inactive": data.loc[inactive, "arr"].sum()},
        tables=[(title, table.to_html(index=False, float_format="{:,.2f}".format)) for title, table in tables],
        figures={name: json.dumps(figure).replace("<", "\\u003c") for name, figure in figures.items()},
        plotly=options.plotly.read_text(encoding="utf-8") if options.plotly else "")
    options.out.write_text(page, encoding="utf-8")
    watch.lap("page")


if __name__ == "__main__":
    main()
