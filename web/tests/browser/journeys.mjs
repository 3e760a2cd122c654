// What people do, from the first click to the last, with and without scripts.
import { createHmac } from "node:crypto";
import { openPage } from "./browser.mjs";
import { checkPage, inPage } from "./checks.mjs";

const PASSWORD = "lantern meadow kettle";

/** The code of a code app (RFC 6238), so many steps of thirty seconds from now. */
function codeOf(secret, steps) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((one) => letters.indexOf(one).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Sends the page's form, or follows the link, and waits for what comes of it. */
async function press(page, selector) {
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.click(selector)]);
}

// "Add another person" and the like send the form too, and are not what it is for.
const SEND =
  "main form[method=post] button:not([class*=toggle]):not(.govuk-button--secondary)";

/** Somebody is invited, takes it up, signs in, makes a token, and signs out. */
export async function inviteAndSignIn(browser, site, found, storageState, way, shot) {
  const strict = !way.js;
  const grantor = await openPage(browser, site, found, { ...way, strict, storageState });
  const where = `the invitation at ${way.width}${way.js ? "" : " without scripts"}`;
  const look = async (page, what) => {
    await checkPage(page, `${where}, ${what}`, found, { axe: way.js });
    await shot(page, what);
  };
  await grantor.goto(`${site}/agencies`);
  await press(grantor, "main a[href^='/agencies/']:not([href$='new'])");
  await press(grantor, "main a[href$='/invite']");
  const email = `new.${way.width}.${way.js ? "js" : "plain"}@county.example`;
  await grantor.fill("[name=name]", "Jo Newcomer");
  await grantor.fill("[name=email]", email);
  await grantor.check("main [name=role] >> nth=0");
  await press(grantor, SEND);
  await look(grantor, "invited");
  const link = (await grantor.textContent(".app-secret")).trim();
  await grantor.context().close();

  const page = await openPage(browser, site, found, { ...way, strict });
  await page.goto(new URL(new URL(link).pathname, site).href);
  await look(page, "invitation");
  const secret = (await page.textContent(".app-secret")).trim();
  await page.fill("[name=password]", "short");
  await page.fill("[name=code]", codeOf(secret, -1));
  await press(page, SEND);
  if (!(await page.title()).startsWith("Error: ")) found(`${where}: a short password was taken`);
  await look(page, "invitation-error");
  // Kept, since half a minute later "the last step" is another one, and would sign in.
  const used = codeOf(secret, -1);
  await page.fill("[name=password]", PASSWORD);
  await page.fill("[name=code]", used);
  await press(page, SEND);
  await look(page, "accepted");
  await page.goto(`${site}/sign-in?next=/account`);
  await look(page, "sign-in");
  await signIn(page, email, used);
  await look(page, "sign-in-error");
  await signIn(page, email, codeOf(secret, 0));
  if (new URL(page.url()).pathname !== "/account") found(`${where}: not signed in: ${page.url()}`);
  await look(page, "my-account");
  await makeToken(page, site, look);
  await press(page, "#sign-out button");
  if (new URL(page.url()).pathname !== "/signed-out") found(`${where}: not signed out`);
  await look(page, "signed-out");
  // What a form led to is not kept, so the browser may have nothing at all to show.
  await page.goBack().catch(() => {});
  const seen = await page.textContent("body");
  if (seen.includes("wicken_")) found(`${where}: Back shows the token after signing out`);
  await page.context().close();
}

async function signIn(page, email, code) {
  await page.fill("[name=email]", email);
  await page.fill("[name=password]", PASSWORD);
  await page.fill("[name=code]", code);
  await press(page, SEND);
}

async function makeToken(page, site, look) {
  await page.goto(`${site}/account/tokens/new`);
  await page.fill("[name=name]", "A case system");
  await press(page, SEND);
  await look(page, "token");
}

/** Sends every form with its texts emptied, and looks at what it says then. */
export async function emptyForms(page, address, where, found, shot) {
  const texts = "main form[method=post] input:is([type=text],[type=email],[type=password]," +
    "[inputmode],:not([type])):not([type=hidden])";
  await page.goto(address);
  if ((await page.$$(texts)).length === 0) return false;
  for (const one of await page.$$(texts)) await one.fill("");
  await press(page, SEND);
  const summary = await page.$(".govuk-error-summary");
  if (!summary) {
    found(`${where}: an empty form is not refused with a summary`);
    return true;
  }
  if (!(await page.title()).startsWith("Error: ")) found(`${where}: the title does not say so`);
  const links = await page.$$eval(".govuk-error-summary a", (all) =>
    all.filter((one) => !document.getElementById(one.hash.slice(1))).map((one) => one.outerHTML),
  );
  for (const link of links) found(`${where}: leads nowhere: ${link}`);
  await checkPage(page, `${where}, with errors`, found);
  await shot(page, "errors");
  return true;
}

/** The dialog before a session ends: seen, heard, answered, and the page left in the end. */
export async function sessionWarning(browser, site, found, storageState, shot) {
  for (const width of [1280, 320]) {
    const page = await openPage(browser, site, found, { width, js: true, storageState });
    const where = `the session warning at ${width}`;
    let stays = 0;
    await page.route(`${site}/session/stay`, (route) => (stays++, route.continue()));
    await page.route(`${site}/agencies`, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text())
        .replace(/data-session-ends-in-seconds="\d+"/, 'data-session-ends-in-seconds="6"')
        .replace(/data-session-warn-seconds="\d+"/, 'data-session-warn-seconds="5"');
      await route.fulfill({ response: answer, body });
    });
    await page.goto(`${site}/agencies`);
    const isOpen = () => inPage(page, "Boolean(document.querySelector('dialog')?.open)");
    if (await isOpen()) found(`${where}: is open from the start`);
    await page.waitForSelector("dialog[open]", { timeout: 4000 });
    await shot(page, "session-warning");
    await checkPage(page, where, found);
    const focus = await inPage(page, "document.activeElement.textContent.trim()");
    if (focus !== "Stay signed in") found(`${where}: focus is on "${focus}"`);
    await page.keyboard.press("Escape");
    await page.waitForTimeout(500);
    if (await isOpen()) found(`${where}: Escape does not stay`);
    if (stays !== 1) found(`${where}: the server was told ${stays} times`);
    await page.waitForURL(/signed-out\?why=time/, { timeout: 9000 });
    await checkPage(page, `${where}, at its end`, found);
    await shot(page, "session-ended");
    await page.context().close();
  }
}
