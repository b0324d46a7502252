//! B202: archives whose members go where they like. The messages are Bandit's, kept for byte parity and credited in
//! NOTICE.

use stockade_core::ast::Expr;
use stockade_core::finding::Level;
use stockade_core::pystr;
use stockade_core::semantic::ast_repr;

use crate::context::Call;
use crate::native::archives;
use crate::pass::string_of;
use crate::rule::{Check, Crash, Hit, Outcome, When};

crate::rule! {
    /// # Unpacking tar archives unchecked
    ///
    /// A member of a tar archive may be called `../../etc/cron.d/job`, be a link to somewhere else, or a device. Before
    /// Python 3.14 `extractall` does as the archive says.
    ///
    /// ```python bad
    /// import tarfile
    ///
    /// with tarfile.open(upload) as archive:
    ///     archive.extractall(target)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import tarfile
    ///
    /// with tarfile.open(upload) as archive:
    ///     archive.extractall(target, filter="data")
    /// ```
    ///
    /// ## Limits
    ///
    /// With `members=` the confidence is lower, since a function may have chosen them well. `extract` is not looked at.
    ///
    /// ## Differs from Bandit
    ///
    /// For Bandit any `extractall` counts in a file that says `import tarfile`, that of a ZIP archive, too. Here the archive is
    /// known by what opened it; one that is not known counts with medium confidence. A filter function is a filter.
    ///
    /// ```python bandit
    /// import tarfile, zipfile
    ///
    /// zipfile.ZipFile(upload).extractall(target)
    /// tarfile.open(upload).extractall(target, filter=tarfile.data_filter)
    /// ```
    ///
    /// ```python native
    /// from tarfile import TarFile
    ///
    /// TarFile.open(upload).extractall(target)
    /// ```
    pub static TARFILE_UNSAFE_MEMBERS = "B202" "tarfile_unsafe_members" {
        advice: "Pass `filter=\"data\"`, which refuses members that leave the folder.",
        severity: High, confidence: High, cwe: 22,
        check: Check::Call(When::NameContains("extractall"), check),
        native: Check::Call(When::Named(&["extractall"]), archives::extractall),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if !call.name.contains("extractall") || !call.scope.names.imported("tarfile") {
        return Ok(None);
    }
    let keywords = call.call_keywords()?;
    let keyword = |name: &str| {
        keywords.iter().find(|keyword| keyword.arg.as_deref() == Some(name)).map(|keyword| &keyword.value)
    };
    if keyword("filter").and_then(string_of) == Some("data") {
        return Ok(None);
    }
    match keyword("members") {
        None => Hit::new(
            Level::High,
            Level::High,
            "tarfile.extractall used without any validation. Please check and discard dangerous members.",
        )
        .found(),
        Some(Expr::Call(members)) => {
            let Expr::Name(function) = &*members.func else {
                let kind = ast_repr::name(&members.func);
                return Err(Crash::new(format!("'{kind}' object has no attribute 'id'")));
            };
            let members = pystr::repr(&function.id);
            let message = format!(
                "Usage of tarfile.extractall(members=function(tarfile)). Make sure your function properly discards dangerous members {{'Function': {members}}})."
            );
            Hit::new(Level::Low, Level::Low, message).found()
        }
        Some(members) => {
            let members = match members {
                Expr::Name(name) => pystr::repr(&name.id),
                other => ast_repr::repr(other, call.scope.module.text)?,
            };
            let message = format!(
                "Found tarfile.extractall(members=?) but couldn't identify the type of members. Check if the members were properly validated {{'Other': {members}}})."
            );
            Hit::new(Level::Medium, Level::Medium, message).found()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    fn of(call: &str) -> String {
        let answer = answers("B202", &format!("import tarfile\n{call}\n")).join("\n");
        answer
            .replace("tarfile.extractall used without any validation. Please check and discard dangerous members.", "ALL")
            .replace("Usage of tarfile.extractall(members=function(tarfile)). Make sure your function properly discards dangerous members ", "")
            .replace("Found tarfile.extractall(members=?) but couldn't identify the type of members. Check if the members were properly validated ", "")
    }

    #[test]
    fn calls() {
        assert_eq!(of("t.extractall()"), "2:0 HIGH/HIGH ALL");
        assert_eq!(of("my_extractall_x(filter='tar')"), "2:0 HIGH/HIGH ALL");
        assert_eq!(of("t.extractall(filter=data)"), "2:0 HIGH/HIGH ALL");
        assert_eq!(of("t.extractall(filter='data', members=m)"), "");
        assert_eq!(of("t.extractall(filter=f'data')"), "2:0 HIGH/HIGH ALL");
        assert_eq!(of("t.extract()"), "");
        assert_eq!(answers("B202", "import tarfile.x\nt.extractall()\n"), [""; 0]);
        assert_eq!(answers("B202", "import tarfile as z\nt.extractall()\n").len(), 1);
    }

    #[test]
    fn members() {
        assert_eq!(of("t.extractall(members=safe(t))"), "2:0 LOW/LOW {'Function': 'safe'}).");
        assert_eq!(of("t.extractall(members=m)"), "2:0 MEDIUM/MEDIUM {'Other': 'm'}).");
        assert_eq!(
            of("t.extractall(members=None)"),
            "2:0 MEDIUM/MEDIUM {'Other': Constant(value=None, kind=None)})."
        );
        assert_eq!(
            of("t.extractall(members=[m for m in t if m.isreg()])"),
            "2:0 MEDIUM/MEDIUM {'Other': ListComp(elt=Name(id='m', ctx=Load()), generators=[comprehension(target=Name(id='m', ctx=Store(...)), iter=Name(id='t', ctx=Load(...)), ifs=[Call(func=Attribute(...), args=[], keywords=[])], is_async=0)])})."
        );
    }

    #[test]
    fn where_it_breaks_off() {
        assert_eq!(of("t.extractall(members=a.b(t))"), "2 crash 'Attribute' object has no attribute 'id'");
        assert_eq!(of("t.extractall(members=a()(t))"), "2 crash 'Call' object has no attribute 'id'");
        assert_eq!(
            of("t.extractall(members=(lambda: m)())"),
            "2 crash 'Lambda' object has no attribute 'id'"
        );
        assert_eq!(
            of("t.extractall(x={[]}, filter='data')"),
            "2 crash cannot use 'list' as a set element (unhashable type: 'list')"
        );
    }
}
