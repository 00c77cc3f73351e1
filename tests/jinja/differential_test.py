"""Renders templates with Jinja2 and with this engine, and compares: the same output, or an error in both.

    differential_test.py JINJA_CASES [--seed N] [--random N] [--keep FOLDER]

The templates are those of templates/*.txt (see its README) and seeded random ones. Exits with 77, which
the test runner counts as skipped, where python3-jinja2 is not installed.
"""
import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

try:
    import jinja2
except ImportError:
    print("skipped: python3-jinja2 is not installed")
    sys.exit(77)

FOLDER = pathlib.Path(__file__).parent / "templates"
warnings.simplefilter("ignore")
UNDEFINED = {"default": jinja2.Undefined, "chainable": jinja2.ChainableUndefined,
             "debug": jinja2.DebugUndefined, "strict": jinja2.StrictUndefined}
LEAST_WRITTEN = 1500


def sorted_keys(value):
    """The caller's JSON objects are kept in the order of their keys."""
    if isinstance(value, dict):
        return {key: sorted_keys(value[key]) for key in sorted(value)}
    return [sorted_keys(item) for item in value] if isinstance(value, list) else value


def written_cases(context):
    for path in sorted(FOLDER.glob("*.txt")):
        options, others = {}, {}
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            source = line.replace("⏎", "\n")
            if line.startswith("#! "):
                options = json.loads(line[3:])
            elif line == "@@":
                others = {}
            elif line.startswith("@"):
                name, _, source = source[1:].partition(" ")
                others[name] = source
            elif line.startswith("= "):
                for part, expression in enumerate(source[2:].split(" ;; ")):
                    yield {"id": f"{path.stem}:{number}.{part + 1}", "main": "main", "context": context,
                           "templates": {**others, "main": "{{ " + expression + " }}"}, "options": options}
            elif line and (not line.startswith("# ") or options.get("line_statement_prefix")):
                yield {"id": f"{path.stem}:{number}", "templates": {**others, "main": source},
                       "main": "main", "context": context, "options": options}


class Generator:
    """Small random templates over the variables of context.json."""

    NAMES = ["name", "empty", "zero", "one", "seven", "minus", "pi", "half", "yes", "no", "nothing", "words",
             "numbers", "mixed", "dict", "pairs", "html", "text", "unicode", "missing", "nested.a.b.c",
             "users[0].name", "users[1].tags", "users", "x", "y"]
    LITERALS = ["0", "1", "2", "-3", "7", "2.5", "1e3", "'a'", "'<b>'", "'a,b'", "''", "true", "false", "none",
                "[1, 2]", "['b', 'A']", "(1, 'x')", "{'k': 1, 'j': 'v'}", "range(4)", "[]"]
    BINARY = ["+", "-", "*", "/", "//", "%", "~", "==", "!=", "<", "<=", ">", ">=", "and", "or", "in", "not in"]
    FILTERS = ["upper", "lower", "title", "capitalize", "trim", "length", "list", "first", "last", "sort", "sum",
               "join", "join('-')", "reverse|list", "unique|list", "string", "int", "float", "abs", "round",
               "round(1)", "default('d')", "default('d', true)", "escape", "safe", "replace('a', 'b')", "tojson",
               "wordcount", "striptags", "batch(2)|list", "slice(2)|list", "max", "min", "map('string')|list",
               "select|list", "reject|list", "dictsort", "indent(2)", "truncate(8)", "center(9)", "urlencode",
               "filesizeformat", "map('upper')|join", "select('odd')|list", "items|list", "forceescape", "xmlattr",
               "sort(reverse=true)", "sum(start=1)", "format(1)", "wordwrap(6)", "attr('upper')", "urlize", "count"]
    TESTS = ["defined", "undefined", "none", "odd", "even", "string", "number", "mapping", "sequence", "iterable",
             "divisibleby 3", "eq 1", "in [1, 'a']", "lower", "upper", "boolean", "integer", "float", "callable",
             "sameas none", "escaped", "gt 1"]
    METHODS = ["upper()", "split(',')", "strip()", "startswith('a')", "items()|list", "get('k')", "find('a')",
               "replace('a', 'x')", "title()", "count('a')", "keys()|list", "center(5)", "zfill(4)", "swapcase()",
               "join(['p', 'q'])", "index(1)", "format(1, 2)", "partition('a')", "splitlines()", "isdigit()"]

    def __init__(self, seed):
        self.random = random.Random(seed)

    def expression(self, depth):
        pick = self.random.choice
        kind = self.random.random() if depth > 0 else self.random.random() * 0.3
        if kind < 0.18:
            return pick(self.NAMES)
        if kind < 0.3:
            return pick(self.LITERALS)
        inner = self.expression(depth - 1)
        if kind < 0.5:
            return f"{inner} {pick(self.BINARY)} {self.expression(depth - 1)}"
        if kind < 0.72:
            return f"({inner})|{pick(self.FILTERS)}" if self.random.random() < 0.6 else f"{inner}|{pick(self.FILTERS)}"
        if kind < 0.78:
            return f"{inner} is {pick(['', 'not '])}{pick(self.TESTS)}"
        if kind < 0.84:
            return f"({inner}).{pick(self.METHODS)}"
        if kind < 0.88:
            if self.random.random() < 0.5:  # Jinja2 ignores what goes wrong with slices of constants
                return f"{pick(self.NAMES)}[{pick(['::-1', ':2', '1:', '1:-1', '-5::2'])}]"
            return f"({inner})[{pick(['0', '-1', '5', repr('k')])}]"
        if kind < 0.92:
            return f"({inner} if {self.expression(depth - 1)} else {self.expression(depth - 1)})"
        if kind < 0.95:
            return f"[{inner}, {self.expression(depth - 1)}]"
        if kind < 0.97:
            return f"{pick(['not ', '-', '+'])}{inner}"
        return f"m({inner}, {self.expression(depth - 1)})"

    def statement(self, depth):
        kind = self.random.random() if depth > 0 else 0
        body = self.body(depth - 1) if depth > 0 else ""
        expression = self.expression(2)
        if kind < 0.45:
            return "{{ " + expression + " }}"
        if kind < 0.58:
            return "{% if " + expression + " %}" + body + "{% else %}" + self.body(depth - 1) + "{% endif %}"
        if kind < 0.74:
            return "{% for x in " + expression + " %}" + body + "{{ loop.index }}{% else %}e{% endfor %}"
        if kind < 0.84:
            return "{% set " + self.random.choice("xy") + " = " + expression + " %}"
        if kind < 0.9:
            return "{% with x = " + expression + " %}" + body + "{% endwith %}"
        if kind < 0.94:
            return "{% set y %}" + body + "{% endset %}"
        if kind < 0.97:
            return "{% filter upper %}" + body + "{% endfilter %}"
        return "{% call m(1, " + expression + ") %}" + body + "{% endcall %}"

    def body(self, depth):
        return "".join(self.random.choice(["", " ", "-"]) + self.statement(depth)
                       for _ in range(self.random.randint(1, 2)))

    def case(self, number, context):
        macro = "{% macro m(a, b) %}<{{ a }}:{{ b }}{{ caller() if caller }}>{% endmacro %}"
        options = {"autoescape": self.random.random() < 0.5,
                   "undefined": self.random.choice(["default", "default", "chainable", "strict", "debug"])}
        return {"id": f"random:{number}", "templates": {"main": macro + self.body(2)}, "main": "main",
                "context": context, "options": options}


def oracle(case):
    options = dict(case["options"])
    options["undefined"] = UNDEFINED[options.pop("undefined", "default")]
    options["extensions"] = ["jinja2.ext." + name for name in options.pop("extensions", [])]
    environment = jinja2.Environment(loader=jinja2.DictLoader(case["templates"]), **options)
    try:
        return {"output": environment.get_template(case["main"]).render(copy.deepcopy(case["context"]))}
    except Exception as error:  # whatever Jinja2 raises is an error
        return {"error": f"{type(error).__name__}: {error}"}


def describe(outcome):
    return json.dumps(outcome, ensure_ascii=False)[:600]


def verdict(theirs, ours):
    if "output" in theirs and " object at 0x" in theirs["output"]:
        return "skipped"  # an address is not to be compared
    if "output" in theirs and "64-bit integer" in ours.get("error", ""):
        return "beyond 64 bits"
    return "equal" if theirs.get("output") == ours.get("output") else "different"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=20250801)
    parser.add_argument("--random", type=int, default=3000)
    parser.add_argument("--show", type=int, default=40, help="how many differences are printed")
    arguments = parser.parse_args()
    context = sorted_keys(json.loads((FOLDER / "context.json").read_text(encoding="utf-8")))
    generator = Generator(arguments.seed)
    cases = list(written_cases(context))
    written = len(cases)
    cases += [generator.case(number, context) for number in range(arguments.random)]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(case) + "\n" for case in cases)
        file.flush()
        run = subprocess.run([arguments.program, "--outcomes", file.name], capture_output=True, timeout=600)
    outcomes = [json.loads(line) for line in run.stdout.decode("utf-8").splitlines()]
    counts = {"equal": 0, "different": 0, "beyond 64 bits": 0, "skipped": 0}
    for case, ours in zip(cases, outcomes):
        theirs = oracle(case)
        result = verdict(theirs, ours)
        counts[result] += 1
        if result == "different" and counts["different"] <= arguments.show:
            print(f"DIFFERENT {case['id']} {json.dumps(case['options'])}\n  {case['templates']['main']!r}\n"
                  f"  Jinja2: {describe(theirs)}\n  here:   {describe(ours)}")
    print(f"Jinja2 {jinja2.__version__}: {written} written and {arguments.random} random templates: "
          + ", ".join(f"{count} {name}" for name, count in counts.items()))
    whole = len(outcomes) == len(cases) and run.returncode == 0 and written >= LEAST_WRITTEN
    if not whole:
        print(f"the program gave {len(outcomes)} outcomes for {len(cases)} templates, exit {run.returncode}",
              run.stderr.decode("utf-8", "replace")[:500])
    sys.exit(0 if whole and counts["different"] == 0 else 1)


main()
