//! Parquet and Arrow files, written here and read back.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, StructBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int64Array, ListArray,
    RecordBatch, StringArray, StructArray, TimestampMillisecondArray,
};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use arrow_schema::{DataType, Field};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::temporary::Temporary;
use super::*;

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter(columns).unwrap()
}

fn parquet(batch: &RecordBatch, compression: Compression) -> Vec<u8> {
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn arrow_file(batch: &RecordBatch, compression: Option<CompressionType>) -> Vec<u8> {
    let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
    let mut writer = FileWriter::try_new_with_options(Vec::new(), &batch.schema(), options).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

fn arrow_stream(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

fn text<const N: usize>(cells: [Option<&str>; N]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

/// Two companies, with a column of every kind.
fn companies() -> RecordBatch {
    let kinds: DictionaryArray<Int32Type> = [Some("siren"), Some("siren")].into_iter().collect();
    let people = StructArray::try_from(vec![
        ("first_name", text([Some("Odile"), None])),
        ("last_name", text([Some("Marchand-Roux"), None])),
    ]);
    batch(vec![
        ("identifier", text([Some("472618354"), Some("005720784")])),
        ("identifier_type", Arc::new(kinds)),
        ("name", Arc::new(BinaryArray::from_opt_vec(vec![Some("Café".as_bytes()), Some(b"Caf\xE9")]))),
        ("wait_for_ready", Arc::new(BooleanArray::from(vec![Some(true), None]))),
        (
            "signed_at",
            Arc::new(TimestampMillisecondArray::from(vec![Some(0), None]).with_timezone("Europe/Paris")),
        ),
        ("director_birth_date", Arc::new(Date32Array::from(vec![Some(432), None]))),
        ("director_last_name", text([Some("Marchand-Roux"), None])),
        ("director_first_name", text([Some("Odile"), None])),
        ("owner", Arc::new(people.unwrap())),
        ("metadata.size", Arc::new(Int64Array::from(vec![Some(12), None]))),
        ("comment", Arc::new(Float64Array::from(vec![1.5, 2.5]))),
    ])
}

fn are_the_companies(rows: &[Row]) {
    let request = serde_json::to_value(rows[0].request.as_ref().unwrap()).unwrap();
    let expected = serde_json::json!({
        "identifier": "472618354", "identifier_type": "siren", "name": "Café",
        "directors": [{"first_name": "Odile", "last_name": "Marchand-Roux", "birth_date": "1971-03-09"}],
        "owner": {"first_name": "Odile", "last_name": "Marchand-Roux"},
        "signed_at": "1970-01-01T00:00:00Z", "metadata": {"size": "12"}, "wait_for_ready": true,
    });
    assert_eq!((rows[0].number, request), (1, expected));
    assert!(rows[0].problems.is_empty());
    assert_eq!(found(&rows[1]), [(Some("name"), "encoding")]);
    assert_eq!((rows[1].number, rows[1].request.is_none(), rows.len()), (2, true, 2));
}

#[test]
fn parquet_is_read_however_it_is_packed() {
    let packed = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ];
    for compression in packed {
        are_the_companies(&Temporary::new("parquet", &parquet(&companies(), compression)).rows());
    }
}

/// Returns a file that says in its footer that its columns are packed in another way: the number of the codec, after the
/// name of the column and in front of the number of values.
fn packed_as(codec: u8) -> Vec<u8> {
    let mut bytes = parquet(&companies(), Compression::GZIP(GzipLevel::default()));
    let length = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap());
    let footer = bytes.len() - 8 - usize::try_from(length).unwrap();
    let places: Vec<usize> =
        (footer..bytes.len() - 2).filter(|at| bytes[*at..*at + 3] == [0x15, 2 << 1, 0x16]).collect();
    assert_eq!(places.len(), 12, "one for each column");
    for at in places {
        bytes[at + 1] = codec << 1;
    }
    bytes
}

#[test]
fn a_compression_that_is_not_read_is_named() {
    for (codec, name) in [(3, "LZO"), (4, "Brotli"), (5, "LZ4"), (7, "LZ4")] {
        let error = open(&Temporary::new("parquet", &packed_as(codec)).0, &IntakeOptions::new()).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(&format!("is compressed with {name}, which is not read here")), "{text}");
        assert!(text.contains("Write it with Snappy, gzip or zstd"), "{text}");
    }
}

#[test]
fn arrow_is_read_as_a_file_and_as_a_stream() {
    for compression in [None, Some(CompressionType::LZ4_FRAME), Some(CompressionType::ZSTD)] {
        are_the_companies(&Temporary::new("feather", &arrow_file(&companies(), compression)).rows());
    }
    are_the_companies(&Temporary::new("arrow", &arrow_stream(&companies())).rows());
    are_the_companies(&rows(arrow_stream(&companies()), Format::Arrow, &IntakeOptions::new()));
}

#[test]
fn a_structure_is_columns_and_what_is_not_used_is_listed() {
    let file = Temporary::new("parquet", &parquet(&companies(), Compression::SNAPPY));
    let rows = open(&file.0, &IntakeOptions::new()).unwrap();
    let of =
        |name: &str| rows.columns().iter().find(|column| column.column == name).unwrap().pointer.as_deref();
    assert_eq!(of("owner/first_name"), Some("/owner/first_name"));
    assert_eq!(of("comment"), None);
}

#[test]
fn a_column_that_is_ignored_may_be_the_reference() {
    let options = IntakeOptions::new().reference("comment");
    for file in [
        Temporary::new("parquet", &parquet(&companies(), Compression::SNAPPY)),
        Temporary::new("feather", &arrow_file(&companies(), None)),
    ] {
        let rows: Vec<Row> = open(&file.0, &options).unwrap().map(Result::unwrap).collect();
        let references: Vec<Option<&str>> = rows.iter().map(|row| row.reference.as_deref()).collect();
        assert_eq!(references, [Some("1.5"), Some("2.5")]);
        are_the_companies(&rows);
    }
}

#[test]
fn numbers_for_a_text_are_written_out_and_lost_zeros_are_found() {
    let file = |numbers: ArrayRef| {
        Temporary::new("parquet", &parquet(&batch(vec![("siren", numbers)]), Compression::SNAPPY))
    };
    let whole = file(Arc::new(Int64Array::from(vec![472_618_354, 5_720_784]))).rows();
    assert_eq!(whole[0].request.as_ref().unwrap().identifier, "472618354");
    assert_eq!(found(&whole[1]), [(Some("siren"), "leading_zeros_lost")]);
    let float =
        file(Arc::new(Float64Array::from(vec![Some(472_618_354.0), Some(f64::NAN), Some(4.7e20)]))).rows();
    assert_eq!(found(&float[0]), [(Some("siren"), "spreadsheet_number")]);
    assert_eq!(found(&float[1]), [(None, "required")]);
    assert_eq!(found(&float[2]), [(Some("siren"), "spreadsheet_number")]);
}

#[test]
fn a_list_in_a_cell_is_a_problem_where_it_has_a_place() {
    let list: ArrayRef =
        Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>([Some(vec![Some(1)]), None]));
    let siren = text([Some("472618354"), Some("005720784")]);
    let bytes =
        arrow_file(&batch(vec![("siren", siren), ("name", Arc::clone(&list)), ("directors", list)]), None);
    let rows = Temporary::new("arrow", &bytes).rows();
    assert_eq!(found(&rows[0]), [(Some("name"), "type")]);
    assert!(rows[1].request.is_some() && rows[1].problems.is_empty());
}

#[test]
fn many_rows_come_in_their_order() {
    let count = 3_000;
    let names: Vec<String> = (0..count).map(|at| at.to_string()).collect();
    let batch = batch(vec![
        ("siren", Arc::new(StringArray::from(vec!["472618354"; count]))),
        ("unused", Arc::new(StringArray::from(vec!["x"; count]))),
        ("name", Arc::new(StringArray::from(names))),
    ]);
    for (ending, bytes) in
        [("parquet", parquet(&batch, Compression::SNAPPY)), ("arrow", arrow_file(&batch, None))]
    {
        let rows = Temporary::new(ending, &bytes).rows();
        assert_eq!(rows.len(), count);
        for (at, row) in rows.iter().enumerate() {
            let name = row.request.as_ref().unwrap().name.as_deref();
            assert_eq!((row.number, name), (at as u64 + 1, Some(at.to_string().as_str())));
        }
    }
}

#[test]
fn a_file_that_is_cut_off_or_damaged_is_an_error_and_no_panic() {
    let files = [
        ("parquet", parquet(&companies(), Compression::SNAPPY)),
        ("arrow", arrow_file(&companies(), None)),
        ("arrows", arrow_stream(&companies())),
    ];
    for (ending, bytes) in files {
        let half = Temporary::new(ending, &bytes[..bytes.len() / 2]);
        let error =
            open(&half.0, &IntakeOptions::new()).and_then(Iterator::collect::<Result<Vec<_>>>).unwrap_err();
        assert_eq!(error.kind(), crate::error::ErrorKind::Validation, "{ending}: {error}");
        let mut random = fastrand::Rng::with_seed(11);
        for _ in 0..200 {
            let mut bytes = bytes.clone();
            for _ in 0..4 {
                let at = random.usize(0..bytes.len());
                bytes[at] = random.u8(..);
            }
            if let Ok(rows) = open(&Temporary::new(ending, &bytes).0, &IntakeOptions::new()) {
                rows.take(10).for_each(drop);
            }
        }
    }
}

#[test]
fn a_table_without_a_number_of_the_company_is_refused() {
    let bytes = parquet(&batch(vec![("name", text([Some("A")]))]), Compression::SNAPPY);
    let error = open(&Temporary::new("parquet", &bytes).0, &IntakeOptions::new()).unwrap_err();
    assert!(error.to_string().contains("the columns are 'name'"), "{error}");
    let error = open(&Temporary::new("parquet", b"siren\n472618354\n").0, &IntakeOptions::new()).unwrap_err();
    assert!(error.to_string().contains("not a whole Parquet file"), "{error}");
}

#[test]
fn a_list_of_directors_is_not_ignored_silently() {
    let first_name = Field::new("first_name", DataType::Utf8, true);
    let mut lists = ListBuilder::new(StructBuilder::from_fields(vec![first_name], 1));
    lists.values().field_builder::<StringBuilder>(0).unwrap().append_value("Ada");
    lists.values().append(true);
    lists.append(true);
    let numbers: ArrayRef = Arc::new(StringArray::from(vec!["913572467"]));
    let batch = batch(vec![("siren", numbers), ("directors", Arc::new(lists.finish()))]);
    let file = Temporary::new("parquet", &parquet(&batch, Compression::UNCOMPRESSED));
    let error = open(&file.0, &IntakeOptions::new()).unwrap_err();
    assert!(error.to_string().contains("directors.0.first_name"), "{error}");
}
