#!/usr/bin/env python3
"""Records how the reference writes reports, for the tests of this crate. Run by hand, with Bandit 1.9.4 on CPython 3.14.

    record.py FOLDER [--cases N] [--seed N]     Python's and PyYAML's answers to random values, and the reports of
                                                the sources beside this script: what `data` holds (the default)
    record.py FOLDER --tree PATH [--sarif]      the reports of another tree, as one more case below FOLDER/reports

The tests read `data`, or the folders that STOCKADE_RECORDED (its `python`) and STOCKADE_RECORDED_REPORTS (its
`reports`) name.
"""
import argparse
import contextlib
import csv
import datetime
import html
import io
import json
import linecache
import logging
import os
import pathlib
import posixpath
import random
import shutil
import string
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ET

import yaml
import _string

from bandit.core import config, docs_utils, issue, manager
from bandit.formatters import custom
from bandit.formatters import json as bandit_json
from bandit.formatters import sarif, screen, text
from bandit.formatters import yaml as bandit_yaml

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE / "data" / "sources"
# Names that not every file system takes, given to a copy of the sources.
RENAMED = {
    "mixed/long_name.py": "mixed/a name: with #spaces, that is longer than a YAML key can be before it needs a question mark in "
                          "front of it, which is at 123 characters.py",
    "mixed/python_two.py": "mixed/python two.py",
    "unsafe/markup.py": "unsafe/<i>.py",
    "unsafe/python_two.py": "unsafe/python two <&>.py",
}
# What the tests take for the time and for the working folder.
NOW = datetime.datetime(2026, 1, 31, 12, 30, 45, 123456, datetime.timezone.utc)
FOLDER = "/project/work"

LOG = []


class Keep(logging.Handler):
    def emit(self, record):
        LOG.append([record.module, record.levelname, record.getMessage()])


class Clock:
    """Stands for the module `datetime`."""

    timezone = datetime.timezone

    class datetime:
        @staticmethod
        def now(_zone):
            return NOW


for module in (bandit_json, sarif, screen, text, bandit_yaml):
    module.datetime = Clock


# Random values.

WORDS = ["import os", "subprocess.call(x, shell=True)", "yes", "No", "null", "~", "1", "0x1f", "1_000", "12:30", "1.5",
         "1e5", ".5", "-.inf", ".nan", "2026-01-01", "2026-1-1 10:00:00", "=", "<<", "# nosec", "a: b", "a:b", "- a", "-",
         "---", "...", "?", "? a", ":", "[x]", "{y}", "&a", "*b", "!t", "|", ">", "'", '"', "%s", "@x", "`y`", ",", "a, b",
         "\\n", "\\", "0o17", "017", "08", "+1", "-1", "+", "1:60", "True", "off", "é", "ß", "漢字", "\U0001f600", "\u200b",
         "\xa0", "\u2028", "\x85", "\ufeff", "\x7f", "\t", "\r", "\n", "\n\n", " ", "  ", "\x0c", "\x1b[31m", "\x00", "\x07",
         "\ue000", "\uffff", "\U0010ffff", "\u0378", "\xad", "x" * 30, "word " * 9, "https://a.b/c?d=e#f", "<b>&amp;</b>"]


def random_text(rng):
    kind = rng.random()
    if kind < 0.2:
        return rng.choice(WORDS)
    if kind < 0.35:
        return "".join(chr(rng.choice([rng.randrange(0x20, 0x7F), rng.randrange(0x250)])) for _ in range(rng.randrange(9)))
    if kind < 0.45:
        code = (rng.randrange(0x110000) for _ in range(rng.randrange(1, 9)))
        return "".join(chr(c) for c in code if not 0xD800 <= c < 0xE000)
    if kind < 0.7:
        lines = []
        for number in range(rng.randrange(1, 200), rng.randrange(200, 204)):
            words = " ".join(rng.choice(WORDS[:60]) for _ in range(rng.randrange(6)))
            lines.append(f"{number} {' ' * rng.choice([0, 4, 8, 12])}{words}\\n")
            if len(lines) == 4:
                break
        return "".join(lines)
    separator = rng.choice([" ", " ", "", "  ", "\n"])
    plain = WORDS if rng.random() < 0.4 else ["alpha", "be", "see-dee", "don't", "e" * rng.randrange(1, 40), "#", "x:"]
    return separator.join(rng.choice(plain) for _ in range(rng.randrange(1, 40)))


def random_from(rng, parts, most):
    return "".join(rng.choice(parts) for _ in range(rng.randrange(most)))


def attempt(function):
    try:
        return function(), None
    except Exception as error:
        return None, error


def yaml_case(rng):
    text = random_text(rng)
    document = {"a": {text: {"b": 1}}, "c": text, "d": [{"e": text}]}
    return {"text": text, "yaml": yaml.safe_dump(document, default_flow_style=False)}


def text_case(rng):
    text = random_text(rng)
    row = io.StringIO()
    csv.writer(row).writerow([text, 1])
    return {"text": text, "repr": repr(text), "ascii": ascii(text), "json": json.dumps(text), "csv": row.getvalue(),
            "xml_content": ET._escape_cdata(text), "xml_attribute": ET._escape_attrib(text), "html": html.escape(text)}


def path_case(rng):
    parts = ["a", "b c", ".", "..", "/", "/", "/", "//", "é.py", "x~y", "%41", "<stdin>", "a.py", "?#", "\\xff"]
    start = posixpath.normpath("/" + random_from(rng, ["a/", "b c/", "é.py/"], 4)) if rng.random() < 0.9 else "/"
    path = random_from(rng, parts, 8) or "a"
    pure = pathlib.PurePath(path)
    uri = "file://" + urllib.parse.quote_from_bytes(os.fsencode(str(pure))) if pure.is_absolute() else urllib.parse.quote(
        pure.as_posix())
    os.getcwd = lambda: start
    return {"path": path, "start": start, "absolute": os.path.abspath(path), "relative": os.path.relpath(path), "uri": uri}


def json_text(rng):
    valid = json.dumps(rng.choice([{"a": [1, 2.5, None], "b": {"c": "d\n\u20ac\U0001f600"}}, [[], {}, "x"], "\ud800", -12]),
                       indent=rng.choice([None, 1]))
    broken = list(valid)
    for _ in range(rng.randrange(4)):
        at = rng.randrange(len(broken) + 1)
        extra = rng.choice(["", ",", '"', "{", "}", "[", "]", ":", "\\", "\\u", "\\ud83d", "\t", "\n", " ", "1", "-", ".", "e",
                            "NaN", "null", "é", "\U0001f600", "'", "0", "Infinity", "tru", "\\x", "\r"])
        broken[at:at + rng.randrange(3)] = extra
    return "".join(broken)


def json_case(rng):
    text = json_text(rng)
    _, error = attempt(lambda: json.loads(text))
    return {"text": text, "error": None if error is None else str(error)}


def baseline_case(rng):
    known = {"code": "c", "filename": "f", "issue_severity": "LOW", "issue_cwe": {"id": 78}, "issue_confidence": "HIGH",
             "issue_text": "t", "test_name": "n", "test_id": "B1", "line_number": 1, "line_range": [1]}
    odd = [None, True, 1, 1.5, "x", "id", "", [], ["id"], {}, {"id": 1}, {"id": "7 8"}, {"id": " 7_8\n"}, {"id": None}, {"id": []},
           {"id": 1.9}, {"id": float("nan")}, {"id": float("-inf")}, {"id": "x" * 250}, {"id": "٣"}, {"id": "\x1c9"}, {"id": "1" * 4301},
           {"id": False}, {"id": "-5"}, {"id": "0x1"}, {"id": "+ 5"}, {"id": "\u2003"}]
    result = dict(known)
    for _ in range(rng.randrange(3)):
        key = rng.choice(list(known))
        if rng.random() < 0.5:
            result.pop(key, None)
        else:
            result[key] = rng.choice(odd)
    if rng.random() < 0.4:
        result["issue_cwe"] = rng.choice(odd)
    results = rng.choice([[result], [known, result], rng.choice(odd), [rng.choice(odd)]])
    report = rng.choice([{"results": results}, {"results": results}, {"results": results}, results, {}])
    text = json.dumps(report) if rng.random() < 0.9 else json_text(rng)
    # The reference opens the file as text.
    read = text.replace("\r\n", "\n").replace("\r", "\n")
    issues, error = attempt(lambda: [issue.issue_from_dict(j) for j in json.loads(read)["results"]])
    return {"text": text, "error": None if error is None else str(error), "issues": None if issues is None else len(issues)}


TEMPLATE_PARTS = ["{", "}", "{{", "}}", "msg", "line", "a", ".", "[", "]", "0", ":", "!", "r", "s", "é", "x!r", ">10", "{line}", "{msg!r}"]


def format_string_case(rng):
    text = random_from(rng, TEMPLATE_PARTS, 12)
    parsed, error = attempt(lambda: [list(piece) for piece in _string.formatter_parser(text)])
    return {"text": text, "parsed": parsed if error is None else str(error)}


def random_spec(rng):
    if rng.random() < 0.2:
        return random_from(rng, list("<>=^+- z#0123,._bcdoxXneEfFgG%s!é{}\x01"), 7)
    maybe = lambda parts, chance: rng.choice(parts) if rng.random() < chance else ""
    return (maybe(["<", ">", "=", "^", "*<", "0>", "é^", " =", "0=", "_^"], 0.4) + maybe(["+", "-", " "], 0.2) + maybe(["z"], 0.03)
            + maybe(["#"], 0.15) + maybe(["0"], 0.3) + maybe(["5", "8", "12", "30", "99999999999999999999"], 0.5)
            + maybe([",", "_", ",_", "_,"], 0.25) + maybe([".0", ".1", ".3", ".12", ".", ".2,", ".9_", "._", ".,_", ".30"], 0.3)
            + maybe(list("bcdoxXneEfFgG%s") + ["q", "é", "\x01", "dd"], 0.7))


def format_spec_case(rng):
    value = rng.choice([0, 1, 7, 12, 123, 999, 1000, 12345, 999999, 1000000, 1234567, 4294967295, "", "a", "word", "été", "a\nb"])
    spec = random_spec(rng)
    formatted, error = attempt(lambda: format(value, spec))
    return {"value": value, "spec": spec, "text": formatted, "error": None if error is None else str(error)}


def known_issue(lineno):
    known = issue.Issue(severity="MEDIUM", cwe=78, confidence="HIGH", text="Don't \"trust\" {é}\n", lineno=lineno, test_id="B602",
                        col_offset=4, end_col_offset=20)
    known.fname, known.test, known.linerange = "./pkg/../a b.py", "call", [lineno, lineno + 1]
    return known


def template_case(rng):
    class Known:
        get_skipped = staticmethod(lambda: [])
        get_issue_list = staticmethod(lambda **_: [known_issue(12), known_issue(1234)])

    if rng.random() < 0.5:
        fields = []
        for _ in range(rng.randrange(1, 4)):
            tag = rng.choice(["abspath", "relpath", "line", "line", "col", "end_col", "test_id", "severity", "msg", "confidence", "range",
                              "cwe", "nope", "lines", "text", "file", "msg.upper", "msg.nope", "line.real", "line[0]", "msg[0]",
                              "msg[3]", "", "0", "msg.x[", "CWE", "severities"])
            conversion = rng.choice(["", "", "", "!r", "!s", "!a", "!x"]) if tag != "cwe" else ""
            spec = rng.choice(["", ":" + random_spec(rng), ":" + random_spec(rng), ":{line}", ":{line:{line}}", ":>{line}", ":{col}", ":{nope}"])
            fields.append("{%s%s%s}" % (tag, conversion, spec))
        template = rng.choice([":", " ", "{{", "}}", ""]).join(fields)
    else:
        template = random_from(rng, TEMPLATE_PARTS, 9)
    os.getcwd = lambda: FOLDER
    LOG.clear()
    out = io.StringIO()
    out.name = "<stdout>"
    written = []
    out.close = lambda: written.append(out.getvalue())
    case = {"template": template, "output": None, "error": None}
    try:
        custom.report(Known, out, "LOW", "LOW", template=template)
        written[0].encode()
        case["output"] = written[0]
    except SystemExit:
        case["error"] = "template"
    except Exception as error:
        case["error"] = str(error)
    # The reference takes the tags from a set: their order is chance.
    case["log"] = sorted(LOG)
    return case


TABLES = {"yaml": yaml_case, "text": text_case, "path": path_case, "json_read": json_case, "baseline": baseline_case,
          "format_string": format_string_case, "format_spec": format_spec_case, "template": template_case}


def tables(folder, cases, seed):
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in TABLES.items():
        rng = random.Random(f"{name} {seed}")
        made = [json.dumps(make(rng)) for _ in range(cases)]
        made = list(dict.fromkeys(made))
        (folder / f"{name}.json").write_text("[\n" + ",\n".join(made) + "\n]\n")


# Reports.

def scan(targets, excluded=""):
    held = manager.BanditManager(config.BanditConfig(), "file")
    held.discover_files(targets, True, excluded)
    everything = list(held.files_list)
    held.run_tests()
    held.everything = ["<stdin>" if name == "-" else name for name in everything]
    return held


def dump(held):
    """The scan as data: what the tests build a report from."""
    skipped = dict(held.skipped)
    lists = {}
    files = []
    for name in held.everything:
        found = [i for i in held.results if i.fname == name]
        lines = None
        if found and name == "<stdin>":
            found[0].fdata.seek(0)
            lines = [line.decode() for line in found[0].fdata.readlines()]
        elif found:
            lines = linecache.getlines(name)
        findings = []
        for i in found:
            node = lists.setdefault(id(i.linerange), len(lists))
            assert i.linerange == list(range(i.linerange[0], i.linerange[-1] + 1))
            findings.append({"id": i.test_id, "test": i.test, "url": docs_utils.get_url(i.test_id), "severity": i.severity,
                             "confidence": i.confidence, "cwe": i.cwe.id, "text": i.text, "line": i.lineno, "column": i.col_offset,
                             "end_column": i.end_col_offset, "first": i.linerange[0], "last": i.linerange[-1], "node": node})
        files.append({"name": name, "skipped": skipped.get(name), "metrics": held.metrics.data.get(name), "lines": lines,
                      "findings": findings})
    return {"files": files, "excluded": held.excluded_files}


def write(held, view, path):
    """Writes one view of a scan; returns what the reference logs, and with what it fails."""
    held.agg_type = view.get("aggregate", "file")
    held.verbose, held.quiet = view.get("verbose", False), view.get("quiet", False)
    held.baseline = []
    if view.get("baseline") is not None:
        held.populate_baseline(view["baseline"])
    LOG.clear()
    os.getcwd = lambda: FOLDER
    error = None
    with tempfile.TemporaryDirectory() as folder:
        out, printed = (open(f"{folder}/{name}", "w", encoding="utf-8", newline="") for name in ("out", "printed"))
        with contextlib.redirect_stdout(printed):
            try:
                held.output_results(view.get("context", 3), view.get("severity", "UNDEFINED"), view.get("confidence", "UNDEFINED"), out,
                                    view["format"], view.get("template"))
            except RuntimeError as raised:
                error = str(raised)
        out.close()
        printed.close()
        shutil.copyfile(printed.name if view["format"] == "screen" else out.name, path)
        log = [[module, level, message.replace(out.name, "FILE")] for module, level, message in LOG]
    return log, error


def case(folder, held, views):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scan.json").write_text(json.dumps(dump(held), indent=1) + "\n")
    for view in views:
        view["file"] = "{name}.{format}".format(**view)
        view["log"], view["error"] = write(held, view, folder / view["file"])
    (folder / "views.json").write_text(json.dumps(views, indent=1) + "\n")


FORMATS = ["csv", "custom", "html", "json", "sarif", "screen", "txt", "xml", "yaml"]


def plain(formats=FORMATS):
    return [{"name": "plain", "format": name} for name in formats]


def baseline_of(held):
    """A baseline that lacks some findings, and one of two that are alike."""
    with tempfile.TemporaryDirectory() as folder:
        write(held, {"format": "json"}, pathlib.Path(folder) / "report")
        report = json.loads((pathlib.Path(folder) / "report").read_text())
    known = [r for r in report["results"] if r["test_id"] not in ("B404", "B602", "B105")]
    return json.dumps({"results": [dict(r, line_number=1, code="") for r in known]})


def reports(folder):
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(SOURCES, copy, dirs_exist_ok=True)
        os.chdir(copy)
        for name, odd in RENAMED.items():
            os.rename(name, odd)
        sources_reports(folder)


def sources_reports(folder):
    mixed = scan(["mixed", "single.py", "nosuch.py", "mixed/../mixed/again.py"], "excluded,*_skip.py")
    baseline = baseline_of(mixed)
    views = plain() + [
        {"name": "vuln", "format": "json", "aggregate": "vuln"},
        {"name": "vuln", "format": "yaml", "aggregate": "vuln"},
        {"name": "verbose", "format": "txt", "verbose": True},
        {"name": "verbose", "format": "screen", "verbose": True},
        {"name": "template", "format": "custom", "template": "{relpath:>24.24}|{line:04d}|{col:<3}|{msg!r}|{range}|{cwe}|{nope}|{{}}"},
        {"name": "wrong", "format": "custom", "template": "{range:>5}"},
    ]
    for context, name in ((-1, "json"), (1, "txt"), (2, "yaml"), (7, "json"), (7, "html"), (7, "sarif")):
        views.append({"name": f"context{context}", "format": name, "context": context})
    for name in FORMATS:
        views.append({"name": "medium", "format": name, "severity": "MEDIUM", "confidence": "HIGH"})
    for name in ("csv", "custom", "html", "json", "screen", "txt"):
        views.append({"name": "baseline", "format": name, "baseline": baseline})
    case(folder / "mixed", mixed, views)
    clean = scan(["clean"])
    views = plain() + [{"name": "quiet", "format": name, "quiet": True} for name in ("txt", "screen", "json")]
    case(folder / "clean", clean, views)
    case(folder / "nothing", scan([]), plain() + [{"name": "verbose", "format": "txt", "verbose": True}])
    # A snippet that the reference looks for outside of the lines it has.
    case(folder / "far", scan(["far.py"]), plain(["sarif", "json"]))
    case(folder / "farther", scan(["farther.py"]), plain(["sarif", "json"]))
    # What this tree holds is escaped in some formats: the raw ones are what the reference writes.
    raw = [{"name": "raw", "format": name} for name in ("html", "txt", "xml")]
    case(folder / "unsafe", scan(["unsafe"]), plain(["csv", "custom", "json", "sarif", "yaml"]) + raw)
    with open("stdin.txt", "rb") as source:
        os.dup2(source.fileno(), 0)
    # html escapes the name `<stdin>`.
    case(folder / "stdin", scan(["-", "single.py"]), plain([name for name in FORMATS if name != "html"]))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=pathlib.Path)
    ap.add_argument("--cases", type=int, default=250)
    ap.add_argument("--seed", default="1")
    ap.add_argument("--tree")
    ap.add_argument("--sarif", action="store_true", help="sarif too, which takes the reference long")
    a = ap.parse_args()
    logging.getLogger().addHandler(Keep())
    logging.getLogger().setLevel(logging.INFO)
    sys.stdout.reconfigure(newline="\n")
    folder = a.folder.resolve()
    if a.tree is None:
        tables(folder / "python", a.cases, a.seed)
        return reports(folder / "reports")
    tree = pathlib.Path(a.tree).resolve()
    os.chdir(tree.parent)
    held = scan([tree.name])
    formats = [name for name in FORMATS if a.sarif or name != "sarif"]
    views = plain(formats) + [
        {"name": "vuln", "format": "yaml", "aggregate": "vuln"},
        {"name": "verbose", "format": "txt", "verbose": True},
        {"name": "context", "format": "json", "context": 7},
        {"name": "context", "format": "html", "context": 7},
        {"name": "medium", "format": "xml", "severity": "MEDIUM"},
    ]
    baseline = baseline_of(held)
    views += [{"name": "baseline", "format": name, "baseline": baseline} for name in ("html", "json", "screen", "txt")]
    case(folder / "reports" / tree.name, held, views)


main()
