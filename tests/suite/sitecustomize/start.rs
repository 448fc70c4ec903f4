//! What a Python process pays at its start, and that programs see nothing of us.

use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::figures::{MINORS, some_minors};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    suite.on_pythons("start-up imports nothing for us but one file", &MINORS, |python| {
        let installation = Installation::shared(python, &[]);
        let code = "import sys; print(*sorted(sys.modules), sep='\\n')";
        let mut bare = installation.home.command(&installation.original.program);
        let bare = succeed(bare.args(["-I", "-c", code]));
        for mut ours in layers(&installation) {
            let ours = succeed(ours.args(["-I", "-c", code]));
            let extra: Vec<&str> =
                ours.lines().filter(|name| !bare.lines().any(|n| n == *name)).collect();
            assert_eq!(extra, ["cg_plot_capture._start"]);
        }
    });
    suite.on_pythons("a program sees nothing of the capture", &MINORS, |python| {
        let installation = Installation::shared(python, &[]);
        let code = "import os, sys\n\
            print(sys.path, sys.argv, sys.flags, sys.builtin_module_names)\n\
            print(sorted(k for k in os.environ if k != 'LD_PRELOAD'), os.listdir('/proc/self/fd'))\n\
            try: import sitecustomize\n\
            except ImportError as error: print(repr(error), error.name)\n\
            else: print(sitecustomize.__spec__.origin, 'sitecustomize' in sys.modules)";
        let program = &installation.original.program;
        for flags in [&["-c"] as &[&str], &["-I", "-c"], &["-E", "-s", "-c"]] {
            let [bare, ours] = [installation.home.command(program), installation.preloaded(program)]
                .map(|mut command| succeed(command.args(flags).arg(code)));
            assert_eq!(bare, ours);
        }
    });
    suite.on_pythons("what starts programs is as without us", some_minors(), |python| {
        let installation = Installation::shared(python, &[]);
        let venv = installation.venv("venv");
        let kept = venv_with(python, &["matplotlib"]);
        let run = |mut shell: std::process::Command, program: &Path| {
            shell.args(["-c", "exec \"$@\" 2>&-", "sh"]).arg(program).arg(script("starters"));
            succeed(&mut shell)
        };
        let bare = run(installation.home.command("sh"), &kept);
        assert_eq!(run(installation.preloaded("sh"), &kept), bare);
        assert_eq!(run(installation.home.command("sh"), &venv), bare);
    });
    suite.on_pythons("threads that start programs at once lose nothing", &MINORS, |python| {
        let installation = Installation::shared(python, &[]);
        for mut command in layers(&installation) {
            let output = run(command.arg(script("together")).env("CG_PLOT_LOG", "debug"));
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.success(), &*stderr), (true, ""));
        }
    });
    suite.on_pythons("python -S runs nothing of ours", &MINORS, |python| {
        let installation = Installation::shared(python, &[]);
        let code = "import sys; print([name for name in sys.modules if 'cg_plot' in name])";
        let mut command = installation.preloaded(&installation.original.program);
        assert_eq!(succeed(command.args(["-S", "-c", code])), "[]\n");
    });
    suite.on_pythons("the sitecustomize that was there still runs", &MINORS, |python| {
        let installation = Installation::shared(python, &[]);
        let folder = installation.home.path().join("site");
        fs_err::create_dir_all(&folder).unwrap();
        let file = folder.join("sitecustomize.py");
        let see = "import sitecustomize; print(sitecustomize.mine, sitecustomize.__file__)";
        for mut command in [
            installation.preloaded(&installation.original.program),
            installation.preloaded(&installation.python.program),
        ] {
            fs_err::write(&file, "mine = 'ran'").unwrap();
            let said = succeed(command.env("PYTHONPATH", &folder).args(["-c", see]));
            assert_eq!(said, format!("ran {}\n", file.display()));
            // Its errors are its own.
            fs_err::write(&file, "raise RuntimeError('its own')").unwrap();
            let output = command.output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            let expected =
                "Error in sitecustomize; set PYTHONVERBOSE for traceback:\nRuntimeError: its own\n";
            assert!(stderr.starts_with(expected), "{stderr}");
        }
    });
    suite.on_pythons("CG_PLOT_CAPTURE=off is off", &MINORS, |python| {
        let installation = Installation::shared(python, &[]);
        let code = "import sys; print('cg_plot_capture._start' in sys.modules)";
        for (value, armed) in [("off", "False\n"), ("OFF", "False\n"), ("on", "True\n")] {
            for mut command in layers(&installation) {
                let said = succeed(command.env("CG_PLOT_CAPTURE", value).args(["-c", code]));
                assert_eq!(said, armed, "{value}");
            }
        }
    });
}

/// A Python under each layer alone.
fn layers(installation: &Installation) -> [Command; 2] {
    let hooked = installation.home.command(&installation.python.program);
    [installation.preloaded(&installation.original.program), hooked]
}
