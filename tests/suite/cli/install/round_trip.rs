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
            succeed(
                machine
                    .home
                    .command(&machine.python.program)
                    .env_remove("PYTHONDONTWRITEBYTECODE")
                    .args(["-c", "pass"]),
            );
            machine.disable();
            same(&machine.state(), &before);
        });
    }
    Machine::test(suite, "a home behind a link is left as it was", |machine| {
        fs_err::create_dir(machine.path("real")).unwrap();
        machine.write("real/.bashrc", "true\n");
        symlink("real", machine.path("home")).unwrap();
        let before = machine.state();
        enabled(&run(machine.enabling(&[]).env("HOME", machine.path("home"))));
        assert!(machine.read("real/.bashrc").contains("# cg-plot-capture"));
        succeed(machine.home.cli(&["disable"]).env("HOME", machine.path("home")));
        same(&machine.state(), &before);
    });
    Machine::test(suite, "a home that ld.so would expand is refused", |machine| {
        let home = machine.path("a$LIB");
        fs_err::create_dir(&home).unwrap();
        let before = machine.state();
        let output = run(machine.enabling(&[]).env("HOME", &home));
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains("set XDG_DATA_HOME"));
        same(&machine.state(), &before);
    });
    Machine::test(suite, "a home with a space gets the hook alone", |m| hook_alone(m, "a b"));
    Machine::test(suite, "a home with a colon gets the hook alone", |m| hook_alone(m, "a:b"));
    let name = "a home with a line break gets the hook alone";
    Machine::test(suite, name, |m| hook_alone(m, "a\nb"));
    Machine::test(suite, "zsh's own folder is left as it was", |machine| {
        let folder = machine.path("zsh");
        fs_err::create_dir(&folder).unwrap();
        machine.write(".zshenv", "ZDOTDIR=~/zsh\n");
        machine.write("zsh/.zshenv", "true");
        let before = machine.state();
        enabled(&run(machine.enabling(&[]).env("ZDOTDIR", &folder)));
        for name in [".zshenv", "zsh/.zshenv"] {
            assert!(machine.read(name).ends_with("# cg-plot-capture\n"), "{name}");
        }
        machine.disable();
        same(&machine.state(), &before);
    });
    Machine::test(suite, "a data folder elsewhere is left as it was", |machine| {
        machine.write(".bashrc", "true\n");
        let before = machine.state();
        let data = machine.path("var/data");
        enabled(&run(machine.enabling(&[]).env("XDG_DATA_HOME", &data)));
        assert!(data.join("cg-plot-capture/receipt.json").exists() && !machine.folder().exists());
        succeed(machine.home.cli(&["disable"]).env("XDG_DATA_HOME", &data));
        same(&machine.state(), &before);
    });
    let name = "the printed undo takes back an installation whatever XDG_DATA_HOME is by then";
    Machine::test(suite, name, |machine| {
        machine.write(".bashrc", "true\n");
        fs_err::create_dir(machine.path("var")).unwrap();
        symlink("var", machine.path("link")).unwrap();
        let before = machine.state();
        for data in ["var/data", "link/data"].map(|name| machine.path(name)) {
            let said = enabled(&run(machine.enabling(&[]).env("XDG_DATA_HOME", &data)));
            let undo = said.lines().find_map(|line| line.strip_prefix("undo: ")).unwrap();
            let folder = data.join("cg-plot-capture");
            let copy = folder.join("bin/cg-plot-capture");
            let status = run(machine.home.command(&copy).args(["status"]));
            let status = String::from_utf8(status.stdout).unwrap();
            assert!(status.starts_with(&format!("enabled in {}\n", folder.display())), "{status}");
            // The command itself goes by the variable, and names what it does not mean.
            let told = run(&mut machine.home.cli(&["disable"]));
            assert_eq!(told.stdout, b"nothing is enabled here\n");
            let told = String::from_utf8(told.stderr).unwrap();
            assert!(
                told.contains("your shells source another installation, ")
                    && told.contains(&format!("; {undo} undoes it")),
                "{told}"
            );
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
        let said = String::from_utf8_lossy(&output.stderr);
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
    ("Debian's shell files", |machine| {
        machine.write(".bashrc", "case $- in\n*i*) ;;\n*) return;;\nesac\nalias ll='ls -l'\n");
        machine.write(".profile", "if [ -f ~/.bashrc ]; then . ~/.bashrc; fi\n");
    }),
    ("files without a final newline, and empty ones", |machine| {
        machine.write(".bashrc", "true");
        machine.write(".profile", "true");
        machine.write(".zshenv", "");
        machine.write(".cg_bash_env", "\n\n");
    }),
    ("files with CRLF and bytes that are no text", |machine| {
        machine.write(".profile", "# a\r\n# b\r\n");
        fs_err::write(machine.path(".bashrc"), b"# \xff\0\n").unwrap();
    }),
    ("links to files elsewhere, two to one file, one that leads nowhere", |machine| {
        fs_err::create_dir(machine.path("dotfiles")).unwrap();
        machine.write("dotfiles/bashrc", "true\n");
        machine.write(".profile", "true\n");
        symlink("dotfiles/bashrc", machine.path(".bashrc")).unwrap();
        symlink(".profile", machine.path(".bash_profile")).unwrap();
        symlink("nowhere", machine.path(".zshenv")).unwrap();
    }),
    ("private and read-only files, from long ago", |machine| {
        for (name, mode) in
            [(".bashrc", 0o600), (".profile", 0o755), (".zshenv", 0o444), (".bash_login", 0o200)]
        {
            machine.write(name, "true\n");
            let path = machine.path(name);
            let old = SystemTime::UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_789);
            fs_err::File::open(&path).unwrap().into_file().set_modified(old).unwrap();
            fs_err::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
        }
    }),
    ("fish, its folder of parts not yet there", |machine| {
        fs_err::create_dir_all(machine.path(".config/fish")).unwrap()
    }),
    ("fish, its folder of parts in use", |machine| {
        fs_err::create_dir_all(machine.path(".config/fish/conf.d")).unwrap();
        machine.write(".config/fish/conf.d/other.fish", "true\n");
    }),
    ("folders of settings and data behind links", |machine| {
        for folder in [".config", "dotfiles/fish", "large/data", ".local"] {
            fs_err::create_dir_all(machine.path(folder)).unwrap();
        }
        symlink("../dotfiles/fish", machine.path(".config/fish")).unwrap();
        symlink("../large/data", machine.path(".local/share")).unwrap();
    }),
    ("a data folder in use", |machine| {
        fs_err::create_dir_all(machine.path(".local/share/other")).unwrap();
        machine.write(".local/share/other/file", "x");
    }),
    ("dotfiles in a git repository, linked one by one and by folder", |machine| {
        for folder in [".git", "zsh", "bash", "config/fish/conf.d"] {
            fs_err::create_dir_all(machine.path("dotfiles").join(folder)).unwrap();
        }
        machine.write("dotfiles/.git/HEAD", "ref: refs/heads/main\n");
        machine.write("dotfiles/zsh/zshenv", "true");
        machine.write("dotfiles/bash/bashrc", "true\n");
        machine.write("dotfiles/config/fish/conf.d/a.fish", "true\n");
        symlink("dotfiles/zsh/zshenv", machine.path(".zshenv")).unwrap();
        symlink(machine.path("dotfiles/bash/bashrc"), machine.path(".bashrc")).unwrap();
        symlink("dotfiles/config", machine.path(".config")).unwrap();
    }),
    ("every shell's files at once", |machine| {
        for name in [".profile", ".bash_profile", ".bash_login", ".bashrc", ".zshenv"] {
            machine.write(name, "true\n");
        }
        machine.write(".cg_bash_env", "export A=1\n");
        fs_err::create_dir_all(machine.path(".config/fish/conf.d")).unwrap();
    }),
    ("folders where files should be, and a file where a folder should be", |machine| {
        fs_err::create_dir(machine.path(".bashrc")).unwrap();
        symlink("/dev/null", machine.path(".profile")).unwrap();
        fs_err::create_dir(machine.path(".config")).unwrap();
        machine.write(".config/fish", "");
    }),
    ("a line of ours that an earlier life left", |machine| {
        machine.write(".profile", "true\nold # cg-plot-capture\n")
    }),
];

fn hook_alone(machine: &Machine, name: &str) {
    let home = machine.path(name);
    fs_err::create_dir(&home).unwrap();
    fs_err::write(home.join(".bashrc"), "true\n").unwrap();
    let before = machine.state();
    let output = run(machine.enabling(&[]).env("HOME", &home));
    enabled(&output);
    assert!(String::from_utf8_lossy(&output.stderr).contains("hooks only"));
    assert!(machine.hook().exists());
    assert_eq!(fs_err::read_to_string(home.join(".bashrc")).unwrap(), "true\n");
    succeed(machine.home.cli(&["disable"]).env("HOME", &home));
    same(&machine.state(), &before);
}

/// Sets, or with `get` says, all that is attached to the files that are named.
const ATTRIBUTES: &str = "import os, struct, sys
for path in sys.argv[2:]:
    if sys.argv[1] == 'set':
        entries = (1, 6, -1), (2, 4, 1234), (4, 0, -1), (16, 4, -1), (32, 0, -1)
        entries = [struct.pack('<HHi', *entry) for entry in entries]
        os.setxattr(path, 'user.note', b'kept')
        os.setxattr(path, 'system.posix_acl_access', struct.pack('<I', 2) + b''.join(entries))
    print([(name, os.getxattr(path, name)) for name in sorted(os.listxattr(path))])";

fn attributed(python: &Interpreter, what: &str, paths: &[&Path]) -> std::process::Output {
    let mut command = std::process::Command::new(&python.program);
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
    for name in [".bashrc", ".profile", ".zshenv"] {
        machine.write(name, "true\n");
    }
    let paths = [".bashrc", ".profile"].map(|name| machine.path(name));
    let paths: Vec<&Path> = paths.iter().map(|path| path.as_path()).collect();
    assert!(attributed(&machine.python, "set", &paths).status.success());
    let attached = || String::from_utf8(attributed(&machine.python, "get", &paths).stdout).unwrap();
    let (before, state) = (attached(), machine.state());
    assert_eq!(before.matches("b'kept'").count(), 2, "{before}");
    machine.enable(&[]);
    assert!(machine.read(".profile").contains("# cg-plot-capture"));
    assert_eq!(attached(), before);
    machine.disable();
    assert_eq!(attached(), before);
    same(&machine.state(), &state);
    // What is only taken out of an edited file, too.
    machine.enable(&[]);
    for name in [".bashrc", ".profile"] {
        machine.write(name, &(machine.read(name) + "false\n"));
    }
    machine.disable();
    assert_eq!((attached(), machine.read(".profile").as_str()), (before, "true\nfalse\n"));
}
