//! Python's ways with POSIX paths, on text: `os.path.abspath`, `os.path.relpath`, `pathlib` and their URIs.

/// `os.path.normpath`.
fn normalize(path: &str) -> String {
    if path.is_empty() {
        return ".".to_owned();
    }
    let (root, rest) = split_root(path);
    let mut parts: Vec<&str> = Vec::new();
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." if !root.is_empty() && parts.is_empty() => {}
            ".." if parts.last().is_some_and(|&last| last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let path = format!("{root}{}", parts.join("/"));
    if path.is_empty() { ".".to_owned() } else { path }
}

/// The root of a path and what is below it. POSIX leaves two slashes, and only two, to the system's meaning.
fn split_root(path: &str) -> (&str, &str) {
    let rest = path.trim_start_matches('/');
    let root = match path.len() - rest.len() {
        0 => "",
        2 => "//",
        _ => "/",
    };
    (root, rest)
}

/// `os.path.abspath`, from the folder `start`.
pub(crate) fn absolute(path: &str, start: &str) -> String {
    if path.starts_with('/') {
        return normalize(path);
    }
    normalize(&format!("{}/{path}", start.strip_suffix('/').unwrap_or(start)))
}

/// `os.path.relpath`, from the folder `start`.
pub(crate) fn relative(path: &str, start: &str) -> String {
    let (start, path) = (absolute(start, "/"), absolute(path, start));
    let split = |path: &str| -> Vec<String> {
        path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (start, path) = (split(&start), split(&path));
    let shared = start.iter().zip(&path).take_while(|(a, b)| a == b).count();
    let up = start[shared..].iter().map(|_| "..");
    let parts: Vec<&str> = up.chain(path[shared..].iter().map(String::as_str)).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// `pathlib.PurePath(path)` as a URI: absolute with its scheme, relative as it is.
pub(crate) fn uri(path: &str) -> String {
    let (root, rest) = split_root(path);
    let parts: Vec<&str> = rest.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let path = format!("{root}{}", parts.join("/"));
    match (root, path.as_str()) {
        ("", "") => ".".to_owned(),
        ("", path) => quote(path),
        (_, path) => format!("file://{}", quote(path)),
    }
}

/// `urllib.parse.quote`.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'/' | b'_' | b'.' | b'-' | b'~' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{absolute, relative, uri};
    use crate::bandit::python::recorded;

    #[test]
    fn paths_are_joined_and_quoted_as_python_does() {
        recorded::each("path", |case| {
            let (path, start) = (case["path"].as_str().expect("text"), case["start"].as_str().expect("text"));
            let want =
                ["absolute", "relative", "uri"].map(|key| case[key].as_str().expect("text").to_owned());
            (want, [absolute(path, start), relative(path, start), uri(path)])
        });
    }
}
