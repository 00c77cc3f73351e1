"""Times this engine and Jinja2 on the same templates, one after the other, in one run.

    bench.py JINJA_BENCH [--folder FOLDER] [--seconds S]

FOLDER holds templates/ and contexts/, and may hold cases.json; the default is bench/ beside this file, whose
contexts are made here. Prints milliseconds (the least of many) and how many times faster than Jinja2 this
engine is. Fails when an output differs from Jinja2's.
"""
import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import jinja2
except ImportError:
    print("skipped: python3-jinja2 is not installed")
    sys.exit(77)

HERE = pathlib.Path(__file__).parent / "bench"


def contexts():
    """Made up, and the same every time."""
    pick = random.Random(11)
    word = lambda: pick.choice("amber birch cedar dune ember fjord grove haven <isle> \"jade\" knoll & lagoon".split())
    number = lambda: round(pick.uniform(1, 99999), 4)
    return {
        "wide": {"rows": [{f"c{i}": word() if i % 2 else number() for i in range(8)} for _ in range(800)]},
        "shop": {"title": "Orders & returns", "orders": [
            {"id": i, "customer": word() + " " + word(), "total": number(), "open": pick.random() < 0.3,
             "lines": [{"item": word(), "count": pick.randrange(1, 9), "price": number()} for _ in range(5)]}
            for i in range(150)]},
        "grid": {"n": 150, "m": 90},
    }


CASES = [
    {"name": "wide", "template": "wide.html", "context": "wide", "autoescape": True, "sources": ["wide.html"]},
    {"name": "shop", "template": "shop.html", "context": "shop", "autoescape": True,
     "sources": ["shop.html", "frame.html", "parts.html", "lines.html"]},
    {"name": "grid", "template": "grid.html", "context": "grid", "autoescape": False, "sources": ["grid.html"]},
]
# The names that a folder of templates without a cases.json may have: (name, context, autoescape, sources).
KNOWN = [("bigtable", "bigtable", True, []), ("bigtable_e", "bigtable", False, []),
         ("bigtable_plain", "bigtable", False, []),
         ("report", "report", True, ["base.html", "macros.html", "section.html"]),
         ("report_flat", "report", False, []), ("report_plain", "report", False, []), ("arith", "arith", False, [])]


def prepare(folder, work):
    shutil.copytree(folder / "templates", work / "templates")
    (work / "contexts").mkdir()
    if folder == HERE:
        cases, made = CASES, contexts()
    else:
        cases = [{"name": name, "template": name + ".html", "context": context, "autoescape": escape,
                  "sources": [name + ".html"] + more} for name, context, escape, more in KNOWN]
        generate = (folder / "gen.py").read_text(encoding="utf-8")
        subprocess.run([sys.executable, "-c", generate], cwd=work, check=True)
        made = {}
    for name, context in made.items():
        (work / "contexts" / f"{name}.json").write_text(json.dumps(context), encoding="utf-8")
    (work / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    return cases


def least(seconds, work):
    work()
    times, end = [], time.perf_counter() + seconds
    while len(times) < 10 or time.perf_counter() < end:
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times) * 1000


def fnv(data):
    value = 14695981039346656037
    for byte in data:
        value = (value ^ byte) * 1099511628211 % 2**64
    return value


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--folder", type=pathlib.Path, default=HERE)
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    different = 0
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        cases = prepare(arguments.folder, work)
        run = subprocess.run([arguments.program, str(work), str(arguments.seconds)], capture_output=True, check=True)
        ours = {row["name"]: row for row in map(json.loads, run.stdout.decode().splitlines())}
        print(f"{'':16}{'render ms':>10}{'Jinja2':>9}{'times':>7}   {'compile ms':>10}{'Jinja2':>9}{'times':>7}   output")
        for case in cases:
            environment = jinja2.Environment(loader=jinja2.FileSystemLoader(work / "templates"),
                                             autoescape=case["autoescape"])
            data = json.loads((work / "contexts" / f"{case['context']}.json").read_text(encoding="utf-8"))
            template = environment.get_template(case["template"])
            output = template.render(data).encode()
            render = least(arguments.seconds, lambda: template.render(data))
            sources = {n: (work / "templates" / n).read_text(encoding="utf-8") for n in case["sources"]}
            compiling = least(arguments.seconds / 3, lambda: [environment.compile(s, n) for n, s in sources.items()])
            row = ours[case["name"]]
            same = row["bytes"] == len(output) and row["sum"] == fnv(output)
            different += not same
            print(f"{case['name']:16}{row['render']:10.3f}{render:9.3f}{render / row['render']:7.1f}   "
                  f"{row['compile']:10.3f}{compiling:9.3f}{compiling / row['compile']:7.1f}   "
                  f"{len(output)} bytes{'' if same else ' DIFFERENT'}")
    sys.exit(1 if different else 0)


main()
