//! `defacto explain`.

use crate::common::{against, run, sandbox};

#[test]
fn a_code_is_explained_in_each_language() {
    let sandbox = sandbox(1000.0);
    let text = |arguments: &[&str]| run(against(&sandbox, &[&["explain"], arguments].concat())).exits(0).out;
    let code = "AVERAGE_INVOICE_SIZE_TOO_HIGH";
    let english = text(&[code]);
    assert_eq!(english.lines().count(), 1, "{english}");
    assert_eq!(text(&[code, "--language", "en"]), english);
    for language in ["de", "es", "fr"] {
        assert_ne!(text(&[code, "--language", language]), english, "{language}");
    }
}

#[test]
fn a_code_that_the_api_does_not_know_exits_with_1() {
    let sandbox = sandbox(1000.0);
    let ran =
        run(against(&sandbox, &["explain", "NOT_A_CODE"])).exits(1).warns("does not know this denial code");
    assert_eq!(ran.out, "");
}

#[test]
fn a_language_that_nobody_translates_to_is_refused() {
    let sandbox = sandbox(1000.0);
    run(against(&sandbox, &["explain", "X", "--language", "it"])).exits(2).warns("de, en, es, fr");
}
