//! SARIF against its schema, and what GitHub needs of it.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use stockade_core::finding::{Edit, Fix, Level};
use stockade_core::report::{LeftOut, Remark, Report, Run, StaleEntry};

use super::*;
use crate::testing;

fn written(view: &View<'_>, suppressed: Suppressed) -> (Value, Vec<String>) {
    let mut warnings = Vec::new();
    let text = testing::written(|out| write(view, suppressed, out, &mut |warning| warnings.push(warning)));
    (serde_json::from_str(&text).expect("json"), warnings)
}

fn run_of(report: &Report) -> Value {
    let (mut log, warnings) = written(&testing::view(report), Suppressed::Written);
    assert_eq!(warnings, [""; 0]);
    log["runs"][0].take()
}

/// A report in which every part has something.
fn full() -> Report {
    let mut broken = testing::scanned("b.py", "eval(x)\nprint 1\n");
    broken.remarks.push(Remark {
        kind: RemarkKind::Unused,
        span: broken.findings[0].span,
        message: "unused".to_owned(),
        fix: None,
    });
    let skipped = FileReport::skipped("c.py".to_owned(), "Permission denied", None);
    let outside = testing::scanned("/srv/x y.py", "eval(x)\n");
    let files = [testing::varied(), broken, skipped, testing::hostile(), testing::notebook(), outside];
    let report = testing::report(files);
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600);
    let run = Run {
        configuration: Configuration::Bandit { path: "bandit.yaml".to_owned(), found: true },
        left_out: vec![LeftOut { name: "build/".to_owned(), by: "exclude: build".to_owned() }],
        notes: vec!["a note".to_owned()],
        stale: vec![StaleEntry {
            file: "a.py".to_owned(),
            rule: "T1".to_owned(),
            identity: [0; 16],
            line: 1,
            count: 2,
        }],
        time: Some((at, at)),
        ..report.run
    };
    Report { run, ..report }
}

static SCHEMA_OF_SARIF: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let text = include_str!("../../../../tests/schemas/sarif-2.1.0.json");
    let schema: Value = serde_json::from_str(text).expect("json");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema")
});

#[test]
fn the_schema_holds() {
    for report in [full(), testing::report([])] {
        let view = View { category: Some("nightly"), ..testing::view(&report) };
        let (log, _) = written(&view, Suppressed::Written);
        let errors: Vec<String> = SCHEMA_OF_SARIF
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0], "{log:#}");
        let mut wrong = log;
        wrong["runs"][0]["invocations"][0]["executionSuccessful"] = json!("yes");
        assert!(!SCHEMA_OF_SARIF.is_valid(&wrong));
    }
}

#[test]
fn regions_count_utf_16_units_and_snippets_are_their_text() {
    let run = run_of(&testing::report([testing::varied()]));
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let place = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"], json!({"uri": "a%20b/%C3%A9.py", "uriBaseId": "%SRCROOT%"}));
    assert_eq!(
        place["region"],
        json!({"startLine": 1, "startColumn": 12, "endLine": 1, "endColumn": 19, "snippet": {"text": "eval(x)"}})
    );
    assert_eq!(
        place["contextRegion"],
        json!({"startLine": 1, "endLine": 3, "snippet": {"text": "x = '\u{1f600}' + eval(x)\neval(y)\neval(z)\n"}})
    );
}

#[test]
fn a_fix_says_what_goes_and_what_comes() {
    let mut file = testing::varied();
    let run = run_of(&testing::report([testing::varied()]));
    let fix = &run["results"][0]["fixes"][0];
    assert_eq!(fix["description"]["text"], "Use `ast.literal_eval`");
    assert_eq!(
        fix["artifactChanges"][0]["replacements"],
        json!([{
            "deletedRegion": {"startLine": 1, "startColumn": 12, "endLine": 1, "endColumn": 16},
            "insertedContent": {"text": "ast.literal_eval"}
        }])
    );
    // A place that is not known by line and column.
    let edit = Edit { start: 10_000, end: 10_001, text: String::new() };
    file.findings[0].fix = Some(Box::new(Fix { title: "Use it".into(), edits: vec![edit] }));
    assert_eq!(run_of(&testing::report([file]))["results"][0].get("fixes"), None);
}

#[test]
fn suppressed_results_say_why_and_github_gets_none() {
    let report = testing::report([testing::varied()]);
    let run = run_of(&report);
    let results = run["results"].as_array().expect("results");
    let kinds: Vec<&str> =
        results[1..].iter().filter_map(|result| result["suppressions"][0]["kind"].as_str()).collect();
    assert_eq!(kinds, ["inSource", "external", "external"]);
    let first = &results[1]["suppressions"][0];
    assert_eq!(first["justification"], "# nosec on line 4: checked\nby hand");
    assert_eq!((&first["status"], results[0].get("suppressions")), (&json!("accepted"), None));
    let (log, _) = written(&testing::view(&report), Suppressed::LeftOut);
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_rule_has_all_that_github_shows() {
    let run = run_of(&testing::report([testing::varied()]));
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!((&rule["id"], &rule["name"]), (&json!("T1"), &json!("Evaluation")));
    assert_eq!(rule["shortDescription"]["text"], "eval.");
    assert_eq!(rule["defaultConfiguration"]["level"], "warning");
    assert_eq!(
        rule["properties"],
        json!({
            "tags": ["security", "external/cwe/cwe-078"],
            "precision": "high", "problem.severity": "warning", "security-severity": "5.0"
        })
    );
    assert!(rule["help"]["markdown"].as_str().is_some_and(|text| text.starts_with("# `eval`")));
}

#[test]
fn a_finding_of_another_severity_has_a_rule_of_that_severity() {
    let mut file = testing::scanned("a.py", "eval(x)\neval(y)\n");
    file.findings[1].severity = Level::Low;
    let run = run_of(&testing::report([file]));
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let severities: Vec<(&str, &str, &str)> = rules
        .iter()
        .filter_map(|rule| {
            let severity = rule["properties"]["security-severity"].as_str()?;
            Some((rule["id"].as_str()?, rule["name"].as_str()?, severity))
        })
        .collect();
    assert_eq!(severities, [("T1", "Evaluation", "5.0"), ("T1/low", "EvaluationLow", "3.0")]);
    for (result, (id, index, level)) in [("T1", 0, "warning"), ("T1/low", 1, "note")].iter().enumerate() {
        let result = &run["results"][result];
        assert_eq!(result["ruleId"], *id);
        assert_eq!((&result["ruleIndex"], &result["level"]), (&json!(index), &json!(level)));
    }
}

#[test]
fn fingerprints_are_githubs_and_our_own() {
    let run = run_of(&testing::report([testing::scanned("a.py", "eval(x)\neval(x)\n")]));
    let prints = |at: usize| &run["results"][at]["partialFingerprints"];
    // The second line's text is that of the first, but other text follows it.
    assert_ne!(prints(0)["primaryLocationLineHash"], prints(1)["primaryLocationLineHash"]);
    assert_eq!(prints(0)["stockadeIdentity/v1"], prints(1)["stockadeIdentity/v1"]);
    assert_eq!(prints(0)["stockadeIdentity/v1"].as_str().map(str::len), Some(32));
}

#[test]
fn a_notebooks_cell_is_named_and_its_file_has_no_misleading_lines() {
    let run = run_of(&testing::report([testing::notebook()]));
    let result = &run["results"][0];
    assert_eq!(result["message"]["text"], "In cell 3, line 1: Use of eval, detected.");
    let location = &result["locations"][0];
    let region = json!({"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1});
    assert_eq!(location["physicalLocation"]["region"], region);
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "n.ipynb, cell 3, line 1");
}

#[test]
fn what_went_wrong_is_told() {
    let report = full();
    let run = run_of(&report);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false, "a file could not be read");
    assert_eq!(invocation["startTimeUtc"], "2026-01-01T00:00:00Z");
    let of = |key: &str| {
        let all = invocation[key].as_array().expect("notifications").iter();
        let pairs = all.filter_map(|one| Some((one["descriptor"]["id"].as_str()?, one["level"].as_str()?)));
        pairs.map(|(id, level)| format!("{id} {level}")).collect::<Vec<_>>()
    };
    assert_eq!(
        of("toolExecutionNotifications"),
        ["syntax-error warning", "unused-suppression note", "not-scanned error"]
    );
    assert_eq!(
        of("toolConfigurationNotifications"),
        ["note warning", "scope note", "scope note", "scope note"]
    );
    let descriptors = &run["tool"]["driver"]["notifications"];
    let one = &invocation["toolExecutionNotifications"][0]["descriptor"];
    let at = usize::try_from(one["index"].as_u64().expect("an index")).expect("a small one");
    assert_eq!(descriptors[at]["id"], one["id"]);
    let report = testing::report([testing::scanned("b.py", "print 1\n")]);
    for strict in [false, true] {
        let (log, _) = written(&View { strict, ..testing::view(&report) }, Suppressed::Written);
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], !strict);
    }
}

#[test]
fn a_category_is_all_up_to_the_last_slash() {
    let report = testing::report([]);
    for category in ["nightly", "nightly/"] {
        let (log, _) =
            written(&View { category: Some(category), ..testing::view(&report) }, Suppressed::Written);
        assert_eq!(log["runs"][0]["automationDetails"]["id"], "nightly/");
    }
    assert_eq!(run_of(&report).get("automationDetails"), None);
}

#[test]
fn of_too_many_results_the_gravest_stay() {
    let mut file = testing::scanned("a.py", &"eval(x)\n".repeat(SHOWN_RESULTS + 1));
    file.findings[SHOWN_RESULTS].severity = Level::High;
    let (log, warnings) = written(&testing::view(&testing::report([file])), Suppressed::Written);
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].starts_with("GitHub shows 5000 results of a run: of 5001,"), "{}", warnings[0]);
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!((results.len(), &results[0]["level"]), (SHOWN_RESULTS + 1, &json!("error")));

    let mut file = testing::scanned("a.py", &"eval(x)\n".repeat(MAX_RESULTS + 5));
    file.findings[MAX_RESULTS + 4].severity = Level::High;
    file.findings[0].severity = Level::Low;
    let (log, warnings) = written(&testing::view(&testing::report([file])), Suppressed::Written);
    assert!(warnings[0].starts_with("25005 results are more than the 25000"), "{warnings:?}");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!((results.len(), &results[0]["level"]), (MAX_RESULTS, &json!("error")));
    assert!(results.iter().all(|result| result["level"] != "note"));
}

#[test]
fn code_without_end_is_not_shown() {
    let text = format!("eval(\n{})\n", "  1,\n".repeat(4000));
    let run = run_of(&testing::report([testing::scanned("a.py", &text)]));
    let place = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!((&place["region"]["endLine"], place["region"].get("snippet")), (&json!(4002), None));
    assert_eq!(place.get("contextRegion"), None);
}
