// Tables, as the commands print them.

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
