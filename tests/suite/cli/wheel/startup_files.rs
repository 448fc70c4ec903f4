//! The wheel's `.pth`, and the `.start` that Python reads in its place from 3.15 on (PEP 829).

use cg_plot_capture_tests::matplotlib::packages_of;
use cg_plot_capture_tests::prelude::*;

use super::{Machine, NEWEST, python};

/// What `site` looks for at the start.
const FILES: [&str; 2] = ["cg_plot_capture.pth", "cg_plot_capture.start"];

/// The first that reads a `.start`.
const READS_START: (u32, u32) = (3, 15);

/// Starts a figure before Matplotlib is imported: without our finder, `subprocess` closes descriptor 3.
const CHILD: &str = "import sys\n\
    print(sum(getattr(finder, '__module__', '') == '_cg_plot_capture_startup' for finder in sys.meta_path))\n\
    import subprocess\n\
    subprocess.run([sys.executable, *sys.argv[1:]], check=True)";

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    for minor in [13, 14, 15] {
        let name = format!("the wheel's .pth and .start work alone, and once together (3.{minor})");
        suite.needing(&name, python(minor), |python| {
            let machine = Machine::new(&python, NEWEST, "");
            let packages = packages_of(&machine.environment.python);
            let reads_start = python.version >= READS_START;
            for (without, works) in [(None, true), (Some(0), reads_start), (Some(1), true)] {
                let removed = without.map(|index: usize| {
                    let file = packages.join(FILES[index]);
                    let content = fs_err::read(&file).unwrap();
                    fs_err::remove_file(&file).unwrap();
                    (file, content)
                });
                assert_eq!(waits_and_delivers(&machine), works, "without {without:?}");
                if let Some((file, content)) = removed {
                    fs_err::write(file, content).unwrap();
                }
            }
            machine.environment.uninstall();
            assert!(FILES.iter().all(|name| !packages.join(name).exists()));
        });
    }
}

/// Whether one finder of ours waits, and a child delivers; else neither is so.
fn waits_and_delivers(machine: &Machine) -> bool {
    let delivery = deliver(machine.python().args(["-c", CHILD]).arg(script("two_shows")));
    let seen = (delivery.stdout(), delivery.names().len());
    match (seen.0.trim(), seen.1) {
        ("1", 2) => true,
        ("0", 0) => false,
        _ => panic!("{seen:?}: {}", delivery.stderr()),
    }
}
