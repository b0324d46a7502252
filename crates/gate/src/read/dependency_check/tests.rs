//! Both formats, by reports written for the test.

use super::*;
use crate::input::{Input, Refusal};
use crate::read;

fn report(text: &str) -> Result<Reading, Refusal> {
    read::read(&Input::memory("report", text.as_bytes().to_vec()), None).map(|report| report.reading)
}

const JSON_HEAD: &str = r#"{"reportSchema": "1.1",
    "projectInfo": {"name": "shop", "reportDate": "2024-11-27T08:16:10.454941200Z"}, "#;

#[test]
fn json_with_all_that_it_can_say() {
    let text = format!(
        r#"{JSON_HEAD} "scanInfo": {{"engineVersion": "12.1.0", "dataSource": []}}, "dependencies": [
        {{"isVirtual": false, "fileName": "a.jar", "filePath": "/w/a.jar",
          "packages": [{{"id": "pkg:maven/org.a/a@1.0", "confidence": "HIGH"}}],
          "relatedDependencies": [{{"fileName": "b.jar"}}],
          "vulnerabilities": [
            {{"source": "NVD", "name": "CVE-2020-1", "severity": "MEDIUM",
              "knownExploitedVulnerability": {{"Name": "x"}},
              "cvssv3": {{"baseScore": 7.5, "baseSeverity": "HIGH"}},
              "cvssv4": {{"baseScore": 6.300000190734863, "baseSeverity": "MEDIUM"}},
              "cwes": ["CWE-79", "CWE-20"], "description": "A\nflaw", "notes": ""}},
            {{"source": "RETIREJS", "name": "a issue: 162", "unscored": "true", "severity": "moderate",
              "description": "", "cwe": "CWE-94 Code"}},
            {{"source": "NVD", "name": "CVE-2020-2", "cvssv2": {{"score": 9.3, "severity": "HIGH"}}}}],
          "suppressedVulnerabilities": [
            {{"source": "NVD", "name": "CVE-2020-3", "cvssv3": {{"baseScore": 9.8, "baseSeverity": "CRITICAL"}},
              "notes": "not reachable"}}]}},
        {{"isVirtual": true, "fileName": "c:1.0", "filePath": "p.json?c"}}]}}"#
    );
    let reading = report(&text).expect("a report");
    let scan = &reading.scans[0];
    assert_eq!((scan.tool.as_str(), scan.version.as_deref()), ("dependency-check", Some("12.1.0")));
    assert_eq!(scan.target.as_deref(), Some("shop"));
    assert!(scan.time.is_some() && scan.failures.is_empty() && scan.notes.is_empty());
    let severities: Vec<Severity> = reading.evidence.iter().map(|own| own.severity).collect();
    assert_eq!(severities, [Severity::Medium, Severity::Medium, Severity::High, Severity::Critical]);
    let first = &reading.evidence[0];
    assert_eq!(first.message, "A flaw");
    assert_eq!(*first.ratings, ["severity=MEDIUM", "nvd V4 6.3", "nvd V3 7.5"]);
    assert!(first.exploited && !reading.evidence[1].exploited);
    assert_eq!((first.cwe.as_slice(), reading.evidence[1].cwe.as_slice()), (&[79, 20][..], &[94][..]));
    let package = first.package.as_ref().expect("a package");
    assert_eq!((package.name.as_str(), package.version.as_deref()), ("org.a:a", Some("1.0")));
    assert_eq!(reading.evidence[1].message, "a issue: 162");
    assert_eq!(*reading.evidence[1].ratings, ["severity=moderate (unscored)"]);
    let suppression = reading.evidence[3].suppression.as_ref().expect("suppressed");
    assert_eq!(suppression.by, SuppressedBy::External);
    assert_eq!(suppression.reason.as_deref(), Some("not reachable"));
    assert!(reading.evidence[..3].iter().all(|own| own.suppression.is_none()));
}

#[test]
fn exceptions_are_failures() {
    let text = format!(
        r#"{JSON_HEAD} "scanInfo": {{"engineVersion": "11.1.0", "analysisExceptions": [
        {{"exception": {{"message": "no network", "cause": {{"message": "other"}}}}}}, {{}}]}}, "dependencies": []}}"#
    );
    let scan = report(&text).expect("a report").scans.remove(0);
    assert_eq!(scan.failures, ["an analysis failed: no network", "an analysis failed: it is not said why"]);
    assert_eq!(scan.notes.len(), 1);
}

#[test]
fn what_breaks_off_or_lacks_its_dependencies_is_refused() {
    let text = format!(r#"{JSON_HEAD} "scanInfo": {{"engineVersion": "11.1.0"}}}}"#);
    assert!(report(&text).expect_err("refused").cause.contains("dependencies"));
    let text = format!(r#"{JSON_HEAD} "scanInfo": {{"engineVersion": "11.1.0"}}, "dependencies": null}}"#);
    assert!(report(&text).is_err());
    let text = format!(r#"{JSON_HEAD} "scanInfo": {{"engineVersion": "11.1.0"}}, "dependencies": ["#);
    assert!(report(&text).expect_err("refused").cure.contains("breaks off"));
}

fn xml(schema: &str, scan: &str, dependencies: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><analysis xmlns=\"https://jeremylong.github.io/DependencyCheck/dependency-check.{schema}.xsd\">\
         <scanInfo>{scan}</scanInfo><projectInfo><name/><reportDate>2024-01-02T03:04:05Z</reportDate></projectInfo>\
         <dependencies>{dependencies}</dependencies></analysis>"
    )
}

#[test]
fn old_xml() {
    let text = xml(
        "1.7",
        "<engineVersion>3.2.1</engineVersion>",
        "<dependency><fileName>a.jar</fileName><filePath>/w/a.jar</filePath>\
         <relatedDependencies><relatedDependency><fileName>b.jar</fileName></relatedDependency></relatedDependencies>\
         <analysisExceptions><exception><message>bad zip</message></exception></analysisExceptions>\
         <identifiers><identifier type=\"cpe\"><name>cpe:/a:b:c</name></identifier>\
         <identifier type=\"maven\"><name>(org.a:a:1.0)</name></identifier></identifiers>\
         <vulnerabilities>\
         <suppressedVulnerability source=\"NVD\"><name>CVE-1</name><cvssScore>5.0</cvssScore>\
         <severity>Medium</severity><notes>known</notes></suppressedVulnerability>\
         <vulnerability source=\"NVD\"><name>CVE-2</name><cvssScore>9.9</cvssScore><severity>High</severity>\
         <cwe>CWE-20 Input</cwe><references><reference><name>no name</name></reference></references>\
         </vulnerability></vulnerabilities></dependency>",
    );
    let reading = report(&text).expect("a report");
    assert_eq!(reading.scans[0].version.as_deref(), Some("3.2.1"));
    assert_eq!(reading.scans[0].failures, ["an analysis failed: a.jar: bad zip"]);
    let [first, second] = &reading.evidence[..] else { panic!("two") };
    assert_eq!((first.id.as_str(), first.severity), ("CVE-1", Severity::Medium));
    assert_eq!(first.suppression.as_ref().and_then(|own| own.reason.as_deref()), Some("known"));
    assert_eq!((second.id.as_str(), second.severity), ("CVE-2", Severity::High));
    assert_eq!(*second.ratings, ["severity=High", "nvd V2 9.9"]);
    assert_eq!(second.cwe, [20]);
    let package = second.package.as_ref().expect("a package");
    assert_eq!((package.name.as_str(), package.version.as_deref()), ("org.a:a", Some("1.0")));
    assert!(second.suppression.is_none());
}

#[test]
fn new_xml() {
    let text = xml(
        "4.1",
        "<engineVersion>12.1.0</engineVersion><analysisExceptions><exception><message>no network</message>\
         <cause><message>other</message></cause></exception></analysisExceptions>",
        "<dependency isVirtual=\"true\"><fileName>a:1</fileName><filePath>p.json?a</filePath>\
         <identifiers><package confidence=\"HIGH\"><id>pkg:npm/a@1.0</id></package>\
         <vulnerabilityIds><id>cpe:2.3:a:b</id></vulnerabilityIds></identifiers><vulnerabilities>\
         <vulnerability source=\"NVD\"><name>CVE-1</name><knownExploitedVulnerability><name>enc.xml(x)</name>\
         </knownExploitedVulnerability><severity>MEDIUM</severity>\
         <cvssV3><baseScore>7.5</baseScore><baseSeverity>HIGH</baseSeverity></cvssV3>\
         <cvssV4><baseScore>6.3</baseScore><baseSeverity>MEDIUM</baseSeverity></cvssV4>\
         <cwes><cwe>CWE-79</cwe></cwes><description>x &amp; y</description></vulnerability>\
         <vulnerability source=\"NPM\"><name>GHSA-1</name><severity unscored=\"true\">0.0</severity></vulnerability>\
         </vulnerabilities></dependency>",
    );
    let reading = report(&text).expect("a report");
    assert_eq!(reading.scans[0].failures, ["an analysis failed: no network"]);
    let [first, second] = &reading.evidence[..] else { panic!("two") };
    assert_eq!((first.id.as_str(), first.severity, first.exploited), ("CVE-1", Severity::Medium, true));
    assert_eq!((first.message.as_str(), first.cwe.as_slice()), ("x & y", &[79][..]));
    assert_eq!(first.package.as_ref().and_then(|own| own.purl.as_deref()), Some("pkg:npm/a@1.0"));
    assert_eq!((second.severity, second.exploited), (Severity::Info, false));
    assert_eq!(*second.ratings, ["severity=0.0 (unscored)"]);
}

#[test]
fn xml_that_is_no_report_is_refused() {
    let whole = xml("2.5", "", "");
    assert_eq!(report(&whole).expect("a report").evidence, []);
    assert!(report(&whole[..whole.len() - 12]).is_err());
    let lacking = whole.replace("dependencies", "others");
    assert!(report(&lacking).expect_err("refused").cause.contains("lacks"));
    let typed = whole.replacen("<analysis", "<!DOCTYPE analysis><analysis", 1);
    assert!(report(&typed).expect_err("refused").cause.contains("document type"));
    let other = read::read(&Input::memory("r", b"<analysis/>".to_vec()), None);
    assert!(other.expect_err("refused").cause.contains("no format"));
}
