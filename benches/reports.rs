//! How fast the gate reads big reports: `cargo run --release --package stockade-benches --bin reports -- [MIB] [RUNS]`.
//!
//! Writes a Trivy report and a SARIF of that size (256 MiB if nothing is said), has `stockade gate` judge each and `jq length`
//! read it, in turn, and prints the medians as ratios: wall time, CPU time, and peak memory against the file's size.

#![allow(clippy::print_stdout, reason = "it is a command")]

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use stockade_tests::cost::{self, Cost};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let size: u64 = words.next().map_or(Ok(256), |word| word.parse())?;
    let runs: usize = words.next().map_or(Ok(5), |word| word.parse())?;
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--package", "stockade-cli"])
        .status()?;
    if !built.success() {
        return Err("the command could not be built".into());
    }
    let target = std::env::current_exe()?.parent().ok_or("no folder")?.to_owned();
    let gate = target.join("stockade");
    let folder = tempfile::tempdir()?;
    println!("{size} MiB, medians of {runs} runs in turn; jq is `jq length`");
    println!("report   wall    CPU     memory / file   wall of the gate   wall of jq");
    for (name, write) in
        [("trivy", trivy as fn(&mut dyn Write, u64) -> Result<u64, std::io::Error>), ("sarif", sarif)]
    {
        let path = folder.path().join(format!("{name}.json"));
        filled(&path, size << 20, write)?;
        let bytes = fs::metadata(&path)?.len();
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        // The first of each warms the disk's cache.
        for at in 0..=runs {
            let mut command = Command::new(&gate);
            command
                .args(["gate", "--quiet", "--output"])
                .arg(format!("prometheus={}", folder.path().join("out").display()))
                .arg(&path);
            let own = run(&mut command)?;
            let mut command = Command::new("jq");
            let other = run(command.arg("length").arg(&path))?;
            if at > 0 {
                ours.push(own);
                theirs.push(other);
            }
        }
        let (own, other) = (median(&ours), median(&theirs));
        println!(
            "{name:8} {:.2}    {:.2}    {:.2}            {:.2} s             {:.2} s",
            own.wall.as_secs_f64() / other.wall.as_secs_f64(),
            own.cpu.as_secs_f64() / other.cpu.as_secs_f64(),
            own.peak as f64 / bytes as f64,
            own.wall.as_secs_f64(),
            other.wall.as_secs_f64()
        );
    }
    Ok(())
}

fn run(command: &mut Command) -> Result<Cost, Box<dyn Error>> {
    let (status, cost) = cost::run(command.stdin(Stdio::null()).stdout(Stdio::null()))?;
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("{command:?} ended with {status}").into());
    }
    Ok(cost)
}

fn median(costs: &[Cost]) -> Cost {
    let of = |key: fn(&Cost) -> Duration| cost::median(&costs.iter().map(key).collect::<Vec<_>>());
    let mut peaks: Vec<u64> = costs.iter().map(|cost| cost.peak).collect();
    peaks.sort_unstable();
    Cost { wall: of(|cost| cost.wall), cpu: of(|cost| cost.cpu), peak: peaks[peaks.len() / 2] }
}

/// Fills a file with a report of at least that many bytes.
fn filled(
    path: &Path,
    size: u64,
    write: fn(&mut dyn Write, u64) -> Result<u64, std::io::Error>,
) -> Result<PathBuf, std::io::Error> {
    let mut out = BufWriter::new(File::create(path)?);
    write(&mut out, size)?;
    out.flush()?;
    Ok(path.to_owned())
}

/// What a real advisory says in some 1,500 bytes.
const PROSE: &str = "A flaw was found in the way in which lengths of untrusted input are added up before memory is taken for \
them: the sum can wrap round, so that less is taken than is written, and what lies behind is overwritten. Whoever can hand in a \
name of some gigabytes can make the program end, and may make it run what they want. ";

fn trivy(out: &mut dyn Write, size: u64) -> Result<u64, std::io::Error> {
    let mut written = 0;
    write!(
        out,
        "{{\"SchemaVersion\": 2, \"CreatedAt\": \"2026-11-20T08:00:00Z\", \"ArtifactName\": \"big\", \"ArtifactType\": \"container_image\", \"Results\": [\n{{\"Target\": \"big (debian 12)\", \"Class\": \"os-pkgs\", \"Type\": \"debian\", \"Vulnerabilities\": [\n"
    )?;
    let mut at = 0_u64;
    while written < size {
        let severity = ["LOW", "MEDIUM", "HIGH", "CRITICAL"][(at % 4) as usize];
        let comma = if at == 0 { "" } else { ",\n" };
        let item = format!(
            "{comma}{{\n  \"VulnerabilityID\": \"CVE-2025-{}\",\n  \"PkgID\": \"package-{at}@1.2.{}\",\n  \"PkgName\": \"package-{at}\",\n  \"PkgIdentifier\": {{\"PURL\": \"pkg:deb/debian/package-{at}@1.2.{}?arch=amd64\", \"UID\": \"{at:016x}\"}},\n  \"InstalledVersion\": \"1.2.{}\",\n  \"FixedVersion\": \"1.3.0\",\n  \"Status\": \"fixed\",\n  \"Layer\": {{\"DiffID\": \"sha256:{at:064x}\"}},\n  \"SeveritySource\": \"debian\",\n  \"PrimaryURL\": \"https://avd.aquasec.com/nvd/cve-2025-{}\",\n  \"Title\": \"package-{at}: a sum of lengths wraps round\",\n  \"Description\": \"{}\",\n  \"Severity\": \"{severity}\",\n  \"CweIDs\": [\"CWE-190\"],\n  \"VendorSeverity\": {{\"debian\": 1, \"nvd\": 3}},\n  \"CVSS\": {{\"nvd\": {{\"V3Vector\": \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\", \"V3Score\": 9.8}}}},\n  \"References\": [\"https://example.org/a/{at}\", \"https://example.org/b/{at}\", \"https://example.org/c/{at}\"],\n  \"PublishedDate\": \"2025-02-03T10:00:00Z\"\n}}",
            10_000 + at % 40_000,
            at % 10,
            at % 10,
            at % 10,
            10_000 + at % 40_000,
            PROSE.repeat(4)
        );
        out.write_all(item.as_bytes())?;
        written += item.len() as u64;
        at += 1;
    }
    writeln!(out, "\n]}}]}}")?;
    Ok(written)
}

fn sarif(out: &mut dyn Write, size: u64) -> Result<u64, std::io::Error> {
    let mut written = 0;
    write!(
        out,
        "{{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", \"version\": \"2.1.0\", \"runs\": [{{\"tool\": {{\"driver\": {{\"name\": \"Scanner\", \"rules\": ["
    )?;
    for rule in 0..500 {
        let comma = if rule == 0 { "" } else { "," };
        write!(
            out,
            "{comma}\n{{\"id\": \"R{rule}\", \"shortDescription\": {{\"text\": \"rule {rule}\"}}, \"help\": {{\"text\": \"{PROSE}\"}}, \"properties\": {{\"security-severity\": \"{}.0\", \"tags\": [\"security\", \"external/cwe/cwe-190\"]}}}}",
            1 + rule % 9
        )?;
    }
    writeln!(out, "]}}}}, \"results\": [")?;
    let mut at = 0_u64;
    while written < size {
        let comma = if at == 0 { "" } else { ",\n" };
        let (rule, line) = (at % 500, at % 2000 + 1);
        let steps: Vec<String> = (0..3)
            .map(|step| format!("{{\"location\": {{\"physicalLocation\": {{\"artifactLocation\": {{\"uri\": \"src/module_{}.py\", \"uriBaseId\": \"%SRCROOT%\"}}, \"region\": {{\"startLine\": {}}}}}, \"message\": {{\"text\": \"ControlFlowNode for request\"}}}}}}", at % 300, line + step))
            .collect();
        let item = format!(
            "{comma}{{\"ruleId\": \"R{rule}\", \"ruleIndex\": {rule}, \"message\": {{\"text\": \"This depends on a [user-provided value](1). {PROSE}\"}}, \"locations\": [{{\"physicalLocation\": {{\"artifactLocation\": {{\"uri\": \"src/module_{}.py\", \"uriBaseId\": \"%SRCROOT%\"}}, \"region\": {{\"startLine\": {line}, \"startColumn\": 5, \"endColumn\": 40}}}}}}], \"partialFingerprints\": {{\"primaryLocationLineHash\": \"{at:016x}:1\"}}, \"codeFlows\": [{{\"threadFlows\": [{{\"locations\": [{}]}}]}}]}}",
            at % 300,
            steps.join(",")
        );
        out.write_all(item.as_bytes())?;
        written += item.len() as u64;
        at += 1;
    }
    writeln!(out, "\n]}}]}}")?;
    Ok(written)
}
