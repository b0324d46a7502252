//! `stockade baseline` and `stockade scan --baseline`, as a user sees them.

use stockade_tests::project::Project;

const KNOWN: &str = "known.json";
const FLAWS: &str =
    "import subprocess\n\n\ndef run(command):\n    subprocess.run(command, shell=True)\n    eval(command)\n";

/// A project with a baseline of all that is in it.
fn with_baseline(files: &[(&str, &str)]) -> Project {
    let project = Project::new(files);
    let said = project.stockade(&["baseline", "create", "-o", KNOWN]);
    assert_eq!(said.code, Some(0), "{said:?}");
    project
}

fn new(project: &Project) -> Vec<String> {
    project.findings(&["--baseline", KNOWN])
}

/// What a command of `stockade baseline` on that file prints.
#[track_caller]
fn baseline(project: &Project, arguments: &[&str]) -> String {
    let said = project.stockade(&[&["baseline"], arguments, &["--baseline", KNOWN]].concat());
    assert_eq!(said.code, Some(0), "{said:?}");
    said.out
}

#[test]
fn what_is_known_is_not_reported_but_counted() {
    let project = with_baseline(&[("app.py", FLAWS)]);
    assert_eq!(project.findings(&[]).len(), 3);
    let said = project.stockade(&["scan", "--baseline", KNOWN]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        said.out.contains("3 in the baseline")
            || said.out.contains("baseline: 3")
            || said.out.contains("3 known"),
        "{said:?}"
    );
}

#[test]
fn lines_may_move_and_be_indented_and_all_else_may_change() {
    let project = with_baseline(&[("app.py", FLAWS)]);
    project.write(
        "app.py",
        &format!("'''New.'''\n\nX = 1\n{}", FLAWS.replace("    ", "        ").replace("\n\n\n", "\n# why\n")),
    );
    assert_eq!(new(&project), [""; 0]);
    project.write("app.py", &FLAWS.replace('\n', "\r\n"));
    assert_eq!(new(&project), [""; 0]);
    project.write("app.py", &FLAWS.replace("eval(command)", "eval(command, {})"));
    assert_eq!(new(&project), ["app.py:6 B307"], "its own line is another one");
}

/// PyCQA/bandit#466 and #1467: there one entry takes in any number of the same findings in its file.
#[test]
fn bandit_466_a_second_finding_of_the_same_code_is_new() {
    let project = with_baseline(&[("app.py", "exec(x)\n")]);
    project.write("app.py", "exec(x)\n\ndef f(x):\n    exec(x)\n");
    assert_eq!(new(&project), ["app.py:4 B102"], "the last of them is the new one");
}

/// PyCQA/bandit#1467: the count is of the code, not of the kind of finding.
#[test]
fn bandit_1467_one_that_goes_makes_no_room_for_another() {
    let project = with_baseline(&[("app.py", "exec(x)\nexec(y)\n")]);
    project.write("app.py", "exec(x)\nexec(z)\n");
    assert_eq!(new(&project), ["app.py:2 B102"]);
    let said = project.stockade(&["scan", "--baseline", KNOWN, "--verbose"]);
    assert!(said.out.contains("stale"), "{said:?}");
    assert_eq!(said.code, Some(1));
}

/// hashview/hashview#426: entries that nothing matches any more wait for the next finding that looks like them.
#[test]
fn hashview_426_stale_entries_are_shown_and_pruned_before_they_hide_anything() {
    let project = with_baseline(&[("app.py", "exec(x)\nexec(x)\n"), ("gone.py", "exec(y)\n")]);
    project.write("app.py", "exec(x)\n");
    std::fs::remove_file(project.path("gone.py")).expect("removed");
    let shown = baseline(&project, &["show"]);
    assert!(shown.contains("- app.py B102, once on line 1: 1 fewer\n"), "{shown}");
    assert!(shown.contains("- gone.py B102, once on line 1: 1 fewer\n"), "{shown}");
    let pruned = baseline(&project, &["prune"]);
    assert!(pruned.ends_with("known.json: 1 finding in 1 file known, 3 before\n"), "{pruned}");
    project.write("app.py", "exec(x)\nexec(x)\n");
    project.write("gone.py", "exec(y)\n");
    assert_eq!(new(&project), ["app.py:2 B102", "gone.py:1 B102"]);
}

#[test]
fn prune_records_nothing_and_update_does() {
    let project = with_baseline(&[("app.py", "exec(x)\n")]);
    let before = project.read(KNOWN);
    project.write("app.py", "exec(x)\nexec(y)\n");
    let pruned = baseline(&project, &["prune"]);
    assert_eq!(
        pruned,
        "known.json: nothing changed; 1 finding in 1 file known\n1 finding new and not recorded\n"
    );
    assert_eq!(project.read(KNOWN), before);
    let updated = baseline(&project, &["update"]);
    assert!(updated.starts_with("+ app.py:2 B102 "), "{updated}");
    assert_eq!(new(&project), [""; 0]);
    // What was there stands as it stood: one line more.
    let after = project.read(KNOWN);
    assert_eq!(after.lines().count(), before.lines().count() + 1);
    let entry = before.lines().find(|line| line.contains("B102")).expect("an entry");
    assert!(after.contains(entry), "{after}");
    // Moved lines change nothing in the file.
    project.write("app.py", "\n\nexec(x)\nexec(y)\n");
    assert!(baseline(&project, &["update"]).contains("nothing changed"));
    assert_eq!(project.read(KNOWN), after);
}

#[test]
fn a_scan_of_a_part_says_nothing_of_the_rest() {
    let project =
        with_baseline(&[("stockade.toml", ""), ("one/a.py", "exec(x)\n"), ("two/b.py", "exec(x)\n")]);
    project.write("one/a.py", "");
    project.write("two/b.py", "");
    let pruned = baseline(&project, &["prune", "one"]);
    assert!(pruned.contains("- one/a.py B102"), "{pruned}");
    assert!(pruned.contains("  1 finding kept of 1 file: not scanned this time\n"), "{pruned}");
    assert!(project.read(KNOWN).contains("two/b.py"));
    // Names start from the root, wherever the command is called.
    let said = project.stockade_in("two", &["baseline", "prune", "--baseline", "../known.json"]);
    assert!(said.out.contains("- two/b.py B102"), "{said:?}");
}

/// Without a configuration or `.git` the root is the folder that is scanned, so that a part has names of its own.
#[test]
fn a_baseline_of_another_root_is_refused() {
    let project = with_baseline(&[("one/a.py", "exec(x)\n"), ("two/b.py", "exec(x)\n")]);
    for command in [&["scan", "one"][..], &["baseline", "prune", "one"]] {
        let said = project.stockade(&[command, &["--baseline", KNOWN]].concat());
        assert_eq!(said.code, Some(2), "{said:?}");
        assert!(said.err.contains("set its \"root\" to \"one\""), "{said:?}");
    }
}

#[test]
fn what_cannot_be_read_keeps_its_entries() {
    let project = with_baseline(&[
        ("app.py", "exec(x)\nexec(y)\n"),
        ("other.py", "exec(x)\n"),
        ("third.py", "exec(x)\n"),
    ]);
    let before = project.read(KNOWN);
    project.write("app.py", "exec(x)\n)\n");
    project.write("other.py", "# coding: no-such-codec\n");
    for command in ["prune", "update"] {
        let said = project.stockade(&["baseline", command, "--baseline", KNOWN]);
        assert_eq!(said.code, Some(0), "{said:?}");
        assert!(said.out.contains("kept of app.py: could not be parsed"), "{said:?}");
        assert!(said.out.contains("kept of other.py: could not be scanned"), "{said:?}");
        assert!(said.err.contains("warning: app.py:"), "{said:?}");
        assert!(said.err.contains("warning: other.py could not be scanned"), "{said:?}");
        assert_eq!(project.read(KNOWN), before, "{said:?}");
    }
}

#[test]
fn what_is_left_out_keeps_its_entries() {
    let project = with_baseline(&[("app.py", "exec(x)\n"), ("docs/a.py", "exec(x)\n")]);
    let pruned = baseline(&project, &["prune", "--exclude", "docs"]);
    assert!(pruned.contains("1 finding kept of 1 file: left out of the scan"), "{pruned}");
    assert!(project.read(KNOWN).contains("docs/a.py"));
}

#[test]
fn the_file_is_small_sorted_and_the_same_every_time() {
    let project = with_baseline(&[("b.py", "exec(x)\n"), ("a.py", "exec(x)\nexec(x)\n")]);
    let text = project.read(KNOWN);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..3], ["{", "  \"tool\": \"stockade\",", "  \"version\": 1,"]);
    assert_eq!(lines[3..5], ["  \"root\": \".\",", "  \"entries\": ["]);
    assert!(lines[5].starts_with("    {\"file\": \"a.py\", \"rule\": \"B102\", \"identity\": \""), "{text}");
    assert!(
        lines[5].contains("\"count\": 2, \"line\": 1, \"message\": \"") && lines[5].ends_with("},"),
        "{text}"
    );
    assert!(lines[6].starts_with("    {\"file\": \"b.py\""), "{text}");
    assert_eq!(lines[7..], ["  ]", "}"]);
    let said = project.stockade(&["baseline", "create", "-o", KNOWN]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("known.json is there already; `stockade baseline update`"), "{said:?}");
    let said = project.stockade(&["baseline", "create", "-o", KNOWN, "--force"]);
    assert_eq!((said.code, project.read(KNOWN)), (Some(0), text));
}

#[test]
fn a_baseline_that_is_not_understood_fails_the_scan() {
    let project = with_baseline(&[("app.py", "exec(x)\n")]);
    let good = project.read(KNOWN);
    let refused = |text: &str| {
        project.write(KNOWN, text);
        let said = project.stockade(&["scan", "--baseline", KNOWN]);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{said:?}");
        said.err
    };
    let error = refused(&good.replace("\"version\": 1", "\"version\": 7"));
    assert!(error.contains("known.json:3:14: version 7 of the format is not known"), "{error}");
    let error = refused(&good.replace("\"count\": 1", "\"count\": \"1\""));
    assert!(error.contains("known.json:6:"), "{error}");
    let entry = good.lines().nth(5).expect("an entry");
    let error = refused(&good.replace(entry, &format!("{entry},\n{entry}")));
    assert!(error.contains("known.json:7:5: the same entry as in line 6"), "{error}");
    assert!(refused("").contains("known.json:1:1: no baseline"));
    let said = project.stockade(&["scan", "--baseline", "none.json"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("cannot read the baseline none.json: No such file"), "{said:?}");
}

#[test]
fn a_report_of_bandit_is_refused_with_the_cure() {
    let project = Project::new(&[("app.py", "exec(x)\n")]);
    let said = project.stockade(&["bandit", "-f", "json", "-o", "bandit.json", "app.py"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    let said = project.stockade(&["scan", "--baseline", "bandit.json"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(
        said.err.contains("a report of Bandit") && said.err.contains("`stockade baseline create`"),
        "{said:?}"
    );
}

#[test]
fn without_a_name_the_file_lies_at_the_root() {
    let project = Project::new(&[("stockade.toml", ""), ("pkg/app.py", "exec(x)\n")]);
    let said = project.stockade_in("pkg", &["baseline", "create"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("--baseline"), "it says how to use it: {said:?}");
    assert!(project.read("stockade-baseline.json").contains("\"pkg/app.py\""));
}

#[test]
fn where_nobody_names_a_baseline_it_is_said_how_to() {
    let project = Project::new(&[("app.py", "eval(x)\n")]);
    for command in ["show", "prune", "update"] {
        let said = project.stockade(&["baseline", command]);
        assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{command}");
        let cure = "error: no baseline is named, and there is no stockade-baseline.json: name one with `--baseline FILE` or \
                    with `baseline = \"FILE\"` in the configuration, or make one with `stockade baseline create`\n";
        assert_eq!(said.err, cure, "{command}");
    }
    // One that is named is looked for by its name.
    let said = project.stockade(&["baseline", "show", "--baseline", "known.json"]);
    assert!(said.err.starts_with("error: cannot read the baseline known.json: "), "{}", said.err);
    project.write("stockade.toml", "baseline = \"known.json\"\n");
    let said = project.stockade(&["baseline", "prune"]);
    assert!(said.err.starts_with("error: cannot read the baseline known.json: "), "{}", said.err);
}
