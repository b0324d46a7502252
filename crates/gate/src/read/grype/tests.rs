//! Small reports of Grype and xeol.

use crate::evidence::{Fix, Kind, Reading, SuppressedBy};
use crate::input::Input;
use crate::read::{Report, read};
use crate::severity::Severity;

fn try_read(text: &str) -> Result<Report, String> {
    read(&Input::memory("grype.json", text.into()), None).map_err(|refusal| refusal.cause)
}

fn grype(matches: &str, rest: &str) -> Reading {
    let text = format!(
        r#"{{"matches": {matches}, {rest} "source": {{"type": "directory", "target": "."}},
        "descriptor": {{"name": "grype", "version": "0.94.0", "timestamp": "2025-06-19T11:43:35.5Z", "db": {{"error": null}}}}}}"#
    );
    let report = try_read(&text).expect("a report");
    assert_eq!(report.format, "grype");
    report.reading
}

const MATCH: &str = r#"{"vulnerability": {"id": "GHSA-x", "namespace": "github:language:python", "severity": "High",
    "urls": ["https://a.example"], "cvss": [{"version": "3.1", "vector": "CVSS:3.1/AV:N", "metrics": {"baseScore": 7.5}}],
    "knownExploited": [{"cve": "CVE-2024-1"}], "epss": [{"cve": "CVE-2024-1", "epss": 0.07}], "cwes": [{"cwe": "CWE-79"}],
    "fix": {"versions": ["2.0"], "state": "fixed"}, "advisories": [], "risk": 5.6},
    "relatedVulnerabilities": [{"id": "CVE-2024-1", "namespace": "nvd:cpe", "severity": "Critical",
    "cvss": [{"source": "nvd@nist.gov", "version": "3.0", "metrics": {"baseScore": 9.8}}], "epss": [{"epss": 0.09}]}],
    "matchDetails": [], "artifact": {"name": "x", "version": "1.0", "type": "python", "purl": "pkg:pypi/x@1.0",
    "locations": [{"path": "/req.txt", "layerID": "sha256:1"}, {"path": "/other"}], "cpes": ["cpe:2.3:a"]}"#;

#[test]
fn a_match_with_all_that_is_known() {
    let ignored = format!(
        r#""ignoredMatches": [{MATCH}, "appliedIgnoreRules": [{{"vulnerability": "GHSA-x", "reason": "not used",
        "namespace": ""}}, {{"namespace": "", "vex-status": "not_affected", "vex-justification": "code_not_present"}}]}}],"#
    );
    let reading = grype(&format!("[{MATCH}}}]"), &ignored);
    let scan = &reading.scans[0];
    assert_eq!(
        (scan.tool.as_str(), scan.version.as_deref(), scan.target.as_deref()),
        ("grype", Some("0.94.0"), Some("."))
    );
    assert!(scan.time.is_some() && scan.failures.is_empty());
    let [one, ignored] = &reading.evidence[..] else { panic!("two findings") };
    assert_eq!(
        (one.kind, one.id.as_str(), one.severity, one.fix),
        (Kind::Vulnerability, "GHSA-x", Severity::High, Fix::Available)
    );
    assert_eq!(
        (one.aliases.join(""), one.exploited, one.epss, one.cwe.as_slice()),
        ("CVE-2024-1".to_owned(), true, Some(0.09), &[79][..])
    );
    assert_eq!(*one.ratings, ["severity=High", "github:language:python V3 7.5", "nvd@nist.gov V3 9.8"]);
    assert_eq!(one.place.as_ref().map(|place| place.path.as_str()), Some("/req.txt"));
    let package = one.package.as_ref().expect("a package");
    assert_eq!(
        (package.name.as_str(), package.version.as_deref(), package.purl.as_deref()),
        ("x", Some("1.0"), Some("pkg:pypi/x@1.0"))
    );
    assert_eq!(package.fixed, ["2.0"]);
    let suppression = ignored.suppression.as_ref().expect("suppressed");
    assert_eq!(suppression.by, SuppressedBy::External);
    assert_eq!(suppression.reason.as_deref(), Some("not used; VEX not_affected: code_not_present"));
    assert!(one.suppression.is_none());
}

#[test]
fn severities_and_fixes_of_all_times() {
    for (vulnerability, severity, fix) in [
        (r#""severity": "", "fix": {"versions": [], "state": ""}"#, Severity::Unknown, Fix::Unknown),
        (r#""severity": null, "fix": null"#, Severity::Unknown, Fix::Unknown),
        (r#""severity": "None", "fix": {"versions": null, "state": "wont-fix"}"#, Severity::Info, Fix::Never),
        (r#""severity": "Negligible", "fix": {"state": "not-fixed"}"#, Severity::Info, Fix::None),
        (
            r#""severity": "Medium", "fix": {"versions": ["2"], "state": "unknown"}"#,
            Severity::Medium,
            Fix::Available,
        ),
        (
            r#""severity": "Low", "fixedInVersion": "2", "cvssV2": {"baseScore": 4.3}"#,
            Severity::Low,
            Fix::Available,
        ),
        (r#""severity": "Low""#, Severity::Low, Fix::Unknown),
    ] {
        let item = format!(
            r#"[{{"vulnerability": {{"id": "CVE-1", {vulnerability}}}, "artifact": {{"name": "x"}}}}]"#
        );
        let one = &grype(&item, "").evidence[0];
        assert_eq!((one.severity, one.fix), (severity, fix), "{vulnerability}");
        let fixed = one.package.as_ref().map(|package| package.fixed.len());
        assert_eq!(fixed, Some(usize::from(fix == Fix::Available)));
    }
}

#[test]
fn the_end_of_a_distribution_is_told_once() {
    let alert = r#"{"package": {"name": "a"}, "alerts": [{"type": "distro-eol", "message": "m", "metadata": {"name": "debian", "version": "9"}},
        {"type": "weather"}]}"#;
    let reading = grype("[]", &format!(r#""alertsByPackage": [{alert}, {alert}],"#));
    let [one] = &reading.evidence[..] else { panic!("one finding") };
    assert_eq!((one.kind, one.id.as_str()), (Kind::EndOfLife, "end-of-life"));
    assert_eq!(one.message, "debian 9 gets no more security updates");
}

#[test]
fn a_database_that_failed_is_a_scan_that_failed() {
    for (database, failures) in [
        (r#"{"built": "2024-01-01T00:00:00Z", "error": null}"#, 0),
        (r#"{"status": {"valid": true}}"#, 0),
        ("null", 0),
        (r#"{"error": {}}"#, 1),
        (r#"{"error": "too old"}"#, 1),
        (r#"{"status": {"valid": false, "error": "no file"}}"#, 1),
        (r#"{"status": {"valid": false}}"#, 1),
    ] {
        let text = format!(r#"{{"descriptor": {{"name": "grype", "db": {database}}}, "matches": []}}"#);
        assert_eq!(
            try_read(&text).expect("a report").reading.scans[0].failures.len(),
            failures,
            "{database}"
        );
    }
}

#[test]
fn xeol_has_the_same_outline() {
    let text = r#"{"matches": [{"Cycle": {"ProductName": "boot", "ReleaseCycle": "2.0", "Eol": "2019-03-01"}, "Package": {"Name": ""},
        "artifact": {"name": "spring-boot", "version": "2.0.4", "locations": [{"path": "/app.jar"}]}}],
        "source": {"type": "image", "target": {"userInput": "app:1", "layers": []}}, "descriptor": {"name": "xeol"}}"#;
    let report = try_read(text).expect("a report");
    assert_eq!((report.format, report.reading.scans[0].target.as_deref()), ("xeol", Some("app:1")));
    let one = &report.reading.evidence[0];
    assert_eq!(
        (one.kind, one.message.as_str()),
        (Kind::EndOfLife, "boot 2.0 is at the end of its life on 2019-03-01")
    );
    assert_eq!(one.package.as_ref().map(|package| package.name.as_str()), Some("spring-boot"));
}

#[test]
fn what_is_no_report() {
    for text in [
        r#"{"matches": []}"#,
        r#"{"matches": [], "descriptor": {"name": "syft"}}"#,
        r#"{"matches": null, "descriptor": {"name": "grype"}}"#,
        r#"{"matches": {}, "descriptor": {"name": "grype"}}"#,
        r#"{"matches": [{"artifact": {"name": "x"}}], "descriptor": {"name": "grype"}}"#,
        r#"{"matches": [{"vulnerability": {"id": "CVE-1"}}], "descriptor": {"name": "grype"}}"#,
        r#"{"descriptor": {"name": "grype"}, "matches": [], "matches": []}"#,
    ] {
        assert!(try_read(text).is_err(), "{text}");
    }
}
