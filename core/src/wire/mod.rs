//! The wire format: the JSON form of each type, and the tables that describe the models.
//!
//! The `#[model]`, `#[open_enum]` and `#[operations]` macros emit only calls of this module, so that two
//! hundred types stay small.

mod codec;
#[cfg(feature = "inventory")]
mod inventory;
mod json;
mod kind;
mod shape;
#[cfg(test)]
mod tests;
mod unique;

#[cfg(feature = "portfolio")]
pub(crate) use codec::parse_date;
pub use codec::{Wire, to_json};
pub(crate) use codec::{demand, finish, next_key, parse_timestamp, put, put_always, put_extra, take, text};
pub(crate) use codec::{put_cleared, put_or_clear};
#[cfg(feature = "inventory")]
pub use inventory::{Entry, entries};
pub use json::JsonObject;
pub use kind::{
    Answer, AreaInfo, ArgumentInfo, Described, EnumInfo, FieldInfo, Kind, ModelInfo, Operation, ValueInfo,
};
pub(crate) use kind::{operation, position};
#[cfg(feature = "python")]
pub(crate) use shape::read_member;
pub(crate) use shape::{Fault, check_shape, read, read_list};
pub(crate) use unique::{Parsed, parse_unique};
