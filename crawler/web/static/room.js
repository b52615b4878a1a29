"use strict";
// Charts, arrow keys in the heat map, "/" to the search box, and Airflow's dark mode. Pages work without it.

// Steps of the time's axis: nothing here is finer than a day.
const DAYS = [1, 2, 7, 14, 28, 61, 91, 182, 365, 730, 1826, 3652];

function themeOfFrame() {
  try {
    if (window.parent !== window) {
      const dark = window.parent.document.documentElement.classList.contains("dark");
      document.documentElement.dataset.theme = dark ? "dark" : "light";
    }
  } catch { /* another site's frame: the browser's own setting holds */ }
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// A month without any article has no row: a line across it would say what nobody counted.
function breakAtGaps(rows, x) {
  const times = rows.map((row) => Date.parse(row[x]));
  const step = Math.min(...times.slice(1).map((time, n) => time - times[n]));
  for (let n = rows.length - 1; n > 0; n--) {
    if (times[n] - times[n - 1] > 1.5 * step) rows.splice(n, 0, { [x]: new Date(times[n - 1] + step).toISOString() });
  }
}

async function draw(box) {
  box.dataset.drawn = "yes";
  box.setAttribute("aria-busy", "true");
  try { await fill(box); } finally { box.removeAttribute("aria-busy"); }
}

async function fill(box) {
  const answer = await fetch(box.dataset.chart, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const rows = (await answer.json()).items;
  rows.sort((a, b) => (a[box.dataset.x] < b[box.dataset.x] ? -1 : 1));
  if (rows.length < 2) { // one point is no curve: the table says it
    box.classList.add("empty-chart");
    box.parentElement.querySelectorAll("details").forEach((table) => { table.open = true; });
    return;
  }
  breakAtGaps(rows, box.dataset.x);
  const times = rows.map((row) => Date.parse(row[box.dataset.x]) / 1000);
  const factor = box.dataset.percent ? 100 : 1;
  const values = (name) => rows.map((row) => (row[name] == null ? null : row[name] * factor));
  const inColour = (name) => () => colour(name); // asked at each drawing: the screen may have turned dark
  const axis = { stroke: inColour("--ink"), grid: { stroke: inColour("--line"), width: 1 }, ticks: { stroke: inColour("--line") } };
  const unit = box.dataset.percent ? " %" : "";
  const language = document.documentElement.lang || "vi";
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const day = new Intl.DateTimeFormat(language, { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" });
  const series = [{ label: " ", value: (_, at) => (at === null ? "" : day.format(at * 1000)) }, { label: box.dataset.label, stroke: inColour("--line-chart"), width: 2, points: { show: true, size: 5 }, value: (_, v) => (v === null ? "" : number.format(v) + unit) }];
  const data = [times, values(box.dataset.y)];
  if (box.dataset.also) {
    series.push({ label: box.dataset.alsoLabel, stroke: inColour("--faint"), width: 1, dash: [4, 4], value: (_, v) => (v === null ? "" : number.format(v)) });
    data.push(values(box.dataset.also));
  }
  const gaps = box.dataset.gap ? rows.map((row) => row[box.dataset.gap]) : [];
  const half = times.length > 1 ? (times[1] - times[0]) / 2 : 43200;
  const shade = (plot) => {
    plot.ctx.save();
    plot.ctx.fillStyle = colour("--gap");
    gaps.forEach((isGap, n) => {
      if (!isGap) return;
      const left = Math.max(plot.bbox.left, plot.valToPos(times[n] - half, "x", true));
      const right = Math.min(plot.bbox.left + plot.bbox.width, plot.valToPos(times[n] + half, "x", true));
      plot.ctx.fillRect(left, plot.bbox.top, Math.max(2, right - left), plot.bbox.height);
    });
    plot.ctx.restore();
  };
  const plot = new uPlot({
    width: box.clientWidth, height: 230, series, padding: [8, 44, 0, 0],
    scales: { x: { time: true }, y: { range: (_, low, high) => [0, high > 0 ? high * 1.1 : 1] } },
    axes: [{ ...axis, incrs: DAYS.map((days) => days * 86400), values: (_, ticks) => ticks.map((tick) => day.format(tick * 1000)), space: 90 }, { ...axis, size: 60, values: (_, ticks) => ticks.map((tick) => number.format(tick) + unit) }],
    cursor: { drag: { x: false, y: false } },
    hooks: { drawClear: [shade] },
  }, data, box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.redraw());
  new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: 230 })).observe(box);
}

function drawAll() {
  for (const box of document.querySelectorAll(".chart:not([data-drawn])")) draw(box);
}

function moveInTable(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const cell = event.target.closest("[data-arrows] td, [data-arrows] tbody th");
  if (!step || !cell) return;
  let row = cell.parentElement, place = [...row.children].indexOf(cell);
  for (;;) {
    if (step[0]) row = step[0] > 0 ? row.nextElementSibling : row.previousElementSibling;
    place += step[1];
    const next = row && row.children[place];
    if (!next) return;
    const link = next.querySelector("a");
    if (link) { event.preventDefault(); link.focus(); return; }
  }
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const box = document.querySelector("[data-focus-key]");
    if (box) { event.preventDefault(); box.focus(); }
  }
  moveInTable(event);
});
document.addEventListener("htmx:afterSwap", drawAll);
themeOfFrame();
drawAll();
