//! What stands for a list of more than a thousand values.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::values::{moment, number};

/// What stands for a long list.
pub(super) struct Summary {
    pub(super) least: Value,
    pub(super) greatest: Value,
    pub(super) mean: Value,
    pub(super) hash: Option<String>,
}

impl Summary {
    /// What stands for a list that is written in any way.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Array(list) => Self::of_list(list),
            _ => Self {
                least: value["min"].clone(),
                greatest: value["max"].clone(),
                mean: value["mean"].clone(),
                hash: value["sha256"].as_str().map(str::to_owned),
            },
        }
    }

    /// The same as the description has it of a list of numbers or texts.
    fn of_list(list: &[Value]) -> Self {
        let numbers: Option<Vec<f64>> = list.iter().map(number).collect();
        let mut hash = Sha256::new();
        let mut summary =
            Self { least: Value::Null, greatest: Value::Null, mean: Value::Null, hash: None };
        if let Some(numbers) = numbers {
            let finite: Vec<f64> = numbers.iter().copied().filter(|it| it.is_finite()).collect();
            let least = finite.iter().copied().fold(f64::INFINITY, f64::min);
            let greatest = finite.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let mean = finite.iter().sum::<f64>() / finite.len() as f64;
            [summary.least, summary.greatest, summary.mean] =
                [least, greatest, mean].map(Value::from);
            for number in numbers {
                let number = if number.is_nan() { f64::from_bits(0x7ff8 << 48) } else { number };
                hash.update(number.to_le_bytes());
            }
        } else {
            for value in list {
                let text = value.as_str().unwrap_or_default();
                match moment(text) {
                    Some(moment) => hash.update(moment.to_le_bytes()),
                    None => hash.update([text.as_bytes(), b"\0"].concat()),
                }
            }
        }
        summary.hash = Some(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        summary
    }
}
