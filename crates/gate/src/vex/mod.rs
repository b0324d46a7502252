//! What VEX documents say of vulnerabilities, in one shape: OpenVEX, CycloneDX and CSAF, told by their content.
//!
//! [`read`] reads one, [`latest`] finds what holds for a finding. A statement never says more than it says: what is not sure
//! to be about a finding is not about it.

mod csaf;
mod cyclonedx;
mod openvex;

use jiff::Timestamp;

use crate::evidence::Package;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::purl::Purl;

/// One statement: these vulnerabilities, in these products, have this status.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The vulnerability's id.
    pub id: String,
    /// Other ids of it.
    pub aliases: Vec<String>,
    /// The products that it is about; a statement without one is about nothing.
    pub products: Vec<Product>,
    /// What it says.
    pub status: Status,
    /// Why: the justification, the impact statement.
    pub reason: Option<String>,
    /// Who says it.
    pub author: Option<String>,
    /// When it was said.
    pub time: Option<Timestamp>,
    /// Where it stands: the name of the file.
    pub origin: String,
}

/// A product, with the part of it that is meant if not all of it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Product {
    /// Its package URL, else its name or id.
    pub id: String,
    /// The package URLs, else the names, of the packages in it that are meant; empty for the product itself.
    pub parts: Vec<String>,
}

/// What a statement says; what waives the least is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The product does not have the vulnerability.
    NotAffected,
    /// It no longer has it.
    Fixed,
    /// Nobody knows yet.
    UnderInvestigation,
    /// It has it.
    Affected,
}

/// Reads a document. Its statements, in its order; none if it has statements, but none of them yet.
///
/// # Errors
///
/// When it cannot be believed: it cannot be read, is no VEX document or of a version that is not known, breaks off, or lacks
/// what every document of its format has.
pub fn read(input: &Input) -> Result<Vec<Statement>, Refusal> {
    let shape = input.shape(&|shape| {
        openvex::recognises(shape) || cyclonedx::recognises(shape) || csaf::recognises(shape)
    })?;
    if openvex::recognises(&shape) {
        openvex::read(input)
    } else if cyclonedx::recognises(&shape) {
        cyclonedx::read(input)
    } else if csaf::recognises(&shape) {
        csaf::read(input)
    } else {
        let cure = "name an OpenVEX, a CycloneDX or a CSAF document, in JSON";
        Err(match shape {
            Shape::Xml { root, .. } => {
                Refusal::new(format!("is XML, and no VEX document that is known: its root is <{root}>"), cure)
            }
            _ => Refusal::new("is no VEX document of a format that is known", cure),
        })
    }
}

/// What holds for a finding, of the statements that are about it: the latest, and of equally late ones the one that waives the
/// least. One that does not say its time is older than all that do.
#[must_use]
pub fn latest<'s>(about: impl Iterator<Item = &'s Statement>) -> Option<&'s Statement> {
    about.max_by_key(|statement| (statement.time, statement.status))
}

impl Statement {
    /// Whether it is about a finding: one of that vulnerability, by any of its ids, in that package of that target of a scan.
    ///
    /// It is if one of its products is the package, or is the target and names the package as a part of it, or is the target
    /// as a whole. A package URL without a version means every version, and one with qualifiers means packages that have
    /// them. What is no package URL has to be the name of the target or the package, letter by letter.
    #[must_use]
    pub fn about(&self, ids: &[&str], package: Option<&Package>, target: Option<&str>) -> bool {
        let is_own = |id: &&str| {
            let own = std::iter::once(&self.id).chain(&self.aliases);
            !id.is_empty() && own.into_iter().any(|own| own.eq_ignore_ascii_case(id))
        };
        if !ids.iter().any(is_own) {
            return false;
        }
        let purl = package.and_then(Purl::of);
        let is_package = |id: &str| package.is_some_and(|package| is_package(id, package, purl.as_ref()));
        self.products.iter().any(|product| {
            let is_target = || target.is_some_and(|target| is_target(&product.id, target));
            match product.parts.as_slice() {
                [] => is_package(&product.id) || is_target(),
                parts => is_target() && parts.iter().any(|part| is_package(part)),
            }
        })
    }

    /// Whether it says that a finding does not count.
    #[must_use]
    pub fn waives(&self) -> bool {
        matches!(self.status, Status::NotAffected | Status::Fixed)
    }
}

fn is_package(id: &str, package: &Package, purl: Option<&Purl>) -> bool {
    match Purl::new(id) {
        Some(own) => purl.is_some_and(|purl| own.covers(purl)),
        None => !id.is_empty() && id == package.name,
    }
}

fn is_target(id: &str, target: &str) -> bool {
    match (Purl::new(id), Purl::new(target)) {
        (Some(own), Some(target)) => own.covers(&target),
        (Some(own), None) => own.covers_image(target),
        (None, _) => !id.is_empty() && id == target,
    }
}

/// A time that a document says.
fn time(text: &str) -> Result<Timestamp, Refusal> {
    text.trim().parse().map_err(|_| {
        Refusal::new(
            format!("has a time that is none: `{text}`"),
            "have its author write it as RFC 3339 says",
        )
    })
}

#[cfg(test)]
mod tests;
