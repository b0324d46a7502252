//! Suppression comments in the native dialect, with real rules: where they count, what they say, and what is said of them.

use stockade_core::finding::Suppressor;
use stockade_core::report::{FileReport, RemarkKind};
use stockade_core::scan::{Dialect, Options, scan_source};
use stockade_rules::{Table, catalog};

const OPTIONS: Options = Options {
    dialect: Dialect::Native,
    ignore_nosec: false,
    noqa: false,
    nosec_reasons: false,
    context: 0,
    threads: Some(1),
};

fn scan_with(text: &str, options: &Options, enabled: impl Fn(&str) -> bool) -> FileReport {
    let table = Table::new(Dialect::Native, enabled, |_| None, None);
    scan_source("module.py", text.as_bytes(), &table, catalog::words(), options).expect("threads")
}

fn scan(text: &str) -> FileReport {
    scan_with(text, &OPTIONS, |_| true)
}

/// What is reported, `ID:LINE` each.
fn reported(report: &FileReport) -> Vec<String> {
    report.findings.iter().map(|f| format!("{}:{}", f.rule.id, f.line)).collect()
}

/// What is said of the comments, `LINE:COLUMN MESSAGE` each.
fn remarks(report: &FileReport) -> Vec<String> {
    let show = |remark: &stockade_core::report::Remark| {
        format!("{}:{} {}", remark.span.start.line, remark.span.start.column, remark.message)
    };
    report.remarks.iter().map(show).collect()
}

/// The text once the fixes of all remarks are applied.
fn mended(text: &str, report: &FileReport) -> String {
    let mut edits: Vec<_> =
        report.remarks.iter().filter_map(|r| r.fix.as_ref()).flat_map(|f| &f.edits).collect();
    edits.sort_by_key(|edit| edit.start);
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.start as usize..edit.end as usize, &edit.text);
    }
    text
}

#[track_caller]
fn silent(text: &str) {
    let report = scan(text);
    assert_eq!(reported(&report), [""; 0], "{text}");
    assert_eq!(remarks(&report), [""; 0], "{text}");
    assert!(!report.suppressed.is_empty(), "{text}");
}

#[test]
fn on_any_line_of_the_statement() {
    for text in [
        "exec(x)  # nosec\n",
        "assert x, 'a' \\\n  'b' \\\n  'c'  # nosec\n",
        "f(\n  # nosec B102\n  exec(x),\n)\n",
        "f(\n  1,\n  exec(x),\n  2)  # nosec B102\n",
        "f(  # nosec B102\n  1,\n  exec(x),\n)\n",
        "y = f'''\n{exec(x)}\n'''  # nosec\n",
        "exec(x) \\\n  # nosec\n",
        "(\n  exec(x)\n)  # nosec B102\n",
        "@f(exec(x))\ndef g():  # nosec\n  pass\n",
        "@f(exec(x))  # nosec\ndef g():\n  pass\n",
        "if exec(x):  # nosec\n  pass\n",
        "if a:\n  pass\nelif (\n  exec(x)\n):  # nosec\n  pass\n",
        "with (\n  a as b,  # nosec\n  exec(x) as c,\n):\n  pass\n",
        "match x:\n  case 1 if exec(x):  # nosec\n    pass\n",
        "try:\n  f()\nexcept exec(x):  # nosec\n  f()\n",
        "class A(exec(x)):  # nosec\n  pass\n",
        "async def f(\n  a=exec(x),\n):  # nosec\n  pass\n",
        "import pickle  # nosec B403\n",
        "from subprocess import (  # nosec: B404\n  run,\n)\n",
        "try:\n  f()\nexcept Exception:  # nosec B110\n  pass\n",
        "try:\n  f()\nexcept Exception:\n  pass  # nosec B110\n",
    ] {
        silent(text);
    }
}

#[test]
fn not_on_other_lines() {
    for (text, found) in [
        ("# nosec\nexec(x)\n", "B102:2"),
        ("exec(x)\n# nosec\n", "B102:1"),
        ("if exec(x):\n  pass  # nosec\n", "B102:1"),
        ("if a:  # nosec\n  exec(x)\n", "B102:2"),
        ("if a:\n  exec(x)\nelse:  # nosec\n  pass\n", "B102:2"),
        ("def f(a=exec(x)):\n  return a  # nosec\n", "B102:1"),
        ("def f():  # nosec\n  import pickle\n", "B403:2"),
        ("class A:  # nosec\n  assert x\n", "B101:2"),
        ("with exec(x):\n  f()  # nosec\n", "B102:1"),
        ("match exec(x):\n  case 1:  # nosec\n    pass\n", "B102:1"),
        ("x = '# nosec'; exec(x)\n", "B102:1"),
        ("def f(password='a-long-secret'):\n  return 1  # nosec\n", "B107:1"),
    ] {
        assert_eq!(reported(&scan(text)), [found], "{text}");
    }
}

#[test]
fn ids_add_up_and_a_blanket_beside_them_is_needless() {
    silent("assert exec(x), (  # nosec B101\n  1)  # nosec B102\n");
    let report = scan("assert x, (  # nosec B101\n  1)  # nosec\n");
    assert_eq!(reported(&report), [""; 0]);
    assert_eq!(remarks(&report), ["2:6 this `# nosec` suppresses nothing: no rule finds anything here"]);
    silent("assert x, (  # nosec B101\n  1)  # nosec B101\n");
}

#[test]
fn a_word_that_is_no_id_undoes_nothing_and_widens_nothing() {
    let report = scan("exec(x)  # nosec B102 B999\n");
    assert_eq!(reported(&report), [""; 0]);
    assert_eq!(remarks(&report), ["1:22 `B999` is no id and no name of a rule: it suppresses nothing"]);

    let report = scan("exec(x)  # nosec B102 it is safe\n");
    assert_eq!(reported(&report), [""; 0]);
    assert_eq!(remarks(&report), ["1:22 `it is safe` names no rule: begin a reason with ` -- `"]);

    let report = scan("exec(x)  # nosec because it is safe\n");
    assert_eq!(reported(&report), ["B102:1"]);
    assert_eq!(
        remarks(&report),
        [
            "1:17 `because it is safe` names no rule, so this `# nosec` suppresses nothing: write the ids, or none of \
             them for all rules, and begin a reason with ` -- `"
        ]
    );
    assert_eq!(report.remarks[0].kind, RemarkKind::UnknownWord);
    assert_eq!(report.remarks[0].span.end.column, 35);

    let report = scan("exec(x)  # nosec B999\n");
    assert_eq!(reported(&report), ["B102:1"]);
    assert_eq!(
        remarks(&report),
        ["1:17 `B999` is no id and no name of a rule: this `# nosec` suppresses nothing"]
    );
}

#[test]
fn the_reason_is_kept() {
    let reason = |text: &str| {
        let report = scan(text);
        let suppression = report.suppressed[0].suppression.as_ref().expect("suppressed").clone();
        assert_eq!(suppression.by, Suppressor::Nosec { line: 1 });
        suppression.reason
    };
    assert_eq!(reason("exec(x)  # nosec\n"), None);
    for text in [
        "exec(x)  # nosec -- ours\n",
        "exec(x)  # nosec: B102: ours\n",
        "exec(x)  # nosec exec_used # ours\n",
        "exec(x)  # noqa # nosec b102 -- ours # type: ignore\n",
    ] {
        assert_eq!(reason(text).as_deref(), Some("ours"), "{text}");
    }
}

#[test]
fn what_is_in_vain_is_told_and_can_be_removed() {
    for (text, message, left) in [
        ("x = 1  # nosec\n", "1:7 this `# nosec` suppresses nothing: no rule finds anything here", "x = 1\n"),
        (
            "exec(x)  # nosec B102, B101 -- why\n",
            "1:23 `B101` suppresses nothing: the rule finds nothing here",
            "exec(x)  # nosec B102 -- why\n",
        ),
        (
            "exec(x)  # noqa # nosec B101 B307\n",
            "1:16 `B101` and `B307` suppress nothing: the rules find nothing here",
            "exec(x)  # noqa\n",
        ),
        (
            "f(\n  # nosec\n)\n",
            "2:2 this `# nosec` suppresses nothing: no rule finds anything here",
            "f(\n)\n",
        ),
    ] {
        let report = scan(text);
        assert_eq!(remarks(&report), [message], "{text}");
        assert_eq!(report.remarks[0].kind, RemarkKind::Unused);
        assert_eq!(mended(text, &report), left);
    }
}

#[test]
fn only_rules_that_ran_over_all_of_the_file_are_judged() {
    let without_b101 = |id: &str| id != "B101";
    for text in ["x = 1  # nosec B101\n", "x = 1  # nosec\n", "exec(x)  # nosec B101, B102\n"] {
        assert_eq!(remarks(&scan_with(text, &OPTIONS, without_b101)), [""; 0], "{text}");
    }
    let text = "x = 1  # nosec B101, B102\n";
    let report = scan_with(text, &OPTIONS, without_b101);
    assert_eq!(remarks(&report), ["1:21 `B102` suppresses nothing: the rule finds nothing here"]);
    assert_eq!(mended(text, &report), "x = 1  # nosec B101\n");
    assert_eq!(remarks(&scan("x = 1  # nosec\nif (\n")), [""; 0]);
    let ignoring = Options { ignore_nosec: true, ..OPTIONS };
    let report = scan_with("exec(x)  # nosec\nx  # nosec\n", &ignoring, |_| true);
    assert_eq!((reported(&report), report.remarks.len()), (vec!["B102:1".to_owned()], 0));
}

#[test]
fn broken_files_keep_their_suppressions() {
    let report = scan("exec(x)  # nosec\nassert y\nif (\n");
    assert!(report.broken.is_some());
    assert_eq!(reported(&report), ["B101:2"]);
    assert_eq!(report.suppressed.len(), 1);
}

#[test]
fn reasons_can_be_asked_for() {
    let options = Options { nosec_reasons: true, ..OPTIONS };
    let of = |text: &str| {
        let report = scan_with(text, &options, |_| true);
        report.remarks.iter().map(|r| (r.kind, r.span.start.line)).collect::<Vec<_>>()
    };
    assert_eq!(of("exec(x)  # nosec\n"), [(RemarkKind::NoReason, 1)]);
    assert_eq!(of("exec(x)  # nosec B102\n"), [(RemarkKind::NoReason, 1)]);
    assert_eq!(of("exec(x)  # nosec -- why\n"), []);
    assert_eq!(of("x  # nosec\n"), [(RemarkKind::Unused, 1)]);
    assert_eq!(of("exec(x)  # nosec why\n"), [(RemarkKind::UnknownWord, 1)]);
}

#[test]
fn noqa_when_asked_for() {
    let options = Options { noqa: true, ..OPTIONS };
    for text in [
        "exec(x)  # noqa: S102\n",
        "exec(x)  # NOQA:E501,S102\n",
        "exec(x)  # noqa\n",
        "f(\n  exec(x)\n)  # noqa: S102\n",
        "# ruff: noqa: S102\n\nexec(x)\n",
        "exec(x)\n# flake8: noqa\n",
    ] {
        let report = scan_with(text, &options, |_| true);
        assert_eq!(reported(&report), [""; 0], "{text}");
        let by = report.suppressed[0].suppression.as_ref().map(|s| s.by.clone());
        assert!(matches!(by, Some(Suppressor::Noqa { .. })), "{text}");
        assert_eq!(remarks(&report), [""; 0], "{text}");
        assert_eq!(reported(&scan(text)).len(), 1, "{text}");
    }
    for (text, found) in [
        ("exec(x)  # noqa: S101\n", "B102:1"),
        ("exec(x)  # noqa: E501\n", "B102:1"),
        ("# noqa\nexec(x)\n", "B102:2"),
    ] {
        assert_eq!(reported(&scan_with(text, &options, |_| true)), [found], "{text}");
    }
    // Both are there for their own tools: neither makes the other one needless.
    let report = scan_with("exec(x)  # noqa: S102 # nosec B102 -- why\n", &options, |_| true);
    let suppression = report.suppressed[0].suppression.as_ref().expect("suppressed");
    assert_eq!(
        (&suppression.by, suppression.reason.as_deref()),
        (&Suppressor::Nosec { line: 1 }, Some("why"))
    );
    assert_eq!(remarks(&report), [""; 0]);
    assert_eq!(remarks(&scan_with("exec(x)  # noqa: S102 # nosec\n", &options, |_| true)), [""; 0]);
}
