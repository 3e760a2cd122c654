// Every page of every role, wide and narrow, with and without scripts, in a real browser.
//
//   node run.mjs SITE FOLDER     SITE: a demo county; FOLDER: where the pictures go
import { mkdirSync } from "node:fs";
import { each, launch, openPage, shapeOf } from "./browser.mjs";
import { BYTES_MOST, checkPage, checkPrint, coldWeight, facts } from "./checks.mjs";
import { be, crawl, people } from "./county.mjs";
import { emptyForms, inviteAndSignIn, sessionWarning } from "./journeys.mjs";
import { checkKeyboard, checkSkipLink } from "./keyboard.mjs";

const WORKERS = 2;
const WAYS = [
  { width: 1280, js: true },
  { width: 320, js: true },
  { width: 1280, js: false },
  { width: 320, js: false },
];

const [, , site, folder] = process.argv;
mkdirSync(folder, { recursive: true });
/** What is wrong, and everywhere it is. */
const findings = new Map();
function found(words) {
  const [where, ...what] = words.split(": ");
  const known = what.join(": ").replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID");
  findings.set(known, [...(findings.get(known) ?? []), where]);
}
const counts = { looks: 0, stops: 0, forms: 0, pictures: 0, heaviest: 0, nodes: 0 };
/** Shapes whose keyboard, print, forms and pictures were seen already, by way. */
const seen = new Set();
const isNew = (what) => !seen.has(what) && seen.add(what);
/** A shape that so many people were shown in one way shows the next one nothing new. */
const LOOKERS_MOST = 3;
const lookers = new Map();
function isWorthALook(address, way, who) {
  const key = `${shapeOf(address)} ${way.width} ${way.js}`;
  const known = lookers.get(key) ?? new Set();
  lookers.set(key, known);
  if (!known.has(who) && LOOKERS_MOST <= known.size) return false;
  known.add(who);
  return true;
}

async function shoot(page, name) {
  counts.pictures += 1;
  const { width } = page.viewportSize();
  const file = `${name.replaceAll(/[^a-zA-Z0-9]+/g, " ").trim()}-${width}.png`.replaceAll(" ", "-");
  await page.screenshot({ path: `${folder}/${file}`, fullPage: true });
}

async function lookAt(page, address, way, who) {
  const shape = shapeOf(address);
  const where = `${shape} as ${who} at ${way.width}${way.js ? "" : " without scripts"}`;
  const load = () => page.goto(address, { waitUntil: "load" });
  const isCold = way.width === 1280 && way.js;
  const bytes = isCold ? await coldWeight(page, load) : (await load(), 0);
  counts.heaviest = Math.max(counts.heaviest, bytes);
  if (bytes > BYTES_MOST) found(`${where}: ${bytes} bytes cold`);
  counts.looks += 1;
  const title = await checkPage(page, where, found);
  counts.nodes = Math.max(counts.nodes, (await facts(page)).nodes);
  const picture = shape === "/" ? `home of ${who}` : shape;
  if (way.js && isNew(`picture ${picture} ${way.width}`)) await shoot(page, picture);
  if (isNew(`keyboard ${shape} ${way.width} ${way.js}`)) {
    counts.stops += await checkKeyboard(page, where, found);
    await load();
    if ((await facts(page)).isStaff) await checkSkipLink(page, where, found);
    await checkPrint(page, where, found);
  }
  if (isNew(`form ${shape} ${way.width} ${way.js}`)) {
    const shot = (page, what) => (way.js ? shoot(page, `${shape}-${what}`) : undefined);
    counts.forms += await emptyForms(page, address, where, found, shot);
  }
  return title;
}

function checkTitles(titles, names, who) {
  const shapes = new Map();
  for (const [shape, title] of titles) {
    const other = shapes.get(title);
    if (other && other !== shape) found(`as ${who} "${title}" is both ${other} and ${shape}`);
    shapes.set(title, shape);
    const personal = names.find((name) => title.includes(name));
    if (personal) found(`${shape}: the title names ${personal}`);
  }
}

const begun = Date.now();
const say = (words) => console.error(`${((Date.now() - begun) / 1000).toFixed(1)} s: ${words}`);
const browser = await launch();
const { chosen, names } = await people(browser, site, found);

/** What is thrown on the way is a finding too, and the others go on. */
async function attempt(what, run) {
  try {
    await run();
  } catch (error) {
    found(`${what}: ${error.message}`);
  }
}

const visit = async (person) => {
  const storageState = await be(browser, site, found, person);
  const reached = await crawl(browser, site, found, storageState);
  for (const way of WAYS) {
    const page = await openPage(browser, site, found, { ...way, storageState });
    const titles = [];
    for (const address of reached) {
      if (!isWorthALook(address, way, person.action)) continue;
      const title = await lookAt(page, address, way, person.role);
      // The same page asked another question is the same page.
      titles.push([shapeOf(address).split("?")[0], title]);
    }
    if (way === WAYS[0]) checkTitles(titles, names, person.role);
    await page.context().close();
  }
  say(`${person.role}: ${reached.length} pages`);
};
await each(chosen, WORKERS, (person) => attempt(person.role, () => visit(person)));

const grantor = chosen.find(({ role }) => /grant/i.test(role));
const analyst = chosen.find(({ role }) => /analyst/i.test(role));
const states = { grantor: await be(browser, site, found, grantor, { js: false }) };
states.analyst = await be(browser, site, found, analyst);
const odd = [
  [undefined, "/"], [undefined, "/sign-in"], [undefined, "/signed-out"], [undefined, "/nothing"],
  [undefined, "/invitation/never-was"], [undefined, "/agencies"],
  [states.analyst, "/nothing"], [states.analyst, "/agencies/new"],
  [states.analyst, "/session/stay"], [states.grantor, "/sign-in-again?next=/account"],
  [states.grantor, "/who-looked?kind=disclosure"], [states.grantor, "/who-looked?before=x"],
];
await each(WAYS, WORKERS, async (way) => {
  for (const [storageState, path] of odd) {
    const page = await openPage(browser, site, found, { ...way, storageState });
    await lookAt(page, site + path, way, storageState ? "somebody" : "a stranger");
    await page.context().close();
  }
  const shot = (page, what) => (way.js ? shoot(page, what) : undefined);
  const join = () => inviteAndSignIn(browser, site, found, states.grantor, way, shot);
  await attempt(`the invitation at ${way.width}`, join);
});
const warn = () => sessionWarning(browser, site, found, states.grantor, shoot);
await attempt("the session warning", warn);
await browser.close();
say("done");

console.log(
  `${chosen.length} people, ${counts.looks} looks at ${seen.size} states, ${counts.stops} stops ` +
    `by Tab, ${counts.forms} empty forms, ${counts.pictures} pictures; heaviest page ` +
    `${counts.heaviest} bytes cold, largest ${counts.nodes} nodes; ${findings.size} findings`,
);
for (const [what, where] of findings) {
  console.error(`${what}\n    ${where.slice(0, 4).join("; ")}; ${where.length} times`);
}
process.exit(findings.size ? 1 : 0);
