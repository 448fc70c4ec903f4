//! What is open in a child is what is open there without us, beyond the channel.

use cg_plot_capture_tests::channel::{self, Kind, Pace, deliver_by};
use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::copy_of;

/// How the process is started whose descriptors are listed: words after `python`, or statements of
/// `start.py`, whose `figure.py` is the listing here.
const WAYS: [&str; 22] = [
    "figure.py",
    "figure.py fork process",
    "figure.py fork pool",
    "figure.py spawn process",
    "figure.py spawn pool",
    "figure.py forkserver process",
    "figure.py forkserver pool",
    "subprocess.run(FIGURE, check=True)",
    "subprocess.run(FIGURE, check=True, env={})",
    "subprocess.run(FIGURE, check=True, close_fds=False)",
    "subprocess.run(FIGURE, check=True, close_fds=False, env={})",
    "subprocess.run(FIGURE, check=True, pass_fds=[private])",
    "subprocess.run(FIGURE, check=True, pass_fds=[inherited, private])",
    "subprocess.run(FIGURE, check=True, preexec_fn=os.getpid)",
    "subprocess.run(LINE, check=True, shell=True, start_new_session=True)",
    "asyncio.run(awaited(asyncio.create_subprocess_exec(*FIGURE)))",
    "succeed(os.system(LINE))",
    "wait(os.posix_spawn(FIGURE[0], FIGURE, os.environ))",
    "succeed(os.spawnve(os.P_WAIT, FIGURE[0], FIGURE, {}))",
    "os.execv(FIGURE[0], FIGURE)",
    "os.execve(FIGURE[0], FIGURE, {})",
    "pty.spawn(FIGURE)",
];

/// Those that are tried where every test is wanted.
const OF_A_KIND: [&str; 10] = [
    "figure.py fork process",
    "figure.py spawn process",
    "figure.py forkserver process",
    "subprocess.run(FIGURE, check=True, close_fds=False)",
    "subprocess.run(FIGURE, check=True, env={})",
    "subprocess.run(FIGURE, check=True, pass_fds=[private])",
    "asyncio.run(awaited(asyncio.create_subprocess_exec(*FIGURE)))",
    "succeed(os.spawnve(os.P_WAIT, FIGURE[0], FIGURE, {}))",
    "os.execv(FIGURE[0], FIGURE)",
    "subprocess.run(LINE, check=True, shell=True, start_new_session=True)",
];

/// What the program has open: a descriptor that children inherit and one that they don't.
const OPEN: &str = "inherited, private = [os.open(name, 0) for name in ['/dev/zero', '/dev/null']]; \
     os.set_inheritable(inherited, True); ";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let all = tests_all();
    let minors = [9, 11, 12].into_iter().filter(|_| all);
    let mut pythons: Vec<(String, Result<Interpreter, String>)> = minors
        .map(|minor| (format!("CPython 3.{minor}"), Interpreter::cpython(3, minor)))
        .collect();
    pythons.push(("newest CPython".into(), Interpreter::newest()));
    suite.on_newest("descriptors that fork_exec refuses are refused beside a channel", |python| {
        refused(&Installation::shared(python, &[]));
    });
    for (label, python) in pythons {
        let shared = Shared::on(python, |python| Installation::shared(python, &[]));
        for (number, way) in WAYS.into_iter().enumerate() {
            let name = format!("descriptors: {way} ({label})");
            let suite = suite.seldom_if(OF_A_KIND.contains(&way));
            shared.test(suite, &name, move |shared| same(shared, way, number));
        }
    }
}

/// Hands `fork_exec` descriptors in an order that it refuses.
const UNSORTED: &str = "
import subprocess
real = subprocess._fork_exec
def unsorted(args, programs, close_fds, keep, *rest):
    return real(args, programs, close_fds, (5, 4), *rest)
subprocess._fork_exec = unsorted
try:
    subprocess.run(['true'], cwd='/')
except ValueError as error:
    print(error)
else:
    print('ran')
";

fn refused(installation: &Installation) {
    let said = |mut command: Command| {
        let delivery = deliver(command.args(["-c", UNSORTED])).success();
        delivery.stdout()
    };
    let original = &installation.original.program;
    let bare = said(installation.home.command(original));
    assert_ne!(bare, "ran\n");
    assert_eq!(said(installation.preloaded(original)), bare);
    assert_eq!(said(installation.home.command(&installation.python.program)), bare);
}

fn same(installation: &Installation, way: &str, number: usize) {
    let folder = copy_of("reach");
    fs_err::copy(script("descriptors"), folder.path().join("figure.py")).unwrap();
    let bare = installation.home.command(&installation.original.program);
    let [bare, bare_with] = open(bare, way, folder.path());
    let layers = [
        ("preload", installation.preloaded(&installation.original.program)),
        ("hook", installation.home.command(&installation.python.program)),
    ];
    // By default they take turns.
    let (first, step) = if tests_all() { (0, 1) } else { (number % 2, 2) };
    for (layer, command) in layers.into_iter().skip(first).step_by(step) {
        let [without, with] = open(command, way, folder.path());
        assert_eq!(without, bare, "{layer}, no channel");
        assert_eq!(with, bare_with, "{layer}, a channel");
    }
}

/// What is open in the end: with nothing at 3 from the start, and beside a channel.
fn open(mut command: Command, way: &str, folder: &Path) -> [Vec<String>; 2] {
    command.current_dir(folder);
    if way.starts_with("figure.py") {
        command.args(way.split(' '));
    } else {
        command.arg("start.py").arg(format!("{OPEN}{way}"));
    }
    let without = listed(&run(&mut command));
    // A file is told from all else by its name.
    let with = deliver_by(&mut command, Kind::File, Pace::FAST, channel::open(Kind::File));
    let mut with = listed(&with.output);
    with.retain(|line| line != "3 channel");
    if way.starts_with("figure.py ") {
        // What a worker opens itself takes the first number that is free: 3, where no channel is.
        with = with.iter().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect();
        with.sort();
    }
    [without, with]
}

fn listed(output: &Output) -> Vec<String> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}
