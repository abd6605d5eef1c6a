//! Single values, under the names that models use.

/// A calendar date without time or time zone.
pub type CivilDate = jiff::civil::Date;
/// A point in time.
pub type Timestamp = jiff::Timestamp;
/// An exact decimal number.
pub type Decimal = rust_decimal::Decimal;
/// The id of an object in the API.
pub type Uuid = uuid::Uuid;
