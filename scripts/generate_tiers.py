#!/usr/bin/env python3
"""The tables of three sample reports: python3 scripts/generate_tiers.py sample_data

sample_data/cohort           value, activity, funnel and address: several snapshots a customer, rows of
                             unknown customers, labels that no framework knows, missing values
sample_data/tier_comparison  value and activity of other customers; funnel has a header and no rows,
                             address is not there, and columns that were planned for are missing
sample_data/own              members of a chain of clubs, for a report of an analyst's own

The same script gives the same bytes. What is planted (and nothing else differs by cohort): in the
cohort Platinum customers are worth more and Gold ones less; paid search and two states are more
frequent.
"""
import gzip
import io
import math
import random
import sys
from datetime import date, timedelta
from pathlib import Path

TIERS = ["Basic", "Bronze", "Silver", "Gold", "Platinum"]
TIER_WEIGHTS = [38, 24, 19, 12, 7]
RISKS = ["Very Low", "Low", "Medium", "High", "Very High", "Critical"]
VELOCITIES = ["Accelerating", "Stable", "Declining"]
CHANNELS = ["Organic Search", "Paid Search", "Referral", "Email", "Partner", "Social", "Events"]
COUNTRIES = ["United States", "Canada", "United Kingdom", "Germany", "Australia", "France", "Brazil", "India"]
STATES = ["California", "New York", "Texas", "Florida", "Washington", "Illinois", "Massachusetts", "Colorado",
          "Georgia", "Ohio", "Oregon", "Virginia"]
LTV = {"Basic": 900, "Bronze": 2400, "Silver": 5200, "Gold": 14000, "Platinum": 36000}
AGE = {"Basic": 610, "Bronze": 560, "Silver": 500, "Gold": 430, "Platinum": 405}
RFM_LABELS = [(4.2, "champions"), (3.4, "loyal"), (2.6, "potential"), (1.9, "at-risk"), (0, "hibernating")]


def clip(value, low, high):
    return max(low, min(high, value))


def score(rng, centre):
    return int(clip(round(rng.gauss(centre, 0.9)), 1, 5))


def write_gz(path, header, rows):
    """No time stamp and no name inside: the same rows give the same bytes."""
    text = "\n".join(",".join(cells) for cells in [header, *rows]) + "\n"
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as packed:
        packed.write(text.encode())
    path.write_bytes(buffer.getvalue())


def stamp(rng, last_month):
    """A moment of the last run, or of an earlier month."""
    month = 7 if last_month else rng.choice([4, 5, 6])
    return f"2025-{month:02d}-{rng.randint(1, 28):02d} {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:00"


class Customer:
    def __init__(self, rng, index):
        self.email = f"c{index:05d}@example.com"
        self.tier = rng.choices(TIERS, TIER_WEIGHTS)[0]
        rank = TIERS.index(self.tier)
        base = 1.5 + 0.68 * rank
        self.scores = [score(rng, base), score(rng, base - 0.2), score(rng, base + 0.1)]
        mean = sum(self.scores) / 3
        self.label = next(label for floor, label in RFM_LABELS if mean >= floor)
        self.engagement = clip(rng.gauss(48 + 3 * rank, 17), 0, 100)
        self.platforms = [rng.random() < p for p in (0.62, 0.48 + 0.05 * rank, 0.34)]
        self.zendesk_active = self.platforms[2] and rng.random() < 0.31
        self.age = int(clip(rng.gammavariate(3.2, AGE[self.tier] / 3.2), 5, 2400))
        self.to_sales = int(clip(rng.gammavariate(2.6, 7.5), 0, 120))
        self.to_support = int(clip(rng.gammavariate(1.9, 26), 0, 400))
        risk_centre = 3.1 - 0.42 * rank - 0.018 * (self.engagement - 50)
        self.risk = RISKS[int(clip(round(rng.gauss(risk_centre, 1.15)), 0, 5))]
        drift = 0.35 * rank + 0.02 * (self.engagement - 50) - 0.25 * RISKS.index(self.risk)
        roll = rng.gauss(drift, 1)
        self.velocity = VELOCITIES[0 if roll > 0.9 else 1 if roll > -0.9 else 2]
        self.health = clip(rng.gauss(38 + 7 * rank + 0.16 * (self.engagement - 50) + 2.2 * sum(self.platforms), 13), 0, 100)
        churn = 1 / (1 + math.exp(0.055 * (self.health - 44) + rng.gauss(0, 0.55)))
        self.churn = clip(churn, 0.001, 0.999)
        self.ltv = LTV[self.tier] * math.exp(rng.gauss(-0.18, 0.6))
        self.channel = rng.choices(CHANNELS, [30, 17, 15, 14, 10, 9, 5])[0]
        self.country = rng.choices(COUNTRIES, [54, 9, 9, 8, 6, 5, 5, 4])[0]
        self.state = rng.choices(STATES, [18, 14, 12, 10, 8, 8, 7, 6, 6, 5, 3, 3])[0] if self.country == "United States" else ""
        self.member = 10 <= self.to_sales <= 20 and self.to_support > 30 and self.engagement > 53.4


def plant(rng, customer):
    """What differs inside the cohort."""
    if not customer.member:
        return
    if customer.tier == "Platinum":
        customer.ltv *= 1.45
    if customer.tier == "Gold":
        customer.ltv *= 0.72
    if rng.random() < 0.2:
        customer.channel = "Paid Search"
    if rng.random() < 0.16:
        customer.country, customer.state = "United States", rng.choice(["California", "New York"])


def value_row(customer, when, rng, older=False):
    missing = rng.random() < 0.012
    return [customer.email, when, customer.tier, *(str(s) for s in customer.scores), customer.label,
            f"{customer.ltv * (0.8 if older else 1):.2f}", "" if missing else f"{customer.health:.1f}", f"{customer.churn:.4f}", str(max(0, customer.age - (60 if older else 0)))]


def activity_row(customer, when, rng, older=False):
    odd = rng.random()
    risk = "n/d" if odd < 0.006 else "Unscored" if odd < 0.012 else customer.risk
    velocity = "Volatile" if rng.random() < 0.02 else "Stagnant" if rng.random() < 0.015 else customer.velocity
    engagement = "" if rng.random() < 0.02 else f"{customer.engagement * (0.9 if older else 1):.2f}"
    return [customer.email, when, engagement, risk, velocity, *("true" if p else "false" for p in customer.platforms),
            "true" if customer.zendesk_active else "false"]


def funnel_row(customer, when, rng, older=False):
    to_sales = "" if rng.random() < 0.05 else str(customer.to_sales)
    to_support = "" if rng.random() < 0.07 else str(customer.to_support + (9 if older else 0))
    channel = "" if rng.random() < 0.03 else customer.channel
    return [customer.email, when, to_sales, to_support, channel]


def snapshots(rng, customers, make, more):
    """A row of the last run for each, and for some older ones with other values before or behind it."""
    rows = []
    for customer in customers:
        rows.append(make(customer, stamp(rng, True), rng))
        if rng.random() < more:
            older = make(customer, stamp(rng, False), rng, older=True)
            rows.append(older)
    rng.shuffle(rows)
    rows.extend(list(row) for row in rows[:9])  # identical rows
    return rows


VALUE = ["primary_email", "analysis_timestamp", "customer_tier", "recency_score", "frequency_score", "monetary_score",
         "rfm_segment", "estimated_customer_ltv", "customer_health_score", "churn_probability", "account_age_days"]
ACTIVITY = ["primary_email", "analysis_timestamp", "composite_engagement_score", "activity_risk_level",
            "engagement_velocity", "in_marketo", "in_stripe", "in_zendesk", "zendesk_active"]
FUNNEL = ["primary_email", "analysis_timestamp", "marketing_to_sales_days", "sales_to_support_days",
          "primary_engagement_channel"]


def cohort(folder):
    rng = random.Random(20250801)
    customers = [Customer(rng, i) for i in range(1, 3001)]
    for customer in customers:
        plant(rng, customer)
    strangers = [Customer(rng, i) for i in range(90001, 90041)]
    write_gz(folder / "value.csv.gz", VALUE, snapshots(rng, customers, value_row, 0.14))
    write_gz(folder / "activity.csv.gz", ACTIVITY, snapshots(rng, customers + strangers, activity_row, 0.14))
    write_gz(folder / "funnel.csv.gz", FUNNEL, snapshots(rng, customers[:-60], funnel_row, 0.14))
    places = [[c.email, c.country, c.state] for c in customers if rng.random() < 0.97]
    write_gz(folder / "address.csv.gz", ["primary_email", "country", "state"], places)


def tiers(folder):
    rng = random.Random(20250802)
    customers = [Customer(rng, i) for i in range(1, 2401)]
    write_gz(folder / "value.csv.gz", VALUE, snapshots(rng, customers, value_row, 0.1))
    header = ACTIVITY[:5] + ["activity_efficiency"]
    rows = [row[:5] + [""] for row in snapshots(rng, customers, activity_row, 0.1)]
    write_gz(folder / "activity.csv.gz", header, rows)
    (folder / "funnel.csv").write_text(",".join(FUNNEL) + "\n")


def clubs(folder):
    """Members of four clubs; whoever comes often stays longer."""
    rng = random.Random(20250803)
    as_of = date(2025, 8, 1)
    rows = []
    for number in range(1, 801):
        club = rng.choices(["Harbour", "Hill", "Mill", "Park"], [30, 26, 24, 20])[0]
        joined = as_of - timedelta(days=rng.randint(1, 900))
        visits = max(0, int(rng.gammavariate(1.6, 5.5)))
        stay = rng.expovariate(1 / (260 + 45 * min(visits, 20)))
        left = joined + timedelta(days=int(stay))
        gone = left <= as_of
        fee = {"Harbour": 49, "Hill": 39, "Mill": 35, "Park": 45}[club] + rng.choice([0, 0, 0, 10, 20])
        content = "" if rng.random() < 0.2 else str(int(clip(round(rng.gauss(6.4 + 0.06 * visits, 1.9)), 0, 10)))
        rows.append([f"M{number:04d}", joined.isoformat(), left.isoformat() if gone else "", club, f"{fee}.00",
                     str(visits), content])
    header = ["member_no", "joined", "left_on", "club", "fee", "visits", "content"]
    (folder / "members.csv").write_text("\n".join(",".join(row) for row in [header, *rows]) + "\n")


def main():
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "sample_data")
    for name, write in (("cohort", cohort), ("tier_comparison", tiers), ("own", clubs)):
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        write(folder)


if __name__ == "__main__":
    main()
