//! `stockade scan --since`, on real repositories.

use std::fs;

use stockade_tests::project::Project;

const OLD: &str = "def f(x):\n    exec(x)\n\n\ndef g(y):\n    return y\n";

#[test]
fn only_what_stands_on_changed_lines_is_reported() {
    let Some(project) = Project::committed(&[("app.py", OLD), ("same.py", OLD)]) else { return };
    assert_eq!(project.findings(&["--since", "HEAD"]), [""; 0]);
    let said = project.stockade(&["scan", "--since", "HEAD"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains('2'), "what is not reported is counted: {said:?}");
    project.write("app.py", &OLD.replace("return y", "return eval(y)").replace("def f", "# moved\ndef f"));
    assert_eq!(project.findings(&["--since", "HEAD"]), ["app.py:7 B307"]);
}

#[test]
fn committed_staged_edited_and_untracked_changes_count() {
    let Some(project) = Project::committed(&[("app.py", OLD)]) else { return };
    project.git(&["switch", "--quiet", "--create", "work"]);
    project.write("committed.py", "exec(a)\n");
    project.commit("second");
    project.write("staged.py", "exec(b)\n");
    project.git(&["add", "staged.py"]);
    project.write("untracked.py", "exec(c)\n");
    project.write("app.py", &format!("{OLD}exec(d)\n"));
    assert_eq!(
        project.findings(&["--since", "main"]),
        ["app.py:7 B102", "committed.py:1 B102", "staged.py:1 B102", "untracked.py:1 B102"]
    );
}

/// What happened on the other branch since they parted is not this one's.
#[test]
fn the_comparison_is_with_the_merge_base() {
    let Some(project) = Project::committed(&[("app.py", OLD)]) else { return };
    project.git(&["switch", "--quiet", "--create", "work"]);
    project.write("new.py", "exec(a)\n");
    project.commit("work");
    project.git(&["switch", "--quiet", "main"]);
    project.write("app.py", "def g(y):\n    return y\n");
    project.commit("removes the flaw");
    project.git(&["switch", "--quiet", "work"]);
    assert_eq!(project.findings(&["--since", "main"]), ["new.py:1 B102"]);
}

#[test]
fn a_finding_of_several_lines_counts_by_any_of_them() {
    let text = "subprocess_run(\n    command,\n    shell=True,\n    cwd=a,\n)\n"
        .replace("subprocess_run", "import subprocess\nsubprocess.run");
    let Some(project) = Project::committed(&[("app.py", &text)]) else { return };
    project.write("app.py", &text.replace("cwd=a", "cwd=b"));
    assert_eq!(project.findings(&["--since", "HEAD"]), ["app.py:2 B602"]);
}

#[test]
fn a_renamed_file_is_compared_with_what_it_was() {
    let Some(project) = Project::committed(&[("old/name.py", OLD)]) else { return };
    project.git(&["mv", "old", "new"]);
    assert_eq!(project.findings(&["--since", "HEAD"]), [""; 0]);
    project.write("new/name.py", &format!("{OLD}exec(d)\n"));
    assert_eq!(project.findings(&["--since", "HEAD"]), ["new/name.py:7 B102"]);
    // Without git's knowledge it is a new file.
    project.git(&["reset", "--quiet"]);
    assert_eq!(project.findings(&["--since", "HEAD"]), ["new/name.py:2 B102", "new/name.py:7 B102"]);
}

#[test]
fn line_endings_are_no_change() {
    let Some(project) = Project::committed(&[("app.py", OLD)]) else { return };
    project.write("app.py", &OLD.replace('\n', "\r\n"));
    assert_eq!(project.findings(&["--since", "HEAD"]), [""; 0]);
}

#[test]
fn a_project_below_the_top_of_its_repository_is_compared_by_its_own_names() {
    let Some(project) = Project::committed(&[("sub/stockade.toml", ""), ("sub/app.py", OLD), ("app.py", "")])
    else {
        return;
    };
    project.write("sub/new.py", "exec(x)\n");
    assert_eq!(project.findings(&["--since", "HEAD", "sub"]), ["new.py:1 B102"]);
    project.git(&["mv", "sub/app.py", "sub/moved.py"]);
    assert_eq!(project.findings(&["--since", "HEAD", "sub"]), ["new.py:1 B102"]);
}

#[test]
fn it_composes_with_a_baseline() {
    let Some(project) = Project::committed(&[("app.py", OLD)]) else { return };
    project.write("app.py", &format!("{OLD}exec(a)\n"));
    let said = project.stockade(&["baseline", "create", "-o", "known.json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    project.write("app.py", &format!("{OLD}exec(a)\nexec(b)\n"));
    assert_eq!(project.findings(&["--since", "HEAD"]).len(), 2);
    assert_eq!(project.findings(&["--since", "HEAD", "--baseline", "known.json"]), ["app.py:8 B102"]);
}

#[test]
fn what_is_missing_is_an_error_with_the_cure() {
    let project = Project::new(&[("app.py", OLD)]);
    let failing = |project: &Project, revision: &str| {
        let said = project.stockade(&["scan", &format!("--since={revision}")]);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{said:?}");
        said.err
    };
    assert!(failing(&project, "main").contains("lies in no git repository"));
    let Some(project) = Project::committed(&[("app.py", OLD)]) else { return };
    let error = failing(&project, "origin/main");
    assert!(
        error.contains("\"origin/main\" names no commit here") && error.contains("fetch-depth: 0"),
        "{error}"
    );
    assert!(failing(&project, "--output=pwned").contains("names no commit here"));
    assert!(!project.path("pwned").exists());
    project.git(&["switch", "--quiet", "--orphan", "apart"]);
    project.write("app.py", OLD);
    assert!(failing(&project, "main").contains("`HEAD` has no commit"));
    project.commit("apart");
    assert!(failing(&project, "main").contains("no common ancestor"));
}

#[test]
fn a_clone_that_is_too_shallow_says_so() {
    let Some(origin) = Project::committed(&[("app.py", OLD)]) else { return };
    origin.git(&["switch", "--quiet", "--create", "work"]);
    origin.write("a.py", "");
    origin.commit("work");
    origin.git(&["switch", "--quiet", "main"]);
    origin.write("b.py", "");
    origin.commit("main");
    let clone = Project::new(&[]);
    let url = format!("file://{}", origin.path("").display());
    clone.git(&["clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=work", &url, "here"]);
    let said = clone.stockade_in("here", &["scan", "--since", "origin/main"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("too shallow") && said.err.contains("fetch-depth: 0"), "{said:?}");
}

/// The tree is not trusted: nothing that its `.git/config`, its attributes or its hooks name is run.
#[test]
#[cfg(unix)]
fn nothing_that_the_repository_brings_is_run() {
    use std::os::unix::fs::PermissionsExt;

    let Some(project) = Project::committed(&[("app.py", OLD), ("moved.py", "exec(q)\n")]) else { return };
    let marker = project.path("marker");
    let script = project.path("script");
    fs::write(&script, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", marker.display()))
        .expect("a script");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("it can be run");
    let hooks = project.path(".git/hooks");
    fs::create_dir_all(&hooks).expect("a folder");
    for hook in
        ["post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout", "pre-auto-gc"]
    {
        fs::copy(&script, hooks.join(hook)).expect("a hook");
    }
    // Staged first: staging would run the filters.
    project.git(&["mv", "moved.py", "renamed.py"]);
    let script = script.to_str().expect("text");
    for (key, value) in [
        ("core.fsmonitor", script),
        ("core.pager", script),
        ("core.sshCommand", script),
        ("core.askPass", script),
        ("core.hooksPath", hooks.to_str().expect("text")),
        ("core.alternateRefsCommand", script),
        ("diff.external", script),
        ("diff.evil.command", script),
        ("diff.evil.textconv", script),
        ("filter.evil.clean", script),
        ("filter.evil.smudge", script),
        ("filter.evil.process", script),
        ("filter.evil.required", "true"),
        ("pager.diff-index", script),
        ("alias.rev-parse", &format!("!{script}")),
        ("alias.ls-tree", &format!("!{script}")),
    ] {
        project.git(&["config", key, value]);
    }
    project.write(".git/info/attributes", "* filter=evil diff=evil\n");
    project.write(".gitattributes", "* filter=evil diff=evil\n");
    project.write("app.py", &format!("{OLD}exec(d)\n"));
    let _ = fs::remove_file(&marker);
    assert_eq!(project.findings(&["--since", "HEAD"]), ["app.py:7 B102"]);
    assert!(!marker.exists(), "{}", project.read("marker"));
    // The trap works: git itself, asked what changed, runs them, and fails over what they answer.
    project.try_git(&["status"]);
    assert!(marker.exists());
}
