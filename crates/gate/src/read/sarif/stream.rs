//! The document as a stream: results are made into evidence one by one as they are read.
//!
//! What results are understood by may stand behind them in the document: Semgrep and osv-scanner write their keys in the
//! order of the alphabet, `tool` last. Where that matters the document is read a second time.

use std::fmt;
use std::rc::Rc;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::findings::{Finder, Known, Tally};
use super::loose::{List, Object, Text};
use super::run::{Results, Run};
use super::wire::{External, Finding};
use crate::evidence::Evidence;
use crate::input::json::Each;

/// The version of SARIF that is read.
pub(super) const VERSION: &str = "2.1.0";

/// A document that was read.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) version: Option<String>,
    /// None where it has no such key; empty also for `null`.
    pub(super) runs: Option<Vec<(Run, Known, Tally)>>,
    /// Whether parts of runs are outside of them.
    pub(super) external: bool,
    pub(super) evidence: Vec<Evidence>,
    /// Whether results have to be read again, by what stands behind them.
    pub(super) again: bool,
}

/// Reads a document into a [`Log`]: the first time all of it, then the results alone.
pub(super) struct Pass<'a> {
    pub(super) log: &'a mut Log,
    pub(super) is_first: bool,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(field_identifier, rename_all = "camelCase")]
enum LogKey {
    Version,
    Runs,
    InlineExternalProperties,
    #[serde(other)]
    Other,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(field_identifier, rename_all = "camelCase")]
enum RunKey {
    Tool,
    Results,
    Invocations,
    Artifacts,
    OriginalUriBaseIds,
    VersionControlProvenance,
    Taxonomies,
    Properties,
    ExternalPropertyFileReferences,
    #[serde(other)]
    Other,
}

/// Notes a key, and refuses it if it was there before: of two values of one key, readers believe either.
fn once<K: PartialEq, E: Error>(seen: &mut Vec<K>, key: K, other: &K) -> Result<(), E> {
    if key != *other {
        if seen.contains(&key) {
            return Err(E::custom("a key is there twice in one object"));
        }
        seen.push(key);
    }
    Ok(())
}

impl<'de> DeserializeSeed<'de> for Pass<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Pass<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a SARIF log")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Vec::new();
        while let Some(key) = map.next_key::<LogKey>()? {
            once(&mut seen, key, &LogKey::Other)?;
            match key {
                LogKey::Version => {
                    self.log.version = map.next_value::<Text>()?.0;
                    if self.log.version.as_deref().is_some_and(|version| version != VERSION) {
                        return Err(A::Error::custom("another version of SARIF"));
                    }
                }
                LogKey::Runs => map.next_value_seed(Runs(Pass { log: self.log, is_first: self.is_first }))?,
                LogKey::InlineExternalProperties => {
                    let parts = map.next_value::<List<Object<External>>>()?.0;
                    let is_part =
                        |of: &External| of.results.0 || of.driver.0 || of.extensions.0 || of.invocations.0;
                    self.log.external = parts.iter().any(|part| is_part(&part.0));
                }
                LogKey::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// The array of runs.
struct Runs<'a>(Pass<'a>);

impl<'de> DeserializeSeed<'de> for Runs<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Runs<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of runs")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.log.runs = Some(Vec::new());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Pass { log, is_first } = self.0;
        if is_first {
            let mut runs = Vec::new();
            while let Some(run) = seq.next_element_seed(FirstRun {
                scan: runs.len(),
                evidence: &mut log.evidence,
                again: &mut log.again,
            })? {
                runs.push(run);
            }
            log.runs = Some(runs);
            return Ok(());
        }
        for (scan, (_, known, tally)) in log.runs.iter_mut().flatten().enumerate() {
            let seed = RunAgain { scan, known, evidence: &mut log.evidence, tally };
            if seq.next_element_seed(seed)?.is_none() {
                return Err(A::Error::custom("the report changed while it was read"));
            }
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// A run that is read for the first time.
struct FirstRun<'a> {
    scan: usize,
    evidence: &'a mut Vec<Evidence>,
    again: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for FirstRun<'_> {
    type Value = (Run, Known, Tally);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FirstRun<'_> {
    type Value = (Run, Known, Tally);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a run")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut run = Run::default();
        let mut tally = Tally::default();
        let mut seen = Vec::new();
        // By what the results were understood, once they have been.
        let mut used: Option<Known> = None;
        while let Some(key) = map.next_key::<RunKey>()? {
            once(&mut seen, key, &RunKey::Other)?;
            match key {
                RunKey::Tool => run.set_tool(map.next_value::<Object<_>>()?.0),
                RunKey::Results => {
                    // Without the rules, all of them would have to be read again.
                    let count = if run.driver.is_some() {
                        let known = run.known();
                        let mut finder = Finder::new(self.scan, &known, self.evidence);
                        let count =
                            map.next_value_seed(Each::new(|finding: Finding| finder.take(finding)))?;
                        tally = finder.end();
                        used = Some(known);
                        count
                    } else {
                        map.next_value_seed(Each::new(|_: IgnoredAny| {}))?
                    };
                    run.results = if count.is_some() { Results::There } else { Results::Null };
                }
                RunKey::Invocations => run.invocations = map.next_value()?,
                RunKey::Artifacts => run.artifacts = Rc::new(map.next_value::<List<_>>()?.0),
                RunKey::OriginalUriBaseIds => run.bases = map.next_value()?,
                RunKey::VersionControlProvenance => run.version_control = map.next_value()?,
                RunKey::Taxonomies => run.taxonomies = Rc::new(map.next_value::<List<_>>()?.0),
                RunKey::Properties => run.properties = map.next_value()?,
                RunKey::ExternalPropertyFileReferences => run.external = map.next_value()?,
                RunKey::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let known = run.known();
        let is_told = used.is_some_and(|used| !known.tells_more_than(&used));
        *self.again |= run.results == Results::There && !is_told;
        Ok((run, known, tally))
    }
}

/// A run whose results are read again.
struct RunAgain<'a> {
    scan: usize,
    known: &'a Known,
    evidence: &'a mut Vec<Evidence>,
    tally: &'a mut Tally,
}

impl<'de> DeserializeSeed<'de> for RunAgain<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RunAgain<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a run")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<RunKey>()? {
            if key == RunKey::Results {
                let mut finder = Finder::new(self.scan, self.known, self.evidence);
                map.next_value_seed(Each::new(|finding: Finding| finder.take(finding)))?;
                *self.tally = finder.end();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
