// Saves a chart as a picture. Its SVG is made of paths and texts only, which a canvas can draw by itself: a picture made
// of the SVG's file would have to be let in by the content security policy.
const MARGIN = 44;
const SCALE = 3;

export function save(id, title, name) {
  const svg = document.getElementById(id)?.querySelector('svg');
  if (!svg) return;
  const { width, height } = svg.viewBox.baseVal;
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = (height + MARGIN) * SCALE;
  const pen = canvas.getContext('2d');
  const { backgroundColor, color, fontFamily } = getComputedStyle(document.body);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = backgroundColor;
  pen.fillRect(0, 0, width, height + MARGIN);
  pen.fillStyle = color;
  pen.font = `600 16px ${fontFamily}`;
  pen.fillText(title, 8, 26, width - 16);
  pen.translate(0, MARGIN);
  for (const part of svg.children) {
    const style = getComputedStyle(part);
    if (part.localName === 'text') {
      pen.fillStyle = style.fill;
      pen.font = `${style.fontSize} ${style.fontFamily}`;
      pen.textAlign = style.textAnchor === 'middle' ? 'center' : style.textAnchor;
      pen.fillText(part.textContent, part.getAttribute('x'), part.getAttribute('y'));
      continue;
    }
    const path = new Path2D(part.getAttribute('d'));
    if (style.fill !== 'none') {
      pen.fillStyle = style.fill;
      pen.fill(path);
    }
    if (style.stroke !== 'none') {
      pen.strokeStyle = style.stroke;
      pen.lineWidth = parseFloat(style.strokeWidth);
      pen.lineCap = style.strokeLinecap;
      pen.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[\s,]+/).map(parseFloat));
      pen.stroke(path);
    }
  }
  canvas.toBlob((blob) => {
    const link = document.createElement('a');
    link.download = name;
    link.href = URL.createObjectURL(blob);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
}
