//! Saving: whole files, one for each figure, also where many processes save at once.

mod again;
mod refused;

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::wait::until;

/// Shows one figure.
const SHOW: &str = "import matplotlib.pyplot as plt; plt.plot([1]); plt.show(); print('done')";

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    for method in ["fork", "spawn", "forkserver"] {
        let name = format!("8 workers of {method} with 5 figures each save 40 whole files");
        suite.seldom_if(method != "fork").on_newest(&name, move |python| {
            let saving = Saving::new(python);
            saving.workers(method);
            if method == "fork" {
                saving.again(method);
            }
        });
    }
    for (name, test) in TESTS {
        suite.on_newest(name, move |python| test(&Saving::new(python)));
    }
    again::add(suite);
    refused::add(suite);
}

/// A name, and what is tried.
type Test = (&'static str, fn(&Saving));

const TESTS: [Test; 7] = [
    ("what was saved before a process of the run began stays", |saving| {
        let lines = saving.run("saving/one_after_another", &[]);
        // Of the script's two children that come one after the other, the second runs it again.
        assert_eq!((saving.files().len(), lines.len()), (8, 7), "{lines:#?}");
    }),
    ("what the program itself saved in this run stays", Saving::own_file),
    ("nothing is lost where processes race for an old name", Saving::race),
    ("a process killed while it saves leaves the old file whole", Saving::killed),
    ("a locked folder is waited for until it is free", |saving| saving.locked(false)),
    ("a folder that stays locked delays a figure, and no more", |saving| saving.locked(true)),
    ("a folder of a figure's name is not in its way", |saving| {
        fs_err::create_dir(saving.folder.join("plot")).unwrap();
        let output = run(saving.command().env("CG_PLOT_FILENAME", "plot").args(["-c", SHOW]));
        assert!(saving.folder.join("plot.png").is_file(), "{output:?}");
    }),
];

/// A Python that saves.
struct Saving(Captured);

impl std::ops::Deref for Saving {
    type Target = Captured;

    fn deref(&self) -> &Captured {
        &self.0
    }
}

impl Saving {
    fn new(python: &Interpreter) -> Self {
        Self(Captured::new(python, &["--mode", "save"]))
    }

    /// Runs a script to its end; answers the lines of its stderr.
    fn run(&self, name: &str, arguments: &[&str]) -> Vec<String> {
        let output = run(self.command().arg(script(name)).args(arguments));
        let stderr = without_font_cache(&output.stderr);
        assert!(output.status.success(), "{}: {stderr}", output.status);
        assert_eq!(output.stdout, b"");
        stderr.lines().map(str::to_owned).collect()
    }

    /// Names and contents of all files in the folder.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let names = self.names().into_iter();
        names.map(|name| (name.clone(), fs_err::read(self.folder.join(name)).unwrap())).collect()
    }

    fn workers(&self, method: &str) {
        let lines = self.run("saving/workers", &[method, "word"]);
        let files = self.files();
        assert_eq!(files.len(), 40, "{lines:#?}");
        assert!(files.iter().all(|(_, content)| is_whole_png(content)));
        let different: BTreeSet<_> = files.iter().map(|(_, content)| content).collect();
        assert_eq!(different.len(), 40, "a figure is there twice");
        let mut pids = BTreeSet::new();
        let mut aside = 0;
        for (name, _) in &files {
            let stem = name.strip_prefix("plot_").and_then(|rest| rest.strip_suffix(".png"));
            let mut parts = stem.unwrap().split('-');
            let number = parts.next().unwrap();
            assert!((1..=5).any(|i| number == i.to_string()), "{name}");
            if let Some(pid) = parts.next() {
                let said = format!(
                    "plot_{number}.png was written by something else in this run: saved as {name} "
                );
                assert!(lines.iter().any(|line| line.contains(&said)), "{said}: {lines:#?}");
                pids.insert(pid.parse::<u32>().unwrap());
                aside += 1;
            }
            assert_eq!(parts.next(), None, "{name}");
        }
        assert_eq!((aside, lines.len()), (35, 35), "{lines:#?}");
        assert!((7..=8).contains(&pids.len()), "{pids:?}");
    }

    /// A run of its own overwrites the earlier one's files.
    fn again(&self, method: &str) {
        let plain = |files: &[(String, Vec<u8>)]| -> Vec<_> {
            files.iter().filter(|(name, _)| !name.contains('-')).cloned().collect()
        };
        let first = self.files();
        self.run("saving/workers", &[method, "second"]);
        let second = self.files();
        for (old, new) in plain(&first).iter().zip(plain(&second)) {
            assert_eq!(old.0, new.0);
            assert!(old.1 != new.1, "{} is of the first run", old.0);
        }
        // Also those that had to be given other names.
        assert_eq!((first.len(), second.len()), (40, 40));
    }

    fn own_file(&self) {
        let code = "import matplotlib.pyplot as plt\n\
            plt.savefig('plot_1.png'); plt.title('changed'); plt.show()\n\
            plt.title('second'); plt.show()";
        let output = run(self.command().args(["-c", code]));
        let files = self.files();
        let [(beside, _), (own, _), (second, _)] = files.as_slice() else { panic!("{output:?}") };
        assert!(beside.starts_with("plot_1-") && own == "plot_1.png" && second == "plot_2.png");
        assert_eq!(without_font_cache(&output.stderr).lines().count(), 1, "{output:?}");
    }

    fn race(&self) {
        for number in 1..=20 {
            fs_err::write(self.folder.join(format!("plot_{number}.png")), "old").unwrap();
        }
        let lines = self.run("saving/race", &[]);
        let contents: BTreeSet<_> = self.files().into_iter().map(|(_, content)| content).collect();
        assert!(!contents.contains(b"old".as_slice()));
        assert_eq!((contents.len(), self.files().len(), lines.len()), (320, 320, 300));
    }

    fn killed(&self) {
        const SIZE: u64 = 200_000_000;
        let path = self.folder.join("plot_1.png");
        fs_err::write(&path, "old").unwrap();
        // A kill that comes before the first byte or after the last proves nothing, and is tried again.
        for _ in 0..50 {
            let mut command = self.command();
            let mut child =
                command.arg(script("saving/large")).arg(SIZE.to_string()).spawn().unwrap();
            while self.part().is_none_or(|(_, size)| size == 0)
                && child.try_wait().unwrap().is_none()
            {}
            child.kill().unwrap();
            child.wait().unwrap();
            let whole = fs_err::metadata(&path).unwrap().len();
            assert!([3, SIZE].contains(&whole), "{whole} bytes of {SIZE}");
            if let Some((part, size)) = self.part() {
                fs_err::remove_file(part).unwrap();
                if (1..SIZE).contains(&size) {
                    return;
                }
            }
        }
        panic!("never killed in time");
    }

    /// The temporary file in the folder and its size.
    fn part(&self) -> Option<(PathBuf, u64)> {
        let entries = fs_err::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap());
        let mut parts =
            entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".cg-plot-"));
        parts.find_map(|entry| Some((entry.path(), entry.metadata().ok()?.len())))
    }

    fn locked(&self, kept: bool) {
        let lock = std::fs::File::open(&self.folder).unwrap();
        lock.lock().unwrap();
        let mut child = self.command().args(["-c", SHOW]).stdout(Stdio::null()).spawn().unwrap();
        until("something is saved", || !self.names().is_empty());
        let names = self.names();
        assert!(names.len() == 1 && names[0].starts_with(".cg-plot-"), "{names:?}");
        if !kept {
            lock.unlock().unwrap();
        }
        assert!(child.wait().unwrap().success());
        let files = self.files();
        assert!(files.len() == 1 && files[0].0 == "plot_1.png" && is_whole_png(&files[0].1));
    }
}

/// Signature and last chunk are there.
fn is_whole_png(content: &[u8]) -> bool {
    content.starts_with(b"\x89PNG\r\n\x1a\n") && content.ends_with(b"IEND\xaeB`\x82")
}

/// Whether disks of our own can be mounted where nobody else sees them.
fn mounts(kind: &str) -> Result<(), String> {
    unshared(&["--map-root-user", "--mount", "mount", "-t", kind, kind, "/mnt"])
}
