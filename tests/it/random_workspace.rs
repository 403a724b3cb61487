//! Random sound workspaces in which every field is filled sometimes, from one number.

use std::sync::Arc;

use inroads::domain::*;
use jiff::civil::{Date, date};

use crate::random_account::account;

/// SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    pub fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    pub fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.coin().then(|| make(self))
    }

    pub fn some_of<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    pub fn one<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn text(&mut self) -> String {
        const PIECES: [&str; 16] = [
            "", "a", "Retail ", "\"", "\\", "\n", "\r\n", "\t", "é", "日本", "🦀", "\u{202e}", "\0", "// (",
            "r#\"", "'",
        ];
        (0..self.below(5)).map(|_| self.one(&PIECES)).collect()
    }

    fn number(&mut self) -> f64 {
        match self.below(6) {
            0 => 0.0,
            1 => self.below(10_000_000) as f64,
            2 => self.below(1_000_000) as f64 / 7.0,
            3 => 1e300,
            4 => f64::MIN_POSITIVE,
            // Any finite bits.
            _ => Some(f64::from_bits(self.next() >> 1)).filter(|value| value.is_finite()).unwrap_or(1e17),
        }
    }

    pub fn amount(&mut self) -> Amount {
        Amount::new(self.number()).unwrap()
    }

    pub fn count(&mut self) -> Count {
        Count::new(self.next() as u32 & 0x7FFF_FFFF).unwrap()
    }

    pub fn share(&mut self) -> Amount {
        Amount::new(self.below(101) as f64 / 100.0).unwrap()
    }

    pub fn day(&mut self) -> Date {
        date(2020 + self.below(8) as i16, 1 + self.below(12) as i8, 1 + self.below(28) as i8)
    }

    pub fn names(&mut self) -> Vec<String> {
        self.some_of(2, Self::text)
    }
}

/// A sound workspace.
pub fn workspace(seed: u64) -> Workspace {
    let mut dice = Dice(seed);
    let d = &mut dice;
    let kind = d.one(PeriodKind::ALL);
    let regions: Vec<Region> = (0..d.below(4))
        .map(|n| Region { key: key(d, n).into(), name: d.text(), parent: d.maybe(|_| "0".into()) })
        .collect();
    let products: Vec<Product> = (0..d.below(4))
        .map(|n| Product {
            key: key(d, n).into(),
            name: d.text(),
            family: d.maybe(Dice::text),
            applicable_kinds: d.some_of(2, |d| d.one(UnitKind::ALL)),
            list_arr_per_unit: d.maybe(Dice::amount),
            offered_from: d.maybe(|_| date(2019, 2, 3)),
            offered_to: d.maybe(Dice::day),
        })
        .collect();
    let regions: Vec<Region> = regions
        .iter()
        .map(|r| Region { parent: r.parent.as_ref().map(|_| regions[0].key.clone()), ..r.clone() })
        .collect();
    let models: Vec<Arc<ScoringModel>> = (0..d.below(3)).map(|n| Arc::new(model(d, n))).collect();
    let mut settings = Settings { name: d.text(), notes: d.text(), period_kind: kind, ..Settings::default() };
    if d.coin() {
        settings.currency = Currency { code: d.text(), symbol: d.text() };
        settings.fiscal_year_start_month = 1 + d.below(12) as i8;
        settings.as_of = d.maybe(Dice::day);
        settings.current_period = d.maybe(|d| period(d, kind));
        settings.headline_axis = d.one(Axis::ALL);
        settings.activity_rule = d.one(ActivityRule::ALL);
        settings.count_pilots = d.coin();
        settings.division_kinds = d.some_of(3, |d| d.one(UnitKind::ALL));
        settings.department_kinds = d.some_of(3, |d| d.one(UnitKind::ALL));
        settings.new_business_target = d.maybe(Dice::amount);
        settings.opportunity = OpportunityModel { weights: [(); 5].map(|()| d.amount()) };
        settings.analysis = AnalysisSettings {
            smaa_samples: 1 + d.below(1_000_000) as u32,
            smaa_seed: d.next(),
            smaa_spread: (1 + d.below(100)) as f64 / 100.0,
            smaa_keep_order: d.coin(),
            smaa_data_uncertainty: d.coin(),
            forecast_phi: 0.80 + d.below(18) as f64 / 100.0,
        };
        if let Some(model) = models.first() {
            settings.active_model = model.key.clone();
        }
    }
    let mut w = Workspace { models: Arc::new(models), settings: Arc::new(settings), ..Workspace::default() };
    w.baseline = d.maybe(|d| Arc::new(model(d, 9)));
    w.band_schemes = Arc::new((0..d.below(2)).map(|n| scheme(d, n)).collect());
    w.rule_settings = Arc::new(d.some_of(3, |d| RuleSetting {
        rule: d.text().as_str().into(),
        enabled: d.coin(),
        parameters: d.some_of(2, |d| (d.text(), -d.number())),
        severity: d.maybe(|d| d.one(Severity::ALL)),
    }));
    w.portfolio_targets = Arc::new(targets(d, kind));
    w.accounts = (0..d.below(4)).map(|n| Arc::new(account(d, n, kind, &regions, &products))).collect();
    let owner_account = |d: &mut Dice, w: &Workspace| {
        let keys: Vec<AccountKey> = w.accounts.iter().map(|account| account.key.clone()).collect();
        (!keys.is_empty() && d.coin()).then(|| keys[d.below(keys.len())].clone())
    };
    w.owners = Arc::new(d.some_of(3, |d| BranchOwner {
        account: owner_account(d, &w),
        branch: d.one(Branch::ALL),
        responsible: d.maybe(Dice::text),
        accountable: d.maybe(Dice::text),
        consulted: d.names(),
        informed: d.names(),
    }));
    w.acknowledgements = Arc::new(d.some_of(3, |d| Acknowledgement {
        account: owner_account(d, &w),
        rule: "R-11".into(),
        unit: d.maybe(|d| d.text().into()),
        until: d.maybe(|d| period(d, kind)),
        note: d.maybe(Dice::text),
    }));
    w.regions = Arc::new(regions);
    w.products = Arc::new(products);
    w
}

pub fn key(d: &mut Dice, n: usize) -> String {
    format!("{n}{}", d.text())
}

pub fn period(d: &mut Dice, kind: PeriodKind) -> Period {
    Period(2024 * kind.per_year() + d.below(20) as i32)
}

pub fn targets(d: &mut Dice, kind: PeriodKind) -> Vec<Target> {
    d.some_of(2, |d| Target { metric: d.text().into(), value: d.amount(), due_period: period(d, kind) })
}

fn model(d: &mut Dice, n: usize) -> ScoringModel {
    let factor = |d: &mut Dice, n: usize| Factor {
        key: key(d, n).into(),
        label: d.text(),
        metric: d.text().into(),
        weight_raw: d.amount(),
        locked: d.coin(),
        curve: match d.below(8) {
            0 => Curve::Linear { lo: -5.5, hi: 20.0 },
            1 => Curve::InverseLinear { lo: 0.0, hi: 100.0 },
            2 => Curve::Step { points: vec![(-1.0, 2.0), (3.5, 4.0)], floor: 1.0 },
            3 => Curve::Piecewise { points: vec![(0.0, 0.0), (1e-9, 4.0)] },
            4 => Curve::TargetRelative,
            5 => Curve::Direction { up: 90.0, flat: 50.0, down: -0.5, deadband: 0.25 },
            6 => Curve::Scaled { span: d.below(50) as f64 + 0.5 },
            _ => Curve::Linear { lo: 0.0, hi: 100.0 },
        },
        required: d.coin(),
        enabled: d.coin(),
    };
    ScoringModel {
        key: key(d, n).into(),
        name: d.text(),
        factors: (0..d.below(4)).map(|n| factor(d, n)).collect(),
        aggregation: d.one(Aggregation::ALL),
        missing_policy: d.one(MissingPolicy::ALL),
        min_weight_coverage: d.share().get(),
        band_scheme: d.text().into(),
    }
}

fn scheme(d: &mut Dice, n: usize) -> BandScheme {
    let count = 1 + d.below(4);
    let band = |d: &mut Dice, n: usize| Band {
        key: d.text(),
        label: d.text(),
        upper_edge: (n + 1 < count).then_some(n as f64 * 12.5),
        edge_owner: d.one(EdgeOwner::ALL),
    };
    BandScheme {
        key: key(d, n).into(),
        name: d.text(),
        metric: d.text().into(),
        bands: (0..count).map(|n| band(d, n)).collect(),
    }
}
