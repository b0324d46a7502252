//! B602 to B607, and B609: processes started, with a shell or without. What Bandit reports of them, less the commands
//! that nobody can change, plus those that it does not see: given by keyword, handed on by `partial`, or started by
//! `asyncio`.

use std::borrow::Cow;

use stockade_core::ast::{Expr, Keyword, Number};
use stockade_core::finding::Level;
use stockade_core::walk::Node;

use super::known::Known;
use crate::context::{Call, Reference};
use crate::options::Options;
use crate::python::Container;
use crate::rule::{Hit, Interest, Outcome};

/// What starts a process, beside what the section lists.
const SHELL: &[&str] = &["asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_shell"];
const EXEC: &[&str] = &["asyncio.create_subprocess_exec", "asyncio.subprocess.create_subprocess_exec"];
const NO_SHELL: &[&str] = &["os.posix_spawn", "os.posix_spawnp", "pty.spawn"];
/// The last names of these, and of what calls a function that it is given.
const MORE_NAMES: &[&str] = &[
    "create_subprocess_shell",
    "create_subprocess_exec",
    "posix_spawn",
    "posix_spawnp",
    "spawn",
    "partial",
    "to_thread",
    "submit",
    "run_in_executor",
];

/// How a function takes its command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One argument is the program with its arguments, or a text: `subprocess.run`.
    Subprocess,
    /// Each argument is one of the program's: `asyncio.create_subprocess_exec`.
    Exec,
    /// One argument is a text for a shell: `os.system`.
    Shell,
    /// Started directly: `os.execv`. The program is the argument of that number.
    NoShell(usize),
}

/// The start of a process.
struct Start<'c, 'a> {
    kind: Kind,
    /// The qualified name of the function.
    name: Cow<'c, str>,
    args: &'a [Expr],
    keywords: &'a [Keyword],
    /// Whether more arguments may come: `partial`, `**`.
    open: bool,
}

/// What is known of a truth value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    No,
    Maybe,
    Yes,
}

/// The command of a start.
#[derive(Clone, Copy)]
enum Command<'a> {
    /// There is none: the call fails.
    Missing,
    /// It comes with arguments that are not seen.
    Unseen,
    Given(&'a Expr),
}

/// Calls that may start a process.
pub(crate) fn calls(options: &Options) -> Interest<'_> {
    let section = &options.shell_injection;
    match section.interest(&[&section.subprocess, &section.shell, &section.no_shell]) {
        Interest::Named(mut names) if section.on => {
            names.extend(MORE_NAMES);
            Interest::Named(names)
        }
        interest => interest,
    }
}

impl<'c, 'a> Start<'c, 'a> {
    /// What the call starts, if that is a process.
    fn of(call: &'c Call<'_, 'a>) -> Option<Start<'c, 'a>> {
        if !call.scope.options.shell_injection.on {
            return None;
        }
        let open = call.keywords().iter().any(|keyword| keyword.arg.is_none());
        let (args, keywords) = (call.args(), call.keywords());
        if let Some(kind) = kind_of(call.scope.options, call.qualname) {
            return Some(Start { kind, name: call.qualname.into(), args, keywords, open });
        }
        // What calls the function that it is given, with the arguments that follow.
        let at = match (call.name, call.qualname) {
            ("partial", "functools.partial") | ("to_thread", "asyncio.to_thread") | ("submit", _) => 0,
            ("run_in_executor", _) => 1,
            _ => return None,
        };
        let function @ (Expr::Name(_) | Expr::Attribute(_)) = args.get(at)? else { return None };
        let name = call.scope.resolve(function);
        let kind = kind_of(call.scope.options, &name)?;
        let open = open || call.name == "partial";
        Some(Start { kind, name: name.into(), args: args.get(at + 1..)?, keywords, open })
    }

    /// The keyword argument of that name.
    fn keyword(&self, name: &str) -> Option<&'a Expr> {
        let named = |keyword: &&Keyword| keyword.arg.as_deref() == Some(name);
        self.keywords.iter().find(named).map(|keyword| &keyword.value)
    }

    fn command(&self) -> Command<'a> {
        let (position, names): (usize, &[&str]) = match self.kind {
            Kind::Subprocess => (0, &["args"]),
            Kind::Shell => (0, &["cmd", "command"]),
            Kind::Exec => (0, &["program"]),
            Kind::NoShell(position) => (position, &["path", "file", "filepath", "argv"]),
        };
        let before = self.args.get(..=position).unwrap_or(self.args);
        if before.iter().any(Expr::is_starred_expr) {
            return Command::Unseen;
        }
        let given = self.args.get(position).or_else(|| names.iter().find_map(|name| self.keyword(name)));
        match given {
            Some(command) => Command::Given(command),
            None if self.open => Command::Unseen,
            None => Command::Missing,
        }
    }

    /// Whether `subprocess` is told to use a shell.
    fn shell(&self, call: &Call<'_, '_>) -> Truth {
        if self.kind != Kind::Subprocess {
            return Truth::No;
        }
        // `Popen(args, bufsize, executable, stdin, stdout, stderr, preexec_fn, close_fds, shell)`
        self.keyword("shell").or_else(|| self.args.get(8)).map_or(Truth::No, |shell| truth(call, shell))
    }

    /// Whether nobody can change what is started. There is a command.
    fn is_fixed(&self, known: &Known<'_, '_, '_>) -> bool {
        let rest = match self.kind {
            Kind::Exec | Kind::NoShell(_) => self.args,
            Kind::Subprocess | Kind::Shell => &[],
        };
        let command = match self.command() {
            Command::Given(command) => known.is_fixed(command),
            Command::Missing | Command::Unseen => false,
        };
        command
            && rest.iter().all(|arg| known.is_fixed(arg))
            && self.keyword("executable").is_none_or(|program| known.is_fixed(program))
    }

    /// The program, where it stands alone.
    fn program(&self, call: &Call<'_, 'a>) -> Option<Cow<'a, str>> {
        if let Some(program) = self.keyword("executable") {
            return call.scope.text(program);
        }
        let Command::Given(command) = self.command() else { return None };
        let mut first = command;
        // A name stands for another a few times at most.
        for _ in 0..100 {
            first = match first {
                Expr::Name(_) | Expr::Attribute(_) => match call.scope.value(first) {
                    Some(value @ (Expr::List(_) | Expr::Tuple(_) | Expr::BinOp(_))) => value,
                    _ => break,
                },
                Expr::List(list) => list.elts.first()?,
                Expr::Tuple(tuple) => tuple.elts.first()?,
                // `["git"] + arguments`
                Expr::BinOp(operation)
                    if matches!(&*operation.left, Expr::List(_) | Expr::Tuple(_) | Expr::BinOp(_)) =>
                {
                    &operation.left
                }
                _ => break,
            };
        }
        call.scope.text(first)
    }
}

fn kind_of(options: &Options, name: &str) -> Option<Kind> {
    let section = &options.shell_injection;
    // A section that Bandit could not read lists nothing.
    let lists = |container: &Container| container.contains(name).unwrap_or(false);
    if lists(&section.subprocess) {
        Some(Kind::Subprocess)
    } else if lists(&section.shell) || SHELL.contains(&name) {
        Some(Kind::Shell)
    } else if EXEC.contains(&name) {
        Some(Kind::Exec)
    } else if lists(&section.no_shell) || NO_SHELL.contains(&name) {
        // `os.spawnv(mode, file, args)`
        Some(Kind::NoShell(usize::from(name.starts_with("os.spawn"))))
    } else {
        None
    }
}

/// What is known of an argument for `shell`.
fn truth(call: &Call<'_, '_>, value: &Expr) -> Truth {
    let known = |yes: bool| if yes { Truth::Yes } else { Truth::No };
    match value {
        Expr::BooleanLiteral(value) => known(value.value),
        Expr::NumberLiteral(number) => known(match &number.value {
            Number::Int(int) => int.as_u64() != Some(0),
            Number::Float(x) => *x != 0.0,
            Number::Complex { real, imag } => *real != 0.0 || *imag != 0.0,
        }),
        Expr::NoneLiteral(_) => Truth::No,
        Expr::BytesLiteral(bytes) => known(!bytes.value.is_empty()),
        Expr::List(list) => known(!list.elts.is_empty()),
        Expr::Tuple(tuple) => known(!tuple.elts.is_empty()),
        Expr::Dict(dict) => known(!dict.items.is_empty()),
        _ => call.scope.text(value).map_or(Truth::Maybe, |text| known(!text.is_empty())),
    }
}

/// B602
pub(crate) fn subprocess_with_shell(call: &Call<'_, '_>) -> Outcome {
    let Some(start) = Start::of(call) else { return Ok(None) };
    let shell = start.shell(call);
    if shell == Truth::No || matches!(start.command(), Command::Missing) {
        return Ok(None);
    }
    let fixed = start.is_fixed(&Known::by_shell(&call.scope));
    match (shell, fixed) {
        (Truth::Yes, true) => Hit::new(
            Level::Low,
            Level::High,
            "subprocess call with shell=True seems safe, but may be changed in the future, consider rewriting without \
             shell",
        )
        .found(),
        (Truth::Yes, false) => {
            Hit::new(Level::High, Level::High, "subprocess call with shell=True identified, security issue.").found()
        }
        // Whoever chose the value of `shell` may have seen to it that a list never meets a shell.
        (_, false) => Hit::new(
            Level::High,
            Level::Low,
            "subprocess call that may use a shell, depending on the value of shell, possible security issue.",
        )
        .found(),
        (_, true) => Ok(None),
    }
}

/// B603
pub(crate) fn subprocess_without_shell(call: &Call<'_, '_>) -> Outcome {
    let Some(start) = Start::of(call) else { return Ok(None) };
    if !matches!(start.kind, Kind::Subprocess | Kind::Exec)
        || start.shell(call) != Truth::No
        || matches!(start.command(), Command::Missing)
        || start.is_fixed(&Known::plain(&call.scope))
    {
        return Ok(None);
    }
    Hit::new(Level::Low, Level::High, "subprocess call - check for execution of untrusted input.").found()
}

/// B604
pub(crate) fn other_with_shell(call: &Call<'_, '_>) -> Outcome {
    let shell = call.keywords().iter().find(|keyword| keyword.arg.as_deref() == Some("shell"));
    let Some(shell) = shell else { return Ok(None) };
    // The name of a shell is no `True`, and no more is what is only passed on.
    let is_true = matches!(&shell.value, Expr::BooleanLiteral(_) | Expr::NumberLiteral(_) | Expr::Name(_))
        && truth(call, &shell.value) == Truth::Yes;
    if !is_true || !call.scope.options.shell_injection.on || Start::of(call).is_some() {
        return Ok(None);
    }
    Hit::new(
        Level::Medium,
        Level::Low,
        "Function call with shell=True parameter identified, possible security issue.",
    )
    .found()
}

/// B605
pub(crate) fn with_a_shell(call: &Call<'_, '_>) -> Outcome {
    let Some(start) = Start::of(call) else { return Ok(None) };
    if start.kind != Kind::Shell || matches!(start.command(), Command::Missing) {
        return Ok(None);
    }
    let (severity, message) = if start.is_fixed(&Known::by_shell(&call.scope)) {
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

/// The functions that start a shell.
pub(crate) fn names_of_shell(options: &Options) -> Vec<&str> {
    let section = &options.shell_injection;
    let listed = match &section.shell {
        Container::Names(names) if section.on => names.iter().map(|name| &**name).collect(),
        _ => Vec::new(),
    };
    if section.on { listed.into_iter().chain(SHELL.iter().copied()).collect() } else { listed }
}

/// B605, of what is handed on: `map(os.system, commands)`.
pub(crate) fn shell_handed_on(reference: &Reference<'_, '_>) -> Outcome {
    // What the call hands on with its arguments has been looked at there.
    if let Some(Node::Expr(Expr::Call(node))) = reference.scope.parents.nth(0) {
        let qualname = reference.scope.resolve(&node.func);
        let name = qualname.rsplit('.').next().unwrap_or_default();
        if Start::of(&Call { node, qualname: &qualname, name, scope: reference.scope }).is_some() {
            return Ok(None);
        }
    }
    let message = "A function that starts a process with a shell is handed on, possible injection detected, security issue.";
    Hit::new(Level::High, Level::Medium, message).found()
}

/// B606
pub(crate) fn with_no_shell(call: &Call<'_, '_>) -> Outcome {
    let Some(start) = Start::of(call) else { return Ok(None) };
    if !matches!(start.kind, Kind::NoShell(_))
        || matches!(start.command(), Command::Missing)
        || start.is_fixed(&Known::plain(&call.scope))
    {
        return Ok(None);
    }
    Hit::new(Level::Low, Level::Medium, "Starting a process without a shell.").found()
}

/// B607
pub(crate) fn partial_path(call: &Call<'_, '_>) -> Outcome {
    let Some(program) = Start::of(call).and_then(|start| start.program(call)) else { return Ok(None) };
    if program.is_empty() || crate::plugins::injection_shell::is_full_path(&program) {
        return Ok(None);
    }
    Hit::new(Level::Low, Level::High, "Starting a process with a partial executable path").found()
}

/// B609
pub(crate) fn wildcard(call: &Call<'_, '_>) -> Outcome {
    let Some(start) = Start::of(call) else { return Ok(None) };
    if start.kind != Kind::Shell && start.shell(call) == Truth::No {
        return Ok(None);
    }
    let Command::Given(command) = start.command() else { return Ok(None) };
    // Of a list, a shell reads the first item.
    let command = match command {
        Expr::List(list) => list.elts.first(),
        Expr::Tuple(tuple) => tuple.elts.first(),
        command => Some(command),
    };
    let Some(text) = command.and_then(|command| call.scope.text(command)) else { return Ok(None) };
    if !text.split(['|', ';', '&', '\n', '(', '`']).any(expands_to_options) {
        return Ok(None);
    }
    Hit::new(Level::High, Level::Medium, format!("Possible wildcard injection in call: {}", start.name))
        .found()
}

/// Whether one of the commands that take file names for options is given a word that begins with a wildcard. Behind a
/// folder, or after `--`, no file name can be an option.
fn expands_to_options(command: &str) -> bool {
    let mut words = command.split_whitespace();
    let is_command = |word: &str| {
        matches!(word.rsplit('/').next().unwrap_or_default(), "chown" | "chmod" | "tar" | "rsync")
    };
    words.any(is_command)
        && words.take_while(|word| *word != "--").any(|word| word.starts_with(['*', '?', '[']))
}

#[cfg(test)]
mod tests;
