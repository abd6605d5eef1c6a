//! What the fuzz targets call of the private parts. Never in what ships.

use crate::enrollment::ResumeToken;
use crate::error::ErrorBody;
use crate::model::IdentifierType;
use crate::validation::{check_iban, check_identifier, normalize_iban, normalize_identifier};

/// Checks an IBAN, as it is and as it is sent.
pub fn iban(text: &str) {
    let normal = normalize_iban(text);
    assert_eq!(normalize_iban(&normal), normal);
    let _ = (check_iban(text), check_iban(&normal));
}

/// Checks a number as every type of identifier there is.
pub fn identifier(text: &str) {
    for kind in IdentifierType::VALUES.iter().copied().map(Some).chain([None, Some(text)]) {
        let normal = normalize_identifier(kind, text);
        assert_eq!(normalize_identifier(kind, &normal), normal);
        let _ = (check_identifier(kind, text), check_identifier(kind, &normal));
    }
}

/// Reads the body of an error answer.
pub fn error_body(body: &[u8]) {
    let _ = ErrorBody::parse(body, &["FR7630006000011234567890189".to_owned()]);
}

/// Reads a resume token; what is read is the same when it is written.
pub fn resume_token(text: &str) {
    if let Ok(token) = ResumeToken::parse(text) {
        assert!(ResumeToken::parse(&token.text()).is_ok_and(|again| again == token));
    }
}
