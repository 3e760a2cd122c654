// Five stories of one day in the demo county, each from the first click to what nobody may see any
// more. Some have scripts and some have none, and what can be done by keyboard is.
//
//   node stories.mjs SITE     SITE: a demo county
import { launch, openPage } from "../../../../web/tests/browser/browser.mjs";

const [, , site] = process.argv;
const findings = [];
const found = (words) => findings.push(words);
const browser = await launch();
/** An id that was never given out. */
const NEVER = "0192f0c1-2b3c-7def-8123-456789abcdef";
const WITH_SCRIPTS = { width: 1280, js: true };
const NARROW = { width: 320, js: true };
const WITHOUT_SCRIPTS = { width: 1280, js: false, strict: true };

/** Becomes somebody by the front page, and stays them in a window of their own. */
async function sit(name, way) {
  const page = await openPage(browser, site, found, way);
  await page.goto(site);
  const card = page.locator(".app-people__person", { hasText: name });
  const id = (await card.locator("form").getAttribute("action")).split("/").pop();
  await Promise.all([page.waitForNavigation(), card.locator("button").click()]);
  return { name, page, id };
}

/** Goes to an address; whether it answers so is a finding. */
async function goes(who, path, status) {
  const answer = await who.page.goto(site + path);
  const shape = path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID");
  if (answer.status() !== status) {
    found(`${who.name} is answered ${answer.status()} at ${shape}, not ${status}`);
  }
}

const words = (who) => who.page.locator("body").innerText();

async function says(who, text) {
  const all = await words(who);
  if (!all.includes(text)) {
    found(`${who.name} does not read "${text}" at ${new URL(who.page.url()).pathname}: ${all}`);
  }
}

/** Sends the form by its button. */
async function send(who, action) {
  const button = who.page.locator(`form[action="${action}"] button[type=submit]`).last();
  await Promise.all([who.page.waitForNavigation(), button.click()]);
}

/** Tab by tab to the next control that fits, as a hand does that has no mouse. */
async function tabTo(who, selector) {
  for (let press = 0; press < 80; press += 1) {
    const isThere = await who.page.evaluate(
      (selector) => document.activeElement?.matches(selector) ?? false, selector);
    if (isThere) return;
    await who.page.keyboard.press("Tab");
  }
  throw new Error(`${who.name} does not reach ${selector} by keyboard`);
}

/** What is not there and what may not be known are one page. */
async function meetsNobody(who, path) {
  await goes(who, path, 404);
  const shut = await who.page.content();
  await goes(who, path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, NEVER), 404);
  if (shut !== (await who.page.content())) found(`${who.name} is told apart at ${path}`);
}

/** Looks somebody up by name; the addresses of whoever is found. */
async function searches(who, { given, family }) {
  await goes(who, "/people", 200);
  await who.page.fill("#given_names", given);
  await who.page.fill("#family_name", family);
  await who.page.selectOption("#purpose", "case_work");
  await send(who, "/people");
  const links = await who.page.$$eval("main table a", (all) => all.map((one) => one.pathname));
  return links.filter((path) => path.startsWith("/people/"));
}

/** Who stands on a person's page: names and date of birth, as a reader could type them. */
async function whoIs(who) {
  const name = (await who.page.locator("h1").innerText()).trim();
  const split = name.lastIndexOf(" ");
  const born = /Date of birth\s+(\d+) (\w+) (\d{4})/.exec(await words(who));
  return { name, given: name.slice(0, split), family: name.slice(split + 1), born };
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];

/** The address of whoever the police gave to the advocate on call. */
async function personWhoWasGiven() {
  const grace = await sit("Grace Tolliver", WITHOUT_SCRIPTS);
  await goes(grace, "/given", 200);
  const path = await grace.page.locator('main a[href^="/people/0"]').first().getAttribute("href");
  await grace.page.context().close();
  return path;
}

/** He worked on her case in the morning; then the lead hears that they were at school together. */
async function excludedOfficer(path) {
  const sam = await sit("PC Sam Lavender", WITHOUT_SCRIPTS);
  await goes(sam, path, 200);
  const her = await whoIs(sam);
  if (!(await searches(sam, her)).includes(path)) found("the officer does not find her at first");

  const beth = await sit("PS Beth Farrow", WITH_SCRIPTS);
  await goes(beth, path, 200);
  await tabTo(beth, `a[href="${path}/exclusions"]`);
  await Promise.all([beth.page.waitForNavigation(), beth.page.keyboard.press("Enter")]);
  await tabTo(beth, "#user");
  await beth.page.keyboard.type("PC Sam");
  await tabTo(beth, "[name=reason]");
  await beth.page.keyboard.press("Space");
  await tabTo(beth, "#words");
  await beth.page.keyboard.type("They were at school together.");
  await tabTo(beth, `form[action="${path}/exclusions"] button`);
  await Promise.all([beth.page.waitForNavigation(), beth.page.keyboard.press("Enter")]);
  await says(beth, "They are excluded from now on.");
  await says(beth, "PC Sam Lavender");

  const before = await words(sam);
  if (!before.includes(her.family)) found("the officer's window did not show her before");
  await meetsNobody(sam, path);
  if ((await searches(sam, her)).length > 0) found("the officer still finds her");
  await says(sam, "Nobody to show");
  await sam.page.goBack().catch(() => {});
  const links = await sam.page.$$eval("a", (all) => all.map((one) => one.pathname)).catch(() => []);
  if (links.includes(path)) found("the way back leads the officer to her");
  await sam.page.context().close();
  await beth.page.context().close();
  return her;
}

/** She has no reason to look. Her lead reads that she did, and shuts her out within a minute. */
async function curiousColleague(path) {
  const nia = await sit("Nia Prothero", NARROW);
  await goes(nia, path, 200);
  await goes(nia, `${path}/looks`, 403);
  const beth = await sit("PS Beth Farrow", WITHOUT_SCRIPTS);
  await goes(beth, `${path}/looks`, 200);
  await says(beth, "Nia Prothero");
  await goes(beth, `/users/${nia.id}/suspend`, 200);
  await send(beth, `/users/${nia.id}/suspend`);
  await says(beth, "suspended");
  await nia.page.reload();
  await goes(nia, path, 200);
  if (!nia.page.url().includes("/sign-in")) found(`the colleague is still in: ${nia.page.url()}`);
  await nia.page.context().close();
  await beth.page.context().close();
}

/** The coordinator knows the family, says so, and from then on meets neither person nor case. */
async function coordinatorWithConflict() {
  const leah = await sit("Leah Coveney", WITHOUT_SCRIPTS);
  await goes(leah, "/cases", 200);
  const path = await leah.page.locator('main a[href^="/people/0"]').first().getAttribute("href");
  await leah.page.context().close();
  const helen = await sit("Helen Sharman-Pike", WITH_SCRIPTS);
  await goes(helen, path, 200);
  const them = await whoIs(helen);
  const involved = 'main a[href^="/cases/"][href$="/involved"]';
  const of = await helen.page.locator(involved).first().getAttribute("href");
  await goes(helen, of, 200);
  await goes(helen, `${path}/exclusions`, 200);
  await helen.page.selectOption("#user", helen.id);
  await helen.page.locator("[name=reason]").first().check();
  await helen.page.fill("#words", "We are neighbours.");
  await send(helen, `${path}/exclusions`);
  if (new URL(helen.page.url()).pathname !== "/people") found("she is not led away from them");
  await meetsNobody(helen, path);
  await meetsNobody(helen, of);
  await meetsNobody(helen, `${path}/exclusions`);
  if ((await searches(helen, them)).includes(path)) found("the coordinator still finds them");
  await helen.page.context().close();
}

/** An advocate breaks the glass; the officer of the agency that holds her looks into it. */
async function privacyOfficer(path, her) {
  const karolina = await sit("Karolina Zając", WITHOUT_SCRIPTS);
  await meetsNobody(karolina, path);
  if ((await searches(karolina, her)).includes(path)) found("the advocate finds her by name");
  await goes(karolina, "/glass", 200);
  await karolina.page.fill("#given_names", her.given);
  await karolina.page.fill("#family_name", her.family);
  const [, day, month, year] = her.born;
  await karolina.page.fill("#born-day", day);
  await karolina.page.fill("#born-month", String(MONTHS.indexOf(month) + 1));
  await karolina.page.fill("#born-year", year);
  await karolina.page.check('[name=reason][value="danger_to_life"]');
  await karolina.page.fill("#words", "She stands at our door and says that he is behind her.");
  await send(karolina, "/glass");
  await says(karolina, "The glass is broken");
  await says(karolina, her.family);

  const dorothy = await sit("Dorothy Quill", WITH_SCRIPTS);
  await goes(dorothy, "/glass/told", 200);
  await says(dorothy, "Karolina Zając");
  await says(dorothy, "he is behind her");
  await Promise.all([
    dorothy.page.waitForNavigation(),
    dorothy.page.locator('form[action^="/glass/"] button').first().click(),
  ]);
  await says(dorothy, "It is shut");
  await meetsNobody(karolina, path);
  await goes(dorothy, "/alerts?state=open", 200);
  const alert = dorothy.page.locator("main table tr", { hasText: "glass" }).locator("a").first();
  await Promise.all([dorothy.page.waitForNavigation(), alert.click()]);
  const at = new URL(dorothy.page.url()).pathname;
  await dorothy.page.locator("[name=outcome]").first().check();
  await dorothy.page.fill("#words", "I rang her: it was part of her work.");
  await send(dorothy, at);
  await goes(dorothy, at, 200);
  await says(dorothy, "part of her work");
  await karolina.page.context().close();
  await dorothy.page.context().close();
}

/** The housing association leaves the protocol: its officer's open case is gone with it. */
async function housingOfficer() {
  const leah = await sit("Leah Coveney", WITHOUT_SCRIPTS);
  await goes(leah, "/cases", 200);
  const link = leah.page.locator('main a[href^="/people/0"]').last();
  const path = await link.getAttribute("href");
  await Promise.all([leah.page.waitForNavigation(), link.click()]);
  const them = await whoIs(leah);
  await says(leah, "the agreement “Cambridgeshire information sharing protocol");

  const ruth = await sit("Ruth Abelard", WITH_SCRIPTS);
  await goes(ruth, "/agreements", 200);
  const agreement = ruth.page.locator("main a", { hasText: "Cambridgeshire information" }).first();
  const of = await agreement.getAttribute("href");
  await goes(ruth, `${of}/end`, 200);
  await says(ruth, "lose a reader");
  if ((await words(ruth)).includes(them.name)) found("the officer is told whom it is about");
  await ruth.page.fill("#why", "Ouse Homes left the protocol.");
  await send(ruth, `${of}/end`);
  await says(ruth, "It grants nothing any more.");

  await leah.page.reload();
  await meetsNobody(leah, path);
  await goes(leah, "/cases", 200);
  await says(leah, "No agreement lets your agency read it");
  if ((await words(leah)).includes(them.family)) found("the housing officer still reads a name");
  const martin = await sit("Martin Gosling", NARROW);
  await meetsNobody(martin, path);
  await leah.page.context().close();
  await ruth.page.context().close();
  await martin.page.context().close();
}

const begun = Date.now();
const told = [];
/** What is thrown on the way is a finding too, and the others go on. */
async function story(name, tell) {
  const since = Date.now();
  try {
    return await tell();
  } catch (error) {
    found(`${name}: ${error.message}`);
    return undefined;
  } finally {
    told.push(`${name} in ${((Date.now() - since) / 1000).toFixed(1)} s`);
  }
}

const path = await personWhoWasGiven();
const her = await story("an excluded officer", () => excludedOfficer(path));
await story("a curious colleague", () => curiousColleague(path));
await story("a coordinator with a conflict", () => coordinatorWithConflict());
await story("a data protection officer", () => privacyOfficer(path, her));
await story("a housing officer", () => housingOfficer());
await browser.close();
console.log(`${told.join(", ")}; ${((Date.now() - begun) / 1000).toFixed(1)} s in all`);
for (const finding of findings) console.error(finding);
process.exit(findings.length ? 1 : 0);
