//! `stockade scan --fix` and `--diff` on real files: what changes, what does not, and what is said of it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use stockade_tests::scanner;
use tempfile::TempDir;

static STOCKADE: LazyLock<std::path::PathBuf> =
    LazyLock::new(|| scanner::build().expect("the command is built"));

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::Builder::new().prefix("fix").tempdir().expect("a folder");
    for (name, content) in files {
        fs::write(folder.path().join(name), content).expect("written");
    }
    folder
}

struct Answer {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn scan(folder: &Path, arguments: &[&str]) -> Answer {
    let mut command = scanner::command(&STOCKADE);
    command.arg("scan").args(arguments).current_dir(folder).stdin(Stdio::null()).env("NO_COLOR", "1");
    let Output { status, stdout, stderr } = command.output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Answer { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    fs::read(folder.join(name)).expect("read")
}

/// Fixes a file, and answers what it is then. A second run changes nothing.
#[track_caller]
fn fixed(content: &[u8]) -> Vec<u8> {
    let folder = folder(&[("a.py", content)]);
    let answer = scan(folder.path(), &["--fix", "."]);
    assert_ne!(answer.code, Some(2), "{}", answer.stderr);
    let after = read(folder.path(), "a.py");
    let again = scan(folder.path(), &["--fix", "."]);
    assert_eq!(read(folder.path(), "a.py"), after, "a second run changes nothing");
    assert!(!again.stderr.contains("fixed"), "{}", again.stderr);
    after
}

#[test]
fn files_are_fixed_and_what_remains_is_reported() {
    let a = b"import yaml\n\nx = yaml.load(y)\nexec(z)\n";
    let folder = folder(&[("a.py", a), ("b.py", b"x = 1  # nosec\n"), ("c.py", b"x = 1\n")]);
    let answer = scan(folder.path(), &["--fix", "."]);
    assert_eq!(read(folder.path(), "a.py"), b"import yaml\n\nx = yaml.safe_load(y)\nexec(z)\n");
    assert_eq!(read(folder.path(), "b.py"), b"x = 1\n");
    assert_eq!(answer.stderr, "fixed a.py: B506\nfixed b.py: nosec\n2 problems fixed in 2 files\n");
    assert!(answer.stdout.contains("B102") && !answer.stdout.contains("B506"), "{}", answer.stdout);
    assert_eq!(answer.code, Some(1), "B102 remains");

    fs::write(folder.path().join("a.py"), "import yaml\nyaml.load(x)\n").expect("written");
    let answer = scan(folder.path(), &["--fix", "--verbose", "."]);
    assert!(
        answer.stderr.starts_with("fixed a.py:2: B506: Read plain data only: `yaml.safe_load`\n"),
        "{}",
        answer.stderr
    );
    assert_eq!(answer.code, Some(0), "nothing remains: {}", answer.stdout);
}

#[test]
fn a_patch_says_what_would_change_and_changes_nothing() {
    let text = b"import requests\n\nrequests.get(\n    url,  # ours\n)\n";
    let folder = folder(&[("a.py", text), ("b.py", b"x = 1\n")]);
    let answer = scan(folder.path(), &["--diff", "."]);
    let patch = "--- a/a.py\n+++ b/a.py\n@@ -2,4 +2,5 @@\n \n requests.get(\n     url,  # ours\n+    timeout=10,\n )\n";
    assert_eq!((answer.stdout.as_str(), answer.stderr.as_str()), (patch, ""));
    assert_eq!(answer.code, Some(1));
    assert_eq!(read(folder.path(), "a.py"), text);
    // To see first is what both together mean.
    assert_eq!(scan(folder.path(), &["--fix", "--diff", "."]).stdout, patch);
    assert_eq!(read(folder.path(), "a.py"), text);

    scan(folder.path(), &["--fix", "."]);
    let answer = scan(folder.path(), &["--diff", "."]);
    assert_eq!((answer.code, answer.stdout.as_str()), (Some(0), ""));
}

/// `patch` takes what `--diff` prints, and makes of the file what `--fix` makes.
#[test]
fn a_patch_can_be_applied() {
    let latin = b"# coding: latin-1\r\nimport yaml\r\nx = '\xe9'; y = yaml.load(z)  # nosec B101\r\nlast";
    for text in [&b"import yaml\nyaml.load(x)"[..], latin] {
        let folder = folder(&[("a b.py", text)]);
        let patch =
            scanner::command(&STOCKADE).args(["scan", "--diff", "."]).current_dir(folder.path()).output();
        fs::write(folder.path().join("p"), patch.expect("it runs").stdout).expect("written");
        let applied = Command::new("git")
            .args(["apply", "--whitespace=nowarn", "p"])
            .current_dir(folder.path())
            .output();
        let applied = applied.expect("git runs");
        assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
        assert_eq!(read(folder.path(), "a b.py"), fixed(text));
    }
}

#[test]
fn nothing_else_changes_in_a_file() {
    assert_eq!(
        fixed(b"\xef\xbb\xbfimport yaml\r\ny = yaml.load(\r\n  x,  # \xc3\xa9\r\n)\r\n"),
        b"\xef\xbb\xbfimport yaml\r\ny = yaml.safe_load(\r\n  x,  # \xc3\xa9\r\n)\r\n"
    );
    assert_eq!(
        fixed(b"import requests\r\nrequests.get(\r\n\tu\r\n)\r\n\r"),
        b"import requests\r\nrequests.get(\r\n\tu,\r\n\ttimeout=10\r\n)\r\n\r"
    );
    assert_eq!(
        fixed(b"# coding: latin-1\nimport yaml\nx = '\xe9\xff'; yaml.load(x)\t \n# nosec\n"),
        b"# coding: latin-1\nimport yaml\nx = '\xe9\xff'; yaml.safe_load(x)\t \n"
    );
    assert_eq!(
        fixed(b"import yaml\nyaml.load(x)  # nosec B101 # noqa"),
        b"import yaml\nyaml.safe_load(x)  # noqa"
    );
}

#[test]
fn what_is_suppressed_is_not_fixed() {
    let text = b"import yaml\nyaml.load(x)  # nosec B506 -- ours\n";
    assert_eq!(fixed(text), text);
}

#[test]
fn files_that_cannot_be_parsed_or_encoded_stay() {
    let text = b"import yaml\nyaml.load(x)\nif (\n";
    let folder = folder(&[("a.py", text)]);
    let answer = scan(folder.path(), &["--fix", "."]);
    assert_eq!(read(folder.path(), "a.py"), text);
    assert!(
        answer.stderr.starts_with("warning: a.py: not fixed, since it cannot be parsed: "),
        "{}",
        answer.stderr
    );

    let text = b"# coding: gbk\nimport yaml\nx = '\xb0\xa1'; yaml.load(x)\n";
    fs::write(folder.path().join("a.py"), text).expect("written");
    let answer = scan(folder.path(), &["--fix", "."]);
    assert_eq!(read(folder.path(), "a.py"), text);
    assert!(answer.stderr.contains("it is written in GBK"), "{}", answer.stderr);
    assert_eq!(answer.code, Some(1));
}

#[test]
fn fixes_that_meet_wait_for_another_run() {
    let text =
        b"import subprocess, tempfile\nopen(tempfile.mktemp(dir=open(tempfile.mktemp(), 'w').name), 'w')\n";
    let folder = folder(&[("a.py", text)]);
    let answer = scan(folder.path(), &["--fix", "."]);
    assert!(answer.stderr.contains("1 fix waits for another run of --fix"), "{}", answer.stderr);
    scan(folder.path(), &["--fix", "."]);
    let after = String::from_utf8(read(folder.path(), "a.py")).expect("text");
    assert!(!after.contains("mktemp"), "{after}");
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_read_only_files_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let text = b"import yaml\nyaml.load(x)\n";
    let folder = folder(&[("target.txt", text), ("b.py", text)]);
    symlink("target.txt", folder.path().join("a.py")).expect("linked");
    fs::set_permissions(folder.path().join("b.py"), fs::Permissions::from_mode(0o444)).expect("set");
    let answer = scan(folder.path(), &["--fix", "a.py", "b.py"]);
    assert!(fs::symlink_metadata(folder.path().join("a.py")).expect("there").is_symlink());
    assert_eq!(read(folder.path(), "target.txt"), b"import yaml\nyaml.safe_load(x)\n");
    assert_eq!(read(folder.path(), "b.py"), text);
    assert!(
        answer.stderr.contains("error: b.py: cannot be written: the file is read-only\n"),
        "{}",
        answer.stderr
    );
    assert_eq!(answer.code, Some(2));
    assert!(answer.stdout.contains("B506"), "what remains is reported: {}", answer.stdout);
}

#[test]
fn what_has_not_changed_since_a_revision_is_not_fixed() {
    let folder = folder(&[("a.py", b"x = 1  # nosec\n\n\n\n")]);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=n", "-c", "user.email=e"]).args(arguments).current_dir(folder.path());
        assert!(command.output().expect("git runs").status.success(), "{arguments:?}");
    };
    git(&["init", "-q", "."]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "m"]);
    fs::write(folder.path().join("a.py"), "x = 1  # nosec\n\n\n\ny = 1  # nosec\n").expect("written");
    let answer = scan(folder.path(), &["--fix", "--since", "HEAD", "."]);
    assert_eq!(read(folder.path(), "a.py"), b"x = 1  # nosec\n\n\n\ny = 1\n", "{}", answer.stderr);
}

#[test]
fn what_would_be_ignored_is_refused() {
    let folder = folder(&[("a.py", b"x = 1  # nosec\n")]);
    for arguments in [["--diff", "--format=json"], ["--diff", "--output=json=r"], ["--fix", "--show-files"]] {
        let answer = scan(folder.path(), &arguments);
        assert_eq!(answer.code, Some(2), "{arguments:?}");
        assert!(answer.stderr.contains("cannot be used with"), "{}", answer.stderr);
    }
    assert_eq!(read(folder.path(), "a.py"), b"x = 1  # nosec\n");
}

#[test]
fn standard_input_cannot_be_fixed() {
    let folder = folder(&[("a.py", b"x = 1  # nosec\n")]);
    let mut command = scanner::command(&STOCKADE);
    command.args(["scan", "--fix", "--stdin-filename", "a.py", "-"]).current_dir(folder.path());
    let file = fs::File::open(folder.path().join("a.py")).expect("opened");
    let Output { status, stderr, .. } = command.stdin(file).output().expect("it runs");
    assert_eq!(status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&stderr).into_owned();
    assert!(stderr.contains("error: a.py: not fixed, since it was read from standard input"), "{stderr}");
    assert_eq!(read(folder.path(), "a.py"), b"x = 1  # nosec\n");
}
