//! What VEX documents say of vulnerabilities, in one shape: OpenVEX, CycloneDX and CSAF, told by their content.

use jiff::Timestamp;

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

/// What a statement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The product does not have the vulnerability.
    NotAffected,
    /// It no longer has it.
    Fixed,
    /// It has it.
    Affected,
    /// Nobody knows yet.
    UnderInvestigation,
}

impl Statement {
    /// Whether it is about one of these ids in this package of that target.
    #[must_use]
    pub fn about(
        &self,
        _ids: &[&str],
        _package: Option<&crate::evidence::Package>,
        _target: Option<&str>,
    ) -> bool {
        false
    }
}
