/** A user's own options: what they may change, and what their administrator has set. */
import { Problem, change, get, logOut } from './api.js';
import { element, toast } from './dom.js';
import { form, options, patchOf, valueAt, wordOf } from './options.js';

const page = Object.fromEntries(
  ['form', 'me', 'mine', 'options', 'fixed', 'others', 'bottom', 'summary', 'save', 'notice', 'logout'].map((id) => [id, document.getElementById(id)]));

const SETTINGS = '/api/v1/me/recording-settings';
const FORWARDING = '/api/v1/me/forwarding';
const COLLEAGUE = 'a colleague';

const tags = {};

async function start() {
  const [me, choices] = await Promise.all([get('/api/v1/me'), get('/api/v1/me/announcements')]);
  page.me.textContent = `${me.displayName} · ${me.extension}`;
  options.find((option) => option.choose).values = choices.items.map((one) => [one.id, one.name]);
  await load();
}

async function load() {
  const [own, calls] = await Promise.all([get(SETTINGS), get(FORWARDING)]);
  tags[SETTINGS] = own.etag;
  tags[FORWARDING] = calls.etag;
  const forwarding = Object.fromEntries(Object.entries(calls.forwarding).map(([when, to]) => [when, to.number ?? COLLEAGUE]));
  show({ settings: { ...own.settings, forwarding }, editable: own.editable });
}

function show(own) {
  const mayChange = (option) => own.editable.some((one) => option.at === one || option.at.startsWith(`${one}/`));
  const fixed = options.filter((option) => !mayChange(option) && valueAt(own.settings, option.at) !== undefined);
  page.options.replaceChildren(...form(mayChange, own.settings));
  page.mine.hidden = page.bottom.hidden = !options.some(mayChange);
  page.others.replaceChildren(...fixed.flatMap((option) =>
    [element('dt', {}, option.name), element('dd', {}, wordOf(option, valueAt(own.settings, option.at)))]));
  if (!fixed.length) page.others.append(element('dt', {}, options.some(mayChange) ? 'Everything else' : 'All options'), element('dd', {}, 'as your team or company has it'));
  page.fixed.hidden = false;
  tell();
}

function tell() {
  const { count } = patchOf(page.options);
  page.save.disabled = !count;
  page.summary.textContent = count ? `${count === 1 ? 'One option' : `${count} options`} not saved yet.` : 'Everything is saved.';
}

async function save() {
  page.save.disabled = true;
  page.notice.hidden = true;
  try {
    const { patch: { forwarding, ...settings } } = patchOf(page.options);
    if (Object.keys(settings).length) await change('PATCH', SETTINGS, settings, { 'If-Match': tags[SETTINGS] });
    if (forwarding) await change('PATCH', FORWARDING, destinations(forwarding), { 'If-Match': tags[FORWARDING] });
    await load();
    toast('Saved. It holds from your next call on.');
  } catch (failure) {
    trouble(failure);
    if (failure.status === 412) await load();
    else tell();
  }
}

/** What was typed takes the place of a colleague; after how long stays. */
const destinations = (typed) =>
  Object.fromEntries(Object.entries(typed).map(([when, number]) => [when, number && { number, userId: null }]));

function trouble(failure) {
  if (failure.status === 401) return;
  page.notice.hidden = false;
  page.notice.textContent = failure.status === 412 ? 'Your administrator has changed your options in the meantime. Here is how they are now.'
    : failure instanceof Problem ? failure.message : `Something unexpected happened on this page: ${failure.message}`;
}

page.form.addEventListener('submit', (event) => {
  event.preventDefault();
  save();
});
page.form.addEventListener('input', tell);
page.logout.addEventListener('click', logOut);
start().catch(trouble);
