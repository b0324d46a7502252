//! The page: every figure beside its target, its spread, and what it says. Nothing is measured here.

use std::fmt::Write as _;

use stockade_benches::callgrind::Stage;

use crate::measure::{Figure, Samples};
use crate::{OnTree, Results};

/// What is aimed at, as ratios of medians: one tree alone, and all together.
mod target {
    pub(super) const RUFF_CPU: (f64, f64) = (0.8, 0.6);
    pub(super) const BANDIT_CPU: (f64, f64) = (1.0 / 60.0, 1.0 / 110.0);
    pub(super) const FLOOR: f64 = 1.35;
    pub(super) const THREADS: f64 = 0.56;
    /// On one tree, or what [`SMALL`] says if that is more.
    pub(super) const RUFF_PEAK: (f64, f64) = (1.5, 0.7);
    /// Megabytes that are never too many.
    pub(super) const SMALL: f64 = 64.0;
    pub(super) const START: (f64, f64) = (0.5, 1.0 / 60.0);
    pub(super) const SECOND: f64 = 0.15;
    pub(super) const CHANGED: f64 = 0.2;
}

/// Writes the whole page.
pub(crate) fn page(results: &Results) -> String {
    let mut page = Page::default();
    page.head(results);
    page.ruff(results);
    page.bandit(results);
    page.floor(results);
    page.threads(results);
    page.memory(results);
    page.start(results);
    page.cache(results);
    page.sizes(results);
    page.stages(results);
    let Page { summary, text, missed } = page;
    let missed = match missed {
        0 => "Every target is met. Here are those that are not of a single tree:".to_owned(),
        n => format!("Targets missed: {n}. Here they are, with all that is not of a single tree:"),
    };
    let head = introduction(results);
    format!("{head}\n{missed}\n\n| what | target | figure | met |\n|---|--:|--:|---|\n{summary}{text}")
}

fn introduction(results: &Results) -> String {
    let facts = &results.facts;
    let bandit = match &results.tools.bandit {
        Some(bandit) => format!("bandit {} on CPython {}", bandit.version.version, bandit.version.python),
        None => "bandit was left out".to_owned(),
    };
    format!(
        "# Benchmarks

This page is written by one command, which needs Rust, Python with pip and venv, and Valgrind for the last table. It
downloads the packages, Ruff and Bandit by exact version from PyPI, runs the programs over the same files in turn, and
writes the figures anew. It takes a quarter of an hour, most of it Bandit's. For a short try see its `--help`.

```sh
cargo run --release --locked --package stockade-benches --bin compare    # or: just compare
```

- machine: {}, {} processors, {} of memory, {}; load {} when it began
- stockade {}, {}
- {}; {}
- called as `stockade bandit -r -q -f json TREE`, `ruff check --select S --preview --isolated --no-cache --output-format
  json TREE`, `bandit -r -q -f json TREE`; what they write goes to nobody
- {} runs of each program after one that does not count, {} of Bandit; a figure is a median, with the least and the most
  behind it, and a ratio is one of medians; processor time is that of all threads, user and system together
",
        facts.processor,
        facts.processors,
        facts.memory,
        facts.kernel,
        facts.load,
        facts.commit,
        facts.rustc,
        results.tools.ruff_version,
        bandit,
        results.runs,
        results.bandit_runs,
    )
}

#[derive(Default)]
struct Page {
    /// The rows of the table at the top.
    summary: String,
    text: String,
    missed: usize,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn table(&mut self, title: &str, about: &str, head: &[&str]) {
        self.line(&format!("\n## {title}\n\n{about}\n\n| {} |", head.join(" | ")));
        self.line(&format!("|---|{}", "--:|".repeat(head.len() - 1)));
    }

    fn row(&mut self, cells: &[String]) {
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    /// Holds a ratio against its target and gives the last cells of a row. The table at the top has what is `main`, and
    /// what is missed.
    fn judge(&mut self, what: &str, is_main: bool, ratio: f64, target: f64) -> [String; 3] {
        let met = ratio <= target;
        self.missed += usize::from(!met);
        let cells = [share(target), share(ratio), yes(met).to_owned()];
        if is_main || !met {
            // Writing to a string cannot fail.
            let _ = writeln!(self.summary, "| {what} | {} |", cells.join(" | "));
        }
        cells
    }

    fn head(&mut self, results: &Results) {
        self.table(
            "What is scanned",
            "Files that Stockade and Bandit look at; Ruff passes over folders such as `build`, and takes `.pyi` as well.",
            &["tree", "files", "MB", "files of Ruff's"],
        );
        for tree in &results.trees {
            self.row(&[
                tree.name.clone(),
                tree.files.to_string(),
                megabytes(tree.bytes),
                tree.ruff_files.to_string(),
            ]);
        }
    }

    fn ruff(&mut self, results: &Results) {
        self.table(
            "Processor time against Ruff",
            "Seconds. Ruff checks its rules `S`, which are made after Bandit's.",
            &["tree", "Stockade", "Ruff", "target", "ratio", "met"],
        );
        for tree in &results.trees {
            let (ours, ruff) = (tree.ours.cpu(), tree.ruff.cpu());
            let what = format!("processor time against Ruff's, {}", tree.name);
            let [target, ratio, met] = self.judge(
                &what,
                is_last(results, tree),
                over(ours, ruff),
                of_tree(results, tree, target::RUFF_CPU),
            );
            self.row(&[tree.name.clone(), seconds(ours), seconds(ruff), target, ratio, met]);
        }
    }

    fn bandit(&mut self, results: &Results) {
        if results.tools.bandit.is_none() {
            return;
        }
        self.table(
            "Processor time against Bandit",
            "Seconds. Both give the same report, byte for byte.",
            &["tree", "Stockade", "Bandit", "target", "ratio", "met"],
        );
        for tree in &results.trees {
            let Some(bandit) = tree.bandit.as_ref().map(Samples::cpu) else { continue };
            let ours = tree.ours.cpu();
            let what = format!("processor time against Bandit's, {}", tree.name);
            let [target, ratio, met] = self.judge(
                &what,
                is_last(results, tree),
                over(ours, bandit),
                of_tree(results, tree, target::BANDIT_CPU),
            );
            self.row(&[tree.name.clone(), seconds(ours), seconds(bandit), target, ratio, met]);
        }
    }

    fn floor(&mut self, results: &Results) {
        self.table(
            "Processor time against the floor",
            "Seconds. The floor reads, decodes, parses and drops the same files, with the same parser, allocator and \
             number of threads, and does nothing else: no scanner that parses can take less. It is a target for all \
             together only.",
            &["tree", "Stockade", "floor", "target", "ratio", "met"],
        );
        for tree in &results.trees {
            let (ours, floor) = (tree.ours.cpu(), tree.floor.cpu());
            let [target, ratio, met] = if is_last(results, tree) {
                self.judge(
                    &format!("processor time against the floor, {}", tree.name),
                    true,
                    over(ours, floor),
                    target::FLOOR,
                )
            } else {
                [String::new(), share(over(ours, floor)), String::new()]
            };
            self.row(&[tree.name.clone(), seconds(ours), seconds(floor), target, ratio, met]);
        }
    }

    fn threads(&mut self, results: &Results) {
        let (one, two) = (&results.one_thread, &results.two_threads);
        self.table(
            "Two threads against one",
            &format!("Seconds on the clock, {}. `RAYON_NUM_THREADS` sets the number.", last_name(results)),
            &["", "two threads", "one thread", "target", "ratio", "met"],
        );
        let [target, ratio, met] = self.judge(
            "time on the clock, two threads against one",
            true,
            over(two.wall(), one.wall()),
            target::THREADS,
        );
        self.row(&["clock".to_owned(), seconds(two.wall()), seconds(one.wall()), target, ratio, met]);
        let ratio = share(over(two.cpu(), one.cpu()));
        self.row(&[
            "processor".to_owned(),
            seconds(two.cpu()),
            seconds(one.cpu()),
            String::new(),
            ratio,
            String::new(),
        ]);
    }

    fn memory(&mut self, results: &Results) {
        self.table(
            "Peak memory against Ruff",
            &format!("Megabytes (10⁶ bytes). On one tree, {} MB are never too many.", target::SMALL),
            &["tree", "Stockade", "Ruff", "target", "ratio", "met"],
        );
        for tree in &results.trees {
            let (ours, ruff) = (tree.ours.peak(), tree.ruff.peak());
            let what = format!("peak memory against Ruff's, {}", tree.name);
            let mut most = of_tree(results, tree, target::RUFF_PEAK);
            if !is_whole(results, tree) {
                most = most.max(target::SMALL / ruff.median);
            }
            let [target, ratio, met] = self.judge(&what, is_last(results, tree), over(ours, ruff), most);
            self.row(&[tree.name.clone(), spread(ours, 1.0, 1), spread(ruff, 1.0, 1), target, ratio, met]);
        }
    }

    fn start(&mut self, results: &Results) {
        let start = &results.start;
        self.table(
            "Start",
            &format!(
                "Milliseconds of processor time for a file of two lines; {} runs of Stockade and Ruff.",
                start.ours.0.len()
            ),
            &["against", "Stockade", "other", "target", "ratio", "met"],
        );
        let ours = start.ours.cpu();
        let bandit = start.bandit.as_ref().map(|bandit| ("Bandit", bandit.cpu(), target::START.1));
        for (name, other, target) in
            [Some(("Ruff", start.ruff.cpu(), target::START.0)), bandit].into_iter().flatten()
        {
            let [target, ratio, met] = self.judge(
                &format!("start, processor time against {name}'s"),
                true,
                over(ours, other),
                target,
            );
            self.row(&[name.to_owned(), spread(ours, 1e3, 2), spread(other, 1e3, 2), target, ratio, met]);
        }
    }

    fn cache(&mut self, results: &Results) {
        let cached = &results.cache;
        self.table(
            "A second scan",
            &format!(
                "Seconds of processor time of `stockade scan`, {}: with an empty cache, again, and after one file has changed.",
                last_name(results)
            ),
            &["scan", "with the cache", "empty cache", "target", "ratio", "met"],
        );
        let empty = cached.empty.cpu();
        for (name, samples, target) in [
            ("second", &cached.second, target::SECOND),
            ("one file changed", &cached.changed, target::CHANGED),
        ] {
            let [target, ratio, met] = self.judge(
                &format!("`stockade scan` against an empty cache, {name}"),
                true,
                over(samples.cpu(), empty),
                target,
            );
            self.row(&[name.to_owned(), seconds(samples.cpu()), seconds(empty), target, ratio, met]);
        }
    }

    fn sizes(&mut self, results: &Results) {
        self.table(
            "Size",
            "Milliseconds of processor time for each MB of generated Python: in files of 32 KiB, and in one file. Time \
             in proportion to the size shows as one figure all the way down.",
            &["MB", "many files", "peak, MB", "one file", "peak, MB"],
        );
        for (many, one) in results.many_files.iter().zip(&results.one_file) {
            let each = |at: &crate::AtSize| spread(at.samples.cpu(), 1e9 / at.bytes as f64, 2);
            let peak = |at: &crate::AtSize| spread(at.samples.peak(), 1.0, 1);
            self.row(&[megabytes(many.bytes), each(many), peak(many), each(one), peak(one)]);
        }
    }

    fn stages(&mut self, results: &Results) {
        self.table(
            "What the time is made of",
            &format!(
                "Seconds of one thread, {}. The steps of the floor are timed in it; the rest is what remains of \
                 Stockade's processor time beside them: start, finding the files, the walk with the rules, \
                 suppressions, and the report.",
                last_name(results)
            ),
            &["step", "seconds", "share"],
        );
        let whole = results.one_thread.cpu().median;
        let steps: f64 = results.steps.iter().map(|(_, spent)| spent).sum();
        let rest = [("rest".to_owned(), whole - steps), ("Stockade".to_owned(), whole)];
        for (name, spent) in results.steps.iter().chain(&rest) {
            self.row(&[name.clone(), format!("{spent:.3}"), percent(spent / whole)]);
        }
        let first = results.trees.first().map_or("", |tree| tree.name.as_str());
        match &results.counts {
            Err(what) => {
                let what = what.lines().next().unwrap_or_default();
                self.line(&format!("\nInstructions were not counted: {what}"));
            }
            Ok(counts) => {
                self.line(&format!(
                    "\nThe same by instructions, which callgrind counts, on {first}. A function counts for the stage whose \
                     module it stands in, generic code for the type that it was made for; memory and the libraries serve \
                     all stages.\n\n| stage | instructions | share |\n|---|--:|--:|"
                ));
                let total = counts.total();
                for (stage, count) in counts.stages() {
                    let about = match stage {
                        Stage::Rules => "rules: the walk, names, constants, checks",
                        Stage::Scan => "scan: comments, suppressions, findings, files, the command",
                        Stage::Memory => "memory: the allocator",
                        Stage::System => "system: the library of C, the loader",
                        Stage::Library => "library: Rust's own, small crates",
                        other => other.name(),
                    };
                    self.row(&[about.to_owned(), count.to_string(), percent(count as f64 / total as f64)]);
                }
                self.row(&["in all".to_owned(), total.to_string(), percent(1.0)]);
            }
        }
    }
}

fn is_last(results: &Results, tree: &OnTree) -> bool {
    results.trees.last().is_some_and(|last| last.name == tree.name)
}

/// Whether it is the folder of all trees.
fn is_whole(results: &Results, tree: &OnTree) -> bool {
    results.trees.len() > 1 && is_last(results, tree) && tree.name == crate::TOGETHER
}

fn of_tree(results: &Results, tree: &OnTree, (one, all): (f64, f64)) -> f64 {
    if is_whole(results, tree) { all } else { one }
}

fn last_name(results: &Results) -> &str {
    results.trees.last().map_or("", |tree| tree.name.as_str())
}

fn over(ours: Figure, other: Figure) -> f64 {
    ours.median / other.median
}

fn yes(met: bool) -> &'static str {
    if met { "yes" } else { "**no**" }
}

/// A ratio. Small ones are easier to read as one in so many.
fn share(ratio: f64) -> String {
    if ratio < 0.05 { format!("1/{:.1}", 1.0 / ratio) } else { format!("{ratio:.3}") }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}

fn seconds(figure: Figure) -> String {
    spread(figure, 1.0, 3)
}

/// The median, with least and most behind it.
fn spread(figure: Figure, unit: f64, digits: usize) -> String {
    let Figure { median, least, most } = figure;
    format!("{:.digits$} ({:.digits$}–{:.digits$})", median * unit, least * unit, most * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_told_so_that_they_can_be_compared() {
        assert_eq!((share(0.614).as_str(), share(1.0 / 60.0).as_str()), ("0.614", "1/60.0"));
        let figure = Figure { median: 0.0021, least: 0.002, most: 0.0035 };
        assert_eq!(spread(figure, 1e3, 1), "2.1 (2.0–3.5)");
    }

    #[test]
    fn what_is_missed_is_counted_and_marked() {
        let mut page = Page::default();
        assert_eq!(page.judge("one", true, 0.5, 0.5), ["0.500", "0.500", "yes"]);
        assert_eq!(page.judge("other", false, 0.51, 0.5), ["0.500", "0.510", "**no**"]);
        assert_eq!(page.judge("third", false, 0.4, 0.5), ["0.500", "0.400", "yes"]);
        assert_eq!(page.missed, 1);
        assert_eq!(page.summary, "| one | 0.500 | 0.500 | yes |\n| other | 0.500 | 0.510 | **no** |\n");
    }
}
