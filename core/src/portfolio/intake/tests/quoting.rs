//! Quotes that are not closed swallow rows: none of them passes in silence.

use super::*;

/// The number, the problem and the name of each row.
fn read_all(text: &str) -> Vec<(u64, Option<String>, Option<String>)> {
    let shown = |row: Row| {
        let code = row.problems.first().map(|found| found.problem.code.clone());
        (row.number, code, row.request.and_then(|request| request.name))
    };
    rows(text, Format::Csv, &IntakeOptions::new()).into_iter().map(shown).collect()
}

fn good(number: u64, name: &str) -> (u64, Option<String>, Option<String>) {
    (number, None, Some(name.to_owned()))
}

fn bad(number: u64, code: &str) -> (u64, Option<String>, Option<String>) {
    (number, Some(code.to_owned()), None)
}

#[test]
fn a_quote_that_is_open_at_the_end_of_the_file_is_an_error() {
    let text = "siren;name\n472618354;Foo SA\n005720784;\"Bar SA\n472618354;Baz SA\n005720784;Qux SA\n";
    assert_eq!(read_all(text), [good(2, "Foo SA"), bad(3, "quote_not_closed")]);
    for cut in ["siren,name\n005720784,\"Bar", "siren,name\n005720784,\"Bar\"\"", "siren,name\n005720784,\""]
    {
        assert_eq!(read_all(cut), [bad(2, "quote_not_closed")], "{cut}");
    }
}

#[test]
fn a_quote_that_the_next_row_closes_is_an_error_and_the_rows_below_are_read() {
    let text = "siren;name\n472618354;\"Bar SA\n005720784;\"Baz SA\"\n472618354;\"Qux SA\"\n";
    assert_eq!(read_all(text), [bad(2, "text_behind_quote"), good(4, "Qux SA")]);
    let text = "name;siren;city\n\"Bar;472618354;\n\"Baz\";005720784;x\n\"Qux\";472618354;y\n";
    let options = IntakeOptions::new().column("city", "/metadata/city");
    let rows = rows(text, Format::Csv, &options);
    assert_eq!(found(&rows[0]), [(None, "text_behind_quote")]);
    assert_eq!((rows[1].number, rows[1].request.is_some(), rows.len()), (4, true, 2));
}

#[test]
fn a_quote_inside_a_cell_that_is_not_doubled_is_an_error_of_its_row_alone() {
    let text = "siren,name\n472618354,\"Bar \"Chez Odile\" SA\"\n005720784,B\n";
    assert_eq!(read_all(text), [bad(2, "text_behind_quote"), good(3, "B")]);
}

#[test]
fn quotes_that_are_closed_may_hold_anything() {
    for end in ["\n", "\r\n", "\r"] {
        let name = "12 rue X;1;2;3\n75001 \"\"Paris\"\"\n\"\"".replace('\n', end);
        let text = format!("siren;name{end}472618354;\"{name}\"{end}005720784;\"B\"");
        let whole = read_all(&text);
        assert_eq!((&whole[0].1, &whole[1]), (&None, &good(5, "B")), "{end:?}");
    }
}

#[test]
fn blanks_behind_a_quote_and_quotes_within_bare_text_are_no_errors() {
    assert_eq!(read_all("siren,name\n\"472618354\" ,\"A\" \t\n"), [good(2, "A")]);
    assert_eq!(read_all("siren\tname\n\"472618354\"\t\"A\" \n"), [good(2, "A")]);
    assert_eq!(read_all("siren,name\n472618354,19\" rack \"A\n"), [good(2, "19\" rack \"A")]);
    assert_eq!(read_all("siren,name\n472618354,\"\"\n"), [(2, None, None)]);
}

#[test]
fn names_of_columns_in_open_quotes_are_refused() {
    for text in ["siren;\"name\n472618354;A\n", "siren;\"na\"me\n472618354;A\n"] {
        let error = read(text.as_bytes(), Format::Csv, &IntakeOptions::new()).unwrap_err();
        assert!(error.to_string().contains("Close each quote"), "{error}");
    }
}

#[test]
fn quotes_that_two_blocks_share_are_followed() {
    for shift in 0..16 {
        let name = "x".repeat((1 << 16) - 32 + shift);
        let text = format!("siren,name\n472618354,\"{name}\"\"B\"\n005720784,C\n");
        assert_eq!(read_all(&text), [good(2, &format!("{name}\"B")), good(3, "C")], "moved by {shift}");
    }
}
