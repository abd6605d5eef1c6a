//! Reads rows from a sheet of a workbook: Excel's `.xlsx` and the `.ods` of `LibreOffice`.
//!
//! A workbook is an archive and can only be read from a file. The used columns of the sheet are kept as text.

use std::fs::File;
use std::io::{BufReader, Read, Seek};

use calamine::{
    Data, HeaderRow, Ods, OdsError, Reader as _, Sheet as About, SheetType, SheetVisible, Xlsx, XlsxError,
};
use zip::ZipArchive;

use super::column::ColumnUse;
use super::fault::{Fault, SPREADSHEET_DATE, TOO_LONG};
use super::guard::catch_panic;
use super::plan::{Mapping, Plan, invalid};
use super::row::RowBuilder;
use super::text::{MAX_RECORD_BYTES, read_error};
use crate::error::{DefactoError, Result};
use crate::portfolio::row::Row;
use crate::wire::Kind;

/// The limit in bytes of a workbook, and of one part of it when it is unpacked.
const MAX_FILE: u64 = 64 << 20;
const MAX_PART: u64 = 512 << 20;
/// The limit in bytes of the texts of all used cells.
const MAX_TEXT: usize = 256 << 20;
/// The number of filled rows in which the names of the columns are looked for: a title may stand above them.
const TITLE_ROWS: usize = 10;
/// The first bytes of an archive, and of the container that old and encrypted workbooks have.
const ARCHIVE: &[u8] = b"PK\x03\x04";
const CONTAINER: &[u8] = b"\xD0\xCF\x11\xE0";
const EXPORT: &str = "Save the sheet as CSV in UTF-8.";

type Source = BufReader<File>;

/// A sheet of a workbook.
#[derive(Debug)]
pub(super) struct Sheet {
    name: String,
    rows: std::vec::IntoIter<Line>,
    plan: Plan,
    mapping: Mapping,
}

/// The cells of a row that are read, in the order of the plan.
#[derive(Debug)]
struct Line {
    /// The row of the sheet, from 1 on.
    number: u64,
    cells: Vec<Text>,
}

/// The text of a cell.
#[derive(Debug, Clone, Default)]
struct Text {
    text: String,
    is_date: bool,
}

impl Sheet {
    /// Opens a sheet, the first visible one unless the caller named one. Reads it whole.
    pub(super) fn open(file: File, sheet: Option<&str>, mapping: Mapping) -> Result<Self> {
        let mut file = BufReader::new(file);
        refuse_other_files(&mut file)?;
        refuse_large(&mut file)?;
        catch_panic(|| match Xlsx::<Source>::new(file) {
            Ok(book) => read_xlsx(book, sheet, mapping),
            Err(error) => Err(xlsx_error(&error)),
        })
    }

    /// Does the same for an `.ods` file.
    pub(super) fn open_ods(file: File, sheet: Option<&str>, mapping: Mapping) -> Result<Self> {
        let mut file = BufReader::new(file);
        refuse_other_files(&mut file)?;
        refuse_large(&mut file)?;
        catch_panic(|| match Ods::<Source>::new(file) {
            Ok(book) => read_ods(book, sheet, mapping),
            Err(error) => Err(ods_error(&error)),
        })
    }

    pub(super) fn columns(&self) -> &[ColumnUse] {
        &self.plan.columns
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the names of the columns that are read.
    pub(super) fn names(&self) -> Vec<String> {
        let name = |index: usize| self.plan.columns.get(index).map(|column| column.column.clone());
        self.plan.read.iter().filter_map(|index| name(*index)).collect()
    }

    pub(super) fn plan(&self) -> (&Plan, &Mapping) {
        (&self.plan, &self.mapping)
    }

    /// Returns the cells of the next row that are read, with its number.
    pub(super) fn next_cells(&mut self) -> Option<(u64, Vec<String>)> {
        let line = self.rows.next()?;
        Some((line.number, line.cells.into_iter().map(|cell| cell.text).collect()))
    }

    /// Returns the next row that is not empty, or `None` at the end of the sheet.
    pub(super) fn next(&mut self) -> Option<Row> {
        let line = self.rows.next()?;
        let mut draft = RowBuilder::new(&self.mapping);
        let reference = self.plan.reference.and_then(|index| line.cells.get(self.plan.place(index)?));
        draft.refer(reference.map(|cell| cell.text.as_str()));
        for (column, cell) in self.plan.used.iter().zip(&line.cells) {
            match fault(cell, column.target.kind) {
                Some(fault) => draft.refuse(&column.target, &column.name, fault),
                None => draft.put_cell(&column.target, &column.name, Some(&cell.text)),
            }
        }
        Some(draft.finish(line.number, &self.mapping))
    }
}

/// A date where none belongs: a spreadsheet takes `1-2` or `MARCH1` for one.
fn fault(cell: &Text, kind: Option<&'static Kind>) -> Option<Fault> {
    let is_misplaced = cell.is_date && kind.is_some_and(|kind| !matches!(kind, Kind::Date | Kind::DateTime));
    if cell.text.len() > MAX_RECORD_BYTES {
        return Some(TOO_LONG);
    }
    is_misplaced.then_some(SPREADSHEET_DATE)
}

fn read_xlsx(mut book: Xlsx<Source>, sheet: Option<&str>, mapping: Mapping) -> Result<Sheet> {
    let name = choose(book.sheets_metadata(), sheet)?;
    let mut reader = book.worksheet_cells_reader(&name).map_err(|error| xlsx_error(&error))?;
    // A format such as `000000000` shows zeros that the number itself does not have.
    let widths: Vec<usize> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map_or(0, |format| zeros(&format.format_code)))
        .collect();
    let mut table = Table::new(name, mapping);
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| xlsx_error(&error))? {
        let width = widths.get(style).copied().unwrap_or_default();
        table.add(cell.get_position(), text_of(&Data::from(cell.get_value().clone()), width))?;
    }
    table.finish()
}

fn read_ods(mut book: Ods<Source>, sheet: Option<&str>, mapping: Mapping) -> Result<Sheet> {
    let name = choose(book.sheets_metadata(), sheet)?;
    let range = book
        .with_header_row(HeaderRow::FirstNonEmptyRow)
        .worksheet_range(&name)
        .map_err(|error| ods_error(&error))?;
    let start = range.start().unwrap_or_default();
    let mut table = Table::new(name, mapping);
    for (row, column, value) in range.used_cells() {
        let at = |index: usize, first: u32| u32::try_from(index).unwrap_or(u32::MAX).saturating_add(first);
        let place = (at(row, start.0), at(column, start.1));
        table.add(place, text_of(value, 0))?;
    }
    table.finish()
}

/// Returns the name of the sheet to read.
fn choose(sheets: &[About], wanted: Option<&str>) -> Result<String> {
    let tables = || sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names = || tables().map(|sheet| format!("'{}'", sheet.name)).collect::<Vec<_>>().join(", ");
    if let Some(wanted) = wanted {
        let found = tables().find(|sheet| sheet.name == wanted);
        let found = found.or_else(|| tables().find(|sheet| sheet.name.trim() == wanted.trim()));
        let missing = || {
            let detail = format!("the workbook has no sheet of this name; its sheets are {}", names());
            DefactoError::configuration(detail, "Name one of them.")
        };
        return found.map(|sheet| sheet.name.clone()).ok_or_else(missing);
    }
    let visible = tables().find(|sheet| sheet.visible == SheetVisible::Visible);
    visible.map(|sheet| sheet.name.clone()).ok_or_else(|| {
        invalid(format!("the workbook has no visible sheet; it has {}", names()), "Name the sheet to read.")
    })
}

/// The rows of a sheet as they come.
struct Table {
    name: String,
    mapping: Mapping,
    /// The plan, once the names of the columns are known.
    plan: Option<Plan>,
    /// The index of the first column of the table.
    first: u32,
    /// Filled rows in which no names of columns were found, and the error of the first.
    titles: usize,
    error: Option<DefactoError>,
    row: u32,
    cells: Vec<(u32, Text)>,
    lines: Vec<Line>,
    size: usize,
}

impl Table {
    fn new(name: String, mapping: Mapping) -> Self {
        Self {
            name,
            mapping,
            plan: None,
            first: 0,
            titles: 0,
            error: None,
            row: 0,
            cells: Vec::new(),
            lines: Vec::new(),
            size: 0,
        }
    }

    fn add(&mut self, (row, column): (u32, u32), cell: Text) -> Result<()> {
        if row != self.row {
            self.end_row()?;
            self.row = row;
        }
        if !cell.text.trim().is_empty() {
            self.cells.push((column, cell));
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<()> {
        let cells = std::mem::take(&mut self.cells);
        if cells.is_empty() {
            return Ok(());
        }
        let Some(plan) = &self.plan else { return self.read_names(&cells) };
        let cell = |index: usize| {
            let place = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(self.first);
            let found = cells.iter().find(|(column, _)| *column == place);
            found.map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let cells: Vec<Text> = plan.read.iter().map(|index| cell(*index)).collect();
        self.size += cells.iter().map(|cell| size_of::<Text>() + cell.text.len()).sum::<usize>();
        if self.size > MAX_TEXT {
            return Err(too_large("the sheet holds more than 256 MiB of text"));
        }
        self.lines.push(Line { number: u64::from(self.row) + 1, cells });
        Ok(())
    }

    /// Reads the names of the columns, unless the row is a title above them.
    fn read_names(&mut self, cells: &[(u32, Text)]) -> Result<()> {
        let first = cells.iter().map(|(column, _)| *column).min().unwrap_or_default();
        let last = cells.iter().map(|(column, _)| *column).max().unwrap_or_default();
        let name = |at: u32| {
            let found = cells.iter().find(|(column, _)| *column == at);
            found.map(|(_, text)| text.text.clone()).unwrap_or_default()
        };
        let names: Vec<String> = (first..=last).map(name).collect();
        match Plan::new(&names, &self.mapping) {
            Ok(mut plan) => {
                for column in &mut plan.used {
                    let place = u32::try_from(column.index).unwrap_or(u32::MAX).saturating_add(first);
                    column.name = format!("{}: {}", letters(place), column.name);
                }
                (self.plan, self.first) = (Some(plan), first);
                Ok(())
            }
            Err(error) => {
                let error = self.error.take().unwrap_or(error);
                self.titles += 1;
                if self.titles >= TITLE_ROWS {
                    return Err(error);
                }
                self.error = Some(error);
                Ok(())
            }
        }
    }

    fn finish(mut self) -> Result<Sheet> {
        self.end_row()?;
        let Self { name, plan: Some(plan), lines, mapping, .. } = self else {
            let empty = || {
                let detail = format!("the sheet '{}' is empty", self.name);
                invalid(detail, "Fill it, with a row that names the columns, or name another sheet.")
            };
            return Err(self.error.take().unwrap_or_else(empty));
        };
        Ok(Sheet { name, rows: lines.into_iter(), plan, mapping })
    }
}

/// Returns the letters of a column as spreadsheets show them: `A` to `Z`, `AA`, ...
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Returns the number of digits that a format of zeros alone shows, such as `000000000` or `000 000 000`.
fn zeros(format: &str) -> usize {
    let digits = format.bytes().filter(|byte| *byte == b'0').count();
    let is_plain = format.chars().all(|c| matches!(c, '0' | ' ' | '\\' | '"' | '-' | '\u{a0}' | '\u{202f}'));
    if is_plain { digits } else { 0 }
}

fn text_of(value: &Data, width: usize) -> Text {
    let plain = |text: String| Text { text, is_date: false };
    match value {
        Data::Empty => Text::default(),
        Data::Int(number) => plain(format!("{number:0width$}")),
        Data::Float(number) => plain(number_text(*number, width)),
        Data::Bool(value) => plain(value.to_string()),
        Data::String(text) | Data::DurationIso(text) => plain(text.clone()),
        Data::Error(error) => plain(error.to_string()),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            let has_time = (hour, minute, second) != (0, 0, 0);
            let time = if has_time { format!("T{hour:02}:{minute:02}:{second:02}") } else { String::new() };
            Text { text: date + &time, is_date: true }
        }
        Data::DateTime(duration) => plain(duration.as_f64().to_string()),
        Data::DateTimeIso(text) => Text { text: text.clone(), is_date: true },
    }
}

/// Returns a number as a spreadsheet would show it. One with more digits than a spreadsheet keeps stays a
/// power, by which the check of the cell finds it.
fn number_text(number: f64, width: usize) -> String {
    if number.fract() != 0.0 {
        return number.to_string();
    }
    if number.abs() >= 1e15 {
        format!("{number:.14E}").replace('E', "E+")
    } else {
        format!("{number:0width$.0}")
    }
}

/// Refuses what is no archive, and says what it is.
fn refuse_other_files(file: &mut Source) -> Result<()> {
    let mut start = Vec::new();
    file.by_ref().take(4).read_to_end(&mut start).map_err(|error| read_error(&error))?;
    file.rewind().map_err(|error| read_error(&error))?;
    match start.as_slice() {
        ARCHIVE => Ok(()),
        [] => Err(invalid("the file is empty", EXPORT)),
        CONTAINER => Err(invalid(
            "the workbook is protected by a password, or an old one (.xls)",
            "Open it, and save it as an Excel workbook (.xlsx) without a password, or as CSV in UTF-8.",
        )),
        _ => Err(invalid("the file is no workbook", "Give its format, or save it as .xlsx, .ods or CSV.")),
    }
}

/// Refuses a workbook that is larger than the limits, by what its parts really unpack to.
fn refuse_large(file: &mut Source) -> Result<()> {
    let len = file.get_ref().metadata().map_err(|error| read_error(&error))?.len();
    if len > MAX_FILE {
        return Err(too_large("the workbook is larger than 64 MiB"));
    }
    let mut archive = ZipArchive::new(&mut *file).map_err(|_| damaged())?;
    for at in 0..archive.len() {
        // Names that are read whole. An archive may lie about their sizes.
        let Ok(part) = archive.by_index(at) else { continue };
        if part.size() > MAX_PART {
            return Err(too_large("a part of the workbook has more than 512 MiB"));
        }
        if ["xl/sharedStrings.xml", "xl/styles.xml", "content.xml"]
            .contains(&part.name().unwrap_or_default().as_ref())
        {
            let read = std::io::copy(&mut part.take(MAX_PART + 1), &mut std::io::sink());
            if read.is_ok_and(|read| read > MAX_PART) {
                return Err(too_large("a part of the workbook has more than 512 MiB"));
            }
        }
    }
    file.rewind().map_err(|error| read_error(&error))
}

fn too_large(detail: &str) -> DefactoError {
    invalid(detail, "Save the sheet as CSV in UTF-8, which may have any size.")
}

fn damaged() -> DefactoError {
    invalid(
        "the workbook is damaged or cut off",
        "Open it in a spreadsheet and save it again, or save it as CSV.",
    )
}

fn xlsx_error(error: &XlsxError) -> DefactoError {
    match error {
        XlsxError::Password => protected(),
        XlsxError::NotAWorksheet(_) => invalid("the sheet holds no table", "Name another sheet."),
        _ => damaged(),
    }
}

fn ods_error(error: &OdsError) -> DefactoError {
    match error {
        OdsError::Password => protected(),
        OdsError::CellLimitExceeded { .. } => too_large("the sheet has too many cells"),
        _ => damaged(),
    }
}

fn protected() -> DefactoError {
    invalid("the workbook is protected by a password", "Open it, and save it without a password.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }

    #[test]
    fn numbers_keep_the_zeros_that_their_format_shows_and_no_fraction() {
        assert_eq!(number_text(5_720_784.0, zeros("000000000")), "005720784");
        assert_eq!(number_text(5_720_784.0, zeros("000\\ 000\\ 000")), "005720784");
        assert_eq!(number_text(472_618_354.0, zeros("General")), "472618354");
        assert_eq!(number_text(47_261_835_400_009.0, zeros("0")), "47261835400009");
        assert_eq!(number_text(12.5, zeros("0.00")), "12.5");
        assert_eq!(number_text(-3.0, 0), "-3");
        assert!(super::super::cell::is_spreadsheet_number(&number_text(1.234_567_890_123_456_7e17, 0)));
    }
}
