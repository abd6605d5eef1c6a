//! The library's types in a program's own: with serde, from text and as text.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by them")]

use defacto_sdk::api::loans::LoanStatus;
use defacto_sdk::model::Uuid;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Mine {
    status: LoanStatus,
    before: Vec<LoanStatus>,
    next: Option<LoanStatus>,
}

#[test]
fn an_open_enum_is_a_member_of_a_struct_with_serde() {
    let text = r#"{"status":"TO_VALIDATE","before":["BRAND_NEW"],"next":null}"#;
    let mine: Mine = serde_json::from_str(text).unwrap();
    let new = LoanStatus::from("BRAND_NEW");
    assert_eq!(mine, Mine { status: LoanStatus::ToValidate, before: vec![new.clone()], next: None });
    assert!(!new.is_known());
    assert_eq!(serde_json::to_string(&mine).unwrap(), text);
    assert!(serde_json::from_str::<Mine>(r#"{"status":null,"before":[]}"#).is_err());
}

#[test]
fn open_enums_and_ids_are_read_from_text_and_written_as_text() {
    for text in ["TO_VALIDATE", "BRAND_NEW"] {
        assert_eq!(text.parse::<LoanStatus>().unwrap().to_string(), text);
    }
    let id = "0f6a1d4e-9d1b-4c1c-8f3a-2b7f5f1f9a10";
    assert_eq!(id.parse::<Uuid>().unwrap().to_string(), id);
    assert!("order-17".parse::<Uuid>().is_err());
}
