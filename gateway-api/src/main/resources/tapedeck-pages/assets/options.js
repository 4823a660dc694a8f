/** The options of a settings document as people see them: one control for each, and what was chosen as a merge patch. */
import { element } from './dom.js';

const onOff = [[true, 'On'], [false, 'Off']];

/**
 * In the order of the page. Each option is one place of the document, by its JSON pointer, with `values` to choose from, or `text` that
 * is typed (this is what an empty field shows), or values to `choose` that the page has to find out; the last two in forms with a document only.
 */
export const groups = [
  ['Record calls', [
    { at: '/inbound/offnet/enabled', name: 'Incoming from outside', values: onOff },
    { at: '/inbound/onnet/enabled', name: 'Incoming from colleagues', values: onOff },
    { at: '/outbound/offnet/enabled', name: 'Outgoing to the outside', values: onOff },
    { at: '/outbound/onnet/enabled', name: 'Outgoing to colleagues', values: onOff },
    { at: '/outgoingMode', name: 'Before an outgoing call', values: [['all', 'Just record'], ['ask', 'Ask']] },
    { at: '/unanswered', name: 'Asked without an answer', values: [['record', 'Record'], ['skip', 'Do not record']] },
    { at: '/redirected', name: 'Forwarded and transferred', values: onOff },
    { at: '/onDemand', name: 'Start and stop during the call', values: onOff },
  ]],
  ['What is kept', [
    { at: '/audio', name: 'Sound', values: onOff },
    { at: '/video', name: 'Pictures', values: onOff },
    { at: '/any/any/format', name: 'File format', values: ['wav', 'mp3', 'opus', 'flac', 'amr'].map((one) => [one, one.toUpperCase()]) },
    { at: '/layout', name: 'Parties', values: [['stereo', 'Left and right'], ['mono', 'Mixed'], ['split', 'A file each']] },
    { at: '/pauses', name: 'Pauses', values: [['silence', 'Silent'], ['cut', 'Cut out']] },
    { at: '/resumeAfterSeconds', name: 'A pause ends by itself', values: [[0, 'Never'], [30, 'After 30 s'], [60, 'After a minute'], [300, 'After 5 minutes']] },
  ]],
  ['What the parties hear', [
    { at: '/announcement/started', name: 'Recording started', values: onOff },
    { at: '/announcement/stopped', name: 'Recording stopped', values: onOff },
    { at: '/announcement/paused', name: 'Recording paused', values: onOff },
    { at: '/announcement/resumed', name: 'Recording resumed', values: onOff },
    { at: '/announcement/language', name: 'Language',
      values: [['en', 'English'], ['de', 'Deutsch'], ['fr', 'Français'], ['es', 'Español'], ['uk', 'Українська'], ['vi', 'Tiếng Việt']] },
    { at: '/announcement/own', name: 'Announcement of your own', choose: true },
    { at: '/beep/everySeconds', name: 'Beep', values: [[0, 'Never'], [15, 'Every 15 s'], [30, 'Every 30 s'], [60, 'Every minute']] },
  ]],
  ['Keys to press during a call', [
    { at: '/featureCodes/start', name: 'Start recording', text: '*44' },
    { at: '/featureCodes/stop', name: 'Stop recording', text: '*45' },
    { at: '/featureCodes/pause', name: 'Pause', text: '*48' },
    { at: '/featureCodes/resume', name: 'Go on', text: '*49' },
  ]],
  ['Forward calls to', [
    { at: '/forwarding/always', name: 'Always', text: 'Number' },
    { at: '/forwarding/busy', name: 'When busy', text: 'Number' },
    { at: '/forwarding/noAnswer', name: 'When nobody answers', text: 'Number' },
    { at: '/forwarding/unavailable', name: 'When no phone is there', text: 'Number' },
  ]],
];

export const options = groups.flatMap(([, list]) => list);

const KEEP = 'keep';
const UNSET = 'unset';

/** What stands at a place; undefined when nothing does. */
export const valueAt = (settings, pointer) => pointer.slice(1).split('/').reduce((part, name) => part?.[name], settings);

/** A value in words. */
export const wordOf = (option, value) =>
  value === undefined ? 'not set' : (option.values?.find(([known]) => known === value)?.[1] ?? String(value)).toLowerCase();

/**
 * Controls for these options.
 *
 * @param settings a document to show; none for a form in which each option is first left as it is
 * @param wanted which options are shown
 */
export function form(wanted, settings) {
  return groups
    .map(([title, list]) => [title, list.filter((option) => wanted(option) && (settings || option.values))])
    .filter(([, list]) => list.length)
    .map(([title, list]) => element('div', { class: 'group', role: 'group', 'aria-label': title },
      element('h3', {}, title), ...list.map((option) => control(option, settings))));
}

function control(option, settings) {
  if (option.text) return typed(option, valueAt(settings, option.at) ?? '');
  const now = settings ? keyOf(option, valueAt(settings, option.at)) : KEEP;
  const choices = [
    ...(settings ? [] : [[KEEP, 'Leave']]),
    [UNSET, 'Not set'],
    ...option.values.map(([, word], i) => [String(i), word]),
  ];
  if (settings && now === KEEP) choices.push([KEEP, String(valueAt(settings, option.at))]);
  return choices.length > 4 ? select(option, choices, now) : segments(option, choices, now);
}

function segments(option, choices, now) {
  return element('fieldset', { class: 'option', 'data-at': option.at, 'data-first': now },
    element('legend', {}, option.name),
    element('span', { class: 'segments' }, ...choices.map(([key, word]) =>
      element('label', { 'data-key': key },
        element('input', { type: 'radio', name: option.at, value: key, checked: key === now }), element('span', {}, word)))));
}

function select(option, choices, now) {
  const box = element('select', { name: option.at }, ...choices.map(([key, word]) =>
    element('option', { value: key, selected: key === now }, word)));
  return element('label', { class: 'option', 'data-at': option.at, 'data-first': now }, element('span', { class: 'legend' }, option.name), box);
}

function typed(option, now) {
  return element('label', { class: 'option', 'data-at': option.at, 'data-first': now }, element('span', { class: 'legend' }, option.name),
    element('input', { type: 'text', name: option.at, value: now, placeholder: option.text, autocomplete: 'off' }));
}

/** A value that this page does not offer is kept until another is chosen. */
function keyOf(option, value) {
  if (value === undefined) return UNSET;
  const i = option.values.findIndex(([known]) => known === value);
  return i < 0 ? KEEP : String(i);
}

/** What was chosen: the merge patch, and how many options it changes. */
export function patchOf(place) {
  const patch = {};
  let count = 0;
  for (const box of place.querySelectorAll('.option')) {
    const option = options.find((one) => one.at === box.dataset.at);
    const text = box.querySelector('input[type=text]')?.value.trim();
    const key = text ?? box.querySelector('select')?.value ?? box.querySelector('input:checked')?.value ?? KEEP;
    box.classList.toggle('changed', key !== box.dataset.first);
    if (key === KEEP || key === box.dataset.first) continue;
    put(patch, option.at, key === UNSET || key === '' ? null : text ?? option.values[Number(key)][0]);
    count += 1;
  }
  return { patch, count };
}

function put(patch, pointer, value) {
  const names = pointer.slice(1).split('/');
  const last = names.pop();
  names.reduce((part, name) => (part[name] ??= {}), patch)[last] = value;
}

/** Where two documents differ, in words; what this page has no name for by its place. */
export function changesOf(before, after) {
  return differences('', before, after).map(([at, from, to]) => {
    const option = options.find((one) => one.at === at);
    return option
      ? { name: option.name, from: wordOf(option, from), to: wordOf(option, to) }
      : { name: at, from: from === undefined ? 'not set' : String(from), to: to === undefined ? 'not set' : String(to) };
  });
}

function differences(at, before, after) {
  if (!isObject(before) && !isObject(after)) return JSON.stringify(before) === JSON.stringify(after) ? [] : [[at, before, after]];
  const names = new Set([...Object.keys(isObject(before) ? before : {}), ...Object.keys(isObject(after) ? after : {})]);
  return [...names].flatMap((name) => differences(`${at}/${name}`, before?.[name], after?.[name]));
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
