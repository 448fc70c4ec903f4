//! Values that a shell's completion suggests for a flag.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};

/// Suggests these values and accepts any text: other values may be valid too, and the code that
/// reads the setting reports a bad one in the same way everywhere.
#[derive(Clone)]
pub(super) struct SuggestedValues(pub(super) &'static [&'static str]);

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
