//! Names of colours, as Matplotlib has them.

/// Letters, the colours of CSS that people name, and the colours in which series are drawn.
const NAMES: [(&str, &str); 47] = [
    ("b", "0000ff"),
    ("g", "008000"),
    ("r", "ff0000"),
    ("c", "00bfbf"),
    ("m", "bf00bf"),
    ("y", "bfbf00"),
    ("k", "000000"),
    ("w", "ffffff"),
    ("black", "000000"),
    ("white", "ffffff"),
    ("red", "ff0000"),
    ("green", "008000"),
    ("blue", "0000ff"),
    ("cyan", "00ffff"),
    ("magenta", "ff00ff"),
    ("yellow", "ffff00"),
    ("orange", "ffa500"),
    ("purple", "800080"),
    ("brown", "a52a2a"),
    ("pink", "ffc0cb"),
    ("gray", "808080"),
    ("grey", "808080"),
    ("olive", "808000"),
    ("lime", "00ff00"),
    ("teal", "008080"),
    ("navy", "000080"),
    ("maroon", "800000"),
    ("gold", "ffd700"),
    ("silver", "c0c0c0"),
    ("skyblue", "87ceeb"),
    ("steelblue", "4682b4"),
    ("tomato", "ff6347"),
    ("crimson", "dc143c"),
    ("darkblue", "00008b"),
    ("darkgreen", "006400"),
    ("darkred", "8b0000"),
    ("indigo", "4b0082"),
    ("tab:blue", "1f77b4"),
    ("tab:orange", "ff7f0e"),
    ("tab:green", "2ca02c"),
    ("tab:red", "d62728"),
    ("tab:purple", "9467bd"),
    ("tab:brown", "8c564b"),
    ("tab:pink", "e377c2"),
    ("tab:gray", "7f7f7f"),
    ("tab:olive", "bcbd22"),
    ("tab:cyan", "17becf"),
];

/// A colour as the description writes it; `None` if nobody knows it.
pub(super) fn hex(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    if let Some(digits) = lower.strip_prefix('#') {
        let whole = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        return match digits.len() {
            6 | 8 if whole => Some(lower),
            3 if whole => Some(
                digits.chars().fold("#".to_owned(), |all, digit| all + &format!("{digit}{digit}")),
            ),
            _ => None,
        };
    }
    if let Some(number) = lower.strip_prefix('c').and_then(|number| number.parse::<usize>().ok()) {
        let first = NAMES.iter().position(|(name, _)| *name == "tab:blue")?;
        return NAMES.get(first + number % 10).map(|(_, hex)| format!("#{hex}"));
    }
    NAMES.iter().find(|(name, _)| *name == lower).map(|(_, hex)| format!("#{hex}"))
}

/// Every name.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(name, _)| *name).filter(|name| name.len() > 2)
}
