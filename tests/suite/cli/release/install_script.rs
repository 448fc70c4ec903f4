//! `install.sh`, against folders that look like a release.

use std::os::unix::fs::symlink;

use cg_plot_capture_tests::host::Host;
use cg_plot_capture_tests::prelude::*;

/// The command of such a release.
const STUB: &str = "#!/bin/sh\necho cg-plot-capture 9.8.7\necho more\n";

/// A program that downloads a part of a file.
const PART: &str =
    "#!/bin/sh\nwhile [ $1 != -o ] && [ $1 != -O ]; do shift; done\nprintf half >\"$2\"\n";

/// The programs that the script calls to install, without what downloads.
const CALLED: [&str; 11] =
    ["sh", "id", "mkdir", "mktemp", "rm", "cp", "grep", "sha256sum", "sed", "chmod", "mv"];

/// The shells that may run it.
const SHELLS: [&[&str]; 3] = [&["dash"], &["bash", "--posix"], &["busybox", "sh"]];

/// How an installation fails: its name, what is done to the machine before, what is said.
type Failure = (&'static str, fn(&Machine), &'static str);

const FAILURES: [Failure; 9] = [
    (
        "a file that was changed",
        |machine| machine.write("release/cg-plot-capture-x86_64-linux", "#!/bin/sh\necho other\n"),
        "cg-plot-capture-x86_64-linux is not what SHA256SUMS says",
    ),
    (
        "a file that broke off",
        |machine| machine.write("release/cg-plot-capture-x86_64-linux", &STUB[..20]),
        "is not what SHA256SUMS says",
    ),
    (
        "a release without the file",
        |machine| machine.remove("release/cg-plot-capture-x86_64-linux"),
        "cg-plot-capture-x86_64-linux could not be read from ",
    ),
    (
        "a release without checksums",
        |machine| machine.remove("release/SHA256SUMS"),
        "SHA256SUMS could not be read from ",
    ),
    (
        "checksums of other files",
        |machine| machine.write("release/SHA256SUMS", "0123  other\n"),
        "SHA256SUMS does not name cg-plot-capture-x86_64-linux",
    ),
    (
        "an unknown processor",
        |machine| {
            machine.program("bin/uname", "#!/bin/sh\n[ $1 = -m ] && echo riscv64 || echo Linux\n")
        },
        "and this is Linux on riscv64",
    ),
    (
        "another system",
        |machine| {
            machine.program("bin/uname", "#!/bin/sh\n[ $1 = -m ] && echo arm64 || echo Darwin\n")
        },
        "and this is Darwin on arm64",
    ),
    (
        "a folder that can't be written to",
        |machine| machine.write("to", "a file"),
        "/to can't be written to",
    ),
    (
        "a command that does not run",
        |machine| machine.release("#!/nonexistent\n"),
        "does not run from ",
    ),
];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for words in SHELLS {
        let name = format!("install.sh installs the command of this processor ({})", words[0]);
        suite.needing(&name, tool(words[0]), |_| installs(words));
    }
    suite.test("install.sh says why it fails, and leaves nothing", || {
        for (name, prepare, said) in FAILURES {
            let machine = Machine::new();
            prepare(&machine);
            let before = machine.below("to");
            let output = run(&mut machine.install(&["sh"], "release"));
            let err = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{name}: {err}");
            assert!(err.contains(said) && err.contains("nothing was installed"), "{name}: {err}");
            let left: Vec<_> = machine.below("to").difference(&before).cloned().collect();
            assert!(left.iter().all(|path| path.ends_with("to")), "{name}: {left:?}");
        }
    });
    suite.test("install.sh guesses no folder", || {
        let machine = Machine::new();
        fs_err::create_dir_all(machine.path("to/cg-plot-capture")).unwrap();
        machine.program("bin/id", "#!/bin/sh\necho 1000\n");
        for (words, home, said) in [
            (&["release"][..], "", "HOME is not set"),
            (&["release", ""], "home", "use: sh install.sh RELEASE [FOLDER]"),
            (&["release", "--to"], "home", "use: sh install.sh RELEASE [FOLDER]"),
            (&["--help"], "home", "use: sh install.sh RELEASE [FOLDER]"),
            (&["release", "to"], "home", "to/cg-plot-capture is a folder"),
        ] {
            let mut command = machine.sh(&["sh"]);
            let output = run(command.env("HOME", home).args(words));
            let err = String::from_utf8(output.stderr).unwrap();
            assert!(err.contains(said) && output.status.code() == Some(1), "{words:?}: {err}");
        }
        assert_eq!(machine.below("home").len(), 1);
        assert_eq!(machine.below("to").len(), 2);
    });
    suite.test("install.sh takes nothing of a download that breaks off", || {
        // curl's code for a part of a file, a reader that is stopped, and wget where curl is missing.
        let ends = [("curl", "exit 18"), ("curl", "kill -TERM $PPID"), ("curl", "exit 0")];
        for (program, end) in ends.into_iter().chain([("wget", "exit 4")]) {
            let machine = Machine::new();
            machine.program(&format!("bin/{program}"), &format!("{PART}{end}\n"));
            let mut command = machine.install(&["sh"], "https://example.org");
            if program == "wget" {
                let link = |name| symlink(tool(name).unwrap(), machine.path("bin").join(name));
                CALLED.into_iter().for_each(|name| link(name).unwrap());
                command.env("PATH", machine.path("bin"));
            }
            let output = run(&mut command);
            let err = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{program}, {end}: {err}");
            assert_eq!(machine.below("to").len(), 1, "{program}, {end}: {err}");
        }
    });
    suite.test("install.sh goes to the user's folder, or to everybody's", || {
        let machine = Machine::new();
        for (user, to) in [("1000", "home/.local/bin"), ("0", "/usr/local/bin")] {
            machine.program("bin/id", &format!("#!/bin/sh\necho {user}\n"));
            // What it would make is only looked at.
            machine.program("bin/mkdir", "#!/bin/sh\necho \"$3\" >&2\nexit 1\n");
            let mut command = machine.sh(&["sh"]);
            let output = run(command.arg(machine.path("release")));
            let err = String::from_utf8(output.stderr).unwrap();
            assert!(err.contains(&format!("{to}\n")) && !output.status.success(), "{err}");
        }
    });
    suite.test("a part of install.sh does nothing", || {
        let text = fs_err::read_to_string(workspace().join("install.sh")).unwrap();
        let machine = Machine::new();
        for lines in 0..text.lines().count() {
            let part: Vec<_> = text.lines().take(lines).collect();
            let mut command = Command::new("sh");
            command.args(["-c", &part.join("\n"), "sh"]).arg(machine.path("release"));
            let output = run(command.arg(machine.path("to")));
            assert!(output.stdout.is_empty() && !machine.path("to").exists(), "{lines} lines");
        }
    });
}

fn installs(words: &[&str]) {
    let machine = Machine::new();
    let folder = machine.path("release");
    let mut releases = vec!["release".to_owned(), format!("file://{}", folder.display())];
    let host = Host::new(&folder);
    if tool("curl").or(tool("wget")).is_ok() {
        releases.push(host.address.trim_end_matches('/').to_owned());
    }
    for release in releases {
        let said = succeed(&mut machine.install(words, &release));
        let command = machine.path("to/cg-plot-capture");
        let first = said.lines().next().unwrap();
        assert_eq!(first, format!("installed {}: cg-plot-capture 9.8.7", command.display()));
        assert!(said.contains("is not in PATH"), "{said}");
        assert_eq!(succeed(&mut Command::new(command)), "cg-plot-capture 9.8.7\nmore\n");
        assert_eq!(machine.below("to").len(), 2);
    }
    let mut found = machine.install(words, "release");
    let path = format!("{}:/usr/bin:/bin", machine.path("to").display());
    assert_eq!(succeed(found.env("PATH", path)).lines().count(), 1);
}

/// A home, a release and a folder of programs that come first.
struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        for folder in ["home", "release", "bin"] {
            fs_err::create_dir(machine.path(folder)).unwrap();
        }
        machine.release(STUB);
        machine.program("bin/uname", "#!/bin/sh\n[ $1 = -m ] && echo x86_64 || echo Linux\n");
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs_err::write(self.path(name), text).unwrap();
    }

    fn program(&self, name: &str, text: &str) {
        program::write(&self.path(name), text);
    }

    fn remove(&self, name: &str) {
        fs_err::remove_file(self.path(name)).unwrap();
    }

    /// A release whose commands are this text.
    fn release(&self, text: &str) {
        let names = ["aarch64", "x86_64"].map(|it| format!("cg-plot-capture-{it}-linux"));
        names.iter().for_each(|name| self.write(&format!("release/{name}"), text));
        let mut sums = Command::new("sha256sum");
        let sums = succeed(sums.args(names).current_dir(self.path("release")));
        self.write("release/SHA256SUMS", &sums);
    }

    fn sh(&self, words: &[&str]) -> Command {
        let mut command = Command::new(tool(words[0]).unwrap());
        let path = format!("{}:/usr/bin:/bin", self.path("bin").display());
        command.args(&words[1..]).arg(workspace().join("install.sh")).env_clear();
        command.env("PATH", path).env("HOME", self.path("home")).current_dir(self.0.path());
        command
    }

    fn install(&self, words: &[&str], release: &str) -> Command {
        let mut command = self.sh(words);
        command.arg(release).arg(self.path("to"));
        command
    }

    /// The paths at and below one.
    fn below(&self, name: &str) -> BTreeSet<PathBuf> {
        let at = self.path(name);
        if at.is_dir() { state(&at).into_keys().collect() } else { BTreeSet::from([at]) }
    }
}
