//! Programs that start others: what a scrubbed environment loses comes back, and nothing else changes.

mod harmless;
mod refused;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use cg_plot_capture_tests::prelude::*;

use crate::sitecustomize::figures::MINORS;

/// Every function that starts a program; musl has no `execveat`.
pub(crate) const FUNCTIONS: [&str; 11] = [
    "execve",
    "execv",
    "execvp",
    "execvpe",
    "execl",
    "execlp",
    "execle",
    "fexecve",
    "posix_spawn",
    "posix_spawnp",
    "execveat",
];

/// Entries that are none of ours, some of them odd.
const ENTRIES: [&[u8]; 4] = [b"VAR=x", b"RAW=\xff\xfe", b"NO_VALUE", b"EMPTY="];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let programs = Shared::new(|python| Programs::compile(&(tool("gcc").unwrap(), python.clone())));
    let name = "each function that starts a program passes us on, however scrubbed (gcc)";
    programs.needing(suite, name, tool("gcc"), |programs, _| each_function(programs, true));
    let name = "each function that starts a program passes us on, however scrubbed (musl-gcc)";
    suite.needing(name, Programs::needed("musl-gcc"), |needed| {
        each_function(&Programs::compile(&needed), false);
    });
    programs.needing(suite, "what an environment holds stays", tool("gcc"), |programs, _| {
        let list = format!("LD_PRELOAD={}", programs.installation.preload().display());
        let (us, other) = (list.as_bytes(), "LD_PRELOAD=/no/other.so");
        let behind = format!("{other}:{}", programs.installation.preload().display());
        let long = [b"LD_PRELOAD=/".as_slice(), &[b'l'; 1024]].concat();
        let many: Vec<Vec<u8>> =
            (0..600).map(|number| format!("V{number}=x").into_bytes()).collect();
        let many: Vec<&[u8]> = many.iter().map(Vec::as_slice).collect();
        let (mode, channel) =
            (b"CG_PLOT_MODE=both".as_slice(), b"CG_PLOT_CHANNEL=foreign:1:2".as_slice());
        let own: &[u8] = b"CG_PLOT_FRAMES=all";
        let off: &[u8] = b"CG_PLOT_CAPTURE=Off";
        let told: &[u8] = b"CG_PLOT_CHANNEL=nothing";
        for (given, expected) in [
            (&[] as &[&[u8]], &[us, channel, mode] as &[&[u8]]),
            (&[us], &[us, channel]),
            (&[other.as_bytes(), b"A=b"], &[behind.as_bytes(), b"A=b", channel, mode]),
            (&[own], &[own, us, channel]),
            (&[told], &[told, us, mode]),
            (&[off], &[off]),
            (&[b"A=b", &long], &[b"A=b", &long, channel, mode]),
            (&[us, other.as_bytes(), channel], &[us, other.as_bytes(), channel]),
            (&many, &many),
        ] {
            let mut expected: Vec<Vec<u8>> = expected.iter().map(|entry| entry.to_vec()).collect();
            expected.push(vec![]);
            let found = programs.given(programs.settled(&programs.exec), given);
            assert_eq!(
                found,
                expected,
                "{:?}",
                given.first().map(|entry| String::from_utf8_lossy(entry))
            );
        }
        // A process that is off passes nothing on, nor does one that found us by a path of its own.
        let mut command = programs.settled(&programs.exec);
        command.env("CG_PLOT_CAPTURE", "OFF");
        assert_eq!(programs.given(command, &[b"A=b"]), [b"A=b".as_slice(), b""]);
        let mut command = programs.settled(&programs.exec);
        let preload = programs.installation.preload();
        command.current_dir(preload.parent().unwrap()).env("LD_PRELOAD", "./libcg_plot_inject.so");
        assert_eq!(programs.given(command, &[b"A=b"]), [b"A=b".as_slice(), channel, mode, b""]);
    });
    for shell in SCRUBBERS {
        let needed = tool(shell[0]).and_then(|_| tool("gcc"));
        let name = format!("a child of {} has us again", shell.join(" "));
        programs.needing(suite, &name, needed, move |programs, _| {
            fs_err::write(programs.folder().join("Makefile"), MAKEFILE).unwrap();
            let mut command = programs.settled(Path::new(shell[0]));
            let said = succeed(command.args(&shell[1..]));
            assert_eq!(ours(said.as_bytes()), programs.passed_on(), "{said}");
        });
    }
    suite.on_pythons("a Python passes on what it was told and shows it to nobody", &MINORS, told);
    programs.needing(suite, "what a preload opens at 3 is no channel", tool("gcc"), |programs, _| {
        let opener = programs.library("opener", &[]);
        let code = "import sys, os; print(sys.modules['cg_plot_capture._start'].channel, os.path.exists('/dev/fd/3'))";
        let list = format!("{}:{}", opener.display(), programs.installation.preload().display());
        let mut command = programs.installation.preloaded(&programs.installation.original.program);
        let said = succeed(command.env("LD_PRELOAD", list).args(["-c", code]));
        assert_eq!(said, "None True\n");
    });
    harmless::add(suite, &programs);
    refused::add(suite, &programs);
}

/// Every function, in each state of a program, with or without glibc's own.
fn each_function(programs: &Programs, has_execveat: bool) {
    let path = format!("PATH={}", programs.folder().display());
    let mut checked = 0;
    let ways = ["0", "1", "5", "6", "7", "20"].map(|count| ("plain", count)).into_iter();
    let ways = ways.chain(["vfork", "thread", "signal", "attributes"].map(|how| (how, "7")));
    for (how, count) in ways {
        for function in FUNCTIONS {
            // Without a single argument libc's own read what is not there.
            if function == "execveat" && !has_execveat
                || count == "0" && function.starts_with("execl")
            {
                continue;
            }
            // A name that is searched, where the function searches.
            let searches = function.contains("vp") || function.ends_with('p');
            let show = if searches { "show".as_ref() } else { programs.show.as_os_str() };
            let output = |mut command: Command| {
                command.env("PATH", programs.folder()).args([how, function, count]).arg(show);
                command.args(ENTRIES.map(OsStr::from_bytes)).arg(&path);
                let output = run(&mut command);
                assert!(output.status.success(), "{how} {function} {count}: {output:?}");
                output.stdout
            };
            let plain = output(programs.installation.home.command(&programs.exec));
            let preloaded = output(programs.settled(&programs.exec));
            let expected = [plain, (programs.passed_on().join("\n") + "\n").into_bytes()].concat();
            assert!(expected == preloaded, "{how} {function} {count}: {:?}", ours(&preloaded));
            checked += 1;
        }
    }
    assert!(checked >= 90);
}

/// Ways of ordinary programs to start another with next to nothing in its environment.
const SCRUBBERS: [&[&str]; 6] = [
    &["env", "-i", "./show"],
    &["env", "-i", "VAR=x", "env", "-i", "./show"],
    &["bash", "-c", "exec -c ./show"],
    &["perl", "-e", "%ENV = (); system('./show') == 0 or die"],
    &["make", "--silent"],
    &["sh", "-c", "echo ./show | env -i xargs -P 2 env -i"],
];

const MAKEFILE: &str = "unexport LD_PRELOAD CG_PLOT_MODE CG_PLOT_CHANNEL\nall:\n\t@./show\n";

/// The compiler, and the interpreter whose installation has the preload.
type Needed = (PathBuf, Interpreter);

/// The programs in C, compiled into a home that has the capture.
struct Programs {
    installation: Installation,
    exec: PathBuf,
    show: PathBuf,
}

impl Programs {
    fn needed(compiler: &str) -> Result<Needed, String> {
        Ok((tool(compiler)?, Interpreter::newest()?))
    }

    fn compile((compiler, python): &Needed) -> Self {
        Self::in_home(compiler, Installation::shared(python, &[]))
    }

    fn in_home(compiler: &Path, installation: Installation) -> Self {
        let folder = installation.home.path();
        let [exec, show] = ["exec", "show"].map(|name| folder.join(name));
        build(compiler, "exec", &exec, &["-pthread"]);
        // Static: nothing but the kernel comes between what was passed and what it shows.
        build(compiler, "show", &show, &["-static"]);
        Self { installation, exec, show }
    }

    /// Another preload.
    fn library(&self, name: &str, flags: &[&str]) -> PathBuf {
        let library =
            tempfile::tempdir_in(self.folder()).unwrap().keep().join(name.to_owned() + ".so");
        build(&tool("gcc").unwrap(), name, &library, &[flags, &["-shared", "-fPIC"]].concat());
        library
    }

    fn folder(&self) -> PathBuf {
        self.installation.home.path()
    }

    /// `program` with the preload, a setting and something that an armed parent said.
    fn settled(&self, program: &Path) -> Command {
        let mut command = self.installation.preloaded(program);
        command.env("CG_PLOT_MODE", "both").env("CG_PLOT_CHANNEL", "foreign:1:2");
        command
    }

    /// What such a process passes on, in order.
    fn passed_on(&self) -> Vec<String> {
        let preload = format!("LD_PRELOAD={}", self.installation.preload().display());
        vec![preload, "CG_PLOT_CHANNEL=foreign:1:2".into(), "CG_PLOT_MODE=both".into()]
    }

    /// The environment in which `show` finds itself, if `exec` was asked to give it `entries`.
    fn given(&self, mut command: Command, entries: &[&[u8]]) -> Vec<Vec<u8>> {
        command.args(["plain", "execve", "1"]).arg(&self.show);
        let output = run(command.args(entries.iter().map(|entry| OsStr::from_bytes(entry))));
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        // Behind the facts and the one argument.
        output.stdout.split(|byte| *byte == b'\n').skip(2).map(<[u8]>::to_vec).collect()
    }
}

fn build(compiler: &Path, source: &str, program: &Path, flags: &[&str]) {
    let source = format!("{}/programs/{source}.c", env!("CARGO_MANIFEST_DIR"));
    succeed(Command::new(compiler).args(flags).arg("-w").arg("-o").arg(program).arg(source));
}

/// The lines that are entries of ours.
fn ours(lines: &[u8]) -> Vec<String> {
    let lines = String::from_utf8_lossy(lines).into_owned();
    let ours = lines.lines().filter(|l| l.starts_with("LD_PRELOAD") || l.starts_with("CG_PLOT_"));
    ours.map(str::to_owned).collect()
}

/// What the parent said is not in `os.environ`, and comes to a child by an empty environment.
fn told(python: &Interpreter) {
    let installation = Installation::shared(python, &[]);
    let code = "import os\n\
        print('CG_PLOT_CHANNEL' in os.environ, flush=True)\n\
        os.execve('/usr/bin/env', ['env'], {'A': 'b'})";
    for flags in [&["-c"] as &[&str], &["-I", "-c"], &["-S", "-c"]] {
        let mut command = installation.preloaded(&installation.original.program);
        // The run that it belongs to, and that there is no channel.
        command.env("CG_PLOT_CHANNEL", "1a.2:::::");
        let said = succeed(command.args(flags).arg(code));
        let mut lines: Vec<&str> = said.lines().collect();
        lines.sort_unstable();
        let preload = format!("LD_PRELOAD={}", installation.preload().display());
        assert_eq!(lines, ["A=b", "CG_PLOT_CHANNEL=1a.2:::::", "False", &preload], "{flags:?}");
    }
}
