//! The processors that the preload is for: on those it compiles, and for others nothing is built.

use cg_plot_capture_tests::prelude::*;

/// What somebody reads who builds for another one.
const REASON: &str =
    "cg-plot-capture supports Linux on x86_64 and aarch64 only (64 bits, little endian)";

/// Targets of Rust, which rustup installs: another processor with 64 bits, and one with 32.
const OTHERS: [&str; 2] = ["riscv64gc-unknown-linux-gnu", "i686-unknown-linux-gnu"];

/// Those that the preload is for.
const SUPPORTED: [&str; 2] = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"];

/// A target, and what cargo tells a build script of it: system, processor, width, byte order.
const TARGETS: [(&str, [&str; 4], bool); 9] = [
    ("x86_64-unknown-linux-gnu", ["linux", "x86_64", "64", "little"], true),
    ("aarch64-unknown-linux-musl", ["linux", "aarch64", "64", "little"], true),
    ("x86_64-unknown-linux-gnux32", ["linux", "x86_64", "32", "little"], false),
    ("aarch64-unknown-linux-gnu_ilp32", ["linux", "aarch64", "32", "little"], false),
    ("aarch64_be-unknown-linux-gnu", ["linux", "aarch64", "64", "big"], false),
    ("i686-unknown-linux-gnu", ["linux", "x86", "32", "little"], false),
    ("riscv64gc-unknown-linux-gnu", ["linux", "riscv64", "64", "little"], false),
    ("x86_64-unknown-freebsd", ["freebsd", "x86_64", "64", "little"], false),
    ("aarch64-apple-darwin", ["macos", "aarch64", "64", "little"], false),
];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for triple in SUPPORTED {
        let name = format!("processors: the preload compiles for {triple}");
        suite.needing(&name, installed(triple), |triple| {
            succeed(&mut checked(triple));
        });
    }
    for triple in OTHERS {
        let name = format!(
            "processors: the preload does not compile for {triple}, and the first error says why"
        );
        let suite = suite.seldom_if(triple.starts_with("riscv"));
        suite.needing(&name, installed(triple), |triple| {
            let output = run(&mut checked(triple));
            let said = String::from_utf8(output.stderr).unwrap();
            let first = said.lines().find(|line| line.starts_with("error"));
            assert_eq!(first, Some(&*format!("error: {REASON}")), "{said}");
        });
    }
    let name =
        "processors: the command's build for another processor ends before it builds, and says why";
    suite.test(name, || {
        // Runs the command's build script as cargo would for each target.
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("build");
        let source = workspace().join("cli/build.rs");
        succeed(Command::new(rustc()).args(["--edition", "2024", "-o"]).arg(&program).arg(source));
        for (triple, [system, processor, width, order], supported) in TARGETS {
            let mut command = Command::new(&program);
            command.env_clear().env("TARGET", triple).env("CARGO_CFG_TARGET_OS", system);
            command.env("CARGO_CFG_TARGET_ARCH", processor).env("CARGO_CFG_TARGET_ENDIAN", order);
            let output = run(command.env("CARGO_CFG_TARGET_POINTER_WIDTH", width));
            let said = String::from_utf8(output.stdout).unwrap();
            // Where it may build, it goes on, and finds that there is no cargo here.
            assert_eq!(output.status.success(), !supported, "{triple}: {said}");
            let refused = format!("cargo::error={REASON}, not {triple}\n");
            assert_eq!(said == refused, !supported, "{triple}: {said}");
        }
    });
}

/// cargo's check of the preload for a target.
fn checked(triple: &str) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "check",
        "--quiet",
        "--locked",
        "--offline",
        "--package",
        "cg-plot-capture-inject",
    ]);
    cargo.args(["--target", triple, "--target-dir"]).arg(target().join("test-processors"));
    cargo.current_dir(workspace());
    cargo
}

/// The target, if the compiler that builds these tests has its standard library.
fn installed(triple: &'static str) -> Result<&'static str, String> {
    let mut rustc = Command::new(rustc());
    let printed = rustc.args(["--print", "target-libdir", "--target", triple]).output();
    let printed = printed.map_err(|error| format!("no rustc: {error}"))?;
    let folder = String::from_utf8(printed.stdout).unwrap();
    if Path::new(folder.trim()).is_dir() { Ok(triple) } else { Err(format!("no target {triple}")) }
}

fn rustc() -> PathBuf {
    Path::new(env!("CARGO")).with_file_name("rustc")
}
