//! `#[model]`.

mod python;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Field, Fields, ItemStruct, Type, Visibility, parse_quote, parse2};

use crate::text::{described, doc, inner_of, last_segment, screaming, take_marker, take_wire_name};

/// The documentation of `for_key`. Each language adds how it fails.
const KEY_DOC: [&str; 4] = [
    " Makes the request with a salt derived from `key`. The same key gives the same salt in every process and language,",
    " so a job that builds the request anew repeats it instead of making a second one. The salt is the UUID, version 5,",
    " of the key's bytes in the namespace `6f1d2c1b-8c0e-4d0a-9a55-0f3c7e21b9d4`.",
    "",
];

/// One field, in the form that this file uses.
#[expect(clippy::struct_excessive_bools, reason = "each is a marker that stands or does not")]
struct Member {
    field: Field,
    name: Ident,
    wire: String,
    doc: String,
    sensitive: bool,
    transient: bool,
    defaulted: bool,
    demanded: bool,
    salt: bool,
}

impl Member {
    fn read(mut field: Field) -> syn::Result<Self> {
        let name =
            field.ident.clone().ok_or_else(|| syn::Error::new_spanned(&field, "a model has named fields"))?;
        let sensitive = take_marker(&mut field.attrs, "sensitive");
        let transient = take_marker(&mut field.attrs, "transient");
        let defaulted = take_marker(&mut field.attrs, "default");
        let demanded = take_marker(&mut field.attrs, "required");
        let salt = take_marker(&mut field.attrs, "salt");
        let wire = take_wire_name(&mut field.attrs)?.unwrap_or_else(|| name.to_string());
        let doc = doc(&field.attrs);
        Ok(Self { field, name, wire, doc, sensitive, transient, defaulted, demanded, salt })
    }

    /// Returns `true` if the type itself has a value for an absent member.
    fn optional(&self) -> bool {
        let ty = &self.field.ty;
        inner_of("Option", ty).is_some()
            || inner_of("Vec", ty).is_some()
            || inner_of("HashMap", ty).is_some()
            || last_segment(ty).is_some_and(|name| name == "JsonObject")
    }

    fn required(&self) -> bool {
        (!self.optional() || self.demanded) && !self.defaulted
    }

    /// Returns `true` if it is a member of the object on the wire, not a fact about the object.
    fn known(&self) -> bool {
        self.name != "extra" && self.name != "clear"
    }

    fn uniffi_default(&self) -> TokenStream {
        let ty = &self.field.ty;
        if !self.optional() || self.demanded {
            TokenStream::new()
        } else if inner_of("Option", ty).is_some() {
            quote!(#[cfg_attr(feature = "uniffi", uniffi(default = None))])
        } else if inner_of("Vec", ty).is_some() {
            quote!(#[cfg_attr(feature = "uniffi", uniffi(default = []))])
        } else {
            quote!(#[cfg_attr(feature = "uniffi", uniffi(default))])
        }
    }
}

pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let (request, patch) = match arguments.to_string().as_str() {
        "" => (false, false),
        "request" => (true, false),
        "patch" => (true, true),
        _ => return Err(syn::Error::new_spanned(arguments, "#[model] takes nothing, `request` or `patch`")),
    };
    let mut item: ItemStruct = parse2(item)?;
    let Fields::Named(fields) = &item.fields else {
        return Err(syn::Error::new_spanned(item, "a model has named fields"));
    };
    let mut members = fields.named.iter().cloned().map(Member::read).collect::<syn::Result<Vec<_>>>()?;
    if patch {
        members.push(Member::read(parse_quote! {
            /// The wire names of fields to empty. They are sent as null. A field that is neither set nor named here stays
            /// as it is.
            pub clear: Vec<String>
        })?);
    }
    members.push(Member::read(parse_quote! {
        /// Members that this version of the library does not know, unchanged. A request sends them along.
        pub extra: crate::model::JsonObject
    })?);

    let struct_tokens = structure(&mut item, &members);
    let wire = wire_impls(&item.ident, &members, &doc(&item.attrs), request, patch);
    let builder = if request { builder(&item.ident, &members) } else { TokenStream::new() };
    // A private model needs no class in another language.
    let public = matches!(item.vis, Visibility::Public(_));
    let foreign = public.then(|| {
        let name = &item.ident;
        let (python, uniffi) = (python::class(name, &members), uniffi_functions(name));
        let inventory = crate::text::inventory("Model", &quote!(<#name as crate::wire::Described>::INFO));
        quote!(#python #uniffi #inventory)
    });
    Ok(quote!(#struct_tokens #wire #builder #foreign))
}

fn structure(item: &mut ItemStruct, members: &[Member]) -> TokenStream {
    let (attributes, visibility, name) = (&item.attrs, &item.vis, &item.ident);
    if !matches!(visibility, Visibility::Public(_)) {
        let fields = members.iter().map(|member| &member.field);
        return quote! {
            #(#attributes)*
            #[derive(Clone, PartialEq)]
            #visibility struct #name { #(#fields),* }
        };
    }
    let fields = members.iter().map(|member| {
        let (field, default) = (&member.field, member.uniffi_default());
        quote!(#default #field)
    });
    quote! {
        #(#attributes)*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        #[cfg_attr(feature = "uniffi", derive(::uniffi::Record), ::uniffi::export(Debug))]
        #[cfg_attr(feature = "python", ::pyo3::pyclass(frozen, eq, get_all, from_py_object, module = "defacto_sdk"))]
        #visibility struct #name { #(#fields),* }
    }
}

/// Returns the code that writes one member.
fn writing(member: &Member, patch: bool) -> TokenStream {
    let (field, wire) = (&member.name, &member.wire);
    if patch {
        quote!(crate::wire::put_or_clear(&mut map, #wire, &self.#field, &self.clear)?;)
    } else if member.demanded {
        quote!(crate::wire::put_always(&mut map, #wire, &self.#field)?;)
    } else {
        quote!(crate::wire::put(&mut map, #wire, &self.#field)?;)
    }
}

/// Returns the code that reads one member, by its place in the table. A change remembers which are null.
fn reading(at: usize, member: &Member, slot: &Ident, patch: bool) -> TokenStream {
    let wire = &member.wire;
    if patch {
        quote!(#at => {
            #slot = crate::wire::take(&mut map)?;
            if #slot.is_none() {
                clear.push(#wire.to_owned());
            }
        })
    } else {
        quote!(#at => #slot = crate::wire::take(&mut map)?,)
    }
}

/// Returns the code for the value of a member after the whole object was read.
fn finishing(member: &Member, slot: &Ident) -> TokenStream {
    let (field, wire) = (&member.name, &member.wire);
    if member.defaulted {
        quote!(#field: #slot.unwrap_or_default())
    } else if member.demanded {
        quote!(#field: crate::wire::demand(#slot, #wire)?)
    } else if member.salt {
        quote!(#field: #slot.flatten().or_else(|| Some(crate::intent::new_salt())))
    } else {
        quote!(#field: crate::wire::finish(#slot, #wire)?)
    }
}

fn wire_impls(name: &Ident, members: &[Member], doc: &str, request: bool, patch: bool) -> TokenStream {
    let text = name.to_string();
    let known: Vec<&Member> = members.iter().filter(|member| member.known()).collect();
    let slots: Vec<Ident> = (0..known.len()).map(|at| format_ident!("slot{at}")).collect();
    let written = known.iter().filter(|member| !member.transient).map(|member| writing(member, patch));
    let types: Vec<&Type> = known.iter().map(|member| &member.field.ty).collect();
    let wires: Vec<&String> = known.iter().map(|member| &member.wire).collect();
    let finish = known.iter().zip(&slots).map(|(member, slot)| finishing(member, slot));
    let read =
        known.iter().zip(&slots).enumerate().map(|(at, (member, slot))| reading(at, member, slot, patch));
    let clear = patch.then(|| quote!(let mut clear = Vec::new();));
    let cleared = patch.then(|| quote!(clear,));
    let write_clear =
        patch.then(|| quote!(crate::wire::put_cleared(&mut map, &self.clear, &[#(#wires),*])?;));
    let described = described(doc);
    let table = known.iter().map(|member| {
        let (wire, field, ty, doc) = (&member.wire, member.name.to_string(), &member.field.ty, &member.doc);
        let (sensitive, salt, required) = (member.sensitive, member.salt, member.required());
        quote!(crate::wire::FieldInfo {
            name: #wire,
            #[cfg(feature = "inventory")]
            field: #field,
            #[cfg(feature = "inventory")]
            doc: #doc,
            kind: &<#ty as crate::wire::Wire>::KIND,
            required: #required, nullable: <#ty as crate::wire::Wire>::NULLABLE, sensitive: #sensitive,
            salt: #salt,
        })
    });
    quote! {
        impl crate::wire::Described for #name {
            const INFO: &'static crate::wire::ModelInfo = {
                static INFO: crate::wire::ModelInfo = crate::wire::ModelInfo {
                    name: #text,
                    #described
                    request: #request,
                    fields: &[#(#table),*],
                };
                &INFO
            };
        }
        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                let mut map = ::serde::Serializer::serialize_map(serializer, None)?;
                #(#written)*
                #write_clear
                crate::wire::put_extra(&mut map, &self.extra)?;
                ::serde::ser::SerializeMap::end(map)
            }
        }
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                struct Reader;
                impl<'de> ::serde::de::Visitor<'de> for Reader {
                    type Value = #name;
                    fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: ::serde::de::MapAccess<'de>>(
                        self, mut map: A,
                    ) -> ::core::result::Result<#name, A::Error> {
                        #(let mut #slots: Option<#types> = None;)*
                        #clear
                        let mut extra = crate::model::JsonObject::default();
                        let mut next = 0;
                        while let Some(key) = crate::wire::next_key(&mut map)? {
                            match crate::wire::position(<#name as crate::wire::Described>::INFO, &key, &mut next) {
                                #(#read)*
                                _ => extra.insert(&key, map.next_value()?),
                            }
                        }
                        Ok(#name { #(#finish,)* #cleared extra })
                    }
                }
                ::serde::Deserializer::deserialize_map(deserializer, Reader)
            }
        }
        impl crate::wire::Wire for #name {
            const KIND: crate::wire::Kind = crate::wire::Kind::Model(<#name as crate::wire::Described>::INFO);
            fn encode<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(self, serializer)
            }
            fn decode<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }
        }
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(&crate::redact::describe::<Self>(self))
            }
        }
    }
}

/// Returns the functions that read and write JSON, for Kotlin and Swift.
fn uniffi_functions(name: &Ident) -> TokenStream {
    let from_json = format_ident!("{}_from_json", screaming(&name.to_string()).to_lowercase());
    quote! {
        #[cfg(feature = "uniffi")]
        #[::uniffi::export]
        impl #name {
            /// Returns the object as JSON text, exactly as it is sent.
            pub fn to_json(&self) -> String { crate::wire::to_json(self) }
        }
        /// Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
        #[cfg(feature = "uniffi")]
        #[::uniffi::export]
        fn #from_json(text: &str) -> crate::error::Result<#name> { crate::model::from_json(text) }
    }
}

fn builder(name: &Ident, members: &[Member]) -> TokenStream {
    let required: Vec<&Member> = members.iter().filter(|member| member.required()).collect();
    let arguments = required.iter().map(|member| {
        let (field, ty) = (&member.name, &member.field.ty);
        quote!(#field: impl Into<#ty>)
    });
    let fields = members.iter().map(|member| {
        let field = &member.name;
        if member.required() {
            quote!(#field: #field.into())
        } else if member.salt {
            quote!(#field: Some(crate::intent::new_salt()))
        } else {
            quote!(#field: Default::default())
        }
    });
    let setters = members.iter().map(|member| {
        let (field, ty) = (&member.name, &member.field.ty);
        let docs = member.field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc"));
        let (argument, value) = match inner_of("Option", ty) {
            Some(inner) => (inner, quote!(Some(#field.into()))),
            None => (ty, quote!(#field.into())),
        };
        quote! {
            #(#docs)*
            #[must_use]
            pub fn #field(mut self, #field: impl Into<#argument>) -> Self { self.#field = #value; self }
        }
    });
    let for_key = members.iter().find(|member| member.salt).map(|member| {
        let (field, doc) = (&member.name, KEY_DOC);
        quote! {
            #(#[doc = #doc])*
            /// A blank key gives a blank salt, which `validate` and every call refuse.
            #[must_use]
            pub fn for_key(mut self, key: &str) -> Self {
                self.#field = Some(crate::intent::salt_for_key(key).unwrap_or_default());
                self
            }
        }
    });
    let new_doc =
        format!("A `{name}` with what is required; the rest is set by the methods named like the fields.");
    let default =
        required.is_empty().then(|| quote!(impl Default for #name { fn default() -> Self { Self::new() } }));
    quote! {
        impl #name {
            #[doc = #new_doc]
            #[must_use]
            pub fn new(#(#arguments),*) -> Self { Self { #(#fields),* } }
            #(#setters)*
            #for_key
        }
        #default
    }
}
