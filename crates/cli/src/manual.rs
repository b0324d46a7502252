//! `stockade completions` and `stockade man`: what shells and `man` need, made from the arguments themselves.

use std::io::{self, Write};

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

/// The commands.
pub(crate) fn commands() -> [Command; 2] {
    let shell = Arg::new("shell").required(true).value_parser(value_parser!(Shell)).help("The shell");
    let command = Arg::new("command").help("The command that the page is about; without it, all of stockade");
    [
        Command::new("completions").about("Print the completions of a shell").arg(shell),
        Command::new("man").about("Print a manual page").arg(command),
    ]
}

/// Writes the completions of the shell that was named.
///
/// # Errors
///
/// Those of the writer.
pub(crate) fn completions(arguments: &ArgMatches, mut all: Command, out: &mut dyn Write) -> io::Result<()> {
    let Some(&shell) = arguments.get_one::<Shell>("shell") else { return Ok(()) };
    // The generator ends the process when its writer fails: it is given memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut all, "stockade", &mut script);
    out.write_all(&script)
}

/// The manual page of a command.
///
/// # Errors
///
/// For a command that does not exist.
pub(crate) fn page(arguments: &ArgMatches, mut all: Command) -> Result<Vec<u8>, String> {
    all.build();
    let (wanted, title) = match arguments.get_one::<String>("command") {
        None => (all, "stockade".to_owned()),
        Some(name) => {
            let found = all.find_subcommand(name).cloned();
            let found = found.ok_or_else(|| format!("stockade has no command '{name}'"))?;
            let title = format!("stockade-{name}");
            (found.display_name(title.clone()), title)
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(wanted).title(title).render(&mut page).map_err(|error| error.to_string())?;
    Ok(page)
}
