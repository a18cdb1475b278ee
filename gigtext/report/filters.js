// Filter and keyboard.

function applyFilter() {
  reader.classList.toggle("filtered", filtering());
  reader.classList.toggle("only", filter.only);
  for (const made of reader.querySelectorAll(".passage")) showPassage(made);
  for (const block of reader.querySelectorAll(".turn")) block.classList.toggle("other", !block.querySelector(".coded"));
  const passages = coded();
  if (passages.length) passages[0].tabIndex = 0;
  reader.classList.toggle("unmatched", !passages.length && filtering());
  showList();
}

const coded = () => [...reader.querySelectorAll(".passage.coded")];

function focusPassage(made) {
  if (!made) return;
  for (const other of coded()) other.tabIndex = other === made ? 0 : -1;
  made.tabIndex = made.classList.contains("coded") ? 0 : -1;
  made.focus({ preventScroll: true });
  made.scrollIntoView({ block: "center" });
}

/** To the next (1) or previous (-1) coded passage, on into the next transcript that has one. */
function step(direction) {
  const passages = coded();
  const here = document.activeElement?.closest?.(".passage") ?? null;
  let at = passages.indexOf(here);
  if (at < 0) at = here ? passages.findIndex((made) => here.compareDocumentPosition(made) & 4) - (direction > 0 ? 1 : 0) : direction > 0 ? -1 : passages.length;
  const next = passages[at + direction];
  if (next) return focusPassage(next);
  for (let index = opened + direction; index >= 0 && index < data.documents.length; index += direction)
    if (countMatches(data.documents[index])) return open(index, { focus: direction > 0 ? "first" : "last" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select, textarea")) return;
  const onPassage = event.target.classList?.contains("passage");
  const direction = { j: 1, k: -1, ...(onPassage ? { ArrowDown: 1, ArrowUp: -1 } : {}) }[event.key];
  if (direction) {
    event.preventDefault();
    step(direction);
  } else if (event.key === "Enter" && onPassage) {
    event.preventDefault();
    event.target.querySelector(".chip")?.click();
  } else if (event.key === "Escape") {
    event.target.closest?.(".passage")?.querySelector(".chip[aria-expanded=true]")?.click();
  }
});

function showTheme(code) {
  controls.theme.value = JSON.stringify(["code", code]);
  controls.theme.dispatchEvent(new Event("change"));
  const first = data.documents.findIndex(countMatches);
  if (first >= 0 && !countMatches(data.documents[opened])) open(first);
  document.getElementById("transcripts").scrollIntoView();
  found.focus({ preventScroll: true }); // from here j goes to the first passage
}

const controls = {};
const option = (value, text) => element("option", { value, text });

function select(name, ...options) {
  controls[name] = element("select", { id: `filter-${name}`, on: { change: (event) => { filter[name] = event.target.value; applyFilter(); } } }, ...options);
  return element("div", { class: "field" }, element("label", { for: `filter-${name}`, text: words[name] }), controls[name]);
}

function filters() {
  const themes = Object.entries(data.domains).map(([name, domain]) => {
    const codes = Object.entries(data.codes).filter(([, code]) => code.domain === name);
    return element(
      "optgroup", { label: domain.label },
      option(JSON.stringify(["domain", name]), fill(words.whole_domain, { domain: domain.label })),
      ...codes.map(([code, about]) => option(JSON.stringify(["code", code]), about.label)),
    );
  });
  const groups = data.attributes.map((attribute) =>
    element(
      "optgroup", { label: attribute.label },
      ...attribute.values.map((each) => option(JSON.stringify([attribute.name, each.value]), each.label)),
    ),
  );
  controls.score = element("input", { id: "filter-score", type: "range", min: 0, max: 1, step: 0.05, value: 0 });
  const shown = element("output", { for: "filter-score", text: number(0, 2) });
  controls.score.addEventListener("input", () => {
    filter.score = Number(controls.score.value);
    shown.textContent = number(filter.score, 2);
    applyFilter();
  });
  controls.only = element("input", { id: "filter-only", type: "checkbox", on: { change: () => { filter.only = controls.only.checked; applyFilter(); } } });
  const reset = element("button", { type: "button", class: "plain", text: words.reset, on: { click: clear } });
  function clear() {
    Object.assign(filter, { theme: "", group: "", status: "all", score: 0, only: false });
    controls.theme.value = controls.group.value = "";
    controls.status.value = "all";
    controls.score.value = 0;
    controls.only.checked = false;
    shown.textContent = number(0, 2);
    applyFilter();
  }
  return element(
    "div", { class: "filters", role: "search", "aria-label": words.filter },
    select("theme", option("", words.all_themes), ...themes),
    select("group", option("", words.all_groups), ...groups),
    select("status", ...["all", "firm", "suggested"].map((each) => option(each, words[`status_${each}`]))),
    element("div", { class: "field" }, element("label", { for: "filter-score" }, `${words.score} `, shown), controls.score),
    element("label", { class: "check" }, controls.only, words.only),
    reset,
    element(
      "div", { class: "steps" }, found,
      element("button", { type: "button", class: "plain", text: `↑ ${words.previous}`, "aria-keyshortcuts": "k", on: { click: () => step(-1) } }),
      element("button", { type: "button", class: "plain", text: `↓ ${words.next}`, "aria-keyshortcuts": "j", on: { click: () => step(1) } }),
    ),
  );
}
