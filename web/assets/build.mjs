//! Makes `dist/`, all that a browser gets: one stylesheet, the scripts, the icon, the licences.
//!
//! GDS Transport, the crown, the crest and the GOV.UK logotype are only for gov.uk, so they are
//! left out here and looked for at the end. Nothing needs `data:` or an inline style or script.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { filterCss } from "./css.mjs";

const GOVUK = "node_modules/govuk-frontend";
const MOJ = "node_modules/@ministryofjustice/frontend";
const OWN_FONTS = '"Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,sans-serif';
const NOT_OURS_TO_USE = /GDS Transport|crown|crest|logotype/i;
/** Components of gov.uk's own pages, and the editor whose icons we do not ship. */
const LEFT_OUT = [
  /\.govuk-header/,
  /\.govuk-footer__(crown|copyright-logo|licence)/,
  /\.moj-header/,
  /\.moj-pds-/,
  /\.moj-rich-text-editor/,
];

process.chdir(import.meta.dirname);
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
write("app.css", stylesheet());
write("govuk-frontend.min.js", script(`${GOVUK}/dist/govuk/govuk-frontend.min.js`));
write("moj-frontend.min.js", script(`${MOJ}/moj/moj-frontend.min.js`));
write("app.js", ownScript());
write("favicon.svg", read("favicon.svg"));
write("licences.txt", licences());
for (const name of readdirSync("dist")) compress(name);
check();

function stylesheet() {
  const govuk = filterCss(read(`${GOVUK}/dist/govuk/govuk-frontend.min.css`), {
    statement: (text) => !text.startsWith("@charset"),
    selector: isShipped,
    declaration: hasNoImage,
  });
  // MoJ repeats the values of `:root` from an older govuk-frontend.
  const moj = filterCss(read(`${MOJ}/moj/moj-frontend.min.css`), {
    statement: (text) => !text.startsWith("@charset"),
    selector: isShipped,
    declaration: (line, of) => hasNoImage(line) && !(of === ":root" && line.startsWith("--govuk-")),
  });
  const theirs = `${govuk}\n${moj}`.replaceAll("GDS Transport,arial,sans-serif", OWN_FONTS);
  const own = read("app.css").replace(/^\/\*[^]*?\*\/\s*/, "");
  const notice = "/*! With govuk-frontend and moj-frontend, see licences.txt */";
  return `@charset "UTF-8";\n${notice}\n${theirs}\n${own}`;
}

function isShipped(selector) {
  return !LEFT_OUT.some((part) => part.test(selector));
}

function hasNoImage(declaration) {
  return !declaration.includes("url(");
}

function script(path) {
  return read(path).replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
}

/** One file of `app.js` and `session.js`; a new version of a module gets a new address. */
function ownScript() {
  const session = read("session.js").replace(/^export /gm, "");
  const app = read("app.js").replace(/^import .* from "\.\/session\.js";\n/m, "");
  return `${app}\n${session}`.replace(/"\.\/([a-z-]+\.min\.js)"/g, (_, name) => {
    const version = createHash("sha256").update(read(`dist/${name}`)).digest("hex").slice(0, 8);
    return `"./${name}?v=${version}"`;
  });
}

function licences() {
  const packages = [GOVUK, MOJ].map((folder) => JSON.parse(read(`${folder}/package.json`)));
  const notices = packages.map(({ name, version, license, author, homepage }) => {
    if (license !== "MIT") throw new Error(`${name} is no longer under the MIT licence`);
    return `${name} ${version}\n${homepage}\nCopyright ${author.name ?? author}`;
  });
  return [...notices, read("mit.txt")].join("\n\n");
}

function compress(name) {
  const bytes = readFileSync(`dist/${name}`);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`dist/${name}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`dist/${name}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
}

function check() {
  for (const name of readdirSync("dist").filter((name) => /\.(css|js|svg)$/.test(name))) {
    const found = NOT_OURS_TO_USE.exec(read(`dist/${name}`));
    if (found) throw new Error(`dist/${name} still holds "${found[0]}", which is not ours to use`);
  }
  const forbidden = /url\(|data:|@import/.exec(read("dist/app.css"));
  if (forbidden) throw new Error(`dist/app.css asks for what CSP forbids: ${forbidden[0]}`);
}

function read(path) {
  return readFileSync(path, "utf8");
}

function write(name, text) {
  writeFileSync(`dist/${name}`, text);
}
