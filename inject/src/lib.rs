//! The preload: a shared object that `LD_PRELOAD` maps into every process. In a CPython it
//! registers a built-in module named `sitecustomize`. In every process, it makes sure that started
//! programs have the preload too, even if their environment was emptied.
//!
//! It is built without `std`, because `std` needs `libgcc_s`, and a program without that library
//! (every musl program) would not start. It uses only libc symbols that every glibc and musl has.

#![cfg_attr(not(test), no_std)]

// ELF64 tables, system calls and a few functions in assembly exist for these two processors only.
// The build script of the command refuses the others too.
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
mod arm;
#[cfg(not(test))]
mod asan;
#[cfg(not(test))]
mod builtin_module;
mod channel_variable;
#[cfg(not(test))]
mod constructor_cell;
#[cfg(not(test))]
mod context;
mod decide;
mod elf_header;
#[cfg(not(test))]
mod elf_symbols;
mod environment;
#[cfg(not(test))]
mod exec_call;
#[cfg(not(test))]
mod exec_hooks;
#[cfg(not(test))]
mod exec_target;
#[cfg(not(test))]
mod exec_variadic;
#[cfg(not(test))]
mod fd3;
#[cfg(not(test))]
mod inherited_fd3;
#[cfg(not(test))]
mod kernel;
#[cfg(not(test))]
mod loaded_objects;
#[cfg(not(test))]
mod memory;
#[cfg(not(test))]
mod next_sitecustomize;
mod preload_list;
#[cfg(not(test))]
mod process;
#[cfg(not(test))]
mod python;
#[cfg(not(test))]
mod real_functions;
#[cfg(not(test))]
mod site_hook;
mod text_buffer;
#[cfg(not(test))]
mod with_env;

/// Runs in every process before its `main`, when libc is ready.
#[cfg(not(test))]
// SAFETY: it needs nothing that a constructor may not have: libc is ready, no `std` is used.
#[ctor::ctor(unsafe)]
fn start() {
    let loaded = loaded_objects::find();
    let secure = process::is_secure(&loaded.real_functions);
    // SAFETY: this is the constructor, and the only call.
    let capture = unsafe { context::store(&loaded, secure) };
    // SAFETY: as above.
    let version = loaded.python.filter(|_| !secure).map(|api| unsafe { python::store(api) });
    if decide::decide(&decide::ProcessFacts { secure, capture, version }) == decide::Decision::Arm {
        // SAFETY: as above.
        unsafe { inherited_fd3::take() };
        builtin_module::register();
    }
}

/// No code here panics on purpose. If it happens, the process ends by `abort(3)`.
#[cfg(not(test))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: abort(3) takes nothing and does not return.
    unsafe { libc::abort() }
}
