//! A drawing of the page as an image that the person saves.
//!
//! A browser would also draw a whole SVG into an image, if it were loaded as one. That takes an address of its own, which
//! the page's policy does not allow, so its paths and texts are drawn one by one with the colours they have on the page.

use leptos::web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, Path2d, window};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::file;

/// Pixels for each unit.
const SCALE: f64 = 0.5;
/// How large an image is in the units of its drawing, which begins below two lines of words.
const WIDTH: u32 = 2800;
const HEIGHT: u32 = 1500;
const ABOVE: f64 = 400.0;
/// The sizes of the two lines above it.
const LINES: [(f64, &str); 2] = [(160.0, "600 130px "), (330.0, "100px ")];

/// Saves the drawing in the element with that id, with two lines above it, as a PNG.
///
/// # Errors
/// When the browser refuses.
pub(crate) fn save(id: &str, words: &[String; 2], name: &str) -> Result<(), JsValue> {
    let document = window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let figure = document.get_element_by_id(id).ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(WIDTH / 2);
    canvas.set_height(HEIGHT / 2);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    context.scale(SCALE, SCALE)?;
    context.set_fill_style_str(&style(&figure, "background-color")?);
    context.fill_rect(0.0, 0.0, f64::from(WIDTH), f64::from(HEIGHT));
    context.set_fill_style_str(&style(&figure, "color")?);
    let family = style(&figure, "font-family")?;
    for (words, (y, size)) in words.iter().zip(LINES) {
        context.set_font(&[size, &family].concat());
        // What is longer is made narrower.
        context.fill_text_with_max_width(words, 120.0, y, f64::from(WIDTH) - 240.0)?;
    }
    context.translate(0.0, ABOVE)?;
    let parts = figure.query_selector_all("path,text")?;
    for at in 0..parts.length() {
        let part: Element = parts.get(at).ok_or(JsValue::NULL)?.dyn_into()?;
        draw(&context, &part)?;
    }
    let name = name.to_owned();
    let save = Closure::once_into_js(move |image: JsValue| file::save_part(&name, "image/png", &image));
    canvas.to_blob(save.unchecked_ref())
}

/// Draws a path or a text as it looks on the page.
fn draw(context: &CanvasRenderingContext2d, part: &Element) -> Result<(), JsValue> {
    let fill = style(part, "fill")?;
    if fill != "none" {
        context.set_fill_style_str(&fill);
    }
    let number = |name: &str| part.get_attribute(name).and_then(|number| number.parse::<i32>().ok());
    if let Some(strokes) = part.get_attribute("d") {
        let path = Path2d::new_with_path_string(&strokes)?;
        if fill != "none" {
            context.fill_with_path_2d(&path);
        }
        context.set_stroke_style_str(&style(part, "stroke")?);
        context.set_line_width(
            style(part, "stroke-width")?.trim_end_matches("px").parse::<i32>().unwrap_or(10).into(),
        );
        context.set_line_cap(&style(part, "stroke-linecap")?);
        context.set_line_join("round");
        context.stroke_with_path(&path);
    } else if let (Some(x), Some(y)) = (number("x"), number("y")) {
        context.set_font(&[&style(part, "font-size")?, " ", &style(part, "font-family")?].concat());
        let anchor = style(part, "text-anchor")?;
        context.set_text_align(if anchor == "middle" { "center" } else { &anchor });
        context.fill_text(&part.text_content().unwrap_or_default(), x.into(), y.into())?;
    }
    Ok(())
}

/// A property of an element as the page has it.
fn style(element: &Element, name: &str) -> Result<String, JsValue> {
    let style = window().ok_or(JsValue::NULL)?.get_computed_style(element)?.ok_or(JsValue::NULL)?;
    style.get_property_value(name)
}
