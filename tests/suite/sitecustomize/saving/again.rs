//! Whose a file is: a script that runs again overwrites its own, and nobody else's.

use cg_plot_capture_tests::prelude::*;

use super::{Saving, mounts};

/// A name, what `harness.py` does, titles by the names of their files, and how many of them cost a line.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)], usize);

/// Both runs of a script in one folder. In the names of files the pids are left out.
const CASES: [Case; 9] = [
    (
        "a script run twice by subprocess overwrites its files",
        "again",
        &[("plot_1.svg", "second 1"), ("plot_2.svg", "second 2")],
        0,
    ),
    (
        "a script that a harness runs in its own workers overwrites its files",
        "in_children",
        &[("plot_1.svg", "third 1")],
        0,
    ),
    (
        "two scripts in one folder keep each other's files and overwrite their own",
        "two",
        &[("plot_1.svg", "second-one 1"), ("plot_1-N.svg", "second-two 1")],
        2,
    ),
    (
        "a live process's file stays, also if it runs the same script",
        "alive",
        &[("plot_1.svg", "first 1"), ("plot_1-N.svg", "second 1")],
        1,
    ),
    (
        "siblings that overlap keep their files, also if one has ended when the other saves",
        "staggered",
        &[("plot_1.svg", "first 1"), ("plot_1-N.svg", "second 1")],
        1,
    ),
    (
        "a script that was killed is run again, and overwrites",
        "killed",
        &[("plot_1.svg", "second 1")],
        0,
    ),
    (
        "a driver that has plotted keeps its files, and its children overwrite their own",
        "driver",
        &[("plot_1.svg", "driver 1"), ("plot_2.svg", "driver 2"), ("plot_1-N.svg", "child-2 1")],
        4,
    ),
    (
        "a saved file that the program has written to is the program's",
        "own",
        &[
            ("plot_1.svg", "mine"),
            ("plot_2.svg", "first 2"),
            ("plot_1-N.svg", "second 1"),
            ("plot_2-N.svg", "second 2"),
        ],
        2,
    ),
    (
        "a file that a user has renamed stays",
        "kept",
        &[
            ("plot_1.svg", "second-one 1"),
            ("plot_1-N.svg", "second-two 1"),
            ("plot_1-N.svg", "third 1"),
        ],
        3,
    ),
];

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let python = Interpreter::newest;
    for (name, how, files, lines) in CASES {
        let is_of_a_kind = ["in_children", "staggered", "driver"].contains(&how);
        suite.seldom_if(is_of_a_kind).on_newest(&format!("again: {name}"), move |python| {
            let saving = Saving::new(python).with_programs();
            let said = saving.harness(&[how]);
            let expected: Vec<_> = sorted(files.iter().map(|(a, b)| ((*a).into(), (*b).into())));
            assert_eq!(saving.titles(), expected, "{said:#?}");
            assert_eq!(said.len(), lines, "{said:#?}");
            assert!(
                said.iter().all(|line| line.contains("({script} or {pid} in CG_PLOT_FILENAME"))
            );
        });
    }
    suite.on_newest(
        "again: 3 siblings with 5 figures each are 15 files, run after run",
        |python| {
            let saving = Saving::new(python).with_programs();
            let said = saving.harness(&["siblings"]);
            let titles: BTreeSet<_> = saving.titles().into_iter().map(|(_, title)| title).collect();
            let expected =
                |sibling| (1..=5).map(move |number| format!("second-{sibling} {number}"));
            assert_eq!(titles, (0..3).flat_map(expected).collect(), "{said:#?}");
            assert_eq!((saving.files().len(), said.len()), (17, 20), "{said:#?}");
        },
    );
    suite.on_newest("again: a description goes with the file that it describes", |python| {
        let saving = Saving::new(python).with_programs();
        let mut command = saving.command();
        command.env("CG_PLOT_DESCRIBE", "on").arg(script("saving/harness")).arg("two");
        let lines = said(&mut command);
        let names = || saving.files().into_iter().map(|(name, _)| name);
        let figures: Vec<_> = names().filter(|name| name.ends_with(".svg")).collect();
        let described = names().filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()));
        assert_eq!((figures.len(), figures), (2, described.collect()), "{lines:#?}");
    });
    let newer = python().and_then(|python| match python.version >= (3, 10) {
        true => Ok(python),
        false => Err("Python says what it was started with from 3.10 on".into()),
    });
    suite.needing(
        "again: a program on the command line is known by all of that",
        newer,
        |python| {
            let saving = Saving::new(&python).with_programs();
            let said = saving.harness(&["command_line"]);
            assert_eq!((saving.files().len(), said.len()), (4, 1), "{said:#?}");
        },
    );
    for method in ["fork", "spawn", "forkserver"] {
        let name =
            format!("again: workers of {method} overwrite those of their program's earlier run");
        suite.seldom_if(method != "spawn").on_newest(&name, move |python| {
            let saving = Saving::new(python).with_programs();
            let workers = script("saving/workers");
            let said = saving.harness(&["twice", workers.to_str().unwrap(), method, "word", "3"]);
            assert_eq!((saving.files().len(), said.len()), (17, 20), "{said:#?}");
        });
    }
    suite.on_newest("again: a script run twice in pytest or a notebook overwrites", |python| {
        let saving = Saving(Captured::with(python, &["--mode", "save"], &TOOLS)).with_programs();
        for arguments in [
            &["-m", "pytest", "-q", "-p", "no:cacheprovider", "saving/test_again"][..],
            &["saving/notebook"],
        ] {
            let (name, options) = arguments.split_last().unwrap();
            let mut command = saving.command();
            command.args(options).arg(script(name));
            succeed(command.env("CG_PLOT_FILENAME", "plot_{i}.svg"));
            assert_eq!(saving.titles(), [("plot_1.svg".into(), "second 1".into())], "{name}");
        }
    });
    let needed = mounts("ramfs").and_then(|()| python());
    suite.needing(
        "again: on a file system without extended attributes the later files go beside",
        needed,
        |python| Saving::new(&python).with_programs().without_attributes(),
    );
}

impl Saving {
    /// With two scripts in the folder, which save SVG.
    fn with_programs(self) -> Self {
        for name in ["one.py", "two.py"] {
            fs_err::copy(script("saving/figures"), self.folder.join(name)).unwrap();
        }
        self
    }

    /// Runs the harness in the folder; answers the lines of stderr.
    fn harness(&self, arguments: &[&str]) -> Vec<String> {
        let mut command = self.command();
        command.arg(script("saving/harness")).args(arguments);
        said(&mut command)
    }

    /// Names and titles of the figures in the folder, in order, with `N` for each pid.
    fn titles(&self) -> Vec<(String, String)> {
        let figures = self.files().into_iter().filter(|(name, _)| name.ends_with(".svg"));
        sorted(figures.map(|(name, content)| {
            let stem = name.trim_end_matches(".svg");
            let name = match stem.split_once('-') {
                Some((wanted, pid)) if pid.parse::<u32>().is_ok() => format!("{wanted}-N.svg"),
                _ => name,
            };
            (name, title(&String::from_utf8(content).unwrap()))
        }))
    }

    fn without_attributes(&self) {
        const CHECK: &str = "import os\n\
            try: os.setxattr('one.py', 'user.any', b'')\n\
            except OSError: pass\n\
            else: raise SystemExit('it has some')";
        let run = "mkdir ../disk; mount -t ramfs ramfs ../disk; cp *.py ../disk; cd ../disk\n\
            \"$1\" -c \"$2\"; \"$1\" \"$3\" again; \"$1\" \"$3\" staggered; cp *.svg ../work";
        let mut command = self.installation.preloaded("unshare");
        command.args(["--map-root-user", "--mount", "sh", "-euc", run, "sh"]);
        command.arg(&self.python).arg(CHECK).arg(script("saving/harness"));
        let said = said(command.current_dir(&self.folder));
        // The second harness is another run: to that, what was there is old.
        let expected = [
            ("plot_1-N.svg", "second 1"),
            ("plot_1-N.svg", "second 1"),
            ("plot_1.svg", "first 1"),
            ("plot_2-N.svg", "second 2"),
            ("plot_2.svg", "first 2"),
        ];
        assert_eq!(self.titles(), expected.map(|(a, b)| (a.into(), b.into())), "{said:#?}");
        assert_eq!(said.len(), 3, "{said:#?}");
    }
}

/// Runs a command to its end; answers the lines of its stderr.
fn said(command: &mut Command) -> Vec<String> {
    let output = run(command.env("CG_PLOT_FILENAME", "plot_{i}.svg"));
    let stderr = without_font_cache(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    stderr.lines().map(str::to_owned).collect()
}

/// The title of a figure, which stands in a comment of its SVG, as each text does: the last that is no number.
fn title(svg: &str) -> String {
    let comments = svg.split("<!-- ").skip(1).filter_map(|rest| rest.split_once(" -->"));
    let words = comments.map(|(text, _)| text).filter(|text| text.starts_with(char::is_alphabetic));
    words.last().unwrap_or_default().to_owned()
}

fn sorted(figures: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut figures: Vec<_> = figures.collect();
    figures.sort();
    figures
}
