//! B104: the address of all interfaces. The message is Bandit's, kept for byte parity and credited in NOTICE.

use stockade_core::finding::Level;

use crate::context::Text;
use crate::native::network;
use crate::rule::{Check, Hit, Outcome, Within};

crate::rule! {
    /// # Listening on all interfaces
    ///
    /// A server bound to `0.0.0.0` answers on every network that the machine has, also on those that nobody thought of:
    /// the office's, the provider's, the next container's.
    ///
    /// ```python bad
    /// server.bind(("0.0.0.0", 8080))
    /// ```
    ///
    /// ## Instead
    ///
    /// Bind to the address that is meant, and take it from the configuration.
    ///
    /// ```python good
    /// server.bind(("127.0.0.1", 8080))
    /// ```
    ///
    /// ## Limits
    ///
    /// Names tell what is a host: `x = "0.0.0.0"` is not reported.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit reports any string that is exactly `0.0.0.0`. Here something must be able to listen there: an argument of what
    /// listens, the first of an address and a port, or a value that by its name is a host. What is compared, converted, a mask
    /// or a gateway is none.
    ///
    /// ```python bandit
    /// if host == "0.0.0.0":
    ///     host = socket.gethostname()
    /// ```
    ///
    /// `::`, an address with its port, and `""` in `bind`, unless for port 0, mean the same.
    ///
    /// ```python native
    /// bind = "0.0.0.0:8000"
    /// ```
    ///
    /// ```python native
    /// server.bind(("", 8080))
    /// ```
    pub static HARDCODED_BIND_ALL_INTERFACES = "B104" "hardcoded_bind_all_interfaces" {
        advice: "Bind to the address that is meant, and take it from the configuration.",
        severity: Medium, confidence: Medium, cwe: 605,
        check: Check::Text(Within::Beginning(|_| vec![ALL]), check),
        native: Check::Text(Within::Any, network::bind_all_interfaces),
    }
}

const ALL: &str = "0.0.0.0";

fn check(text: &Text<'_, '_>) -> Outcome {
    if text.node.value != ALL {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::Medium, "Possible binding to all interfaces.").found()
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, findings};

    #[test]
    fn the_very_address() {
        let message = "MEDIUM/MEDIUM Possible binding to all interfaces.";
        let text = "a = '0.0.' '0.0'\nb = '0.0.0.0:80'\nc = b'0.0.0.0'\n'0.0.0.0'\nd = f'0.0.0.0{e}'\n";
        assert_eq!(answers("B104", text), [format!("1:4 {message}"), format!("5:6 {message}")]);
    }

    #[test]
    fn lines_are_those_of_the_node_above() {
        let found = findings("B104", "f(\n  1,\n  '0.0.0.0',\n)\n");
        assert_eq!((found[0].line, found[0].lines.first, found[0].lines.last), (3, 1, 4));
        let found = findings("B104", "def f(\n  a,\n  b='0.0.0.0',\n):\n  pass\n");
        assert_eq!((found[0].line, found[0].lines.first, found[0].lines.last), (3, 2, 3));
    }
}
