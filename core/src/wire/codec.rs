//! How each type is written to and read from JSON.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::de::{self, Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::json::JsonObject;
use super::kind::Kind;

/// A type that may be a member of a model.
///
/// It exists beside serde's own traits because three things differ from other crates: rates stay decimals, a
/// moment without an offset is read as UTC, and null is read as absent everywhere.
pub trait Wire: Sized + Send + 'static {
    /// Its JSON form.
    const KIND: Kind;
    /// Whether null is one of its values.
    const NULLABLE: bool = false;
    /// Writes the value.
    ///
    /// # Errors
    /// Those of the serializer.
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
    /// Reads a value.
    ///
    /// # Errors
    /// Those of the deserializer.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
    /// Returns `true` if it is left out when written.
    fn is_absent(&self) -> bool {
        false
    }
    /// Returns the value of an absent member; `None` if the member is required.
    fn absent() -> Option<Self> {
        None
    }
}

/// Returns the value as JSON text, exactly as it is sent.
pub fn to_json<T: Serialize>(value: &T) -> String {
    // Our models have string keys and finite numbers, so writing them to memory cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}

struct Encode<'a, T>(&'a T);

impl<T: Wire> Serialize for Encode<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.encode(serializer)
    }
}

pub(super) struct Decode<T>(pub(super) T);

impl<'de, T: Wire> Deserialize<'de> for Decode<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(deserializer).map(Self)
    }
}

/// Writes one member, unless it is absent.
pub(crate) fn put<M: SerializeMap, T: Wire>(
    map: &mut M,
    name: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    if value.is_absent() { Ok(()) } else { map.serialize_entry(name, &Encode(value)) }
}

/// Writes one member, even an empty list.
pub(crate) fn put_always<M: SerializeMap, T: Wire>(
    map: &mut M,
    name: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    map.serialize_entry(name, &Encode(value))
}

/// Writes one member of a change: null if `clear` names it, else as `put` does.
pub(crate) fn put_or_clear<M: SerializeMap, T: Wire>(
    map: &mut M,
    name: &'static str,
    value: &T,
    clear: &[String],
) -> Result<(), M::Error> {
    if clear.iter().any(|cleared| cleared == name) {
        map.serialize_entry(name, &())
    } else {
        put(map, name, value)
    }
}

/// Writes null for names in `clear` that are not fields of the model. The server decides about them.
pub(crate) fn put_cleared<M: SerializeMap>(
    map: &mut M,
    clear: &[String],
    known: &[&str],
) -> Result<(), M::Error> {
    let unknown = clear.iter().filter(|name| !known.contains(&name.as_str()));
    unknown.into_iter().try_for_each(|name| map.serialize_entry(name, &()))
}

/// Writes the members that the model does not know.
pub(crate) fn put_extra<M: SerializeMap>(map: &mut M, extra: &JsonObject) -> Result<(), M::Error> {
    extra.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))
}

/// Reads one member's value. Returns `None` for null.
pub(crate) fn take<'de, A: MapAccess<'de>, T: Wire>(map: &mut A) -> Result<Option<T>, A::Error> {
    Ok(map.next_value::<Option<Decode<T>>>()?.map(|decoded| decoded.0))
}

/// Returns the next member's name; `None` at the end.
pub(crate) fn next_key<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Cow<'de, str>>, A::Error> {
    Ok(map.next_key::<Text<'de>>()?.map(|key| key.0))
}

/// Returns the value of a member after the whole object was read.
pub(crate) fn finish<T: Wire, E: de::Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    slot.or_else(T::absent).ok_or_else(|| E::missing_field(name))
}

/// Returns the value of a member that is required although its type has an empty value.
pub(crate) fn demand<T, E: de::Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| E::missing_field(name))
}

/// Reads a string, borrowed from the input if it holds no escapes. A number or a boolean is read as its text:
/// the contract gives ids no type, which is no reason to refuse an answer.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    Text::deserialize(deserializer).map(|text| text.0)
}

struct Text<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> de::Visitor<'de> for Reader {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(value)))
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(value.to_owned())))
            }
            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// Reads text that must be parsed. The error names what was expected, never the value.
fn parsed<'de, D, T>(
    deserializer: D,
    expected: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    parse(&text(deserializer)?).ok_or_else(|| de::Error::custom(format_args!("expected {expected}")))
}

/// Reads a day as the API writes it. Other ISO 8601 forms are refused, since the API refuses them.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| Date::strptime("%Y-%m-%d", text).ok()).flatten()
}

/// Reads a moment. Without an offset it is taken as UTC, as the API means it.
pub(crate) fn parse_timestamp(text: &str) -> Option<Timestamp> {
    text.parse()
        .ok()
        .or_else(|| text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp()))
}

fn parse_decimal(text: &str) -> Option<Decimal> {
    let digits = text.trim_matches('"');
    digits.parse().ok().or_else(|| Decimal::from_scientific(digits).ok())
}

macro_rules! wire_by_serde {
    ($($ty:ty => $kind:expr),* $(,)?) => {$(
        impl Wire for $ty {
            const KIND: Kind = $kind;
            fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
            fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$ty>::deserialize(deserializer)
            }
        }
    )*};
}

wire_by_serde!(i64 => Kind::Integer, bool => Kind::Boolean);

impl Wire for String {
    const KIND: Kind = Kind::String;
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(Cow::into_owned)
    }
}

impl Wire for JsonObject {
    const KIND: Kind = Kind::Object;
    const NULLABLE: bool = true;
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

macro_rules! wire_by_text {
    ($($ty:ty, $kind:expr, $expected:literal, $parse:expr);* $(;)?) => {$(
        impl Wire for $ty {
            const KIND: Kind = $kind;
            fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
            fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                parsed(deserializer, $expected, $parse)
            }
        }
    )*};
}

wire_by_text! {
    Uuid, Kind::Uuid, "a UUID", |text| text.parse().ok();
    Date, Kind::Date, "a date, YYYY-MM-DD", parse_date;
    Timestamp, Kind::DateTime, "a date and time with its offset, RFC 3339", parse_timestamp;
}

impl Wire for Decimal {
    const KIND: Kind = Kind::Decimal;
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The number's own digits, because a float would change some of them.
        RawValue::from_string(self.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?;
        parse_decimal(raw.get()).ok_or_else(|| de::Error::custom("expected a decimal number"))
    }
}

/// A bare list as the whole body.
pub(crate) struct Items<T>(pub(crate) Vec<T>);

impl<'de, T: Wire> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<T>::decode(deserializer).map(Self)
    }
}

impl<T: Wire> Wire for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.encode(serializer),
            None => serializer.serialize_none(),
        }
    }
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(deserializer).map(Some)
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Wire> Wire for Vec<T> {
    const KIND: Kind = Kind::List(&T::KIND);
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Encode))
    }
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = Vec::<Decode<T>>::deserialize(deserializer)?;
        Ok(items.into_iter().map(|item| item.0).collect())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

#[expect(clippy::implicit_hasher, reason = "fields of models have the usual hasher")]
impl<T: Wire> Wire for HashMap<String, T> {
    const KIND: Kind = Kind::Map(&T::KIND);
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Sorted by name, so that the same value always gives the same text.
        let mut members: Vec<(&String, &T)> = self.iter().collect();
        members.sort_unstable_by_key(|(name, _)| *name);
        serializer.collect_map(members.into_iter().map(|(name, value)| (name, Encode(value))))
    }
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = HashMap::<String, Decode<T>>::deserialize(deserializer)?;
        Ok(members.into_iter().map(|(name, value)| (name, value.0)).collect())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Wire> Wire for Box<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = T::NULLABLE;
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).encode(serializer)
    }
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(deserializer).map(Self::new)
    }
}
