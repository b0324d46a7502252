//! Python's ways to write a point in time, always in UTC.

use std::time::SystemTime;

/// `2026-01-31T12:00:00Z`.
pub(crate) fn seconds(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(time.max(SystemTime::UNIX_EPOCH)).to_string()
}

/// `str` of a `datetime`: `2026-01-31 12:00:00.000001+00:00`, without the fraction when it is zero.
pub(crate) fn datetime(time: SystemTime) -> String {
    let text = humantime::format_rfc3339_micros(time.max(SystemTime::UNIX_EPOCH)).to_string();
    let text = text.replace('T', " ").replace('Z', "");
    format!("{}+00:00", text.strip_suffix(".000000").unwrap_or(&text))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{datetime, seconds};

    #[test]
    fn a_whole_second_has_no_fraction() {
        let time = SystemTime::UNIX_EPOCH + Duration::new(1_767_225_600, 0);
        assert_eq!(seconds(time), "2026-01-01T00:00:00Z");
        assert_eq!(datetime(time), "2026-01-01 00:00:00+00:00");
        assert_eq!(datetime(time + Duration::from_nanos(1_999)), "2026-01-01 00:00:00.000001+00:00");
    }
}
