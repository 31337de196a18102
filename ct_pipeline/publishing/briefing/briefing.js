"use strict";
// Everything below comes from the web by way of the pipeline: it is only ever set as text.
const content = JSON.parse(document.getElementById("content").textContent);
const GRADES = {3: "core", 2: "relevant", 1: "context"};
const LANGUAGES = {ar: "Arabic", en: "English", es: "Spanish", fr: "French", "?": "unknown"};
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);
const PAGE_SIZE = 100;
const DAY = 86400000;
const byId = (id) => document.getElementById(id);

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  return made;
}

function written(name, text, language, attributes = {}) {
  const dir = language ? (RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr") : "auto";
  return element(name, text, {lang: language, dir, ...attributes});
}

function link(text, url, language) {
  if (!/^https?:\/\//i.test(url || "")) return written("span", text, language);
  return written("a", text, language, {href: url, rel: "noopener noreferrer"});
}

// As the snapshot's fold(): without case, accents, vowel signs and Arabic letter forms.
function fold(text) {
  return text.normalize("NFD").replace(/[\p{M}\u0640]/gu, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ى/g, "ي").replace(/ة/g, "ه");
}

const languageName = (code) => LANGUAGES[code] || code;
const members = (story) => story.dispatches.flat();

function published(text) {
  if (!text.published) return "undated";
  const length = {year: 4, month: 7, day: 10}[text.precision] || 16;
  return text.published.slice(0, length).replace("T", " ") + (length === 16 ? " UTC" : "");
}

const madeAt = Date.parse(content.made_at);
const midnight = madeAt - (madeAt % DAY);
for (const story of content.stories) {
  const texts = members(story);
  story.age = Math.max(0, Math.floor((midnight - Date.parse(story.seen)) / DAY) + 1);
  story.words = fold([story.title, story.evidence, ...story.publishers,
    ...texts.map((text) => text.title), ...texts.flatMap((text) => text.agencies)]
    .filter(Boolean).join(" "));
}

function fillSelect(select, values, name = (value) => value) {
  for (const value of values) select.append(element("option", name(value), {value}));
}
const distinct = (lists) => [...new Set(lists.flat())].sort();
fillSelect(byId("language"), distinct(content.stories.map((s) => s.languages)), languageName);
fillSelect(byId("publisher"), distinct(content.stories.map((s) => s.publishers)));

function chosen() {
  const grades = [...document.querySelectorAll("[name=grade]:checked")].map((box) => +box.value);
  const words = fold(byId("query").value).split(/\s+/).filter(Boolean);
  const [days, language, publisher] =
    ["period", "language", "publisher"].map((id) => byId(id).value);
  return content.stories.filter((story) =>
    grades.includes(story.grade) && story.age < +days
    && (!language || story.languages.includes(language))
    && (!publisher || story.publishers.includes(publisher))
    && words.every((word) => story.words.includes(word)));
}

// A text without a headline shows its first sentence, and says that it is no headline.
function heading(text) {
  if (text.title) return text.title;
  return text.opening ? `${text.opening} (first sentence)` : "(no title)";
}

function carried(text) {
  const item = element("li");
  item.append(link(heading(text), text.url, text.language));
  const facts = [text.publisher, text.relation.replace("_", " "), published(text),
    text.withdrawn && "taken down"].filter(Boolean).join(" · ");
  item.append(" — ", element("bdi", facts));
  return item;
}

function folded(dispatch, isFirst) {
  const [canonical, ...copies] = dispatch;
  const block = element("details");
  const what = copies.length
    ? `${copies.length} ${copies.length === 1 ? "copy" : "copies"} of ` : "";
  const summary = element("summary");
  summary.append(what, written("bdi", isFirst ? "this dispatch" : heading(canonical),
    isFirst ? "en" : canonical.language));
  const list = element("ul");
  list.append(...(isFirst ? copies : dispatch).map(carried));
  block.append(summary, list);
  return block;
}

function card(story) {
  const first = members(story)[0];
  const item = element("li");
  const box = element("article", null, {"data-grade": story.grade, id: `story-${story.id}`});
  const title = element("h3", null, {dir: RIGHT_TO_LEFT.has(story.language) ? "rtl" : "ltr"});
  title.append(link(heading(story), first.url, story.language));
  const facts = element("p", null, {class: "facts"});
  facts.append(
    element("span", `Grade ${story.grade} ${GRADES[story.grade]}${story.uncertain ? " (uncertain)" : ""}`,
      {class: "grade"}),
    ` · ${published(first)} · `,
    element("bdi", [...first.agencies, ...story.publishers].join(", ") || "no outlet named"),
    ` · ${story.languages.map(languageName).join(", ")}`);
  box.append(title, facts);
  if (story.evidence) box.append(written("blockquote", story.evidence, story.language));
  story.dispatches.forEach((dispatch, place) => {
    if (place > 0 || dispatch.length > 1) box.append(folded(dispatch, place === 0));
  });
  item.append(box);
  return item;
}

let shown = [];
function showMore() {
  const start = byId("list").childElementCount;
  byId("list").append(...shown.slice(start, start + PAGE_SIZE).map(card));
  byId("more").hidden = byId("list").childElementCount >= shown.length;
  return start;
}

function show() {
  shown = chosen();
  byId("list").replaceChildren();
  showMore();
  byId("count").textContent = shown.length
    ? `${shown.length} of ${content.stories.length} stories`
    : "No story matches. Widen the period or the grades.";
}

function table(head, rows) {
  const made = element("table");
  const top = element("tr");
  top.append(...head.map((text) => element("th", text, {scope: "col"})));
  const body = element("tbody");
  for (const row of rows) {
    const line = element("tr");
    line.append(...row.map((cell) => element("td", cell === null ? "" : cell,
      typeof cell === "number" ? {class: "number"} : {dir: "auto"})));
    body.append(line);
  }
  const header = element("thead");
  header.append(top);
  made.append(header, body);
  return made;
}

function showTimeline() {
  const days = new Map();
  for (const story of content.stories.filter((each) => each.grade >= 2)) {
    const day = story.seen.slice(0, 10);
    days.set(day, [...(days.get(day) || []), story]);
  }
  for (const day of [...days.keys()].sort().reverse()) {
    const item = element("li");
    const list = element("ul");
    for (const story of days.get(day).slice(0, 20)) {
      const entry = element("li");
      const anchor = written("a", heading(story), story.language,
        {href: `#story-${story.id}`});
      anchor.addEventListener("click", (event) => jump(event, story));
      entry.append(`${story.seen.slice(11, 16)} · grade ${story.grade} · `, anchor);
      list.append(entry);
    }
    if (days.get(day).length > 20) list.append(element("li", `and ${days.get(day).length - 20} more`));
    item.append(element("h3", day), list);
    byId("days").append(item);
  }
  if (!days.size) byId("days").append(element("li", "No story of grade 2 or 3 in the last 31 days."));
}

function jump(event, story) {
  event.preventDefault();
  if (!shown.includes(story)) {
    byId("filters").reset();
    byId("period").value = "31";
    show();
  }
  while (!byId(`story-${story.id}`) && !byId("more").hidden) showMore();
  const box = byId(`story-${story.id}`);
  if (!box) return;
  box.scrollIntoView();
  box.querySelector("a, h3").focus();
}

const charts = [];
function chart(id, type, data, options) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const ink = {ticks: {color: colour("--quiet"), precision: 0}, grid: {color: colour("--line")}};
  data.datasets.forEach((set, place) => {
    set.backgroundColor = colour(`--c${Math.min(place + 1, 5)}`);
  });
  charts.push(new Chart(byId(id), {type, data, options: {
    responsive: true, maintainAspectRatio: false, animation: false,
    scales: {x: {stacked: true, ...ink}, y: {stacked: true, ...ink}},
    plugins: {legend: {labels: {color: colour("--ink")}}}, ...options}}));
}

function lastDays() {
  return Array.from({length: 31}, (_, back) =>
    new Date(midnight - (30 - back) * DAY).toISOString().slice(0, 10));
}

function showCharts() {
  charts.splice(0).forEach((each) => each.destroy());
  const days = lastDays();
  const languages = distinct(content.coverage.map(([, language]) => [language]));
  const count = new Map(content.coverage.map(([day, code, number]) => [`${day} ${code}`, number]));
  chart("per-day", "bar", {labels: days, datasets: languages.map((code) => ({
    label: languageName(code), data: days.map((day) => count.get(`${day} ${code}`) || 0)}))});
  chart("per-publisher", "bar", {labels: content.publishers.map(([name]) => name), datasets: [
    {label: "own texts", data: content.publishers.map(([, , own]) => own)},
    {label: "reprints", data: content.publishers.map(([, all, own]) => all - own)}]},
    {indexAxis: "y"});
}

function showTables() {
  byId("per-day-table").replaceChildren(table(["Day", "Language", "Articles"],
    content.coverage.map(([day, code, number]) => [day, languageName(code), number])));
  byId("per-publisher-table").replaceChildren(table(["Outlet", "Articles", "Own texts"],
    content.publishers));
  byId("feed-table").replaceChildren(table(
    ["Feed", "State", "Detail", "Last answer (UTC)", "Last new entry (UTC)"], content.feeds));
  const states = new Map();
  for (const [, state] of content.feeds) states.set(state, (states.get(state) || 0) + 1);
  byId("feed-summary").textContent = content.feeds.length
    ? [...states].map(([state, number]) => `${number} ${state.replace("_", " ")}`).join(", ")
    : "No feed is subscribed.";
}

byId("made").textContent = `As of ${content.made_at.slice(0, 16).replace("T", " ")} UTC`;
byId("filters").addEventListener("input", show);
byId("filters").addEventListener("reset", () => setTimeout(show));
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("more").addEventListener("click", () => {
  const next = byId("list").children[showMore()];
  if (next) (next.querySelector("a") || byId("more")).focus();
});
addEventListener("beforeprint", () => {
  document.querySelectorAll("#list details").forEach((each) => { each.open = true; });
  charts.forEach((each) => each.resize());
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showCharts);
show();
showTimeline();
showTables();
showCharts();
