// Debian's Chromium, and pages in it that tell on themselves.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];
// Nothing that the browser does by itself may leave this machine.
const QUIET = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-domain-reliability",
  "--no-default-browser-check",
  "--no-first-run",
];

export async function launch() {
  const executablePath = PLACES.find(existsSync);
  if (!executablePath) throw new Error("Chromium is missing: apt-get install chromium");
  return chromium.launch({ executablePath, args: QUIET });
}

/** A page of somebody's, in one of the four ways that people have: wide or narrow, with or
 *  without scripts. What goes wrong in it is told to `found`.
 *
 *  axe-core needs a browser that runs scripts. So without scripts means, while looking, that ours
 *  never arrive, which leaves the same page; while doing (`strict`), that none run at all. */
export async function openPage(browser, site, found, { width, js, strict, storageState }) {
  const height = width === 320 ? 640 : 900;
  const context = await browser.newContext({
    viewport: { width, height },
    javaScriptEnabled: js || !strict,
    storageState,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  if (!js) {
    const nothing = { status: 200, contentType: "text/javascript", body: "" };
    await page.route(/\/assets\/.*\.js/, (route) => route.fulfill(nothing));
  }
  const at = () => `${new URL(page.url()).pathname} at ${width}${js ? "" : " without scripts"}`;
  page.on("console", (message) => {
    // A page that answers 4xx is told to the console by the browser: that is what is tested.
    const isStatus = /the server responded with a status of (4|50)/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isStatus) {
      found(`${at()}: console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => found(`${at()}: ${error}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== site && protocol !== "data:") found(`${at()}: asks ${request.url()}`);
  });
  return page;
}

/** What identifies a page: its path without the ids in it. */
export function shapeOf(address) {
  const { pathname, searchParams } = new URL(address, "http://x");
  const path = pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
    .replace(/invitation\/.+/, "invitation/SECRET");
  const keys = [...searchParams.keys()].sort().join("&");
  return keys ? `${path}?${keys}` : path;
}

/** Looks at everything in `list`, a few at a time. */
export async function each(list, workers, look) {
  const queue = [...list];
  const work = async () => {
    while (queue.length) await look(queue.shift());
  };
  await Promise.all(Array.from({ length: workers }, work));
}
