//! B113 and B501: requests of HTTP clients that wait for ever or talk to whoever answers. What is called is known by
//! its resolved name: that something is called `requests` makes it no client.

use stockade_core::ast::Expr;
use stockade_core::finding::Level;

use super::argument::{Argument, is_none, truth};
use crate::context::Call;
use crate::rule::{Hit, Outcome};

/// The last names of what B113 looks at.
pub(crate) const TIMED: &[&str] = &[
    "get",
    "options",
    "head",
    "post",
    "put",
    "patch",
    "delete",
    "request",
    "stream",
    "ws_connect",
    "Client",
    "AsyncClient",
    "ClientSession",
    "ClientTimeout",
];

/// The keywords that B501 looks at.
pub(crate) const VERIFYING: &[&str] = &["verify", "ssl", "verify_ssl"];

/// A library that speaks HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Library {
    Requests,
    Httpx,
    Aiohttp,
}

impl Library {
    fn name(self) -> &'static str {
        match self {
            Library::Requests => "requests",
            Library::Httpx => "httpx",
            Library::Aiohttp => "aiohttp",
        }
    }
}

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// It sends a request.
    Request,
    /// It makes what sends requests, or what that goes through.
    Client,
    /// It makes what carries requests.
    Transport,
    /// It makes aiohttp's object of time limits.
    Limits,
}

fn is_verb(name: &str) -> bool {
    matches!(name, "get" | "options" | "head" | "post" | "put" | "patch" | "delete")
}

/// The library that a qualified name belongs to, and what is called.
fn deed(qualname: &str) -> Option<(Library, Deed)> {
    let (root, rest) = qualname.split_once('.')?;
    let (object, last) = rest.rsplit_once('.').unwrap_or(("", rest));
    let request = is_verb(last) || last == "request";
    match root {
        "requests" => {
            let sends = matches!(
                object,
                "" | "api" | "Session()" | "session()" | "sessions.Session()" | "sessions.session()"
            );
            (sends && request).then_some((Library::Requests, Deed::Request))
        }
        "httpx" => match (object, last) {
            ("" | "Client()" | "AsyncClient()", _) if request || last == "stream" => {
                Some((Library::Httpx, Deed::Request))
            }
            ("", "Client" | "AsyncClient") => Some((Library::Httpx, Deed::Client)),
            ("", "HTTPTransport" | "AsyncHTTPTransport") => Some((Library::Httpx, Deed::Transport)),
            _ => None,
        },
        "aiohttp" => match (object, last) {
            ("ClientSession()" | "client.ClientSession()", _) if request || last == "ws_connect" => {
                Some((Library::Aiohttp, Deed::Request))
            }
            ("" | "client", "request") => Some((Library::Aiohttp, Deed::Request)),
            ("" | "client", "ClientSession") => Some((Library::Aiohttp, Deed::Client)),
            ("" | "connector", "TCPConnector") => Some((Library::Aiohttp, Deed::Transport)),
            ("" | "client", "ClientTimeout") => Some((Library::Aiohttp, Deed::Limits)),
            _ => None,
        },
        _ => None,
    }
}

/// B113: no time limit, or one that was taken away.
pub(crate) fn timeout(call: &Call<'_, '_>) -> Outcome {
    let Some((library, deed)) = deed(call.qualname) else { return Ok(None) };
    let scope = &call.scope;
    let given = |name| Argument::of(call.node, name, None);
    let how = match (library, deed) {
        (_, Deed::Transport) => return Ok(None),
        (Library::Aiohttp, Deed::Limits) => {
            // With a limit for each step no total is needed.
            let takes_away =
                Argument::of(call.node, "total", Some(0)).given().is_some_and(|total| is_none(scope, total));
            let other = ["sock_read", "sock_connect", "connect"]
                .iter()
                .any(|name| given(name).given().is_some_and(|limit| !is_none(scope, limit)));
            if !takes_away || other {
                return Ok(None);
            }
            "with timeout set to None"
        }
        _ => match given("timeout") {
            Argument::Missing if library == Library::Requests => "without timeout",
            Argument::Given(limit) if is_none(scope, limit) => "with timeout set to None",
            _ => return Ok(None),
        },
    };
    let message = format!("Call to {} {how}", library.name());
    Hit::new(Level::Medium, Level::Low, message).found()
}

/// B501: certificates that nobody looks at.
pub(crate) fn verification(call: &Call<'_, '_>) -> Outcome {
    let Some((library, deed)) = deed(call.qualname) else { return Ok(None) };
    let names: &[&str] = match (library, deed) {
        (_, Deed::Limits) | (Library::Aiohttp, Deed::Client) => return Ok(None),
        (Library::Aiohttp, _) => &["ssl", "verify_ssl"],
        _ => &["verify"],
    };
    let off = |expr: &Expr| truth_of(call, expr) == Some(false);
    for name in names {
        if let Some(value) = Argument::of(call.node, name, None).given()
            && off(value)
        {
            let library = library.name();
            let message = format!(
                "Call to {library} with {name}=False disabling SSL certificate checks, security issue."
            );
            return Hit::new(Level::High, Level::High, message).found();
        }
    }
    Ok(None)
}

/// Of `None` these libraries make their default, which is to look.
fn truth_of<'e, 'a: 'e>(call: &Call<'_, 'a>, expr: &'e Expr) -> Option<bool> {
    if is_none(&call.scope, expr) { None } else { truth(&call.scope, expr) }
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    /// How many findings Bandit and we have.
    fn counts(id: &str, text: &str) -> [usize; 2] {
        [answers(id, text).len(), native(id, text).len()]
    }

    #[test]
    fn what_merely_is_called_requests() {
        for text in [
            "def f(requests):\n  return requests.get(u)\n",
            "requests = {}\nrequests.get(u)\n",
            "import requests\nrequests.codes.get('x')\n",
            "import requests\nrequests.get(u, timeout=t())\n",
            "import requests\nrequests.get(u, **options)\n",
        ] {
            assert_eq!(counts("B113", text), [1, 0], "{text}");
        }
        assert_eq!(counts("B501", "def f(requests):\n  return requests.get(u, verify=False)\n"), [1, 0]);
    }

    #[test]
    fn clients_by_any_name() {
        for text in [
            "import requests as r\nr.request('GET', u)\n",
            "import requests\ns = requests.Session()\ns.get(u)\n",
            "from requests import Session\nwith Session() as s:\n  s.post(u)\n",
            "import requests\nclass C:\n  def __init__(self):\n    self.s = requests.session()\n  def f(self):\n    self.s.head(u)\n",
            "import requests\nLIMIT = None\nrequests.get(u, timeout=LIMIT)\n",
            "import aiohttp\nasync def f(s: aiohttp.ClientSession):\n  await s.get(u, timeout=None)\n",
            "import aiohttp\naiohttp.ClientTimeout(total=None)\n",
            "from httpx import AsyncClient\nasync def f():\n  async with AsyncClient() as c:\n    await c.stream('GET', u, timeout=None)\n",
        ] {
            assert_eq!(native("B113", text).len(), 1, "{text}");
        }
        for text in [
            "import aiohttp\naiohttp.ClientSession().get(u)\n",
            "import aiohttp\naiohttp.ClientTimeout(total=None, sock_read=9)\n",
            "import httpx\nhttpx.Client().get(u)\n",
            "import requests\nLIMIT = 9\nrequests.get(u, timeout=LIMIT)\n",
        ] {
            assert_eq!(native("B113", text), [""; 0], "{text}");
        }
    }

    #[test]
    fn messages_are_of_the_library() {
        assert_eq!(native("B113", "requests.get(u)\n"), answers("B113", "requests.get(u)\n"));
        let off = "import aiohttp\naiohttp.TCPConnector(ssl=False)\n";
        let message =
            "2:0 HIGH/HIGH Call to aiohttp with ssl=False disabling SSL certificate checks, security issue.";
        assert_eq!(native("B501", off), [message]);
    }

    #[test]
    fn what_is_always_off() {
        for bad in ["verify=False", "verify=V", "verify=0"] {
            let text = format!("import requests\nV = False\nrequests.Session().request('GET', u, {bad})\n");
            assert_eq!(counts("B501", &text), [0, 1], "{bad}");
        }
        for good in ["verify=None", "verify=v", "verify='ca.pem'", "**k", "ssl=False"] {
            assert_eq!(
                native("B501", &format!("import requests\nrequests.get(u, {good})\n")),
                [""; 0],
                "{good}"
            );
        }
        // A session that is given a name for what it does by default.
        assert_eq!(native("B501", "import aiohttp\naiohttp.ClientSession().get(u, ssl=None)\n"), [""; 0]);
    }
}
