//! Moments as Python programs pass them.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDateAccess, PyDateTime, PyTimeAccess, PyTzInfo, PyTzInfoAccess};

use super::json::is_missing;
use crate::model::{CivilDate, Timestamp};

/// A `datetime` with `tzinfo`. A missing value, such as the `NaT` of pandas, is refused.
pub(crate) struct Moment(Timestamp);

impl From<Moment> for Timestamp {
    fn from(moment: Moment) -> Self {
        moment.0
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Moment {
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <PyDateTime as pyo3::PyTypeInfo>::TYPE_HINT;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let moment = object.cast::<PyDateTime>().ok();
        let zone = moment.and_then(|moment| moment.get_tzinfo());
        let (Some(moment), Some(zone)) = (moment, zone) else {
            return Err(refused(&object));
        };
        // PyO3 asks every zone for its name and its offset, which takes several times as long.
        if zone.is(&*PyTzInfo::utc(object.py())?)
            && let Some(moment) = in_utc(&moment)
        {
            return Ok(Self(moment));
        }
        object.extract::<Timestamp>().map(Self)
    }
}

/// Returns a moment of UTC. `None` if its parts do not fit, so that PyO3 says why.
fn in_utc(moment: &Bound<'_, PyDateTime>) -> Option<Timestamp> {
    let part = |value: u8| i8::try_from(value).ok();
    let date = CivilDate::new(
        i16::try_from(moment.get_year()).ok()?,
        part(moment.get_month())?,
        part(moment.get_day())?,
    );
    let nanoseconds = i32::try_from(moment.get_microsecond()).ok()?.checked_mul(1000)?;
    let time = Time::new(
        part(moment.get_hour())?,
        part(moment.get_minute())?,
        part(moment.get_second())?,
        nanoseconds,
    );
    let moment = DateTime::from_parts(date.ok()?, time.ok()?);
    moment.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

fn refused(object: &Bound<'_, PyAny>) -> PyErr {
    PyTypeError::new_err(if is_missing(object) {
        "must be a datetime or None: it is a missing value (NaT or NaN)"
    } else {
        "must be a datetime with tzinfo, for example datetime.now(timezone.utc)"
    })
}
