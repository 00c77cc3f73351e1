"""`tessera render`: every option by Jinja2's name, where templates come from, what is refused."""

import json
import os

from harness import Checks, Scratch, run

checks = Checks()

# Each option: its value, a template that shows it, and the output.
OPTIONS = [
    ("autoescape=true", "{{ html }}", "&lt;b&gt;"),
    ("autoescape=false", "{{ html }}", "<b>"),
    ("trim_blocks=true", "{% if n %}\nx{% endif %}", "x"),
    ("lstrip_blocks=true", "  {% if n %}x{% endif %}", "x"),
    ("keep_trailing_newline=true", "x\n", "x\n"),
    ("undefined=default", "[{{ missing }}]", "[]"),
    ("undefined=chainable", "[{{ missing.a.b }}]", "[]"),
    ("undefined=debug", "{{ missing }}", "{{ missing }}"),
    ("block_start_string=<%", "<% if n %}x<% endif %}", "x"),
    ("block_end_string=%>", "{% if n %>x{% endif %>", "x"),
    ("variable_start_string=${", "${ n }}", "7"),
    ("variable_end_string=]]", "{{ n ]]", "7"),
    ("comment_start_string=/*", "a/* c #}b", "ab"),
    ("comment_end_string=*/", "a{# c */b", "ab"),
    ("line_statement_prefix=%", "% if n\nx\n% endif", "x\n"),
    ("line_comment_prefix=//", "a // c", "a"),
    ("newline_sequence=\\r\\n", "a\nb", "a\r\nb"),
    ("extensions=do", "{% set l = [] %}{% do l.append(1) %}{{ l }}", "[1]"),
    ("extensions=loopcontrols", "{% for x in [1, 2] %}{% break %}{% endfor %}y", "y"),
    ("extensions=jinja2.ext.do,jinja2.ext.loopcontrols", "{% do 1 %}x", "x"),
]

with Scratch() as folder:
    (folder / "data.json").write_text(json.dumps({"n": 7, "html": "<b>", "name": "Ada"}))

    def render(source: str, *more: str):
        (folder / "page.txt").write_bytes(source.encode())
        return run("render", "page.txt", "--data", "data.json", *more, cwd=folder)

    def refused(done, code: int, *words: str) -> None:
        what = " ".join(str(part) for part in done.args[1:])
        checks.equal(done.returncode, code, f"exit code of {what}")
        checks.equal(done.stdout, "", f"nothing is printed by {what}")
        for word in words:
            checks.that(word in done.stderr, f"{word!r} in the error of {what}: {done.stderr!r}")

    for option, source, output in OPTIONS:
        done = render(source, "--option", option)
        # Read as bytes, since text mode would change line breaks.
        checks.equal((done.returncode, done.stdout.replace("\r\n", "\n")),
                     (0, output.replace("\r\n", "\n")), option)
    checks.equal(render("{{ n }}{{ html }}\n").stdout, "7<b>", "the defaults are Jinja2's")
    done = render("{% if n %}\n{{ html }}{% endif %}", "--option", "trim_blocks=true", "--option", "autoescape=true")
    checks.equal(done.stdout, "&lt;b&gt;", "two options")

    # Mistakes in a template: place, the line, a caret, exit code 1.
    refused(render("a\n{{ nme }}", "--option", "undefined=strict"), 1, "page.txt:2:4", "'nme' is undefined",
            "did you mean 'name'?", "^^^")
    refused(render("{% if %}"), 1, "page.txt:1:")
    refused(render("{% do 1 %}"), 1, "page.txt:1:4")

    # Mistakes on the command line or in its files.
    refused(render("x", "--option", "trimblocks=true"), 2, "trim_blocks")
    refused(render("x", "--option", "trim_blocks=maybe"), 2, "true or false", "trim_blocks")
    refused(render("x", "--option", "trim_blocks"), 2, "needs a value")
    refused(render("x", "--option", "undefined=no"), 2, "chainable")
    refused(render("x", "--option", "extensions=i18n"), 2, "loopcontrols")
    refused(render("x", "--option", "variable_start_string="), 2, "delimiter")
    refused(run("render", "page.txt", cwd=folder), 2, "--data")
    refused(run("render", "--data", "data.json", cwd=folder), 2)
    refused(run("render", "none.txt", "--data", "data.json", cwd=folder), 1, "none.txt")
    refused(run("render", "page.txt", "--data", "none.json", cwd=folder), 1, "none.json")
    (folder / "broken.json").write_text('{"a": 1,\n "b" 2}')
    refused(run("render", "page.txt", "--data", "broken.json", cwd=folder), 1, "broken.json:2:")
    (folder / "list.json").write_text("[1]")
    refused(run("render", "page.txt", "--data", "list.json", cwd=folder), 1, "object")

    # Templates come from one folder and from nowhere else.
    theme = folder / "theme"
    (theme / "parts").mkdir(parents=True)
    (folder / "secret.txt").write_text("SECRET")
    (theme / "base.html").write_text("<{% block b %}{% endblock %}>")
    (theme / "parts/row.html").write_text("row {{ n }}")
    (theme / "page.html").write_text("{% extends 'base.html' %}{% block b %}{% include 'parts/row.html' %}{% endblock %}")
    os.symlink(folder / "secret.txt", theme / "link.txt")
    os.symlink(folder, theme / "up")

    def in_theme(name: str):
        return run("render", name, "--data", "data.json", "--templates", "theme", cwd=folder)

    checks.equal(in_theme("page.html").stdout, "<row 7>", "a template of a folder")
    checks.equal(run("render", "theme/page.html", "--data", "data.json", cwd=folder).stdout, "<row 7>",
                 "the folder of the template is what it can load from")
    for outside in ("../secret.txt", "parts/../../secret.txt", str(folder / "secret.txt"), "link.txt",
                    "up/secret.txt"):
        refused(in_theme(outside), 1)
        (theme / "leak.html").write_text("{% include '" + outside + "' %}")
        done = in_theme("leak.html")
        refused(done, 1, "leak.html:1:")
        checks.that("SECRET" not in done.stdout + done.stderr, f"nothing of {outside} is shown")
    refused(in_theme("bse.html"), 1, "base.html")

checks.done()
