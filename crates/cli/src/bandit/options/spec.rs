//! Bandit's command line, described: every option with its help, and the help's last part.
//!
//! The texts are Bandit 1.9.4's, which byte parity with its `--help` forces; they are credited in NOTICE.

use crate::python::argparse::{Action, Argument, Count, Kind, Parser, Preset};

/// The formats, sorted.
pub(super) const FORMATS: &[&str] =
    &["csv", "custom", "html", "json", "sarif", "screen", "txt", "xml", "yaml"];

/// The names of the levels, from the one that reports everything.
pub(super) const LEVELS: &[&str] = &["all", "low", "medium", "high"];

/// The paths that are left out unless the command line says otherwise.
pub(super) const EXCLUDED: &str = ".svn,CVS,.bzr,.hg,.git,__pycache__,.tox,.eggs,*.egg";

/// The lines of code that are shown for a finding.
pub(super) const CONTEXT_LINES: i64 = 3;

/// What reports are sorted by.
pub(super) const AGGREGATE: &str = "file";

const CUSTOM_FORMATTING: &str = r#"
CUSTOM FORMATTING
-----------------

Available tags:

    {abspath}, {relpath}, {line}, {col}, {test_id},
    {severity}, {msg}, {confidence}, {range}

Example usage:

    Default template:
    bandit -r examples/ --format custom --msg-template \
    "{abspath}:{line}: {test_id}[bandit]: {severity}: {msg}"

    Provides same output as:
    bandit -r examples/ --format custom

    Tags can also be formatted in python string.format() style:
    bandit -r examples/ --format custom --msg-template \
    "{relpath:20.20s}: {line:03}: {test_id:^8}: DEFECT: {msg:>20}"

    See python documentation for more information about formatting style:
    https://docs.python.org/3/library/string.html

The following tests were discovered and loaded:
-----------------------------------------------
"#;

/// The parser.
pub(super) fn parser(
    program: &str,
    columns: i64,
    default_format: &'static str,
    rules: &[(&str, &str)],
) -> Parser {
    let mut parser = Parser::new(program, columns, "Bandit - a Python source code security analyzer");
    parser.epilog = epilog(rules);
    parser.arguments.extend(selection());
    parser.arguments.extend(levels());
    parser.arguments.extend(output(default_format));
    parser.arguments.extend(files());
    parser
}

/// What is scanned, and for what.
fn selection() -> [Argument; 8] {
    let number = Action::Store {
        count: Count::One,
        kind: Kind::Int,
        choices: &[],
        default: Preset::Int(CONTEXT_LINES),
    };
    [
        Argument::positional("targets", Count::Any, "source file(s) or directory(s) to be tested"),
        Argument::option(
            &["-r", "--recursive"],
            "recursive",
            Action::StoreTrue,
            "find and process files in subdirectories",
        ),
        Argument::option(
            &["-a", "--aggregate"],
            "agg_type",
            Action::choice(&[AGGREGATE, "vuln"], Preset::Str(AGGREGATE.to_owned())),
            "aggregate output by vulnerability (default) or by filename",
        ),
        Argument::option(
            &["-n", "--number"],
            "context_lines",
            number,
            "maximum number of code lines to output for each issue",
        ),
        Argument::option(
            &["-c", "--configfile"],
            "config_file",
            Action::text(),
            "optional config file to use for selecting plugins and overriding defaults",
        ),
        Argument::option(
            &["-p", "--profile"],
            "profile",
            Action::text(),
            "profile to use (defaults to executing all tests)",
        ),
        Argument::option(
            &["-t", "--tests"],
            "tests",
            Action::text(),
            "comma-separated list of test IDs to run",
        ),
        Argument::option(
            &["-s", "--skip"],
            "skips",
            Action::text(),
            "comma-separated list of test IDs to skip",
        ),
    ]
}

/// How grave a finding must be.
fn levels() -> [Argument; 4] {
    let counted = |name: &str, flag: &str| {
        format!(
            "report only issues of a given {name} level or higher (-{flag} for LOW, -{flag}{flag} for MEDIUM, \
             -{flag}{flag}{flag} for HIGH)"
        )
    };
    let named = |name: &str| {
        format!(
            "report only issues of a given {name} level or higher. \"all\" and \"low\" are likely to produce the \
             same results, but it is possible for rules to be undefined which will not be listed in \"low\"."
        )
    };
    [
        Argument::option(&["-l", "--level"], "severity", Action::Increment(1), counted("severity", "l"))
            .exclusive("severity"),
        Argument::option(
            &["--severity-level"],
            "severity_string",
            Action::choice(LEVELS, Preset::None),
            named("severity"),
        )
        .exclusive("severity"),
        Argument::option(
            &["-i", "--confidence"],
            "confidence",
            Action::Increment(1),
            counted("confidence", "i"),
        )
        .exclusive("confidence"),
        Argument::option(
            &["--confidence-level"],
            "confidence_string",
            Action::choice(LEVELS, Preset::None),
            named("confidence"),
        )
        .exclusive("confidence"),
    ]
}

/// What is told, and how.
fn output(default_format: &'static str) -> [Argument; 6] {
    let file = Action::Store {
        count: Count::Optional,
        kind: Kind::OutputFile,
        choices: &[],
        default: Preset::Stdout,
    };
    [
        Argument::option(
            &["-f", "--format"],
            "output_format",
            Action::choice(FORMATS, Preset::Str(default_format.to_owned())),
            "specify output format",
        ),
        Argument::option(
            &["--msg-template"],
            "msg_template",
            Action::text(),
            "specify output message template (only usable with --format custom), see CUSTOM FORMAT section for list \
             of available values",
        ),
        Argument::option(&["-o", "--output"], "output_file", file, "write report to filename"),
        Argument::option(
            &["-v", "--verbose"],
            "verbose",
            Action::StoreTrue,
            "output extra information like excluded and included files",
        )
        .exclusive("verbosity"),
        Argument::option(&["-d", "--debug"], "debug", Action::StoreTrue, "turn on debug mode"),
        Argument::option(
            &["-q", "--quiet", "--silent"],
            "quiet",
            Action::StoreTrue,
            "only show output in the case of an error",
        )
        .exclusive("verbosity"),
    ]
}

/// What else is read or left out, and the rest.
fn files() -> [Argument; 6] {
    let excluded = Action::Store {
        count: Count::One,
        kind: Kind::Str,
        choices: &[],
        default: Preset::Str(EXCLUDED.to_owned()),
    };
    [
        Argument::option(
            &["--ignore-nosec"],
            "ignore_nosec",
            Action::StoreTrue,
            "do not skip lines with # nosec comments",
        ),
        Argument::option(
            &["-x", "--exclude"],
            "excluded_paths",
            excluded,
            format!(
                "comma-separated list of paths (glob patterns supported) to exclude from scan (note that these are in \
                 addition to the excluded paths provided in the config file) (default: {EXCLUDED})"
            ),
        ),
        Argument::option(
            &["-b", "--baseline"],
            "baseline",
            Action::text(),
            "path of a baseline report to compare against (only JSON-formatted files are accepted)",
        ),
        Argument::option(
            &["--ini"],
            "ini_path",
            Action::text(),
            "path to a .bandit file that supplies command line arguments",
        ),
        Argument::option(
            &["--exit-zero"],
            "exit_zero",
            Action::StoreTrue,
            "exit with 0, even with results found",
        ),
        Argument::option(
            &["--version"],
            "version",
            Action::Version(VERSION.to_owned()),
            "show program's version number and exit",
        ),
    ]
}

/// The first line is Bandit's; where Bandit names its interpreter, we name ourselves, since scripts look for both lines.
const VERSION: &str =
    concat!("%(prog)s 1.9.4\n  python version = 3.14 (stockade ", env!("CARGO_PKG_VERSION"), ")");

fn epilog(rules: &[(&str, &str)]) -> String {
    let mut rules: Vec<String> = rules.iter().map(|(id, name)| format!("{id}\t{name}")).collect();
    rules.sort();
    rules.dedup();
    format!("{CUSTOM_FORMATTING}\t{}", rules.join("\n\t"))
}
