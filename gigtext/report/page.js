// The page, put together from its parts.

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
