//! Finds what a Python loads when it starts. Root starts no Python that would load files which
//! others may replace, so that we must know this before.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::elf;
use crate::install::interpreter::Interpreter;
use crate::install::trust::{self, Problem, TrustFault, problem, problem_within};

/// A problem ends the check.
fn none(problem: Option<Problem>) -> Result<(), Problem> {
    problem.map_or(Ok(()), Err)
}

/// A check of one Python, which reads no file twice.
#[derive(Default)]
pub(super) struct LoadCheck {
    files: HashSet<PathBuf>,
    folders: HashSet<PathBuf>,
}

impl LoadCheck {
    /// Why root must not start the Python at `program`, by the files at and beside that path.
    pub(super) fn before(&mut self, program: &Path) -> Option<Problem> {
        if trust::applies() { self.program(program).err() } else { None }
    }

    /// Why root must not start the Python again, with all its packages, by what it answered.
    pub(super) fn after(&mut self, python: &Interpreter) -> Option<Problem> {
        if !trust::applies() {
            return None;
        }
        let packages = || python.sites.iter().chain(&python.user_site);
        let mut places = python.zip.iter().chain(&python.library).chain(packages());
        let found = self.program(&python.executable);
        let found = found.and_then(|()| places.try_for_each(|place| self.folder(place)));
        found.and_then(|()| packages().try_for_each(|folder| path_files(folder))).err()
    }

    fn program(&mut self, program: &Path) -> Result<(), Problem> {
        if !self.files.insert(program.to_owned()) {
            return Ok(());
        }
        none(problem(program))?;
        // A program that does not exist does not start, and nobody else can put it there.
        let Ok(real) = program.canonicalize() else { return Ok(()) };
        let Ok(bytes) = std::fs::read(&real) else { return Ok(()) };
        if !elf::is_binary(&bytes) {
            return files_in_script(&bytes).try_for_each(|path| none(problem(path)));
        }
        let name = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.shared(&real, &bytes, version(&name))?;
        for bin in [program, &real].map(|path| path.parent().unwrap_or(Path::new("/"))) {
            self.venv(bin, program)?;
        }
        match self.library(&real, version(&name))? {
            true => Ok(()),
            // Its library would be where its builder has put it.
            false => Err(Problem::new(program, TrustFault::NoLibrary)),
        }
    }

    /// Checks the shared libraries that a program names, and those that these name.
    fn shared(&mut self, path: &Path, bytes: &[u8], version: &str) -> Result<(), Problem> {
        let named = elf::named(path, bytes);
        let named = named.ok_or_else(|| Problem::new(path, TrustFault::Unknown))?;
        named.loader.iter().chain(&named.folders).try_for_each(|path| none(problem(path)))?;
        let by_path = named.libraries.iter().filter(|one| one.is_absolute()).cloned();
        let in_folder = |folder: &PathBuf| {
            let names = named.libraries.iter().filter(|one| one.is_relative());
            names.map(|name| folder.join(name)).collect::<Vec<_>>()
        };
        for library in by_path.chain(named.folders.iter().flat_map(in_folder)) {
            if !self.files.insert(library.clone()) {
                continue;
            }
            none(problem(&library))?;
            let Ok(bytes) = std::fs::read(&library) else { continue };
            self.shared(&library, &bytes, version)?;
            // Python 3.14 and later first look above the folder of libpython.
            if library.file_name().is_some_and(|name| name.as_bytes().starts_with(b"libpython")) {
                self.library(&library, version)?;
            }
        }
        Ok(())
    }

    /// Checks `pyvenv.cfg`, which a Python looks for beside itself and one folder above, and which
    /// leads to another Python.
    fn venv(&mut self, bin: &Path, program: &Path) -> Result<(), Problem> {
        for folder in bin.ancestors().take(2) {
            let config = folder.join("pyvenv.cfg");
            none(problem(&config))?;
            let text = std::fs::read_to_string(&config).unwrap_or_default();
            let Some(home) = home(&text) else { continue };
            none(problem(home))?;
            for library in self.libraries(folder, "")? {
                path_files(&library.join("site-packages"))?;
            }
            let base = home.join(program.file_name().unwrap_or_default());
            match base.is_file() {
                true => self.program(&base)?,
                false => drop(self.library(&base, "")?),
            }
        }
        Ok(())
    }

    /// Checks the standard library, in the first folders above `path` that have its two parts
    /// (`search_up` in CPython's Modules/getpath.py). Returns whether both were found.
    fn library(&mut self, path: &Path, version: &str) -> Result<bool, Problem> {
        let mut parts = [("os.py", false), ("lib-dynload", false)];
        if path.file_name().is_some_and(|name| name.as_bytes().starts_with(b"pypy")) {
            parts[1].1 = true;
        }
        for above in path.ancestors().skip(1) {
            let found = self.libraries(above, version)?;
            for (part, is_found) in &mut parts {
                *is_found |= found.iter().any(|folder| folder.join(*part).exists());
            }
            if parts.iter().all(|(_, is_found)| *is_found) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The standard libraries of Pythons of that version in a prefix.
    fn libraries(&mut self, prefix: &Path, version: &str) -> Result<Vec<PathBuf>, Problem> {
        let mut found = vec![];
        for library in ["lib", "lib64"].map(|name| prefix.join(name)) {
            none(problem(&library))?;
            let entries = std::fs::read_dir(&library).into_iter().flatten().flatten();
            let names = entries.map(|entry| entry.file_name());
            let names = names.filter(|name| is_library(&name.to_string_lossy(), version));
            found.extend(names.map(|name| library.join(name)));
        }
        found.iter().try_for_each(|folder| self.folder(folder))?;
        Ok(found)
    }

    fn folder(&mut self, folder: &Path) -> Result<(), Problem> {
        if folder.ancestors().any(|above| self.folders.contains(above)) {
            return Ok(());
        }
        self.folders.insert(folder.to_owned());
        none(problem_within(folder))
    }
}

/// The version at the end of a program's name, if it selects the library.
fn version(name: &str) -> &str {
    let version = name.trim_start_matches(|c: char| !c.is_ascii_digit());
    if version.contains('.') { version } else { "" }
}

/// Whether a folder or zip file of that name may be the library of a Python of that version.
fn is_library(name: &str, version: &str) -> bool {
    let rest = name.strip_prefix("python").or_else(|| name.strip_prefix("pypy"));
    let version = version.trim_end_matches('t');
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && (rest.starts_with(version) || rest.starts_with(&version.replace('.', "")))
    })
}

/// The folder of a venv's base Python, by its `pyvenv.cfg`.
fn home(config: &str) -> Option<&Path> {
    let pairs = config.lines().filter_map(|line| line.split_once('='));
    let mut homes = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case("home"));
    homes.next().map(|(_, home)| Path::new(home.trim()))
}

/// The files that a script names by path: its interpreter, and the program that it starts.
fn files_in_script(script: &[u8]) -> impl Iterator<Item = &Path> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-+".contains(byte);
    let words = script.split(move |byte| !is_part(byte));
    let paths = words.filter(|word| word.starts_with(b"/"));
    paths.map(|word| Path::new(OsStr::from_bytes(word))).filter(|path| path.is_file())
}

/// Checks the folders that `.pth` files add (Python's site.py). At each start, Python looks for two
/// modules in them.
fn path_files(packages: &Path) -> Result<(), Problem> {
    let entries = std::fs::read_dir(packages).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    for file in files.filter(|path| path.extension().is_some_and(|suffix| suffix == "pth")) {
        let text = std::fs::read(&file).unwrap_or_default();
        let lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
        let is_folder = |line: &&[u8]| {
            !line.is_empty()
                && ![&b"#"[..], b"import ", b"import\t"].iter().any(|no| line.starts_with(no))
        };
        for folder in lines.filter(is_folder).map(|line| packages.join(OsStr::from_bytes(line))) {
            if folder.exists() {
                none(problem(&folder))?;
                let modules = ["sitecustomize", "usercustomize"];
                modules
                    .iter()
                    .flat_map(|name| [folder.join(name), folder.join(format!("{name}.py"))])
                    .try_for_each(|path| none(problem_within(&path)))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_recognised_by_its_name_and_the_program_s_version() {
        for name in ["python3.11", "python3.11t", "python311.zip"] {
            assert!(is_library(name, version("python3.11")), "{name}");
            assert!(is_library(name, version("python3")), "{name}");
        }
        assert!(is_library("python3.13t", version("python3.13t")));
        assert!(!is_library("python3.9", version("python3.11")));
        for name in ["python", "python-apt", "libpython3.11.so", "pkgconfig"] {
            assert!(!is_library(name, version("python")), "{name}");
        }
        assert!(is_library("pypy3.10", version("pypy3.10")));
    }

    #[test]
    fn a_venv_s_base_is_in_its_configuration() {
        assert_eq!(home("version = 3\nHome = /a b/bin \nhome = /c\n"), Some(Path::new("/a b/bin")));
        assert_eq!(home("homely = /x\n"), None);
    }

    #[test]
    fn the_program_that_a_script_starts_is_found() {
        let script = b"#!/bin/sh\nexec '/bin/sh' \"$@\" >/dev/null # /nonexistent/python\n";
        let files: Vec<&Path> = files_in_script(script).collect();
        assert_eq!(files, [Path::new("/bin/sh"); 2]);
    }
}
