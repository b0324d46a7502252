//! Tests of the rules on processes and shells, with Bandit's answers.

use stockade_core::config::Value;

use crate::options::{map, strings};
use crate::testing::{answers, answers_with};

const UNHASHABLE: &str = "1 crash cannot use 'list' as a set element (unhashable type: 'list')";

#[test]
fn what_counts_as_a_shell() {
    let count = |value: &str| answers("B604", &format!("f(shell={value})\n")).len();
    for value in [
        "True", "1", "0.5", "1j", "'x'", "b'x'", "...", "[0]", "{1: 2}", "{**a}", "()", "{1}", "x", "-0",
        "f''", "f()",
    ] {
        assert_eq!(count(value), 1, "{value}");
    }
    for value in ["False", "None", "0", "0.0", "0j", "''", "b''", "[]", "{}"] {
        assert_eq!(count(value), 0, "{value}");
    }
    assert_eq!(answers("B604", "f(**{'shell': True})\nsubprocess.run('x', shell=True)\n"), [""; 0]);
    assert_eq!(answers("B604", "f(x={[]})\n"), [UNHASHABLE]);
    assert_eq!(answers("B604", "f({[]})\n"), [""; 0]);
}

#[test]
fn subprocess_with_a_shell() {
    let low = "LOW/HIGH subprocess call with shell=True seems safe, but may be changed in the future, consider rewriting without shell";
    let high = "HIGH/HIGH subprocess call with shell=True identified, security issue.";
    let text = "from subprocess import Popen as p\np('a' 'b',\n  shell=True)\np(f'a', shell=x)\np(b'a', shell=1)\np(shell=True)\np(args='a', shell=True)\n";
    assert_eq!(answers("B602", text), [format!("3:0 {low}"), format!("4:0 {high}"), format!("5:0 {high}")]);
    assert_eq!(answers("B602", "subprocess.run({[]}, shell=True)\nsubprocess.run({[]})\n"), [UNHASHABLE]);
}

#[test]
fn subprocess_without_a_shell() {
    let found = "LOW/HIGH subprocess call - check for execution of untrusted input.";
    let text = "subprocess.run()\nsubprocess.run(x,\n  shell=False)\nsubprocess.run(x, shell=True)\nrun(x)\n";
    assert_eq!(answers("B603", text), [format!("1:0 {found}"), format!("3:0 {found}")]);
}

#[test]
fn shells_and_none() {
    let count = |id: &str, call: &str| answers(id, &format!("import os\n{call}\n")).len();
    assert_eq!(
        [count("B605", "os.system(x)"), count("B605", "os.popen3('x')"), count("B605", "os.system()")],
        [1, 1, 0]
    );
    assert!(answers("B605", "os.system('x')\n")[0].starts_with("1:0 LOW/HIGH"));
    assert!(answers("B605", "os.system(b'x')\n")[0].starts_with("1:0 HIGH/HIGH"));
    assert_eq!(
        [count("B606", "os.execl()"), count("B606", "os.startfile(x)"), count("B606", "os.exec(x)")],
        [1, 1, 0]
    );
}

#[test]
fn paths_that_are_full() {
    let count = |path: &str| answers("B607", &format!("subprocess.run({path})\n")).len();
    for full in [
        "'/ls'",
        "'./ls'",
        "'.ls'",
        "'\\\\ls'",
        "'c:ls'",
        "['/ls', 'x']",
        "[]",
        "('ls',)",
        "b'ls'",
        "f'ls'",
        "x",
        "",
    ] {
        assert_eq!(count(full), 0, "{full}");
    }
    for partial in ["'ls'", "''", "':'", "'é:ls'", "'1:'", "['ls', x]", "'c'", "'\\n/ls'"] {
        assert_eq!(count(partial), 1, "{partial}");
    }
    assert_eq!(answers("B607", "f({[]})\n"), [UNHASHABLE]);
    assert_eq!(answers("B607", "f({[], {{1}}})\n"), [UNHASHABLE]);
    assert_eq!(answers("B607", "f(x={[]})\n"), [""; 0]);
}

#[test]
fn an_empty_section_turns_the_rules_off() {
    let text = "subprocess.run('ls', shell=True)\nos.system('ls')\nos.execl('ls')\nf(shell=True)\nf({[]})\n";
    for id in ["B602", "B603", "B604", "B605", "B606", "B607"] {
        for section in [map([]), strings(&[]), Value::Str(String::new()), Value::Int(0), Value::Bool(false)] {
            assert_eq!(answers_with(id, &[("shell_injection", section)], text), [""; 0], "{id}");
        }
    }
}

#[test]
fn what_the_section_lacks_breaks_each_call_off() {
    let section = [("shell_injection", map([("subprocess", strings(&["f"]))]))];
    assert_eq!(answers_with("B605", &section, "g()\n"), ["1 crash 'shell'"]);
    assert_eq!(answers_with("B606", &section, "g()\n"), ["1 crash 'no_shell'"]);
    assert_eq!(answers_with("B602", &section, "g(x, shell=True)\n"), [""; 0]);
    assert_eq!(answers_with("B602", &section, "f(x, shell=True)\n").len(), 1);
    // Without arguments nothing is looked up, and what is found first is enough.
    assert_eq!(answers_with("B607", &section, "g()\ng(1)\nf(1)\n"), ["2 crash 'shell'"]);
    let list = [("shell_injection", strings(&["subprocess"]))];
    let words = "1 crash list indices must be integers or slices, not str";
    assert_eq!(answers_with("B604", &list, "g()\n"), [words]);
}

#[test]
fn a_string_is_searched_for_its_parts() {
    let section = [("shell_injection", map([("shell", Value::Str("os.system".into()))]))];
    assert_eq!(answers_with("B605", &section, "system(x)\na()(x)\npopen(x)\n").len(), 2);
}
