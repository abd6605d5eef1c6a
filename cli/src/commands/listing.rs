//! Lists in three formats. CSV and JSON are written page by page; a table needs all rows to know its widths.

use std::convert::Infallible;
use std::io;
use std::num::NonZeroU32;

use clap::ValueEnum;
use defacto_sdk::Result as SdkResult;
use defacto_sdk::model::{CivilDate, Timestamp};
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::cell::{Cell, Column};
use crate::terminal::output::{DIM, Output, note};
use crate::terminal::table;

/// The API's default page size. A smaller limit requests smaller pages.
const PAGE_SIZE: u32 = 100;

/// The output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns for people, without borders when standard output is not a terminal.
    Table,
    /// One line of JSON for each item, with everything that the API returns, personal data included.
    Json,
    /// For spreadsheets: amounts in cents, times in UTC, no personal data.
    Csv,
}

/// The option that all lists and all single items have.
#[derive(Debug, clap::Args)]
pub(crate) struct FormatChoice {
    /// The output format.
    #[arg(long = "output", value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// The options of a list.
#[derive(Debug, clap::Args)]
pub(crate) struct Listing {
    #[command(flatten)]
    pub(crate) format: FormatChoice,
    /// The greatest number of items to list. Only the pages needed for them are read.
    #[arg(long, value_name = "N", value_parser = parse_limit)]
    limit: Option<NonZeroU32>,
}

/// An item that can be listed.
pub(crate) trait Record: Serialize + Sized + 'static {
    /// The columns of the item. None of them shows an account number or a birth date.
    const COLUMNS: &'static [Column<Self>];
}

/// Parses a status in upper or lower case. An unknown status is left to the API.
#[expect(clippy::unnecessary_wraps, reason = "clap wants a result")]
pub(crate) fn parse_status<T: From<String>>(text: &str) -> Result<T, Infallible> {
    Ok(T::from(text.to_uppercase().replace('-', "_")))
}

impl Listing {
    /// Returns the page size to request, if it is smaller than the API's default.
    pub(crate) fn page_size(&self) -> Option<i64> {
        self.limit.map(NonZeroU32::get).filter(|limit| *limit < PAGE_SIZE).map(i64::from)
    }

    /// Writes the items.
    pub(crate) fn write<T: Record>(
        &self,
        items: impl Iterator<Item = SdkResult<T>>,
        output: &mut Output,
    ) -> Result<Exit, Failure> {
        let most = self.limit.map_or(usize::MAX, |limit| usize::try_from(limit.get()).unwrap_or(usize::MAX));
        if !self.format.write_all(items.take(most), output)? && self.format.format == Format::Table {
            note("Nothing found.");
        }
        Ok(Exit::Done)
    }
}

impl FormatChoice {
    /// Writes all items. Returns `true` if there were any.
    pub(crate) fn write_all<T: Record>(
        &self,
        items: impl Iterator<Item = SdkResult<T>>,
        output: &mut Output,
    ) -> Result<bool, Failure> {
        let mut any = false;
        let mut items = items.inspect(|_| any = true);
        match self.format {
            Format::Json => items.try_for_each(|item| Ok::<_, Failure>(output.json(&item?)?))?,
            Format::Csv => csv_lines(items, output)?,
            Format::Table => table_lines(items, output)?,
        }
        Ok(any)
    }

    /// Writes a single item. The table format has one line for each value.
    pub(crate) fn write_one<T: Record>(&self, item: &T, output: &mut Output) -> Result<Exit, Failure> {
        match self.format {
            Format::Json => output.json(item)?,
            Format::Csv => csv_lines::<T, _>(std::iter::once(Ok(item)), output)?,
            Format::Table => {
                let width = T::COLUMNS.iter().map(|column| column.name.len()).max().unwrap_or_default();
                for column in T::COLUMNS {
                    let (title, words) = (column.title(), (column.cell)(item).words());
                    if !words.is_empty() {
                        output.line(format_args!("{DIM}{title:<width$}{DIM:#}  {words}"))?;
                    }
                }
            }
        }
        Ok(Exit::Done)
    }
}

fn csv_lines<T: Record, I: std::borrow::Borrow<T>>(
    items: impl Iterator<Item = SdkResult<I>>,
    output: &mut Output,
) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(output.stream());
    writer.write_record(T::COLUMNS.iter().map(|column| column.name)).map_err(unwritten)?;
    for item in items {
        let item = item?;
        let cells = T::COLUMNS.iter().map(|column| (column.cell)(item.borrow()).csv());
        writer.write_record(cells).map_err(unwritten)?;
        writer.flush()?;
    }
    Ok(writer.flush()?)
}

/// Returns the underlying I/O error, so that a closed output is recognized.
fn unwritten(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn table_lines<T: Record>(
    items: impl Iterator<Item = SdkResult<T>>,
    output: &mut Output,
) -> Result<(), Failure> {
    let columns: Vec<_> = T::COLUMNS.iter().filter(|column| column.in_tables).collect();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for item in items {
        let item = item?;
        rows.push(columns.iter().map(|column| (column.cell)(&item)).collect());
    }
    if rows.is_empty() {
        return Ok(());
    }
    let header = columns.iter().map(|column| column.title()).collect();
    for line in table::lines(header, &rows, Output::width()) {
        output.line(line)?;
    }
    Ok(())
}

/// Parses the value of `--limit`.
pub(crate) fn parse_limit(text: &str) -> Result<NonZeroU32, String> {
    text.parse().map_err(|_| "must be a whole number above 0".to_owned())
}

/// Parses a date, which means midnight UTC, or a time with its offset.
pub(crate) fn parse_moment(text: &str) -> Result<Timestamp, String> {
    let midnight = |date: CivilDate| date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let moment =
        text.parse::<Timestamp>().ok().or_else(|| midnight(CivilDate::strptime("%Y-%m-%d", text).ok()?));
    moment.ok_or_else(|| "write it as 2026-01-31 or 2026-01-31T12:00:00Z".to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by a panic")]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_or_a_time_with_its_zone() {
        assert_eq!(parse_moment("2026-01-31").unwrap().to_string(), "2026-01-31T00:00:00Z");
        assert_eq!(parse_moment("2026-01-31T12:00:00+02:00").unwrap().to_string(), "2026-01-31T10:00:00Z");
        for text in ["yesterday", "31/01/2026", "2026-01-31T12:00:00", ""] {
            assert!(parse_moment(text).is_err(), "{text}");
        }
    }
}
