/** The list of calls: filter, pages, and what changes while one looks. */
import { calls as ask, logOut, Problem } from './api.js';
import { Call } from './call.js';
import { element } from './dom.js';
import { dayOf } from './format.js';

const PAGE = 50;
/** Of what is shorter, only numbers are found that are no longer. */
const SHORTEST_PART = 3;
const SOON_MILLIS = 2000;
const LATER_MILLIS = 6000;

const page = Object.fromEntries(
  ['filter', 'clear', 'calls', 'nothing', 'nomatch', 'showall', 'older', 'notice', 'pulse', 'logout', 'csv'].map((id) => [id, document.getElementById(id)]));

let shown = new Map();
let next;
let paged = false;
let timer;
let asking;

/** As numbers are dialled: what people write between the digits is left out. */
const numberIn = (text) => (/^[+\d\s()/.-]+$/.test(text) ? text.replace(/[\s()/.-]/g, '') : text.trim());

function query(cursor) {
  const form = new FormData(page.filter);
  const parameters = new URLSearchParams({ limit: PAGE });
  const party = numberIn(form.get('party'));
  if (party) parameters.set(party.length < SHORTEST_PART ? 'party' : 'partyContains', party);
  if (form.get('from')) parameters.set('from', new Date(`${form.get('from')}T00:00`).toISOString());
  if (form.get('to')) {
    const day = new Date(`${form.get('to')}T00:00`);
    day.setDate(day.getDate() + 1);
    parameters.set('to', day.toISOString());
  }
  if (cursor) parameters.set('cursor', cursor);
  return parameters;
}

const isFiltered = () => [...query().keys()].length > 1;

/** Asks for the newest calls and shows what is new in them. */
async function refresh() {
  clearTimeout(timer);
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await ask(query(), asking.signal);
    take(answer.items);
    if (!paged) next = answer.next;
    settle();
    state('live', 'Live');
    page.notice.hidden = true;
  } catch (failure) {
    if (failure.name === 'AbortError') return;
    trouble(failure);
  }
  timer = setTimeout(refresh, [...shown.values()].some((call) => call.isMoving) ? SOON_MILLIS : LATER_MILLIS);
}

async function older() {
  page.older.disabled = true;
  try {
    const answer = await ask(query(next));
    paged = true;
    next = answer.next;
    take(answer.items);
    settle();
  } catch (failure) {
    trouble(failure);
  } finally {
    page.older.disabled = false;
  }
}

function take(cdrs) {
  const first = shown.size === 0;
  let changed = false;
  for (const cdr of cdrs) {
    const known = shown.get(cdr.sessionId);
    if (known) {
      known.update(cdr);
    } else {
      const call = new Call(cdr);
      if (!first && !paged) call.box.classList.add('fresh');
      shown.set(cdr.sessionId, call);
      changed = true;
    }
  }
  if (changed) arrange();
}

/** Puts the calls under their days, newest first, and moves no element that is in its place already. */
function arrange() {
  const sorted = [...shown.values()].sort((a, b) => (a.cdr.startTime < b.cdr.startTime ? 1 : -1));
  const days = Map.groupBy ? Map.groupBy(sorted, (call) => dayOf(call.cdr.startTime)) : grouped(sorted);
  const sections = [...days].map(([day, list]) => section(day, list));
  const wanted = sections.flat();
  wanted.forEach((node, i) => {
    if (page.calls.children[i] !== node) page.calls.insertBefore(node, page.calls.children[i] ?? null);
  });
  while (page.calls.children.length > wanted.length) page.calls.lastChild.remove();
}

function grouped(sorted) {
  const days = new Map();
  for (const call of sorted) {
    const day = dayOf(call.cdr.startTime);
    days.set(day, [...(days.get(day) ?? []), call]);
  }
  return days;
}

const sections = new Map();

function section(day, list) {
  if (!sections.has(day)) sections.set(day, [element('h2', { class: 'day' }, day), element('ol', { 'aria-label': day })]);
  const [head, items] = sections.get(day);
  list.forEach((call, i) => {
    if (items.children[i] !== call.box) items.insertBefore(call.box, items.children[i] ?? null);
  });
  while (items.children.length > list.length) items.lastChild.remove();
  return [head, items];
}

function settle() {
  const empty = shown.size === 0;
  page.calls.setAttribute('aria-busy', 'false');
  page.nothing.hidden = !empty || isFiltered();
  page.nomatch.hidden = !empty || !isFiltered();
  page.filter.hidden = empty && !isFiltered();
  page.older.hidden = !next;
  page.clear.hidden = !isFiltered();
  const wanted = query();
  wanted.delete('limit');
  page.csv.href = `/api/v1/cdrs/export?${wanted}`;
}

function trouble(failure) {
  if (failure.status === 401) return;
  state('broken', 'Trying again');
  page.notice.hidden = false;
  page.notice.textContent = failure instanceof Problem
    ? `${failure.message} What you see may be out of date; this page keeps trying.`
    : `Something unexpected happened on this page: ${failure.message}`;
}

function state(name, text) {
  page.pulse.dataset.state = name;
  const place = page.pulse.querySelector('.text');
  if (place.textContent !== text) place.textContent = text;
}

function startOver() {
  shown = new Map();
  sections.clear();
  paged = false;
  next = undefined;
  page.calls.replaceChildren();
  page.calls.setAttribute('aria-busy', 'true');
  refresh();
}

let typing;
page.filter.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(startOver, 250);
});
page.filter.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(typing);
  startOver();
});
page.filter.addEventListener('reset', () => setTimeout(startOver));
page.showall.addEventListener('click', () => page.filter.reset());
page.older.addEventListener('click', older);
page.logout.addEventListener('click', logOut);
document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : refresh()));
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')) {
    event.preventDefault();
    page.filter.elements.party.focus();
  }
});
setInterval(() => shown.forEach((call) => call.tick()), 1000);
refresh();
