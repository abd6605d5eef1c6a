//! `#[options]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Expr, Field, Fields, Ident, ItemStruct, MetaNameValue, Type, parse2};

use crate::keywords::{self, Keyword, python_default};
use crate::text::{doc, inner_of, last_segment, screaming, take_marker};

/// One option, and where it exists.
#[expect(clippy::struct_excessive_bools, reason = "each is a marker of its own")]
struct Setting {
    name: Ident,
    ty: Type,
    docs: Vec<Attribute>,
    /// What it is unless set, if that is not the default of its type.
    initial: Option<Expr>,
    /// The object that holds the value in Kotlin and Swift.
    held_by: Option<Type>,
    /// It has no setter: the options' own functions set it.
    is_own: bool,
    /// It exists in Rust alone.
    is_rust_only: bool,
    /// It is not shown by `Debug`.
    is_hidden: bool,
    /// Its setter takes whatever converts.
    is_converted: bool,
}

pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let builder = builder(arguments)?;
    let item: ItemStruct = parse2(item)?;
    let Fields::Named(fields) = &item.fields else {
        return Err(syn::Error::new_spanned(&item.ident, "#[options] takes a struct with named fields"));
    };
    let settings: Vec<Setting> = fields.named.iter().map(Setting::read).collect::<syn::Result<_>>()?;
    let (options, record) = (options(&item, &settings), record(&item, &settings));
    let keywords = settings.iter().filter(|setting| !setting.is_rust_only).map(Setting::keyword);
    let keywords = keywords::module(&item.ident, &keywords.collect::<Vec<_>>());
    let passed_on = builder.map(|builder| passed_on(&builder, &settings));
    Ok(quote! { #options #record #keywords #passed_on })
}

/// Reads `builder = ClientBuilder`.
fn builder(arguments: TokenStream) -> syn::Result<Option<Ident>> {
    if arguments.is_empty() {
        return Ok(None);
    }
    let argument: MetaNameValue = parse2(arguments)?;
    match (&argument.value, argument.path.is_ident("builder")) {
        (Expr::Path(builder), true) => builder.path.require_ident().cloned().map(Some),
        _ => Err(syn::Error::new_spanned(argument, "#[options] takes `builder = Name` only")),
    }
}

/// The same setters for a builder that holds the options in its field `options`.
fn passed_on(builder: &Ident, settings: &[Setting]) -> TokenStream {
    let setters = settings.iter().filter(|setting| !setting.is_own).map(|setting| {
        let (name, docs, (argument, _)) = (&setting.name, &setting.docs, setting.argument());
        quote! {
            #(#docs)*
            pub fn #name(mut self, #name: #argument) -> Self {
                self.options = self.options.#name(#name);
                self
            }
        }
    });
    quote!(impl #builder { #(#setters)* })
}

impl Setting {
    fn read(field: &Field) -> syn::Result<Self> {
        let mut attributes = field.attrs.clone();
        let initial = take_argument::<Expr>(&mut attributes, "initial")?;
        let held_by = take_argument::<Type>(&mut attributes, "held_by")?;
        let is_own = take_marker(&mut attributes, "own");
        let is_rust_only = take_marker(&mut attributes, "rust_only") || is_own;
        let is_hidden = take_marker(&mut attributes, "hidden") || is_own;
        let is_converted = take_marker(&mut attributes, "into");
        let (Some(name), ty) = (field.ident.clone(), field.ty.clone()) else {
            return Err(syn::Error::new_spanned(field, "an option needs a name"));
        };
        Ok(Self {
            name,
            ty,
            docs: attributes,
            initial,
            held_by,
            is_own,
            is_rust_only,
            is_hidden,
            is_converted,
        })
    }

    /// The type of the value itself: `T` of `Option<T>`.
    fn value(&self) -> &Type {
        inner_of("Option", &self.ty).unwrap_or(&self.ty)
    }

    fn is_optional(&self) -> bool {
        inner_of("Option", &self.ty).is_some()
    }

    /// Returns the type that a setter takes, and the value made from it.
    fn argument(&self) -> (TokenStream, TokenStream) {
        let (name, value) = (&self.name, self.value());
        let is_text = last_segment(value).is_some_and(|segment| segment == "String");
        if is_text || self.is_converted {
            (quote!(impl ::core::convert::Into<#value>), quote!(#name.into()))
        } else {
            (quote!(#value), quote!(#name))
        }
    }

    fn setter(&self) -> TokenStream {
        let (name, docs, (argument, given)) = (&self.name, &self.docs, self.argument());
        let given = if self.is_optional() { quote!(::core::option::Option::Some(#given)) } else { given };
        quote! {
            #(#docs)*
            pub fn #name(mut self, #name: #argument) -> Self {
                self.#name = #given;
                self
            }
        }
    }

    /// The field of the record for Kotlin and Swift: absent unless set.
    fn record_field(&self) -> TokenStream {
        let (name, docs) = (&self.name, &self.docs);
        let ty = self.held_by.as_ref().map_or_else(
            || self.value().into_token_stream(),
            |holder| quote!(::std::sync::Arc<crate::foreign::#holder>),
        );
        quote! {
            #(#docs)*
            #[uniffi(default = None)]
            pub #name: Option<#ty>,
        }
    }

    /// Returns the keyword in Python.
    fn keyword(&self) -> Keyword {
        Keyword {
            name: self.name.clone(),
            ty: self.ty.to_token_stream(),
            default: python_default(self.initial.as_ref(), self.is_optional()),
            doc: doc(&self.docs),
        }
    }

    fn take_from_record(&self) -> TokenStream {
        let name = &self.name;
        let given = if self.held_by.is_some() { quote!(value.shared()) } else { quote!(value) };
        let given = if self.is_optional() { quote!(::core::option::Option::Some(#given)) } else { given };
        quote! {
            if let ::core::option::Option::Some(value) = self.#name {
                options.#name = #given;
            }
        }
    }
}

/// The options themselves: fields that only the core reads, a default, and one setter an option.
fn options(item: &ItemStruct, settings: &[Setting]) -> TokenStream {
    let (name, visibility, attributes) = (&item.ident, &item.vis, &item.attrs);
    let fields =
        settings.iter().map(|Setting { name, ty, docs, .. }| quote!(#(#docs)* pub(crate) #name: #ty));
    let initials = settings.iter().map(|Setting { name, initial, .. }| {
        let initial = initial
            .as_ref()
            .map_or_else(|| quote!(::core::default::Default::default()), ToTokens::to_token_stream);
        quote!(#name: #initial)
    });
    let setters = settings.iter().filter(|setting| !setting.is_own).map(Setting::setter);
    let debug = debug(name, settings.iter().filter(|setting| !setting.is_hidden));
    quote! {
        #(#attributes)*
        #[derive(Clone)]
        #[must_use]
        #visibility struct #name { #(#fields),* }

        impl ::core::default::Default for #name {
            fn default() -> Self {
                Self { #(#initials),* }
            }
        }

        #debug

        impl #name { #(#setters)* }
    }
}

/// What Kotlin and Swift set.
fn record(item: &ItemStruct, settings: &[Setting]) -> TokenStream {
    let (name, docs) = (&item.ident, item.attrs.iter().filter(|attribute| attribute.path().is_ident("doc")));
    let module = format_ident!("{}_record", screaming(&name.to_string()).to_lowercase());
    let exported = || settings.iter().filter(|setting| !setting.is_rust_only);
    let fields = exported().map(Setting::record_field);
    let taken = exported().map(Setting::take_from_record);
    let debug = debug(name, exported().filter(|setting| !setting.is_hidden));
    quote! {
        #[cfg(feature = "uniffi")]
        pub(crate) mod #module {
            use super::*;

            #(#docs)*
            #[derive(Clone, uniffi::Record)]
            #[uniffi::export(Debug)]
            pub struct #name { #(#fields)* }

            #debug

            impl #name {
                /// The options, with their own values where none is set.
                pub(crate) fn set(self) -> super::#name {
                    let mut options = super::#name::default();
                    #(#taken)*
                    options
                }
            }
        }
    }
}

fn debug<'a>(name: &Ident, shown: impl Iterator<Item = &'a Setting>) -> TokenStream {
    let (text, shown) = (name.to_string(), shown.map(|setting| &setting.name));
    let shown = shown.map(|name| {
        let text = name.to_string();
        quote!(.field(#text, &self.#name))
    });
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#text) #(#shown)* .finish_non_exhaustive()
            }
        }
    }
}

/// Takes `#[name(argument)]` off the list.
fn take_argument<T: syn::parse::Parse>(
    attributes: &mut Vec<Attribute>,
    name: &str,
) -> syn::Result<Option<T>> {
    let Some(at) = attributes.iter().position(|attribute| attribute.path().is_ident(name)) else {
        return Ok(None);
    };
    attributes.remove(at).parse_args().map(Some)
}
