//! Streams whose items come from an `async fn`, one after the other.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::error::Result;

/// A source that finds one item after the other.
pub(crate) trait Finder: Sized + Send + 'static {
    /// The type of an item.
    type Item;

    /// Returns the next item, or `None` after the last item.
    fn find(&mut self) -> impl Future<Output = Result<Option<Self::Item>>> + Send;
}

type Search<F> = Pin<Box<dyn Future<Output = (Box<F>, Result<Option<<F as Finder>::Item>>)> + Send>>;

/// A stream of everything that a finder finds. It ends after an error.
pub(crate) enum Findings<F: Finder> {
    /// No search is under way. Without a finder the stream has ended.
    Idle(Option<Box<F>>),
    /// A search for the next item is under way.
    Search(Search<F>),
}

// Only the boxed search is pinned.
impl<F: Finder> Unpin for Findings<F> {}

impl<F: Finder> Findings<F> {
    pub(crate) fn of(finder: F) -> Self {
        Self::Idle(Some(Box::new(finder)))
    }

    /// Returns the next item, or `None` after the last item.
    pub(crate) async fn next(&mut self) -> Result<Option<F::Item>> {
        poll_fn(|context| self.poll_next(context)).await.transpose()
    }

    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<F::Item>>> {
        loop {
            match self {
                Self::Idle(finder) => {
                    let Some(mut finder) = finder.take() else { return Poll::Ready(None) };
                    *self = Self::Search(Box::pin(async move {
                        let found = finder.find().await;
                        (finder, found)
                    }));
                }
                Self::Search(search) => {
                    let (finder, found) = ready!(search.as_mut().poll(context));
                    let goes_on = matches!(found, Ok(Some(_)));
                    *self = Self::Idle(goes_on.then_some(finder));
                    return Poll::Ready(found.transpose());
                }
            }
        }
    }
}
