//! Edits of many units at once: a merger keeps the past and the sums, several edits are all made or none.

use inroads::{
    document::{Document, Edit, EditError, Memos, UnitChange},
    domain::{Acknowledgement, EntryMode, OrgUnit, Region, Status, UnitKey, UnitKind, Workspace, validate},
};

use super::support::{
    build::{Fields, NOW, rec, workspace},
    techcorp::techcorp,
};

fn keys(keys: &[&str]) -> Vec<UnitKey> {
    keys.iter().map(|key| UnitKey::from(*key)).collect()
}

fn merge(units: &[&str], into: &str) -> Edit {
    Edit::MergeUnits { account: "techcorp".into(), units: keys(units), into: into.into(), period: NOW }
}

/// A metric of the first account in the period `back` periods ago.
fn metric(workspace: &std::sync::Arc<Workspace>, key: &str, back: i32) -> Option<f64> {
    let derived = Memos::default().refresh(workspace, NOW.plus(-back));
    derived.accounts[0].metrics.get(key).value
}

#[test]
fn a_merger_keeps_the_sums_the_past_and_the_retention() {
    let mut document = Document::opened(techcorp());
    let all = ["revenue_penetration", "white_space", "user_penetration", "nrr", "grr"];
    let before: Vec<_> = all.iter().map(|key| metric(document.workspace(), key, 0)).collect();
    let past: Vec<_> = all.iter().map(|key| metric(document.workspace(), key, 1)).collect();
    assert!(document.apply(&merge(&["digital", "uk"], "enterprise")).unwrap());
    assert_eq!(document.undo_label(), Some("merge 2 units into Enterprise Division"));
    let after: Vec<_> = all.iter().map(|key| metric(document.workspace(), key, 0)).collect();
    for ((key, before), after) in all.iter().zip(before).zip(after) {
        assert_eq!(before.map(|v| (v * 1e9).round()), after.map(|v| (v * 1e9).round()), "{key}");
    }
    let past_now: Vec<_> = all.iter().map(|key| metric(document.workspace(), key, 1)).collect();
    assert_eq!(past, past_now);
    let account = &document.workspace().accounts[0];
    let unit = |key: &str| &account.units[account.find_unit(&key.into()).unwrap()];
    assert_eq!(unit("uk").valid_to, Some(NOW.plus(-1)));
    assert_eq!(unit("uk").successor, Some("enterprise".into()));
    let merged = account.record(account.find_unit(&"enterprise".into()).unwrap(), NOW).unwrap();
    assert_eq!(merged.arr.unwrap().get(), 250_000.0 + 800_000.0 + 450_000.0);
    assert!(!merged.confirmed && merged.potential.as_ref().unwrap().value.get() == 2_250_000.0);
}

/// A unit that a merger leaves in the past keeps what was put aside of it; of one that is gone with it nothing is left, or
/// a later unit with its key would have its findings put aside unseen.
#[test]
fn a_merger_forgets_what_was_put_aside_of_units_that_are_gone() {
    let mut document = Document::opened(techcorp());
    let add = |key: &str| OrgUnit::new(key, Some("apac".into()), key, UnitKind::Department);
    let units = vec![add("new"), add("other")];
    let what = "two".to_owned();
    document.apply(&Edit::AddBranch { account: "techcorp".into(), units, what }).unwrap();
    let aside = |unit: &str| Acknowledgement {
        account: Some("techcorp".into()),
        rule: "G-15".into(),
        unit: Some(unit.into()),
        until: None,
        note: None,
    };
    let all = ["new", "uk", "other", "japan"].map(aside);
    for done in &all {
        document.apply(&Edit::Acknowledge(Box::new(done.clone()))).unwrap();
    }
    assert!(document.apply(&merge(&["new", "uk"], "japan")).unwrap());
    let account = &document.workspace().accounts[0];
    assert!(account.find_unit(&"new".into()).is_none() && account.find_unit(&"uk".into()).is_some());
    assert_eq!(*document.workspace().acknowledgements, ["uk", "other", "japan"].map(aside));
    document.undo();
    assert_eq!(*document.workspace().acknowledgements, all);
    document.redo();
    assert_eq!(document.workspace().acknowledgements.len(), 3);
    assert!(validate(document.workspace()).is_empty());
}

#[test]
fn a_unit_without_a_past_is_gone_after_its_merger_and_children_move() {
    let mut document = Document::opened(techcorp());
    let add = |key: &str, parent: &str| OrgUnit::new(key, Some(parent.into()), key, UnitKind::Department);
    let units = vec![add("new", "apac"), add("below", "new")];
    let what = "two".to_owned();
    document.apply(&Edit::AddBranch { account: "techcorp".into(), units, what }).unwrap();
    document.apply(&merge(&["new"], "japan")).unwrap();
    let account = &document.workspace().accounts[0];
    assert_eq!(account.find_unit(&"new".into()), None);
    let below = &account.units[account.find_unit(&"below".into()).unwrap()];
    assert_eq!(below.parent, Some("japan".into()));
}

#[test]
fn what_cannot_be_merged_is_refused_and_nothing_changes() {
    let mut document = Document::opened(techcorp());
    let start = std::sync::Arc::clone(document.workspace());
    let refused = |edit: &Edit, document: &mut Document, word: &str| {
        let error = document.apply(edit).unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
    };
    refused(&merge(&["emea"], "uk"), &mut document, "EMEA contains UK Operations");
    refused(&merge(&[""], "uk"), &mut document, "contains");
    refused(&merge(&["nowhere"], "uk"), &mut document, "nowhere");
    refused(&merge(&["uk"], ""), &mut document, "there is no");
    let total = UnitChange::EntryMode(EntryMode::Total);
    document
        .apply(&Edit::SetUnits { account: "techcorp".into(), units: keys(&["apac"]), change: total })
        .unwrap();
    refused(&merge(&["uk"], "apac"), &mut document, "entered differently");
    document.undo();
    assert!(std::sync::Arc::ptr_eq(&start, document.workspace()));
}

#[test]
fn several_edits_are_all_made_or_none() {
    let mut document = Document::opened(techcorp());
    let region = Region { key: "benelux".into(), name: " Benelux ".to_owned(), parent: None };
    let set = |unit: &str| Edit::SetUnits {
        account: "techcorp".into(),
        units: keys(&[unit]),
        change: UnitChange::Region(Some("benelux".into())),
    };
    let both = |unit| Edit::Several {
        what: "set region to Benelux".to_owned(),
        edits: vec![Edit::AddRegion { region: region.clone() }, set(unit)],
    };
    assert_eq!(document.apply(&both("nowhere")), Err(EditError::Missing("unit `nowhere`".to_owned())));
    assert!(!document.workspace().regions.iter().any(|region| region.key.as_str() == "benelux"));
    assert_eq!(document.apply(&both("uk")), Ok(true));
    assert_eq!(document.workspace().regions.last().map(|region| region.name.as_str()), Some("Benelux"));
    assert!(matches!(document.apply(&both("uk")), Err(EditError::Refused(_))));
    assert_eq!(document.undo().as_deref(), Some("set region to Benelux"));
    assert!(!document.is_dirty());
}

#[test]
fn a_branch_is_added_after_its_siblings_or_not_at_all() {
    let unit = |key: &str, parent: &str| OrgUnit::new(key, Some(parent.into()), key, UnitKind::Team);
    let mut account = inroads::domain::Account::new("techcorp", "TechCorp");
    for (key, position) in [("a", 0), ("b", 1)] {
        account.push_unit(
            OrgUnit { position: Some(position), ..unit(key, "") },
            vec![(NOW, rec().status(Status::Active))],
        );
    }
    let mut document = Document::opened(workspace([account]));
    let add = |units: Vec<OrgUnit>| Edit::AddBranch {
        account: "techcorp".into(),
        units,
        what: "a list".to_owned(),
    };
    assert!(document.apply(&add(vec![unit("c", ""), unit("d", "c"), unit("a", "c")])).is_err());
    assert!(document.apply(&add(vec![unit("d", "c"), unit("c", "")])).is_err());
    assert_eq!(document.apply(&add(Vec::new())), Ok(false));
    assert!(document.apply(&add(vec![unit("c", ""), unit("d", "c"), unit("e", "")])).unwrap());
    let account = &document.workspace().accounts[0];
    let places: Vec<_> = account.units.iter().skip(1).map(|unit| unit.position).collect();
    assert_eq!(places, [Some(0), Some(1), Some(2), None, Some(3)]);
}
