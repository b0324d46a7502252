//! Python's `repr` and `ascii` of strings, held against what Python recorded.

pub(crate) use stockade_core::pystr::{ascii, repr};

#[cfg(test)]
mod tests {
    use super::{ascii, repr};
    use crate::bandit::python::recorded;

    #[test]
    fn strings_are_quoted_as_python_quotes_them() {
        recorded::each("text", |case| {
            let text = case["text"].as_str().expect("a text");
            let want = [&case["repr"], &case["ascii"]].map(|v| v.as_str().expect("a text").to_owned());
            (want, [repr(text), ascii(text)])
        });
    }
}
