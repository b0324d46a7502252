//! Finds security flaws in Python code: the library.
//!
//! ```
//! use stockade::Scanner;
//!
//! let report = Scanner::new().scan_source("app.py", b"import subprocess\nsubprocess.run(cmd, shell=True)\n")?;
//! let ids: Vec<&str> = report.findings.iter().map(|finding| finding.rule.id).collect();
//! assert_eq!(ids, ["B404", "B602"]);
//! assert_eq!(report.findings[1].line, 2);
//! # Ok::<(), stockade::Error>(())
//! ```
//!
//! [`Scanner::scan_paths`] scans files and folders, [`Scanner::scan_each`] hands on each file when it is done,
//! [`Scanner::only`] and [`config`] choose the rules, and [`Scanner::rule`] adds one of one's own. [`report`] writes what
//! was found in many formats.
//!
//! Nothing here prints, reads the environment or ends the process.

#![deny(missing_docs)]

pub mod config;
mod error;
mod known;
mod scanner;
mod settle;
mod since;

pub use error::Error;
pub use scanner::Scanner;
pub use since::SinceError;
/// The syntax tree, for the authors of rules: the types of the parser, which may change with every version of it.
pub use stockade_core::ast;
pub use stockade_core::baseline::{self, Baseline};
/// The folder in which a [`Scanner`] keeps what it found, as a whole.
pub use stockade_core::cache::{LIMIT as CACHE_LIMIT, clean as clean_cache};
pub use stockade_core::config::settings::{Overrides, PerFileIgnores, Settings, Threshold};
pub use stockade_core::finding::{Cwe, Edit, Finding, Fix, Level, LineRange, Position, RuleInfo, Span};
pub use stockade_core::fix;
pub use stockade_core::inventory::Inventory;
pub use stockade_core::report::{CacheRun, FileReport, Remark, RemarkKind, Report, Run, Verdict};
pub use stockade_report as report;
pub use stockade_rules::select::Unfit;
pub use stockade_rules::table::TooManyRules;
/// What rules are made of: the macro [`rule!`](stockade_rules::rule!), what it declares, and what a check is given.
pub use stockade_rules::{context, rule};
