//! Programs that have a Python in them, and a Python that is not CPython.

use cg_plot_capture_tests::matplotlib::packages_of;
use cg_plot_capture_tests::prelude::*;

use super::{Setup, figure, outcome};

/// How `embed.c` runs the script, and how many figures come by the preload and by the hook.
const WAYS: [(&str, usize, usize); 6] = [
    ("plain", 1, 1),
    ("thread", 1, 1),
    // Nothing of the environment says where the interpreter's own folders are.
    ("isolated", 1, 0),
    // As `python -S`.
    ("no_site", 0, 0),
    // The preload arms the first interpreter of a process alone; the hook each that reads it.
    ("again", 0, 1),
    ("sub", 0, 1),
];

/// Adds the tests.
pub(super) fn add(suite: &mut Suite, setup: &Shared<Setup>) {
    for (how, preload, hook) in WAYS {
        let name = format!("a program with a Python in it ({how}) is as without us");
        let suite = suite.seldom_if(["thread", "no_site", "again"].contains(&how));
        setup.needing(suite, &name, library(), move |setup, (gcc, library)| {
            embeds(setup, &embed(setup, &gcc, &library, how), how, preload, hook);
        });
    }
    let name = "a program that loads its Python late is as without us, and the hook reaches it";
    setup.needing(suite, name, library(), |setup, (gcc, _)| {
        let late = setup.compile(&gcc, "embed", "late", &["-DLATE", "-pthread", "-ldl"]);
        embeds(setup, &late, "plain", 0, 1);
    });
    let debian = || tool("gdb").and_then(|gdb| Ok((gdb, Interpreter::debian()?)));
    setup.needing(suite, "a figure of gdb's own Python is delivered", debian(), |setup, needed| {
        gdb(setup, &needed);
    });
    let name = "Debian's PyPy runs as without the preload";
    setup.needing(suite, name, tool("pypy3"), |setup, pypy| {
        let code = "import os, subprocess, sys\n\
            print(sys.path, sorted(sys.modules), sys.builtin_module_names, flush=True)\n\
            print(sorted(set(os.environ) - {'LD_PRELOAD', 'CG_PLOT_MODE'}), flush=True)\n\
            subprocess.run(['/bin/echo', 'child'], env={}, check=True)\n\
            sys.exit(5)";
        let (status, ..) =
            setup.same("exec \"$@\"", &[pypy.as_os_str(), "-c".as_ref(), code.as_ref()]);
        assert_eq!(status.code(), Some(5));
    });
}

/// The compiler and the newest interpreter's shared library.
fn library() -> Result<(PathBuf, PathBuf), String> {
    let python = Interpreter::newest()?;
    let (major, minor) = python.version;
    let library = python.prefix.join(format!("lib/libpython{major}.{minor}.so"));
    if library.exists() { Ok((tool("gcc")?, library)) } else { Err("no shared libpython".into()) }
}

fn embed(setup: &Setup, gcc: &Path, library: &Path, how: &str) -> PathBuf {
    let headers = setup.installation.original.library.file_name().unwrap();
    let headers = library.parent().unwrap().with_file_name("include").join(headers);
    let folder = library.parent().unwrap().display();
    let flags = [
        &format!("-I{}", headers.display()),
        library.to_str().unwrap(),
        &format!("-Wl,-rpath,{folder}"),
        "-pthread",
    ];
    setup.compile(gcc, "embed", &format!("embed-{how}"), &flags)
}

fn embeds(setup: &Setup, program: &Path, how: &str, preload: usize, hook: usize) {
    let home = |python: &Interpreter| python.prefix.clone();
    let [original, private] = [&setup.installation.original, &setup.installation.python].map(home);
    let command = |home: &Path| {
        let mut command = setup.installation.home.command(program);
        command.arg(how).arg(figure());
        command.env("PACKAGES", packages_of(&setup.kept)).env("PYTHONHOME", home);
        let (major, minor) = setup.installation.original.version;
        command.env("LIBRARY", original.join(format!("lib/libpython{major}.{minor}.so")));
        command
    };
    let plain = |home: &Path| {
        let delivery = deliver(command(home).env("CG_PLOT_CAPTURE", "off"));
        assert_eq!(delivery.output.status.code(), Some(9), "{}", delivery.stderr());
        outcome(delivery.output)
    };
    let preloaded = deliver(command(&original).env("LD_PRELOAD", setup.installation.preload()));
    assert_eq!(preloaded.names().len(), preload, "{}", preloaded.stderr());
    assert_eq!(outcome(preloaded.output), plain(&original));
    let hooked = deliver(&mut command(&private));
    assert_eq!(hooked.names().len(), hook, "{}", hooked.stderr());
    assert_eq!(outcome(hooked.output), plain(&private));
}

fn gdb(setup: &Setup, (gdb, python): &(PathBuf, Interpreter)) {
    let packages = packages_of(&venv_with(python, &["matplotlib"]));
    let code = format!(
        "import runpy, sys\nsys.path.append({:?})\n\
        try: runpy.run_path({:?}, run_name='__main__')\nexcept SystemExit: print('ended')\n",
        packages.display().to_string(),
        script("unusual_programs/figure").display().to_string()
    );
    let file = setup.installation.home.path().join("in_gdb.py");
    fs_err::write(&file, code).unwrap();
    let command = || {
        let mut command: Command = setup.installation.home.command(gdb);
        command.args(["-nx", "-batch", "-x"]).arg(&file);
        command
    };
    let plain = outcome(run(&mut command()));
    assert_eq!(plain.1, "before\nended\n", "{}", plain.2);
    let delivery = deliver(command().env("LD_PRELOAD", setup.installation.preload()));
    assert_eq!(delivery.names(), ["plot_1.svg"]);
    assert_eq!(outcome(delivery.output), plain);
}
