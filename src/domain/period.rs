//! Quarters and months as integers, their text form and their last day (domain specification 0.2).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::text_enum::text_enum;

text_enum! {
    /// The grain of a workspace's time.
    PeriodKind {
        /// Calendar or fiscal quarters.
        Quarter = "quarter", "Quarter";
        /// Calendar months.
        Month = "month", "Month";
    }
}

impl PeriodKind {
    /// Periods in a year: 4 or 12.
    pub const fn per_year(self) -> i32 {
        match self {
            Self::Quarter => 4,
            Self::Month => 12,
        }
    }
}

/// A quarter (`4·year + q − 1`) or a month (`12·year + m − 1`); the workspace's [`PeriodKind`] tells which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Period(pub i32);

/// A text that is no period of the workspace's kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{found}` is not a {}; write it like {}", kind.word().to_lowercase(), if *kind == PeriodKind::Quarter { "2025-Q4" } else { "2025-12" })]
pub struct PeriodError {
    /// What was found.
    pub found: String,
    /// What the workspace uses.
    pub kind: PeriodKind,
}

impl Period {
    /// Quarter 1–4 of a year.
    pub const fn quarter(year: i32, quarter: i32) -> Self {
        Self(4 * year + quarter - 1)
    }

    /// Month 1–12 of a year.
    pub const fn month(year: i32, month: i32) -> Self {
        Self(12 * year + month - 1)
    }

    /// The period `steps` later (earlier if negative).
    #[must_use]
    pub const fn plus(self, steps: i32) -> Self {
        Self(self.0 + steps)
    }

    /// The calendar or fiscal year.
    pub const fn year(self, kind: PeriodKind) -> i32 {
        self.0.div_euclid(kind.per_year())
    }

    /// 1-based number within the year.
    pub const fn number(self, kind: PeriodKind) -> i32 {
        self.0.rem_euclid(kind.per_year()) + 1
    }

    /// `2025-Q4` or `2025-12`.
    pub fn text(self, kind: PeriodKind) -> String {
        match kind {
            PeriodKind::Quarter => format!("{}-Q{}", self.year(kind), self.number(kind)),
            PeriodKind::Month => format!("{}-{:02}", self.year(kind), self.number(kind)),
        }
    }

    /// Reads `2025-Q4` or `2025-12`; years 1 to 9998, so that every period has a last day.
    pub fn parse(text: &str, kind: PeriodKind) -> Result<Self, PeriodError> {
        let error = || PeriodError { found: text.to_owned(), kind };
        let (year, rest) = text.split_once('-').ok_or_else(error)?;
        let number = match kind {
            PeriodKind::Quarter => rest.strip_prefix('Q').filter(|digits| digits.len() == 1),
            PeriodKind::Month => Some(rest).filter(|digits| digits.len() == 2),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.filter(|text| digits(text)).and_then(|text| text.parse::<i32>().ok());
        let year =
            Some(year).filter(|text| text.len() == 4 && digits(text)).and_then(|text| text.parse().ok());
        match (year, number) {
            (Some(year), Some(number))
                if (1..=9998).contains(&year) && (1..=kind.per_year()).contains(&number) =>
            {
                Ok(Self(kind.per_year() * year + number - 1))
            }
            _ => Err(error()),
        }
    }

    /// Last day of the period. Quarter 1 begins in `fiscal_year_start_month` (1–12) of its own calendar year
    /// (ruling B1); months are calendar months.
    pub fn end_date(self, kind: PeriodKind, fiscal_year_start_month: i8) -> Date {
        let months_after = match kind {
            PeriodKind::Quarter => {
                12 * self.year(kind) + i32::from(fiscal_year_start_month) - 1 + 3 * self.number(kind)
            }
            PeriodKind::Month => self.0 + 1,
        };
        let (year, month) = (months_after.div_euclid(12), months_after.rem_euclid(12) + 1);
        jiff::civil::date(year.clamp(1, 9999) as i16, month as i8, 1).yesterday().unwrap_or(Date::MIN)
    }

    /// The period in which a day lies.
    pub fn containing(date: Date, kind: PeriodKind, fiscal_year_start_month: i8) -> Self {
        let months = 12 * i32::from(date.year()) + i32::from(date.month()) - 1;
        match kind {
            PeriodKind::Month => Self(months),
            PeriodKind::Quarter => Self((months - (i32::from(fiscal_year_start_month) - 1)).div_euclid(3)),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn text_and_last_day() {
        let quarter = Period::parse("2025-Q4", PeriodKind::Quarter).unwrap();
        assert_eq!(quarter, Period::quarter(2025, 4));
        assert_eq!(quarter.text(PeriodKind::Quarter), "2025-Q4");
        assert_eq!(quarter.end_date(PeriodKind::Quarter, 1), date(2025, 12, 31));
        assert_eq!(quarter.end_date(PeriodKind::Quarter, 4), date(2026, 3, 31));
        assert_eq!(Period::month(2024, 2).end_date(PeriodKind::Month, 7), date(2024, 2, 29));
        assert_eq!(Period::containing(date(2026, 3, 31), PeriodKind::Quarter, 4), quarter);
        for bad in ["2025-Q5", "2025-Q0", "2025Q4", "25-Q4", "2025-12", "", "-Q1", "+025-Q1"] {
            assert!(Period::parse(bad, PeriodKind::Quarter).is_err(), "{bad}");
        }
    }
}
