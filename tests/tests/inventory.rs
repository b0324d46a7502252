//! What `stockade scan` looks at, as a user sees it: ignore files and what git tracks, files named one by one, standard
//! input, notebooks, names that no working directory changes.

#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use stockade_tests::scanner;
use tempfile::TempDir;

const FLAW: &str = "import os\nos.system(input())\n";

fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| scanner::build().expect("the command can be built"))
}

struct Tree {
    folder: TempDir,
}

/// What a run said.
#[derive(Debug, PartialEq)]
struct Answer {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Answer {
    fn of(Output { status, stdout, stderr }: Output) -> Answer {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Answer { code: status.code(), out: text(stdout), err: text(stderr) }
    }
}

impl Tree {
    /// A tree of files, each with the text after `=`, or with a flaw in it.
    fn new(files: &[&str]) -> Tree {
        let tree = Tree { folder: TempDir::new().expect("a folder for the test") };
        for file in files {
            let (name, text) = file.split_once('=').unwrap_or((file, FLAW));
            let path = tree.path(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        tree
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs git in the tree. False where there is no git.
    fn git(&self, arguments: &[&str]) -> bool {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main"]);
        command.args(arguments).current_dir(self.folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        match command.status() {
            Ok(status) => {
                assert!(status.success(), "git {arguments:?}");
                true
            }
            Err(_) => false,
        }
    }

    fn scan(&self, arguments: &[&str]) -> Answer {
        self.scan_from("", arguments, "")
    }

    fn scan_from(&self, folder: &str, arguments: &[&str], stdin: &str) -> Answer {
        run(&self.path(folder), arguments, stdin)
    }

    /// The files that a scan would look at, and what it would leave out.
    fn files(&self, arguments: &[&str]) -> (Vec<String>, Vec<String>) {
        let answer = self.scan(&[&["--show-files"], arguments].concat());
        assert_eq!(answer.code, Some(0), "{answer:?}");
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let left = lines(&answer.err);
        let left = left.iter().filter_map(|line| Some(line.strip_prefix("left out: ")?.to_owned())).collect();
        (lines(&answer.out), left)
    }
}

fn run(folder: &Path, arguments: &[&str], stdin: &str) -> Answer {
    let mut command = scanner::command(binary());
    command.arg("scan").args(arguments).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command runs");
    // One that does not read its standard input has closed it.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin.as_bytes());
    Answer::of(child.wait_with_output().expect("it ends"))
}

#[test]
fn without_arguments_the_folder_at_hand_is_scanned() {
    let tree = Tree::new(&["stockade.toml=", "a/b.py", "c.txt"]);
    let answer = tree.scan(&[]);
    assert_eq!(answer.code, Some(1), "{answer:?}");
    assert!(answer.out.contains("a/b.py:2:1"), "{answer:?}");
}

#[test]
fn what_git_tracks_is_scanned_though_an_ignore_file_names_it() {
    let tree = Tree::new(&[
        ".gitignore=build/\n*_gen.py\nv/\n",
        "build/deep/tracked.py",
        "build/deep/made.py",
        "build/other/made.py",
        "tracked_gen.py",
        "made_gen.py",
        "v/pyvenv.cfg=",
        "v/tracked.py",
        "v/x.py",
        "__pycache__/tracked.py",
        "new.py",
        "excluded.py",
    ]);
    if !tree.git(&["init", "-q"]) {
        return;
    }
    let tracked =
        ["build/deep/tracked.py", "tracked_gen.py", "v/tracked.py", "__pycache__/tracked.py", "excluded.py"];
    tree.git(&[&["add", "-f"], tracked.as_slice()].concat());
    let expected =
        ["__pycache__/tracked.py", "build/deep/tracked.py", "new.py", "tracked_gen.py", "v/tracked.py"];
    let left = [
        ".git/ (version control)",
        "build/deep/made.py (.gitignore:1: build/)",
        "build/other/ (.gitignore:1: build/)",
        "excluded.py (exclude: /excluded.py)",
        "made_gen.py (.gitignore:2: *_gen.py)",
        "v/x.py (.gitignore:3: v/)",
    ];
    let exclude = ["--exclude", "/excluded.py"];
    let (files, out) = tree.files(&exclude);
    assert_eq!(files, expected);
    assert_eq!(out, left);
    // Every version of the index, a shared one, and none.
    for version in ["2", "3", "4"] {
        tree.git(&["update-index", "--index-version", version]);
        assert_eq!(tree.files(&exclude).0, expected, "version {version}");
    }
    tree.git(&["update-index", "--split-index"]);
    assert_eq!(tree.files(&exclude).0, expected, "a split index");
    fs::write(tree.path(".git/index"), "DIRC").expect("a file");
    let answer = tree.scan(&["--show-files"]);
    assert_eq!(answer.out.lines().collect::<Vec<_>>(), ["excluded.py", "new.py"]);
    assert!(
        answer.err.contains("note: .git/index: cannot be read, so no file counts as tracked by git"),
        "{answer:?}"
    );
}

#[test]
fn worktrees_submodules_and_sha256_have_their_index_found() {
    let tree =
        Tree::new(&["main/.gitignore=t.py\nu.py\n", "main/t.py", "main/u.py", "main/v.py", "main/a.py"]);
    let git = |arguments: &[&str]| tree.git(&[&["-C", "main"], arguments].concat());
    if !git(&["init", "-q", "--object-format=sha256"]) {
        return;
    }
    git(&["add", "-f", "t.py", ".gitignore", "a.py"]);
    git(&["commit", "-q", "-m", "x"]);
    fs::write(tree.path("main/.git/info/exclude"), "# own\nv.py\n").expect("a file");
    let (files, left) = tree.files(&["main"]);
    assert_eq!(files, ["a.py", "t.py"]);
    assert!(left.contains(&"v.py (.git/info/exclude:2: v.py)".to_owned()), "{left:?}");
    git(&["worktree", "add", "-q", "../work"]);
    for name in ["u.py", "v.py"] {
        fs::write(tree.path("work").join(name), "").expect("a file");
    }
    let (files, left) = tree.files(&["work"]);
    assert_eq!(files, ["a.py", "t.py"]);
    assert_eq!(left, ["u.py (.gitignore:2: u.py)", "v.py (.git/info/exclude:2: v.py)"]);
    // A repository in another is one of its own: the ignore files around it do not hold.
    let outer = Tree::new(&[".gitignore=a.py\n", "x/a.py", "y/a.py"]);
    outer.git(&["init", "-q"]);
    outer.git(&["-c", "protocol.file.allow=always", "init", "-q", "x"]);
    let (files, _) = outer.files(&[]);
    assert_eq!(files, ["x/a.py"]);
}

#[test]
fn names_do_not_depend_on_the_working_directory_nor_on_spellings() {
    let tree = Tree::new(&["project/src/a.py", "project/src/b/c.py", "project/.git/HEAD="]);
    symlink(tree.path("project"), tree.path("link")).expect("a link");
    let absolute = tree.path("project/src");
    let absolute = absolute.to_str().expect("text");
    let expected = tree.scan_from("project", &["src"], "");
    assert!(expected.out.contains("src/b/c.py:2:1"), "{expected:?}");
    for (folder, targets) in [
        ("", vec!["project/src"]),
        ("project/src", vec!["."]),
        ("project/src", vec![]),
        ("project/src/b", vec![".."]),
        ("project/src/b", vec!["../../src/../src", "c.py", "../b"]),
        ("", vec!["link/src"]),
        ("project", vec![absolute]),
        ("link", vec!["src/b/", "src/a.py", "./src/a.py"]),
    ] {
        assert_eq!(tree.scan_from(folder, &targets, ""), expected, "{targets:?} from {folder}");
    }
    // Without a marker, too.
    let tree = Tree::new(&["t/a.py"]);
    assert_eq!(tree.scan_from("", &["t"], "").out, tree.scan_from("t", &[], "").out);
}

#[test]
fn files_named_one_by_one_obey_exclusions() {
    let tree = Tree::new(&["stockade.toml=", "a.py", "docs/b.py", "script.txt"]);
    let answer = tree.scan(&["--exclude", "docs/", "docs/b.py"]);
    assert_eq!(answer.code, Some(0), "a hook that names only excluded files must pass: {answer:?}");
    let (files, left) = tree.files(&["--exclude", "docs/", "docs/b.py", "a.py", "script.txt"]);
    assert_eq!(
        (files, left),
        (vec!["a.py".into(), "script.txt".into()], vec!["docs/b.py (exclude: docs/)".into()])
    );
    assert_eq!(tree.scan(&["--exclude", "docs/", "docs"]).code, Some(2), "a folder is another matter");
}

#[test]
fn nothing_to_scan_says_what_was_looked_for_and_left_out() {
    let tree = Tree::new(&["stockade.toml=", "v/pyvenv.cfg=", "v/a.py", "notes.txt"]);
    let answer = tree.scan(&[]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""));
    for part in ["nothing to scan", "*.ipynb", "v/ was left out: virtual environment", "--no-ignore"] {
        assert!(answer.err.contains(part), "{part} in {answer:?}");
    }
    assert_eq!(tree.scan(&["--no-ignore"]).code, Some(1));
    let answer = tree.scan(&["no/such.py"]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("cannot read no/such.py"), "{answer:?}");
}

#[test]
fn standard_input_is_scanned_as_the_file_that_it_is_named() {
    let tree = Tree::new(&["stockade.toml=", "a.py=x = 1\n", "src/b.py=x = 1\n"]);
    for arguments in [&["--stdin-filename", "src/b.py"][..], &["-", "--stdin-filename", "src/b.py"]] {
        let answer = tree.scan_from("", arguments, FLAW);
        assert_eq!(answer.code, Some(1), "{answer:?}");
        assert!(answer.out.contains("src/b.py:2:1"), "{answer:?}");
    }
    let answer = tree.scan_from("src", &["-"], FLAW);
    assert!(answer.out.contains("<stdin>:2:1"), "{answer:?}");
    let answer = tree.scan_from("", &["--stdin-filename", "gone/b.py", "--exclude", "gone/"], FLAW);
    assert_eq!(answer.code, Some(0), "an editor's text that is excluded is no mistake: {answer:?}");
    let notebook = r#"{"cells": [{"cell_type": "code", "source": "x = 1\nassert x"}]}"#;
    let answer = tree.scan_from("", &["--stdin-filename", "n.ipynb"], notebook);
    assert!(answer.out.contains("n.ipynb:cell 1:2:1"), "{answer:?}");
}

#[test]
fn notebooks_are_scanned_by_cell() {
    let notebook = r##"{
 "nbformat": 4, "metadata": {"kernelspec": {"language": "python"}},
 "cells": [
  {"cell_type": "markdown", "source": ["# eval(x)"]},
  {"cell_type": "code", "source": ["%matplotlib inline\n", "!pip install x\n", "files = !ls\n", "os?\n"]},
  {"cell_type": "code", "source": ["%%bash\n", "eval $X"]},
  {"cell_type": "code", "source": ["%%time\n", "import pickle\n", "for f in files:\n", "    %time pickle.loads(f)\n"]},
  {"cell_type": "code", "source": "\n\nos.system?\npickle.load(open('x'))"}
 ]}"##;
    let tree = Tree::new(&["stockade.toml="]);
    fs::write(tree.path("n.ipynb"), notebook).expect("a file");
    fs::write(tree.path("r.ipynb"), r#"{"cells": [], "metadata": {"language_info": {"name": "R"}}}"#)
        .expect("a file");
    let answer = tree.scan(&["-v"]);
    assert_eq!(answer.code, Some(1), "{answer:?}");
    assert!(answer.out.contains("n.ipynb:cell 4:4:11"), "{answer:?}");
    assert!(answer.out.contains("    %time pickle.loads(f)"), "the code is shown as it stands: {answer:?}");
    assert!(answer.out.contains("n.ipynb:cell 5:4:1"), "{answer:?}");
    assert!(answer.out.contains("notebook in R"), "{answer:?}");
    assert!(!answer.out.contains("bash"), "{answer:?}");
    fs::write(tree.path("bad.ipynb"), "{\n \"cells\": [1,]}").expect("a file");
    let answer = tree.scan(&["bad.ipynb"]);
    assert!(answer.out.contains("line 2 column"), "{answer:?}");
}

#[test]
fn what_cannot_be_read_is_in_the_report_and_is_exit_code_2() {
    let tree = Tree::new(&["stockade.toml=", "a.py", "locked.py", "shut/b.py"]);
    for (name, mode) in [("locked.py", 0o000), ("shut", 0o000)] {
        fs::set_permissions(tree.path(name), fs::Permissions::from_mode(mode)).expect("it is ours");
    }
    // Whoever may read all gives that right away first.
    let mut words = vec![binary().as_os_str().to_owned()];
    if fs::read(tree.path("locked.py")).is_ok() {
        let give_away = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"];
        words.splice(0..0, give_away.map(Into::into));
    }
    let mut command = scanner::command(words[0].as_ref());
    let Ok(output) = command.args(&words[1..]).arg("scan").current_dir(tree.path("")).output() else {
        return;
    };
    let answer = Answer::of(output);
    fs::set_permissions(tree.path("shut"), fs::Permissions::from_mode(0o700)).expect("it is ours");
    assert_eq!(answer.code, Some(2), "{answer:?}");
    assert!(answer.out.contains("locked.py") && answer.out.contains("shut/"), "{answer:?}");
    assert!(answer.out.contains("Permission denied"), "{answer:?}");
}
