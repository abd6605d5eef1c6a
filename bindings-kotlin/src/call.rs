//! Calls functions of uniffi's scaffolding whose arguments and results are bytes.
//!
//! An argument is a byte with its size and then its bytes: those of a number, or a length and a value in uniffi's
//! format. All numbers are big-endian. A result is the code of the call's status and the value or the error.

use std::cell::Cell;

use uniffi::{
    FfiBufferElement, FfiDefault, FfiSerialize, Handle, RustBuffer, RustCallStatus, RustCallStatusCode,
    RustFuturePoll, rust_future_complete, rust_future_free, rust_future_poll,
};

use crate::host;

/// The size that stands for a value in uniffi's format, which has any length.
const VALUE: u8 = 9;

/// Of an argument or a result: how many bytes it has.
#[derive(Clone, Copy)]
pub(crate) enum Size {
    Nothing,
    One,
    Two,
    Four,
    Eight,
    Value,
}

impl Size {
    pub(crate) fn read(byte: u8) -> Option<Self> {
        Some(match byte {
            0 => Self::Nothing,
            1 => Self::One,
            2 => Self::Two,
            4 => Self::Four,
            8 => Self::Eight,
            VALUE => Self::Value,
            _ => return None,
        })
    }

    /// How many elements of a buffer it takes.
    fn elements(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Value => RustBuffer::SIZE,
            Self::One | Self::Two | Self::Four | Self::Eight => 1,
        }
    }
}

/// The end of a call.
pub(crate) struct Reply {
    pub(crate) code: i8,
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    fn new(status: RustCallStatus, value: impl FnOnce() -> Vec<u8>) -> Self {
        let RustCallStatus { code, error_buf } = status;
        let bytes = match code {
            RustCallStatusCode::Success => value(),
            _ => std::mem::ManuallyDrop::into_inner(error_buf).destroy_into_vec(),
        };
        Self { code: code as i8, bytes }
    }

    /// Arguments that these functions cannot have come from: the caller's bytes are broken.
    fn refused() -> Self {
        Self { code: RustCallStatusCode::UnexpectedError as i8, bytes: b"arguments cannot be read".to_vec() }
    }
}

/// Takes a number from the beginning of the bytes.
fn number<const BYTES: usize>(bytes: &mut &[u8]) -> Option<[u8; BYTES]> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*number)
}

/// Takes a value in uniffi's format from the beginning of the bytes.
fn buffer(bytes: &mut &[u8]) -> Option<RustBuffer> {
    let length = u32::from_be_bytes(number(bytes)?);
    let (value, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = rest;
    Some(RustBuffer::from_vec(value.to_vec()))
}

/// Returns the arguments as uniffi's functions for buffers take them.
fn elements(mut bytes: &[u8]) -> Option<Vec<FfiBufferElement>> {
    let mut elements = Vec::with_capacity(16);
    while let Some((&size, rest)) = bytes.split_first() {
        bytes = rest;
        let mut place = [FfiBufferElement::default(); RustBuffer::SIZE];
        let size = Size::read(size)?;
        match size {
            Size::Nothing => return None,
            Size::One => u8::put(&mut place, u8::from_be_bytes(number(&mut bytes)?)),
            Size::Two => u16::put(&mut place, u16::from_be_bytes(number(&mut bytes)?)),
            Size::Four => u32::put(&mut place, u32::from_be_bytes(number(&mut bytes)?)),
            Size::Eight => u64::put(&mut place, u64::from_be_bytes(number(&mut bytes)?)),
            Size::Value => RustBuffer::put(&mut place, buffer(&mut bytes)?),
        }
        elements.extend(place.into_iter().take(size.elements()));
    }
    Some(elements)
}

/// Returns the bytes of a result.
fn value(size: Size, elements: &[FfiBufferElement]) -> Vec<u8> {
    match size {
        Size::Nothing => Vec::new(),
        Size::One => u8::get(elements).to_be_bytes().to_vec(),
        Size::Two => u16::get(elements).to_be_bytes().to_vec(),
        Size::Four => u32::get(elements).to_be_bytes().to_vec(),
        Size::Eight => u64::get(elements).to_be_bytes().to_vec(),
        Size::Value => RustBuffer::get(elements).destroy_into_vec(),
    }
}

type Buffered = unsafe extern "C" fn(*mut FfiBufferElement, *mut FfiBufferElement);

/// The longest result, and the status behind it.
const RESULT: usize = RustBuffer::SIZE + RustCallStatus::SIZE;

/// Calls a function that blocks.
///
/// # Safety
/// `function` is the address of a `uniffi_ffibuffer_` function that returns a value of this size and whose
/// parameters have those of the arguments.
pub(crate) unsafe fn call(function: usize, size: Size, arguments: &[u8]) -> Reply {
    let Some(mut arguments) = elements(arguments) else { return Reply::refused() };
    let mut result = [FfiBufferElement::default(); RESULT];
    // SAFETY: the caller vouches for the function, which reads its arguments and writes its result and a status.
    unsafe {
        let function: Buffered = std::mem::transmute(function as *const ());
        function(arguments.as_mut_ptr(), result.as_mut_ptr());
    }
    let (returned, status) = result.split_at(size.elements());
    Reply::new(RustCallStatus::get(status), || value(size, returned))
}

/// Begins a call of a function that is `async`. Returns its future, or 0 if the arguments are broken.
///
/// # Safety
/// As of `call`, for a function that returns a future.
pub(crate) unsafe fn begin(function: usize, arguments: &[u8]) -> u64 {
    let Some(mut arguments) = elements(arguments) else { return 0 };
    let mut result = [FfiBufferElement::default(); RESULT];
    // SAFETY: as in `call`; the result is a handle alone.
    unsafe {
        let function: Buffered = std::mem::transmute(function as *const ());
        function(arguments.as_mut_ptr(), result.as_mut_ptr());
    }
    u64::get(&result)
}

thread_local! {
    /// Whether the future that this thread polls is at its end.
    static ENDED: Cell<bool> = const { Cell::new(false) };
}

extern "C" fn polled(waiting: u64, poll: RustFuturePoll) {
    match poll {
        // uniffi says so before `rust_future_poll` returns.
        RustFuturePoll::Ready => ENDED.set(true),
        RustFuturePoll::Wake => host::wake(waiting),
    }
}

/// Polls a future. Returns its end; without one, the host is woken later for `waiting`.
///
/// # Safety
/// `future` is one that `begin` returned and `release` has not freed, and its result has this size.
pub(crate) unsafe fn poll(future: u64, size: Size, waiting: u64) -> Option<Reply> {
    // SAFETY: the caller vouches for the future and its type.
    unsafe {
        match size {
            Size::Nothing => poll_of::<()>(future, waiting, size),
            Size::One => poll_of::<i8>(future, waiting, size),
            Size::Eight => poll_of::<u64>(future, waiting, size),
            Size::Value => poll_of::<RustBuffer>(future, waiting, size),
            // tools/bindings refuses futures of other types.
            Size::Two | Size::Four => Some(Reply::refused()),
        }
    }
}

/// # Safety
/// As of `poll`.
unsafe fn poll_of<T: FfiDefault + FfiSerialize>(future: u64, waiting: u64, size: Size) -> Option<Reply> {
    ENDED.set(false);
    // SAFETY: the caller vouches for the future and its type.
    unsafe { rust_future_poll::<T>(Handle::from_raw_unchecked(future), polled, waiting) };
    if !ENDED.take() {
        return None;
    }
    let mut status = RustCallStatus::default();
    let mut place = [FfiBufferElement::default(); RustBuffer::SIZE];
    // SAFETY: as above; it has just said that it is ready.
    let returned = unsafe { rust_future_complete::<T>(Handle::from_raw_unchecked(future), &mut status) };
    T::put(&mut place, returned);
    Some(Reply::new(status, || value(size, &place)))
}

/// Frees a future; a call that is under way ends.
///
/// # Safety
/// As of `poll`.
pub(crate) unsafe fn release(future: u64, size: Size) {
    let future = Handle::from_raw_unchecked(future);
    // SAFETY: the caller vouches for the future and its type.
    unsafe {
        match size {
            Size::Nothing => rust_future_free::<()>(future),
            Size::One => rust_future_free::<i8>(future),
            Size::Eight => rust_future_free::<u64>(future),
            Size::Value => rust_future_free::<RustBuffer>(future),
            Size::Two | Size::Four => {}
        }
    }
}

/// Calls a function that clones the handle of an object.
///
/// # Safety
/// `function` is the address of an object's `uniffi_..._fn_clone_` function, and `handle` that of such an object.
pub(crate) unsafe fn clone(function: usize, handle: u64) -> u64 {
    let mut status = RustCallStatus::default();
    // SAFETY: the caller vouches for both.
    unsafe {
        let function: unsafe extern "C" fn(u64, &mut RustCallStatus) -> u64 =
            std::mem::transmute(function as *const ());
        function(handle, &mut status)
    }
}

/// Calls a function that frees an object.
///
/// # Safety
/// `function` is the address of an object's `uniffi_..._fn_free_` function, and `handle` that of such an object,
/// which is not used again.
pub(crate) unsafe fn free(function: usize, handle: u64) {
    let mut status = RustCallStatus::default();
    // SAFETY: the caller vouches for both.
    unsafe {
        let function: unsafe extern "C" fn(u64, &mut RustCallStatus) =
            std::mem::transmute(function as *const ());
        function(handle, &mut status);
    }
}
