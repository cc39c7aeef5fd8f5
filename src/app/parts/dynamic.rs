//! Views and handlers of one type each.
//!
//! Leptos compiles a closure in a view into code of its own, two or three kilobytes for each. Boxed to one type
//! they share that code, which every visitor would have to fetch. So in this app what changes is a `Signal`, or
//! stands in [`dynamic`], [`when`] or [`each`], and handlers are made with [`click`], [`input`] and [`change`].

use leptos::ev::{Event, MouseEvent, SubmitEvent};
use leptos::prelude::*;

/// A part of a view that follows what it reads.
pub(crate) type Dynamic = Box<dyn FnMut() -> AnyView + Send>;

/// A part of a view that is made anew whenever something it reads has changed.
pub(crate) fn dynamic(view: impl FnMut() -> AnyView + Send + 'static) -> Dynamic {
    Box::new(view)
}

/// A part of a view that is there while `condition` holds, and is left alone for as long as that stays as it is.
pub(crate) fn when(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    view: impl FnMut() -> AnyView + Send + 'static,
) -> Dynamic {
    either(condition, view, || ().into_any())
}

/// One view while `condition` holds, the other one while it does not.
pub(crate) fn either(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    view: impl FnMut() -> AnyView + Send + 'static,
    otherwise: impl FnMut() -> AnyView + Send + 'static,
) -> Dynamic {
    fn choose(condition: Memo<bool>, mut view: Dynamic, mut otherwise: Dynamic) -> Dynamic {
        dynamic(move || if condition.get() { view() } else { otherwise() })
    }
    choose(truth(Box::new(condition)), Box::new(view), Box::new(otherwise))
}

/// A list of views that follows what it reads. Elements stay where their kind stays, so the focus does too.
pub(crate) fn each(items: impl Fn() -> Vec<AnyView> + Send + 'static) -> Dynamic {
    dynamic(move || items().into_any())
}

/// A part of a view that is made anew when `version` says something else, whatever else it reads.
pub(crate) fn whenever(
    version: impl Fn() -> String + Send + Sync + 'static,
    view: impl FnMut() -> AnyView + Send + 'static,
) -> Dynamic {
    fn follow(version: Memo<String>, mut view: Dynamic) -> Dynamic {
        dynamic(move || {
            // Read, not only tracked: a memo that nobody reads never finds out that it has changed.
            version.with(|_| ());
            untrack(&mut view)
        })
    }
    follow(words(Box::new(version)), Box::new(view))
}

fn words(version: Box<dyn Fn() -> String + Send + Sync>) -> Memo<String> {
    Memo::new(move |_| version())
}

/// Does something now and whenever what it reads has changed.
pub(crate) fn effect(action: impl FnMut() + 'static) {
    fn run(mut action: Box<dyn FnMut()>) {
        Effect::new(move |_| action());
    }
    run(Box::new(action));
}

/// A truth that tells its readers only when it changes.
fn truth(condition: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<bool> {
    Memo::new(move |_| condition())
}

/// A text that follows what it reads.
pub(crate) fn text(text: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    follow(Box::new(text))
}

/// A truth that follows what it reads.
pub(crate) fn is(condition: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    follow(Box::new(condition))
}

/// Any other value that follows what it reads.
pub(crate) fn computed<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    follow(Box::new(value))
}

/// Not inlined, and with one type for each kind of value.
#[inline(never)]
fn follow<T: Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
    Signal::derive(value)
}

/// What a press of a button does.
pub(crate) fn click(mut action: impl FnMut() + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(move |_| action())
}

/// What typing does.
pub(crate) fn input(mut action: Box<dyn FnMut(String)>) -> Box<dyn FnMut(Event)> {
    Box::new(move |event| action(event_target_value(&event)))
}

/// What choosing does.
pub(crate) fn change(action: impl FnMut(Event) + 'static) -> Box<dyn FnMut(Event)> {
    Box::new(action)
}

/// What sending a form does, in place of leaving the page.
pub(crate) fn submit(mut action: impl FnMut() + 'static) -> Box<dyn FnMut(SubmitEvent)> {
    Box::new(move |event| {
        event.prevent_default();
        action();
    })
}
