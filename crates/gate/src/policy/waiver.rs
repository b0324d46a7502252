//! A waiver: a documented exception that ends.

use std::fmt;

use jiff::civil::Date;
use stockade_core::config::pattern::Pattern;

/// A documented exception. It waives the findings that all its terms match.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The id of the rule or the advisory, or an alias of it.
    pub id: Option<String>,
    /// The package: a name, `name@version`, or a package URL with or without a version.
    pub package: Option<String>,
    /// The files.
    pub path: Option<(String, Pattern)>,
    /// The tool.
    pub tool: Option<String>,
    /// Why the findings are accepted.
    pub reason: String,
    /// Who answers for that.
    pub owner: String,
    /// Until when.
    pub expires: Expiry,
    /// Where it stands: `stockade.toml:12`.
    pub origin: String,
}

/// When a waiver ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// It no longer holds on this day (in UTC).
    On(Date),
    /// Never: the policy has to allow that.
    Never,
}

impl Expiry {
    /// Whether a waiver still holds on this day.
    #[must_use]
    pub fn holds(self, today: Date) -> bool {
        match self {
            Expiry::On(day) => today < day,
            Expiry::Never => true,
        }
    }
}

impl fmt::Display for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expiry::On(day) => write!(f, "{day}"),
            Expiry::Never => f.write_str("never"),
        }
    }
}

/// Two waivers are the same if they say the same.
impl PartialEq for Waiver {
    fn eq(&self, other: &Waiver) -> bool {
        let terms = |waiver: &Waiver| {
            let path = waiver.path.as_ref().map(|(text, _)| text.clone());
            (waiver.id.clone(), waiver.package.clone(), path, waiver.tool.clone(), waiver.origin.clone())
        };
        terms(self) == terms(other)
            && self.expires == other.expires
            && (&self.reason, &self.owner) == (&other.reason, &other.owner)
    }
}

/// Its terms: `CVE-2026-0861 in glibc, by trivy`.
impl fmt::Display for Waiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id.as_deref().unwrap_or("anything"))?;
        if let Some(package) = &self.package {
            write!(f, " in {package}")?;
        }
        if let Some((path, _)) = &self.path {
            write!(f, " at {path}")?;
        }
        match &self.tool {
            Some(tool) => write!(f, ", by {tool}"),
            None => Ok(()),
        }
    }
}
