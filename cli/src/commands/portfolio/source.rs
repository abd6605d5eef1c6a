//! The file with the companies, and the options for reading it.

use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use defacto_sdk::portfolio::intake::{self, DateOrder, Encoding, Format, IntakeOptions, Repairs, Rows};

use crate::outcome::failure::Failure;
use crate::terminal::output::{CARE, note};
use crate::terminal::words::plain;

/// The file and the options for reading it.
#[derive(Debug, clap::Args)]
pub(super) struct Source {
    /// The file with a company in each row, or `-` for standard input.
    pub(super) file: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

/// Options for reading. What is not given is detected from the file.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading the file")]
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
struct Reading {
    /// The format of the file [default: by its extension]. Standard input needs it.
    #[arg(long = "format", value_enum, value_name = "FORMAT")]
    file_format: Option<FileFormat>,
    /// The character between the cells of a CSV file, `tab` for a tab [default: found in the first lines].
    #[arg(long, value_name = "LETTER", value_parser = parse_separator)]
    separator: Option<char>,
    /// The character encoding [default: found at the beginning of the file].
    #[arg(long, value_enum, value_name = "ENCODING")]
    encoding: Option<TextEncoding>,
    /// The sheet of a workbook [default: the first one that is not hidden].
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What comes first in dates such as 03/09/1971. Without it, such a date is an error of its row.
    #[arg(long, value_enum, value_name = "ORDER")]
    dates: Option<Dates>,
    /// What a column holds: a place in the request (/account_number), a type of identifier (siren), or
    /// nothing to ignore it. May be given several times.
    #[arg(long = "column", value_name = "NAME=POINTER")]
    columns: Vec<String>,
    /// A value for each row where this place is empty. May be given several times.
    #[arg(long = "set", value_name = "POINTER=VALUE")]
    constants: Vec<String>,
    /// The column with your own reference of each company, which results and reports repeat. In JSON Lines a
    /// member, or one of `metadata`.
    #[arg(long, value_name = "COLUMN")]
    reference: Option<String>,
    /// The borrowers will repay by direct debit: also check the data that direct debit needs.
    #[arg(long)]
    direct_debit: bool,
}

/// The formats of a file.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum FileFormat {
    /// A table as text.
    Csv,
    /// One JSON object in each line.
    Jsonl,
    /// A workbook of Excel.
    Xlsx,
    /// An open-document spreadsheet.
    Ods,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow, also called Feather.
    Arrow,
}

/// Character encodings.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum TextEncoding {
    /// What all programs write, except old spreadsheets.
    #[value(name = "utf-8")]
    Utf8,
    /// UTF-16, little-endian: "Unicode text" of Windows.
    #[value(name = "utf-16le")]
    Utf16Le,
    /// UTF-16, big-endian.
    #[value(name = "utf-16be")]
    Utf16Be,
    /// The Western European code page of Windows.
    #[value(name = "windows-1252")]
    Windows1252,
    /// The Central European code page of Windows.
    #[value(name = "windows-1250")]
    Windows1250,
    /// The Western European encoding of Unix, Latin-9.
    #[value(name = "iso-8859-15")]
    Latin9,
    /// Mac Roman, as "CSV (Macintosh)" of Excel.
    #[value(name = "macintosh")]
    MacRoman,
    /// Code page 850, as "CSV (MS-DOS)" of Excel.
    #[value(name = "cp850")]
    Cp850,
}

/// What comes first in a date.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Dates {
    /// The day, as in Europe.
    DayFirst,
    /// The month, as in the United States.
    MonthFirst,
}

impl Source {
    /// Returns `true` if the file is read from standard input.
    pub(super) fn is_standard_input(&self) -> bool {
        is_standard_input(&self.file)
    }

    /// Returns `Some(true)` if direct debit was requested.
    pub(super) fn direct_debit(&self) -> Option<bool> {
        self.reading.direct_debit.then_some(true)
    }

    /// Returns the format of the file; `None` if it is not known.
    pub(super) fn format(&self) -> Option<Format> {
        self.reading.file_format.map(Format::from).or_else(|| Format::of(&self.file))
    }

    /// Opens it to propose repairs.
    pub(super) fn repairs(&self) -> Result<Repairs, Failure> {
        if self.is_standard_input() {
            let detail = "--fix reads the file twice, which standard input does not allow";
            return Err(Failure::CommandLine(detail.to_owned(), "Name a file.".to_owned()));
        }
        Ok(intake::repairs(&self.file, &self.reading.options()?)?)
    }

    /// Opens it, and tells how it is read where that may be wrong.
    pub(super) fn rows(&self) -> Result<Rows, Failure> {
        let rows = self.open()?;
        if let Some(used) = rows.encoding() {
            let name = used.encoding.name();
            if used.is_guessed {
                note(format_args!(
                    "{CARE}Encoding guessed: {name}.{CARE:#} Check names with accents; \
                     --encoding sets another one."
                ));
            } else {
                note(format_args!("Encoding: {name}."));
            }
        }
        if let Some(sheet) = rows.sheet() {
            note(format_args!("Sheet: {}.", plain(sheet)));
        }
        Ok(rows)
    }

    fn open(&self) -> Result<Rows, Failure> {
        let options = self.reading.options()?;
        if !self.is_standard_input() {
            return Ok(intake::open(&self.file, &options)?);
        }
        let format = self.reading.file_format.ok_or_else(|| {
            let detail = "standard input has no name that tells its format";
            Failure::CommandLine(detail.to_owned(), "Give --format csv.".to_owned())
        })?;
        Ok(intake::read(io::stdin(), format.into(), &options)?)
    }
}

/// Returns `true` if the path means standard input.
pub(super) fn is_standard_input(file: &Path) -> bool {
    file.as_os_str() == "-"
}

impl Reading {
    fn options(&self) -> Result<IntakeOptions, Failure> {
        let mut options = IntakeOptions::new();
        if let Some(format) = self.file_format {
            options = options.format(format.into());
        }
        if let Some(separator) = self.separator {
            options = options.separator(separator);
        }
        if let Some(encoding) = self.encoding {
            options = options.encoding(encoding.into());
        }
        if let Some(sheet) = &self.sheet {
            options = options.sheet(sheet);
        }
        if let Some(dates) = self.dates {
            options = options.dates(match dates {
                Dates::DayFirst => DateOrder::DayFirst,
                Dates::MonthFirst => DateOrder::MonthFirst,
            });
        }
        if let Some(column) = &self.reference {
            options = options.reference(column);
        }
        if self.direct_debit {
            options = options.direct_debit(true);
        }
        for column in &self.columns {
            let (name, pointer) = halves(column, "--column", "--column 'Company no.=siren'")?;
            options = options.column(name, pointer);
        }
        for constant in &self.constants {
            let (pointer, value) = halves(constant, "--set", "--set /metadata/batch=spring")?;
            options = options.constant(pointer, value);
        }
        Ok(options)
    }
}

/// Splits a pair at `=`. An error does not repeat the text, as clap would: it may be a value.
fn halves<'a>(text: &'a str, option: &str, example: &str) -> Result<(&'a str, &'a str), Failure> {
    text.split_once('=').ok_or_else(|| {
        Failure::CommandLine(format!("{option} has no equals sign"), format!("Write it as {example}."))
    })
}

fn parse_separator(text: &str) -> Result<char, String> {
    let mut letters = text.chars();
    match (letters.next(), letters.next(), text) {
        (_, _, "tab" | "\\t") => Ok('\t'),
        (Some(letter), None, _) if letter.is_ascii() => Ok(letter),
        _ => Err("must be one letter of ASCII, or `tab`".to_owned()),
    }
}

impl From<FileFormat> for Format {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Csv => Self::Csv,
            FileFormat::Jsonl => Self::JsonLines,
            FileFormat::Xlsx => Self::Xlsx,
            FileFormat::Ods => Self::Ods,
            FileFormat::Parquet => Self::Parquet,
            FileFormat::Arrow => Self::Arrow,
        }
    }
}

impl From<TextEncoding> for Encoding {
    fn from(encoding: TextEncoding) -> Self {
        match encoding {
            TextEncoding::Utf8 => Self::Utf8,
            TextEncoding::Utf16Le => Self::Utf16Le,
            TextEncoding::Utf16Be => Self::Utf16Be,
            TextEncoding::Windows1252 => Self::Windows1252,
            TextEncoding::Windows1250 => Self::Windows1250,
            TextEncoding::Latin9 => Self::Latin9,
            TextEncoding::MacRoman => Self::MacRoman,
            TextEncoding::Cp850 => Self::Cp850,
        }
    }
}
