//! The lines and scripts, run by the real shells.

use cg_plot_capture_tests::prelude::*;

use super::machine::{Machine, enabled, same};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for shell in ["sh", "dash", "bash", "zsh"] {
        let name = format!("{shell} -eu gets the preload once, last, and says nothing");
        let need = Interpreter::newest().and_then(|python| Ok((python, tool(shell)?)));
        suite.needing(&name, need, |(python, shell)| {
            posix_shell(&Machine::new(&python), &shell);
        });
    }
    let need = Interpreter::newest().and_then(|python| Ok((python, tool("fish")?)));
    suite.needing("fish gets the preload once, last, and says nothing", need, |(python, fish)| {
        fish_shell(&Machine::new(&python), &fish);
    });
    suite.needing("the shell script is clean under shellcheck", tool("shellcheck"), shellcheck);
    Machine::test(suite, "the harness's file is made on its machine", |machine| {
        let before = machine.state();
        enabled(&run(machine.enabling(&[]).env("CG_ATV2", "true")));
        assert!(machine.read(".cg_bash_env").ends_with("fi # cg-plot-capture\n"));
        machine.disable();
        same(&machine.state(), &before);
    });
}

fn posix_shell(machine: &Machine, shell: &Path) {
    machine.write(".cg_bash_env", "# a file\n");
    machine.enable(&[]);
    let preload = machine.preload();
    let stale = machine.folder().join("payload-0/libcg_plot_inject.so");
    let file = machine.path(".cg_bash_env");
    let script = format!(
        ". '{0}'; . '{0}'; test $? = 0; echo \"$LD_PRELOAD\"; set | grep -c _cg_plot || true",
        file.display()
    );
    let shell = |preloads: &str| {
        let mut command = machine.home.command(shell);
        command.args(["-e", "-u", "-c", &script]);
        if !preloads.is_empty() {
            command.env("LD_PRELOAD", preloads);
        }
        let output = run(&mut command);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        (String::from_utf8(output.stdout).unwrap(), said)
    };
    // The line that grep itself would be in is `_`, which names the last argument.
    let first = |text: String| text.lines().next().unwrap().to_owned();
    let (out, err) = shell("");
    assert_eq!((first(out), err.as_str()), (preload.clone(), ""));
    let (out, _) = shell(&format!("{} {preload}:/lib/other.so", stale.display()));
    assert_eq!(first(out), format!("/lib/other.so:{preload}"));
    machine.disable();
    let (out, _) = shell("/lib/other.so");
    assert_eq!(first(out), "/lib/other.so");
}

fn fish_shell(machine: &Machine, fish: &Path) {
    fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
    machine.enable(&[]);
    let preload = machine.preload();
    let stale = machine.folder().join("payload-0/libcg_plot_inject.so");
    let preloads = format!("{} {preload}:/lib/other.so", stale.display());
    let fish = |preloads: &str| {
        let mut command = machine.home.command(fish);
        run(command.args(["-c", "echo $LD_PRELOAD"]).env("LD_PRELOAD", preloads)).stdout
    };
    assert_eq!(fish(""), format!("{preload}\n").into_bytes());
    assert_eq!(fish(&preloads), format!("/lib/other.so:{preload}\n").into_bytes());
}

fn shellcheck(shellcheck: PathBuf) {
    let script = fs_err::read_to_string(workspace().join("cli/src/install/env.sh")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("env.sh");
    let script = script.replace("@PRELOAD@", "'/f/p.so'").replace("@FOLDER@", "'/f'");
    fs_err::write(&file, script).unwrap();
    for dialect in ["sh", "dash", "bash"] {
        succeed(Command::new(&shellcheck).args(["--shell", dialect]).arg(&file));
    }
}
