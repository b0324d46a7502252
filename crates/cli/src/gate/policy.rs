//! Which policy holds: the one that is named, else the one that is found, else what holds by default; and the files that
//! it names.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use stockade::config::{self, Invalid};
use stockade_gate::baseline;
use stockade_gate::input::{Input, Refusal};
use stockade_gate::intelligence::{KnownExploited, Probabilities};
use stockade_gate::policy::{self, Honour, Overrides, Place, Policy};
use stockade_gate::verdict::{Fingerprint, Origin};
use stockade_gate::vex::{self, Statement};

use super::inputs;
use super::scan::Configured;

/// A policy, with where it comes from and what configures scans under it.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub(crate) policy: Policy,
    pub(crate) origin: Origin,
    pub(crate) configured: Configured,
}

/// Why there is none.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What it says cannot be used.
    Invalid(Box<Invalid>),
    /// It cannot be read, or names what cannot be.
    Other(String),
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Failure {
        Failure::Invalid(Box::new(invalid))
    }
}

/// The policy in the file that is named, else in the project that the current folder belongs to, else the default.
pub(crate) fn choose(named: Option<&Path>) -> Result<Chosen, Failure> {
    if let Some(file) = named {
        let text = text(file)?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let place = Place::of(file);
        let name = file.display().to_string();
        let policy = policy::read(&name, &text, folder, place)?.ok_or_else(|| {
            Failure::Other(format!(
                "{name} has no policy: it lacks the table `[gate]` (in a pyproject.toml `[tool.stockade.gate]`)"
            ))
        })?;
        // Where the policy is a part of a configuration, that is as trusted as it is.
        let configures = place != Place::Other
            || text.parse::<toml::Table>().is_ok_and(|table| table.contains_key("gate"));
        let configured = if configures { Configured::By(file.to_owned()) } else { Configured::ByNothing };
        let origin = Origin::File { path: name, sha256: policy::digest(text.as_bytes()), found: false };
        return Ok(Chosen { policy, origin, configured });
    }
    let found = config::file_of(Path::new("."))
        .map_err(|(path, error)| Failure::Other(format!("{} cannot be read: {error}", path.display())))?;
    let mut chosen =
        Chosen { policy: Policy::default(), origin: Origin::Default, configured: Configured::ByTree };
    if let Some(file) = found {
        let text = text(&file)?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let name = shown(&file);
        if let Some(policy) = policy::read(&name, &text, folder, Place::of(&file))? {
            let origin = Origin::File { path: name, sha256: policy::digest(text.as_bytes()), found: true };
            chosen = Chosen { policy, origin, ..chosen };
        }
    }
    // Whoever may write the policy may write the scanner's configuration beside it: what that leaves out is no less
    // decided than what the policy does. Under a policy from elsewhere it is not honoured.
    let own = chosen.policy.tools.iter_mut().find(|(tool, _)| tool == "stockade");
    match own {
        Some((_, overrides)) => {
            overrides.honour_suppressions.get_or_insert(Honour::All);
        }
        None => {
            let overrides = Overrides { honour_suppressions: Some(Honour::All), ..Overrides::default() };
            chosen.policy.tools.push(("stockade".to_owned(), overrides));
        }
    }
    Ok(chosen)
}

/// A file's name as someone in the current folder would write it.
fn shown(file: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.as_deref().and_then(|here| file.strip_prefix(here).ok());
    relative.unwrap_or(file).display().to_string()
}

fn text(file: &Path) -> Result<String, Failure> {
    let bytes = fs::read(file)
        .map_err(|error| Failure::Other(format!("the policy {} cannot be read: {error}", file.display())))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::Other(format!("the policy {} is no UTF-8 text: see byte {at}", file.display()))
    })
}

/// What the files say that a policy names.
#[derive(Debug, Default)]
pub(crate) struct Named {
    pub(crate) vex: Vec<Statement>,
    pub(crate) baseline: Option<HashSet<Fingerprint>>,
    pub(crate) exploited: KnownExploited,
    pub(crate) probabilities: Probabilities,
}

/// Reads the files that a policy names, and further VEX documents.
pub(crate) fn read_named(policy: &Policy, vex: &[PathBuf]) -> Result<Named, Failure> {
    let refused = |what: &str, file: &Path, refusal: Refusal| {
        Failure::Other(format!("the {what} {}: {} ({})", file.display(), refusal.cause, refusal.cure))
    };
    let mut named = Named::default();
    for pattern in policy.vex.iter().chain(vex) {
        let files = inputs::expand(pattern)
            .map_err(|error| Failure::Other(format!("the VEX documents {}: {error}", pattern.display())))?;
        for file in files {
            let statements =
                vex::read(&Input::file(&file)).map_err(|refusal| refused("VEX document", &file, refusal))?;
            named.vex.extend(statements);
        }
    }
    if let Some(file) = &policy.baseline {
        let known =
            baseline::read(&Input::file(file)).map_err(|refusal| refused("baseline", file, refusal))?;
        named.baseline = Some(known);
    }
    if let Some(file) = policy.kev.as_ref().and_then(|kev| kev.file.as_ref()) {
        let list = KnownExploited::read(&Input::file(file));
        named.exploited =
            list.map_err(|refusal| refused("list of exploited vulnerabilities", file, refusal))?;
    }
    if let Some(file) = policy.epss.as_ref().and_then(|epss| epss.file.as_ref()) {
        let list = Probabilities::read(&Input::file(file));
        named.probabilities = list.map_err(|refusal| refused("list of probabilities", file, refusal))?;
    }
    Ok(named)
}
