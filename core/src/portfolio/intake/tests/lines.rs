//! Lines of a CSV file: which number each row has, whatever its lines end in.

use super::*;

const ENDS: [&str; 3] = ["\n", "\r\n", "\r"];

fn numbers(text: &str) -> Vec<u64> {
    rows(text, Format::Csv, &IntakeOptions::new()).iter().map(|row| row.number).collect()
}

#[test]
fn rows_have_the_number_of_their_line_with_every_line_end() {
    for end in ENDS {
        let text = format!("siren,name\n{}", "472618354,A\n".repeat(5)).replace('\n', end);
        assert_eq!(numbers(&text), [2, 3, 4, 5, 6], "{end:?}");
    }
}

#[test]
fn line_ends_in_quotes_and_empty_lines_count_as_well() {
    for end in ENDS {
        let text = "siren,name\n472618354,\"Fonderie\ndes\n\nTilleuls\"\n\n005720784,B\n".replace('\n', end);
        assert_eq!(numbers(&text), [2, 7], "{end:?}");
    }
}

#[test]
fn a_line_end_that_two_blocks_share_is_one() {
    // Blocks have 64 KiB: moving the text by one byte after the other cuts it at every place.
    for shift in 0..32 {
        let name = "x".repeat((1 << 16) - 40 + shift);
        let text = format!("siren,name\r\n472618354,{name}\r\n005720784,\"B\r\nC\"\r\n472618354,D");
        assert_eq!(numbers(&text), [2, 3, 5], "moved by {shift}");
    }
}
