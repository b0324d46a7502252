//! What is said of a configuration that is wrong: every mistake with its place and a cure.

use stockade_core::config::settings::read;
use stockade_rules::select::Book;

/// All that is wrong with a text, a line each, without the file's name.
#[track_caller]
fn problems(text: &str) -> Vec<String> {
    let invalid = read("f", text, false, &Book::default()).expect_err(text);
    for problem in &invalid.problems {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?} points into {text:?}");
    }
    invalid.to_string().lines().map(|line| line.strip_prefix("f:").unwrap_or(line).to_owned()).collect()
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let text = "selct = []\nignore = ['B999', 'b101']\nstrict = 'yes'\n\n[severity]\nB602 = 'HIGH'\n[rules.assert_use]\n";
    assert_eq!(
        problems(text),
        [
            "1:1: unknown key `selct` (did you mean `select`?)",
            "2:11: `B999` means no rule (rules are named by id (B602), the beginning of one (B6), name, weakness (CWE-78) \
             or ALL; `stockade rules` lists them)",
            "2:19: `b101` means no rule (did you mean `B101`?)",
            "3:10: `strict` must be true or false (for example `strict = true`)",
            "6:8: `HIGH` is no level (the levels are \"low\", \"medium\", \"high\")",
            "7:8: no rule reads a section `assert_use` (did you mean `assert_used`?)",
        ]
    );
}

#[test]
fn what_may_have_been_meant_is_said() {
    let keys = |key: &str| problems(&format!("{key} = 1")).remove(0);
    assert_eq!(
        keys("per_file_ignores"),
        "1:1: unknown key `per_file_ignores` (did you mean `per-file-ignores`?)"
    );
    assert_eq!(keys("Strict"), "1:1: unknown key `Strict` (did you mean `strict`?)");
    assert!(keys("zzz").starts_with("1:1: unknown key `zzz` (the keys are `select`, `extend-select`, "));
    assert_eq!(
        problems("[rules.B101]"),
        ["1:8: no rule reads a section `B101` (the options of B101 are in `rules.assert_used`)"]
    );
    assert_eq!(
        problems("[rules.try_except_pass]\ncheck_typed_exceptions = true"),
        [
            "2:1: `try_except_pass` has no option `check_typed_exceptions` (did you mean `check_typed_exception`?)"
        ]
    );
    assert_eq!(
        problems("severity = 'high'"),
        [
            "1:12: `severity` must be a table from selectors of rules to levels (`severity = { B101 = \"high\", \"CWE-330\" \
          = \"medium\" }` changes what rules say; `report-on` and `fail-on` choose by severity and confidence)"
        ]
    );
}

#[test]
fn values_of_the_wrong_kind_say_what_is_wanted() {
    for (text, said) in [
        (
            "select = 'B1'",
            "1:10: `select` must be a list of selectors of rules (for example `select = [\"B6\", \"CWE-78\", \"yaml_load\"]`)",
        ),
        ("select = ['B1', 2]", "1:17: an item of `select` must be a string"),
        (
            "per-file-ignores = { 'a b' = 'B1' }",
            "1:30: `\"a b\"` must be a list of selectors of rules (for example `\"a b\" = [\"B101\"]`)",
        ),
        ("exclude = ['[']", "1:12: `[` is no pattern of files"),
        (
            "tests = ['!a']",
            "1:10: a pattern of `tests` cannot be turned round (`!` has a meaning in `exclude` and `per-file-ignores` alone)",
        ),
        (
            "fail-on = 'severe'",
            "1:11: `severe` is no level, nor two with a colon between them (the levels are \"low\", \"medium\", \"high\"; for example `fail-on = \"high:medium\"`, or \"never\")",
        ),
        (
            "report-on = 'never'",
            "1:13: `never` is no level, nor two with a colon between them (the levels are \"low\", \"medium\", \"high\"; for example `report-on = \"medium:high\"`)",
        ),
        ("confidence = { B101 = 3 }", "1:23: `B101` must be a level (for example `B101 = \"high\"`)"),
        (
            "rules = []",
            "1:9: `rules` must be a table of the options of rules, by section (for example `rules = { hardcoded_tmp_directory = { tmp_dirs = [\"/tmp\", \"/scratch\"] } }`)",
        ),
        ("rules.assert_used = 1", "1:21: `rules.assert_used` must be a table"),
        ("rules.assert_used.skips = ['/']", "1:28: `/` is no pattern of files"),
        (
            "rules.weak_cryptographic_key.weak_key_size_rsa_high = -1",
            "1:55: `weak_key_size_rsa_high` must be a whole number, 0 or more",
        ),
    ] {
        assert_eq!(problems(text), [said], "{text}");
    }
}

#[test]
fn a_text_that_is_no_toml_says_where() {
    assert_eq!(problems("a = \nb = ]\n").len(), 2);
    assert!(
        problems("select = [\n")[0].starts_with("1:11: this is no TOML: "),
        "{:?}",
        problems("select = [\n")
    );
    assert!(
        problems("[severity\n")[0].starts_with("1:10: this is no TOML: "),
        "{:?}",
        problems("[severity\n")
    );
}

#[test]
fn the_table_of_the_gate_is_of_no_concern() {
    assert!(read("f", "[gate]\nanything = 1\n", false, &Book::default()).is_ok());
    assert!(read("f", "[tool.stockade]\ngate = { anything = 1 }\n", true, &Book::default()).is_ok());
    assert!(read("f", "[tool.stockade]\ngates = {}\n", true, &Book::default()).is_err());
    assert!(
        read("f", "[tool.other]\nx = 1\n[tool.stockade]\nstrict = true\n", true, &Book::default()).is_ok()
    );
    let told = read("f", "[tool]\nstockade = 1\n", true, &Book::default()).expect_err("no table").to_string();
    assert_eq!(told, "f:2:12: `tool.stockade` must be a table");
}
