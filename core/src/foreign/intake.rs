//! Files with many companies, for Kotlin.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::asynchronous::until_stopped;
use super::client::NativeClient;
use super::portfolio::{NativePortfolioResultsToCome, NativePortfolioRun, PortfolioOptions};
use super::store::NativeStore;
use crate::api::borrowers::NewBorrower;
use crate::error::Result;
use crate::portfolio::intake::{self, ColumnUse, DateOrder, Encoding, EncodingUse, Format, SharedRows};
use crate::portfolio::{Row, RowProblem};
use crate::wait::CancelToken;

/// The format of a file with companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum IntakeFormat {
    /// A table as text: one line names the columns, each record is a company.
    Csv,
    /// A JSON object a line: a request as `POST /borrowers` takes it, or flat, with the names of columns.
    JsonLines,
    /// A workbook of Excel, `.xlsx`.
    Xlsx,
    /// An open-document spreadsheet, `.ods`.
    Ods,
}

/// The options to read a file with companies. Without options, everything is detected from the file.
#[derive(Clone, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct IntakeOptions {
    /// The format; otherwise the ending of the name decides: `.csv`, `.tsv`, `.txt`; `.jsonl`, `.ndjson`;
    /// `.xlsx`; `.ods`.
    #[uniffi(default = None)]
    pub format: Option<IntakeFormat>,
    /// The separator of a CSV file; otherwise detected in its first lines: comma, semicolon, tab or `|`.
    #[uniffi(default = None)]
    pub separator: Option<String>,
    /// The encoding; otherwise detected in the first megabyte: a byte order mark, UTF-8, or guessed by the
    /// letters.
    #[uniffi(default = None)]
    pub encoding: Option<Encoding>,
    /// The place in the request of a column, by the column's name. It takes precedence over the name.
    ///
    /// A place is `/account_number` or `directors.0.first_name`, or a type of identifier (`siren`) for the
    /// company's number of that type. An empty place ignores the column.
    #[uniffi(default)]
    pub columns: HashMap<String, String>,
    /// Values for all rows in which a place is empty: by the place, written as in a cell.
    #[uniffi(default)]
    pub constants: HashMap<String, String>,
    /// Whether your borrowers repay by direct debit: it needs more data, which is then validated.
    #[uniffi(default = None)]
    pub direct_debit: Option<bool>,
    /// The sheet of a workbook; otherwise the first one that is not hidden.
    #[uniffi(default = None)]
    pub sheet: Option<String>,
    /// What comes first in dates such as `03/09/1971`; otherwise such a date is an error of its row.
    #[uniffi(default = None)]
    pub dates: Option<DateOrder>,
    /// The column with your own reference of each company, which results and reports repeat.
    ///
    /// In JSON Lines it is a member of the object, or of its `metadata`.
    #[uniffi(default = None)]
    pub reference: Option<String>,
}

impl fmt::Debug for IntakeOptions {
    /// Shows the places of the constants only, since their values may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntakeOptions")
            .field("format", &self.format)
            .field("separator", &self.separator)
            .field("encoding", &self.encoding)
            .field("columns", &self.columns)
            .field("constants", &self.constants.keys())
            .field("direct_debit", &self.direct_debit)
            .field("sheet", &self.sheet)
            .field("dates", &self.dates)
            .field("reference", &self.reference)
            .finish()
    }
}

fn intake_options(options: IntakeOptions) -> Result<intake::IntakeOptions> {
    let mut set = intake::IntakeOptions::new();
    if let Some(format) = options.format {
        set = set.format(match format {
            IntakeFormat::Csv => Format::Csv,
            IntakeFormat::JsonLines => Format::JsonLines,
            IntakeFormat::Xlsx => Format::Xlsx,
            IntakeFormat::Ods => Format::Ods,
        });
    }
    if let Some(separator) = options.separator {
        set = set.separator(separator.parse().map_err(|_| intake::invalid_separator_error())?);
    }
    if let Some(encoding) = options.encoding {
        set = set.encoding(encoding);
    }
    if let Some(sheet) = options.sheet {
        set = set.sheet(sheet);
    }
    if let Some(dates) = options.dates {
        set = set.dates(dates);
    }
    if let Some(reference) = options.reference {
        set = set.reference(reference);
    }
    for (name, pointer) in options.columns {
        set = set.column(name, pointer);
    }
    for (pointer, value) in options.constants {
        set = set.constant(pointer, value);
    }
    Ok(match options.direct_debit {
        Some(direct_debit) => set.direct_debit(direct_debit),
        None => set,
    })
}

/// One row of a file: a company to enrol, or the problems that keep it from being read.
#[derive(Clone, Debug, uniffi::Record)]
pub struct PortfolioRow {
    /// The place in the file, from 1 on: the line of a text.
    pub number: u64,
    /// The request, unless the row does not have the form of one.
    pub request: Option<NewBorrower>,
    /// All problems of the row, errors and warnings. They never hold a value of the row.
    pub problems: Vec<RowProblem>,
    /// Whether nothing is sent for the row.
    pub is_invalid: bool,
    /// Your own reference of the company, if a column was named for it.
    #[uniffi(default = None)]
    pub reference: Option<String>,
}

impl From<Row> for PortfolioRow {
    fn from(row: Row) -> Self {
        let is_invalid = row.is_invalid();
        let Row { number, request, problems, reference, .. } = row;
        Self { number, request, problems, is_invalid, reference }
    }
}

/// The rows of a file, read one after the other.
#[derive(Debug, uniffi::Object)]
pub struct NativePortfolioRows(SharedRows);

#[uniffi::export]
impl NativePortfolioRows {
    /// Opens a file. Blocks while it reads the beginning.
    ///
    /// # Errors
    /// `Configuration` or `Validation` when the file cannot be read as a portfolio.
    #[uniffi::constructor]
    pub fn open(path: &str, options: IntakeOptions) -> Result<Self> {
        let rows = intake::open(Path::new(path), &intake_options(options)?)?;
        Ok(Self(SharedRows::new(rows)))
    }

    /// Returns the use of each column.
    pub fn columns(&self) -> Vec<ColumnUse> {
        self.0.columns()
    }

    /// Returns the encoding in which a text is read, or nothing for a workbook.
    pub fn encoding(&self) -> Option<EncodingUse> {
        self.0.encoding()
    }

    /// Returns the name of the sheet that is read, or nothing if the file is no workbook.
    pub fn sheet(&self) -> Option<String> {
        self.0.sheet().map(ToOwned::to_owned)
    }

    /// Returns `true` if there is another row, or an error in its place. Blocks.
    pub fn has_next(&self) -> bool {
        self.0.has_next()
    }

    /// Returns the next row, or nothing after the last one. Blocks.
    ///
    /// # Errors
    /// The error that stops the reading of the file.
    pub fn next(&self) -> Result<Option<PortfolioRow>> {
        Ok(self.0.next()?.map(PortfolioRow::from))
    }

    /// Closes the file.
    pub fn end(&self) {
        self.0.close();
    }
}

#[uniffi::export]
impl NativeClient {
    /// Enrols the companies of a file.
    ///
    /// # Errors
    /// `Configuration` when the rows were passed to a run or read before; `Store` when the store cannot be
    /// used, or when another process works on the same portfolio.
    pub fn enroll_rows(
        &self,
        rows: Arc<NativePortfolioRows>,
        store: Arc<NativeStore>,
        options: PortfolioOptions,
    ) -> Result<NativePortfolioRun> {
        let rows = rows.0.hand_over()?;
        let options = options.set();
        self.client.enroll_many(rows, Arc::clone(&store.0), &options).map(NativePortfolioRun::new)
    }

    /// As `enroll_rows`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `enroll_rows`.
    pub async fn enroll_rows_async(
        &self,
        rows: Arc<NativePortfolioRows>,
        store: Arc<NativeStore>,
        options: PortfolioOptions,
        stop: Arc<CancelToken>,
    ) -> Result<NativePortfolioResultsToCome> {
        let (client, store) = (self.stopped_by(&stop), Arc::clone(&store.0));
        let (rows, options) = (rows.0.hand_over()?, options.set());
        let begin = async move { client.enroll_many(rows, store, &options).await };
        let run = until_stopped(Box::pin(begin), Arc::clone(&stop)).await?;
        Ok(NativePortfolioResultsToCome::new(run, stop))
    }
}
