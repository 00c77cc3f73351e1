"""The program in the README of src/jinja is tests/jinja/example.cc, and prints what it should.

    example_test.py JINJA_EXAMPLE
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
README = HERE.parent.parent / "src" / "jinja" / "README.md"
EXPECTED = """\
<h1>Tom &amp; Jerry</h1>

1. <a href="cheese.html">Cheese &lt;old&gt;</a>: 4.5 €

mistake.html:1:4: 'titel' is undefined
  1 | {{ titel }}
         ^^^^^
  did you mean 'title'?
"""

failed = []
source = (HERE / "example.cc").read_text(encoding="utf-8")
if f"```cpp\n{source}```" not in README.read_text(encoding="utf-8"):
    failed.append("src/jinja/README.md does not hold tests/jinja/example.cc as it is")
run = subprocess.run([sys.argv[1]], capture_output=True, timeout=60)
if run.returncode != 0 or run.stdout.decode() != EXPECTED:
    failed.append(f"the example ended with {run.returncode} and printed:\n{run.stdout.decode()}")
for failure in failed:
    print(f"FAILED: {failure}")
print(f"{2 - len(failed)} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
