//! A free-threaded build runs as without us, and `status` and `doctor` report that.

use cg_plot_capture_tests::prelude::*;

/// A program that prints what it sees of its interpreter, and starts a child that does the same.
const SEEN: &str = "import os, subprocess, sys\n\
    names = [getattr(finder, '__name__', '') for finder in sys.meta_path]\n\
    print(sys.path, sorted(sys.modules), sys.builtin_module_names, names, flush=True)\n\
    print(subprocess.Popen, [type(it).__name__ for it in (os.execv, os.fork)], flush=True)\n\
    if not sys.argv[1:]:\n\
    \x20print(os.fstat(3).st_mode, flush=True)\n\
    \x20subprocess.run([sys.executable, __file__, 'child'])\n\
    sys.exit(5)";

/// The line of `enable`, `status` and `doctor` for such a build ends with this.
const LEFT: &str = "left alone, free-threaded; use a build with a GIL";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "a free-threaded build runs as if nothing were there";
    suite.needing(name, Interpreter::free_threaded(), |free| {
        let newest = Interpreter::newest().unwrap();
        as_if_nothing_were_there(&Installation::shared(&newest, &[]), &free.program);
        let home = Home::new();
        let private = free.private(&home.path().join("python"));
        let before = state(&private.prefix);
        is_left_alone(&home, &private.program);
        assert!(state(&private.prefix) == before, "enable has changed a free-threaded build");
    });
    suite.on_newest("enable, status and doctor say that a free-threaded build is left alone", |python| {
        let home = Home::new();
        let python = python.private(&home.path().join("python"));
        let stand_in = home.path().join("bin/python3.99t");
        fs_err::create_dir(home.path().join("bin")).unwrap();
        // A script that answers as such a build, because this machine may have none.
        let code = format!(
            "import sys; sys.abiflags = \"t\"; sys._base_executable = \"{}\"; exec(sys.argv[-1])",
            stand_in.display()
        );
        let text = format!("#!/bin/sh\nexec {} -c '{code}' \"$@\"\n", python.program.display());
        program::write(&stand_in, text);
        let before = state(&python.prefix);
        is_left_alone(&home, &stand_in);
        assert!(state(&python.prefix) == before, "enable has changed its folders");
    });
}

/// Every command that lists the interpreters lists this one, which is on `PATH`, as left alone.
fn is_left_alone(home: &Home, program: &Path) {
    let path = program.to_str().unwrap();
    let enable = ["enable", "--no-shell", "--python", path];
    for command in [&enable[..], &["status"], &["doctor", "--verbose"]] {
        let output = run(home.cli(command).env("PATH", program.parent().unwrap()));
        let said = String::from_utf8_lossy(&output.stdout);
        let of_it = said.lines().find(|line| line.contains(&format!("{path}: "))).expect(&said);
        assert!(of_it.ends_with(LEFT), "{command:?}: {of_it}");
    }
}

/// With a harness and the preload, a program sees and prints the same as without them.
fn as_if_nothing_were_there(installation: &Installation, program: &Path) {
    let file = installation.home.path().join("seen.py");
    fs_err::write(&file, SEEN).unwrap();
    let seen = |command: &mut Command| {
        let delivery = deliver(command.arg(&file));
        let (out, err) = (delivery.stdout(), delivery.stderr());
        (delivery.output.status.code(), out, err, delivery.stream)
    };
    let plain = seen(&mut installation.home.command(program));
    assert_eq!((plain.0, &plain.3[..]), (Some(5), &b""[..]), "{}", plain.2);
    assert_eq!(seen(&mut installation.preloaded(program)), plain);
    assert_eq!(seen(&mut installation.in_shell(program)), plain);
}
