//! Tests of path checks, with owners that only root can set.

use std::os::unix::fs::{PermissionsExt as _, chown, symlink};

use super::*;

/// A user who is not root.
const OTHER: Option<u32> = Some(1234);

struct Tree(tempfile::TempDir);

impl Tree {
    /// Makes a folder with `a/b/file` in it; `None` if we are not root.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("a/b")).expect("made");
        std::fs::write(folder.path().join("a/b/file"), "").expect("written");
        applies().then_some(Self(folder))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().canonicalize().expect("there").join(name)
    }

    fn own(&self, name: &str, owner: Option<u32>) {
        std::os::unix::fs::lchown(self.at(name), owner, None).expect("owned");
    }

    fn set(&self, name: &str, mode: u32) {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(self.at(name), mode).expect("set");
    }

    fn link(&self, name: &str, to: impl AsRef<Path>) {
        symlink(to, self.at(name)).expect("linked");
    }

    #[track_caller]
    fn refused(&self, name: &str, at: &str, fault: TrustFault) {
        assert_eq!(problem(&self.at(name)), Some(Problem::new(&self.at(at), fault)), "{name}");
    }

    #[track_caller]
    fn fine(&self, name: &str) {
        assert_eq!(problem(&self.at(name)), None, "{name}");
    }
}

#[test]
fn every_folder_on_the_path_counts() {
    assert_eq!(problem(Path::new("/")), None);
    let Some(tree) = Tree::new() else { return };
    tree.fine("a/b/file");
    tree.fine("a/b/file/below");
    tree.fine("a/b/none/there");
    for name in ["a/b/file", "a/b", "a"] {
        tree.own(name, OTHER);
        tree.refused("a/b/file", name, TrustFault::Owner);
        tree.own(name, Some(0));
        let mode = std::fs::metadata(tree.at(name)).expect("there").permissions().mode();
        tree.set(name, mode | 0o002);
        tree.refused("a/b/file", name, TrustFault::Everybody);
        tree.set(name, mode);
    }
    tree.fine("a/b/file");
}

#[test]
fn in_a_sticky_folder_only_folders_of_root_s_are_fine() {
    let Some(tree) = Tree::new() else { return };
    tree.set("a", 0o1777);
    tree.fine("a/b/file");
    std::fs::hard_link(tree.at("a/b/file"), tree.at("a/file")).expect("linked");
    tree.refused("a/file", "a", TrustFault::Everybody);
    tree.refused("a/none", "a", TrustFault::Everybody);
    tree.refused("a", "a", TrustFault::Everybody);
    tree.own("a/b", OTHER);
    tree.refused("a/b/file", "a/b", TrustFault::Owner);
    tree.own("a/b", Some(0));
    tree.own("a", OTHER);
    tree.refused("a/b/file", "a", TrustFault::Owner);
    assert!(problem(Path::new("/tmp/nothing/here")).is_some());
}

#[test]
fn every_link_counts_and_every_folder_on_its_path() {
    let Some(tree) = Tree::new() else { return };
    std::fs::create_dir(tree.at("c")).expect("made");
    tree.link("c/relative", "../a/b");
    tree.link("c/absolute", tree.at("a"));
    tree.link("first", "c/absolute/b");
    tree.fine("c/relative/file");
    tree.fine("first/file");
    assert_eq!(resolve(&tree.at("first/file")), Ok(tree.at("a/b/file")));
    tree.own("c", OTHER);
    tree.refused("first/file", "c", TrustFault::Owner);
    tree.own("c", Some(0));
    tree.own("c/absolute", OTHER);
    tree.refused("first/file", "c/absolute", TrustFault::Owner);
    tree.own("c/absolute", Some(0));
    tree.own("a", OTHER);
    for name in ["first/file", "c/relative/file", "c/../a/b/file"] {
        tree.refused(name, "a", TrustFault::Owner);
    }
    tree.own("a", Some(0));
    tree.link("round", "again");
    tree.link("again", "round");
    assert_eq!(problem(&tree.at("round")).map(|one| one.fault), Some(TrustFault::Links));
}

#[test]
fn every_file_in_a_folder_counts() {
    let Some(tree) = Tree::new() else { return };
    let within = |name: &str| problem_within(&tree.at(name));
    tree.link("a/up", "..");
    std::fs::create_dir_all(tree.at("other/deep")).expect("made");
    tree.link("a/b/link", tree.at("other"));
    assert_eq!(within("a"), None);
    assert_eq!(within("nothing"), None);
    tree.own("a/b/file", OTHER);
    assert_eq!(within("a"), Some(Problem::new(&tree.at("a/b/file"), TrustFault::Owner)));
    tree.own("a/b/file", Some(0));
    tree.set("other/deep", 0o777);
    assert_eq!(within("a"), Some(Problem::new(&tree.at("other/deep"), TrustFault::Everybody)));
}

#[test]
fn a_group_counts_by_its_members() {
    let Some(tree) = Tree::new() else { return };
    tree.set("a/b", 0o775);
    // This group has no entry, so that its members are unknown.
    chown(tree.at("a/b"), None, Some(54_321)).expect("owned");
    tree.refused("a/b/file", "a/b", TrustFault::Group);
    tree.set("a/b", 0o755);
    tree.fine("a/b/file");
}
