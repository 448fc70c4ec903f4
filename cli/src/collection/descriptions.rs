//! `figures.json`: the descriptions of all figures of a collection, for programs.

use std::io::{BufWriter, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::collection::gallery::CollectedFigure;
use crate::description::{COLLECTED as HEAD, Description};
use crate::error::{Error, Result};

/// The file's name within its folder.
pub(super) const FILE: &str = "figures.json";

/// Writes the file into `folder`, in one step, if any figure has a description or none has arrived; otherwise removes
/// the file of an earlier collection, which is about other figures. The descriptions are read from the SVG files again, because keeping them would take as much memory.
pub(super) fn write(folder: &Path, figures: &[CollectedFigure]) -> Result<()> {
    let path = folder.join(FILE);
    if figures.iter().all(|figure| figure.described.is_none()) {
        if is_foreign(&path) {
            return Ok(());
        }
        // A program that reads the file needs no case of its own for a script that shows nothing.
        if !figures.is_empty() {
            return if path.exists() { Ok(fs_err::remove_file(path)?) } else { Ok(()) };
        }
    }
    if is_foreign(&path) {
        return Err(Error::new(format_args!(
            "{} is not ours, so that it is not overwritten",
            path.display()
        )));
    }
    let mut file = tempfile::Builder::new()
        .permissions(std::fs::Permissions::from_mode(0o666))
        .tempfile_in(folder)?;
    let mut buffer = BufWriter::new(file.as_file_mut());
    buffer.write_all(HEAD.as_bytes())?;
    for (place, figure) in figures.iter().enumerate() {
        let svg = fs_err::read(folder.join(&figure.file)).unwrap_or_default();
        let json = Description::of_svg(&svg).map_or_else(|| "null".into(), |found| found.json);
        let name = |text: &str| serde_json::to_string(text).map_err(Error::new);
        let (file, name) = (name(&figure.file)?, name(&figure.name)?);
        let comma = if place == 0 { "" } else { "," };
        write!(buffer, "{comma}\n{{\"file\": {file}, \"name\": {name}, \"description\": {json}}}")?;
    }
    buffer.write_all(b"\n]}\n")?;
    buffer.into_inner().map_err(|error| Error::new(error.error()))?;
    file.persist(&path).map_err(|error| Error::new(error.error))?;
    Ok(())
}

/// Whether something is there that we did not write.
fn is_foreign(path: &Path) -> bool {
    match path.symlink_metadata() {
        Err(_) => false,
        Ok(data) if !data.is_file() => true,
        Ok(_) => !fs_err::read(path).is_ok_and(|bytes| bytes.starts_with(HEAD.as_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str =
        "<svg><metadata id=\"cg-plot-capture\">{\"version\":1,\"words\":\"A.\"}</metadata></svg>";

    #[test]
    fn all_figures_are_there_in_order_and_the_file_of_another_program_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let mut figures = vec![];
        for (name, svg) in [("a.svg", SVG), ("b.svg", "<svg/>")] {
            fs_err::write(folder.join(name), svg).expect("a file");
            figures.push(CollectedFigure::arriving(name.into(), name.into(), svg.as_bytes()));
        }
        for _ in 0..2 {
            write(folder, &figures).expect("written");
        }
        let text = fs_err::read_to_string(folder.join(FILE)).expect("the file");
        let found: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(found["figures"][0]["description"]["words"], "A.");
        assert_eq!(found["figures"][1]["file"], "b.svg");
        assert!(found["figures"][1]["description"].is_null());
        write(folder, &figures[1..]).expect("removed");
        assert!(!folder.join(FILE).exists());
        write(folder, &[]).expect("written");
        let text = fs_err::read_to_string(folder.join(FILE)).expect("the file");
        let found: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(found["figures"], serde_json::json!([]));
        fs_err::write(folder.join(FILE), "mine").expect("a file");
        assert!(write(folder, &figures).is_err());
        write(folder, &figures[1..]).expect("nothing to do");
        assert_eq!(fs_err::read_to_string(folder.join(FILE)).expect("the file"), "mine");
    }
}
