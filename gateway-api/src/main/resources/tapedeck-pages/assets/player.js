/** The player of one recording. One plays at a time. */
import { newLink } from './api.js';
import { element, icon, toast } from './dom.js';
import { length, soundOf } from './format.js';
import { wave } from './wave.js';

const SPEEDS = [1, 1.25, 1.5, 2, 0.75];
let playing;

export function player(recording, onclose) {
  const media = `/api/v1/recordings/${recording.id}/media`;
  const audio = element('audio', { src: media, preload: 'metadata' });
  const start = element('button', { type: 'button', class: 'start', 'aria-label': 'Play' }, icon('play'));
  const seek = element('input', { type: 'range', min: 0, max: 1000, value: 0, step: 1, 'aria-label': 'Position' });
  const at = element('b', {}, '0:00');
  const total = element('span', {}, length((recording.durationMs ?? 0) / 1000));
  const speed = element('button', { type: 'button', class: 'tool', 'aria-label': 'Speed', title: 'Speed' }, '1×');
  const copy = element('button', { type: 'button', class: 'tool', 'aria-label': 'Copy a link that needs no login', title: 'Copy a link that needs no login' }, icon('link'));
  const load = element('a', { class: 'tool', href: `${media}?download`, download: true, 'aria-label': 'Download', title: 'Download' }, icon('download'));
  const close = element('button', { type: 'button', class: 'tool', 'aria-label': 'Close the player', title: 'Close' }, icon('close'));
  const clock = element('span', { class: 'clock' }, at, ' / ', total);
  const track = recording.peaksUrl ? wave(`/api/v1/recordings/${recording.id}/peaks`, seek) : seek;
  const whose = recording.callee && element('button', { type: 'button', class: 'tool', 'aria-label': 'Whose voice', title: 'Whose voice: the parties are in files of their own' }, 'Caller');
  const about = soundOf(recording);
  const box = element('div', { class: 'player', role: 'group', 'aria-label': 'Player' },
    start, track, clock, element('span', { class: 'tools' }, whose || '', speed, copy, load, close), audio,
    about ? element('p', { class: 'sound' }, about) : '');

  const duration = () => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : (recording.durationMs ?? 0) / 1000);
  const show = () => {
    const part = duration() > 0 ? audio.currentTime / duration() : 0;
    at.textContent = length(audio.currentTime);
    total.textContent = length(duration());
    seek.value = Math.round(part * 1000);
    seek.style.setProperty('--done', `${Math.min(100, part * 100)}%`);
    track.show?.(part);
    seek.setAttribute('aria-valuetext', `${length(audio.currentTime)} of ${length(duration())}`);
  };
  const face = (name, label) => {
    start.replaceChildren(icon(name));
    start.setAttribute('aria-label', label);
  };

  start.addEventListener('click', () => (audio.paused ? audio.play().catch(() => {}) : audio.pause()));
  audio.addEventListener('play', () => {
    if (playing && playing !== audio) playing.pause();
    playing = audio;
    face('pause', 'Pause');
  });
  audio.addEventListener('pause', () => face('play', 'Play'));
  for (const event of ['timeupdate', 'loadedmetadata', 'ended', 'seeked']) audio.addEventListener(event, show);
  audio.addEventListener('error', () => trouble(box, media));
  seek.addEventListener('input', () => {
    audio.currentTime = (seek.value / 1000) * duration();
    show();
  });
  speed.addEventListener('click', () => {
    audio.playbackRate = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
    speed.textContent = `${audio.playbackRate}×`;
  });
  whose?.addEventListener('click', () => {
    const callee = whose.textContent === 'Caller';
    whose.textContent = callee ? 'Callee' : 'Caller';
    load.href = callee ? `${media}?part=callee&download` : `${media}?download`;
    change(audio, callee ? `${media}?part=callee` : media);
  });
  copy.addEventListener('click', () => copyLink(recording.id, box));
  close.addEventListener('click', () => {
    audio.pause();
    audio.removeAttribute('src');
    audio.load();
    onclose();
  });
  box.play = () => audio.play().catch(() => {});
  box.focusStart = () => start.focus();
  return box;
}

/** Goes on at the same moment in another file. */
function change(audio, file) {
  const { currentTime, paused, playbackRate } = audio;
  audio.src = file;
  audio.addEventListener('loadedmetadata', () => {
    audio.currentTime = currentTime;
    audio.playbackRate = playbackRate;
    if (!paused) audio.play().catch(() => {});
  }, { once: true });
}

/** The element only knows that it failed; the gateway knows why. */
async function trouble(box, media) {
  if (!box.isConnected) return;
  const answer = await fetch(media, { headers: { Range: 'bytes=0-0' } }).catch(() => undefined);
  const detail = answer && !answer.ok ? (await answer.json().catch(() => ({}))).detail : undefined;
  const text = detail ?? 'This browser cannot play the recording. Download it instead.';
  (box.querySelector('.track') ?? box.querySelector('[type=range]'))?.replaceWith(element('span', { class: 'trouble', role: 'alert' }, text));
}

/** Shows the link too: the clipboard belongs to pages that came over HTTPS, and not everybody has that. */
async function copyLink(id, box) {
  try {
    const link = await newLink(id);
    const field = box.querySelector('.url') ?? element('input', { class: 'url', readonly: true, 'aria-label': 'Link that needs no login' });
    field.value = link.url;
    box.append(field);
    field.select();
    const copied = await (navigator.clipboard?.writeText(link.url) ?? Promise.reject(new Error())).then(() => true, () => document.execCommand('copy'));
    const hours = Math.round((new Date(link.expiresAt) - Date.now()) / 3_600_000);
    toast(`${copied ? 'Link copied.' : 'Here is the link.'} It works for ${hours} hours, without a login.`);
  } catch (problem) {
    toast(problem.message);
  }
}
