//! Rules of one's own: they are selected, suppressed, held against baselines and reported as ours are.

use std::fs;

use stockade::config;
use stockade::context::{Assert, Call};
use stockade::report::{Format, View};
use stockade::rule::{Check, Hit, Outcome, Rule, When};
use stockade::{Error, Level, Report, Scanner, Settings, Unfit};

stockade::rule! {
    /// # Shared client
    ///
    /// `acme.connect` hands out the client of another tenant.
    ///
    /// ## Instead
    ///
    /// Call `acme.connect_as`.
    pub static SHARED = "ACME1" "shared_client" {
        advice: "Call `acme.connect_as`.",
        severity: High, confidence: High, cwe: 668,
        check: Check::Call(When::Named(&["connect"]), shared),
    }
}

stockade::rule! {
    /// # Any `assert`
    pub static ASSERT = "ACME2" "any_assert" {
        advice: "Raise.",
        severity: Low, confidence: High, cwe: 0,
        check: Check::Assert(any_assert),
    }
}

fn shared(call: &Call<'_, '_>) -> Outcome {
    if call.qualname != "acme.connect" {
        return Ok(None);
    }
    Hit::new(Level::High, Level::High, "This client may be another tenant's.").found()
}

fn any_assert(_: &Assert<'_, '_>) -> Outcome {
    Hit::new(Level::Low, Level::High, "An assert.").found()
}

const TEXT: &[u8] = b"import acme\nacme.connect()\nassert acme\n";

fn scanner() -> Scanner {
    Scanner::new().rule(&SHARED).and_then(|scanner| scanner.rule(&ASSERT)).expect("they are rules")
}

fn ids(scanner: &Scanner, text: &[u8]) -> Vec<&'static str> {
    let report = scanner.scan_source("app.py", text).expect("a thread");
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

fn settings(change: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = Settings::default();
    change(&mut settings);
    settings
}

#[test]
fn they_run_beside_ours() {
    assert_eq!(ids(&scanner(), TEXT), ["ACME1", "ACME2", "B101"]);
    assert_eq!(ids(&scanner(), b"import other\nother.connect()\n"), [""; 0]);
    assert_eq!(ids(&scanner().as_bandit(), TEXT), ["ACME1", "B101", "ACME2"]);
    assert!(scanner().knows("ACME1") && scanner().knows("any_assert") && !Scanner::new().knows("ACME1"));
    let known =
        scanner().rules().find(|rule| rule.id == "ACME1").map(|rule| (rule.title(), rule.more_info()));
    assert_eq!(known, Some(("Shared client", None)));
}

#[test]
fn selections_mean_them_too() {
    assert_eq!(ids(&scanner().only(["ACME1"]), TEXT), ["ACME1"]);
    assert_eq!(ids(&Scanner::new().only(["any_assert"]).rule(&ASSERT).expect("a rule"), TEXT), ["ACME2"]);
    assert_eq!(ids(&scanner().without(["ACME2", "B101"]), TEXT), ["ACME1"]);
    let selecting = |word: &str| scanner().settings(settings(|s| s.select = vec![word.to_owned()]));
    assert_eq!(ids(&selecting("ACME"), TEXT), ["ACME1", "ACME2"]);
    assert_eq!(ids(&selecting("CWE-668"), TEXT), ["ACME1"]);
    assert_eq!(ids(&selecting("shared_client"), TEXT), ["ACME1"]);
    let ignoring = scanner().settings(settings(|s| s.ignore = vec!["ACME".to_owned()]));
    assert_eq!(ids(&ignoring, TEXT), ["B101"]);
    let graver = scanner().settings(settings(|s| s.severity = vec![("ACME2".to_owned(), Level::High)]));
    let report = graver.only(["ACME2"]).scan_source("app.py", TEXT).expect("a thread");
    assert_eq!(report.findings[0].severity, Level::High);
    let error = Scanner::new().settings(settings(|s| s.select = vec!["ACME".to_owned()]));
    assert!(matches!(error.scan_source("a.py", TEXT), Err(Error::Selector { .. })));
}

#[test]
fn comments_name_them() {
    for comment in ["nosec ACME1", "nosec: acme1", "nosec shared_client -- the tests own it", "nosec"] {
        let text = format!("import acme\nacme.connect()  # {comment}\n");
        let report = scanner().scan_source("app.py", text.as_bytes()).expect("a thread");
        assert_eq!((report.findings.len(), report.suppressed.len()), (0, 1), "{comment}");
        assert_eq!(report.remarks, [], "{comment}");
    }
    let in_vain = |scanner: Scanner, comment: &str| {
        let text = format!("x = 1  # {comment}\n");
        scanner.scan_source("app.py", text.as_bytes()).expect("a thread").remarks.len()
    };
    assert_eq!(in_vain(scanner(), "nosec ACME1"), 1);
    assert_eq!(in_vain(scanner(), "nosec"), 1);
    // What a rule that does not run would find is not known.
    assert_eq!(in_vain(scanner().without(["ACME1"]), "nosec ACME1"), 0);
    assert_eq!(in_vain(scanner().without(["ACME1"]), "nosec"), 0);
}

#[test]
fn a_word_that_means_something_already_is_refused() {
    macro_rules! rule {
        ($id:literal $name:literal $($section:ident: $text:literal,)?) => {{
            stockade::rule! {
                /// # Another
                pub static ANOTHER = $id $name {
                    advice: "",
                    severity: Low, confidence: Low, cwe: 0,
                    $($section: $text,)?
                    check: Check::Assert(any_assert),
                }
            }
            &ANOTHER
        }};
    }
    let refused = |rule: &'static Rule| match scanner().rule(rule) {
        Err(Error::Rule(unfit)) => unfit,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&SHARED), Unfit::Taken("ACME1"));
    assert_eq!(refused(rule!("ACME3" "shared_client")), Unfit::Taken("shared_client"));
    assert_eq!(refused(rule!("acme1" "another")), Unfit::Taken("acme1"));
    assert_eq!(refused(rule!("ACME" "another")), Unfit::Taken("ACME"));
    assert_eq!(refused(rule!("B101" "another")), Unfit::Taken("B101"));
    assert_eq!(refused(rule!("X1" "assert_used")), Unfit::Taken("assert_used"));
    assert_eq!(refused(rule!("X1" "blacklist")), Unfit::Taken("blacklist"));
    assert_eq!(refused(rule!("ALL" "another")), Unfit::Taken("ALL"));
    assert_eq!(refused(rule!("CWE-99999" "another")), Unfit::Taken("CWE-99999"));
    assert_eq!(refused(rule!("B999" "another")), Unfit::Bandits("B999"));
    assert_eq!(refused(rule!("X 1" "another")), Unfit::Spelling("X 1"));
    assert_eq!(refused(rule!("X1" "")), Unfit::Spelling(""));
    assert_eq!(refused(rule!("X1" "another" section: "assert_used",)), Unfit::Section("X1"));
    assert!(scanner().rule(rule!("X1" "another")).is_ok());
}

#[test]
fn every_report_tells_of_them() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("app.py"), TEXT)?;
    let report = scanner().scan_paths([folder.path()])?;
    for format in Format::ALL {
        let text = String::from_utf8(written(format, &report)?)?;
        assert!(text.contains("ACME1"), "{}: {text}", format.name());
        assert!(!text.contains("plugins/acme"), "{}: Bandit has no page about it", format.name());
    }
    let sarif: serde_json::Value = serde_json::from_slice(&written(Format::Sarif, &report)?)?;
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().ok_or("no rules")?;
    let own = rules.iter().find(|rule| rule["id"] == "ACME1").ok_or("the rule is not there")?;
    assert_eq!(own["shortDescription"]["text"], "Shared client.");
    assert!(own["help"]["markdown"].as_str().is_some_and(|page| page.contains("`acme.connect_as`")));
    assert_eq!(own.get("helpUri"), None);
    assert_eq!(own["properties"]["tags"], serde_json::json!(["security", "external/cwe/cwe-668"]));
    Ok(())
}

fn written(format: Format, report: &Report) -> std::io::Result<Vec<u8>> {
    let view = View::new(report);
    let mut out = Vec::new();
    format.write(&view, &mut out, &mut |_| {})?;
    Ok(out)
}

#[test]
fn baselines_and_configurations_know_them() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let root = folder.path().canonicalize()?;
    fs::create_dir(root.join(".git"))?;
    fs::write(root.join("app.py"), TEXT)?;
    fs::write(
        root.join("stockade.toml"),
        "select = ['ACME1', 'any_assert']\nseverity = { ACME2 = 'high' }\n",
    )?;
    assert!(config::load(&root).is_err(), "nobody knows them here");
    let scanner = scanner().configured(scanner().load(&root)?);
    let report = scanner.scan_paths([&root])?;
    let ran: Vec<_> = report.run.rules.iter().map(|rule| rule.id).collect();
    assert_eq!((ran, report.files[0].findings.len()), (vec!["ACME1", "ACME2"], 2));
    let known = root.join("known.json");
    stockade::Baseline::of(&report, &known).write(&known)?;
    let again = scanner.clone().baseline(&known).scan_paths([&root])?;
    assert_eq!((again.files[0].findings.len(), again.files[0].suppressed.len()), (0, 2));
    assert_eq!(again.run.stale, []);
    let without = scanner.baseline(&known).without(["ACME2"]).scan_paths([&root])?;
    let unjudged = without.run.baseline.ok_or("a baseline")?.unjudged;
    assert_eq!(unjudged.iter().map(|kept| kept.reason.as_str()).collect::<Vec<_>>(), ["ACME2 did not run"]);
    Ok(())
}
