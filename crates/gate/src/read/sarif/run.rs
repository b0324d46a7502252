//! One run: what is said of it as a whole, and whether the scan worked.
//!
//! `executionSuccessful` alone does not tell: CodeQL, Semgrep and Bandit say that all went well beside notifications of
//! errors, so these count as well.

use std::rc::Rc;

use jiff::Timestamp;

use super::findings::{Known, Tally, Taxonomies};
use super::loose::{Entries, List, Object, Text};
use super::messages;
use super::places::Places;
use super::producer::{self, Producer};
use super::rules::{self, Overrides, Rules, What};
use super::wire::{
    Artifact, ArtifactLocation, External, Invocation, Notification, RunProperties, Taxonomy, Tool,
    VersionControl,
};
use crate::evidence::Scan;
use crate::read::lenient;

/// A run without its results, as it is read.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) driver: Option<Driver>,
    pub(super) rules: Rc<Rules>,
    pub(super) invocations: List<Object<Invocation>>,
    pub(super) artifacts: Rc<Vec<Object<Artifact>>>,
    pub(super) bases: Entries<Object<ArtifactLocation>>,
    pub(super) version_control: List<Object<VersionControl>>,
    pub(super) taxonomies: Rc<Vec<Object<Taxonomy>>>,
    pub(super) properties: Object<RunProperties>,
    pub(super) external: Object<External>,
    pub(super) results: Results,
}

/// Who wrote a run.
#[derive(Debug)]
pub(super) struct Driver {
    pub(super) producer: Producer,
    name: String,
    version: Option<String>,
}

/// Whether a run has results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Results {
    /// It only describes rules (3.14.23).
    #[default]
    Absent,
    /// The tool failed (3.14.23).
    Null,
    There,
}

impl Run {
    /// Takes what is said of the tool.
    pub(super) fn set_tool(&mut self, tool: Tool) {
        let driver = &tool.driver.0;
        self.driver = driver.name.get().map(|name| Driver {
            producer: Producer::of(name),
            name: producer::name(name),
            version: driver.semantic_version.get().or(driver.version.get()).map(str::to_owned),
        });
        self.rules = Rc::new(Rules::of(tool));
    }

    /// What its results are understood by, by what has been read of it.
    pub(super) fn known(&self) -> Known {
        Known {
            producer: self.driver.as_ref().map(|driver| driver.producer).unwrap_or_default(),
            rules: Rc::clone(&self.rules),
            overrides: Overrides::of(What::Rule, &self.invocations.0, &self.rules),
            places: Places::of(&self.bases, Rc::clone(&self.artifacts), self.roots()),
            taxonomies: Taxonomies::of(Rc::clone(&self.taxonomies)),
        }
    }

    /// Where the root of the project is, besides the bases that are named for it.
    fn roots(&self) -> impl Iterator<Item = &ArtifactLocation> {
        let mapped = self.version_control.0.iter().map(|of| &of.0.mapped_to.0);
        let working = self.invocations.0.iter().map(|of| &of.0.working_directory.0);
        mapped.chain(working).filter(|location| location.uri.get().is_some())
    }

    /// What is told of the scan; none if the run does not name its tool. `known` has the places and the rules.
    pub(super) fn scan(&self, known: &Known, tally: &Tally) -> Option<Scan> {
        let driver = self.driver.as_ref()?;
        let first = |of: fn(&VersionControl) -> Option<&str>| {
            self.version_control.0.iter().find_map(|one| of(&one.0))
        };
        let mut scan = Scan {
            tool: driver.name.clone(),
            version: driver.version.clone(),
            target: self
                .properties
                .0
                .image_name
                .get()
                .or_else(|| first(|of| of.repository_uri.get()))
                .map(str::to_owned),
            // Of several, the earliest: the report is as old as its oldest part.
            time: self.invocations.0.iter().filter_map(|of| time(&of.0)).min(),
            commit: first(|of| of.revision_id.get()).map(str::to_owned),
            failures: Vec::new(),
            notes: Vec::new(),
        };
        self.check_completeness(&mut scan);
        let overrides = Overrides::of(What::Notification, &self.invocations.0, &known.rules);
        let mut notices =
            Notices { known, overrides: &overrides, errors: Vec::new(), warnings: 0, first: None };
        for (at, Object(invocation)) in self.invocations.0.iter().enumerate() {
            check_process(invocation, &mut scan);
            let lists =
                [&invocation.tool_execution_notifications, &invocation.tool_configuration_notifications];
            for Object(notification) in lists.into_iter().flat_map(|list| &list.0) {
                notices.take(notification, at);
            }
        }
        notices.tell(&mut scan);
        if tally.undecided > 0 {
            let count = tally.undecided;
            scan.notes.push(format!(
                "results of kind open or review, which do not count until a person decides: {count}"
            ));
        }
        if tally.gone > 0 {
            scan.notes.push(format!("results of an earlier scan that are no longer there: {}", tally.gone));
        }
        Some(scan)
    }

    fn check_completeness(&self, scan: &mut Scan) {
        let external = &self.external.0;
        if external.results.0 {
            scan.failures.push("its results are in other files, which the report only refers to".to_owned());
        } else if self.results == Results::Absent {
            scan.failures
                .push("it has no list of results: it describes rules, and nothing was scanned".to_owned());
        } else if self.results == Results::Null {
            scan.failures.push("its results are null, which says that the tool failed".to_owned());
        }
        if external.driver.0 || external.extensions.0 {
            scan.failures.push(
                "its rules are in other files, so that it is not known how grave results are".to_owned(),
            );
        }
        if external.invocations.0 {
            scan.failures.push(
                "whether the tool worked is told in other files, which the report only refers to".to_owned(),
            );
        }
    }
}

fn check_process(invocation: &Invocation, scan: &mut Scan) {
    let exit = invocation.exit_code.0.filter(|&code| code != 0);
    let mut why: Vec<String> = exit.map(|code| format!("exit code {code}")).into_iter().collect();
    let texts = [&invocation.exit_code_description, &invocation.exit_signal_name];
    why.extend(texts.into_iter().filter_map(|text| text.get()).map(messages::line));
    let because =
        |text: &str| if why.is_empty() { text.to_owned() } else { format!("{text} ({})", why.join(", ")) };
    if let Some(message) = invocation.process_start_failure_message.get() {
        scan.failures.push(format!("the tool could not be started: {}", messages::line(message)));
    }
    if let Some(signal) = invocation.exit_signal_number.0.filter(|&signal| signal != 0) {
        scan.failures.push(format!("the tool was ended by signal {signal}"));
    }
    match (invocation.execution_successful.0, exit) {
        (Some(false), _) => scan.failures.push(because("the tool says that it failed")),
        // Many tools have an exit code for "something was found".
        (Some(true), Some(_)) => scan.notes.push(because("the tool says that it worked")),
        (None, Some(_)) => scan.failures.push(because("the tool does not say that it worked")),
        (_, None) => {}
    }
}

/// The notifications of a run.
struct Notices<'a> {
    known: &'a Known,
    overrides: &'a Overrides,
    errors: Vec<String>,
    warnings: usize,
    first: Option<String>,
}

impl Notices<'_> {
    fn take(&mut self, notification: &Notification, invocation: usize) {
        let rules = &self.known.rules;
        let position = rules.find(What::Notification, None, None, &notification.descriptor.0);
        let found = position.and_then(|position| Some((position, rules.get(What::Notification, position)?)));
        match rules::level(&notification.level, Some(invocation), found, self.overrides) {
            "none" | "note" => {}
            "warning" => {
                self.warnings += 1;
                if self.first.is_none() {
                    self.first = Some(self.text(notification, position));
                }
            }
            // What is no level of the standard may be an error.
            _ => {
                let text = self.text(notification, position);
                self.errors.push(format!("the tool reports an error: {text}"));
            }
        }
    }

    fn text(&self, notification: &Notification, position: Option<rules::Position>) -> String {
        let told = messages::text(&notification.message.0, &self.known.rules, What::Notification, position);
        let told = told.map(|text| messages::line(&text)).filter(|text| !text.is_empty());
        let exception = &notification.exception.0;
        let other =
            || exception.message.get().or(exception.kind.get()).or(notification.descriptor.0.id.get());
        let text = told
            .or_else(|| other().map(messages::line))
            .unwrap_or_else(|| "it does not say which".to_owned());
        let location = notification.locations.0.as_ref();
        match location.and_then(|location| self.known.places.place(&location.0)) {
            Some(place) if !text.contains(&place.path) => format!("{}: {text}", place.path),
            _ => text,
        }
    }

    fn tell(self, scan: &mut Scan) {
        scan.failures.extend(lenient::few(self.errors));
        if let Some(first) = self.first {
            let what = if self.warnings == 1 {
                "a warning".to_owned()
            } else {
                format!("{} warnings, first", self.warnings)
            };
            scan.notes.push(format!("the tool reports {what}: {first}"));
        }
    }
}

/// When an invocation was.
fn time(invocation: &Invocation) -> Option<Timestamp> {
    let of = |text: &Text| text.get().and_then(lenient::time);
    of(&invocation.end_time_utc).or_else(|| of(&invocation.start_time_utc))
}
