//! Reads a minified stylesheet as rules, so that parts can be left out without breaking it.

const QUOTES = ['"', "'"];

/** The same stylesheet without what `keep` refuses: selectors, declarations, at-rules. */
export function filterCss(css, keep) {
  return printed(rules(css), keep);
}

function printed(nodes, keep) {
  return nodes.map((node) => printedNode(node, keep)).join("");
}

function printedNode({ prelude, body }, keep) {
  if (body === undefined) return keep.statement(prelude) ? `${prelude};` : "";
  if (prelude.startsWith("@font-face")) return "";
  if (prelude.startsWith("@keyframes") || prelude.startsWith("@-webkit-keyframes")) {
    return `${prelude}{${body}}`;
  }
  if (prelude.startsWith("@") && body.includes("{")) {
    const inner = printed(rules(body), keep);
    return inner && `${prelude}{${inner}}`;
  }
  const selectors = split(prelude, ",").filter((selector) => keep.selector(selector));
  const declarations = split(body, ";").filter((line) => line && keep.declaration(line, prelude));
  if (selectors.length === 0 || declarations.length === 0) return "";
  return `${selectors.join(",")}{${declarations.join(";")}}`;
}

/** Statements and blocks of one level: `{ prelude, body }`, the body as text. */
function rules(css) {
  const found = [];
  let rest = css.replace(/\/\*[^]*?\*\//g, "").trim();
  while (rest) {
    const end = endOf(rest, ["{", ";"]);
    const prelude = rest.slice(0, end).trim();
    if (rest[end] !== "{") {
      found.push({ prelude });
      rest = rest.slice(end + 1).trim();
      continue;
    }
    const close = endOf(rest.slice(end + 1), ["}"]) + end + 1;
    found.push({ prelude, body: rest.slice(end + 1, close).trim() });
    rest = rest.slice(close + 1).trim();
  }
  return found;
}

function split(text, mark) {
  const parts = [];
  let rest = text;
  while (rest) {
    const end = endOf(rest, [mark]);
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end + 1);
  }
  return parts;
}

/** Where one of the marks stands outside brackets and quotes, else the end. */
function endOf(text, marks) {
  let depth = 0;
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === "\\") at += 1;
    else if (quote) quote = letter === quote ? "" : quote;
    else if (QUOTES.includes(letter)) quote = letter;
    else if (depth === 0 && marks.includes(letter)) return at;
    else if ("([{".includes(letter)) depth += 1;
    else if (")]}".includes(letter)) depth -= 1;
  }
  return text.length;
}
