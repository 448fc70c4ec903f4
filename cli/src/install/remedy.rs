//! The commands that mend an installation or change one thing of it, and leave it as it is otherwise:
//! `enable` forgets what it is not told again.

use std::path::Path;

use cg_plot_capture::settings::check;

use crate::install::shape::Shape;
use crate::install::stored::Stored;
use crate::install::system;

/// What has to be told again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Remedy {
    /// Whether it is the machine's.
    pub(crate) system: bool,
    /// Its settings.
    pub(crate) stored: Stored,
    /// What it reaches.
    pub(crate) shape: Shape,
}

impl Remedy {
    /// The same again, or `disable` where nothing of what it was to reach is there any more.
    pub(crate) fn enable(&self) -> String {
        self.command(&self.stored, None)
    }

    /// The same and a hook in the interpreter at `program`.
    pub(crate) fn enable_for(&self, program: &Path) -> String {
        self.command(&self.stored, Some(program))
    }

    /// The same but for the setting `name`, which is `value` or not stored.
    pub(crate) fn enable_with(&self, name: &str, value: Option<&str>) -> String {
        let mut stored = self.stored.clone();
        stored.0.retain(|(key, _)| key != name);
        stored.0.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        self.command(&stored, None)
    }

    fn command(&self, stored: &Stored, also: Option<&Path>) -> String {
        // Others than those named stay hooked, and so one is enough where all are wanted.
        let named = self.shape.pythons.iter().filter(|_| self.shape.narrowed);
        let named = named.map(|program| &**program).filter(|program| program.exists());
        let mut programs: Vec<&Path> = named.collect();
        programs.extend(also.filter(|also| !programs.contains(also)));
        let sudo = system::sudo(self.system);
        // Without a name it would reach every Python.
        if self.shape.narrowed && programs.is_empty() {
            return format!(
                "{sudo}cg-plot-capture disable{}",
                if self.system { " --system" } else { "" }
            );
        }
        let mut command = format!("{sudo}cg-plot-capture enable");
        let user = !self.system && system::by_sudo();
        for option in
            [(self.system, " --system"), (user, " --user"), (self.shape.no_shell, " --no-shell")]
        {
            command += if option.0 { option.1 } else { "" };
        }
        // A bad value would be refused.
        let good = stored.0.iter().filter(|(name, value)| check(name, value).is_ok());
        for (name, value) in good.filter(|(name, _)| name != "CG_PLOT_CAPTURE") {
            command += &format!(" {} {}", flag(name), quote(value));
        }
        for program in programs {
            command += &format!(" --python {}", quote(&program.to_string_lossy()));
        }
        command
    }
}

/// The flag of `enable` that stores `name`.
pub(crate) fn flag(name: &str) -> String {
    let name = name.strip_prefix("CG_PLOT_").unwrap_or(name);
    format!("--{}", name.to_lowercase().replace('_', "-"))
}

/// A word that every shell reads back as `text`.
pub(crate) fn quote(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remedy(pairs: &[(&str, &str)]) -> Remedy {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Remedy { stored: Stored(pairs.iter().map(own).collect()), ..Remedy::default() }
    }

    #[test]
    fn an_enable_that_changes_one_setting_names_the_others() {
        let both = remedy(&[("CG_PLOT_MODE", "both"), ("CG_PLOT_MAX_BYTES", "7")]);
        assert_eq!(both.enable(), "cg-plot-capture enable --mode both --max-bytes 7");
        assert_eq!(both.enable_with("CG_PLOT_MODE", None), "cg-plot-capture enable --max-bytes 7");
        let named = remedy(&[]).enable_with("CG_PLOT_FILENAME", Some("it's {i}"));
        assert_eq!(named, r"cg-plot-capture enable --filename 'it'\''s {i}'");
    }

    #[test]
    fn what_enable_would_refuse_is_not_named() {
        let bad = remedy(&[("CG_PLOT_MODE", "dispaly"), ("CG_PLOT_CAPTURE", "off"), ("X", "1")]);
        assert_eq!(
            bad.enable_with("CG_PLOT_UNSHOWN", Some("capture")),
            "cg-plot-capture enable --unshown capture"
        );
    }

    #[test]
    fn the_shape_is_named_again() {
        let mut narrow = remedy(&[("CG_PLOT_MODE", "both")]);
        narrow.shape.pythons = ["/gone".into(), "/bin/sh".into()].into();
        assert_eq!(narrow.enable(), "cg-plot-capture enable --mode both");
        (narrow.shape.narrowed, narrow.shape.no_shell) = (true, true);
        let enable = "cg-plot-capture enable --no-shell --mode both --python /bin/sh";
        assert_eq!(narrow.enable(), enable);
        assert_eq!(narrow.enable_for(Path::new("/bin/sh")), enable);
        assert_eq!(narrow.enable_for(Path::new("/a b")), format!("{enable} --python '/a b'"));
        narrow.shape.pythons = ["/gone".into()].into();
        assert_eq!(narrow.enable(), "cg-plot-capture disable");
        assert_eq!(narrow.enable_with("CG_PLOT_MODE", Some("save")), "cg-plot-capture disable");
    }
}
