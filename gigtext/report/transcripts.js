// One transcript at a time, its codes beside the talk.

const list = element("ol", { class: "list" });
const reader = element("article", { class: "reader", id: "reader", "aria-live": "off" });
const found = element("p", { class: "found", role: "status", tabindex: -1 });

function showList() {
  let passages = 0;
  let documents = 0;
  list.replaceChildren(
    ...data.documents.map((talk, index) => {
      const count = countMatches(talk);
      passages += count;
      documents += count > 0;
      const who = [...new Set(talk.turns.map((turn) => turn.who).filter(Boolean))];
      const many = who.length > 8 ? fill(words.people, { n: who.length }) : who.join(", ");
      const about = who.length === 1 ? data.participants[who[0]]?.about : many;
      const button = element(
        "button",
        {
          type: "button", "aria-current": index === opened ? "true" : null, class: count ? "" : "nothing",
          on: { click: () => open(index) },
        },
        element("span", { class: "name", text: talk.id }),
        element("span", { class: "count", text: count, "aria-label": fill(words.matching, { n: count }), title: fill(words.matching, { n: count }) }),
        element("span", { class: "about", text: about ?? "" }),
      );
      return element("li", {}, button);
    }),
  );
  found.textContent = fill(words.found, { passages, documents });
}

function open(index, { focus = null } = {}) {
  opened = index;
  const talk = data.documents[index];
  reader.replaceChildren(
    element("h3", { text: talk.id, id: "reader-title" }),
    element("p", { class: "nomatch", text: words.empty_filter }),
  );
  reader.setAttribute("aria-labelledby", "reader-title");
  for (let at = drawings.length - 1; at >= 0; at -= 1) if (drawings[at].timeline) drawings.splice(at, 1);
  const values = timelineValues(talk);
  if (values.length) reader.append(timeline(talk, values));
  reader.classList.toggle("long", talk.turns.length > 500);
  const turns = element("div", { class: "turns", lang: "id" });
  for (const turn of talk.turns) turns.append(turnElement(turn));
  reader.append(talk.turns.length ? turns : element("p", { text: words.no_talk }));
  applyFilter();
  if (focus) focusPassage(focus === "last" ? coded().at(-1) : coded()[0]);
  drawWaiting();
}

function timelineValues(talk) {
  const rank = Object.keys(data.codes);
  const values = [];
  for (const turn of talk.turns)
    for (const part of turn.parts)
      for (const code of [...(part.codes ?? [])].sort((a, b) => rank.indexOf(a.code) - rank.indexOf(b.code)))
        values.push({
          passage: part.id, code: code.code, start: part.start, end: part.end, firm: Number(code.firm),
          theme: labelOf(code.code), domain: data.domains[data.codes[code.code]?.domain]?.label ?? "",
          participant: turn.who, turn: part.turn, status: code.firm ? words.firm : words.suggested,
          from: (100 * part.start) / talk.length, to: (100 * part.end) / talk.length,
        });
  return values;
}

function timeline(talk, values) {
  const spec = structuredClone(data.timeline);
  const present = new Set(values.map((row) => row.code));
  spec.data = { values };
  spec.encoding.y.sort = spec.encoding.y.sort.filter((code) => present.has(code));
  spec.height = 20 * present.size;
  const target = figure(spec, `${words.timeline}: ${talk.id}`, "timeline");
  target.style.minHeight = `${spec.height + 120}px`; // so that nothing below moves once it is drawn
  Object.assign(drawings.at(-1), { timeline: true, act: (row) => focusPassage(document.getElementById(idOf(row.passage))) });
  return element(
    "details",
    { class: "timeline", open: timelineShown, on: { toggle: (event) => { timelineShown = event.target.open; drawLater(); } } },
    element("summary", { text: words.timeline }), target, element("p", { class: "caption", text: words.timeline_note }),
  );
}

const drawLater = () => {
  for (const item of drawings) if (!item.width) item.waits = true;
  drawWaiting();
};

const idOf = (passage) => `passage ${passage}`.replace(/\s/g, "_");

function turnElement(turn) {
  const person = turn.role === "participant";
  const name = person ? turn.who : turn.role === "interviewer" ? words.interviewer : words.other;
  const block = element("div", { class: `turn ${turn.role}` });
  const speaker = element("p", { class: "speaker" }, element("span", { text: name, title: data.participants[turn.who]?.about }));
  if (turn.time != null) speaker.append(element("time", { text: clock(turn.time) }));
  block.append(speaker);
  let plain = [];
  const flush = () => {
    if (plain.join("").trim()) block.append(element("p", { class: "text", text: plain.join("") }));
    plain = [];
  };
  for (const part of turn.parts) {
    if (typeof part === "string") plain.push(part);
    else {
      flush();
      block.append(passageElement(turn, part));
    }
  }
  flush();
  return block;
}

const clock = (seconds) =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");

function passageElement(turn, passage) {
  const made = element("div", { class: "passage", id: idOf(passage.id) });
  made.passage = passage;
  made.turn = turn;
  made.append(element("p", { class: "text" }), element("div", { class: "codes" }));
  return made;
}

/** The text of a passage, its evidence marked: one `mark` per stretch that the same codes rest on. */
function markedText(passage, codes) {
  const cuts = new Set([0, passage.text.length]);
  const partly = codes.map((code) => code.spans.filter(([start, end]) => end - start < passage.text.length));
  partly.flat().forEach(([start, end]) => cuts.add(start).add(end));
  const ends = [...cuts].sort((a, b) => a - b);
  return ends.slice(1).map((end, at) => {
    const start = ends[at];
    const text = passage.text.slice(start, end);
    const here = codes.filter((_, index) => partly[index].some(([from, to]) => from <= start && end <= to));
    if (!here.length) return document.createTextNode(text);
    const mark = element("mark", { text, "data-codes": here.map((code) => code.code).join(" ") });
    mark.style.setProperty("--colour", colourOf(here[0].code));
    return mark;
  });
}

function showPassage(made) {
  const codes = visibleCodes(made.turn, made.passage);
  made.classList.toggle("coded", codes.length > 0);
  made.classList.toggle("other", codes.length === 0);
  if (codes.length) {
    made.tabIndex = -1;
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", `${words.coded_passage}: ${codes.map((code) => labelOf(code.code)).join(", ")}`);
  } else for (const name of ["tabindex", "role", "aria-label"]) made.removeAttribute(name);
  made.querySelector(".text").replaceChildren(...markedText(made.passage, codes));
  made.querySelector(".codes").replaceChildren(...codes.map((code) => chip(made, code)));
}

function chip(made, code) {
  const person = isPerson(code.coder);
  const status = code.firm ? words.firm : words.suggested;
  const button = element(
    "button", { type: "button", class: `chip ${code.firm ? "firm" : "suggested"}`, "aria-expanded": "false" },
    element("span", { text: labelOf(code.code) }),
    element("span", { class: "sure", text: person ? (code.firm ? "✓" : "≠") : number(code.score, 2), "aria-hidden": "true" }),
    element("span", { class: "unseen", text: `, ${status}` }),
  );
  button.style.setProperty("--colour", colourOf(code.code));
  const light = (on) => {
    made.classList.toggle("lit", on);
    if (on) made.style.setProperty("--colour", colourOf(code.code));
    const marks = [...made.querySelectorAll("mark")].filter((mark) => mark.dataset.codes.split(" ").includes(code.code));
    made.classList.toggle("whole", on && !marks.length);
    marks.forEach((mark) => mark.classList.toggle("on", on));
    marks.forEach((mark) => mark.style.setProperty("--colour", colourOf(code.code)));
  };
  const close = () => {
    for (const other of made.querySelectorAll(".chip[aria-expanded=true]")) other.click();
  };
  button.addEventListener("click", () => {
    const opening = button.getAttribute("aria-expanded") === "false";
    if (opening) close();
    button.setAttribute("aria-expanded", String(opening));
    light(opening);
    made.querySelector(".detail")?.remove();
    if (opening) made.querySelector(".codes").append(detail(code, status, person));
  });
  return button;
}

function detail(code, status, person) {
  const who = data.coders[code.coder] ?? code.coder;
  const how = person
    ? fill(code.firm ? words.person : words.disputed, { who })
    : fill(words.machine, { who, score: number(code.score, 2) });
  const about = data.codes[code.code];
  const made = element("div", { class: "detail", role: "note" });
  made.append(element("p", {}, element("strong", { text: labelOf(code.code) }), ` · ${data.domains[about?.domain]?.label ?? ""}`));
  made.append(element("p", { text: `${status}: ${how}` }));
  if (about?.definition) made.append(element("p", { class: "definition", text: about.definition }));
  return made;
}
