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
fn the_encoding_is_told_and_whether_it_was_guessed() {
    let told = |bytes: &[u8], options: &IntakeOptions| {
        let rows = read(std::io::Cursor::new(bytes.to_vec()), Format::Csv, options).unwrap();
        rows.encoding().map(|used| (used.encoding.name(), used.is_guessed)).unwrap()
    };
    let none = IntakeOptions::new();
    assert_eq!(told("siren,name\n472618354,Café".as_bytes(), &none), ("UTF-8", false));
    assert_eq!(told(b"siren,name\n472618354,Caf\xE9", &none), ("windows-1252", true));
    let said = IntakeOptions::new().encoding(Encoding::Latin9);
    assert_eq!(told(b"siren,name\n472618354,Caf\xE9", &said), ("ISO-8859-15", false));
    let mac = b"siren,name\n472618354,M\x9Fller & S\x9Ahne\n005720784,Caf\x8E S\x8Evign\x8E\n";
    assert_eq!(told(mac, &none), ("macintosh", true));
    assert_eq!(names(mac), [Some("Müller & Söhne".to_owned()), Some("Café Sévigné".to_owned())]);
    let dos = b"siren,name\n472618354,M\x81ller & S\x94hne\n005720784,Caf\x82 S\x82vign\x82\n";
    assert_eq!(told(dos, &none), ("IBM850", true));
}

#[test]
fn bytes_that_are_no_utf8_in_json_are_a_problem_of_their_row() {
    let options = IntakeOptions::new().encoding(Encoding::Utf8);
    let rows = rows(b"{\"name\": \"Caf\xE9\"}\n{\"identifier\": \"472618354\"}", Format::JsonLines, &options);
    assert_eq!(found(&rows[0]), [(None, "encoding")]);
    assert!(rows[1].request.is_some());
}
