//! The headers that an observer adds to an attempt.

use std::fmt;
use std::pin::Pin;

/// The headers, once they are known.
type Later = Pin<Box<dyn Future<Output = Vec<(String, String)>> + Send>>;

/// Headers that an observer adds to one attempt: names and values.
///
/// Collect it from pairs, or convert a future that returns them: the attempt waits for it, and ends its wait if
/// the call is interrupted.
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
    /// Adds the headers of another observer.
    pub(crate) fn append(&mut self, other: Self) {
        self.now.extend(other.now);
        self.later.extend(other.later);
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

impl From<Later> for AddedHeaders {
    fn from(later: Later) -> Self {
        Self { now: Vec::new(), later: vec![later] }
    }
}
