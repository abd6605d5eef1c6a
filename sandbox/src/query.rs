//! Query parameters as operations read them.

use jiff::Timestamp;

use crate::{
    call::Call,
    rules::{dates::parse_datetime, refusal::Refusal},
    world::World,
};

/// Refuses values that are not among those accepted.
pub(crate) fn check_one_of(call: &Call, name: &str, accepted: &[&str]) -> Result<(), Refusal> {
    if call.query_all(name).iter().all(|value| accepted.contains(value)) {
        return Ok(());
    }
    Err(Refusal::invalid(name, "is not one of the accepted values"))
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
