//! The door for JNA: C functions of the class `JnaTransport`, for where JNI cannot be used.
#![expect(unreachable_pub, reason = "the JVM finds these functions by name")]

use crate::call::Reply;
use crate::door;
use crate::host::{self, Host};

/// Returns the bytes behind a pointer, or `None` for a negative length.
///
/// # Safety
/// The pointer is that of so many bytes, which live as long as the call.
unsafe fn bytes<'a>(bytes: *const u8, length: i32) -> Option<&'a [u8]> {
    match usize::try_from(length) {
        Ok(0) => Some(&[]),
        // SAFETY: the caller vouches for it.
        Ok(length) => Some(unsafe { std::slice::from_raw_parts(bytes, length) }),
        Err(_) => None,
    }
}

/// Does what has a number as its result.
///
/// # Safety
/// `JnaTransport` calls it, with what `Transport.kt` promises.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn defacto_jna_number(
    what: i32,
    first: i64,
    second: i64,
    data: *const u8,
    length: i32,
) -> i64 {
    // SAFETY: the caller is `JnaTransport`.
    unsafe { door::number(what, first, second, bytes(data, length).unwrap_or_default()) }
}

/// Calls a function, or polls a future. Returns a reply for `defacto_jna_take`, or null.
///
/// # Safety
/// As of `defacto_jna_number`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn defacto_jna_reply(
    size: i32,
    first: i64,
    second: i64,
    data: *const u8,
    length: i32,
    out: *mut i64,
) -> *mut Reply {
    // SAFETY: the caller is `JnaTransport`; `out` has room for three numbers.
    unsafe {
        let Some(reply) = door::reply(size, first, second, bytes(data, length)) else {
            return std::ptr::null_mut();
        };
        *out = reply.code.into();
        *out.add(1) = reply.bytes.as_ptr() as i64;
        *out.add(2) = i64::try_from(reply.bytes.len()).unwrap_or(i64::MAX);
        Box::into_raw(Box::new(reply))
    }
}

/// Frees a reply.
///
/// # Safety
/// It comes from `defacto_jna_reply`, and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn defacto_jna_free(reply: *mut Reply) {
    // SAFETY: the caller vouches for it.
    drop(unsafe { Box::from_raw(reply) });
}

/// Keeps the answer to a callback.
///
/// # Safety
/// `answer` is that of a callback under way.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn defacto_jna_answer(answer: *mut Option<Vec<u8>>, data: *const u8, length: i32) {
    // SAFETY: the caller vouches for it.
    unsafe { *answer = bytes(data, length).map(<[u8]>::to_vec) };
}

type Call = extern "C" fn(i32, u64, *const u8, i32, *mut Option<Vec<u8>>);
type Wake = extern "C" fn(u64);

/// Sets the callbacks of JNA as the host.
#[unsafe(no_mangle)]
pub extern "C" fn defacto_jna_attach(call: Call, wake: Wake) {
    host::attach(Box::new(Callbacks { call, wake }));
}

struct Callbacks {
    call: Call,
    wake: Wake,
}

impl Host for Callbacks {
    fn call(&self, method: i32, handle: u64, arguments: &[u8]) -> Option<Vec<u8>> {
        let mut answer = None;
        (self.call)(
            method,
            handle,
            arguments.as_ptr(),
            i32::try_from(arguments.len()).ok()?,
            &raw mut answer,
        );
        answer
    }

    fn wake(&self, waiting: u64) {
        (self.wake)(waiting);
    }
}
