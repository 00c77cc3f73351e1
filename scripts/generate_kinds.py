#!/usr/bin/env python3
"""Write the sample data of the kinds value_model and lifecycle: tables of two days each, seeded.

value_model  1,400 accounts of a conferencing service.  Three kinds of use are planted, a revenue that
             goes with them, an older score that knows two of the six features, and what came true later.
lifecycle    2,000 customers of a subscription product, self-serve and enterprise, with the states that a
             lifecycle has: new, in full use, dormant with a high contract, slipping, churned.

The tables of the earlier day hold the same customers as they were, less those who came since, plus some
who are gone.  The same seed gives the same bytes; only the standard library is used.

Usage: generate_kinds.py [--out DIR]
"""

from __future__ import annotations

import argparse
import csv
import math
import random
from datetime import date, timedelta
from pathlib import Path

SEED = 20250630
AS_OF = date(2025, 6, 30)
BEFORE = date(2025, 3, 31)


def clamp(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


def lognormal(rng: random.Random, median: float, spread: float) -> float:
    return median * math.exp(rng.gauss(0, spread))


# ------------------------------------------------------------------------------------- value_model

# Of each kind of use: share, then medians of minutes, events, active days, visitors, clicks, and mean NPS.
USES = {
    "high": (0.16, 5200, 2600, 24, 60, 34, 8.3),
    "medium": (0.36, 1500, 720, 15, 20, 9, 7.0),
    "low": (0.48, 240, 110, 5, 5, 1.6, 5.4),
}


def use_of(rng: random.Random) -> str:
    at = rng.random()
    for name, row in USES.items():
        at -= row[0]
        if at < 0:
            return name
    return "low"


def account_row(rng: random.Random, key: str, use: str, drift: float) -> dict:
    _, minutes, events, days, visitors, clicks, nps = USES[use]
    tilt = rng.gauss(0, 0.35) + drift
    row = {
        "account_id": key,
        "sum_minutes": round(lognormal(rng, minutes * math.exp(tilt), 0.35), 1),
        "sum_events": round(lognormal(rng, events * math.exp(tilt), 0.4)),
        "count_active_days": round(clamp(rng.gauss(days + 2 * tilt, 3), 0, 30)),
        "count_associated_visitors": round(lognormal(rng, visitors * math.exp(0.8 * tilt), 0.5)),
        "avg_nps_rating": "" if rng.random() < 0.07 else round(clamp(rng.gauss(nps, 1.5), 0, 10), 1),
        "count_feature_clicking_visitors": round(lognormal(rng, clicks * math.exp(0.8 * tilt), 0.6)),
    }
    # The older score looks at how long and how often alone.
    old = 8 * math.log1p(row["sum_minutes"]) / math.log(60000) + row["count_active_days"] / 30
    row["previous_score"] = round(clamp(11 * old + rng.gauss(0, 9), 0, 100), 1)
    base = {"high": 21000, "medium": 5200, "low": 1100}[use]
    row["annual_revenue"] = f"{lognormal(rng, base, 0.55):.2f}"
    lost = {"high": 0.03, "medium": 0.08, "low": 0.22}[use]
    row["is_churned"] = "true" if rng.random() < lost else "false"
    stays = 0 if row["is_churned"] == "true" else 1
    future = stays * float(row["annual_revenue"]) * 0.5 * math.exp(rng.gauss(0.04 + 0.15 * tilt, 0.25))
    row["future_value"] = f"{future:.2f}"
    row["is_high_value"] = "true" if future + rng.gauss(0, 1400) > 4600 else "false"
    row["tickets"] = min(30, int(rng.expovariate(1 / {"high": 3.4, "medium": 2.2, "low": 1.3}[use])))
    return row


MOVES = {"high": [("high", 0.9), ("medium", 0.1)],
         "medium": [("high", 0.08), ("medium", 0.82), ("low", 0.1)],
         "low": [("medium", 0.1), ("low", 0.9)]}


def moved(rng: random.Random, use: str) -> str:
    at = rng.random()
    for name, share in MOVES[use]:
        at -= share
        if at < 0:
            return name
    return use


def value_model() -> dict[str, list[dict]]:
    rng = random.Random(SEED)
    before, now = [], []
    for number in range(1, 1481):
        key = f"A{number:05d}"
        first = use_of(rng)
        came_later, gone = number > 1400, number <= 80
        if not came_later:
            row = account_row(rng, key, first, 0)
            for late in ("is_high_value", "future_value", "is_churned"):
                row[late] = ""
            before.append(row)
        if not gone:
            now.append(account_row(rng, key, first if came_later else moved(rng, first), 0.05))
    return {"accounts.csv": now, "accounts_march.csv": before}


# --------------------------------------------------------------------------------------- lifecycle

# Of each state: share of self-serve, share of enterprise, mean logins and features, and the days since
# the last activity.
STATES = {
    "power": (0.17, 0.20, 27, 12, (0, 12)),
    "grow": (0.27, 0.22, 11, 5, (0, 45)),
    "slipping": (0.09, 0.10, 20, 9, (32, 105)),
    "sleeping": (0.06, 0.20, 1.5, 1, (60, 240)),
    "new": (0.12, 0.06, 5, 2.5, (0, 20)),
    "churned": (0.21, 0.14, 0.3, 0.3, (90, 420)),
    "idle": (0.08, 0.08, 2, 1, (70, 220)),
}
INDUSTRIES = ["Software", "Retail", "Finance", "Health", "Education", "Media"]


def state_of(rng: random.Random, enterprise: bool) -> str:
    at = rng.random()
    for name, row in STATES.items():
        at -= row[1 if enterprise else 0]
        if at < 0:
            return name
    return "idle"


def life_row(rng: random.Random, person: dict, state: str, day: date) -> dict | None:
    """The customer on `day`; nothing before the sign-up."""
    if person["signup"] > day:
        return None
    _, _, logins, features, (soonest, latest) = STATES[state]
    since = rng.randint(soonest, latest)
    last = max(day - timedelta(days=since), person["signup"])
    strength = math.exp(rng.gauss(0, 0.25))
    used = max(0, round(rng.gauss(features * strength, 1.2)))
    count = max(0, round(rng.gauss(logins * strength, 2.5)))
    trend = {"slipping": 2.2, "power": 0.95, "grow": 1.0, "sleeping": 1.6, "new": 0.0,
             "churned": 1.5, "idle": 1.4}[state]
    return {
        "customer_id": person["key"],
        "company_type": person["type"],
        "signup_date": person["signup"].isoformat(),
        "last_active_date": last.isoformat(),
        "monthly_spend": f"{person['spend']:.2f}",
        "logins_30d": min(36, count),
        "logins_prior_30d": max(0, round(count * trend + rng.gauss(0, 1.5))) if state != "new" else "",
        "feature_usage": min(15, used),
        "support_tickets": min(25, int(rng.expovariate(1 / (3.2 if state in ("slipping", "churned") else 1.7)))),
        "is_churned": "true" if state == "churned" else "false",
        "industry": person["industry"],
        "team_size": "" if rng.random() < 0.06 else person["team"],
    }


NEXT = {"power": [("power", 0.84), ("grow", 0.08), ("slipping", 0.06), ("churned", 0.02)],
        "grow": [("grow", 0.72), ("power", 0.13), ("slipping", 0.09), ("churned", 0.06)],
        "slipping": [("slipping", 0.45), ("grow", 0.2), ("churned", 0.25), ("idle", 0.1)],
        "sleeping": [("sleeping", 0.8), ("grow", 0.08), ("churned", 0.12)],
        "new": [("grow", 0.5), ("power", 0.16), ("idle", 0.2), ("churned", 0.14)],
        "idle": [("idle", 0.65), ("grow", 0.1), ("churned", 0.25)],
        "churned": [("churned", 0.98), ("grow", 0.02)]}


def next_state(rng: random.Random, state: str) -> str:
    at = rng.random()
    for name, share in NEXT[state]:
        at -= share
        if at < 0:
            return name
    return state


def lifecycle() -> dict[str, list[dict]]:
    rng = random.Random(SEED + 1)
    before, now = [], []
    for number in range(1, 2061):
        enterprise = rng.random() < 0.36
        first = state_of(rng, enterprise)
        newcomer = first == "new"
        months = rng.uniform(0.1, 2.0) if newcomer else rng.uniform(4, 46)
        signup = AS_OF - timedelta(days=int(months * 30.4))
        spend = lognormal(rng, 880 if enterprise else 62, 0.6 if enterprise else 0.5)
        if first == "sleeping":
            spend *= 2.4
        person = {"key": f"C{number:05d}", "type": "Enterprise" if enterprise else "Self-serve",
                  "signup": signup, "spend": spend,
                  "industry": rng.choice(INDUSTRIES),
                  "team": max(1, round(lognormal(rng, 90 if enterprise else 6, 0.7)))}
        was = life_row(rng, person, first, BEFORE)
        if was is not None:
            before.append(was)
        if number > 60:  # the first sixty were deleted since
            state = first if newcomer else next_state(rng, first)
            person["spend"] *= math.exp(rng.gauss(0.015, 0.04))
            now.append(life_row(rng, person, state, AS_OF))
    return {"customers.csv": now, "customers_march.csv": before}


def write(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path}: {len(rows)} rows, {path.stat().st_size // 1000} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "sample_data")
    out = parser.parse_args().out
    for kind, tables in {"value_model": value_model(), "lifecycle": lifecycle()}.items():
        for name, rows in tables.items():
            write(out / kind / name, rows)


if __name__ == "__main__":
    main()
