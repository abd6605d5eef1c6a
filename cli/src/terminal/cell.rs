//! The columns and cells of a list: text for tables, values for CSV.

use std::fmt::Display;

use defacto_sdk::identity::is_personal;
use defacto_sdk::model::{Currency, IdentifierType, Timestamp, Uuid};

use crate::terminal::words;

/// One value. A number stays a number in a spreadsheet; text never becomes a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// The API returned no value.
    Missing,
    /// The id of an object. Tables do not wrap it if they can, so that people can copy it.
    Id(Uuid),
    /// Text from the API.
    Text(String),
    /// A number, as text.
    Number(String),
    /// An amount in cents.
    Cents(i64, Option<Currency>),
    /// A time; tables show its date in UTC.
    Moment(Timestamp),
}

impl Cell {
    /// Creates a text cell, or an empty one for `None`.
    pub(crate) fn text(value: Option<impl Display>) -> Self {
        value.map_or(Self::Missing, |value| Self::Text(value.to_string()))
    }

    /// Creates an id cell, or an empty one for `None`.
    pub(crate) fn id(value: Option<Uuid>) -> Self {
        value.map_or(Self::Missing, Self::Id)
    }

    /// Creates a number cell, or an empty one for `None`.
    pub(crate) fn number(value: Option<impl Display>) -> Self {
        value.map_or(Self::Missing, |value| Self::Number(value.to_string()))
    }

    /// Creates a cell with an amount in cents, or an empty one for `None`.
    pub(crate) fn cents(amount: Option<i64>, currency: Option<&Currency>) -> Self {
        amount.map_or(Self::Missing, |amount| Self::Cents(amount, currency.cloned()))
    }

    /// Creates a time cell, or an empty one for `None`.
    pub(crate) fn moment(value: Option<Timestamp>) -> Self {
        value.map_or(Self::Missing, Self::Moment)
    }

    /// Creates a cell with a company number. A number that identifies a person is not shown.
    pub(crate) fn company(identifier: &str, kind: Option<&IdentifierType>) -> Self {
        let shown = if is_personal(identifier, kind) { "<masked>" } else { identifier };
        Self::Text(shown.to_owned())
    }

    /// Returns the text for tables.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Id(id) => id.to_string(),
            Self::Text(text) => words::plain(text).replace('\n', " "),
            Self::Number(number) => words::plain(number),
            Self::Cents(amount, currency) => words::money(*amount, currency.as_ref()),
            Self::Moment(moment) => moment.strftime("%Y-%m-%d").to_string(),
        }
    }

    /// Returns the value for CSV.
    pub(crate) fn csv(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Id(id) => id.to_string(),
            Self::Text(text) => inert(words::plain(text)),
            Self::Number(number) => words::plain(number),
            Self::Cents(amount, _) => amount.to_string(),
            Self::Moment(moment) => moment.to_string(),
        }
    }

    /// Returns `true` if the cell is empty.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// Returns `true` if the cell is aligned to the right.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Cents(..))
    }
}

/// Adds an apostrophe to text that a spreadsheet would take for a formula.
fn inert(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// A column of a list of `T`. Programs know it by its name: `balance_available`.
pub(crate) struct Column<T> {
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether tables show it; CSV and the view of a single item always do.
    pub(crate) in_tables: bool,
    /// Returns the cell of an item.
    pub(crate) cell: fn(&T) -> Cell,
}

impl<T> Column<T> {
    /// Creates a column that all formats show.
    pub(crate) const fn new(name: &'static str, cell: fn(&T) -> Cell) -> Self {
        Self { name, in_tables: true, cell }
    }

    /// Creates a column that tables leave out for lack of space.
    pub(crate) const fn wide(name: &'static str, cell: fn(&T) -> Cell) -> Self {
        Self { name, in_tables: false, cell }
    }

    /// Returns the name for people: `balance available`.
    pub(crate) fn title(&self) -> String {
        self.name.replace('_', " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_a_formula() {
        for text in ["=1+1", "+33", "-2", "@SUM(A1)"] {
            assert_eq!(Cell::Text(text.to_owned()).csv(), format!("'{text}"));
        }
        assert!(!Cell::Text("\t=1+1".to_owned()).csv().starts_with(['\t', '=']));
        assert_eq!(inert("\t1".to_owned()), "'\t1");
        assert_eq!(Cell::Text("A=B".to_owned()).csv(), "A=B");
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!(Cell::Cents(-105, Some(Currency::Eur)).csv(), "-105");
        assert_eq!(Cell::number(Some("-0.06")).csv(), "-0.06");
        assert_eq!(Cell::Cents(-105, Some(Currency::Eur)).words(), "-1.05 EUR");
    }

    #[test]
    fn a_number_that_names_a_person_is_not_shown() {
        assert_eq!(Cell::company("123456782", Some(&IdentifierType::Bsn)).words(), "<masked>");
        assert_eq!(Cell::company("12345678Z", Some(&IdentifierType::Nif)).words(), "<masked>");
        assert_eq!(Cell::company("913572467", Some(&IdentifierType::Siren)).words(), "913572467");
    }
}
