//! Large, broken and odd input: it costs little memory and ends nothing but its own row.

use super::*;

const MIB: usize = 1 << 20;

/// Text without an end that repeats one piece, up to a size.
fn repeated(piece: &'static [u8], size: u64) -> impl Read + Send {
    struct Repeated(&'static [u8], usize);
    impl Read for Repeated {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            for byte in &mut *buffer {
                *byte = self.0[self.1];
                self.1 = (self.1 + 1) % self.0.len();
            }
            Ok(buffer.len())
        }
    }
    Repeated(piece, 0).take(size)
}

#[test]
fn a_record_that_is_too_long_is_a_problem_of_its_row_alone() {
    let name = "x".repeat(MIB + 1);
    let text = format!("siren,name\n472618354,{name}\n005720784,B\n");
    let rows = rows(text, Format::Csv, &IntakeOptions::new());
    assert_eq!(found(&rows[0]), [(None, "too_long")]);
    assert_eq!((rows[1].number, rows[1].request.is_some(), rows.len()), (3, true, 2));
}

#[test]
fn a_record_of_too_many_cells_is_a_problem_of_its_row_alone() {
    let text = format!("siren,name\n472618354{}\n005720784,B\n", ",".repeat(MIB + 1));
    let rows = rows(text, Format::Csv, &IntakeOptions::new());
    assert_eq!(found(&rows[0]), [(None, "too_long")]);
    assert!(rows[1].request.is_some());
}

#[test]
fn a_quote_that_is_never_closed_ends_in_one_problem() {
    let input = b"siren,name\n472618354,\"Fonderie\n".chain(repeated(b"005720784,B\n", 8 << 20));
    let rows: Vec<Row> =
        read(input, Format::Csv, &IntakeOptions::new()).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(found(&rows[0]), [(None, "too_long")]);
    assert!(rows[0].problems[0].problem.detail.contains("never closed"));
}

#[test]
fn a_line_that_is_too_long_is_a_problem_of_its_row_alone() {
    let line = format!("{{\"identifier\": \"{}\"}}", "1".repeat(MIB));
    let text = format!("{line}\n{{\"identifier\": \"472618354\"}}\n");
    let rows = rows(text, Format::JsonLines, &IntakeOptions::new());
    assert_eq!(found(&rows[0]), [(None, "too_long")]);
    assert_eq!((rows[1].number, rows[1].request.is_some()), (2, true));
}

#[test]
fn names_of_columns_without_end_are_refused() {
    let error = read(repeated(b"a", 8 << 20), Format::Csv, &IntakeOptions::new()).unwrap_err();
    assert!(error.to_string().contains("longer than 1 MiB"), "{error}");
}

#[test]
fn a_reader_that_breaks_ends_the_reading_with_an_error() {
    let mut text = b"siren\n".to_vec();
    while text.len() < 2 * MIB {
        text.extend_from_slice(b"472618354\n");
    }
    let input = Broken { bytes: std::io::Cursor::new(text) };
    let mut rows = read(input, Format::Csv, &IntakeOptions::new()).unwrap();
    assert!(rows.next().unwrap().is_ok());
    let error = rows.find_map(Result::err).unwrap();
    assert_eq!(error.to_string(), "the file cannot be read: the disk is gone");
    assert!(rows.next().is_none(), "an error is the last thing that comes");
}

#[test]
fn a_file_without_a_known_ending_needs_a_format() {
    let error = open(Path::new("companies.doc"), &IntakeOptions::new()).unwrap_err();
    assert!(error.to_string().contains("Give the format"), "{error}");
    let error = open(Path::new("no such file.csv"), &IntakeOptions::new()).unwrap_err();
    assert!(error.to_string().starts_with("the file no such file.csv cannot be read: "), "{error}");
    assert!(read(std::io::empty(), Format::Parquet, &IntakeOptions::new()).is_err());
}

#[test]
fn the_value_of_a_constant_is_not_shown() {
    let options = IntakeOptions::new().constant("/account_number", "FR1420041010050500013M02606");
    let shown = format!("{options:?}");
    assert!(shown.contains("/account_number") && !shown.contains("FR14"), "{shown}");
}

#[test]
fn a_file_is_opened_by_the_ending_of_its_name_or_by_its_format() {
    let path =
        |ending: &str| std::env::temp_dir().join(format!("defacto-intake-{}.{ending}", std::process::id()));
    let (table, other) = (path("CSV"), path("data"));
    std::fs::write(&table, "siren;name\n472618354;A\n").unwrap();
    std::fs::write(&other, "{\"siren\": \"472618354\"}\n").unwrap();
    let read = |path: &Path, options: &IntakeOptions| {
        open(path, options).and_then(Iterator::collect::<Result<Vec<_>>>).map(|rows| rows.len())
    };
    let by_name = read(&table, &IntakeOptions::new());
    let by_format = read(&other, &IntakeOptions::new().format(Format::JsonLines));
    for path in [table, other] {
        std::fs::remove_file(path).unwrap();
    }
    assert_eq!((by_name, by_format), (Ok(1), Ok(1)));
}

#[test]
fn rows_can_be_read_on_another_thread() {
    fn can_be_sent<T: Send>() {}
    can_be_sent::<Rows>();
}

#[test]
fn odd_bytes_are_no_panic() {
    let pieces: [&[u8]; 14] = [
        b"siren",
        b",",
        b";",
        b"\"",
        b"\n",
        b"\r",
        b"=\"",
        b"472618354",
        b"\xC3",
        b"\xFF\xFE",
        b"\0",
        b"{\"siren\":",
        b"}",
        "é\u{feff}".as_bytes(),
    ];
    let mut random = fastrand::Rng::with_seed(7);
    for round in 0..3_000 {
        let mut text = if round % 2 == 0 { b"siren,name\n".to_vec() } else { Vec::new() };
        for _ in 0..random.usize(0..24) {
            text.extend_from_slice(pieces[random.usize(0..pieces.len())]);
        }
        for format in [Format::Csv, Format::JsonLines, Format::Arrow] {
            if let Ok(rows) = read(std::io::Cursor::new(text.clone()), format, &IntakeOptions::new()) {
                rows.for_each(drop);
            }
        }
    }
}
