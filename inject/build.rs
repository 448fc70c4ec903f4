//! Links the preload against libc and nothing else.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // No start files and no libgcc_s: every other dependency would be fatal in a process that lacks it.
    println!("cargo:rustc-cdylib-link-arg=-nostdlib");
    // The libc crate names libm, librt and the like; only what is used may become NEEDED.
    println!("cargo:rustc-cdylib-link-arg=-Wl,--as-needed");
    // A symbol that can't be bound must show at build time, not in somebody's process.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,defs");
}
