"""A million rows, read by several threads, stay in the order of the file and of each other: long lists in
conditions were joins once, whose rows came in any order, so that a metric was of other customers."""

from harness import Checks, Scratch, build, rows

ROWS = 1_000_000
SPEC = """kind: order
title: Order
as_of: 2025-08-01
entity: { source: people }
sources:
  people:
    file: people.csv
    key: who
    columns:
      who: text
      n: int
      paid: bool
dimensions:
  size: { of: n, bins: [3, 6] }
  letter: { cases: { a: "n in (0, 1, 2, 3, 7, 8)", b: otherwise } }
metrics:
  customers: { type: simple, agg: count, format: int, label: People }
  total: { type: simple, agg: sum, expr: n, format: int, label: Total }
  paid: { type: simple, agg: count, filter: paid, format: int, label: Paid }
  low: { type: simple, agg: count, filter: "n in (0, 1, 2, 3, 30, 40, 50)", format: int, label: Low }
  high: { type: simple, agg: sum, expr: n, filter: "n not in (0, 1, 2, 3, 4, 5, 6)", format: int, label: High }
blocks:
  by_size: { type: breakdown, dimension: size, title: By size, metrics: [customers, total, paid, low, high] }
  by_letter: { type: breakdown, dimension: letter, title: By letter, metrics: [customers, total] }
"""


def main() -> None:
    checks = Checks()
    with Scratch() as folder:
        (folder / "report.yml").write_text(SPEC)
        with (folder / "people.csv").open("w") as file:
            file.write("who,n,paid\n")
            # Mostly the slow way of a truth, and 10 for each tenth, which is a three later on.
            file.writelines(f"p{i:07},{10 if i % 10 == 9 else i % 10},{(' yes', ' no')[i % 2]}\n"
                            for i in range(ROWS))
            file.writelines(f"p{i:07},3,yes\n" for i in range(9, ROWS, 1000))
        report = build(folder / "report.yml", folder / "out")
    tenth = ROWS // 10
    digits = [*range(9), 10]
    for row, members in zip(rows(report, "by_size"), ([0, 1, 2, 3], [4, 5, 6], [7, 8, 10])):
        name = row["size"]
        checks.equal(row["customers"], tenth * len(members), f"{name}: people")
        checks.equal(row["total"], tenth * sum(members), f"{name}: the first row of a key stays")
        checks.equal(row["paid"], tenth * sum(digits.index(n) % 2 == 0 for n in members),
                     f"{name}: paid")
        checks.equal(row["low"], tenth * sum(n < 4 for n in members), f"{name}: in a long list")
        checks.equal(row["high"], tenth * sum(n for n in members if n > 6),
                     f"{name}: in none of a long list")
    for row, members in zip(rows(report, "by_letter"), ([0, 1, 2, 3, 7, 8], [4, 5, 6, 10])):
        checks.equal(row["customers"], tenth * len(members), f"{row['letter']}: people")
        checks.equal(row["total"], tenth * sum(members), f"{row['letter']}: their own numbers")
    source = report["sources"][0]
    checks.equal(source["conflicting_duplicates"], ROWS / 1000, "repeated keys")
    checks.done()


if __name__ == "__main__":
    main()
