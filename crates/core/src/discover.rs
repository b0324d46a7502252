//! Which files a run looks at: targets walked as Bandit walks them, inclusions and exclusions applied.
//!
//! Nothing is read here but folders. The names that come out are the spellings that were walked to, and the same
//! file under two spellings is two files.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use memchr::memmem;

use crate::fnmatch::Pattern;
use crate::pystr;

/// The name under which standard input is reported.
pub const STDIN_NAME: &str = "<stdin>";

/// Files to scan and files left out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Discovered {
    /// What to scan, sorted by name.
    pub targets: Vec<Target>,
    /// What an exclusion or the missing of an inclusion left out.
    pub excluded: Excluded,
    /// Folders that were named without leave to walk them, in the order of the arguments.
    pub not_walked: Vec<String>,
}

/// One thing to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The name for reports; bytes that are no UTF-8 stand as `\xNN`.
    pub name: String,
    /// Where its bytes are.
    pub origin: Origin,
}

/// Where a target's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In a file.
    File(PathBuf),
    /// On standard input.
    Stdin,
}

/// Files left out. There can be more of them than of the others, and hardly any report names them: so they are put in
/// order for whoever asks.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Excluded(Vec<OsString>);

impl Excluded {
    /// Their names, sorted.
    #[must_use]
    pub fn names(self) -> Vec<String> {
        sorted(self.0).iter().map(|path| pystr::printable(path).into_owned()).collect()
    }
}

/// What is in and below the folders among some targets: listed once for all questions.
#[derive(Debug, Default)]
pub struct Folders(Vec<(OsString, Vec<Listed>)>);

/// What is no folder, in or below one.
#[derive(Debug, Clone)]
struct Listed {
    path: OsString,
    /// Where its name begins in the path.
    name: usize,
}

impl Folders {
    /// The files named `name` in and below the folders of `targets`, in the order in which the system lists them.
    #[must_use]
    pub fn find_named(&mut self, targets: &[OsString], name: &str) -> Vec<OsString> {
        let mut found = Vec::new();
        for target in targets {
            let files = self.list(target).iter();
            found.extend(files.filter(|file| file.name() == name.as_bytes()).map(|file| file.path.clone()));
        }
        found
    }

    fn list(&mut self, top: &OsStr) -> &mut Vec<Listed> {
        let at = self.0.iter().position(|(listed, _)| listed == top).unwrap_or_else(|| {
            self.0.push((top.to_owned(), files_below(top.to_owned())));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}

impl Listed {
    fn name(&self) -> &[u8] {
        &self.path.as_encoded_bytes()[self.name..]
    }
}

/// Finds what to scan. `-` is standard input.
#[must_use]
pub fn discover(targets: &[OsString], recursive: bool, filter: &Filter, mut folders: Folders) -> Discovered {
    let mut included: Vec<OsString> = Vec::new();
    let mut excluded: Vec<OsString> = Vec::new();
    let mut not_walked = Vec::new();
    for target in targets {
        if Path::new(target).is_dir() {
            if recursive {
                // A target that is named again has nothing new.
                for Listed { path, .. } in std::mem::take(folders.list(target)) {
                    if filter.takes(&path) { included.push(path) } else { excluded.push(path) }
                }
            } else {
                not_walked.push(pystr::printable(target).into_owned());
            }
        } else if filter.excludes(&pystr::matchable(target)) {
            excluded.push(target.clone());
        } else if target == "-" {
            included.push(target.clone());
        } else {
            included.push(join(OsStr::new("."), target));
        }
    }
    Discovered {
        targets: sorted(included).into_iter().map(Target::from_argument).collect(),
        excluded: Excluded(excluded),
        not_walked,
    }
}

/// Sorted without repetition. Python orders by code point, which is the order of UTF-8's bytes.
fn sorted(mut paths: Vec<OsString>) -> Vec<OsString> {
    paths.sort_unstable();
    paths.dedup();
    paths
}

impl Target {
    fn from_argument(path: OsString) -> Target {
        if path == "-" {
            return Target { name: STDIN_NAME.to_owned(), origin: Origin::Stdin };
        }
        Target { name: pystr::printable(&path).into_owned(), origin: Origin::File(path.into()) }
    }
}

/// What decides whether a file is looked at.
#[derive(Debug)]
pub struct Filter {
    include: Vec<Pattern>,
    exclude: Vec<Exclusion>,
}

/// An exclusion holds where its pattern matches or where its bare text stands anywhere in the path.
#[derive(Debug)]
struct Exclusion {
    pattern: Pattern,
    text: memmem::Finder<'static>,
}

impl Filter {
    /// Patterns of files to take from folders, and exclusions that hold for named files too.
    #[must_use]
    pub fn new<T: AsRef<str>>(include: &[T], exclude: &[T]) -> Filter {
        let exclusion = |text: &T| Exclusion {
            pattern: Pattern::new(text.as_ref()),
            text: memmem::Finder::new(text.as_ref()).into_owned(),
        };
        Filter {
            include: include.iter().map(|pattern| Pattern::new(pattern.as_ref())).collect(),
            exclude: exclude.iter().map(exclusion).collect(),
        }
    }

    /// Whether a file found in a folder is looked at.
    #[must_use]
    pub fn takes(&self, path: &OsStr) -> bool {
        let path = pystr::matchable(path);
        self.include.iter().any(|pattern| pattern.matches(&path)) && !self.excludes(&path)
    }

    fn excludes(&self, path: &str) -> bool {
        self.exclude.iter().any(|exclusion| {
            exclusion.text.find(path.as_bytes()).is_some() || exclusion.pattern.matches(path)
        })
    }
}

/// The exclusion that an argument of the command stands for: an existing folder means all below it.
#[must_use]
pub fn exclusion_of_argument(argument: &OsStr) -> String {
    let below;
    let exclusion = if Path::new(argument).is_dir() {
        below = join(argument, OsStr::new("*"));
        &below
    } else {
        argument
    };
    pystr::matchable(exclusion).into_owned()
}

/// All that is no folder in and below `top`, a folder's own files first, as `os.walk` has it.
///
/// Links to folders are neither followed nor listed; a folder that cannot be listed is passed over in silence.
fn files_below(top: OsString) -> Vec<Listed> {
    let mut all = Vec::new();
    let mut folders = vec![top];
    while let Some(folder) = folders.pop() {
        let Some((inner, files)) = list(&folder) else { continue };
        all.extend(files.iter().map(|name| {
            let path = join(&folder, name);
            Listed { name: path.len() - name.len(), path }
        }));
        folders.extend(inner.iter().rev().map(|name| join(&folder, name)));
    }
    all
}

/// The folders to walk into and the other entries of a folder.
fn list(folder: &OsStr) -> Option<(Vec<OsString>, Vec<OsString>)> {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).ok()? {
        // As in Python, an error on the way leaves the whole folder out.
        let entry = entry.ok()?;
        let name = entry.file_name();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => folders.push(name),
            Ok(kind) if kind.is_symlink() && entry.path().is_dir() => {}
            _ => files.push(name),
        }
    }
    Some((folders, files))
}

/// Python's `os.path.join` of two parts.
fn join(folder: &OsStr, name: &OsStr) -> OsString {
    if name.as_encoded_bytes().starts_with(b"/") {
        return name.to_owned();
    }
    let mut path = OsString::with_capacity(folder.len() + 1 + name.len());
    path.push(folder);
    if !path.is_empty() && !path.as_encoded_bytes().ends_with(b"/") {
        path.push("/");
    }
    path.push(name);
    path
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::{OsStr, OsString};
    use std::fs;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use tempfile::TempDir;

    use super::{Discovered, Filter, Folders, Origin, discover, exclusion_of_argument, join};

    fn tree(files: &[&str]) -> TempDir {
        let root = TempDir::new().expect("a folder for the test");
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "").expect("a file");
        }
        root
    }

    /// Discovers from `root` itself; the names that come out have its path taken off.
    fn names(root: &TempDir, targets: &[&str], exclude: &[&str]) -> (Vec<String>, Vec<String>) {
        let base = format!("{}/", root.path().display());
        let absolute = |name: &&str| OsString::from(format!("{base}{name}"));
        let found = discover(
            &targets.iter().map(absolute).collect::<Vec<_>>(),
            true,
            &Filter::new(&["*.py", "*.pyw"], exclude),
            Folders::default(),
        );
        let strip = |name: &str| name.strip_prefix(&base).unwrap_or(name).to_owned();
        (
            found.targets.iter().map(|target| strip(&target.name)).collect(),
            found.excluded.names().iter().map(|name| strip(name)).collect(),
        )
    }

    #[test]
    fn a_walk_takes_what_is_included_and_not_excluded() {
        let root = tree(&["b.py", "a.pyw", "c.txt", "d/.hidden/e.py", "tests/f.py", "mytests/g.py"]);
        let (files, excluded) = names(&root, &[""], &["tests"]);
        assert_eq!(files, ["a.pyw", "b.py", "d/.hidden/e.py"]);
        // The bare text of an exclusion counts anywhere in the path.
        assert_eq!(excluded, ["c.txt", "mytests/g.py", "tests/f.py"]);
    }

    #[test]
    fn an_exclusion_is_a_pattern_over_the_whole_path() {
        let root = tree(&["test_a.py", "d/test_b.py"]);
        assert_eq!(names(&root, &[""], &["test_*.py"]).0.len(), 2);
        assert_eq!(names(&root, &[""], &["*/test_*.py"]).0.len(), 0);
        // An empty exclusion stands in every path.
        assert_eq!(names(&root, &[""], &[""]).0.len(), 0);
    }

    #[test]
    fn a_named_file_needs_no_ending_but_obeys_exclusions() {
        let root = tree(&["script", "skip.py"]);
        let (files, excluded) = names(&root, &["script", "skip.py", "missing"], &["skip"]);
        assert_eq!(files, ["missing", "script"]);
        assert_eq!(excluded, ["skip.py"]);
    }

    #[test]
    fn the_same_file_by_two_spellings_is_two_files() {
        let root = tree(&["d/a.py"]);
        assert_eq!(names(&root, &["d", "d", "d/a.py", "d/./a.py"], &[]).0, ["d/./a.py", "d/a.py"]);
        assert_eq!(names(&root, &["d/", "d//"], &[]).0, ["d//a.py", "d/a.py"]);
    }

    #[test]
    fn named_files_get_a_dot_and_standard_input_its_name() {
        let found = discover(
            &["no.py".into(), "-".into(), "/no.py".into(), "".into()],
            false,
            &Filter::new(&["*.py"], &[]),
            Folders::default(),
        );
        let names: Vec<_> = found.targets.iter().map(|target| target.name.as_str()).collect();
        assert_eq!(names, ["<stdin>", "./", "./no.py", "/no.py"]);
        assert_eq!(found.targets[0].origin, Origin::Stdin);
    }

    #[test]
    fn a_folder_is_not_walked_without_leave() {
        let found = discover(&["/".into()], false, &Filter::new(&["*.py"], &[]), Folders::default());
        assert_eq!(found, Discovered { not_walked: vec!["/".into()], ..Discovered::default() });
    }

    #[test]
    fn links_to_files_are_followed_and_links_to_folders_are_not() {
        let root = tree(&["real/a.py"]);
        symlink("real", root.path().join("linked")).expect("a link");
        symlink("real", root.path().join("folder.py")).expect("a link");
        symlink("real/a.py", root.path().join("b.py")).expect("a link");
        symlink("nowhere", root.path().join("broken.py")).expect("a link");
        assert_eq!(names(&root, &[""], &[]).0, ["b.py", "broken.py", "real/a.py"]);
        // A link named as a target is walked.
        assert_eq!(names(&root, &["linked"], &[]).0, ["linked/a.py"]);
    }

    #[test]
    fn a_name_that_is_no_text_can_be_opened_and_shown() {
        let root = tree(&[]);
        let name = OsStr::from_bytes(b"a\xff.py");
        fs::write(root.path().join(name), "").expect("a file");
        let found =
            discover(&[root.path().into()], true, &Filter::new(&["*/a?.py"], &[]), Folders::default());
        assert!(found.targets[0].name.ends_with(r"/a\xff.py"));
        assert_eq!(found.targets[0].origin, Origin::File(root.path().join(name)));
    }

    #[test]
    fn an_excluded_argument_that_is_a_folder_means_all_below() {
        assert_eq!(exclusion_of_argument(OsStr::new("/")), "/*");
        assert_eq!(exclusion_of_argument(OsStr::new("no/such/folder")), "no/such/folder");
        assert_eq!(exclusion_of_argument(OsStr::new("")), "");
    }

    #[test]
    fn what_was_listed_for_one_question_answers_the_next() {
        let root = tree(&["a.py", "b/.ini"]);
        let targets = [root.path().as_os_str().to_owned()];
        let mut folders = Folders::default();
        assert_eq!(folders.find_named(&targets, ".ini").len(), 1);
        fs::remove_file(root.path().join("a.py")).expect("it is there");
        let filter = Filter::new(&["*.py"], &[]);
        assert_eq!(discover(&targets, true, &filter, folders).targets.len(), 1, "from the first listing");
        assert_eq!(discover(&targets, true, &filter, Folders::default()).targets.len(), 0);
    }

    #[test]
    fn files_of_a_name_are_found_at_any_depth_but_not_folders() {
        let root = tree(&[".ini", "a/b/.ini", "a/x.ini", "c/.ini/d"]);
        let mut folders = Folders::default();
        let found = folders.find_named(&[root.path().into(), "no/such".into()], ".ini");
        assert_eq!(found, [root.path().join(".ini"), root.path().join("a/b/.ini")]);
        // A target that is the file itself is no folder to walk.
        assert!(folders.find_named(&[root.path().join(".ini").into()], ".ini").is_empty());
    }

    #[test]
    fn paths_are_joined_as_python_joins_them() {
        let join = |a, b| join(OsStr::new(a), OsStr::new(b)).into_string().expect("text");
        assert_eq!(join("a", "b"), "a/b");
        assert_eq!(join("a/", "b"), "a/b");
        assert_eq!(join(".", "/b"), "/b");
        assert_eq!(join("", "b"), "b");
        assert_eq!(join(".", ""), "./");
    }
}
