//! Query parameters as operations read them, and the filters that they make.

use jiff::Timestamp;

use crate::{
    http::call::Call,
    rules::{Refusal, parse_datetime},
    world::World,
};

/// Refuses values that are not among those accepted.
pub(crate) fn check_one_of(call: &Call, name: &str, accepted: &[&str]) -> Result<(), Refusal> {
    if call.query_all(name).iter().all(|value| accepted.contains(value)) {
        return Ok(());
    }
    Err(Refusal::invalid(name, "is not one of the accepted values"))
}

/// Reads `sort_by`: one of the fields, and whether the last comes first. Returns `None` when it is absent.
pub(crate) fn order<'a>(call: &'a Call, fields: &[&str]) -> Result<Option<(&'a str, bool)>, Refusal> {
    let read = |order: &'a str| match order.split_once(':') {
        Some((field, "asc")) if fields.contains(&field) => Ok((field, false)),
        Some((field, "desc")) if fields.contains(&field) => Ok((field, true)),
        _ => Err(Refusal::invalid("sort_by", "is not one of the accepted values")),
    };
    call.query("sort_by").map(read).transpose()
}

/// A flag; none when it is absent.
pub(crate) fn flag(call: &Call, name: &str) -> Result<Option<bool>, Refusal> {
    match call.query(name) {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(Refusal::invalid(name, "is not true or false")),
    }
}

/// A date-time; none when it is absent.
pub(crate) fn time(call: &Call, world: &World, name: &str) -> Result<Option<Timestamp>, Refusal> {
    let read = |text| {
        let time = parse_datetime(text, world.settings.accept_naive_datetimes);
        time.ok_or_else(|| Refusal::invalid(name, "is not a valid date-time"))
    };
    call.query(name).map(read).transpose()
}

/// The values of a repeatable filter by ids.
pub(crate) fn ids<'a>(call: &'a Call, name: &str) -> Result<Vec<&'a str>, Refusal> {
    let values = call.query_all(name);
    if values.iter().all(|value| value.parse::<uuid::Uuid>().is_ok()) {
        return Ok(values);
    }
    Err(Refusal::invalid(name, "is not a valid uuid"))
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
