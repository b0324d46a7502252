//! The texts of `bandit-config-generator`: its command line and the file that it writes.
//!
//! They are Bandit 1.9.4's, which byte parity forces, and credited in NOTICE.

use crate::python::argparse::{Action, Argument, Parser};

const DESCRIPTION: &str = "Bandit Config Generator

    This tool is used to generate an optional profile.  The profile may be used
    to include or skip tests and override values for plugins.

    When used to store an output profile, this tool will output a template that
    includes all plugins and their default settings.  Any settings which aren't
    being overridden can be safely removed from the profile and default values
    will be used.  Bandit will prefer settings from the profile over the built
    in values.";

/// The parser.
pub(super) fn parser(program: &str, columns: i64) -> Parser {
    let mut parser = Parser::new(program, columns, DESCRIPTION);
    parser.raw_help = true;
    parser.arguments.extend([
        Argument::option(
            &["--show-defaults"],
            "show_defaults",
            Action::StoreTrue,
            "show the default settings values for each plugin but do not output a profile",
        ),
        Argument::option(&["-o", "--out"], "output_file", Action::text(), "output file to save profile"),
        Argument::option(&["-t", "--tests"], "tests", Action::text(), "list of test names to run"),
        Argument::option(&["-s", "--skip"], "skips", Action::text(), "list of test names to skip"),
    ]);
    parser
}

/// The configuration file.
pub(super) fn configuration(command: &str, rules: &str, tests: &str, skips: &str, settings: &str) -> String {
    format!(
        "
### Bandit config file generated from:
# '{command}'

### This config may optionally select a subset of tests to run or skip by
### filling out the 'tests' and 'skips' lists given below. If no tests are
### specified for inclusion then it is assumed all tests are desired. The skips
### set will remove specific tests from the include set. This can be controlled
### using the -t/-s CLI options. Note that the same test ID should not appear
### in both 'tests' and 'skips', this would be nonsensical and is detected by
### Bandit at runtime.

# Available tests:
{rules}

# (optional) list included test IDs here, eg '[B101, B406]':
{tests}

# (optional) list skipped test IDs here, eg '[B101, B406]':
{skips}

### (optional) plugin settings - some test plugins require configuration data
### that may be given here, per-plugin. All bandit test plugins have a built in
### set of sensible defaults and these will be used if no configuration is
### provided. It is not necessary to provide settings for every (or any) plugin
### if the defaults are acceptable.

{settings}
"
    )
}
