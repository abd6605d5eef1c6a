//! The use of a column.

use super::headings;
use super::target::Target;

/// The use of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ColumnUse {
    /// The column's name, trimmed.
    pub column: String,
    /// The place in the request that the column fills, as a JSON pointer. Absent if the column is ignored.
    pub pointer: Option<String>,
    /// Whether the column holds your own reference, which is repeated in results. It is sent only if the
    /// column has a place in the request as well.
    #[cfg_attr(feature = "uniffi", uniffi(default = false))]
    pub is_reference: bool,
}

impl ColumnUse {
    pub(super) fn new(column: &str, target: Option<&Target>) -> Self {
        let pointer = target.map(|target| target.pointer.clone());
        Self { column: column.to_owned(), pointer, is_reference: false }
    }

    /// Returns `true` if the name seems to be about a director (`Prénom du dirigeant`). If such a column is
    /// ignored, the data is not sent.
    pub fn is_about_director(&self) -> bool {
        headings::is_about_director(&self.column)
    }

    /// Returns `true` if the name looks like a value: it has six digits or more, or an `@`. This happens if a
    /// file has no line with names. Do not show or log such a name.
    pub fn looks_like_value(&self) -> bool {
        looks_like_value(&self.column)
    }
}

/// Returns `true` if `name` looks like a value: it has six digits or more, or an `@`.
pub(super) fn looks_like_value(name: &str) -> bool {
    name.contains('@') || name.bytes().filter(u8::is_ascii_digit).count() >= 6
}
