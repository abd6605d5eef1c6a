//! Lists: one page, and the iterator over all of them.

use serde::de::DeserializeOwned;

use crate::error::{DefactoError, ErrorKind, Result};
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

/// All items of a list, over all its pages. A page is read when its first item is asked for, so `next` may block.
///
/// Each item is a `Result`: after an error the iteration ends.
#[derive(Debug)]
pub struct Pages<T> {
    transport: Transport,
    call: Option<Call>,
    cursor: Option<String>,
    items: std::vec::IntoIter<T>,
}

impl<T: Wire> Pages<T> {
    pub(crate) fn new(transport: Transport, call: Call) -> Self {
        Self { transport, call: Some(call), cursor: None, items: Vec::new().into_iter() }
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
    pub fn next_page(&mut self) -> Result<Option<Page<T>>>
    where
        Page<T>: DeserializeOwned,
    {
        let Some(call) = self.call.take() else { return Ok(None) };
        let page = read_page(&self.transport, &call, self.cursor.as_deref())?;
        let next = page.next_page.clone();
        if next.is_some() {
            (self.call, self.cursor) = (Some(call), next);
        }
        Ok(Some(page))
    }
}

/// The page at the cursor, or the first one. A page that names itself as the next is refused: it would never end.
pub(crate) fn read_page<T: Wire>(
    transport: &Transport,
    call: &Call,
    cursor: Option<&str>,
) -> Result<Page<T>> {
    let mut page: Page<T> = call.clone().cursor(cursor).send(transport)?;
    page.next_page = page.next_page.filter(|next| !next.is_empty());
    if page.next_page.is_some() && page.next_page.as_deref() == cursor {
        let detail = format!("{} names the same page again and again", call.label());
        return Err(DefactoError::of(ErrorKind::Decode, detail, ""));
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
