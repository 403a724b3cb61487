//! Records of format 1: grouped by unit, with the potential put together from its fields.

use std::collections::HashMap;
use std::sync::Arc;

use super::convert_v1::{Reader, unit_subject};
use super::format_v1::RecordV1;
use super::scalars::Text;
use crate::domain::{Basis, BasisKind, OrgUnit, Period, Potential, ProductStates, UnitRecord};

impl Reader {
    /// The records of every unit, parallel to `units`, each unit's ascending by period.
    pub(super) fn records(
        &mut self,
        rows: Vec<RecordV1<'_>>,
        units: &[OrgUnit],
    ) -> Vec<Vec<(Period, UnitRecord)>> {
        let index: HashMap<&str, usize> =
            units.iter().enumerate().rev().map(|(index, unit)| (unit.key.as_str(), index)).collect();
        let mut records: Vec<Vec<(Period, UnitRecord)>> = units.iter().map(|_| Vec::new()).collect();
        // Rows of one unit usually stand together, so the last look-up answers most.
        let mut last: Option<(Text<'_>, usize)> = None;
        for (row, mut doc) in rows.into_iter().enumerate() {
            self.at.section = "records";
            self.at.row = Some(row);
            self.at.period = None;
            self.at.subject.clear();
            let known = match &last {
                Some((key, at)) if *key == doc.unit => Some(*at),
                _ => index.get(&*doc.unit).copied(),
            };
            let Some(at) = known else {
                self.at.subject = unit_subject(&doc.unit);
                self.at.period = Some((doc.period.period, doc.period.kind));
                self.fault(
                    "unit",
                    format!(
                        "the unit `{}` does not exist in this account; add it to the units or correct the key",
                        &*doc.unit
                    ),
                );
                continue;
            };
            let unit = std::mem::take(&mut doc.unit);
            let (period, record) = self.record(doc, &unit);
            records[at].push((period, record));
            last = Some((unit, at));
        }
        for records in &mut records {
            if !records.is_sorted_by_key(|(period, _)| *period) {
                records.sort_by_key(|(period, _)| *period);
            }
            records.shrink_to_fit();
        }
        records
    }

    fn record(&mut self, doc: RecordV1<'_>, unit: &str) -> (Period, UnitRecord) {
        let when = doc.period;
        let known = self.faults.len();
        let period = self.period(doc.period, "period");
        let carried_from = self.maybe(doc.carried_from, "carried_from");
        let potential = self.potential(&doc, doc.basis_source.clone());
        let products = self.products(&doc);
        // The place is made up only when something was wrong: most records are sound, and texts cost.
        for fault in &mut self.faults[known..] {
            fault.place.subject = unit_subject(unit);
            fault.place.period = Some((when.period, when.kind));
        }
        let record = UnitRecord {
            status: doc.status,
            addressable: doc.addressable,
            arr: doc.arr,
            one_time: doc.one_time,
            potential: potential.map(Arc::new),
            category_spend: doc.category_spend,
            budget_ceiling: doc.budget_ceiling,
            licensed_seats: doc.licensed_seats,
            active_users: doc.active_users,
            eligible_users: doc.eligible_users,
            products,
            depth: doc.depth,
            confirmed: doc.confirmed.unwrap_or(carried_from.is_none()),
            carried_from,
            note: doc.note,
        };
        (period, record)
    }

    fn products(&mut self, doc: &RecordV1<'_>) -> ProductStates {
        let mut products = ProductStates::within(self.product_list.as_ref());
        for (product, state) in &doc.products {
            let key = self.product_key(product);
            if products.get(&key).is_some() {
                self.fault("products", format!("the product `{key}` is listed twice; keep one of them"));
            }
            products.set(&key, Some(*state));
        }
        products.share(&mut self.product_list);
        products
    }

    fn potential(&mut self, doc: &RecordV1<'_>, source: Option<String>) -> Option<Potential> {
        let given = [
            (doc.potential_low.is_some(), "potential_low"),
            (doc.potential_high.is_some(), "potential_high"),
            (doc.potential_basis.is_some(), "potential_basis"),
            (doc.basis_quantity.is_some(), "basis_quantity"),
            (doc.basis_price.is_some(), "basis_price"),
            (doc.basis_quantile.is_some(), "basis_quantile"),
            (doc.basis_source.is_some(), "basis_source"),
            (doc.potential_reviewed_on.is_some(), "potential_reviewed_on"),
        ];
        let Some(value) = doc.potential else {
            if let Some((_, field)) = given.iter().find(|(given, _)| *given) {
                self.fault(
                    field,
                    "is given without a potential; add `potential: <amount>` or remove it".into(),
                );
            }
            return None;
        };
        let kind = doc.potential_basis.unwrap_or(BasisKind::Estimate);
        let basis = match kind {
            BasisKind::Headcount => Basis::Headcount { quantity: doc.basis_quantity, price: doc.basis_price },
            BasisKind::Locations => Basis::Locations { quantity: doc.basis_quantity, price: doc.basis_price },
            BasisKind::StatedBudget => Basis::StatedBudget { amount: doc.basis_price },
            BasisKind::Comparable => {
                Basis::Comparable { quantity: doc.basis_quantity, quantile: doc.basis_quantile }
            }
            BasisKind::Estimate => Basis::Estimate,
        };
        let counted = matches!(kind, BasisKind::Headcount | BasisKind::Locations);
        for (surplus, field) in [
            (doc.basis_quantity.is_some() && !counted && kind != BasisKind::Comparable, "basis_quantity"),
            (doc.basis_price.is_some() && !counted && kind != BasisKind::StatedBudget, "basis_price"),
            (doc.basis_quantile.is_some() && kind != BasisKind::Comparable, "basis_quantile"),
        ] {
            if surplus {
                let message =
                    format!("does not belong to the basis {}; remove it or choose another basis", kind.key());
                self.fault(field, message);
            }
        }
        Some(Potential {
            value,
            low: doc.potential_low,
            high: doc.potential_high,
            basis,
            source,
            reviewed_on: doc.potential_reviewed_on.map(|day| day.0),
        })
    }
}
