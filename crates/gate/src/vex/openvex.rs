//! OpenVEX 0.0.x and 0.2.0 (<https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md>).

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Product, Statement, Status, time};
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};

const CONTEXT: &str = "https://openvex.dev/ns";

/// The labels that a justification may be (section "Status Justifications").
const JUSTIFICATIONS: [&str; 5] = [
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
];

pub(super) fn recognises(shape: &Shape) -> bool {
    shape.text("@context").is_some_and(|context| context.starts_with(CONTEXT))
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "@context")]
    context: String,
    author: Option<String>,
    timestamp: Option<String>,
    last_updated: Option<String>,
    statements: Option<Vec<Said>>,
}

#[derive(Deserialize)]
struct Said {
    vulnerability: Option<Vulnerability>,
    #[serde(default)]
    products: Option<Vec<Named>>,
    /// Version 0.0.x has the parts of all products here.
    #[serde(default)]
    subcomponents: Option<Vec<Named>>,
    status: Option<String>,
    justification: Option<String>,
    impact_statement: Option<String>,
    timestamp: Option<String>,
    last_updated: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Vulnerability {
    Id(String),
    Full {
        name: Option<String>,
        #[serde(rename = "@id")]
        id: Option<String>,
        aliases: Option<Vec<String>>,
    },
    Other(IgnoredAny),
}

/// A product or a part of one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    Id(String),
    Full {
        #[serde(rename = "@id")]
        id: Option<String>,
        identifiers: Option<Identifiers>,
        #[serde(default)]
        subcomponents: Option<Vec<Named>>,
    },
}

#[derive(Deserialize)]
struct Identifiers {
    purl: Option<String>,
    cpe23: Option<String>,
    cpe22: Option<String>,
}

pub(super) fn read(input: &Input) -> Result<Vec<Statement>, Refusal> {
    let document: Document = input.json()?;
    let version = document.context.strip_prefix(CONTEXT).unwrap_or_default().trim_matches('/');
    if !(version.is_empty() || version.starts_with("v0.0.") || version == "v0.2.0" || version == "v0.2") {
        return Err(Refusal::new(
            format!("is OpenVEX of a version that is not known: {}", document.context),
            "have it written as OpenVEX 0.2.0",
        ));
    }
    let Some(said) = document.statements else {
        let cure = "have its author write it again";
        return Err(Refusal::new("is OpenVEX without `statements`", cure));
    };
    let of_document = document.last_updated.or(document.timestamp);
    let mut statements = Vec::new();
    for (at, said) in said.into_iter().enumerate() {
        let number = at + 1;
        let refused =
            |cause: &str, cure: &str| Refusal::new(format!("has a statement {cause}: number {number}"), cure);
        let Some((id, aliases)) = said.vulnerability.and_then(ids) else {
            return Err(refused("without the id of a vulnerability", "have its author name it"));
        };
        let status = match said.status.as_deref() {
            Some("not_affected") => Status::NotAffected,
            Some("fixed") => Status::Fixed,
            Some("affected") => Status::Affected,
            Some("under_investigation") => Status::UnderInvestigation,
            _ => {
                let cure = "the status must be not_affected, affected, fixed or under_investigation";
                return Err(refused("without a status that is known", cure));
            }
        };
        let justification = said.justification.filter(|text| !text.trim().is_empty());
        let impact = said.impact_statement.filter(|text| !text.trim().is_empty());
        if justification.as_deref().is_some_and(|text| !JUSTIFICATIONS.contains(&text)) {
            let cure = format!("it must be one of {}", JUSTIFICATIONS.join(", "));
            return Err(refused("with a justification that is not known", &cure));
        }
        let reason: Vec<String> = justification.into_iter().chain(impact).collect();
        if status == Status::NotAffected && reason.is_empty() {
            let cure = "have its author add a `justification` or an `impact_statement`";
            return Err(refused("that says not_affected and not why", cure));
        }
        let common = parts(said.subcomponents);
        let products = said.products.unwrap_or_default().into_iter();
        let spoken = said.last_updated.or(said.timestamp);
        statements.push(Statement {
            id,
            aliases,
            products: products.flat_map(|product| of_product(product, &common)).collect(),
            status,
            reason: (!reason.is_empty()).then(|| reason.join(": ")),
            author: document.author.clone(),
            time: spoken.or_else(|| of_document.clone()).map(|text| time(&text)).transpose()?,
            origin: input.name.clone(),
        });
    }
    Ok(statements)
}

fn ids(vulnerability: Vulnerability) -> Option<(String, Vec<String>)> {
    let (id, aliases) = match vulnerability {
        Vulnerability::Id(id) => (id, Vec::new()),
        Vulnerability::Full { name, id, aliases } => (name.or(id)?, aliases.unwrap_or_default()),
        Vulnerability::Other(_) => return None,
    };
    (!id.trim().is_empty()).then_some((id, aliases))
}

/// All names that a product or a part goes by, its package URLs first.
fn names(id: Option<String>, identifiers: Option<Identifiers>) -> Vec<String> {
    let (purl, cpe) = identifiers.map_or((None, None), |all| (all.purl, all.cpe23.or(all.cpe22)));
    let mut names: Vec<String> = purl.into_iter().chain(id).collect();
    names.dedup();
    if names.is_empty() {
        // Without a name nothing matches it; left away, a part would leave its whole product behind.
        names.push(cpe.unwrap_or_default());
    }
    names
}

/// A product once for each of its names.
fn of_product(product: Named, common: &[String]) -> Vec<Product> {
    let (names, mut parts) = match product {
        Named::Id(id) => (vec![id], Vec::new()),
        Named::Full { id, identifiers, subcomponents } => (names(id, identifiers), parts(subcomponents)),
    };
    parts.extend_from_slice(common);
    names.into_iter().map(|id| Product { id, parts: parts.clone() }).collect()
}

fn parts(named: Option<Vec<Named>>) -> Vec<String> {
    let of = |part| match part {
        Named::Id(id) => vec![id],
        Named::Full { id, identifiers, .. } => names(id, identifiers),
    };
    named.unwrap_or_default().into_iter().flat_map(of).collect()
}
