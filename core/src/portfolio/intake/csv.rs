//! Reads CSV text as records of up to 1 MiB.

use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::column::ColumnUse;
use super::options::is_valid_separator;
use super::plan::{Mapping, Plan, invalid, repeats_names};
use super::quotes::{QuoteError, Quotes};
use super::row::{RowBuilder, unreadable};
use super::text::{Input, MAX_RECORD_BYTES, read_error};
use crate::error::{DefactoError, Result};
use crate::portfolio::row::Row;
use crate::validation::trim_blanks;

/// The separators that are detected. The earlier one wins if two occur equally often.
const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];
const BLOCK: usize = 1 << 16;
/// The number of lines in which the separator is looked for.
const LINES: usize = 100;

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
            if repeats_names(&self.plan.columns, texts) {
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
    /// It is refused if a line break may have cut it in two: if its cells and those of the row before or behind make
    /// one row, of which the second half has no company's number in its place.
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
                "has {cells} cells and the first line {width}: look for a line break inside a cell that is not quoted"
            );
            return Ok(unreadable(number, "wrong_number_of_cells", detail));
        }
        Ok(row(&record.borrowed(), number, &self.plan, &self.mapping))
    }
}

const REPEATED: &str = "repeats the names of the columns: remove this line, and check that the rows below it have the \
                        same columns";

fn row(record: &Cells<'_>, number: u64, plan: &Plan, mapping: &Mapping) -> Row {
    let mut draft = RowBuilder::new(mapping);
    for column in &plan.used {
        let cell = std::str::from_utf8(record.cell(column.index)).ok();
        draft.put_cell(&column.target, &column.name, cell);
    }
    draft.finish(number, mapping)
}

/// Returns the separator if the line is like `sep=;`, the first line of some files for Excel.
fn separator_line(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [name @ .., separator] if name.eq_ignore_ascii_case(b"sep=") => {
            Some(*separator).filter(|separator| is_valid_separator(*separator))
        }
        // The trimming removed a tab.
        name if name.eq_ignore_ascii_case(b"sep=") => Some(b'\t'),
        _ => None,
    }
}

/// Returns the separator that divides most lines into as many cells as the first line; of equals, the one that
/// makes most cells. So a comma inside a name of a column is not taken for the separator.
fn detect(text: &[u8]) -> u8 {
    let counts: Vec<[usize; SEPARATORS.len()]> = lines(text).take(LINES).map(count).collect();
    let first = counts.first().copied().unwrap_or_default();
    let score = |at: &usize| {
        let wanted = first.get(*at).copied().unwrap_or_default();
        let same = counts.iter().filter(|counts| counts.get(*at) == Some(&wanted)).count();
        (same.min(wanted * counts.len()), wanted, SEPARATORS.len() - at)
    };
    let best = (0..SEPARATORS.len()).max_by_key(score);
    let found = best.filter(|at| first.get(*at).is_some_and(|count| *count > 0));
    found.and_then(|at| SEPARATORS.get(at)).copied().unwrap_or(b',')
}

/// Returns the lines that are not empty. Line ends inside quotes do not count.
fn lines(mut text: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        while let Some((b'\r' | b'\n', rest)) = text.split_first() {
            text = rest;
        }
        let end = line_end(text).unwrap_or(text.len());
        let (line, rest) = text.split_at(end);
        text = rest;
        (!line.is_empty()).then_some(line)
    })
}

fn count(line: &[u8]) -> [usize; SEPARATORS.len()] {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut is_quoted = false;
    for byte in line {
        is_quoted ^= *byte == b'"';
        if let Some(count) = SEPARATORS.iter().zip(&mut counts).find(|(s, _)| **s == *byte && !is_quoted) {
            *count.1 += 1;
        }
    }
    counts
}

/// Names the separator in an error if names of columns hold another one, which may be the right one.
fn name_separator(mut error: DefactoError, names: &[String], separator: u8) -> DefactoError {
    let holds =
        |other: &&u8| **other != separator && names.iter().any(|name| name.as_bytes().contains(*other));
    if let Some(other) = SEPARATORS.iter().find(holds) {
        let text =
            format!(" The cells were divided at {}; if it is {}, say so.", say(separator), say(*other));
        let hint = &mut error.details_mut().hint;
        *hint = Some(format!("{}{text}", hint.take().unwrap_or_default()).trim().to_owned());
    }
    error
}

fn say(separator: u8) -> String {
    if separator == b'\t' { "a tab".to_owned() } else { format!("'{}'", char::from(separator)) }
}

fn header(records: &Records) -> Result<Vec<String>> {
    let name = |at: usize| std::str::from_utf8(records.cell(at)).map(ToOwned::to_owned);
    (0..records.len()).map(name).collect::<Result<_, _>>().map_err(|_| {
        let hint = "Export the file again as UTF-8, or give its encoding.";
        invalid("the names of the columns hold bytes that stand for no letter", hint)
    })
}

fn refuse_other_separator(name: &str, separator: u8) -> Result<()> {
    let other = SEPARATORS.iter().find(|other| **other != separator && name.as_bytes().contains(other));
    let Some(other) = other else { return Ok(()) };
    let detail =
        format!("the first line is a single cell that holds {}: the separator is wrong", say(*other));
    Err(invalid(detail, format!("Give {} as the separator, or leave it out.", say(*other))))
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

/// Text that is read in blocks. Its lines are counted; they end in `\n`, `\r\n` or `\r`.
struct Buffered {
    input: Input,
    buffer: Vec<u8>,
    start: usize,
    line: u64,
    /// Whether the last byte was a `\r`. It was counted, so a `\n` after it is not.
    is_half: bool,
}

impl Buffered {
    fn new(input: Input) -> Self {
        Self { input, buffer: Vec::new(), start: 0, line: 1, is_half: false }
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    fn consume(&mut self, count: usize) {
        let mut is_half = self.is_half;
        let ends = self.rest().iter().take(count).filter(|byte| {
            let goes_on = is_half && **byte == b'\n';
            is_half = **byte == b'\r';
            !goes_on && matches!(byte, b'\r' | b'\n')
        });
        self.line += ends.count() as u64;
        self.is_half = is_half;
        self.start += count;
    }

    /// Reads the next block. Adds nothing at the end of the file.
    fn fill(&mut self) -> Result<()> {
        self.buffer.drain(..self.start.min(self.buffer.len()));
        self.start = 0;
        self.input
            .by_ref()
            .take(BLOCK as u64)
            .read_to_end(&mut self.buffer)
            .map_err(|error| read_error(&error))?;
        Ok(())
    }

    fn skip_line_ends(&mut self) -> Result<()> {
        loop {
            let blank = self.rest().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            self.consume(blank);
            if !self.rest().is_empty() {
                return Ok(());
            }
            self.fill()?;
            if self.rest().is_empty() {
                return Ok(());
            }
        }
    }

    /// Returns the first line that is not empty, up to the limit of a record. Quotes may contain line ends.
    fn first_line(&mut self) -> Result<&[u8]> {
        self.skip_line_ends()?;
        loop {
            let before = self.rest().len();
            if line_end(self.rest()).is_some() || before >= MAX_RECORD_BYTES {
                break;
            }
            self.fill()?;
            if self.rest().len() == before {
                break;
            }
        }
        let end = line_end(self.rest()).unwrap_or(self.rest().len());
        Ok(self.rest().get(..end).unwrap_or_default())
    }

    /// Returns the first lines, as many as the first block holds whole; at least one.
    fn lines(&mut self) -> Result<&[u8]> {
        self.first_line()?;
        let whole = self.rest().iter().rposition(|byte| matches!(byte, b'\r' | b'\n'));
        let is_all = self.rest().len() < BLOCK;
        let end = whole.filter(|_| !is_all).unwrap_or(self.rest().len());
        Ok(self.rest().get(..end).unwrap_or_default())
    }

    fn drop_line(&mut self) {
        let end = line_end(self.rest()).unwrap_or(self.rest().len());
        self.consume(end);
    }
}

/// Returns the position of the first line end outside of quotes.
fn line_end(text: &[u8]) -> Option<usize> {
    let mut is_quoted = false;
    text.iter().position(|byte| {
        is_quoted ^= *byte == b'"';
        !is_quoted && matches!(byte, b'\r' | b'\n')
    })
}
