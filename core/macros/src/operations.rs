//! `#[operations]`.

mod python;
mod read;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, Block, FnArg, LitStr, Meta, Pat, ReturnType, Signature, Type, Visibility, parse2};

use crate::text::{doc, inner_of, last_segment, screaming, suspending};

/// `impl Area { operation; operation; }` with its doc comment.
struct Area {
    attributes: Vec<Attribute>,
    name: Ident,
    functions: Vec<Function>,
}

/// One function: with `#[operation]` and without a body, or an ordinary one that is exported as well.
struct Function {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    signature: Signature,
    operation: Option<Operation>,
    block: Option<Block>,
}

#[derive(Default)]
struct Operation {
    method: String,
    path: String,
    repeatable: bool,
    read_only: bool,
}

enum Answer {
    Nothing,
    Text,
    Bytes,
    Pages(Box<Type>),
    List(Box<Type>),
    Json,
}

/// An argument after `&self`.
struct Argument {
    name: Ident,
    ty: Type,
}

impl Argument {
    /// Returns the type that owns the argument, and the expression that passes it on.
    fn owned(&self) -> (TokenStream, TokenStream) {
        let (name, ty) = (&self.name, &self.ty);
        match ty {
            Type::Reference(reference) => {
                let inner = &*reference.elem;
                // What is an object in the other languages is shared.
                let is_object = last_segment(inner).is_some_and(|name| name == "Pdf");
                let owned = if is_object { quote!(::std::sync::Arc<#inner>) } else { quote!(#inner) };
                (owned, quote!(&#name))
            }
            ty => (quote!(#ty), quote!(#name)),
        }
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
            ty if is_bytes(ty) => Answer::Bytes,
            ty if inner_of("Vec", ty).is_some() => {
                Answer::List(Box::new(inner_of("Vec", ty).cloned().unwrap_or_else(|| ty.clone())))
            }
            _ => Answer::Json,
        })
    }

    /// Returns the call as an expression: `Call::new(&Self::OPERATIONS[2]).path(..).json(..)`.
    fn call(&self, area: &Ident, index: usize, operation: &Operation) -> syn::Result<TokenStream> {
        let mut call = quote!(crate::transport::Call::new(&#area::OPERATIONS[#index]));
        for Argument { name, ty } in self.arguments()? {
            let text = name.to_string();
            call = if operation.path.contains(&format!("{{{text}}}")) {
                quote!(#call.path(#text, &#name))
            } else if text == "body" {
                quote!(#call.json(body))
            } else if text == "form" {
                quote!(#call.form(form))
            } else if text == "filter" {
                quote!(#call.filter(filter))
            } else if inner_of("Option", &ty).is_some() {
                quote!(#call.query(#text, #name.as_ref()))
            } else {
                quote!(#call.query(#text, Some(&#name)))
            };
        }
        Ok(call)
    }

    /// Returns the function of the asynchronous area, where the work is done.
    fn asynchronous(&self, area: &Ident, index: usize) -> syn::Result<TokenStream> {
        let (visibility, mut signature) = (&self.visibility, self.signature.clone());
        let attributes = self.attributes.iter().map(suspending);
        let body = match (&self.operation, &self.block) {
            (_, Some(block)) => quote!(#block),
            (Some(operation), None) => {
                let call = self.call(area, index, operation)?;
                let send = match self.answer()? {
                    Answer::Nothing => quote!(call.send_for_nothing(&self.transport).await),
                    Answer::Text => quote!(call.send_for_text(&self.transport).await),
                    Answer::Bytes => quote!(call.send_for_bytes(&self.transport).await),
                    Answer::List(_) => quote!(call.send_for_list(&self.transport).await),
                    Answer::Json => quote!(call.send(&self.transport).await),
                    Answer::Pages(_) => {
                        quote!(Ok(crate::page::AsyncPages::new(self.transport.clone(), call)))
                    }
                };
                quote!({ let call = #call; #send })
            }
            (None, None) => TokenStream::new(),
        };
        if let Answer::Pages(item) = self.answer()? {
            signature.output = syn::parse_quote!(-> Result<crate::page::AsyncPages<#item>>);
        } else {
            signature.asyncness = Some(syn::parse_quote!(async));
        }
        Ok(quote!(#(#attributes)* #visibility #signature #body))
    }

    /// Returns the function of the blocking area, which drives the asynchronous one.
    fn blocking(&self, area: &Ident, index: usize) -> syn::Result<TokenStream> {
        let (attributes, visibility, mut signature) =
            (&self.attributes, &self.visibility, self.signature.clone());
        signature.asyncness = None;
        let (verb, target) = (&signature.ident, asynchronous_name(area));
        let names: Vec<Ident> = self.arguments()?.into_iter().map(|argument| argument.name).collect();
        let body = if matches!(self.answer()?, Answer::Pages(_)) {
            match &self.operation {
                Some(operation) => {
                    let call = self.call(area, index, operation)?;
                    quote!(Ok(crate::page::Pages::new(self.transport.clone(), #call)))
                }
                None => return Err(syn::Error::new_spanned(&self.signature, "a list is an operation")),
            }
        } else {
            quote! {
                self.transport.block_on(|transport| async move {
                    #target { transport }.#verb(#(#names),*).await
                })
            }
        };
        let quiet = self.quiet();
        Ok(quote!(#(#attributes)* #quiet #visibility #signature { #body }))
    }

    /// Returns the operation as a method of the client in Kotlin and Swift. A listing returns one page.
    fn uniffi(&self, area: &Ident, index: usize) -> syn::Result<TokenStream> {
        let (accessor, verb) = (snake(area), &self.signature.ident);
        let arguments = self.arguments()?;
        let (names, types): (Vec<_>, Vec<_>) = arguments.iter().map(|a| (&a.name, &a.ty)).unzip();
        // An asynchronous call outlives what its caller has lent, so it owns its arguments.
        let (owned, passed): (Vec<_>, Vec<_>) = arguments.iter().map(Argument::owned).unzip();
        let token = quote!(::std::sync::Arc<crate::CancelToken>);
        let attributes: Vec<_> =
            self.attributes.iter().filter(|one| !one.path().is_ident("deprecated")).collect();
        let quiet = self.quiet();
        if let (Answer::Pages(item), Some(operation)) = (self.answer()?, &self.operation) {
            let call = self.call(area, index, operation)?;
            let name = format_ident!("{accessor}_{verb}_page");
            let waiting = format_ident!("{name}_async");
            let lent =
                arguments.iter().filter(|one| matches!(one.ty, Type::Reference(_))).map(|one| &one.name);
            let waiting_call = quote!({ #(let #lent = &#lent;)* #call });
            let page =
                format_ident!("{}Page", last_segment(&item).map(ToString::to_string).unwrap_or_default());
            return Ok(quote! {
                #(#attributes)*
                ///
                /// Returns one page. `cursor` is `next_page` of the page before; absent for the first.
                pub fn #name(&self, #(#names: #types,)* cursor: Option<String>) -> crate::error::Result<#page> {
                    let call = #call;
                    let page: crate::page::Page<#item> = self.client.transport.block_on(|transport| async move {
                        crate::page::read_page(&transport, &call, cursor.as_deref()).await
                    })?;
                    Ok(page.into())
                }

                /// Returns one page without a thread. `stop` ends the call.
                pub async fn #waiting(
                    &self, #(#names: #owned,)* cursor: Option<String>, stop: #token,
                ) -> crate::error::Result<#page> {
                    let transport = self.stopped_by(&stop).transport;
                    let call = #waiting_call;
                    let read = async move {
                        let page: crate::page::Page<#item> =
                            crate::page::read_page(&transport, &call, cursor.as_deref()).await?;
                        Ok(page.into())
                    };
                    crate::foreign::until_stopped(Box::pin(read), stop).await
                }
            });
        }
        let (name, output) = (format_ident!("{accessor}_{verb}"), &self.signature.output);
        let waiting = format_ident!("{name}_async");
        Ok(quote! {
            #(#attributes)*
            #quiet
            pub fn #name(&self, #(#names: #types),*) #output { self.client.#accessor().#verb(#(#names),*) }

            /// Does the same without a thread. `stop` ends the call.
            #quiet
            pub async fn #waiting(&self, #(#names: #owned,)* stop: #token) #output {
                let client = self.stopped_by(&stop);
                let call = async move { client.#accessor().#verb(#(#passed),*).await };
                crate::foreign::until_stopped(Box::pin(call), stop).await
            }
        })
    }

    /// Returns the note of `#[deprecated(note = "...")]`; `None` if the operation is not deprecated.
    fn deprecated(&self) -> syn::Result<Option<String>> {
        let Some(attribute) = self.attributes.iter().find(|one| one.path().is_ident("deprecated")) else {
            return Ok(None);
        };
        let mut note = None;
        if matches!(attribute.meta, Meta::List(_)) {
            attribute.parse_nested_meta(|meta| {
                let text: LitStr = meta.value()?.parse()?;
                if meta.path.is_ident("note") {
                    note = Some(text.value());
                }
                Ok(())
            })?;
        }
        let text = "name the successor: #[deprecated(note = \"...\")]";
        note.map(Some).ok_or_else(|| syn::Error::new_spanned(attribute, text))
    }

    /// Returns the attribute that lets other languages call a deprecated operation without a warning.
    fn quiet(&self) -> Option<TokenStream> {
        let deprecated = self.attributes.iter().any(|one| one.path().is_ident("deprecated"));
        deprecated.then(|| quote!(#[allow(deprecated)]))
    }

    /// Returns the arguments and the answer for the inventory.
    fn table(&self) -> syn::Result<(TokenStream, TokenStream)> {
        let kind = |ty: &Type| {
            if is_bytes(ty) {
                return quote!(crate::wire::Kind::Bytes);
            }
            let ty = if let Type::Reference(reference) = ty { &*reference.elem } else { ty };
            if last_segment(ty).is_some_and(|name| name == "Pdf") {
                return quote!(crate::wire::Kind::Pdf);
            }
            quote!(<#ty as crate::wire::Wire>::KIND)
        };
        let arguments = self.arguments()?.into_iter().map(|Argument { name, ty }| {
            let (text, kind) = (name.to_string(), kind(&ty));
            let required = inner_of("Option", &ty).is_none() && text != "filter";
            quote!(crate::wire::ArgumentInfo { name: #text, kind: &#kind, required: #required })
        });
        let arguments = quote!(&[#(#arguments),*]);
        let answer = match self.answer()? {
            Answer::Nothing => quote!(crate::wire::Answer::Nothing),
            Answer::Text => quote!(crate::wire::Answer::One(&crate::wire::Kind::String)),
            Answer::Bytes => quote!(crate::wire::Answer::One(&crate::wire::Kind::Bytes)),
            Answer::List(item) => {
                let kind = kind(&item);
                quote!(crate::wire::Answer::One(&crate::wire::Kind::List(&#kind)))
            }
            Answer::Json => {
                let ReturnType::Type(_, ty) = &self.signature.output else {
                    return Ok((arguments, TokenStream::new()));
                };
                let kind = inner_of("Result", ty).map(kind);
                quote!(crate::wire::Answer::One(&#kind))
            }
            Answer::Pages(item) => {
                let kind = kind(&item);
                quote!(crate::wire::Answer::Pages(&#kind))
            }
        };
        Ok((arguments, answer))
    }

    /// Returns the entry of the function in the table of its area.
    fn entry(&self, operation: &Operation) -> syn::Result<TokenStream> {
        let Operation { method, path, repeatable, read_only } = operation;
        let (verb, doc) = (self.signature.ident.to_string(), doc(&self.attributes));
        let (arguments, answer) = self.table()?;
        let deprecated = self.deprecated()?.map_or_else(|| quote!(None), |note| quote!(Some(#note)));
        Ok(quote!(crate::wire::Operation {
            method: #method, path: #path, verb: #verb, repeatable: #repeatable, read_only: #read_only,
            #[cfg(feature = "inventory")]
            doc: #doc,
            #[cfg(feature = "inventory")]
            arguments: #arguments,
            #[cfg(feature = "inventory")]
            answer: #answer,
            #[cfg(feature = "inventory")]
            deprecated: #deprecated,
        }))
    }
}

/// The arguments of a method for Python.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    if !arguments.is_empty() {
        return Err(syn::Error::new_spanned(arguments, "#[operations] takes no argument"));
    }
    let area: Area = parse2(item)?;
    let (name, attributes) = (&area.name, &area.attributes);
    let (mut asynchronous, mut blocking, mut uniffi, mut table, mut composed) =
        (vec![], vec![], vec![], vec![], vec![]);
    let (mut python, mut python_asynchronous) = (vec![], vec![]);
    let mut listings = Vec::new();
    for function in &area.functions {
        let index = table.len();
        asynchronous.push(function.asynchronous(name, index)?);
        blocking.push(function.blocking(name, index)?);
        uniffi.push(function.uniffi(name, index)?);
        python.push(function.python()?);
        python_asynchronous.push(function.python_asynchronous(name)?);
        if matches!(function.answer(), Ok(Answer::Pages(_))) {
            listings.push(function.signature.ident.to_string());
        }
        match &function.operation {
            Some(operation) => table.push(function.entry(operation)?),
            None => composed.push(function.entry(&Operation { repeatable: true, ..Operation::default() })?),
        }
    }
    let asynchronous_name = asynchronous_name(name);
    let (text, doc) = (name.to_string(), doc(attributes));
    let inventory = crate::text::inventory("Area", &quote!(#name::INFO));
    let accessors = accessors(&area);
    Ok(quote! {
        #(#attributes)*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "python", ::pyo3::pyclass(frozen, module = "defacto_sdk"))]
        pub struct #name { pub(crate) transport: crate::transport::Transport }

        impl #name {
            /// The operations of this area.
            pub(crate) const OPERATIONS: &'static [crate::wire::Operation] = &[#(#table),*];
            /// The table of this area.
            #[cfg(feature = "inventory")]
            pub(crate) const INFO: &'static crate::wire::AreaInfo = &crate::wire::AreaInfo {
                name: #text, doc: #doc, operations: Self::OPERATIONS, composed: &[#(#composed),*],
            };
            #(#blocking)*
        }
        #inventory

        #(#attributes)*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "python", ::pyo3::pyclass(frozen, module = "defacto_sdk._native"))]
        pub struct #asynchronous_name { pub(crate) transport: crate::transport::Transport }

        impl #asynchronous_name {
            #(#asynchronous)*
        }

        #[cfg(feature = "uniffi")]
        const _: () = {
            use crate::foreign::NativeClient;
            #[::uniffi::export]
            impl NativeClient { #(#uniffi)* }
        };

        #[cfg(feature = "python")]
        #[::pyo3::pymethods]
        impl #name {
            /// The operations that return an iterator over all pages.
            #[classattr]
            #[pyo3(name = "_LISTINGS")]
            fn listings() -> Vec<&'static str> { vec![#(#listings),*] }
            #(#python)*
        }

        #[cfg(feature = "python")]
        #[::pyo3::pymethods]
        impl #asynchronous_name { #(#python_asynchronous)* }

        #accessors
    })
}

/// Returns the methods of the clients that give the area.
fn accessors(area: &Area) -> TokenStream {
    let (name, asynchronous) = (&area.name, asynchronous_name(&area.name));
    let accessor = snake(name);
    let python = format_ident!("py_{accessor}");
    let docs: Vec<_> = area.attributes.iter().filter(|one| one.path().is_ident("doc")).collect();
    quote! {
        impl crate::Client {
            #(#docs)*
            pub fn #accessor(&self) -> #name { #name { transport: self.transport.clone() } }
        }

        impl crate::AsyncClient {
            #(#docs)*
            pub fn #accessor(&self) -> #asynchronous {
                #asynchronous { transport: self.transport.clone() }
            }
        }

        #[cfg(feature = "python")]
        #[::pyo3::pymethods]
        impl crate::Client {
            #(#docs)*
            #[getter(#accessor)]
            fn #python(&self) -> #name { self.#accessor() }
        }

        #[cfg(feature = "python")]
        #[::pyo3::pymethods]
        impl crate::python::Calls {
            #[getter(#accessor)]
            fn #python(&self) -> #asynchronous { self.client().#accessor() }
        }
    }
}

/// Returns `AsyncCreditLines` for `CreditLines`.
fn asynchronous_name(area: &Ident) -> Ident {
    format_ident!("Async{area}")
}

/// Returns `true` for `Vec<u8>`.
fn is_bytes(ty: &Type) -> bool {
    inner_of("Vec", ty).and_then(last_segment).is_some_and(|item| item == "u8")
}

/// Returns `credit_lines` for `CreditLines`: the name of its method on the client.
fn snake(area: &Ident) -> Ident {
    format_ident!("{}", screaming(&area.to_string()).to_lowercase())
}
