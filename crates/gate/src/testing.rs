//! Findings for the tests of this crate.

use crate::evidence::{Evidence, Fix, Kind, Package, Place};
use crate::severity::Severity;

/// A finding of high severity that says no more than this.
fn bare(kind: Kind, id: &str) -> Evidence {
    Evidence { severity: Severity::High, ..Evidence::new(kind, id, format!("about {id}")) }
}

/// A vulnerability of a package, with a fix.
pub(crate) fn vulnerability(id: &str, package: &str, version: Option<&str>) -> Evidence {
    Evidence {
        package: Some(Box::new(Package {
            name: package.to_owned(),
            version: version.map(str::to_owned),
            ..Package::default()
        })),
        fix: Fix::Available,
        ..bare(Kind::Vulnerability, id)
    }
}

/// A flaw in the code.
pub(crate) fn code(id: &str, path: &str, line: u32) -> Evidence {
    let place = Place { path: path.to_owned(), line: Some(line), ..Place::default() };
    Evidence { place: Some(place), ..bare(Kind::Code, id) }
}
