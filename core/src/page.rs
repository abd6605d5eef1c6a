//! Lists: one page, and the iterator over all of them.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::error::{DefactoError, ErrorKind, Problem, Result, Severity};
use crate::stream::{Finder, Findings};
use crate::transport::{Call, Transport};
use crate::wire::{Described, FieldInfo, JsonObject, Kind, ModelInfo, Wire, finish, next_key, take};

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// How many items this page has.
    pub count: i64,
    /// How many items a page has at most.
    pub page_size: i64,
    /// The items.
    pub data: Vec<T>,
    /// The cursor of the next page; none on the last.
    pub next_page: Option<String>,
    /// The cursor of the page before; none on the first.
    pub previous_page: Option<String>,
    /// How many items all pages have together, when the API counts them.
    pub total: Option<i64>,
    /// Members that this version of the library does not know.
    pub extra: JsonObject,
    /// Whether the answer had a list at all.
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
        #[cfg(feature = "inventory")]
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
        #[cfg(feature = "inventory")]
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
    /// Returns what makes the page worthless as a proof of what there is: it says that there are items and
    /// names none.
    ///
    /// What is only odd passes: an empty page that names a next one, and a count that is not the number of
    /// items, since the contract does not say what `count` counts. On a later page `total` may be about the
    /// pages before.
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

/// All items of a list, over all its pages: a `Stream`. A page is read when its first item is asked for.
///
/// Each item is a `Result`: after an error the stream ends.
pub struct AsyncPages<T: Wire> {
    pages: Findings<Reader<T>>,
    items: std::vec::IntoIter<T>,
}

/// What reads one page after the other.
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

    /// The next page as a whole, or nothing after the last. Items of a page that was begun are not in it.
    ///
    /// # Errors
    /// Those of the list operation.
    pub async fn next_page(&mut self) -> Result<Option<Page<T>>> {
        self.pages.next().await
    }

    /// The next item, or nothing after the last.
    ///
    /// # Errors
    /// Those of the list operation; then the list has ended.
    pub async fn next_item(&mut self) -> Result<Option<T>> {
        std::future::poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// All items, over all pages.
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

/// All items of a list, over all its pages. A page is read when its first item is asked for, so `next` may block.
///
/// Each item is a `Result`: after an error the iteration ends.
#[derive(Debug)]
pub struct Pages<T> {
    reader: Reader<T>,
    items: std::vec::IntoIter<T>,
}

impl<T: Wire> Pages<T> {
    pub(crate) fn new(transport: Transport, call: Call) -> Self {
        Self { reader: Reader::new(transport, call), items: Vec::new().into_iter() }
    }

    /// The next item of the page that was read last; it does not block.
    #[cfg(feature = "python")]
    pub(crate) fn buffered(&mut self) -> Option<T> {
        self.items.next()
    }

    /// The next page as a whole, or nothing after the last. Blocks. Items of a page that was begun are not in it.
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

/// The cursors that a listing has passed.
#[derive(Debug, Default, Clone)]
pub(crate) struct Trail {
    hasher: RandomState,
    /// Two hashes of each, since a cursor may be long.
    passed: HashSet<(u64, u64)>,
}

impl Trail {
    /// So many cursors are kept, about a megabyte; then it begins anew, and still finds any shorter circle.
    const LONGEST: usize = 50_000;

    /// Notes the cursor of the next page; one that was noted before is a `Decode` error, since the list would never
    /// end.
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

/// The page at the cursor, or the first one. A page that names itself as the next is refused: it would never end.
pub(crate) async fn read_page<T: Wire>(
    transport: &Transport,
    call: &Call,
    cursor: Option<&str>,
) -> Result<Page<T>> {
    let mut page: Page<T> = call.clone().cursor(cursor).send_for_page(transport, cursor.is_none()).await?;
    page.next_page = page.next_page.filter(|next| !next.is_empty());
    if page.next_page.is_some() && page.next_page.as_deref() == cursor {
        return Err(of_call(endless(), call));
    }
    Ok(page)
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

/// Gives a page of one kind of item a type of its own, for languages without generics across the boundary.
macro_rules! page_type {
    ($name:ident, $item:ident) => {
        /// One page of a list.
        #[cfg(feature = "uniffi")]
        #[derive(Debug, Clone, PartialEq, uniffi::Record)]
        #[uniffi::export(Debug)]
        pub struct $name {
            /// The items.
            pub data: Vec<$item>,
            /// The cursor of the next page; none on the last.
            pub next_page: Option<String>,
            /// How many items all pages have together, when the API counts them.
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
