//! Interfaces that the other language implements: C functions that uniffi calls, and that ask the host.
//!
//! uniffi wants for each interface a table of C functions. Those that differ in their types exist here once for
//! each place in a table; `methods` lists the types. tools/bindings names them, and a type that is missing is an
//! error when the interface is first used.

use uniffi::{RustBuffer, RustCallStatus, RustCallStatusCode};

use crate::host;

/// The numbers that stand for the end of an object, and for another handle of it.
const FREE: i32 = -1;
const CLONE: i32 = -2;

/// An argument of a method.
trait Argument {
    fn write(self, out: &mut Vec<u8>);
}

impl Argument for i64 {
    fn write(self, out: &mut Vec<u8>) {
        out.extend(self.to_be_bytes());
    }
}

impl Argument for RustBuffer {
    fn write(self, out: &mut Vec<u8>) {
        let bytes = self.destroy_into_vec();
        // A value of more than four gigabytes cannot be read on the JVM either.
        out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend(bytes);
    }
}

/// What a method returns.
trait Answer: Sized {
    fn read(bytes: &[u8]) -> Option<Self>;
}

impl Answer for () {
    fn read(_: &[u8]) -> Option<Self> {
        Some(())
    }
}

impl Answer for i8 {
    fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self::from_be_bytes(*bytes.first_chunk()?))
    }
}

impl Answer for i64 {
    fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self::from_be_bytes(*bytes.first_chunk()?))
    }
}

impl Answer for RustBuffer {
    fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self::from_vec(bytes.to_vec()))
    }
}

/// Asks the host, and writes its answer where uniffi expects it.
fn ask<R: Answer>(method: i32, handle: u64, arguments: &[u8], out: &mut R, status: &mut RustCallStatus) {
    let reply = host::call(method, handle, arguments);
    let (code, bytes) =
        reply.as_deref().and_then(<[u8]>::split_first).unwrap_or((&2, b"the callback failed"));
    status.code = match code {
        0 => match R::read(bytes) {
            Some(answer) => {
                *out = answer;
                return;
            }
            None => RustCallStatusCode::UnexpectedError,
        },
        1 => RustCallStatusCode::Error,
        _ => RustCallStatusCode::UnexpectedError,
    };
    *status.error_buf = RustBuffer::from_vec(bytes.to_vec());
}

extern "C" fn none<const METHOD: i32, R: Answer>(handle: u64, out: &mut R, status: &mut RustCallStatus) {
    ask(METHOD, handle, &[], out, status);
}

extern "C" fn one<const METHOD: i32, A: Argument, R: Answer>(
    handle: u64,
    first: A,
    out: &mut R,
    status: &mut RustCallStatus,
) {
    let mut arguments = Vec::new();
    first.write(&mut arguments);
    ask(METHOD, handle, &arguments, out, status);
}

extern "C" fn two<const METHOD: i32, A: Argument, B: Argument, R: Answer>(
    handle: u64,
    first: A,
    second: B,
    out: &mut R,
    status: &mut RustCallStatus,
) {
    let mut arguments = Vec::new();
    first.write(&mut arguments);
    second.write(&mut arguments);
    ask(METHOD, handle, &arguments, out, status);
}

extern "C" fn free(handle: u64) {
    host::call(FREE, handle, &[]);
}

extern "C" fn clone(handle: u64) -> u64 {
    let reply = host::call(CLONE, handle, &[]).unwrap_or_default();
    // Zero is no handle: a method of it fails on the JVM.
    reply.split_first().and_then(|(_, bytes)| i64::read(bytes)).unwrap_or_default().cast_unsigned()
}

/// The functions of one type, one for each place in a table.
macro_rules! places {
    ($function:ident, $($kind:ty),+) => {
        [
            $function::<0, $($kind),+> as *const (),
            $function::<1, $($kind),+> as *const (),
            $function::<2, $($kind),+> as *const (),
            $function::<3, $($kind),+> as *const (),
            $function::<4, $($kind),+> as *const (),
            $function::<5, $($kind),+> as *const (),
            $function::<6, $($kind),+> as *const (),
            $function::<7, $($kind),+> as *const (),
        ]
    };
}

/// Returns the function for a method whose parameters and result have these sizes, such as `98>0`.
fn method(place: usize, kind: &str) -> Option<*const ()> {
    let places = match kind {
        ">1" => places!(none, i8),
        ">8" => places!(none, i64),
        ">9" => places!(none, RustBuffer),
        "8>0" => places!(one, i64, ()),
        "9>0" => places!(one, RustBuffer, ()),
        "98>0" => places!(two, RustBuffer, i64, ()),
        "98>9" => places!(two, RustBuffer, i64, RustBuffer),
        "99>0" => places!(two, RustBuffer, RustBuffer, ()),
        _ => return None,
    };
    places.get(place).copied()
}

/// Gives uniffi the table of an interface whose methods have these types, separated by blanks. Returns `false` if
/// one of them is missing here.
///
/// # Safety
/// `init` is the address of an interface's `uniffi_..._fn_init_callback_vtable_` function, and `kinds` are those
/// of its methods.
pub(crate) unsafe fn register(init: usize, kinds: &str) -> bool {
    let methods = kinds.split(' ').enumerate().map(|(place, kind)| method(place, kind));
    let table: Option<Vec<*const ()>> =
        [Some(free as *const ()), Some(clone as *const ())].into_iter().chain(methods).collect();
    let Some(table) = table else { return false };
    // uniffi keeps the table for good.
    let table: &'static [*const ()] = table.leak();
    // SAFETY: the caller vouches for the function and the types of the methods, which come in their order.
    unsafe {
        let init: unsafe extern "C" fn(*const *const ()) = std::mem::transmute(init as *const ());
        init(table.as_ptr());
    }
    true
}
