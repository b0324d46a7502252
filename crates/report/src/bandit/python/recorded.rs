//! Answers of the reference interpreter, recorded by `tests/record.py`, that unit tests are held against.

use std::fmt::Debug;

use serde_json::Value;

/// Checks every recorded case of that name: `answer` gives what the reference says, and what we say.
///
/// More cases than the tree carries can be recorded into another folder, named by `STOCKADE_RECORDED`.
pub(crate) fn each<T: PartialEq + Debug>(name: &str, answer: impl Fn(&Value) -> (T, T)) {
    let folder = std::env::var("STOCKADE_RECORDED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/python").to_owned());
    let text = std::fs::read_to_string(format!("{folder}/{name}.json")).expect("recorded cases");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("a list of cases");
    assert!(cases.len() >= 20, "{name}: only {} cases", cases.len());
    let differences: Vec<String> = cases
        .iter()
        .map(|case| (case, answer(case)))
        .filter(|(_, (want, have))| want != have)
        .map(|(case, (want, have))| format!("{case}\n  want {want:?}\n  have {have:?}"))
        .collect();
    let shown = &differences[..differences.len().min(10)];
    assert!(
        shown.is_empty(),
        "{name}: {} of {} differ\n{}",
        differences.len(),
        cases.len(),
        shown.join("\n")
    );
}
