//! Conversions of types of other libraries for Kotlin and Swift.

use std::collections::HashMap;
use std::str::FromStr;
use std::time::SystemTime;

use jiff::Unit;

use super::json::JsonValue;
use crate::error::DefactoError;
use crate::model::{CivilDate, Decimal, JsonObject, Timestamp, Uuid};
use crate::transport::{CaCertificates, ClientCertificate, Headers};

/// Reads a value that a caller passed as text. An invalid text is an error of the called function.
fn parse<T: FromStr>(what: &str, text: &str) -> Result<T, DefactoError> {
    let hint = "Pass a value of the native type.";
    text.parse().map_err(|_| DefactoError::configuration(format!("the argument is no {what}"), hint))
}

uniffi::custom_type!(CivilDate, String, {
    remote,
    lower: |date| date.to_string(),
    try_lift: |text| Ok(parse("date", &text)?),
});

fn read_time(time: SystemTime) -> Result<Timestamp, DefactoError> {
    let hint = "Pass a moment of the years 1 to 9999.";
    let read = Timestamp::try_from(time).and_then(|time| time.round(Unit::Microsecond));
    read.map_err(|_| DefactoError::configuration("the argument is no moment that can be written", hint))
}

uniffi::custom_type!(Timestamp, SystemTime, {
    remote,
    lower: |moment| moment.into(),
    // Swift counts seconds in floating point, which is exact to the microsecond only.
    try_lift: |time| Ok(read_time(time)?),
});

uniffi::custom_type!(Decimal, String, {
    remote,
    lower: |number| number.to_string(),
    try_lift: |text| Ok(parse("decimal number", &text)?),
});

uniffi::custom_type!(Uuid, String, {
    remote,
    lower: |id| id.to_string(),
    try_lift: |text| Ok(parse("UUID", &text)?),
});

uniffi::custom_type!(CaCertificates, String);

uniffi::custom_type!(ClientCertificate, String);

uniffi::custom_type!(Headers, HashMap<String, String>);

uniffi::custom_type!(JsonObject, HashMap<String, JsonValue>, {
    lower: |object| super::json::lower(object),
    try_lift: |members| Ok(super::json::lift(members)),
});
