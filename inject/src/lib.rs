//! The preload: a shared object that `LD_PRELOAD` maps into every process. In a CPython it registers a
//! built-in module named `sitecustomize`; everywhere it sees to it that programs which are started
//! have it too, however scrubbed their environment.
//!
//! It is built without `std`, because `std` needs `libgcc_s`, which kills programs that have none
//! (every musl program, for one), and it uses only libc symbols that every glibc and musl has.

#![cfg_attr(not(test), no_std)]

// Tables of ELF64, system calls and a few functions in assembly: no other processor has them all. The
// build script of the command refuses the same.
#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64"),
    target_pointer_width = "64",
    target_endian = "little",
)))]
compile_error!(
    "cg-plot-capture supports Linux on x86_64 and aarch64 only (64 bits, little endian)"
);

#[cfg(not(test))]
mod amend;
#[cfg(not(test))]
mod arm;
#[cfg(not(test))]
mod asan;
#[cfg(not(test))]
mod builtin;
#[cfg(not(test))]
mod call;
mod decide;
mod environment;
#[cfg(not(test))]
mod exec;
#[cfg(not(test))]
mod first_look;
mod harness;
mod header;
#[cfg(not(test))]
mod hook;
#[cfg(not(test))]
mod kernel;
mod list;
#[cfg(not(test))]
mod loaded;
#[cfg(not(test))]
mod memory;
#[cfg(not(test))]
mod next;
#[cfg(not(test))]
mod origin;
#[cfg(not(test))]
mod process;
#[cfg(not(test))]
mod python;
#[cfg(not(test))]
mod successor;
#[cfg(not(test))]
mod symbols;
#[cfg(not(test))]
mod target;
mod text;
#[cfg(not(test))]
mod three;
#[cfg(not(test))]
mod variadic;

/// Runs in every process before its `main`, after libc is ready.
#[cfg(not(test))]
// SAFETY: it needs nothing that a constructor may not have: libc is ready, no `std` is used.
#[ctor::ctor(unsafe)]
fn start() {
    let loaded = loaded::look();
    let secure = process::is_secure(&loaded.next);
    // SAFETY: this is the constructor, and the only call.
    let capture = unsafe { origin::keep(&loaded, secure) };
    // SAFETY: as above.
    let version = loaded.python.filter(|_| !secure).map(|api| unsafe { python::keep(api) });
    if decide::decide(&decide::Facts { secure, capture, version }) == decide::Decision::Arm {
        // SAFETY: as above.
        unsafe { first_look::take() };
        builtin::register();
    }
}

/// Nothing here panics on purpose; should it come to that, the process dies as by `abort(3)`.
#[cfg(not(test))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: abort(3) takes nothing and does not return.
    unsafe { libc::abort() }
}
