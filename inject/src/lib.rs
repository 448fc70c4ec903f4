//! The preload: a shared object that `LD_PRELOAD` maps into every process and that does nothing
//! but, in a CPython, register a built-in module named `sitecustomize`.
//!
//! It is built without `std`, because `std` needs `libgcc_s`, which kills programs that have none
//! (every musl program, for one), and it uses only libc symbols that every glibc and musl has.

#![cfg_attr(not(test), no_std)]

#[cfg(not(test))]
mod arm;
#[cfg(not(test))]
mod asan;
#[cfg(not(test))]
mod builtin;
mod decide;
#[cfg(not(test))]
mod location;
#[cfg(not(test))]
mod process;
#[cfg(not(test))]
mod python;

/// Runs in every process before its `main`, after libc is ready.
#[cfg(not(test))]
#[ctor::ctor(unsafe)]
fn start() {
    if decide::decide(&process::facts()) == decide::Decision::Arm {
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
