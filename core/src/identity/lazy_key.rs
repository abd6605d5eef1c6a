//! Text whose key is made when it is first needed: most companies differ by their numbers.

use std::sync::OnceLock;

/// A name or a town as it was written, and as it is compared.
#[derive(Clone, Debug)]
pub(super) struct LazyKey {
    text: String,
    make: fn(&str) -> Option<String>,
    key: OnceLock<Option<String>>,
}

impl LazyKey {
    pub(super) fn new(text: &str, make: fn(&str) -> Option<String>) -> Self {
        Self { text: text.to_owned(), make, key: OnceLock::new() }
    }

    /// Returns the form in which the text is compared; `None` if nothing remains of it.
    pub(super) fn get(&self) -> Option<&str> {
        self.key.get_or_init(|| (self.make)(&self.text)).as_deref()
    }
}

impl PartialEq for LazyKey {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}
