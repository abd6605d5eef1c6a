//! `defacto portfolio check`: lists everything that is wrong with a file, before anything is sent.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::path::PathBuf;

use defacto_sdk::error::Severity;
use defacto_sdk::identity::CompanyMatch;
use defacto_sdk::portfolio::intake::ColumnUse;
use defacto_sdk::portfolio::{Row, SeenCompanies};
use serde::Serialize;

use super::fix;
use super::source::Source;
use crate::commands::listing::{Format, FormatChoice, Record, parse_limit};
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::cell::{Cell, Column};
use crate::terminal::output::{BAD, CARE, GOOD, Output, note};
use crate::terminal::words::{plain, plural};

/// How many problems a table shows by default.
const SHOWN: u32 = 100;

const MORE: &str = "\
Nothing is sent, and no key is needed. With an error, `defacto portfolio enroll`
does not send the row. A warning marks a value that looks wrong, but the API
decides. Values are never shown, only their places. The summary and the use of
each column go to standard error.

A table shows the first 100 problems, JSON and CSV have all of them. Memory does
not grow with the problems; it grows by about fifty bytes with each company.

With --fix, nothing is checked. It proposes changes that cannot alter a meaning:
blanks and invisible characters, countries by name or in two letters, telephone
numbers in national form, and lost zeros that check digits prove. The list shows
the values. The mended table is written after you accept it, as CSV in UTF-8;
your file stays as it is.

Exit codes:
  0 no errors, 1 the file cannot be read, 2 the command line is wrong,
  3 there are errors, or no rows; with --fix: the changes were not accepted

Examples:
  defacto portfolio check customers.csv
  defacto portfolio check customers.csv --output csv > problems.csv
  defacto portfolio check customers.csv --fix mended.csv
  defacto portfolio check customers.xlsx --sheet Clients --dates day-first
  defacto portfolio check export.txt --format csv --separator tab --encoding windows-1252
  defacto portfolio check customers.csv --column 'Company no.=siren' --set /metadata/batch=spring
  zcat customers.jsonl.gz | defacto portfolio check - --format jsonl";

/// List every problem of a file with companies, without sending anything.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    #[command(flatten)]
    source: Source,
    /// The greatest number of problems to list [default: 100 in a table, else all].
    #[arg(long, value_name = "N", value_parser = parse_limit)]
    limit: Option<NonZeroU32>,
    /// Instead, propose safe repairs, and write the mended table to this file if you accept them.
    #[arg(long, value_name = "OUT.csv")]
    fix: Option<PathBuf>,
    /// With --fix: accept all proposed changes.
    #[arg(long, requires = "fix")]
    yes: bool,
    #[command(flatten)]
    format: FormatChoice,
}

/// One problem of one row.
#[derive(Serialize)]
struct Found {
    row: u64,
    column: Option<String>,
    pointer: String,
    code: String,
    severity: String,
    detail: String,
}

impl Record for Found {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("row", |found| Cell::number(Some(found.row))),
        Column::new("column", |found| Cell::text(found.column.as_deref())),
        Column::new("pointer", |found| Cell::text(Some(&found.pointer))),
        Column::new("code", |found| Cell::text(Some(&found.code))),
        Column::new("severity", |found| Cell::text(Some(&found.severity))),
        Column::new("detail", |found| Cell::text(Some(&found.detail))),
    ];
}

/// Reads the whole file.
pub(super) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let default = if args.format.format == Format::Table { SHOWN.into() } else { u64::MAX };
    let most = args.limit.map_or(default, |limit| limit.get().into());
    if let Some(target) = &args.fix {
        return fix::run(&args.source, target, args.yes, (&args.format, most), output);
    }
    let (mut rows, mut checked, mut found) = (args.source.rows()?, Checked::default(), 0_u64);
    let problems = rows.by_ref().flat_map(|row| match row {
        Ok(row) => checked.problems(row).into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    });
    // All rows are read, also after the limit of listed problems.
    let listed = problems.filter(|problem| {
        found += u64::from(problem.is_ok());
        found <= most || problem.is_err()
    });
    if args.format.format == Format::Table {
        // The counts stand above the table, which is short. Other formats are written while the file is read.
        let listed: Vec<_> = listed.collect();
        checked.tell_kinds();
        args.format.write_all(listed.into_iter(), output)?;
    } else {
        args.format.write_all(listed, output)?;
        checked.tell_kinds();
    }
    if found > most {
        note(format_args!("{} more; --output csv lists all of them.", number(found - most, "problem")));
    }
    checked.tell(rows.columns());
    Ok(if checked.invalid == 0 && checked.rows > 0 { Exit::Done } else { Exit::Invalid })
}

/// The findings so far.
#[derive(Default)]
struct Checked {
    rows: u64,
    invalid: u64,
    warned: u64,
    duplicates: u64,
    companies: SeenCompanies,
    /// How many problems there are of each severity and code.
    kinds: HashMap<(String, String), u64>,
}

impl Checked {
    fn problems(&mut self, row: Row) -> Vec<Found> {
        self.rows += 1;
        self.invalid += u64::from(row.is_invalid());
        let number = row.number;
        let seen = if row.is_invalid() { None } else { self.companies.see(&row) };
        let found = |column, problem: defacto_sdk::error::Problem| Found {
            row: number,
            column,
            pointer: problem.pointer,
            code: problem.code,
            severity: problem.severity.as_str().to_owned(),
            detail: problem.detail,
        };
        let mut problems: Vec<Found> =
            row.problems.into_iter().map(|found_in| found(found_in.column, found_in.problem)).collect();
        let is_invalid = problems.iter().any(|found| found.severity == Severity::Error.as_str());
        if let Some((first, answer)) = seen {
            let (code, detail) = if answer == CompanyMatch::Same {
                self.duplicates += 1;
                let detail = format!("stands in row {first} already: the company is enrolled once");
                ("duplicate_company", detail)
            } else {
                let detail = format!(
                    "may be the company of row {first}: add its court, name, VAT number or IBAN to tell them apart"
                );
                ("ambiguous_company", detail)
            };
            problems.push(Found {
                row: number,
                column: None,
                pointer: "/identifier".to_owned(),
                code: code.to_owned(),
                severity: Severity::Warning.as_str().to_owned(),
                detail,
            });
        }
        self.warned += u64::from(!is_invalid && !problems.is_empty());
        for found in &problems {
            *self.kinds.entry((found.severity.clone(), found.code.clone())).or_default() += 1;
        }
        problems
    }

    /// Lists the kinds of problems, errors first, the most frequent first.
    fn tell_kinds(&self) {
        let mut kinds: Vec<_> =
            self.kinds.iter().map(|((severity, code), count)| (severity, *count, code)).collect();
        kinds.sort_by(|one, other| (one.0, other.1, one.2).cmp(&(other.0, one.1, other.2)));
        if kinds.is_empty() {
            return;
        }
        note("Problems by kind:");
        let width = kinds.iter().map(|(_, count, _)| count.to_string().len()).max().unwrap_or_default();
        for (severity, count, code) in kinds {
            let style = if severity == Severity::Error.as_str() { BAD } else { CARE };
            note(format_args!("  {count:>width$}  {style}{severity:<7}{style:#}  {}", plain(code)));
        }
    }

    fn tell(&self, columns: &[ColumnUse]) {
        let verdict = if self.rows == 0 {
            format!("{BAD}The file has no company{BAD:#}")
        } else if self.invalid == 0 {
            format!("{GOOD}All rows can pass{GOOD:#}")
        } else {
            format!("{BAD}{} cannot pass{BAD:#}", number(self.invalid, "row"))
        };
        let warned = if self.warned == 0 {
            String::new()
        } else {
            format!(", {CARE}{} with warnings{CARE:#}", number(self.warned, "row"))
        };
        let duplicates = if self.duplicates == 0 {
            String::new()
        } else {
            format!(", of which {}", number(self.duplicates, "duplicate"))
        };
        note(format_args!("{verdict} of {}{warned}{duplicates}.", number(self.rows, "row")));
        tell_columns(columns);
    }
}

fn tell_columns(columns: &[ColumnUse]) {
    let is_used = |column: &&ColumnUse| column.pointer.is_some() || column.is_reference;
    let (used, ignored): (Vec<_>, Vec<_>) = columns.iter().partition(is_used);
    let width = used.iter().map(|column| column.column.chars().count()).max().unwrap_or_default();
    if !used.is_empty() {
        note("Columns:");
    }
    for column in used {
        let pointer = column.pointer.as_deref().unwrap_or_default();
        let reference = if column.is_reference { "your reference" } else { "" };
        let separator = if column.is_reference && column.pointer.is_some() { ", " } else { "" };
        let name = plain(&column.column);
        note(format_args!("  {name:<width$}  {}{separator}{reference}", plain(pointer)));
    }
    if !ignored.is_empty() {
        let names: Vec<String> = ignored.iter().map(|column| shown(column)).collect();
        note(format_args!("Ignored: {}", names.join(", ")));
    }
    let directors: Vec<String> =
        ignored.iter().filter(|column| column.is_about_director()).map(|column| shown(column)).collect();
    if !directors.is_empty() {
        note(format_args!(
            "{CARE}No data of directors is sent from {}.{CARE:#} If it should be, say where it belongs: \
             --column 'NAME=/directors/0/first_name'.",
            directors.join(", ")
        ));
    }
}

/// Returns the name of a column that is not recognized.
fn shown(column: &ColumnUse) -> String {
    if column.looks_like_value() { "***".to_owned() } else { plain(&column.column).replace('\n', " ") }
}

fn number(number: u64, noun: &str) -> String {
    plural(usize::try_from(number).unwrap_or(usize::MAX), noun)
}
