//! Makes new files and folders, and never overwrites one that is there.

use std::collections::HashMap;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The last number given to each file name. Without it, a thousand processes that each send a
/// `plot_1.svg` would each try every number that is taken.
pub(super) type Numbers = HashMap<String, u64>;

/// Writes `content` to a new file in `folder`, and never overwrites a file. Returns the name that
/// was free: `name`, or `name` with `-2` and so on before its suffix.
pub(super) fn write_new(
    folder: &Path,
    name: &str,
    content: &[u8],
    numbers: &mut Numbers,
) -> Result<String> {
    let stem = name.strip_suffix(".svg").unwrap_or(name);
    let first = numbers.get(name).map_or(1, |last| last + 1);
    for number in first.. {
        let free = match number {
            1 => name.to_owned(),
            _ => format!("{stem}-{number}.svg"),
        };
        let path = folder.join(&free);
        let mut file = match fs_err::File::create_new(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error.into()),
        };
        if let Err(error) = file.write_all(content) {
            // A partial figure is of no use.
            let _ = fs_err::remove_file(&path);
            return Err(error.into());
        }
        numbers.insert(name.to_owned(), number);
        return Ok(free);
    }
    Err(Error::new(format!("no name is left for {name}")))
}

/// How many SVG files are in `folder`; 0 if it can't be listed, which does not prevent writing
/// there.
pub(super) fn svg_files(folder: &Path) -> usize {
    let is_svg = |path: &Path| path.extension().is_some_and(|extension| extension == "svg");
    fs_err::read_dir(folder)
        .map_or(0, |entries| entries.flatten().filter(|entry| is_svg(&entry.path())).count())
}

/// Makes `plots-<date>-<time>` in the current folder and returns its path.
pub(super) fn dated() -> Result<PathBuf> {
    let name = jiff::Zoned::now().strftime("plots-%Y-%m-%d-%H%M%S").to_string();
    let names = (2_u64..).map(|number| format!("{name}-{number}"));
    for name in std::iter::once(name.clone()).chain(names) {
        match fs_err::create_dir(&name) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => return Ok(made.map(|()| name.into())?),
        }
    }
    Err(Error::new(format!("no name is left for {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_get_a_number_and_nothing_is_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let numbers = &mut Numbers::new();
        let names =
            [1, 2, 3].map(|content| write_new(folder.path(), "plot_1.svg", &[content], numbers));
        let names = names.map(|name| name.expect("a name"));
        assert_eq!(names, ["plot_1.svg", "plot_1-2.svg", "plot_1-3.svg"]);
        for (name, content) in names.iter().zip(1..) {
            assert_eq!(fs_err::read(folder.path().join(name)).expect("a file"), [content]);
        }
    }

    #[test]
    fn a_link_in_the_place_of_a_new_file_is_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let outside = folder.path().join("outside");
        let inside = folder.path().join("inside");
        fs_err::create_dir(&inside).expect("a folder");
        fs_err::os::unix::fs::symlink(&outside, inside.join("plot_1.svg")).expect("a link");
        assert_eq!(
            write_new(&inside, "plot_1.svg", b"x", &mut Numbers::new()).expect("a name"),
            "plot_1-2.svg"
        );
        assert!(!outside.exists());
    }
}
