// The people of the demo county, and every page that each of them can reach.
import { openPage, shapeOf } from "./browser.mjs";
import { facts } from "./checks.mjs";

/** Of one shape, this many pages are looked at: the first and the last differ in state. */
const ALIKE_MOST = 2;

/** Everyone whom the front page offers, one of each role in each sort of agency. */
export async function people(browser, site, found) {
  const page = await openPage(browser, site, found, { width: 1280, js: true });
  await page.goto(site);
  const offered = await page.$$eval(".app-people__person", (all) =>
    all.map((one) => {
      const name = one.querySelector("strong").textContent;
      const role = one.querySelector("p").textContent.replace(name, "").replace(",", "").trim();
      return { name, role, action: one.querySelector("form").getAttribute("action") };
    }),
  );
  const agencies = await page.$$eval("main h2", (all) => all.map((one) => one.textContent.trim()));
  await page.context().close();
  const names = [...offered.map(({ name }) => name), ...agencies];
  const roles = new Map(offered.map((person) => [person.role, person]));
  const twice = offered.filter(({ role }) => role === "Data protection officer");
  const chosen = new Set([...roles.values(), ...twice]);
  return { chosen: [...chosen], names };
}

/** Signs in as somebody by the front page; what the browser then keeps. */
export async function be(browser, site, found, person, { js = true } = {}) {
  const page = await openPage(browser, site, found, { width: 1280, js });
  await page.goto(site);
  await page.click(`form[action="${person.action}"] button`);
  const storageState = await page.context().storageState();
  await page.context().close();
  return storageState;
}

/** Every address that can be reached by links from home, a few of each shape. */
export async function crawl(browser, site, found, storageState) {
  const page = await openPage(browser, site, found, { width: 1280, js: true, storageState });
  const [waiting, known, alike] = [[`${site}/`], new Set([`${site}/`]), new Map()];
  const reached = [];
  while (waiting.length) {
    const address = waiting.shift();
    const shape = shapeOf(address);
    const count = alike.get(shape) ?? 0;
    if (count >= ALIKE_MOST) continue;
    alike.set(shape, count + 1);
    const answer = await page.goto(address);
    if (answer.status() !== 200) found(`${address} is linked and answers ${answer.status()}`);
    reached.push(address);
    for (const link of (await facts(page)).links) {
      const [bare] = link.split("#");
      const isPage = !bare.startsWith(`${site}/assets/`) && !bare.includes("/table.csv");
      const isOurs = bare.startsWith(`${site}/`) && isPage;
      if (isOurs && !known.has(bare)) waiting.push(bare);
      known.add(bare);
    }
  }
  await page.context().close();
  return reached;
}
