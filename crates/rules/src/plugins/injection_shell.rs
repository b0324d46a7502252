//! B602 to B607: processes started, with a shell or without.

use stockade_core::ast::{Expr, Keyword, Number};
use stockade_core::config::Value;
use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::shell;
use crate::options::{self, Options, map, strings};
use crate::python::Container;
use crate::rule::{Check, Crash, Hit, Interest, Outcome, References, When};

crate::rule! {
    /// # `subprocess` with a shell
    ///
    /// With `shell=True` the command is read by a shell, to which `;`, `|`, `$(…)` and more mean something. If any part of
    /// the command comes from outside, whoever wrote that part can run commands.
    ///
    /// ```python bad
    /// import subprocess
    ///
    /// subprocess.run("git clone " + url, shell=True)
    /// ```
    ///
    /// ## Instead
    ///
    /// Give the arguments as a list, without a shell.
    ///
    /// ```python good
    /// import subprocess
    ///
    /// subprocess.run(["/usr/bin/git", "clone", "--", url])
    /// ```
    ///
    /// ## Options
    ///
    /// `shell_injection.subprocess`: the functions looked at.
    ///
    /// ## Limits
    ///
    /// What `**` brings is not seen.
    ///
    /// ## Differs from Bandit
    ///
    /// Severity is low where nobody outside can change the command: constants, names of constants, numbers, and what
    /// `shlex.quote` or `shlex.join` returns. A `shell` whose value is not known makes the confidence low; Bandit takes it for
    /// `True`, here it is asked whether the command could do harm at all.
    ///
    /// ```python bandit
    /// import subprocess
    ///
    /// subprocess.run(["git", "status"], shell=sys.platform == "win32")
    /// ```
    ///
    /// A command given by keyword counts, and so does a function that is handed on: `functools.partial`, `asyncio.to_thread`,
    /// `submit`, `run_in_executor`.
    ///
    /// ```python native
    /// import subprocess
    ///
    /// subprocess.run(args=command, shell=True)
    /// ```
    pub static SUBPROCESS_POPEN_WITH_SHELL_EQUALS_TRUE = "B602" "subprocess_popen_with_shell_equals_true" {
        advice: "Pass the arguments as a list, and leave `shell=True` out.",
        severity: High, confidence: High, cwe: 78,
        section: "shell_injection",
        check: Check::Call(When::Configured(calls_of_subprocess), subprocess_with_shell),
        native: Check::Call(When::Configured(shell::calls), shell::subprocess_with_shell),
    }
}

crate::rule! {
    /// # `subprocess` without a shell
    ///
    /// No shell reads the command, so nothing can be added to it; but a program or an argument that comes from outside may
    /// still do what was not meant. A reminder to look.
    ///
    /// ```python bad
    /// import subprocess
    ///
    /// subprocess.run(["/usr/bin/convert", upload, "out.png"])
    /// ```
    ///
    /// ## Instead
    ///
    /// Check what comes from outside and mark the call as checked, or do without another process.
    ///
    /// ```python good
    /// from PIL import Image
    ///
    /// Image.open(upload).save("out.png")
    /// ```
    ///
    /// ## Options
    ///
    /// `shell_injection.subprocess`: the functions looked at.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit reports every call. Here one whose program and arguments nobody outside can change is no finding: constants,
    /// names bound once to constants, `sys.executable`, what `shutil.which` finds, numbers, and items of constant lists.
    ///
    /// ```python bandit
    /// import subprocess
    /// import sys
    ///
    /// subprocess.run([sys.executable, "-m", "pip", "--version"])
    /// ```
    ///
    /// `asyncio.create_subprocess_exec` counts as well, and so does a function that is handed on, as for B602.
    ///
    /// ```python native
    /// import asyncio
    ///
    /// asyncio.create_subprocess_exec("/usr/bin/convert", upload, "out.png")
    /// ```
    pub static SUBPROCESS_WITHOUT_SHELL_EQUALS_TRUE = "B603" "subprocess_without_shell_equals_true" {
        advice: "See that nobody outside chooses the program or its options; then mark the call as checked.",
        severity: Low, confidence: High, cwe: 78,
        section: "shell_injection",
        check: Check::Call(When::Configured(calls_of_subprocess), subprocess_without_shell),
        native: Check::Call(When::Configured(shell::calls), shell::subprocess_without_shell),
    }
}

crate::rule! {
    /// # Any function with `shell=True`
    ///
    /// A function that takes `shell=True` may hand it on to `subprocess`, and with it the danger that a shell reads a
    /// command from outside.
    ///
    /// ```python bad
    /// from tasks import execute
    ///
    /// execute("make " + target, shell=True)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from tasks import execute
    ///
    /// execute(["/usr/bin/make", "--", target])
    /// ```
    ///
    /// ## Options
    ///
    /// `shell_injection.subprocess`: the functions that are left out here, since other rules look at them.
    ///
    /// ## Limits
    ///
    /// The name of the keyword is all that is known of the function.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit takes any `shell` that is no false literal for `True`. Here it must be known to be: the name of a shell, or a
    /// value that is only passed on, is no finding. The function that it is passed on to is looked at where it starts a process.
    ///
    /// ```python bandit
    /// banner = "Using {shell}".format(shell=options.shell)
    /// ```
    ///
    /// ```python bandit
    /// user.create("anna", shell="/bin/bash")
    /// ```
    pub static ANY_OTHER_FUNCTION_WITH_SHELL_EQUALS_TRUE = "B604" "any_other_function_with_shell_equals_true" {
        advice: "Pass the arguments as a list, and leave `shell=True` out.",
        severity: Medium, confidence: Low, cwe: 78,
        section: "shell_injection",
        check: Check::Call(When::Configured(calls_with_a_shell), other_with_shell),
        native: Check::Call(When::Keyword(&["shell"]), shell::other_with_shell),
    }
}

crate::rule! {
    /// # Processes started by a shell
    ///
    /// `os.system`, `os.popen` and their like always give the command to a shell. If any part of it comes from outside,
    /// whoever wrote that part can run commands.
    ///
    /// ```python bad
    /// import os
    ///
    /// os.system("ping -c 1 " + host)
    /// ```
    ///
    /// ## Instead
    ///
    /// Use `subprocess` with a list of arguments.
    ///
    /// ```python good
    /// import subprocess
    ///
    /// subprocess.run(["/usr/bin/ping", "-c", "1", "--", host])
    /// ```
    ///
    /// ## Options
    ///
    /// `shell_injection.shell`: the functions looked at.
    ///
    /// ## Limits
    ///
    /// What `loop.subprocess_shell` starts is not seen.
    ///
    /// ## Differs from Bandit
    ///
    /// Severity is low where nobody outside can change the command, as for B602: Bandit knows only a string in place.
    /// `asyncio.create_subprocess_shell` counts, a command given by keyword, and a function that is handed on.
    ///
    /// ```python native
    /// import os
    ///
    /// list(map(os.system, commands))
    /// ```
    pub static START_PROCESS_WITH_A_SHELL = "B605" "start_process_with_a_shell" {
        advice: "Use `subprocess.run` with a list of arguments.",
        severity: High, confidence: High, cwe: 78,
        section: "shell_injection",
        references: References { names: shell::names_of_shell, check: shell::shell_handed_on },
        check: Check::Call(When::Configured(calls_of_shell), with_a_shell),
        native: Check::Call(When::Configured(shell::calls), shell::with_a_shell),
    }
}

crate::rule! {
    /// # Processes started without a shell
    ///
    /// `os.execv`, `os.spawnv` and their like start a program directly. What is started, and with which arguments, must
    /// not be for outsiders to say. A reminder to look.
    ///
    /// ```python bad
    /// import os
    ///
    /// os.execv(program, [program, "--quiet"])
    /// ```
    ///
    /// ## Instead
    ///
    /// Check the program and the arguments, and mark the call as checked; or use `subprocess`, which says more clearly
    /// what is started and keeps no signals or files by accident.
    ///
    /// ```python good
    /// import subprocess
    ///
    /// subprocess.run(["/usr/bin/true"])
    /// ```
    ///
    /// ## Options
    ///
    /// `shell_injection.no_shell`: the functions looked at.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit reports every call. Here one whose program and arguments nobody outside can change is no finding.
    ///
    /// ```python bandit
    /// import os
    ///
    /// os.execv("/usr/bin/true", ["true"])
    /// ```
    ///
    /// `os.posix_spawn`, `os.posix_spawnp` and `pty.spawn` count as well.
    ///
    /// ```python native
    /// import pty
    ///
    /// pty.spawn(command)
    /// ```
    pub static START_PROCESS_WITH_NO_SHELL = "B606" "start_process_with_no_shell" {
        advice: "See that nobody outside chooses the program or its arguments; then mark the call as checked.",
        severity: Low, confidence: Medium, cwe: 78,
        section: "shell_injection",
        check: Check::Call(When::Configured(calls_of_no_shell), with_no_shell),
        native: Check::Call(When::Configured(shell::calls), shell::with_no_shell),
    }
}

crate::rule! {
    /// # Programs named without their path
    ///
    /// A program that is named without its folder is searched in those of `PATH`. Whoever can change that variable, or put
    /// a file into one of the folders, decides what is run.
    ///
    /// ```python bad
    /// import subprocess
    ///
    /// subprocess.run(["git", "status"])
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import subprocess
    ///
    /// subprocess.run(["/usr/bin/git", "status"])
    /// ```
    ///
    /// ## Options
    ///
    /// `shell_injection.subprocess`, `shell_injection.shell`, `shell_injection.no_shell`: the functions looked at.
    ///
    /// ## Limits
    ///
    /// A path that begins with a dot, such as `./configure`, counts as full.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit looks at a string in place only. Here the program may also be a name that is bound once, the first item of a
    /// tuple or of a sum of lists, the value of `args=` or `executable=`, or the second argument of `os.spawn…`, whose first is
    /// no program.
    ///
    /// ```python native
    /// import subprocess
    ///
    /// COMMAND = ["git", "status"]
    /// subprocess.run(COMMAND)
    /// ```
    ///
    /// The severity stays low: on a machine of its own, with a `PATH` of its own, most programs may do so.
    pub static START_PROCESS_WITH_PARTIAL_PATH = "B607" "start_process_with_partial_path" {
        advice: "Give the program's full path.",
        severity: Low, confidence: High, cwe: 78,
        section: "shell_injection",
        check: Check::Call(When::Configured(calls_of_all), partial_path),
        native: Check::Call(When::Configured(shell::calls), shell::partial_path),
    }
}

/// The section as Bandit has it.
pub(crate) fn defaults() -> Value {
    map([
        (
            "subprocess",
            strings(&[
                "subprocess.Popen",
                "subprocess.call",
                "subprocess.check_call",
                "subprocess.check_output",
                "subprocess.run",
            ]),
        ),
        (
            "shell",
            strings(&[
                "os.system",
                "os.popen",
                "os.popen2",
                "os.popen3",
                "os.popen4",
                "popen2.popen2",
                "popen2.popen3",
                "popen2.popen4",
                "popen2.Popen3",
                "popen2.Popen4",
                "commands.getoutput",
                "commands.getstatusoutput",
                "subprocess.getoutput",
                "subprocess.getstatusoutput",
            ]),
        ),
        (
            "no_shell",
            strings(&[
                "os.execl",
                "os.execle",
                "os.execlp",
                "os.execlpe",
                "os.execv",
                "os.execve",
                "os.execvp",
                "os.execvpe",
                "os.spawnl",
                "os.spawnle",
                "os.spawnlp",
                "os.spawnlpe",
                "os.spawnv",
                "os.spawnve",
                "os.spawnvp",
                "os.spawnvpe",
                "os.startfile",
            ]),
        ),
    ])
}

/// The section `shell_injection`.
#[derive(Debug)]
pub struct Settings {
    /// Whether the section is anything at all: an empty one turns the rules of this file off.
    pub(crate) on: bool,
    /// The functions of `subprocess` and their like.
    pub(crate) subprocess: Container,
    /// The functions that start a shell.
    pub(crate) shell: Container,
    /// The functions that start a program directly.
    pub(crate) no_shell: Container,
    /// Whether the section has lists of both kinds, as B609 asks.
    pub(super) has_lists: Result<bool, Crash>,
}

impl Settings {
    /// Reads the section.
    #[must_use]
    pub fn read(section: &Value) -> Settings {
        let has = |key| options::contains(section, key);
        Settings {
            on: section.is_truthy(),
            subprocess: Container::at(section, "subprocess"),
            shell: Container::at(section, "shell"),
            no_shell: Container::at(section, "no_shell"),
            has_lists: has("shell").and_then(|shell| Ok(shell && has("subprocess")?)),
        }
    }

    /// The calls of the functions in these.
    pub(crate) fn interest<'o>(&self, containers: &[&'o Container]) -> Interest<'o> {
        if self.on { Container::interest(containers) } else { Interest::Named(Vec::new()) }
    }
}

fn calls_of_subprocess(options: &Options) -> Interest<'_> {
    options.shell_injection.interest(&[&options.shell_injection.subprocess])
}

fn calls_of_shell(options: &Options) -> Interest<'_> {
    options.shell_injection.interest(&[&options.shell_injection.shell])
}

fn calls_of_no_shell(options: &Options) -> Interest<'_> {
    options.shell_injection.interest(&[&options.shell_injection.no_shell])
}

fn calls_of_all(options: &Options) -> Interest<'_> {
    let section = &options.shell_injection;
    section.interest(&[&section.subprocess, &section.shell, &section.no_shell])
}

fn calls_with_a_shell(options: &Options) -> Interest<'_> {
    let section = &options.shell_injection;
    match section.subprocess {
        Container::Fails(_) => section.interest(&[&section.subprocess]),
        _ => Interest::Keyword(&["shell"]),
    }
}

fn subprocess_with_shell(call: &Call<'_, '_>) -> Outcome {
    let section = &call.scope.options.shell_injection;
    if !section.on
        || !section.subprocess.contains(call.qualname)?
        || !has_shell(call)?
        || call.call_args()?.is_empty()
    {
        return Ok(None);
    }
    let hit = if is_constant_command(call) {
        Hit::new(
            Level::Low,
            Level::High,
            "subprocess call with shell=True seems safe, but may be changed in the future, consider rewriting without \
             shell",
        )
    } else {
        Hit::new(Level::High, Level::High, "subprocess call with shell=True identified, security issue.")
    };
    hit.at(call.keyword_place("shell")).found()
}

fn subprocess_without_shell(call: &Call<'_, '_>) -> Outcome {
    let section = &call.scope.options.shell_injection;
    if !section.on || !section.subprocess.contains(call.qualname)? || has_shell(call)? {
        return Ok(None);
    }
    Hit::new(Level::Low, Level::High, "subprocess call - check for execution of untrusted input.")
        .at(call.keyword_place("shell"))
        .found()
}

fn other_with_shell(call: &Call<'_, '_>) -> Outcome {
    let section = &call.scope.options.shell_injection;
    if !section.on || section.subprocess.contains(call.qualname)? || !has_shell(call)? {
        return Ok(None);
    }
    Hit::new(
        Level::Medium,
        Level::Low,
        "Function call with shell=True parameter identified, possible security issue.",
    )
    .at(call.keyword_place("shell"))
    .found()
}

fn with_a_shell(call: &Call<'_, '_>) -> Outcome {
    let section = &call.scope.options.shell_injection;
    if !section.on || !section.shell.contains(call.qualname)? || call.call_args()?.is_empty() {
        return Ok(None);
    }
    let (severity, message) = if is_constant_command(call) {
        (
            Level::Low,
            "Starting a process with a shell: Seems safe, but may be changed in the future, consider rewriting \
             without shell",
        )
    } else {
        (Level::High, "Starting a process with a shell, possible injection detected, security issue.")
    };
    Hit::new(severity, Level::High, message).found()
}

fn with_no_shell(call: &Call<'_, '_>) -> Outcome {
    let section = &call.scope.options.shell_injection;
    if !section.on || !section.no_shell.contains(call.qualname)? {
        return Ok(None);
    }
    Hit::new(Level::Low, Level::Medium, "Starting a process without a shell.").found()
}

fn partial_path(call: &Call<'_, '_>) -> Outcome {
    let section = &call.scope.options.shell_injection;
    // The arguments are evaluated before it is known what is called.
    if !section.on || call.call_args()?.is_empty() {
        return Ok(None);
    }
    let starts_process = section.subprocess.contains(call.qualname)?
        || section.shell.contains(call.qualname)?
        || section.no_shell.contains(call.qualname)?;
    if !starts_process {
        return Ok(None);
    }
    let program = match call.args().first() {
        Some(Expr::List(list)) if !list.elts.is_empty() => list.elts.first(),
        first => first,
    };
    match program {
        Some(Expr::StringLiteral(program)) if !is_full_path(program.value.to_str()) => {
            Hit::new(Level::Low, Level::High, "Starting a process with a partial executable path").found()
        }
        _ => Ok(None),
    }
}

/// Whether the call has a `shell` that Bandit takes for true: anything but a false literal.
///
/// # Errors
///
/// As [`Call::call_keywords`].
fn has_shell(call: &Call<'_, '_>) -> Result<bool, Crash> {
    let shell = |keyword: &&Keyword| keyword.arg.as_deref() == Some("shell");
    let last = call.call_keywords()?.iter().rev().find(shell);
    Ok(last.is_some_and(|keyword| match &keyword.value {
        Expr::BooleanLiteral(value) => value.value,
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => int.as_u64() != Some(0),
            Number::Float(x) => *x != 0.0,
            Number::Complex { real, imag } => *real != 0.0 || *imag != 0.0,
        },
        Expr::StringLiteral(text) => !text.value.is_empty(),
        Expr::BytesLiteral(bytes) => !bytes.value.is_empty(),
        Expr::List(list) => !list.elts.is_empty(),
        Expr::Dict(dict) => !dict.items.is_empty(),
        Expr::NoneLiteral(_) => false,
        _ => true,
    }))
}

/// Whether the first argument is a string constant. There is one.
fn is_constant_command(call: &Call<'_, '_>) -> bool {
    matches!(call.args().first(), Some(Expr::StringLiteral(_)))
}

/// Whether a path begins with a drive's letter and a colon, with a slash of either kind, or with a dot.
pub(crate) fn is_full_path(path: &str) -> bool {
    match path.as_bytes() {
        [b'/' | b'\\' | b'.', ..] => true,
        [letter, b':', ..] => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
