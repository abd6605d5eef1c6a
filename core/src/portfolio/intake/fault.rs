//! Faults of cells, as texts that follow the name of the field.

/// The reason why a cell is invalid. It never contains the value of the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) detail: &'static str,
}

impl Fault {
    const fn new(code: &'static str, detail: &'static str) -> Self {
        Self { code, detail }
    }
}

pub(super) const NOT_DECODED: Fault = Fault::new(
    "encoding",
    "holds bytes or signs that stand for no letter: export the file again as UTF-8, or give its encoding",
);
pub(super) const ZEROS_LOST: Fault = Fault::new(
    "leading_zeros_lost",
    "has lost the zeros in front, as happens when a spreadsheet takes it for a number: format the column as \
     text, put the zeros back and export again",
);
pub(super) const TWICE: Fault =
    Fault::new("given_twice", "is given twice in this row: keep one, or map the other one to another place");
/// A cell that contains several values, such as a list.
#[cfg(feature = "parquet")]
pub(super) const NOT_SINGLE: Fault =
    Fault::new("type", "must be a single value, not a list or a map of values");
#[cfg(any(feature = "parquet", feature = "spreadsheets"))]
pub(super) const TOO_LONG: Fault = Fault::new("too_long", "is longer than 1 MiB");
pub(super) const SPREADSHEET: Fault = Fault::new(
    "spreadsheet_number",
    "was turned into a number by a spreadsheet and may have lost digits: format the column as text, put the \
     value back and export again",
);
pub(super) const SPREADSHEET_ERROR: Fault = Fault::new(
    "spreadsheet_error",
    "is an error value of a spreadsheet, not what was meant: mend the formula, or put the value in, and export again",
);
#[cfg(feature = "spreadsheets")]
pub(super) const SPREADSHEET_DATE: Fault = Fault::new(
    "spreadsheet_date",
    "was turned into a date by a spreadsheet: format the column as text and put the value back",
);
pub(super) const MISSING_VALUE: Fault = Fault::new(
    "missing_value",
    "is a word that programs write where there is no value: put the value in, or leave the cell empty",
);
pub(super) const BOOLEAN: Fault = Fault::new("boolean_format", "must be true or false, or yes or no");
pub(super) const INTEGER: Fault = Fault::new("number_format", "must be a whole number without separators");
pub(super) const DECIMAL: Fault =
    Fault::new("number_format", "must be a number with a decimal point or comma and no other separators");
pub(super) const DATE: Fault = Fault::new(
    "date_format",
    "must be a day that exists, written YYYY-MM-DD or with the day first, DD/MM/YYYY",
);
pub(super) const AMBIGUOUS_DATE: Fault = Fault::new(
    "ambiguous_date",
    "has the day or the month first, which cannot be told: say which of the two the file has, or write \
     YYYY-MM-DD",
);
pub(super) const MOMENT: Fault = Fault::new(
    "timestamp_format",
    "must be a date and time that exist, such as 2026-01-31T09:30:00Z; without an offset it is taken as UTC",
);
pub(super) const OBJECT: Fault = Fault::new("object_format", "must be a JSON object");
