//! The code generation of `defacto-sdk`: five attribute macros, so that a model, an enum, an operation, a
//! journey or an option is written once and exists in Rust, Python, Kotlin and Swift.
//!
//! They are private to `defacto-sdk`: they emit paths of that crate (`crate::wire`, `crate::python`).
//!
//! The emitted bodies are deliberately thin. Code that does not depend on the type is in ordinary functions
//! of the core, because two hundred types multiply every line that is emitted here.

#[cfg(test)]
mod expansion;
mod journeys;
mod keywords;
mod model;
mod open_enum;
mod operations;
mod options;
mod text;

use proc_macro::TokenStream;

/// Turns a struct with named fields into a model of the API.
///
/// ```ignore
/// /// A director of the borrowing company.
/// #[model(request)]
/// pub struct Director {
///     /// Given name.
///     #[sensitive]
///     pub first_name: Option<String>,
/// }
/// ```
///
/// emits
///
/// - the struct, `Clone + PartialEq + Debug`, `#[non_exhaustive]`, with one more field `extra` for the
///   members that this version does not know;
/// - `Serialize`, `Deserialize` and `crate::wire::Wire`: an absent or null member reads as `None` or empty,
///   `None` is not written, an unknown member goes to `extra`;
/// - `crate::wire::Described`: the table of its fields, which `Debug`, `repr` and the shape check use;
/// - with the feature `uniffi`, `uniffi::Record`; with `python`, a frozen class with a keyword constructor,
///   `from_json`, `to_json`, `repr` and pickling;
/// - with `#[model(request)]`, for Rust, `new(required...)` and one chainable setter per field;
/// - with `#[model(patch)]`, a request for a change: as `request`, with one more field `clear`. It names the
///   members that are sent as null; a member that is `None` is left out and stays as it is.
///
/// `#[sensitive]` on a field masks it in `Debug`, `repr` and logs. A field is required if its type is not
/// `Option`, `Vec`, `HashMap` or `JsonObject`. `#[default]` on such a field makes an absent or null member
/// its default. `#[required]` on a list or map makes it required: an empty one is sent, a missing one fails.
/// `#[salt]` on an `Option<String>` makes it the idempotency key of the request. A new object, built or read,
/// has a random salt unless one is given, and `for_key` derives it from a caller's key.
/// `#[transient]` keeps a field out of everything that is written: JSON, pickles, `Debug`.
/// `#[wire("type")]` gives the member's name where the field cannot have it.
#[proc_macro_attribute]
pub fn model(arguments: TokenStream, item: TokenStream) -> TokenStream {
    model::expand(arguments.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Turns an enum with unit variants into an open enum of strings.
///
/// ```ignore
/// /// Where the borrower stands.
/// #[open_enum(SCREAMING_SNAKE_CASE)]
/// pub enum BorrowerStatus {
///     /// The terms are not accepted yet.
///     ToSign,
/// }
/// ```
///
/// emits the enum with one more variant `Unknown { value }`, `as_str`, `Display`, `FromStr`, `From<&str>`,
/// `From<String>`, `Serialize`, `Deserialize`, its wire form and its table of values. With `uniffi` it is a `uniffi::Enum`. With `python`
/// it is a class with one attribute per value, which equals the string and has its hash; a `str` is accepted
/// in its place. The argument sets how variants are written on the wire: `SCREAMING_SNAKE_CASE` or
/// `snake_case`. `#[wire("...")]` on a variant overrides it.
#[proc_macro_attribute]
pub fn open_enum(arguments: TokenStream, item: TokenStream) -> TokenStream {
    open_enum::expand(&arguments.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Writes the bodies of an area's operations and exports them to every language.
///
/// ```ignore
/// #[operations]
/// impl Borrowers {
///     /// Reads one borrower.
///     #[operation(GET, "/borrower/{borrower_id}")]
///     pub fn get(&self, borrower_id: Uuid) -> Result<Borrower>;
/// }
/// ```
///
/// An argument that is named in the path goes there, percent-encoded. `body` is sent as JSON, `form` as a web
/// form. `filter` becomes the query, and so does any other argument, under its name.
/// `Result<Pages<T>>` makes it a listing over all pages (with `uniffi`: `<name>_page`, one page at a time),
/// `Result<Vec<T>>` reads a bare JSON list, `Result<String>` and `Result<Vec<u8>>` give the body as it is.
/// `#[deprecated(note = "...")]` reaches rustc and the table, and is a `DeprecationWarning` in Python.
/// A third argument `repeatable` says that the contract allows sending a write twice, `reads` that a POST
/// only reads; GET needs neither.
/// With `python` each becomes a method that releases the GIL and can be interrupted.
///
/// The area becomes two types: `Borrowers`, whose functions block, and `AsyncBorrowers`, where the work is
/// done. A function with a body is an `async fn` of the second.
#[proc_macro_attribute]
pub fn operations(arguments: TokenStream, item: TokenStream) -> TokenStream {
    operations::expand(arguments.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Writes functions of a type once. They become functions of its asynchronous twin (`AsyncClient`), and
/// functions of the type itself (`Client`) that block until the asynchronous ones end.
///
/// ```ignore
/// #[journeys]
/// impl Client {
///     /// Enrols a company. Blocks up to the options' deadline.
///     pub async fn enroll(&self, new_borrower: &NewBorrower, options: &EnrollOptions) -> Result<Enrollment> { ... }
/// }
/// ```
///
/// The type has a function `driven`, which drives on this thread the future that its argument starts with the
/// twin. Functions without `async` are the same in both. In asynchronous docs, "Blocks" becomes "Suspends".
#[proc_macro_attribute]
pub fn journeys(arguments: TokenStream, item: TokenStream) -> TokenStream {
    journeys::expand(arguments.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Writes options once: for Rust a struct with one setter an option, for Kotlin and Swift a record.
///
/// ```ignore
/// /// How an enrolment is done.
/// #[options]
/// pub struct EnrollOptions {
///     /// How long to wait for the credit line.
///     wait: Option<Duration>,
///     /// The first pause between two polls, 1 second unless set.
///     #[initial(Duration::from_secs(1))]
///     poll_interval: Duration,
/// }
/// ```
///
/// emits the struct with `Clone`, `Default` and `Debug`, a chainable setter for each option, and with `uniffi` a record of
/// the same name in the module `enroll_options_record`, in which each option may be absent, with `set()`, which gives the
/// struct. With `python` it emits what `#[keywords]` needs.
///
/// `#[initial(value)]` is what an option is unless set; without it, its default. `#[held_by(Type)]` names the object of
/// `crate::foreign` that holds the value in Kotlin and Swift. `#[rust_only]` keeps an option out of the record, `#[own]` out
/// of the setters and of `Debug` as well: functions of the type set it. `#[hidden]` keeps one out of `Debug`.
#[proc_macro_attribute]
pub fn options(arguments: TokenStream, item: TokenStream) -> TokenStream {
    options::expand(arguments.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Makes options keyword arguments of functions for Python. The argument is the module of the options that `#[options]`
/// emits.
///
/// ```ignore
/// #[keywords(crate::enrollment::enroll_options)]
/// #[pymethods]
/// impl Client {
///     /// Enrols a company.
///     #[pyo3(signature = (new_borrower))]
///     fn enroll(&self, new_borrower: Py<NewBorrower>, #[keywords] options: EnrollOptions) -> PyResult<Enrollment> { ... }
/// }
/// ```
///
/// The last parameter becomes one keyword an option, with its default and its documentation. `#[keywords(wait, store)]` takes
/// only these.
#[proc_macro_attribute]
pub fn keywords(arguments: TokenStream, item: TokenStream) -> TokenStream {
    keywords::attribute(&arguments.into(), &item.into()).into()
}

/// What `#[keywords]` becomes, with a table of the options.
#[doc(hidden)]
#[proc_macro]
pub fn with_options(input: TokenStream) -> TokenStream {
    keywords::expand(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
