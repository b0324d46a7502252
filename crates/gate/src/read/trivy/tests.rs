//! Small reports in Trivy's formats.

use crate::evidence::{Evidence, Fix, Kind, Reading, SuppressedBy};
use crate::input::Input;
use crate::read::{Report, read};
use crate::severity::Severity;

fn try_read(text: &str, name: Option<&str>) -> Result<Report, String> {
    read(&Input::memory("trivy.json", text.into()), name).map_err(|refusal| refusal.cause)
}

fn report(text: &str, format: &str) -> Reading {
    let report = try_read(text, None).expect("a report");
    assert_eq!(report.format, format);
    report.reading
}

/// A report whose `Results` are these.
fn with_results(results: &str) -> Reading {
    report(&format!(r#"{{"SchemaVersion": 2, "ArtifactName": "app", "Results": {results}}}"#), "trivy")
}

fn path(evidence: &Evidence) -> &str {
    evidence.place.as_ref().map_or("", |place| &place.path)
}

const VULNERABILITY: &str = r#"{"VulnerabilityID": "CVE-2024-1", "VendorIDs": ["GHSA-x", "DSA-1-1"], "PkgName": "libx",
    "PkgPath": "opt/x.jar", "PkgIdentifier": {"PURL": "pkg:deb/debian/libx@1.0", "UID": "1"}, "InstalledVersion": "1.0",
    "FixedVersion": "1.1, 2.0", "Status": "fixed", "Layer": {}, "SeveritySource": "debian", "Title": "x:\nbad",
    "Severity": "LOW", "CweIDs": ["CWE-20"], "VendorSeverity": {"debian": 1, "nvd": 4}, "Fingerprint": "sha256:1",
    "CVSS": {"nvd": {"V2Vector": "AV:N", "V2Score": 7.5, "V3Score": 9.8}, "ghsa": {"V40Score": 8.7}},
    "References": ["https://a.example"], "PublishedDate": "2024-01-02T03:04:05.5Z", "LastModifiedDate": "2024-02-02T00:00:00Z"}"#;

#[test]
fn a_vulnerability_and_its_scan() {
    let text = format!(
        r#"{{"SchemaVersion": 2, "Trivy": {{"Version": "0.69.1"}}, "CreatedAt": "2024-05-01T10:00:00.1+02:00",
        "ArtifactName": "app:1", "ArtifactType": "container_image", "Metadata": {{"Commit": "abc", "OS": {{"Family":
        "debian", "Name": "9.13", "EOSL": true}}}}, "Results": [{{"Target": "app:1 (debian 9.13)", "Class": "os-pkgs",
        "Packages": [{{"Name": "libx"}}], "Vulnerabilities": [{VULNERABILITY}]}}]}}"#
    );
    let reading = report(&text, "trivy");
    let scan = &reading.scans[0];
    assert_eq!(
        (scan.tool.as_str(), scan.version.as_deref(), scan.target.as_deref()),
        ("trivy", Some("0.69.1"), Some("app:1"))
    );
    assert_eq!(
        (scan.commit.as_deref(), scan.time.map(|time| time.to_string())),
        (Some("abc"), Some("2024-05-01T08:00:00.1Z".to_owned()))
    );
    assert!(scan.failures.is_empty() && scan.notes.is_empty());

    let [over, one] = &reading.evidence[..] else { panic!("two findings") };
    assert_eq!(
        (over.kind, over.id.as_str(), over.severity),
        (Kind::EndOfLife, "end-of-life", Severity::Unknown)
    );
    assert_eq!(over.message, "debian 9.13 gets no more security updates");
    assert_eq!(
        (one.kind, one.id.as_str(), one.severity, one.fix),
        (Kind::Vulnerability, "CVE-2024-1", Severity::Low, Fix::Available)
    );
    assert_eq!(one.aliases, ["GHSA-x"], "an advisory of a distribution is about several");
    assert_eq!((one.message.as_str(), path(one)), ("x: bad", "opt/x.jar"));
    assert_eq!(*one.ratings, ["severity=LOW", "source=debian", "nvd V2 7.5", "nvd V3 9.8", "ghsa V4 8.7"]);
    assert_eq!((one.cwe.as_slice(), one.fingerprint.as_deref()), (&[20][..], Some("sha256:1")));
    assert_eq!(one.published.map(|time| time.to_string()), Some("2024-01-02T03:04:05.5Z".to_owned()));
    let package = one.package.as_ref().expect("a package");
    assert_eq!(
        (package.name.as_str(), package.version.as_deref(), package.fixed.join("|")),
        ("libx", Some("1.0"), "1.1|2.0".to_owned())
    );
    assert_eq!(package.purl.as_deref(), Some("pkg:deb/debian/libx@1.0"));
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let reading = with_results(
        r#"[{"Vulnerabilities": [{"VulnerabilityID": "CVE-1", "PkgName": "a"}, {"PkgName": "b"}], "Class": "lang-pkgs", "Target": "a.lock"},
        {"Secrets": [{"RuleID": "key", "StartLine": 1}], "Target": "b.txt"}]"#,
    );
    let found: Vec<_> = reading.evidence.iter().map(|one| (one.id.as_str(), path(one))).collect();
    assert_eq!(found, [("CVE-1", "a.lock"), ("N/A", "a.lock"), ("key", "b.txt")]);
    let text = r#"{"ArtifactName": "a", "Results": [{"Target": "t", "Secrets": [{"RuleID": "key"}]}], "SchemaVersion": 2}"#;
    assert_eq!(report(text, "trivy").evidence.len(), 1);
}

#[test]
fn whether_there_is_a_fix() {
    for (status, fixed, fix) in [
        (r#""fixed""#, "", Fix::Available),
        (r#""affected""#, "", Fix::None),
        (r#""affected""#, "1.1", Fix::None),
        (r#""fix_deferred""#, "", Fix::None),
        (r#""will_not_fix""#, "", Fix::Never),
        (r#""end_of_life""#, "", Fix::Never),
        (r#""under_investigation""#, "", Fix::Unknown),
        (r#""unknown""#, "", Fix::Unknown),
        (r#""unknown""#, "1.1", Fix::Available),
        ("null", "1.1", Fix::Available),
        ("null", "", Fix::None),
    ] {
        let reading = with_results(&format!(
            r#"[{{"Target": "t", "Vulnerabilities": [{{"VulnerabilityID": "CVE-1", "Status": {status}, "FixedVersion": "{fixed}"}}]}}]"#
        ));
        assert_eq!(reading.evidence[0].fix, fix, "{status} {fixed}");
        assert_eq!(reading.evidence[0].severity, Severity::Unknown);
    }
}

#[test]
fn only_failed_settings_count() {
    let one = |id: &str, status: &str| {
        format!(
            r#"{{"ID": "{id}", "AVDID": "AVD-{id}", "Title": "T", "Message": "M", "Severity": "HIGH", "Status": {status},
            "CauseMetadata": {{"StartLine": 3, "EndLine": 4, "Code": {{"Lines": null}}}}}}"#
        )
    };
    let items = [one("A", r#""FAIL""#), one("B", r#""PASS""#), one("C", r#""EXCEPTION""#), one("D", "null")]
        .join(",");
    let reading = with_results(&format!(
        r#"[{{"Target": "Dockerfile", "MisconfSummary": {{"Failures": 2}}, "Misconfigurations": [{items}]}}]"#
    ));
    let found: Vec<_> = reading.evidence.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(found, ["A", "D"]);
    let one = &reading.evidence[0];
    assert_eq!(
        (one.kind, one.message.as_str(), one.severity),
        (Kind::Misconfiguration, "T: M", Severity::High)
    );
    assert_eq!((one.aliases.join(""), path(one)), ("AVD-A".to_owned(), "Dockerfile"));
    assert_eq!(one.place.as_ref().map(|place| (place.line, place.end_line)), Some((Some(3), Some(4))));
}

#[test]
fn secrets_are_found_and_never_shown() {
    let reading = with_results(
        r#"[{"Target": "a.env", "Class": "secret", "Secrets": [{"RuleID": "some-key", "Category": "C", "Severity": "CRITICAL",
        "Title": "Some key", "StartLine": 2, "EndLine": 2, "Match": "key=hunter2", "Code": {"Lines": [{"Content": "hunter2"}]}}],
        "ExperimentalModifiedFindings": [{"Type": "secret", "Status": "ignored", "Statement": "", "Source": ".trivyignore",
        "Finding": {"RuleID": "other-key", "Severity": "LOW", "Match": "hunter2"}}]}]"#,
    );
    let [one, other] = &reading.evidence[..] else { panic!("two findings") };
    assert_eq!(
        (one.kind, one.id.as_str(), one.severity, one.message.as_str()),
        (Kind::Secret, "some-key", Severity::Critical, "Some key")
    );
    let suppression = other.suppression.as_ref().expect("suppressed");
    assert_eq!(suppression.reason.as_deref(), Some("ignored by .trivyignore"));
    assert!(!format!("{reading:?}").contains("hunter2"));
}

#[test]
fn licences_of_packages_and_files() {
    let reading = with_results(
        r#"[{"Target": "Java", "Class": "license", "Licenses": [
        {"Severity": "HIGH", "Category": "restricted", "PkgName": "p", "FilePath": "", "Name": "GPL-3.0", "Confidence": 1},
        {"Severity": "LOW", "PkgName": "", "FilePath": "LICENSE", "Name": "MIT"}]}, {"Target": "", "Class": "license"}]"#,
    );
    let [one, other] = &reading.evidence[..] else { panic!("two findings") };
    assert_eq!(
        (one.kind, one.id.as_str(), one.message.as_str()),
        (Kind::Licence, "GPL-3.0", "licence GPL-3.0, restricted")
    );
    assert_eq!((path(one), one.package.as_ref().map(|package| package.name.as_str())), ("Java", Some("p")));
    assert_eq!((path(other), other.package.is_none()), ("LICENSE", true));
    assert_eq!(*one.ratings, ["severity=HIGH", "category=restricted"]);
}

#[test]
fn what_was_suppressed_is_evidence_too() {
    let modified = |kind: &str, status: &str, finding: &str| {
        format!(
            r#"{{"Finding": {finding}, "Type": "{kind}", "Status": "{status}", "Statement": "not\nused", "Source": "vex"}}"#
        )
    };
    let items = [
        modified("vulnerability", "not_affected", VULNERABILITY),
        modified("vulnerability", "affected", VULNERABILITY),
        modified("misconfiguration", "ignored", r#"{"ID": "A", "Status": "FAIL"}"#),
        modified("license", "ignored", r#"{"Name": "MIT"}"#),
        modified("weather", "ignored", "{}"),
    ];
    let reading = with_results(&format!(
        r#"[{{"Target": "t", "ExperimentalModifiedFindings": [{}]}}]"#,
        items.join(",")
    ));
    let by: Vec<_> = reading
        .evidence
        .iter()
        .map(|one| one.suppression.as_ref().map(|suppression| suppression.by))
        .collect();
    let external = Some(SuppressedBy::External);
    assert_eq!(by, [external, None, external, external], "what VEX calls affected still counts");
    let reason = reading.evidence[0].suppression.as_ref().and_then(|suppression| suppression.reason.clone());
    assert_eq!(reason.as_deref(), Some("not used"));
    assert_eq!(reading.scans[0].notes, ["a suppressed finding is of no known type: weather"]);
}

#[test]
fn nothing_found_and_nothing_scanned() {
    for none in ["", r#", "Results": null"#, r#", "Results": []"#] {
        let reading = report(&format!(r#"{{"SchemaVersion": 2, "ArtifactName": "a"{none}}}"#), "trivy");
        assert_eq!(
            (reading.evidence.len(), reading.scans[0].failures.len(), reading.scans[0].notes.len()),
            (0, 0, 1)
        );
    }
    for (text, cause) in [
        (r#"{"SchemaVersion": 2}"#, "no format"),
        (r#"{"SchemaVersion": 3, "ArtifactName": "a"}"#, "not known: 3"),
        (r#"{"SchemaVersion": 2, "Results": []}"#, "ArtifactName"),
        (r#"{"SchemaVersion": 2, "ArtifactName": "a", "Results": [{"Target": "t""#, "EOF"),
        (r#"{"SchemaVersion": 2, "ArtifactName": "a", "Results": {}}"#, "invalid type"),
        (r#"{"SchemaVersion": 2, "ArtifactName": "a", "Results": [], "Results": []}"#, "duplicate"),
        (r#"{"Results": []}"#, "no format"),
    ] {
        let refused = try_read(text, None).expect_err(text);
        assert!(refused.contains(cause), "{refused}");
    }
}

#[test]
fn reports_before_0_20_are_arrays() {
    let reading = report(
        r#"[{"Target": "a.lock", "Vulnerabilities": null}, {"Target": "b.lock", "Type": "npm", "Vulnerabilities": [
        {"VulnerabilityID": "CVE-1", "PkgName": "p", "InstalledVersion": "1", "FixedVersion": ">=2"}]}]"#,
        "trivy-legacy",
    );
    assert_eq!((reading.scans.len(), reading.evidence.len(), path(&reading.evidence[0])), (1, 1, "b.lock"));
    assert_eq!(reading.evidence[0].fix, Fix::Available);
    for nothing in ["null", "[]"] {
        assert!(try_read(nothing, None).is_err());
        let named = try_read(nothing, Some("trivy")).expect("named");
        assert_eq!((named.format, named.reading.scans.len()), ("trivy-legacy", 1));
    }
    assert!(try_read(r#"[{"Target": "a"}, {"Vulnerabilities": []}]"#, None).is_err());
}

#[test]
fn a_cluster_by_its_resources() {
    let results = r#"[{"Target": "Deployment/web", "Misconfigurations": [{"ID": "K1", "Severity": "LOW", "Status": "FAIL"}]},
        {"Target": "web:1 (debian 9)", "Vulnerabilities": [{"VulnerabilityID": "CVE-1", "PkgName": "p"}]}]"#;
    let text = format!(
        r#"{{"ClusterName": "c", "Resources": [{{"Results": {results}, "Namespace": "default", "Kind": "Deployment", "Name": "web",
        "Metadata": [{{"OS": {{"Family": "debian", "Name": "9", "EOSL": true}}}}]}},
        {{"Namespace": "default", "Kind": "Pod", "Name": "job", "Metadata": {{"ImageID": ""}}, "Error": "no\nimage"}}]}}"#
    );
    let reading = report(&text, "trivy-kubernetes");
    assert_eq!(reading.scans[0].target.as_deref(), Some("c"));
    assert_eq!(reading.scans[0].failures, ["default/Pod/job could not be scanned: no image"]);
    let found: Vec<_> = reading.evidence.iter().map(|one| (one.id.as_str(), path(one))).collect();
    assert_eq!(
        found,
        [
            ("K1", "default/Deployment/web"),
            ("CVE-1", "default/Deployment/web/web:1 (debian 9)"),
            ("end-of-life", "default/Deployment/web")
        ]
    );

    let resources = format!(r#"[{{"Kind": "Deployment", "Name": "web", "Results": {results}}}]"#);
    for (lists, count) in [
        (format!(r#""Findings": {resources}"#), 2),
        (format!(r#""Vulnerabilities": {resources}, "Misconfigurations": {resources}"#), 4),
    ] {
        assert_eq!(
            report(&format!(r#"{{"ClusterName": "", {lists}}}"#), "trivy-kubernetes").evidence.len(),
            count
        );
    }
    assert!(try_read(r#"{"ClusterName": "c"}"#, None).is_err());
    let named = try_read(r#"{"ClusterName": "c"}"#, Some("trivy-kubernetes")).expect("named").reading;
    assert_eq!((named.evidence.len(), named.scans[0].notes.len()), (0, 1));
}

/// A report of the operator.
fn custom(kind: &str, rest: &str) -> String {
    format!(
        r#"{{"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "{kind}", "metadata": {{"name": "replicaset-web",
        "namespace": "shop", "labels": {{"trivy-operator.resource.kind": "ReplicaSet", "trivy-operator.resource.name": "web",
        "trivy-operator.resource.namespace": "shop", "trivy-operator.container.name": "nginx"}}}}, {rest}}}"#
    )
}

const OPERATED: &str = r#""report": {"scanner": {"name": "Trivy", "version": "0.48.3"}, "updateTimestamp": "2024-01-23T13:43:55Z",
    "os": {"family": "debian", "name": "9", "eosl": true}, "vulnerabilities": [{"vulnerabilityID": "CVE-1", "resource": "libx",
    "installedVersion": "1", "fixedVersion": "2", "publishedDate": "2024-01-16T12:15:45Z", "severity": "HIGH", "title": "t",
    "score": 5.9, "target": "", "packagePURL": "pkg:deb/libx@1"}]}"#;

#[test]
fn reports_of_the_operator() {
    let reading = report(&custom("VulnerabilityReport", OPERATED), "trivy-operator");
    let scan = &reading.scans[0];
    assert_eq!(
        (scan.target.as_deref(), scan.version.as_deref()),
        (Some("shop/ReplicaSet/web/nginx"), Some("0.48.3"))
    );
    assert!(scan.time.is_some());
    let [over, one] = &reading.evidence[..] else { panic!("two findings") };
    assert_eq!((over.kind, path(over)), (Kind::EndOfLife, "shop/ReplicaSet/web/nginx"));
    assert_eq!(
        (one.id.as_str(), one.severity, one.fix, path(one)),
        ("CVE-1", Severity::High, Fix::Available, "shop/ReplicaSet/web/nginx")
    );
    assert_eq!(*one.ratings, ["severity=HIGH", "score=5.9"]);
    assert!(one.published.is_some());

    let secrets = r#""report": {"secrets": [{"target": "a.txt", "ruleID": "key", "title": "K", "severity": "LOW", "match": "hunter2"}]}"#;
    let reading = report(&custom("ExposedSecretReport", secrets), "trivy-operator");
    assert_eq!(
        (reading.evidence[0].kind, path(&reading.evidence[0])),
        (Kind::Secret, "shop/ReplicaSet/web/nginx/a.txt")
    );
    assert!(!format!("{reading:?}").contains("hunter2"));

    let checks = r#""report": {"checks": [{"checkID": "KSV1", "title": "T", "messages": ["M"], "severity": "LOW", "success": false},
        {"checkID": "KSV2", "severity": "HIGH", "success": true}, {"title": "no id", "severity": "", "success": false}]}"#;
    for kind in
        ["ConfigAuditReport", "RbacAssessmentReport", "InfraAssessmentReport", "ClusterRbacAssessmentReport"]
    {
        let reading = report(&custom(kind, checks), "trivy-operator");
        let found: Vec<_> = reading
            .evidence
            .iter()
            .map(|one| (one.id.as_str(), one.message.as_str(), one.severity))
            .collect();
        assert_eq!(found, [("KSV1", "T: M", Severity::Low), ("no id", "no id", Severity::Unknown)], "{kind}");
    }
}

#[test]
fn compliance_by_its_checks_or_its_summary() {
    let detail = r#""status": {"updateTimestamp": "2024-03-05T10:38:15Z", "detailReport": {"results": [{"id": "1.1", "severity": "HIGH",
        "checks": [{"checkID": "A", "title": "T", "severity": "", "success": false, "target": "/t"}, {"checkID": "", "success": true}]}]}}"#;
    let reading = report(&custom("ClusterComplianceReport", detail), "trivy-operator");
    let [one] = &reading.evidence[..] else { panic!("one finding") };
    assert_eq!(
        (one.id.as_str(), one.severity, one.message.as_str(), path(one)),
        ("A", Severity::High, "1.1 T", "/t")
    );

    let summary = r#""status": {"summaryReport": {"controlCheck": [{"id": "1.1", "name": "N", "severity": "LOW", "totalFail": 3},
        {"id": "1.2", "totalFail": 0}, {"id": "1.3"}]}}"#;
    let reading = report(&custom("ClusterComplianceReport", summary), "trivy-operator");
    let found: Vec<_> = reading.evidence.iter().map(|one| (one.id.as_str(), one.message.as_str())).collect();
    assert_eq!(found, [("1.1", "N: 3 failed")]);

    let reading = report(&custom("ClusterComplianceReport", r#""spec": {}"#), "trivy-operator");
    assert_eq!(reading.scans[0].failures.len(), 1, "not evaluated yet");
}

#[test]
fn lists_of_the_operators_reports() {
    let one = custom("VulnerabilityReport", OPERATED);
    let sbom = custom("SbomReport", r#""report": {"components": {}}"#);
    for text in [
        format!(
            r#"{{"apiVersion": "v1", "items": [{one}, {one}, {sbom}], "kind": "List", "metadata": {{"resourceVersion": ""}}}}"#
        ),
        format!("[{one}, {sbom}, {one}]"),
    ] {
        let reading = report(&text, "trivy-operator");
        assert_eq!((reading.scans.len(), reading.evidence.len()), (2, 4));
        assert_eq!(reading.evidence[3].scan, 1);
    }
    for (text, cause) in [
        (r#"{"apiVersion": "v1", "items": [], "kind": "List"}"#.to_owned(), "no format"),
        (r#"{"apiVersion": "aquasecurity.github.io/v1alpha1", "items": [], "kind": "VulnerabilityReportList"}"#.to_owned(), "lists no report"),
        (sbom.clone(), "lists no report"),
        (custom("VulnerabilityReport", r#""report": {"checks": []}"#), "lacks its findings"),
        (custom("VulnerabilityReport", r#""spec": {}"#), "lacks its findings"),
        (custom("WeatherReport", OPERATED), "not known"),
    ] {
        let refused = try_read(&text, None).expect_err(&text);
        assert!(refused.contains(cause), "{refused}");
    }
}
