// A page by keyboard alone: every control is reached, each shows that it is, and none keeps you.
import { inPage } from "./checks.mjs";

// Radios that belong together are one stop; what is not shown is none.
const STOPS = `(() => {
  const seen = new Set();
  const all = document.querySelectorAll("a[href],button,input,select,textarea,summary,[tabindex]");
  return [...all].filter((one) => {
    if (one.disabled || one.type === "hidden" || one.tabIndex < 0) return false;
    if (!one.getClientRects().length || getComputedStyle(one).visibility === "hidden") return false;
    if (one.closest("details:not([open])") && one.tagName !== "SUMMARY") return false;
    if (one.type !== "radio") return true;
    return !seen.has(one.name) && seen.add(one.name);
  });
})()`;

// How the focused element looks; a radio's ring is drawn by its label.
const LOOK = `(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const parts = [getComputedStyle(one)];
  if (one.labels?.[0]) parts.push(getComputedStyle(one.labels[0], "::before"));
  const ringed = parts.some((style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none");
  const { left, right, top, bottom, width } = one.getBoundingClientRect();
  const inSight = width > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const name = one.tagName + " " + (one.name || one.innerText || "").slice(0, 40).trim();
  const radio = one.type === "radio" ? one.name : null;
  one.dataset.wasHere = (Number(one.dataset.wasHere) || 0) + 1;
  return { name, ringed, inSight, radio, times: Number(one.dataset.wasHere) };
})()`;

export async function checkKeyboard(page, where, found) {
  await inPage(page, "document.activeElement?.blur(); scrollTo(0, 0)");
  const wanted = await inPage(page, `${STOPS}.length`);
  let reached = 0;
  for (let press = 0; press < wanted + 5; press += 1) {
    await page.keyboard.press("Tab");
    const look = await inPage(page, LOOK);
    if (!look) break;
    if (look.times > 1) break;
    reached += 1;
    if (!look.ringed) found(`${where}: focus is not seen on ${look.name}`);
    if (!look.inSight) found(`${where}: focus is out of sight on ${look.name}`);
  }
  const missed = await inPage(
    page,
    `${STOPS}.filter((one) => !one.dataset.wasHere
        && !(one.type === "radio" && document.querySelector(
          'input[type=radio][data-was-here][name="' + one.name + '"]')))
      .map((one) => one.outerHTML.slice(0, 100))`,
  );
  for (const one of missed) found(`${where}: Tab does not reach ${one}`);
  return reached;
}

/** The first stop leads past everything that is on every page. */
export async function checkSkipLink(page, where, found) {
  await inPage(page, "document.activeElement?.blur(); scrollTo(0, 0)");
  await page.keyboard.press("Tab");
  const first = await inPage(page, "document.activeElement?.getAttribute('href')");
  if (first !== "#main-content") return found(`${where}: the first stop is ${first}`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const isInside = await inPage(
    page,
    `(() => { const main = document.getElementById("main-content"), one = document.activeElement;
      return main.contains(one) || one === document.body
        || Boolean(main.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING); })()`,
  );
  if (!isInside) found(`${where}: the skip link does not lead into the page`);
}
