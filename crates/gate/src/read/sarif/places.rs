//! Where a result is: URIs made into paths, relative to the root of the project where the report says what that is
//! (3.4, 3.14.14, 3.28 to 3.30).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::loose::{Entries, Object};
use super::wire::{Artifact, ArtifactLocation, Location};
use crate::evidence::Place;

/// What a run says of where its files are.
#[derive(Debug, Default)]
pub(super) struct Places {
    bases: FxHashMap<String, Base>,
    artifacts: Rc<Vec<Object<Artifact>>>,
    /// Folders that paths are relative to, the longest first, each with a slash at its end.
    roots: Vec<String>,
    wanted: Wanted,
}

/// What was asked for and is not known: more of the report may tell it.
#[derive(Debug, Default)]
struct Wanted {
    /// Names of bases.
    bases: RefCell<Vec<String>>,
    /// Whether a file was named by its number.
    artifact: Cell<bool>,
    /// Whether a path was met that lies below no root.
    root: Cell<bool>,
}

/// What a name such as `%SRCROOT%` stands for.
#[derive(Debug, Default)]
struct Base {
    /// The URI that its chain of bases begins with, if that is absolute.
    absolute: Option<String>,
    /// Whether that is the root of the project.
    is_root: bool,
    /// What the others of the chain add to it.
    relative: String,
}

/// Names that tools give to the root of what they scan.
const ROOTS: [&str; 6] = ["SRCROOT", "ROOTPATH", "REPOROOT", "PROJECTROOT", "SOURCEROOT", "WORKSPACE"];

/// How long a chain of bases may be.
const CHAIN: usize = 16;

impl Places {
    /// Those of a run. `roots` are further locations of the project's root.
    pub(super) fn of<'a>(
        bases: &Entries<Object<ArtifactLocation>>,
        artifacts: Rc<Vec<Object<Artifact>>>,
        roots: impl Iterator<Item = &'a ArtifactLocation>,
    ) -> Places {
        let mut places = Places { artifacts, ..Places::default() };
        let named: FxHashMap<&str, &ArtifactLocation> =
            bases.0.iter().map(|(name, base)| (name.as_str(), &base.0)).collect();
        places.bases = named.keys().map(|&name| (name.to_owned(), base(name, &named))).collect();
        let mut folders: Vec<String> = places
            .bases
            .values()
            .filter(|base| base.is_root)
            .filter_map(|base| base.absolute.clone())
            .collect();
        for location in roots {
            folders.extend(places.absolute(location));
        }
        for folder in folders {
            let folder = format!("{}/", folder.trim_end_matches('/'));
            // Everything lies under `/`.
            if folder.len() > 1 && !places.roots.contains(&folder) {
                places.roots.push(folder);
            }
        }
        places.roots.sort_by_key(|root| std::cmp::Reverse(root.len()));
        places
    }

    /// Whether these tell places that the others could not.
    pub(super) fn tell_more_than(&self, others: &Places) -> bool {
        let wanted = &others.wanted;
        // The root of the project, which paths are relative to, adds nothing to them.
        let adds = |base: &Base| !base.relative.is_empty() || base.absolute.is_some() && !base.is_root;
        wanted.bases.borrow().iter().any(|name| self.bases.get(name).is_some_and(adds))
            || wanted.artifact.get() && self.artifacts.len() > others.artifacts.len()
            || wanted.root.get() && self.roots != others.roots
    }

    fn absolute(&self, location: &ArtifactLocation) -> Option<String> {
        let path = path(location.uri.get()?);
        is_absolute(&path).then_some(path)
    }

    /// The place of a result.
    pub(super) fn place(&self, location: &Location) -> Option<Place> {
        let physical = &location.physical_location.0;
        if let Some(path) = self.file(&physical.artifact_location.0) {
            let region = &physical.region.0;
            let line = region.start_line.place();
            return Some(Place {
                path,
                line,
                end_line: region.end_line.place().filter(|&end| line.is_some_and(|line| end >= line)),
                column: region.start_column.place().filter(|_| line.is_some()),
            });
        }
        let logical = location.logical_locations.0.as_ref().map(|logical| &logical.0);
        let names = [
            physical.address.0.fully_qualified_name.get(),
            logical.and_then(|logical| logical.fully_qualified_name.get()),
            logical.and_then(|logical| logical.name.get()),
        ];
        let name = names.into_iter().flatten().find(|name| !name.starts_with("pkg:"))?;
        Some(Place { path: name.to_owned(), ..Place::default() })
    }

    /// The path of a file.
    pub(super) fn file(&self, location: &ArtifactLocation) -> Option<String> {
        let listed = || {
            let artifact = self.artifacts.get(location.index.index()?).map(|artifact| &artifact.0.location.0);
            if artifact.is_none() {
                self.wanted.artifact.set(true);
            }
            artifact.filter(|artifact| artifact.uri.get().is_some())
        };
        let location = if location.uri.get().is_some() { location } else { listed()? };
        let own = path(location.uri.get()?);
        let whole = if is_absolute(&own) { own } else { self.on_base(location.uri_base_id.get(), own) };
        if !is_absolute(&whole) {
            return Some(whole);
        }
        let inner = self.roots.iter().find_map(|root| whole.strip_prefix(root.as_str()));
        if inner.is_none() {
            self.wanted.root.set(true);
        }
        Some(inner.filter(|inner| !inner.is_empty()).map(str::to_owned).unwrap_or(whole))
    }

    fn on_base(&self, name: Option<&str>, own: String) -> String {
        let Some(name) = name else { return own };
        let Some(base) = self.bases.get(name) else {
            let mut wanted = self.wanted.bases.borrow_mut();
            if !wanted.iter().any(|wanted| wanted == name) {
                wanted.push(name.to_owned());
            }
            return own;
        };
        let joined = if base.relative.is_empty() { own } else { join(&base.relative, &own) };
        match &base.absolute {
            Some(absolute) if !base.is_root => join(absolute, &joined),
            _ => joined,
        }
    }
}

/// What a name stands for by the chain of names that it is defined by.
fn base(name: &str, named: &FxHashMap<&str, &ArtifactLocation>) -> Base {
    let is_absolute_base =
        |location: &&&ArtifactLocation| location.uri.get().is_some_and(|uri| is_absolute(&path(uri)));
    let is_only = named.values().filter(is_absolute_base).count() == 1;
    let mut found = Base::default();
    let mut name = name;
    for _ in 0..CHAIN {
        let Some(location) = named.get(name) else { break };
        if let Some(uri) = location.uri.get() {
            let own = path(uri);
            if is_absolute(&own) {
                let plain = name.trim_matches('%').to_ascii_uppercase();
                found.is_root = is_only || ROOTS.contains(&plain.as_str());
                found.absolute = Some(own);
                break;
            }
            found.relative = if found.relative.is_empty() { own } else { join(&own, &found.relative) };
        }
        match location.uri_base_id.get() {
            Some(next) => name = next,
            None => break,
        }
    }
    found
}

fn join(folder: &str, path: &str) -> String {
    normal(&format!("{}/{path}", folder.trim_end_matches('/')))
}

/// Whether a path or a URI says all of where it is.
fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.contains("://") || has_drive(path)
}

/// Whether it begins as `C:` does.
fn has_drive(path: &str) -> bool {
    let mut chars = path.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic())
        && chars.next() == Some(':')
        && matches!(chars.next(), None | Some('/' | '\\'))
}

/// The path that a URI stands for; URIs that are no files stay as they are. Tools also write what is no valid URI, such as
/// the names of images with blanks.
fn path(uri: &str) -> String {
    let Some(rest) = uri.get(..5).filter(|start| start.eq_ignore_ascii_case("file:")).map(|_| &uri[5..])
    else {
        return if uri.contains("://") { uri.to_owned() } else { normal(&slashes(uri)) };
    };
    let rest = slashes(rest);
    let path = match rest.strip_prefix("//") {
        // The name of a host, or what was put right behind the slashes.
        Some(named) if !named.starts_with('/') => match named.strip_prefix("localhost/") {
            Some(path) => format!("/{path}"),
            None if has_drive(named) => named.to_owned(),
            None => return format!("//{}", normal(named)),
        },
        Some(path) => path.to_owned(),
        None => rest,
    };
    // `/C:/…`, and `//home/…` of those who put `file://` before a path with a slash too many.
    let path = path.trim_start_matches('/');
    normal(&if has_drive(path) { path.to_owned() } else { format!("/{path}") })
}

fn slashes(uri: &str) -> String {
    decoded(&uri.replace('\\', "/"))
}

/// With `%20` and the like as the characters that they stand for; as it is, if that would be no text.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                // Two hexadecimal digits are a byte.
                bytes.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Without `.`, and without `..` where there is a folder to leave.
fn normal(path: &str) -> String {
    if !path.split('/').any(|part| matches!(part, "." | "..")) {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| !matches!(*last, "" | "..")) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let normal = parts.join("/");
    // The folder itself.
    if normal.is_empty() { ".".to_owned() } else { normal }
}

#[cfg(test)]
mod tests {
    use super::super::loose::Text;
    use super::*;

    fn places(bases: &str, artifacts: &str, root: Option<&str>) -> Places {
        let root: Option<ArtifactLocation> = root
            .map(|root| ArtifactLocation { uri: Text(Some(root.to_owned())), ..ArtifactLocation::default() });
        let bases = serde_json::from_str(bases).expect("bases");
        Places::of(&bases, Rc::new(serde_json::from_str(artifacts).expect("artifacts")), root.iter())
    }

    fn file(places: &Places, uri: &str, base: &str) -> Option<String> {
        let text = |text: &str| Text(Some(text.to_owned()));
        places.file(&ArtifactLocation {
            uri: text(uri),
            uri_base_id: text(base),
            ..ArtifactLocation::default()
        })
    }

    #[test]
    fn uris_are_paths() {
        for (uri, of) in [
            ("src/a%20b.py", "src/a b.py"),
            ("./src/../a.py", "a.py"),
            ("./", "."),
            ("../a.py", "../a.py"),
            ("src\\sub\\a.py", "src/sub/a.py"),
            ("file:///home/x/a.py", "/home/x/a.py"),
            ("file:/home/x/a.py", "/home/x/a.py"),
            ("file:////src/a.js", "/src/a.js"),
            ("file://localhost/a.py", "/a.py"),
            ("file:///C:/code/a.c", "C:/code/a.c"),
            ("file://C:\\code\\a.c", "C:/code/a.c"),
            ("file://server/share/a.c", "//server/share/a.c"),
            ("C:\\code\\a.c", "C:/code/a.c"),
            ("https://example.org/a%20b", "https://example.org/a%20b"),
            ("some/image:1.0 (alpine 3.7.1)", "some/image:1.0 (alpine 3.7.1)"),
            ("100%.py", "100%.py"),
            ("%ff.py", "%ff.py"),
        ] {
            assert_eq!(path(uri), of, "{uri}");
        }
    }

    #[test]
    fn bases_chain_up_to_the_root() {
        let one = places(
            r#"{"SRC": {"uri": "src/", "uriBaseId": "REPO"}, "REPO": {"uri": "file:///home/x/"}}"#,
            "[]",
            None,
        );
        assert_eq!(file(&one, "a.c", "SRC").as_deref(), Some("src/a.c"));
        assert_eq!(file(&one, "b.c", "REPO").as_deref(), Some("b.c"));
        assert_eq!(file(&one, "file:///home/x/lib/b.c", "").as_deref(), Some("lib/b.c"));
        assert_eq!(file(&one, "b.c", "%UNDEFINED%").as_deref(), Some("b.c"));
        let two = places(
            r#"{"%SRCROOT%": {"uri": "file:///home/x"}, "LIB": {"uri": "file:///usr/include/"}}"#,
            "[]",
            None,
        );
        assert_eq!(file(&two, "a.c", "%SRCROOT%").as_deref(), Some("a.c"));
        assert_eq!(file(&two, "a.h", "LIB").as_deref(), Some("/usr/include/a.h"));
        let round =
            places(r#"{"A": {"uri": "a/", "uriBaseId": "B"}, "B": {"uriBaseId": "A"}, "C": 5}"#, "[]", None);
        assert!(file(&round, "x", "A").is_some_and(|path| path.ends_with("/x")));
        let slash = places(r#"{"ROOTPATH": {"uri": "file:///"}}"#, "[]", None);
        assert_eq!(file(&slash, "/etc/x", "ROOTPATH").as_deref(), Some("/etc/x"));
    }

    #[test]
    fn files_by_number_and_below_the_working_folder() {
        let of = places("{}", r#"[{"location": {"uri": "a.py"}}, {}, null]"#, Some("file:///home/x"));
        let by = |index: i64| {
            let location = format!(r#"{{"index": {index}}}"#);
            of.file(&serde_json::from_str(&location).expect("a location"))
        };
        assert_eq!((by(0).as_deref(), by(1), by(-1)), (Some("a.py"), None, None));
        assert_eq!(by(9), None);
        assert_eq!(file(&of, "file:///home/x/b.py", "").as_deref(), Some("b.py"));
        assert_eq!(file(&of, "file:///home/xy/b.py", "").as_deref(), Some("/home/xy/b.py"));
    }

    #[test]
    fn what_stands_behind_the_results_may_tell_more() {
        let tells = |bases: &str, artifacts: &str, asked: &str| {
            let before = Places::default();
            before.file(&serde_json::from_str(asked).expect("a location"));
            places(bases, artifacts, None).tell_more_than(&before)
        };
        let based = r#"{"uri": "a", "uriBaseId": "B"}"#;
        assert!(tells(r#"{"B": {"uri": "src/"}}"#, "[]", based));
        assert!(tells(r#"{"B": {"uri": "file:///a/"}, "C": {"uri": "file:///c/"}}"#, "[]", based));
        assert!(!tells(r#"{"B": {"uri": "file:///a/"}}"#, "[{}]", based), "the root");
        assert!(!tells(r#"{"B": {}, "C": {"uri": "src/"}}"#, "[]", based));
        assert!(tells("{}", "[{}]", r#"{"index": 0}"#) && !tells("{}", "[]", r#"{"index": 0}"#));
        assert!(tells(r#"{"B": {"uri": "file:///a/"}}"#, "[]", r#"{"uri": "file:///a/b"}"#));
        assert!(!tells(r#"{"B": {"uri": "file:///a/"}}"#, "[{}]", r#"{"uri": "b", "index": 5}"#));
    }

    #[test]
    fn regions_that_make_no_sense_are_left_out() {
        let of = |region: &str| {
            let location = format!(
                r#"{{"physicalLocation": {{"artifactLocation": {{"uri": "a"}}, "region": {region}}}}}"#
            );
            let place = Places::default()
                .place(&serde_json::from_str(&location).expect("a location"))
                .expect("a place");
            (place.line, place.end_line, place.column)
        };
        assert_eq!(of(r#"{"startLine": 3, "endLine": 4, "startColumn": 5}"#), (Some(3), Some(4), Some(5)));
        assert_eq!(of(r#"{"startLine": 0, "endLine": 4, "startColumn": -5}"#), (None, None, None));
        assert_eq!(
            of(r#"{"startLine": 3, "endLine": 2, "startColumn": 99999999999}"#),
            (Some(3), None, None)
        );
        assert_eq!(of("null"), (None, None, None));
        let name = r#"{"logicalLocations": [{"fullyQualifiedName": "a::b"}]}"#;
        let place = Places::default().place(&serde_json::from_str(name).expect("a location"));
        assert_eq!(place.map(|place| place.path).as_deref(), Some("a::b"));
    }
}
