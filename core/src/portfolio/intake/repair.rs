//! Proposes repairs of a table that cannot change what a value means, for a person to accept.

use std::fmt;
use std::path::Path;

use super::options::{Format, IntakeOptions};
use super::plan::{Mapping, Plan};
use super::target::Target;
use super::{Rows, Source, open};
use crate::error::{DefactoError, Result};
use crate::validation::{
    alpha3_of, check_identifier, clean_text, phone_number, register_country, restore_zeros,
};

/// The place of the company's country, and of the type of its number.
const COUNTRY: &str = "/address/country";
const IDENTIFIER_TYPE: &str = "/identifier_type";

/// What a repair does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RepairKind {
    /// Removes blanks at the ends and invisible characters, and makes other blanks plain ones.
    Blanks,
    /// Writes a country, given by name or with two letters, with three letters.
    Country,
    /// Writes a telephone number in international form, by the country of the row.
    PhoneNumber,
    /// Puts lost zeros in front of a number back, where check digits prove them.
    LeadingZeros,
}

impl RepairKind {
    /// Returns the name: `blanks`, `country`, `phone_number`, `leading_zeros`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blanks => "blanks",
            Self::Country => "country",
            Self::PhoneNumber => "phone_number",
            Self::LeadingZeros => "leading_zeros",
        }
    }
}

/// A proposed change of one cell. It holds values of the file: show it only to the person who decides.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// The name of the column.
    pub column: String,
    /// What the change does.
    pub kind: RepairKind,
    /// The cell as it is.
    pub before: String,
    /// The cell as it would be.
    pub after: String,
}

impl fmt::Debug for Repair {
    /// Leaves out the values, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repair")
            .field("column", &self.column)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// A row with the proposed changes made.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RepairedRow {
    /// The place in the file, as in [`Row`](crate::portfolio::Row).
    pub number: u64,
    /// All cells, changed or not.
    pub cells: Vec<String>,
    /// The changes; empty if there are none.
    pub repairs: Vec<Repair>,
}

impl fmt::Debug for RepairedRow {
    /// Leaves out the cells, which may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RepairedRow")
            .field("number", &self.number)
            .field("repairs", &self.repairs)
            .finish_non_exhaustive()
    }
}

/// The rows of a table with proposed changes, read one at a time. Nothing is written.
#[derive(Debug)]
pub struct Repairs {
    rows: Rows,
    has_ended: bool,
}

/// Opens a table, CSV or a workbook, to propose repairs. Blocks as [`open`] does; safe to repeat.
///
/// # Errors
/// Those of [`open`]; `Configuration` for a format that is no table of text.
pub fn repairs(path: &Path, options: &IntakeOptions) -> Result<Repairs> {
    let format = options.format.or_else(|| Format::of(path));
    if matches!(format, Some(Format::JsonLines | Format::Parquet | Format::Arrow)) {
        let hint = "Mend the program that writes the file.";
        return Err(DefactoError::configuration("only CSV files and workbooks can be mended", hint));
    }
    let whole = IntakeOptions { reads_all: true, ..options.clone() };
    Ok(Repairs { rows: open(path, &whole)?, has_ended: false })
}

impl Repairs {
    /// Returns the names of all columns, also of those that are ignored.
    pub fn names(&self) -> Vec<String> {
        match &self.rows.source {
            Source::Csv(csv) => csv.names().to_vec(),
            #[cfg(feature = "spreadsheets")]
            Source::Sheet(sheet) => sheet.names(),
            _ => Vec::new(),
        }
    }

    fn read(&mut self) -> Result<Option<RepairedRow>> {
        match &mut self.rows.source {
            Source::Csv(csv) => {
                let Some((number, cells)) = csv.next_cells()? else { return Ok(None) };
                let (plan, mapping) = csv.plan();
                Ok(Some(repair(number, cells, plan, mapping)))
            }
            #[cfg(feature = "spreadsheets")]
            Source::Sheet(sheet) => {
                let Some((number, cells)) = sheet.next_cells() else { return Ok(None) };
                let (plan, mapping) = sheet.plan();
                Ok(Some(repair(number, cells, plan, mapping)))
            }
            _ => Ok(None),
        }
    }
}

impl Iterator for Repairs {
    type Item = Result<RepairedRow>;

    fn next(&mut self) -> Option<Result<RepairedRow>> {
        if self.has_ended {
            return None;
        }
        let row = self.read();
        self.has_ended = !matches!(row, Ok(Some(_)));
        row.transpose()
    }
}

/// Proposes the changes of a row, which has all its cells.
fn repair(number: u64, mut cells: Vec<String>, plan: &Plan, mapping: &Mapping) -> RepairedRow {
    let text_of = |pointer: &str| {
        let column = plan.used.iter().find(|column| column.target.pointer == pointer);
        let cell = column.and_then(|column| cells.get(column.index)).filter(|cell| !cell.trim().is_empty());
        let constant = || mapping.constants.iter().find(|(target, _)| target.pointer == pointer);
        cell.cloned().or_else(|| constant()?.1.as_str().map(ToOwned::to_owned))
    };
    let kind_of_row = text_of(IDENTIFIER_TYPE).map(|kind| kind.trim().to_owned());
    let country_of = |target: &Target| {
        let person = target.pointer.rsplit_once('/').map_or("", |(person, _)| person);
        let own = text_of(&format!("{person}/address/country")).filter(|_| !person.is_empty());
        own.or_else(|| text_of(COUNTRY)).and_then(|country| alpha3_of(&country)).or_else(|| {
            let kinds = plan.used.iter().filter_map(|column| column.target.identifier_type);
            let mut countries = kinds.filter_map(register_country);
            let first = countries.next();
            first.filter(|first| countries.all(|other| other == *first))
        })
    };
    let mut found = Vec::new();
    for column in &plan.used {
        let Some(before) = cells.get(column.index) else { continue };
        let kind = column.target.identifier_type.or(kind_of_row.as_deref());
        if let Some((what, after)) = mend(&column.target, before, kind, || country_of(&column.target)) {
            let name = plan.columns.get(column.index).map_or(&column.name, |column| &column.column);
            found.push((column.index, what, name.clone(), after));
        }
    }
    let mut repairs = Vec::new();
    for (index, kind, column, after) in found {
        if let Some(cell) = cells.get_mut(index) {
            let before = std::mem::replace(cell, after.clone());
            repairs.push(Repair { column, kind, before, after });
        }
    }
    RepairedRow { number, cells, repairs }
}

/// Returns what a cell should be, or `None` if it stays.
fn mend(
    target: &Target,
    before: &str,
    identifier_type: Option<&str>,
    country: impl Fn() -> Option<&'static str>,
) -> Option<(RepairKind, String)> {
    let clean = clean_text(before);
    if clean.is_empty() {
        return None;
    }
    let field = target.pointer.rsplit_once('/').map_or("", |(_, field)| field);
    let special = match field {
        "country" | "nationality" => alpha3_of(&clean).map(|code| (RepairKind::Country, code.to_owned())),
        "phone_number" | "business_phone_number" => {
            phone_number(&clean, country()).map(|number| (RepairKind::PhoneNumber, number))
        }
        "identifier" if target.steps.len() == 1 => restored(identifier_type, &clean),
        _ => None,
    };
    let (kind, after) = special.unwrap_or((RepairKind::Blanks, clean));
    (after != before).then_some((kind, after))
}

fn restored(identifier_type: Option<&str>, text: &str) -> Option<(RepairKind, String)> {
    let number = restore_zeros(identifier_type, text)?;
    let is_right = check_identifier(identifier_type, &number).is_empty();
    is_right.then_some((RepairKind::LeadingZeros, number))
}
