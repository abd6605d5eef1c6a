//! A file of any content, in each text format: rows or an error, and a row that cannot be read says why.
#![no_main]

use defacto_sdk::portfolio::intake::{Format, IntakeOptions, Records, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Csv, Format::JsonLines] {
        let Ok(rows) = read(std::io::Cursor::new(bytes.to_vec()), format, &IntakeOptions::new()) else { continue };
        for row in rows.take(1_000) {
            let Ok(row) = row else { break };
            assert!(row.request.is_some() || !row.problems.is_empty(), "a row that is not read says why");
        }
    }
    let mut records = Records::new(&IntakeOptions::new()).expect("no options");
    let _ = records.row(1, &String::from_utf8_lossy(bytes));
});
