//! Holds `stockade bandit` and its twins to the recorded answers of the reference: one test a run, named `GROUP/NAME/RUN`.
//!
//! `STOCKADE_COMMAND` names another command to test (`target/release/stockade {}`). `STOCKADE_REFERENCE` names a Bandit 1.9.4 on
//! CPython 3.14, which is then tested in Stockade's place, without the named differences: it shows that the harness
//! and the recordings hold.

use std::env;
use std::process::ExitCode;
use std::sync::{Arc, LazyLock};

use libtest_mimic::{Arguments, Failed, Trial};
use stockade_tests::answer::Answer;
use stockade_tests::case::{Case, Run};
use stockade_tests::scanner::{Scanner, possible};

/// Made by the first test that runs: listing the tests builds nothing.
static SCANNER: LazyLock<Result<Scanner, String>> = LazyLock::new(|| {
    let scanner = match env::var("STOCKADE_REFERENCE") {
        Ok(line) => Scanner::parse(&line),
        Err(_) => Scanner::stockade(),
    };
    scanner.map_err(|error| error.to_string())
});

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = Case::all().expect("every case can be read");
    assert!(!cases.is_empty(), "there are cases");
    let trials = cases.into_iter().flat_map(|case| {
        let case = Arc::new(case);
        let trial = |run: &Run| {
            let (case, run) = (Arc::clone(&case), run.clone());
            let ignored = !possible(&run);
            Trial::test(format!("{}/{}", case.name, run.name), move || test(&case, &run))
                .with_ignored_flag(ignored)
        };
        case.run.iter().map(trial).collect::<Vec<_>>()
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn test(case: &Case, run: &Run) -> Result<(), Failed> {
    let scanner = SCANNER.as_ref().map_err(Failed::from)?;
    let reference = env::var_os("STOCKADE_REFERENCE").is_some();
    let want = if reference { Answer::read(&case.answer(run)) } else { Answer::owed(case, run) };
    let have = scanner.answer(case, run)?;
    match want?.difference(&have) {
        None => Ok(()),
        Some(difference) => {
            Err(format!("{}\narguments: {:?}\n{difference}", case.description, run.args).into())
        }
    }
}
