//! The accounts list: what each row says, order, filter, selection by pointer and keys.

use std::sync::Arc;

use egui::{Key, Theme, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use inroads::{
    domain::{Account, AccountKey, Workspace},
    ui::panels::{Action, Request, accounts::AccountsPanel},
};

use super::support::{
    panel::{Stage, harness},
    techcorp::techcorp,
};

type List = Harness<'static, Stage<AccountsPanel>>;

const TECHCORP: &str = "Account TechCorp, score 41.1, Moderate, white space $2.7M";

fn show(stage: Stage<AccountsPanel>) -> List {
    harness(stage, vec2(248.0, 500.0), Theme::Light, inroads::ui::panels::AccountsPanel::ui)
}

/// TechCorp, a copy of it, and an account of which nothing is known.
fn three() -> Workspace {
    let mut workspace = techcorp();
    let mut copy = Account::clone(&workspace.accounts[0]);
    (copy.key, copy.name) = ("borealis".into(), "Borealis".to_owned());
    workspace.accounts.push_back(Arc::new(copy));
    workspace.accounts.push_back(Arc::new(Account::new("amber", "Amber")));
    workspace
}

fn names(list: &List) -> Vec<String> {
    let mut rows: Vec<_> = list
        .get_all_by_role(Role::ListBoxOption)
        .map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter()
        .map(|(_, label)| label.split(',').next().unwrap_or_default().replace("Account ", ""))
        .collect()
}

fn selected(list: &List) -> Option<AccountKey> {
    list.state().selection.account.clone()
}

#[test]
fn rows_say_everything_that_is_seen() {
    let list = show(Stage::new(AccountsPanel::default(), three()).on("techcorp"));
    list.get_by_label("Portfolio, score 41.1, mean of 2 of 3 accounts, white space $5.4M");
    list.get_by_label(TECHCORP);
    list.get_by_label("Account Amber, score unknown, white space unknown");
}

#[test]
fn order_and_filter() {
    let mut list = show(Stage::new(AccountsPanel::default(), three()));
    assert_eq!(names(&list), ["Portfolio", "TechCorp", "Borealis", "Amber"]);
    list.get_by_label("Sort accounts by Score").click();
    list.run();
    list.get_by_label("Name").click();
    list.run();
    assert_eq!(names(&list), ["Portfolio", "Amber", "Borealis", "TechCorp"]);
    list.get_by_label("Filter accounts").focus();
    list.run();
    list.get_by_label("Filter accounts").type_text("TECH");
    list.run();
    assert_eq!(names(&list), ["Portfolio", "TechCorp"]);
    list.get_by_label("Filter accounts").type_text(" x");
    list.run();
    list.get_by_label("No account matches “TECH x”.");
}

#[test]
fn clicks_and_arrows_select() {
    let mut list = show(Stage::new(AccountsPanel::default(), three()));
    list.get_by_label(TECHCORP).click();
    list.run();
    assert_eq!(list.state_mut().take(), [Action::SelectAccount(Some("techcorp".into()))]);
    list.key_press(Key::ArrowDown);
    list.run();
    list.key_press(Key::ArrowDown);
    list.run();
    assert_eq!(selected(&list), Some("amber".into()));
    for _ in 0..3 {
        list.key_press(Key::ArrowUp);
        list.run();
    }
    assert_eq!(selected(&list), None);
    list.key_press(Key::End);
    list.run();
    assert_eq!(selected(&list), Some("amber".into()));
    list.get_by_label_contains("Portfolio, score").click();
    list.run();
    assert_eq!(selected(&list), None);
}

#[test]
fn five_thousand_accounts_are_painted_a_screenful_at_a_time() {
    let mut workspace = techcorp();
    for number in 0..5000 {
        workspace
            .accounts
            .push_back(Arc::new(Account::new(format!("a{number}"), format!("Account {number}"))));
    }
    let mut list = show(Stage::new(AccountsPanel::default(), workspace).on("techcorp"));
    assert!(names(&list).len() < 20);
    list.state_mut().selection.account = Some("a4000".into());
    list.run();
    list.get_by_label_contains("Account Account 4000,");
}

#[test]
fn adding_an_account() {
    let mut list = show(Stage::new(AccountsPanel::default(), three()));
    list.get_by_label("Add account").click();
    list.run();
    assert_eq!(list.state_mut().take(), [Action::Request(Request::AddAccount)]);
    let mut list = show(Stage::new(AccountsPanel::default(), Workspace::default()));
    list.get_by_label("Add an account").click();
    list.run();
    assert_eq!(list.state_mut().take(), [Action::Request(Request::AddAccount)]);
}
