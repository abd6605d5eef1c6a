//! The headers that an observer adds to an attempt.

use std::fmt;
use std::pin::Pin;

/// The headers, once they are known.
type Later = Pin<Box<dyn Future<Output = Vec<(String, String)>> + Send>>;

/// Headers that an observer adds to one attempt: names and values.
///
/// Collect it from pairs.
#[derive(Default)]
pub struct AddedHeaders {
    now: Vec<(String, String)>,
    later: Vec<Later>,
}

impl fmt::Debug for AddedHeaders {
    /// Shows the names only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.now.iter().map(|(name, _)| name)).finish()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for AddedHeaders {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(headers: I) -> Self {
        let now = headers.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { now, later: Vec::new() }
    }
}

impl AddedHeaders {
    /// Creates headers that `later` returns. The attempt waits for it, and ends its wait if the call is interrupted.
    pub fn later(later: impl Future<Output = Vec<(String, String)>> + Send + 'static) -> Self {
        Self { now: Vec::new(), later: vec![Box::pin(later)] }
    }

    /// Adds the headers of another observer.
    pub(crate) fn append(&mut self, other: Self) {
        self.now.extend(other.now);
        self.later.extend(other.later);
    }

    /// Returns the headers if none are still to come.
    pub(crate) fn ready(self) -> Result<Vec<(String, String)>, Self> {
        if self.later.is_empty() { Ok(self.now) } else { Err(self) }
    }

    /// Returns all headers. Waits for those to come.
    pub(crate) async fn all(self) -> Vec<(String, String)> {
        let mut headers = self.now;
        for later in self.later {
            headers.extend(later.await);
        }
        headers
    }
}
