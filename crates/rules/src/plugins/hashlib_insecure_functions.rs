//! B324: broken hashes of `hashlib` and `crypt`. The messages are Bandit's, kept for byte parity and credited in NOTICE.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::crypto;
use crate::rule::{Check, Crash, Hit, Outcome, When};

crate::rule! {
    /// # Broken hashes
    ///
    /// For MD4, MD5 and SHA-1 two inputs of the same digest can be made at will, so a signature or a checksum made with them
    /// proves nothing. `crypt`'s DES, MD5 and Blowfish methods are too fast to guard passwords.
    ///
    /// ```python bad
    /// import hashlib
    ///
    /// checksum = hashlib.md5(package).hexdigest()
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import hashlib
    ///
    /// checksum = hashlib.sha256(package).hexdigest()
    /// ```
    ///
    /// Where nothing depends on it, such as the key of a cache, say so: `hashlib.md5(key, usedforsecurity=False)`.
    /// Passwords want `hashlib.scrypt` or Argon2.
    ///
    /// ## Limits
    ///
    /// An algorithm that only the running program knows is not seen.
    ///
    /// ## Differs from Bandit
    ///
    /// For Bandit a variable that is called `md5` is the algorithm; here it is what the variable always holds. What comes
    /// by `**` may be `usedforsecurity=False`.
    ///
    /// ```python native
    /// import hashlib
    ///
    /// ALGORITHM = "md5"
    /// checksum = hashlib.new(ALGORITHM, package)
    /// ```
    pub static HASHLIB_INSECURE_FUNCTIONS = "B324" "hashlib_insecure_functions" as "hashlib" {
        advice: "Use SHA-256 or better, or pass `usedforsecurity=False` where no attacker gains by a collision.",
        severity: High, confidence: High, cwe: 327,
        check: Check::Call(When::Named(&["md4", "md5", "sha", "sha1", "new", "crypt", "mksalt"]), check),
        native: Check::Call(When::Named(&["md4", "md5", "sha", "sha1", "new", "crypt", "mksalt"]), crypto::hash),
    }
}

const WEAK_HASHES: [&str; 4] = ["md4", "md5", "sha", "sha1"];

fn check(call: &Call<'_, '_>) -> Outcome {
    let of = |module: &str| call.qualname.split('.').any(|part| part == module);
    if of("hashlib") {
        of_hashlib(call)
    } else if matches!(call.name, "crypt" | "mksalt") && of("crypt") {
        of_crypt(call)
    } else {
        Ok(None)
    }
}

fn of_hashlib(call: &Call<'_, '_>) -> Outcome {
    call.call_keywords()?;
    let hash = if call.name == "new" { first(call, "name")? } else { Some(call.name) };
    let Some(hash) = hash else { return Ok(None) };
    // Python's `lower` makes an ASCII letter of no other that these names have.
    let is_weak = if call.name == "new" {
        WEAK_HASHES.iter().any(|weak| weak.eq_ignore_ascii_case(hash))
    } else {
        WEAK_HASHES.contains(&hash)
    };
    let for_security = || -> Result<bool, Crash> {
        Ok(!call.has_keyword("usedforsecurity")? || call.keyword_is("usedforsecurity", "True")? == Some(true))
    };
    if !is_weak || !for_security()? {
        return Ok(None);
    }
    let hash = hash.to_ascii_uppercase();
    let message = format!("Use of weak {hash} hash for security. Consider usedforsecurity=False");
    Hit::new(Level::High, Level::High, message).found()
}

fn of_crypt(call: &Call<'_, '_>) -> Outcome {
    call.call_args()?;
    call.call_keywords()?;
    let method = if call.name == "mksalt" {
        first(call, "method")?
    } else if call.args().len() > 1 {
        call.arg(1)?.and_then(|literal| literal.as_str())
    } else {
        call.keyword("salt")?.and_then(|literal| literal.as_str())
    };
    match method {
        Some(method @ ("METHOD_CRYPT" | "METHOD_MD5" | "METHOD_BLOWFISH")) => {
            let message = format!("Use of insecure crypt.{method} hash function.");
            Hit::new(Level::Medium, Level::High, message).found()
        }
        _ => Ok(None),
    }
}

/// The string that is the first argument, or the keyword argument where there are no others.
fn first<'a>(call: &Call<'_, 'a>, keyword: &str) -> Result<Option<&'a str>, Crash> {
    let value = if call.call_args()?.is_empty() { call.keyword(keyword)? } else { call.arg(0)? };
    Ok(value.and_then(|literal| literal.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    fn found(text: &str) -> Vec<String> {
        let answers = answers("B324", text);
        let short = |a: String| {
            a.replace(" hash for security. Consider usedforsecurity=False", "").replace("Use of ", "")
        };
        answers.into_iter().map(short).collect()
    }

    #[test]
    fn functions_of_hashlib() {
        let text = "hashlib.md5()\nhashlib.sha1(x, usedforsecurity=True)\nx.hashlib.y.md4('a')\nhashlib.sha(usedforsecurity='True')\n";
        assert_eq!(
            found(text),
            [
                "1:0 HIGH/HIGH weak MD5",
                "2:0 HIGH/HIGH weak SHA1",
                "3:0 HIGH/HIGH weak MD4",
                "4:0 HIGH/HIGH weak SHA"
            ]
        );
        let text = "hashlib.md5(usedforsecurity=False)\nhashlib.md5(usedforsecurity=f())\nhashlib.MD5()\nmd5()\nhashlib.sha256()\nmy_hashlib.md5()\n";
        assert_eq!(found(text), [""; 0]);
        assert_eq!(found("from hashlib import md5 as m\nm()\n"), ["2:0 HIGH/HIGH weak MD5"]);
    }

    #[test]
    fn by_name() {
        let text =
            "hashlib.new('Md5')\nhashlib.new(name='SHA1', data=b'')\nhashlib.new(x.md4)\nhashlib.new(sha)\n";
        assert_eq!(
            found(text),
            [
                "1:0 HIGH/HIGH weak MD5",
                "2:0 HIGH/HIGH weak SHA1",
                "3:0 HIGH/HIGH weak MD4",
                "4:0 HIGH/HIGH weak SHA"
            ]
        );
        let text = "hashlib.new()\nhashlib.new(*a, name='md5')\nhashlib.new(b'md5')\nhashlib.new(x, name='md5')\nhashlib.new(name=f'md5')\nhashlib.new('md5', usedforsecurity=False)\n";
        assert_eq!(found(text), [""; 0]);
    }

    #[test]
    fn crypt() {
        let text = "crypt.crypt('p', crypt.METHOD_MD5)\ncrypt.crypt('p', salt=METHOD_CRYPT)\ncrypt.mksalt('METHOD_BLOWFISH')\ncrypt.mksalt(method=crypt.METHOD_MD5)\n";
        assert_eq!(
            found(text),
            [
                "1:0 MEDIUM/HIGH insecure crypt.METHOD_MD5 hash function.",
                "2:0 MEDIUM/HIGH insecure crypt.METHOD_CRYPT hash function.",
                "3:0 MEDIUM/HIGH insecure crypt.METHOD_BLOWFISH hash function.",
                "4:0 MEDIUM/HIGH insecure crypt.METHOD_MD5 hash function.",
            ]
        );
        let text = "crypt.crypt('p', x, salt=METHOD_MD5)\ncrypt.crypt('METHOD_MD5')\ncrypt.mksalt(x, method=METHOD_MD5)\ncrypt.new('md5')\nx.mksalt('METHOD_MD5')\ncrypt.mksalt('method_md5')\n";
        assert_eq!(found(text), [""; 0]);
    }

    #[test]
    fn what_python_cannot_make() {
        let words = "crash cannot use 'list' as a set element (unhashable type: 'list')";
        let text = "hashlib.md5({[]})\nhashlib.new({[]})\nhashlib.sha256(x={[]})\ncrypt.crypt({[]})\ncrypt.x({[]})\n";
        assert_eq!(
            found(text),
            [
                "1:0 HIGH/HIGH weak MD5".to_owned(),
                format!("2 {words}"),
                format!("3 {words}"),
                format!("4 {words}")
            ]
        );
    }
}
