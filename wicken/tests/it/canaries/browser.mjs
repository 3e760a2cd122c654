// Somebody searches for a person, opens where they are, signs out, and goes back.
//
//   node browser.mjs SITE PROFILE COOKIE     prints what stood on the screen, and what is stored
import { createRequire } from "node:module";
import { existsSync } from "node:fs";

const from = new URL("../../../../web/tests/browser/package.json", import.meta.url);
const { chromium } = createRequire(from)("playwright-core");
const [, , site, profile, cookie] = process.argv;
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
if (!executablePath) throw new Error("Chromium is missing: apt-get install chromium");
const args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--no-default-browser-check", "--no-first-run"];
// What a person's own Chromium keeps, ours must keep too: forms, sessions, the way back.
const ignoreDefaultArgs = ["--disable-back-forward-cache", "--disable-features", "--password-store=basic"];
const context = await chromium.launchPersistentContext(profile, {
  executablePath, args, ignoreDefaultArgs, acceptDownloads: true,
});
const [name, value] = cookie.split("=");
await context.addCookies([{ name, value, url: site, httpOnly: true, sameSite: "Lax" }]);
const page = await context.newPage();
page.setDefaultTimeout(15_000);
const say = async () => console.log(await page.content());

await page.goto(`${site}/people`);
await page.locator("#given_names").pressSequentially("Cleomarre");
await page.locator("#family_name").pressSequentially("Fustersby");
await page.locator("#purpose").selectOption("case_work");
await page.locator('form[action="/people"] button').click();
await page.waitForLoadState();
await say();
await page.locator('a[href^="/people/0"]').first().click();
await page.waitForLoadState();
await say();
const person = new URL(page.url()).pathname;
await page.goto(`${site}${person}/whereabouts`);
await page.locator('input[name="reason"]').first().check();
await page.locator('textarea[name="words"]').pressSequentially("A visit with Pondersleigh.");
await page.locator(`form[action="${person}/whereabouts"] button`).click();
await page.waitForLoadState();
await say();
await page.goto(`${site}${person}`);
await page.goto(`${site}/account`);
await page.locator('form[action="/sign-out"] button').click();
await page.waitForLoadState();
console.log("SIGNED OUT");
await say();
for (let steps = 0; steps < 8; steps += 1) {
  // A page that is there no more shows an error instead: that is looked at too.
  await page.goBack({ timeout: 3_000 }).catch(() => undefined);
  await page.waitForLoadState().catch(() => undefined);
  await say().catch(() => undefined);
}
await page.goto(`${site}/signed-out`);
const stored = await page.evaluate(async () => ({
  local: { ...localStorage },
  session: { ...sessionStorage },
  databases: (await indexedDB.databases?.()) ?? [],
  caches: globalThis.caches ? await caches.keys() : [],
  workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
}));
console.log(JSON.stringify(stored));
const kept = Object.values(stored).some((of) => (of.length ?? Object.keys(of).length) > 0);
if (kept) throw new Error(`something is stored: ${JSON.stringify(stored)}`);
await context.close();
