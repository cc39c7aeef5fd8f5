//! Views from templates: see `view!` of `kept-view`, which writes them.
//!
//! A template is a text in which these characters begin something that goes up to the next of them:
//!
//! | character | what follows it |
//! | --- | --- |
//! | U+0001 | the name of an element that begins |
//! | U+0002 | the name of an attribute |
//! | U+0003 | its value |
//! | U+0004 | nothing: here is an attribute, a property or a handler that is put in |
//! | U+0005 | words |
//! | U+0006 | nothing: here is a view that is put in |
//! | U+0007 | nothing: the element ends |

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::html::element::custom;
use leptos::tachys::view::iterators::StaticVec;

/// What is put into a gap of a template.
pub(crate) enum Gap {
    /// A view.
    Child(AnyView),
    /// An attribute, a property or a handler.
    Attribute(AnyAttribute),
}

/// What `view!` puts into gaps. None is inlined: each is there once for each type, and not at each place.
pub(crate) mod gap {

    use leptos::prelude::*;
    use leptos::tachys::html::attribute::AttributeValue;
    use leptos::tachys::html::attribute::any_attribute::IntoAnyAttribute;
    use leptos::tachys::html::attribute::custom::custom_attribute;
    use leptos::tachys::html::event::{EventDescriptor, on};
    use leptos::tachys::html::property::{IntoProperty, prop};
    use leptos::tachys::renderer::types;

    use super::Gap;

    /// A view.
    #[inline(never)]
    pub(crate) fn child<V: IntoView>(view: V) -> Gap {
        Gap::Child(view.into_any())
    }

    /// An attribute.
    #[inline(never)]
    pub(crate) fn attribute<V: AttributeValue>(name: &'static str, value: V) -> Gap {
        Gap::Attribute(custom_attribute(name, value).into_any_attr())
    }

    /// A property of the element.
    #[inline(never)]
    pub(crate) fn property<V: IntoProperty>(name: &'static str, value: V) -> Gap {
        Gap::Attribute(prop(name, value).into_any_attr())
    }

    /// A handler.
    #[inline(never)]
    pub(crate) fn event<E, F>(event: E, handler: F) -> Gap
    where
        E: EventDescriptor + Send + 'static,
        E::EventType: From<types::Event> + 'static,
        F: FnMut(E::EventType) + 'static,
    {
        Gap::Attribute(on(event, handler).into_any_attr())
    }
}

/// An element that has begun, or what is around all of them.
#[derive(Default)]
struct Open {
    name: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

impl Open {
    fn close(self) -> AnyView {
        let element = custom(self.name).add_any_attr(self.attributes);
        let mut children = self.children.into_iter();
        match children.next() {
            None => element.into_any(),
            Some(first) => children.fold(element.child(first), ElementChild::child).into_any(),
        }
    }
}

/// The view of a template, with `gaps` put into it in their order.
pub(crate) fn markup(template: &'static str, gaps: Vec<Gap>) -> AnyView {
    let mut gaps = gaps.into_iter();
    let mut around: Vec<Open> = Vec::new();
    let mut open = Open::default();
    let mut attribute = "";
    let mut rest = template;
    while let Some(kind) = rest.bytes().next() {
        let end = rest.bytes().skip(1).position(|byte| byte < 8).map_or(rest.len(), |at| at + 1);
        let (this, after) = rest.split_at(end);
        let words = this.get(1..).unwrap_or_default();
        rest = after;
        match kind {
            1 => around.push(std::mem::replace(&mut open, Open { name: words, ..Open::default() })),
            2 => attribute = words,
            3 => {
                if let Gap::Attribute(known) = gap::attribute(attribute, words) {
                    open.attributes.push(known);
                }
            }
            5 => open.children.push(words.into_any()),
            7 => {
                let outer = around.pop().unwrap_or_default();
                let element = std::mem::replace(&mut open, outer).close();
                open.children.push(element);
            }
            _ => match gaps.next() {
                Some(Gap::Child(view)) => open.children.push(view),
                Some(Gap::Attribute(attribute)) => open.attributes.push(attribute),
                None => {}
            },
        }
    }
    let mut all = open.children;
    match all.len() {
        1 => all.pop().unwrap_or_else(|| ().into_any()),
        _ => StaticVec::from(all).into_any(),
    }
}
