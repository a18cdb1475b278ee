// What all parts share: the data, small tools, and which codes the filter lets through.

const data = JSON.parse(document.getElementById("data").textContent);
const words = data.words;
const filter = { theme: "", group: "", status: "all", score: 0, only: false };
const drawings = []; // figures that wait to be drawn: {target, spec}
let opened = 0;
let timelineShown = true;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function element(name, options = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key === "text") made.textContent = value;
    else if (key === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function number(value, places) {
  const text = value.toFixed(places);
  return data.lang === "id" ? text.replace(".", ",") : text;
}

const colourOf = (code) => data.domains[data.codes[code]?.domain]?.colour ?? "#555555";
const labelOf = (code) => data.codes[code]?.label ?? code;
const isPerson = (coder) => !data.machines.includes(coder);

// --- what matches the filter

const filtering = () => filter.theme !== "" || filter.group !== "" || filter.status !== "all" || filter.score > 0;

function inGroup(who) {
  if (!filter.group) return true;
  const [attribute, value] = JSON.parse(filter.group);
  return who in data.participants && (data.participants[who].values[attribute] ?? "") === value;
}

function shows(code) {
  if (filter.status !== "all" && code.firm !== (filter.status === "firm")) return false;
  if (code.score < filter.score) return false;
  if (!filter.theme) return true;
  const [kind, name] = JSON.parse(filter.theme);
  return kind === "code" ? code.code === name : data.codes[code.code]?.domain === name;
}

const visibleCodes = (turn, passage) => (inGroup(turn.who) ? passage.codes.filter(shows) : []);

function countMatches(talk) {
  let count = 0;
  for (const turn of talk.turns)
    for (const part of turn.parts) if (part.codes && visibleCodes(turn, part).length) count += 1;
  return count;
}
