//! What is taken and what is left out, on trees made for it. Repositories made by git itself are in the black-box tests.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Inventory, Rules, list};
use crate::discover::Origin;
use crate::project::{Markers, Project};

struct Tree {
    folder: TempDir,
}

impl Tree {
    /// A tree with a root. A name that ends with `/` is an empty folder; text may follow a name and a `=`.
    fn new(entries: &[&str]) -> Tree {
        let tree = Tree { folder: TempDir::new().expect("a folder for the test") };
        tree.add("stockade.toml");
        for entry in entries {
            tree.add(entry);
        }
        tree
    }

    fn add(&self, entry: &str) {
        let (name, text) = entry.split_once('=').unwrap_or((entry, ""));
        let path = self.path(name);
        if name.ends_with('/') {
            return fs::create_dir_all(path).expect("a folder");
        }
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn list(&self, targets: &[&str], rules: &Rules) -> Inventory {
        let targets: Vec<PathBuf> = targets.iter().map(|target| self.path(target)).collect();
        let project = Project::find(&targets, None, Markers::Any).expect("the targets exist");
        list(&project, false, rules).expect("an inventory")
    }
}

fn names(inventory: &Inventory) -> Vec<&str> {
    inventory.targets.iter().map(|target| target.name.as_str()).collect()
}

fn left_out(inventory: &Inventory) -> Vec<String> {
    inventory.left_out.iter().map(|left| format!("{} <- {}", left.name, left.by)).collect()
}

fn excluding(patterns: &[&str]) -> Rules {
    Rules { exclude: patterns.iter().map(|&pattern| pattern.to_owned()).collect(), ..Rules::default() }
}

#[test]
fn python_by_ending_by_first_line_and_by_inclusion() {
    let tree = Tree::new(&[
        "b.py",
        "a.pyw",
        "c/d.pyi",
        "c/.hidden/e.py",
        "n.ipynb",
        "tool=#!/usr/bin/env python3\n",
        "sh=#!/bin/sh\n",
        "LICENSE",
        "data.txt",
        "x.tmpl",
        "gen/y.tmpl",
    ]);
    let found = tree.list(&[""], &Rules::default());
    assert_eq!(names(&found), ["a.pyw", "b.py", "c/.hidden/e.py", "c/d.pyi", "n.ipynb", "tool"]);
    assert!(left_out(&found).is_empty());
    let rules = Rules { include: vec!["gen/".into(), "sh".into()], ..Rules::default() };
    let found = tree.list(&[""], &rules);
    assert!(names(&found).contains(&"gen/y.tmpl") && names(&found).contains(&"sh"));
    assert!(!names(&found).contains(&"x.tmpl"));
}

#[test]
fn ignore_files_name_what_is_left_out_by_file_and_line() {
    let tree = Tree::new(&[
        ".gitignore=# made\n\nbuild/\n*.gen.py\n!keep.gen.py\n",
        "build/a.py",
        "src/a.gen.py",
        "src/keep.gen.py",
        "src/.gitignore=/local.py\n",
        "src/local.py",
        "src/sub/local.py",
        "src/sub/.ignore=!a.gen.py\nb.py\n",
        "src/sub/a.gen.py",
        "src/sub/b.py",
        "notes.gen.txt",
    ]);
    let found = tree.list(&[""], &Rules::default());
    assert_eq!(names(&found), ["src/keep.gen.py", "src/sub/a.gen.py", "src/sub/local.py"]);
    let left = [
        "build/ <- .gitignore:3: build/",
        "src/a.gen.py <- .gitignore:4: *.gen.py",
        "src/local.py <- src/.gitignore:1: /local.py",
        "src/sub/b.py <- src/sub/.ignore:2: b.py",
    ];
    assert_eq!(left_out(&found), left);
    assert_eq!(
        found.notes.len(),
        1,
        "without git it is said that the ignore files decided: {:?}",
        found.notes
    );

    // From further down, the files above hold all the same, and names start from the root.
    let below = tree.list(&["src/sub", "src/a.gen.py"], &Rules::default());
    assert_eq!(names(&below), ["src/a.gen.py", "src/sub/a.gen.py", "src/sub/local.py"]);

    let all = tree.list(&[""], &Rules { no_ignore: true, ..Rules::default() });
    assert_eq!((names(&all).len(), all.left_out.len(), all.notes.len()), (7, 0, 0));
    let isolated = tree.list(&[""], &Rules { isolated: true, ..Rules::default() });
    assert_eq!(names(&isolated), names(&all));
}

#[test]
fn a_line_of_an_ignore_file_that_is_not_understood_is_told() {
    let tree = Tree::new(&[".ignore=a.py\n[z-a].py\n", "a.py", "b.py"]);
    let found = tree.list(&[""], &Rules::default());
    assert_eq!(names(&found), ["b.py"]);
    assert!(
        found.notes[0].starts_with(".ignore:2: not understood, so it leaves nothing out: "),
        "{:?}",
        found.notes
    );
}

#[test]
fn environments_and_caches_are_left_out_with_their_reason() {
    let tree = Tree::new(&[
        "a.py",
        "v/pyvenv.cfg",
        "v/lib/x.py",
        "venv/a.py",
        "env/bin/activate",
        "env/x.py",
        "conda/conda-meta/history",
        "conda/x.py",
        "lib/site-packages/x.py",
        "node_modules/x/gyp.py",
        ".tox/x.py",
        "p/__pycache__/a.cpython-314.pyc",
        "q/__pycache__/a.py",
        ".git/hooks/x.py",
    ]);
    let found = tree.list(&[""], &Rules::default());
    assert_eq!(names(&found), ["a.py", "venv/a.py"], "a folder's name alone makes no environment");
    let left = [
        ".git/ <- version control",
        ".tox/ <- virtual environment",
        "conda/ <- virtual environment",
        "env/ <- virtual environment",
        "lib/site-packages/ <- installed packages",
        "node_modules/ <- installed packages",
        "q/__pycache__/ <- cache",
        "v/ <- virtual environment",
    ];
    assert_eq!(left_out(&found), left);
    // What is named is scanned.
    assert_eq!(names(&tree.list(&["v"], &Rules::default())), ["v/lib/x.py"]);
    let all = tree.list(&["", "v"], &Rules { no_ignore: true, ..Rules::default() });
    assert_eq!(names(&all).len(), 9);
    assert_eq!(left_out(&all), [".git/ <- version control"]);
}

#[test]
fn exclusions_hold_for_what_is_named_too_and_outrank_all() {
    let tree = Tree::new(&["docs/a.py", "docs/b/c.py", "x.py", "y.py"]);
    let rules = excluding(&["docs/", "/x.py"]);
    let found = tree.list(&[""], &rules);
    assert_eq!(names(&found), ["y.py"]);
    assert_eq!(left_out(&found), ["docs/ <- exclude: docs/", "x.py <- exclude: /x.py"]);
    let found = tree.list(&["docs/b/c.py", "x.py", "y.py"], &rules);
    assert_eq!(names(&found), ["y.py"]);
    assert_eq!(left_out(&found), ["docs/b/c.py <- exclude: docs/", "x.py <- exclude: /x.py"]);
    assert_eq!(left_out(&tree.list(&["docs"], &rules)), ["docs/ <- exclude: docs/"]);
    let targets = [tree.path("y.py")];
    let project = Project::find(&targets, None, Markers::Any).expect("it exists");
    let error = list(&project, false, &excluding(&["a{"])).expect_err("no pattern");
    assert!(error.to_string().starts_with("the pattern `a{` of `exclude` is not understood: "), "{error}");
}

#[test]
fn a_named_file_is_taken_whatever_it_is_called_and_once() {
    let tree = Tree::new(&["script.txt", "d/a.py", ".gitignore=d/a.py\n"]);
    let found = tree.list(&["script.txt", "d/../script.txt", "d", "d/a.py", "."], &Rules::default());
    assert_eq!(names(&found), ["d/a.py", "script.txt"]);
    assert!(left_out(&found).is_empty(), "what is scanned is not left out: {:?}", left_out(&found));
}

#[test]
fn a_named_folder_is_looked_through_though_the_walk_leaves_it_out() {
    let tree = Tree::new(&[".gitignore=build/\nout/\n", "build/a.py", "out/b.py", "c.py"]);
    let found = tree.list(&["", "build"], &Rules::default());
    assert_eq!(names(&found), ["build/a.py", "c.py"]);
    assert_eq!(left_out(&found), ["out/ <- .gitignore:2: out/"]);
}

#[test]
fn links() {
    let tree = Tree::new(&["p/real/a.py", "p/real/b.txt", "p/other/c.py", "outside/d.py", "p/stockade.toml"]);
    let link = |to: &str, name: &str| symlink(to, tree.path(name)).expect("a link");
    link("real", "p/linked");
    link("..", "p/real/loop");
    link("real/a.py", "p/again.py");
    link("real/b.txt", "p/b.py");
    link("real/b.txt", "p/c.py");
    link("nowhere", "p/broken.py");
    link("self.py", "p/self.py");
    link("../outside/d.py", "p/out.py");
    link("../outside", "p/outfolder");
    let found = tree.list(&["p"], &Rules::default());
    assert_eq!(
        names(&found),
        ["b.py", "other/c.py", "real/a.py"],
        "each file once, by its own name if it has one"
    );
    let left = [
        "broken.py <- symbolic link that leads nowhere",
        "out.py <- symbolic link that leaves the project",
        "outfolder/ <- symbolic link",
        "self.py <- symbolic link that leads nowhere",
    ];
    assert_eq!(left_out(&found), left);
    // Where the folder itself is not looked through, the link to it is told.
    let found = tree.list(&["p/real"], &Rules::default());
    assert_eq!(left_out(&found), ["real/loop/ <- symbolic link"]);
    // A link that is named leads to what it names.
    assert_eq!(names(&tree.list(&["p/linked"], &Rules::default())), ["real/a.py"]);
    assert_eq!(names(&tree.list(&["p/again.py", "p/real/a.py"], &Rules::default())), ["real/a.py"]);
}

#[test]
fn names_that_are_no_text() {
    let tree = Tree::new(&[]);
    let name = std::ffi::OsStr::from_bytes(b"a\xff.py");
    fs::write(tree.folder.path().join(name), "").expect("a file");
    let found = tree.list(&[""], &Rules::default());
    assert_eq!(names(&found), [r"a\xff.py"]);
    let path = tree.folder.path().canonicalize().expect("a path").join(name);
    assert_eq!(found.targets[0].origin, Origin::File(path));
    assert!(names(&tree.list(&[""], &excluding(&[r"a\\xff.py"]))).is_empty());
}

#[test]
fn standard_input_stands_for_its_file() {
    let tree = Tree::new(&["a.py", "b.py"]);
    let listed = |targets: &[PathBuf], name: &str, rules: &Rules| {
        let project =
            Project::find(targets, Some(&tree.path(name)), Markers::Any).expect("the targets exist");
        list(&project, true, rules).expect("an inventory")
    };
    let both = listed(&[tree.path("")], "a.py", &Rules::default());
    assert_eq!(names(&both), ["a.py", "b.py"]);
    assert_eq!(both.targets[0].origin, Origin::Stdin);
    assert_eq!(names(&listed(&[], "new/c.py", &Rules::default())), ["new/c.py"]);
    let excluded = listed(&[], "new/c.py", &excluding(&["new/"]));
    assert_eq!(
        (names(&excluded).len(), left_out(&excluded)),
        (0, vec!["new/c.py <- exclude: new/".to_owned()])
    );
    let project = Project::find(&[], None, Markers::Any).expect("the working directory");
    assert_eq!(names(&list(&project, true, &Rules::default()).expect("an inventory")), ["<stdin>"]);
}

#[test]
fn a_pipe_is_not_opened() {
    let tree = Tree::new(&["a.py"]);
    let made = std::os::unix::net::UnixListener::bind(tree.path("s.py"));
    assert!(made.is_ok(), "a socket");
    let found = tree.list(&[""], &Rules::default());
    assert_eq!((names(&found), left_out(&found)), (vec!["a.py"], vec!["s.py <- no regular file".to_owned()]));
}

#[test]
fn the_number_of_threads_does_not_show() {
    let tree = Tree::new(&[".gitignore=*5.py\n"]);
    for at in 0..60 {
        tree.add(&format!("f{}/g{}/m{at}.py", at % 7, at % 3));
    }
    let told =
        |threads| format!("{:?}", tree.list(&[""], &Rules { threads: Some(threads), ..Rules::default() }));
    assert_eq!(told(1), told(8));
    assert_eq!(told(2), told(2));
}

/// Damaged indexes of every kind leave the scan on its feet.
#[test]
fn a_damaged_index_is_told_and_nothing_is_tracked() {
    let tree = Tree::new(&[".gitignore=a.py\n", "a.py", "b.py", ".git/HEAD"]);
    let mut index = b"DIRC\0\0\0\x02\0\0\0\x01".to_vec();
    index.extend([0; 62]);
    index.extend(b"a.py\0\0\0\0\0\0");
    for length in 0..=index.len() {
        fs::write(tree.path(".git/index"), &index[..length]).expect("a file");
        let found = tree.list(&[""], &Rules::default());
        assert_eq!(names(&found), ["b.py"]);
        assert!(
            found.notes[0].starts_with(".git/index: cannot be read, so no file counts as tracked by git: ")
        );
    }
    fs::remove_file(tree.path(".git/index")).expect("it is there");
    let found = tree.list(&[""], &Rules::default());
    assert_eq!((names(&found), found.notes.len()), (vec!["b.py"], 1));
    fs::create_dir(tree.path(".git/index")).expect("a folder");
    assert!(tree.list(&[""], &Rules::default()).notes[0].ends_with("it is no file"));
}

#[test]
fn a_missing_target_is_an_error_that_names_it() {
    let missing = Path::new("no/such.py");
    let error = Project::find(&[missing.into()], None, Markers::Any).expect_err("it is missing");
    assert_eq!(error.path, missing);
}
