//! B501: HTTPS requests that accept any certificate.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::http;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # Certificates not verified
    ///
    /// With `verify=False`, `requests` and `httpx` talk to whoever answers: the connection is encrypted, but nothing
    /// says with whom, and anyone on the way can read and change what is sent.
    ///
    /// ```python bad
    /// import requests
    ///
    /// requests.get("https://example.org/update", verify=False)
    /// ```
    ///
    /// ## Instead
    ///
    /// Leave the default. For a private authority, name its certificates.
    ///
    /// ```python good
    /// import requests
    ///
    /// requests.get("https://example.org/update", verify="/etc/ssl/our-ca.pem")
    /// ```
    ///
    /// ## Limits
    ///
    /// A session whose `verify` attribute is set to `False` is not seen.
    ///
    /// ## Differs from Bandit
    ///
    /// The client is known by its imports, not by being called `requests`.
    ///
    /// ```python bandit
    /// def check(requests):
    ///     return requests.get("signature", verify=False)
    /// ```
    ///
    /// Sessions, `requests.request`, httpx's transports and aiohttp (`ssl=False`, `verify_ssl=False`) are looked at, and a
    /// variable that is always `False`.
    ///
    /// ```python native
    /// import requests
    ///
    /// VERIFY = False
    /// session = requests.Session()
    /// session.post("https://example.org/login", data=form, verify=VERIFY)
    /// ```
    pub static REQUEST_WITH_NO_CERT_VALIDATION = "B501" "request_with_no_cert_validation" {
        advice: "Leave certificates checked; for a private authority pass its certificate as `verify=`.",
        severity: High, confidence: High, cwe: 295,
        check: Check::Call(When::Keyword(&["verify"]), check),
        native: Check::Call(When::Keyword(http::VERIFYING), http::verification),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    let library = call.qualname.split('.').next().unwrap_or_default();
    let method = matches!(call.name, "get" | "options" | "head" | "post" | "put" | "patch" | "delete");
    let message = match library {
        "requests" if method => {
            "Call to requests with verify=False disabling SSL certificate checks, security issue."
        }
        "httpx" if method || matches!(call.name, "request" | "stream" | "Client" | "AsyncClient") => {
            "Call to httpx with verify=False disabling SSL certificate checks, security issue."
        }
        _ => return Ok(None),
    };
    if call.keyword_is("verify", "False")? != Some(true) {
        return Ok(None);
    }
    Hit::new(Level::High, Level::High, message).at(call.keyword_place("verify")).found()
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    const MESSAGE: &str =
        "HIGH/HIGH Call to requests with verify=False disabling SSL certificate checks, security issue.";

    #[test]
    fn the_line_is_that_of_the_value() {
        assert_eq!(answers("B501", "requests.get('x',\n  verify=\n   False)\n"), [format!("3:0 {MESSAGE}")]);
    }

    #[test]
    fn only_what_reads_as_false_counts() {
        let count = |arguments: &str| answers("B501", &format!("requests.get({arguments})\n")).len();
        assert_eq!([count("verify=False"), count("verify='False'")], [1, 1]);
        assert_eq!(
            [count("verify=None"), count("verify=0"), count("verify=x.off"), count("**v"), count("")],
            [0; 5]
        );
    }

    #[test]
    fn methods_of_each_library() {
        for name in ["requests.a.post", "httpx.get", "httpx.Client", "httpx.stream"] {
            assert_eq!(answers("B501", &format!("{name}(verify=False)\n")).len(), 1, "{name}");
        }
        for name in ["requests.request", "get", "httpx.Session", "requests().get", "httpx"] {
            assert_eq!(answers("B501", &format!("{name}(verify=False)\n")), [""; 0], "{name}");
        }
    }

    #[test]
    fn what_cannot_be_in_a_set_breaks_it_off() {
        let words = "1 crash cannot use 'list' as a set element (unhashable type: 'list')";
        assert_eq!(answers("B501", "requests.get(verify=False, x={[]})\n"), [words]);
        assert_eq!(answers("B501", "requests.get({[]}, verify=False)\n"), [format!("1:0 {MESSAGE}")]);
    }
}
