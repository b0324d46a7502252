//! The JSON of `snyk test` and `snyk container test` (<https://docs.snyk.io/snyk-cli/commands/test>): an object for a project, an
//! array of such for several. There is one row for each path to a vulnerable package. `snyk code` writes SARIF.

use serde::Deserialize;

use super::Reader;
use super::lenient::{cwes, flag, line, number, or_default, text, texts, time};
use crate::evidence::{Evidence, Fix, Kind, Package, Place, Reading, Scan, SuppressedBy, Suppression};
use crate::input::json::{Each, Made};
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::severity::Severity;

/// The reader.
pub(super) static READER: Reader = Reader {
    format: "snyk",
    tool: "snyk",
    recognises: |shape| is_project(shape) || shape.first().is_some_and(is_project),
    admits: |_| false,
    read,
};

fn is_project(shape: &Shape) -> bool {
    let failed = matches!(shape.get("ok"), Some(Shape::Bool(false))) && shape.text("error").is_some();
    let listed = matches!(shape.get("ok"), Some(Shape::Bool(_)))
        && shape.get("vulnerabilities").is_some_and(Shape::is_array)
        && shape.text("packageManager").is_some();
    failed || listed
}

fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut reading = Reading::default();
    // An object is known after its first key; more of it is not looked at here.
    if input.shape(&|_| true).is_ok_and(|shape| shape.is_array()) {
        input.json_seed(Each::new(|project: Project| project.add_to(&mut reading)))?;
    } else {
        input.json::<Project>()?.add_to(&mut reading);
    }
    if reading.scans.is_empty() {
        return Err(Refusal::new("is no report of Snyk: it has no project", "look into the log of Snyk"));
    }
    Ok(reading)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Project {
    ok: bool,
    #[serde(default, deserialize_with = "text")]
    error: Option<String>,
    vulnerabilities: Option<Made<Row, Evidence>>,
    #[serde(default, deserialize_with = "or_default")]
    filtered: Filtered,
    #[serde(default, deserialize_with = "text")]
    project_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    display_target_file: Option<String>,
    #[serde(default, deserialize_with = "text")]
    path: Option<String>,
}

#[derive(Deserialize, Default)]
struct Filtered {
    #[serde(default, deserialize_with = "or_default")]
    ignore: Made<Row, Evidence>,
}

impl Project {
    fn add_to(self, reading: &mut Reading) {
        let mut scan = Scan { tool: "snyk".to_owned(), ..Scan::default() };
        if let Some(error) = &self.error {
            scan.failures.push(format!("Snyk failed: {}", line(error)));
        }
        let found = self.vulnerabilities.map(|rows| rows.0);
        match &found {
            None if self.error.is_none() => scan.failures.push("it does not say what was found".to_owned()),
            Some(rows) if rows.is_empty() && !self.ok && self.error.is_none() => {
                scan.failures.push("it says that not all is well, and lists nothing".to_owned());
            }
            _ => {}
        }
        let ignored = self.filtered.ignore.0.into_iter().map(|mut own| {
            own.suppression.get_or_insert(Suppression { by: SuppressedBy::External, reason: None });
            own
        });
        for mut own in found.into_iter().flatten().chain(ignored) {
            own.scan = reading.scans.len();
            own.place = self
                .display_target_file
                .as_ref()
                .map(|path| Place { path: path.clone(), ..Place::default() });
            reading.evidence.push(own);
        }
        scan.target = self.project_name.or(self.path);
        reading.scans.push(scan);
    }
}

/// A way to a vulnerability.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    /// `license` for a licence that the organisation does not want.
    #[serde(rename = "type", default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity_with_critical: Option<String>,
    #[serde(default, deserialize_with = "number")]
    cvss_score: Option<f64>,
    #[serde(default, deserialize_with = "text")]
    package_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
    /// The packages on the way, the project first.
    #[serde(default, deserialize_with = "texts")]
    from: Vec<String>,
    fixed_in: Option<Vec<String>>,
    #[serde(default, deserialize_with = "flag")]
    is_upgradable: bool,
    #[serde(default, deserialize_with = "flag")]
    is_patchable: bool,
    #[serde(default, deserialize_with = "or_default")]
    identifiers: Identifiers,
    #[serde(default, deserialize_with = "text")]
    publication_time: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    epss_details: Epss,
    #[serde(default, deserialize_with = "or_default")]
    filtered: Reasons,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "UPPERCASE")]
struct Identifiers {
    #[serde(default, deserialize_with = "texts")]
    cve: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    ghsa: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    cwe: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Epss {
    #[serde(default, deserialize_with = "number")]
    probability: Option<f64>,
}

/// Why a row was ignored.
#[derive(Deserialize, Default)]
struct Reasons {
    #[serde(default, deserialize_with = "or_default")]
    ignored: Vec<Reason>,
}

#[derive(Deserialize)]
struct Reason {
    #[serde(default, deserialize_with = "text")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "text")]
    expires: Option<String>,
}

impl From<Row> for Evidence {
    fn from(row: Row) -> Evidence {
        let kind = if row.kind.as_deref() == Some("license") { Kind::Licence } else { Kind::Vulnerability };
        let message = line(row.title.as_deref().unwrap_or(&row.id));
        let mut evidence = Evidence::new(kind, row.id, message);
        evidence.aliases = row.identifiers.cve.into_iter().chain(row.identifiers.ghsa).collect();
        // Clients of before 2021 say high for critical in `severity`, which is what they count by; the other is told beside.
        let word = row.severity.as_ref().or(row.severity_with_critical.as_ref());
        evidence.severity = word.map_or(Severity::Unknown, |word| Severity::of_word(word));
        for (name, word) in [("severityWithCritical", row.severity_with_critical), ("severity", row.severity)]
        {
            evidence.ratings.extend(word.map(|word| format!("{name}={word}")));
        }
        evidence.ratings.extend(row.cvss_score.map(|score| format!("cvssScore={score}")));
        evidence.cwe = cwes(&row.identifiers.cwe);
        evidence.fix = match &row.fixed_in {
            _ if row.is_upgradable || row.is_patchable => Fix::Available,
            Some(versions) if versions.is_empty() => Fix::None,
            Some(_) => Fix::Available,
            None => Fix::Unknown,
        };
        let last = row.from.last().and_then(|last| last.rsplit_once('@'));
        let name = row.package_name.or_else(|| last.map(|(name, _)| name.to_owned()));
        let version = row.version.or_else(|| last.map(|(_, version)| version.to_owned()));
        evidence.package = name
            .map(|name| Package { name, version, fixed: row.fixed_in.unwrap_or_default(), purl: None })
            .map(Box::new);
        evidence.published = row.publication_time.as_deref().and_then(time);
        evidence.epss = row.epss_details.probability.filter(|own| (0.0..=1.0).contains(own));
        evidence.suppression = row.filtered.ignored.into_iter().next().map(|own| {
            let expires = own.expires.map(|date| format!("until {date}"));
            let reason = own.reason.into_iter().chain(expires).collect::<Vec<_>>().join(", ");
            let reason = Some(line(&reason)).filter(|reason| !reason.is_empty());
            Suppression { by: SuppressedBy::External, reason }
        });
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn report(text: &str) -> Result<Reading, Refusal> {
        read::read(&Input::memory("report", text.as_bytes().to_vec()), None).map(|report| report.reading)
    }

    const PROJECT: &str = r#"{"vulnerabilities": [
        {"id": "SNYK-1", "title": "Bad", "severity": "high", "severityWithCritical": "critical", "cvssScore": 9.8,
         "packageName": "a", "version": "1.0", "from": ["p@1", "a@1.0"], "fixedIn": ["1.1"], "isUpgradable": true,
         "identifiers": {"CVE": ["CVE-1"], "GHSA": ["GHSA-1"], "CWE": ["CWE-611"]}, "publicationTime": "2019-08-25T13:53:19Z",
         "epssDetails": {"percentile": "0.9", "probability": "0.5"}},
        {"id": "SNYK-1", "title": "Bad", "severity": "medium", "from": ["p@1", "b@2", "a@1.0"], "fixedIn": []},
        {"id": "snyk:lic:x", "type": "license", "title": "GPL", "severity": "medium", "from": ["p@1", "c@1"]}],
        "ok": false, "dependencyCount": 5, "packageManager": "pip", "uniqueCount": 2, "projectName": "p",
        "displayTargetFile": "requirements.txt", "filtered": {"patch": [], "ignore": [
          {"id": "SNYK-2", "severity": "low", "filtered": {"ignored": [{"reason": "no", "expires": "2030-01-01"}]}}]}}"#;

    #[test]
    fn rows_are_paths() {
        let reading = report(PROJECT).expect("a report");
        assert_eq!(reading.scans[0].target.as_deref(), Some("p"));
        assert!(reading.scans[0].failures.is_empty());
        let [first, second, third, fourth] = &reading.evidence[..] else { panic!("four") };
        assert_eq!((first.severity, first.fix, first.epss), (Severity::High, Fix::Available, Some(0.5)));
        assert_eq!((first.aliases.len(), first.cwe.as_slice()), (2, &[611][..]));
        assert_eq!((second.severity, second.fix), (Severity::Medium, Fix::None));
        let package = second.package.as_ref().expect("a package");
        assert_eq!((package.name.as_str(), package.version.as_deref()), ("a", Some("1.0")));
        assert_eq!((third.kind, third.fix), (Kind::Licence, Fix::Unknown));
        assert_eq!(
            fourth.suppression.as_ref().and_then(|own| own.reason.as_deref()),
            Some("no, until 2030-01-01")
        );
        assert!(first.suppression.is_none());
    }

    #[test]
    fn several_projects() {
        let clean = r#"{"vulnerabilities": [], "ok": true, "packageManager": "npm", "projectName": "q"}"#;
        let failed = r#"{"ok": false, "error": "no\nlock file", "path": "/w"}"#;
        let reading = report(&format!("[{clean}, {failed}, {PROJECT}]")).expect("a report");
        let failures: Vec<usize> = reading.scans.iter().map(|scan| scan.failures.len()).collect();
        assert_eq!(failures, [0, 1, 0]);
        assert!(reading.evidence.iter().all(|own| own.scan == 2));
        assert_eq!(report(failed).expect("a report").scans[0].failures, ["Snyk failed: no lock file"]);
    }

    #[test]
    fn contradictions_and_placeholders() {
        let text = r#"{"vulnerabilities": [], "ok": false, "packageManager": "npm"}"#;
        assert_eq!(report(text).expect("a report").scans[0].failures.len(), 1);
        for text in
            [r#"{"vulnerabilities": []}"#, r#"{"ok": true}"#, r#"{"ok": true, "vulnerabilities": []}"#]
        {
            assert!(report(text).is_err(), "{text}");
        }
    }
}
