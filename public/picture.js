// Saves a drawing of the page as an image, which is made here and sent nowhere: a press on <button data-picture="name of
// the file"> saves the drawing of the <figure> around it, with the figure's heading and its sentence (.said) above.
//
// A browser would draw a whole SVG into an image if it were loaded as one, from an address of its own. The page's policy
// allows none, so its paths and texts are drawn one by one, with the colours they have on the page. It is a script of its
// own because the same in the app's Rust is three times as much to fetch.
(() => {
  'use strict';
  // In units of the drawing: its width, and the room above it. An image has half as many pixels.
  const WIDTH = 2800;
  const ABOVE = 400;
  const EDGE = 120;

  const draw = (context, part) => {
    const look = getComputedStyle(part);
    context.fillStyle = look.fill;
    if (part.tagName === 'text') {
      context.font = `${look.fontSize} ${look.fontFamily}`;
      context.textAlign = look.textAnchor === 'middle' ? 'center' : look.textAnchor;
      context.fillText(part.textContent, part.getAttribute('x'), part.getAttribute('y'));
      return;
    }
    const path = new Path2D(part.getAttribute('d'));
    if (look.fill !== 'none') context.fill(path);
    context.strokeStyle = look.stroke;
    context.lineWidth = parseFloat(look.strokeWidth);
    context.lineCap = look.strokeLinecap;
    context.lineJoin = 'round';
    context.stroke(path);
  };

  const picture = (figure) => {
    const height = figure.querySelector('svg').viewBox.baseVal.height + ABOVE;
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH / 2;
    canvas.height = height / 2;
    const context = canvas.getContext('2d');
    context.scale(0.5, 0.5);
    const look = getComputedStyle(figure);
    context.fillStyle = look.backgroundColor;
    context.fillRect(0, 0, WIDTH, height);
    context.fillStyle = look.color;
    for (const [words, size, y] of [['h3', '600 130px', 160], ['.said', '100px', 330]]) {
      context.font = `${size} ${look.fontFamily}`;
      // What is longer is made narrower.
      context.fillText(figure.querySelector(words).textContent, EDGE, y, WIDTH - 2 * EDGE);
    }
    context.translate(0, ABOVE);
    figure.querySelectorAll('path, text').forEach((part) => draw(context, part));
    return new Promise((done) => canvas.toBlob(done));
  };

  addEventListener('click', async ({ target }) => {
    const button = target instanceof Element && target.closest('[data-picture]');
    if (!button) return;
    try {
      const link = document.createElement('a');
      link.download = button.dataset.picture;
      link.href = URL.createObjectURL(await picture(button.closest('figure')));
      link.click();
      // Not at once: some browsers read it only after asking where to save it.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      button.textContent = 'The browser would not save an image.';
    }
  });
})();
