//! What outlives an installation: a stub while processes name it, the copy of the command.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::wait::until;

use super::machine::{Machine, same};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name =
        "a stub stays while a process names it, and no longer; enable and disable work from it";
    Machine::test(suite, name, |machine| {
        machine.write(".bashrc", "true");
        let before = machine.state();
        machine.enable(&[]);
        let preload = machine.preload();
        let disable = || succeed(machine.home.cli(&["disable"]).env("LD_PRELOAD", &preload));
        let said = disable();
        assert!(said.contains(&preload), "{said}");
        let package = Path::new(&preload).with_file_name("cg_plot_capture");
        assert!(Path::new(&preload).exists() && !package.exists());
        // A program of a shell that still has it: not a word.
        let program = run(machine.home.command("true").env("LD_PRELOAD", &preload));
        assert!(program.status.success() && program.stderr.is_empty());
        let mut python = machine.home.command(&machine.python.program);
        let python = told(&run(python.env("LD_PRELOAD", &preload).args(["-c", "print(1)"])));
        assert_eq!(python, (Some(0), "1\n".into(), String::new()));
        assert!(disable().starts_with("nothing is enabled here"));
        machine.enable(&[]);
        assert!(package.join("_start.py").exists());
        disable();
        let mut sleeper =
            machine.home.command("sleep").arg("100").env("LD_PRELOAD", &preload).spawn().unwrap();
        succeed(&mut machine.home.cli(&["status"]));
        assert!(Path::new(&preload).exists());
        sleeper.kill().unwrap();
        sleeper.wait().unwrap();
        succeed(&mut machine.home.cli(&["status"]));
        same(&machine.state(), &before);
    });
    let need = match nix::unistd::geteuid().is_root() {
        true => Ok(()),
        false => Err("only root may change its root folder".to_owned()),
    };
    let name = "a process that has another file at that path keeps no stub";
    Machine::needing(suite, name, need, elsewhere);
    Machine::test(suite, "a shell open in a terminal keeps the stub", |machine| {
        let before = machine.state();
        machine.enable(&[]);
        let preload = machine.preload();
        // A shell in a terminal of its own, that has answered; its number.
        let code = "import os, pty, sys, time\n\
        pid, terminal = pty.fork()\n\
        if pid == 0: os.execv('/bin/sh', ['sh'])\n\
        os.write(terminal, b'echo re\\'\\'ady\\n')\n\
        text = b''\n\
        while b'ready' not in text: text += os.read(terminal, 100)\n\
        print(pid, flush=True)\n\
        sys.stdin.read()";
        let mut command = machine.home.command(&machine.python.program);
        command.args(["-I", "-S", "-c", code]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut terminal = command.spawn().unwrap();
        let mut shell = String::new();
        let answer = terminal.stdout.as_mut().unwrap();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(answer), &mut shell).unwrap();
        machine.disable();
        assert!(Path::new(&preload).exists());
        // Its end hangs the terminal up.
        terminal.kill().unwrap();
        terminal.wait().unwrap();
        let process = Path::new("/proc").join(shell.trim()).join("stat");
        // Gone, or a zombie that init has yet to reap.
        until("the shell ends with its terminal", || {
            std::fs::read_to_string(&process).map_or(true, |stat| stat.contains(") Z "))
        });
        machine.disable();
        same(&machine.state(), &before);
    });
    Machine::test(suite, "an old payload goes with the next enable", |machine| {
        machine.enable(&[]);
        let old = machine.folder().join("payload-0");
        fs_err::create_dir_all(old.join("cg_plot_capture")).unwrap();
        fs_err::write(old.join("libcg_plot_inject.so"), "").unwrap();
        let payload = machine.payloads().into_iter().find(|one| *one != old).unwrap();
        let [payload, old_name] = [&payload, &old].map(|path| path.display().to_string());
        let hook = fs_err::read_to_string(machine.hook()).unwrap().replace(&payload, &old_name);
        fs_err::write(machine.hook(), hook).unwrap();
        machine.enable(&[]);
        assert!(!old.exists());
        assert!(fs_err::read_to_string(machine.hook()).unwrap().contains(&payload));
        machine.disable();
        assert!(!machine.hook().exists() && !machine.folder().exists());
    });
}

fn elsewhere(machine: &Machine) {
    let before = machine.state();
    machine.enable(&[]);
    let preload = machine.preload();
    let folder = tempfile::tempdir().unwrap();
    let code = "import os, sys
os.chroot(sys.argv[1])
print('ready', flush=True)
sys.stdin.read()";
    let mut command = machine.home.command(&machine.python.program);
    command.args(["-I", "-S", "-c", code]).arg(folder.path()).env("LD_PRELOAD", &preload);
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut ready = [0; 6];
    std::io::Read::read_exact(process.stdout.as_mut().unwrap(), &mut ready).unwrap();
    let said = machine.disable();
    assert!(!said.contains("stays while a live process"), "{said}");
    same(&machine.state(), &before);
    process.kill().unwrap();
    process.wait().unwrap();
}
