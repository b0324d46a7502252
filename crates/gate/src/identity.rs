//! What makes two findings the same: across tools, to count a vulnerability once, and across verdicts, to know it again.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::evidence::{Evidence, Kind, Package};
use crate::purl::Purl;

/// The name of a package as every tool spells it: without its namespace, in small letters, with `-` for `_` and `.`
/// (<https://peps.python.org/pep-0503/#normalized-names>).
///
/// Tools disagree about namespaces (`org.example:lib`, `org.example/lib`, `lib`), and a vulnerability's id is compared as
/// well, so the last part is enough.
fn bare_name(package: &Package) -> String {
    let purl = package.purl.as_deref().map(|purl| purl.split(['?', '#']).next().unwrap_or(purl));
    let named = match purl.and_then(|purl| purl.strip_prefix("pkg:")) {
        Some(purl) => purl.rsplit_once('@').map_or(purl, |(name, _)| name),
        None => package.name.as_str(),
    };
    let last = named.rsplit(['/', ':']).next().unwrap_or(named);
    last.to_lowercase().replace(['_', '.'], "-")
}

/// The version of a package, from its package URL if it is not said.
fn version(package: &Package) -> Option<&str> {
    let own = package.version.as_deref().filter(|version| !version.is_empty());
    own.or_else(|| {
        let purl = package.purl.as_deref()?.split(['?', '#']).next()?;
        purl.rsplit_once('@').map(|(_, version)| version).filter(|version| !version.contains('/'))
    })
}

/// A version as every tool spells it: Go's begin with a `v` for some, and package URLs escape `+` and `:`.
fn bare_version(version: &str) -> String {
    let plain = version
        .replace("%2B", "+")
        .replace("%2b", "+")
        .replace("%3A", ":")
        .replace("%3a", ":")
        .replace("%7E", "~");
    match plain.strip_prefix('v') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest.to_owned(),
        _ => plain,
    }
}

/// The path of a place as every tool spells it.
fn path(evidence: &Evidence) -> &str {
    let path = evidence.place.as_ref().map_or("", |place| place.path.as_str());
    path.strip_prefix("./").unwrap_or(path)
}

/// What tells a finding from others in later verdicts, whatever its line and whatever the version of its package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Reads the 32 hexadecimal digits that it is written as.
    #[must_use]
    pub fn parse(text: &str) -> Option<Fingerprint> {
        let number = u128::from_str_radix(text, 16).ok().filter(|_| text.len() == 32)?;
        Some(Fingerprint(number.to_be_bytes()))
    }

    /// The first half of a SHA-256.
    fn of(text: &str) -> Fingerprint {
        let hash = Sha256::digest(text);
        let mut half = [0; 16];
        half.copy_from_slice(&hash[..16]);
        Fingerprint(half)
    }
}

/// As 32 hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// The fingerprints of findings, each with its tool. Twins are told apart by their order.
pub(crate) fn fingerprints<'e>(findings: impl Iterator<Item = (&'e str, &'e Evidence)>) -> Vec<Fingerprint> {
    let mut prints: Vec<Fingerprint> = findings
        .map(|(tool, evidence)| {
            let mut parts = vec![tool.to_owned(), evidence.id.to_lowercase()];
            match &evidence.package {
                Some(package) => parts.extend([bare_name(package), path(evidence).to_owned()]),
                None => {
                    parts.push(path(evidence).to_owned());
                    // A tool's own fingerprint follows a line that moves; its words do, too, but not as well.
                    parts.push(evidence.fingerprint.clone().unwrap_or_else(|| evidence.message.clone()));
                }
            }
            Fingerprint::of(&parts.join("\u{0}"))
        })
        .collect();
    // Sorted, and not in a map: there may be millions.
    let mut order: Vec<usize> = (0..prints.len()).collect();
    order.sort_unstable_by_key(|&at| (prints[at].0, at));
    let (mut last, mut twin) = (None, 0_u32);
    for at in order {
        let own = prints[at];
        twin = if last == Some(own) { twin + 1 } else { 1 };
        last = Some(own);
        prints[at] = Fingerprint::of(&format!("{own}\u{0}{twin}"));
    }
    prints
}

/// Groups of findings that are the same one, in the order of the first of each; `findings` are the inputs and what they say.
/// A vulnerability is the same if an id of it and the package are; any other finding if the id, the file and the line are.
/// What one report tells twice about a line are two findings.
///
/// What is compared are hashes, for there may be millions. Two findings of which one is taken for the other are still told
/// both, and the graver one decides.
pub(crate) fn groups<'e>(findings: impl Iterator<Item = (usize, &'e Evidence)> + Clone) -> Vec<Vec<usize>> {
    let mut parent: Vec<u32> = Vec::new();
    // What is the same has the same key. Sorted, and not in a map: there may be millions.
    let mut packages: Vec<(u64, u32)> = Vec::new();
    let mut places: Vec<(u64, usize, u32)> = Vec::new();
    let only_version = only_versions(findings.clone());
    for (at, (input, evidence)) in (0_u32..).zip(findings) {
        parent.push(at);
        match (&evidence.package, evidence.kind) {
            (Some(package), Kind::Vulnerability) => {
                let name = bare_name(package);
                let own = version(package).map(bare_version);
                for id in ids(evidence) {
                    let flaw = hash(&(&id, &name));
                    let version = own.as_ref().map(hash);
                    let version = version.or_else(|| only_version.get(&flaw).copied().flatten());
                    packages.push((hash(&(flaw, version)), at));
                }
            }
            _ => {
                // Without a line nothing says that two tools mean the same thing.
                if let Some(line) = evidence.place.as_ref().and_then(|place| place.line) {
                    places.push((hash(&(evidence.id.to_uppercase(), path(evidence), line)), input, at));
                }
            }
        }
    }
    packages.sort_unstable();
    for same in packages.chunk_by(|a, b| a.0 == b.0) {
        same.iter().for_each(|(_, at)| join(&mut parent, same[0].1, *at));
    }
    places.sort_unstable();
    for same in places.chunk_by(|a, b| a.0 == b.0) {
        // The first of one report is the first of the others, the second the second.
        let mut twins: Vec<u32> = Vec::new();
        for of_input in same.chunk_by(|a, b| a.1 == b.1) {
            for (twin, (_, _, at)) in of_input.iter().enumerate() {
                match twins.get(twin) {
                    Some(first) => join(&mut parent, *first, *at),
                    None => twins.push(*at),
                }
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: Vec<Option<u32>> = vec![None; parent.len()];
    for at in 0..u32::try_from(parent.len()).unwrap_or(u32::MAX) {
        let root = root(&mut parent, at) as usize;
        let group = *group_of[root].get_or_insert_with(|| {
            // Nearly all stay alone.
            groups.push(Vec::with_capacity(1));
            u32::try_from(groups.len() - 1).unwrap_or(u32::MAX)
        });
        groups[group as usize].push(at as usize);
    }
    groups
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The ids of a vulnerability, in capitals.
fn ids(evidence: &Evidence) -> impl Iterator<Item = String> {
    std::iter::once(&evidence.id).chain(&evidence.aliases).map(|id| id.to_uppercase())
}

/// The version of each vulnerable package if all that say one say the same: what tools mean that say none.
fn only_versions<'e>(findings: impl Iterator<Item = (usize, &'e Evidence)>) -> FxHashMap<u64, Option<u64>> {
    let mut versions: FxHashMap<u64, Option<u64>> = FxHashMap::default();
    for (_, evidence) in findings {
        let Some(package) = evidence.package.as_ref().filter(|_| evidence.kind == Kind::Vulnerability) else {
            continue;
        };
        let Some(version) = version(package).map(|version| hash(&bare_version(version))) else { continue };
        let name = bare_name(package);
        for id in ids(evidence) {
            versions
                .entry(hash(&(&id, &name)))
                .and_modify(|own| *own = own.filter(|own| *own == version))
                .or_insert(Some(version));
        }
    }
    versions
}

/// Makes one group of two.
fn join(parent: &mut [u32], a: u32, b: u32) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b) as usize] = a.min(b);
}

/// The representative of a group.
fn root(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        parent[at as usize] = parent[parent[at as usize] as usize];
        at = parent[at as usize];
    }
    at
}

/// Whether a package is the one that is named: by its name, `name@version`, or a package URL with or without a version.
pub(crate) fn is_package(package: &Package, named: &str) -> bool {
    if named.starts_with("pkg:") {
        let covers = |own: Purl| Purl::of(package).is_some_and(|purl| own.covers(&purl));
        return Purl::new(named).is_some_and(covers);
    }
    // An `@` at the start is a scope of npm.
    let (name, wanted) = match named.char_indices().skip(1).find(|(_, c)| *c == '@') {
        Some((at, _)) => (&named[..at], Some(&named[at + 1..])),
        None => (named, None),
    };
    let normal = |name: &str| name.to_lowercase().replace(['_', '.'], "-");
    normal(name) == normal(&package.name) && wanted.is_none_or(|wanted| version(package) == Some(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{code, vulnerability};

    #[test]
    fn a_vulnerability_is_one_whoever_tells_of_it() {
        let trivy = vulnerability("CVE-2024-1", "Django", Some("4.2"));
        let mut audit = vulnerability("PYSEC-2024-7", "django", None);
        audit.aliases = vec!["cve-2024-1".to_owned()];
        let mut grype = vulnerability("GHSA-xxxx", "django", Some("4.2"));
        grype.aliases = vec!["PYSEC-2024-7".to_owned()];
        let other_version = vulnerability("CVE-2024-1", "django", Some("3.2"));
        let go = |version| vulnerability("CVE-2024-2", "github.com/a/b", Some(version));
        assert_eq!(groups([(0, &go("1.5+x")), (1, &go("v1.5%2Bx"))].into_iter()), [vec![0, 1]]);
        let findings = [(0, &trivy), (1, &audit), (2, &grype)];
        assert_eq!(groups(findings.iter().copied()), [vec![0, 1, 2]]);
        assert_eq!(groups([(0, &trivy), (0, &other_version)].into_iter()), [vec![0], vec![1]]);
    }

    #[test]
    fn twins_in_one_report_are_two_and_in_two_reports_one() {
        let finding = code("B602", "a.py", 3);
        assert_eq!(groups([(0, &finding), (0, &finding)].into_iter()), [vec![0], vec![1]]);
        assert_eq!(groups([(0, &finding), (1, &finding)].into_iter()), [vec![0, 1]]);
        let prints = fingerprints([("bandit", &finding), ("bandit", &finding)].into_iter());
        assert_ne!(prints[0], prints[1]);
        assert_eq!(Fingerprint::parse(&prints[0].to_string()), Some(prints[0]));
        assert_eq!(Fingerprint::parse("0123"), None);
    }

    #[test]
    fn a_fingerprint_survives_a_moved_line_and_another_version() {
        let of = |evidence: &Evidence| fingerprints([("t", evidence)].into_iter());
        assert_eq!(of(&code("B602", "a.py", 3)), of(&code("B602", "./a.py", 30)));
        assert_ne!(of(&code("B602", "a.py", 3)), of(&code("B603", "a.py", 3)));
        let old = vulnerability("CVE-1", "a", Some("1"));
        assert_eq!(of(&old), of(&vulnerability("CVE-1", "a", Some("2"))));
    }

    #[test]
    fn packages_by_name_version_and_url() {
        let mut package = Package { name: "My_Lib".to_owned(), ..Package::default() };
        package.version = Some("1.0".to_owned());
        package.purl = Some("pkg:pypi/my-lib@1.0?arch=x".to_owned());
        for named in ["my-lib", "my_lib@1.0", "pkg:pypi/my-lib", "pkg:pypi/my-lib@1.0"] {
            assert!(is_package(&package, named), "{named}");
        }
        for named in ["my", "my-lib@2.0", "pkg:pypi/my-lib@2.0", "pkg:npm/my-lib"] {
            assert!(!is_package(&package, named), "{named}");
        }
        let scoped = Package { name: "@a/b".to_owned(), ..Package::default() };
        assert!(is_package(&scoped, "@a/b"));
    }
}
