#!/usr/bin/env python3
"""Write the sample data: 10,000 customers and 228,731 events that reproduce published figures.

The published figures (sample_data/cx/published.json) are margins of an unknown table.  The script
rebuilds a table with those margins in four seeded steps; the same input gives the same bytes:

  1. joint     the least committal joint distribution of portfolio, plan, ARR group, engagement, tickets,
               event diversity and training with the published margins (maximum entropy), rounded to whole
               customers so that every published count stays exact (a mixed integer programme)
  2. tickets   ticket numbers inside the ticket ranges
  3. money     ARR, drawn by plan and then moved as little as possible onto every published sum
  4. events    distinct types, events per customer, one row per event with a time

Then it counts both files afresh and prints the largest deviation in each family of published figures.

Usage: generate_sample.py [--published FILE] [--out DIR]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity
from scipy.special import ndtr

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
STATUSES = ["Active", "Inactive"]
# How the publication's flow labels begin ("7+" holds 8 or more).
PUBLISHED_TICKETS = ["0 t", "1 t", "2-4", "5-10", "11+"]
PUBLISHED_DIVERSITY = ["0-4", "5-7", "7+"]
# The (plan, ARR group) pairs that occur, with the ARR range drawn for each.
PLAN_ARR = [(0, 0), (0, 3), (1, 0), (1, 3), (2, 0), (2, 1), (2, 2), (2, 3)]
PLAN_ARR_RANGES = [(90.0, 790.0), (90.0, 790.0), (600.0, 4990.0), (600.0, 4990.0),
                   (3000.0, 5000.0), (5000.01, 15000.0), (15000.01, 29500.0), (3000.0, 29500.0)]

# Customers of each plan who attended training.  Chosen so that the published mean, median and active rate
# of both groups follow from the plan mix: within a plan, trained and untrained customers are alike.
TRAINED_BY_PLAN = [621, 1777, 830]

# Tickets by event diversity: whole numbers with the published means .25, .93 and 1.99.
TICKETS_BY_DIVERSITY = [111, 5935, 6295]

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


@dataclass
class Margins:
    """Published sums over subsets of customers; a sum that was not published is None.

    A selector names the members of each dimension that the subset holds: {"plan": (2,), "inactive": (0,)}.
    """

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
    trained = published["training"]["trained"]
    trained_active = round(trained["customers"] * trained["active_rate"])
    margins.add("trained", {"trained": 1}, trained["customers"], trained["customers"] * trained["arr_mean"])
    margins.add("trained active", {"trained": 1, "inactive": 0}, trained_active)
    for plan, customers in enumerate(TRAINED_BY_PLAN):
        margins.add(f"trained {PLANS[plan]}", {"trained": 1, "plan": plan}, customers)
    for diversity, customers in enumerate(published["one_way"]["event_diversity"]):
        margins.add(f"diversity {DIVERSITIES[diversity]}", {"diversity": diversity}, customers,
                    tickets=TICKETS_BY_DIVERSITY[diversity])
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


def prior_weights(cells: dict[str, np.ndarray], published: dict) -> np.ndarray:
    """Plausible weights before any margin is applied: what the margins leave open follows these.

    Events grow with plan and portfolio, and the number of distinct types is a sum of independent types that
    are likelier the more events a customer has.
    """
    mean_events = np.array([[15.5, 17.8, 18.8, 20.7], [18.0, 21.5, 24.0, 27.0], [25.0, 28.3, 30.0, 33.2]])
    mu = mean_events[cells["plan"], cells["portfolio"]]
    cuts = np.array([-np.inf, 15.5, 30.5, np.inf])
    low, high = cuts[cells["engagement"]], cuts[cells["engagement"] + 1]
    weight = ndtr((high - mu) / 4.7) - ndtr((low - mu) / 4.7) + 1e-6

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
                    close: np.ndarray | None = None, sums: np.ndarray | None = None,
                    occupied: np.ndarray | None = None) -> np.ndarray:
    """Round `expected` to whole numbers: `exact @ x == counts`, and `close @ x` as near `sums` as it goes.

    Each row of `occupied` marks cells that must hold at least one customer together.
    """
    if close is None or sums is None:
        close, sums = np.zeros((0, len(expected))), np.zeros(0)
    n, m = len(expected), len(sums)
    floor = np.floor(expected)
    lower = np.maximum(floor - 1, 0)
    # Minimise sum of (distance from expected, roughly) + penalty * |close @ x - sums|.
    steps = 3
    cost_cells = np.concatenate([(np.abs(lower + k + 1 - expected) - np.abs(lower + k - expected))
                                 + 0.05 * k for k in range(steps)])
    a_exact = hstack([csr_matrix(exact)] * steps + [csr_matrix((len(counts), 2 * m))])
    a_close = hstack([csr_matrix(close)] * steps + [identity(m), -identity(m)])
    cost = np.concatenate([cost_cells, np.full(2 * m, 2.0)])
    constraints = [LinearConstraint(a_exact, counts - exact @ lower, counts - exact @ lower)]
    if m:
        constraints.append(LinearConstraint(a_close, sums - close @ lower, sums - close @ lower))
    if occupied is not None:
        rows = hstack([csr_matrix(occupied)] * steps + [csr_matrix((len(occupied), 2 * m))])
        constraints.append(LinearConstraint(rows, 1 - occupied @ lower, np.inf))
    solution = milp(
        cost,
        integrality=np.concatenate([np.ones(steps * n), np.zeros(2 * m)]),
        bounds=Bounds(np.zeros(steps * n + 2 * m), np.concatenate([np.ones(steps * n), np.full(2 * m, np.inf)])),
        constraints=constraints,
        options={"mip_rel_gap": 0.1, "node_limit": 200})
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
    path = ((cells["portfolio"] * 3 + cells["plan"]) * 3 + cells["engagement"]) * 2 + cells["inactive"]
    occupied = (np.unique(path)[:, None] == path[None, :]).astype(float)
    x = whole_customers(p * n, exact, counts, close, sums, occupied)
    return {key: np.repeat(values, x) for key, values in cells.items()}


# ---- 2. tickets ------------------------------------------------------------------------------------

def ticket_numbers(customers: dict[str, np.ndarray], margins: Margins,
                   rng: np.random.Generator) -> np.ndarray:
    """Tickets of each customer, inside its ticket range, with every published ticket sum."""
    ticket_range = customers["ticket_range"]
    tickets = np.array([low for low, _ in TICKET_RANGES])[ticket_range]
    keys = ("portfolio", "plan", "engagement", "inactive", "diversity", "ticket_range")
    open_rows = np.flatnonzero(ticket_range >= 2)
    kinds, kind_of = np.unique(np.stack([customers[k][open_rows] for k in keys]), axis=1, return_inverse=True)
    sizes = np.bincount(kind_of)

    # One cell for each (kind, number of tickets).
    options = [list(range(low, high + 1)) for low, high in TICKET_RANGES]
    kind = np.concatenate([[k] * len(options[r]) for k, r in enumerate(kinds[-1])])
    number = np.concatenate([options[r] for r in kinds[-1]])
    cells = dict(zip(keys, kinds[:, kind])) | {"trained": np.zeros(len(kind)), "arr_group": np.zeros(len(kind))}
    prior = sizes[kind] * np.where(cells["ticket_range"] == 2, 0.55, 0.65) ** (number - 2)

    has = np.array([v is not None for v in margins.tickets])
    rows = margins.masks(cells)[has] * number
    fixed = margins.masks(customers)[has] @ np.where(ticket_range < 2, tickets, 0)
    sums = np.array([v for v in margins.tickets if v is not None]) - fixed
    exact = (np.arange(len(sizes))[:, None] == kind[None, :]).astype(float)
    total = sizes.sum()
    p = maximum_entropy(prior, np.vstack([exact, rows / 10]), np.concatenate([sizes, sums / 10]) / total,
                        np.full(len(sizes) + len(sums), 1e-8))
    used = rows.any(axis=1)
    x = whole_customers(p * total, np.vstack([exact, rows[used]]), np.concatenate([sizes, sums[used]]))
    for k in range(len(sizes)):
        members = rng.permutation(open_rows[kind_of == k])
        tickets[members] = np.repeat(number[kind == k], x[kind == k])
    return tickets


# ---- 3. money ----------------------------------------------------------------------------------------

def first_arr(customers: dict[str, np.ndarray], published: dict, rng: np.random.Generator) -> np.ndarray:
    """ARR drawn by plan and portfolio, before it is moved onto the published sums."""
    mean, _ = cell_means(customers, published)
    n = len(mean)
    draws = np.stack([
        1 + 0.76 * (2 * rng.beta(1.0, 1.0, n) - 1),      # starter: flat, list prices from 100 to 700
        np.exp(rng.normal(-0.11, 0.47, n)),                 # pro: skewed
        1 + 0.55 * (2 * rng.beta(1.2, 1.2, n) - 1),        # premium: flat within its ARR group
    ])
    low, high = np.array(PLAN_ARR_RANGES)[customers["plan_arr"]].T
    arr = mean * np.take_along_axis(draws, customers["plan"][None, :], axis=0)[0]
    premium = customers["plan"] == 2
    uniform = low + (high - low) * rng.beta(1.1, 1.3, n)
    arr = np.where(premium, uniform, arr)
    margin = (high - low) * 0.002
    return np.clip(arr, low + margin * (1 + rng.random(n)), high - margin * (1 + rng.random(n)))


def onto_sums(values: np.ndarray, low: np.ndarray, high: np.ndarray, masks: np.ndarray,
              sums: np.ndarray) -> np.ndarray:
    """Move `values` as little as possible, inside (low, high), so that `masks @ values` meets `sums`."""
    masks = csr_matrix(masks.astype(float))
    for _ in range(200):
        residual = sums - masks @ values
        if np.abs(residual).max() < 0.3:
            break
        room = np.minimum(values - low, high - values)
        weight = room * room
        gram = (masks.multiply(weight) @ masks.T).toarray()
        scale = 1 / np.sqrt(gram.diagonal())
        multiplier = scale * np.linalg.lstsq(gram * scale[:, None] * scale, residual * scale, rcond=1e-10)[0]
        step = weight * (masks.T @ multiplier)
        values = values + np.clip(step, -0.7 * room, 0.7 * room)
    return values


def settle_cents(cents: np.ndarray, customers: dict[str, np.ndarray], published: dict) -> np.ndarray:
    """Close the last cents: known paths, portfolio x plan and the inactive total become exact."""
    path = np.stack([customers[k] for k in ("portfolio", "plan", "engagement", "inactive")])
    known = np.zeros(len(cents), dtype=bool)
    for portfolio, plan, engagement, status, _, arr in published["paths_known"]:
        key = (PORTFOLIOS.index(portfolio), PLANS.index(plan), ENGAGEMENTS.index(engagement),
               STATUSES.index(status))
        members = np.flatnonzero((path == np.array(key)[:, None]).all(axis=0))
        known[members] = True
        cents[members[0]] += round(arr * 100) - cents[members].sum()

    def loose(portfolio: int, plan: int, inactive: int) -> np.ndarray:
        return np.flatnonzero((customers["portfolio"] == portfolio) & (customers["plan"] == plan)
                              & (customers["inactive"] == inactive) & ~known)

    for cell in published["portfolio_plan"]:
        p, l = PORTFOLIOS.index(cell["portfolio_group"]), PLANS.index(cell["plan_type"])
        here = (customers["portfolio"] == p) & (customers["plan"] == l)
        taker = np.concatenate([loose(p, l, 0), loose(p, l, 1)])[0]
        cents[taker] += round(cell["arr_total"] * 100) - cents[here].sum()
    gap = round(published["totals"]["arr_inactive"] * 100) - cents[customers["inactive"] == 1].sum()
    cents[loose(3, 1, 1)[0]] += gap
    cents[loose(3, 1, 0)[0]] -= gap
    return cents


def place_median(cents: np.ndarray, customers: dict[str, np.ndarray], members: np.ndarray,
                 median: int) -> None:
    """Make `median` the median of `members`: each move is undone by a twin with the same margins."""
    keys = np.stack([customers[k] for k in ("portfolio", "plan_arr", "engagement", "ticket_range",
                                            "diversity", "trained")])
    moved: set[int] = set()

    def move(i: int, target: int) -> bool:
        """Give customer i the value `target`; its twin stays on its side of the median."""
        shift = target - cents[i]
        twins = np.flatnonzero((keys == keys[:, [i]]).all(axis=0))
        far = np.abs(cents[twins] - median) > 2 * abs(shift) + 1000
        twins = [t for t in twins[far] if t not in moved]
        if not twins:
            return False
        twin = twins[int(np.argmin(np.abs(cents[twins] - np.median(cents[twins]))))]
        cents[i] += shift
        cents[twin] -= shift
        moved.update((i, twin))
        return True

    for _ in range(1000):
        below = members[cents[members] < median]
        surplus = len(below) - len(members) // 2
        if surplus == 0:
            break
        side = below if surplus > 0 else members[cents[members] >= median]
        nearest = side[np.argsort(np.abs(cents[side] - median), kind="stable")]
        step = 20 + 5 * abs(surplus)
        next(i for i in nearest if i not in moved and move(i, median + step if surplus > 0 else median - step))
    for side, target in ((members[cents[members] < median], median - 20),
                         (members[cents[members] >= median], median + 20)):
        nearest = side[np.argsort(np.abs(cents[side] - median), kind="stable")]
        if abs(cents[nearest[0]] - median) > 20:
            next(i for i in nearest if i not in moved and move(i, target))


def annual_revenue(customers: dict[str, np.ndarray], published: dict, margins: Margins,
                   rng: np.random.Generator) -> np.ndarray:
    """ARR of each customer in cents."""
    values = first_arr(customers, published, rng)
    low, high = np.array(PLAN_ARR_RANGES)[customers["plan_arr"]].T
    has = np.array([v is not None for v in margins.arr])
    values = onto_sums(values, low, high, margins.masks(customers)[has],
                       np.array([v for v in margins.arr if v is not None]))
    cents = settle_cents(np.round(values * 100).astype(np.int64), customers, published)
    for trained, name in enumerate(("not_trained", "trained")):
        place_median(cents, customers, np.flatnonzero(customers["trained"] == trained),
                     published["training"][name]["arr_median"] * 100)
    return cents


# ---- 4. events ---------------------------------------------------------------------------------------

def spread(low: int, high: int, size: int, mean: float, curve: float) -> np.ndarray:
    """How many of `size` customers have each whole number in low..high: exp(a x + curve x^2), given mean."""
    x = np.arange(low, high + 1)
    mean = (mean * size - x.sum()) / (size - len(x))   # every number occurs at least once
    lo, hi = -5.0, 5.0
    for _ in range(80):
        a = (lo + hi) / 2
        z = a * x + curve * (x - x.mean()) ** 2
        p = np.exp(z - z.max())
        p /= p.sum()
        lo, hi = (a, hi) if p @ x < mean else (lo, a)
    expected = 1 + p * (size - len(x))
    counts = np.floor(expected).astype(int)
    counts[np.argsort(-(expected - counts), kind="stable")[:size - counts.sum()]] += 1
    return counts


def event_histogram(published: dict) -> np.ndarray:
    """Customers with 0..51 events: the published means, quartiles, sum and standard deviation."""
    stats = published["engagement_stats"]["events_per_customer"]
    n, total = published["totals"]["customers"], published["totals"]["events"]
    squares = round(stats["sd"] ** 2 * (n - 1) + total ** 2 / n)
    sizes = published["one_way"]["engagement"]
    x = np.arange(52)

    def build(curve: float) -> np.ndarray:
        counts = np.zeros(52, dtype=int)
        for (low, high), name, mean, c in zip(ENGAGEMENT_RANGES, ENGAGEMENTS, (13.92, 22.315, 34.82),
                                              (-0.1, curve, 0.0)):
            counts[low:high + 1] = spread(low, high, sizes[name], mean, c)
        return counts

    lo, hi = -0.05, 0.02
    for _ in range(40):
        curve = (lo + hi) / 2
        lo, hi = (curve, hi) if build(curve) @ (x * x) < squares else (lo, curve)
    counts = build(curve)
    # The last units: single steps for the sum, opposite steps for the sum of squares, all within Medium.
    while gap := total - counts @ x:
        at = 19 + gap % 8
        counts[at] -= 1
        counts[at + (1 if gap > 0 else -1)] += 1
    while gap := (squares - counts @ (x * x)) // 2:
        for apart in range(7, 0, -1):
            if abs(gap) >= apart:
                break
        # Moving one customer from a to a-1 and one from b to b+1 adds 2 (b - a) + 2 to the squares.
        a = 22
        b = a + apart - 1
        sign = 1 if gap > 0 else -1
        for source, target in ((a, a - 1), (b, b + 1)):
            counts[source] -= sign
            counts[target] += sign
    return counts


def one_by_score(values: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Hand out `values` in ascending order of `score`."""
    out = np.empty_like(values)
    out[np.argsort(score, kind="stable")] = np.sort(values)
    return out


# Customers with 1..9 distinct event types: the published groups, mean 6.8432 and sd 1.271.
DIVERSITY_HISTOGRAM = [1, 12, 75, 355, 1000, 2103, 3288, 2366, 800]


def distinct_types(customers: dict[str, np.ndarray], own: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Distinct event types other than login of each customer."""
    out = np.zeros(len(own), dtype=int)
    for group, levels in enumerate(((1, 2, 3, 4), (5, 6, 7), (8, 9))):
        members = np.flatnonzero(customers["diversity"] == group)
        values = np.repeat(levels, [DIVERSITY_HISTOGRAM[level - 1] for level in levels])
        score = own[members] + customers["engagement"][members] + rng.normal(0, 1, len(members))
        if group == 0:   # no fewer types than the customer's own row implies
            score = own[members] * 10 + rng.random(len(members))
        if group == 2:   # nine types need two of the three types of the customer's own row
            score = np.where(own[members] >= 2, score, -10 + rng.random(len(members)))
        out[members] = one_by_score(values, score)
    return out


def type_matrix(customers: dict[str, np.ndarray], free: np.ndarray, published: dict,
                rng: np.random.Generator) -> np.ndarray:
    """Which free types each customer has: `free` of the seven a row, the published customers a column."""
    wanted = np.array([published["customers_per_event_type"][t] for t in FREE_TYPES])
    odds = wanted / (1e4 - wanted)
    log_odds = np.tile(np.log(odds), (len(free), 1))
    log_odds[:, 0] -= 0.6 * customers["inactive"]        # those who left answer fewer surveys
    log_odds[:, 1] += 0.2 * (customers["plan"] - 1)      # larger plans adopt more features
    keys = log_odds + rng.gumbel(size=log_odds.shape)
    rank = np.argsort(np.argsort(-keys, axis=1, kind="stable"), axis=1, kind="stable")
    has = rank < free[:, None]
    while (gap := has.sum(axis=0) - wanted).any():
        over, under = int(np.argmax(gap)), int(np.argmin(gap))
        rows = np.flatnonzero(has[:, over] & ~has[:, under])
        chosen = rng.permutation(rows)[:min(gap[over], -gap[under])]
        has[chosen, over], has[chosen, under] = False, True
    return has


def repeats(has: np.ndarray, room: np.ndarray, published: dict, rng: np.random.Generator) -> np.ndarray:
    """Further events beyond the first of each type: rows sum to `room`, columns to the published totals.

    The columns are the repeated types, then login, which every customer may have.
    """
    totals = [published["event_totals"][t] - published["customers_per_event_type"][t] for t in REPEATED_TYPES]
    totals.append(int(room.sum()) - sum(totals))
    allowed = np.column_stack([has[:, 2:], np.ones(len(has), dtype=bool)])
    customer = np.repeat(np.arange(len(room)), room)
    kind = rng.permutation(np.repeat(np.arange(len(totals)), totals))
    while len(bad := np.flatnonzero(~allowed[customer, kind])):
        other = rng.choice(len(kind), len(bad), replace=False)
        for i, j in zip(bad, other):
            if allowed[customer[i], kind[j]] and (allowed[customer[j], kind[i]] or not allowed[customer[j], kind[j]]):
                kind[i], kind[j] = kind[j], kind[i]
    out = np.zeros(allowed.shape, dtype=int)
    np.add.at(out, (customer, kind), 1)
    return out


DAY = 86400


def event_times(users: dict[str, np.ndarray], customer: np.ndarray, kind: np.ndarray, kinds: list[str],
                rng: np.random.Generator) -> np.ndarray:
    """Seconds since the window's start of each event, on working hours, on the half hour.

    Nothing happens before the sign-up, after the cancellation (the customer's last event) or after as_of;
    tickets fall into the 90 days before as_of.
    """
    last_day = (AS_OF - WINDOW_START).days - 1
    first = np.maximum(users["signup_day"], 0)[customer]
    tickets_from = last_day + 1 - TICKET_DAYS
    is_ticket = kind == kinds.index("support_ticket_created")
    is_cancel = kind == kinds.index("subscription_cancelled")
    first = np.where(is_ticket, np.maximum(first, tickets_from), first)
    last = np.minimum(users["cancel_day"] - 1, last_day)[customer]
    day = first + np.floor(rng.random(len(customer)) * (last - first + 1)).astype(int)
    weekday = (WINDOW_START.weekday() + day) % 7
    move = np.where((weekday >= 5) & (rng.random(len(day)) < 0.8), np.where(weekday == 5, -1, -2), 0)
    day = np.where((day + move >= first), day + move, day)
    day = np.where(is_cancel, users["cancel_day"][customer], day)
    half_hour = np.clip(np.round(rng.normal(13.5, 2.6, len(day)) * 2), 12, 43).astype(int)
    return day * DAY + half_hour * 1800


def customer_days(customers: dict[str, np.ndarray], tickets: np.ndarray,
                  rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Sign-up and cancellation as days from the window's start (no cancellation: after the window)."""
    n = len(tickets)
    window = (AS_OF - WINDOW_START).days
    signup = -np.floor(1 + 1600 * rng.random(n) ** 1.4).astype(int)
    recent = rng.random(n) < np.array([0.35, 0.12, 0.04])[customers["engagement"]]
    signup[recent] = rng.integers(0, 75, recent.sum())
    early, late = np.where(tickets > 0, window - TICKET_DAYS + 12, 105), window - 1
    cancel = early + np.floor(rng.random(n) ** 0.8 * (late - early + 1)).astype(int)
    return {"signup_day": signup, "cancel_day": np.where(customers["inactive"] == 1, cancel, window + 1)}


def build_events(customers: dict[str, np.ndarray], tickets: np.ndarray, published: dict,
                 rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, list[str], np.ndarray]:
    """Customer and type of each event, the type names, and who answered the NPS survey."""
    own = customers["inactive"] + (tickets > 0) + customers["trained"]
    types = distinct_types(customers, own, rng)
    has = type_matrix(customers, types - own, published, rng)
    least = types + np.maximum(tickets - 1, 0)
    expected = np.array([15.5, 17.8, 18.8, 20.7, 18, 21.5, 24, 27, 25, 28.3, 30, 33.2]).reshape(3, 4)
    score = expected[customers["plan"], customers["portfolio"]] + 1.2 * least + rng.normal(0, 4, len(own))
    numbers = np.repeat(np.arange(52), event_histogram(published))
    events = np.zeros(len(own), dtype=int)
    for engagement, (low, high) in enumerate(ENGAGEMENT_RANGES):
        members = np.flatnonzero(customers["engagement"] == engagement)
        inside = numbers[(numbers >= low) & (numbers <= high)]
        events[members] = one_by_score(inside, score[members])
        while len(short := members[events[members] < least[members]]):
            i = short[0]     # trade with the customer who can best spare the events
            able = members[(events[members] >= least[i]) & (least[members] <= events[i])]
            j = able[np.argmin(events[able])]
            events[i], events[j] = events[j], events[i]
    extra = repeats(has, events - least, published, rng)
    kinds = FREE_TYPES + ["subscription_cancelled", "support_ticket_created", "training_attended", "login"]
    counts = np.zeros((len(own), len(kinds)), dtype=int)
    counts[:, :len(FREE_TYPES)] = has
    counts[:, 2:len(FREE_TYPES)] += extra[:, :-1]
    counts[:, -1] = extra[:, -1]
    counts[:, 7], counts[:, 8], counts[:, 9] = customers["inactive"], tickets, customers["trained"]
    customer = np.repeat(np.arange(len(own)), counts.sum(axis=1))
    kind = np.repeat(np.tile(np.arange(len(kinds)), len(own)), counts.ravel())
    return customer, kind, kinds, has[:, 0]


# ---- 5. the remaining columns --------------------------------------------------------------------------

def nps_scores(customers: dict[str, np.ndarray], answered: np.ndarray, published: dict,
               rng: np.random.Generator) -> np.ndarray:
    """Whole NPS scores in -99..100 with the published mean and standard deviation of each cell."""
    n = len(answered)
    wanted = [s["nps_mean"] for s in published["event_diversity_stats"].values()]
    base = rng.normal(0, 1, n)
    shift = np.zeros(3)
    cells = [(np.flatnonzero((customers["portfolio"] == PORTFOLIOS.index(c["portfolio_group"]))
                             & (customers["plan"] == PLANS.index(c["plan_type"])) & answered), c)
             for c in published["portfolio_plan"]]
    by_diversity = [np.flatnonzero((customers["diversity"] == d) & answered) for d in range(3)]
    out = np.zeros(n, dtype=int)
    for _ in range(60):
        for members, cell in cells:
            z = base[members] + shift[customers["diversity"][members]]
            for _ in range(12):
                values = np.clip(np.round(cell["nps_mean"] + cell["nps_sd"] * z), -99, 100)
                z = (z - (values.mean() - cell["nps_mean"]) / cell["nps_sd"]) * 1.0
                z = z.mean() + (z - z.mean()) * cell["nps_sd"] / values.std(ddof=1)
            out[members] = values
            # Whole points that rounding left over, spread over middling answers.
            gap = round(cell["nps_mean"] * len(members)) - out[members].sum()
            calm = rng.permutation(members[np.abs(out[members] - cell["nps_mean"]) < 40])
            out[calm[:abs(gap)]] += int(np.sign(gap))
        means = np.array([out[m].mean() for m in by_diversity])
        if np.abs(means - wanted).max() < 0.004:
            break
        shift -= (means - wanted) / 33 * 0.8
    return out


def portfolio_sizes(customers: dict[str, np.ndarray], published: dict, rng: np.random.Generator) -> np.ndarray:
    """Managed units: 199 customers with none, at most 100."""
    n = len(customers["portfolio"])
    low, high = np.array(PORTFOLIO_RANGES)[customers["portfolio"]].T
    sizes = low + np.floor((high - low + 1) * rng.random(n) ** 1.3).astype(int)
    large = np.flatnonzero(customers["portfolio"] == 3)
    sizes[large] = np.clip(np.round(11 + rng.gamma(1.6, 14.0, len(large))), 11, 100)
    sizes[large[:3]] = 100
    small = np.flatnonzero(customers["portfolio"] == 0)
    sizes[small] = 1
    sizes[rng.choice(small, published["totals"]["portfolio_zero"], replace=False)] = 0
    return sizes


PLAN_SPELLINGS = {"starter": ["starter", "Starter", "starter "], "pro": ["pro", "Pro", "PRO"],
                  "premium": ["premium", "Premium", "premium "]}
COUNTRIES = (["US", "CA", "GB", "AU", "DE", "IE", "NZ"], [0.62, 0.13, 0.09, 0.07, 0.04, 0.03, 0.02])
INDUSTRIES = (["residential", "multifamily", "student", "commercial", "vacation", "association"],
              [0.41, 0.22, 0.08, 0.12, 0.11, 0.06])


def spelled(customers: dict[str, np.ndarray], rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Plan and status as a real export spells them: mostly one way, some another."""
    n = len(customers["plan"])
    plan_way = rng.choice(3, n, p=[0.96, 0.025, 0.015])
    status_way = rng.choice(2, n, p=[0.985, 0.015])
    plans = [PLAN_SPELLINGS[PLANS[p]][w] for p, w in zip(customers["plan"], plan_way)]
    states = [(("True", "true"), ("False", "FALSE"))[i][w] for i, w in zip(customers["inactive"], status_way)]
    return plans, states


def clock(seconds: int) -> str:
    """Timestamp of an event."""
    return (datetime.combine(WINDOW_START, datetime.min.time())
            + timedelta(seconds=int(seconds))).strftime("%Y-%m-%d %H:%M:%S")


def write_tables(out: Path, customers: dict[str, np.ndarray], tickets: np.ndarray, cents: np.ndarray,
                 published: dict, rng: np.random.Generator) -> None:
    """Write users.csv and events.csv.gz."""
    n = len(tickets)
    users = customer_days(customers, tickets, rng)
    customer, kind, kinds, answered = build_events(customers, tickets, published, rng)
    seconds = event_times(users, customer, kind, kinds, rng)
    nps = nps_scores(customers, answered, published, rng)
    sizes = portfolio_sizes(customers, published, rng)
    plans, states = spelled(customers, rng)
    countries, industries = rng.choice(COUNTRIES[0], n, p=COUNTRIES[1]), rng.choice(INDUSTRIES[0], n, p=INDUSTRIES[1])
    last_login = np.full(n, -1)
    np.maximum.at(last_login, customer[kind == len(kinds) - 1], seconds[kind == len(kinds) - 1])

    # Ids follow the sign-ups, as in a database that counts up.
    order = np.lexsort((rng.random(n), users["signup_day"]))
    ids = np.empty(n, dtype=int)
    ids[order] = np.arange(1, n + 1)
    out.mkdir(parents=True, exist_ok=True)
    with open(out / "users.csv", "w", encoding="utf-8", newline="") as file:
        file.write("user_id,plan_type,portfolio_size,annual_revenue,is_active,support_tickets_last_90d,"
                   "nps_score,signup_date,country,industry,last_login_at\n")
        for i in order:
            signup = WINDOW_START + timedelta(days=int(users["signup_day"][i]))
            file.write(f"U{ids[i]:05d},{plans[i]},{sizes[i]},{cents[i] // 100}.{cents[i] % 100:02d},{states[i]},"
                       f"{tickets[i]},{nps[i] if answered[i] else ''},{signup},{countries[i]},{industries[i]},"
                       f"{clock(last_login[i]) if last_login[i] >= 0 else ''}\n")

    text = io.StringIO()
    text.write("user_id,event_type,event_time\n")
    clocks = {s: clock(s) for s in np.unique(seconds)}
    for e in np.lexsort((kind, seconds, ids[customer])):
        text.write(f"U{ids[customer[e]]:05d},{kinds[kind[e]]},{clocks[seconds[e]]}\n")
    with open(out / "events.csv.gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())


# ---- the recount ---------------------------------------------------------------------------------------

def read_back(folder: Path) -> dict[str, np.ndarray]:
    """One entry per customer, counted afresh from the two files as any other program would read them."""
    with open(folder / "users.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    index = {row["user_id"]: i for i, row in enumerate(rows)}
    per_type: dict[str, np.ndarray] = {}
    with gzip.open(folder / "events.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["event_time"] >= AS_OF.isoformat():
                raise SystemExit(f"event after {AS_OF}: {row}")
            counts = per_type.setdefault(row["event_type"], np.zeros(len(rows), dtype=int))
            counts[index[row["user_id"]]] += 1
    arr = np.array([int(row["annual_revenue"].replace(".", "")) for row in rows]) / 100
    events = sum(per_type.values())
    diversity = sum((counts > 0).astype(int) for name, counts in per_type.items() if name != "login")
    tickets = np.array([int(row["support_tickets_last_90d"]) for row in rows])
    inactive = np.array([row["is_active"].strip().lower() != "true" for row in rows]).astype(int)
    arr_group = np.where(inactive == 1, 3, np.searchsorted([5000, 15000], arr))
    size = np.array([int(row["portfolio_size"]) for row in rows])
    data = {
        "portfolio": np.searchsorted([1, 5, 10], size), "size": size, "arr": arr, "tickets": tickets,
        "plan": np.array([PLANS.index(row["plan_type"].strip().lower()) for row in rows]),
        "inactive": inactive, "arr_group": arr_group, "events": events, "types": diversity,
        "engagement": np.searchsorted([15, 30], events), "ticket_range": np.searchsorted([0, 1, 4, 10], tickets),
        "diversity": np.searchsorted([4, 7], diversity), "trained": (per_type["training_attended"] > 0).astype(int),
        "nps": np.array([float(row["nps_score"] or "nan") for row in rows])}
    for one, other in ((per_type["support_ticket_created"], tickets), (per_type["subscription_cancelled"], inactive),
                       (per_type["nps_response_submitted"], ~np.isnan(data["nps"])),
                       (per_type["training_attended"], data["trained"])):
        if (one != other).any():
            raise SystemExit("events and columns disagree")
    return data | {"type " + name: counts for name, counts in per_type.items()}


def compare(data: dict[str, np.ndarray], published: dict, margins: Margins) -> list[tuple[str, int, float, str]]:
    """Largest deviation in each family of published figures: (family, figures, deviation, where)."""
    families: dict[str, list[tuple[float, str]]] = {}

    def put(family: str, name: str, ours: float, theirs: float, relative: bool = False) -> None:
        gap = abs(float(ours) - float(theirs))
        families.setdefault(family, []).append((gap / abs(theirs) * 100 if relative else gap, name))

    arr, totals, inactive = data["arr"], published["totals"], data["inactive"] == 1
    paths = np.stack([data[k] for k in ("portfolio", "plan", "engagement", "inactive")])
    occurring = np.unique(paths, axis=1)
    ours = {"customers": len(arr), "events": data["events"].sum(), "active": (~inactive).sum(),
            "inactive": inactive.sum(), "tickets_total": data["tickets"].sum(),
            "tickets_active": data["tickets"][~inactive].sum(), "tickets_inactive": data["tickets"][inactive].sum(),
            "trained": data["trained"].sum(), "portfolio_zero": (data["size"] == 0).sum(),
            "nps_missing": np.isnan(data["nps"]).sum(), "flow_paths": occurring.shape[1],
            "flow_paths_inactive": (occurring[3] == 1).sum()}
    for key, value in ours.items():
        put("totals (count)", key, value, totals[key])
    put("totals (ARR, $)", "arr_total", arr.sum(), totals["arr_total"])
    put("totals (ARR, $)", "arr_inactive", arr[inactive].sum(), totals["arr_inactive"])

    one_way = published["one_way"]
    for key, column, wanted in (
            ("portfolio_group", "portfolio", one_way["portfolio_group"]),
            ("plan_type", "plan", [one_way["plan_type"][p] for p in PLANS]),
            ("engagement", "engagement", [one_way["engagement"][e] for e in ENGAGEMENTS]),
            ("ticket_range", "ticket_range", one_way["ticket_range"]),
            ("event_diversity", "diversity", one_way["event_diversity"]),
            ("arr_group", "arr_group", one_way["arr_group_active"] + [totals["inactive"]])):
        for member, count in enumerate(np.bincount(data[column])):
            put("one_way (count)", f"{key} {member}", count, wanted[member])
    for cell in published["portfolio_plan"]:
        name = f"{cell['portfolio_group']} x {cell['plan_type']}"
        here = ((data["portfolio"] == PORTFOLIOS.index(cell["portfolio_group"]))
                & (data["plan"] == PLANS.index(cell["plan_type"])))
        put("portfolio_plan customers, tickets (count)", name, here.sum(), cell["customers"])
        put("portfolio_plan customers, tickets (count)", name, data["tickets"][here].sum(), cell["tickets_total"])
        put("portfolio_plan ARR ($)", name, arr[here].sum(), cell["arr_total"])
        put("portfolio_plan active rate (pp)", name, 100 * (1 - inactive[here].mean()), cell["active_rate_pct"])
        put("portfolio_plan NPS mean (points)", name, np.nanmean(data["nps"][here]), cell["nps_mean"])
        put("portfolio_plan NPS sd (points)", name, np.nanstd(data["nps"][here], ddof=1), cell["nps_sd"])
    for name, wanted in published["event_totals"].items():
        if name != "login":
            put("event_totals (count)", name, data["type " + name].sum(), wanted)
    for name, wanted in published["customers_per_event_type"].items():
        put("customers_per_event_type (count)", name, (data["type " + name] > 0).sum(), wanted)
    for plan, name in enumerate(PLANS):
        here, wanted = data["plan"] == plan, published["by_plan_type"][name]
        put("by_plan_type means (%)", name + " ARR mean", arr[here].mean(), wanted["arr_mean"], True)
        put("by_plan_type means (%)", name + " active", 1 - inactive[here].mean(), wanted["active_rate"], True)
        put("by_plan_type means (%)", name + " NPS", np.nanmean(data["nps"][here]), wanted["nps_mean"], True)
        put("by_plan_type means (%)", name + " tickets", data["tickets"][here].mean(), wanted["tickets_mean"], True)
    for name, trained in (("trained", 1), ("not_trained", 0)):
        here, wanted = data["trained"] == trained, published["training"][name]
        put("training (%)", name + " ARR mean", arr[here].mean(), wanted["arr_mean"], True)
        put("training (%)", name + " ARR median", np.median(arr[here]), wanted["arr_median"], True)
        put("training (%)", name + " active rate", 1 - inactive[here].mean(), wanted["active_rate"], True)
    for d, (name, wanted) in enumerate(published["event_diversity_stats"].items()):
        here = data["diversity"] == d
        put("event diversity (%)", name + " ARR mean", arr[here].mean(), wanted["arr_mean"], True)
        put("event diversity (%)", name + " active rate", 1 - inactive[here].mean(), wanted["active_rate"], True)
        put("event diversity (%)", name + " NPS", np.nanmean(data["nps"][here]), wanted["nps_mean"], True)
        put("event diversity (%)", name + " tickets", data["tickets"][here].mean(), wanted["tickets_mean"], True)
    mean, sd, least, most = published["event_diversity_mean_sd_range"]
    types = data["types"]
    for name, ours_, wanted in (("mean", types.mean(), mean), ("sd", types.std(ddof=1), sd),
                                ("min", types.min(), least), ("max", types.max(), most)):
        put("distinct types (absolute)", name, ours_, wanted)
    for e, name in enumerate(ENGAGEMENTS):
        events, wanted = data["events"][data["engagement"] == e], published["engagement_stats"][name]
        put("engagement (absolute)", name + " mean", events.mean(), wanted["mean"])
        put("engagement (absolute)", name + " min", events.min(), wanted["range"][0])
        put("engagement (absolute)", name + " max", events.max(), wanted["range"][1])
        put("engagement (absolute)", name + " tickets", data["tickets"][data["engagement"] == e].sum(),
            wanted["tickets_total"])
    wanted = published["engagement_stats"]["events_per_customer"]
    put("engagement (absolute)", "mean", data["events"].mean(), wanted["mean"])
    put("engagement (absolute)", "sd", data["events"].std(ddof=1), wanted["sd"])
    for q, value in zip(np.percentile(data["events"], [25, 50, 75]), wanted["quartiles"]):
        put("engagement (absolute)", "quartile", q, value)
    for row, (name, mask) in enumerate(zip(margins.names, margins.masks(data))):
        family = "paths_known" if "/" in name else "flow edges" if ">" in name else None
        if family:
            put(family + " customers (count)", name, mask.sum(), margins.customers[row])
            put(family + " ARR ($)", name, arr[mask].sum(), margins.arr[row])
            if margins.tickets[row] is not None and ">" in name:
                put("flow edges tickets (count)", name, data["tickets"][mask].sum(), margins.tickets[row])
    return [(family, len(gaps), *max(gaps)) for family, gaps in families.items()]


def main() -> None:
    root = Path(__file__).resolve().parent.parent / "sample_data" / "cx"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--published", type=Path, default=root / "published.json")
    parser.add_argument("--out", type=Path, default=root)
    options = parser.parse_args()

    published = json.loads(options.published.read_text(encoding="utf-8"))
    rng = np.random.default_rng(SEED)
    margins = published_margins(published)
    customers = joint_table(published, margins)
    shuffled = rng.permutation(len(customers["plan"]))
    customers = {key: values[shuffled] for key, values in customers.items()}
    tickets = ticket_numbers(customers, margins, rng)
    cents = annual_revenue(customers, published, margins, rng)
    write_tables(options.out, customers, tickets, cents, published, rng)

    print(f"{'family of published figures':44}{'figures':>8}{'largest deviation':>20}  where")
    for family, figures, deviation, where in compare(read_back(options.out), published, margins):
        print(f"{family:44}{figures:8}{deviation:20.4f}  {where if deviation > 5e-5 else ''}")


if __name__ == "__main__":
    main()
