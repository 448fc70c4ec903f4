//! A system with musl, as the static command finds it: its libraries are for glibc.

use std::os::unix::fs::symlink;

use cg_plot_capture_tests::prelude::*;

use crate::cli::install::root::Root;

/// A name of musl's loader, which leads to this machine's. It fits where that one's stood.
const LOADER: &str = "/opt/ld-musl-x.so.1";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.needing(
        "a Python that is linked with musl is left alone, and named",
        Root::need(),
        |python| {
            let root = Root::new(&python);
            let python = root.python.to_str().unwrap();
            relink(&root, &fs_err::canonicalize(root.path(python)).unwrap(), python);
            let reason = "linked with musl, this command captures those with glibc";
            let status = succeed(&mut root.command(&["/command", "status", "--json"]));
            assert!(status.contains(reason), "{status}");
            let words = ["/command", "enable", "--user", "--python", python];
            let mut enable = root.command(&words);
            root.refused(&mut enable, 1, "error: nothing can be captured: ");
        },
    );
    let name = "where all is linked with musl, enable changes nothing and says what works";
    suite.needing(name, Root::need(), |python| {
        let root = Root::new(&python);
        let python = root.python.to_str().unwrap();
        relink(&root, &fs_err::canonicalize(root.path(python)).unwrap(), python);
        relink(&root, Path::new("/bin/sh"), "/opt/sh");
        let script = "mount --bind /opt/sh \"$(readlink -f /bin/sh)\"; exec /command \"$@\"";
        for arguments in [&["enable", "--user", "--python", python][..], &["enable", "--system"]] {
            let words = [&["sh", "-ec", script, "sh"], arguments].concat();
            let said =
                root.refused(&mut root.command(&words), 1, "error: nothing can be captured: ");
            let said = String::from_utf8_lossy(&said.stderr).into_owned();
            assert!(said.contains("hint: collect, describe and man work here"), "{said}");
        }
        let said = run(&mut root.command(&["sh", "-ec", script, "sh", "run", "--", "true"]));
        let said = String::from_utf8_lossy(&said.stderr).into_owned();
        assert!(said.contains("no figure arrived: programs here are linked with musl"), "{said}");
    });
}

/// Writes a program to a path of the machine, with musl's name for the loader.
fn relink(root: &Root, from: &Path, to: &str) {
    let mut bytes = fs_err::read(from).unwrap();
    let at = memchr::memmem::find(&bytes, b"/ld-linux-").unwrap();
    let start = bytes[..at].iter().rposition(|byte| *byte == 0).unwrap() + 1;
    let end = at + bytes[at..].iter().position(|byte| *byte == 0).unwrap();
    let loader = String::from_utf8(bytes[start..end].to_owned()).unwrap();
    assert!(loader.len() >= LOADER.len(), "{loader}");
    bytes[start..end].fill(0);
    bytes[start..start + LOADER.len()].copy_from_slice(LOADER.as_bytes());
    let _ = symlink(loader, root.path(LOADER));
    program::write(&root.path(to), bytes);
}
