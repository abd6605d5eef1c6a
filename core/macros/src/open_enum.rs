//! `#[open_enum]`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, Fields, ItemEnum, parse2};

use crate::text::{described, doc, screaming, take_wire_name};

struct Value {
    attributes: Vec<Attribute>,
    variant: Ident,
    wire: String,
    doc: String,
}

pub(crate) fn expand(arguments: &TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let upper = match arguments.to_string().as_str() {
        "SCREAMING_SNAKE_CASE" => true,
        "snake_case" => false,
        _ => {
            let text = "#[open_enum] takes SCREAMING_SNAKE_CASE or snake_case";
            return Err(syn::Error::new(proc_macro2::Span::call_site(), text));
        }
    };
    let item: ItemEnum = parse2(item)?;
    let values = read_values(&item, upper)?;
    let rust = rust_enum(&item, &values);
    let python = python_class(&item.ident, &doc(&item.attrs), &values);
    let inventory = {
        let name = &item.ident;
        crate::text::inventory("Enum", &quote!(#name::INFO))
    };
    Ok(quote!(#rust #python #inventory))
}

fn read_values(item: &ItemEnum, upper: bool) -> syn::Result<Vec<Value>> {
    item.variants
        .iter()
        .map(|variant| {
            if !matches!(variant.fields, Fields::Unit) {
                return Err(syn::Error::new_spanned(variant, "an open enum has unit variants only"));
            }
            let mut attributes = variant.attrs.clone();
            let derived = screaming(&variant.ident.to_string());
            let wire = take_wire_name(&mut attributes)?
                .unwrap_or_else(|| if upper { derived } else { derived.to_lowercase() });
            let doc = doc(&attributes);
            Ok(Value { attributes, variant: variant.ident.clone(), wire, doc })
        })
        .collect()
}

fn rust_enum(item: &ItemEnum, values: &[Value]) -> TokenStream {
    let (attributes, visibility, name) = (&item.attrs, &item.vis, &item.ident);
    let (text, described) = (name.to_string(), described(&doc(attributes)));
    let variants: Vec<&Ident> = values.iter().map(|value| &value.variant).collect();
    let names: Vec<String> = variants.iter().map(ToString::to_string).collect();
    let wires: Vec<&String> = values.iter().map(|value| &value.wire).collect();
    let docs: Vec<&String> = values.iter().map(|value| &value.doc).collect();
    let variant_attributes = values.iter().map(|value| &value.attributes);
    quote! {
        #(#attributes)*
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[cfg_attr(feature = "uniffi", derive(::uniffi::Enum), ::uniffi::export(Debug))]
        #visibility enum #name {
            #(#(#variant_attributes)* #variants,)*
            /// A value that this version of the library does not know. It is kept and sent back unchanged.
            Unknown {
                /// The value as it is on the wire.
                value: String,
            },
        }
        impl #name {
            /// The table of the known values, each with its description.
            pub(crate) const INFO: &'static crate::wire::EnumInfo = {
                static INFO: crate::wire::EnumInfo = crate::wire::EnumInfo {
                    name: #text,
                    #described
                    #[cfg(feature = "inventory")]
                    values: &[#(crate::wire::ValueInfo { variant: #names, wire: #wires, doc: #docs }),*],
                };
                &INFO
            };
            /// Every value that this version knows, as it is on the wire.
            pub const VALUES: &'static [&'static str] = &[#(#wires),*];
            /// Returns the value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self { #(Self::#variants => #wires,)* Self::Unknown { value } => value }
            }
            /// Returns `true` if this version of the library knows the value.
            pub fn is_known(&self) -> bool { !matches!(self, Self::Unknown { .. }) }
        }
        impl From<String> for #name {
            fn from(value: String) -> Self {
                match value.as_str() { #(#wires => Self::#variants,)* _ => Self::Unknown { value } }
            }
        }
        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value { #(#wires => Self::#variants,)* _ => Self::Unknown { value: value.to_owned() } }
            }
        }
        impl ::core::str::FromStr for #name {
            type Err = ::core::convert::Infallible;
            fn from_str(value: &str) -> ::core::result::Result<Self, Self::Err> { Ok(Self::from(value)) }
        }
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { f.write_str(self.as_str()) }
        }
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { f.write_str(self.as_str()) }
        }
        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                crate::wire::text(deserializer).map(|value| Self::from(&*value))
            }
        }
        impl crate::wire::Wire for #name {
            const KIND: crate::wire::Kind = crate::wire::Kind::Enum(<#name>::INFO);
            fn encode<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(self, serializer)
            }
            fn decode<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }
        }
    }
}

/// The enum in Python: a class that is made when it is first used. For the stubs it is a native class.
fn python_class(name: &Ident, doc: &str, values: &[Value]) -> TokenStream {
    let (class, text) = (format_ident!("Py{name}"), name.to_string());
    let constants: Vec<String> = values.iter().map(|value| screaming(&value.variant.to_string())).collect();
    let wires = values.iter().map(|value| &value.wire);
    let described = described_for_stubs(name, &class, values, &constants);
    quote! {
        #[cfg(feature = "python")]
        #[doc = #doc]
        #[cfg_attr(feature = "inspect", ::pyo3::pyclass(frozen, name = #text, module = "defacto_sdk"))]
        #[derive(Clone)]
        pub struct #class(#[allow(dead_code)] #name);
        #described
        #[cfg(feature = "python")]
        impl crate::python::OpenEnum for #name {
            const NAME: &'static str = #text;
            const DOC: &'static str = #doc;
            const CONSTANTS: &'static [(&'static str, &'static str)] = &[#((#constants, #wires)),*];
            fn made() -> &'static ::pyo3::sync::PyOnceLock<crate::python::Made> {
                static MADE: ::pyo3::sync::PyOnceLock<crate::python::Made> = ::pyo3::sync::PyOnceLock::new();
                &MADE
            }
        }
        #[cfg(all(feature = "python", not(feature = "inspect")))]
        impl crate::python::PythonClass for #class {
            const NAME: &'static str = #text;
            fn class(py: ::pyo3::Python<'_>) -> ::pyo3::PyResult<::pyo3::Bound<'_, ::pyo3::types::PyType>> {
                crate::python::enum_class::<#name>(py)
            }
        }
        #[cfg(feature = "python")]
        impl<'py> ::pyo3::IntoPyObject<'py> for #name {
            type Target = ::pyo3::PyAny;
            type Output = ::pyo3::Bound<'py, ::pyo3::PyAny>;
            type Error = ::pyo3::PyErr;
            #[cfg(feature = "inspect")]
            const OUTPUT_TYPE: ::pyo3::inspect::PyStaticExpr = <#class as ::pyo3::PyTypeInfo>::TYPE_HINT;
            fn into_pyobject(self, py: ::pyo3::Python<'py>) -> ::pyo3::PyResult<Self::Output> {
                crate::python::enum_value::<Self>(py, self.as_str())
            }
        }
        #[cfg(feature = "python")]
        impl<'a, 'py> ::pyo3::FromPyObject<'a, 'py> for #name {
            type Error = ::pyo3::PyErr;
            #[cfg(feature = "inspect")]
            const INPUT_TYPE: ::pyo3::inspect::PyStaticExpr = ::pyo3::inspect::PyStaticExpr::BinOp {
                left: &<#class as ::pyo3::PyTypeInfo>::TYPE_HINT,
                op: ::pyo3::inspect::PyStaticOperator::BitOr,
                right: &<::pyo3::types::PyString as ::pyo3::PyTypeInfo>::TYPE_HINT,
            };
            fn extract(object: ::pyo3::Borrowed<'a, 'py, ::pyo3::PyAny>) -> ::pyo3::PyResult<Self> {
                crate::python::enum_text::<Self>(&object).map(Self::from)
            }
        }
    }
}

/// What the stubs say of the constants. `_open_enum` tells that the class is one of `_enums.py`.
fn described_for_stubs(name: &Ident, class: &Ident, values: &[Value], constants: &[String]) -> TokenStream {
    let constants = values.iter().zip(constants).map(|(value, constant)| {
        let (variant, doc) = (&value.variant, &value.doc);
        let function = format_ident!("constant_{}", constant.to_lowercase());
        quote! {
            #[doc = #doc]
            #[classattr]
            #[pyo3(name = #constant)]
            fn #function() -> Self { Self(#name::#variant) }
        }
    });
    quote! {
        #[cfg(feature = "inspect")]
        #[::pyo3::pymethods]
        impl #class {
            #(#constants)*
            #[staticmethod]
            fn _open_enum() {}
        }
    }
}
