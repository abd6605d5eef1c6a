//! Visits all texts of a request without writing it as JSON, which takes several times as long.

use std::fmt::{self, Display};

use serde::ser::{self, Serialize, Serializer};

/// Returns `true` if one of the texts in `value`, or the name of a member that is not fixed, is `wanted`.
/// Values that are only written as text, such as dates, do not count.
pub(super) fn any_text<T: Serialize>(value: &T, wanted: fn(&str) -> bool) -> bool {
    value.serialize(Texts(wanted)).is_err()
}

/// A serializer that writes nothing, and ends with `Found` at the first text that is wanted.
#[derive(Clone, Copy)]
struct Texts(fn(&str) -> bool);

#[derive(Debug)]
struct Found;

impl Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("found")
    }
}

impl std::error::Error for Found {}

impl ser::Error for Found {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

type Visit = Result<(), Found>;

/// The scalars that hold no text.
macro_rules! ignored {
    ($($method:ident($ty:ty)),* $(,)?) => {$(
        fn $method(self, _: $ty) -> Visit {
            Ok(())
        }
    )*};
}

impl Serializer for Texts {
    type Ok = ();
    type Error = Found;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    ignored! {
        serialize_bool(bool), serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64),
        serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64), serialize_f32(f32),
        serialize_f64(f64), serialize_bytes(&[u8]), serialize_unit_struct(&'static str),
    }

    fn serialize_str(self, text: &str) -> Visit {
        if (self.0)(text) { Err(Found) } else { Ok(()) }
    }

    fn serialize_char(self, value: char) -> Visit {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn collect_str<T: Display + ?Sized>(self, _: &T) -> Visit {
        Ok(())
    }

    fn serialize_none(self) -> Visit {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Visit {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Visit {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Visit {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Visit {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Visit {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Found> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Found> {
        Ok(self)
    }
}

/// The compound values, whose parts are visited one by one.
macro_rules! visited {
    ($($trait:ident::$method:ident($($name:ty)?)),* $(,)?) => {$(
        impl ser::$trait for Texts {
            type Ok = ();
            type Error = Found;

            fn $method<T: Serialize + ?Sized>(&mut self, $(_: $name,)? value: &T) -> Visit {
                value.serialize(*self)
            }

            fn end(self) -> Visit {
                Ok(())
            }
        }
    )*};
}

visited! {
    SerializeSeq::serialize_element(), SerializeTuple::serialize_element(),
    SerializeTupleStruct::serialize_field(), SerializeTupleVariant::serialize_field(),
    SerializeStruct::serialize_field(&'static str), SerializeStructVariant::serialize_field(&'static str),
}

impl ser::SerializeMap for Texts {
    type Ok = ();
    type Error = Found;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Visit {
        key.serialize(*self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Visit {
        value.serialize(*self)
    }

    fn end(self) -> Visit {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::any_text;

    #[test]
    fn texts_and_names_are_visited_at_every_depth() {
        let value = json!({"a": [1, null, {"b": ["c"]}], "d": true});
        for found in ["a", "b", "c", "d"] {
            let wanted: fn(&str) -> bool = match found {
                "a" => |text| text == "a",
                "b" => |text| text == "b",
                "c" => |text| text == "c",
                _ => |text| text == "d",
            };
            assert!(any_text(&value, wanted), "{found}");
        }
        assert!(!any_text(&value, |text| text == "true" || text == "1"));
    }
}
