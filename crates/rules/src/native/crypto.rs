//! B324 and B505: hashes that are broken and keys that are too short.

use stockade_core::ast::Expr;
use stockade_core::finding::Level;

use super::argument::{Argument, integer, truth};
use crate::context::Call;
use crate::plugins::weak_cryptographic_key::{self, KeyType};
use crate::rule::{Hit, Outcome};

const WEAK_HASHES: [&str; 4] = ["md4", "md5", "sha", "sha1"];

/// B324: MD4, MD5 and SHA-1 of `hashlib`, and the old methods of `crypt`.
pub(crate) fn hash(call: &Call<'_, '_>) -> Outcome {
    if let Some(function) = call.qualname.strip_prefix("hashlib.") {
        return of_hashlib(call, function);
    }
    let argument = match call.qualname {
        "crypt.crypt" => Argument::of(call.node, "salt", Some(1)),
        "crypt.mksalt" => Argument::of(call.node, "method", Some(0)),
        _ => return Ok(None),
    };
    let Some(method) = argument.given() else { return Ok(None) };
    let name = match call.scope.text(method) {
        Some(text) => text.into_owned(),
        None => call.scope.resolve(method),
    };
    match name.rsplit('.').next() {
        Some(method @ ("METHOD_CRYPT" | "METHOD_MD5" | "METHOD_BLOWFISH")) => {
            let message = format!("Use of insecure crypt.{method} hash function.");
            Hit::new(Level::Medium, Level::High, message).found()
        }
        _ => Ok(None),
    }
}

fn of_hashlib(call: &Call<'_, '_>, function: &str) -> Outcome {
    let named;
    let hash = if function == "new" {
        let name = Argument::of(call.node, "name", Some(0)).given();
        let Some(name) = name.and_then(|name| call.scope.text(name)) else { return Ok(None) };
        named = name.to_ascii_lowercase();
        &*named
    } else {
        function
    };
    // OpenSSL knows `sha-1` and `ssl3-md5` by further names.
    let plain = hash.strip_prefix("ssl3-").unwrap_or(hash).replace('-', "");
    if !WEAK_HASHES.contains(&plain.as_str()) {
        return Ok(None);
    }
    match Argument::of(call.node, "usedforsecurity", None) {
        Argument::Missing => {}
        Argument::Given(used) if truth(&call.scope, used) == Some(true) => {}
        Argument::Given(_) | Argument::Hidden => return Ok(None),
    }
    let message = format!(
        "Use of weak {} hash for security. Consider usedforsecurity=False",
        hash.to_ascii_uppercase()
    );
    Hit::new(Level::High, Level::High, message).found()
}

/// B505: keys that are too short.
pub(crate) fn key(call: &Call<'_, '_>) -> Outcome {
    let size = |name: &str, position: usize| {
        let given = Argument::of(call.node, name, Some(position)).given()?;
        integer(&call.scope, given)
    };
    let (kind, size) = match call.qualname {
        "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key" => {
            (KeyType::Dsa, size("key_size", 0))
        }
        "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key" => {
            (KeyType::Rsa, size("key_size", 1))
        }
        "Crypto.PublicKey.DSA.generate" | "Cryptodome.PublicKey.DSA.generate" => {
            (KeyType::Dsa, size("bits", 0))
        }
        "Crypto.PublicKey.RSA.generate" | "Cryptodome.PublicKey.RSA.generate" => {
            (KeyType::Rsa, size("bits", 0))
        }
        "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key" => {
            let curve = Argument::of(call.node, "curve", Some(0)).given();
            (KeyType::Ec, curve.and_then(|curve| curve_size(call, curve)))
        }
        _ => return Ok(None),
    };
    match size {
        Some(size) => weak_cryptographic_key::classify_size(call, kind, size),
        None => Ok(None),
    }
}

/// The size of the curve, whose class is named or made: `ec.SECP192R1`, `ec.SECP192R1()`.
fn curve_size(call: &Call<'_, '_>, curve: &Expr) -> Option<i64> {
    let name = call.scope.resolve(curve);
    let name = name.strip_suffix("()").unwrap_or(&name);
    let last = name.rsplit('.').next()?;
    weak_cryptographic_key::known_curve(last)
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn hashes(text: &str) -> [usize; 2] {
        let text = format!("import hashlib, crypt\n{text}\n");
        [answers("B324", &text).len(), native("B324", &text).len()]
    }

    #[test]
    fn algorithms_by_their_value() {
        assert_eq!(hashes("hashlib.new('MD5')"), [1, 1]);
        assert_eq!(hashes("hashlib.new('SHA-1')"), [0, 1]);
        assert_eq!(hashes("A = 'md5'\nhashlib.new(A)"), [0, 1]);
        assert_eq!(hashes("def f(md5):\n  hashlib.new(md5)"), [1, 0]);
        assert_eq!(hashes("hashlib.new('sha256')"), [0, 0]);
        assert_eq!(hashes("def f(hashlib):\n  hashlib.md5()"), [1, 0]);
        assert_eq!(hashes("m = hashlib.md5\nm(x)"), [0, 1]);
    }

    #[test]
    fn what_it_is_for() {
        assert_eq!(hashes("hashlib.md5(x, usedforsecurity=False)"), [0, 0]);
        assert_eq!(hashes("ON = True\nhashlib.md5(x, usedforsecurity=ON)"), [0, 1]);
        assert_eq!(hashes("hashlib.md5(x, usedforsecurity=f())"), [0, 0]);
        assert_eq!(hashes("hashlib.md5(x, **k)"), [1, 0]);
    }

    #[test]
    fn methods_of_crypt() {
        assert_eq!(hashes("crypt.crypt(p, crypt.METHOD_MD5)"), [1, 1]);
        assert_eq!(hashes("crypt.mksalt(METHOD_SHA512)"), [0, 0]);
        assert_eq!(hashes("M = crypt.METHOD_CRYPT\ncrypt.crypt(p, M)"), [0, 1]);
    }

    #[test]
    fn sizes() {
        let of = |call: &str| {
            let text = format!(
                "from Crypto.PublicKey import RSA\nfrom cryptography.hazmat.primitives.asymmetric import ec, rsa\nBITS = 1024\n{call}\n"
            );
            [answers("B505", &text).len(), native("B505", &text).len()]
        };
        assert_eq!(of("RSA.generate(1024)"), [1, 1]);
        assert_eq!(of("RSA.generate(BITS)"), [0, 1]);
        assert_eq!(of("rsa.generate_private_key(65537, BITS)"), [0, 1]);
        assert_eq!(of("rsa.generate_private_key(65537, key_size=size())"), [0, 0]);
        assert_eq!(of("ec.generate_private_key(ec.SECP192R1())"), [0, 1]);
        assert_eq!(of("C = ec.SECP192R1\nec.generate_private_key(curve=C())"), [0, 1]);
        assert_eq!(of("ec.generate_private_key(ec.SECP256R1())"), [0, 0]);
    }
}
