//! What a result is about: the kind of thing, its id without what tools add to it, and the package that it is in.

use std::borrow::Cow;

use super::package_lines::{self, Described};
use super::producer::Producer;
use super::properties::Tagged;
use super::rules::Rule;
use crate::evidence::{Fix, Kind, Package};
use crate::purl;
use crate::read::words::aliases;

/// The id of results that name no rule.
pub(super) const NO_RULE: &str = "no-rule";

/// What a result is about.
#[derive(Debug, PartialEq)]
pub(super) struct Subject {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) aliases: Vec<String>,
    pub(super) package: Option<Package>,
    pub(super) fix: Fix,
    /// What to say of it, where the result's own message is no sentence or may hold a secret.
    pub(super) message: Option<String>,
    pub(super) exploited: bool,
}

/// What a result says of itself.
#[derive(Debug)]
pub(super) struct Told<'a> {
    /// The id as it is written.
    pub(super) id: &'a str,
    pub(super) rule: Option<&'a Rule>,
    /// The whole text of its message.
    pub(super) text: &'a str,
    /// What its message says in lines for that.
    pub(super) described: &'a Described,
    /// The name of its first logical location.
    pub(super) logical: Option<&'a str>,
    /// The path of its place.
    pub(super) path: Option<&'a str>,
}

impl Subject {
    fn new(kind: Kind, id: &str) -> Subject {
        Subject {
            kind,
            id: id.to_owned(),
            aliases: Vec::new(),
            package: None,
            fix: Fix::Unknown,
            message: None,
            exploited: false,
        }
    }
}

impl Told<'_> {
    pub(super) fn subject(&self, producer: Producer) -> Subject {
        match producer {
            // Findings of another severity than their rule's are reported as a part of it: `B602/low`.
            Producer::Stockade => Subject::new(Kind::Code, self.id.split('/').next().unwrap_or(self.id)),
            Producer::Bandit => Subject::new(Kind::Code, self.id),
            Producer::Trivy => self.of_trivy(),
            Producer::DependencyCheck => self.of_dependency_check(),
            Producer::Grype => self.of_grype(),
            Producer::OsvScanner => self.of_osv_scanner(),
            Producer::Checkov => self.of_checkov(),
            Producer::Gitleaks => self.secret(),
            Producer::SnykPackages => self.of_snyk(),
            Producer::Other if is_advisory(self.id) => Subject::new(Kind::Vulnerability, self.id),
            Producer::Other => Subject::new(Kind::Code, self.id),
        }
    }

    fn title(&self) -> Option<String> {
        self.rule.and_then(|rule| rule.title.clone())
    }

    fn help(&self) -> Option<&Described> {
        self.rule.and_then(|rule| rule.described.as_deref())
    }

    /// A secret: of it only what the rule is called may be told.
    fn secret(&self) -> Subject {
        let message = self.title().unwrap_or_else(|| "a secret in a file".to_owned());
        Subject { message: Some(message), ..Subject::new(Kind::Secret, self.id) }
    }

    fn of_trivy(&self) -> Subject {
        let tagged = self.rule.and_then(|rule| rule.properties.tagged_kind);
        let kind = tagged.unwrap_or_else(|| self.trivy_kind());
        // A match must not get out, whatever else is said.
        if self.described.is_secret || kind == Tagged::Secret {
            return self.secret();
        }
        match kind {
            Tagged::Misconfiguration => {
                let message = self.described.message.clone().or_else(|| self.title());
                Subject { message, ..Subject::new(Kind::Misconfiguration, self.id) }
            }
            Tagged::Licence => {
                // Its id is that of the package and the licence.
                let (package, licence) = self.id.split_once(':').unwrap_or(("", self.id));
                let licence = self.described.licence.as_deref().unwrap_or(licence);
                let package = self.described.package.as_deref().unwrap_or(package);
                let mut subject = Subject::new(Kind::Licence, licence);
                subject.message = self.title();
                subject.package = named(package, None, Vec::new());
                subject
            }
            Tagged::Vulnerability | Tagged::Secret => {
                // Once the help told of the package, and each package had a rule of its own: `CVE-2024-1/curl`,
                // `[MEDIUM] CVE-2024-1`. Now rules are those of the last package, and the message tells.
                let of_message = self.described.package.is_some();
                let about = if of_message { Some(self.described) } else { self.help() };
                let id = self
                    .id
                    .strip_prefix('[')
                    .and_then(|id| id.split_once("] "))
                    .map_or(self.id, |(_, id)| id);
                let id = if is_advisory(id) { id.split('/').next().unwrap_or(id) } else { id };
                let mut subject = Subject::new(Kind::Vulnerability, id);
                if let Some(about) = about {
                    subject.fix = fix(about.fixed.as_deref());
                    let fixed = about.fixed.clone().unwrap_or_default();
                    subject.package =
                        about.package.as_deref().and_then(|name| named(name, about.version.clone(), fixed));
                }
                subject.message = if of_message {
                    let other = || about?.package.as_ref().map(|name| format!("{id} in {name}"));
                    self.title().or_else(other)
                } else {
                    // The templates of that time escaped texts as HTML.
                    quick_xml::escape::unescape(self.text).ok().map(Cow::into_owned)
                };
                subject
            }
        }
    }

    /// What Trivy found, if its tags do not tell: by the rule's name, then by the lines of the message.
    fn trivy_kind(&self) -> Tagged {
        match self.rule.and_then(|rule| rule.name.as_deref()) {
            Some("Misconfiguration") => Tagged::Misconfiguration,
            Some("Secret") => Tagged::Secret,
            Some("License") => Tagged::Licence,
            _ if self.described.is_secret => Tagged::Secret,
            _ if self.described.licence.is_some() => Tagged::Licence,
            _ if self.described.message.is_some() => Tagged::Misconfiguration,
            _ => Tagged::Vulnerability,
        }
    }

    /// Dependency-Check tells the package URL, if it knows one, as the logical location, and no fixed versions.
    fn of_dependency_check(&self) -> Subject {
        let file = || named(self.path?.rsplit('/').next()?, None, Vec::new());
        let title = self.rule.and_then(|rule| rule.title.as_deref());
        Subject {
            package: self.logical.and_then(purl::package).or_else(file),
            // "CVE-2024-1 - What it is."
            message: self
                .text
                .strip_prefix(self.id)
                .and_then(|rest| rest.strip_prefix(" - "))
                .map(str::to_owned),
            exploited: title.is_some_and(|title| title.contains("*Known Exploited Vulnerability*")),
            ..Subject::new(Kind::Vulnerability, self.id)
        }
    }

    /// Grype's rules are those of a vulnerability in the packages of one name: `CVE-2024-1-curl`. The version is that of
    /// the first of them.
    fn of_grype(&self) -> Subject {
        let (name, version) = self
            .grype_package()
            .or_else(|| {
                let help = self.help()?;
                Some((help.package.as_deref()?, help.version.as_deref()))
            })
            .unwrap_or_default();
        let help_is_ours = self.help().is_some_and(|help| help.version.as_deref() == version);
        let id = self.id.strip_suffix(name).and_then(|id| id.strip_suffix('-')).unwrap_or(self.id);
        let mut subject = Subject::new(Kind::Vulnerability, id);
        let fixed = self.help().and_then(|help| help.fixed.clone()).unwrap_or_default();
        if !fixed.is_empty() {
            // Nothing there also stands for "not known".
            subject.fix = Fix::Available;
        }
        subject.package = named(name, version.map(str::to_owned), fixed);
        if let Some(package) = subject.package.as_mut().filter(|_| help_is_ours) {
            package.purl = self.rule.and_then(|rule| rule.properties.purl.clone());
        }
        subject
    }

    /// The package in "A low vulnerability in rpm package: name, version 1.0 was found in image …".
    fn grype_package(&self) -> Option<(&str, Option<&str>)> {
        let (_, rest) = self.text.split_once(" package: ")?;
        let (name, rest) = rest.split_once(", version ")?;
        let (version, _) = rest.split_once(" was found ")?;
        Some((name, Some(version.trim()).filter(|version| !version.is_empty())))
    }

    /// osv-scanner says "Package 'name@version' is vulnerable to 'id'", and all ids of the vulnerability with the rule.
    fn of_osv_scanner(&self) -> Subject {
        let mut subject = Subject::new(Kind::Vulnerability, self.id);
        // It puts into one group what is the same by its database, also of two ids of one kind.
        subject.aliases = self.rule.map(|rule| rule.other_ids.clone()).unwrap_or_default();
        subject.aliases.retain(|other| other != self.id);
        let quoted = self.text.strip_prefix("Package '").and_then(|rest| rest.split_once('\''));
        if let Some((package, _)) = quoted {
            let (name, version) = package_lines::name_and_version(package)
                .map_or((package, None), |(name, version)| (name, Some(version.to_owned())));
            let fixed = self.help().and_then(|help| help.fixed_in_table(name)).unwrap_or_default();
            if !fixed.is_empty() {
                subject.fix = Fix::Available;
            }
            subject.package = named(name, version, fixed.to_vec());
        }
        subject
    }

    /// Checkov: `CKV_SECRET_6` is a secret, `CVE-2024-1_name@version` and `GPL-3.0_name@version` are about packages.
    fn of_checkov(&self) -> Subject {
        if self.id.starts_with("CKV_SECRET_") {
            return self.secret();
        }
        let packaged = self.id.split_once('_').and_then(|(id, package)| {
            let (name, version) = package_lines::name_and_version(package)?;
            Some((id, named(name, Some(version.to_owned()), Vec::new())))
        });
        match packaged {
            Some((id, package)) => {
                let kind = if is_advisory(id) || id.starts_with("PRISMA-") {
                    Kind::Vulnerability
                } else {
                    Kind::Licence
                };
                Subject { package, ..Subject::new(kind, id) }
            }
            None => Subject::new(Kind::Misconfiguration, self.id),
        }
    }

    fn of_snyk(&self) -> Subject {
        let kind = if self.id.starts_with("snyk:lic:") { Kind::Licence } else { Kind::Vulnerability };
        let mut subject = Subject::new(kind, self.id);
        if let Some(help) = self.help() {
            subject.aliases = aliases(self.id, help.ids.iter().cloned());
            subject.package =
                help.package.as_deref().and_then(|name| named(name, help.version.clone(), Vec::new()));
        }
        subject
    }
}

/// A package, if it has a name.
fn named(name: &str, version: Option<String>, fixed: Vec<String>) -> Option<Package> {
    (!name.is_empty()).then(|| Package { name: name.to_owned(), version, fixed, purl: None })
}

/// Whether there is a version without the flaw, by the list of them.
fn fix(fixed: Option<&[String]>) -> Fix {
    match fixed {
        None => Fix::Unknown,
        Some([]) => Fix::None,
        Some(_) => Fix::Available,
    }
}

/// Whether an id is that of a published vulnerability.
fn is_advisory(id: &str) -> bool {
    ["CVE-", "GHSA-", "PYSEC-", "RUSTSEC-", "GO-"].iter().any(|prefix| {
        id.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.contains('-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(producer: Producer, id: &str, rule: &str, text: &str, logical: Option<&str>) -> Subject {
        let rule: Rule = serde_json::from_str(rule).expect("a rule");
        let described = Described::of(text);
        let path = Some("/m2/a-1.0.jar");
        Told { id, rule: Some(&rule), text, described: &described, logical, path }.subject(producer)
    }

    fn package(subject: &Subject) -> (&str, Option<&str>, Vec<&str>) {
        let package = subject.package.as_ref().expect("a package");
        (&package.name, package.version.as_deref(), package.fixed.iter().map(String::as_str).collect())
    }

    #[test]
    fn vulnerabilities_of_trivy() {
        let rule = r#"{"id": "CVE-2024-1", "shortDescription": {"text": "x: a flaw"},
            "help": {"text": "Vulnerability CVE-2024-1\nPackage: libssl\nFixed Version: 9"},
            "properties": {"tags": ["vulnerability", "security", "LOW"]}}"#;
        let text = "Package: libcrypto\nInstalled Version: 1.0\nVulnerability CVE-2024-1\nSeverity: LOW\nFixed Version: 1.1\nLink: x";
        let of = subject(Producer::Trivy, "CVE-2024-1", rule, text, None);
        assert_eq!((of.kind, package(&of)), (Kind::Vulnerability, ("libcrypto", Some("1.0"), vec!["1.1"])));
        assert_eq!((of.message.as_deref(), of.fix), (Some("x: a flaw"), Fix::Available));
        let old = r#"{"id": "CVE-2024-1/curl", "properties": {"tags": ["vulnerability", "LOW", "curl"]},
            "help": {"text": "Vulnerability CVE-2024-1\nSeverity: LOW\nPackage: curl\nInstalled Version: 7\nFixed Version: \nLink"}}"#;
        let of = subject(Producer::Trivy, "CVE-2024-1/curl", old, "A &#39;flaw&#39;.", None);
        assert_eq!(of.message.as_deref(), Some("A 'flaw'."));
        assert_eq!(
            (of.id.as_str(), package(&of), of.fix),
            ("CVE-2024-1", ("curl", Some("7"), vec![]), Fix::None)
        );
        assert_eq!(subject(Producer::Trivy, "[LOW] CVE-2024-1", "{}", "A flaw.", None).id, "CVE-2024-1");
    }

    #[test]
    fn other_things_of_trivy() {
        let secret = "Artifact: .env\nType: \nSecret A key\nSeverity: HIGH\nMatch: KEY=hunter2";
        let rule = r#"{"id": "key", "shortDescription": {"text": "A key"}, "fullDescription": {"text": "KEY=hunter2"},
            "help": {"text": "Secret A key\nSeverity: HIGH\nMatch: KEY=hunter2"}, "properties": {"tags": ["secret"]}}"#;
        for rule in [rule, r#"{"name": "Secret"}"#, "{}", r#"{"properties": {"tags": ["vulnerability"]}}"#] {
            let of = subject(Producer::Trivy, "key", rule, secret, None);
            assert_eq!(of.kind, Kind::Secret, "{rule}");
            assert!(of.message.as_ref().is_some_and(|message| !message.contains("hunter2")));
        }
        let text = "Artifact: Dockerfile\nType: dockerfile\nVulnerability DS002\nSeverity: HIGH\nMessage: No USER\nLink: x";
        let of = subject(Producer::Trivy, "DS002", "{}", text, None);
        assert_eq!((of.kind, of.message.as_deref()), (Kind::Misconfiguration, Some("No USER")));
        let text = "Artifact: x\nLicense GPL-3.0\nPkgName: foo\n Classification: restricted\n Path: ";
        let of =
            subject(Producer::Trivy, "foo:GPL-3.0", r#"{"properties": {"tags": ["license"]}}"#, text, None);
        assert_eq!((of.kind, of.id.as_str(), package(&of).0), (Kind::Licence, "GPL-3.0", "foo"));
    }

    #[test]
    fn packages_of_other_tools() {
        let rule = r#"{"help": {"text": "Vulnerability CVE-2024-1\nSeverity: low\nPackage: a-b\nVersion: 1.0\nFix Version: 1.1,1.2\nType: rpm"},
            "properties": {"purls": ["pkg:rpm/a-b@1.0"]}}"#;
        let text = "A low vulnerability in rpm package: a-b, version 1.0 was found in image x at: y";
        let of = subject(Producer::Grype, "CVE-2024-1-a-b", rule, text, None);
        assert_eq!(
            (of.id.as_str(), package(&of), of.fix),
            ("CVE-2024-1", ("a-b", Some("1.0"), vec!["1.1", "1.2"]), Fix::Available)
        );
        assert_eq!(of.package.and_then(|package| package.purl).as_deref(), Some("pkg:rpm/a-b@1.0"));
        let other = subject(Producer::Grype, "CVE-2024-1-a-b", rule, &text.replace("1.0", "0.9"), None);
        assert_eq!(
            other.package.map(|package| (package.version, package.purl)),
            Some((Some("0.9".to_owned()), None))
        );
        let of = subject(Producer::Grype, "CVE-2024-1-a-b", rule, "A text of old.", None);
        assert_eq!(package(&of).1, Some("1.0"));

        let rule = r#"{"deprecatedIds": ["CVE-2024-1", "GHSA-a-b-c"], "help": {"text": "x\n### Fixed Versions\n\n| V | P | F |\n| --- | --- | --- |\n| CVE-2024-1 | @a/b | 0.8 |"}}"#;
        let text = "Package '@a/b@0.1' is vulnerable to 'CVE-2024-1' (also known as 'GHSA-a-b-c').";
        let of = subject(Producer::OsvScanner, "CVE-2024-1", rule, text, None);
        assert_eq!(
            (package(&of), of.aliases.clone(), of.fix),
            (("@a/b", Some("0.1"), vec!["0.8"]), vec!["GHSA-a-b-c".to_owned()], Fix::Available)
        );

        let rule = r#"{"shortDescription": {"text": "high severity - CVE-2024-1 x vulnerability in pkg:maven/g/a@1.0 *Known Exploited Vulnerability*"}}"#;
        let of = subject(
            Producer::DependencyCheck,
            "CVE-2024-1",
            rule,
            "CVE-2024-1 - A flaw.",
            Some("pkg:maven/g/a@1.0"),
        );
        assert_eq!((package(&of).0, of.exploited, of.message.as_deref()), ("g:a", true, Some("A flaw.")));
        let of = subject(Producer::DependencyCheck, "x issue: 1", "{}", "x", Some("a.jar: b"));
        assert_eq!((package(&of).0, of.exploited, of.fix), ("a-1.0.jar", false, Fix::Unknown));

        let of = subject(
            Producer::SnykPackages,
            "SNYK-JS-A-1",
            r#"{"id": "SNYK-JS-A-1", "fullDescription": {"text": "(CVE-2024-1) a@1.0"}}"#,
            "",
            None,
        );
        assert_eq!(
            (package(&of), of.aliases.clone()),
            (("a", Some("1.0"), vec![]), vec!["CVE-2024-1".to_owned()])
        );
    }

    #[test]
    fn kinds_by_ids() {
        let of = |producer, id| {
            let of = subject(producer, id, r#"{"shortDescription": {"text": "A title"}}"#, "hunter2", None);
            (of.kind, of.id, of.message)
        };
        let title = Some("A title".to_owned());
        assert_eq!(of(Producer::Gitleaks, "aws-key"), (Kind::Secret, "aws-key".to_owned(), title.clone()));
        assert_eq!(of(Producer::Checkov, "CKV_SECRET_6"), (Kind::Secret, "CKV_SECRET_6".to_owned(), title));
        assert_eq!(of(Producer::Checkov, "CKV_AWS_20").0, Kind::Misconfiguration);
        assert_eq!(of(Producer::Checkov, "CVE-2024-1_a_b@1.0").1, "CVE-2024-1");
        assert_eq!(of(Producer::Checkov, "GPL-3.0_a@1.0").0, Kind::Licence);
        assert_eq!(of(Producer::Stockade, "B602/low").1, "B602");
        assert_eq!(of(Producer::Other, "py/sql-injection").0, Kind::Code);
        assert_eq!(of(Producer::Other, "CVE-2024-1").0, Kind::Vulnerability);
        assert_eq!(of(Producer::Other, "GO-fast").0, Kind::Code);
    }
}
