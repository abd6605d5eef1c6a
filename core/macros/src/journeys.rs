//! `#[journeys]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{FnArg, ImplItem, ImplItemFn, ItemImpl, Pat, parse2};

use crate::text::{last_segment, suspending};

pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    if !arguments.is_empty() {
        return Err(syn::Error::new_spanned(arguments, "#[journeys] takes no argument"));
    }
    let block: ItemImpl = parse2(item)?;
    let (mut asynchronous, mut blocking) = (Vec::new(), Vec::new());
    for item in &block.items {
        let ImplItem::Fn(function) = item else {
            return Err(syn::Error::new_spanned(item, "#[journeys] takes functions only"));
        };
        let mut suspends = function.clone();
        suspends.attrs = function.attrs.iter().map(suspending).collect();
        asynchronous.push(suspends);
        blocking.push(blocking_twin(function)?);
    }
    let name = &block.self_ty;
    let Some(ident) = last_segment(name) else {
        return Err(syn::Error::new_spanned(name, "#[journeys] takes `impl Name`"));
    };
    let asynchronous_name = format_ident!("Async{ident}");
    Ok(quote! {
        impl #asynchronous_name { #(#asynchronous)* }

        impl #name { #(#blocking)* }
    })
}

/// Returns the blocking function, which drives the asynchronous one; the same function if it is not `async`.
fn blocking_twin(function: &ImplItemFn) -> syn::Result<ImplItemFn> {
    let mut twin = function.clone();
    if twin.sig.asyncness.take().is_none() {
        return Ok(twin);
    }
    let verb = &function.sig.ident;
    let names = function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Receiver(_) => None,
        FnArg::Typed(typed) => Some(match &*typed.pat {
            Pat::Ident(name) => Ok(&name.ident),
            other => Err(syn::Error::new_spanned(other, "an argument needs a plain name")),
        }),
    });
    let names: Vec<_> = names.collect::<syn::Result<_>>()?;
    twin.block = syn::parse_quote!({
        self.driven(|driven| async move { driven.#verb(#(#names),*).await })
    });
    Ok(twin)
}
