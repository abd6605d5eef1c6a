//! Reads CSV text as records of up to 1 MiB.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::buffered::Buffered;
use super::column::ColumnUse;
use super::plan::{Mapping, Plan, invalid, repeats_names};
use super::quotes::{QuoteError, Quotes};
use super::row::{RowBuilder, unreadable};
use super::separator::{detect, name_separator, refuse_other_separator, separator_line};
use super::text::{Input, MAX_RECORD_BYTES};
use crate::error::{DefactoError, Result};
use crate::portfolio::row::Row;
use crate::validation::trim_blanks;

/// A CSV table.
pub(super) struct Csv {
    records: Records,
    names: Vec<String>,
    plan: Plan,
    mapping: Mapping,
    /// Whether the next record is in the buffer already.
    is_read: bool,
    /// The number of cells of the record before.
    cells_before: usize,
}

impl Csv {
    pub(super) fn new(input: Input, separator: Option<u8>, mapping: Mapping) -> Result<Self> {
        let mut text = Buffered::new(input);
        let first = text.first_line()?;
        let spreadsheet = separator_line(first);
        if spreadsheet.is_some() {
            text.drop_line();
        }
        let separator = separator.or(spreadsheet);
        let separator = match separator {
            Some(separator) => separator,
            None => detect(text.lines()?),
        };
        let mut records = Records::new(text, separator);
        let names = match records.next()? {
            Some(Record { damage: None, .. }) => header(&records)?,
            Some(Record { damage: Some(damage), .. }) => return Err(damage.of_header()),
            None => {
                return Err(invalid(
                    "the file is empty",
                    "Export it again, with a line that names the columns.",
                ));
            }
        };
        if let [name] = names.as_slice() {
            refuse_other_separator(name, separator)?;
        }
        let plan = Plan::new(&names, &mapping).map_err(|error| name_separator(error, &names, separator))?;
        Ok(Self { records, names, plan, mapping, is_read: false, cells_before: 0 })
    }

    pub(super) fn columns(&self) -> &[ColumnUse] {
        &self.plan.columns
    }

    /// Returns the names of all columns.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn plan(&self) -> (&Plan, &Mapping) {
        (&self.plan, &self.mapping)
    }

    /// Returns the cells of the next row that is not empty, with the line on which it begins.
    ///
    /// # Errors
    /// `Validation` when the cells of a row cannot be told apart, or are no text.
    pub(super) fn next_cells(&mut self) -> Result<Option<(u64, Vec<String>)>> {
        while let Some(record) = self.records.next()? {
            let damaged = || {
                let detail = format!("row {} is damaged, so its cells cannot be copied", record.line);
                invalid(detail, "Mend it first: `defacto portfolio check` says what is wrong.")
            };
            if record.damage.is_some() {
                return Err(damaged());
            }
            if self.records.is_blank() {
                continue;
            }
            let text = |at| std::str::from_utf8(self.records.cell(at)).map(ToOwned::to_owned);
            let cells: Result<Vec<String>, _> = (0..self.records.len()).map(text).collect();
            return Ok(Some((record.line, cells.map_err(|_| damaged())?)));
        }
        Ok(None)
    }

    /// Returns the next row that is not empty, or `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Row>> {
        while let Some(record) = self.record()? {
            let number = record.line;
            let before = std::mem::replace(&mut self.cells_before, self.records.len());
            if let Some(damage) = record.damage {
                return Ok(Some(damage.of_row(number)));
            }
            if self.records.is_blank() {
                continue;
            }
            let (cells, width) = (self.records.len(), self.plan.width);
            if cells > width && self.records.has_text_from(width) {
                let detail = format!(
                    "has {cells} cells and the first line {width}: look for a separator inside a cell that is not \
                     quoted"
                );
                return Ok(Some(unreadable(number, "wrong_number_of_cells", detail)));
            }
            let texts = (0..cells).map(|at| std::str::from_utf8(self.records.cell(at)).unwrap_or_default());
            if repeats_names(&self.plan, texts) {
                return Ok(Some(unreadable(number, "repeated_header", REPEATED)));
            }
            if cells < width {
                return self.short_row(number, before).map(Some);
            }
            return Ok(Some(row(&self.records.record(), number, &self.plan, &self.mapping)));
        }
        Ok(None)
    }

    fn record(&mut self) -> Result<Option<Record>> {
        if std::mem::take(&mut self.is_read) {
            return Ok(self.records.last.take());
        }
        self.records.next()
    }

    /// Returns a row without its last cells, which some programs leave out if they are empty.
    ///
    /// It is refused if a line break may have cut it in two: if its cells and those of the row before or
    /// behind make one row, of which the second half has no company's number in its place.
    fn short_row(&mut self, number: u64, before: usize) -> Result<Row> {
        let (record, cells, width) = (self.records.record().to_owned(), self.records.len(), self.plan.width);
        let next = self.records.next()?;
        let behind = self.records.len();
        self.records.last = next;
        self.is_read = true;
        let is_half = |other: usize| other + cells == width + 1;
        let is_rest = |cells: &Cells<'_>| !self.plan.holds_number(|at| cells.cell(at));
        let record_before = (cells == 1 || is_half(before)) && is_rest(&record.borrowed());
        if record_before || (is_half(behind) && is_rest(&self.records.record())) {
            let detail = format!(
                "has {cells} cells and the first line {width}: look for a line break inside a cell that is not \
                 quoted"
            );
            return Ok(unreadable(number, "wrong_number_of_cells", detail));
        }
        Ok(row(&record.borrowed(), number, &self.plan, &self.mapping))
    }
}

const REPEATED: &str = "repeats the names of the columns: remove this line, and check that the rows below it have the \
                        same columns";

fn row(record: &Cells<'_>, number: u64, plan: &Plan, mapping: &Mapping) -> Row {
    let text = |index| std::str::from_utf8(record.cell(index)).ok();
    let mut draft = RowBuilder::new(mapping);
    draft.refer(plan.reference.and_then(text));
    for column in &plan.used {
        draft.put_cell(&column.target, &column.name, text(column.index));
    }
    draft.finish(number, mapping)
}

fn header(records: &Records) -> Result<Vec<String>> {
    let name = |at: usize| std::str::from_utf8(records.cell(at)).map(ToOwned::to_owned);
    (0..records.len()).map(name).collect::<Result<_, _>>().map_err(|_| {
        let hint = "Export the file again as UTF-8, or give its encoding.";
        invalid("the names of the columns hold bytes that stand for no letter", hint)
    })
}

/// The line on which a record begins, and the damage that makes its cells unusable.
struct Record {
    line: u64,
    damage: Option<Damage>,
}

/// The reason why the cells of a record are unusable.
#[derive(Clone, Copy)]
enum Damage {
    TooLong,
    QuoteError(QuoteError),
}

impl Damage {
    fn of_row(self, number: u64) -> Row {
        let (code, detail) = match self {
            Self::TooLong => ("too_long", "is longer than 1 MiB; look for a quote that is never closed"),
            Self::QuoteError(QuoteError::NotClosed) => (
                "quote_not_closed",
                "opens a quote that is never closed, so everything below it counts as one cell: close the quote, \
                 or double it where it belongs to the text",
            ),
            Self::QuoteError(QuoteError::TextAfterQuote) => (
                "text_behind_quote",
                "has text behind a closing quote, as when the quote of a cell before it was not closed: close \
                 each quote, and double those that belong to the text",
            ),
            Self::QuoteError(QuoteError::BlankBeforeQuote) => (
                "blank_before_quote",
                "has a blank between a separator and a quote, so the quotes would be part of the value: remove the \
                 blank",
            ),
        };
        unreadable(number, code, detail)
    }

    fn of_header(self) -> DefactoError {
        match self {
            Self::TooLong => invalid("the line with the names of the columns is longer than 1 MiB", ""),
            Self::QuoteError(QuoteError::BlankBeforeQuote) => invalid(
                "a name of a column has a blank in front of its quotes",
                "Remove the blanks between separators and quotes.",
            ),
            Self::QuoteError(_) => invalid(
                "a quote in the line with the names of the columns is not closed, or has text behind it",
                "Close each quote, and double those that belong to a name.",
            ),
        }
    }
}

/// The records of a table, read one at a time into the same buffer.
struct Records {
    text: Buffered,
    parser: Reader,
    separator: u8,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    cells: usize,
    /// A record that was read ahead.
    last: Option<Record>,
}

/// The cells of a record.
struct Cells<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
}

impl Cells<'_> {
    /// Returns a cell; an empty one if the record is shorter.
    fn cell(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let (Some(start), Some(end)) = (start, self.ends.get(at)) else { return &[] };
        self.bytes.get(start..*end).unwrap_or_default()
    }

    fn to_owned(&self) -> OwnedCells {
        OwnedCells { bytes: self.bytes.to_owned(), ends: self.ends.to_owned() }
    }
}

/// The cells of a record that outlive the buffer.
struct OwnedCells {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl OwnedCells {
    fn borrowed(&self) -> Cells<'_> {
        Cells { bytes: &self.bytes, ends: &self.ends }
    }
}

impl Records {
    fn new(text: Buffered, separator: u8) -> Self {
        let parser = ReaderBuilder::new().delimiter(separator).build();
        Self { text, parser, separator, bytes: vec![0; 1 << 12], ends: vec![0; 64], cells: 0, last: None }
    }

    fn next(&mut self) -> Result<Option<Record>> {
        self.text.skip_line_ends()?;
        let mut record = Record { line: self.text.line, damage: None };
        let mut quotes = Quotes::new(self.separator);
        let (mut written, mut cells) = (0, 0);
        loop {
            let (result, read, out, ends) = self.parser.read_record(
                self.text.rest(),
                self.bytes.get_mut(written..).unwrap_or_default(),
                self.ends.get_mut(cells..).unwrap_or_default(),
            );
            quotes.read(self.text.rest().get(..read).unwrap_or_default());
            self.text.consume(read);
            written += out;
            cells += ends;
            match result {
                // At the end of the file, the empty rest ends the parser's input.
                ReadRecordResult::InputEmpty => self.text.fill()?,
                ReadRecordResult::OutputFull if !grow(&mut self.bytes) => {
                    (record.damage, written) = (Some(Damage::TooLong), 0);
                }
                ReadRecordResult::OutputEndsFull if !grow(&mut self.ends) => {
                    (record.damage, cells) = (Some(Damage::TooLong), 0);
                }
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
                ReadRecordResult::Record => {
                    record.damage = record.damage.or_else(|| quotes.found().map(Damage::QuoteError));
                    self.cells = if record.damage.is_some() { 0 } else { cells };
                    return Ok(Some(record));
                }
                ReadRecordResult::End => {
                    self.cells = 0;
                    return Ok(None);
                }
            }
        }
    }

    fn len(&self) -> usize {
        self.cells
    }

    fn record(&self) -> Cells<'_> {
        let ends = self.ends.get(..self.cells).unwrap_or_default();
        let end = ends.last().copied().unwrap_or_default();
        Cells { bytes: self.bytes.get(..end).unwrap_or_default(), ends }
    }

    fn cell(&self, at: usize) -> &[u8] {
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default();
        let start = at.checked_sub(1).map_or(0, end);
        self.bytes.get(start..end(at)).unwrap_or_default()
    }

    /// Returns `true` if all cells are empty, as in rows below the last one of a spreadsheet.
    fn is_blank(&self) -> bool {
        !self.has_text_from(0)
    }

    /// Returns `true` if a cell from `first` on is not empty.
    fn has_text_from(&self, first: usize) -> bool {
        let is_blank = |cell| std::str::from_utf8(cell).is_ok_and(|cell| trim_blanks(cell).is_empty());
        !(first..self.cells).all(|at| is_blank(self.cell(at)))
    }
}

/// Doubles the buffer, up to the limit. Returns `false` if the limit is reached.
fn grow<T: Clone + Default>(room: &mut Vec<T>) -> bool {
    let may_grow = room.len() < MAX_RECORD_BYTES;
    if may_grow {
        room.resize((room.len() * 2).min(MAX_RECORD_BYTES), T::default());
    }
    may_grow
}
