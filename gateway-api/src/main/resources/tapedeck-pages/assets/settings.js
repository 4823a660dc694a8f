/** Recording settings of many users: whom, what, a preview, and then the change. */
import { Problem, change, get, logOut } from './api.js';
import { element, toast } from './dom.js';
import { changesOf, form, patchOf } from './options.js';

const ROWS = 500;
const PAGE = 200;

const page = Object.fromEntries(
  ['form', 'tenant', 'tenantfield', 'chooser', 'find', 'people', 'chosen', 'options', 'summary', 'preview', 'result', 'resulthead', 'resulttext', 'rows', 'rest', 'back', 'apply', 'notice', 'logout']
    .map((id) => [id, document.getElementById(id)]));

/** Ids of the chosen teams and users; they stay while one looks for more. */
let picked = { teams: new Set(), ids: new Set() };
let listed = { teams: [], ids: [] };
let order;

/** How often a company was chosen: what comes of an earlier choice is not shown. */
let choices = 0;

const whom = () => new FormData(page.form).get('whom');

async function everyPage(path) {
  const items = [];
  let cursor;
  do {
    const answer = await get(`${path}?limit=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    items.push(...answer.items);
    cursor = answer.next;
  } while (cursor && items.length < 5000);
  return items;
}

async function start() {
  page.options.replaceChildren(...form(() => true));
  const tenants = await everyPage('/api/v1/tenants');
  page.tenant.replaceChildren(...tenants.map((one) => element('option', { value: one.id }, one.name)));
  page.tenantfield.hidden = tenants.length < 2;
  if (!tenants.length) throw new Problem(0, 'There is no company yet.');
  await company();
}

async function company() {
  const tenant = page.tenant.value;
  const choice = ++choices;
  picked = { teams: new Set(), ids: new Set() };
  const [teams, users] = await Promise.all([everyPage(`/api/v1/tenants/${tenant}/teams`), everyPage(`/api/v1/tenants/${tenant}/users`)]);
  if (choice !== choices) return;
  listed = {
    teams: teams.map((one) => ({ id: one.id, name: one.name, about: one.members.length === 1 ? '1 member' : `${one.members.length} members` })),
    ids: users.map((one) => ({ id: one.id, name: one.displayName, about: one.extension })),
  };
  choose();
}

/** Shows the teams or users that can be chosen, those that match what is typed. */
function choose() {
  const kind = whom();
  page.chooser.hidden = kind === 'everyone';
  if (kind !== 'everyone') {
    const label = kind === 'teams' ? 'Find a team' : 'Find a user by name or number';
    page.find.placeholder = label;
    page.find.setAttribute('aria-label', label);
    page.people.setAttribute('aria-label', kind === 'teams' ? 'Teams' : 'Users');
    const typed = page.find.value.trim().toLowerCase();
    const found = listed[kind].filter((one) => `${one.name} ${one.about}`.toLowerCase().includes(typed));
    page.people.replaceChildren(...(found.length ? found.slice(0, ROWS).map((one) => person(one, picked[kind])) : [element('p', { class: 'hint' }, listed[kind].length ? 'Nothing matches.' : 'There are none yet.')]));
  }
  tell();
}

function person(one, chosen) {
  const box = element('input', { type: 'checkbox', value: one.id, checked: chosen.has(one.id) });
  box.addEventListener('change', () => {
    if (box.checked) chosen.add(one.id);
    else chosen.delete(one.id);
    tell();
  });
  return element('label', { class: 'person' }, box, element('span', {}, one.name), element('span', { class: 'about' }, one.about));
}

function selection() {
  const kind = whom();
  return kind === 'everyone' ? { everyone: true } : { [kind]: [...picked[kind]] };
}

function tell() {
  const kind = whom();
  const { count } = patchOf(page.options);
  const enough = kind === 'everyone' || picked[kind].size > 0;
  if (kind !== 'everyone') page.chosen.textContent = picked[kind].size ? `${picked[kind].size} chosen` : 'None chosen yet';
  page.preview.disabled = !count || !enough;
  page.summary.textContent = !count ? 'Nothing chosen to change yet.'
    : !enough ? 'Choose whom it is for.'
      : `${count === 1 ? 'One option' : `${count} options`} for ${kind === 'everyone' ? 'everyone' : kind === 'teams' ? `the members of ${picked.teams.size === 1 ? 'one team' : `${picked.teams.size} teams`}` : picked.ids.size === 1 ? 'one user' : `${picked.ids.size} users`}.`;
}

const bulk = (body) => change('POST', `/api/v1/tenants/${page.tenant.value}/recording-settings/bulk`, body);

async function preview() {
  order = { of: 'users', select: selection(), patch: patchOf(page.options).patch };
  await busy(page.preview, async () => {
    const answer = await bulk({ ...order, dryRun: true });
    order.versions = Object.fromEntries(answer.items.map((one) => [one.id, one.etag]));
    show(answer);
  });
}

async function apply() {
  await busy(page.apply, async () => {
    const answer = await bulk(order);
    show(answer);
    toast(`${answer.changed === 1 ? 'One user was' : `${answer.changed} users were`} changed.`);
  });
}

function show(answer) {
  const will = answer.dryRun ? 'would' : 'did';
  const users = (n) => (n === 1 ? '1 user' : `${n} users`);
  page.resulthead.textContent = answer.dryRun ? `${users(answer.changed)} will change` : `${users(answer.changed)} changed`;
  page.resulttext.textContent = [
    answer.unchanged && `${users(answer.unchanged)} ${answer.dryRun ? 'have' : 'had'} it like this already.`,
    answer.refused && `${users(answer.refused)} ${will} not change; the reason stands in the list.`,
    answer.dryRun && !answer.refused && !answer.unchanged && 'Nothing has changed yet.',
  ].filter(Boolean).join(' ');
  const sorted = [...answer.items].sort((a, b) => rank(a) - rank(b));
  page.rows.replaceChildren(...sorted.slice(0, ROWS).map(row));
  page.rest.hidden = sorted.length <= ROWS;
  page.rest.textContent = `And ${sorted.length - ROWS} more.`;
  page.apply.hidden = !answer.dryRun || !answer.changed;
  page.apply.textContent = `Change ${users(answer.changed)}`;
  page.back.textContent = answer.dryRun ? 'Back to the form' : 'Change something else';
  page.result.hidden = false;
  page.form.hidden = true;
  page.result.focus();
}

const rank = (item) => ['refused', 'changed', 'unchanged'].indexOf(item.outcome);

function row(item) {
  return element('tr', { class: item.outcome },
    element('td', { class: 'number' }, item.number), element('td', {}, item.name), element('td', {}, ...words(item)));
}

function words(item) {
  if (item.outcome === 'unchanged') return [element('span', { class: 'about' }, 'stays as it is')];
  if (item.outcome === 'refused') return [element('span', { class: 'bad' }, item.problem.errors[0] ? `${item.problem.errors[0].detail} (${item.problem.errors[0].pointer})` : item.problem.detail)];
  return changesOf(item.before, item.after).map((one) => element('span', { class: 'chip' },
    `${one.name}: `, element('s', {}, one.from), element('span', { class: 'hidden' }, ' becomes '), element('b', {}, one.to)));
}

async function busy(button, work) {
  button.disabled = true;
  page.notice.hidden = true;
  try {
    await work();
  } catch (failure) {
    trouble(failure);
  } finally {
    button.disabled = false;
  }
}

function trouble(failure) {
  if (failure.status === 401) return;
  page.notice.hidden = false;
  page.notice.textContent = failure instanceof Problem ? failure.message : `Something unexpected happened on this page: ${failure.message}`;
}

page.form.addEventListener('submit', (event) => {
  event.preventDefault();
  preview();
});
page.form.addEventListener('change', (event) => {
  if (event.target.name === 'whom') {
    page.find.value = '';
    choose();
  } else tell();
});
page.find.addEventListener('input', choose);
page.tenant.addEventListener('change', () => company().catch(trouble));
page.apply.addEventListener('click', apply);
page.back.addEventListener('click', () => {
  page.result.hidden = true;
  page.form.hidden = false;
  page.preview.focus();
});
page.logout.addEventListener('click', logOut);
start().catch(trouble);
