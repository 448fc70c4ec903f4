//! The main script: the value of `{script}`, and the identity that distinguishes scripts.

use crate::os_text;

/// The longest path in bytes that is used as an identity.
const LONGEST: usize = 1024;

/// The value of `{script}` for a program without a script: typed in, given by `-c` or on stdin.
const NONE: &str = "python";

/// A main script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Its name without the suffix.
    pub stem: String,
    /// The identity, which every run of this script has and no other script: its path, or a hash of
    /// a long path or of a command line. At most [`LONGEST`] bytes; `None` if it is not known.
    pub identity: Option<Vec<u8>>,
}

impl Script {
    /// The script that Python names: by its path, by `-c` and the command line after a NUL, or by
    /// an empty text if there is none.
    pub fn new(named: &str) -> Self {
        if named.is_empty() || named.starts_with("-c\0") {
            let hash = || hashed(named.as_bytes());
            return Self { stem: NONE.into(), identity: (!named.is_empty()).then(hash) };
        }
        Self { stem: stem(named).into(), identity: identity(named) }
    }
}

fn identity(path: &str) -> Option<Vec<u8>> {
    let path = os_text::to_bytes(path);
    // The path of a shell's `<(…)` is of another script each time.
    let passing = [b"/dev/".as_slice(), b"/proc/"].iter().any(|folder| path.starts_with(folder));
    if passing || path.first() != Some(&b'/') {
        return None;
    }
    Some(if path.len() > LONGEST { hashed(&path) } else { path })
}

/// The 64-bit FNV-1a hash, which stays the same in every build.
fn hashed(bytes: &[u8]) -> Vec<u8> {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    format!("#{:016x}", bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)).into_bytes()
}

/// The name of a script without its suffix, by the rule of `os.path.splitext`. For a `__main__.py`,
/// the name of its package or archive.
fn stem(path: &str) -> &str {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = match name.rfind('.') {
        Some(dot) if !name[..dot].trim_start_matches('.').is_empty() => &name[..dot],
        _ => name,
    };
    let package = folder.rsplit('/').next().unwrap_or_default();
    if stem == "__main__" && !package.is_empty() { package } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_has_the_name_of_its_file() {
        for (named, stem) in [
            ("/home/me/plot.py", "plot"),
            ("/home/me/my.plot.py", "my.plot"),
            ("plot", "plot"),
            ("/a/.hidden", ".hidden"),
            ("/a/..py", "..py"),
            ("/lib/package/__main__.py", "package"),
            ("/home/app.pyz/__main__.py", "app.pyz"),
            ("/__main__.py", "__main__"),
            ("", "python"),
            ("-c\0python\0-c\0pass", "python"),
        ] {
            assert_eq!(Script::new(named).stem, stem, "{named}");
        }
    }

    #[test]
    fn only_a_script_that_is_surely_the_same_has_an_identity() {
        let identity = |named: &str| Script::new(named).identity;
        assert_eq!(identity("/home/me/plot.py"), Some(b"/home/me/plot.py".to_vec()));
        for unknown in ["", "plot.py", "/dev/fd/63", "/proc/self/fd/3"] {
            assert_eq!(identity(unknown), None, "{unknown}");
        }
        let long = format!("/{}", "folder/".repeat(LONGEST));
        for (one, other) in [("-c\0python\0-c\0a", "-c\0python\0-c\0b"), (&long, &long[1..])] {
            let known = identity(one).expect("known");
            assert!(known.len() == 17 && known.starts_with(b"#"));
            assert_eq!(identity(one), Some(known.clone()));
            assert_ne!(identity(other), Some(known));
        }
    }

    #[test]
    fn the_hash_agrees_with_its_authors_vectors() {
        // Test vectors of its authors.
        assert_eq!(hashed(b""), b"#cbf29ce484222325");
        assert_eq!(hashed(b"foobar"), b"#85944171f73967e8");
    }
}
