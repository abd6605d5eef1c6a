//! Reads a file with many companies as a stream of enrolment requests.
//!
//! Rows are read one at a time, and memory stays small for a file of any size. Each row lists all its
//! problems. An invalid row does not end the reading. Nothing is sent. No text contains the value of a cell.
//!
//! # Columns
//! Column names are paths in the request, in upper or lower case: `account_number`, `address.country`,
//! `owner/email`. A `/`, `.`, `_`, `-` or blank separates the parts. Directors are numbered from zero in a
//! path (`directors.0.first_name`), from one in a name (`director_first_name`, `director2_first_name`). A
//! column named after an identifier type (`siren`, `kvk`, `nif`, ...) is the company's number of that type,
//! unless there is a column `identifier`; numbers of two countries may have a column each. Usual headings in
//! English, French, German, Dutch and Spanish are known (`Raison sociale`, `Handelsregisternummer`): those of
//! an address count together alone, and names of people only beside other data of a director. `metadata.NAME`
//! is your own data. Other columns are ignored; [`Rows::columns`] lists the use of each.
//!
//! # Cells
//! Cells are trimmed; an empty one is absent. Dates are `YYYY-MM-DD`, `DD.MM.YYYY`, `DD/MM/YYYY` or
//! `DD-MM-YYYY`. With `/` or `-`, a date whose day may be a month needs [`IntakeOptions::dates`]. A time
//! without an offset is UTC. Yes and no may be in English, French, German, Dutch and Spanish. A decimal comma
//! is accepted, thousands separators are not.
//!
//! # Damage
//! Damaged values are errors of the row and are never repaired silently: numbers such as `5,52E+08`
//! (`spreadsheet_number`), error values such as `#N/A` (`spreadsheet_error`), words such as `NULL` instead of
//! a number or code (`missing_value`), identifiers without their leading zeros (`leading_zeros_lost`),
//! characters of another encoding (`encoding`), control characters (`control_character`), rows with too many
//! cells or cut in two (`wrong_number_of_cells`), repeated names of columns (`repeated_header`), quotes that
//! are not closed, so that the next rows become part of the cell (`quote_not_closed`), and text after a
//! closing quote (`text_behind_quote`).
//!
//! ```
//! use defacto_sdk::portfolio::intake::{Format, IntakeOptions, read};
//!
//! let text = "siren;name;account_number\n472618354;Fonderie des Tilleuls SAS;FR76 0000\n";
//! for row in read(text.as_bytes(), Format::Csv, &IntakeOptions::new())? {
//!     let row = row?;
//!     let found = &row.problems[0];
//!     assert_eq!((row.number, found.column.as_deref()), (2, Some("account_number")));
//! }
//! # Ok::<(), defacto_sdk::DefactoError>(())
//! ```

#[cfg(feature = "parquet")]
mod arrow;
mod buffered;
mod cell;
mod code_pages;
mod column;
mod csv;
mod damage;
mod end_mark;
mod error_values;
mod fault;
#[cfg(any(feature = "parquet", feature = "spreadsheets"))]
mod guard;
mod headings;
mod jsonl;
mod options;
mod plan;
mod quotes;
mod repair;
mod row;
mod separator;
#[cfg(any(feature = "python", feature = "uniffi"))]
mod shared_rows;
#[cfg(feature = "spreadsheets")]
mod sheet;
mod target;
#[cfg(test)]
mod tests;
mod text;
mod utf8_reader;

use std::fs::File;
use std::io::Read;
use std::path::Path;

pub use column::ColumnUse;
pub use jsonl::Records;
#[cfg(feature = "uniffi")]
pub(crate) use options::invalid_separator_error;
pub use options::{DateOrder, Encoding, EncodingUse, Format, IntakeOptions};
pub use repair::{Repair, RepairKind, RepairedRow, Repairs, repairs};
#[cfg(any(feature = "python", feature = "uniffi"))]
pub(crate) use shared_rows::SharedRows;

use super::row::Row;
use crate::error::{DefactoError, Result};
use csv::Csv;
use jsonl::JsonLines;
use plan::Mapping;

/// The rows of a file, read one at a time. An error ends the iteration: the file is cut off or unreadable.
pub struct Rows {
    source: Source,
    encoding: Option<EncodingUse>,
    has_ended: bool,
}

enum Source {
    Csv(Box<Csv>),
    JsonLines(Box<JsonLines>),
    #[cfg(feature = "parquet")]
    Arrow(Box<arrow::Table>),
    #[cfg(feature = "spreadsheets")]
    Sheet(Box<sheet::Sheet>),
}

impl Rows {
    /// Returns the use of each column. For JSON Lines, returns the names seen so far, up to a thousand.
    pub fn columns(&self) -> &[ColumnUse] {
        match &self.source {
            Source::Csv(source) => source.columns(),
            Source::JsonLines(source) => source.columns(),
            #[cfg(feature = "parquet")]
            Source::Arrow(source) => source.columns(),
            #[cfg(feature = "spreadsheets")]
            Source::Sheet(source) => source.columns(),
        }
    }

    /// Returns the encoding in which a text is read. Returns `None` for other files.
    pub fn encoding(&self) -> Option<EncodingUse> {
        self.encoding
    }

    /// Returns the name of the sheet that is read, or `None` if the file is no workbook.
    pub fn sheet(&self) -> Option<&str> {
        match &self.source {
            #[cfg(feature = "spreadsheets")]
            Source::Sheet(source) => Some(source.name()),
            _ => None,
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        if self.has_ended {
            return None;
        }
        let row = match &mut self.source {
            Source::Csv(source) => source.next(),
            Source::JsonLines(source) => source.next(),
            #[cfg(feature = "parquet")]
            Source::Arrow(source) => source.next(),
            #[cfg(feature = "spreadsheets")]
            Source::Sheet(source) => Ok(source.next()),
        };
        self.has_ended = !matches!(row, Ok(Some(_)));
        row.transpose()
    }
}

impl std::iter::FusedIterator for Rows {}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("columns", &self.columns()).finish_non_exhaustive()
    }
}

/// Opens a file with companies. Blocks while it reads the beginning; each row blocks too. Safe to repeat.
///
/// # Errors
/// `Configuration` when the file cannot be read, its format is unknown or not part of this build, or an
/// option is invalid; `Validation` when the file is empty, is not in its format, or has no column for the
/// company's number.
pub fn open(path: &Path, options: &IntakeOptions) -> Result<Rows> {
    let unknown = || {
        if is_old_workbook(path) {
            let hint = "Open it, and save it as an Excel workbook (.xlsx) or as CSV in UTF-8.";
            return DefactoError::configuration("workbooks of this kind are not read", hint);
        }
        let hint = "Give the format (the command: --format), or name the file .csv, .jsonl, .xlsx, .ods, .parquet or \
             .arrow.";
        DefactoError::configuration("the ending of the file's name tells no known format", hint)
    };
    let format = options.format.or_else(|| Format::of(path)).ok_or_else(unknown)?;
    let file = File::open(path).map_err(|error| {
        let detail = format!("the file {} cannot be read: {error}", path.display());
        DefactoError::configuration(detail, "Check its path, and who may read it.")
    })?;
    match format {
        Format::Csv | Format::JsonLines => read(file, format, options),
        Format::Xlsx | Format::Ods => open_sheet(file, format, options),
        Format::Parquet | Format::Arrow => open_table(file, format, options),
    }
}

/// Reads companies from any reader, such as standard input. `format` takes precedence over the format of
/// `options`. Arrow must be a stream; Parquet needs a file. Blocks until it has the first megabyte or the end
/// of a text; reading a row blocks too. Cannot be repeated with the same reader.
///
/// # Errors
/// Those of `open`.
pub fn read(reader: impl Read + Send + 'static, format: Format, options: &IntakeOptions) -> Result<Rows> {
    let mapping = Mapping::new(options)?;
    let (source, encoding) = match format {
        Format::Csv => {
            let separator = options.separator_byte()?;
            let (input, encoding) = text::decode(Box::new(reader), options.encoding)?;
            (Source::Csv(Box::new(Csv::new(input, separator, mapping)?)), encoding)
        }
        Format::JsonLines => {
            let (input, encoding) = text::decode(Box::new(reader), options.encoding)?;
            (Source::JsonLines(Box::new(JsonLines::new(input, mapping))), encoding)
        }
        Format::Parquet => {
            let hint = "Write it to a file and open that.";
            return Err(DefactoError::configuration(
                "Parquet is read from its end and cannot be streamed",
                hint,
            ));
        }
        Format::Xlsx | Format::Ods => {
            let detail = "a workbook is read from its end and cannot be streamed";
            return Err(DefactoError::configuration(detail, "Write it to a file and open that."));
        }
        Format::Arrow => return read_stream(reader, mapping),
    };
    Ok(Rows { source, encoding: Some(encoding), has_ended: false })
}

/// Returns `true` if the name of a file ends as those of workbooks do that only their own programs read.
fn is_old_workbook(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["xls", "xlsb", "numbers"].iter().any(|old| ending.eq_ignore_ascii_case(old))
}

#[cfg(feature = "spreadsheets")]
fn open_sheet(file: File, format: Format, options: &IntakeOptions) -> Result<Rows> {
    let (mapping, name) = (Mapping::new(options)?, options.sheet.as_deref());
    let sheet = match format {
        Format::Ods => sheet::Sheet::open_ods(file, name, mapping)?,
        _ => sheet::Sheet::open(file, name, mapping)?,
    };
    Ok(Rows { source: Source::Sheet(Box::new(sheet)), encoding: None, has_ended: false })
}

#[cfg(not(feature = "spreadsheets"))]
fn open_sheet(_file: File, _format: Format, _options: &IntakeOptions) -> Result<Rows> {
    let hint = "Build with the feature `spreadsheets`, or save the sheet as CSV in UTF-8.";
    Err(DefactoError::configuration("this build reads no workbooks", hint))
}

#[cfg(feature = "parquet")]
fn open_table(file: File, format: Format, options: &IntakeOptions) -> Result<Rows> {
    let mapping = Mapping::new(options)?;
    let table = match format {
        Format::Parquet => arrow::Table::parquet(file, mapping)?,
        _ => arrow::Table::file(file, mapping)?,
    };
    Ok(Rows { source: Source::Arrow(Box::new(table)), encoding: None, has_ended: false })
}

#[cfg(feature = "parquet")]
fn read_stream(reader: impl Read + Send + 'static, mapping: Mapping) -> Result<Rows> {
    let table = arrow::Table::stream(reader, mapping)?;
    Ok(Rows { source: Source::Arrow(Box::new(table)), encoding: None, has_ended: false })
}

#[cfg(not(feature = "parquet"))]
fn open_table(_file: File, _format: Format, _options: &IntakeOptions) -> Result<Rows> {
    Err(not_built())
}

#[cfg(not(feature = "parquet"))]
fn read_stream(_reader: impl Read + Send + 'static, _mapping: Mapping) -> Result<Rows> {
    Err(not_built())
}

#[cfg(not(feature = "parquet"))]
fn not_built() -> DefactoError {
    let hint = "Build with the feature `parquet`, or export the file as CSV in UTF-8.";
    DefactoError::configuration("this build reads neither Parquet nor Arrow files", hint)
}
