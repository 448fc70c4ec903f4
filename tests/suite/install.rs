//! An installation changes what it says, and nothing of it is left afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

use cg_plot_capture_tests::command::{cg_plot_capture, run, succeed, workspace};
use cg_plot_capture_tests::home::{Home, state};
use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::suite::{Suite, tool};

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for shape in SHAPES {
        let name = format!("enable and disable leave as it was: {}", shape.name);
        suite.needing(&name, Interpreter::newest(), move |python| round_trip(&python, shape));
    }
    let mut with_python = |name: &str, test: fn(&Machine)| {
        suite.needing(name, Interpreter::newest(), move |python| test(&Machine::new(&python)));
    };
    with_python("enable twice keeps the first originals and the last settings", twice);
    with_python("enable after an edit adds nothing twice and loses nothing", twice_around_an_edit);
    with_python("an edit made while enabled survives disable", edited_meanwhile);
    with_python("a bad setting is refused and nothing is changed", bad_setting);
    with_python("a program that is no Python is refused and nothing is changed", bad_python);
    with_python("a dry run names every change and makes none", dry_run);
    with_python("disable without enable says so", disable_alone);
    with_python("disable after a kill of enable at any moment leaves as it was", killed);
    with_python("disable after a kill of disable at any moment leaves as it was", killed_undo);
    with_python("a failure in the middle of enable takes back what was done", failing);
    with_python("enable and disable work from a stub", stub_again);
    with_python("a shell open in a terminal keeps the stub", open_terminal);
    with_python("a home behind a link is left as it was", linked_home);
    with_python("a home with a space gets the hook alone", hook_alone);
    with_python("a file that must not be replaced is left alone", left_alone);
    with_python("another installation's hook is left alone", another_hook);
    with_python("two enables at once end as one", two_at_once);
    with_python("the kept copy of the command undoes", kept_copy);
    with_python("a stub stays while a process names it, and no longer", stub);
    with_python("status says what is in place", status);
    with_python("the harness's file is made on its machine", autotest);
    with_python("enable proves each layer", proven);
    with_python("an old payload goes with the next enable", old_payload);
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
}

/// What [`state`] answers.
type State = BTreeMap<PathBuf, (u32, i128, Vec<u8>)>;

/// A home and an interpreter that may be changed.
struct Machine {
    home: Home,
    _folder: tempfile::TempDir,
    python: Interpreter,
}

impl Machine {
    fn new(python: &Interpreter) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let python = python.private(folder.path());
        Self { home: Home::new(), _folder: folder, python }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs_err::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs_err::read_to_string(self.path(name)).unwrap()
    }

    fn folder(&self) -> PathBuf {
        self.path(".local/share/cg-plot-capture")
    }

    fn payloads(&self) -> Vec<PathBuf> {
        let entries = fs_err::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().path());
        let is_payload = |path: &PathBuf| path.to_string_lossy().contains("/payload-");
        entries.filter(is_payload).collect()
    }

    fn preload(&self) -> String {
        let payloads = self.payloads();
        assert_eq!(payloads.len(), 1);
        format!("{}/libcg_plot_inject.so", payloads[0].display())
    }

    fn hook(&self) -> PathBuf {
        let (major, minor) = self.python.version;
        self.python.prefix.join(format!("lib/python{major}{minor}.zip/sitecustomize.py"))
    }

    fn enabling(&self, arguments: &[&str]) -> Command {
        let mut command = self.home.cli(&["enable", "--python"]);
        command.arg(&self.python.program).args(arguments);
        command
    }

    /// Enables; whether each layer could be proven is another test's business.
    fn enable(&self, arguments: &[&str]) -> String {
        enabled(&run(&mut self.enabling(arguments)))
    }

    fn disable(&self) -> String {
        succeed(&mut self.home.cli(&["disable"]))
    }

    fn state(&self) -> State {
        let mut all = state(&self.home.path());
        all.extend(state(&self.python.prefix));
        all
    }
}

#[track_caller]
fn enabled(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    assert!(out.contains("enabled in "), "{}\n{out}\n{err}", output.status);
    out.into_owned()
}

#[track_caller]
fn same(after: &State, before: &State) {
    let differs = |path: &&PathBuf| before.get(*path) != after.get(*path);
    let differing: BTreeSet<_> = before.keys().chain(after.keys()).filter(differs).collect();
    let first = differing.first().map(|path| (before.get(*path), after.get(*path)));
    assert!(differing.is_empty(), "{differing:?}, the first: {first:?}");
}

/// What a home may look like.
struct Shape {
    name: &'static str,
    make: fn(&Machine),
}

const SHAPES: &[Shape] = &[
    Shape { name: "an empty home", make: |_| {} },
    Shape {
        name: "Debian's shell files",
        make: |machine| {
            machine.write(".bashrc", "case $- in\n*i*) ;;\n*) return;;\nesac\nalias ll='ls -l'\n");
            machine.write(".profile", "if [ -f ~/.bashrc ]; then . ~/.bashrc; fi\n");
        },
    },
    Shape {
        name: "files without a final newline, and empty ones",
        make: |machine| {
            machine.write(".bashrc", "true");
            machine.write(".profile", "true");
            machine.write(".zshenv", "");
            machine.write(".cg_bash_env", "\n\n");
        },
    },
    Shape {
        name: "files with CRLF and bytes that are no text",
        make: |machine| {
            machine.write(".profile", "# a\r\n# b\r\n");
            fs_err::write(machine.path(".bashrc"), b"# \xff\0\n").unwrap();
        },
    },
    Shape {
        name: "links to files elsewhere, two to one file, one that leads nowhere",
        make: |machine| {
            fs_err::create_dir(machine.path("dotfiles")).unwrap();
            machine.write("dotfiles/bashrc", "true\n");
            machine.write(".profile", "true\n");
            symlink("dotfiles/bashrc", machine.path(".bashrc")).unwrap();
            symlink(".profile", machine.path(".bash_profile")).unwrap();
            symlink("nowhere", machine.path(".zshenv")).unwrap();
        },
    },
    Shape {
        name: "private and read-only files, from long ago",
        make: |machine| {
            for (name, mode) in [(".bashrc", 0o600), (".profile", 0o755), (".zshenv", 0o444)] {
                machine.write(name, "true\n");
                let path = machine.path(name);
                let old = SystemTime::UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_789);
                fs_err::File::open(&path).unwrap().into_file().set_modified(old).unwrap();
                fs_err::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
            }
        },
    },
    Shape {
        name: "fish, its folder of parts not yet there",
        make: |machine| fs_err::create_dir_all(machine.path(".config/fish")).unwrap(),
    },
    Shape {
        name: "fish, its folder of parts in use",
        make: |machine| {
            fs_err::create_dir_all(machine.path(".config/fish/conf.d")).unwrap();
            machine.write(".config/fish/conf.d/other.fish", "true\n");
        },
    },
    Shape {
        name: "folders of settings and data behind links",
        make: |machine| {
            for folder in [".config", "dotfiles/fish", "large/data", ".local"] {
                fs_err::create_dir_all(machine.path(folder)).unwrap();
            }
            symlink("../dotfiles/fish", machine.path(".config/fish")).unwrap();
            symlink("../large/data", machine.path(".local/share")).unwrap();
        },
    },
    Shape {
        name: "a data folder in use",
        make: |machine| {
            fs_err::create_dir_all(machine.path(".local/share/other")).unwrap();
            machine.write(".local/share/other/file", "x");
        },
    },
    Shape {
        name: "a line of ours that an earlier life left",
        make: |machine| machine.write(".profile", "true\nold # cg-plot-capture\n"),
    },
];

fn round_trip(python: &Interpreter, shape: &Shape) {
    let machine = Machine::new(python);
    (shape.make)(&machine);
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
}

fn twice(machine: &Machine) {
    machine.write(".bashrc", "true");
    let before = machine.state();
    machine.enable(&["--mode", "both"]);
    let text = machine.read(".bashrc");
    let receipt = machine.read(".local/share/cg-plot-capture/receipt.json");
    machine.enable(&["--mode", "both"]);
    assert_eq!(machine.read(".bashrc"), text);
    assert_eq!(machine.read(".local/share/cg-plot-capture/receipt.json"), receipt);
    machine.enable(&["--filename", "a{i}.pdf"]);
    let settings = machine.read(".local/share/cg-plot-capture/settings");
    assert_eq!(settings, "CG_PLOT_FILENAME=a{i}.pdf\n");
    assert_eq!(machine.read(".bashrc"), text);
    machine.disable();
    same(&machine.state(), &before);
}

fn twice_around_an_edit(machine: &Machine) {
    machine.write(".bashrc", "one\n");
    machine.write(".profile", "one\n");
    machine.enable(&[]);
    let edited = machine.read(".bashrc") + "two\n";
    machine.write(".bashrc", &edited);
    machine.write(".profile", "rewritten\n");
    machine.enable(&[]);
    assert_eq!(machine.read(".bashrc"), edited);
    assert_eq!(machine.read(".profile").matches("# cg-plot-capture").count(), 1);
    machine.disable();
    assert_eq!(machine.read(".bashrc"), "one\ntwo\n");
    assert_eq!(machine.read(".profile"), "rewritten\n");
}

fn edited_meanwhile(machine: &Machine) {
    machine.write(".bashrc", "one\n");
    machine.write(".profile", "one\n");
    machine.enable(&[]);
    machine.write(".bashrc", &(machine.read(".bashrc") + "two\n"));
    fs_err::remove_file(machine.path(".profile")).unwrap();
    let said = machine.disable();
    assert!(said.contains(".bashrc was edited since"), "{said}");
    assert_eq!(machine.read(".bashrc"), "one\ntwo\n");
    assert!(!machine.path(".profile").exists() && !machine.folder().exists());
}

fn bad_setting(machine: &Machine) {
    refused(machine, &["--mode", "dispaly"], "not one of display, save, both");
    refused(machine, &["--filename", "{j}.png"], "CG_PLOT_FILENAME={j}.png");
}

fn bad_python(machine: &Machine) {
    refused(machine, &["/bin/true"], "/bin/true");
    refused(machine, &["/nonexistent"], "/nonexistent");
}

#[track_caller]
fn refused(machine: &Machine, arguments: &[&str], reason: &str) {
    machine.write(".bashrc", "true\n");
    let before = machine.state();
    let output = run(&mut machine.enabling(arguments));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(reason) && output.stdout.is_empty(), "{said}");
    same(&machine.state(), &before);
}

fn dry_run(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    let before = machine.state();
    let said = succeed(&mut machine.enabling(&["--dry-run"]));
    same(&machine.state(), &before);
    for path in [machine.path(".bashrc"), machine.hook(), machine.folder().join("env.sh")] {
        assert!(said.contains(&path.display().to_string()), "{}:\n{said}", path.display());
    }
}

fn disable_alone(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    let before = machine.state();
    for _ in 0..2 {
        assert_eq!(machine.disable(), "nothing is enabled here\n");
        same(&machine.state(), &before);
    }
}

fn killed(machine: &Machine) {
    machine.write(".bashrc", "true");
    fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
    let before = machine.state();
    let started = SystemTime::now();
    machine.enable(&[]);
    let whole = started.elapsed().unwrap();
    machine.disable();
    for step in 0..24 {
        let mut command = machine.enabling(&[]);
        let mut enable = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * step / 24);
        enable.kill().unwrap();
        enable.wait().unwrap();
        machine.disable();
        // A Python that was being asked for proof outlives the one who asked, by a little.
        for _ in 0..100 {
            if !machine.folder().exists() {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
            succeed(&mut machine.home.cli(&["disable"]));
        }
        same(&machine.state(), &before);
    }
    // What a second `enable` leaves that dies while it writes its receipt.
    machine.enable(&[]);
    machine.write(".local/share/cg-plot-capture/.receipt.json.cg-plot-capture", "{");
    machine.disable();
    same(&machine.state(), &before);
}

fn killed_undo(machine: &Machine) {
    machine.write(".bashrc", "true");
    fs_err::create_dir_all(machine.path(".config/fish")).unwrap();
    let before = machine.state();
    machine.enable(&[]);
    let started = SystemTime::now();
    machine.disable();
    let whole = started.elapsed().unwrap();
    for step in 0..12 {
        machine.enable(&[]);
        let mut command = machine.home.cli(&["disable"]);
        let mut disable = command.stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * step / 12);
        disable.kill().unwrap();
        disable.wait().unwrap();
        machine.disable();
        same(&machine.state(), &before);
    }
}

fn failing(machine: &Machine) {
    machine.write(".bashrc", "true");
    let before = machine.state();
    // The payload fits, the copy of the command does not; units of 512 or 1024 bytes.
    let limit = fs_err::metadata(cg_plot_capture()).unwrap().len() / 512 / 3;
    let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$@\"");
    let enabling = machine.enabling(&[]);
    let mut command = machine.home.command("sh");
    command.args(["-c", &script, "sh"]).arg(enabling.get_program()).args(enabling.get_args());
    let output = run(&mut command);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("bin/") && said.contains("nothing was changed"), "{said}");
    same(&machine.state(), &before);
}

fn stub_again(machine: &Machine) {
    machine.write(".bashrc", "true");
    let before = machine.state();
    machine.enable(&[]);
    let preload = machine.preload();
    let disable = || succeed(machine.home.cli(&["disable"]).env("LD_PRELOAD", &preload));
    disable();
    assert!(disable().starts_with("nothing is enabled here"));
    machine.enable(&[]);
    assert!(Path::new(&preload).with_file_name("cg_plot_capture/_start.py").exists());
    disable();
    machine.disable();
    same(&machine.state(), &before);
}

fn open_terminal(machine: &Machine) {
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
    let deadline = Instant::now() + Duration::from_secs(20);
    // Gone, or a zombie that init has yet to reap.
    while std::fs::read_to_string(&process).is_ok_and(|stat| !stat.contains(") Z ")) {
        assert!(Instant::now() < deadline, "the shell outlives its terminal");
        std::thread::sleep(Duration::from_millis(5));
    }
    machine.disable();
    same(&machine.state(), &before);
}

fn linked_home(machine: &Machine) {
    fs_err::create_dir(machine.path("real")).unwrap();
    machine.write("real/.bashrc", "true\n");
    symlink("real", machine.path("home")).unwrap();
    let before = machine.state();
    enabled(&run(machine.enabling(&[]).env("HOME", machine.path("home"))));
    assert!(machine.read("real/.bashrc").contains("# cg-plot-capture"));
    succeed(machine.home.cli(&["disable"]).env("HOME", machine.path("home")));
    same(&machine.state(), &before);
}

fn hook_alone(machine: &Machine) {
    let home = machine.path("a b");
    fs_err::create_dir(&home).unwrap();
    fs_err::write(home.join(".bashrc"), "true\n").unwrap();
    let before = machine.state();
    let output = run(machine.enabling(&[]).env("HOME", &home));
    enabled(&output);
    assert!(String::from_utf8_lossy(&output.stderr).contains("hooks only"));
    assert!(machine.hook().exists());
    assert_eq!(machine.read("a b/.bashrc"), "true\n");
    succeed(machine.home.cli(&["disable"]).env("HOME", &home));
    same(&machine.state(), &before);
}

fn left_alone(machine: &Machine) {
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
}

fn another_hook(machine: &Machine) {
    let hook = machine.hook();
    fs_err::create_dir(hook.parent().unwrap()).unwrap();
    fs_err::write(&hook, "# cg-plot-capture hook\nx = '/other/payload-1'\n").unwrap();
    let before = machine.state();
    let said = machine.enable(&[]);
    assert!(said.contains("another installation's hook stands"), "{said}");
    machine.disable();
    same(&machine.state(), &before);
}

fn two_at_once(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    let before = machine.state();
    let enables: Vec<_> = (0..3)
        .map(|_| {
            let mut command = machine.enabling(&[]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for enable in enables {
        enabled(&enable.wait_with_output().unwrap());
    }
    assert_eq!(machine.read(".bashrc").matches("# cg-plot-capture").count(), 1);
    machine.disable();
    same(&machine.state(), &before);
}

fn kept_copy(machine: &Machine) {
    let before = machine.state();
    let said = machine.enable(&[]);
    let undo = said.lines().find_map(|line| line.strip_prefix("undo: ")).unwrap();
    succeed(machine.home.command("sh").args(["-c", undo]));
    same(&machine.state(), &before);
}

fn stub(machine: &Machine) {
    let before = machine.state();
    machine.enable(&[]);
    let preload = machine.preload();
    let said = succeed(machine.home.cli(&["disable"]).env("LD_PRELOAD", &preload));
    assert!(said.contains(&preload), "{said}");
    assert!(Path::new(&preload).exists());
    assert!(!Path::new(&preload).with_file_name("cg_plot_capture").exists());
    // A program of a shell that still has it: not a word.
    let program = run(machine.home.command("true").env("LD_PRELOAD", &preload));
    assert!(program.status.success() && program.stderr.is_empty());
    let python = machine.home.command(&machine.python.program);
    let python = run({ python }.env("LD_PRELOAD", &preload).args(["-c", "print(1)"]));
    assert_eq!((python.stdout.as_slice(), python.stderr.as_slice()), (&b"1\n"[..], &b""[..]));
    let mut sleeper =
        machine.home.command("sleep").arg("100").env("LD_PRELOAD", &preload).spawn().unwrap();
    succeed(&mut machine.home.cli(&["status"]));
    assert!(Path::new(&preload).exists());
    sleeper.kill().unwrap();
    sleeper.wait().unwrap();
    succeed(&mut machine.home.cli(&["status"]));
    same(&machine.state(), &before);
}

fn status(machine: &Machine) {
    machine.write(".bashrc", "true\n");
    let ask = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut command = machine.home.cli(&["status"]);
        command.args(arguments).envs(environment.iter().copied());
        // So that the machine has the one interpreter to speak of.
        command.env("PATH", machine.python.program.parent().unwrap());
        let output = run(&mut command);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert!(ask(&[], &[]).1.starts_with("not enabled"));
    machine.enable(&["--mode", "both"]);
    let (code, said) = ask(&[], &[("CG_PLOT_FILENAME", "b{i}.png")]);
    assert_eq!(code, Some(0), "{said}");
    for line in [
        "CG_PLOT_MODE=both (stored by enable)",
        "CG_PLOT_FILENAME=b{i}.png (environment)",
        "CG_PLOT_AFTER_SHOW=auto (default)",
        &format!("{}: preload, hook", machine.python.program.display()),
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let json = |environment: &[(&str, &str)]| {
        serde_json::from_str::<serde_json::Value>(&ask(&["--json"], environment).1).unwrap()
    };
    assert_eq!(json(&[])["preload_here"], false);
    assert_eq!(json(&[("LD_PRELOAD", &machine.preload())])["preload_here"], true);
    machine.write(".bashrc", "true\n");
    let (code, said) = ask(&["--json"], &[]);
    assert!(code == Some(1) && said.contains("our line is gone from"), "{said}");
}

fn autotest(machine: &Machine) {
    let before = machine.state();
    enabled(&run(machine.enabling(&[]).env("CG_ATV2", "true")));
    assert!(machine.read(".cg_bash_env").ends_with("fi # cg-plot-capture\n"));
    machine.disable();
    same(&machine.state(), &before);
}

fn old_payload(machine: &Machine) {
    machine.enable(&[]);
    let old = machine.folder().join("payload-0");
    fs_err::create_dir_all(old.join("cg_plot_capture")).unwrap();
    fs_err::write(old.join("libcg_plot_inject.so"), "").unwrap();
    fs_err::write(machine.hook(), fs_err::read_to_string(machine.hook()).unwrap() + "\n").unwrap();
    machine.enable(&[]);
    assert!(!old.exists());
    let payload = machine.payloads().remove(0).display().to_string();
    assert!(fs_err::read_to_string(machine.hook()).unwrap().contains(&payload));
    machine.disable();
    assert!(!machine.hook().exists() && !machine.folder().exists());
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

fn proven(machine: &Machine) {
    let text = succeed(&mut machine.enabling(&["--json"]));
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let interpreter = &report["interpreters"][0];
    assert_eq!(interpreter["preload"]["state"], "proven", "{interpreter}");
    assert_eq!(interpreter["hook"]["state"], "proven", "{interpreter}");
}
