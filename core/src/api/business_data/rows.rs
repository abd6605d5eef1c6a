//! The salts of rows that are shared: what makes one row of two uploads one row.

use std::collections::HashMap;

use crate::error::{DefactoError, Problem, Result};
use crate::intent::{check_salt, content_salt};

/// One row as this file sees it.
pub(super) struct Row<'a> {
    pub(super) salt_id: &'a mut Option<String>,
    /// What it says, without a salt.
    pub(super) content: String,
}

/// Gives every row without a salt one that is derived from the company and from what the row says, so that a repeated
/// upload names the same rows.
///
/// `can_be_equal` says whether equal rows of one upload are several: two payments of a day may say the same.
///
/// # Errors
/// `Validation` if a salt is blank, at the row's place under `list`.
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
