//! What scanners of packages say of a package in the text of a message or of a rule's help: SARIF has no fields for it.

/// What a text says of a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Described {
    pub(super) package: Option<String>,
    pub(super) version: Option<String>,
    /// The versions without the flaw: `None` if nothing is said of them, empty if there is said to be none.
    pub(super) fixed: Option<Vec<String>>,
    pub(super) severity: Option<String>,
    /// What was found, in a line of its own: Trivy's misconfigurations.
    pub(super) message: Option<String>,
    /// The licence that was found.
    pub(super) licence: Option<String>,
    /// Whether there is a line with what a search for secrets matched.
    pub(super) is_secret: bool,
    /// Other ids of the vulnerability.
    pub(super) ids: Vec<String>,
    /// osv-scanner's table of packages and the versions that mend them.
    pub(super) table: Vec<(String, Vec<String>)>,
}

/// How many lines may hold `Key: value`: a description follows them.
const LINES: usize = 12;

impl Described {
    /// Reads lines as Trivy and Grype write them
    /// (<https://github.com/aquasecurity/trivy/blob/main/pkg/report/sarif.go>,
    /// <https://github.com/anchore/grype/blob/main/grype/presenter/sarif/presenter.go>).
    pub(super) fn of(text: &str) -> Described {
        let mut described = Described::default();
        for line in text.lines().take(LINES) {
            let line = line.trim();
            let Some((key, value)) = line.split_once(':') else {
                if let Some(name) = line.strip_prefix("License ") {
                    described.licence.get_or_insert(name.to_owned());
                }
                continue;
            };
            let value = value.trim();
            let field = match key {
                "Package" | "PkgName" => &mut described.package,
                "Installed Version" | "Version" => &mut described.version,
                "Severity" => &mut described.severity,
                "Message" => &mut described.message,
                "Fixed Version" | "Fix Version" => {
                    described.fixed.get_or_insert_with(|| versions(value));
                    continue;
                }
                // What follows is the secret.
                "Match" => {
                    described.is_secret = true;
                    break;
                }
                _ => continue,
            };
            if field.is_none() && !value.is_empty() {
                *field = Some(value.to_owned());
            }
        }
        described
    }

    /// Whether a fixed version is known or known not to be, for that package in osv-scanner's table.
    pub(super) fn fixed_in_table(&self, package: &str) -> Option<&[String]> {
        self.table.iter().find(|(name, _)| name == package).map(|(_, versions)| versions.as_slice())
    }
}

/// What the help and the full description of a rule say; none where they say nothing of a package.
pub(super) fn of_rule(id: &str, help: &str, full: &str) -> Option<Described> {
    let mut described = Described::of(help);
    // Its description may be of any text; a title tells enough.
    described.message = None;
    described.table = fixed_versions(help);
    if id.starts_with("SNYK-") || id.starts_with("npm:") {
        of_snyk(full, &mut described);
    }
    (described != Described::default()).then_some(described)
}

/// Snyk's `(CVE-2024-1,CVE-2024-2) name@version`
/// (<https://github.com/snyk/cli/blob/main/src/lib/formatters/open-source-sarif-output.ts>).
fn of_snyk(full: &str, described: &mut Described) {
    let mut rest = full.trim();
    if let Some((ids, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        described.ids = ids.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect();
        rest = after.trim();
    }
    if let Some((name, version)) = name_and_version(rest) {
        described.package = Some(name.to_owned());
        described.version = Some(version.to_owned());
    }
}

/// The versions in a list such as `1.2.1, 2.1.3`.
fn versions(text: &str) -> Vec<String> {
    let all = text.split(',').map(|version| version.trim().to_owned());
    let mut all: Vec<String> = all.filter(|version| !version.is_empty()).collect();
    all.shrink_to_fit();
    all
}

/// `name@version`, where the name may begin with an `@` itself.
pub(super) fn name_and_version(text: &str) -> Option<(&str, &str)> {
    let (name, version) = text.rsplit_once('@')?;
    let is_plain = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    (is_plain(name) && is_plain(version)).then_some((name, version))
}

/// The rows of the table under `### Fixed Versions`: vulnerability, package, versions
/// (<https://github.com/google/osv-scanner/blob/main/internal/output/sarif.go>).
fn fixed_versions(help: &str) -> Vec<(String, Vec<String>)> {
    let mut table: Vec<(String, Vec<String>)> = Vec::new();
    let Some((_, rest)) = help.split_once("\n### Fixed Versions\n") else { return table };
    let rows = rest.trim_start().lines().map_while(|line| line.trim().strip_prefix('|')?.strip_suffix('|'));
    for row in rows.skip(2) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, package, fixed] = cells[..] else { continue };
        let at = table.iter().position(|(name, _)| name == package).unwrap_or_else(|| {
            table.push((package.to_owned(), Vec::new()));
            table.len() - 1
        });
        for version in versions(fixed) {
            if !table[at].1.contains(&version) {
                table[at].1.push(version);
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_messages() {
        let of = Described::of(
            "Package: libx\nInstalled Version: 1.0\nVulnerability CVE-2024-1\nSeverity: LOW\nFixed Version: 1.1, 2.0\nLink: [a](b)",
        );
        assert_eq!(
            (of.package.as_deref(), of.version.as_deref(), of.severity.as_deref()),
            (Some("libx"), Some("1.0"), Some("LOW"))
        );
        assert_eq!(of.fixed, Some(vec!["1.1".to_owned(), "2.0".to_owned()]));
        assert_eq!(Described::of("Package: a\nFixed Version: \nLink:").fixed, Some(vec![]));
        assert_eq!(Described::of("A sentence: with a colon.").fixed, None);
        let of =
            Described::of("Artifact: .env\nType: \nSecret A key\nSeverity: HIGH\nMatch: Message: hunter2");
        assert!(of.is_secret && of.message.is_none() && !format!("{of:?}").contains("hunter2"));
        let of =
            Described::of("Artifact: x\nLicense GPL-3.0\nPkgName: foo\n Classification: restricted\n Path: ");
        assert_eq!((of.licence.as_deref(), of.package.as_deref()), (Some("GPL-3.0"), Some("foo")));
    }

    #[test]
    fn tables_of_fixed_versions() {
        let help = "x\n\n### Fixed Versions\n\n| Vulnerability ID | Package Name | Fixed Version |\n| --- | --- | --- |\n| GHSA-1 | a | 1.2 |\n| PYSEC-1 | a | 1.2, 1.3 |\n\nIf";
        let of = of_rule("CVE-2024-1", help, "").expect("a table");
        assert_eq!(of.fixed_in_table("a"), Some(["1.2".to_owned(), "1.3".to_owned()].as_slice()));
        assert_eq!((of.fixed_in_table("b"), of_rule("X", "A rule.", "")), (None, None));
    }

    #[test]
    fn packages_by_name() {
        assert_eq!(name_and_version("@a/b@1.0"), Some(("@a/b", "1.0")));
        assert_eq!((name_and_version("@a/b"), name_and_version("a b@1")), (None, None));
        let of = of_rule("SNYK-JS-A-1", "", "(CVE-2024-1,CVE-2024-2) a@1.0").expect("a package");
        assert_eq!((of.package.as_deref(), of.version.as_deref(), of.ids.len()), (Some("a"), Some("1.0"), 2));
    }
}
