//! The CPythons of this machine, and private copies of them that a test may enable.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::command::{run, succeed};
use crate::program;

/// The folders within a standard library in which an installation may write.
const OWN: [&str; 2] = ["__pycache__", "site-packages"];

/// Its own tests: half of its files, and where root is to start it the command looks at each.
const TESTS: &str = "test";

/// An interpreter and where it lives.
#[derive(Debug, Clone)]
pub struct Interpreter {
    /// Major and minor version.
    pub version: (u32, u32),
    /// The program itself, links resolved.
    pub program: PathBuf,
    /// `sys.base_prefix`.
    pub prefix: PathBuf,
    /// The folder of the standard library.
    pub library: PathBuf,
}

impl Interpreter {
    /// A CPython of that version, built by pyenv or found on `PATH`; else what is missing.
    pub fn cpython(major: u32, minor: u32) -> Result<Self, String> {
        let debian = Self::debian().map(|debian| debian.program).unwrap_or_default();
        let found = FOUND
            .iter()
            .find(|python| python.version == (major, minor) && python.program != debian);
        found.cloned().ok_or_else(|| format!("no CPython {major}.{minor}"))
    }

    /// A CPython of that version, whoever built it.
    pub fn any(major: u32, minor: u32) -> Result<Self, String> {
        let debian = || Self::debian().ok().filter(|python| python.version == (major, minor));
        Self::cpython(major, minor).or_else(|missing| debian().ok_or(missing))
    }

    /// Debian's own `python3`: static, with a `sitecustomize` of its own.
    pub fn debian() -> Result<Self, String> {
        static ASKED: LazyLock<Result<Interpreter, String>> = LazyLock::new(|| {
            let path = Path::new("/usr/bin/python3");
            if !Path::new("/etc/debian_version").exists() || !path.exists() {
                return Err("no Debian python3".into());
            }
            ask(path).ok_or_else(|| "Debian's python3 does not start".into())
        });
        ASKED.clone()
    }

    /// One of those that the capture supports, the newest first.
    pub fn newest() -> Result<Self, String> {
        let supported = FOUND.iter().filter(|python| python.version >= (3, 9));
        supported
            .max_by_key(|python| python.version)
            .cloned()
            .ok_or("no CPython 3.9 or later".into())
    }

    /// The newest free-threaded build: `python3.14t` and the like, or one of pyenv's.
    pub fn free_threaded() -> Result<Self, String> {
        let newest = ASKED.iter().filter(|asked| asked.1).max_by_key(|asked| asked.0.version);
        newest.map(|asked| asked.0.clone()).ok_or("no free-threaded CPython".into())
    }

    /// A short name for folders.
    pub fn label(&self) -> String {
        let kind = if self.program.starts_with("/usr/bin") { "debian" } else { "cpython" };
        format!("{kind}-{}.{}", self.version.0, self.version.1)
    }

    /// A copy below `folder` whose base folders are its own: the program copied, each part of the
    /// standard library but its tests linked. What a test changes there, it changes nowhere else.
    pub fn private(&self, folder: &Path) -> Self {
        let name = self.program.file_name().unwrap();
        let library = self.library.file_name().unwrap();
        fs_err::create_dir_all(folder.join("bin")).unwrap();
        program::copy(&self.program, &folder.join("bin").join(name));
        for own in [""].iter().chain(&OWN) {
            link_entries(&self.library.join(own), &folder.join("lib").join(library).join(own));
        }
        symlink(name, folder.join("bin/python3")).unwrap();
        let folder = fs_err::canonicalize(folder).unwrap();
        Self {
            version: self.version,
            program: folder.join("bin").join(name),
            library: folder.join("lib").join(library),
            prefix: folder,
        }
    }

    /// A copy at `folder` of all that stands below its prefix, by hard links where that can be: its
    /// own tests write beside the library, and ask where its files are. Of a prefix that a distribution
    /// shares with everything else, only what is this interpreter's.
    pub fn whole(&self, folder: &Path) -> Self {
        let is_shared = self.prefix == Path::new("/usr");
        let own =
            if is_shared { vec![&*self.program, &*self.library] } else { vec![&*self.prefix] };
        let copy = |how: &str| {
            let _ = fs_err::remove_dir_all(folder);
            own.iter().all(|from| {
                let to = folder.join(from.strip_prefix(&self.prefix).unwrap());
                fs_err::create_dir_all(to.parent().unwrap()).unwrap();
                run(Command::new("cp").args([how, "-T"]).args([from, &*to])).status.success()
            })
        };
        assert!(copy("-al") || copy("-a"), "{} can't be copied", self.prefix.display());
        let folder = fs_err::canonicalize(folder).unwrap();
        let there = |path: &Path| folder.join(path.strip_prefix(&self.prefix).unwrap());
        Self {
            version: self.version,
            program: there(&self.program),
            library: there(&self.library),
            prefix: folder.clone(),
        }
    }

    /// Where `enable` puts the hook of this one.
    pub fn hook(&self) -> PathBuf {
        let (major, minor) = self.version;
        self.prefix.join(format!("lib/python{major}{minor}.zip/sitecustomize.py"))
    }

    /// A new venv at `folder`, without pip.
    pub fn venv(&self, folder: &Path) -> PathBuf {
        succeed(
            Command::new(&self.program).args(["-I", "-m", "venv", "--without-pip"]).arg(folder),
        );
        folder.join("bin/python")
    }
}

/// Makes `to` with a link to each entry of `from` but for the folders that a copy has of its own.
fn link_entries(from: &Path, to: &Path) {
    fs_err::create_dir_all(to).unwrap();
    for entry in fs_err::read_dir(from).into_iter().flatten() {
        let entry = entry.unwrap();
        if !OWN.iter().chain([&TESTS]).any(|own| entry.file_name() == *own) {
            let (from, link) = (entry.path(), to.join(entry.file_name()));
            // There are hundreds, and a hard link takes a small part of a symbolic one's time on ext4.
            let is_file = entry.file_type().unwrap().is_file();
            if !is_file || fs_err::hard_link(&from, &link).is_err() {
                symlink(from, link).unwrap();
            }
        }
    }
}

/// Every CPython with a GIL that was found.
static FOUND: LazyLock<Vec<Interpreter>> = LazyLock::new(|| {
    let with_gil = ASKED.iter().filter(|asked| !asked.1);
    with_gil.map(|asked| asked.0.clone()).collect()
});

/// Every CPython that was found, without those that do not start, and whether it is free-threaded.
static ASKED: LazyLock<Vec<(Interpreter, bool)>> = LazyLock::new(|| {
    let home = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let pyenv = home.or_else(|| Some(std::env::home_dir()?.join(".pyenv")));
    let versions = pyenv.and_then(|root| std::fs::read_dir(root.join("versions")).ok());
    let mut paths: Vec<PathBuf> = versions
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin/python")))
        .collect();
    let path = std::env::var_os("PATH").unwrap_or_default();
    for folder in std::env::split_paths(&path).filter(|folder| !folder.ends_with("shims")) {
        let name = |minor| ["", "t"].map(|kind| folder.join(format!("python3.{minor}{kind}")));
        paths.extend((6..20).flat_map(name));
    }
    paths.sort();
    let mut found: Vec<_> = paths.iter().filter_map(|path| ask_all(path)).collect();
    found.dedup_by(|a, b| a.0.program == b.0.program);
    found
});

fn ask(path: &Path) -> Option<Interpreter> {
    ask_all(path).map(|asked| asked.0)
}

/// The interpreter at `path`, and whether it is free-threaded.
fn ask_all(path: &Path) -> Option<(Interpreter, bool)> {
    // Python 2 is asked as well.
    let code = "import sys, os\n\
        print('\\n'.join([str(sys.version_info[0]), str(sys.version_info[1]),\
        os.path.realpath(sys.executable), sys.prefix, os.path.dirname(os.__file__),\
        str('t' in getattr(sys, 'abiflags', ''))]))";
    let output = Command::new(path).args(["-s", "-E", "-c", code]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let [major, minor, program, prefix, library, free_threaded] =
        text.lines().collect::<Vec<_>>().try_into().ok()?;
    let version = (major.parse().ok()?, minor.parse().ok()?);
    let [program, prefix, library] = [program, prefix, library].map(PathBuf::from);
    Some((Interpreter { version, program, prefix, library }, free_threaded == "True"))
}
