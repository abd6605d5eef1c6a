//! The page envelope of every list, with cursors that mean something to this server alone.

use serde_json::{Value, json};

use crate::{
    http::call::Call,
    rules::Refusal,
    world::{World, seed::Seed},
};

const DEFAULT_PAGE_SIZE: usize = 100;

/// One page of a list with cursor parameters. `list` names the list, so that a cursor fits no other one;
/// `show` makes what the page says of an item.
pub(crate) fn page<T>(
    call: &Call,
    world: &World,
    list: &str,
    items: &[T],
    show: impl Fn(&T) -> Value,
) -> Result<Value, Refusal> {
    let size = page_size(call, world.settings.max_page_size)?;
    let start = match call.query("cursor") {
        None => 0,
        Some(cursor) => read_cursor(world.seed, list, cursor)
            .ok_or_else(|| Refusal::invalid("cursor", "is not a cursor of this list"))?,
    };
    let data: Vec<_> = items.iter().skip(start).take(size).map(show).collect();
    let next = start.saturating_add(size);
    Ok(json!({
        "count": data.len(),
        "page_size": size,
        "data": data,
        "next_page": (next < items.len()).then(|| write_cursor(world.seed, list, next)),
        "previous_page": (start > 0).then(|| write_cursor(world.seed, list, start.saturating_sub(size))),
        "total": items.len(),
    }))
}

/// The envelope of a list without cursor parameters: all of it.
pub(crate) fn whole(items: &[Value]) -> Value {
    json!({
        "count": items.len(),
        "page_size": DEFAULT_PAGE_SIZE.max(items.len()),
        "data": items,
        "next_page": null,
        "previous_page": null,
        "total": items.len(),
    })
}

fn page_size(call: &Call, max: usize) -> Result<usize, Refusal> {
    let Some(text) = call.query("page_size") else { return Ok(DEFAULT_PAGE_SIZE.min(max)) };
    let wrong = || Refusal::invalid("page_size", format!("is not a whole number from 1 to {max}"));
    text.parse().ok().filter(|size| (1..=max).contains(size)).ok_or_else(wrong)
}

/// The signs `+` and `=` are there on purpose: a client that sends a cursor back must encode it.
fn write_cursor(seed: Seed, list: &str, start: usize) -> String {
    format!("{start:x}+{:016x}==", seed.hash(list, &start.to_string()))
}

fn read_cursor(seed: Seed, list: &str, cursor: &str) -> Option<usize> {
    let (start, _) = cursor.split_once('+')?;
    let start = usize::from_str_radix(start, 16).ok()?;
    (write_cursor(seed, list, start) == cursor).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_fits_its_own_list_only() {
        let cursor = write_cursor(Seed(1), "borrowers", 20);
        assert_eq!(read_cursor(Seed(1), "borrowers", &cursor), Some(20));
        assert_eq!(read_cursor(Seed(1), "credit_lines", &cursor), None);
        assert_eq!(read_cursor(Seed(1), "borrowers", &cursor.replace('+', " ")), None);
        assert_eq!(read_cursor(Seed(1), "borrowers", "20"), None);
    }
}
