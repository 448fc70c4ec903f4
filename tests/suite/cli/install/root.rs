//! A machine of the test's own: a root folder with an `/etc` and a `/usr/local` that may be changed,
//! the programs of this machine but its Pythons read-only below it, no processes but its own, and us its root, in
//! namespaces.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::rc::Rc;
use std::sync::LazyLock;

use cg_plot_capture_tests::prelude::*;

use super::machine::{State, same};

/// Where the installation is.
pub(crate) const FOLDER: &str = "/usr/local/lib/cg-plot-capture";

/// The machine's list of preloads.
pub(crate) const PRELOADS: &str = "/etc/ld.so.preload";

/// Makes the namespaces what [`Root`] says, then runs the rest of its arguments there.
const ENTER: &str = r#"
root=$1; option=$2; shift 2
bind() {
    mount --bind "$1" "$root$1"
    # Without the rights of the machine's own root nothing there is writable anyway, and the flags of
    # its mounts are locked.
    mount -o remount,bind,ro "$root$1" 2>/dev/null || [ "$option" != -m ]
}
# Not what 32-bit programs are linked with: enable --system is refused beside them.
for folder in /usr/*; do
    case $folder in /usr/local | /usr/lib32 | /usr/libx32) continue ;; esac
    if [ -d "$folder" ] && [ ! -L "$folder" ]; then bind "$folder"; fi
done
case $PREFIX in /usr) ;; *) bind "$PREFIX" ;; esac
# Root would ask the machine's own Pythons, and look through all that they load: there they are no programs.
[ "$PYTHONS" ] || for python in /usr/bin/python[23] /usr/bin/python3.*[0-9] /usr/bin/pypy*[0-9]; do
    python=$root$(readlink -f "$python")
    [ ! -f "$python" ] || mount --bind /dev/null "$python"
done
for folder in /bin /sbin /lib /lib64; do
    if [ -d "$folder" ] && [ -d "$root$folder" ] && [ ! -L "$root$folder" ]; then bind "$folder"; fi
done
mount --bind "$COMMAND" "$root/command"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
unset PREFIX COMMAND PYTHONS
# Not by exec: the first process of its namespace can't be killed from within.
chroot "$root" "$@" || exit $?
"#;

/// Such a machine.
#[derive(Clone)]
pub(crate) struct Root {
    folder: Rc<tempfile::TempDir>,
    scratch: Rc<tempfile::TempDir>,
    prefix: PathBuf,
    command: PathBuf,
    /// Whether the machine's own Pythons are there.
    pythons: bool,
    /// The interpreter there, in `/opt`.
    pub(crate) python: PathBuf,
    /// Where its hook goes.
    pub(super) hook: PathBuf,
}

impl Root {
    /// Adds a test that is handed a fresh one.
    pub(super) fn test(suite: &mut Suite, name: &str, test: impl FnOnce(&Self) + Send + 'static) {
        suite.needing(name, Self::need(), move |python| test(&Self::new(&python)));
    }

    /// The interpreter to make one with, where one can be made.
    pub(crate) fn need() -> Result<Interpreter, String> {
        let loaders = ["/lib/ld-linux.so.2", "/lib/ld-linux-armhf.so.3"];
        let hidden =
            |loader: &Path| ["/usr/lib32", "/lib32"].iter().any(|at| loader.starts_with(at));
        let mut found = loaders.iter().filter_map(|loader| fs_err::canonicalize(loader).ok());
        if found.any(|loader| !hidden(&loader)) {
            return Err("32-bit programs run here".to_owned());
        }
        UNSHARE.clone()?;
        let python = Interpreter::newest()?;
        match python.prefix.starts_with("/usr/local") {
            true => Err("the only Python is in /usr/local".to_owned()),
            false => Ok(python),
        }
    }

    /// The same where it takes several users, which only the machine's own root has.
    pub(super) fn test_with_users(
        suite: &mut Suite,
        name: &str,
        test: impl FnOnce(&Self) + Send + 'static,
    ) {
        suite.needing(name, Self::need_users(), move |python| test(&Self::new(&python)));
    }

    /// The interpreter to make one with several users with.
    pub(super) fn need_users() -> Result<Interpreter, String> {
        Self::need().and_then(|python| match UNSHARE.clone()? {
            "-m" => Ok(python),
            _ => Err("only root has other users".to_owned()),
        })
    }

    pub(crate) fn new(python: &Interpreter) -> Self {
        let folder = tempfile::Builder::new().prefix("cg-root-").tempdir().unwrap();
        let at = |name: &str| folder.path().join(name.trim_start_matches('/'));
        let prefix = python.prefix.clone();
        for name in ["etc/profile.d", "proc", "dev", "tmp", "root", "opt", "home/user"] {
            fs_err::create_dir_all(at(name)).unwrap();
        }
        for entry in fs_err::read_dir("/usr").unwrap().map(|entry| entry.unwrap()) {
            let name = entry.file_name();
            match fs_err::read_link(entry.path()) {
                Ok(link) => symlink(link, at("usr").join(name)).unwrap(),
                Err(_) => fs_err::create_dir_all(at("usr").join(name)).unwrap(),
            }
        }
        for name in ["bin", "sbin", "lib", "lib32", "lib64", "libx32"] {
            let here = Path::new("/").join(name);
            match fs_err::read_link(&here) {
                Ok(link) => symlink(link, at(name)).unwrap(),
                Err(_) if here.is_dir() => fs_err::create_dir(at(name)).unwrap(),
                Err(_) => {}
            }
        }
        for name in ["usr/local/lib", "usr/local/bin"] {
            fs_err::create_dir_all(at(name)).unwrap();
        }
        fs_err::create_dir_all(at(prefix.to_str().unwrap())).unwrap();
        fs_err::write(at("command"), "").unwrap();
        let users = "root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/home/user:/bin/sh\n";
        fs_err::write(at("etc/passwd"), users).unwrap();
        let python = python.private(&at("opt/python"));
        let inside = |path: &Path| {
            let root = fs_err::canonicalize(folder.path()).unwrap();
            Path::new("/").join(path.strip_prefix(root).unwrap())
        };
        let (program, hook) = (inside(&python.program), inside(&python.hook()));
        fs_err::set_permissions(at("root"), PermissionsExt::from_mode(0o700)).unwrap();
        fs_err::set_permissions(at("tmp"), PermissionsExt::from_mode(0o1777)).unwrap();
        fs_err::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let command = cg_plot_capture().to_owned();
        let scratch = Rc::new(tempfile::tempdir().unwrap());
        let (folder, python, pythons) = (Rc::new(folder), program, false);
        Self { folder, scratch, prefix, command, pythons, python, hook }
    }

    /// The same machine with another build of the command.
    pub(super) fn with_command(&self, command: &Path) -> Self {
        Self { command: command.to_owned(), ..self.clone() }
    }

    /// The same machine with the Pythons of this one.
    pub(super) fn with_pythons(&self) -> Self {
        Self { pythons: true, ..self.clone() }
    }

    /// A folder beside it.
    pub(super) fn scratch(&self) -> &Path {
        self.scratch.path()
    }

    /// A path there as it is called here.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        let name = name.as_ref();
        self.folder.path().join(name.strip_prefix("/").unwrap_or(name))
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs_err::write(self.path(name), text).unwrap();
    }

    /// Writes a program.
    pub(crate) fn program(&self, name: &str, text: &str) {
        program::write(&self.path(name), text);
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs_err::read_to_string(self.path(name)).unwrap()
    }

    /// `words` as that machine's root.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let option = UNSHARE.clone().unwrap();
        let mut command = Command::new("unshare");
        command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        command.env("HOME", "/root").env("PYTHONDONTWRITEBYTECODE", "1");
        command.env("PREFIX", &self.prefix).env("COMMAND", &self.command);
        command.env("PYTHONS", if self.pythons { "here" } else { "" });
        command
            .args([option, "--pid", "--fork", "sh", "-ec", ENTER, "sh"])
            .arg(self.folder.path())
            .arg(option);
        command.args(words);
        command
    }

    /// `cg-plot-capture` there.
    pub(super) fn cli(&self, arguments: &[&str]) -> Command {
        self.command(&[&["/command"], arguments].concat())
    }

    /// `enable --system`, which must have enabled.
    pub(crate) fn enable(&self, arguments: &[&str]) -> String {
        super::machine::enabled(&run(&mut self.cli(&[&["enable", "--system"], arguments].concat())))
    }

    /// `disable --system`, which must succeed.
    pub(super) fn disable(&self) -> String {
        succeed(&mut self.cli(&["disable", "--system"]))
    }

    /// `words` as a user who is not root, and has a home.
    pub(super) fn user(&self, words: &[&str]) -> Command {
        let user = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"];
        self.command(&[&user[..], &["env", "HOME=/home/user"], words].concat())
    }

    /// What must be as it was.
    pub(super) fn state(&self) -> State {
        state(self.folder.path())
    }

    /// A command fails with `code` and says `reason`, and nothing is changed.
    #[track_caller]
    pub(crate) fn refused(&self, command: &mut Command, code: i32, reason: &str) -> Output {
        let before = self.state();
        let output = run(command);
        let (ended, out, said) = told(&output);
        assert_eq!(ended, Some(code), "{said}");
        assert!(said.contains(reason) && out.is_empty(), "{said}");
        same(&self.state(), &before);
        output
    }
}

/// How the namespaces are made here; else why not.
static UNSHARE: LazyLock<Result<&str, String>> = LazyLock::new(|| {
    let script = "mount --rbind / /mnt && mount -t proc proc /mnt/proc && exec chroot /mnt true";
    let permitted = |option: &&str| {
        let mut command = Command::new("unshare");
        let output = command.args([option, "--pid", "--fork", "sh", "-c", script]).output();
        output.is_ok_and(|output| output.status.success())
    };
    let option = ["-m", "-Urm"].into_iter().find(permitted);
    option.ok_or("mount namespaces are not permitted".to_owned())
});
