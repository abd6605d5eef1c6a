//! Lists: one page, and the iterator over all pages.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::error::{DefactoError, ErrorKind, Problem, Result, Severity};
use crate::stream::{Finder, Findings};
use crate::transport::{Call, Transport};
use crate::wire::{Described, FieldInfo, JsonObject, Kind, ModelInfo, Wire, finish, next_key, read, take};

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// How many items this page has.
    pub count: i64,
    /// The largest number of items on a page.
    pub page_size: i64,
    /// The items.
    pub data: Vec<T>,
    /// The cursor of the next page. Absent on the last page.
    pub next_page: Option<String>,
    /// The cursor of the page before. Absent on the first page.
    pub previous_page: Option<String>,
    /// How many items all pages have together. Absent if the API does not count them.
    pub total: Option<i64>,
    /// Members that this version of the library does not know.
    pub extra: JsonObject,
    /// Whether the answer held a list.
    has_list: bool,
}

const fn field(name: &'static str, kind: &'static Kind, required: bool) -> FieldInfo {
    FieldInfo {
        name,
        #[cfg(feature = "inventory")]
        field: name,
        #[cfg(feature = "inventory")]
        doc: "",
        kind,
        required,
        nullable: !required,
        sensitive: false,
        salt: false,
    }
}

impl<T: Wire> Described for Page<T> {
    const INFO: &'static ModelInfo = &ModelInfo {
        name: "Page",
        #[cfg(feature = "inventory")]
        doc: "One page of a list.",
        #[cfg(feature = "inventory")]
        module: module_path!(),
        request: false,
        fields: &[
            field("count", &Kind::Integer, true),
            field("page_size", &Kind::Integer, true),
            field("data", &Kind::List(&T::KIND), false),
            field("next_page", &Kind::String, false),
            field("previous_page", &Kind::String, false),
            field("total", &Kind::Integer, false),
        ],
    };
}

impl<'de, T: Wire> serde::Deserialize<'de> for Page<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(std::marker::PhantomData<T>);
        impl<'de, T: Wire> serde::de::Visitor<'de> for Reader<T> {
            type Value = Page<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Page<T>, A::Error> {
                let (mut count, mut page_size, mut data) = (None, None, None::<Vec<T>>);
                let (mut next_page, mut previous_page, mut total) = (None, None, None);
                let mut extra = JsonObject::default();
                while let Some(key) = next_key(&mut map)? {
                    match &*key {
                        "count" => count = take(&mut map)?,
                        "page_size" => page_size = take(&mut map)?,
                        "data" => data = take(&mut map)?,
                        "next_page" => next_page = take(&mut map)?,
                        "previous_page" => previous_page = take(&mut map)?,
                        "total" => total = take(&mut map)?,
                        _ => extra.insert(&key, map.next_value()?),
                    }
                }
                Ok(Page {
                    has_list: data.is_some(),
                    count: finish(count, "count")?,
                    page_size: finish(page_size, "page_size")?,
                    data: data.unwrap_or_default(),
                    next_page,
                    previous_page,
                    total,
                    extra,
                })
            }
        }
        deserializer.deserialize_map(Reader(std::marker::PhantomData))
    }
}

impl<T> Page<T> {
    /// Returns a problem if the page cannot be proof of what exists, such as a page that counts items and
    /// holds none. Returns `None` otherwise.
    ///
    /// Odd pages pass: an empty page that names a next page, and a `count` that differs from the number of
    /// items, since the contract does not define `count`. On a later page, `total` may count the items of
    /// earlier pages.
    pub(crate) fn contradiction(&self, is_first: bool) -> Option<Problem> {
        let problem = |pointer, detail| Some(Problem::new(pointer, "contradiction", Severity::Error, detail));
        let negative = "must not be negative";
        match () {
            () if self.count < 0 => problem("/count", negative),
            () if self.page_size < 0 => problem("/page_size", negative),
            () if self.total.is_some_and(|total| total < 0) => problem("/total", negative),
            () if !self.data.is_empty() => None,
            () if self.count > 0 && (!self.has_list || (is_first && self.next_page.is_none())) => {
                problem("/data", "is empty, although the page counts items")
            }
            () if is_first && self.next_page.is_none() && self.total.is_some_and(|total| total > 0) => {
                problem("/data", "is empty, although there are items in total")
            }
            () => None,
        }
    }
}

/// A `Stream` of all items of a list, over all its pages. A page is read when its first item is requested.
///
/// Each item is a `Result`. After an error the stream ends.
pub struct AsyncPages<T: Wire> {
    pages: Findings<Reader<T>>,
    items: std::vec::IntoIter<T>,
}

/// A reader of one page after the other.
#[derive(Debug)]
struct Reader<T> {
    transport: Transport,
    call: Call,
    cursor: Option<String>,
    trail: Trail,
    ended: bool,
    item: PhantomData<fn() -> T>,
}

impl<T> Reader<T> {
    fn new(transport: Transport, call: Call) -> Self {
        Self { transport, call, cursor: None, trail: Trail::default(), ended: false, item: PhantomData }
    }
}

impl<T: Wire> Finder for Reader<T> {
    type Item = Page<T>;

    async fn find(&mut self) -> Result<Option<Page<T>>> {
        if self.ended {
            return Ok(None);
        }
        self.ended = true;
        let page = read_page(&self.transport, &self.call, self.cursor.as_deref()).await?;
        if let Some(next) = &page.next_page {
            self.trail.pass(next).map_err(|error| of_call(error, &self.call))?;
            self.cursor = Some(next.clone());
            self.ended = false;
        }
        Ok(Some(page))
    }
}

impl<T: Wire> std::fmt::Debug for AsyncPages<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsyncPages").field("items_left", &self.items.len()).finish_non_exhaustive()
    }
}

// Nothing in it is pinned.
impl<T: Wire> Unpin for AsyncPages<T> {}

impl<T: Wire> AsyncPages<T> {
    pub(crate) fn new(transport: Transport, call: Call) -> Self {
        Self { pages: Findings::of(Reader::new(transport, call)), items: Vec::new().into_iter() }
    }

    /// Returns the next page, or `None` at the end. Items left of the page before are not in it.
    ///
    /// # Errors
    /// Those of the list operation.
    pub async fn next_page(&mut self) -> Result<Option<Page<T>>> {
        self.pages.next().await
    }

    /// Returns the next item, or `None` after the last item.
    ///
    /// # Errors
    /// Those of the list operation. After an error the list ends.
    pub async fn next_item(&mut self) -> Result<Option<T>> {
        std::future::poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// Reads the remaining pages and returns all items that are left.
    ///
    /// # Errors
    /// Those of the list operation.
    pub async fn collect(mut self) -> Result<Vec<T>> {
        let mut all = Vec::new();
        while let Some(item) = self.next_item().await? {
            all.push(item);
        }
        Ok(all)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::task::ready!(self.pages.poll_next(context)) {
                Some(Ok(page)) => self.items = page.data.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: Wire> Stream for AsyncPages<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        self.poll_item(context)
    }
}

/// An iterator over all items of a list. `next` blocks when it reads a page, at the page's first item.
///
/// Each item is a `Result`. After an error the iteration ends.
#[derive(Debug)]
pub struct Pages<T> {
    reader: Reader<T>,
    items: std::vec::IntoIter<T>,
}

impl<T: Wire> Pages<T> {
    pub(crate) fn new(transport: Transport, call: Call) -> Self {
        Self { reader: Reader::new(transport, call), items: Vec::new().into_iter() }
    }

    /// Returns the next item of the page that was read last; `None` at its end. Does not block.
    #[cfg(feature = "python")]
    pub(crate) fn buffered(&mut self) -> Option<T> {
        self.items.next()
    }

    /// Returns the next page, or `None` at the end. Blocks. Items left of the page before are not in it.
    ///
    /// # Errors
    /// Those of the list operation.
    pub fn next_page(&mut self) -> Result<Option<Page<T>>> {
        if self.reader.ended {
            return Ok(None);
        }
        let reader = &mut self.reader;
        let transport = reader.transport.clone();
        let page = transport.block_on(|driven| {
            reader.transport = driven;
            reader.find()
        });
        self.reader.transport = transport;
        page
    }
}

/// The cursors that a listing has followed.
#[derive(Debug, Default, Clone)]
pub(crate) struct Trail {
    hasher: RandomState,
    /// Two hashes of each cursor, since a cursor may be long.
    passed: HashSet<(u64, u64)>,
}

impl Trail {
    /// The largest number of cursors (a megabyte). A full set is emptied, and still finds shorter cycles.
    const LONGEST: usize = 50_000;

    /// Records the cursor of the next page. A cursor that was recorded before is a `Decode` error, since the
    /// list would never end.
    pub(crate) fn pass(&mut self, cursor: &str) -> Result<()> {
        if self.passed.len() >= Self::LONGEST {
            self.passed.clear();
        }
        let hashes = (self.hasher.hash_one(cursor), self.hasher.hash_one((cursor, "again")));
        if self.passed.insert(hashes) { Ok(()) } else { Err(endless()) }
    }
}

fn endless() -> DefactoError {
    let hint = "The list would never end. Report it to the vendor.";
    DefactoError::of(ErrorKind::Decode, "the list names a page that was read before", hint)
}

fn of_call(mut error: DefactoError, call: &Call) -> DefactoError {
    error.details_mut().operation = Some(call.label().to_owned());
    error
}

/// Reads the page at `cursor`, or the first page without one. Refuses a page that names itself as the next.
pub(crate) async fn read_page<T: Wire>(
    transport: &Transport,
    call: &Call,
    cursor: Option<&str>,
) -> Result<Page<T>> {
    let mut page = send_for_page(transport, call.clone().cursor(cursor), cursor.is_none()).await?;
    page.next_page = page.next_page.filter(|next| !next.is_empty());
    if page.next_page.is_some() && page.next_page.as_deref() == cursor {
        return Err(of_call(endless(), call));
    }
    Ok(page)
}

/// Sends the call and reads a page of a list. `is_first` is `true` if no cursor led to it. A page that
/// contradicts itself proves nothing and is an error.
async fn send_for_page<T: Wire>(transport: &Transport, call: Call, is_first: bool) -> Result<Page<T>> {
    let reply = transport.send(&call).await?;
    let page: Page<T> = read(&reply.body).map_err(|faults| {
        let problems = faults.into_iter().map(Problem::from).collect();
        call.undecodable(&reply, problems)
    })?;
    match page.contradiction(is_first) {
        Some(problem) => Err(call.undecodable(&reply, vec![problem])),
        None => Ok(page),
    }
}

impl<T: Wire> Iterator for Pages<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            match self.next_page() {
                Ok(Some(page)) => self.items = page.data.into_iter(),
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T: Wire> std::iter::FusedIterator for Pages<T> {}

/// Declares the page type of one kind of item, for languages without generics across the boundary.
macro_rules! page_type {
    ($name:ident, $item:ident) => {
        /// One page of a list.
        #[cfg(feature = "uniffi")]
        #[derive(Debug, Clone, PartialEq, uniffi::Record)]
        #[uniffi::export(Debug)]
        pub struct $name {
            /// The items.
            pub data: Vec<$item>,
            /// The cursor of the next page. Absent on the last page.
            pub next_page: Option<String>,
            /// How many items all pages have together. Absent if the API does not count them.
            pub total: Option<i64>,
        }
        #[cfg(feature = "uniffi")]
        impl From<$crate::page::Page<$item>> for $name {
            fn from(page: $crate::page::Page<$item>) -> Self {
                Self { data: page.data, next_page: page.next_page, total: page.total }
            }
        }
    };
}
pub(crate) use page_type;

#[cfg(test)]
mod tests {
    use super::Trail;

    #[test]
    fn a_circle_is_found_however_long_the_list_was_before() {
        let mut trail = Trail::default();
        for number in 0..2 * Trail::LONGEST {
            trail.pass(&number.to_string()).expect("each is new");
        }
        assert!(trail.passed.len() <= Trail::LONGEST, "memory is bounded");
        trail.pass("a").expect("it is new");
        trail.pass("b").expect("it is new");
        trail.pass("a").expect_err("it was there");
    }
}
