//! Days as Python programs pass them.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
#[cfg(feature = "inspect")]
use pyo3::types::PyDate;
use pyo3::types::{PyDateTime, PyTimeAccess};

use super::json::is_missing;
use crate::model::CivilDate;

/// A `date`, or a `datetime` at midnight, as tables hold days. A class that is a subclass of date but has no
/// value, such as the `NaT` of pandas, is refused: it would be read as the first day of the year 1.
pub(crate) struct Day(CivilDate);

impl From<Day> for CivilDate {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Day {
    type Error = PyErr;

    #[cfg(feature = "inspect")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <PyDate as pyo3::PyTypeInfo>::TYPE_HINT;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if is_missing(&object) {
            return Err(PyTypeError::new_err("must be a date or None: it is a missing value (NaT or NaN)"));
        }
        if let Ok(moment) = object.cast::<PyDateTime>() {
            let is_midnight = moment.get_hour() == 0
                && moment.get_minute() == 0
                && moment.get_second() == 0
                && moment.get_microsecond() == 0;
            if !is_midnight {
                return Err(PyTypeError::new_err("must be a date without a time of day: call .date() first"));
            }
        }
        object.extract::<CivilDate>().map(Self)
    }
}
