//! B505: keys that are too short.

use stockade_core::config::Value;
use stockade_core::finding::Level;
use stockade_core::semantic::literal::Literal;

use crate::context::Call;
use crate::options::{self, map};
use crate::python;
use crate::rule::{Check, Crash, Hit, Outcome, When};

crate::rule! {
    /// # Keys that are too short
    ///
    /// A key that is too short can be found from the public one. RSA and DSA below 2048 bits and elliptic curves below
    /// 224 bits are no longer taken to be safe.
    ///
    /// ```python bad
    /// from cryptography.hazmat.primitives.asymmetric import rsa
    ///
    /// key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from cryptography.hazmat.primitives.asymmetric import rsa
    ///
    /// key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    /// ```
    ///
    /// ## Options
    ///
    /// `weak_cryptographic_key.weak_key_size_{dsa,rsa,ec}_{high,medium}`: sizes below which a key is a finding of high or
    /// medium severity. By default 1024 and 2048 for DSA and RSA, 160 and 224 for elliptic curves.
    ///
    /// ## Limits
    ///
    /// The libraries cryptography, PyCrypto and PyCryptodome are known. A size in a variable is not seen, and a curve is
    /// known only where its class is named, not where one is made: `ec.SECP192R1`, not `ec.SECP192R1()`.
    pub static WEAK_CRYPTOGRAPHIC_KEY = "B505" "weak_cryptographic_key" {
        severity: High, confidence: High, cwe: 326,
        section: "weak_cryptographic_key",
        check: Check::Call(When::Named(&["generate_private_key", "generate"]), check),
    }
}

/// The section `weak_cryptographic_key`: the sizes below which a key is a finding, of high and of medium severity for
/// DSA, for RSA and for elliptic curves.
#[derive(Debug)]
pub struct Settings {
    /// Every size is looked up, whatever the key.
    sizes: Result<[Value; 6], Crash>,
}

/// The section as Bandit has it.
pub(crate) fn defaults() -> Value {
    map([
        ("weak_key_size_dsa_high", Value::Int(1024)),
        ("weak_key_size_dsa_medium", Value::Int(2048)),
        ("weak_key_size_rsa_high", Value::Int(1024)),
        ("weak_key_size_rsa_medium", Value::Int(2048)),
        ("weak_key_size_ec_high", Value::Int(160)),
        ("weak_key_size_ec_medium", Value::Int(224)),
    ])
}

impl Settings {
    /// Reads the section.
    #[must_use]
    pub fn read(section: &Value) -> Settings {
        let size = |key: &str| options::item(section, key).cloned();
        let sizes = || {
            Ok([
                size("weak_key_size_dsa_high")?,
                size("weak_key_size_dsa_medium")?,
                size("weak_key_size_rsa_high")?,
                size("weak_key_size_rsa_medium")?,
                size("weak_key_size_ec_high")?,
                size("weak_key_size_ec_medium")?,
            ])
        };
        Settings { sizes: sizes() }
    }
}

#[derive(Debug, Clone, Copy)]
enum KeyType {
    Dsa,
    Rsa,
    Ec,
}

fn check(call: &Call<'_, '_>) -> Outcome {
    let (key_type, keyword, position) = match call.qualname {
        "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key" => (KeyType::Dsa, "key_size", 0),
        "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key" => (KeyType::Rsa, "key_size", 1),
        "Crypto.PublicKey.DSA.generate" | "Cryptodome.PublicKey.DSA.generate" => (KeyType::Dsa, "bits", 0),
        "Crypto.PublicKey.RSA.generate" | "Cryptodome.PublicKey.RSA.generate" => (KeyType::Rsa, "bits", 0),
        "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key" => {
            let size = curve_size(call)?;
            return classify(call, KeyType::Ec, |limit| python::integer_is_less(size, limit));
        }
        _ => return Ok(None),
    };
    let given = match call.keyword(keyword)?.filter(Literal::is_truthy) {
        Some(size) => Some(size),
        None => call.arg(position)?.filter(Literal::is_truthy),
    };
    match given {
        // A name, whose value is not known.
        Some(Literal::Str(_)) => Ok(None),
        Some(size) => classify(call, key_type, |limit| python::is_less(Some(&size), limit)),
        None => classify(call, key_type, |limit| python::integer_is_less(2048, limit)),
    }
}

fn classify(
    call: &Call<'_, '_>,
    key_type: KeyType,
    is_below: impl Fn(&Value) -> Result<bool, Crash>,
) -> Outcome {
    let sizes = call.scope.options.weak_cryptographic_key.sizes.as_ref().map_err(Crash::clone)?;
    let (name, at) = match key_type {
        KeyType::Dsa => ("DSA", 0),
        KeyType::Rsa => ("RSA", 2),
        KeyType::Ec => ("EC", 4),
    };
    for (limit, severity) in [(&sizes[at], Level::High), (&sizes[at + 1], Level::Medium)] {
        if is_below(limit)? {
            let limit = python::format_integer(limit)?;
            let message = format!("{name} key sizes below {limit} bits are considered breakable. ");
            return Hit::new(severity, Level::High, message).found();
        }
    }
    Ok(None)
}

/// The size of the curve that a call names, 224 for one that is not known.
fn curve_size(call: &Call<'_, '_>) -> Result<i64, Crash> {
    let curve = match call.keyword("curve")?.filter(Literal::is_truthy) {
        Some(curve) => Some(curve),
        None => {
            call.call_args()?;
            call.arg(0)?
        }
    };
    let Some(curve) = curve else { return Ok(224) };
    if let Some(culprit) = curve.unhashable() {
        let kind = curve.type_name();
        return Err(Crash::new(format!("cannot use '{kind}' as a dict key (unhashable type: '{culprit}')")));
    }
    Ok(match curve.as_str().unwrap_or_default() {
        "SECT571K1" => 571,
        "SECT571R1" => 570,
        "SECP521R1" => 521,
        "BrainpoolP512R1" => 512,
        "SECT409K1" | "SECT409R1" => 409,
        "BrainpoolP384R1" | "SECP384R1" => 384,
        "SECT283K1" | "SECT283R1" => 283,
        "BrainpoolP256R1" | "SECP256K1" | "SECP256R1" => 256,
        "SECT233K1" | "SECT233R1" => 233,
        "SECP192R1" => 192,
        "SECT163K1" | "SECT163R2" => 163,
        // SECP224R1 and all that are not known.
        _ => 224,
    })
}
