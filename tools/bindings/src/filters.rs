//! What the templates of both languages do with texts.
#![expect(
    unreachable_pub,
    clippy::inline_always,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "askama makes more of each filter than the function"
)]

use std::fmt::Display;

use heck::ToShoutySnakeCase;

/// Returns lines with an indent.
#[askama::filter_fn]
pub fn indented(text: impl Display, _: &dyn askama::Values, indent: &str) -> askama::Result<String> {
    let line = |line: &str| format!("{indent}{line}").trim_end().to_owned() + "\n";
    Ok(text.to_string().lines().map(line).collect())
}

/// Returns a text as a literal.
#[askama::filter_fn]
pub fn quoted(text: impl Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(format!("{:?}", text.to_string()))
}

/// Returns a name as that of a constant.
#[askama::filter_fn]
pub fn constant(name: impl Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(name.to_string().to_shouty_snake_case())
}

/// Returns the first line of a comment in `///` without that sign.
#[askama::filter_fn]
pub fn first_line(comment: impl Display, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(comment.to_string().lines().next().unwrap_or_default().trim_start_matches("/// ").to_owned())
}
