//! SARIF's objects as far as they are read. What becomes of them is said elsewhere.
//!
//! The comments give sections of the standard
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use serde::Deserialize;

use super::loose::{Entries, Filled, First, Flag, List, Object, Text, Whole};
use super::properties::Properties;

/// A result (3.27).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Finding {
    pub(super) rule_id: Text,
    pub(super) rule_index: Whole,
    pub(super) rule: Object<Reference>,
    pub(super) kind: Text,
    pub(super) level: Text,
    pub(super) message: Object<Message>,
    pub(super) locations: First<Object<Location>>,
    pub(super) suppressions: List<Object<Suppression>>,
    pub(super) baseline_state: Text,
    pub(super) fingerprints: Entries<Text>,
    pub(super) partial_fingerprints: Entries<Text>,
    pub(super) taxa: List<Object<Reference>>,
    pub(super) provenance: Object<Provenance>,
    pub(super) properties: Properties,
}

/// Which of a run's invocations a result is of (3.48).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Provenance {
    pub(super) invocation_index: Whole,
}

/// A reference to a rule, a notification or a taxon (3.52).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Reference {
    pub(super) id: Text,
    pub(super) index: Whole,
    pub(super) tool_component: Object<ComponentReference>,
}

/// A reference to the driver, an extension or a taxonomy (3.54).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ComponentReference {
    pub(super) name: Text,
    pub(super) index: Whole,
    pub(super) guid: Text,
}

/// A message (3.11).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Message {
    pub(super) text: Text,
    pub(super) markdown: Text,
    pub(super) id: Text,
    pub(super) arguments: List<Text>,
}

/// A text in more than one format (3.12).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Multiformat {
    pub(super) text: Text,
    pub(super) markdown: Text,
}

/// A location (3.28).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Location {
    pub(super) physical_location: Object<PhysicalLocation>,
    pub(super) logical_locations: First<Object<LogicalLocation>>,
}

/// A place in an artifact (3.29).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: Object<ArtifactLocation>,
    pub(super) region: Object<Region>,
    pub(super) address: Object<LogicalLocation>,
}

/// Where an artifact is (3.4).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    pub(super) uri: Text,
    pub(super) uri_base_id: Text,
    pub(super) index: Whole,
}

/// A part of an artifact (3.30). Its snippet may hold a secret: it is not read.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: Whole,
    pub(super) end_line: Whole,
    pub(super) start_column: Whole,
}

/// A place by its name (3.33); an address (3.32) has the same key for it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct LogicalLocation {
    pub(super) fully_qualified_name: Text,
    pub(super) name: Text,
}

/// A suppression (3.35).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Suppression {
    pub(super) kind: Text,
    pub(super) status: Text,
    pub(super) justification: Text,
}

/// The tool (3.18).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Tool {
    pub(super) driver: Object<Component>,
    pub(super) extensions: List<Object<Component>>,
}

/// The driver or an extension of a tool (3.19).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Component {
    pub(super) name: Text,
    pub(super) guid: Text,
    pub(super) semantic_version: Text,
    pub(super) version: Text,
    pub(super) rules: List<Object<super::rules::Rule>>,
    pub(super) notifications: List<Object<super::rules::Rule>>,
    pub(super) global_message_strings: Entries<Object<Multiformat>>,
}

/// A rule or a kind of notification (3.49). Its full description and its help may hold a secret: of them only what is known
/// of a package is kept.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Descriptor {
    pub(super) id: Text,
    pub(super) deprecated_ids: List<Text>,
    pub(super) name: Text,
    pub(super) short_description: Object<Multiformat>,
    pub(super) full_description: Object<Multiformat>,
    pub(super) help: Object<Multiformat>,
    pub(super) message_strings: Entries<Object<Multiformat>>,
    pub(super) default_configuration: Object<Configuration>,
    pub(super) relationships: List<Object<Relationship>>,
    pub(super) properties: Properties,
}

/// How a rule is configured (3.50).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Configuration {
    pub(super) level: Text,
}

/// How a rule is related to another thing, such as a weakness (3.53).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Relationship {
    pub(super) target: Object<Reference>,
}

/// One run of the tool's process (3.20).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Invocation {
    pub(super) execution_successful: Flag,
    pub(super) exit_code: Whole,
    pub(super) exit_code_description: Text,
    pub(super) exit_signal_name: Text,
    pub(super) exit_signal_number: Whole,
    pub(super) process_start_failure_message: Text,
    pub(super) start_time_utc: Text,
    pub(super) end_time_utc: Text,
    pub(super) working_directory: Object<ArtifactLocation>,
    pub(super) tool_execution_notifications: List<Object<Notification>>,
    pub(super) tool_configuration_notifications: List<Object<Notification>>,
    pub(super) rule_configuration_overrides: List<Object<Override>>,
    pub(super) notification_configuration_overrides: List<Object<Override>>,
}

/// What the tool has to say of itself (3.58).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Notification {
    pub(super) level: Text,
    pub(super) message: Object<Message>,
    pub(super) descriptor: Object<Reference>,
    pub(super) locations: First<Object<Location>>,
    pub(super) exception: Object<Exception>,
}

/// What went wrong in the tool (3.59).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Exception {
    pub(super) kind: Text,
    pub(super) message: Text,
}

/// How a rule was configured for one invocation (3.51).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Override {
    pub(super) descriptor: Object<Reference>,
    pub(super) configuration: Object<Configuration>,
}

/// A file that the run knows of (3.24).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Artifact {
    pub(super) location: Object<ArtifactLocation>,
}

/// Which revision was scanned (3.23).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct VersionControl {
    pub(super) repository_uri: Text,
    pub(super) revision_id: Text,
    pub(super) mapped_to: Object<ArtifactLocation>,
}

/// A taxonomy (3.19.3) such as the Common Weakness Enumeration.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Taxonomy {
    pub(super) name: Text,
    pub(super) guid: Text,
    pub(super) taxa: List<Object<Reference>>,
}

/// Which parts of a run are in other files (3.15), or at the end of this one (4.3).
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct External {
    pub(super) results: Filled,
    pub(super) driver: Filled,
    pub(super) extensions: Filled,
    pub(super) invocations: Filled,
}

/// What Trivy says of an image.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct RunProperties {
    pub(super) image_name: Text,
}
