//! Filters of lists.

use jiff::Timestamp;

use crate::{borrowers::check_uuids, call::Call, rules::refusal::Refusal};

/// The values of a repeatable filter by ids.
pub(crate) fn ids<'a>(call: &'a Call, name: &str) -> Result<Vec<&'a str>, Refusal> {
    let values = call.query_all(name);
    check_uuids(name, &values)?;
    Ok(values)
}

/// Whether a value is among those asked for; when none is asked for, all are.
pub(crate) fn has(wanted: &[&str], value: Option<&str>) -> bool {
    wanted.is_empty() || value.is_some_and(|value| wanted.contains(&value))
}

/// Whether a time lies between two bounds: not before the first, before the second.
pub(crate) fn within(at: Option<Timestamp>, from: Option<Timestamp>, to: Option<Timestamp>) -> bool {
    if from.is_none() && to.is_none() {
        return true;
    }
    at.is_some_and(|at| from.is_none_or(|from| at >= from) && to.is_none_or(|to| at < to))
}

/// Whether a time lies strictly between two bounds.
pub(crate) fn between(at: Option<Timestamp>, after: Option<Timestamp>, before: Option<Timestamp>) -> bool {
    if after.is_none() && before.is_none() {
        return true;
    }
    at.is_some_and(|at| after.is_none_or(|after| at > after) && before.is_none_or(|before| at < before))
}
