//! CycloneDX's analyses of vulnerabilities (<https://cyclonedx.org/docs/1.6/json/#vulnerabilities>), with the components that
//! they are about or without them.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Product, Statement, Status, time};
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::purl::{Purl, decoded};

pub(super) fn recognises(shape: &Shape) -> bool {
    shape.text("bomFormat") == Some("CycloneDX")
}

#[derive(Deserialize)]
struct Document {
    metadata: Option<Metadata>,
    components: Option<Vec<Component>>,
    vulnerabilities: Option<Vec<Vulnerability>>,
}

#[derive(Deserialize)]
struct Metadata {
    timestamp: Option<String>,
    component: Option<Component>,
    authors: Option<Vec<Named>>,
    manufacturer: Option<Named>,
    manufacture: Option<Named>,
    supplier: Option<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Component {
    #[serde(rename = "bom-ref")]
    reference: Option<String>,
    purl: Option<String>,
    name: Option<String>,
    components: Option<Vec<Component>>,
}

#[derive(Deserialize)]
struct Vulnerability {
    id: Option<String>,
    references: Option<Vec<Reference>>,
    analysis: Option<Analysis>,
    affects: Option<Vec<Affected>>,
}

#[derive(Deserialize)]
struct Reference {
    id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Analysis {
    state: Option<String>,
    justification: Option<String>,
    detail: Option<String>,
    first_issued: Option<String>,
    last_updated: Option<String>,
}

#[derive(Deserialize)]
struct Affected {
    #[serde(rename = "ref")]
    reference: Option<String>,
    versions: Option<Vec<Version>>,
}

#[derive(Deserialize)]
struct Version {
    version: Option<String>,
}

pub(super) fn read(input: &Input) -> Result<Vec<Statement>, Refusal> {
    let document: Document = input.json()?;
    let mut components = HashMap::new();
    let metadata = document.metadata;
    if let Some(product) = metadata.as_ref().and_then(|metadata| metadata.component.as_ref()) {
        collect(std::slice::from_ref(product), &mut components);
    }
    collect(document.components.as_deref().unwrap_or_default(), &mut components);
    let author = metadata.as_ref().and_then(author);
    let of_document = metadata.as_ref().and_then(|metadata| metadata.timestamp.clone());
    let mut statements = Vec::new();
    for vulnerability in document.vulnerabilities.unwrap_or_default() {
        let Some(analysis) = vulnerability.analysis else { continue };
        let Some(id) = vulnerability.id.filter(|id| !id.trim().is_empty()) else {
            let cure = "have its author name the vulnerability";
            return Err(Refusal::new("has an analysis of a vulnerability without an id", cure));
        };
        let Some(state) = analysis.state else { continue };
        let status = match state.as_str() {
            "not_affected" | "false_positive" => Status::NotAffected,
            "resolved" | "resolved_with_pedigree" => Status::Fixed,
            "exploitable" => Status::Affected,
            "in_triage" => Status::UnderInvestigation,
            _ => {
                let cure = "it must be resolved, resolved_with_pedigree, exploitable, in_triage, false_positive or \
                            not_affected";
                return Err(Refusal::new(format!("has a state that is not known: {state}, of {id}"), cure));
            }
        };
        let reason: Vec<String> = [analysis.justification, analysis.detail]
            .into_iter()
            .flatten()
            .filter(|text| !text.is_empty())
            .collect();
        let spoken = analysis.last_updated.or(analysis.first_issued).or_else(|| of_document.clone());
        let references = vulnerability.references.unwrap_or_default();
        let affects = vulnerability.affects.unwrap_or_default();
        statements.push(Statement {
            id,
            aliases: references.into_iter().filter_map(|reference| reference.id).collect(),
            products: affects.into_iter().flat_map(|affected| products(affected, &components)).collect(),
            status,
            reason: (!reason.is_empty()).then(|| reason.join(": ")),
            author: author.clone(),
            time: spoken.map(|text| time(&text)).transpose()?,
            origin: input.name.clone(),
        });
    }
    if statements.is_empty() {
        return Err(Refusal::new(
            "is a CycloneDX document that says of no vulnerability how the product is affected: none has an `analysis`",
            "name the document that has the analyses; the packages of a scan come as a report",
        ));
    }
    Ok(statements)
}

fn author(metadata: &Metadata) -> Option<String> {
    let first = metadata.authors.as_ref().and_then(|authors| authors.first());
    let all =
        [first, metadata.manufacturer.as_ref(), metadata.manufacture.as_ref(), metadata.supplier.as_ref()];
    all.into_iter().flatten().find_map(|one| one.name.clone())
}

/// The references of components, with what each is known by.
fn collect(components: &[Component], found: &mut HashMap<String, String>) {
    for component in components {
        if let (Some(reference), Some(id)) =
            (&component.reference, component.purl.as_ref().or(component.name.as_ref()))
        {
            found.entry(reference.clone()).or_insert_with(|| id.clone());
        }
        collect(component.components.as_deref().unwrap_or_default(), found);
    }
}

/// What is affected: the component itself, or in the versions that are listed.
fn products(affected: Affected, components: &HashMap<String, String>) -> Vec<Product> {
    let Some(reference) = affected.reference else { return Vec::new() };
    let of = |reference: &str| components.get(reference).cloned();
    // `urn:cdx:SERIAL/VERSION#REFERENCE` leads into another document, where the reference often is a package URL.
    let local = reference
        .rsplit_once('#')
        .map(|(_, local)| decoded(local))
        .filter(|_| reference.starts_with("urn:cdx:"));
    let id = of(&reference).or_else(|| local.as_deref().and_then(of)).or(local).unwrap_or(reference);
    let purl = Purl::new(&id).filter(|purl| purl.version().is_none());
    match (purl, affected.versions) {
        (Some(_), Some(versions)) if !versions.is_empty() => {
            // A range cannot be told here, so it is about nothing.
            let exact = versions.into_iter().filter_map(|version| version.version);
            exact.map(|version| Product { id: versioned(&id, &version), parts: Vec::new() }).collect()
        }
        _ => vec![Product { id, parts: Vec::new() }],
    }
}

/// A package URL with a version in its place.
fn versioned(purl: &str, version: &str) -> String {
    let at = purl.find(['?', '#']).unwrap_or(purl.len());
    let version: String = version
        .chars()
        .flat_map(|c| match c {
            '%' | '?' | '#' | '/' | '@' => format!("%{:02X}", u32::from(c)).chars().collect::<Vec<_>>(),
            _ => vec![c],
        })
        .collect();
    format!("{}@{version}{}", &purl[..at], &purl[at..])
}
