//! CSAF 2.0 and 2.1 (<https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html>): the status of products by vulnerability,
//! with the product tree that says what the products are.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Product, Statement, Status, time};
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};

pub(super) fn recognises(shape: &Shape) -> bool {
    shape.get("document").is_some_and(|document| document.text("csaf_version").is_some())
}

#[derive(Deserialize)]
struct Document {
    document: About,
    product_tree: Option<Tree>,
    vulnerabilities: Option<Vec<Vulnerability>>,
}

#[derive(Deserialize)]
struct About {
    category: Option<String>,
    csaf_version: String,
    publisher: Option<Publisher>,
    tracking: Option<Tracking>,
}

#[derive(Deserialize)]
struct Publisher {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Tracking {
    current_release_date: Option<String>,
}

#[derive(Deserialize, Default)]
struct Tree {
    branches: Option<Vec<Branch>>,
    full_product_names: Option<Vec<Named>>,
    product_groups: Option<Vec<Group>>,
    relationships: Option<Vec<Relationship>>,
}

#[derive(Deserialize)]
struct Branch {
    branches: Option<Vec<Branch>>,
    product: Option<Named>,
}

/// A "full product name" (section 3.1.3).
#[derive(Deserialize)]
struct Named {
    product_id: String,
    name: Option<String>,
    product_identification_helper: Option<Helper>,
}

#[derive(Deserialize)]
struct Helper {
    purl: Option<String>,
    /// Version 2.1 has several.
    purls: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Group {
    group_id: String,
    product_ids: Vec<String>,
}

#[derive(Deserialize)]
struct Relationship {
    product_reference: String,
    relates_to_product_reference: String,
    full_product_name: Named,
}

#[derive(Deserialize)]
struct Vulnerability {
    cve: Option<String>,
    ids: Option<Vec<Id>>,
    product_status: Option<ProductStatus>,
    flags: Option<Vec<Flag>>,
    threats: Option<Vec<Threat>>,
}

#[derive(Deserialize)]
struct Id {
    text: String,
}

/// What section 3.2.3.9 lists; what is `recommended` says nothing of the vulnerability.
#[derive(Deserialize, Default)]
struct ProductStatus {
    known_not_affected: Option<Vec<String>>,
    fixed: Option<Vec<String>>,
    first_fixed: Option<Vec<String>>,
    under_investigation: Option<Vec<String>>,
    unknown: Option<Vec<String>>,
    known_affected: Option<Vec<String>>,
    first_affected: Option<Vec<String>>,
    last_affected: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Flag {
    label: String,
    #[serde(flatten)]
    about: Products,
}

#[derive(Deserialize)]
struct Threat {
    category: Option<String>,
    details: Option<String>,
    #[serde(flatten)]
    about: Products,
}

/// The products that something holds for; all if none is named.
#[derive(Deserialize)]
struct Products {
    product_ids: Option<Vec<String>>,
    group_ids: Option<Vec<String>>,
}

pub(super) fn read(input: &Input) -> Result<Vec<Statement>, Refusal> {
    let document: Document = input.json()?;
    let about = document.document;
    if !matches!(about.csaf_version.as_str(), "2.0" | "2.1") {
        return Err(Refusal::new(
            format!("is CSAF of a version that is not known: {}", about.csaf_version),
            "have it written as CSAF 2.0",
        ));
    }
    let Some(vulnerabilities) = document.vulnerabilities else {
        return Err(Refusal::new("is CSAF without `vulnerabilities`", "name a document that says of some"));
    };
    let tree = Catalogue::new(document.product_tree.unwrap_or_default());
    let when = about.tracking.and_then(|tracking| tracking.current_release_date);
    let when = when.map(|text| time(&text)).transpose()?;
    let author = about.publisher.and_then(|publisher| publisher.name);
    // The profile VEX (section 4.5) demands a reason, the others do not.
    let needs_reason = about.category.as_deref() == Some("csaf_vex");
    let mut statements: Vec<Statement> = Vec::new();
    for vulnerability in vulnerabilities {
        let reasons = Reasons::new(&vulnerability, &tree);
        let mut ids =
            vulnerability.cve.into_iter().chain(vulnerability.ids.into_iter().flatten().map(|id| id.text));
        // Without an id there is nothing to find it by.
        let Some(id) = ids.next() else { continue };
        let aliases: Vec<String> = ids.collect();
        let status = vulnerability.product_status.unwrap_or_default();
        for (status, lists) in [
            (Status::NotAffected, [status.known_not_affected, None, None]),
            (Status::Fixed, [status.fixed, status.first_fixed, None]),
            (Status::UnderInvestigation, [status.under_investigation, status.unknown, None]),
            (Status::Affected, [status.known_affected, status.first_affected, status.last_affected]),
        ] {
            let first = statements.len();
            for product in lists.into_iter().flatten().flatten() {
                let reason = reasons.of(&product);
                if needs_reason && status == Status::NotAffected && reason.is_none() {
                    return Err(Refusal::new(
                        format!("says that {product} is not affected by {id}, and not why"),
                        "have its author add a flag, or a threat of the category `impact`",
                    ));
                }
                let products = tree.products(&product);
                // One statement for all products that have the same reason.
                match statements[first..].iter_mut().find(|statement| statement.reason == reason) {
                    Some(statement) => statement.products.extend(products),
                    None => statements.push(Statement {
                        id: id.clone(),
                        aliases: aliases.clone(),
                        products,
                        status,
                        reason,
                        author: author.clone(),
                        time: when,
                        origin: input.name.clone(),
                    }),
                }
            }
        }
    }
    Ok(statements)
}

/// What the ids of products stand for.
struct Catalogue {
    /// By id: the package URLs, else the name.
    names: HashMap<String, Vec<String>>,
    /// By the id of a product that is a part of another: the part and the other.
    relationships: HashMap<String, (String, String)>,
    groups: HashMap<String, Vec<String>>,
}

impl Catalogue {
    fn new(tree: Tree) -> Catalogue {
        let mut catalogue =
            Catalogue { names: HashMap::new(), relationships: HashMap::new(), groups: HashMap::new() };
        catalogue.branches(tree.branches.unwrap_or_default());
        for named in tree.full_product_names.unwrap_or_default() {
            catalogue.name(named);
        }
        for relationship in tree.relationships.unwrap_or_default() {
            let (part, whole) = (relationship.product_reference, relationship.relates_to_product_reference);
            catalogue.relationships.insert(relationship.full_product_name.product_id.clone(), (part, whole));
            catalogue.name(relationship.full_product_name);
        }
        for group in tree.product_groups.unwrap_or_default() {
            catalogue.groups.insert(group.group_id, group.product_ids);
        }
        catalogue
    }

    fn branches(&mut self, branches: Vec<Branch>) {
        for branch in branches {
            branch.product.into_iter().for_each(|named| self.name(named));
            self.branches(branch.branches.unwrap_or_default());
        }
    }

    fn name(&mut self, named: Named) {
        let helper = named.product_identification_helper;
        let (one, several) = helper.map_or((None, None), |helper| (helper.purl, helper.purls));
        let mut names: Vec<String> = one.into_iter().chain(several.unwrap_or_default()).collect();
        if names.is_empty() {
            names.extend(named.name);
        }
        self.names.insert(named.product_id, names);
    }

    /// The products that an id stands for: a part of another one, or one of its own.
    fn products(&self, id: &str) -> Vec<Product> {
        let mut products = Vec::new();
        let own = self.names.get(id).map(Vec::as_slice).unwrap_or_default();
        let related = self.relationships.get(id);
        if let Some((part, whole)) = related {
            let parts = self.names_of(part);
            let whole = self.names_of(whole);
            products.extend(whole.into_iter().map(|id| Product { id, parts: parts.clone() }));
        }
        // The name of a part in a whole is a sentence, but its package URL is one.
        let own = own.iter().filter(|name| related.is_none() || name.starts_with("pkg:"));
        products.extend(own.map(|id| Product { id: id.clone(), parts: Vec::new() }));
        if products.is_empty() {
            products.push(Product { id: id.to_owned(), parts: Vec::new() });
        }
        products
    }

    /// What a product goes by. Never empty, since a product without parts is all of it.
    fn names_of(&self, id: &str) -> Vec<String> {
        let names = self.names.get(id).filter(|names| !names.is_empty());
        names.cloned().unwrap_or_else(|| vec![id.to_owned()])
    }
}

/// Why products are not affected by one vulnerability.
struct Reasons {
    /// The reason, with the products that it holds for; none for all.
    said: Vec<(String, Option<Vec<String>>)>,
}

impl Reasons {
    fn new(vulnerability: &Vulnerability, tree: &Catalogue) -> Reasons {
        let flags = vulnerability.flags.iter().flatten().map(|flag| (flag.label.clone(), &flag.about));
        let threats = vulnerability.threats.iter().flatten();
        let impacts = threats.filter(|threat| threat.category.as_deref() == Some("impact"));
        let impacts = impacts.filter_map(|threat| Some((threat.details.clone()?, &threat.about)));
        let products = |about: &Products| {
            if about.product_ids.is_none() && about.group_ids.is_none() {
                return None;
            }
            let groups =
                about.group_ids.iter().flatten().filter_map(|group| tree.groups.get(group)).flatten();
            Some(about.product_ids.iter().flatten().chain(groups).cloned().collect())
        };
        Reasons { said: flags.chain(impacts).map(|(reason, about)| (reason, products(about))).collect() }
    }

    fn of(&self, product: &str) -> Option<String> {
        let holds = |products: &Option<Vec<String>>| {
            products.as_ref().is_none_or(|products| products.iter().any(|own| own == product))
        };
        let said: Vec<&str> = self
            .said
            .iter()
            .filter(|(_, products)| holds(products))
            .map(|(reason, _)| reason.as_str())
            .collect();
        (!said.is_empty()).then(|| said.join(": "))
    }
}
