#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

use std::process::Command;
use std::str::Chars;

use serde_json::{Map, Value, json};

use super::{Language, literal, surface};

const URL: &str = "http://127.0.0.1:8080";

fn arguments(value: Value) -> Map<String, Value> {
    serde_json::from_value(value).unwrap()
}

fn snippet(operation: &str, language: Language, given: Value) -> String {
    surface().operation(operation).unwrap().snippet(language, URL, &arguments(given))
}

/// Texts out of everything that means something in a language.
fn texts() -> impl Iterator<Item = String> {
    let pieces = [
        "\"", "\\", "'", "$", "${", "}", "\\(", ")", "\n", "\r", "\t", "\0", "\u{7f}", "\u{85}", "\u{2028}",
        "\u{202e}", "\u{200b}", "\u{feff}", "u0022", "\\u0022", "u{22}", "#", "\"#", "\"\"\"", "`id`",
        "$(id)", ";", "//", "*/", "--", "@", "<", "é", "😀", "x", " ", "{", "!", "%", "&", "0", "7",
    ];
    let mut chance = fastrand::Rng::with_seed(17);
    (0..4000).map(move |_| {
        let length = chance.usize(0..8);
        (0..length).map(|_| pieces[chance.usize(0..pieces.len())]).collect()
    })
}

/// Reads a literal as its language does; panics where it ends early, or where an expression begins.
fn decoded(literal: &str, language: Language) -> String {
    let is_single = language == Language::Python && literal.starts_with('\'');
    let quote = if is_single { '\'' } else { '"' };
    let inner = literal.strip_prefix(quote).unwrap().strip_suffix(quote).unwrap();
    let (mut units, mut rest) = (Vec::new(), inner.chars());
    while let Some(character) = rest.next() {
        assert!(character != quote && !matches!(character, '\n' | '\r' | '\0'), "{literal}");
        assert!(language != Language::Kotlin || character != '$', "{literal}");
        match character {
            '\\' => units.extend(escape(&mut rest, language)),
            _ => units.extend(character.encode_utf16(&mut [0; 2]).iter().copied()),
        }
    }
    String::from_utf16(&units).unwrap()
}

/// Reads what follows a backslash.
fn escape(rest: &mut Chars<'_>, language: Language) -> Vec<u16> {
    let one = |character: char| character.encode_utf16(&mut [0; 2]).to_vec();
    let number =
        |digits: &str, radix| one(char::from_u32(u32::from_str_radix(digits, radix).unwrap()).unwrap());
    let escape = rest.next().unwrap();
    match (language, escape) {
        (_, '"' | '\\') | (Language::Kotlin, '$') => one(escape),
        (_, 'n') => one('\n'),
        (_, 'r') => one('\r'),
        (_, 't') => one('\t'),
        (Language::Rust | Language::Swift, 'u') => {
            assert_eq!(rest.next(), Some('{'));
            number(&rest.by_ref().take_while(|character| *character != '}').collect::<String>(), 16)
        }
        (Language::Python, 'U') => number(&rest.by_ref().take(8).collect::<String>(), 16),
        (Language::Java, '0'..='3') => {
            number(&std::iter::once(escape).chain(rest.by_ref().take(2)).collect::<String>(), 8)
        }
        // Java reads it before the literal: it has to be none of what ends one.
        (Language::Kotlin | Language::Java, 'u') => {
            let unit = u16::from_str_radix(&rest.by_ref().take(4).collect::<String>(), 16).unwrap();
            assert!(language == Language::Kotlin || unit > 0xff);
            vec![unit]
        }
        _ => panic!("{language:?} has no escape {escape}"),
    }
}

#[test]
fn a_literal_is_the_text_and_nothing_else() {
    type Quoted = fn(&str) -> String;
    let languages: [(Language, Quoted); 5] = [
        (Language::Rust, literal::rust),
        (Language::Python, literal::python),
        (Language::Kotlin, literal::kotlin),
        (Language::Java, literal::java),
        (Language::Swift, literal::swift),
    ];
    for text in texts() {
        for (language, quoted) in languages {
            assert_eq!(decoded(&quoted(&text), language), text, "{language:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_word_of_a_shell_is_the_text_and_nothing_else() {
    let texts: Vec<String> = texts().map(|text| text.replace('\0', "")).collect();
    for batch in texts.chunks(200) {
        let words: Vec<String> = batch.iter().map(|text| literal::shell(text)).collect();
        let script = format!("printf '%s\\1' {}", words.join(" "));
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        let expected: String = batch.iter().flat_map(|text| [text, "\u{1}"]).collect();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
    }
}

#[test]
fn every_operation_has_an_example_in_every_language() {
    let operations: Vec<_> = surface().areas.iter().flat_map(|area| &area.operations).collect();
    assert_eq!(operations.len(), 77);
    for operation in operations {
        for language in Language::ALL {
            let code = operation.snippet(language, URL, &operation.example.arguments);
            assert!(code.contains(URL), "{}: {code}", operation.name);
            assert!(!code.ends_with('\n'), "{}: {code}", operation.name);
            let is_read_from_json =
                ["from_json", "fromJson", "fromJSON"].iter().any(|name| code.contains(name));
            assert!(!is_read_from_json, "{}: {code}", operation.name);
        }
    }
}

#[test]
fn no_value_makes_it_panic_and_each_stays_inside_a_literal() {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(18_446_744_073_709_551_615_u64),
        json!(1e300),
        json!("\"); evil(\""),
        json!([]),
        json!([null, {"x": [1]}]),
        json!({}),
        json!({"identifier": {"a": 1}, "\"; evil(": 1}),
        json!({"\"); evil(\"": "\"); evil(\"", "identifier": "1"}),
    ];
    for operation in surface().areas.iter().flat_map(|area| &area.operations) {
        for value in &odd {
            let mut given: Map<String, Value> =
                operation.arguments.iter().map(|argument| (argument.name.clone(), value.clone())).collect();
            given.insert("unknown".to_owned(), value.clone());
            operation.request(&given).text(URL);
            for language in Language::ALL {
                let code = operation.snippet(language, URL, &given);
                let is_free = [Language::Curl, Language::Python].contains(&language);
                assert!(is_free || !code.contains("\"\"); evil"), "{code}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_command_runs_curl_and_nothing_else() {
    let evil = "'; echo evil; $(echo evil) `echo evil` \"; echo evil";
    let mut script = "curl() { :; }\n".to_owned();
    for operation in surface().areas.iter().flat_map(|area| &area.operations) {
        for value in
            [json!(evil), json!({evil: evil}), json!({"name": evil, "identifier": evil, "nonce": evil})]
        {
            let given =
                operation.arguments.iter().map(|argument| (argument.name.clone(), value.clone())).collect();
            script += &operation.snippet(Language::Curl, URL, &given);
            script.push('\n');
        }
    }
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    assert_eq!((output.status.success(), String::from_utf8(output.stdout).unwrap()), (true, String::new()));
}

#[test]
fn what_is_missing_becomes_a_variable() {
    let code = snippet("loans.get", Language::Python, json!({}));
    assert!(code.contains("loan = client.loans.get(loan_id)"), "{code}");
    let code = snippet("borrowers.enroll", Language::Kotlin, json!({"body": {"name": "Fonderie"}}));
    assert!(code.contains("NewBorrower(identifier = identifier, name = \"Fonderie\")"), "{code}");
}

#[test]
fn a_model_without_its_form_is_read_from_json() {
    let given = json!({"body": {"identifier": 913_572_467}});
    let code = snippet("borrowers.enroll", Language::Rust, given.clone());
    assert!(code.contains("from_json::<NewBorrower>(\"{\\\"identifier\\\":913572467}\")?"), "{code}");
    let code = snippet("borrowers.enroll", Language::Swift, given);
    assert!(code.contains("NewBorrower.fromJSON(\"{\\\"identifier\\\":913572467}\")"), "{code}");
}

#[test]
fn a_call_reads_as_its_language_is_written() {
    let given = json!({"loan_id": "dd889b6e-a967-4bb4-906a-54d90bf32039"});
    let rust = "use defacto_sdk::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(\"YOUR_API_KEY\", \"http://127.0.0.1:8080\")?;
    let loan = client.loans().get(\"dd889b6e-a967-4bb4-906a-54d90bf32039\".parse()?)?;
    println!(\"{loan:?}\");
    Ok(())
}";
    assert_eq!(snippet("loans.get", Language::Rust, given.clone()), rust);
    let curl = "curl 'http://127.0.0.1:8080/loan/dd889b6e-a967-4bb4-906a-54d90bf32039' \\
  --header 'Authorization: Bearer YOUR_API_KEY'";
    assert_eq!(snippet("loans.get", Language::Curl, given), curl);
}

#[test]
fn what_rust_names_is_imported() {
    let code = snippet("loans.list", Language::Rust, json!({}));
    assert!(code.starts_with("use defacto_sdk::api::loans::LoanFilter;\n"), "{code}");
    let given = json!({"body": {"installments": [], "payment_method": "SCT"}});
    let code = snippet("installments.create_plan", Language::Rust, given);
    assert!(code.contains("Vec::<defacto_sdk::api::installments::NewInstallment>::new()"), "{code}");
}

#[test]
fn a_filter_becomes_the_query_in_the_order_of_its_fields() {
    let given = arguments(
        json!({"filter": {"status": ["TO_REPAY", "CLOSED"], "borrower": ["9 1"], "page_size": null}}),
    );
    let request = surface().operation("loans.list").unwrap().request(&given);
    assert_eq!(request.path_and_query, "/loans?borrower=9%201&status=TO_REPAY&status=CLOSED");
    assert_eq!((request.method.as_str(), request.body), ("GET", None));
}

#[test]
fn a_change_empties_a_field_and_a_request_leaves_it_out() {
    let code =
        snippet("invoices.update", Language::Python, json!({"invoice_id": "x", "body": {"due_at": null}}));
    assert!(code.contains("InvoiceChanges(clear=[\"due_at\"])"), "{code}");
    let enroll = surface().operation("borrowers.enroll").unwrap();
    let request = enroll.request(&arguments(json!({"body": {"name": null, "identifier": "1"}})));
    assert_eq!(request.body, Some(json!({"identifier": "1"})));
    let request =
        enroll.request(&arguments(json!({"body": {"identifier": "1", "metadata": {}, "owner": {}}})));
    assert_eq!(request.body, Some(json!({"identifier": "1", "owner": {}})));
}
