//! The name of a file whose wanted name is taken: `-<pid>` goes before the suffix.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

/// Returns the name with `-<pid>` before its suffix. If that is taken too (a process in another
/// container may have our pid), `-<pid>-2` and so on.
pub(super) fn name(wanted: &OsStr, pid: u32, number: u32) -> OsString {
    let wanted = Path::new(wanted);
    let mut made = wanted.file_stem().unwrap_or_default().to_owned();
    made.push(format!("-{pid}"));
    if number > 1 {
        made.push(format!("-{number}"));
    }
    if let Some(suffix) = wanted.extension() {
        made.push(".");
        made.push(suffix);
    }
    made
}

/// The pid in a name that was made so from the wanted one; `None` for any other name.
pub(super) fn pid(wanted: &OsStr, made: &OsStr) -> Option<u32> {
    let stem = Path::new(wanted).file_stem()?;
    let rest = made.as_bytes().strip_prefix(stem.as_bytes())?.strip_prefix(b"-")?;
    let mut numbers = rest.split(|byte| !byte.is_ascii_digit());
    let mut number = || str::from_utf8(numbers.next()?).ok()?.parse().ok();
    let pid = number()?;
    let made_again = [1, number().unwrap_or(1)].map(|number| name(wanted, pid, number));
    made_again.iter().any(|again| again == made).then_some(pid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alternative_name_keeps_the_suffix_and_has_the_pid() {
        for (wanted, number, made) in [
            ("plot_1.png", 1, "plot_1-77.png"),
            ("plot_1.png", 2, "plot_1-77-2.png"),
            ("a.tar.gz", 1, "a.tar-77.gz"),
            ("plain", 1, "plain-77"),
            (".hidden", 3, ".hidden-77-3"),
            ("x-5.1", 1, "x-5-77.1"),
        ] {
            let [wanted, made] = [wanted, made].map(OsStr::new);
            assert_eq!(name(wanted, 77, number), made);
            assert_eq!(pid(wanted, made), Some(77), "{made:?}");
        }
    }

    #[test]
    fn other_names_are_not_alternative_names() {
        for made in [
            "plot_1.png",
            "plot_2-77.png",
            "plot_1-.png",
            "plot_1-077.png",
            "plot_1-77-1.png",
            "plot_1-77-02.png",
            "plot_1-77.jpg",
            "plot_1-77-old.png",
            "plot_1-77.png.json",
            "plot_1-99999999999.png",
            "my-plot_1-77.png",
        ] {
            assert_eq!(pid(OsStr::new("plot_1.png"), OsStr::new(made)), None, "{made}");
        }
    }
}
