//! The columns of a list, and what stands in one of them: for people in a table, for programs in CSV.

use std::fmt::Display;

use defacto_sdk::api::credit_lines::Currency;
use defacto_sdk::identity::is_personal;
use defacto_sdk::model::{IdentifierType, Timestamp, Uuid};

use crate::terminal::words;

/// One value. What is a number stays a number in a spreadsheet; what is text never becomes a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// The API did not say.
    Missing,
    /// The id of an object, which people copy: tables keep it in one piece where they can.
    Id(Uuid),
    /// Text from elsewhere.
    Text(String),
    /// A number, as it is written.
    Number(String),
    /// An amount in cents.
    Cents(i64, Option<Currency>),
    /// A moment; tables show its day, in UTC.
    Moment(Timestamp),
}

impl Cell {
    /// Text, or nothing.
    pub(crate) fn text(value: Option<impl Display>) -> Self {
        value.map_or(Self::Missing, |value| Self::Text(value.to_string()))
    }

    /// An id, or nothing.
    pub(crate) fn id(value: Option<Uuid>) -> Self {
        value.map_or(Self::Missing, Self::Id)
    }

    /// A number, or nothing.
    pub(crate) fn number(value: Option<impl Display>) -> Self {
        value.map_or(Self::Missing, |value| Self::Number(value.to_string()))
    }

    /// An amount, or nothing.
    pub(crate) fn cents(amount: Option<i64>, currency: Option<&Currency>) -> Self {
        amount.map_or(Self::Missing, |amount| Self::Cents(amount, currency.cloned()))
    }

    /// A moment, or nothing.
    pub(crate) fn moment(value: Option<Timestamp>) -> Self {
        value.map_or(Self::Missing, Self::Moment)
    }

    /// The number of a company. One that names a person is not shown.
    pub(crate) fn company(identifier: &str, kind: Option<&IdentifierType>) -> Self {
        let shown = if is_personal(identifier, kind) { "<masked>" } else { identifier };
        Self::Text(shown.to_owned())
    }

    /// For people.
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

    /// For a spreadsheet.
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

    /// Whether nothing stands in it.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// Whether it reads better at the right edge.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Cents(..))
    }
}

/// Text that no spreadsheet takes for a formula: an apostrophe says that it is text.
fn inert(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// A column of a list of `T`, named as programs know it: `balance_available`.
pub(crate) struct Column<T> {
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether tables have it; CSV and the view of a single item always do.
    pub(crate) in_tables: bool,
    /// What stands in it.
    pub(crate) cell: fn(&T) -> Cell,
}

impl<T> Column<T> {
    /// A column of every format.
    pub(crate) const fn new(name: &'static str, cell: fn(&T) -> Cell) -> Self {
        Self { name, in_tables: true, cell }
    }

    /// A column that tables have no room for.
    pub(crate) const fn wide(name: &'static str, cell: fn(&T) -> Cell) -> Self {
        Self { name, in_tables: false, cell }
    }

    /// Its name for people: `balance available`.
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
