//! `view!` in Leptos's notation, for a fifth of the code.
//!
//! Leptos compiles every element to code that makes it, some 150 bytes each, and every kind of element and attribute
//! to types of their own. Here everything that is known beforehand (elements, attributes, words) becomes one text,
//! and what is not (an expression, a handler) is put into its gaps, in order, when the view is made. The app's
//! `parts::markup` reads that text; its documentation has the grammar.
//!
//! A name with a capital letter is a part of the app: `<Screen tab="Today">…</Screen>` calls `Screen::view` with a
//! `Screen { tab: "Today".into(), children: …, ..Default::default() }`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use rstml::Infallible;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::{Expr, ExprLit, Lit, Stmt};

/// Makes an `AnyView` of what is written in Leptos's notation.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    match rstml::parse(tokens) {
        Ok(nodes) => view_of(&nodes).into(),
        Err(error) => error.to_compile_error().into(),
    }
}

fn view_of(nodes: &[Node]) -> TokenStream {
    let mut view = View::default();
    for node in nodes {
        view.node(node);
    }
    let View { template, gaps } = view;
    quote! { crate::app::parts::markup(#template, ::std::vec![#(#gaps),*]) }
}

/// A template that is being written, and what belongs into its gaps.
#[derive(Default)]
struct View {
    template: String,
    gaps: Vec<TokenStream>,
}

impl View {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Element(element) => {
                let name = element.name().to_string();
                if name.starts_with(char::is_uppercase) {
                    self.part(element);
                } else {
                    self.element(&name, element);
                }
            }
            Node::Text(text) => {
                self.template.push('\u{5}');
                self.template.push_str(&text.value_string());
            }
            Node::Fragment(fragment) => fragment.children.iter().for_each(|child| self.node(child)),
            Node::Block(NodeBlock::ValidBlock(block)) => match block.stmts.as_slice() {
                [Stmt::Expr(child, None)] => self.child(&quote! { #child }),
                _ => self.child(&quote! { #block }),
            },
            other => self.child(&quote! { ::std::compile_error!(::std::stringify!(#other)) }),
        }
    }

    fn child(&mut self, child: &TokenStream) {
        self.template.push('\u{6}');
        self.gaps.push(quote! { crate::app::parts::gap::child(#child) });
    }

    fn element(&mut self, name: &str, element: &NodeElement<Infallible>) {
        self.template.push('\u{1}');
        self.template.push_str(name);
        for attribute in element.attributes() {
            match attribute {
                NodeAttribute::Attribute(attribute) => self.attribute(attribute),
                NodeAttribute::Block(block) => {
                    self.gaps.push(quote! { ::std::compile_error!(::std::stringify!(#block)) });
                }
            }
        }
        for child in &element.children {
            self.node(child);
        }
        self.template.push('\u{7}');
    }

    fn attribute(&mut self, attribute: &KeyedAttribute) {
        let name = attribute.key.to_string();
        let value = match attribute.value() {
            None => return self.known(&name, ""),
            Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) if !name.contains(':') => {
                return self.known(&name, &text.value());
            }
            Some(value) => value,
        };
        self.template.push('\u{4}');
        self.gaps.push(match name.split_once(':') {
            Some(("on", event)) => {
                let event = format_ident!("{event}");
                quote! { crate::app::parts::gap::event(::leptos::ev::#event, #value) }
            }
            Some(("prop", property)) => quote! { crate::app::parts::gap::property(#property, #value) },
            Some(_) => quote! { ::std::compile_error!(#name) },
            None if name == "inner_html" => quote! { crate::app::parts::gap::property("innerHTML", #value) },
            None => quote! { crate::app::parts::gap::attribute(#name, #value) },
        });
    }

    /// An attribute with a value that is known beforehand.
    fn known(&mut self, name: &str, value: &str) {
        self.template.push('\u{2}');
        self.template.push_str(name);
        self.template.push('\u{3}');
        self.template.push_str(value);
    }

    /// A part of the app with what is given to it.
    fn part(&mut self, element: &NodeElement<Infallible>) {
        let name = element.name();
        let given = element.attributes().iter().map(|attribute| match attribute {
            NodeAttribute::Attribute(attribute) => {
                let key = &attribute.key;
                // As with Leptos, `heading` alone is `heading=heading`.
                let value = attribute.value().map_or_else(|| quote! { #key }, |value| quote! { #value });
                quote! { #key: (#value).into(), }
            }
            NodeAttribute::Block(block) => quote! { ::std::compile_error!(::std::stringify!(#block)) },
        });
        let children = view_of(&element.children);
        self.child(&quote! {{
            // Where everything is given, nothing is left for the default.
            #[allow(clippy::needless_update)]
            let part = #name { #(#given)* children: #children, ..::std::default::Default::default() };
            part.view()
        }});
    }
}
