//! Idempotency keys of shared rows: a repeated upload sends the same keys.

use std::collections::HashMap;

use crate::error::{DefactoError, Problem, Result};
use crate::intent::{check_salt, content_salt};

/// A shared row, reduced to its key and content.
pub(super) struct Row<'a> {
    pub(super) salt_id: &'a mut Option<String>,
    /// The row as JSON, without a key of the caller.
    pub(super) content: String,
}

/// Sets the `salt_id` of each row that has none. The key is derived from `company` and the content of the
/// row, so a repeated upload has the same keys.
///
/// If `can_be_equal` is true, equal rows of one upload get different keys: two payments can be equal.
///
/// # Errors
/// `Validation` if a given `salt_id` is blank, at the position of the row in `list`.
pub(super) fn with_salts(list: &str, company: &str, rows: Vec<Row<'_>>, can_be_equal: bool) -> Result<()> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut problems: Vec<Problem> = Vec::new();
    for (index, Row { salt_id, content }) in rows.into_iter().enumerate() {
        if let Some(given) = salt_id.as_deref() {
            let problem = check_salt(Some(given));
            problems
                .extend(problem.map(|one| Problem { pointer: format!("/{list}/{index}/salt_id"), ..one }));
            continue;
        }
        let row = format!("{company}\n{content}");
        let earlier = seen.entry(row.clone()).or_default();
        *salt_id = Some(content_salt(&format!("{row}\n{earlier}")));
        *earlier += usize::from(can_be_equal);
    }
    if problems.is_empty() { Ok(()) } else { Err(DefactoError::invalid(problems)) }
}
