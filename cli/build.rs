//! Builds both payloads, the preload and the Python extension, for `include_bytes!`, and records
//! what `--version` says of the build.
//!
//! Each payload is a nested cargo call with a profile of its own, because cargo has one `panic`
//! strategy per build and the two need different ones. `CG_PLOT_PAYLOADS` names a folder of payloads
//! that are built already: a release has the same ones in the wheel and in the static command.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Links the preload against libc and nothing else.
const PRELOAD: [&str; 5] = [
    "--",
    // No start files and no libgcc_s: a process that lacks a library which the preload needs would
    // not start.
    "-Clink-arg=-nostdlib",
    // The libc crate names libm, librt and others; only a library that is used may become NEEDED.
    "-Clink-arg=-Wl,--as-needed",
    // The libc crate links libc only if something else in its build uses `std`.
    "-Clink-arg=-lc",
    // An undefined symbol must fail the build, not somebody's process.
    "-Clink-arg=-Wl,-z,defs",
];

fn main() {
    // inject/ also refuses other targets, but its message would be lost among other errors.
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
    println!("cargo:rerun-if-env-changed=CG_PLOT_PAYLOADS");
    // The extension gets the name that Python imports, because the wheel takes it from here
    // (pyproject.toml).
    let payloads: [(&str, &str, &str, &[&str]); 2] = [
        ("inject", "libcg_plot_inject.so", "libcg_plot_inject.so", &PRELOAD),
        ("sitecustomize", "libcg_plot_capture.so", "_capture.abi3.so", &["--features", "python"]),
    ];
    let built = env::var_os("CG_PLOT_PAYLOADS").map(PathBuf::from);
    // The builds run at the same time; both use the outer cargo's jobserver.
    std::thread::scope(|scope| {
        for (name, library, file, extra) in payloads {
            let built = built.as_ref().map(|folder| folder.join(file));
            scope.spawn(move || copy(&built.unwrap_or_else(|| build(name, library, extra)), file));
        }
    });
    let libc = if payload_target().ends_with("-musl") { "musl" } else { "glibc" };
    println!("cargo:rustc-env=CG_PLOT_PAYLOAD_LIBC={libc}");
    println!("cargo:rustc-env=CG_PLOT_COMMIT={}", commit());
    let compiler = answer(&variable("RUSTC"), &["--version"]).unwrap_or_default();
    println!("cargo:rustc-env=CG_PLOT_COMPILER={compiler}");
}

/// Whether the preload can be built for the target. x32 has the same name as x86_64, but its
/// pointers have 32 bits.
fn is_supported() -> bool {
    let [system, processor, width, order] = ["OS", "ARCH", "POINTER_WIDTH", "ENDIAN"]
        .map(|name| variable(&format!("CARGO_CFG_TARGET_{name}")));
    system == "linux"
        && matches!(&*processor, "x86_64" | "aarch64")
        && width == "64"
        && order == "little"
}

/// The target of the payloads. A static command is for every Linux, and most have Pythons that are
/// linked with glibc. No shared object can be built for a static musl target anyway.
fn payload_target() -> String {
    let target = variable("TARGET");
    // rustup's musl targets are static unless the flags say otherwise. cargo does not tell: it lists
    // crt-static as a feature only if a flag asks for it.
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    match target.strip_suffix("-unknown-linux-musl") {
        Some(processor) if !flags.contains("-crt-static") => {
            format!("{processor}-unknown-linux-gnu")
        }
        _ => target,
    }
}

/// The commit that is built. git writes it into archives (`.gitattributes`), so that the source
/// distribution needs no git. A debug build is not asked, because it would be built again after
/// each commit.
fn commit() -> String {
    const ARCHIVED: &str = "../.git_archival.txt";
    println!("cargo:rerun-if-changed={ARCHIVED}");
    let archived = std::fs::read_to_string(ARCHIVED).unwrap_or_default();
    let archived = archived.trim().strip_prefix("node: ").filter(|node| !node.contains('$'));
    if let Some(node) = archived {
        return node.to_owned();
    }
    if variable("PROFILE") != "release" {
        return "unknown (a debug build)".to_owned();
    }
    // Somebody's own repository may be around these sources.
    let log = Path::new("../.git").exists().then(|| git(&["rev-parse", "--git-path", "logs/HEAD"]));
    let Some(log) = log.flatten() else { return "unknown (no repository)".to_owned() };
    println!("cargo:rerun-if-changed={log}");
    let head = git(&["rev-parse", "HEAD"]).unwrap_or_default();
    // A checkout in a container may have other modes.
    let changes = git(&["-c", "core.fileMode=false", "diff", "--stat", "HEAD", "--", ".."]);
    if changes.is_some_and(|changes| changes.is_empty()) { head } else { head + " with changes" }
}

fn git(arguments: &[&str]) -> Option<String> {
    answer("git", arguments)
}

/// What a program answers, if it is there and succeeds.
fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Builds the package in the folder `name` with the profile `name` and returns the path of its
/// library.
fn build(name: &str, library: &str, extra: &[&str]) -> PathBuf {
    let target = payload_target();
    let folder = PathBuf::from(variable("OUT_DIR")).join(format!("build-{name}"));
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
        // The outer cargo holds the lock of its build folder while we run. The inner cargo would
        // wait forever for that lock, so that both of its folders must be its own.
        .env("CARGO_BUILD_BUILD_DIR", &folder)
        // With abi3, the build needs neither an interpreter nor libpython.
        .env("PYO3_NO_PYTHON", "1")
        .env("PYO3_BUILD_EXTENSION_MODULE", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", flags())
        // Clippy sets it, for the outer crate.
        .env_remove("RUSTC_WORKSPACE_WRAPPER");
    let status = cargo.status().unwrap_or_else(|error| panic!("cannot run cargo: {error}"));
    assert!(status.success(), "building the payload in {name}/ failed: {status}");
    folder.join(&target).join(name).join(library)
}

/// Copies a payload's file to where `include_bytes!` finds it.
fn copy(built: &Path, file: &str) {
    let copy = Path::new(&variable("OUT_DIR")).join(file);
    std::fs::copy(built, &copy)
        .unwrap_or_else(|error| panic!("cannot copy {}: {error}", built.display()));
}

/// The flags of the outer build, and flags that remove local paths from panic messages. With these,
/// a payload has the same bytes wherever it is built.
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
    // If two prefixes match, rustc uses the last one, so that a CARGO_HOME inside the workspace is
    // replaced as CARGO_HOME.
    for (from, to) in [(Some(workspace), "/cg-plot-capture"), (home, "/cargo")] {
        flags.extend(from.map(|from| format!("--remap-path-prefix={}={to}", from.display())));
    }
    flags.join("\x1f")
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}
