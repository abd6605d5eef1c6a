//! How long the API asked not to be called again.

use std::time::{Duration, Instant};

use serde::{Deserialize, Deserializer, Serializer};

use crate::wire::{Kind, Wire};
use crate::world;

/// The longest wait in seconds, about 136 years: every clock and every language can represent it.
const LONGEST: u64 = u32::MAX as u64;

/// The time for which the API asked not to be called again, counted from the moment its answer came.
///
/// Two values are equal if they ask for the same number of seconds.
#[derive(Debug, Clone, Copy)]
pub struct RetryAfter {
    asked: Duration,
    /// When the answer came, by the monotonic clock. A value from JSON counts from the moment it is read.
    since: Instant,
}

impl RetryAfter {
    /// Creates a wait of `asked`, counted from now.
    pub(crate) fn from_now(asked: Duration) -> Self {
        Self { asked: asked.min(Duration::from_secs(LONGEST)), since: world::now() }
    }

    /// Reads the value of a `Retry-After` header: seconds or an HTTP date. A date is compared with `date`,
    /// the answer's own `Date` header, so that this machine's clock does not matter. Without `date`, this
    /// machine's clock is used. Returns `None` if the value is neither, or is negative.
    pub(crate) fn parse(text: &str, date: Option<&str>) -> Option<Self> {
        if let Ok(seconds) = text.trim().parse::<f64>() {
            // A number that a duration cannot hold counts as the longest wait.
            return (seconds >= 0.0)
                .then(|| Self::from_now(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)));
        }
        let read = |text: &str| httpdate::parse_http_date(text.trim()).ok();
        let now = date.and_then(read).unwrap_or_else(|| world::wall_clock().into());
        Some(Self::from_now(read(text)?.duration_since(now).unwrap_or_default()))
    }

    /// Returns the time that the API asked for, counted from the moment its answer came.
    pub fn duration(self) -> Duration {
        self.asked
    }

    /// Returns the time in whole seconds, rounded up.
    pub fn seconds(self) -> i64 {
        let whole = self.asked.as_secs() + u64::from(self.asked.subsec_nanos() > 0);
        i64::try_from(whole).unwrap_or(i64::MAX)
    }

    /// Returns how much of the time is left now; zero once it has passed.
    pub fn remaining(self) -> Duration {
        self.asked.saturating_sub(world::elapsed(self.since))
    }
}

impl PartialEq for RetryAfter {
    fn eq(&self, other: &Self) -> bool {
        self.seconds() == other.seconds()
    }
}

impl From<i64> for RetryAfter {
    /// Creates a wait of `seconds`, counted from now. A negative number counts as zero.
    fn from(seconds: i64) -> Self {
        Self::from_now(Duration::from_secs(u64::try_from(seconds).unwrap_or_default()))
    }
}

impl Wire for RetryAfter {
    const KIND: Kind = Kind::Integer;
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.seconds())
    }
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(feature = "uniffi")]
uniffi::custom_type!(RetryAfter, i64, {
    lower: |asked| asked.seconds(),
    try_lift: |seconds| Ok(seconds.into()),
});

#[cfg(feature = "python")]
mod python {
    use pyo3::prelude::*;
    use pyo3::types::PyInt;

    use super::RetryAfter;

    impl<'py> IntoPyObject<'py> for RetryAfter {
        type Target = PyInt;
        type Output = Bound<'py, PyInt>;
        type Error = std::convert::Infallible;
        #[cfg(feature = "inspect")]
        const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = <i64 as IntoPyObject<'py>>::OUTPUT_TYPE;

        fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
            self.seconds().into_pyobject(py)
        }
    }

    impl<'py> FromPyObject<'_, 'py> for RetryAfter {
        type Error = PyErr;
        #[cfg(feature = "inspect")]
        const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <i64 as FromPyObject<'_, 'py>>::INPUT_TYPE;

        fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
            Ok(value.extract::<i64>()?.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str, date: Option<&str>) -> Option<i64> {
        RetryAfter::parse(text, date).map(RetryAfter::seconds)
    }

    #[test]
    fn seconds_are_rounded_up_and_an_age_is_cut() {
        assert_eq!(seconds(" 90 ", None), Some(90));
        assert_eq!(seconds("0.2", None), Some(1));
        assert_eq!(seconds("99999999999999999999", None), Some(i64::from(u32::MAX)));
        assert_eq!(seconds("-1", None), None);
        assert_eq!(seconds("soon", None), None);
        assert_eq!(seconds("NaN", None), None);
    }

    #[test]
    fn a_date_is_compared_with_the_answers_own_clock() {
        let at = "Wed, 21 Oct 2015 07:30:00 GMT";
        assert_eq!(seconds(at, Some("Wed, 21 Oct 2015 07:28:30 GMT")), Some(90));
        assert_eq!(seconds(at, Some("nonsense")), Some(0), "it has passed by the system's clock");
    }

    fn a_minute_ago(asked: u64) -> RetryAfter {
        let since = world::now().checked_sub(Duration::from_secs(60)).expect("the clock is older");
        RetryAfter { asked: Duration::from_secs(asked), since }
    }

    #[test]
    fn the_rest_counts_from_the_answer() {
        assert!(a_minute_ago(90).remaining() <= Duration::from_secs(30));
        assert_eq!(a_minute_ago(1).remaining(), Duration::ZERO);
    }
}
