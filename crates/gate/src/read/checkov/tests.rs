//! Small reports of Checkov.

use crate::evidence::{Fix, Kind, Reading, SuppressedBy};
use crate::input::Input;
use crate::read::{Report, read};
use crate::severity::Severity;

fn try_read(text: &str) -> Result<Report, String> {
    read(&Input::memory("checkov.json", text.into()), None).map_err(|refusal| refusal.cause)
}

fn checkov(text: &str) -> Reading {
    let report = try_read(text).expect("a report");
    assert_eq!((report.format, report.reading.scans.len()), ("checkov", 1));
    report.reading
}

/// A report of one framework.
fn framework(name: &str, lists: &str, summary: &str) -> String {
    format!(
        r#"{{"check_type": "{name}", "results": {{{lists}}}, "summary": {{{summary}, "checkov_version": "3.2.1"}}, "url": ""}}"#
    )
}

const FAILED: &str = r#"{"check_id": "CKV_AWS_1", "bc_check_id": "BC_AWS_1", "check_name": "Keep it shut", "check_result": {"result": "FAILED"},
    "code_block": [[1, "resource {\n"]], "file_path": "/s3.tf", "file_abs_path": "/src/infra/s3.tf", "repo_file_path": "/infra/s3.tf",
    "file_line_range": [3, 9], "resource": "aws_s3_bucket.b", "evaluations": null, "severity": null, "guideline": "https://a.example"}"#;

#[test]
fn failed_checks_of_one_framework_and_of_several() {
    let one = framework(
        "terraform",
        &format!(
            r#""passed_checks": [{{}}], "failed_checks": [{FAILED}], "skipped_checks": [], "parsing_errors": []"#
        ),
        r#""failed": 1"#,
    );
    for (text, count) in [(one.clone(), 1), (format!("[{one}, {one}]"), 2)] {
        let reading = checkov(&text);
        assert_eq!((reading.evidence.len(), reading.scans[0].version.as_deref()), (count, Some("3.2.1")));
        assert!(reading.scans[0].failures.is_empty());
        let one = &reading.evidence[count - 1];
        assert_eq!(
            (one.kind, one.id.as_str(), one.severity),
            (Kind::Misconfiguration, "CKV_AWS_1", Severity::Unknown)
        );
        assert_eq!(
            (one.message.as_str(), one.aliases.join("")),
            ("Keep it shut: aws_s3_bucket.b", "BC_AWS_1".to_owned())
        );
        let place = one.place.as_ref().expect("a place");
        assert_eq!((place.path.as_str(), place.line, place.end_line), ("infra/s3.tf", Some(3), Some(9)));
    }
    let rated = FAILED.replace(r#""severity": null"#, r#""severity": "HIGH""#);
    let reading =
        checkov(&framework("terraform", &format!(r#""failed_checks": [{rated}]"#), r#""failed": 1"#));
    assert_eq!(
        (reading.evidence[0].severity, reading.evidence[0].ratings.join("")),
        (Severity::High, "severity=HIGH".to_owned())
    );
}

#[test]
fn skipped_checks_are_suppressed_with_their_reason() {
    let skipped = |comment: &str| {
        FAILED.replace(
            r#"{"result": "FAILED"}"#,
            &format!(r#"{{"result": "SKIPPED", "suppress_comment": "{comment}"}}"#),
        )
    };
    let items = [
        skipped("it is public"),
        skipped("No comment provided"),
        skipped("Filtered by severity"),
        skipped("baseline-skipped"),
    ]
    .join(",");
    for key in ["skipped_checks", "suppressed_checks"] {
        let reading = checkov(&framework(
            "terraform",
            &format!(r#""failed_checks": [], "{key}": [{items}]"#),
            r#""skipped": 4"#,
        ));
        let said: Vec<_> = reading
            .evidence
            .iter()
            .flat_map(|one| &one.suppression)
            .map(|by| (by.by, by.reason.as_deref()))
            .collect();
        let (source, external) = (SuppressedBy::Source, SuppressedBy::External);
        assert_eq!(
            said,
            [
                (source, Some("it is public")),
                (source, None),
                (external, Some("Filtered by severity")),
                (external, Some("baseline-skipped"))
            ]
        );
    }
}

#[test]
fn packages_secrets_and_code() {
    let cve = r#"{"check_id": "CKV_CVE_2024_1", "check_name": "SCA package scan", "file_path": "/requirements.txt", "file_line_range": [0, 0],
        "resource": "requirements.txt.django", "severity": "CRITICAL", "short_description": "CVE-2024-1 - django: 1.2",
        "vulnerability_details": {"id": "CVE-2024-1", "package_name": "django", "package_version": "1.2", "cvss": 9.8,
        "fixed_versions": [], "status": "fixed in 1.3, 2.0", "published_date": "2024-01-02T00:00:00Z"}}"#;
    let licence = r#"{"check_id": "BC_LIC_1", "check_name": "SCA license", "short_description": "License GPL - x: 1",
        "vulnerability_details": {"package_name": "x", "package_version": "1", "license": "GPL", "status": "FAILED"}}"#;
    let reading = checkov(&framework(
        "sca_package",
        &format!(r#""failed_checks": [{cve}, {licence}]"#),
        r#""failed": 2"#,
    ));
    let [one, other] = &reading.evidence[..] else { panic!("two findings") };
    assert_eq!(
        (one.kind, one.id.as_str(), one.severity, one.fix),
        (Kind::Vulnerability, "CVE-2024-1", Severity::Critical, Fix::Available)
    );
    let package = one.package.as_ref().expect("a package");
    assert_eq!(
        (package.name.as_str(), package.version.as_deref(), package.fixed.join("|")),
        ("django", Some("1.2"), "1.3|2.0".to_owned())
    );
    assert_eq!(
        (one.message.as_str(), one.place.as_ref().and_then(|place| place.line)),
        ("CVE-2024-1 - django: 1.2", None)
    );
    assert_eq!(*one.ratings, ["severity=CRITICAL", "cvss 9.8"]);
    assert_eq!(one.aliases, ["CKV_CVE_2024_1"]);
    assert_eq!((other.kind, other.message.as_str()), (Kind::Licence, "License GPL - x: 1"));

    let secret = r#"{"check_id": "CKV_SECRET_6", "check_name": "High entropy", "file_path": "/a.py", "file_line_range": [1, 2], "resource": "hash0f5ecret"}"#;
    let reading =
        checkov(&framework("secrets", &format!(r#""failed_checks": [{secret}]"#), r#""failed": 1"#));
    assert_eq!(
        (reading.evidence[0].kind, reading.evidence[0].message.as_str()),
        (Kind::Secret, "High entropy")
    );
    assert!(!format!("{reading:?}").contains("hash0f5ecret"));

    let code =
        r#"{"check_id": "CKV3_SAST_1", "check_name": "No eval", "cwe": ["CWE-95: Eval"], "resource": ""}"#;
    let reading =
        checkov(&framework("sast_python", &format!(r#""failed_checks": [{code}]"#), r#""failed": 1"#));
    assert_eq!((reading.evidence[0].kind, reading.evidence[0].cwe.as_slice()), (Kind::Code, &[95][..]));
}

#[test]
fn what_was_not_checked() {
    let told = |text: &str| {
        let scan = checkov(text).scans.remove(0);
        (scan.failures.len(), scan.notes.len())
    };
    assert_eq!(
        told(
            r#"{"passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "resource_count": 0, "checkov_version": "3.2.1"}"#
        ),
        (1, 0)
    );
    let none = r#""failed_checks": [], "parsing_errors": []"#;
    assert_eq!(told(&framework("terraform", none, r#""passed": 0, "failed": 0"#)), (1, 0), "no check ran");
    assert_eq!(told(&framework("terraform", none, r#""passed": 7, "failed": 0"#)), (0, 0));
    assert_eq!(
        told(&framework("sca_package", none, r#""passed": 0, "failed": 0"#)),
        (0, 0),
        "it counts nothing that passes"
    );
    let some = r#""failed_checks": [], "parsing_errors": ["/a.tf", "/b.tf"]"#;
    assert_eq!(told(&framework("terraform", some, r#""passed": 7"#)), (1, 0));
    assert_eq!(
        told(&framework("cloudformation", some, r#""passed": 7"#)),
        (0, 1),
        "any YAML file may be one"
    );
    assert_eq!(told(&framework("cloudformation", some, r#""passed": 0"#)), (1, 1));
    assert_eq!(
        told(&framework("terraform", r#""failed_checks": []"#, r#""passed": 7, "parsing_errors": 1"#)),
        (1, 0),
        "--quiet"
    );
}

#[test]
fn what_is_no_report() {
    for text in [
        r#"{"check_type": "terraform"}"#,
        r#"{"check_type": "terraform", "results": null}"#,
        r#"{"check_type": "terraform", "results": {}}"#,
        r#"{"check_type": "terraform", "results": {"failed_checks": [{}]}}"#,
        r#"[{"check_type": "terraform", "results": {"failed_checks": []}}, {"results": {"failed_checks": []}}]"#,
        r#"{"passed": 0, "failed": 0}"#,
    ] {
        assert!(try_read(text).is_err(), "{text}");
    }
}
