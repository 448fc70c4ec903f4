//! The name that a file gets where another one has its own: `-<pid>` goes before the suffix.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

/// The name with `-<pid>` before its suffix; where that is taken too (a process of another container
/// may have our number), `-<pid>-2` and so on.
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

/// The process that would have made that name out of the wanted one.
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
    fn a_spare_name_keeps_the_suffix_and_says_whose_it_is() {
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
    fn what_nobody_would_have_made_is_no_spare_name() {
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
