//! The functions for Python.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{ReturnType, Type};

use super::{Answer, Argument, Function, asynchronous_name};
use crate::text::{for_python, id_reader, inner_of, last_segment};

#[derive(Default)]
struct PythonArguments {
    /// The parameters in the signature of `pyo3`.
    signature: Vec<TokenStream>,
    /// The parameters of the Rust function.
    parameters: Vec<TokenStream>,
    /// The statements that run first.
    prepare: Vec<TokenStream>,
    /// The arguments of the operation.
    passed: Vec<TokenStream>,
}

impl PythonArguments {
    /// Adds a parameter that is refused by its name.
    fn take(&mut self, name: &Ident, ty: &TokenStream) {
        let text = name.to_string();
        self.parameters.push(quote!(#name: crate::python::Argument<#ty>));
        self.prepare.push(quote!(let #name = #name.named(py, #text)?;));
    }
}

impl Function {
    /// Returns the operation as a method for Python, which releases the GIL while it blocks.
    pub(super) fn python(&self) -> syn::Result<TokenStream> {
        let attributes = for_python(&self.attributes);
        let rust_name = &self.signature.ident;
        let (name, python_name) = (format_ident!("py_{rust_name}"), rust_name.to_string());
        let PythonArguments { signature, parameters, prepare, passed } = self.python_arguments(1)?;
        let (output, run) = if let Answer::Pages(item) = self.answer()? {
            let pages = quote!(crate::python::PyPages);
            (quote!(#pages<#item>), quote!(Ok(#pages(self.#rust_name(#(#passed),*)?))))
        } else {
            let ReturnType::Type(_, ty) = &self.signature.output else { return Ok(TokenStream::new()) };
            let value = inner_of("Result", ty);
            (quote!(#value), quote!(crate::python::blocking(py, || self.#rust_name(#(#passed),*))))
        };
        let quiet = self.quiet();
        Ok(quote! {
            #(#attributes)*
            #[pyo3(name = #python_name, signature = (#(#signature),*))]
            #quiet
            fn #name(&self, py: ::pyo3::Python<'_>, #(#parameters),*) -> ::pyo3::PyResult<#output> {
                #(#prepare)*
                let _ = py;
                #run
            }
        })
    }

    /// Returns the operation as a method for Python's `aio.py`, which returns the call or its pages.
    pub(super) fn python_asynchronous(&self, area: &Ident) -> syn::Result<TokenStream> {
        let (rust_name, target) = (&self.signature.ident, asynchronous_name(area));
        let (name, python_name) = (format_ident!("py_{rust_name}"), rust_name.to_string());
        let PythonArguments { signature, parameters, prepare, passed } = self.python_arguments(2)?;
        let call = quote!(#target { transport }.#rust_name(#(#passed),*));
        let (output, run) = match self.answer()? {
            Answer::Pages(_) => (quote!(Source), quote!(Ok(crate::python::Source::pages(#call?, token)))),
            answer => {
                let end = if matches!(answer, Answer::Nothing) { quote!(done) } else { quote!(call_result) };
                let work = quote!(Box::pin(async move { crate::python::#end(#call.await) }));
                (quote!(Call), quote!(Ok(crate::python::Call::new(token, #work))))
            }
        };
        let quiet = self.quiet();
        Ok(quote! {
            #[pyo3(name = #python_name, signature = (#(#signature),*))]
            #quiet
            fn #name(
                &self, py: ::pyo3::Python<'_>, #(#parameters),*
            ) -> ::pyo3::PyResult<crate::python::#output> {
                #(#prepare)*
                let _ = py;
                let (transport, token) = crate::python::cancellable(&self.transport);
                #run
            }
        })
    }

    /// Returns the arguments from Python. `level` is the number of Python functions above this one.
    fn python_arguments(&self, level: i32) -> syn::Result<PythonArguments> {
        let mut all = PythonArguments::default();
        for Argument { name, ty } in self.arguments()? {
            let reference = if let Type::Reference(reference) = &ty { Some(&*reference.elem) } else { None };
            if name == "filter" {
                let model = reference.unwrap_or(&ty);
                all.signature.push(quote!(**filter));
                all.parameters.push(quote!(filter: Option<&::pyo3::Bound<'_, ::pyo3::types::PyDict>>));
                all.prepare.push(quote!(let filter = crate::python::from_keywords::<#model>(py, filter)?;));
                all.passed.push(quote!(filter.get()));
            } else if reference.and_then(last_segment).is_some_and(|ty| ty == "Pdf") {
                all.signature.push(quote!(#name));
                all.parameters.push(quote!(#name: crate::python::PdfArgument));
                all.passed.push(quote!(&#name.0));
            } else if let Some(model) = reference {
                all.signature.push(quote!(#name));
                all.take(&name, &quote!(crate::python::Model<#model>));
                all.passed.push(quote!(#name.get()));
            } else if let Some(reader) = id_reader(&name, &ty) {
                all.signature.push(quote!(#name));
                all.take(&name, &quote!(crate::python::#reader));
                all.passed.push(quote!(#name.into()));
            } else {
                if let Some(inner) = inner_of("Option", &ty) {
                    let text = name.to_string();
                    all.signature.push(quote!(#name = None));
                    all.parameters.push(quote!(#name: Option<crate::python::Argument<#inner>>));
                    all.prepare
                        .push(quote!(let #name = #name.map(|given| given.named(py, #text)).transpose()?;));
                } else {
                    all.signature.push(quote!(#name));
                    all.take(&name, &quote!(#ty));
                }
                all.passed.push(quote!(#name));
            }
        }
        if let Some(note) = self.deprecated()? {
            all.prepare.push(quote!(crate::python::deprecated(py, #note, #level)?;));
        }
        Ok(all)
    }
}
