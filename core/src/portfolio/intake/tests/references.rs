//! The caller's own reference of a row, and the company's name in its result.

use super::*;
use crate::error::ErrorKind;

/// Returns the name and the reference of each row, as its result repeats them.
fn labels(text: &str, format: Format, column: &str) -> Vec<(Option<String>, Option<String>)> {
    let options = IntakeOptions::new().reference(column);
    let label = |row: &Row| row.label(None);
    rows(text, format, &options).iter().map(label).map(|label| (label.name, label.reference)).collect()
}

fn pair(name: &str, reference: &str) -> (Option<String>, Option<String>) {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (some(name), some(reference))
}

#[test]
fn a_column_without_a_place_is_repeated_and_not_sent() {
    let text = "siren;name;Réf. client\n472618354;Fonderie;  C-1 \n552032534;Moulin;\n";
    assert_eq!(
        labels(text, Format::Csv, "réf client"),
        [pair("Fonderie", "C-1"), pair("Moulin", "")],
        "case, blanks and separators do not count"
    );
    let options = IntakeOptions::new().reference("Réf. client");
    let request = rows(text, Format::Csv, &options)[0].request.clone().unwrap();
    assert!(request.metadata.is_empty() && request.extra.is_empty());
    let columns = read(text.as_bytes(), Format::Csv, &options).unwrap().columns().to_vec();
    assert_eq!((columns[2].is_reference, columns[2].pointer.as_deref()), (true, None));
}

#[test]
fn a_column_with_a_place_is_repeated_and_sent() {
    let text = "siren,metadata.crm\n472618354,77\n";
    assert_eq!(labels(text, Format::Csv, "metadata.crm"), [pair("", "77")]);
    let sent = rows(text, Format::Csv, &IntakeOptions::new().reference("metadata.crm"))[0].request.clone();
    assert_eq!(sent.unwrap().metadata.get("crm").unwrap(), "77");
}

#[test]
fn a_row_that_cannot_be_sent_has_both_unless_its_number_is_that_of_a_person() {
    let text = "identifier,identifier_type,name,account_number,crm\n\
                472618354,siren,Fonderie,#N/A,C-1\n123456782,bsn,Jan de Vries,#N/A,C-2\n";
    assert_eq!(labels(text, Format::Csv, "crm"), [pair("Fonderie", "C-1"), pair("", "C-2")]);
}

#[test]
fn in_json_it_is_a_member_or_one_of_the_metadata() {
    let text = "{\"siren\":\"472618354\",\"crm\":7}\n{\"siren\":\"552032534\",\"metadata\":{\"crm\":\"C-2\"}}\n\
                {\"siren\":\"\",\"crm\":[1]}\n";
    assert_eq!(labels(text, Format::JsonLines, "crm"), [pair("", "7"), pair("", "C-2"), pair("", "")]);
}

#[test]
fn a_text_that_a_result_must_not_hold_is_cleaned_and_shortened() {
    let text = format!("siren,crm\n472618354,\"a\u{7}b{}\"\n", "x".repeat(500));
    let reference = labels(&text, Format::Csv, "crm")[0].1.clone().unwrap();
    assert!(reference.starts_with("a bx") && reference.chars().count() == 200, "{reference}");
}

#[test]
fn a_column_that_does_not_exist_is_refused() {
    let options = IntakeOptions::new().reference("crm");
    let error = read("siren\n472618354\n".as_bytes(), Format::Csv, &options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("the file has no column 'crm'"), "{error}");
}
