//! Numbers as people read them, wherever a sentence or a table of text shows one.

use super::{
    compare::{self, round_to},
    metrics::Unit,
};

/// What stands for an unknown number.
pub const UNKNOWN: &str = "–";

/// A number in its unit, rounded half away from zero; `symbol` is that of the currency.
pub fn number(value: Option<f64>, unit: Unit, symbol: &str) -> String {
    let Some(value) = value else { return UNKNOWN.to_owned() };
    let one = |value: f64| decimals(value, 1);
    let signed = |value: f64| if round_to(value, 1) > 0.0 { format!("+{}", one(value)) } else { one(value) };
    match unit {
        Unit::Percent => format!("{} %", one(value)),
        Unit::PercentagePoints => format!("{} pp", signed(value)),
        Unit::RelativePercent => format!("{} % relative", signed(value)),
        Unit::Money => money(value, symbol),
        Unit::Count => plain(value),
        Unit::Flag => if value == 0.0 { "no" } else { "yes" }.to_owned(),
        Unit::Number | Unit::Points => one(value),
    }
}

/// Money with K, M or B and one decimal, whole below a thousand.
fn money(value: f64, symbol: &str) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    let size = value.abs();
    // What rounds to a thousand of a step belongs to the next: 999 950 reads 1.0M, not 1000.0K.
    let steps = [(1e9, "B", 999.95e6), (1e6, "M", 999.95e3), (1e3, "K", 999.5)];
    let found = steps.iter().find(|(_, _, from)| compare::at_least(size, *from));
    match found {
        Some((step, suffix, _)) => format!("{sign}{symbol}{:.1}{suffix}", round_to(size / step, 1)),
        None => format!("{sign}{symbol}{:.0}", round_to(size, 0)),
    }
}

/// A whole number without a fraction, another one as it is.
pub fn plain(value: f64) -> String {
    format!("{value}")
}

/// A number with so many decimals, rounded half away from zero.
pub fn decimals(value: f64, places: u8) -> String {
    // Adding 0.0 turns −0.0 into 0.0, so that nothing is printed as "-0.0".
    format!("{:.*}", usize::from(places), round_to(value, places) + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_read_them() {
        let text = |value: f64, unit| number(Some(value), unit, "$");
        assert_eq!(text(41.25, Unit::Points), "41.3");
        assert_eq!(text(5.952_381, Unit::PercentagePoints), "+6.0 pp");
        assert_eq!(text(-0.04, Unit::PercentagePoints), "0.0 pp");
        assert_eq!(text(20.0, Unit::RelativePercent), "+20.0 % relative");
        assert_eq!(
            [0.0, 999.4, 999.6, 1_000.0, 999_949.0, 999_950.0, 2_700_000.0, 3e9]
                .map(|x| text(x, Unit::Money)),
            ["$0", "$999", "$1.0K", "$1.0K", "$999.9K", "$1.0M", "$2.7M", "$3.0B"]
        );
        assert_eq!(text(-1500.0, Unit::Money), "-$1.5K");
        assert_eq!(number(None, Unit::Percent, ""), UNKNOWN);
    }
}
