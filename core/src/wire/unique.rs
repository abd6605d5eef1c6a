//! Parses JSON and finds members that are given twice. The JSON library keeps the last one silently.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, Map, Number, Value};

use super::Fault;

/// A JSON value, and a fault for each member that its object has twice.
pub(crate) struct Parsed {
    pub(crate) value: Value,
    pub(crate) duplicates: Vec<Fault>,
}

/// Parses JSON text. Of members with one name, the first is kept.
///
/// # Errors
/// Those of the JSON library.
pub(crate) fn parse_unique(text: &str) -> serde_json::Result<Parsed> {
    let duplicates = RefCell::new(Vec::new());
    let mut json = Deserializer::from_str(text);
    let value = Place { pointer: String::new(), duplicates: &duplicates }.deserialize(&mut json)?;
    json.end()?;
    Ok(Parsed { value, duplicates: duplicates.into_inner() })
}

/// Where a value stands.
struct Place<'a> {
    pointer: String,
    duplicates: &'a RefCell<Vec<Fault>>,
}

impl Place<'_> {
    fn inside(&self, step: &str) -> Self {
        Self { pointer: format!("{}/{step}", self.pointer), duplicates: self.duplicates }
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.inside(&list.len().to_string()))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let place = self.inside(&name.replace('~', "~0").replace('/', "~1"));
            let pointer = place.pointer.clone();
            let value = members.next_value_seed(place)?;
            if object.contains_key(&name) {
                self.duplicates.borrow_mut().push(duplicate(pointer));
            } else {
                object.insert(name, value);
            }
        }
        Ok(Value::Object(object))
    }
}

fn duplicate(pointer: String) -> Fault {
    let detail = "is given twice in its object: keep one".to_owned();
    Fault { pointer, code: "given_twice", detail, harmless: false, required: false }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by it")]

    use super::*;

    #[test]
    fn text_without_duplicates_is_read_as_the_library_reads_it() {
        for text in
            ["null", "[1, -2, 1.5, \"\\u00e9\", true, {}, []]", "{\"a\": {\"b\": [18446744073709551615]}}"]
        {
            let parsed = parse_unique(text).unwrap();
            assert_eq!(parsed.value, serde_json::from_str::<Value>(text).unwrap(), "{text}");
            assert!(parsed.duplicates.is_empty());
        }
        for text in ["", "{", "{} x", "nul", "{\"a\" 1}"] {
            let (ours, theirs) = (parse_unique(text).err(), serde_json::from_str::<Value>(text).err());
            assert_eq!(ours.unwrap().to_string(), theirs.unwrap().to_string(), "{text}");
        }
    }

    #[test]
    fn members_that_are_given_twice_are_found_at_every_depth() {
        let parsed = parse_unique("{\"a\": 1, \"a\": 2, \"l\": [{\"b/c\": 1, \"b/c\": null}]}").unwrap();
        let pointers: Vec<&str> = parsed.duplicates.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/a", "/l/0/b~1c"]);
        assert_eq!(parsed.value["a"], 1);
    }
}
