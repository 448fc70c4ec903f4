//! What goes into other people's processes can be built again by anybody, and is the same bytes.

use std::os::unix::fs::symlink;

use cg_plot_capture_tests::prelude::*;

/// The payload's files that are built.
const BUILT: [&str; 2] = ["libcg_plot_inject.so", "_capture.abi3.so"];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "no payload names a folder of the machine that built it";
    suite.on_newest(name, |python| {
        let folders = [fs_err::canonicalize(workspace()).unwrap(), target().into(), cargo_home()];
        for bytes in built(&Installation::shared(python, &[])) {
            for folder in &folders {
                let folder = folder.as_os_str().as_encoded_bytes();
                assert_eq!(memchr::memmem::find(&bytes, folder), None, "{}", folder.escape_ascii());
            }
        }
    });
    let name = "payloads built in another folder, from another cargo's, are the same bytes";
    if !tests_all() {
        return;
    }
    suite.on_newest(name, |python| {
        let folder = tempfile::tempdir().unwrap();
        let again = built_again(folder.path());
        for (name, bytes) in BUILT.iter().zip(built(&Installation::shared(python, &[]))) {
            assert!(bytes == fs_err::read(again.join(name)).unwrap(), "{name} differs");
        }
    });
}

/// What is installed of them.
fn built(installation: &Installation) -> [Vec<u8>; 2] {
    let preload = installation.preload();
    let extension = preload.with_file_name("cg_plot_capture").join(BUILT[1]);
    [preload, extension].map(|path| fs_err::read(path).unwrap())
}

/// The folder of those that are built from a copy of these sources in `folder`.
fn built_again(folder: &Path) -> PathBuf {
    let copy = folder.join("a copy");
    fs_err::create_dir_all(&copy).unwrap();
    for entry in
        ["Cargo.toml", "Cargo.lock", "README.md", "inject", "sitecustomize", "cli", "tests"]
    {
        succeed(Command::new("cp").arg("-r").arg(workspace().join(entry)).arg(&copy));
    }
    // Only the path of what cargo has downloaded is another.
    fs_err::create_dir_all(folder.join("cargo")).unwrap();
    symlink(cargo_home().join("registry"), folder.join("cargo/registry")).unwrap();
    let out = folder.join("out");
    // To check is enough: what the command embeds has to be there for that.
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--quiet", "--locked", "--offline", "--package", "cg-plot-capture"]);
    cargo.arg("--target-dir").arg(&out).env("CARGO_HOME", folder.join("cargo"));
    succeed(cargo.current_dir(&copy));
    let builds = fs_err::read_dir(out.join("debug/build")).unwrap();
    let mut folders = builds.map(|entry| entry.unwrap().path().join("out"));
    folders.find(|folder| folder.join(BUILT[0]).exists()).expect("the payloads")
}

/// Where cargo keeps what it has downloaded.
fn cargo_home() -> PathBuf {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    home.unwrap_or_else(|| std::env::home_dir().unwrap().join(".cargo"))
}
