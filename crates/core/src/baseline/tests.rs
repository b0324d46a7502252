//! Tests of baselines: what is written, what is read, what is refused.

use super::*;

const ENTRY: &str = r#"{"file": "a.py", "rule": "B1", "identity": "000102030405060708090a0b0c0d0e0f", "count": 2, "line": 3, "message": "m"}"#;

fn document_of(entries: &[&str]) -> String {
    format!(
        "{{\n  \"tool\": \"stockade\",\n  \"version\": 1,\n  \"root\": \".\",\n  \"entries\": [\n    {}\n  ]\n}}\n",
        entries.join(",\n    ")
    )
}

fn complaint(text: &str) -> String {
    let problem = Baseline::parse(text).expect_err("this is no baseline");
    format!("{}:{}: {}; {}", problem.line, problem.column, problem.cause, problem.cure)
}

#[test]
fn what_is_written_is_read_again() {
    let text = document_of(&[ENTRY, &ENTRY.replace("a.py", "b\\\"\\n.py").replace("\"m\"", "\"é\\\\\"")]);
    let baseline = Baseline::parse(&text).expect("a baseline");
    assert_eq!(baseline.text(), text);
    assert_eq!(baseline.count(), 4);
    assert_eq!(Baseline::parse(&Baseline::default().text()), Ok(Baseline::default()), "no root, no entries");
}

#[test]
fn entries_are_sorted_whatever_their_order_was() {
    let other = ENTRY.replace("a.py", "Z.py");
    let baseline = Baseline::parse(&document_of(&[ENTRY, &other])).expect("a baseline");
    assert_eq!(baseline.text(), document_of(&[&other, ENTRY]));
    assert_eq!(baseline.of_file("a.py").count(), 1);
    assert_eq!(baseline.of_file("a").count(), 0);
}

#[test]
fn whatever_is_not_a_baseline_is_refused_with_its_place() {
    assert!(complaint("").starts_with("1:1: no baseline: EOF"), "{}", complaint(""));
    assert!(complaint("[]").starts_with("1:1: no baseline: invalid type: sequence"));
    assert!(
        complaint(r#"{"results": [], "metrics": {}, "errors": [], "generated_at": ""}"#)
            .starts_with("1:1: a report of Bandit")
    );
    assert!(complaint(r#"{"version": "2.1.0", "runs": []}"#).starts_with("1:1: a SARIF report"));
    let good = document_of(&[ENTRY]);
    let version = complaint(&good.replace("\"version\": 1", "\"version\": 2"));
    assert!(
        version.starts_with("3:14: version 2 of the format is not known, only 1; use the Stockade"),
        "{version}"
    );
    assert!(complaint(&good.replace("\"stockade\"", "\"other\"")).starts_with("2:11: the tool is \"other\""));
    assert!(complaint(&good.replace("\"tool\"", "\"extra\": 1, \"tool\"")).contains("unknown field `extra`"));
    assert!(complaint(&good.replace("  \"version\": 1,\n", "")).contains("missing field `version`"));
    let merged = complaint(&good.replace("    {", "<<<<<<< ours\n    {"));
    assert!(merged.starts_with("6:1: a conflict of a merge; keep the entries of both sides"), "{merged}");
}

#[test]
fn whatever_is_not_an_entry_is_refused_with_its_place() {
    let with = |change: &dyn Fn(&str) -> String| {
        complaint(&document_of(&[&ENTRY.replace("a.py", "0.py"), &change(ENTRY)]))
    };
    assert!(
        with(&|entry| entry.to_owned().replace("a.py", "0.py"))
            .starts_with("7:5: the same entry as in line 6; delete one")
    );
    assert!(with(&|entry| entry.replace("\"count\": 2", "\"count\": 0")).starts_with("7:5: the `count`"));
    assert!(with(&|entry| entry.replace("\"count\": 2", "\"count\": -1")).starts_with("7:"));
    assert!(with(&|entry| entry.replace("0a0b", "0A0B")).contains("is not 32 digits"));
    assert!(with(&|entry| entry.replace("a.py", "")).contains("names its `file`"));
    assert!(
        with(&|entry| entry.replace("\"line\"", "\"note\": 1, \"line\"")).contains("unknown field `note`")
    );
    assert!(with(&|entry| entry.replace("\"line\": 3, ", "")).contains("missing field `line`"));
}

#[test]
fn an_entry_goes_when_nothing_is_left_of_it() {
    let baseline = Baseline::parse(&document_of(&[ENTRY])).expect("a baseline");
    let gone = |count| StaleEntry {
        file: "a.py".to_owned(),
        rule: "B1".to_owned(),
        identity: std::array::from_fn(|at| at as u8),
        line: 3,
        count,
    };
    assert_eq!(baseline.clone().without(&[gone(1)]).count(), 1);
    assert_eq!(baseline.without(&[gone(2)]).entries().count(), 0);
}

#[test]
fn the_root_is_seen_from_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("a/b")).expect("folders");
    assert_eq!(root_from(&at("known.json"), folder.path()).as_deref(), Some("."));
    assert_eq!(root_from(&at("known.json"), &at("a/b")).as_deref(), Some("a/b"));
    assert_eq!(root_from(&at("a/b/known.json"), folder.path()).as_deref(), Some("../.."));
    fs::create_dir_all(at("c")).expect("a folder");
    assert_eq!(root_from(&at("c/known.json"), &at("a")), None);
    Baseline::parse(&document_of(&[ENTRY])).expect("a baseline").write(&at("known.json")).expect("written");
    assert!(Baseline::read_for(&at("known.json"), folder.path()).is_ok());
    let error = Baseline::read_for(&at("known.json"), &at("a")).expect_err("another root").to_string();
    assert!(
        error.contains("start from \".\", seen from its folder, and those of this scan from \"a\""),
        "{error}"
    );
}

#[test]
fn a_file_is_replaced_as_a_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("known.json");
    let baseline = Baseline::parse(&document_of(&[ENTRY])).expect("a baseline");
    baseline.write(&path).expect("written");
    Baseline::default().write(&path).expect("written over");
    assert_eq!(Baseline::read(&path).expect("read"), Baseline::default());
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1, "nothing else is left behind");
    let error = Baseline::default().write(&folder.path().join("no/such.json")).expect_err("no folder");
    assert!(error.to_string().contains("cannot write the baseline"), "{error}");
    let error = Baseline::read(&folder.path().join("none.json")).expect_err("no file");
    assert!(error.to_string().contains("`stockade baseline create -o"), "{error}");
}
