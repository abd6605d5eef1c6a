//! Encodings: which one a file has, and the bytes in it that stand for no letter.

use super::*;

const MIB: usize = 1 << 20;

fn names(text: &[u8]) -> Vec<Option<String>> {
    let name = |row: Row| row.request.and_then(|request| request.name);
    rows(text, Format::Csv, &IntakeOptions::new()).into_iter().map(name).collect()
}

#[test]
fn one_wrong_byte_in_utf8_is_a_problem_of_its_row_alone() {
    let text = b"siren,name\n472618354,Caf\xC3\xA9\n005720784,H\xC3\xB4tel\n472618354,Caf\xE9\n005720784,B\n";
    let rows = rows(text, Format::Csv, &IntakeOptions::new());
    assert_eq!(found(&rows[2]), [(Some("name"), "encoding")]);
    let name = |row: &Row| row.request.as_ref().and_then(|request| request.name.clone());
    assert_eq!(rows.iter().filter_map(name).collect::<Vec<_>>(), ["Café", "Hôtel", "B"]);
}

#[test]
fn what_has_more_wrong_bytes_than_letters_is_windows_1252() {
    let text = b"siren,name\n472618354,Caf\xE9\n005720784,H\xF4tel \xC3\xA9\n";
    assert_eq!(names(text), [Some("Café".to_owned()), Some("Hôtel Ã©".to_owned())]);
    assert_eq!(names(b"siren,name\n472618354,Caf\xC3"), [Some("CafÃ".to_owned())]);
}

#[test]
fn a_byte_that_windows_1252_does_not_have_is_a_problem_of_its_row_alone() {
    for byte in [0x81, 0x8D, 0x8F, 0x90, 0x9D] {
        let mut text = b"siren,name\n472618354,Caf\xE9\n005720784,B".to_vec();
        text.push(byte);
        let rows = rows(text, Format::Csv, &IntakeOptions::new());
        assert_eq!(found(&rows[1]), [(Some("name"), "encoding")], "{byte:x}");
        assert!(rows[0].problems.is_empty());
    }
}

#[test]
fn what_is_no_utf8_after_the_first_megabyte_is_a_problem_of_its_row() {
    let mut text = b"siren,name\n".to_vec();
    while text.len() < MIB + 100 {
        text.extend_from_slice("472618354,Café\n".as_bytes());
    }
    text.extend_from_slice(b"472618354,Caf\xE9\n005720784,B\n");
    let rows = rows(text, Format::Csv, &IntakeOptions::new());
    let (last, before) = rows.split_last().unwrap();
    assert_eq!(found(before.last().unwrap()), [(Some("name"), "encoding")]);
    assert!(last.request.is_some());
    assert!(before[..before.len() - 1].iter().all(|row| row.problems.is_empty()));
}

#[test]
fn a_letter_that_the_first_megabyte_cuts_in_two_is_still_utf8() {
    let mut text = b"siren,name\n".to_vec();
    text.resize(MIB - 11, b'\n');
    text.extend_from_slice("472618354,é\n".as_bytes());
    assert_eq!(text[MIB - 1], 0xC3);
    let rows = rows(text, Format::Csv, &IntakeOptions::new());
    assert_eq!(rows[0].request.as_ref().unwrap().name.as_deref(), Some("é"));
}

#[test]
fn bytes_that_are_no_utf8_in_json_are_a_problem_of_their_row() {
    let options = IntakeOptions::new().encoding(Encoding::Utf8);
    let rows = rows(b"{\"name\": \"Caf\xE9\"}\n{\"identifier\": \"472618354\"}", Format::JsonLines, &options);
    assert_eq!(found(&rows[0]), [(None, "encoding")]);
    assert!(rows[1].request.is_some());
}
