//! `stockade baseline`: the file of known findings, made, brought up to date, pruned and shown; and the options with
//! which a scan is held against it or against a revision.

use std::collections::BTreeMap;
use std::io::ErrorKind::NotFound;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use stockade::baseline::{Baseline, Key};
use stockade::report::plain;
use stockade::{Error, Report, Scanner};

use crate::{diagnostics, scan};

/// The file where none is named.
const FILE: &str = "stockade-baseline.json";

/// The command with its own commands.
pub(crate) fn command() -> Command {
    let command =
        |name: &'static str, about: &'static str| Command::new(name).about(about).args(scan::looking());
    let file = || {
        let help = format!("The file of known findings [default: that of the configuration, else {FILE}]");
        Arg::new("baseline").value_name("FILE").value_parser(value_parser!(PathBuf)).help(help)
    };
    let force =
        Arg::new("force").long("force").action(ArgAction::SetTrue).help("Replace a file that is there");
    Command::new("baseline")
        .about("Keep a file of known findings, which scans then do not report")
        .subcommand(
            command("create", "Record the findings of today as known")
                .arg(file().short('o').long("output").visible_alias("baseline"))
                .arg(force),
        )
        .subcommand(
            command("update", "Record what is new and drop what is no longer found")
                .arg(file().long("baseline")),
        )
        .subcommand(
            command("prune", "Drop what is no longer found, and record nothing").arg(file().long("baseline")),
        )
        .subcommand(
            command("show", "Show what is known, and what of it is stale").arg(file().long("baseline")),
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
}

/// The options of a scan that say what is not new.
pub(crate) fn options() -> [Arg; 2] {
    [
        Arg::new("baseline")
            .long("baseline")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help("Do not report the findings that this file has (see `stockade baseline`)")
            .help_heading("New findings only"),
        Arg::new("since")
            .long("since")
            .value_name("REV")
            .help("Report only what stands on lines changed since this git revision, as a pull request shows them")
            .help_heading("New findings only"),
    ]
}

/// The scanner with what those options say.
pub(crate) fn apply(scanner: Scanner, arguments: &ArgMatches) -> Scanner {
    let scanner = match arguments.get_one::<PathBuf>("baseline") {
        Some(path) => scanner.baseline(path),
        None => scanner,
    };
    match arguments.get_one::<String>("since") {
        Some(revision) => scanner.since(revision),
        None => scanner,
    }
}

/// Runs the command and gives its exit code.
pub(crate) fn run(arguments: &ArgMatches) -> u8 {
    let mut said = Vec::new();
    let outcome = match arguments.subcommand() {
        Some(("create", rest)) => create(rest, &mut said),
        Some(("update", rest)) => update(rest, &mut said),
        Some(("prune", rest)) => prune(rest, &mut said),
        Some(("show", rest)) => show(rest, &mut said),
        _ => return 2,
    };
    match outcome {
        Ok(()) => crate::tell(|out| out.write_all(&said)),
        Err(error) => {
            diagnostics::tell(&error);
            2
        }
    }
}

/// A scan for a baseline, and the file that it is about.
struct Held {
    scanner: Scanner,
    targets: Vec<PathBuf>,
    root: PathBuf,
    path: PathBuf,
    /// Whether scans find the file by themselves.
    configured: bool,
    /// Whether somebody named the file.
    named: bool,
}

impl Held {
    fn new(arguments: &ArgMatches) -> Result<Held, Error> {
        let scan::Asked { targets, scanner, .. } = scan::choose(arguments)?;
        let root = scanner.project_root(&targets)?;
        let configured = scanner.baseline_path(&root);
        let named = arguments.get_one::<PathBuf>("baseline").cloned();
        let is_configured =
            configured.is_some() && named.as_ref().is_none_or(|named| configured.as_ref() == Some(named));
        let is_named = named.is_some() || is_configured;
        let path = named.or(configured).unwrap_or_else(|| root.join(FILE));
        // Near the working directory a short name will do.
        let here = std::env::current_dir().and_then(|folder| folder.canonicalize()).unwrap_or_default();
        let path = path.strip_prefix(here).map(Path::to_owned).unwrap_or(path);
        Ok(Held { scanner, targets, root, path, configured: is_configured, named: is_named })
    }

    /// What is known, and a scan held against it.
    fn compare(self) -> Result<(Baseline, Report, PathBuf), Error> {
        if !self.named && self.path.symlink_metadata().is_err_and(|error| error.kind() == NotFound) {
            return Err(Error::System(io::Error::new(
                NotFound,
                format!(
                    "no baseline is named, and there is no {}: name one with `--baseline FILE` or with `baseline = \"FILE\"` in \
                     the configuration, or make one with `stockade baseline create`",
                    self.path.display()
                ),
            )));
        }
        let known = Baseline::read_for(&self.path, &self.root)?;
        let report = self.scanner.baseline(&self.path).scan_paths(self.targets)?;
        warn_of_blind_spots(&report, "nothing known of it is dropped");
        Ok((known, report, self.path))
    }
}

fn create(arguments: &ArgMatches, out: &mut dyn Write) -> Result<(), Error> {
    let Held { scanner, targets, path, configured, .. } = Held::new(arguments)?;
    if path.symlink_metadata().is_ok() && !arguments.get_flag("force") {
        return Err(Error::System(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!(
                "{} is there already; `stockade baseline update` brings it up to date, `--force` replaces it",
                path.display()
            ),
        )));
    }
    let report = scanner.without_baseline().scan_paths(targets)?;
    warn_of_blind_spots(&report, "what is found in it later is new");
    let baseline = Baseline::of(&report, &path);
    baseline.write(&path)?;
    writeln!(out, "{}: {} recorded as known", path.display(), size(&baseline))?;
    if !configured {
        let name = path.display();
        writeln!(
            out,
            "Scans use it with `--baseline {name}`, or with `baseline = \"{name}\"` in the configuration."
        )?;
    }
    Ok(())
}

fn update(arguments: &ArgMatches, out: &mut dyn Write) -> Result<(), Error> {
    let (known, report, path) = Held::new(arguments)?.compare()?;
    for (file, finding) in
        report.files.iter().flat_map(|file| file.findings.iter().map(move |found| (file, found)))
    {
        let (name, line) = (plain(&file.name), finding.span.start.line);
        writeln!(out, "+ {name}:{line} {} {}", finding.rule.id, plain(&finding.message))?;
    }
    write_dropped(&report, out)?;
    let updated = known.clone().without(&report.run.stale).with(&report);
    settle(&known, &updated, &path, &report, out)
}

fn prune(arguments: &ArgMatches, out: &mut dyn Write) -> Result<(), Error> {
    let (known, report, path) = Held::new(arguments)?.compare()?;
    write_dropped(&report, out)?;
    let pruned = known.clone().without(&report.run.stale);
    settle(&known, &pruned, &path, &report, out)?;
    let new: usize = report.files.iter().map(|file| file.findings.len()).sum();
    if new > 0 {
        writeln!(out, "{} new and not recorded", findings(new as u64))?;
    }
    Ok(())
}

/// Writes the file if anything in it changed, and sums up.
fn settle(
    before: &Baseline,
    after: &Baseline,
    path: &Path,
    report: &Report,
    out: &mut dyn Write,
) -> Result<(), Error> {
    write_kept(report, out)?;
    if before == after {
        writeln!(out, "{}: nothing changed; {} known", path.display(), size(after))?;
        return Ok(());
    }
    after.write(path)?;
    writeln!(out, "{}: {} known, {} before", path.display(), size(after), before.count())?;
    Ok(())
}

fn show(arguments: &ArgMatches, out: &mut dyn Write) -> Result<(), Error> {
    let (known, report, path) = Held::new(arguments)?.compare()?;
    writeln!(out, "{}: {} known", path.display(), size(&known))?;
    let mut by_rule: BTreeMap<&str, u64> = BTreeMap::new();
    let mut file = None;
    for (Key { file: name, rule, .. }, entry) in known.entries() {
        *by_rule.entry(rule).or_default() += entry.count;
        if file.replace(name) != Some(name) {
            writeln!(out, "\n{}", plain(name))?;
        }
        let message = plain(&entry.message);
        writeln!(out, "{:>5}  {}  {message} (line {})", entry.count, plain(rule), entry.line)?;
    }
    if !by_rule.is_empty() {
        writeln!(out, "\nBy rule")?;
    }
    for (rule, count) in by_rule {
        writeln!(out, "{count:>5}  {}", plain(rule))?;
    }
    if !report.run.stale.is_empty() {
        writeln!(out, "\nStale: no longer found, dropped by `stockade baseline prune`")?;
        write_dropped(&report, out)?;
    }
    if report.run.baseline.as_ref().is_some_and(|run| !run.unjudged.is_empty()) {
        writeln!(out, "\nNot judged")?;
        write_kept(&report, out)?;
    }
    Ok(())
}

fn write_dropped(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for stale in &report.run.stale {
        let (file, rule) = (plain(&stale.file), plain(&stale.rule));
        writeln!(out, "- {file} {rule}, once on line {}: {} fewer", stale.line, stale.count)?;
    }
    Ok(())
}

/// What stays though it was not found, since the scan could not see it: by file where that is odd, else summed up.
fn write_kept(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let unjudged = report.run.baseline.iter().flat_map(|run| &run.unjudged);
    let mut elsewhere: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for kept in unjudged {
        if report
            .files
            .iter()
            .any(|file| file.name == kept.file && (file.skipped.is_some() || file.broken.is_some()))
        {
            writeln!(
                out,
                "  {} kept of {}: {}",
                findings(kept.count),
                plain(&kept.file),
                plain(&kept.reason)
            )?;
        } else {
            let (files, count) = elsewhere.entry(&kept.reason).or_default();
            *files += 1;
            *count += kept.count;
        }
    }
    for (reason, (files, count)) in elsewhere {
        writeln!(out, "  {} kept of {}: {reason}", findings(count), counted(files, "file"))?;
    }
    Ok(())
}

/// Says which files could not be looked at, or only in part.
fn warn_of_blind_spots(report: &Report, what_follows: &str) {
    for file in &report.files {
        let (name, what_follows) = (plain(&file.name), what_follows);
        if let Some(reason) = &file.skipped {
            eprintln!("warning: {name} could not be scanned: {}; {what_follows}", plain(reason));
        } else if let Some(broken) = &file.broken {
            let line = broken.span.start.line;
            eprintln!(
                "warning: {name}:{line}: could not be parsed: {}; {what_follows}",
                plain(&broken.message)
            );
        }
    }
}

fn size(baseline: &Baseline) -> String {
    let mut files: Vec<&str> = baseline.entries().map(|(key, _)| key.file.as_str()).collect();
    files.dedup();
    format!("{} in {}", findings(baseline.count()), counted(files.len() as u64, "file"))
}

fn findings(count: u64) -> String {
    counted(count, "finding")
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
