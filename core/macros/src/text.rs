//! Helpers that read the syntax tree, for all macros.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Expr, ExprLit, GenericArgument, Ident, Lit, LitStr, Meta, PathArguments, Type};

/// Returns the doc comment as one text, with line breaks between its lines.
pub(crate) fn doc(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
                    Some(text.value().strip_prefix(' ').map_or_else(|| text.value(), ToOwned::to_owned))
                }
                _ => None,
            },
            _ => None,
        })
        .collect();
    lines.join("\n").trim().to_owned()
}

/// Returns a line of documentation for the asynchronous function, in which "Blocks" is "Suspends".
pub(crate) fn suspending(attribute: &Attribute) -> Attribute {
    let mut attribute = attribute.clone();
    if attribute.path().is_ident("doc")
        && let Meta::NameValue(line) = &mut attribute.meta
        && let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &mut line.value
    {
        let words = text.value().replace("Blocks", "Suspends").replace("blocks", "suspends");
        *text = LitStr::new(&words, text.span());
    }
    attribute
}

/// The kinds of errors, each with its exception in Python.
const EXCEPTIONS: [(&str, &str); 10] = [
    ("`Configuration`", "`ConfigurationError`"),
    ("`Validation`", "`ValidationError`"),
    ("`Authentication`", "`AuthenticationError`"),
    ("`NotFound`", "`NotFoundError`"),
    ("`Api`", "`ApiError`"),
    ("`Timeout`", "`TimeoutError`"),
    ("`Transport`", "`TransportError`"),
    ("`Decode`", "`DecodeError`"),
    ("`Interrupted`", "`InterruptedCall`"),
    ("`Store`", "`StoreError`"),
];

/// Returns documentation in Python's form: the section about errors is a sentence about exceptions.
pub(crate) fn for_python(attributes: &[Attribute]) -> Vec<Attribute> {
    let (mut out, mut is_about_errors, mut begins) = (Vec::new(), false, false);
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let mut attribute = attribute.clone();
        if let Meta::NameValue(line) = &mut attribute.meta
            && let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &mut line.value
        {
            let mut words = text.value();
            if words.trim() == "# Errors" {
                (is_about_errors, begins) = (true, true);
                continue;
            }
            if std::mem::take(&mut begins) {
                words = format!(" Raises {}", words.trim_start().replacen("Those", "those", 1));
            }
            if is_about_errors {
                for (kind, exception) in EXCEPTIONS {
                    words = words.replace(kind, exception);
                }
            }
            *text = LitStr::new(&words, text.span());
        }
        out.push(attribute);
    }
    out
}

/// Removes the marker attribute `name`. Returns `true` if it was there.
pub(crate) fn take_marker(attributes: &mut Vec<Attribute>, name: &str) -> bool {
    let before = attributes.len();
    attributes.retain(|attribute| !attribute.path().is_ident(name));
    attributes.len() != before
}

/// Removes `#[wire("...")]` and returns its text; `None` if the field has no such attribute.
pub(crate) fn take_wire_name(attributes: &mut Vec<Attribute>) -> syn::Result<Option<String>> {
    let Some(at) = attributes.iter().position(|attribute| attribute.path().is_ident("wire")) else {
        return Ok(None);
    };
    Ok(Some(attributes.remove(at).parse_args::<LitStr>()?.value()))
}

/// Returns `T` of `Wrapper<T>`, if the type's last path segment is `wrapper`.
pub(crate) fn inner_of<'a>(wrapper: &str, ty: &'a Type) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last()?;
    if segment.ident != wrapper {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// Returns the last segment of a type's path, for instance `Uuid` of `uuid::Uuid`.
pub(crate) fn last_segment(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}

/// Returns the type of `python/id.rs` that reads a value from Python: for every UUID, and for a text whose name says that it
/// is an id. `None` for other values.
pub(crate) fn id_reader(name: &Ident, ty: &Type) -> Option<Ident> {
    let (item, is_list) = inner_of("Vec", ty).map_or((ty, false), |item| (item, true));
    let name = name.to_string();
    let is_id = name == "id" || name.ends_with("_id") || is_list && name.ends_with("_ids");
    let reader = match last_segment(item)?.to_string().as_str() {
        "Uuid" if is_list => "Ids",
        "Uuid" => "Id",
        "String" if is_id && is_list => "TextIds",
        "String" if is_id => "TextId",
        _ => return None,
    };
    Some(format_ident!("{reader}"))
}

/// Returns `ToSign` as `TO_SIGN`. A run of digits stays with the word before it.
pub(crate) fn screaming(name: &str) -> String {
    let mut out = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            out.push('_');
        }
        out.extend(letter.to_uppercase());
    }
    out
}

/// Returns the parts of a type's table that only tools read: its description and its module.
pub(crate) fn described(doc: &str) -> TokenStream {
    quote! {
        #[cfg(feature = "inventory")]
        doc: #doc,
        #[cfg(feature = "inventory")]
        module: ::core::module_path!(),
    }
}

/// Adds a table to the inventory, from which other languages are generated and compared.
pub(crate) fn inventory(entry: &str, table: &TokenStream) -> TokenStream {
    let entry = format_ident!("{entry}");
    quote! {
        #[cfg(feature = "inventory")]
        ::inventory::submit! { crate::wire::Entry::#entry(#table) }
    }
}
