// Figures: drawn by Vega when the browser has time.

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
    mode: "vega-lite", actions: false, ast: true, renderer: item.spec.data.values.length > 1000 ? "canvas" : "svg", formatLocale: data.locale, tooltip: { theme: "report" },
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
