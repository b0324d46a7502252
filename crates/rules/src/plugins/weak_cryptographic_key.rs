//! B505: keys that are too short.

use stockade_core::config::Value;
use stockade_core::finding::Level;
use stockade_core::semantic::literal::Literal;

use crate::context::Call;
use crate::native::crypto;
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
    /// The libraries cryptography, PyCrypto and PyCryptodome are known.
    ///
    /// ## Differs from Bandit
    ///
    /// A variable that is always the same size counts, and a curve that is made from its class.
    ///
    /// ```python native
    /// from cryptography.hazmat.primitives.asymmetric import ec
    ///
    /// key = ec.generate_private_key(ec.SECP192R1())
    /// ```
    pub static WEAK_CRYPTOGRAPHIC_KEY = "B505" "weak_cryptographic_key" {
        advice: "Make RSA and DSA keys of 2048 bits at least, curves of 224 bits at least.",
        severity: High, confidence: High, cwe: 326,
        section: "weak_cryptographic_key",
        check: Check::Call(When::Named(&["generate_private_key", "generate"]), check),
        native: Check::Call(When::Named(&["generate_private_key", "generate"]), crypto::key),
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

/// What a key is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum KeyType {
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
            return classify_size(call, KeyType::Ec, size);
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
        None => classify_size(call, key_type, 2048),
    }
}

/// The answer for a key of that size.
pub(crate) fn classify_size(call: &Call<'_, '_>, key_type: KeyType, size: i64) -> Outcome {
    classify(call, key_type, |limit| python::integer_is_less(size, limit))
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
    // All that are not known count as SECP224R1.
    Ok(known_curve(curve.as_str().unwrap_or_default()).unwrap_or(224))
}

/// The size of a curve, by the name of its class.
pub(crate) fn known_curve(name: &str) -> Option<i64> {
    Some(match name {
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
        "SECP224R1" => 224,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use stockade_core::config::Value;

    use crate::options::map;
    use crate::testing::{answers, answers_with};

    fn rsa(arguments: &str) -> Vec<String> {
        let module = "cryptography.hazmat.primitives.asymmetric";
        answers("B505", &format!("from {module} import rsa\nrsa.generate_private_key({arguments})\n"))
    }

    fn ec(arguments: &str) -> Vec<String> {
        let module = "cryptography.hazmat.primitives.asymmetric";
        answers("B505", &format!("from {module} import ec\nec.generate_private_key({arguments})\n"))
    }

    #[test]
    fn sizes_of_rsa_keys() {
        let high = "2:0 HIGH/HIGH RSA key sizes below 1024 bits are considered breakable. ";
        let medium = "2:0 MEDIUM/HIGH RSA key sizes below 2048 bits are considered breakable. ";
        for arguments in ["3, 1023", "3, 0x10", "3, 5.5", "3, 99, x=1", "key_size=1"] {
            assert_eq!(rsa(arguments), [high], "{arguments}");
        }
        for arguments in ["3, 1024", "3, 2047.9", "3, key_size=2047", "3, 99, key_size=1024"] {
            assert_eq!(rsa(arguments), [medium], "{arguments}");
        }
        // What is no size, or one that is false for Python, is 2048.
        for arguments in [
            "",
            "3, 2048",
            "3, size",
            "3, -5",
            "3, 0",
            "3, b''",
            "3, True",
            "3, f'1'",
            "3, 9999999999999999999999",
        ] {
            assert_eq!(rsa(arguments), [""; 0], "{arguments}");
        }
    }

    #[test]
    fn sizes_that_have_no_order() {
        let kinds = [
            ("1j", "complex"),
            ("b'x'", "bytes"),
            ("...", "ellipsis"),
            ("[1]", "list"),
            ("(1,)", "tuple"),
            ("{1}", "set"),
            ("{1: 2}", "dict"),
        ];
        for (size, kind) in kinds {
            let words = format!("2 crash '<' not supported between instances of '{kind}' and 'int'");
            assert_eq!(rsa(&format!("3, {size}")), [words]);
        }
    }

    #[test]
    fn curves() {
        let medium = "2:0 MEDIUM/HIGH EC key sizes below 224 bits are considered breakable. ";
        for arguments in
            ["ec.SECP192R1", "SECP192R1", "'SECT163K1'", "curve=SECT163R2", "SECP192R1, curve=''"]
        {
            assert_eq!(ec(arguments), [medium], "{arguments}");
        }
        for arguments in ["", "*a", "ec.SECP192R1()", "ec.SECP224R1", "None", "1", "(1,)", "curve=[]"] {
            assert_eq!(ec(arguments), [""; 0], "{arguments}");
        }
        for (curve, kind, culprit) in
            [("[]", "list", "list"), ("([1],)", "tuple", "list"), ("{}", "dict", "dict")]
        {
            let words = format!("2 crash cannot use '{kind}' as a dict key (unhashable type: '{culprit}')");
            assert_eq!(ec(curve), [words]);
        }
    }

    #[test]
    fn sizes_of_the_configuration() {
        let text = "Crypto.PublicKey.DSA.generate(512)\nCrypto.PublicKey.RSA.generate(512)\nCrypto.PublicKey.RSA.generate()\n";
        let with = |entries: [(&str, Value); 6]| {
            answers_with("B505", &[("weak_cryptographic_key", map(entries))], text)
        };
        let sizes = |dsa: Value, rsa: Value| {
            [
                ("weak_key_size_dsa_high", dsa),
                ("weak_key_size_dsa_medium", Value::Null),
                ("weak_key_size_rsa_high", rsa),
                ("weak_key_size_rsa_medium", Value::Int(0)),
                ("weak_key_size_ec_high", Value::Int(0)),
                ("weak_key_size_ec_medium", Value::Int(0)),
            ]
        };
        assert_eq!(
            with(sizes(Value::Int(1), Value::Float(600.7))),
            [
                "1 crash '<' not supported between instances of 'int' and 'NoneType'",
                "2:0 HIGH/HIGH RSA key sizes below 600 bits are considered breakable. ",
            ]
        );
        assert_eq!(
            with(sizes(Value::Float(f64::INFINITY), Value::Bool(true))),
            ["1 crash cannot convert float infinity to integer"]
        );
        let missing = [("weak_cryptographic_key", map([("weak_key_size_dsa_high", Value::Int(1))]))];
        let words = ["1", "2", "3"].map(|line| format!("{line} crash 'weak_key_size_dsa_medium'"));
        assert_eq!(answers_with("B505", &missing, text), words);
    }
}
