//! enable and disable leave every shape of home as it was.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::{Duration, SystemTime};

use cg_plot_capture_tests::prelude::*;

use super::machine::{Machine, enabled, same};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for (name, make) in SHAPES {
        let name = format!("enable and disable leave as it was: {}", name);
        suite.on_newest(&name, move |python| {
            let machine = Machine::new(python);
            make(&machine);
            let before = machine.state();
            machine.enable(&["--mode", "both"]);
            assert!(machine.hook().exists() && Path::new(&machine.preload()).exists());
            // Python keeps bytecode of what it imports.
            let mut python = machine.home.command(&machine.python.program);
            succeed(python.env_remove("PYTHONDONTWRITEBYTECODE").args(["-c", "pass"]));
            machine.disable();
            same(&machine.state(), &before);
        });
    }
    Machine::test(suite, "a home that ld.so would expand is refused", |machine| {
        let home = machine.path("a$LIB");
        fs_err::create_dir(&home).unwrap();
        let before = machine.state();
        let (code, _, said) = told(&run(machine.enabling(&[]).env("HOME", &home)));
        assert!(code == Some(1) && said.contains("set XDG_DATA_HOME"), "{said}");
        same(&machine.state(), &before);
    });
    Machine::test(
        suite,
        "a home with a space, a colon or a line break gets the hook alone",
        |machine| {
            // Of one kind: ld.so would split such a path.
            for name in ["a b", "a:b", "a\nb"].into_iter().take(if tests_all() { 3 } else { 1 }) {
                let home = machine.path(name);
                fs_err::create_dir(&home).unwrap();
                fs_err::write(home.join(".bashrc"), "true\n").unwrap();
                let before = machine.state();
                let output = run(machine.enabling(&[]).env("HOME", &home));
                enabled(&output);
                assert!(told(&output).2.contains("hooks only") && machine.hook().exists());
                assert_eq!(fs_err::read_to_string(home.join(".bashrc")).unwrap(), "true\n");
                succeed(machine.home.cli(&["disable"]).env("HOME", &home));
                same(&machine.state(), &before);
            }
        },
    );
    Machine::test(
        suite,
        "a home behind a link and zsh's own folder are left as they were",
        |machine| {
            for folder in ["real", "real/zsh"] {
                fs_err::create_dir(machine.path(folder)).unwrap();
            }
            machine.write("real/.bashrc", "true\n");
            machine.write("real/.zshenv", "ZDOTDIR=~/zsh\n");
            machine.write("real/zsh/.zshenv", "true");
            symlink("real", machine.path("home")).unwrap();
            let before = machine.state();
            let mut enable = machine.enabling(&[]);
            enable.env("HOME", machine.path("home")).env("ZDOTDIR", machine.path("home/zsh"));
            enabled(&run(&mut enable));
            for name in ["real/.bashrc", "real/.zshenv", "real/zsh/.zshenv"] {
                assert!(machine.read(name).contains("# cg-plot-capture"), "{name}");
            }
            succeed(machine.home.cli(&["disable"]).env("HOME", machine.path("home")));
            same(&machine.state(), &before);
        },
    );
    let name = "the printed undo takes back an installation whatever XDG_DATA_HOME is by then";
    Machine::test(suite, name, |machine| {
        machine.write(".bashrc", "true\n");
        fs_err::create_dir(machine.path("var")).unwrap();
        symlink("var", machine.path("link")).unwrap();
        let before = machine.state();
        for data in ["link/data", "var/data"].into_iter().take(if tests_all() { 2 } else { 1 }) {
            let data = machine.path(data);
            let said = enabled(&run(machine.enabling(&[]).env("XDG_DATA_HOME", &data)));
            assert!(!machine.folder().exists());
            let undo = said.lines().find_map(|line| line.strip_prefix("undo: ")).unwrap();
            let folder = data.join("cg-plot-capture");
            let copy = folder.join("bin/cg-plot-capture");
            let (_, status, _) = told(&run(machine.home.command(&copy).args(["status"])));
            assert!(status.starts_with(&format!("enabled in {}\n", folder.display())), "{status}");
            // The command itself goes by the variable, and names what it does not mean.
            let (_, out, told) = told(&run(&mut machine.home.cli(&["disable"])));
            assert_eq!(out, "nothing is enabled here\n");
            assert!(told.contains("your shells source another installation, "), "{told}");
            assert!(told.contains(&format!("; {undo} undoes it")), "{told}");
            let mut shell = machine.home.command("sh");
            shell.args(["-c", undo]).env("XDG_DATA_HOME", machine.path("elsewhere"));
            let disabled = succeed(&mut shell);
            assert!(disabled.starts_with("disabled\n"), "{disabled}");
            same(&machine.state(), &before);
        }
    });
    Machine::test(suite, "a file that must not be replaced is left alone", |machine| {
        machine.write(".bashrc", "true\n");
        machine.write(".profile", "true\n");
        fs_err::set_permissions(machine.path(".bashrc"), PermissionsExt::from_mode(0o444)).unwrap();
        fs_err::hard_link(machine.path(".profile"), machine.path("other name")).unwrap();
        let output = run(&mut machine.enabling(&[]));
        enabled(&output);
        let (_, _, said) = told(&output);
        assert!(said.contains(".bashrc is read-only: left alone"), "{said}");
        assert!(said.contains(".profile has another hard link"), "{said}");
        assert_eq!(machine.read(".bashrc") + &machine.read(".profile"), "true\ntrue\n");
    });
    let name = "an edited file keeps its access control list and extended attributes";
    suite.needing(name, Interpreter::newest().and_then(attributes_needed), |python| {
        attributes(&Machine::new(&python));
    });
}

/// A name, and what makes a home look like that.
type Shape = (&'static str, fn(&Machine));

const SHAPES: &[Shape] = &[
    ("an empty home", |_| {}),
    ("files of every kind", |machine| {
        for (name, text) in [
            (".bashrc", &b"case $- in\n*i*) ;;\n*) return;;\nesac\nalias ll='ls -l' # \xff\0"[..]),
            (".profile", b"# a\r\n# b\r\n"),
            (".bash_profile", b"true\nold # cg-plot-capture\n"),
            (".bash_login", b"true\n"),
            (".zshenv", b""),
            (".cg_bash_env", b"\n\n"),
        ] {
            fs_err::write(machine.path(name), text).unwrap();
        }
        // Private and read-only ones, from long ago.
        for (name, mode) in
            [(".bashrc", 0o600), (".profile", 0o755), (".zshenv", 0o444), (".bash_login", 0o200)]
        {
            let path = machine.path(name);
            let old = SystemTime::UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_789);
            fs_err::File::open(&path).unwrap().into_file().set_modified(old).unwrap();
            fs_err::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
        }
        fs_err::create_dir_all(machine.path(".config/fish/conf.d")).unwrap();
        machine.write(".config/fish/conf.d/other.fish", "true\n");
        fs_err::create_dir_all(machine.path(".local/share/other")).unwrap();
        machine.write(".local/share/other/file", "x");
    }),
    ("links to files and folders elsewhere, two to one file, one that leads nowhere", |machine| {
        for folder in [".git", "bash", "config/fish/conf.d", "data"] {
            fs_err::create_dir_all(machine.path("dotfiles").join(folder)).unwrap();
        }
        for (name, text) in [
            (".profile", "true\n"),
            ("dotfiles/.git/HEAD", "ref: refs/heads/main\n"),
            ("dotfiles/bash/bashrc", "true"),
            ("dotfiles/config/fish/conf.d/a.fish", "true\n"),
        ] {
            machine.write(name, text);
        }
        fs_err::create_dir(machine.path(".local")).unwrap();
        for (to, name) in [
            ("dotfiles/bash/bashrc", ".bashrc"),
            (".profile", ".bash_profile"),
            ("nowhere", ".zshenv"),
            ("dotfiles/config", ".config"),
            ("../dotfiles/data", ".local/share"),
        ] {
            symlink(to, machine.path(name)).unwrap();
        }
    }),
    ("folders where files should be, and a file where a folder should be", |machine| {
        fs_err::create_dir(machine.path(".bashrc")).unwrap();
        symlink("/dev/null", machine.path(".profile")).unwrap();
        fs_err::create_dir(machine.path(".config")).unwrap();
        machine.write(".config/fish", "");
    }),
    ("fish, its folder of parts not yet there", |machine| {
        fs_err::create_dir_all(machine.path(".config/fish")).unwrap()
    }),
];

/// Sets, or with `get` says, all that is attached to the files that are named.
const ATTRIBUTES: &str = "import os, struct, sys
for path in sys.argv[2:]:
    if sys.argv[1] == 'set':
        entries = (1, 6, -1), (2, 4, 1234), (4, 0, -1), (16, 4, -1), (32, 0, -1)
        entries = [struct.pack('<HHi', *entry) for entry in entries]
        os.setxattr(path, 'user.note', b'kept')
        os.setxattr(path, 'system.posix_acl_access', struct.pack('<I', 2) + b''.join(entries))
    print([(name, os.getxattr(path, name)) for name in sorted(os.listxattr(path))])";

fn attributed(python: &Interpreter, what: &str, paths: &[&Path]) -> Output {
    let mut command = Command::new(&python.program);
    run(command.args(["-I", "-S", "-c", ATTRIBUTES, what]).args(paths))
}

fn attributes_needed(python: Interpreter) -> Result<Interpreter, String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    match attributed(&python, "set", &[file.path()]).status.success() {
        true => Ok(python),
        false => Err("the temporary folder has no access control lists".to_owned()),
    }
}

fn attributes(machine: &Machine) {
    let paths = [".bashrc", ".profile"].map(|name| machine.path(name));
    for path in &paths {
        fs_err::write(path, "true\n").unwrap();
    }
    let paths = [paths[0].as_path(), &paths[1]];
    assert!(attributed(&machine.python, "set", &paths).status.success());
    let attached = || told(&attributed(&machine.python, "get", &paths)).1;
    let before = attached();
    assert_eq!(before.matches("b'kept'").count(), 2, "{before}");
    machine.enable(&[]);
    assert!(machine.read(".profile").contains("# cg-plot-capture"));
    assert_eq!(attached(), before);
    // One comes back, and from the other our line is taken out.
    machine.write(".bashrc", &(machine.read(".bashrc") + "false\n"));
    machine.disable();
    assert_eq!((attached(), machine.read(".bashrc").as_str()), (before, "true\nfalse\n"));
    assert_eq!(machine.read(".profile"), "true\n");
}
