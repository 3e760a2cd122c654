//! Wakes up the components of a page; every page works without it.

import * as govuk from "./govuk-frontend.min.js";
import { watchSession } from "./session.js";

/** ARIA allows `aria-expanded` on a checkbox but not on a radio; what opens follows it at once. */
class PlainRadios extends govuk.Radios {
  syncConditionalRevealWithInputState(radio) {
    super.syncConditionalRevealWithInputState(radio);
    radio.removeAttribute("aria-expanded");
  }
}

// An inline script in the page would do this earlier, but the policy forbids inline scripts.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const Component of Object.values(govuk)) {
  if (Component === govuk.Radios) govuk.createAll(PlainRadios);
  else if (Component.moduleName) govuk.createAll(Component);
}

if (document.querySelector("[data-module^=moj-]")) {
  import("./moj-frontend.min.js").then((moj) => moj.initAll());
}

// A browser that keeps its windows for the next start keeps the body of the form that a page answers,
// names that were searched for included; a page that was asked for by its address has none.
history.replaceState(history.state, "", location.href);

watchSession(document.body.dataset);
