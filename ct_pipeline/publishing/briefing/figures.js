"use strict";
// Tables, timeline, map and charts, over the stories that briefing.js shows; then all is shown.
function table(head, rows) {
  const made = element("table");
  const top = element("tr");
  top.append(...head.map((text) => element("th", text, {scope: "col"})));
  const body = element("tbody");
  for (const row of rows) {
    const line = element("tr");
    line.append(...row.map((cell, place) => {
      const box = element("td", null, {"data-label": head[place],
        class: typeof cell === "number" ? "number" : null});
      box.append(element("bdi", cell === null ? "" : cell));
      return box;
    }));
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
    const day = story.span || story.news.slice(0, 10);
    days.set(day, [...(days.get(day) || []), story]);
  }
  for (const day of [...days.keys()].sort().reverse()) {
    const item = element("li");
    const list = element("ul");
    for (const story of days.get(day).slice(0, 20)) {
      const entry = element("li");
      const anchor = written("a", heading(story.lead), story.lead.language,
        {href: `#story-${story.id}`});
      anchor.addEventListener("click", (event) => jump(event, story));
      const hour = story.is_dated
        ? (isTimed(story.lead) ? `${story.news.slice(11, 16)} · ` : "")
        : `came ${story.news.slice(11, 16)} · `;
      entry.append(`${hour}grade ${story.grade} · `, anchor);
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
    byId("period").value = "Infinity";
    show();
  }
  while (!byId(`story-${story.id}`) && !byId("more").hidden) showMore();
  const box = byId(`story-${story.id}`);
  if (!box) return;
  box.scrollIntoView();
  box.querySelector("a, h3").focus();
}

function drawn(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function showMap() {
  const names = content.places.map(([name, , , , count]) => `${name} ${count}`);
  const world = drawn("svg", {viewBox: "-180 -84 360 144", role: "img",
    "aria-label": names.length ? `Map: ${names.slice(0, 10).join(", ")}` : "Map without places"});
  for (let at = 0; at < content.towns.length; at += 2) {
    world.append(drawn("circle", {class: "town", r: 0.5,
      cx: content.towns[at + 1], cy: -content.towns[at]}));
  }
  for (const [name, country, latitude, longitude, count] of content.places) {
    const spot = drawn("circle", {class: "place", cx: longitude, cy: -latitude,
      r: Math.min(1 + Math.sqrt(count), 9)});
    const told = drawn("title", {});
    told.textContent = `${name} (${country}): ${count}`;
    spot.append(told);
    world.append(spot);
  }
  byId("world").replaceChildren(world);
  byId("place-table").replaceChildren(table(["Place", "Country", "Articles"],
    content.places.map(([name, country, , , count]) => [name, country, count])));
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
document.querySelector(".only-new").hidden = !seenBefore;
show();
showTimeline();
showMap();
showTables();
showCharts();
