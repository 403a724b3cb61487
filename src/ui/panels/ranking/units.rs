//! Units by opportunity score, of the selected account or of all accounts. Many units are ranked in the background.

use std::sync::{
    Arc,
    mpsc::{Receiver, TryRecvError, channel},
};

use egui::{Context, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use jiff::civil::Date;

use super::{
    paint::HEADS,
    units_order::{Column, Sort, order},
    units_paint::{self as paint, Columns, MIN_WIDTH},
    walk,
};
use crate::{
    document::{Among, Opportunities, Opportunity, Question},
    domain::{Account, AccountKey, OpportunityModel, UnitKey, Workspace},
    engine::{
        compare::round_to,
        metrics::{PeriodFacts, UnitMeasure},
        planning::opportunity::NO_WEIGHT,
    },
    ui::{
        kit::{number, tokens::ROW_RANK},
        panels::{Action, PanelContext, Request, bits},
    },
};

/// Up to so many units are ranked within the frame.
const AT_ONCE: usize = 2_000;

/// Units by opportunity.
#[derive(Default)]
pub struct UnitRanking {
    sort: Sort,
    shown: Option<Shown>,
    making: Option<Making>,
    /// Row that the keyboard moved to; it takes the focus when it is painted.
    focus: Option<usize>,
}

/// What a list was made from.
struct Source {
    account: Option<AccountKey>,
    workspace: Workspace,
    facts: Vec<Arc<PeriodFacts>>,
    day: Date,
    model: OpportunityModel,
}

/// A list that is being made.
struct Making {
    source: Source,
    done: Receiver<Opportunities>,
}

/// A list as it is shown. It names its units by what it was made from, so that it stays true to itself while a newer one
/// is being made.
pub struct Shown {
    source: Source,
    /// The units by rank.
    pub list: Opportunities,
    /// Rows of the list in the order shown.
    pub order: Vec<u32>,
    /// By which they are ordered.
    pub sort: Sort,
}

/// A row with the account and unit it is about.
pub struct Named<'a> {
    /// The row.
    pub row: &'a Opportunity,
    /// Its account.
    pub account: &'a Account,
    /// Name of the unit.
    pub name: &'a str,
    /// Key of the unit.
    pub key: &'a UnitKey,
}

impl Source {
    fn of(cx: &PanelContext<'_>) -> Self {
        let account = cx.account_index();
        Self {
            account: account.and(cx.selection.account.clone()),
            workspace: cx.workspace.clone(),
            facts: measured(cx, account).map(Arc::clone).collect(),
            day: cx.derived.day_of(cx.workspace, cx.period),
            model: cx.workspace.settings.opportunity,
        }
    }

    /// Whether the list would come out the same now. What a weight of the health score changes does not matter.
    fn is_current(&self, cx: &PanelContext<'_>) -> bool {
        let account = cx.account_index();
        self.account.as_ref() == account.and(cx.selection.account.as_ref())
            && self.model == cx.workspace.settings.opportunity
            && self.day == cx.derived.day_of(cx.workspace, cx.period)
            && self.facts.iter().eq_by_pointer(measured(cx, account))
            && self.same_accounts(cx.workspace, account)
    }

    /// Whether people, signals, plans and the like are those of now.
    fn same_accounts(&self, now: &Workspace, account: Option<usize>) -> bool {
        let (then, now) = (&self.workspace.accounts, &now.accounts);
        match account {
            Some(index) => then.get(index).zip(now.get(index)).is_some_and(|(a, b)| Arc::ptr_eq(a, b)),
            None => then.iter().eq_by_pointer(now.iter()),
        }
    }
}

/// Equality of two rows of shared things by pointer.
trait SamePointers<'a, T: 'a>: Iterator<Item = &'a Arc<T>> + Sized {
    fn eq_by_pointer(mut self, mut other: impl Iterator<Item = &'a Arc<T>>) -> bool {
        loop {
            match (self.next(), other.next()) {
                (None, None) => return true,
                (Some(a), Some(b)) if Arc::ptr_eq(a, b) => {}
                _ => return false,
            }
        }
    }
}

impl<'a, T: 'a, I: Iterator<Item = &'a Arc<T>>> SamePointers<'a, T> for I {}

fn measured<'a>(
    cx: &PanelContext<'a>,
    account: Option<usize>,
) -> impl Iterator<Item = &'a Arc<PeriodFacts>> + use<'a> {
    let accounts = &cx.derived.accounts;
    let range = account.map_or(0..accounts.len(), |index| index..index + 1);
    accounts.iter().skip(range.start).take(range.len()).map(|account| &account.facts)
}

impl Shown {
    fn new(source: Source, list: Opportunities, sort: Sort) -> Self {
        let mut shown = Self { source, list, order: Vec::new(), sort };
        shown.turn(sort);
        shown
    }

    fn turn(&mut self, sort: Sort) {
        self.sort = sort;
        self.order = order(&self.list, sort, |row| self.named(row).map_or("", |named| named.name));
    }

    /// The account and unit of a row.
    pub fn named<'a>(&'a self, row: &'a Opportunity) -> Option<Named<'a>> {
        let account = self.source.workspace.accounts.get(row.account as usize)?;
        let unit = account.units.get(row.unit as usize)?;
        Some(Named { row, account, name: account.unit_name(row.unit as usize), key: &unit.key })
    }

    /// Whether the units are those of all accounts.
    pub fn is_of_portfolio(&self) -> bool {
        self.source.account.is_none()
    }

    fn among(&self) -> Among {
        if self.is_of_portfolio() { Among::Portfolio } else { Among::Account }
    }
}

impl UnitRanking {
    /// Paints what stands below and beside the choice of what is ranked.
    pub fn ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, header: Rect, body: Rect) {
        self.refresh(cx, ui.ctx());
        let Some(shown) = self.shown.take() else {
            return paint::sentence(ui, body, "Ranking the units…");
        };
        if shown.source.account.as_ref() != cx.account_index().and(cx.selection.account.as_ref()) {
            // The units of another account would be taken for those of this one.
            self.shown = Some(shown);
            return paint::sentence(ui, body, "Ranking the units…");
        }
        paint::header(ui, cx, &shown, header, self.making.is_some());
        if shown.list.rows.is_empty() {
            paint::sentence(ui, body, "No unit has white space in this period.");
        } else {
            let mut inner = ui.new_child(UiBuilder::new().max_rect(body).id_salt("units"));
            ScrollArea::both().auto_shrink(false).show_viewport(&mut inner, |ui, viewport| {
                self.rows_ui(cx, ui, &shown, viewport);
            });
        }
        self.shown = Some(shown);
    }

    /// Brings the list up to date: at once if the units are few, else by and by.
    fn refresh(&mut self, cx: &PanelContext<'_>, ctx: &Context) {
        if let Some(making) = &self.making {
            match making.done.try_recv() {
                Ok(list) => {
                    let source = self.making.take().map(|making| making.source);
                    self.shown = source.map(|source| Shown::new(source, list, self.sort));
                }
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => self.making = None,
            }
        }
        match &mut self.shown {
            Some(shown) if shown.source.is_current(cx) => {
                if shown.sort != self.sort {
                    shown.turn(self.sort);
                }
            }
            _ => self.make(cx, ctx),
        }
    }

    fn make(&mut self, cx: &PanelContext<'_>, ctx: &Context) {
        let account = cx.account_index();
        let source = Source::of(cx);
        let units: usize = measured(cx, account).map(|facts| facts.units.len()).sum();
        if units <= AT_ONCE {
            let list = cx.derived.opportunities(cx.workspace, account);
            self.shown = Some(Shown::new(source, list, self.sort));
            return;
        }
        let (send, done) = channel();
        let (workspace, derived, repaint) = (cx.workspace.clone(), cx.derived.clone(), ctx.clone());
        let work = move || {
            // The panel may be gone by now; then nobody waits for the answer.
            let _ = send.send(derived.opportunities(&workspace, account));
            repaint.request_repaint();
        };
        // If no thread can be had the channel is closed at once, and it is tried again in the next pass.
        let _ = std::thread::Builder::new().name("opportunities".to_owned()).spawn(work);
        self.making = Some(Making { source, done });
    }

    fn rows_ui(&mut self, cx: &mut PanelContext<'_>, ui: &mut Ui, shown: &Shown, viewport: Rect) {
        let width = viewport.width().max(MIN_WIDTH);
        let rows = shown.order.len();
        ui.set_min_size(vec2(width, HEADS + rows as f32 * ROW_RANK + 12.0));
        // Whole pixels, or one-pixel lines and text blur while scrolling.
        let origin = ui.max_rect().min.round();
        let columns = Columns::new(origin.x, width);
        let top = origin.y + viewport.min.y + HEADS;
        let clip = ui.clip_rect().with_min_y(top.max(ui.clip_rect().min.y));
        let painter = ui.painter().with_clip_rect(clip);
        paint::grid(&painter, cx.tokens, &columns, clip);
        for at in walk::in_sight(viewport, rows) {
            let row = &shown.list.rows[shown.order[at] as usize];
            let Some(named) = shown.named(row) else { continue };
            let y = origin.y + HEADS + at as f32 * ROW_RANK;
            let rect = Rect::from_min_size(pos2(origin.x + 4.0, y), vec2(width - 8.0, ROW_RANK));
            if !clip.intersects(rect) {
                continue;
            }
            let selected = cx.selection.account.as_ref() == Some(&named.account.key)
                && cx.selection.unit() == Some(named.key);
            let response = self.row_ui(cx, ui, &named, (at, rows), rect.intersect(clip), selected);
            paint::row(&painter, cx, &columns, &named, rect, &response, selected, shown.is_of_portfolio());
            let mut over = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(("numbers", at)));
            over.set_clip_rect(clip);
            numbers(cx, &over, &columns, &named, rect, selected, shown.among());
        }
        let heads = Rect::from_min_size(pos2(origin.x, origin.y + viewport.min.y), vec2(width, HEADS));
        self.heads_ui(cx, ui, &columns, heads);
    }

    fn row_ui(
        &mut self,
        cx: &mut PanelContext<'_>,
        ui: &mut Ui,
        named: &Named<'_>,
        (at, rows): (usize, usize),
        rect: Rect,
        selected: bool,
    ) -> Response {
        let response = ui.interact(rect, ui.scope_id().with(("row", at)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, row_name(named)));
        if self.focus == Some(at) {
            self.focus = None;
            response.request_focus();
            response.scroll_to_me(None);
        }
        if response.clicked() {
            select(cx, named);
        }
        if response.double_clicked() {
            cx.push(Action::Request(Request::ShowOnMap));
        }
        if response.has_focus()
            && let Some(to) = walk::keys(ui, response.id, at, rows)
        {
            self.focus = Some(to);
        }
        response
    }

    fn heads_ui(&mut self, cx: &PanelContext<'_>, ui: &mut Ui, columns: &Columns, heads: Rect) {
        let painter = ui.painter().clone();
        paint::heads_ground(&painter, cx.tokens, columns, heads);
        for column in Column::ALL {
            let rect = columns.head(column, heads);
            let response = ui.interact(rect, ui.scope_id().with(("head", column.label())), Sense::click());
            response.widget_info(|| {
                let name = format!("Sort by {}", column.label().to_lowercase());
                WidgetInfo::labeled(Role::ColumnHeader, true, name)
            });
            if response.clicked() {
                self.sort = self.sort.clicked(column);
                ui.request_repaint();
            }
            paint::head(&painter, cx.tokens, column, rect, self.sort, &response);
        }
    }
}

fn select(cx: &mut PanelContext<'_>, named: &Named<'_>) {
    if cx.selection.account.as_ref() != Some(&named.account.key) {
        cx.push(Action::SelectAccount(Some(named.account.key.clone())));
    }
    cx.push(Action::SelectUnits(vec![named.key.clone()]));
}

/// Makes the numbers of a row open their calculations; those of the selected row also by the keyboard.
fn numbers(
    cx: &mut PanelContext<'_>,
    ui: &Ui,
    columns: &Columns,
    named: &Named<'_>,
    rect: Rect,
    selected: bool,
    among: Among,
) {
    let unit = named.row.unit as usize;
    let words = Words::of(named.row, cx.symbol());
    let [rank_at, score_at, open_at, expected_at] = columns.numbers(rect);
    let cells = [
        (Question::OpportunityRank(unit, among), "Rank", words.rank, rank_at),
        (Question::Opportunity(unit, among), "Score", words.score, score_at),
        (Question::Unit(unit, UnitMeasure::WhiteSpace), "White space", words.white_space, open_at),
        (Question::ExpectedValue(unit), "Expected value", words.expected, expected_at),
    ];
    for (question, what, value, place) in cells {
        let name = format!("{what} of {}: {value}", named.name);
        if bits::opens(ui, place, what, &name, !selected) {
            if !selected {
                select(cx, named);
            }
            cx.push(Action::Open(question, place));
        }
    }
}

/// The numbers of a row as they are written.
pub struct Words {
    /// Rank.
    pub rank: String,
    /// Score, one decimal.
    pub score: String,
    /// White space.
    pub white_space: String,
    /// Expected value.
    pub expected: String,
}

impl Words {
    /// Of a row; what is unknown is a dash.
    pub fn of(row: &Opportunity, symbol: &str) -> Self {
        let dash = || number::MISSING.to_owned();
        Self {
            rank: row.rank.map_or_else(dash, |rank| rank.to_string()),
            score: row.score.map_or_else(dash, |score| format!("{:.1}", round_to(score, 1))),
            white_space: number::money_short(row.white_space, symbol),
            expected: row.expected_value.map_or_else(dash, |money| number::money_short(money, symbol)),
        }
    }
}

/// What a screen reader says of a row: "Rank 2: Germany of TechCorp, opportunity score 61.5".
fn row_name(named: &Named<'_>) -> String {
    let who = format!("{} of {}", named.name, named.account.name);
    match (named.row.rank, named.row.score) {
        (Some(rank), Some(score)) => {
            format!("Rank {rank}: {who}, opportunity score {:.1}", round_to(score, 1))
        }
        _ => format!("Unranked: {who}, {NO_WEIGHT}"),
    }
}
