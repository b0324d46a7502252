//! Package URLs (<https://github.com/package-url/purl-spec>), as far as telling takes whether one means another, and what package it is.

use crate::evidence::Package;

/// A package URL in its parts, decoded, so that two spellings of one are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purl {
    kind: String,
    namespace: String,
    name: String,
    version: Option<String>,
    /// Sorted by key.
    qualifiers: Vec<(String, String)>,
    subpath: Option<String>,
}

impl Purl {
    /// Reads one; none if it lacks its type or its name.
    #[must_use]
    pub fn new(text: &str) -> Option<Purl> {
        let rest = text.trim().strip_prefix("pkg:")?.trim_start_matches('/');
        let (rest, subpath) = split(rest, rest.rfind('#'));
        let (rest, qualifiers) = split(rest, rest.rfind('?'));
        let (kind, path) = rest.trim_end_matches('/').split_once('/')?;
        let kind = kind.to_ascii_lowercase();
        // The version begins behind the last `@`, unless that is npm's at the start of a namespace.
        let last_name = path.rfind('/').map_or(0, |slash| slash + 1);
        let at = path.rfind('@').filter(|at| *at > last_name);
        let (path, version) = split(path, at);
        let (namespace, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut namespace = decoded(namespace.trim_matches('/'));
        let mut name = decoded(name);
        if kind.is_empty() || name.is_empty() {
            return None;
        }
        let small =
            ["alpm", "apk", "bitbucket", "composer", "deb", "github", "gitlab", "hex", "npm", "oci", "pypi"];
        if small.contains(&kind.as_str()) {
            namespace = namespace.to_lowercase();
            name = name.to_lowercase();
        }
        if kind == "pypi" {
            name = name.replace(['_', '.'], "-");
        }
        let mut qualifiers: Vec<(String, String)> = qualifiers
            .unwrap_or_default()
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (key.to_ascii_lowercase(), decoded(value)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        qualifiers.sort_unstable();
        let version = version.map(decoded).filter(|version| !version.is_empty());
        let subpath = subpath.map(|path| decoded(path.trim_matches('/'))).filter(|path| !path.is_empty());
        Some(Purl { kind, namespace, name, version, qualifiers, subpath })
    }

    /// That of a package; its version is the package's, where the URL has none.
    #[must_use]
    pub fn of(package: &Package) -> Option<Purl> {
        let purl = Purl::new(package.purl.as_deref()?)?;
        match &package.version {
            Some(version) if purl.version.is_none() => Some(purl.with_version(version)),
            _ => Some(purl),
        }
    }

    /// The version, if it has one.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The same package in that version.
    #[must_use]
    pub fn with_version(mut self, version: &str) -> Purl {
        self.version = Some(version.to_owned());
        self
    }

    /// Whether a statement about this one is about that one: a version or a qualifier that is not named here may be any.
    #[must_use]
    pub fn covers(&self, other: &Purl) -> bool {
        let has = |named: &Option<String>, found: &Option<String>| named.is_none() || named == found;
        (&self.kind, &self.namespace, &self.name) == (&other.kind, &other.namespace, &other.name)
            && has(&self.version, &other.version)
            && has(&self.subpath, &other.subpath)
            && self.qualifiers.iter().all(|qualifier| other.qualifiers.contains(qualifier))
    }

    /// Whether a statement about this container image is about the one that is named as `docker pull` names it. What it says
    /// of digest, tag or repository has to be in that name.
    #[must_use]
    pub fn covers_image(&self, reference: &str) -> bool {
        if self.kind != "oci" {
            return false;
        }
        let (rest, digest) = split(reference, reference.find('@'));
        let tag_at = rest.rfind(':').filter(|at| !rest[*at..].contains('/'));
        let (repository, tag) = split(rest, tag_at);
        let name = repository.rsplit('/').next().unwrap_or_default();
        let value =
            |key: &str| self.qualifiers.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str());
        name.eq_ignore_ascii_case(&self.name)
            && self.version.as_deref().is_none_or(|version| Some(version) == digest)
            && value("tag").is_none_or(|own| Some(own) == tag)
            && value("repository_url").is_none_or(|own| {
                let own = own.strip_suffix(name).map_or(own, |registry| registry.trim_end_matches('/'));
                full(&format!("{own}/{name}")) == full(repository)
            })
    }
}

/// The name of a repository with the registry and the folder that Docker adds where they are left out.
fn full(repository: &str) -> String {
    let repository = repository.strip_prefix("index.docker.io/").unwrap_or(repository);
    let repository = repository.strip_prefix("docker.io/").unwrap_or(repository);
    let begins_with_registry = repository
        .split_once('/')
        .is_some_and(|(first, _)| first.contains(['.', ':']) || first == "localhost");
    match repository {
        _ if begins_with_registry => repository.to_owned(),
        _ if repository.contains('/') => format!("docker.io/{repository}"),
        _ => format!("docker.io/library/{repository}"),
    }
}

/// The text before and behind a separator.
fn split(text: &str, at: Option<usize>) -> (&str, Option<&str>) {
    match at {
        Some(at) => (&text[..at], text.get(at + 1..)),
        None => (text, None),
    }
}

/// A text without its percent encoding.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let code = (first == b'%').then(|| behind.get(..2)).flatten();
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The package of a package URL, under the name that its ecosystem uses: `org.apache.logging.log4j:log4j-core`,
/// `@scope/name`, `openssl`.
pub(crate) fn package(text: &str) -> Option<Package> {
    let Purl { kind, namespace, name, version, .. } = Purl::new(text)?;
    let name = match kind.as_str() {
        // There the first part is the distribution.
        "deb" | "rpm" | "apk" | "alpm" => name,
        _ if namespace.is_empty() => name,
        "maven" => format!("{namespace}:{name}"),
        _ => format!("{namespace}/{name}"),
    };
    Some(Package { name, version, fixed: Vec::new(), purl: Some(text.to_owned()) })
}

/// The package URL of a package in an ecosystem, such as `pypi`, under the name that the ecosystem uses.
pub(crate) fn of(kind: &str, name: &str, version: Option<&str>) -> String {
    let name = match kind {
        "pypi" => name.to_lowercase().replace('_', "-"),
        "maven" => name.replacen(':', "/", 1),
        _ => name.to_owned(),
    };
    let parts: Vec<String> = name.split('/').map(encode).collect();
    let version = version.map_or(String::new(), |version| format!("@{}", encode(version)));
    format!("pkg:{kind}/{}{version}", parts.join("/"))
}

/// The type of package URLs for an ecosystem of the OSV schema (<https://ossf.github.io/osv-schema/#defined-ecosystems>), where the
/// name alone says enough.
pub(crate) fn kind_of(ecosystem: &str) -> Option<&'static str> {
    Some(match ecosystem {
        "PyPI" => "pypi",
        "npm" => "npm",
        "crates.io" => "cargo",
        "Go" => "golang",
        "Maven" => "maven",
        "Packagist" => "composer",
        "RubyGems" => "gem",
        "NuGet" => "nuget",
        "Hex" => "hex",
        "Pub" => "pub",
        _ => return None,
    })
}

fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_~:".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{Purl, of, package};

    fn covers(statement: &str, package: &str) -> bool {
        Purl::new(statement).expect(statement).covers(&Purl::new(package).expect(package))
    }

    #[test]
    fn one_package_in_several_spellings() {
        for (statement, package) in [
            ("pkg:pypi/Flask_SQLAlchemy@3.1", "pkg:PyPI/flask-sqlalchemy@3.1"),
            ("pkg:npm/%40angular/core@17.0.0", "pkg:npm/@angular/core@17.0.0"),
            ("pkg:npm/@angular/core", "pkg:npm/%40angular/core@17.0.0"),
            ("pkg://golang/helm.sh/helm/v3", "pkg:golang/helm.sh/helm/v3@3.14.0"),
            ("pkg:apk/alpine/zlib@1.2.11-r1?arch=", "pkg:apk/alpine/zlib@1.2.11-r1"),
            ("pkg:deb/debian/libc6@2.41%2B1", "pkg:deb/debian/libc6@2.41+1?arch=amd64&distro=debian-13"),
            ("pkg:rpm/redhat/a@1?arch=x86_64", "pkg:rpm/redhat/a@1?distro=rhel-9&arch=x86_64"),
        ] {
            assert!(covers(statement, package), "{statement} {package}");
        }
    }

    #[test]
    fn another_package() {
        for (statement, package) in [
            ("pkg:pypi/flask@3.1", "pkg:pypi/flask"),
            ("pkg:pypi/flask@3.1", "pkg:pypi/flask@3.1.0"),
            ("pkg:pypi/flask", "pkg:npm/flask"),
            ("pkg:maven/org.a/Core", "pkg:maven/org.a/core"),
            ("pkg:deb/debian/libc6", "pkg:deb/ubuntu/libc6"),
            ("pkg:rpm/redhat/a@1?arch=x86_64", "pkg:rpm/redhat/a@1?arch=aarch64"),
            ("pkg:rpm/redhat/a@1?arch=x86_64", "pkg:rpm/redhat/a@1"),
            ("pkg:golang/a.org/b#sub", "pkg:golang/a.org/b"),
        ] {
            assert!(!covers(statement, package), "{statement} {package}");
        }
        for text in ["pypi/flask", "pkg:pypi", "pkg:pypi/", "pkg:", "pkg:/@1"] {
            assert_eq!(Purl::new(text), None, "{text}");
        }
    }

    #[test]
    fn images_by_their_references() {
        let covers = |purl: &str, image: &str| Purl::new(purl).expect(purl).covers_image(image);
        let digest = "sha256:1111";
        for (purl, image) in [
            ("pkg:oci/alpine", "alpine:3.20"),
            ("pkg:oci/alpine?tag=3.20", "docker.io/library/alpine:3.20"),
            ("pkg:oci/alpine?repository_url=docker.io/library/alpine&tag=3.20", "alpine:3.20"),
            ("pkg:oci/alpine?repository_url=docker.io/library", "alpine"),
            ("pkg:oci/app?repository_url=ghcr.io/org/app", "ghcr.io/org/app:1"),
            ("pkg:oci/app?repository_url=localhost:5000", "localhost:5000/app"),
            ("pkg:oci/alpine@sha256%3A1111", &format!("alpine:3.20@{digest}")),
        ] {
            assert!(covers(purl, image), "{purl} {image}");
        }
        for (purl, image) in [
            ("pkg:oci/alpine@sha256%3A1111", "alpine:3.20"),
            ("pkg:oci/alpine@sha256%3A2222", &format!("alpine@{digest}")),
            ("pkg:oci/alpine?tag=3.20", "alpine"),
            ("pkg:oci/app?repository_url=ghcr.io/org/app", "ghcr.io/other/app:1"),
            ("pkg:oci/app?repository_url=ghcr.io/org/app", "app"),
            ("pkg:oci/alpine", "localhost:5000/alpine-slim"),
            ("pkg:docker/alpine", "alpine"),
        ] {
            assert!(!covers(purl, image), "{purl} {image}");
        }
    }

    #[test]
    fn a_name_as_a_package_url() {
        for (kind, name, version, purl) in [
            ("pypi", "My_Lib", Some("1.0+x"), "pkg:pypi/my-lib@1.0%2Bx"),
            ("npm", "@a/b", None, "pkg:npm/%40a/b"),
            ("maven", "org.x:y", Some("1"), "pkg:maven/org.x/y@1"),
        ] {
            assert_eq!(of(kind, name, version), purl);
        }
    }

    #[test]
    fn names_and_versions() {
        for (purl, name, version) in [
            ("pkg:pypi/django@4.0.1", "django", Some("4.0.1")),
            ("pkg:maven/org.a/b-c@1.2?type=jar#x", "org.a:b-c", Some("1.2")),
            ("pkg:npm/%40scope/name@%5E2.0.2", "@scope/name", Some("^2.0.2")),
            ("pkg:npm/@scope/name", "@scope/name", None),
            ("pkg:deb/debian/openssl@1.1?arch=amd64", "openssl", Some("1.1")),
            ("pkg:golang/gopkg.in/yaml.v2", "gopkg.in/yaml.v2", None),
            ("pkg:javascript/jquery@3.3.1", "jquery", Some("3.3.1")),
        ] {
            let package = package(purl).expect(purl);
            assert_eq!((package.name.as_str(), package.version.as_deref()), (name, version), "{purl}");
            assert_eq!(package.purl.as_deref(), Some(purl));
        }
        assert_eq!(package("cpe:2.3:a:b:c"), None);
        assert_eq!(package("pkg:npm/"), None);
    }
}
