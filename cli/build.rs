//! Builds both payloads, the preload and the Python extension, for `include_bytes!`.
//!
//! Each is a nested cargo call with a profile of its own, because cargo has one `panic` strategy
//! per build and the two need different ones.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Links the preload against libc and nothing else.
const PRELOAD: [&str; 5] = [
    "--",
    // No start files and no libgcc_s: every other dependency would be fatal in a process that lacks it.
    "-Clink-arg=-nostdlib",
    // The libc crate names libm, librt and the like; only what is used may become NEEDED.
    "-Clink-arg=-Wl,--as-needed",
    // Said here, because the libc crate says so only where nothing else in its build uses `std`.
    "-Clink-arg=-lc",
    // A symbol that can't be bound must show at build time, not in somebody's process.
    "-Clink-arg=-Wl,-z,defs",
];

fn main() {
    // The preload refuses to be compiled as well, but there the reason stands among many other errors.
    if !is_supported() {
        println!(
            "cargo::error=cg-plot-capture supports Linux on x86_64 and aarch64 only \
             (64 bits, little endian), not {}",
            variable("TARGET")
        );
        return;
    }
    for watched in ["../inject", "../sitecustomize", "../Cargo.toml", "../Cargo.lock"] {
        println!("cargo:rerun-if-changed={watched}");
    }
    // Named as Python wants the second one, because the wheel takes it from here (pyproject.toml).
    let payloads: [(&str, &str, &str, &[&str]); 2] = [
        ("inject", "libcg_plot_inject.so", "libcg_plot_inject.so", &PRELOAD),
        ("sitecustomize", "libcg_plot_capture.so", "_capture.abi3.so", &["--features", "python"]),
    ];
    // At the same time: they share the outer cargo's jobserver.
    std::thread::scope(|scope| {
        for (name, library, copy, extra) in payloads {
            scope.spawn(move || build(name, library, copy, extra));
        }
    });
}

/// Whether the preload can be built for the target. x32 has the name of x86_64, and pointers of 32 bits.
fn is_supported() -> bool {
    let [system, processor, width, order] = ["OS", "ARCH", "POINTER_WIDTH", "ENDIAN"]
        .map(|name| variable(&format!("CARGO_CFG_TARGET_{name}")));
    system == "linux"
        && matches!(&*processor, "x86_64" | "aarch64")
        && width == "64"
        && order == "little"
}

/// Builds the package in folder `name` with the profile `name` and copies its library to `OUT_DIR`,
/// where it is called `copy`.
fn build(name: &str, library: &str, copy: &str, extra: &[&str]) {
    let out = PathBuf::from(variable("OUT_DIR"));
    let target = variable("TARGET");
    let folder = out.join(format!("build-{name}"));
    let manifest = Path::new(&variable("CARGO_MANIFEST_DIR")).join("..").join(name);
    let mut cargo = Command::new(variable("CARGO"));
    cargo
        .args(["rustc", "--lib", "--crate-type", "cdylib", "--locked", "--quiet"])
        .args(["--profile", name, "--target", &target])
        .arg("--manifest-path")
        .arg(manifest.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&folder)
        .args(extra)
        // The outer cargo holds its own build folder's lock for as long as we run: without a
        // folder of its own in both places the nested one would wait for it for ever.
        .env("CARGO_BUILD_BUILD_DIR", &folder)
        // abi3: neither an interpreter nor libpython is needed to build.
        .env("PYO3_NO_PYTHON", "1")
        .env("PYO3_BUILD_EXTENSION_MODULE", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", flags())
        // Clippy's, made for the outer crate.
        .env_remove("RUSTC_WORKSPACE_WRAPPER");
    let status = cargo.status().unwrap_or_else(|error| panic!("cannot run cargo: {error}"));
    assert!(status.success(), "building the payload in {name}/ failed: {status}");
    let built = folder.join(&target).join(name).join(library);
    let copy = out.join(copy);
    std::fs::copy(&built, &copy)
        .unwrap_or_else(|error| panic!("cannot copy {}: {error}", built.display()));
}

/// The flags of the outer build, and those by which a payload is the same bytes wherever it was built
/// and by whom: its panics name files.
fn flags() -> String {
    let workspace = format!("{}/..", variable("CARGO_MANIFEST_DIR"));
    let workspace = std::fs::canonicalize(&workspace).unwrap_or_else(|_| workspace.into());
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let mut flags: Vec<String> = env::var("CARGO_ENCODED_RUSTFLAGS")
        .ok()
        .filter(|flags| !flags.is_empty())
        .into_iter()
        .collect();
    // Of two that fit, rustc takes the last: a home within the workspace is a home.
    for (from, to) in [(Some(workspace), "/cg-plot-capture"), (home, "/cargo")] {
        flags.extend(from.map(|from| format!("--remap-path-prefix={}={to}", from.display())));
    }
    flags.join("\x1f")
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}
