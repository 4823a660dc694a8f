/** A user's own options: what they may change, and what their administrator has set. */
import { Problem, change, get, logOut } from './api.js';
import { element, toast } from './dom.js';
import { form, options, patchOf, valueAt, wordOf } from './options.js';

const page = Object.fromEntries(
  ['form', 'me', 'mine', 'options', 'fixed', 'others', 'bottom', 'summary', 'save', 'notice', 'logout'].map((id) => [id, document.getElementById(id)]));

let tag;

async function start() {
  const [me, own] = await Promise.all([get('/api/v1/me'), get('/api/v1/me/recording-settings')]);
  page.me.textContent = `${me.displayName} · ${me.extension}`;
  show(own);
}

function show(own) {
  tag = own.etag;
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
    show(await change('PATCH', '/api/v1/me/recording-settings', patchOf(page.options).patch, { 'If-Match': tag }));
    toast('Saved. It holds from your next call on.');
  } catch (failure) {
    trouble(failure);
    if (failure.status === 412) await start();
    else tell();
  }
}

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
page.form.addEventListener('change', tell);
page.logout.addEventListener('click', logOut);
start().catch(trouble);
