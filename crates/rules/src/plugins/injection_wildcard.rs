//! B609: wildcards in commands that take file names for options.

use std::borrow::Cow;

use stockade_core::finding::Level;
use stockade_core::semantic::literal::Literal;

use crate::context::Call;
use crate::options::Options;
use crate::python::Container;
use crate::rule::{Check, Hit, Interest, Outcome, When};

crate::rule! {
    /// # Wildcards in shell commands
    ///
    /// A shell replaces `*` by file names before the command sees them. A file called `--checkpoint-action=exec=…` is then an
    /// option of `tar`, and whoever can make files in that folder decides what is run.
    ///
    /// ```python bad
    /// import os
    ///
    /// os.system("tar cf /backup/home.tar *")
    /// ```
    ///
    /// ## Instead
    ///
    /// Name the folder, or list the files yourself and hand them over after `--`, without a shell.
    ///
    /// ```python good
    /// import os
    ///
    /// os.system("tar cf /backup/home.tar -C /home .")
    /// ```
    ///
    /// ## Options
    ///
    /// `shell_injection.shell`, `shell_injection.subprocess`: the functions looked at, the latter with `shell=True`.
    ///
    /// ## Limits
    ///
    /// The commands `chown`, `chmod`, `tar` and `rsync` are known, by their letters anywhere in the text: `start *` is
    /// reported, too.
    pub static LINUX_COMMANDS_WILDCARD_INJECTION = "B609" "linux_commands_wildcard_injection" {
        severity: High, confidence: Medium, cwe: 155,
        section: "shell_injection",
        check: Check::Call(When::Configured(calls), check),
    }
}

fn calls(options: &Options) -> Interest<'_> {
    let section = &options.shell_injection;
    match section.has_lists {
        Ok(false) => Interest::Named(Vec::new()),
        Ok(true) => Container::interest(&[&section.shell, &section.subprocess]),
        Err(_) => Interest::Any,
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    let section = &call.scope.options.shell_injection;
    if !section.has_lists.clone()? {
        return Ok(None);
    }
    let runs_shell = section.shell.contains(call.qualname)?
        || (section.subprocess.contains(call.qualname)? && call.keyword_is("shell", "True")? == Some(true));
    if !runs_shell {
        return Ok(None);
    }
    let command: Cow<'_, str> = match call.arg(0)? {
        Some(Literal::Str(text)) => text.into(),
        Some(Literal::List(items)) => {
            let file = call.scope.module.text;
            let mut command = String::new();
            for item in &items {
                command.push(' ');
                command.push_str(&item.as_ref().map_or(Ok("None".into()), |item| item.to_text(file))?);
            }
            command.into()
        }
        _ => return Ok(None),
    };
    if !command.contains('*') || !["chown", "chmod", "tar", "rsync"].iter().any(|name| command.contains(name))
    {
        return Ok(None);
    }
    Hit::new(Level::High, Level::Medium, format!("Possible wildcard injection in call: {}", call.qualname))
        .at(call.keyword_place("shell"))
        .found()
}
