//! All formats, by reports written for the test.

use super::*;
use crate::evidence::{Fix, SuppressedBy};
use crate::read;
use crate::severity::Severity;

fn report(text: &str) -> Result<Reading, Refusal> {
    named(text, None)
}

fn named(text: &str, name: Option<&str>) -> Result<Reading, Refusal> {
    read::read(&Input::memory("report", text.as_bytes().to_vec()), name).map(|report| report.reading)
}

const CHECK_JSON: &str = r#"{
    "report_meta": {"scanned": ["/w"], "timestamp": "2022-04-30 08:16:30", "safety_version": "3.7.0",
      "vulnerabilities_found": 3, "vulnerabilities_ignored": 1, "git": {"commit": "abc"}, "packages_found": 5},
    "affected_packages": {}, "vulnerabilities": [
      {"vulnerability_id": "44742", "package_name": "django", "analyzed_version": "4.0.1", "advisory": "Bad\nthing",
       "CVE": "CVE-2022-1", "published_date": "2022-Feb-03", "fixed_versions": ["", "4.0.2"], "ignored": false,
       "severity": {"source": "CVE-2022-1", "cvssv2": {"base_score": 4.3},
                    "cvssv3": {"base_score": 6.1, "base_severity": "MEDIUM"}}},
      {"vulnerability_id": "44741", "package_name": "django", "CVE": {"name": "CVE-2022-2", "cvssv2": null,
        "cvssv3": {"base_score": 7.5, "base_severity": null}}, "vulnerable_spec": ["<1"], "fixed_versions": []},
      {"vulnerability_id": "44740", "package_name": "django", "CVE": null, "severity": null, "fixed_versions": [""]}],
    "ignored_vulnerabilities": [
      {"vulnerability_id": "44743", "package_name": "flask", "CVE": "CVE-2022-4", "severity": null, "ignored": true,
       "ignored_reason": "not reachable", "ignored_expires": "2030-01-01"},
      {"vulnerability_id": "44744", "package_name": "flask", "CVE": "CVE-2022-5"}]
}"#;

#[test]
fn check() {
    let reading = report(CHECK_JSON).expect("a report");
    let scan = &reading.scans[0];
    assert_eq!((scan.tool.as_str(), scan.version.as_deref()), ("safety", Some("3.7.0")));
    assert_eq!((scan.target.as_deref(), scan.commit.as_deref()), (Some("/w"), Some("abc")));
    assert!(scan.time.is_some() && scan.failures.is_empty() && scan.notes.is_empty());
    let severities: Vec<Severity> = reading.evidence.iter().map(|own| own.severity).collect();
    let unknown = Severity::Unknown;
    assert_eq!(severities, [Severity::Medium, Severity::High, unknown, unknown, unknown]);
    let first = &reading.evidence[0];
    assert_eq!(
        (first.id.as_str(), first.message.as_str(), first.fix),
        ("44742", "Bad thing", Fix::Available)
    );
    assert_eq!((first.aliases[0].as_str(), first.ratings.len()), ("CVE-2022-1", 2));
    assert!(first.published.is_some());
    assert_eq!(first.package.as_ref().map(|own| own.fixed.as_slice()), Some(&["4.0.2".to_owned()][..]));
    assert_eq!(
        (reading.evidence[1].aliases[0].as_str(), reading.evidence[1].fix),
        ("CVE-2022-2", Fix::Unknown)
    );
    let reasons: Vec<_> = reading.evidence.iter().filter_map(|own| own.suppression.as_ref()).collect();
    assert_eq!(reasons.len(), 2);
    assert!(reasons.iter().all(|own| own.by == SuppressedBy::External));
    assert_eq!(reasons[0].reason.as_deref(), Some("not reachable, until 2030-01-01"));
}

#[test]
fn counts_that_differ_are_a_failure() {
    let text = CHECK_JSON.replace("\"vulnerabilities_found\": 3", "\"vulnerabilities_found\": 4");
    let failures = report(&text).expect("a report").scans.remove(0).failures;
    assert_eq!(failures, ["it says that 4 vulnerabilities were found, and lists 3"]);
}

#[test]
fn banners_around_the_json_are_left_out() {
    let banner = "+=====+\n\n\nDEPRECATED: this command (`check`) has been DEPRECATED.\n+=====+\n\n\n";
    let whole = report(CHECK_JSON).expect("a report");
    for text in [
        format!("{banner}{CHECK_JSON}\n\n{banner}"),
        format!("{banner}{CHECK_JSON}").replace('\n', "\r\n"),
        format!("{CHECK_JSON}\n{banner}"),
        format!("/usr/lib/a.py:1: UserWarning: x\n{banner}{CHECK_JSON}"),
    ] {
        let reading = report(&text).expect("a report");
        assert_eq!(reading.evidence, whole.evidence);
        assert!(reading.scans[0].notes[0].contains("--save-json"));
    }
    let twice = format!("{banner}{CHECK_JSON}\n{banner}{CHECK_JSON}");
    assert!(report(&twice).expect_err("refused").cause.contains("more than one"));
    let cut = format!("{banner}{}", &CHECK_JSON[..CHECK_JSON.len() - 5]);
    assert!(report(&cut).is_err() && report(&CHECK_JSON[..900]).is_err());
}

#[test]
fn screens_are_refused_with_the_cure() {
    let text = "+====+\n   /$$   by safetycli.com\n+====+\n REPORT\n  Safety is using PyUp's database\n  0 vulnerabilities\n";
    let refusal = report(text).expect_err("refused");
    assert!(refusal.cause.contains("screen") && refusal.cure.contains("--save-json"));
}

#[test]
fn placeholders_are_refused() {
    for text in [r#"{"vulnerabilities": []}"#, r#"{"report_meta": {}, "vulnerabilities": []}"#] {
        assert!(named(text, Some("safety")).is_err(), "{text}");
    }
    let text = r#"{"report_meta": {"safety_version": "3.0.0"}, "affected_packages": {}}"#;
    assert!(report(text).expect_err("refused").cause.contains("vulnerabilities"));
}

#[test]
fn rows_of_early_versions() {
    let text = r#"[["requests", "<=2.19.1", "2.9.0", "Bad\nthing", "36546"],
                   ["flask", "<1", "0.5", "Bad", "36547", null, {"base_score": 7.5}],
                   ["flask", "<1", "0.5", "Bad", "36548", 5.0]]"#;
    let reading = report(text).expect("a report");
    let [first, second, _] = &reading.evidence[..] else { panic!("three") };
    assert_eq!(
        (first.id.as_str(), first.message.as_str(), first.severity),
        ("36546", "Bad thing", Severity::Unknown)
    );
    assert_eq!(second.severity, Severity::High);
    let package = second.package.as_ref().expect("a package");
    assert_eq!((package.name.as_str(), package.version.as_deref()), ("flask", Some("0.5")));
    assert!(report("[]").is_err() && named("[]", Some("safety")).is_ok());
    assert!(report(r#"[["a", "b"]]"#).is_err());
}

#[test]
fn scan() {
    let text = r#"{"meta": {"scan_type": "scan", "scan_locations": ["/w"], "timestamp": "2024-01-02T03:04:05",
        "telemetry": {"safety_version": "3.2.0"}, "schema_version": "3.0"},
        "scan_results": {"files": [], "projects": [{"id": "p", "location": "/w", "git": {"commit": "abc"}, "files": [
          {"location": "/w/requirements.txt", "type": "requirements.txt", "categories": ["python"], "results": {"dependencies": [
            {"name": "django", "specifications": [{"raw": "django==4.0.1 --hash", "vulnerabilities": {
              "known_vulnerabilities": [{"id": "44742", "ignored": null, "vulnerable_spec": ">=4.0a1,<4.0.2"}],
              "remediation": {"vulnerabilities_found": 1, "recommended": "4.0.2"}}}]},
            {"name": "flask", "specifications": [{"raw": "flask", "vulnerabilities": {"known_vulnerabilities": [
              {"id": "1", "ignored": {"code": "unpinned-specification", "reason": "not pinned", "expires": null},
               "vulnerable_spec": "<1"}], "remediation": null}}]}]}}]}]}}"#;
    let reading = report(text).expect("a report");
    let scan = &reading.scans[0];
    assert_eq!((scan.version.as_deref(), scan.commit.as_deref()), (Some("3.2.0"), Some("abc")));
    let [first, second] = &reading.evidence[..] else { panic!("two") };
    assert_eq!((first.id.as_str(), first.fix, first.severity), ("44742", Fix::Available, Severity::Unknown));
    assert_eq!(first.package.as_ref().and_then(|own| own.version.as_deref()), Some("4.0.1"));
    assert_eq!(first.place.as_ref().map(|own| own.path.as_str()), Some("/w/requirements.txt"));
    assert!(first.suppression.is_none());
    let reason = second.suppression.as_ref().and_then(|own| own.reason.as_deref());
    assert_eq!(reason, Some("unpinned-specification, not pinned"));
}
