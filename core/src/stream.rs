//! Streams of what an `async fn` finds, one after the other.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::error::Result;

/// Who finds one thing after the other.
pub(crate) trait Finder: Sized + Send + 'static {
    /// What is found.
    type Item;

    /// The next thing, or nothing after the last.
    fn find(&mut self) -> impl Future<Output = Result<Option<Self::Item>>> + Send;
}

type Search<F> = Pin<Box<dyn Future<Output = (Box<F>, Result<Option<<F as Finder>::Item>>)> + Send>>;

/// Everything that a finder finds. After an error it has ended.
pub(crate) enum Findings<F: Finder> {
    /// Nobody looks; nothing follows when the finder is gone.
    Idle(Option<Box<F>>),
    /// The finder is looking.
    Search(Search<F>),
}

// Nothing in it is pinned but the boxed search.
impl<F: Finder> Unpin for Findings<F> {}

impl<F: Finder> Findings<F> {
    pub(crate) fn of(finder: F) -> Self {
        Self::Idle(Some(Box::new(finder)))
    }

    /// The next thing, or nothing after the last.
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
