// What must be true of every page, however it is looked at.
import { readFileSync } from "node:fs";

const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
export const NODES_MOST = 1500;
export const BYTES_MOST = 110 * 1024;

const sessions = new WeakMap();
async function debug(page) {
  if (!sessions.has(page)) sessions.set(page, await page.context().newCDPSession(page));
  return sessions.get(page);
}

/** Runs in the page through the debugger, which the page's own policy does not forbid. */
export async function inPage(page, expression) {
  const session = await debug(page);
  const options = { expression, awaitPromise: true, returnByValue: true };
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", options);
  if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
  return result.value;
}

/** axe-core's violations, one line each. */
export async function violations(page) {
  await inPage(page, `${AXE};0`);
  const options = JSON.stringify({ runOnly: TAGS, resultTypes: ["violations"] });
  return inPage(
    page,
    `axe.run(${options}).then(({ violations }) => violations.map(({ id, nodes }) =>
       id + ": " + nodes.map(({ html }) => html.slice(0, 160)).join(" | ")))`,
  );
}

/** What the page says about itself. */
export const facts = (page) =>
  inPage(
    page,
    `({
      title: document.title,
      h1: document.querySelectorAll("h1").length,
      lang: document.documentElement.lang,
      nodes: document.querySelectorAll("*").length,
      sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      links: [...document.links].map((link) => link.href),
      isStaff: Boolean(document.querySelector("#sign-out")),
    })`,
  );

/** Everything that holds for any page in any state. */
export async function checkPage(page, where, found, { axe = true } = {}) {
  const { title, h1, lang, nodes, sideways } = await facts(page);
  if (h1 !== 1) found(`${where}: ${h1} headings of the first level`);
  if (lang !== "en") found(`${where}: no language`);
  if (!title.endsWith(" - Wicken")) found(`${where}: the title is "${title}"`);
  if (sideways > 0) found(`${where}: scrolls ${sideways} px sideways`);
  if (nodes > NODES_MOST) found(`${where}: ${nodes} nodes`);
  if (!axe) return title;
  for (const violation of await violations(page)) found(`${where}: axe: ${violation}`);
  return title;
}

/** Bytes over the wire of one load with nothing kept from before. */
export async function coldWeight(page, load) {
  const session = await debug(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  const count = ({ encodedDataLength }) => (bytes += encodedDataLength);
  session.on("Network.loadingFinished", count);
  await load();
  session.off("Network.loadingFinished", count);
  return bytes;
}

/** On paper nothing may be cut off at the side. */
export async function checkPrint(page, where, found) {
  const { width, height } = page.viewportSize();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 718, height: 1000 });
  const { sideways } = await facts(page);
  if (sideways > 0) found(`${where}: on paper ${sideways} px are cut off`);
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width, height });
}
