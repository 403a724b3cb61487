//! Second step: what every column means, and what holds for rows that do not say it.

use egui::{Align2, Rect, ScrollArea, Stroke, Ui, UiBuilder, vec2};

use crate::{
    document::{
        Table,
        usage::{Decimals, Meaning, Setup, UsageField, decimals, letters, suggest, why_unused},
    },
    domain::{Period, Workspace},
    number::DecimalHint,
    ui::kit::{
        Tokens, Weight, t11, t13, text,
        tokens::{R8, S8, S12},
        widgets::{MenuItem, dropdown, menu_rule, segmented},
    },
};

use super::{Wizard, plural, source::caption};

/// Height of the line of a column.
const ROW: f32 = 44.0;
/// Where what a column means stands, from the right edge.
const MEANS: f32 = 440.0;
/// How many cells of a column are shown.
const EXAMPLES: usize = 4;

impl Wizard {
    /// The second step.
    pub(super) fn columns_ui(&mut self, ui: &mut Ui, t: &'static Tokens) {
        let (Some(loaded), Some(setup)) = (&mut self.loaded, &mut self.setup) else { return };
        let workspace = &self.place.workspace;
        let before = setup.meanings.clone();
        let account = setup.account.clone();
        defaults(ui, t, setup, workspace, &loaded.decimals);
        if setup.account != account && setup.meanings == loaded.setup.meanings {
            // Which columns name units depends on whose units they are.
            let key = setup.account.as_ref();
            loaded.setup = suggest(&loaded.table, workspace, key, setup.period, Some(setup.head));
            setup.meanings.clone_from(&loaded.setup.meanings);
        }
        let place = ui.available_rect_before_wrap();
        ui.painter().rect_filled(place, R8, t.panel);
        ui.painter().rect_stroke(place, R8, Stroke::new(1.0, t.rule), egui::StrokeKind::Inside);
        let inner = place.shrink(1.0);
        let head = inner.with_max_y(inner.top() + 28.0);
        let heading = |left: f32, words: &str| {
            let at = head.left_center() + vec2(left, 0.0);
            text::paint(ui.painter(), at, Align2::LEFT_CENTER, words, t11(Weight::Medium), t.text2);
        };
        let wide = inner.width();
        heading(S12, "Column");
        heading(wide * 0.28, "Holds");
        heading(wide - MEANS, "Means");
        ui.painter().hline(head.x_range(), head.bottom() - 0.5, Stroke::new(1.0, t.border));
        let body = inner.with_min_y(head.bottom());
        let mut child = ui.new_child(UiBuilder::new().id_salt("import columns").max_rect(body));
        let table = &loaded.table;
        let count = setup.meanings.len();
        ScrollArea::vertical().id_salt("import columns").auto_shrink(false).show_rows(
            &mut child,
            ROW,
            count,
            |ui, range| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for column in range {
                    let (row, _) =
                        ui.allocate_exact_size(vec2(ui.available_width(), ROW), egui::Sense::hover());
                    line(ui, t, row, table, setup, workspace, column);
                }
            },
        );
        if setup.meanings != before {
            loaded.decimals = decimals(table, setup);
        }
    }
}

/// What holds for rows that do not say it themselves, and how numbers are written.
fn defaults(ui: &mut Ui, t: &'static Tokens, setup: &mut Setup, workspace: &Workspace, seen: &Decimals) {
    ui.horizontal(|ui| {
        ui.set_min_height(32.0);
        ui.spacing_mut().item_spacing.x = S8;
        if setup.column(&Meaning::Account).is_none() {
            caption(ui, t, "Account");
            let at = setup.account.as_ref().and_then(|key| workspace.find_account(key));
            let current = at.map_or("Choose one", |at| workspace.accounts[at].name.as_str());
            dropdown(ui, "Account", current, 140.0, |ui| {
                ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    for account in &workspace.accounts {
                        let is_it = setup.account.as_ref() == Some(&account.key);
                        if MenuItem::new(&account.name).selected(is_it).show(ui).clicked() {
                            setup.account = Some(account.key.clone());
                        }
                    }
                });
            });
            ui.add_space(S8);
        }
        if setup.needs_period() {
            caption(ui, t, "Period");
            dropdown(ui, "Period", &workspace.period_text(setup.period), 96.0, |ui| {
                ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    for period in periods(workspace, setup.period) {
                        let name = workspace.period_text(period);
                        if MenuItem::new(&name).selected(period == setup.period).show(ui).clicked() {
                            setup.period = period;
                        }
                    }
                });
            });
            ui.add_space(S8);
        }
        caption(ui, t, "Numbers are written");
        let styles = [(Some(DecimalHint::Point), "1,234.5"), (Some(DecimalHint::Comma), "1.234,5")];
        let current = setup.decimal.or(seen.found);
        if let Some(style) = segmented(ui, "Numbers are written", current, &styles) {
            setup.decimal = style;
        }
        let (said, ink) = evidence(setup, seen);
        let ink = if ink { t.medium_text } else { t.text3 };
        text::elided(ui, said, t11(Weight::Regular), ink);
    });
}

/// Why numbers are read as they are, and whether that is a question.
fn evidence(setup: &Setup, seen: &Decimals) -> (String, bool) {
    let both = || format!("{} can be read in two ways: choose", plural(seen.open, "number"));
    match (setup.decimal, seen.found) {
        (Some(_), _) => ("as chosen".to_owned(), false),
        (None, Some(DecimalHint::Point)) if seen.point > 0 => {
            (format!("as {} show", plural(seen.point, "number")), false)
        }
        (None, Some(DecimalHint::Comma)) => (format!("as {} show", plural(seen.comma, "number")), false),
        (None, Some(DecimalHint::Point)) => ("as the commas between the cells show".to_owned(), false),
        (None, None) if seen.open > 0 => (both(), true),
        (None, None) => ("no number needs to know".to_owned(), false),
    }
}

/// Periods to choose from: those with records, the next one, and the one chosen; the latest first.
fn periods(workspace: &Workspace, chosen: Period) -> Vec<Period> {
    let last = workspace.latest_period().unwrap_or(chosen).plus(1).max(chosen);
    let first = workspace.first_period().unwrap_or(chosen).min(chosen);
    (0..=(last.0 - first.0).min(400)).map(|back| last.plus(-back)).collect()
}

fn line(
    ui: &mut Ui,
    t: &'static Tokens,
    row: Rect,
    table: &Table,
    setup: &mut Setup,
    workspace: &Workspace,
    column: usize,
) {
    let is_used = setup.meanings[column] != Meaning::Unused;
    let painter = ui.painter();
    let title = setup.head.map(|head| table.entry(head, column).shown()).unwrap_or_default();
    let name = if title.is_empty() { format!("Column {}", letters(column)) } else { title };
    let wide = row.width();
    let cell = |from: f32, to: f32| Rect::from_x_y_ranges(row.left() + from..=row.left() + to, row.y_range());
    let ink = if is_used { t.text1 } else { t.text3 };
    let letter = cell(S12, S12 + 28.0);
    text::paint_left(painter, letter, 0.0, &letters(column), t11(Weight::Regular), t.text3);
    text::paint_left(painter, cell(S12 + 28.0, wide * 0.28), 0.0, &name, t13(Weight::Medium), ink);
    let examples: Vec<String> = table
        .lines
        .iter()
        .enumerate()
        .skip(setup.first_line())
        .take(200)
        .map(|(line, _)| table.entry(line, column))
        .filter(|entry| !entry.is_blank())
        .take(EXAMPLES)
        .map(crate::document::Entry::shown)
        .collect();
    let examples = if examples.is_empty() { "nothing".to_owned() } else { examples.join("  ·  ") };
    text::paint_left(
        painter,
        cell(wide * 0.28, wide - MEANS - S12),
        0.0,
        &examples,
        t13(Weight::Regular),
        t.text3,
    );
    ui.painter().hline(row.x_range(), row.bottom() - 0.5, Stroke::new(1.0, t.rule));
    let place = cell(wide - MEANS, wide - S12);
    let mut child = ui.new_child(
        UiBuilder::new()
            .id_salt(("means", column))
            .max_rect(place)
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    let current = setup.meanings[column].name(workspace);
    let picked = dropdown(&mut child, &format!("Meaning of {name}"), &current, 220.0, |ui| {
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| choices(ui, setup, workspace, column)).inner
    });
    if let Some(meaning) = picked.inner.flatten() {
        choose(setup, column, meaning);
    }
    let why = match why_unused(table, setup, workspace, column) {
        _ if is_used => String::new(),
        why if why.is_empty() => "choose what it means, if it is needed".to_owned(),
        why => why,
    };
    if !why.is_empty() {
        child.add_space(S8);
        text::elided(&mut child, why, t11(Weight::Regular), t.text3);
    }
}

/// What a column can mean; what was picked.
fn choices(ui: &mut Ui, setup: &Setup, workspace: &Workspace, column: usize) -> Option<Meaning> {
    let mut picked = None;
    let own = match &setup.meanings[column] {
        Meaning::ValueIn(_, period) => Some(*period),
        _ => None,
    };
    let mut offer = |ui: &mut Ui, meaning: Meaning| {
        let name = meaning.name(workspace);
        if MenuItem::new(&name).selected(setup.meanings[column] == meaning).show(ui).clicked() {
            picked = Some(meaning);
        }
    };
    offer(ui, Meaning::Unused);
    menu_rule(ui);
    for meaning in [Meaning::Unit, Meaning::UnitKey, Meaning::Parent, Meaning::Account, Meaning::Period] {
        offer(ui, meaning);
    }
    menu_rule(ui);
    for field in UsageField::all() {
        offer(ui, own.map_or(Meaning::Value(field), |period| Meaning::ValueIn(field, period)));
    }
    if own.is_none() && !workspace.products.is_empty() {
        menu_rule(ui);
        for product in workspace.products.iter() {
            offer(ui, Meaning::Product(product.key.clone()));
        }
    }
    picked
}

/// Gives a column a meaning. Columns of periods that held the same field go with it.
fn choose(setup: &mut Setup, column: usize, meaning: Meaning) {
    let before = setup.meanings[column].clone();
    if let (Meaning::ValueIn(old, _), Meaning::ValueIn(new, _)) = (&before, &meaning) {
        for other in &mut setup.meanings {
            if let Meaning::ValueIn(field, _) = other
                && field == old
            {
                *field = *new;
            }
        }
        return;
    }
    setup.set(column, meaning);
}
