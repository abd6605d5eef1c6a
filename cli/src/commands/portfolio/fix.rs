//! `defacto portfolio check --fix`: proposes repairs, and writes the mended table if a person accepts them.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use defacto_sdk::portfolio::intake::{Repair, RepairKind, Repairs};
use serde::Serialize;

use super::source::Source;
use crate::commands::listing::{Format, FormatChoice, Record};
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::terminal::cell::{Cell, Column};
use crate::terminal::output::{CARE, GOOD, Output, note};
use crate::terminal::words::plural;

/// The mark by which spreadsheets know UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A proposed change, as it is shown.
#[derive(Serialize)]
struct Change {
    row: u64,
    column: String,
    kind: &'static str,
    before: String,
    after: String,
}

impl Change {
    fn new(row: u64, repair: Repair) -> Self {
        let Repair { column, kind, before, after, .. } = repair;
        Self { row, column, kind: kind.as_str(), before, after }
    }
}

impl Record for Change {
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("row", |change| Cell::number(Some(change.row))),
        Column::new("column", |change| Cell::text(Some(&change.column))),
        Column::new("kind", |change| Cell::text(Some(change.kind))),
        Column::new("before", |change| Cell::text(Some(&format!("{:?}", change.before)))),
        Column::new("after", |change| Cell::text(Some(&format!("{:?}", change.after)))),
    ];
}

/// Lists the proposed changes, and writes the mended table to `target` if they are accepted.
pub(super) fn run(
    source: &Source,
    target: &Path,
    is_accepted: bool,
    (format, most): (&FormatChoice, u64),
    output: &mut Output,
) -> Result<Exit, Failure> {
    if target.exists() {
        let detail = format!("{} exists already", target.display());
        return Err(Failure::CommandLine(detail, "Name a file that does not exist.".to_owned()));
    }
    let (mut count, mut kinds) = (0, BTreeMap::<RepairKind, usize>::new());
    let rows = source.repairs()?;
    let changes = rows.flat_map(|row| match row {
        Ok(row) => {
            let number = row.number;
            row.repairs.into_iter().map(|repair| Ok((number, repair))).collect()
        }
        Err(error) => vec![Err(error)],
    });
    let changes = changes.inspect(|change| {
        if let Ok((_, repair)) = change {
            count += 1;
            *kinds.entry(repair.kind).or_default() += 1;
        }
    });
    let mut shown = 0;
    let listed =
        changes.map(|change| change.map(|(row, repair)| Change::new(row, repair))).filter(|change| {
            shown += u64::from(change.is_ok());
            shown <= most || change.is_err()
        });
    format.write_all(listed, output)?;
    if count == 0 {
        note("Nothing to mend.");
        return Ok(Exit::Done);
    }
    let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {}", kind.as_str())).collect();
    note(format_args!("{}: {}.", plural(count, "change"), kinds.join(", ")));
    if shown > most {
        note("Not all of them are listed; --output csv lists all.");
    }
    if !is_accepted && !ask(target, format)? {
        note(format_args!("{CARE}Nothing was written.{CARE:#} Add --yes to write {}.", target.display()));
        return Ok(Exit::Invalid);
    }
    write(source.repairs()?, target)?;
    note(format_args!("{GOOD}Written: {}{GOOD:#}. Your file is unchanged.", target.display()));
    Ok(Exit::Done)
}

/// Asks for a yes on the terminal. Returns `false` without a terminal.
fn ask(target: &Path, format: &FormatChoice) -> Result<bool, Failure> {
    if format.format != Format::Table || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(false);
    }
    write!(io::stderr(), "Write the table with these changes to {}? [y/N] ", target.display())?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Writes the mended table as CSV in UTF-8. It appears whole or not at all.
fn write(mut rows: Repairs, target: &Path) -> Result<(), Failure> {
    let unwritten =
        |error: csv::Error| Failure::Other(format!("cannot write {}: {error}.", target.display()));
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or_else(|| Path::new(".")))?;
    file.write_all(MARK)?;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file.as_file_mut());
    writer.write_record(rows.names()).map_err(unwritten)?;
    for row in rows.by_ref() {
        writer.write_record(row?.cells).map_err(unwritten)?;
    }
    writer.flush()?;
    drop(writer);
    file.persist_noclobber(target).map_err(|error| error.error)?;
    Ok(())
}
