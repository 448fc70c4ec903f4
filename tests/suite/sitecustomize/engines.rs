//! What tasks of an engine show reaches the program whose tasks they are, from workers that have no channel.

use std::io::{BufRead as _, BufReader};
use std::process::Child;

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let setup = Shared::new(Setup::new);
    let name = "engines: a figure arrives whole or not at all, and waits for its program";
    setup.test(suite, name, |setup| {
        assert_eq!(succeed(setup.command().arg(script("engines/records"))), "done\n");
    });
    let name = "engines: a worker of Dask's elsewhere sends to the client whose task it runs";
    setup.needing(suite, name, apart(), |setup, ()| two_clients(setup));
    let name = "engines: each figure that Matplotlib draws in a task of Dask's arrives once";
    setup.needing(suite.seldom(), name, apart(), |setup, ()| drawn(setup));
    let name = "engines: a worker of Dask's that is killed takes no other worker's figures with it";
    setup.needing(suite.seldom(), name, apart(), |setup, ()| killed(setup));
}

/// Whether workers can have namespaces of their own here.
fn apart() -> Result<(), String> {
    let mut command = Command::new("unshare");
    let output = command.args(["-pmf", "--mount-proc", "--kill-child", "true"]).output();
    let works = output.is_ok_and(|output| output.status.success());
    works.then_some(()).ok_or("PID namespaces are not permitted".into())
}

fn two_clients(setup: &Setup) {
    let cluster = setup.cluster(2);
    // A task that a task has started belongs to the same client.
    let clients =
        [("first", "shows"), ("second", "starts"), ("off", "shows")].map(|(mark, what)| {
            let mut client = cluster.client(mark, 4, what);
            match mark {
                "second" => client.env("CG_PLOT_FILENAME", "{script}-{i}.png"),
                "off" => client.env("CG_PLOT_CAPTURE", "off"),
                _ => &mut client,
            };
            std::thread::spawn(move || (mark, deliver(&mut client).success()))
        });
    for client in clients {
        let (mark, delivery) = client.join().unwrap();
        let all = if mark == "off" { 0..0 } else { 0..4 };
        assert_eq!((delivery.marks(mark), delivery.stderr()), (all.collect(), String::new()));
        // Each worker counts for itself, and the client's own template holds.
        let begin = if mark == "first" { "plot_" } else { "client-" };
        let names = delivery.names();
        assert!(names.iter().all(|name| name.starts_with(begin)), "{names:?}");
    }
}

fn drawn(setup: &Setup) {
    let cluster = setup.cluster(4);
    let delivery = deliver(&mut cluster.client("drawn", 100, "draws")).success();
    assert_eq!(delivery.messages().len(), 100, "{}", delivery.stderr());
    let different: BTreeSet<_> = delivery.messages().into_iter().map(|each| each.svg).collect();
    assert_eq!((different.len(), delivery.stderr()), (100, String::new()));
    // The last state of a loop comes when the client closes.
    let delivery = deliver(&mut cluster.client("loops", 3, "loops")).success();
    assert_eq!((delivery.messages().len(), delivery.stderr()), (6, String::new()));
}

fn killed(setup: &Setup) {
    let cluster = setup.cluster(2);
    let delivery = deliver(&mut cluster.client("killed", 1, "is_killed"));
    assert!(!delivery.output.status.success());
    let delivery = deliver(&mut cluster.client("left", 5, "shows")).success();
    assert_eq!(delivery.marks("left"), (0..5).collect::<Vec<_>>());
}

/// What these tests share.
struct Setup {
    installation: Installation,
    /// A Python that the hook reaches.
    python: PathBuf,
}

impl Setup {
    fn new(python: &Interpreter) -> Self {
        let installation = Installation::enable(python, &[]);
        let python = installation.venv_with("venv", &TOOLS);
        Self { installation, python }
    }

    fn command(&self) -> Command {
        self.installation.home.command(&self.python)
    }

    fn cluster(&self, workers: usize) -> Cluster<'_> {
        let mut command = self.command();
        command.arg(script("engines/cluster")).arg(workers.to_string());
        command.env("DASK_LOGGING__DISTRIBUTED", "error");
        // A task whose worker has died is not given to the others.
        command.env("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0");
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Cluster { setup: self, process, address: address.trim().into() }
    }
}

/// A scheduler and its workers, until it is dropped.
struct Cluster<'a> {
    setup: &'a Setup,
    process: Child,
    address: String,
}

impl Cluster<'_> {
    /// A program that has `count` tasks show `mark` by a function of `client.py`.
    fn client(&self, mark: &str, count: usize, what: &str) -> Command {
        let mut command = self.setup.installation.home.command("timeout");
        command.arg("60").arg(&self.setup.python).arg(script("engines/client"));
        command.args([&self.address, mark, &count.to_string(), what]);
        command
    }
}

impl Drop for Cluster<'_> {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// What tasks have sent.
trait Marks {
    /// The numbers of the tasks, each as often as it has arrived; every figure must have the mark.
    fn marks(&self, mark: &str) -> Vec<usize>;
}

impl Marks for Delivery {
    fn marks(&self, mark: &str) -> Vec<usize> {
        let number = |svg: &[u8]| {
            let text = String::from_utf8_lossy(svg);
            let rest =
                text.strip_prefix(&format!("<svg>{mark} ")).expect("another client's figure");
            rest.strip_suffix("</svg>").unwrap().parse().unwrap()
        };
        let mut numbers: Vec<usize> =
            self.messages().iter().map(|each| number(&each.svg)).collect();
        numbers.sort_unstable();
        numbers
    }
}
