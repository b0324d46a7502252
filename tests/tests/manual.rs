//! Holds the manual's page on `stockade bandit` to the cases: what it names exists, and no named difference is missing there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use stockade_tests::case::Case;

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bandit.md");
    fs::read_to_string(path).expect("the page can be read")
}

/// The names of cases that the page has in backticks.
fn named(page: &str, groups: &BTreeSet<&str>) -> BTreeSet<String> {
    let words = page.split('`').skip(1).step_by(2);
    let case = |word: &&str| word.split_once('/').is_some_and(|(group, _)| groups.contains(group));
    words.filter(case).map(str::to_owned).collect()
}

#[test]
fn every_case_named_exists() {
    let cases = Case::all().expect("every case can be read");
    let groups = cases.iter().filter_map(|case| Some(case.name.split_once('/')?.0)).collect();
    let known: BTreeSet<String> = cases.iter().map(|case| case.name.clone()).collect();
    let named = named(&page(), &groups);
    assert!(named.len() > 60, "the page names its cases");
    assert_eq!(named.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn every_case_is_named() {
    let cases = Case::all().expect("every case can be read");
    let groups = cases.iter().filter_map(|case| Some(case.name.split_once('/')?.0)).collect();
    let named = named(&page(), &groups);
    // The tests' own cases are named as a range.
    let missing = cases.iter().filter(|case| !case.name.starts_with("rules/") && !named.contains(&case.name));
    assert_eq!(missing.map(|case| case.name.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn every_difference_of_a_run_is_named() {
    let page = page();
    let (_, differences) = page.split_once("## Named differences").expect("the page has the section");
    for case in Case::all().expect("every case can be read") {
        for run in &case.run {
            if let Some(reason) = &run.ours {
                assert!(
                    differences.contains(&format!("| {reason} |")),
                    "{}/{}: {reason}",
                    case.name,
                    run.name
                );
            }
        }
    }
}
