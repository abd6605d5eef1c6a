//! How the types that are not ours cross to Kotlin and Swift.

use std::str::FromStr;
use std::time::SystemTime;

use crate::error::DefactoError;
use crate::model::{CivilDate, Decimal, JsonObject, Timestamp, Uuid};

/// Reads what a caller gave as text; a mistake becomes the error that every function declares.
fn parse<T: FromStr>(what: &str, text: &str) -> Result<T, DefactoError> {
    let hint = "Pass a value of the native type.";
    text.parse().map_err(|_| DefactoError::configuration(format!("the argument is no {what}"), hint))
}

uniffi::custom_type!(CivilDate, String, {
    remote,
    lower: |date| date.to_string(),
    try_lift: |text| Ok(parse("date", &text)?),
});

uniffi::custom_type!(Timestamp, SystemTime, {
    remote,
    lower: |moment| moment.into(),
    try_lift: |time| Ok(Timestamp::try_from(time)?),
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

uniffi::custom_type!(JsonObject, String, {
    lower: |object| crate::wire::to_json(&object),
    try_lift: |text| {
        // The default of a record's field is an empty text.
        let text = if text.is_empty() { "{}" } else { &text };
        let wrong = |_| DefactoError::configuration("the argument is no JSON object", "Pass the text of an object.");
        Ok(serde_json::from_str(text).map_err(wrong)?)
    },
});
