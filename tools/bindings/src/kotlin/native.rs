//! What carries calls on the JVM: the numbers of the native functions, objects, callbacks, and converters of lists,
//! maps and values that may be missing. What none of them needs to know is in `bindings-kotlin/sdk`.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Result, ensure};
use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{
    CallbackInterface, FfiArgument, FfiCallbackFunction, Method, Object as Exported, Type,
};

use super::dialect::Kotlin;
use crate::dialect::{Dialect, size};
use crate::view::{Call, View};

/// How many lines a text has: one of more than 64 KiB is no constant of the JVM.
const LINES: usize = 256;

/// The functions of the native library, by their numbers.
pub(super) struct Functions {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
    /// How many of them take their arguments as bytes: the first ones.
    buffered: usize,
    checksums: HashMap<String, u16>,
}

impl Functions {
    /// Numbers the functions of these calls, and those of objects and callbacks.
    fn read<'a>(interface: &ComponentInterface, calls: impl Iterator<Item = &'a Call>) -> Self {
        let checksums = interface.iter_checksums().collect();
        let mut functions = Self { names: Vec::new(), numbers: HashMap::new(), buffered: 0, checksums };
        for call in calls {
            functions.number_of(&call.native);
        }
        functions.buffered = functions.names.len();
        let objects = interface.object_definitions().iter();
        for function in objects.flat_map(|object| [object.ffi_object_clone(), object.ffi_object_free()]) {
            functions.number_of(function.name());
        }
        for callback in interface.callback_interface_definitions() {
            functions.number_of(callback.ffi_init_callback().name());
        }
        functions
    }

    fn number_of(&mut self, name: &str) -> usize {
        let next = self.names.len();
        *self.numbers.entry(name.to_owned()).or_insert_with(|| {
            self.names.push(name.to_owned());
            next
        })
    }

    /// Returns the number of a function, or an error of the template.
    pub(super) fn number(&self, name: &str) -> askama::Result<usize> {
        self.numbers.get(name).copied().ok_or(askama::Error::Fmt)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The names with their checksums, one a line, in texts of some lines: without the beginning that all have.
    pub(super) fn texts(&self) -> impl Iterator<Item = String> {
        let lines: Vec<String> = self
            .names
            .iter()
            .enumerate()
            .map(|(number, name)| self.line(name, number < self.buffered))
            .collect();
        lines.chunks(LINES).map(|lines| lines.join("\\n")).collect::<Vec<_>>().into_iter()
    }

    fn line(&self, name: &str, is_buffered: bool) -> String {
        let rest = name.trim_start_matches("uniffi_");
        if !is_buffered {
            return format!("={rest}");
        }
        match self.checksums.get(&name.replacen("_fn_", "_checksum_", 1)) {
            Some(checksum) => format!("{rest} {checksum}"),
            None => rest.to_owned(),
        }
    }
}

/// A class around an object of the core.
pub(super) struct Object {
    pub(super) name: String,
    pub(super) converter: String,
    pub(super) clone: String,
    pub(super) free: String,
    pub(super) constructor: Option<Call>,
    pub(super) factories: Vec<Call>,
    pub(super) methods: Vec<ObjectCall>,
}

impl Object {
    fn calls(&self) -> impl Iterator<Item = &Call> {
        let methods = self.methods.iter().map(|method| &method.call);
        self.constructor.iter().chain(&self.factories).chain(methods)
    }
}

/// A function of an object.
pub(super) struct ObjectCall {
    pub(super) call: Call,
    pub(super) is_async: bool,
}

impl ObjectCall {
    /// Returns the function of `NativeCall` that makes it.
    pub(super) fn how(&self) -> &'static str {
        if self.is_async { "awaited" } else { "sent" }
    }
}

/// An interface that Kotlin implements.
pub(super) struct Callback {
    pub(super) name: String,
    pub(super) converter: String,
    pub(super) init: String,
    /// The sizes of the parameters and results of its methods.
    pub(super) kinds: String,
    pub(super) methods: Vec<Call>,
}

/// A converter of several values, or of one that may be missing.
pub(super) struct Compound {
    pub(super) converter: String,
    pub(super) kind: String,
    pub(super) form: Form,
}

/// What it is a converter of, with the converters of the values within.
pub(super) enum Form {
    Optional { inner: String },
    List { item: String },
    Map { key: String, value: String },
    Alias { of: String },
}

/// Everything of it.
pub(super) struct Boundary {
    pub(super) functions: Functions,
    pub(super) contract: u32,
    pub(super) objects: Vec<Object>,
    pub(super) callbacks: Vec<Callback>,
    pub(super) compounds: Vec<Compound>,
}

impl Boundary {
    pub(super) fn read(kotlin: &Kotlin, interface: &ComponentInterface, view: &View) -> Result<Self> {
        let objects = interface.object_definitions().iter().map(|object| self::object(kotlin, object));
        let objects = objects.collect::<Result<Vec<_>>>()?;
        let callbacks = interface.callback_interface_definitions().iter();
        let mut compounds = BTreeMap::new();
        for kind in interface.iter_local_types() {
            if let Some(compound) = compound(kotlin, kind)? {
                compounds.insert(compound.converter.clone(), compound);
            }
        }
        Ok(Self {
            functions: Functions::read(interface, view.calls().chain(objects.iter().flat_map(Object::calls))),
            contract: interface.uniffi_contract_version(),
            objects,
            callbacks: callbacks.map(|callback| self::callback(kotlin, callback)).collect::<Result<_>>()?,
            compounds: compounds.into_values().collect(),
        })
    }
}

fn object(kotlin: &Kotlin, object: &Exported) -> Result<Object> {
    let method = |method: &&Method| {
        let call = Call::new(kotlin, method.name(), *method)?;
        let of_futures = !method.is_async() || ![2, 4].contains(&call.size);
        ensure!(of_futures, "{}: src/call.rs knows no futures of {} bytes", call.native, call.size);
        Ok(ObjectCall { call, is_async: method.is_async() })
    };
    let factories = object.alternate_constructors();
    let constructor = object.primary_constructor();
    Ok(Object {
        name: object.name().to_owned(),
        converter: format!("FfiConverterType{}", object.name()),
        clone: object.ffi_object_clone().name().to_owned(),
        free: object.ffi_object_free().name().to_owned(),
        constructor: constructor.map(|each| Call::new(kotlin, each.name(), each)).transpose()?,
        factories: factories
            .iter()
            .map(|each| Call::new(kotlin, each.name(), *each))
            .collect::<Result<_>>()?,
        methods: object.methods().iter().map(method).collect::<Result<_>>()?,
    })
}

fn callback(kotlin: &Kotlin, callback: &CallbackInterface) -> Result<Callback> {
    let methods = callback.vtable_methods();
    let kinds = methods.iter().map(|(function, method)| kind(function, method));
    Ok(Callback {
        name: callback.name().to_owned(),
        converter: format!("FfiConverterType{}", callback.name()),
        init: callback.ffi_init_callback().name().to_owned(),
        kinds: kinds.collect::<Result<Vec<_>>>()?.join(" "),
        methods: methods
            .iter()
            .map(|(_, method)| Call::new(kotlin, method.name(), method))
            .collect::<Result<_>>()?,
    })
}

/// Returns the sizes of what a method takes between its handle and its result.
fn kind(function: &FfiCallbackFunction, method: &Method) -> Result<String> {
    let own = method.arguments().len();
    let arguments = function.arguments().into_iter().map(FfiArgument::type_).skip(1).take(own);
    let sizes = arguments.map(|kind| Ok(size(&kind)?.to_string())).collect::<Result<String>>()?;
    let answer = method.return_type().map_or(Ok(0), |kind| size(&kind.into()))?;
    Ok(format!("{sizes}>{answer}"))
}

fn compound(kotlin: &Kotlin, kind: &Type) -> Result<Option<Compound>> {
    let form = match kind {
        Type::Optional { inner_type } => Form::Optional { inner: kotlin.converter(inner_type)? },
        Type::Sequence { inner_type } => Form::List { item: kotlin.converter(inner_type)? },
        Type::Map { key_type, value_type } => {
            Form::Map { key: kotlin.converter(key_type)?, value: kotlin.converter(value_type)? }
        }
        Type::Custom { name, builtin, .. } if kotlin.known(name).is_none() => {
            Form::Alias { of: kotlin.converter(builtin)? }
        }
        _ => return Ok(None),
    };
    Ok(Some(Compound { converter: kotlin.converter(kind)?, kind: kotlin.kind(kind)?, form }))
}
