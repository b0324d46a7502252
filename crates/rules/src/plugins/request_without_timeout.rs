//! B113: HTTP requests that may wait for ever. The messages are Bandit's, kept for byte parity and credited in NOTICE.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::http;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # A request without a time limit
    ///
    /// `requests` waits for ever unless told otherwise. A server that accepts the connection and then says nothing holds the
    /// worker, and enough of them hold all workers. `httpx` has a limit of its own, unless `timeout=None` takes it away.
    ///
    /// ```python bad
    /// import requests
    ///
    /// page = requests.get(url)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import requests
    ///
    /// page = requests.get(url, timeout=10)
    /// ```
    ///
    /// ## Limits
    ///
    /// Limits that an adapter of a session sets are not seen.
    ///
    /// ## Differs from Bandit
    ///
    /// What is called is known by its imports, not by being called `requests`; a limit that is computed is one, and so may
    /// be what `**` brings.
    ///
    /// ```python bandit
    /// def pending(requests, name):
    ///     return requests.get(name)
    /// ```
    ///
    /// Sessions, `requests.request` and constants are looked at, and `aiohttp`, whose five minutes `timeout=None` takes away.
    ///
    /// ```python native
    /// import requests
    ///
    /// with requests.Session() as session:
    ///     page = session.get(url)
    /// ```
    pub static REQUEST_WITHOUT_TIMEOUT = "B113" "request_without_timeout" {
        advice: "Pass `timeout=` with a number of seconds.",
        severity: Medium, confidence: Low, cwe: 400,
        check: Check::Call(
            When::Named(&[
                "get", "options", "head", "post", "put", "patch", "delete", "request", "stream", "Client", "AsyncClient",
            ]),
            check,
        ),
        native: Check::Call(When::Named(http::TIMED), http::timeout),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    let root = call.qualname.split('.').next().unwrap_or_default();
    let is_verb = || matches!(call.name, "get" | "options" | "head" | "post" | "put" | "patch" | "delete");
    let of_httpx = || is_verb() || matches!(call.name, "request" | "stream" | "Client" | "AsyncClient");
    let (library, needs_one) = match root {
        "requests" if is_verb() => ("requests", true),
        "httpx" if of_httpx() => ("httpx", false),
        _ => return Ok(None),
    };
    let how = match call.keyword("timeout")? {
        None if needs_one => "without timeout",
        Some(timeout) if timeout.is("None") => "with timeout set to None",
        _ => return Ok(None),
    };
    Hit::new(Level::Medium, Level::Low, format!("Call to {library} {how}")).found()
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    fn found(text: &str) -> Vec<String> {
        answers("B113", text).into_iter().map(|answer| answer.replace("MEDIUM/LOW Call to ", "")).collect()
    }

    #[test]
    fn requests() {
        let text = "requests.get(u)\nrequests.api.put(u, timeout=None)\nrequests.post(u, timeout='None')\nrequests.patch(u, timeout=1)\nrequests.head(u, timeout=t)\nrequests.options(u, timeout=t())\nrequests.delete(u, timeout=x.y)\nrequests.put(u, **k)\n";
        assert_eq!(
            found(text),
            [
                "1:0 requests without timeout",
                "2:0 requests with timeout set to None",
                "3:0 requests with timeout set to None",
                "6:0 requests without timeout",
                "8:0 requests without timeout",
            ]
        );
        let text = "requests.request(u)\nrequests.Session().get(u)\nrequests()\nrequests.stream(u, timeout=None)\nget(u)\n";
        assert_eq!(found(text), [""; 0]);
        assert_eq!(found("from requests import get as g\ng(u)\n"), ["2:0 requests without timeout"]);
        assert_eq!(found("requests.codes.get(u)\n"), ["1:0 requests without timeout"]);
    }

    #[test]
    fn httpx() {
        let text = "httpx.get(u)\nhttpx.get(u, timeout=None)\nhttpx.Client(timeout=None)\nhttpx.Client(timeout=5)\nhttpx.AsyncClient().request(timeout=None)\nhttpx.build(timeout=None)\n";
        assert_eq!(found(text), ["2:0 httpx with timeout set to None", "3:0 httpx with timeout set to None"]);
    }

    #[test]
    fn what_python_cannot_make() {
        let words = "1 crash cannot use 'list' as a set element (unhashable type: 'list')";
        assert_eq!(found("requests.get(u, x={[]})\n"), [words]);
        assert_eq!(found("requests.build(u, x={[]})\n"), [""; 0]);
        assert_eq!(found("requests.get({[]}, timeout=1)\n"), [""; 0]);
    }
}
