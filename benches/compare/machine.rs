//! What the figures depend on: the machine, the compiler, the commit. No names of hosts, users or folders.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::tools::said;

/// What a reader needs to know to judge the figures.
pub(crate) struct Facts {
    pub(crate) processor: String,
    pub(crate) processors: usize,
    pub(crate) memory: String,
    pub(crate) kernel: String,
    /// How many programs were running when the measurement began, on the average of a minute.
    pub(crate) load: String,
    pub(crate) rustc: String,
    pub(crate) commit: String,
}

impl Facts {
    pub(crate) fn find(root: &Path) -> Result<Facts, String> {
        let field = |path: &str, name: &str| {
            let text = fs::read_to_string(path).unwrap_or_default();
            let value = text.lines().find_map(|line| line.strip_prefix(name)?.split_once(':'));
            value.map_or("unknown".to_owned(), |(_, value)| value.trim().to_owned())
        };
        let memory = field("/proc/meminfo", "MemTotal");
        let kibibytes = memory.split(' ').next().and_then(|kib| kib.parse::<f64>().ok());
        let git = |arguments: &[&str]| said(Command::new("git").args(arguments).current_dir(root));
        let changed =
            git(&["status", "--porcelain", "--untracked-files=no"]).map_or(true, |text| !text.is_empty());
        let commit = git(&["log", "-1", "--format=%h of %cs"]).unwrap_or_else(|_| "no checkout".to_owned());
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        Ok(Facts {
            processor: field("/proc/cpuinfo", "model name"),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            memory: kibibytes.map_or(memory, |kib| format!("{:.0} GB", kib * 1024.0 / 1e9)),
            kernel: said(Command::new("uname").args(["-s", "-r", "-m"]))?,
            load: load.split(' ').next().unwrap_or("unknown").to_owned(),
            rustc: said(Command::new("rustc").arg("--version").current_dir(root))?,
            commit: if changed { format!("{commit}, changed") } else { commit },
        })
    }
}
