//! Trivy's scan of a cluster: resources, each with results of its own.
//!
//! It stands in `Resources` (`--report all`), in `Findings` (`--report summary`), or, before version 0.42, in two lists named
//! after what was found.

use serde::de::MapAccess;

use super::result::{Metadata, Results};
use crate::evidence::{Evidence, Place, Reading, Scan};
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::read::Reader;
use crate::read::fields::{Fields, Object, Objects};
use crate::read::lenient::{Many, Text};
use crate::read::words::line;

/// The lists that resources are in.
const LISTS: [&str; 4] = ["Resources", "Findings", "Vulnerabilities", "Misconfigurations"];

/// Trivy's JSON of a cluster.
pub(in crate::read) static TRIVY_KUBERNETES: Reader = Reader {
    format: "trivy-kubernetes",
    tool: "trivy",
    recognises: |shape| {
        shape.text("ClusterName").is_some()
            && LISTS.iter().any(|key| shape.get(key).is_some_and(Shape::is_array))
    },
    // Without a single resource nothing is left to know it by.
    admits: |shape| shape.text("ClusterName").is_some(),
    read,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut cluster = Cluster { scan: super::scan(), ..Cluster::default() };
    input.json_seed(Object(&mut cluster))?;
    if cluster.resources == 0 {
        cluster.scan.notes.push("no resource of the cluster is listed".to_owned());
    }
    Ok(Reading { scans: vec![cluster.scan], evidence: cluster.evidence })
}

#[derive(Default)]
struct Cluster {
    scan: Scan,
    evidence: Vec<Evidence>,
    resources: usize,
}

impl Fields for Cluster {
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "ClusterName" => self.scan.target = map.next_value::<Text>()?.0,
            key if LISTS.contains(&key) => {
                let start = self.evidence.len();
                let (scan, evidence) = (&mut self.scan, &mut self.evidence);
                let mut resources = Resource { scan, evidence, start, names: Names::default() };
                self.resources += map.next_value_seed(Objects(&mut resources))?.unwrap_or(0);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// Takes one resource after the other.
struct Resource<'a> {
    scan: &'a mut Scan,
    evidence: &'a mut Vec<Evidence>,
    /// Where the evidence of the resource at hand begins.
    start: usize,
    names: Names,
}

#[derive(Default)]
struct Names {
    namespace: Option<String>,
    kind: Option<String>,
    name: Option<String>,
    error: Option<String>,
}

impl Fields for Resource<'_> {
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "Namespace" => self.names.namespace = map.next_value::<Text>()?.0,
            "Kind" => self.names.kind = map.next_value::<Text>()?.0,
            "Name" => self.names.name = map.next_value::<Text>()?.0,
            "Error" => self.names.error = map.next_value::<Text>()?.0,
            "Metadata" => {
                let Many(all) = map.next_value::<Many<Metadata>>()?;
                self.evidence.extend(all.into_iter().filter_map(|mut metadata| metadata.end_of_life(0)));
            }
            "Results" => {
                let mut results = Results::new(0, self.evidence, &mut self.scan.notes);
                map.next_value_seed(Objects(&mut results))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn end(&mut self) -> Result<(), String> {
        let Names { namespace, kind, name, error } = std::mem::take(&mut self.names);
        let path = path(&[namespace.as_deref(), kind.as_deref(), name.as_deref()]);
        if let Some(error) = error {
            self.scan.failures.push(format!("{path} could not be scanned: {}", line(&error)));
        }
        for finding in &mut self.evidence[self.start..] {
            put_below(finding, &path);
        }
        self.start = self.evidence.len();
        Ok(())
    }
}

/// The parts of a resource's name that are known, such as `default/Deployment/web`.
pub(super) fn path(parts: &[Option<&str>]) -> String {
    let known: Vec<&str> = parts.iter().copied().flatten().filter(|part| !part.is_empty()).collect();
    known.join("/")
}

/// Puts a finding into a resource: names of images and files alone do not tell whose they are.
pub(super) fn put_below(finding: &mut Evidence, resource: &str) {
    let place = finding.place.get_or_insert_with(Place::default);
    // The target of a setting is the resource once more, without its namespace.
    let is_same = resource == place.path || resource.ends_with(&format!("/{}", place.path));
    if !is_same {
        place.path = path(&[Some(resource), Some(&place.path)]);
    } else {
        place.path = resource.to_owned();
    }
}
