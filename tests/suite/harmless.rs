//! Processes that are none of our business run as without us: same output, same exit code.

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (major, minor) in [(2, 7), (3, 6), (3, 7), (3, 8)] {
        let needed =
            Interpreter::cpython(major, minor).and_then(|old| Ok((old, Interpreter::newest()?)));
        let name = format!("Python {major}.{minor}, too old to arm, runs as without the preload");
        suite.needing(&name, needed, |(old, newest)| {
            let installation = Installation::enable(&newest, &[]);
            let code = "import sys, os\n\
                print(sys.version, sys.path, sorted(sys.modules), sorted(os.environ))\n\
                sys.stderr.write('err\\n'); sys.exit(5)";
            let environment = [("LD_PRELOAD", String::new())];
            let mut plain = installation.home.command(&old.program);
            plain.envs(environment).args(["-c", code]);
            assert_eq!(
                outcome(&mut plain),
                outcome(installation.preloaded(&old.program).args(["-c", code]))
            );
            // Nor does the hook disturb it, should it ever come across it.
            let hooks = installation.python.hook();
            let code = "import sys; print([name for name in sys.modules if 'cg_' in name])";
            let mut hooked = installation.home.command(&old.program);
            hooked.env("PYTHONPATH", hooks.parent().unwrap()).args(["-c", code]);
            assert_eq!(outcome(&mut hooked), (Some(0), "[]\n".into(), String::new()));
        });
    }
}

fn outcome(command: &mut Command) -> (Option<i32>, String, String) {
    let output = run(command);
    let [out, err] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.code(), out, err)
}
