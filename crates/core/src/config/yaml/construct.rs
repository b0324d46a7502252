//! From events to nodes, and from nodes to a value: aliases, merge keys and tags, as PyYAML's safe loader has them.

use std::collections::HashMap;

use libyaml_safer::{Event, EventData, Mark};

use super::super::Value;
use super::super::value::Entries;
use super::resolve;
use super::words::Problem;
use crate::pystr;

/// PyYAML runs into Python's recursion limit shortly before.
const DEPTH: usize = 500;

/// More values than any configuration holds; aliases of aliases can stand for as many as they like.
const VALUES: usize = 1_000_000;

/// A node of the document. Aliases share theirs, so they are held by number.
#[derive(Debug)]
pub(super) struct Node {
    tag: String,
    kind: Kind,
    mark: Mark,
}

#[derive(Debug)]
enum Kind {
    Scalar(String),
    Sequence(Vec<usize>),
    Mapping(Vec<(usize, usize)>),
}

impl Kind {
    fn name(&self) -> &'static str {
        match self {
            Kind::Scalar(_) => "scalar",
            Kind::Sequence(_) => "sequence",
            Kind::Mapping(_) => "mapping",
        }
    }
}

/// The nodes of the only document and its root; none of an empty stream.
pub(super) fn compose(events: Vec<Event>) -> Result<Option<(Vec<Node>, usize)>, Problem> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut anchors: HashMap<String, usize> = HashMap::new();
    // The collections that are open, with the key that waits for its value in a mapping.
    let mut open: Vec<(usize, Option<usize>)> = Vec::new();
    let mut root = None;
    for Event { data, start_mark: mark, .. } in events {
        let (anchor, tag, kind, opens) = match data {
            EventData::DocumentStart { .. } => {
                if let Some(first) = root.map(|root: usize| nodes[root].mark) {
                    let (context, words) =
                        ("expected a single document in the stream", "but found another document");
                    return Err(Problem::within(context, first, words, mark));
                }
                continue;
            }
            EventData::Alias { anchor } => {
                let Some(&node) = anchors.get(&anchor) else {
                    return Err(Problem::at(format!("found undefined alias {}", pystr::repr(&anchor)), mark));
                };
                place(&mut nodes, &mut open, &mut root, node);
                continue;
            }
            EventData::Scalar { anchor, tag, value, plain_implicit, .. } => {
                let tag = match tag {
                    Some(tag) if tag != "!" => tag,
                    None if !plain_implicit => resolve::STR.to_owned(),
                    _ => resolve::implicit_tag(&value).to_owned(),
                };
                (anchor, tag, Kind::Scalar(value), false)
            }
            EventData::SequenceStart { anchor, tag, .. } => {
                (anchor, collection_tag(tag, resolve::SEQ), Kind::Sequence(Vec::new()), true)
            }
            EventData::MappingStart { anchor, tag, .. } => {
                (anchor, collection_tag(tag, resolve::MAP), Kind::Mapping(Vec::new()), true)
            }
            EventData::SequenceEnd | EventData::MappingEnd => {
                open.pop();
                continue;
            }
            _ => continue,
        };
        let node = nodes.len();
        if let Some(anchor) = anchor {
            if let Some(&first) = anchors.get(&anchor) {
                let context = format!("found duplicate anchor {}; first occurrence", pystr::repr(&anchor));
                return Err(Problem::within(&context, nodes[first].mark, "second occurrence", mark));
            }
            anchors.insert(anchor, node);
        }
        nodes.push(Node { tag, kind, mark });
        place(&mut nodes, &mut open, &mut root, node);
        if opens {
            open.push((node, None));
        }
    }
    Ok(root.map(|root| (nodes, root)))
}

fn collection_tag(tag: Option<String>, default: &str) -> String {
    tag.filter(|tag| tag != "!").unwrap_or_else(|| default.to_owned())
}

/// Puts a node where the innermost open collection expects one.
fn place(nodes: &mut [Node], open: &mut [(usize, Option<usize>)], root: &mut Option<usize>, node: usize) {
    let Some((collection, key)) = open.last_mut() else {
        *root = Some(node);
        return;
    };
    match &mut nodes[*collection].kind {
        Kind::Sequence(items) => items.push(node),
        Kind::Mapping(pairs) => match key.take() {
            Some(key) => pairs.push((key, node)),
            None => *key = Some(node),
        },
        Kind::Scalar(_) => {}
    }
}

/// Why nodes make no value.
pub(super) enum Error {
    /// PyYAML's constructor says so.
    Refused(Problem),
    /// PyYAML stops with another exception, or the value is beyond what is safe to hold.
    Unusable(String),
}

/// The value of a node and all below it.
pub(super) fn construct(nodes: &[Node], root: usize) -> Result<Value, Error> {
    Constructor { nodes, left: VALUES, merging: Vec::new() }.value(root, 0)
}

struct Constructor<'n> {
    nodes: &'n [Node],
    /// How many more values may be made.
    left: usize,
    /// The mappings whose merge keys are being followed.
    merging: Vec<usize>,
}

impl<'n> Constructor<'n> {
    fn value(&mut self, node: usize, depth: usize) -> Result<Value, Error> {
        self.spend(1)?;
        if depth > DEPTH {
            return Err(Error::Unusable(format!("It is nested deeper than {DEPTH} levels.")));
        }
        // The stack of a thread may be small.
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.value_of_kind(node, depth))
    }

    fn value_of_kind(&mut self, node: usize, depth: usize) -> Result<Value, Error> {
        let Node { tag, kind, mark } = &self.nodes[node];
        match (tag.as_str(), kind) {
            (resolve::SEQ, Kind::Sequence(items)) => items
                .iter()
                .map(|&item| self.value(item, depth + 1))
                .collect::<Result<_, _>>()
                .map(Value::List),
            (resolve::MAP, Kind::Mapping(_)) => Ok(Value::Map(self.mapping(node, depth)?)),
            (resolve::SET, Kind::Mapping(_)) => {
                let members = self.mapping(node, depth)?;
                Ok(Value::Map(members.into_iter().map(|(member, _)| (member, Value::Null)).collect()))
            }
            (resolve::OMAP, _) => self.pairs("while constructing an ordered map", node, depth),
            (resolve::PAIRS, _) => self.pairs("while constructing pairs", node, depth),
            (resolve::SEQ, other) => Err(expected("a sequence node", other, *mark)),
            (resolve::MAP | resolve::SET, other) => Err(expected("a mapping node", other, *mark)),
            (
                resolve::NULL
                | resolve::BOOL
                | resolve::INT
                | resolve::FLOAT
                | resolve::BINARY
                | resolve::TIMESTAMP
                | resolve::STR,
                _,
            ) => {
                let text = self.text(node)?;
                let line = mark.line + 1;
                resolve::scalar(tag, text).ok_or_else(|| {
                    let kind = tag.rsplit(':').next().unwrap_or(tag);
                    Error::Unusable(format!("Line {line}: {} is no value of type {kind}.", pystr::repr(text)))
                })
            }
            _ => {
                let words = format!("could not determine a constructor for the tag {}", pystr::repr(tag));
                Err(Error::Refused(Problem::at(words, *mark)))
            }
        }
    }

    /// The text of a scalar; a mapping stands for its default value, which is under the key `=`.
    fn text(&self, mut node: usize) -> Result<&'n str, Error> {
        // Each step goes to another node, and a chain that comes back to itself ends with the count.
        for _ in 0..=self.nodes.len() {
            let Node { kind, mark, .. } = &self.nodes[node];
            let default = match kind {
                Kind::Scalar(text) => return Ok(text),
                Kind::Sequence(_) => None,
                Kind::Mapping(pairs) => pairs.iter().find(|(key, _)| self.nodes[*key].tag == resolve::VALUE),
            };
            let Some(&(_, value)) = default else { return Err(expected("a scalar node", kind, *mark)) };
            node = value;
        }
        Err(Error::Unusable("An alias stands for a collection that holds it.".to_owned()))
    }

    fn mapping(&mut self, node: usize, depth: usize) -> Result<Vec<(Value, Value)>, Error> {
        let mut entries = Entries::default();
        let mark = self.nodes[node].mark;
        for (key_node, value_node) in self.flattened(node, depth)? {
            let key_mark = self.nodes[key_node].mark;
            let key = if self.nodes[key_node].tag == resolve::VALUE {
                Value::Str(self.text(key_node)?.to_owned())
            } else {
                self.value(key_node, depth + 1)?
            };
            if matches!(key, Value::List(_) | Value::Map(_)) {
                let words = "found unhashable key";
                return Err(Error::Refused(Problem::within(
                    "while constructing a mapping",
                    mark,
                    words,
                    key_mark,
                )));
            }
            let value = self.value(value_node, depth + 1)?;
            entries.insert(key, value);
        }
        Ok(entries.into_list())
    }

    /// The pairs of a mapping after those that its merge keys bring in.
    fn flattened(&mut self, node: usize, depth: usize) -> Result<Vec<(usize, usize)>, Error> {
        let Node { kind: Kind::Mapping(pairs), mark, .. } = &self.nodes[node] else { return Ok(Vec::new()) };
        self.spend(pairs.len())?;
        if depth > DEPTH {
            return Err(Error::Unusable(format!("Its merge keys go deeper than {DEPTH} levels.")));
        }
        // A mapping that is merged into itself brings in nothing new.
        let again = self.merging.contains(&node);
        self.merging.push(node);
        let mut merged = Vec::new();
        let mut own = Vec::new();
        for &(key, value) in pairs {
            if self.nodes[key].tag != resolve::MERGE {
                own.push((key, value));
            } else if !again {
                merged.extend(self.merged(*mark, value, depth)?);
            }
        }
        self.merging.pop();
        self.spend(merged.len())?;
        merged.append(&mut own);
        Ok(merged)
    }

    /// The pairs that one merge key brings into the mapping that began at a mark.
    fn merged(&mut self, began: Mark, value: usize, depth: usize) -> Result<Vec<(usize, usize)>, Error> {
        match &self.nodes[value].kind {
            Kind::Mapping(_) => {
                stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.flattened(value, depth + 1))
            }
            Kind::Sequence(items) => {
                let mut groups = Vec::new();
                for &item in items {
                    let Node { kind: Kind::Mapping(_), .. } = &self.nodes[item] else {
                        return Err(self.no_merge(began, "a mapping", item));
                    };
                    groups.push(self.flattened(item, depth + 1)?);
                }
                // The first of the list wins, so it is written last.
                Ok(groups.into_iter().rev().flatten().collect())
            }
            Kind::Scalar(_) => Err(self.no_merge(began, "a mapping or list of mappings", value)),
        }
    }

    fn no_merge(&self, began: Mark, wanted: &str, found: usize) -> Error {
        let Node { kind, mark, .. } = &self.nodes[found];
        let words = format!("expected {wanted} for merging, but found {}", kind.name());
        Error::Refused(Problem::within("while constructing a mapping", began, words, *mark))
    }

    /// A sequence of mappings of one pair each.
    fn pairs(&mut self, context: &str, node: usize, depth: usize) -> Result<Value, Error> {
        let Node { kind, mark, .. } = &self.nodes[node];
        let refused =
            |words: String, place: Mark| Error::Refused(Problem::within(context, *mark, words, place));
        let Kind::Sequence(items) = kind else {
            return Err(refused(format!("expected a sequence, but found {}", kind.name()), *mark));
        };
        let mut list = Vec::new();
        for &item in items {
            let Node { kind, mark: place, .. } = &self.nodes[item];
            let Kind::Mapping(pairs) = kind else {
                let words = format!("expected a mapping of length 1, but found {}", kind.name());
                return Err(refused(words, *place));
            };
            let &[(key, value)] = pairs.as_slice() else {
                let words = format!("expected a single mapping item, but found {} items", pairs.len());
                return Err(refused(words, *place));
            };
            list.push(Value::List(vec![self.value(key, depth + 1)?, self.value(value, depth + 1)?]));
        }
        Ok(Value::List(list))
    }

    fn spend(&mut self, values: usize) -> Result<(), Error> {
        self.left = self
            .left
            .checked_sub(values)
            .ok_or_else(|| Error::Unusable(format!("Its aliases stand for more than {VALUES} values.")))?;
        Ok(())
    }
}

fn expected(wanted: &str, found: &Kind, mark: Mark) -> Error {
    Error::Refused(Problem::at(format!("expected {wanted}, but found {}", found.name()), mark))
}
