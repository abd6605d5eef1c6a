//! The Python class of a model.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::{KEY_DOC, Member};
use crate::text::{id_reader, inner_of, last_segment};

pub(super) fn class(name: &Ident, members: &[Member]) -> TokenStream {
    let text = name.to_string();
    let (required, optional): (Vec<&Member>, Vec<&Member>) =
        members.iter().partition(|member| member.required());
    let (signature, arguments) = (signature(&required, &optional), arguments(&required, &optional));
    let values = members.iter().map(|member| {
        let (field, value) = (&member.name, value(member, &text));
        let salt = member.salt.then(|| quote!(.or_else(|| Some(crate::intent::new_salt()))));
        quote!(#field: #value #salt)
    });
    let names = members.iter().map(|member| member.name.to_string());
    let for_key = for_key(&text, &required, &optional);
    quote! {
        #[cfg(feature = "python")]
        #[::pyo3::pymethods]
        impl #name {
            #[new]
            #[pyo3(signature = (*, #(#signature),*))]
            #[allow(clippy::too_many_arguments)]
            fn py_new(py: ::pyo3::Python<'_>, #(#arguments),*) -> ::pyo3::PyResult<Self> {
                let _ = py;
                Ok(Self { #(#values),* })
            }
            fn __hash__(&self) -> u64 { crate::python::hash(&crate::wire::to_json(self)) }
            #for_key
            fn __repr__(&self) -> String { crate::redact::describe_in_python::<Self>(self) }
            fn __copy__(slf: ::pyo3::Py<Self>) -> ::pyo3::Py<Self> { slf }
            fn __deepcopy__(slf: ::pyo3::Py<Self>, _memo: ::pyo3::Bound<'_, ::pyo3::PyAny>) -> ::pyo3::Py<Self> { slf }
            fn __reduce__<'py>(
                slf: &::pyo3::Bound<'py, Self>,
            ) -> ::pyo3::PyResult<(::pyo3::Bound<'py, ::pyo3::PyAny>, (String,))> {
                crate::python::reduce(slf.as_any(), crate::wire::to_json(slf.get()))
            }
            #[pyo3(signature = (**changes))]
            fn __replace__<'py>(
                slf: &::pyo3::Bound<'py, Self>, changes: Option<&::pyo3::Bound<'py, ::pyo3::types::PyDict>>,
            ) -> ::pyo3::PyResult<::pyo3::Bound<'py, ::pyo3::PyAny>> {
                crate::python::replaced(slf.as_any(), &[#(#names),*], changes)
            }
            #[classmethod]
            #[allow(non_snake_case)]
            fn __get_pydantic_core_schema__<'py>(
                class: &::pyo3::Bound<'py, ::pyo3::types::PyType>,
                _source: &::pyo3::Bound<'py, ::pyo3::PyAny>,
                handler: &::pyo3::Bound<'py, ::pyo3::PyAny>,
            ) -> ::pyo3::PyResult<::pyo3::Bound<'py, ::pyo3::PyAny>> {
                crate::python::pydantic_schema(class, <Self as crate::wire::Described>::INFO, handler)
            }
            /// Reads the JSON text of one object, as the API writes it. Unknown members are kept in `extra`.
            #[staticmethod]
            #[pyo3(name = "from_json")]
            fn py_from_json(text: &str) -> ::pyo3::PyResult<Self> {
                Ok(crate::model::from_json::<Self>(text)?)
            }
            /// Returns the object as JSON text, exactly as it is sent.
            #[pyo3(name = "to_json")]
            fn py_to_json(&self) -> String { crate::wire::to_json(self) }
            /// Returns the object as a dict of plain values (str, int, float, bool, None, list, dict), as JSON has them.
            #[pyo3(name = "to_dict")]
            fn py_to_dict<'py>(
                &self, py: ::pyo3::Python<'py>,
            ) -> ::pyo3::PyResult<::pyo3::Bound<'py, ::pyo3::PyAny>> {
                crate::python::json_to_python(py, &crate::wire::to_json(self))
            }
        }
    }
}

/// Returns the required arguments, then the others with their defaults.
fn signature(required: &[&Member], optional: &[&Member]) -> Vec<TokenStream> {
    let required = required.iter().map(|member| member.name.to_token_stream());
    let optional = optional.iter().map(|member| {
        let field = &member.name;
        quote!(#field = None)
    });
    required.chain(optional).collect()
}

fn arguments(required: &[&Member], optional: &[&Member]) -> Vec<TokenStream> {
    let given = |member: &Member| {
        let ty = &member.field.ty;
        let inner = inner_of("Option", ty).unwrap_or(ty);
        read_as(member).map_or_else(|| quote!(#inner), |reader| quote!(crate::python::#reader))
    };
    let required = required.iter().map(|member| {
        let (field, given) = (&member.name, given(member));
        if is_option(member) {
            quote!(#field: Option<crate::python::Field<#given>>)
        } else {
            quote!(#field: crate::python::Field<#given>)
        }
    });
    let optional = optional.iter().map(|member| {
        let (field, given) = (&member.name, given(member));
        quote!(#field: Option<crate::python::Field<#given>>)
    });
    required.chain(optional).collect()
}

/// Returns the value of a field from the argument of that name. `model` is the name of the class.
fn value(member: &Member, model: &str) -> TokenStream {
    let (field, text) = (&member.name, member.name.to_string());
    let into = read_as(member).map(|_| quote!(.into()));
    let each = read_as(member).map(|_| quote!(.map(Into::into)));
    if is_option(member) {
        quote!(#field.map(|given| given.named(py, #model, #text)).transpose()? #each)
    } else if member.required() {
        quote!(#field.named(py, #model, #text)? #into)
    } else {
        quote!(#field.map(|given| given.named(py, #model, #text)).transpose()? #each .unwrap_or_default())
    }
}

fn is_option(member: &Member) -> bool {
    inner_of("Option", &member.field.ty).is_some()
}

/// Returns the type that reads a day, a moment or an id from Python; `None` for other members.
fn read_as(member: &Member) -> Option<Ident> {
    let ty = inner_of("Option", &member.field.ty).unwrap_or(&member.field.ty);
    if let Some(reader) = id_reader(&member.name, ty) {
        return Some(reader);
    }
    match last_segment(ty)?.to_string().as_str() {
        "CivilDate" => Some(format_ident!("Day")),
        "Timestamp" => Some(format_ident!("Moment")),
        _ => None,
    }
}

/// Returns the constructor of a request whose salt is derived from a key; `None` without a salt.
fn for_key(model: &str, required: &[&Member], optional: &[&Member]) -> Option<TokenStream> {
    let salt = optional.iter().find(|member| member.salt)?;
    let others: Vec<&Member> = optional.iter().copied().filter(|member| !member.salt).collect();
    let (signature, arguments) = (signature(required, &others), arguments(required, &others));
    let values = required.iter().chain(&others).map(|member| {
        let (field, value) = (&member.name, value(member, model));
        quote!(#field: #value)
    });
    let (field, doc) = (&salt.name, KEY_DOC);
    Some(quote! {
        #(#[doc = #doc])*
        /// Raises `ValidationError` if the key is blank.
        #[staticmethod]
        #[pyo3(name = "for_key", signature = (key, *, #(#signature),*))]
        #[allow(clippy::too_many_arguments)]
        fn py_for_key(py: ::pyo3::Python<'_>, key: &str, #(#arguments),*) -> ::pyo3::PyResult<Self> {
            Ok(Self { #(#values,)* #field: Some(crate::intent::salt_for_key(key)?) })
        }
    })
}
