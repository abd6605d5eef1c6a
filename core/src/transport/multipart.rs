//! Multipart bodies, as browsers upload files.

use crate::world;

/// A file of a multipart body.
pub(crate) struct FilePart<'a> {
    /// The name of the form's field.
    pub(crate) name: &'static str,
    pub(crate) filename: &'a str,
    pub(crate) content_type: &'static str,
    pub(crate) content: &'a [u8],
}

/// Returns a boundary: a line that does not occur in the content.
pub(super) fn boundary(content: &[u8]) -> String {
    loop {
        let boundary = format!("defacto-{:016x}{:016x}", world::random_number(), world::random_number());
        if !content.windows(boundary.len()).any(|part| part == boundary.as_bytes()) {
            return boundary;
        }
    }
}

/// Returns a file's name as it is written between quotes, escaped as browsers do.
pub(super) fn quotable(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::boundary;

    #[test]
    fn no_two_boundaries_are_the_same() {
        assert_ne!(boundary(b""), boundary(b""));
    }
}
