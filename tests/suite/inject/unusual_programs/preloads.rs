//! Other libraries in `LD_PRELOAD`, before ours and behind it.

use std::ffi::OsStr;

use cg_plot_capture_tests::prelude::*;

use super::{Setup, figure, outcome};

/// Libraries, by their place below the folder of the machine's libraries.
const OTHERS: [(&str, &str); 5] = [
    ("jemalloc", "libjemalloc.so.2"),
    ("tcmalloc", "libtcmalloc_minimal.so.4"),
    ("libfaketime", "faketime/libfaketime.so.1"),
    ("fakeroot", "libfakeroot/libfakeroot-sysv.so"),
    ("stdbuf", "coreutils/libstdbuf.so"),
];

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    for (name, file) in OTHERS {
        let need = library(file).and_then(|library| Ok((library, tool("gcc")?)));
        let name = format!("{name} as a preload before or behind ours is as without us");
        setup.needing(suite, &name, need, move |setup, (library, _)| beside(setup, &library));
    }
}

/// Where Debian keeps libraries, or others do.
fn library(file: &str) -> Result<PathBuf, String> {
    let multiarch = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    let folders = [multiarch.as_str(), "/usr/lib64", "/usr/lib", "/usr/libexec"];
    let mut found = folders.iter().map(|folder| Path::new(folder).join(file));
    found.find(|path| path.exists()).ok_or_else(|| format!("no {file}"))
}

fn beside(setup: &Setup, other: &Path) {
    let ours = setup.installation.preload();
    let name = format!("beside-{}", other.file_name().unwrap().display());
    let (program, figure) = (setup.foreign(&name), figure());
    let python = [setup.kept.as_os_str(), figure.as_os_str()];
    let under = |words: &[&OsStr], list: &str| {
        let mut command = setup.plain("exec \"$@\"", words);
        // The year tells whether the other one is at work.
        command.env("LD_PRELOAD", list).env("FAKETIME", "@2001-02-03 04:05:06");
        command
    };
    let (ours, other) = (ours.display(), other.display());
    let date = [OsStr::new("date"), "+%Y".as_ref()];
    for words in [&[program.as_os_str()] as &[&OsStr], &date] {
        let plain = outcome(run(&mut under(words, &other.to_string())));
        for list in [format!("{other}:{ours}"), format!("{ours}:{other}")] {
            assert_eq!(outcome(run(&mut under(words, &list))), plain, "{list}");
        }
    }
    let plain = outcome(deliver(&mut under(&python, &other.to_string())).output);
    for list in [format!("{other}:{ours}"), format!("{ours} {other}")] {
        let delivery = deliver(&mut under(&python, &list));
        assert_eq!(delivery.names(), ["plot_1.svg"], "{list}: {}", delivery.stderr());
        assert_eq!(outcome(delivery.output), plain, "{list}");
    }
}
