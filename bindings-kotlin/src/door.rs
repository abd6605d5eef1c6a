//! What the JVM asks for, by number: the same through JNI and JNA.

use std::sync::OnceLock;

use libloading::Library;

use crate::call::{self, Reply, Size};
use crate::callbacks;

/// This library, to find its functions by name.
static LIBRARY: OnceLock<Library> = OnceLock::new();

/// Does what has a number as its result. 0 is a failure, where one is possible.
///
/// # Safety
/// The numbers and bytes are those of `Transport.kt`, with addresses that `FIND` returned.
pub(crate) unsafe fn number(what: i32, first: i64, second: i64, bytes: &[u8]) -> i64 {
    let (address, handle) = (address(first), second.cast_unsigned());
    // SAFETY: the caller vouches for addresses and handles.
    unsafe {
        match what {
            0 => open(bytes).into(),
            1 => find(bytes, first, second),
            2 => call::begin(address, bytes).cast_signed(),
            3 => call::clone(address, handle).cast_signed(),
            4 => {
                call::free(address, handle);
                1
            }
            5 => std::str::from_utf8(bytes).is_ok_and(|kinds| callbacks::register(address, kinds)).into(),
            6 => {
                if let Some(size) = size(second) {
                    call::release(first.cast_unsigned(), size);
                }
                1
            }
            _ => 0,
        }
    }
}

/// Calls a function and returns its end, or polls a future.
///
/// # Safety
/// As of `number`.
pub(crate) unsafe fn reply(size: i32, first: i64, second: i64, bytes: Option<&[u8]>) -> Option<Reply> {
    let size = self::size(size.into())?;
    // SAFETY: the caller vouches for addresses and handles.
    unsafe {
        match bytes {
            Some(bytes) => Some(call::call(address(first), size, bytes)),
            None => call::poll(first.cast_unsigned(), size, second.cast_unsigned()),
        }
    }
}

fn address(number: i64) -> usize {
    // An address of this process, which has as many bits as it needs.
    usize::try_from(number.cast_unsigned()).unwrap_or_default()
}

fn size(number: i64) -> Option<Size> {
    u8::try_from(number).ok().and_then(Size::read)
}

/// Opens this library once more, by its path.
///
/// # Safety
/// The path is that of this library.
unsafe fn open(path: &[u8]) -> bool {
    let Ok(path) = std::str::from_utf8(path) else { return false };
    if LIBRARY.get().is_none() {
        // SAFETY: it is loaded already, so nothing runs.
        let Ok(library) = (unsafe { Library::new(path) }) else { return false };
        let _ = LIBRARY.set(library);
    }
    true
}

/// Returns the address of a function. With a second name, that of a function without parameters that returns the
/// checksum of the first, the two must agree.
///
/// # Safety
/// The names are those of functions of uniffi.
unsafe fn find(names: &[u8], checksum: i64, bits: i64) -> i64 {
    let mut names = names.split(|byte| *byte == b' ').map(symbol);
    let (Some(Some(function)), check) = (names.next(), names.next()) else { return 0 };
    let Some(check) = check else { return function as i64 };
    let Some(check) = check else { return 0 };
    // SAFETY: such a function has no parameters and returns 16 bits, the version of uniffi's contract 32.
    let found = unsafe {
        if bits == 32 {
            std::mem::transmute::<*const (), extern "C" fn() -> u32>(check)()
        } else {
            std::mem::transmute::<*const (), extern "C" fn() -> u16>(check)().into()
        }
    };
    if i64::from(found) == checksum { function as i64 } else { 0 }
}

fn symbol(name: &[u8]) -> Option<*const ()> {
    // SAFETY: the symbol is not called as this type, only its address is taken.
    let found = unsafe { LIBRARY.get()?.get::<unsafe extern "C" fn()>(name) };
    found.ok().map(|function| *function as *const ())
}
