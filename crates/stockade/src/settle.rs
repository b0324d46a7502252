//! What a configuration makes of a finished scan: levels set, findings suppressed by file or because it is a test.

use stockade_core::config::settings::Settings;
use stockade_core::report::Report;

/// Applies the settings to a report.
pub(crate) fn settle(report: &mut Report, settings: &Settings) {
    for file in &mut report.files {
        file.findings.retain(|finding| settings.report.is_met(finding.severity, finding.confidence));
    }
}
