//! The arguments of `stockade scan` that concern its configuration and which rules run, and what comes of them.

use std::path::{Path, PathBuf};

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use stockade::config::{self, Loaded};
use stockade::{Error, Overrides, PerFileIgnores, Threshold};

/// The heading of these arguments in the help.
const HEADING: &str = "Configuration and rules";

/// The arguments.
pub(super) fn arguments() -> [Arg; 11] {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help).help_heading(HEADING)
    };
    let list = |name, help| {
        option(name, "SELECTOR", help)
            .action(ArgAction::Append)
            .value_delimiter(',')
            .value_parser(ValueParser::new(selector))
    };
    let switch = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help).help_heading(HEADING)
    };
    [
        option("config", "FILE", "Read this configuration, ours or Bandit's, and none from the scanned tree")
            .value_parser(value_parser!(PathBuf)),
        switch("isolated", "Read no configuration").conflicts_with("config"),
        list("select", "Run these rules: B602, B6, a name, CWE-78 or ALL"),
        list("extend-select", "Run these rules as well"),
        list("ignore", "Do not run these rules, unless a more exact selector says so"),
        option(
            "per-file-ignores",
            "PATTERN:SELECTOR,…",
            "Do not report these rules in the files of a pattern",
        )
        .action(ArgAction::Append)
        .value_parser(ValueParser::new(per_file)),
        option("report-on", "SEVERITY[:CONFIDENCE]", "Report findings from here on [default: low]")
            .value_parser(ValueParser::new(threshold)),
        option(
            "fail-on",
            "SEVERITY[:CONFIDENCE]",
            "Exit with 1 for findings from here on, or never [default: low]",
        )
        .value_parser(ValueParser::new(threshold_or_never)),
        switch("strict", "Exit with 2 if a file could not be parsed"),
        switch("ignore-nosec", "Report what `# nosec` comments suppress"),
        switch("noqa", "Let `# noqa: S602` suppress like `# nosec: B602`"),
    ]
}

/// The configuration that the arguments ask for, for a project of this root.
pub(super) fn load(arguments: &ArgMatches, root: &Path) -> Result<Loaded, Error> {
    let mut loaded = match arguments.get_one::<PathBuf>("config") {
        Some(file) => config::load_named(file)?,
        None if arguments.get_flag("isolated") => Loaded::default(),
        None => config::load(root)?,
    };
    config::override_with(&mut loaded.settings, overrides(arguments));
    Ok(loaded)
}

/// Whether nothing in the scanned tree has a say.
pub(super) fn is_isolated(arguments: &ArgMatches) -> bool {
    arguments.get_flag("isolated") || arguments.contains_id("config")
}

fn overrides(arguments: &ArgMatches) -> Overrides {
    let list = |name| arguments.get_many::<String>(name).map(|words| words.cloned().collect::<Vec<_>>());
    Overrides {
        select: list("select"),
        extend_select: list("extend-select").unwrap_or_default(),
        ignore: list("ignore").unwrap_or_default(),
        per_file_ignores: arguments.get_many("per-file-ignores").unwrap_or_default().cloned().collect(),
        fail_on: arguments.get_one("fail-on").copied(),
        report_on: arguments.get_one("report-on").copied(),
        strict: arguments.get_flag("strict"),
        noqa: arguments.get_flag("noqa"),
    }
}

fn selector(word: &str) -> Result<String, String> {
    match config::mistake_in_selector(word) {
        None => Ok(word.to_owned()),
        Some(cure) => Err(format!("it means no rule: {cure}")),
    }
}

fn per_file(text: &str) -> Result<PerFileIgnores, String> {
    // A pattern may have a colon, a selector has none.
    let (pattern, rules) =
        text.rsplit_once(':').ok_or("write a pattern, a colon and selectors: tests/:B101,B105")?;
    config::mistake_in_pattern(pattern).map_or(Ok(()), Err)?;
    let rules = rules.split(',').map(|word| selector(word).map_err(|error| format!("`{word}`: {error}")));
    Ok(PerFileIgnores { pattern: pattern.to_owned(), rules: rules.collect::<Result<_, _>>()? })
}

fn threshold(text: &str) -> Result<Threshold, String> {
    let wanted = "it must be low, medium or high, or two of them with a colon between, such as medium:high";
    text.parse().map_err(|()| wanted.to_owned())
}

fn threshold_or_never(text: &str) -> Result<Option<Threshold>, String> {
    if text == "never" {
        return Ok(None);
    }
    threshold(text).map(Some).map_err(|wanted| format!("{wanted}, or never"))
}
