//! `bandit`: the way from a command line to a report and an exit code, each step where Bandit 1.9.4 has it.
//!
//! The messages are Bandit's, credited in NOTICE. Where Bandit crashes, here an error is told, and the exit code is 2.

mod log;
pub(crate) mod options;
mod progress;
mod rules;

use std::fs;
use std::io;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::time::SystemTime;

use stockade_core::config::ini;
use stockade_core::config::{self, Config};
use stockade_core::discover::{self, Discovered, Folders, Origin};
use stockade_core::log::{Level, Record};
use stockade_core::profile::{Profile, Selection};
use stockade_core::pystr;
use stockade_core::report::Report;
use stockade_core::scan;
use stockade_core::source;
use stockade_report::bandit::{Aggregate, Baseline, Error, Format, View};
use stockade_rules::catalog;

use self::log::Log;
use self::options::{Call, OptionError, Options, Output};
use self::progress::Progress;
use crate::python::argparse::Exit;
use crate::{crash, twin};

/// The file in which a project keeps its command line.
const INI: &str = ".bandit";

/// The Python that Bandit's answers are kept from.
const PYTHON: &str = "3.14.0";

/// Why there is no report.
enum End {
    /// An error that is still to be told.
    Error(String),
    /// Something that has been told.
    Told,
}

impl From<config::Error> for End {
    fn from(error: config::Error) -> End {
        End::Error(error.to_string())
    }
}

impl From<OptionError> for End {
    fn from(error: OptionError) -> End {
        End::Error(error.to_string())
    }
}

/// Runs the command and gives its exit code.
pub(crate) fn run(call: &Call<'_>) -> u8 {
    let mut options = match options::parse(call, &mut |name| fs::File::create(name)) {
        Ok(options) => options,
        Err(exit) => return twin::end(&exit),
    };
    let mut log = Log::new(if options.debug_log { Level::Debug } else { Level::Info });
    if options.debug_log {
        crash::trace();
    }
    scan_and_report(call, &mut options, &mut log).unwrap_or_else(|end| {
        if let End::Error(error) = end {
            log.record(&Record::error("main", error));
        }
        2
    })
}

fn scan_and_report(call: &Call<'_>, options: &mut Options, log: &mut Log) -> Result<u8, End> {
    let mut folders = Folders::default();
    join_ini(options, &mut folders, log)?;
    let catalog = rules::catalog();
    let config = configuration(options, &catalog, log)?;
    if options.targets.is_empty() {
        let stdout = options::usage(call.program, call.columns);
        return Ok(twin::end(&Exit { code: 2, stdout, stderr: String::new() }));
    }
    if let Some(format) = config.option("log_format").filter(|format| format.is_truthy()) {
        log.follow(format).map_err(End::Error)?;
    }
    if options.quiet {
        log.quieten();
    }
    let profile = profile(options, &config, &catalog, log)?;
    let selection = Selection::new(&profile, &catalog);
    let baseline = options.baseline.as_deref().map(|path| baseline(path, options, log)).transpose()?;
    if options.output_format != "json" {
        if let Some(file) = options.config_file.as_deref().filter(|file| !file.as_os_str().is_empty()) {
            log.info(format!("using config: {}", name_of(file)));
        }
        log.info(format!("running on Python {PYTHON}"));
    }
    let found = targets(options, &config, folders, log)?;
    if selection.is_empty() {
        return Err(End::Error("No tests would be run, please check the profile.".to_owned()));
    }
    // Bandit comes to these after the scan, and crashes.
    options.check()?;
    // The process ends with them: to give their pieces back one by one takes longer than the system does at the end.
    let mut found = ManuallyDrop::new(found);
    let report = ManuallyDrop::new(scan(&mut found, &selection, &config, options, log)?);
    write(&report, baseline.as_ref(), options, log)
}

/// Lets the project's `.bandit` file, if there is one, fill in what the command line left open.
fn join_ini(options: &mut Options, folders: &mut Folders, log: &Log) -> Result<(), End> {
    let named = options.ini_path.clone().filter(|path| !path.as_os_str().is_empty());
    let file = match named {
        Some(file) => file,
        None => {
            let found = folders.find_named(&options.targets, INI);
            let names: Vec<_> = found.iter().map(|path| pystr::printable(path)).collect();
            match found.as_slice() {
                [] => return Ok(()),
                [only] => {
                    log.info(format!("Found project level .bandit file: {}", names[0]));
                    only.into()
                }
                _ => {
                    let said = "Multiple .bandit files found - scan separately or choose one with --ini";
                    return Err(End::Error(format!("{said}\n\t{}", names.join(", "))));
                }
            }
        }
    };
    let name = name_of(&file);
    // A file that cannot be read counts as one without the section.
    let settings = match ini::section(&fs::read(&file).unwrap_or_default(), "bandit") {
        Ok(settings) => settings.into_iter().collect::<Vec<_>>(),
        Err(ini::Failure::Unparsable) => {
            let said = format!("Unable to parse config file {name} or missing [bandit] section");
            log.record(&Record::warning("utils", said));
            return Ok(());
        }
        Err(ini::Failure::NotText) => return Err(End::Error(format!("{name} : The file is no UTF-8."))),
    };
    let mut said = Vec::new();
    let joined = options.merge_ini(&settings, &name, &mut said);
    log.records(&said);
    Ok(joined?)
}

fn configuration(options: &Options, catalog: &config::Catalog, log: &Log) -> Result<Config, End> {
    let Some(file) = options.config_file.as_deref().filter(|file| !file.as_os_str().is_empty()) else {
        return Ok(Config::without_file());
    };
    let mut said = Vec::new();
    let config = Config::read(file, catalog, &mut said);
    log.records(&said);
    Ok(config?)
}

/// The profile of the configuration with what the command line adds.
fn profile(options: &Options, config: &Config, catalog: &config::Catalog, log: &Log) -> Result<Profile, End> {
    let mut profile = config.profile(options.profile.as_deref())?;
    let listed = |ids: &[String]| {
        let ids = ids.join(",");
        if ids.is_empty() { "None".to_owned() } else { ids }
    };
    let given = |ids: &Option<String>| ids.clone().unwrap_or_else(|| "None".to_owned());
    log.info(format!("profile include tests: {}", listed(&profile.include)));
    log.info(format!("profile exclude tests: {}", listed(&profile.exclude)));
    log.info(format!("cli include tests: {}", given(&options.tests)));
    log.info(format!("cli exclude tests: {}", given(&options.skips)));
    profile.add(options.tests.as_deref(), options.skips.as_deref());
    let mut said = Vec::new();
    let valid = profile.validate(catalog, &mut said);
    log.records(&said);
    valid.map(|()| profile).map_err(End::Error)
}

/// Reads the report to compare with. One that makes no sense counts as none.
fn baseline(path: &Path, options: &Options, log: &Log) -> Result<Baseline, End> {
    let warn = |module, said: String| log.record(&Record::warning(module, said));
    let name = name_of(path);
    let Ok(bytes) = fs::read(path) else {
        warn("main", format!("Could not open baseline report: {name}"));
        return Err(End::Told);
    };
    let text = String::from_utf8(bytes)
        .map_err(|_| End::Error(format!("The baseline report {name} is no UTF-8, as a JSON report is.")))?;
    let baseline = Baseline::parse(&text).unwrap_or_else(|reason| {
        warn("manager", format!("Failed to load baseline data: {reason}"));
        Baseline::default()
    });
    if !Format::from_name(&options.output_format).is_some_and(Format::accepts_baseline) {
        let formats = Format::ALL.into_iter().filter(|format| format.accepts_baseline());
        let formats: Vec<String> = formats.map(|format| pystr::repr(format.name())).collect();
        let said = "Baseline must be used with one of the following formats:";
        warn("main", format!("{said} [{}]", formats.join(", ")));
        return Err(End::Told);
    }
    Ok(baseline)
}

fn targets(options: &Options, config: &Config, folders: Folders, log: &Log) -> Result<Discovered, End> {
    let filter = config.filter(&options.excluded_paths)?;
    let found = discover::discover(&options.targets, options.recursive, &filter, folders);
    for folder in &found.not_walked {
        let said = format!("Skipping directory ({folder}), use -r flag to scan contents");
        log.record(&Record::warning("manager", said));
    }
    Ok(found)
}

fn scan(
    found: &mut Discovered,
    selection: &Selection,
    config: &Config,
    options: &Options,
    log: &Log,
) -> Result<Report, End> {
    let failed = |error: io::Error| End::Error(format!("The scan could not be run: {error}"));
    let mut stdin = Vec::new();
    if found.targets.iter().any(|target| target.origin == Origin::Stdin) {
        source::read_bounded(&mut io::stdin().lock(), &mut stdin).map_err(failed)?;
    }
    let table = rules::table(selection, config);
    let how = scan::Options {
        dialect: scan::Dialect::Bandit,
        ignore_nosec: options.ignore_nosec,
        noqa: false,
        nosec_reasons: false,
        context: format(options).context(options.context_lines).unwrap_or(0),
        threads: None,
    };
    let progress = Progress::new(found.targets.len(), log.tells(Level::Info));
    let done = |files| progress.show(files);
    let report = scan::scan(&found.targets, &table, catalog::words(), &how, &stdin, &done).map_err(failed)?;
    drop(progress);
    for file in &report.files {
        log.debug("manager", || format!("working on file : {}", file.name));
        log.records(&file.log);
        log.debug("manager", || {
            let (found, suppressed) = (file.findings.len(), file.suppressed.len());
            let lines = file.metrics.as_ref().map_or(0, |metrics| metrics.lines_of_code);
            format!("{lines} lines of code, {found} findings, {suppressed} suppressed")
        });
    }
    let excluded = if options.verbose { std::mem::take(&mut found.excluded).names() } else { Vec::new() };
    Ok(Report { excluded, ..report })
}

/// The format of the report. The options only let names of formats through.
fn format(options: &Options) -> Format {
    Format::from_name(options.format()).unwrap_or(Format::Txt)
}

/// Writes the report and gives the exit code.
fn write(report: &Report, baseline: Option<&Baseline>, options: &mut Options, log: &Log) -> Result<u8, End> {
    let (severity, confidence) = options.levels()?;
    let format = format(options);
    let folder = std::env::current_dir()
        .map_err(|error| End::Error(format!("The working folder cannot be found: {error}")))?;
    let aggregate = if options.by_vulnerability() { Aggregate::Vulnerability } else { Aggregate::File };
    let view = View {
        severity,
        confidence,
        context: options.context_lines,
        aggregate,
        verbose: options.verbose,
        quiet: options.quiet,
        baseline,
        template: options.msg_template.as_deref(),
        ..View::new(report, SystemTime::now(), &folder)
    };
    let mut said = |record: Record| log.record(&record);
    let written = match &mut options.output {
        Output::File(_, file) if !format.ignores_output_file() => format.write(&view, file, &mut said),
        _ => format.write(&view, &mut io::stdout().lock(), &mut said),
    };
    written.map_err(|error| match error {
        Error::Template(message) => {
            log.record(&Record::error("custom", message));
            End::Told
        }
        // Whoever read the report has enough of it.
        Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe => End::Told,
        error => End::Error(error.to_string()),
    })?;
    if let Output::File(name, _) = &options.output {
        log.record(&format.written(&pystr::printable(name)));
    }
    let clean = view.selection().is_empty();
    Ok(u8::from(!clean && !options.exit_zero))
}

fn name_of(path: &Path) -> String {
    pystr::printable(path.as_os_str()).into_owned()
}
