//! Who may write to a file: its owner, and users to whom its mode, its access control list or its
//! group gives the right.

use std::collections::HashMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

use nix::unistd::{Gid, Group, User};
use rustix::io::Errno;

use super::problem::TrustFault;

/// The access control list beside the mode (acl(5)). A folder's default list gives nobody a right
/// to existing files. Files that we make get their mode by chmod(2), which masks what such a list
/// would add.
const LIST: &str = "system.posix_acl_access";

/// What the system tells about a file.
#[derive(Debug, Clone, Default)]
pub(super) struct FileAccess {
    owner: u32,
    group: u32,
    mode: u32,
    list: Vec<AclEntry>,
    /// There may be a list, but it can't be read.
    unread: bool,
}

/// A user or group to whom a list gives the right to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AclEntry {
    User(u32),
    OwnGroup,
    Group(u32),
}

impl FileAccess {
    /// The facts on what is at `path` itself.
    pub(super) fn of(path: &Path, data: &Metadata) -> Self {
        let (owner, group, mode) = (data.uid(), data.gid(), data.mode());
        let facts = Self { owner, group, mode, ..Self::default() };
        // If there is a list, these bits are its mask, and no entry gives more rights.
        if data.is_symlink() || mode & 0o020 == 0 {
            return facts;
        }
        let mut bytes = vec![0; 64 << 10];
        match rustix::fs::getxattr(path, LIST, &mut bytes[..]) {
            Ok(length) => match writers(&bytes[..length]) {
                Some(list) => Self { list, ..facts },
                None => Self { unread: true, ..facts },
            },
            Err(Errno::NODATA | Errno::OPNOTSUPP) => {
                Self { list: vec![AclEntry::OwnGroup], ..facts }
            }
            Err(_) => Self { unread: true, ..facts },
        }
    }

    /// Why a user other than root may write there; `has_others` tells whether a group has other
    /// members than root.
    pub(super) fn fault(&self, has_others: impl Fn(u32) -> bool) -> Option<TrustFault> {
        const LINK: u32 = 0o120_000;
        if !is_root_s(self.owner) {
            return Some(TrustFault::Owner);
        }
        // The mode of a link has no meaning.
        if self.mode & 0o170_000 == LINK {
            return None;
        }
        if self.mode & 0o002 != 0 {
            return Some(TrustFault::Everybody);
        }
        if self.unread {
            return Some(TrustFault::Unknown);
        }
        self.list.iter().find_map(|entry| match *entry {
            AclEntry::OwnGroup => has_others(self.group).then_some(TrustFault::Group),
            AclEntry::Group(group) => has_others(group).then_some(TrustFault::List),
            AclEntry::User(user) => (user != 0).then_some(TrustFault::List),
        })
    }
}

/// Whether an owner counts as root.
///
/// In a namespace with only one user (`unshare -r`), all other users of the machine, and its root,
/// show as the same number. We only have the rights of that one user there, so that every owner is
/// fine.
pub(super) fn is_root_s(owner: u32) -> bool {
    static ALONE: LazyLock<bool> = LazyLock::new(|| {
        std::fs::read_to_string("/proc/self/uid_map").is_ok_and(|map| has_one_user(&map))
    });
    /// The default of `/proc/sys/kernel/overflowuid`, which nobody changes.
    const UNKNOWN: u32 = 65534;
    owner == 0 || (owner == UNKNOWN && *ALONE)
}

/// Whether a namespace has only one user, by its map (user_namespaces(7)).
fn has_one_user(map: &str) -> bool {
    let fields: Vec<&str> = map.split_whitespace().collect();
    matches!(fields[..], ["0", _, "1"])
}

/// The entries of a list that give the right to write, in the kernel's format
/// (linux/posix_acl_xattr.h); `None` if the list has another format.
fn writers(list: &[u8]) -> Option<Vec<AclEntry>> {
    const WRITE: u16 = 2;
    let (version, entries) = list.split_at_checked(4)?;
    let (entries, rest) = entries.as_chunks::<8>();
    if version != 2_u32.to_le_bytes() || !rest.is_empty() {
        return None;
    }
    let entries = entries.iter().map(|[t, ag, p, erm, id @ ..]| {
        let (tag, right) = (u16::from_le_bytes([*t, *ag]), u16::from_le_bytes([*p, *erm]));
        (tag, right & WRITE != 0, u32::from_le_bytes(*id))
    });
    let writers = entries.filter(|(_, writes, _)| *writes).filter_map(|(tag, _, id)| match tag {
        0x02 => Some(AclEntry::User(id)),
        0x04 => Some(AclEntry::OwnGroup),
        0x08 => Some(AclEntry::Group(id)),
        // The mode has the rights of the owner, the mask and everybody.
        _ => None,
    });
    Some(writers.collect())
}

/// Whether a group has other members than root.
pub(super) fn has_others(group: u32) -> bool {
    static KNOWN: Mutex<Option<HashMap<u32, bool>>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let known = known.get_or_insert_default();
    *known.entry(group).or_insert_with(|| ask(group))
}

fn ask(group: u32) -> bool {
    let named = match Group::from_gid(Gid::from_raw(group)) {
        Ok(Some(named)) => named.mem,
        // Root's group needs no entry. The members of any other group without an entry are unknown.
        Ok(None) if group == 0 => vec![],
        _ => return true,
    };
    let others = named.iter().any(|name| match User::from_name(name) {
        Ok(Some(user)) => !user.uid.is_root(),
        // No user has that name, unless a directory has it that a static command can't ask.
        Ok(None) => !all_are_listed(),
        Err(_) => true,
    });
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    others || has_primary(group, &users) || (group != 0 && !all_are_listed())
}

/// Whether passwd(5) of this machine lists every user.
pub(crate) fn all_are_listed() -> bool {
    lists_all(&std::fs::read_to_string("/etc/nsswitch.conf").unwrap_or_default())
}

/// Whether a group is the own group of another user in passwd(5).
fn has_primary(group: u32, users: &str) -> bool {
    let number = |field: Option<&str>| field.and_then(|field| field.parse::<u32>().ok());
    users.lines().any(|line| {
        let mut fields = line.split(':').skip(2);
        let (user, own) = (number(fields.next()), number(fields.next()));
        own == Some(group) && user != Some(0)
    })
}

/// Whether passwd(5) lists every user, by nsswitch.conf(5). A network directory tells who a user
/// is, but not whose own group a group is.
fn lists_all(sources: &str) -> bool {
    let mut lines = sources.lines().filter_map(|line| line.trim().strip_prefix("passwd:"));
    let words = lines.next().unwrap_or("files").split_whitespace();
    let mut named = words.take_while(|word| !word.starts_with('#'));
    named.all(|word| matches!(word, "files" | "systemd") || word.contains(['[', ']', '=']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDER: u32 = 0o040_000;

    fn facts(owner: u32, mode: u32, list: &[AclEntry]) -> FileAccess {
        FileAccess { owner, group: 50, mode, list: list.to_vec(), unread: false }
    }

    #[test]
    fn a_user_other_than_root_who_may_write_is_named() {
        let fault = |owner, mode, list: &[AclEntry], others| {
            facts(owner, mode, list).fault(|group| others && group >= 50)
        };
        let own = [AclEntry::OwnGroup];
        assert_eq!(fault(0, FOLDER | 0o755, &[], true), None);
        assert_eq!(fault(7, FOLDER | 0o555, &[], false), Some(TrustFault::Owner));
        assert_eq!(fault(7, 0o120_777, &[], false), Some(TrustFault::Owner));
        assert_eq!(fault(0, 0o120_777, &[], true), None);
        assert_eq!(fault(0, FOLDER | 0o1777, &own, false), Some(TrustFault::Everybody));
        assert_eq!(fault(0, FOLDER | 0o775, &own, true), Some(TrustFault::Group));
        assert_eq!(fault(0, FOLDER | 0o775, &own, false), None);
        assert_eq!(fault(0, 0o664, &[AclEntry::User(0)], true), None);
        assert_eq!(fault(0, 0o664, &[AclEntry::User(7)], false), Some(TrustFault::List));
        assert_eq!(fault(0, 0o664, &[AclEntry::Group(51)], true), Some(TrustFault::List));
        assert_eq!(fault(0, 0o664, &[AclEntry::Group(51)], false), None);
        let unread = FileAccess { unread: true, ..facts(0, 0o664, &[]) };
        assert_eq!(unread.fault(|_| false), Some(TrustFault::Unknown));
    }

    #[test]
    fn a_list_names_only_those_who_may_write() {
        let entry = |tag: u16, right: u16, id: u32| {
            [&tag.to_le_bytes()[..], &right.to_le_bytes(), &id.to_le_bytes()].concat()
        };
        let list = |entries: &[Vec<u8>]| [&2_u32.to_le_bytes()[..], &entries.concat()].concat();
        let own = u32::MAX;
        let read = list(&[
            entry(0x01, 7, own),
            entry(0x02, 7, 1000),
            entry(0x02, 5, 1001),
            entry(0x04, 7, own),
            entry(0x08, 6, 50),
            entry(0x10, 7, own),
            entry(0x20, 5, own),
        ]);
        let expected = vec![AclEntry::User(1000), AclEntry::OwnGroup, AclEntry::Group(50)];
        assert_eq!(writers(&read), Some(expected));
        assert_eq!(writers(&read[..read.len() - 1]), None);
        assert_eq!(writers(&[3, 0, 0, 0]), None);
        assert_eq!(writers(b""), None);
    }

    #[test]
    fn only_an_entry_of_passwd_makes_a_group_another_user_s_own() {
        let users = "root:x:0:0::/root:/bin/sh\ntoor:x:0:50::/:/bin/sh\na:x:7:51:::\nbroken\n";
        assert!(has_primary(51, users));
        assert!(!has_primary(50, users) && !has_primary(0, users) && !has_primary(7, users));
        assert!(has_primary(0, "default:x:1001:0:::\n"));
    }

    #[test]
    fn a_namespace_of_one_user_is_recognised_by_its_map() {
        assert!(has_one_user("         0       1000          1\n"));
        assert!(!has_one_user("         0          0 4294967295\n"));
        assert!(!has_one_user("0 1000 1\n1 100000 65536\n") && !has_one_user(""));
    }

    #[test]
    fn a_network_directory_does_not_list_all_users() {
        assert!(lists_all("") && lists_all("group: sss\npasswd:\tfiles systemd\n"));
        assert!(lists_all("passwd: files [!UNAVAIL=return] systemd # sss\n"));
        for source in ["sss", "ldap", "winbind", "compat"] {
            assert!(!lists_all(&format!("passwd: files {source}\n")), "{source}");
        }
    }
}
