//! File names as relative references (RFC 3986), which is how SARIF names files.

use std::fmt::Write as _;

/// The name of a file, `/` between its parts, as a URI: relative where the name is.
#[must_use]
pub fn of(name: &str) -> String {
    let mut uri = String::with_capacity(name.len() + 8);
    if name.starts_with('/') {
        // A file outside the root has no other name.
        uri.push_str("file://");
    }
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // A colon, too: what stands before it would be a scheme.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn names_become_relative_references() {
        assert_eq!(of("app/views.py"), "app/views.py");
        assert_eq!(of("a b/é#?%:[1].py"), "a%20b/%C3%A9%23%3F%25%3A%5B1%5D.py");
        assert_eq!(of("../x.py"), "../x.py");
        assert_eq!(of("a\\xff\n.py"), "a%5Cxff%0A.py");
        assert_eq!(of("<stdin>"), "%3Cstdin%3E");
        assert_eq!(of("/tmp/x y.py"), "file:///tmp/x%20y.py");
    }
}
