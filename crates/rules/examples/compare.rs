use std::path::{Path, PathBuf};
use stockade_core::{
    module::Module,
    parse::parse,
    scan::{Checks, Dialect},
    source::Source,
};
use stockade_rules::Table;
fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    let Ok(read) = std::fs::read_dir(dir) else { return };
    for e in read.flatten() {
        let p = e.path();
        if p.is_symlink() {
            continue;
        }
        if p.is_dir() {
            files(&p, out)
        } else if p.extension().is_some_and(|x| x == "py") {
            out.push(p)
        }
    }
}
fn main() {
    let mut args = std::env::args().skip(1);
    let ids = args.next().unwrap();
    let ids: Vec<String> = ids.split(',').map(str::to_owned).collect();
    let mut all = Vec::new();
    for a in args {
        if a.ends_with(".py") {
            all.push(a.into())
        } else {
            files(Path::new(&a), &mut all);
        }
    }
    all.sort();
    let enabled = |id: &str| ids.iter().any(|x| id.starts_with(x.as_str()));
    for d in [Dialect::Bandit, Dialect::Native] {
        let table = Table::new(d, enabled, |_| None, None);
        let t = std::time::Instant::now();
        for f in &all {
            let bytes = std::fs::read(f).unwrap();
            let Ok(source) = Source::decode(&bytes) else { continue };
            let text: &str = &source.text;
            let tree = parse(text);
            let name = f.to_string_lossy();
            if tree.error(text).is_some() {
                continue;
            }
            let module = Module::new(&name, text, &tree, Vec::new());
            let r = table.check(&module);
            for raw in r.raw.findings {
                let f = raw.finding;
                println!(
                    "{d:?}\t{name}\t{}\t{}\t{}/{}\t{}",
                    f.line, f.rule.id, f.severity, f.confidence, f.message
                );
            }
            if r.depth > 1000 {
                tree.leak()
            }
        }
        eprintln!("{d:?} {:?}", t.elapsed());
    }
}
