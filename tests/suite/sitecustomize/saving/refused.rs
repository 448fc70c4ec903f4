//! What can't be saved: one line says why, and the message goes out all the same.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt, lchown};

use cg_plot_capture_tests::prelude::*;

use super::{SHOW, Saving, mounts};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let python = Interpreter::newest;
    suite.on_newest("a file that can't be saved costs one line and no message", |python| {
        let saving = Saving::new(python);
        let folder = &saving.folder;
        fs_err::write(folder.join("file"), "mine").unwrap();
        saving.refused("", &format!("{}{{i}}.png", "long".repeat(70)), "File name too long");
        saving.refused("", "file/deeper/plot_{i}.png", "file is not a folder");
        assert_eq!(fs_err::read_to_string(folder.join("file")).unwrap(), "mine");
    });
    let root = fs_err::metadata("/proc/self").unwrap().uid() == 0;
    let needed = if root { python() } else { Err("only root has other users".into()) };
    suite.needing(
        "a link of another user's in a shared folder is not followed",
        needed,
        |python| {
            let saving = Saving::new(&python);
            let [shared, mine] = ["shared", "mine"].map(|name| saving.folder.join(name));
            fs_err::create_dir(&shared).unwrap();
            fs_err::set_permissions(&shared, PermissionsExt::from_mode(0o1777)).unwrap();
            fs_err::write(&mine, "kept").unwrap();
            fs_err::os::unix::fs::symlink(&mine, shared.join("plot_1.png")).unwrap();
            lchown(shared.join("plot_1.png"), Some(65534), None).unwrap();
            saving.refused("", "shared/plot_{i}.png", "is a link of another user's");
            assert_eq!(fs_err::read_to_string(&mine).unwrap(), "kept");
        },
    );
    let needed = mounts("tmpfs").and_then(|()| python());
    let name = "a disk that is full or read-only costs one line and no message";
    suite.needing(name, needed, |python| {
        let saving = Saving::new(&python);
        fs_err::create_dir(saving.folder.join("disk")).unwrap();
        for (options, said) in
            [("ro", "Read-only file system"), ("size=4k", "No space left on device")]
        {
            // What the disk holds at the end is said on stdout, before it is gone.
            let before = format!("mount -t tmpfs -o {options} tmpfs disk; \"$@\"; ls -A disk");
            saving.refused(&before, "disk/plot_{i}.png", said);
        }
    });
}

impl Saving {
    /// Shows a figure in mode `both` with a name that can't be saved under, after `before` in a
    /// mount namespace of its own, where that is said.
    fn refused(&self, before: &str, template: &str, why: &str) {
        let mut command = self.command();
        command.args(["-c", SHOW]).env("CG_PLOT_MODE", "both").env("CG_PLOT_FILENAME", template);
        if !before.is_empty() {
            let outer = ["unshare", "--map-root-user", "--mount", "sh", "-ec", before, "sh"];
            command = within(&outer, &command);
        }
        let delivery = deliver(&mut command).success();
        assert_eq!(delivery.names().len(), 1, "{template}");
        assert_eq!(delivery.stdout(), "done\n", "{template}");
        let stderr = delivery.stderr();
        assert!(stderr.contains("could not be saved") && stderr.contains(why), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}
