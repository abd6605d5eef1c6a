//! Reads rows from Parquet and Arrow columns, up to 256 at a time.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType, Fields, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};

use super::column::ColumnUse;
use super::fault::{Fault, NOT_DECODED, NOT_SINGLE, TOO_LONG};
use super::guard::{HINT, catch_panic, truncated_error};
use super::plan::{Mapping, Plan, invalid};
use super::row::RowBuilder;
use super::target;
use super::text::{MAX_RECORD_BYTES, read_error};
use crate::error::{DefactoError, Result};
use crate::portfolio::row::Row;

/// The number of rows that are converted to text at a time.
const CHUNK: usize = 256;
const ARROW_FILE: &[u8] = b"ARROW1";

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

/// A Parquet or Arrow table.
pub(super) struct Table {
    batches: Batches,
    batch: Option<RecordBatch>,
    /// The path to each column that is read: its index in the batch, then the indexes of nested fields.
    column_paths: Vec<Vec<usize>>,
    chunk: Chunk,
    number: u64,
    plan: Plan,
    mapping: Mapping,
}

/// Some rows as text, column by column.
#[derive(Default)]
struct Chunk {
    columns: Vec<Vec<Cell>>,
    at: usize,
    len: usize,
}

type Cell = Result<Option<String>, Fault>;

impl Table {
    pub(super) fn parquet(file: File, mapping: Mapping) -> Result<Self> {
        let builder = catch_panic(|| {
            ParquetRecordBatchReaderBuilder::try_new(file).map_err(|_| invalid_format_error("Parquet"))
        })?;
        let (plan, mut column_paths) = plan(builder.schema(), &mapping)?;
        // Other columns are not unpacked.
        let roots: BTreeSet<usize> = column_paths.iter().filter_map(|path| path.first().copied()).collect();
        for root in column_paths.iter_mut().filter_map(|path| path.first_mut()) {
            *root = roots.range(..*root).count();
        }
        refuse_compression(builder.metadata())?;
        let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
        let builder = builder.with_projection(mask).with_batch_size(CHUNK);
        let batches = catch_panic(|| builder.build().map_err(|_| invalid_format_error("Parquet")))?;
        Ok(Self::new(Box::new(batches), plan, column_paths, mapping))
    }

    /// Opens an Arrow file. A file that contains a stream is read as a stream.
    pub(super) fn file(file: File, mapping: Mapping) -> Result<Self> {
        let mut file = BufReader::new(file);
        let mut beginning = Vec::new();
        file.by_ref()
            .take(ARROW_FILE.len() as u64)
            .read_to_end(&mut beginning)
            .map_err(|error| read_error(&error))?;
        file.rewind().map_err(|error| read_error(&error))?;
        if beginning != ARROW_FILE {
            return Self::stream(file, mapping);
        }
        let batches =
            catch_panic(|| FileReader::try_new(file, None).map_err(|_| invalid_format_error("Arrow")))?;
        let (plan, column_paths) = plan(&batches.schema(), &mapping)?;
        Ok(Self::new(Box::new(batches), plan, column_paths, mapping))
    }

    pub(super) fn stream(reader: impl Read + Send + 'static, mapping: Mapping) -> Result<Self> {
        let batches = catch_panic(|| {
            StreamReader::try_new_buffered(reader, None).map_err(|_| invalid_format_error("Arrow"))
        })?;
        let (plan, column_paths) = plan(&batches.schema(), &mapping)?;
        Ok(Self::new(Box::new(batches), plan, column_paths, mapping))
    }

    fn new(batches: Batches, plan: Plan, column_paths: Vec<Vec<usize>>, mapping: Mapping) -> Self {
        Self { batches, batch: None, column_paths, chunk: Chunk::default(), number: 0, plan, mapping }
    }

    pub(super) fn columns(&self) -> &[ColumnUse] {
        &self.plan.columns
    }

    /// Returns the next row, or `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Row>> {
        if self.chunk.at == self.chunk.len && !self.read_chunk()? {
            return Ok(None);
        }
        self.number += 1;
        let mut draft = RowBuilder::new(&self.mapping);
        for (column, cells) in self.plan.used.iter().zip(&self.chunk.columns) {
            match cells.get(self.chunk.at) {
                Some(Ok(text)) => {
                    draft.put_cell(&column.target, &column.name, Some(text.as_deref().unwrap_or_default()));
                }
                Some(Err(fault)) => draft.refuse(&column.target, &column.name, *fault),
                None => {}
            }
        }
        let reference = self.plan.reference.and_then(|index| self.plan.place(index));
        let cell = reference.and_then(|place| self.chunk.columns.get(place)?.get(self.chunk.at));
        draft.refer(cell.and_then(|cell| cell.as_ref().ok()?.as_deref()));
        self.chunk.at += 1;
        Ok(Some(draft.finish(self.number, &self.mapping)))
    }

    /// Converts the next rows to text. Returns `false` at the end of the file.
    fn read_chunk(&mut self) -> Result<bool> {
        let batch = loop {
            match self.batch.take() {
                Some(batch) if batch.num_rows() > 0 => break batch,
                _ => {}
            }
            let next = catch_panic(|| Ok(self.batches.next()))?;
            let Some(batch) = next else { return Ok(false) };
            self.batch = Some(batch.map_err(|_| truncated_error())?);
        };
        let len = batch.num_rows().min(CHUNK);
        let head = batch.slice(0, len);
        self.batch = Some(batch.slice(len, batch.num_rows() - len));
        let columns = catch_panic(|| Ok(self.column_paths.iter().map(|path| cells(&head, path)).collect()))?;
        self.chunk = Chunk { columns, at: 0, len };
        Ok(true)
    }
}

/// Refuses a compression whose decoder is not part of this library. The columns of a file have one as a rule.
fn refuse_compression(metadata: &ParquetMetaData) -> Result<()> {
    let name = |compression| match compression {
        Compression::BROTLI(_) => Some("Brotli"),
        Compression::LZO => Some("LZO"),
        Compression::LZ4 | Compression::LZ4_RAW => Some("LZ4"),
        _ => None,
    };
    let mut columns = metadata.row_groups().iter().flat_map(RowGroupMetaData::columns);
    let Some(name) = columns.find_map(|column| name(column.compression())) else { return Ok(()) };
    Err(invalid(
        format!("the Parquet file is compressed with {name}, which is not read here"),
        "Write it with Snappy, gzip or zstd, or uncompressed.",
    ))
}

fn invalid_format_error(format: &str) -> DefactoError {
    invalid(
        format!("the file is not a whole {format} file, or uses a part of the format that is not known here"),
        HINT,
    )
}

/// Returns the use of each column, and the path to each that is read. A field of a structure is a column.
fn plan(schema: &Schema, mapping: &Mapping) -> Result<(Plan, Vec<Vec<usize>>)> {
    let mut leaves = Vec::new();
    find_leaves(schema.fields(), "", &[], &mut leaves);
    refuse_lists(schema.fields())?;
    let (names, column_paths): (Vec<String>, Vec<Vec<usize>>) = leaves.into_iter().unzip();
    let plan = Plan::new(&names, mapping)?;
    let read = plan.read.iter().filter_map(|index| column_paths.get(*index).cloned()).collect();
    Ok((plan, read))
}

/// Refuses a list of structures with known fields, such as directors, which would be ignored silently.
fn refuse_lists(fields: &Fields) -> Result<()> {
    let members = |kind: &DataType| match kind {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            match item.data_type() {
                DataType::Struct(members) => Some(members.clone()),
                _ => None,
            }
        }
        _ => None,
    };
    for field in fields {
        let members =
            members(field.data_type()).into_iter().flat_map(|it| it.iter().cloned().collect::<Vec<_>>());
        let mut places = members.map(|member| format!("{}.0.{}", field.name(), member.name()));
        if let Some(place) = places.find(|place| target::find(place).is_some()) {
            let hint = format!("Make a column of each value, {place} for instance, or write JSON Lines.");
            return Err(invalid(format!("the column '{}' holds lists", field.name()), hint));
        }
    }
    Ok(())
}

fn find_leaves(fields: &Fields, before: &str, path: &[usize], leaves: &mut Vec<(String, Vec<usize>)>) {
    for (at, field) in fields.iter().enumerate() {
        let name =
            if before.is_empty() { field.name().clone() } else { format!("{before}/{}", field.name()) };
        let path = [path, &[at]].concat();
        match field.data_type() {
            DataType::Struct(inner) => find_leaves(inner, &name, &path, leaves),
            _ => leaves.push((name, path)),
        }
    }
}

/// Returns the cells of one column as text.
fn cells(batch: &RecordBatch, path: &[usize]) -> Vec<Cell> {
    let all = |cell: Cell| vec![cell; batch.num_rows()];
    let Some((first, rest)) = path.split_first() else { return all(Ok(None)) };
    let Some(mut array) = batch.columns().get(*first) else { return all(Ok(None)) };
    let mut around = Vec::new();
    for at in rest {
        around.push(array);
        let Some(inner) = array.as_struct_opt().and_then(|array| array.columns().get(*at)) else {
            return all(Ok(None));
        };
        array = inner;
    }
    if array.data_type().is_nested() {
        let is_there = |row: usize| array.is_valid(row) && around.iter().all(|outer| outer.is_valid(row));
        return (0..batch.num_rows())
            .map(|row| if is_there(row) { Err(NOT_SINGLE) } else { Ok(None) })
            .collect();
    }
    let Ok(readable) = readable(array) else { return all(Err(NOT_DECODED)) };
    let options = FormatOptions::default();
    let Ok(formatter) = ArrayFormatter::try_new(&readable, &options) else { return all(Err(NOT_DECODED)) };
    let is_float = array.data_type().is_floating();
    let cell = |row: usize| {
        if array.is_null(row) || around.iter().any(|outer| outer.is_null(row)) {
            return Ok(None);
        }
        if readable.is_null(row) {
            return Err(NOT_DECODED);
        }
        match formatter.value(row).try_to_string() {
            Ok(text) if text.len() > MAX_RECORD_BYTES => Err(TOO_LONG),
            // Some programs write NaN for a missing number.
            Ok(text) if is_float && text == "NaN" => Ok(None),
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(NOT_DECODED),
        }
    };
    (0..batch.num_rows()).map(cell).collect()
}

/// Converts a column so that people can read its text: bytes as letters, timestamps in UTC.
fn readable(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match array.data_type() {
        kind if holds_bytes(kind) => cast(&cast(array, &DataType::Binary)?, &DataType::Utf8),
        // Timestamps are stored in UTC, so no time zone table is needed.
        DataType::Timestamp(unit, Some(_)) => {
            cast(array, &DataType::Timestamp(*unit, Some(Arc::from("+00:00"))))
        }
        _ => Ok(Arc::clone(array)),
    }
}

fn holds_bytes(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, kind) => holds_bytes(kind),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            true
        }
        _ => false,
    }
}
