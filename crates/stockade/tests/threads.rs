//! The same input gives the same answer, whatever the number of threads.

use std::fs;

use stockade::Scanner;

#[test]
fn threads_do_not_show() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    for n in 0..40 {
        let text =
            format!("import pickle\n{}pickle.loads(x)  # nosec B{}\nassert x\n", "\n".repeat(n), 299 + n % 3);
        fs::write(folder.path().join(format!("m{n}.py")), text)?;
    }
    fs::write(folder.path().join("broken.py"), "(")?;
    let told = |threads| -> Result<String, stockade::Error> {
        let report = Scanner::new().threads(threads).scan_paths([folder.path()])?;
        Ok(format!("{:#?}", report.files))
    };
    let one = told(1)?;
    assert!(one.contains("B301") && one.contains("broken: Some"));
    assert_eq!(one, told(2)?);
    assert_eq!(one, told(8)?);
    Ok(())
}
