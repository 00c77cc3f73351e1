#!/usr/bin/env python3
"""Write the sample data: 10,000 customers and 228,731 events that reproduce published figures.

The published figures (sample_data/cx/published.json) are margins of an unknown table.  The script
rebuilds a table with those margins in four steps, each seeded, so the same input gives the same bytes:

  1. joint     the least committal joint distribution of portfolio, plan, ARR group, engagement, tickets,
               event diversity and training with the published margins (maximum entropy), rounded to whole
               customers so that every published count stays exact (a mixed integer programme)
  2. tickets   ticket numbers inside the ticket ranges
  3. money     ARR, drawn by plan and then moved as little as possible onto every published sum
  4. events    distinct types, events per customer, one row per event with a time

Usage: generate_sample.py [--published FILE] [--out DIR]
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity

SEED = 20250801
AS_OF = date(2025, 8, 1)
WINDOW_START = date(2025, 1, 1)
TICKET_DAYS = 90

PORTFOLIOS = ["1 unit", "2-5 units", "6-10 units", "10+ units"]
PORTFOLIO_RANGES = [(0, 1), (2, 5), (6, 10), (11, 100)]
PLANS = ["starter", "pro", "premium"]
ENGAGEMENTS = ["Low", "Medium", "High"]
ENGAGEMENT_RANGES = [(5, 15), (16, 30), (31, 51)]
TICKET_RANGES = [(0, 0), (1, 1), (2, 4), (5, 10), (11, 14)]
DIVERSITIES = ["0-4", "5-7", "8+"]
ARR_GROUPS = ["Low", "Mid", "High", "Inactive"]
# The (plan, ARR group) pairs that occur, with the ARR range drawn for each.
PLAN_ARR = [(0, 0), (0, 3), (1, 0), (1, 3), (2, 0), (2, 1), (2, 2), (2, 3)]
PLAN_ARR_RANGES = [(90.0, 790.0), (90.0, 790.0), (820.0, 3900.0), (820.0, 3900.0),
                   (3000.0, 5000.0), (5000.01, 15000.0), (15000.01, 29500.0), (3000.0, 29500.0)]

# Customers of each plan who attended training.  Chosen so that the published mean, median and active rate
# of both groups follow from the plan mix: within a plan, trained and untrained customers are alike.
TRAINED_BY_PLAN = [621, 1777, 830]

# Event types drawn per customer; the others follow from the customer's own row.
FREE_TYPES = ["nps_response_submitted", "feature_adopted", "lease_signed", "maintenance_request_created",
              "rent_payment_received", "report_generated", "tenant_added"]
REPEATED_TYPES = FREE_TYPES[2:]
# Combinations of portfolio, plan, engagement, status without customers (the publication says how many
# there are, 10 of 72 with 5 of them inactive, but not which).
EMPTY_PATHS = ([(p, 2, 0, s) for p in (1, 2, 3) for s in (0, 1)]
               + [(0, 0, 2, 0), (0, 0, 2, 1), (0, 1, 2, 1), (2, 0, 2, 0)])


def range_of(text: str, names: list[str]) -> int:
    """Position of the name that `text` (a published label such as "High (30+ events)") starts with."""
    return next(i for i, name in enumerate(names) if text.startswith(name))


PUBLISHED_TICKETS = ["0 t", "1 t", "2-4", "5-10", "11+"]
PUBLISHED_DIVERSITY = ["0-4", "5-7", "7+"]
STATUSES = ["Active", "Inactive"]


@dataclass
class Margins:
    """Published sums over subsets of customers: one row each of (selector, name, customers, arr)."""

    selectors: list[dict[str, tuple[int, ...]]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    customers: list[float | None] = field(default_factory=list)
    arr: list[float | None] = field(default_factory=list)
    tickets: list[float | None] = field(default_factory=list)

    def add(self, name: str, selector: dict[str, int], customers: float | None = None,
            arr: float | None = None, tickets: float | None = None) -> None:
        self.names.append(name)
        self.selectors.append({k: (v,) if isinstance(v, int) else tuple(v) for k, v in selector.items()})
        self.customers.append(customers)
        self.arr.append(arr)
        self.tickets.append(tickets)

    def masks(self, columns: dict[str, np.ndarray]) -> np.ndarray:
        """One row per margin: which of the cells (or customers) in `columns` it counts."""
        n = len(columns["portfolio"])
        out = np.ones((len(self.names), n), dtype=bool)
        for row, selector in enumerate(self.selectors):
            for key, values in selector.items():
                out[row] &= np.isin(columns[key], values)
        return out


def node(text: str) -> dict[str, int]:
    """The selector that a published flow label stands for."""
    if text in PORTFOLIOS:
        return {"portfolio": PORTFOLIOS.index(text)}
    if text in PLANS:
        return {"plan": PLANS.index(text)}
    if text in STATUSES:
        return {"inactive": STATUSES.index(text)}
    if " ARR" in text:
        return {"arr_group": range_of(text, ARR_GROUPS)}
    if "ticket" in text:
        return {"ticket_range": range_of(text, PUBLISHED_TICKETS)}
    if text[0].isdigit():
        return {"diversity": range_of(text, PUBLISHED_DIVERSITY)}
    return {"engagement": range_of(text, ENGAGEMENTS)}


def published_margins(published: dict) -> Margins:
    """Every published sum that the joint table must have, each once."""
    margins = Margins()
    seen = set()
    for flow in ("journey", "support", "diversity_journey"):
        for edge in published["flows"][flow]:
            selector = node(edge["from"]) | node(edge["to"])
            key = tuple(sorted(selector.items()))
            if key not in seen:
                seen.add(key)
                margins.add(f"{edge['from']} > {edge['to']}", selector, edge["customers"], edge["arr"],
                            edge.get("tickets"))
    # The journey's ticket edges carry no tickets; the support flow's do.
    for edge in published["flows"]["support"]:
        margins.tickets[margins.selectors.index({k: (v,) for k, v in
                        (node(edge["from"]) | node(edge["to"])).items()})] = edge["tickets"]
    occurring = {tuple(sorted((k, v[0]) for k, v in s.items())) for s in margins.selectors}
    for arr_group in range(4):
        for engagement in range(3):
            if (("arr_group", arr_group), ("engagement", engagement)) not in occurring:
                margins.add("(no edge)", {"arr_group": arr_group, "engagement": engagement}, 0)
    for cell in published["portfolio_plan"]:
        selector = {"portfolio": PORTFOLIOS.index(cell["portfolio_group"]),
                    "plan": PLANS.index(cell["plan_type"])}
        label = f"{cell['portfolio_group']} x {cell['plan_type']}"
        active = round(cell["customers"] * cell["active_rate_pct"] / 100)
        margins.add(label + " active", selector | {"inactive": 0}, active)
        margins.add(label, selector, cell["customers"], cell["arr_total"], cell["tickets_total"])
    for portfolio, plan, engagement, status, customers, arr in published["paths_known"]:
        margins.add(f"{portfolio} / {plan} / {engagement} / {status}",
                    {"portfolio": PORTFOLIOS.index(portfolio), "plan": PLANS.index(plan),
                     "engagement": ENGAGEMENTS.index(engagement), "inactive": STATUSES.index(status)},
                    customers, arr)
    training = published["training"]
    trained_active = round(3228 * training["trained"]["active_rate"] + 1)
    margins.add("trained", {"trained": 1}, 3228, 3228 * training["trained"]["arr_mean"])
    margins.add("trained active", {"trained": 1, "inactive": 0}, trained_active)
    for plan, customers in enumerate(TRAINED_BY_PLAN):
        margins.add(f"trained {PLANS[plan]}", {"trained": 1, "plan": plan}, customers)
    stats = published["event_diversity_stats"]
    for diversity, (label, customers) in enumerate(zip(stats, published["one_way"]["event_diversity"])):
        margins.add(f"diversity {label}", {"diversity": diversity}, customers,
                    tickets=stats[label]["tickets_mean"] * customers)
    return margins


# ---- 1. joint: how many customers of each kind -------------------------------------------------

def joint_cells() -> dict[str, np.ndarray]:
    """Every possible kind of customer, one entry each, without the kinds that cannot occur."""
    axes = np.indices((4, len(PLAN_ARR), 3, 5, 3, 2)).reshape(6, -1)
    portfolio, plan_arr, engagement, ticket_range, diversity, trained = axes
    plan, arr_group = np.array(PLAN_ARR)[plan_arr].T
    inactive = (arr_group == 3).astype(int)
    cells = {"portfolio": portfolio, "plan": plan, "plan_arr": plan_arr, "arr_group": arr_group,
             "inactive": inactive, "engagement": engagement, "ticket_range": ticket_range,
             "diversity": diversity, "trained": trained}
    own_types = inactive + (ticket_range > 0) + trained
    possible = ~((diversity == 2) & (own_types == 0))
    possible &= ~((engagement == 0) & (ticket_range >= 3)) & ~((engagement < 2) & (ticket_range == 4))
    for p, l, e, s in EMPTY_PATHS:
        possible &= ~((portfolio == p) & (plan == l) & (engagement == e) & (inactive == s))
    return {key: values[possible] for key, values in cells.items()}


def normal_cdf(x: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr
    return ndtr(x)


def prior_weights(cells: dict[str, np.ndarray], published: dict) -> np.ndarray:
    """Plausible weights before any margin is applied: what the margins leave open follows these.

    Events grow with plan and portfolio, and the number of distinct types is a sum of independent types that
    are likelier the more events a customer has.
    """
    mean_events = np.array([[15.5, 17.8, 18.8, 20.7], [18.0, 21.5, 24.0, 27.0], [25.0, 28.3, 30.0, 33.2]])
    mu = mean_events[cells["plan"], cells["portfolio"]]
    cuts = np.array([-np.inf, 15.5, 30.5, np.inf])
    low, high = cuts[cells["engagement"]], cuts[cells["engagement"] + 1]
    weight = normal_cdf((high - mu) / 4.7) - normal_cdf((low - mu) / 4.7) + 1e-6

    rates = np.array([published["customers_per_event_type"][t] / 1e4 for t in FREE_TYPES])
    for engagement, factor in enumerate((0.6, 1.0, 1.3)):
        odds = rates / (1 - rates) * factor
        chance = np.array([1.0])
        for p in odds / (1 + odds):
            chance = np.convolve(chance, [1 - p, p])
        for own in range(4):
            total = np.zeros(12)
            total[own:own + len(chance)] = chance
            groups = np.array([total[:5].sum(), total[5:8].sum(), total[8:10].sum()])
            own_types = cells["inactive"] + (cells["ticket_range"] > 0) + cells["trained"]
            here = (cells["engagement"] == engagement) & (own_types == own)
            weight[here] *= groups[cells["diversity"][here]] + 1e-9
    return weight


def cell_means(cells: dict[str, np.ndarray], published: dict) -> tuple[np.ndarray, np.ndarray]:
    """Expected ARR and tickets of a customer of each kind."""
    total = {}
    for edge in published["flows"]["journey"]:
        if edge["from"] in PLANS:
            total[(PLANS.index(edge["from"]), range_of(edge["to"], ARR_GROUPS))] = edge["arr"] / edge["customers"]
    by_plan_arr = np.array([total[pair] for pair in PLAN_ARR])
    plan_mean = [published["by_plan_type"][plan]["arr_mean"] for plan in PLANS]
    size_factor = np.ones((3, 4))
    for cell in published["portfolio_plan"]:
        p, l = PORTFOLIOS.index(cell["portfolio_group"]), PLANS.index(cell["plan_type"])
        size_factor[l, p] = cell["arr_total"] / cell["customers"] / plan_mean[l]
    size_factor[2] = 1 + (size_factor[2] - 1) * 0.4  # premium: mostly through its ARR groups
    arr = by_plan_arr[cells["plan_arr"]] * size_factor[cells["plan"], cells["portfolio"]]

    tickets = np.zeros((3, 5))
    for edge in published["flows"]["support"]:
        ends = node(edge["from"]) | node(edge["to"])
        if "engagement" in ends:
            tickets[ends["engagement"], ends["ticket_range"]] = edge["tickets"] / edge["customers"]
    return arr, tickets[cells["engagement"], cells["ticket_range"]]


def maximum_entropy(prior: np.ndarray, features: np.ndarray, targets: np.ndarray,
                    slack: np.ndarray) -> np.ndarray:
    """The distribution nearest to `prior` whose feature means meet `targets` (Newton on the dual).

    `slack` is the penalty that lets a mean miss its target a little, which keeps redundant or slightly
    contradictory targets harmless.
    """
    log_prior = np.log(prior / prior.sum())
    multipliers = np.zeros(len(targets))

    def value(m: np.ndarray) -> float:
        z = log_prior + m @ features
        top = z.max()
        return top + np.log(np.exp(z - top).sum()) - m @ targets + 0.5 * (slack * m * m).sum()

    for _ in range(100):
        z = log_prior + multipliers @ features
        p = np.exp(z - z.max())
        p /= p.sum()
        mean = features @ p
        gradient = mean - targets + slack * multipliers
        if np.abs(gradient).max() < 1e-9:
            break
        hessian = (features * p) @ features.T - np.outer(mean, mean) + np.diag(slack + 1e-12)
        step = np.linalg.solve(hessian, -gradient)
        length, start = 1.0, value(multipliers)
        while value(multipliers + length * step) > start + 1e-4 * length * (gradient @ step) and length > 1e-6:
            length /= 2
        multipliers = multipliers + length * step
    return p


def whole_customers(expected: np.ndarray, exact: np.ndarray, counts: np.ndarray,
                    close: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """Round `expected` to whole numbers: `exact @ x == counts`, and `close @ x` as near `sums` as it goes."""
    n, m = len(expected), len(sums)
    floor = np.floor(expected)
    lower = np.maximum(floor - 1, 0)
    # Minimise sum of (distance from expected, roughly) + penalty * |close @ x - sums|.
    steps = 3
    cost_cells = np.concatenate([(np.abs(lower + k + 1 - expected) - np.abs(lower + k - expected))
                                 + 0.05 * k for k in range(steps)])
    scale = np.abs(close).max(axis=1)
    close, sums = close / scale[:, None], sums / scale
    a_exact = hstack([csr_matrix(exact)] * steps + [csr_matrix((len(counts), 2 * m))])
    a_close = hstack([csr_matrix(close)] * steps + [identity(m), -identity(m)])
    cost = np.concatenate([cost_cells, np.full(2 * m, 0.5)])
    solution = milp(
        cost,
        integrality=np.concatenate([np.ones(steps * n), np.zeros(2 * m)]),
        bounds=Bounds(np.zeros(steps * n + 2 * m), np.concatenate([np.ones(steps * n), np.full(2 * m, np.inf)])),
        constraints=[LinearConstraint(a_exact, counts - exact @ lower, counts - exact @ lower),
                     LinearConstraint(a_close, sums - close @ lower, sums - close @ lower)],
        options={"mip_rel_gap": 0.02, "node_limit": 200})
    if solution.x is None:
        raise SystemExit(f"no whole-number table has these margins: {solution.message}")
    return (lower + np.round(solution.x[:steps * n]).reshape(steps, n).sum(axis=0)).astype(int)


def joint_table(published: dict, margins: Margins) -> dict[str, np.ndarray]:
    """One entry per customer: its portfolio group, plan, ARR group, engagement and so on."""
    cells = joint_cells()
    masks = margins.masks(cells)
    arr, tickets = cell_means(cells, published)
    n = published["totals"]["customers"]
    has = {key: np.array([v is not None for v in values])
           for key, values in (("customers", margins.customers), ("arr", margins.arr),
                               ("tickets", margins.tickets))}
    counts = np.array([v for v in margins.customers if v is not None], dtype=float)
    exact = masks[has["customers"]].astype(float)
    arr_sums = np.array([v for v in margins.arr if v is not None])
    ticket_sums = np.array([v for v in margins.tickets if v is not None])
    close = np.vstack([masks[has["arr"]] * arr / 1e4, masks[has["tickets"]] * tickets / 2])
    sums = np.concatenate([arr_sums / 1e4, ticket_sums / 2])
    prior = prior_weights(cells, published)
    p = maximum_entropy(prior, np.vstack([exact, close]), np.concatenate([counts, sums]) / n,
                        np.concatenate([np.full(len(counts), 1e-9), np.full(len(sums), 1e-7)]))
    x = whole_customers(p * n, exact, counts, close, sums)
    return {key: np.repeat(values, x) for key, values in cells.items()}
