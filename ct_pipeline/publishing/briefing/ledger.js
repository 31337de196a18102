"use strict";
// What the ledger of promises, events and figures says: what is coming, and what cannot both hold.
const DIFFER = {figure: "Figures differ", event_date: "Dates of an event differ",
  due_date: "Dates of a promise differ", event_place: "Places differ", role: "Offices differ",
  part: "Attendance differs"};
const CORRECTED_BY = {outlet: "the outlet", agency: "the agency", source: "its source"};

function days({from, to}) {
  if (!from || !to || from === to) return from || to;
  return `${from} to ${to}`;
}

function source(told) {
  const line = element("p", null, {class: "facts"});
  line.append(link(told.publisher || "source", told.url, told.publisher ? null : "en"));
  return line;
}

function coming(entry) {
  const item = element("li");
  const when = element("p", null, {class: "facts"});
  const what = entry.kind === "event" ? "event" : entry.overdue ? "promise, overdue" : "promise";
  appendFacts(when, [days(entry), what, entry.place, ...(entry.by || [])]);
  if (entry.overdue) when.append(element("span", "nobody has reported it", {class: "badge"}));
  const title = element("h3");
  title.append(written("span", entry.text, entry.language));
  item.append(title, when);
  if (entry.sentence && entry.sentence !== entry.text) item.append(written("blockquote", entry.sentence, entry.language));
  item.append(source(entry));
  return item;
}

function contradiction(entry) {
  const item = element("li");
  const title = element("h3", `${DIFFER[entry.kind] || "Claims differ"}: `);
  title.append(element("bdi", entry.claims[0].value), " / ", element("bdi", entry.claims[1].value));
  if (entry.corrected) {
    const by = CORRECTED_BY[entry.corrected_by];
    title.append(element("span", by ? `corrected by ${by}` : "corrected", {class: "badge"}));
  } else if (entry.resolved) {
    title.append(element("span", "settled by a later text", {class: "badge"}));
  }
  item.append(title);
  for (const claim of entry.claims) {
    item.append(written("blockquote", claim.sentence, claim.language), source(claim));
  }
  return item;
}

function list(id, entries, made, nothing) {
  byId(id).append(...entries.map(made));
  if (!entries.length) byId(id).append(element("li", nothing));
}

content.programmes.forEach(([id, name], place) => byId("programmes").append(
  place ? " · " : "By programme: ",
  element("a", name, {href: `../programmes/${encodeURIComponent(id)}.html`, dir: "auto"})));
list("coming", content.agenda, coming, "Nothing is announced for the next two months.");
if (content.unreported) {
  const count = content.unreported === 1 ? "1 promise" : `${content.unreported} promises`;
  byId("coming").after(element("p", `${count} of earlier years: not reported on.`, {class: "quiet"}));
}
list("disputed", content.contradictions, contradiction, "No two texts of this month contradict each other.");
