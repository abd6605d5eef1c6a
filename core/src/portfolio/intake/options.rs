//! The options to read a file.

use std::path::Path;

use crate::error::{DefactoError, Result};

/// The format of a file with companies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// A table as text: the first line names the columns, and each other record is a company.
    Csv,
    /// One JSON object a line: a request of `POST /borrowers`, or a flat object with the names of columns.
    JsonLines,
    /// Apache Parquet: compressed with Snappy, gzip or zstd, or uncompressed. Needs the feature `parquet`.
    Parquet,
    /// A workbook of Excel (`.xlsx`, `.xlsm`). Needs the feature `spreadsheets`.
    Xlsx,
    /// A spreadsheet of `LibreOffice` (`.ods`). Needs the feature `spreadsheets`.
    Ods,
    /// Apache Arrow, as a file (also called Feather) or as a stream. Needs the feature `parquet`.
    Arrow,
}

impl Format {
    /// Returns the format of a file by its ending: `.csv`, `.tsv`, `.txt`; `.jsonl`, `.ndjson`; `.xlsx`,
    /// `.xlsm`; `.ods`; `.parquet`, `.pq`; `.arrow`, `.arrows`, `.feather`, `.ipc`. Returns `None` for
    /// another ending.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            "ods" => Some(Self::Ods),
            "parquet" | "pq" => Some(Self::Parquet),
            "arrow" | "arrows" | "feather" | "ipc" => Some(Self::Arrow),
            _ => None,
        }
    }
}

/// The encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum), uniffi(name = "IntakeEncoding"))]
pub enum Encoding {
    /// UTF-8, which most programs write, except old spreadsheets.
    Utf8,
    /// UTF-16 with the low byte first, called "Unicode text" in Windows.
    Utf16Le,
    /// UTF-16 with the high byte first.
    Utf16Be,
    /// Windows-1252, the Western European code page of Windows. It includes the letters of Latin-1.
    Windows1252,
    /// Windows-1250, the Central European code page of Windows.
    Windows1250,
    /// Latin-9 (ISO 8859-15), the Western European encoding of Unix.
    Latin9,
    /// Mac Roman, which Excel for Mac writes as "CSV (Macintosh)".
    MacRoman,
    /// Code page 850, which Excel writes as "CSV (MS-DOS)".
    Cp850,
}

impl Encoding {
    /// Returns the usual name: `UTF-8`, `windows-1252`, `macintosh`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "windows-1252",
            Self::Windows1250 => "windows-1250",
            Self::Latin9 => "ISO-8859-15",
            Self::MacRoman => "macintosh",
            Self::Cp850 => "IBM850",
        }
    }
}

/// The encoding in which a text file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record), uniffi(name = "IntakeEncodingUse"))]
pub struct EncodingUse {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether it was guessed from the letters: neither the caller nor the bytes tell it. Check some names.
    pub is_guessed: bool,
}

/// What comes first in dates such as `03/09/1971`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum), uniffi(name = "IntakeDateOrder"))]
pub enum DateOrder {
    /// The day, as in Europe.
    DayFirst,
    /// The month, as in the United States.
    MonthFirst,
}

/// The options to read a file with companies. Without options, everything is detected from the file.
#[derive(Clone, Default)]
#[must_use]
pub struct IntakeOptions {
    pub(super) format: Option<Format>,
    pub(super) separator: Option<char>,
    pub(super) encoding: Option<Encoding>,
    pub(super) columns: Vec<(String, String)>,
    pub(super) constants: Vec<(String, String)>,
    pub(super) direct_debit: Option<bool>,
    pub(super) dates: Option<DateOrder>,
    pub(super) sheet: Option<String>,
    pub(super) reference: Option<String>,
    #[cfg_attr(
        not(any(feature = "parquet", feature = "spreadsheets")),
        allow(dead_code, reason = "of a CSV file all cells are read anyway")
    )]
    pub(super) reads_all: bool,
}

impl std::fmt::Debug for IntakeOptions {
    /// Shows the constants without their values, which may be personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let constants: Vec<&String> = self.constants.iter().map(|(pointer, _)| pointer).collect();
        f.debug_struct("IntakeOptions")
            .field("format", &self.format)
            .field("separator", &self.separator)
            .field("encoding", &self.encoding)
            .field("columns", &self.columns)
            .field("constants", &constants)
            .field("direct_debit", &self.direct_debit)
            .field("dates", &self.dates)
            .field("sheet", &self.sheet)
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}

impl IntakeOptions {
    /// Creates options that detect everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the format. By default, the ending of the file's name decides.
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// Sets the separator of a CSV file. Detected in the first line by default: comma, semicolon, tab or `|`.
    pub fn separator(mut self, separator: char) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Sets the encoding. By default, it is detected in the first megabyte: by a byte order mark, then UTF-8.
    /// If the bytes are no UTF-8, it is guessed: Windows-1252, Mac Roman or code page 850, whichever makes
    /// usual letters.
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// Sets the place that `column` fills, whatever its name. `pointer` is a place in the request
    /// (`/account_number`, `directors.0.first_name`), or a type of identifier (`siren`) for the company's
    /// number of that type. An empty `pointer` ignores the column. Call it once for each column.
    pub fn column(mut self, column: impl Into<String>, pointer: impl Into<String>) -> Self {
        self.columns.push((column.into(), pointer.into()));
        self
    }

    /// Sets `value` for every row in which the place `pointer` is empty. `value` is written as in a cell. A
    /// constant inside `/address` or `/directors/0` adds that part to the request, even if the row has no
    /// other value for it.
    pub fn constant(mut self, pointer: impl Into<String>, value: impl Into<String>) -> Self {
        self.constants.push((pointer.into(), value.into()));
        self
    }

    /// Sets whether your borrowers repay by direct debit. It needs more data, which is then validated.
    pub fn direct_debit(mut self, direct_debit: bool) -> Self {
        self.direct_debit = Some(direct_debit);
        self
    }

    /// Sets what comes first in dates such as `03/09/1971`. By default, a date whose day may be a month is an
    /// error of its row. `1971-09-03`, `25/03/1971` and `03.09.1971` can always be read.
    pub fn dates(mut self, order: DateOrder) -> Self {
        self.dates = Some(order);
        self
    }

    /// Sets the sheet of a workbook, by its name. By default, the first one that is not hidden.
    pub fn sheet(mut self, name: impl Into<String>) -> Self {
        self.sheet = Some(name.into());
        self
    }

    /// Sets the column with your own reference of each company, which results and reports repeat. In JSON
    /// Lines it is a member of the object, or of its `metadata`. The reference is sent only if the column has
    /// a place in the request as well.
    pub fn reference(mut self, column: impl Into<String>) -> Self {
        self.reference = Some(column.into());
        self
    }

    /// Returns the separator as a byte, or `None` if it is not set.
    pub(super) fn separator_byte(&self) -> Result<Option<u8>> {
        let Some(separator) = self.separator else { return Ok(None) };
        match u8::try_from(separator) {
            Ok(byte) if is_valid_separator(byte) => Ok(Some(byte)),
            _ => Err(invalid_separator_error()),
        }
    }
}

/// Returns the error for an invalid separator.
pub(crate) fn invalid_separator_error() -> DefactoError {
    let hint = "Use a comma, a semicolon, a tab or |, or leave it out.";
    DefactoError::configuration("the separator cannot stand between cells", hint)
}

/// Returns `true` if a byte can separate cells: ASCII, but no letter, digit, `"`, line end or zero byte.
pub(super) fn is_valid_separator(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\r' | b'\n' | 0)
}
