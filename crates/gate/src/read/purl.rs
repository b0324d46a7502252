//! Package URLs (<https://github.com/package-url/purl-spec>): as much of them as tells a package's name and version.

use crate::evidence::Package;

/// The package of a package URL, under the name that its ecosystem uses: `org.apache.logging.log4j:log4j-core`,
/// `@scope/name`, `openssl`.
pub(super) fn package(purl: &str) -> Option<Package> {
    let rest = purl.strip_prefix("pkg:")?.trim_start_matches('/');
    let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
    let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
    let (kind, rest) = rest.split_once('/')?;
    // Names may hold an unescaped `@` as their first character only, so a later one begins the version.
    let (path, version) = match rest.rsplit_once('@') {
        Some((path, version)) if !path.is_empty() && !path.ends_with('/') => (path, Some(decode(version))),
        _ => (rest, None),
    };
    let (space, name) = match path.trim_matches('/').rsplit_once('/') {
        Some((space, name)) => (Some(decode(space)), decode(name)),
        None => (None, decode(path.trim_matches('/'))),
    };
    if name.is_empty() {
        return None;
    }
    let name = match (kind, space) {
        // There the first part is the distribution.
        ("deb" | "rpm" | "apk" | "alpm", _) | (_, None) => name,
        ("maven", Some(space)) => format!("{space}:{name}"),
        (_, Some(space)) => format!("{space}/{name}"),
    };
    Some(Package { name, version, fixed: Vec::new(), purl: Some(purl.to_owned()) })
}

/// The package URL of a package in an ecosystem, such as `pypi`, under the name that the ecosystem uses.
pub(super) fn of(kind: &str, name: &str, version: Option<&str>) -> String {
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
pub(super) fn kind_of(ecosystem: &str) -> Option<&'static str> {
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

/// With `%40` and the like as the characters that they stand for.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{of, package};

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
