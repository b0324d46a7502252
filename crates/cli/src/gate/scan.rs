//! `--scan`: a scan of ours as one of the reports, by way of the SARIF that it would have been uploaded as.

use std::path::PathBuf;

use stockade::{Scanner, config};
use stockade_gate::decide::Received;
use stockade_gate::evidence::SuppressedBy;
use stockade_gate::input::{Input, Refusal};
use stockade_gate::read;
use stockade_report::{Format, View};

use crate::output::{Clock, WIDTH};

/// What configures a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Configured {
    /// What is found in the tree.
    ByTree,
    /// This file and nothing in the tree: the policy, where it configures scans, too.
    By(PathBuf),
    /// Nothing.
    ByNothing,
}

/// Scans, and reads what the scan says. A scan that cannot be done is a report that cannot be relied on.
pub(crate) fn receive(targets: &[PathBuf], configured: &Configured, clock: &Clock) -> Received {
    let names: Vec<String> = targets.iter().map(|target| target.display().to_string()).collect();
    let path = format!("scan of {}", names.join(", "));
    let mut warnings = Vec::new();
    let report = scan(targets, configured, clock, &mut |warning| warnings.push(warning));
    let report = report.and_then(|sarif| {
        let mut report = read::read(&Input::memory(path.clone(), sarif), Some("stockade"))?;
        // What configured this scan is what may say how the release is decided, too.
        let suppressions = report.reading.evidence.iter_mut().filter_map(|own| own.suppression.as_mut());
        for suppression in suppressions.filter(|own| own.by == SuppressedBy::External) {
            suppression.by = SuppressedBy::Configuration;
        }
        if let Some(scan) = report.reading.scans.first_mut() {
            scan.notes.extend(warnings);
        }
        Ok(report)
    });
    Received { path, report }
}

fn scan(
    targets: &[PathBuf],
    configured: &Configured,
    clock: &Clock,
    warn: &mut dyn FnMut(String),
) -> Result<Vec<u8>, Refusal> {
    let failed = |error: stockade::Error| {
        Refusal::new(format!("could not be done: {error}"), "see what `stockade scan` says of the same paths")
    };
    let isolated = *configured != Configured::ByTree;
    let mut scanner = Scanner::new().isolated(isolated).no_ignore(isolated);
    let loaded = match configured {
        Configured::ByTree => {
            let root = scanner.project_root(targets).map_err(failed)?;
            Some(config::load(&root).map_err(failed)?)
        }
        Configured::By(file) => Some(config::load_named(file).map_err(failed)?),
        Configured::ByNothing => None,
    };
    let mut strict = false;
    if let Some(loaded) = loaded {
        strict = loaded.settings.strict;
        scanner = scanner.configured(loaded);
    }
    let mut report = scanner.scan_paths(targets).map_err(failed)?;
    report.run.time = Some(clock.stop());
    let view = View {
        report: &report,
        fail_on: None,
        strict,
        category: None,
        colour: false,
        width: WIDTH,
        verbose: false,
        quiet: true,
    };
    let mut sarif = Vec::new();
    Format::Sarif.write(&view, &mut sarif, warn).map_err(|error| failed(error.into()))?;
    Ok(sarif)
}
