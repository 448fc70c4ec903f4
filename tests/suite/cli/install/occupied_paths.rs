//! Whatever stands where a file of a shell's or of ours would be: the commands end, say what they leave alone,
//! and give everything back.

use std::os::unix::fs::{FileTypeExt as _, symlink};

use cg_plot_capture_tests::prelude::*;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::machine::{Machine, Test, enabled, same};
use super::root::Root;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (name, test) in TESTS {
        Machine::test(suite, name, test);
    }
    let name = "status under sudo names the enable that works there";
    suite.needing(name, Root::need_users(), |python| {
        let machine = Machine::new(&python);
        let output = run(machine.home.cli(&["status"]).env("SUDO_USER", "somebody"));
        let told = "not enabled; cg-plot-capture enable --user starts it\n";
        assert!(said(&output).contains(told), "{}", said(&output));
    });
    let name =
        "what an ordinary user can't replace is left alone, and disable goes on where it stopped";
    let need = Root::need_users().and_then(|python| match Path::new("/usr/bin/python3").exists() {
        true => Ok(python),
        false => Err("/usr/bin has no python3 that everybody may start".to_owned()),
    });
    // His Python has its hook among his own packages.
    suite.needing(name, need, |python| {
        let script = include_str!("in_the_way/as_user.sh");
        succeed(&mut Root::new(&python).with_pythons().command(&["sh", "-c", script]));
    });
}

const TESTS: [Test; 8] = [
    (
        "what stands in a shell file's place is left alone, with its reason, and comes back",
        in_place_of_files,
    ),
    ("a pipe that comes between holds no command up", pipes_between),
    ("a link that comes between has our line taken out where it leads", moved),
    ("lines that a user adds to our hook stay, and those of an old one are told", edited_hook),
    ("what stands in the place of our own files is removed, or named", in_place_of_ours),
    ("a folder of ours that was moved behind a link is emptied", |machine| {
        let before = machine.state();
        machine.enable(&[]);
        fs_err::rename(machine.folder(), machine.path("big")).unwrap();
        symlink(machine.path("big"), machine.folder()).unwrap();
        machine.disable();
        same(&machine.state(), &before);
    }),
    ("a program that has a Python's name and is none is named", |machine| {
        fs_err::create_dir(machine.path("bin")).unwrap();
        let python = machine.path("bin/python3");
        program::write(&python, "#!/bin/sh\nexit 3\n");
        let told = format!("{}: left out, it does not answer", python.display());
        for arguments in [&["enable", "--dry-run"][..], &["status"], &["doctor", "--verbose"]] {
            let path = format!("{}:/usr/bin:/bin", machine.path("bin").display());
            let output = run(machine.home.cli(arguments).env("PATH", path));
            assert!(said(&output).contains(&told), "{}", said(&output));
        }
    }),
    ("doctor names a PYTHONHOME under which no Python starts", |machine| {
        machine.enable(&[]);
        let python = machine.python.program.to_str().unwrap();
        let mut doctor = machine.home.cli(&["doctor", "--python", python]);
        let output = run(doctor.env("PYTHONHOME", "/nonexistent"));
        for told in [
            "\n1. PYTHONHOME=/nonexistent: CPython ",
            " does not start with it\n   unset PYTHONHOME\n",
        ] {
            assert!(said(&output).contains(told), "{}", said(&output));
        }
    }),
];

/// A command that is not waited for long.
fn soon(command: &Command) -> Output {
    let output = run(&mut within(&["timeout", "60"], command));
    assert_ne!(output.status.code(), Some(124), "it hangs: {}", said(&output));
    output
}

fn pipe(path: &Path) {
    mkfifo(path, Mode::S_IRWXU).unwrap();
}

const FISH: &str = ".config/fish/conf.d/cg-plot-capture.fish";

/// What is made, where, and what is said of it; nothing is said where our line is added.
type Row = (&'static str, fn(&Path), &'static str);

/// Each round's rows are in one home. The last rounds are of kinds that the first have.
const ROUNDS: [&[Row]; 7] = [
    &[
        (".bashrc", pipe, "is not a file"),
        (".profile", |path| symlink("away", path).unwrap(), "leads nowhere"),
        (FISH, |path| fs_err::create_dir(path).unwrap(), "is not a file"),
    ],
    &[(FISH, |path| symlink("../config.fish", path).unwrap(), "")],
    &[(".config/fish/conf.d", |path| fs_err::write(path, "").unwrap(), "is not in a folder")],
    &[
        (FISH, pipe, "is not a file"),
        (".bashrc", |path| symlink("away", path).unwrap(), "leads nowhere"),
    ],
    &[(FISH, |path| fs_err::write(path, "set -g fish_greeting\n").unwrap(), "")],
    &[(".config/fish/conf.d", |path| symlink("away", path).unwrap(), "leads nowhere")],
    &[(".config/fish/conf.d", |path| symlink("..", path).unwrap(), "")],
];

fn in_place_of_files(machine: &Machine) {
    for rows in ROUNDS.into_iter().take(if tests_all() { ROUNDS.len() } else { 3 }) {
        fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
        machine.write(".config/fish/config.fish", "true\n");
        for (name, make, _) in rows {
            let path = machine.path(name);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            make(&path);
        }
        // A pipe can't be read to be compared.
        let is_pipe = |path: &Path| path.symlink_metadata().unwrap().file_type().is_fifo();
        let pipes: Vec<_> =
            rows.iter().map(|(name, ..)| machine.path(name)).filter(|it| is_pipe(it)).collect();
        let before = pipes.is_empty().then(|| machine.state());
        let output = soon(&machine.enabling(&[]));
        enabled(&output);
        let (_, _, told) = self::told(&output);
        for (name, _, why) in rows.iter().filter(|(.., why)| !why.is_empty()) {
            assert!(told.contains(&format!("{why}: left alone")), "{name}: {told}");
        }
        if rows.iter().all(|(.., why)| why.is_empty()) {
            assert_eq!(told, "");
            let again = soon(&machine.enabling(&[]));
            assert!(enabled(&again).contains("changes:\n  none\n"), "{}", said(&again));
        }
        let output = soon(&machine.home.cli(&["disable"]));
        assert!(output.status.success() && !said(&output).contains(": left"), "{}", said(&output));
        assert!(!machine.hook().exists() && !machine.folder().exists());
        match before {
            Some(before) => same(&machine.state(), &before),
            None => assert!(pipes.iter().all(|path| is_pipe(path))),
        }
        for (name, ..) in rows {
            let path = machine.path(name);
            fs_err::remove_file(&path).or_else(|_| fs_err::remove_dir(&path)).unwrap();
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
    let path = cg_plot_capture().parent().unwrap().display();
    let script = format!("PATH={path}:$PATH; {command}");
    succeed(machine.home.command("sh").args(["-c", &script]));
    assert!(hook() == ours && !status().contains("problem"), "{}", status());
    let left = machine.disable();
    assert!(left.contains(".zip holds files of others"), "{left}");
    let mine = machine.hook().with_extension("py.edited");
    assert_eq!(fs_err::read_to_string(mine).unwrap(), older);
}

fn in_place_of_ours(machine: &Machine) {
    let before = machine.state();
    for command in [machine.enabling(&[]), machine.home.cli(&["disable"])] {
        machine.enable(&[]);
        for name in ["settings", "env.sh", "bin/cg-plot-capture"] {
            let path = machine.folder().join(name);
            fs_err::remove_file(&path).unwrap();
            fs_err::create_dir(&path).unwrap();
        }
        let output = soon(&command);
        assert!(output.status.success(), "{}", said(&output));
    }
    same(&machine.state(), &before);
    machine.enable(&[]);
    let payload = machine.payloads().remove(0);
    for command in [machine.enabling(&[]), machine.home.cli(&["disable"])] {
        fs_err::remove_dir_all(&payload).unwrap();
        fs_err::write(&payload, "").unwrap();
        let told = said(&run(&mut machine.home.cli(&["status"])));
        let mend = "to fix it: cg-plot-capture enable\n";
        assert!(told.contains("enabled in") && told.contains(mend), "{told}");
        let output = soon(&command);
        assert!(output.status.success(), "{}", said(&output));
    }
    same(&machine.state(), &before);
}
