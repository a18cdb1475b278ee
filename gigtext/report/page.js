"use strict";
// The report page. Every text is set with textContent: what a transcript holds is never read as HTML.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const filter = { theme: "", group: "", status: "all", score: 0, only: false };
  const drawings = []; // figures that wait to be drawn: {target, spec}
  let opened = 0;
  let timelineShown = true;

  // --- small tools ---------------------------------------------------------------------------------------------------

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

  // --- what matches the filter ---------------------------------------------------------------------------------------

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

  // --- tables --------------------------------------------------------------------------------------------------------

  function table(content, level = "h3") {
    const columns = content.columns;
    const grid = element("table");
    grid.append(element("caption", { text: content.title, class: "unseen" }));
    const head = element("thead");
    if (columns.some((column) => column.group.length)) {
      const above = element("tr");
      for (let at = 0; at < columns.length; ) {
        const group = columns[at].group;
        let width = 1;
        while (at + width < columns.length && String(columns[at + width].group) === String(group)) width += 1;
        const cell = element(group.length ? "th" : "td", { colspan: width, scope: group.length && "colgroup", class: "group" });
        group.forEach((line, index) => cell.append(element(index ? "small" : "span", { text: line })));
        above.append(cell);
        at += width;
      }
      head.append(above);
    }
    const headings = element("tr");
    for (const column of columns)
      headings.append(element("th", { text: column.heading, scope: "col", class: column.numeric ? "number" : "" }));
    head.append(headings);
    const body = element("tbody");
    content.rows.forEach((row, index) => {
      if (index in content.sections)
        body.append(
          element("tr", { class: "section" }, element("th", { text: content.sections[index], colspan: columns.length, scope: "rowgroup" })),
        );
      const line = element("tr", { class: content.empty[index] ? "nothing" : "" });
      row.forEach((text, at) => {
        const cell = element(at ? "td" : "th", { scope: !at && "row", class: columns[at].numeric ? "number" : "" });
        const code = content.codes[index];
        if (columns[at].name === "theme" && code) cell.append(themeButton(code, text));
        else cell.textContent = text;
        if (columns[at].name === "mark") cell.classList.add("mark");
        line.append(cell);
      });
      body.append(line);
    });
    grid.append(head, body);
    const scroll = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": content.title }, grid);
    const whole = element("div", { class: "table" });
    if (level) whole.append(element(level, { text: content.title }));
    whole.append(scroll, notes(content.notes));
    return whole;
  }

  function themeButton(code, text) {
    const button = element("button", {
      type: "button", class: "theme", text, title: fill(words.show_theme, { theme: text }),
      on: { click: () => showTheme(code) },
    });
    button.style.setProperty("--colour", colourOf(code));
    return button;
  }

  function notes(lines) {
    if (!lines.length) return "";
    return element("ul", { class: "notes" }, ...lines.map((text) => element("li", { text })));
  }

  // --- figures -------------------------------------------------------------------------------------------------------

  function figure(spec, label, className = "") {
    const target = element("figure", { class: `figure ${className}`, role: "group", "aria-label": label, tabindex: className === "cooccur" && 0 });
    target.append(element("p", { class: "waiting", text: words.drawing }));
    drawings.push({ target, spec, label });
    return target;
  }

  function loadVega() {
    if (window.vegaEmbed) return;
    document.head.append(element("script", { text: document.getElementById("vega").textContent }));
  }

  function fitted(spec, width, label) {
    const own = structuredClone(spec);
    delete own.title; // the page has a heading
    delete own.$schema; // the library would warn that it is newer; it reads older ones all the same
    own.description = label;
    own.background = "transparent";
    own.padding = 2;
    if (width < 560) own.config.legend.columns = 1;
    if (typeof own.width === "number") {
      own.width = width;
      own.autosize = { type: "fit-x", contains: "padding" };
    }
    return own;
  }

  async function draw(item) {
    loadVega();
    const width = item.target.clientWidth;
    if (!width) return;
    item.width = width;
    // `ast`: expressions are interpreted, never compiled, as the page's security policy wants
    const result = await window.vegaEmbed(item.target, fitted(item.spec, width, item.label), {
      mode: "vega-lite", actions: false, ast: true, renderer: "svg", formatLocale: data.locale, tooltip: { theme: "report" },
    });
    item.target.view = result.view;
    item.target.classList.add("drawn");
    if (item.act) result.view.addEventListener("click", (_, mark) => mark?.datum && item.act(mark.datum));
  }

  const whenIdle = window.requestIdleCallback ? (act) => window.requestIdleCallback(act, { timeout: 2000 }) : (act) => setTimeout(act, 50);

  let drawingNow = false;
  async function drawWaiting() {
    if (drawingNow) return;
    drawingNow = true;
    for (let item = next(); item; item = next()) {
      await new Promise(whenIdle);
      item.waits = false;
      if (item.target.isConnected) await draw(item);
    }
    drawingNow = false;

    function next() {
      return drawings.find((item) => item.waits !== false);
    }
  }

  function redraw() {
    for (const item of drawings)
      if (item.target.isConnected && item.width && Math.abs(item.target.clientWidth - item.width) > 20) item.waits = true;
    drawWaiting();
  }

  // --- transcripts ---------------------------------------------------------------------------------------------------

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
        const about = who.length === 1 ? data.participants[who[0]]?.about : who.join(", ");
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
      element("span", { class: "sure", text: person ? "✓" : number(code.score, 2), "aria-hidden": "true" }),
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
    const how = person ? fill(words.person, { who }) : fill(words.machine, { who, score: number(code.score, 2) });
    const about = data.codes[code.code];
    const made = element("div", { class: "detail", role: "note" });
    made.append(element("p", {}, element("strong", { text: labelOf(code.code) }), ` · ${data.domains[about?.domain]?.label ?? ""}`));
    made.append(element("p", { text: `${status}: ${how}` }));
    if (about?.definition) made.append(element("p", { class: "definition", text: about.definition }));
    return made;
  }

  // --- filter and keyboard -------------------------------------------------------------------------------------------

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

  // --- the page ------------------------------------------------------------------------------------------------------

  function section(name, ...content) {
    return element("section", { id: name, "aria-labelledby": `${name}-title` }, element("h2", { id: `${name}-title`, text: words[name] }), ...content);
  }

  function overview() {
    const facts = element("ul", { class: "facts" }, ...data.facts.map(([n, what]) => element("li", {}, element("strong", { text: n }), element("span", { text: what }))));
    const record = element("dl", { class: "record" }, ...data.record.flatMap(([what, value]) => [element("dt", { text: what }), element("dd", { text: value })]));
    return section(
      "overview", facts,
      element("h3", { text: words.know }), element("ul", { class: "know" }, ...data.notes.map((text) => element("li", { text }))),
      element("div", { class: "columns" }, table(data.deciders), element("div", {}, element("h3", { text: words.record }), record)),
    );
  }

  function themes() {
    const parts = data.groups.map((each) => {
      const whole = element("div", { class: "pair" }, element("h4", { text: each.table.title }));
      if (data.grouped) whole.append(table({ ...each.table, notes: [] }, ""));
      whole.append(each.figure ? figure(each.figure, each.table.title) : element("p", { class: "caption", text: each.why || words.no_figure }));
      return whole;
    });
    return section(
      "themes", ...data.themeTables.map((content) => table(content)),
      element("h3", { text: data.grouped ? words.by_groups : words.bars }), notes(data.groups[0]?.table.notes ?? []),
      element("div", { class: data.grouped ? "pairs" : "pairs bars" }, ...parts),
    );
  }

  function figures() {
    return section(
      "figures",
      ...data.figures.map((each) =>
        element(
          "div", { class: "pair" }, element("h3", { text: each.table.title }),
          each.figure ? figure(each.figure, each.table.title, each.name) : element("p", { class: "caption", text: words.no_figure }),
          notes(each.table.notes),
          element("details", {}, element("summary", { text: words.numbers }), table({ ...each.table, notes: [] }, "")),
        ),
      ),
    );
  }

  const names = ["overview", "themes", "figures", "transcripts"];
  document.getElementById("page").append(
    element("a", { class: "skip", href: "#transcripts", text: words.skip }),
    element(
      "header", {},
      element("h1", { text: data.title }),
      element("nav", { "aria-label": words.contents }, ...names.map((name) => element("a", { href: `#${name}`, text: words[name] }))),
    ),
    element(
      "main", {}, overview(), themes(), figures(),
      section(
        "transcripts",
        element("p", { class: "caption", text: words.filter_note }), filters(), element("p", { class: "caption keys", text: words.keys }),
        element("div", { class: "reading" }, element("nav", { class: "transcripts", "aria-label": words.transcripts }, list), reader),
      ),
    ),
    element("footer", {}, element("p", { text: words.made })),
  );
  if (data.documents.length) open(0);
  document.documentElement.dataset.ready = "true";
  window.addEventListener("load", () => whenIdle(drawWaiting));
  let resizing = 0;
  window.addEventListener("resize", () => {
    clearTimeout(resizing);
    resizing = setTimeout(redraw, 200);
  });
})();
