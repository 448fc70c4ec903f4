//! Python's format specification for integers and text, as far as file names need it.
//!
//! The rules are in "Format Specification Mini-Language" of the `string` module's manual; a test
//! compares them with a real `format()`.

/// A parsed `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spec {
    fill: Option<char>,
    align: Option<char>,
    sign: Option<char>,
    alternate: bool,
    zero: bool,
    width: usize,
    grouping: Option<char>,
    precision: Option<usize>,
    kind: Option<char>,
}

/// The largest width or precision: a file name can't be longer.
const LONGEST: usize = 255;

impl Spec {
    /// Parses the text after the colon. `None` if Python would raise `ValueError`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut spec = Self::default();
        let mut rest = text;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(fill), Some(align)) if is_align(align) => {
                (spec.fill, spec.align) = (Some(fill), Some(align));
                rest = chars.as_str();
            }
            (Some(align), _) if is_align(align) => {
                spec.align = Some(align);
                rest = &text[1..];
            }
            _ => {}
        }
        spec.sign = take(&mut rest, |c| matches!(c, '+' | '-' | ' '));
        spec.alternate = take(&mut rest, |c| c == '#').is_some();
        spec.zero = take(&mut rest, |c| c == '0').is_some();
        spec.width = number(&mut rest)?.unwrap_or(0);
        spec.grouping = take(&mut rest, |c| matches!(c, ',' | '_'));
        if take(&mut rest, |c| c == '.').is_some() {
            spec.precision = Some(number(&mut rest)??);
        }
        spec.kind = take(&mut rest, |_| true);
        rest.is_empty().then_some(spec)
    }

    /// `format(value, spec)` of an integer. `None` if Python would raise `ValueError`.
    pub fn integer(&self, value: u64) -> Option<String> {
        let kind = self.kind.unwrap_or('d');
        let floating = "eEfFgG%".contains(kind);
        if self.precision.is_some() && !floating {
            return None;
        }
        let (prefix, digits, group) = match kind {
            'd' => ("", value.to_string(), 3),
            'n' if self.grouping.is_none() => ("", value.to_string(), 3),
            'b' => ("0b", format!("{value:b}"), 4),
            'o' => ("0o", format!("{value:o}"), 4),
            'x' => ("0x", format!("{value:x}"), 4),
            'X' => ("0X", format!("{value:X}"), 4),
            'c' if self.sign.is_none() && !self.alternate && self.grouping.is_none() => {
                let letter = u32::try_from(value).ok().and_then(char::from_u32)?;
                return Some(self.pad("", letter.to_string(), '>'));
            }
            _ if floating => ("", self.float(value, kind), 3),
            _ => return None,
        };
        if self.grouping == Some(',') && group == 4 {
            return None;
        }
        let prefix = if self.alternate { prefix } else { "" };
        let sign = self.sign.filter(|sign| *sign != '-').map(String::from).unwrap_or_default();
        let head = format!("{sign}{prefix}");
        let Some(separator) = self.grouping else {
            return Some(self.pad(&head, digits, '>'));
        };
        Some(self.pad(&head, self.grouped(&head, &digits, separator, group), '>'))
    }

    /// `format(value, spec)` of a text. `None` if Python would raise `ValueError`.
    pub fn text(&self, value: &str) -> Option<String> {
        let refused = self.sign.is_some()
            || self.alternate
            || self.grouping.is_some()
            || self.align == Some('=')
            || self.kind.is_some_and(|kind| kind != 's');
        if refused {
            return None;
        }
        let cut: String = value.chars().take(self.precision.unwrap_or(usize::MAX)).collect();
        Some(self.pad("", cut, '<'))
    }

    /// The digits of a floating-point presentation, without sign.
    fn float(&self, value: u64, kind: char) -> String {
        let precision = self.precision.unwrap_or(6);
        let point = if self.alternate && precision == 0 { "." } else { "" };
        #[expect(clippy::cast_precision_loss, reason = "as Python's float(value) does")]
        let float = value as f64;
        match kind {
            'f' | 'F' => format!("{float:.precision$}{point}"),
            '%' => format!("{:.precision$}{point}%", float * 100.0),
            'e' | 'E' => exponent(&format!("{float:.precision$e}"), point, kind),
            _ => self.general(float, precision.max(1), if kind == 'g' { 'e' } else { 'E' }),
        }
    }

    /// `g`: fixed if the exponent is below the precision, otherwise with an exponent.
    fn general(&self, float: f64, precision: usize, kind: char) -> String {
        let scientific = format!("{float:.*e}", precision - 1);
        let size: usize = scientific.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
        let trim = |text: &str| match text.contains('.') && !self.alternate {
            true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => text.to_owned(),
        };
        if size < precision {
            let after = precision - 1 - size;
            let point = if self.alternate && after == 0 { "." } else { "" };
            return trim(&format!("{float:.after$}{point}"));
        }
        let (mantissa, size) = scientific.split_once('e').unwrap_or((&scientific, "0"));
        let point = if self.alternate && precision == 1 { "." } else { "" };
        exponent(&format!("{}e{size}", trim(mantissa)), point, kind)
    }

    /// Puts separators between groups. The zeros of a `0` width count as digits and are grouped
    /// too.
    fn grouped(&self, head: &str, digits: &str, separator: char, group: usize) -> String {
        let end = digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len());
        // 'e' is a hexadecimal digit, but in a float it ends the integer part.
        let end = digits.find(['e', 'E']).filter(|_| group == 3).map_or(end, |e| e.min(end));
        let (whole, tail) = digits.split_at(end);
        let zeros =
            self.zero && self.align.is_none() || self.align == Some('=') && self.fill() == '0';
        let mut whole = whole.to_owned();
        loop {
            let mut text = String::new();
            for (index, digit) in whole.chars().enumerate() {
                if index > 0 && (whole.len() - index).is_multiple_of(group) {
                    text.push(separator);
                }
                text.push(digit);
            }
            if !zeros || head.len() + text.len() + tail.len() >= self.width {
                return text + tail;
            }
            whole.insert(0, '0');
        }
    }

    fn fill(&self) -> char {
        self.fill.unwrap_or(if self.zero { '0' } else { ' ' })
    }

    /// Pads to the width; `head` is the sign and prefix, which `=` keeps in front.
    fn pad(&self, head: &str, body: String, natural: char) -> String {
        let length = head.chars().count() + body.chars().count();
        let missing = self.width.saturating_sub(length);
        let fill = |count: usize| self.fill().to_string().repeat(count);
        let natural = if self.zero && natural == '>' { '=' } else { natural };
        match self.align.unwrap_or(natural) {
            '<' => format!("{head}{body}{}", fill(missing)),
            '^' => format!("{}{head}{body}{}", fill(missing / 2), fill(missing - missing / 2)),
            '=' => format!("{head}{}{body}", fill(missing)),
            _ => format!("{}{head}{body}", fill(missing)),
        }
    }
}

fn is_align(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '^')
}

/// Rust writes `1e0`, Python `1e+00`.
fn exponent(text: &str, point: &str, kind: char) -> String {
    let (mantissa, size) = text.split_once('e').unwrap_or((text, "0"));
    format!("{mantissa}{point}{kind}+{size:0>2}")
}

/// Takes the next character from `rest` if `wanted` accepts it.
fn take(rest: &mut &str, wanted: impl Fn(char) -> bool) -> Option<char> {
    let first = rest.chars().next().filter(|c| wanted(*c))?;
    *rest = &rest[first.len_utf8()..];
    Some(first)
}

/// Takes a number from `rest`: `Some(None)` if there is none, `None` if it is too large.
fn number(rest: &mut &str) -> Option<Option<usize>> {
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, tail) = rest.split_at(end);
    *rest = tail;
    if digits.is_empty() {
        return Some(None);
    }
    digits.parse().ok().filter(|number| *number <= LONGEST).map(Some)
}
