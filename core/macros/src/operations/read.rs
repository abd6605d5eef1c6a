//! Reads a block with `#[operations]`.

use proc_macro2::Ident;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, LitStr, Token, braced};

use super::{Area, Function, Operation};

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
