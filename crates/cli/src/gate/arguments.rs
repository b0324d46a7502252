//! The arguments of `stockade gate`, and what they say over a policy.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use stockade_gate::policy::Policy;
use stockade_gate::severity::Severity;

use super::{FORMATS, Named, now};

/// The command with its arguments.
pub(crate) fn command() -> Command {
    Command::new("gate")
        .about("Decide whether a release passes, by the reports of every scanner")
        .long_about(
            "Decide whether a release passes, by the reports of every scanner.\n\n\
             Exits with 0 if it passes, 1 if the policy forbids it, 2 if a report is missing, unreadable, stale, of \
             another commit or of a scan that failed, or for a mistake in the arguments, and 3 for a policy that cannot \
             be used.",
        )
        .arg(
            Arg::new("report")
                .value_name("[NAME=]REPORT")
                .num_args(0..)
                .value_parser(ValueParser::new(Named::parse))
                .help("Reports, folders of reports, patterns, or - for standard input; NAME= says which tool's it must be"),
        )
        .arg(
            Arg::new("scan")
                .long("scan")
                .value_name("PATH")
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf))
                .help("Scan this file or folder, too, and take the result as a report; repeatable")
                .help_heading("Reports"),
        )
        .args(policy())
        .args(FORMATS.arguments())
        .args([
            Arg::new("color")
                .long("color")
                .value_name("WHEN")
                .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
                .default_value("auto")
                .help("Whether text for people has colours")
                .help_heading("Output"),
            Arg::new("verbose")
                .short('v')
                .long("verbose")
                .action(ArgAction::SetTrue)
                .help("List what passes, is waived, known or suppressed, and every waiver")
                .help_heading("Output"),
            Arg::new("quiet")
                .short('q')
                .long("quiet")
                .action(ArgAction::SetTrue)
                .conflicts_with("verbose")
                .help("Write nothing to standard output beside files unless --format asks for it")
                .help_heading("Output"),
        ])
        .subcommand(
            Command::new("explain")
                .about("Say what the policy means, in plain words")
                .args([policy_file(), as_of_argument()]),
        )
        .args_conflicts_with_subcommands(true)
        .disable_help_subcommand(true)
}

/// What concerns the policy.
fn policy() -> [Arg; 6] {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help).help_heading("Policy")
    };
    [
        policy_file(),
        option("fail-on", "SEVERITY", "Fail on findings from here on, or never; over the policy's own")
            .value_parser(ValueParser::new(severity_or_never)),
        option(
            "require",
            "TOOL",
            "Ask for a report of this tool, beside those that the policy asks for; repeatable",
        )
        .action(ArgAction::Append)
        .value_delimiter(','),
        option("commit", "REVISION", "Ask that the reports are of this revision"),
        option("vex", "FILE", "Read this VEX document, too; repeatable")
            .action(ArgAction::Append)
            .value_parser(value_parser!(PathBuf)),
        as_of_argument(),
    ]
}

fn policy_file() -> Arg {
    Arg::new("policy")
        .long("policy")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help("Decide by this policy alone: nothing that decides is read from the scanned tree")
        .help_heading("Policy")
}

fn as_of_argument() -> Arg {
    Arg::new("as-of")
        .long("as-of")
        .value_name("DATE")
        .value_parser(ValueParser::new(moment))
        .help("Decide as if it were this day or moment, in UTC: 2026-12-31 or 2026-12-31T12:00:00Z")
        .help_heading("Policy")
}

/// The moment that the verdict is about.
pub(super) fn as_of(arguments: &ArgMatches) -> Timestamp {
    arguments.get_one("as-of").copied().unwrap_or_else(now)
}

/// The policy with what the arguments say.
pub(super) fn overridden(mut policy: Policy, arguments: &ArgMatches) -> Policy {
    if let Some(fail_on) = arguments.get_one::<Option<Severity>>("fail-on") {
        policy.general.fail_on = *fail_on;
        // What fails need not be warned of, and what is below may still be.
        if let (Some(fail), Some(warn)) = (*fail_on, policy.general.warn_on) {
            policy.general.warn_on = Some(warn.min(fail));
        }
    }
    for tool in arguments.get_many::<String>("require").unwrap_or_default() {
        if !policy.require.contains(tool) {
            policy.require.push(tool.clone());
        }
    }
    if let Some(commit) = arguments.get_one::<String>("commit") {
        policy.commit = Some(commit.clone());
    }
    policy
}

fn severity_or_never(text: &str) -> Result<Option<Severity>, String> {
    if text == "never" {
        return Ok(None);
    }
    let known = Severity::ALL.into_iter().filter(|severity| *severity != Severity::Unknown);
    known.clone().find(|severity| severity.as_str() == text).map(Some).ok_or_else(|| {
        format!("it must be {}, or never", known.map(|s| s.as_str()).collect::<Vec<_>>().join(", "))
    })
}

fn moment(text: &str) -> Result<Timestamp, String> {
    let wanted = "it must be a day such as 2026-12-31, or a moment such as 2026-12-31T12:00:00Z";
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment);
    }
    let is_day = text.len() == 10;
    let day = text.parse::<Date>().ok().filter(|_| is_day).ok_or(wanted)?;
    day.to_zoned(TimeZone::UTC).map(|day| day.timestamp()).map_err(|_| wanted.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight() {
        let of = |text: &str| moment(text).map(|moment| moment.to_string());
        assert_eq!(of("2026-12-31"), Ok("2026-12-31T00:00:00Z".to_owned()));
        assert_eq!(of("2026-12-31T12:00:00+01:00"), Ok("2026-12-31T11:00:00Z".to_owned()));
        for wrong in ["2026-02-30", "tomorrow", "2026-12", "20261231", ""] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}
