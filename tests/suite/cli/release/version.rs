//! `--version`, and the commit that an archive of these sources carries.

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.test("--version names the version, the commit, the payload and the compiler", || {
        let said = succeed(&mut Home::new().cli(&["--version"]));
        let [version, commit, payload, compiler] = said.lines().collect::<Vec<_>>()[..] else {
            panic!("{said}")
        };
        // The one place that has the version.
        let manifest = fs_err::read_to_string(workspace().join("Cargo.toml")).unwrap();
        let number = version.strip_prefix("cg-plot-capture ").unwrap();
        assert!(manifest.contains(&format!("\nversion = \"{number}\"\n")), "{said}");
        assert!(commit.starts_with("commit "), "{said}");
        let hash = payload.strip_prefix("payload ").and_then(|rest| rest.split(' ').next());
        assert!(hash.is_some_and(|hash| hash.len() == 16), "{said}");
        assert!(compiler.starts_with("built by rustc 1."), "{said}");
    });
    suite.on_newest("--version names the payload that enable installs", |python| {
        let installation = Installation::shared(python, &[]);
        let said = succeed(&mut installation.home.cli(&["--version"]));
        let folder = installation.preload().parent().unwrap().to_owned();
        let name = folder.file_name().unwrap().to_str().unwrap().replace('-', " ");
        assert!(said.contains(&format!("\n{name} for ")), "{said}");
    });
    suite.test("a build records its commit and the libc that its payload is for", recorded);
    let need = tool("git").and_then(|git| match workspace().join(".git").exists() {
        true => Ok(git),
        false => Err("no repository".to_owned()),
    });
    suite.needing("an archive of the sources says of which commit it is", need, |git| {
        let git =
            |arguments: &[&str]| run(Command::new(&git).args(arguments).current_dir(workspace()));
        let head = String::from_utf8(git(&["rev-parse", "HEAD"]).stdout).unwrap();
        let archive = git(&["archive", "HEAD", ".git_archival.txt"]).stdout;
        let line = format!("node: {head}");
        assert!(memchr::memmem::find(&archive, line.as_bytes()).is_some());
    });
}

/// What names the commit, the profile, and what is recorded.
const COMMITS: [(&str, &str, &str); 4] = [
    ("node: 0123abcd\n", "release", "0123abcd"),
    ("node: 0123abcd\n", "debug", "0123abcd"),
    ("node: $Format:%H$\n", "release", "unknown (no repository)"),
    ("node: $Format:%H$\n", "debug", "unknown (a debug build)"),
];

/// A target, rustc's flags, and the libc of the Pythons that are captured.
const TARGETS: [(&str, &str, &str); 5] = [
    ("x86_64-unknown-linux-gnu", "", "glibc"),
    ("x86_64-unknown-linux-musl", "", "glibc"),
    ("aarch64-unknown-linux-musl", "-Copt-level=3", "glibc"),
    ("x86_64-unknown-linux-musl", "-Ctarget-feature=-crt-static", "musl"),
    // As Alpine's own compiler builds.
    ("x86_64-alpine-linux-musl", "", "musl"),
];

/// Runs the command's build script as cargo would, with payloads that are built.
fn recorded() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let rustc = Path::new(env!("CARGO")).with_file_name("rustc");
    let source = workspace().join("cli/build.rs");
    succeed(Command::new(&rustc).args(["--edition", "2024", "-o"]).arg(at("build")).arg(source));
    for name in ["cli", "payloads", "out"] {
        fs_err::create_dir(at(name)).unwrap();
    }
    for name in ["libcg_plot_inject.so", "_capture.abi3.so"] {
        fs_err::write(at("payloads").join(name), name).unwrap();
    }
    let build = |target: &str, flags: &str, profile: &str| {
        let mut build = Command::new(at("build"));
        build.current_dir(at("cli")).env("OUT_DIR", at("out")).env("RUSTC", &rustc);
        build.env("CG_PLOT_PAYLOADS", at("payloads")).env("PROFILE", profile).env("TARGET", target);
        build.env("CARGO_ENCODED_RUSTFLAGS", flags);
        let processor = target.split('-').next().unwrap();
        for (name, value) in
            [("OS", "linux"), ("ARCH", processor), ("POINTER_WIDTH", "64"), ("ENDIAN", "little")]
        {
            build.env(format!("CARGO_CFG_TARGET_{name}"), value);
        }
        let said = succeed(&mut build);
        move |name: &str| {
            let start = format!("cargo:rustc-env={name}=");
            said.lines().find_map(|line| line.strip_prefix(&start)).unwrap().to_owned()
        }
    };
    for (text, profile, commit) in COMMITS {
        fs_err::write(at(".git_archival.txt"), text).unwrap();
        let recorded = build(TARGETS[0].0, TARGETS[0].1, profile);
        assert_eq!(recorded("CG_PLOT_COMMIT"), commit, "{text} {profile}");
    }
    for (target, flags, libc) in TARGETS {
        let recorded = build(target, flags, "debug");
        assert_eq!(recorded("CG_PLOT_PAYLOAD_LIBC"), libc, "{target}");
        let copy = fs_err::read_to_string(at("out/_capture.abi3.so")).unwrap();
        assert_eq!(copy, "_capture.abi3.so");
    }
}
