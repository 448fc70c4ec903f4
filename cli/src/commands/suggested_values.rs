//! The words that a shell's completion offers for the value of a flag.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};

/// Offers these words, and takes any text: other values may be good too, and whoever reads one says
/// in the same way everywhere what is wrong with it.
#[derive(Clone)]
pub(super) struct SuggestedValues(pub(super) &'static [&'static str]);

/// The values of `CG_PLOT_MODE`.
pub(super) const MODES: SuggestedValues = SuggestedValues(&["display", "save", "both"]);

impl TypedValueParser for SuggestedValues {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().map(PossibleValue::new)))
    }
}
