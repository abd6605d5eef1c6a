//! `#[operations]`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Block, FnArg, LitStr, Pat, ReturnType, Signature, Token, Type, Visibility, braced, parse2,
};

use crate::text::{doc, inner_of, last_segment};

/// `impl Area { operation; operation; }` with its doc comment.
struct Area {
    attributes: Vec<Attribute>,
    name: Ident,
    functions: Vec<Function>,
}

/// One function: with `#[operation]` and no body, or an ordinary one that is passed through and exported too.
struct Function {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    signature: Signature,
    operation: Option<Operation>,
    block: Option<Block>,
}

struct Operation {
    method: String,
    path: String,
    repeatable: bool,
    read_only: bool,
}

enum Answer {
    Nothing,
    Text,
    Pages(Box<Type>),
    Json,
}

/// An argument after `&self`.
struct Argument {
    name: Ident,
    ty: Type,
}

impl Parse for Area {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<Token![impl]>()?;
        let name = input.parse()?;
        let content;
        braced!(content in input);
        let mut functions = Vec::new();
        while !content.is_empty() {
            functions.push(content.parse()?);
        }
        Ok(Self { attributes, name, functions })
    }
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let signature = input.parse()?;
        let block = if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            None
        } else {
            Some(input.parse()?)
        };
        let at = attributes.iter().position(|attribute| attribute.path().is_ident("operation"));
        let operation = at.map(|at| attributes.remove(at).parse_args()).transpose()?;
        let function = Self { attributes, visibility, signature, operation, block };
        if function.operation.is_none() && function.block.is_none() {
            let text = "a function without a body needs #[operation(METHOD, \"/path\")]";
            return Err(syn::Error::new_spanned(&function.signature, text));
        }
        Ok(function)
    }
}

impl Parse for Operation {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let method: Ident = input.parse()?;
        input.parse::<Token![,]>()?;
        let path: LitStr = input.parse()?;
        let mut read_only = method == "GET";
        let mut repeatable = read_only;
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
            let flag: Ident = input.parse()?;
            repeatable = flag == "repeatable" || flag == "reads";
            read_only |= flag == "reads";
            if !repeatable {
                return Err(syn::Error::new_spanned(flag, "the flags are `repeatable` and `reads`"));
            }
        }
        Ok(Self { method: method.to_string(), path: path.value(), repeatable, read_only })
    }
}

impl Function {
    fn arguments(&self) -> syn::Result<Vec<Argument>> {
        self.signature
            .inputs
            .iter()
            .filter_map(|input| match input {
                FnArg::Receiver(_) => None,
                FnArg::Typed(typed) => Some(match &*typed.pat {
                    Pat::Ident(name) => Ok(Argument { name: name.ident.clone(), ty: (*typed.ty).clone() }),
                    other => Err(syn::Error::new_spanned(other, "an argument needs a plain name")),
                }),
            })
            .collect()
    }

    fn answer(&self) -> syn::Result<Answer> {
        let ReturnType::Type(_, ty) = &self.signature.output else {
            return Err(syn::Error::new_spanned(&self.signature, "an operation returns Result<...>"));
        };
        let value = inner_of("Result", ty)
            .ok_or_else(|| syn::Error::new_spanned(ty, "an operation returns Result<...>"))?;
        Ok(match value {
            Type::Tuple(tuple) if tuple.elems.is_empty() => Answer::Nothing,
            ty if inner_of("Pages", ty).is_some() => {
                Answer::Pages(Box::new(inner_of("Pages", ty).cloned().unwrap_or_else(|| ty.clone())))
            }
            ty if last_segment(ty).is_some_and(|name| name == "String") => Answer::Text,
            _ => Answer::Json,
        })
    }

    /// The call as an expression: `Call::new(&Self::OPERATIONS[2]).path(..).json(..)`.
    fn call(&self, index: usize, operation: &Operation) -> syn::Result<TokenStream> {
        let mut call = quote!(crate::transport::Call::new(&Self::OPERATIONS[#index]));
        for Argument { name, .. } in self.arguments()? {
            let text = name.to_string();
            call = if operation.path.contains(&format!("{{{text}}}")) {
                quote!(#call.path(#text, &#name))
            } else if text == "body" {
                quote!(#call.json(body))
            } else if text == "filter" {
                quote!(#call.filter(filter))
            } else {
                quote!(#call.query(#text, #name.as_ref()))
            };
        }
        Ok(call)
    }

    fn rust(&self, index: usize) -> syn::Result<TokenStream> {
        let (attributes, visibility, signature) = (&self.attributes, &self.visibility, &self.signature);
        let body = match (&self.operation, &self.block) {
            (_, Some(block)) => quote!(#block),
            (Some(operation), None) => {
                let call = self.call(index, operation)?;
                let send = match self.answer()? {
                    Answer::Nothing => quote!(call.send_for_nothing(&self.transport)),
                    Answer::Text => quote!(call.send_for_text(&self.transport)),
                    Answer::Json => quote!(call.send(&self.transport)),
                    Answer::Pages(_) => quote!(Ok(crate::page::Pages::new(self.transport.clone(), call))),
                };
                quote!({ let call = #call; #send })
            }
            (None, None) => TokenStream::new(),
        };
        Ok(quote!(#(#attributes)* #visibility #signature #body))
    }

    /// The listing, one page at a time, for languages without our iterator.
    fn uniffi_page(&self, index: usize, item: &Type) -> syn::Result<TokenStream> {
        let Some(operation) = &self.operation else { return Ok(TokenStream::new()) };
        let call = self.call(index, operation)?;
        let name = format_ident!("{}_page", self.signature.ident);
        let page = format_ident!("{}Page", last_segment(item).map(ToString::to_string).unwrap_or_default());
        let arguments = self.arguments()?;
        let (names, types): (Vec<_>, Vec<_>) = arguments.iter().map(|a| (&a.name, &a.ty)).unzip();
        let attributes = &self.attributes;
        Ok(quote! {
            #(#attributes)*
            ///
            /// One page: `cursor` is `next_page` of the page before, or nothing for the first.
            pub fn #name(&self, #(#names: #types,)* cursor: Option<String>) -> crate::error::Result<#page> {
                let page: crate::page::Page<#item> = #call.cursor(cursor).send(&self.transport)?;
                Ok(page.into())
            }
        })
    }

    fn python(&self) -> syn::Result<TokenStream> {
        let attributes = self.attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
        let rust_name = &self.signature.ident;
        let (name, python_name) = (format_ident!("py_{rust_name}"), rust_name.to_string());
        let (mut signature, mut parameters, mut prepare, mut passed) = (vec![], vec![], vec![], vec![]);
        for Argument { name, ty } in self.arguments()? {
            let reference = if let Type::Reference(reference) = &ty { Some(&*reference.elem) } else { None };
            if name == "filter" {
                let model = reference.unwrap_or(&ty);
                signature.push(quote!(**filter));
                parameters.push(quote!(filter: Option<&::pyo3::Bound<'_, ::pyo3::types::PyDict>>));
                prepare.push(quote!(let filter = crate::python::from_keywords::<#model>(py, filter)?;));
                passed.push(quote!(filter.get()));
            } else if let Some(model) = reference {
                signature.push(quote!(#name));
                parameters.push(quote!(#name: ::pyo3::Bound<'_, #model>));
                prepare.push(quote!(let #name = #name.get();));
                passed.push(quote!(#name));
            } else if last_segment(&ty).is_some_and(|ty| ty == "Uuid") {
                signature.push(quote!(#name));
                parameters.push(quote!(#name: crate::python::Id));
                prepare.push(quote!(let #name = #name.0;));
                passed.push(quote!(#name));
            } else {
                signature.push(if inner_of("Option", &ty).is_some() {
                    quote!(#name = None)
                } else {
                    quote!(#name)
                });
                parameters.push(quote!(#name: #ty));
                passed.push(quote!(#name));
            }
        }
        let (output, run) = if let Answer::Pages(item) = self.answer()? {
            let pages = quote!(crate::python::PyPages);
            (quote!(#pages<#item>), quote!(Ok(#pages(self.#rust_name(#(#passed),*)?))))
        } else {
            let ReturnType::Type(_, ty) = &self.signature.output else { return Ok(TokenStream::new()) };
            let value = inner_of("Result", ty);
            (quote!(#value), quote!(crate::python::blocking(py, || self.#rust_name(#(#passed),*))))
        };
        Ok(quote! {
            #(#attributes)*
            #[pyo3(name = #python_name, signature = (#(#signature),*))]
            fn #name(&self, py: ::pyo3::Python<'_>, #(#parameters),*) -> ::pyo3::PyResult<#output> {
                #(#prepare)*
                let _ = py;
                #run
            }
        })
    }
}

pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    if !arguments.is_empty() {
        return Err(syn::Error::new_spanned(arguments, "#[operations] takes no argument"));
    }
    let area: Area = parse2(item)?;
    let (name, attributes) = (&area.name, &area.attributes);
    let (mut plain, mut listings, mut uniffi_pages, mut python, mut table) =
        (vec![], vec![], vec![], vec![], vec![]);
    for function in &area.functions {
        let index = table.len();
        let rust = function.rust(index)?;
        match function.answer()? {
            Answer::Pages(item) => {
                listings.push(rust);
                uniffi_pages.push(function.uniffi_page(index, &item)?);
            }
            _ => plain.push(rust),
        }
        python.push(function.python()?);
        if let Some(Operation { method, path, repeatable, read_only }) = &function.operation {
            let (verb, doc) = (function.signature.ident.to_string(), doc(&function.attributes));
            table.push(quote!(crate::wire::Operation {
                method: #method, path: #path, verb: #verb, doc: #doc,
                repeatable: #repeatable, read_only: #read_only,
            }));
        }
    }
    let page_block = (!listings.is_empty()).then(|| {
        quote! {
            impl #name { #(#listings)* }
            #[cfg(feature = "uniffi")]
            #[::uniffi::export]
            impl #name { #(#uniffi_pages)* }
        }
    });
    Ok(quote! {
        #(#attributes)*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "uniffi", derive(::uniffi::Object))]
        #[cfg_attr(feature = "python", ::pyo3::pyclass(frozen, module = "defacto_sdk"))]
        pub struct #name { pub(crate) transport: crate::transport::Transport }

        impl #name {
            /// The operations of this area, for the inventory.
            pub(crate) const OPERATIONS: &'static [crate::wire::Operation] = &[#(#table),*];
        }

        #[cfg_attr(feature = "uniffi", ::uniffi::export)]
        impl #name { #(#plain)* }
        #page_block

        #[cfg(feature = "python")]
        #[::pyo3::pymethods]
        impl #name { #(#python)* }
    })
}
