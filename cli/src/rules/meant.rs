//! Texts that are nearly a condition. As exact texts they would fail every figure, and nobody would know why.

use super::condition::numbers;
use super::key::Quantity;

/// What was probably meant by a text that is nearly a condition.
pub(super) fn meant(text: &str, quantity: Quantity) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let near = |word: &str, known: &str, most| strsim::osa_distance(word, known) <= most;
    let mean = |meant: &str| Some(format!("did you mean \"{meant}\"?"));
    match words[..] {
        [] => Some("no text is empty; write \"none\" if there must be none".into()),
        ["not", "none"] => mean("required"),
        ["not", "required"] => mean("none"),
        ["contains"] | ["not", "contains"] | ["one", "of"] | ["not", "one", "of"] | ["not"] => {
            Some(format!("a text is missing behind \"{}\"", words.join(" ")))
        }
        [word] if near(word, "required", 2) => mean("required"),
        ["none"] => mean("none"),
        ["yes" | "true" | "on"] if quantity == Quantity::Text => mean("required"),
        ["no" | "false" | "off"] if quantity == Quantity::Text => mean("none"),
        ["not", word, _, ..] | [word, _, ..]
            if near(word, "contains", 1) && !text.contains("contains ") =>
        {
            mean("contains …")
        }
        _ if text.starts_with(['<', '>', '='])
            && numbers(text).is_some()
            && !text.starts_with("= ") =>
        {
            Some("this name has a text and no number".into())
        }
        _ => None,
    }
}
