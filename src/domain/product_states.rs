//! States of products in one record: three words, whatever is entered, as there is one for every unit and period.

use std::{fmt, iter, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{ProductKey, ProductState};

/// Keys of products, ascending. Records share one list as far as they can; see [`ProductStates::share`].
pub type ProductList = Arc<Vec<ProductKey>>;

/// Entered states of products, ascending by key; a product without a state is open where it applies.
///
/// A list of keys with three bits for each says the same as a list of keys with their states, of which a workspace with
/// six products would spend a quarter of its memory.
#[derive(Clone, Default)]
pub struct ProductStates {
    /// Products that may have a state here; `None` = none has.
    list: Option<ProductList>,
    codes: Codes,
}

/// Three bits for each product of the list: 0 = no state, else 1 + its place in [`ProductState::ALL`].
#[derive(Clone)]
enum Codes {
    One(u64),
    Many(Box<[u64]>),
}

/// Products in one word.
const IN_WORD: usize = 21;
const BITS: usize = 3;

impl Default for Codes {
    fn default() -> Self {
        Self::One(0)
    }
}

impl Codes {
    fn with_room(products: usize) -> Self {
        match products.div_ceil(IN_WORD) {
            0 | 1 => Self::One(0),
            words => Self::Many(vec![0; words].into()),
        }
    }

    fn words(&self) -> &[u64] {
        match self {
            Self::One(word) => std::slice::from_ref(word),
            Self::Many(words) => words,
        }
    }

    fn get(&self, place: usize) -> Option<ProductState> {
        let word = self.words().get(place / IN_WORD)?;
        let code = (word >> (place % IN_WORD * BITS) & 7) as usize;
        code.checked_sub(1).and_then(|at| ProductState::ALL.get(at)).copied()
    }

    fn set(&mut self, place: usize, state: Option<ProductState>) {
        let word = match self {
            Self::One(word) => word,
            Self::Many(words) => &mut words[place / IN_WORD],
        };
        let shift = place % IN_WORD * BITS;
        let code = state.map_or(0, |state| state as u64 + 1);
        *word = *word & !(7 << shift) | code << shift;
    }

    /// Places with a state, ascending.
    fn places(&self) -> impl Iterator<Item = (usize, ProductState)> + Clone {
        self.words().iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            iter::from_fn(move || {
                let place = (rest != 0).then(|| rest.trailing_zeros() as usize / BITS)?;
                let code = (rest >> (place * BITS) & 7) as usize;
                rest &= !(7 << (place * BITS));
                Some((at * IN_WORD + place, *ProductState::ALL.get(code - 1)?))
            })
        })
    }
}

impl ProductStates {
    /// The entered state of a product; `None` = not entered.
    pub fn get(&self, product: &ProductKey) -> Option<ProductState> {
        let place = self.list.as_ref()?.binary_search(product).ok()?;
        self.codes.get(place)
    }

    /// Enters or clears the state of a product.
    pub fn set(&mut self, product: &ProductKey, state: Option<ProductState>) {
        let keys = self.list.as_deref().map_or(&[][..], |keys| keys);
        match (keys.binary_search(product), state) {
            (Ok(place), _) => self.codes.set(place, state),
            (Err(_), None) => {}
            (Err(place), Some(_)) => {
                let mut longer = Vec::with_capacity(keys.len() + 1);
                longer.extend_from_slice(&keys[..place]);
                longer.push(product.clone());
                longer.extend_from_slice(&keys[place..]);
                self.lay_over(&Arc::new(longer));
                self.codes.set(place, state);
            }
        }
    }

    /// No states yet, in a list that other records have.
    pub fn within(list: Option<&ProductList>) -> Self {
        let room = list.map_or(0, |list| list.len());
        Self { list: list.cloned(), codes: Codes::with_room(room) }
    }

    /// Entered states, ascending by key.
    pub fn iter(&self) -> impl Iterator<Item = (&ProductKey, ProductState)> + Clone {
        let keys = self.list.as_deref().map_or(&[][..], |keys| keys);
        self.codes.places().filter_map(|(place, state)| Some((keys.get(place)?, state)))
    }

    /// How many products have a state.
    pub fn len(&self) -> usize {
        self.codes.places().count()
    }

    /// Whether no product has a state.
    pub fn is_empty(&self) -> bool {
        self.codes.words().iter().all(|word| *word == 0)
    }

    /// The list that [`Self::places`] refers to; two records mostly have the same one.
    pub fn list(&self) -> Option<&ProductList> {
        self.list.as_ref()
    }

    /// Entered states by the place of their product in the list, ascending.
    pub fn places(&self) -> impl Iterator<Item = (usize, ProductState)> + Clone {
        self.codes.places()
    }

    /// Takes over the list of other records where it names all products with a state here; else makes `list` one that
    /// does. Nothing that is entered changes.
    pub fn share(&mut self, list: &mut Option<ProductList>) {
        let Some(own) = self.list.as_ref().filter(|_| !self.is_empty()) else {
            *self = Self::default();
            return;
        };
        let Some(shared) = list else {
            *list = Some(Arc::clone(own));
            return;
        };
        if Arc::ptr_eq(own, shared) {
            return;
        }
        if !self.iter().all(|(key, _)| shared.binary_search(key).is_ok()) {
            let mut all: Vec<ProductKey> = shared.iter().chain(own.iter()).cloned().collect();
            all.sort_unstable();
            all.dedup();
            *shared = Arc::new(all);
        }
        self.lay_over(shared);
    }

    /// Keeps the states with another list, which names all products that have one.
    fn lay_over(&mut self, list: &ProductList) {
        let mut codes = Codes::with_room(list.len());
        for (key, state) in self.iter() {
            if let Ok(place) = list.binary_search(key) {
                codes.set(place, Some(state));
            }
        }
        *self = Self { list: Some(Arc::clone(list)), codes };
    }
}

impl FromIterator<(ProductKey, ProductState)> for ProductStates {
    /// Of a product that comes twice the last state holds.
    fn from_iter<I: IntoIterator<Item = (ProductKey, ProductState)>>(states: I) -> Self {
        let states: Vec<(ProductKey, ProductState)> = states.into_iter().collect();
        let mut keys: Vec<ProductKey> = states.iter().map(|(key, _)| key.clone()).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut made = Self { codes: Codes::with_room(keys.len()), list: None };
        if !keys.is_empty() {
            made.list = Some(Arc::new(keys));
        }
        for (key, state) in &states {
            made.set(key, Some(*state));
        }
        made
    }
}

/// Equal where the same states are entered, whatever list they stand in.
impl PartialEq for ProductStates {
    fn eq(&self, other: &Self) -> bool {
        let same_list = match (&self.list, &other.list) {
            (Some(own), Some(theirs)) => Arc::ptr_eq(own, theirs),
            _ => false,
        };
        if same_list { self.codes.words() == other.codes.words() } else { self.iter().eq(other.iter()) }
    }
}

impl fmt::Debug for ProductStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Serialize for ProductStates {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for ProductStates {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<(ProductKey, ProductState)>::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: usize) -> ProductKey {
        format!("P{number:02}").into()
    }

    /// Against a map, over more products than one word holds, with every list that sharing may lead to.
    #[test]
    fn states_are_those_of_a_map_whatever_list_they_stand_in() {
        let mut shared = None;
        let mut records: Vec<(ProductStates, std::collections::BTreeMap<ProductKey, ProductState>)> =
            vec![Default::default(); 5];
        let mut dice = 1_u64;
        for _ in 0..3000 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (record, product, state) = ((dice >> 33) % 5, (dice >> 40) % 30, (dice >> 50) % 7);
            let (states, map) = &mut records[record as usize];
            match ProductState::ALL.get(state as usize) {
                Some(state) => {
                    states.set(&key(product as usize), Some(*state));
                    map.insert(key(product as usize), *state);
                }
                None if state == 5 => {
                    states.set(&key(product as usize), None);
                    map.remove(&key(product as usize));
                }
                None => states.share(&mut shared),
            }
            assert!(states.iter().map(|(key, state)| (key.clone(), state)).eq(map.clone()));
            assert_eq!((states.len(), states.is_empty()), (map.len(), map.is_empty()));
            assert_eq!(states.get(&key(product as usize)), map.get(&key(product as usize)).copied());
            assert_eq!(*states, map.clone().into_iter().collect());
        }
        assert!(shared.is_some_and(|list| list.len() == 30), "the shared list names all");
        assert_eq!(size_of::<ProductStates>(), 24);
    }
}
