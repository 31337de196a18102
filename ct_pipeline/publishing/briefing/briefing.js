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

// As the snapshot's fold(): without case, accents, vowel signs and Arabic letter forms; an
// apostrophe is the one on the keyboard, whichever an outlet sets.
function fold(text) {
  return text.normalize("NFD").replace(/[\p{M}\u0640]/gu, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ى/g, "ي").replace(/ة/g, "ه")
    .replace(/[’‘ʼ´`]/g, "'");
}

const languageName = (code) => LANGUAGES[code] || code;
const members = (story) => story.dispatches.flat();

const isTimed = (text) => ["second", "minute"].includes(text.precision);

function published(text) {
  if (!text.published) return `undated, came ${text.seen.slice(0, 16).replace("T", " ")} UTC`;
  const length = {year: 4, month: 7, day: 10}[text.precision] || 16;
  return text.published.slice(0, length).replace("T", " ") + (length === 16 ? " UTC" : "");
}

// How long after the first carrier of a dispatch a copy appeared, where both hours are known.
function delay(text, dispatch) {
  const times = dispatch.filter(isTimed).map((each) => Date.parse(each.published));
  if (!isTimed(text) || times.length < 2) return "";
  const minutes = Math.round((Date.parse(text.published) - Math.min(...times)) / 60000);
  if (minutes === 0) return "first";
  return minutes < 120 ? `+${minutes} min` : `+${Math.round(minutes / 60)} h`;
}

// What the reader saw last time; where the browser keeps nothing, nothing is called new.
function lastLook() {
  try {
    const [before, last] = JSON.parse(localStorage.getItem("looks") || "[null, null]");
    if (last === content.made_at) return before;
    localStorage.setItem("looks", JSON.stringify([last, content.made_at]));
    return last;
  } catch {
    return null;
  }
}

const distinct = (lists) => [...new Set(lists.flat())].sort();
const madeAt = Date.parse(content.made_at);
const midnight = madeAt - (madeAt % DAY);
const seenBefore = lastLook();
for (const story of content.stories) {
  const texts = members(story);
  texts.forEach(tellOnce);
  story.lead = texts.find((text) => text.id === story.canonical) || texts[0];
  story.age = Math.max(0, Math.floor((midnight - Date.parse(story.news)) / DAY) + 1);
  story.isNew = Boolean(seenBefore) && story.last_seen > seenBefore;
  // Who tells a story and who wrote it: an agency is the origin of what others carry.
  story.tellers = distinct([story.publishers, ...texts.map((text) => text.agencies)]);
  story.words = fold([...story.publishers, ...texts.flatMap((text) =>
    [text.title, text.evidence, text.opening, ...text.agencies])].filter(Boolean).join(" "));
}
// More outlets than stories of this month usually have: by two standard deviations, four at least.
const outlets = content.stories.map((story) => story.publishers.length);
const mean = outlets.reduce((sum, each) => sum + each, 0) / (outlets.length || 1);
const spread = Math.sqrt(outlets.reduce((sum, each) => sum + (each - mean) ** 2, 0)
  / (outlets.length || 1));
const isBurst = (story) => story.publishers.length >= Math.max(4, mean + 2 * spread);

function fillSelect(select, values, name = (value) => value) {
  for (const value of values) select.append(element("option", name(value), {value}));
}
fillSelect(byId("language"), distinct(content.stories.map((s) => s.languages)), languageName);
fillSelect(byId("publisher"), distinct(content.stories.map((s) => s.tellers)));

function chosen() {
  const grades = [...document.querySelectorAll("[name=grade]:checked")].map((box) => +box.value);
  const words = fold(byId("query").value).split(/\s+/).filter(Boolean);
  const [days, language, publisher] =
    ["period", "language", "publisher"].map((id) => byId(id).value);
  return content.stories.filter((story) =>
    grades.includes(story.grade) && story.age < +days
    && (!byId("only-new").checked || story.isNew)
    && (!language || story.languages.includes(language))
    && (!publisher || story.tellers.includes(publisher))
    && words.every((word) => story.words.includes(word)));
}

// Where the first sentence that stands for a headline is the evidence too, it is told once, whole.
function tellOnce(text) {
  if (text.title || !text.evidence || !text.opening) return;
  if (!text.evidence.startsWith(text.opening.replace(/…$/, ""))) return;
  text.opening = text.evidence;
  delete text.evidence;
}

// A text without a headline shows its first sentence, and says that it is no headline.
function heading(text) {
  if (text.title) return text.title;
  return text.opening ? `${text.opening} (first sentence)` : "(no title)";
}

function outletsOf(names) {
  const list = element("span");
  names.forEach((name, place) => list.append(place ? ", " : "", element("bdi", name)));
  return list;
}

function appendFacts(line, facts) {
  facts.filter(Boolean).forEach((fact, place) =>
    line.append(place ? " · " : "", element("bdi", fact)));
}

// A text of the dispatch; one with the headline of its first is called by its outlet.
function carried(text, dispatch, name = "li") {
  const item = element(name);
  const repeats = text !== dispatch[0] && heading(text) === heading(dispatch[0]) && text.publisher;
  item.append(repeats ? link(text.publisher, text.url) : link(heading(text), text.url, text.language));
  item.append(" — ");
  appendFacts(item, [!repeats && text.publisher, text.relation.replace("_", " "), published(text),
    delay(text, dispatch), text.withdrawn && "taken down"]);
  if (text.edited) item.append(correction(text));
  return item;
}

function correction(text) {
  const line = element("p", null, {class: "correction"});
  line.append(`edited ${text.edited.slice(0, 16).replace("T", " ")} UTC: `,
    element("bdi", text.change || "text changed"));
  return line;
}

function folded(words, items) {
  const block = element("details");
  const list = element("ul");
  list.append(...items);
  block.append(element("summary", words), list);
  return block;
}

function copiesOf(dispatch, what) {
  const copies = dispatch.slice(1);
  return copies.length ? [folded(`${copies.length} ${copies.length === 1 ? "copy" : "copies"} of ${what}`,
    copies.map((text) => carried(text, dispatch)))] : [];
}

// What else the story holds: other dispatches a line each, those of grade 0 folded together.
function otherDispatches(dispatches) {
  const noise = dispatches.filter((dispatch) => dispatch.every((text) => !text.grade));
  const told = dispatches.filter((dispatch) => !noise.includes(dispatch)).flatMap((dispatch) =>
    [carried(dispatch[0], dispatch, "p"), ...copiesOf(dispatch, "that dispatch")]);
  const texts = noise.flatMap((dispatch) => dispatch.map((text) => carried(text, dispatch)));
  return texts.length ? [...told, folded(`${texts.length} of grade 0`, texts)] : told;
}

function card(story) {
  const {lead} = story;
  const item = element("li");
  const box = element("article", null, {"data-grade": story.grade, id: `story-${story.id}`});
  const title = element("h3", null, {dir: RIGHT_TO_LEFT.has(lead.language) ? "rtl" : "ltr"});
  title.append(link(heading(lead), lead.url, lead.language));
  const facts = element("p", null, {class: "facts"});
  facts.append(
    element("span", `Grade ${story.grade} ${GRADES[story.grade]}${story.uncertain ? " (uncertain)" : ""}`,
      {class: "grade"}),
    ` · ${published(lead)} · `,
    outletsOf([...lead.agencies, ...story.publishers].length
      ? [...lead.agencies, ...story.publishers] : ["no outlet named"]),
    ` · ${story.languages.map(languageName).join(", ")}`);
  if (story.isNew) facts.append(element("span", "new", {class: "badge"}));
  if (isBurst(story)) {
    facts.append(element("span", `burst: ${story.publishers.length} outlets`, {class: "badge",
      title: `stories of this month usually have ${mean.toFixed(1)}`}));
  }
  box.append(title, facts);
  if (lead.evidence) box.append(written("blockquote", lead.evidence, lead.language));
  if (lead.edited) box.append(correction(lead));
  const first = story.dispatches.find((dispatch) => dispatch.includes(lead)) || story.dispatches[0];
  box.append(...copiesOf(first, "this dispatch"),
    ...otherDispatches(story.dispatches.filter((dispatch) => dispatch !== first)));
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
  const undated = shown.filter((story) => !story.is_dated).length;
  byId("count").textContent = shown.length
    ? `${shown.length} of ${content.stories.length} stories`
      + (undated ? `, ${undated} of them by arrival, without a known day` : "")
    : "No story matches. Widen the period or the grades; older news that came this month stands under any time.";
}
