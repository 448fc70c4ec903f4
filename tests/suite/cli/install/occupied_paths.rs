//! Whatever stands where a file of a shell's or of ours would be: the commands end, say what they leave alone,
//! and give everything back.

use std::os::unix::fs::{FileTypeExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output};

use cg_plot_capture_tests::command::{run, succeed};
use cg_plot_capture_tests::program;
use cg_plot_capture_tests::suite::Suite;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::machine::{Machine, enabled, same};
use super::root::Root;
use super::stop::said;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let name = "what stands in a shell file's place is left alone, with its reason, and comes back";
    Machine::test(suite, name, in_place_of_files);
    Machine::test(suite, "a pipe that comes between holds no command up", pipes_between);
    Machine::test(suite, "a link that comes between has our line taken out where it leads", moved);
    let name = "lines that a user adds to our hook stay, and those of an old one are told";
    Machine::test(suite, name, edited_hook);
    let name = "what stands in the place of our own files is removed, or named";
    Machine::test(suite, name, in_place_of_ours);
    Machine::test(suite, "a folder of ours that was moved behind a link is emptied", behind_a_link);
    let name = "a program that has a Python's name and is none is named";
    Machine::test(suite, name, silent);
    Machine::test(suite, "doctor names a PYTHONHOME under which no Python starts", python_home);
    let name = "status under sudo names the enable that works there";
    suite.needing(name, Root::need_users(), |python| sudo(&Machine::new(&python)));
    let name =
        "what an ordinary user can't replace is left alone, and disable goes on where it stopped";
    let need = Root::need_users().and_then(|python| match Path::new("/usr/bin/python3").exists() {
        true => Ok(python),
        false => Err("/usr/bin has no python3 that everybody may start".to_owned()),
    });
    suite.needing(name, need, |python| as_user(&Root::new(&python)));
}

/// A command that is not waited for long.
fn soon(command: &Command) -> Output {
    let mut soon = Command::new("timeout");
    soon.arg("60").arg(command.get_program()).args(command.get_args()).env_clear();
    soon.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = run(soon.current_dir(command.get_current_dir().unwrap()));
    assert_ne!(output.status.code(), Some(124), "it hangs: {}", said(&output));
    output
}

fn pipe(path: &Path) {
    mkfifo(path, Mode::S_IRWXU).unwrap();
}

const FISH: &str = ".config/fish/conf.d/cg-plot-capture.fish";

/// What makes it.
type Make = fn(&Path);

/// What is made, where, and what is said of it; nothing is said where our line is added.
const ROWS: [(&str, Make, &str); 10] = [
    (".bashrc", pipe, "is not a file"),
    (".bashrc", |path| symlink("away", path).unwrap(), "leads nowhere"),
    (FISH, pipe, "is not a file"),
    (FISH, |path| fs_err::create_dir(path).unwrap(), "is not a file"),
    (FISH, |path| symlink("../away", path).unwrap(), "leads nowhere"),
    (FISH, |path| symlink("../config.fish", path).unwrap(), ""),
    (FISH, |path| fs_err::write(path, "set -g fish_greeting\n").unwrap(), ""),
    (".config/fish/conf.d", |path| fs_err::write(path, "").unwrap(), "is not in a folder"),
    (".config/fish/conf.d", |path| symlink("away", path).unwrap(), "leads nowhere"),
    (".config/fish/conf.d", |path| symlink("..", path).unwrap(), ""),
];

fn in_place_of_files(machine: &Machine) {
    for (name, make, why) in ROWS {
        let path = machine.path(name);
        fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        machine.write(".config/fish/config.fish", "true\n");
        make(&path);
        // A pipe can't be read to be compared.
        let is_pipe = path.symlink_metadata().unwrap().file_type().is_fifo();
        let before = (!is_pipe).then(|| machine.state());
        let output = soon(&machine.enabling(&[]));
        enabled(&output);
        let told = String::from_utf8_lossy(&output.stderr);
        if why.is_empty() {
            assert_eq!(told, "", "{name}");
            let again = soon(&machine.enabling(&[]));
            assert!(enabled(&again).contains("changes:\n  none\n"), "{name}: {}", said(&again));
        }
        let told_why = why.is_empty() || told.contains(&format!("{why}: left alone"));
        assert!(told_why, "{name}: {told}");
        let output = soon(&machine.home.cli(&["disable"]));
        assert!(output.status.success(), "{name}: {}", said(&output));
        assert!(!said(&output).contains(": left"), "{name}: {}", said(&output));
        assert!(!machine.hook().exists() && !machine.folder().exists(), "{name}");
        match before {
            Some(before) => same(&machine.state(), &before),
            None => assert!(path.symlink_metadata().unwrap().file_type().is_fifo(), "{name}"),
        }
        if fs_err::remove_file(&path).is_err() {
            fs_err::remove_dir(&path).unwrap();
        }
        fs_err::remove_dir_all(machine.path(".config")).unwrap();
    }
}

fn pipes_between(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    machine.enable(&[]);
    for path in [machine.path(".bashrc"), machine.hook(), machine.folder().join("settings")] {
        fs_err::remove_file(&path).unwrap();
        pipe(&path);
    }
    for arguments in [&["status"][..], &["disable"], &["disable"]] {
        soon(&machine.home.cli(arguments));
    }
    assert!(machine.hook().exists() && !machine.folder().exists());
    // A stranger's, in front of whatever would be in the library.
    let output = soon(&machine.enabling(&[]));
    assert!(said(&output).contains(".bashrc is not a file: left alone"), "{}", said(&output));
    machine.disable();
}

fn moved(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    machine.write(".profile", "true\n");
    machine.enable(&[]);
    fs_err::create_dir(machine.path("dotfiles")).unwrap();
    fs_err::rename(machine.path(".bashrc"), machine.path("dotfiles/rc")).unwrap();
    symlink("dotfiles/rc", machine.path(".bashrc")).unwrap();
    // And a copy, which no receipt knows.
    fs_err::copy(machine.path(".profile"), machine.path(".bash_profile")).unwrap();
    let said = machine.disable();
    assert!(said.starts_with("disabled\n") && !said.contains("left as it is"), "{said}");
    for name in ["dotfiles/rc", ".profile", ".bash_profile"] {
        assert_eq!(machine.read(name), "true\n", "{name}: {said}");
    }
    assert_eq!(machine.disable(), "nothing is enabled here\n");
}

fn edited_hook(machine: &Machine) {
    machine.enable(&[]);
    let hook = || fs_err::read_to_string(machine.hook()).unwrap();
    let ours = hook();
    fs_err::write(machine.hook(), format!("{ours}import coverage\n")).unwrap();
    let status = || said(&run(&mut machine.home.cli(&["status"])));
    assert!(machine.enable(&[]).contains("hook\n") && hook().ends_with("import coverage\n"));
    assert!(!status().contains("problem"), "{}", status());
    // Of an earlier version, it does not act.
    let payload = machine.payloads().remove(0);
    let older = hook()
        .replace(payload.to_str().unwrap(), machine.folder().join("payload-0").to_str().unwrap());
    fs_err::write(machine.hook(), &older).unwrap();
    let output = run(&mut machine.enabling(&[]));
    let told = "sitecustomize.py was edited since, and no longer captures: left as it is";
    assert!(said(&output).contains(told) && hook() == older, "{}", said(&output));
    let told = status();
    let command = told.split("to fix it: ").nth(1).unwrap().lines().next().unwrap();
    let path = cg_plot_capture_tests::command::cg_plot_capture().parent().unwrap().display();
    let script = format!("PATH={path}:$PATH; {command}");
    succeed(machine.home.command("sh").args(["-c", &script]));
    assert!(hook() == ours && !status().contains("problem"), "{}", status());
    let left = machine.disable();
    assert!(
        left.contains("python313.zip holds files of others") || left.contains(".zip holds"),
        "{left}"
    );
    let mine = machine.hook().with_extension("py.edited");
    assert_eq!(fs_err::read_to_string(mine).unwrap(), older);
}

fn in_place_of_ours(machine: &Machine) {
    let before = machine.state();
    for name in ["settings", "env.sh", "bin/cg-plot-capture"] {
        for command in [machine.enabling(&[]), machine.home.cli(&["disable"])] {
            machine.enable(&[]);
            let path = machine.folder().join(name);
            fs_err::remove_file(&path).unwrap();
            fs_err::create_dir(&path).unwrap();
            let output = soon(&command);
            assert!(output.status.success(), "{name}: {}", said(&output));
        }
        same(&machine.state(), &before);
    }
    machine.enable(&[]);
    let payload = machine.payloads().remove(0);
    for command in [machine.enabling(&[]), machine.home.cli(&["disable"])] {
        fs_err::remove_dir_all(&payload).unwrap();
        fs_err::write(&payload, "").unwrap();
        let told = said(&run(&mut machine.home.cli(&["status"])));
        assert!(
            told.contains("enabled in") && told.contains("to fix it: cg-plot-capture enable\n"),
            "{told}"
        );
        let output = soon(&command);
        assert!(output.status.success(), "{}", said(&output));
    }
    same(&machine.state(), &before);
}

fn behind_a_link(machine: &Machine) {
    let before = machine.state();
    machine.enable(&[]);
    fs_err::rename(machine.folder(), machine.path("big")).unwrap();
    symlink(machine.path("big"), machine.folder()).unwrap();
    machine.disable();
    same(&machine.state(), &before);
}

fn silent(machine: &Machine) {
    fs_err::create_dir(machine.path("bin")).unwrap();
    program::write(&machine.path("bin/python3"), "#!/bin/sh\nexit 3\n");
    let told = format!("{}: left out, it does not answer", machine.path("bin/python3").display());
    for arguments in [&["enable", "--dry-run"][..], &["status"], &["doctor", "--verbose"]] {
        let path = format!("{}:/usr/bin:/bin", machine.path("bin").display());
        let output = run(machine.home.cli(arguments).env("PATH", path));
        assert!(said(&output).contains(&told), "{}", said(&output));
    }
}

fn python_home(machine: &Machine) {
    machine.enable(&[]);
    let python = machine.python.program.to_str().unwrap();
    let mut doctor = machine.home.cli(&["doctor", "--python", python]);
    let output = run(doctor.env("PYTHONHOME", "/nonexistent"));
    let told = "\n1. PYTHONHOME=/nonexistent: CPython ";
    let told = [told, " does not start with it\n   unset PYTHONHOME\n"];
    assert!(told.iter().all(|one| said(&output).contains(one)), "{}", said(&output));
}

fn sudo(machine: &Machine) {
    let output = run(machine.home.cli(&["status"]).env("SUDO_USER", "somebody"));
    let told = "not enabled; cg-plot-capture enable --user starts it\n";
    assert!(said(&output).contains(told), "{}", said(&output));
}

/// By an ordinary user, whose Python has its hook among his own packages.
const AS_USER: &str = include_str!("in_the_way/as_user.sh");

fn as_user(root: &Root) {
    let output = run(&mut root.with_pythons().command(&["sh", "-c", AS_USER]));
    assert!(output.status.success(), "{}", said(&output));
}
