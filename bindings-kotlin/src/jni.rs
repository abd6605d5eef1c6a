//! The door of the JVM and of Android: native functions of the class `JniTransport`.
//!
//! jni-sys declares JNI, as the crate `jni` uses it. That one keeps every thread of ours attached as one that the
//! end of a program waits for.
#![expect(unreachable_pub, reason = "the JVM finds these functions by name")]

use std::cell::RefCell;
use std::ffi::CString;
use std::ptr;

use jni_sys::{
    JNI_OK, JNI_VERSION_1_6, JNIEnv, JavaVM, JavaVMAttachArgs, jbyteArray, jclass, jint, jlong, jmethodID,
    jobject, jvalue,
};

use crate::door;
use crate::host::{self, Host};

/// Calls a function of JNI.
macro_rules! jni {
    ($env:expr, $function:ident $(, $argument:expr)*) => {
        ((**$env).v1_6.$function)($env $(, $argument)*)
    };
}

/// Copies the bytes of an array. A missing array is `None`.
///
/// # Safety
/// `env` is that of this thread, and `array` an array of at least `length` bytes or null.
unsafe fn read(env: *mut JNIEnv, array: jbyteArray, length: jint) -> Option<Vec<u8>> {
    if array.is_null() {
        return None;
    }
    let size = usize::try_from(length).ok()?;
    let mut bytes = Vec::<u8>::with_capacity(size);
    // SAFETY: the capacity is the length, and all of it is written; a length beyond the array's throws in Java, and
    // Java's caller never sees these bytes.
    unsafe {
        ptr::write_bytes(bytes.as_mut_ptr(), 0, size);
        jni!(env, GetByteArrayRegion, array, 0, length, bytes.as_mut_ptr().cast());
        bytes.set_len(size);
    }
    Some(bytes)
}

/// Makes an array of these pieces. Null if Java has no memory, with its exception.
///
/// # Safety
/// `env` is that of this thread.
unsafe fn write(env: *mut JNIEnv, pieces: [&[u8]; 2]) -> jbyteArray {
    let length = |piece: &[u8]| jint::try_from(piece.len()).unwrap_or(jint::MAX);
    // SAFETY: the array has room for both pieces.
    unsafe {
        let array = jni!(env, NewByteArray, length(pieces[0]).saturating_add(length(pieces[1])));
        if !array.is_null() {
            jni!(env, SetByteArrayRegion, array, 0, length(pieces[0]), pieces[0].as_ptr().cast());
            jni!(
                env,
                SetByteArrayRegion,
                array,
                length(pieces[0]),
                length(pieces[1]),
                pieces[1].as_ptr().cast()
            );
        }
        array
    }
}

/// Does what has a number as its result.
///
/// # Safety
/// Java calls it, with what `Transport.kt` promises.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn Java_com_getdefacto_sdk_JniTransport_number(
    env: *mut JNIEnv,
    _: jobject,
    what: jint,
    first: jlong,
    second: jlong,
    bytes: jbyteArray,
    length: jint,
) -> jlong {
    // SAFETY: the caller is `JniTransport`.
    unsafe { door::number(what, first, second, &read(env, bytes, length).unwrap_or_default()) }
}

/// Calls a function, or polls a future. Returns a byte, the status, and then the value. Returns null if a future has
/// not ended.
///
/// # Safety
/// Java calls it, with what `Transport.kt` promises.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn Java_com_getdefacto_sdk_JniTransport_reply(
    env: *mut JNIEnv,
    _: jobject,
    size: jint,
    first: jlong,
    second: jlong,
    bytes: jbyteArray,
    length: jint,
) -> jbyteArray {
    // SAFETY: the caller is `JniTransport`.
    unsafe {
        let bytes = read(env, bytes, length);
        match door::reply(size, first, second, bytes.as_deref()) {
            Some(reply) => write(env, [&reply.code.to_be_bytes(), &reply.bytes]),
            None => ptr::null_mut(),
        }
    }
}

/// Sets the JVM as the host. Returns `false` if the class lacks a function.
///
/// # Safety
/// Java calls it.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn Java_com_getdefacto_sdk_JniTransport_attach(
    env: *mut JNIEnv,
    transport: jobject,
) -> jni_sys::jboolean {
    let mut vm: *mut JavaVM = ptr::null_mut();
    // SAFETY: the environment and the object are those of this call; the class is kept by a global reference.
    let found = unsafe {
        let class = jni!(env, GetObjectClass, transport);
        let class: jclass = jni!(env, NewGlobalRef, class);
        let call = jni!(env, GetStaticMethodID, class, c"called".as_ptr(), c"(IJ[B)[B".as_ptr());
        let wake = jni!(env, GetStaticMethodID, class, c"woken".as_ptr(), c"(J)V".as_ptr());
        (jni!(env, GetJavaVM, &raw mut vm) == JNI_OK).then_some(Java { vm, class, call, wake })
    };
    match found {
        Some(java) if !java.class.is_null() && !java.call.is_null() && !java.wake.is_null() => {
            host::attach(Box::new(java));
            true
        }
        _ => false,
    }
}

struct Java {
    vm: *mut JavaVM,
    class: jclass,
    call: jmethodID,
    wake: jmethodID,
}

// SAFETY: JNI allows every thread to use the virtual machine, global references and the ids of methods.
unsafe impl Send for Java {}
// SAFETY: as above.
unsafe impl Sync for Java {}

/// Detaches the thread when it ends, if we have attached it.
struct Attached(*mut JavaVM);

impl Drop for Attached {
    fn drop(&mut self) {
        // SAFETY: the virtual machine outlives its library, and this thread runs no code of Java.
        unsafe { ((**self.0).v1_4.DetachCurrentThread)(self.0) };
    }
}

thread_local! {
    static ATTACHED: RefCell<Option<Attached>> = const { RefCell::new(None) };
}

impl Java {
    /// Returns the environment of this thread. A thread of ours is attached once, as one whose end a program does not
    /// wait for.
    fn env(&self) -> Option<*mut JNIEnv> {
        let mut env = ptr::null_mut();
        // SAFETY: the virtual machine writes the environment of this thread.
        unsafe {
            if ((**self.vm).v1_4.GetEnv)(self.vm, &raw mut env, JNI_VERSION_1_6) == JNI_OK {
                return Some(env.cast());
            }
        }
        let thread = std::thread::current();
        let name = CString::new(thread.name().unwrap_or("defacto")).ok()?;
        let mut arguments = JavaVMAttachArgs {
            version: JNI_VERSION_1_6,
            name: name.as_ptr().cast_mut(),
            group: ptr::null_mut(),
        };
        // SAFETY: the arguments live as long as this call.
        let done = unsafe {
            ((**self.vm).v1_4.AttachCurrentThreadAsDaemon)(self.vm, &raw mut env, (&raw mut arguments).cast())
        };
        if done != JNI_OK {
            return None;
        }
        // A thread that is ending cannot keep it, and stays attached.
        let _ = ATTACHED.try_with(|attached| *attached.borrow_mut() = Some(Attached(self.vm)));
        Some(env.cast())
    }
}

impl Host for Java {
    fn call(&self, method: i32, handle: u64, arguments: &[u8]) -> Option<Vec<u8>> {
        let env = self.env()?;
        // SAFETY: the types are those of the signature of `called`. A thread of ours never returns to Java, so local
        // references are deleted here.
        unsafe {
            let array = write(env, [arguments, &[]]);
            let values = [jvalue { i: method }, jvalue { j: handle.cast_signed() }, jvalue { l: array }];
            let reply = jni!(env, CallStaticObjectMethodA, self.class, self.call, values.as_ptr());
            let failed = cleared(env);
            let bytes = if failed || reply.is_null() {
                None
            } else {
                read(env, reply, jni!(env, GetArrayLength, reply))
            };
            jni!(env, DeleteLocalRef, array);
            jni!(env, DeleteLocalRef, reply);
            bytes
        }
    }

    fn wake(&self, waiting: u64) {
        let Some(env) = self.env() else { return };
        // SAFETY: the type is that of the signature of `woken`.
        unsafe {
            jni!(
                env,
                CallStaticVoidMethodA,
                self.class,
                self.wake,
                [jvalue { j: waiting.cast_signed() }].as_ptr()
            );
            cleared(env);
        }
    }
}

/// Removes an exception of Java. Returns `true` if there was one.
///
/// # Safety
/// `env` is that of this thread.
unsafe fn cleared(env: *mut JNIEnv) -> bool {
    // SAFETY: both may be called with an exception.
    unsafe {
        let thrown = jni!(env, ExceptionCheck);
        if thrown {
            jni!(env, ExceptionClear);
        }
        thrown
    }
}
