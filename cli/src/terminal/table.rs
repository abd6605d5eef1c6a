//! Tables: borders and wrapping on a terminal, plain columns elsewhere.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::terminal::cell::Cell;

/// The width from which ids are not wrapped.
const WIDE_ENOUGH_FOR_IDS: u16 = 100;
/// The width of an id with a blank on both sides.
const ID: ColumnConstraint = ColumnConstraint::Absolute(Width::Fixed(38));

/// Returns the table as lines. On a terminal (`width`) it fits the width and leaves out empty columns;
/// elsewhere nothing is left out, cut or wrapped.
pub(crate) fn lines(header: Vec<String>, rows: &[Vec<Cell>], width: Option<u16>) -> Vec<String> {
    let mut table = Table::new();
    match width {
        Some(width) => {
            let table = table.load_style(presets::UTF8_FULL_CONDENSED);
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        None => {
            table.load_style(presets::NOTHING);
        }
    }
    table.set_header(header);
    table.add_rows(rows.iter().map(|row| row.iter().map(Cell::words)));
    for (index, column) in table.column_iter_mut().enumerate() {
        if rows.iter().any(|row| row.get(index).is_some_and(Cell::is_number)) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let has_ids = rows.iter().any(|row| matches!(row.get(index), Some(Cell::Id(_))));
        if has_ids && width.is_some_and(|width| width >= WIDE_ENOUGH_FOR_IDS) {
            column.set_constraint(ID);
        }
        if width.is_some() && rows.iter().all(|row| row.get(index).is_some_and(Cell::is_empty)) {
            column.set_constraint(ColumnConstraint::Hidden);
        }
        if width.is_none() {
            column.set_padding((0, 2));
        }
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by a panic")]
mod tests {
    use super::*;

    fn sample(width: Option<u16>) -> Vec<String> {
        let rows = [
            vec![Cell::Text("Brasserie du Vallon SAS".to_owned()), Cell::Cents(2_500_000, None)],
            vec![Cell::Text("Taller".to_owned()), Cell::Missing],
        ];
        lines(vec!["name".to_owned(), "amount".to_owned()], &rows, width)
    }

    #[test]
    fn without_a_terminal_it_is_plain_text() {
        assert_eq!(
            sample(None),
            ["name                        amount", "Brasserie du Vallon SAS  25,000.00", "Taller",]
        );
    }

    #[test]
    fn on_a_terminal_it_fits() {
        for width in [24, 80] {
            let lines = sample(Some(width));
            assert!(lines.iter().all(|line| line.chars().count() <= usize::from(width)), "{lines:#?}");
            assert!(lines.concat().contains('│'), "{lines:#?}");
        }
        assert!(sample(Some(24)).len() > sample(Some(80)).len());
    }

    #[test]
    fn an_empty_column_takes_no_room_on_a_terminal() {
        let header = || ["name", "reason"].map(str::to_owned).to_vec();
        let rows = [vec![Cell::Text("Taller".to_owned()), Cell::Missing]];
        assert!(!lines(header(), &rows, Some(80)).concat().contains("reason"));
        assert!(lines(header(), &rows, None).concat().contains("reason"));
    }

    #[test]
    fn an_id_stays_in_one_piece_where_there_is_room() {
        let id = "6f1c2a34-0000-4000-8000-000000000001";
        let text = || Cell::Text("Brasserie du Vallon SAS ".repeat(3));
        let header = || ["id", "name", "reason"].map(str::to_owned).to_vec();
        for width in [60, 80, 100, 120] {
            let rows = [vec![Cell::Id(id.parse().unwrap()), text(), text()]];
            let lines = lines(header(), &rows, Some(width));
            assert!(lines.iter().all(|line| line.chars().count() <= usize::from(width)), "{lines:#?}");
            assert_eq!(lines.concat().contains(id), width >= WIDE_ENOUGH_FOR_IDS, "{lines:#?}");
        }
    }
}
