//! Which rule a result is of, and what the rule says of it: rules stand in the driver or in an extension, and results name
//! them by index, by id, by a part of their id, or wrongly (3.27.5 to 3.27.7, 3.52).

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::loose::{Object, Text};
use super::package_lines::{self, Described};
use super::properties::Properties;
use super::wire::{Component, Descriptor, Invocation, Multiformat, Reference, Tool};

/// A rule, as far as findings need it.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Descriptor")]
pub(super) struct Rule {
    pub(super) id: String,
    /// Ids that it had once; for osv-scanner, those of the same vulnerability elsewhere.
    pub(super) other_ids: Vec<String>,
    pub(super) name: Option<String>,
    /// The short description. The full one of Trivy's secrets is the secret.
    pub(super) title: Option<String>,
    pub(super) level: Option<String>,
    pub(super) properties: Properties,
    /// What its help says of a package.
    pub(super) described: Option<Box<Described>>,
    /// Weaknesses and others that it is related to, for the run to tell which they are.
    pub(super) related: Vec<Reference>,
    messages: Vec<(String, String)>,
}

impl From<Descriptor> for Rule {
    fn from(descriptor: Descriptor) -> Rule {
        let text = |text: &Text| text.get().map(str::to_owned);
        let help = descriptor.help.0.text.get().unwrap_or_default();
        let full = descriptor.full_description.0.text.get().unwrap_or_default();
        let id = text(&descriptor.id).unwrap_or_default();
        Rule {
            described: package_lines::of_rule(&id, help, full).map(Box::new),
            other_ids: descriptor.deprecated_ids.0.iter().filter_map(text).collect(),
            name: text(&descriptor.name),
            title: text(&descriptor.short_description.0.text),
            level: text(&descriptor.default_configuration.0.level),
            properties: descriptor.properties,
            related: descriptor.relationships.0.into_iter().map(|to| to.0.target.0).collect(),
            messages: strings(descriptor.message_strings.0),
            id,
        }
    }
}

fn strings(entries: Vec<(String, Object<Multiformat>)>) -> Vec<(String, String)> {
    let text = |of: Multiformat| of.text.0.or(of.markdown.0);
    entries.into_iter().filter_map(|(id, of)| Some((id, text(of.0)?))).collect()
}

/// The rules of a run, and the kinds of its notifications.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// The driver, then the extensions in their order.
    parts: Vec<Part>,
}

#[derive(Debug, Default)]
struct Part {
    name: Option<String>,
    guid: Option<String>,
    rules: Table,
    notifications: Table,
    messages: Vec<(String, String)>,
}

/// Descriptors, and where each id stands.
#[derive(Debug, Default)]
struct Table {
    all: Vec<Rule>,
    by_id: FxHashMap<String, usize>,
    by_other_id: FxHashMap<String, usize>,
}

/// Where a rule stands: the part of the tool and the place in its list.
pub(super) type Position = (usize, usize);

/// Rules, or kinds of notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Rule,
    Notification,
}

impl Table {
    fn of(descriptors: Vec<Object<Rule>>) -> Table {
        let all: Vec<Rule> = descriptors.into_iter().map(|rule| rule.0).collect();
        let (mut by_id, mut by_other_id) = (FxHashMap::default(), FxHashMap::default());
        for (at, rule) in all.iter().enumerate() {
            by_id.entry(rule.id.clone()).or_insert(at);
            for id in &rule.other_ids {
                by_other_id.entry(id.clone()).or_insert(at);
            }
        }
        Table { all, by_id, by_other_id }
    }
}

impl Rules {
    /// Those of a tool.
    pub(super) fn of(tool: Tool) -> Rules {
        let components = std::iter::once(tool.driver).chain(tool.extensions.0);
        let part = |component: Object<Component>| {
            let Object(component) = component;
            Part {
                name: component.name.0,
                guid: component.guid.0,
                rules: Table::of(component.rules.0),
                notifications: Table::of(component.notifications.0),
                messages: strings(component.global_message_strings.0),
            }
        };
        Rules { parts: components.map(part).collect() }
    }

    fn table(&self, part: usize, what: What) -> Option<&Table> {
        let part = self.parts.get(part)?;
        Some(if what == What::Rule { &part.rules } else { &part.notifications })
    }

    /// What stands there.
    pub(super) fn get(&self, what: What, (part, at): Position) -> Option<&Rule> {
        self.table(part, what)?.all.get(at)
    }

    /// Where the rule stands that a result names by its own keys and by a reference.
    ///
    /// An index is believed if the rule there has the id that is named, or one that it begins with; else the id decides. Only
    /// where no rule has that id is an index followed that leads to another one.
    pub(super) fn find(
        &self,
        what: What,
        id: Option<&str>,
        index: Option<usize>,
        reference: &Reference,
    ) -> Option<Position> {
        let part = self.part(reference);
        let id = id.or_else(|| reference.id.get());
        let index = reference.index.index().or(index);
        let pointed = index.filter(|&at| self.get(what, (part, at)).is_some()).map(|at| (part, at));
        let Some(id) = id else { return pointed };
        if let Some(position) = pointed
            && self.get(what, position).is_some_and(|rule| covers(&rule.id, id))
        {
            return Some(position);
        }
        self.search(what, part, id).or(pointed)
    }

    /// Which part of the tool a reference means; the driver if it says nothing.
    fn part(&self, reference: &Reference) -> usize {
        let component = &reference.tool_component.0;
        if let Some(index) = component.index.index() {
            return index + 1;
        }
        let same = |ours: &Option<String>, named: &Text| named.0.is_some() && *ours == named.0;
        let guid = self.parts.iter().position(|part| same(&part.guid, &component.guid));
        guid.or_else(|| self.parts.iter().position(|part| same(&part.name, &component.name))).unwrap_or(0)
    }

    fn search(&self, what: What, first: usize, id: &str) -> Option<Position> {
        let parts = || std::iter::once(first).chain((0..self.parts.len()).filter(move |&part| part != first));
        let mut whole = id;
        loop {
            for part in parts() {
                if let Some(&at) = self.table(part, what).and_then(|table| table.by_id.get(whole)) {
                    return Some((part, at));
                }
            }
            // `A/1/2` is a part of `A/1`, and that of `A` (3.5.4).
            match whole.rsplit_once('/') {
                Some((start, _)) => whole = start,
                None => break,
            }
        }
        parts().find_map(|part| Some((part, *self.table(part, what)?.by_other_id.get(id)?)))
    }

    /// The message that a rule, or the tool, has under an id.
    pub(super) fn message(&self, what: What, position: Option<Position>, id: &str) -> Option<&str> {
        let own = position.and_then(|position| self.get(what, position)).map(|rule| &rule.messages);
        let part = position.map_or(0, |(part, _)| part);
        let of_part = self.parts.get(part).map(|part| &part.messages);
        let mut all = own.into_iter().chain(of_part).flatten();
        all.find(|(name, _)| name == id).map(|(_, text)| text.as_str())
    }
}

/// Whether a rule's id is that one or what it begins with.
fn covers(rule: &str, id: &str) -> bool {
    id.strip_prefix(rule).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The levels that invocations set for rules, in place of those of the rules themselves (3.20.5).
#[derive(Debug, Default, PartialEq)]
pub(super) struct Overrides {
    invocations: Vec<FxHashMap<Position, String>>,
}

impl Overrides {
    /// Those of a run, for rules or for notifications.
    pub(super) fn of(what: What, invocations: &[Object<Invocation>], rules: &Rules) -> Overrides {
        let of_one = |invocation: &Object<Invocation>| {
            let list = match what {
                What::Rule => &invocation.0.rule_configuration_overrides,
                What::Notification => &invocation.0.notification_configuration_overrides,
            };
            let pairs = list.0.iter().filter_map(|Object(one)| {
                let position = rules.find(what, None, None, &one.descriptor.0)?;
                Some((position, one.configuration.0.level.get()?.to_owned()))
            });
            pairs.collect()
        };
        let mut overrides: Vec<FxHashMap<_, _>> = invocations.iter().map(of_one).collect();
        if overrides.iter().all(FxHashMap::is_empty) {
            overrides.clear();
        }
        Overrides { invocations: overrides }
    }

    /// The level of a rule in an invocation: the one named, else the only one there is.
    fn level(&self, invocation: Option<usize>, position: Position) -> Option<&str> {
        let one = match (invocation, self.invocations.as_slice()) {
            (Some(at), all) => all.get(at)?,
            (None, [only]) => only,
            _ => return None,
        };
        one.get(&position).map(String::as_str)
    }
}

/// The level of a result or a notification (3.27.10, 3.58.6).
pub(super) fn level<'a>(
    own: &'a Text,
    invocation: Option<usize>,
    found: Option<(Position, &'a Rule)>,
    overrides: &'a Overrides,
) -> &'a str {
    let inherited = || {
        let (position, rule) = found?;
        overrides.level(invocation, position).or(rule.level.as_deref())
    };
    own.get().or_else(inherited).unwrap_or("warning")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        let tool = r#"{
            "driver": {"name": "t", "rules": [
                {"id": "A", "defaultConfiguration": {"level": "error"}}, {"id": "B", "deprecatedIds": ["OLD"]}
            ], "globalMessageStrings": {"g": {"text": "everywhere"}}},
            "extensions": [{"name": "e", "guid": "G", "rules": [
                {"id": "C", "messageStrings": {"m": {"text": "here"}}}, {"id": "A"}
            ]}]
        }"#;
        Rules::of(serde_json::from_str(tool).expect("a tool"))
    }

    fn find(id: Option<&str>, index: Option<usize>, reference: &str) -> Option<(usize, usize)> {
        let reference = serde_json::from_str(reference).expect("a reference");
        rules().find(What::Rule, id, index, &reference)
    }

    #[test]
    fn rules_by_index_id_and_component() {
        assert_eq!(find(Some("A"), Some(0), "{}"), Some((0, 0)));
        assert_eq!(find(Some("B"), Some(0), "{}"), Some((0, 1)), "the index is wrong");
        assert_eq!(find(Some("B"), None, "{}"), Some((0, 1)));
        assert_eq!(find(Some("C"), None, "{}"), Some((1, 0)), "in an extension");
        assert_eq!(
            find(None, None, r#"{"id": "A", "index": 1, "toolComponent": {"index": 0}}"#),
            Some((1, 1))
        );
        assert_eq!(find(None, None, r#"{"id": "A", "toolComponent": {"name": "e"}}"#), Some((1, 1)));
        assert_eq!(find(Some("A"), None, r#"{"toolComponent": {"guid": "G"}}"#), Some((1, 1)));
        assert_eq!(find(Some("B"), Some(7), r#"{"index": -1}"#), Some((0, 1)));
        assert_eq!(find(None, Some(1), "{}"), Some((0, 1)), "an index alone");
        assert_eq!(find(Some("X"), Some(1), "{}"), Some((0, 1)), "an index without a rival");
        assert_eq!(find(Some("X"), None, "{}"), None);
    }

    #[test]
    fn parts_of_rules_and_former_ids() {
        assert_eq!(find(Some("A/1"), Some(0), "{}"), Some((0, 0)));
        assert_eq!(find(Some("B/1/2"), Some(0), "{}"), Some((0, 1)));
        assert_eq!(find(Some("AB"), None, "{}"), None);
        assert_eq!(find(Some("OLD"), None, "{}"), Some((0, 1)));
    }

    #[test]
    fn messages_of_rules_and_tools() {
        let of = |position, id| rules().message(What::Rule, position, id).map(str::to_owned);
        assert_eq!(of(Some((1, 0)), "m").as_deref(), Some("here"));
        assert_eq!(of(Some((0, 0)), "g").as_deref(), Some("everywhere"));
        assert_eq!((of(Some((1, 0)), "g"), of(None, "g").as_deref()), (None, Some("everywhere")));
    }
}
