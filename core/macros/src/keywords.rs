//! `#[keywords]`: options as keyword arguments of functions for Python.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Expr, ExprCall, ExprLit, FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, Lit, LitFloat, LitStr,
    Meta, Pat, Path, Token, braced, bracketed, parenthesized, parse_quote, parse2,
};

use crate::text::last_segment;

/// The width of a line of documentation.
const WIDTH: usize = 104;

/// The value of an option in a Python signature. Durations are seconds there.
pub(crate) fn python_default(initial: Option<&Expr>, is_optional: bool) -> TokenStream {
    match initial {
        Some(initial) => in_seconds(initial).unwrap_or_else(|| initial.to_token_stream()),
        None if is_optional => quote!(None),
        None => quote!(false),
    }
}

/// Returns `45.0` for `Duration::from_secs(45)`, also inside `Some(...)`, where Python gives an argument.
fn in_seconds(expression: &Expr) -> Option<TokenStream> {
    let Expr::Call(ExprCall { func, args, .. }) = expression else { return None };
    let Expr::Path(function) = &**func else { return None };
    let (name, argument) = (function.path.segments.last()?.ident.to_string(), args.first()?);
    if name == "Some" {
        let inner = in_seconds(argument)?;
        return Some(quote!(Some(crate::python::Argument::of(#inner))));
    }
    let per_second = match name.as_str() {
        "from_secs" => 1,
        "from_millis" => 1000,
        _ => return None,
    };
    let Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) = argument else { return None };
    let number: u32 = number.base10_parse().ok()?;
    let text = format!("{:?}", f64::from(number) / f64::from(per_second));
    Some(LitFloat::new(&text, argument.span()).into_token_stream())
}

/// `#[keywords(crate::enrollment::enroll_options)]`: passes the block on to the macro that knows the options.
pub(crate) fn attribute(arguments: &TokenStream, item: &TokenStream) -> TokenStream {
    quote! { #arguments::keywords! { (#arguments) #item } }
}

/// What `#[options]` tells: the type, and each option with its default in Python and its documentation.
struct Table {
    name: Ident,
    entries: Vec<Entry>,
    /// The module with the types of the keywords.
    module: Path,
    block: ItemImpl,
}

struct Entry {
    name: Ident,
    default: TokenStream,
    doc: String,
    /// The type in Python of a value that needs a function of its own; empty if its type names the keyword itself.
    annotation: LitStr,
}

/// An option as `#[options]` reads it.
pub(crate) struct Keyword {
    pub(crate) name: Ident,
    pub(crate) ty: TokenStream,
    pub(crate) default: TokenStream,
    pub(crate) doc: String,
}

impl Keyword {
    /// Returns the type in Python of a number or a truth value, which stands for itself. Other types name the keyword of
    /// what they cannot take.
    fn annotation(&self) -> &'static str {
        match self.ty.to_string().rsplit([' ', ':']).next().unwrap_or_default() {
            "Duration" | "f64" => "float",
            "bool" => "bool",
            "u32" | "u64" => "int",
            "String" => "str",
            _ => "",
        }
    }
}

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let content;
        braced!(content in input);
        let mut entries = Vec::new();
        while !content.is_empty() {
            let name = content.parse()?;
            let default;
            bracketed!(default in content);
            let doc: LitStr = content.parse()?;
            let annotation = content.parse()?;
            entries.push(Entry { name, default: default.parse()?, doc: doc.value(), annotation });
        }
        let module;
        parenthesized!(module in input);
        Ok(Self { name, entries, module: module.parse()?, block: input.parse()? })
    }
}

/// Expands the parameters with `#[keywords]` of a block of functions.
pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let mut table: Table = parse2(input)?;
    let mut block = std::mem::replace(&mut table.block, parse_quote!(impl Nothing {}));
    for item in &mut block.items {
        if let ImplItem::Fn(function) = item {
            table.expand(function)?;
        }
    }
    Ok(block.into_token_stream())
}

impl Table {
    fn expand(&self, function: &mut ImplItemFn) -> syn::Result<()> {
        let mut found = None;
        for (at, input) in function.sig.inputs.iter_mut().enumerate() {
            let FnArg::Typed(parameter) = input else { continue };
            if let Some(names) = chosen(&mut parameter.attrs)? {
                found = Some((at, parameter.clone(), names));
            }
        }
        let Some((at, parameter, names)) = found else { return Ok(()) };
        let (Pat::Ident(options), ty) = (&*parameter.pat, &parameter.ty) else {
            return Err(syn::Error::new_spanned(&parameter.pat, "the options need a plain name"));
        };
        if last_segment(ty).is_none_or(|ty| *ty != self.name) {
            return Err(syn::Error::new_spanned(
                ty,
                format!("the options are of another type than {}", self.name),
            ));
        }
        let entries = self.chosen(&names)?;
        let (options, name, module) = (&options.ident, &self.name, &self.module);
        let takes = entries.iter().map(|Entry { name, .. }| {
            let text = name.to_string();
            quote!(options.#name = crate::python::Keyword::taken(#text, #name)?;)
        });
        let prepare: syn::Stmt = parse_quote! {
            let #options: #name = {
                let mut options = #name::default();
                #(#takes)*
                options
            };
        };
        let parameters = entries.iter().map(|Entry { name, annotation, .. }| -> FnArg {
            if annotation.value().is_empty() {
                parse_quote!(#name: #module::#name)
            } else {
                parse_quote!(#[pyo3(from_py_with = #module::extract::#name)] #name: #module::#name)
            }
        });
        let parameters: Vec<FnArg> = parameters.collect();
        let inputs = std::mem::take(&mut function.sig.inputs).into_iter();
        let inputs = inputs.enumerate().flat_map(
            |(place, input)| {
                if place == at { parameters.clone() } else { vec![input] }
            },
        );
        function.sig.inputs = inputs.collect();
        function.block.stmts.insert(0, prepare);
        function.attrs.push(parse_quote!(#[allow(clippy::too_many_arguments)]));
        signature(&mut function.attrs, &entries)?;
        document(&mut function.attrs, &entries);
        Ok(())
    }

    /// Returns the options that the function takes: all, or those that it names.
    fn chosen(&self, names: &[Ident]) -> syn::Result<Vec<&Entry>> {
        if names.is_empty() {
            return Ok(self.entries.iter().collect());
        }
        let find = |name: &Ident| {
            let entry = self.entries.iter().find(|entry| entry.name == *name);
            entry.ok_or_else(|| syn::Error::new_spanned(name, format!("{} has no such option", self.name)))
        };
        names.iter().map(find).collect()
    }
}

/// Takes `#[keywords]` or `#[keywords(wait, store)]` off a parameter, and returns the names.
fn chosen(attributes: &mut Vec<Attribute>) -> syn::Result<Option<Vec<Ident>>> {
    let Some(at) = attributes.iter().position(|one| one.path().is_ident("keywords")) else { return Ok(None) };
    let attribute = attributes.remove(at);
    if matches!(attribute.meta, Meta::Path(_)) {
        return Ok(Some(Vec::new()));
    }
    let names = attribute.parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated)?;
    Ok(Some(names.into_iter().collect()))
}

/// Adds the options to `#[pyo3(signature = (...))]`.
fn signature(attributes: &mut [Attribute], entries: &[&Entry]) -> syn::Result<()> {
    for attribute in attributes.iter_mut().filter(|one| one.path().is_ident("pyo3")) {
        let Meta::List(list) = &mut attribute.meta else { continue };
        let tokens: Vec<TokenTree> = list.tokens.clone().into_iter().collect();
        let is_name = |token: &TokenTree| matches!(token, TokenTree::Ident(name) if name == "signature");
        let Some(at) = tokens.iter().position(is_name) else { continue };
        let Some(TokenTree::Group(group)) = tokens.get(at + 2) else { continue };
        let entries = entries.iter().map(|Entry { name, default, annotation, .. }| {
            let annotation = (!annotation.value().is_empty()).then(|| quote!(: #annotation));
            quote!(#name #annotation = #default)
        });
        let mut given: Vec<TokenTree> = group.stream().into_iter().collect();
        let star =
            given.iter().position(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '*'));
        // They stand before the other keywords.
        let others = star.map_or_else(Vec::new, |star| given.split_off(star)).into_iter().skip(2);
        let comma = (star.is_none() && !given.is_empty()).then(|| quote!(,));
        let all = quote!(#(#given)* #comma *, #(#entries,)* #(#others)*);
        let (before, after) = (&tokens[..at + 2], &tokens[at + 3..]);
        list.tokens = quote!(#(#before)* (#all) #(#after)*);
        return Ok(());
    }
    Err(syn::Error::new(
        proc_macro2::Span::call_site(),
        "a function with keywords needs #[pyo3(signature = (...))]",
    ))
}

/// Adds the documentation of the options: before that of other keywords, or else before the paragraph about exceptions.
fn document(attributes: &mut Vec<Attribute>, entries: &[&Entry]) {
    let begins = |start: &str| {
        let start = format!("\"{start}");
        move |one: &Attribute| {
            one.path().is_ident("doc") && one.to_token_stream().to_string().contains(&start)
        }
    };
    let Some(last) = attributes.iter().rposition(|one| one.path().is_ident("doc")) else { return };
    let other = attributes.iter().position(begins(" - `"));
    let errors = attributes.iter().position(begins(" Raises "));
    let at = other.or(errors).unwrap_or(last + 1);
    let (is_last, joins_list) = (at > last, other.is_some());
    let mut lines = Vec::new();
    if is_last {
        lines.push(String::new());
    }
    for Entry { name, doc, .. } in entries {
        lines.extend(wrapped(&format!(
            "- `{name}`: {}",
            doc.split_whitespace().collect::<Vec<_>>().join(" ")
        )));
    }
    if !is_last && !joins_list {
        lines.push(String::new());
    }
    let lines = lines.into_iter().map(|line| -> Attribute {
        let line = format!(" {line}");
        let line = line.trim_end();
        parse_quote!(#[doc = #line])
    });
    attributes.splice(at..at, lines.collect::<Vec<_>>());
}

/// Breaks the entry of a list into lines.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().map_or(0, |line| line.chars().count());
        if line + 1 + word.chars().count() > WIDTH {
            lines.push(format!("  {word}"));
        } else if let Some(last) = lines.last_mut() {
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(word);
        }
    }
    lines
}

/// What `#[options]` emits for Python: the types of the keywords, and the macro that knows the options.
pub(crate) fn module(name: &Ident, keywords: &[Keyword]) -> TokenStream {
    let module = format_ident!("{}", crate::text::screaming(&name.to_string()).to_lowercase());
    let types = keywords.iter().map(
        |Keyword { name, ty, .. }| quote!(pub(crate) type #name = <#ty as crate::python::Keyword>::Given;),
    );
    let extract =
        keywords.iter().filter(|keyword| !keyword.annotation().is_empty()).map(|Keyword { name, .. }| {
            let text = name.to_string();
            quote! {
                pub(crate) fn #name(given: &pyo3::Bound<'_, pyo3::PyAny>) -> pyo3::PyResult<super::#name> {
                    crate::python::extracted(given, #text)
                }
            }
        });
    let entries = keywords.iter().map(|keyword| {
        let (Keyword { name, default, doc, .. }, annotation) = (keyword, keyword.annotation());
        quote!(#name [#default] #doc #annotation)
    });
    quote! {
        /// The keywords in Python: their types, and the macro that knows their names, defaults and docs.
        #[cfg(feature = "python")]
        #[allow(non_camel_case_types)]
        pub(crate) mod #module {
            use super::*;
            #(#types)*

            /// Functions that name the keyword of a value that cannot be taken, since its type cannot.
            pub(crate) mod extract {
                #(#extract)*
            }

            macro_rules! keywords {
                ($($item:tt)*) => {
                    ::defacto_sdk_macros::with_options! { #name { #(#entries)* } $($item)* }
                };
            }
            pub(crate) use keywords;
        }
    }
}
