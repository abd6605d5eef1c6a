//! The vectors: files and what they become, the same in every language.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use super::*;

const VECTORS: &str = include_str!("../../../../../tests/vectors/intake.json");

fn cases() -> Vec<Value> {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    vectors["cases"].as_array().unwrap().clone()
}

fn pairs(value: &Value) -> impl Iterator<Item = (&String, &str)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name, value.as_str().unwrap()))
}

fn options(case: &Value) -> IntakeOptions {
    let mut options = IntakeOptions::new();
    let given = &case["options"];
    for (column, pointer) in pairs(&given["columns"]) {
        options = options.column(column, pointer);
    }
    for (pointer, value) in pairs(&given["constants"]) {
        options = options.constant(pointer, value);
    }
    if let Some(separator) = given["separator"].as_str() {
        options = options.separator(separator.chars().next().unwrap());
    }
    if let Some(encoding) = given["encoding"].as_str() {
        assert_eq!(encoding, "utf8");
        options = options.encoding(Encoding::Utf8);
    }
    match given["dates"].as_str() {
        None => {}
        Some("day_first") => options = options.dates(DateOrder::DayFirst),
        Some("month_first") => options = options.dates(DateOrder::MonthFirst),
        Some(other) => panic!("no order is called {other}"),
    }
    match given["direct_debit"].as_bool() {
        Some(direct_debit) => options.direct_debit(direct_debit),
        None => options,
    }
}

fn open_case(case: &Value) -> Result<Rows> {
    let bytes = match case["text"].as_str() {
        Some(text) => text.as_bytes().to_vec(),
        None => BASE64_STANDARD.decode(case["base64"].as_str().unwrap()).unwrap(),
    };
    let format = match case["format"].as_str() {
        None => Format::Csv,
        Some("jsonl") => Format::JsonLines,
        Some(other) => panic!("no format is called {other}"),
    };
    read(std::io::Cursor::new(bytes), format, &options(case))
}

fn shown(row: &Row) -> Value {
    let problem = |found: &crate::portfolio::RowProblem| {
        json!([found.column, found.problem.pointer, found.problem.code])
    };
    json!({
        "number": row.number,
        "request": row.request.as_ref().map(|request| serde_json::to_value(request).unwrap()),
        "problems": row.problems.iter().map(problem).collect::<Vec<_>>(),
    })
}

/// What a case becomes, beside what it expects.
fn compare(case: &Value) -> [(Value, Value); 2] {
    let nothing = (Value::Null, Value::Null);
    let mut rows = match open_case(case) {
        Ok(rows) => rows,
        Err(error) => return [(json!(error.to_string()), case["error"].clone()), nothing],
    };
    let found: Vec<Value> = rows.by_ref().map(|row| shown(&row.unwrap())).collect();
    let columns: Vec<_> = rows.columns().iter().map(|column| column.pointer.clone()).collect();
    let columns = case.get("columns").map_or(nothing, |expected| (json!(columns), expected.clone()));
    [(Value::from(found), case["rows"].clone()), columns]
}

#[test]
fn the_vectors_hold() {
    let mut failures = Vec::new();
    for case in cases() {
        let wrong = compare(&case).into_iter().filter(|(found, expected)| found != expected);
        failures.extend(wrong.map(|(found, expected)| format!("{}:\n  {found}\n  {expected}", case["name"])));
    }
    assert!(failures.is_empty(), "found, then expected:\n{}", failures.join("\n"));
}

#[test]
fn no_text_holds_the_value_of_a_cell() {
    for case in cases().iter().filter(|case| case["error"].is_null()) {
        let name = case["name"].as_str().unwrap();
        for row in open_case(case).unwrap() {
            for found in row.unwrap().problems {
                // Digits belong to the texts only as lengths and years of examples.
                let text = found.problem.to_string();
                let values = [
                    "472618354",
                    "5,52E+08",
                    "5720784",
                    "1980",
                    "Tilleuls",
                    "Caf",
                    "perhaps",
                    "soon",
                    "Odile",
                ];
                assert!(!values.iter().any(|value| text.contains(value)), "{name}: {text}");
            }
        }
    }
}
