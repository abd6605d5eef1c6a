//! Converts the text of a cell to the value for its place.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::error_values::is_error_value;
use super::fault::{
    AMBIGUOUS_DATE, BOOLEAN, DATE, DECIMAL, Fault, INTEGER, MOMENT, NOT_DECODED, OBJECT, SPREADSHEET,
    SPREADSHEET_ERROR,
};
use super::options::DateOrder;
use crate::validation::trim_blanks;
use crate::wire::{Kind, parse_date, parse_timestamp};

/// The words of English, French, German, Dutch and Spanish, and the constants of spreadsheets, in small
/// letters. No letter means yes in one language and no in another one. Access writes -1 for yes, and a column with
/// gaps that went through numbers has fractions.
const YES: [&str; 22] = [
    "true",
    "1",
    "1.0",
    "1,0",
    "-1",
    "yes",
    "oui",
    "ja",
    "si",
    "sí",
    "vrai",
    "wahr",
    "waar",
    "verdadero",
    "y",
    "t",
    "j",
    "o",
    "s",
    "v",
    "w",
    "on",
];
const NO: [&str; 15] = [
    "false", "0", "0.0", "0,0", "no", "non", "nein", "nee", "faux", "falsch", "onwaar", "falso", "n", "f",
    "off",
];

/// Returns the value of a cell, or `None` if the cell is empty. Without a `kind`, the cell is free text.
/// `dates` tells how dates are written whose day may be a month.
pub(super) fn convert(
    kind: Option<&Kind>,
    cell: &str,
    dates: Option<DateOrder>,
) -> Result<Option<Value>, Fault> {
    let text = trim_blanks(without_formula(trim_blanks(cell)));
    if text.is_empty() {
        return Ok(None);
    }
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(NOT_DECODED);
    }
    if is_error_value(text) {
        return Err(SPREADSHEET_ERROR);
    }
    let Some(kind) = kind else { return Ok(Some(Value::from(text))) };
    let value = match kind {
        Kind::Boolean => boolean(text).map(Value::from).ok_or(BOOLEAN)?,
        Kind::Integer => text.parse::<i64>().map(Value::from).map_err(|_| INTEGER)?,
        Kind::Decimal => decimal(text).ok_or(DECIMAL)?,
        Kind::Date => Value::from(day(text, dates)?.to_string()),
        Kind::DateTime => moment(text, dates)?,
        Kind::Object => Value::Object(serde_json::from_str::<Map<_, _>>(text).map_err(|_| OBJECT)?),
        _ if is_spreadsheet_number(text) => return Err(SPREADSHEET),
        _ => Value::from(text),
    };
    Ok(Some(value))
}

/// Returns the digits of `="012345678"`, by which a CSV file tells Excel that they are text.
fn without_formula(text: &str) -> &str {
    text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

fn boolean(text: &str) -> Option<bool> {
    let text = text.to_lowercase();
    match text.as_str() {
        text if YES.contains(&text) => Some(true),
        text if NO.contains(&text) => Some(false),
        _ => None,
    }
}

/// Refuses a number with a point and a comma: which one is the decimal sign depends on the country.
fn decimal(text: &str) -> Option<Value> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.,".contains(&byte)) {
        return None;
    }
    let number: Decimal = text.replacen(',', ".", 1).parse().ok()?;
    serde_json::from_str(&number.to_string()).ok()
}

/// Parses a date, in ISO form or with the day or the month first. Midnight may follow: some programs always
/// write a time.
fn day(text: &str, order: Option<DateOrder>) -> Result<Date, Fault> {
    let text = with_iso_offset(text);
    let (date, time) = split_time(&text);
    let is_midnight = |time: &str| {
        let time = time.trim_end_matches('Z').trim_end_matches("+00:00");
        time.parse::<Time>().is_ok_and(|time| time == Time::midnight())
    };
    if !time.is_none_or(is_midnight) {
        return Err(DATE);
    }
    parse_date(date).map_or_else(|| year_last(date, order)?.ok_or(DATE), Ok)
}

/// Parses `DD/MM/YYYY`, `DD.MM.YYYY` or `DD-MM-YYYY`, and with the month first if `order` says so. Returns
/// `None` for anything else.
///
/// Dots are written with the day first everywhere. With another sign, a date whose day may be a month is
/// refused unless the caller said which comes first.
fn year_last(text: &str, order: Option<DateOrder>) -> Result<Option<Date>, Fault> {
    let Some((first, second, year, separator)) = parts(text) else { return Ok(None) };
    let is_ambiguous = (1..=12).contains(&first) && (1..=12).contains(&second) && first != second;
    let order = match order {
        Some(order) => order,
        None if is_ambiguous && separator != '.' => return Err(AMBIGUOUS_DATE),
        None => DateOrder::DayFirst,
    };
    let (day, month) = match order {
        DateOrder::DayFirst => (first, second),
        DateOrder::MonthFirst => (second, first),
    };
    Ok(Date::new(year, month, day).ok())
}

fn parts(text: &str) -> Option<(i8, i8, i16, char)> {
    let separator = text.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let mut parts = text.split(separator);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let fits =
        parts.next().is_none() && year.len() == 4 && [first, second, year].iter().all(|part| digits(part));
    if !fits || first.len() > 2 || second.len() > 2 {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?, year.parse().ok()?, separator))
}

fn split_time(text: &str) -> (&str, Option<&str>) {
    match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time.trim())),
        None => (text, None),
    }
}

/// Returns a date and time with its offset in ISO form: databases write `09:30:00 UTC`, `09:30:00 +0100`.
fn with_iso_offset(text: &str) -> Cow<'_, str> {
    let ends = [" UTC", "UTC", " GMT", "GMT", " Z"];
    if let Some(time) = ends.iter().find_map(|end| text.strip_suffix(end)) {
        return Cow::Owned(format!("{time}Z"));
    }
    let Some((time, offset)) = text
        .rfind(['+', '-'])
        .filter(|at| text.get(..*at).is_some_and(|time| time.contains(':')))
        .map(|at| text.split_at(at))
    else {
        return Cow::Borrowed(text);
    };
    let (sign, digits) = offset.split_at(1);
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    match digits.split_at_checked(2) {
        Some((hours, "")) => Cow::Owned(format!("{}{sign}{hours}:00", time.trim_end())),
        Some((hours, minutes)) => Cow::Owned(format!("{}{sign}{hours}:{minutes}", time.trim_end())),
        None => Cow::Borrowed(text),
    }
}

/// Parses a date and time. Without an offset, it is in UTC.
fn moment(text: &str, order: Option<DateOrder>) -> Result<Value, Fault> {
    let text = with_iso_offset(text);
    if let Some(moment) = parse_timestamp(&text) {
        return Ok(Value::from(moment.to_string()));
    }
    let (date, time) = split_time(&text);
    let date = year_last(date, order)?.ok_or(MOMENT)?;
    // The day in the form that timestamps have; without a time it is midnight.
    let iso = format!("{date}T{}", time.unwrap_or("00:00:00"));
    let moment = parse_timestamp(&iso).or_else(|| {
        let time: Time = time?.trim_end_matches('Z').parse().ok()?;
        let civil = DateTime::from_parts(date, time);
        Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
    });
    moment.map(|moment| Value::from(moment.to_string())).ok_or(MOMENT)
}

/// Returns `true` if a program turned digits into a number: `5,52E+08`, `5.52032534E8` or `552032534.0`.
pub(super) fn is_spreadsheet_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.trim_start_matches(['+', '-']);
    let (number, power) = match unsigned.split_once(['e', 'E']) {
        Some((number, power)) => (number, Some(power)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match number.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    if !digits(whole) || !fraction.is_none_or(digits) {
        return false;
    }
    match power {
        // Needs a sign or a fraction: `3E5` alone may be a house number or part of a name.
        Some(power) => {
            let signed = power.strip_prefix(['+', '-']);
            digits(signed.unwrap_or(power)) && (signed.is_some() || fraction.is_some())
        }
        None => fraction == Some("0") && whole.len() >= 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: &Kind, cell: &str) -> Value {
        convert(Some(kind), cell, Some(DateOrder::DayFirst)).unwrap().unwrap()
    }

    fn code(kind: &Kind, cell: &str) -> &'static str {
        convert(Some(kind), cell, Some(DateOrder::DayFirst)).unwrap_err().code
    }

    #[test]
    fn yes_and_no_in_the_languages_of_the_vendors_countries() {
        for yes in [
            "true",
            "TRUE",
            "1",
            "yes",
            "oui",
            "Ja",
            "si",
            "Sí",
            "VRAI",
            "wahr",
            "Waar",
            "verdadero",
            "J",
            "O",
            "y",
            "T",
            "S",
            "V",
            "W",
            "on",
            "1.0",
            "1,0",
            "-1",
        ] {
            assert_eq!(value(&Kind::Boolean, yes), true, "{yes}");
        }
        for no in [
            "false", "FALSE", "0", "No", "non", "NEIN", "Nee", "faux", "falsch", "ONWAAR", "Falso", "N", "f",
            "Off", "0.0", "0,0",
        ] {
            assert_eq!(value(&Kind::Boolean, no), false, "{no}");
        }
        for neither in ["perhaps", "2", "-0.5", "10", "x", "yes and no"] {
            assert_eq!(code(&Kind::Boolean, neither), "boolean_format", "{neither}");
        }
    }

    #[test]
    fn numbers_may_have_a_decimal_comma_and_no_other_separators() {
        assert_eq!(value(&Kind::Decimal, " 1234,5 "), 1234.5);
        assert_eq!(value(&Kind::Decimal, "-0.25"), -0.25);
        assert_eq!(value(&Kind::Integer, "42"), 42);
        for wrong in ["1.234,5", "1,234.5", "12 000", "1e5", "ten"] {
            assert_eq!(code(&Kind::Decimal, wrong), "number_format", "{wrong}");
        }
        assert_eq!(code(&Kind::Integer, "4,2"), "number_format");
    }

    #[test]
    fn a_day_is_iso_or_begins_with_the_day() {
        for text in
            ["1971-03-09", "09/03/1971", "9.3.1971", "09-03-1971", "1971-03-09 00:00:00", "09/03/1971 00:00"]
        {
            assert_eq!(value(&Kind::Date, text), "1971-03-09", "{text}");
        }
        for wrong in [
            "1971-02-30",
            "31/02/1971",
            "03/25/1971",
            "09/03/71",
            "1971/03/09",
            "25999",
            "1971-03-09T10:00",
            "//",
        ] {
            assert_eq!(code(&Kind::Date, wrong), "date_format", "{wrong}");
        }
    }

    #[test]
    fn a_date_whose_day_may_be_a_month_needs_an_order() {
        let day = |cell: &str, order| convert(Some(&Kind::Date), cell, order).map_err(|fault| fault.code);
        let is = |text: &str| Ok(Some(Value::from(text)));
        for cell in ["03/09/1971", "3-9-1971", "03/09/1971 00:00:00"] {
            assert_eq!(day(cell, None), Err("ambiguous_date"), "{cell}");
            assert_eq!(day(cell, Some(DateOrder::DayFirst)), is("1971-09-03"));
            assert_eq!(day(cell, Some(DateOrder::MonthFirst)), is("1971-03-09"));
        }
        assert_eq!(day("03.09.1971", None), is("1971-09-03"));
        assert_eq!(day("25/03/1971", None), is("1971-03-25"));
        assert_eq!(day("05/05/1971", None), is("1971-05-05"));
        assert_eq!(day("03/25/1971", None), Err("date_format"));
        assert_eq!(day("03/25/1971", Some(DateOrder::MonthFirst)), is("1971-03-25"));
        assert_eq!(day("25/03/1971", Some(DateOrder::MonthFirst)), Err("date_format"));
        let moment = convert(Some(&Kind::DateTime), "03/09/2026 09:30", None);
        assert_eq!(moment.unwrap_err().code, "ambiguous_date");
    }

    #[test]
    fn offsets_are_read_as_databases_write_them() {
        for text in [
            "2026-01-31 09:30:00 UTC",
            "2026-01-31 09:30 GMT",
            "2026-01-31 10:30:00 +0100",
            "2026-01-31 09:30:00+00",
            "2026-01-31T04:30:00.000-0500",
            "31/01/2026 10:30:00 +01:00",
        ] {
            assert_eq!(value(&Kind::DateTime, text), "2026-01-31T09:30:00Z", "{text}");
        }
        assert_eq!(value(&Kind::Date, "1971-03-09 00:00:00 UTC"), "1971-03-09");
        assert_eq!(value(&Kind::Date, "1971-03-09T00:00:00+00:00"), "1971-03-09");
    }

    #[test]
    fn a_moment_without_offset_is_utc() {
        for text in
            ["2026-01-31T09:30:00", "2026-01-31 09:30", "2026-01-31T10:30:00+01:00", "31/01/2026 09:30"]
        {
            assert_eq!(value(&Kind::DateTime, text), "2026-01-31T09:30:00Z", "{text}");
        }
        assert_eq!(value(&Kind::DateTime, "31.01.2026"), "2026-01-31T00:00:00Z");
        for wrong in ["31/02/2026 09:30", "2026-01-31T25:00", "soon"] {
            assert_eq!(code(&Kind::DateTime, wrong), "timestamp_format", "{wrong}");
        }
    }

    #[test]
    fn digits_that_went_through_a_number_are_found() {
        for damaged in ["5,52E+08", "5.52032534E+08", "5.52032534e8", "1E+05", "552032534.0", "552032534,0"] {
            assert_eq!(code(&Kind::String, damaged), "spreadsheet_number", "{damaged}");
        }
        for fine in ["552032534", "3E5", "12.5", "2.0", "E+08", "1E+", "HRB 4", "5,52E+08 x", "é+1"] {
            assert_eq!(value(&Kind::String, fine), fine, "{fine}");
        }
    }

    #[test]
    fn a_formula_around_digits_is_taken_off() {
        assert_eq!(value(&Kind::String, "=\"012345678\""), "012345678");
        assert_eq!(convert(Some(&Kind::String), "=\" \"", None), Ok(None));
    }

    #[test]
    fn an_empty_cell_is_absent() {
        for kind in [Kind::String, Kind::Date, Kind::Boolean, Kind::Integer, Kind::Object] {
            assert_eq!(convert(Some(&kind), " \u{a0}\u{feff}\t", None), Ok(None));
        }
    }
}
