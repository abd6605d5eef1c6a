//! Decides which column fills which place, once for each file.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::cell;
use super::column::{ColumnUse, looks_like_value};
use super::headings::Need;
use super::options::{DateOrder, IntakeOptions};
use super::target::{self, IDENTIFIER, Target, normalize_name};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::validation::{check_identifier, register_country, trim_blanks};

/// The limits of an error text: the number of column names, and the letters of each name.
const NAMES_SHOWN: usize = 30;
const LETTERS_SHOWN: usize = 40;

/// The caller's options for columns, constants and direct debit.
#[derive(Debug)]
pub(super) struct Mapping {
    /// The mapped columns and their places. `None` ignores the column.
    columns: Vec<(String, Option<Target>)>,
    pub(super) constants: Vec<(Target, Value)>,
    pub(super) direct_debit: Option<bool>,
    pub(super) dates: Option<DateOrder>,
    /// The column with the caller's own reference.
    pub(super) reference: Option<String>,
    /// Whether cells are read that fill no place, to be written to another file.
    #[cfg(any(feature = "parquet", feature = "spreadsheets"))]
    reads_all: bool,
}

impl Mapping {
    pub(super) fn new(options: &IntakeOptions) -> Result<Self> {
        let place = |pointer: &String| target::find(pointer).ok_or_else(|| no_place(pointer));
        let column = |(name, pointer): &(String, String)| {
            let ignored = trim_blanks(pointer).is_empty();
            Ok((trim_blanks(name).to_owned(), if ignored { None } else { Some(place(pointer)?) }))
        };
        let constant = |(pointer, text): &(String, String)| {
            let target = place(pointer)?;
            let wrong = |why: &str| {
                let detail = format!("the constant for {} cannot be used: it {why}", target.pointer);
                DefactoError::configuration(detail, "")
            };
            let value =
                cell::convert(target.kind, text, options.dates).map_err(|fault| wrong(fault.detail))?;
            let value = value.ok_or_else(|| wrong("is empty"))?;
            Ok((target, value))
        };
        Ok(Self {
            columns: options.columns.iter().map(column).collect::<Result<_>>()?,
            constants: options.constants.iter().map(constant).collect::<Result<_>>()?,
            direct_debit: options.direct_debit,
            dates: options.dates,
            reference: options.reference.as_deref().map(|name| trim_blanks(name).to_owned()),
            #[cfg(any(feature = "parquet", feature = "spreadsheets"))]
            reads_all: options.reads_all,
        })
    }

    /// Returns the place of a column, and `true` if the caller mapped it.
    pub(super) fn place(&self, name: &str) -> (Option<Target>, bool) {
        let exactly = self.columns.iter().find(|(said, _)| said == name);
        let nearly = || self.columns.iter().find(|(said, _)| is_same_name(said, name));
        match exactly.or_else(nearly) {
            Some((_, target)) => (target.clone(), true),
            None => (target::find(name), false),
        }
    }
}

/// Returns `true` if two names of columns differ at most in case, blanks and separators.
pub(super) fn is_same_name(one: &str, other: &str) -> bool {
    normalize_name(one) == normalize_name(other)
}

/// A column that fills a place.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) target: Target,
}

/// The columns of a table and their use.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) used: Vec<Column>,
    /// The column with the caller's own reference, which may fill a place as well.
    pub(super) reference: Option<usize>,
    /// The columns whose cells are read: the used ones in their order and that of the reference, or all.
    #[cfg(any(feature = "parquet", feature = "spreadsheets"))]
    pub(super) read: Vec<usize>,
    /// The number of cells in a row.
    pub(super) width: usize,
    pub(super) columns: Vec<ColumnUse>,
    /// The names of all columns, normalised.
    names: HashSet<String>,
}

impl Plan {
    /// Gives each column its place.
    ///
    /// # Errors
    /// `Validation` when no column is the company's number, or two columns have one name or one place;
    /// `Configuration` when a column that the caller mapped does not exist.
    pub(super) fn new(names: &[String], mapping: &Mapping) -> Result<Self> {
        let names: Vec<&str> = names.iter().map(|name| trim_blanks(name)).collect();
        let shown = Shown { names: &names, is_data: names.iter().any(|name| looks_like_value(name)) };
        refuse_missing(&shown, mapping)?;
        let places: Vec<(Option<Target>, bool)> = names.iter().map(|name| mapping.place(name)).collect();
        let seen: Vec<_> = places.iter().map(|(place, said)| (place.as_ref(), *said)).collect();
        let keeps = kept(&seen, mapping);
        let places: Vec<Option<Target>> =
            places.into_iter().zip(keeps).map(|((place, _), keeps)| place.filter(|_| keeps)).collect();
        refuse_duplicates(&shown, &places)?;
        refuse_collisions(&shown, &places)?;
        if !places.iter().flatten().any(|target| target.pointer == IDENTIFIER) {
            return Err(shown.without_identifier());
        }
        let reference = mapping.reference.as_deref().and_then(|said| shown.find(said));
        let is_reference = |index: usize| reference == Some(index);
        let columns = names.iter().zip(&places).enumerate().map(|(index, (name, place))| ColumnUse {
            is_reference: is_reference(index),
            ..ColumnUse::new(name, place.as_ref())
        });
        let columns = columns.collect();
        let width = names.len();
        let normalized = names.iter().map(|name| normalize_name(name)).collect();
        let used = places.into_iter().zip(&names).enumerate().filter_map(|(index, (place, name))| {
            Some(Column { index, name: (*name).to_owned(), target: place? })
        });
        let used: Vec<Column> = used.collect();
        #[cfg(any(feature = "parquet", feature = "spreadsheets"))]
        let read = if mapping.reads_all {
            (0..width).collect()
        } else {
            let of_reference = reference.filter(|at| used.iter().all(|column| column.index != *at));
            used.iter().map(|column| column.index).chain(of_reference).collect()
        };
        Ok(Self {
            used,
            reference,
            #[cfg(any(feature = "parquet", feature = "spreadsheets"))]
            read,
            width,
            columns,
            names: normalized,
        })
    }
}

impl Plan {
    /// Returns the place of a column among those that are read.
    #[cfg(any(feature = "parquet", feature = "spreadsheets"))]
    pub(super) fn place(&self, index: usize) -> Option<usize> {
        self.read.iter().position(|read| *read == index)
    }

    /// Returns `true` if a cell of the row is a company's number in form: without findings for its type, or
    /// with eight digits if the column does not tell the type.
    pub(super) fn holds_number<'a>(&self, cell: impl Fn(usize) -> &'a [u8]) -> bool {
        self.used.iter().filter(|column| column.target.pointer == IDENTIFIER).any(|column| {
            let Ok(text) = std::str::from_utf8(cell(column.index)) else { return false };
            match column.target.identifier_type {
                Some(kind) => check_identifier(Some(kind), text).is_empty(),
                None => text.bytes().filter(u8::is_ascii_digit).count() >= 8,
            }
        })
    }
}

/// Returns `true` if a row repeats names of columns, as where several files were put together: each cell that
/// is not empty is a name.
pub(super) fn repeats_names<'a>(plan: &Plan, cells: impl IntoIterator<Item = &'a str>) -> bool {
    let mut filled = cells.into_iter().map(trim_blanks).filter(|cell| !cell.is_empty()).peekable();
    filled.peek().is_some() && filled.all(|cell| plan.names.contains(&normalize_name(cell)))
}

/// Returns `true` for each column that keeps its place. A mapping of the caller takes precedence over a name,
/// `identifier` over the name of a type, a name of a field over another heading. Some headings need other
/// columns.
pub(super) fn kept(places: &[(Option<&Target>, bool)], mapping: &Mapping) -> Vec<bool> {
    let is_plain = |target: &Target| target.pointer == IDENTIFIER && target.identifier_type.is_none();
    let has_plain = places.iter().any(|(place, _)| place.is_some_and(is_plain));
    let taken: HashSet<&str> = places
        .iter()
        .filter(|(_, said)| *said)
        .filter_map(|(place, _)| Some(place.as_ref()?.pointer.as_str()))
        .collect();
    let all: HashSet<&str> =
        places.iter().filter_map(|(place, _)| Some(place.as_ref()?.pointer.as_str())).collect();
    let is_constant = |pointer: &str| mapping.constants.iter().any(|(target, _)| target.pointer == pointer);
    let has = |pointer: &str| all.contains(pointer) || is_constant(pointer);
    let has_need = |target: &Target| {
        let person = target.pointer.rsplit_once('/').map_or("", |(person, _)| person);
        let part = |name: &&str| has(&format!("{person}/{name}"));
        match target.need {
            Need::Nothing => true,
            Need::WholeAddress => ADDRESS.iter().all(part),
            Need::PersonalData => places.iter().filter_map(|(place, _)| *place).any(|other| {
                let rest = other.pointer.strip_prefix(person);
                rest.is_some_and(|rest| rest.starts_with('/')) && other.need != Need::PersonalData
            }),
            Need::BothNames => ["first_name", "last_name"].iter().all(part),
        }
    };
    let country = |target: &Target| target.identifier_type.and_then(register_country);
    let exact: HashSet<_> = places
        .iter()
        .filter_map(|(place, _)| place.as_ref().filter(|target| !target.is_heading))
        .map(|target| (target.pointer.as_str(), country(target)))
        .collect();
    let keeps = |(place, said): &(Option<&Target>, bool)| {
        place.is_some_and(|target| {
            *said
                || !(taken.contains(target.pointer.as_str())
                    || (has_plain && target.identifier_type.is_some())
                    || (target.is_heading && exact.contains(&(target.pointer.as_str(), country(target))))
                    || !has_need(target))
        })
    };
    places.iter().map(keeps).collect()
}

const ADDRESS: [&str; 4] = ["address_line_1", "city", "country", "postal_code"];

/// The names of columns for error texts. If the first line is data, the names are values and are not shown.
struct Shown<'a> {
    names: &'a [&'a str],
    is_data: bool,
}

impl Shown<'_> {
    /// Returns the column that the caller names, whose name may differ in case, blanks and separators.
    fn find(&self, said: &str) -> Option<usize> {
        let exactly = self.names.iter().position(|name| *name == said);
        exactly.or_else(|| self.names.iter().position(|name| is_same_name(name, said)))
    }

    fn one(&self, index: usize) -> String {
        match self.names.get(index) {
            Some(name) if !self.is_data && !name.is_empty() => format!("'{}'", shorten(name)),
            _ => format!("number {}", index + 1),
        }
    }

    fn all(&self) -> String {
        let shown = self.names.len().min(NAMES_SHOWN);
        let names = (0..shown).map(|index| self.one(index)).collect::<Vec<_>>().join(", ");
        match self.names.len() - shown {
            0 => names,
            more => format!("{names} and {more} more"),
        }
    }

    fn without_identifier(&self) -> DefactoError {
        if self.is_data {
            let detail =
                "no column holds the company's number, and the first line looks like data, not like names";
            return invalid(
                detail,
                "Put a line with the names of the columns in front: identifier, name, ...",
            );
        }
        invalid(
            format!("no column holds the company's number; the columns are {}", self.all()),
            "Name it `identifier` or by its type (siren, kvk, nif, ...), or map the column that holds it to \
             /identifier.",
        )
    }
}

/// Refuses two columns of one name if they are used. Columns that are ignored may have any names.
fn refuse_duplicates(shown: &Shown<'_>, places: &[Option<Target>]) -> Result<()> {
    let mut seen = HashSet::new();
    let used = shown.names.iter().zip(places).enumerate().filter(|(_, (_, place))| place.is_some());
    for (index, (name, _)) in used {
        if !seen.insert(*name) {
            let detail = format!("two columns have the same name: {}", shown.one(index));
            return Err(invalid(detail, "Rename or remove one of them."));
        }
    }
    Ok(())
}

fn refuse_missing(shown: &Shown<'_>, mapping: &Mapping) -> Result<()> {
    let mapped = mapping.columns.iter().map(|(said, _)| said);
    let missing = mapped.chain(&mapping.reference).find(|said| shown.find(said).is_none());
    let Some(missing) = missing else { return Ok(()) };
    let detail = format!("the file has no column '{}'; its columns are {}", shorten(missing), shown.all());
    Err(DefactoError::configuration(detail, "Map a column that is there."))
}

fn refuse_collisions(shown: &Shown<'_>, places: &[Option<Target>]) -> Result<()> {
    let mut seen = HashMap::new();
    let mut countries = HashSet::new();
    for (index, place) in places.iter().enumerate() {
        let Some(target) = place else { continue };
        // Numbers of two registers may have a column each: one for French rows, one for German rows.
        let country = target.identifier_type.and_then(register_country);
        if target.pointer == IDENTIFIER && country.is_some_and(|country| countries.insert(country)) {
            seen.entry(&target.pointer).or_insert(index);
            continue;
        }
        if let Some(first) = seen.insert(&target.pointer, index) {
            let (first, second) = (shown.one(first), shown.one(index));
            let detail = format!("the columns {first} and {second} both stand for {}", target.pointer);
            let hint = "Map one of them to where it belongs, or to nothing, which ignores it.";
            return Err(invalid(detail, hint));
        }
    }
    Ok(())
}

fn shorten(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(LETTERS_SHOWN).collect()
}

fn no_place(pointer: &str) -> DefactoError {
    let detail = format!("the request has no field '{}' that a column could fill", shorten(pointer));
    let hint = "Give a path such as /account_number or /directors/0/first_name, or a type of identifier such \
                as siren.";
    DefactoError::configuration(detail, hint)
}

/// Returns the error for a file whose content is invalid.
pub(super) fn invalid(detail: impl Into<String>, hint: impl Into<String>) -> DefactoError {
    DefactoError::of(ErrorKind::Validation, detail, hint)
}
