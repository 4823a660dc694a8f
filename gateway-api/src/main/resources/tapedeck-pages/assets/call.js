/** One call in the list. It is drawn again when the call changed; an open player stays as it is. */
import { element, icon } from './dom.js';
import { directions, endOf, exactTimeOf, failureOf, length, timeOf } from './format.js';
import { player } from './player.js';

export class Call {
  constructor(cdr) {
    this.line = element('div', { class: 'line' });
    this.notes = element('div');
    this.players = new Map();
    this.box = element('li', { class: 'call' }, this.line, this.notes);
    this.update(cdr);
  }

  /** Takes what is new. False when nothing is. */
  update(cdr) {
    const text = JSON.stringify(cdr);
    if (text === this.text) return false;
    this.text = text;
    this.cdr = cdr;
    const focused = this.line.contains(document.activeElement);
    this.line.replaceChildren(...this.cells());
    this.notes.replaceChildren(...this.failures());
    if (focused) this.line.querySelector('button')?.focus();
    return true;
  }

  /** Whether this call will change by itself. */
  get isMoving() {
    return this.cdr.state === 'in_progress' || this.cdr.recordings.some((one) => one.state === 'recording' || one.state === 'converting');
  }

  cells() {
    const { cdr } = this;
    const way = element('span', { class: 'way', 'data-way': cdr.direction, title: directions[cdr.direction] },
      icon(cdr.direction), element('span', { class: 'hidden' }, directions[cdr.direction] ?? ''));
    return [
      element('time', { class: 'time', datetime: cdr.startTime, title: exactTimeOf(cdr.startTime) }, timeOf(cdr.startTime)),
      way, this.who(), this.duration(), this.ended(),
      element('div', { class: 'tapes' }, ...this.tapes()),
    ];
  }

  who() {
    const { cdr } = this;
    const about = [cdr.callerDisplayName !== cdr.caller && cdr.callerDisplayName, cdr.trunkName && `via ${cdr.trunkName}`, cdr.tenantName];
    return element('div', { class: 'who' },
      element('p', { class: 'parties' }, cdr.caller || 'Anonymous', element('span', { class: 'arrow', 'aria-hidden': 'true' }, '→'),
        element('span', { class: 'hidden' }, ' to '), cdr.callee || 'nobody'),
      element('p', { class: 'about' }, about.filter(Boolean).join(' · ')));
  }

  duration() {
    const { cdr } = this;
    if (cdr.state === 'in_progress') {
      return element('span', { class: 'length' }, cdr.answeredTime ? length((Date.now() - new Date(cdr.answeredTime)) / 1000) : '');
    }
    if (!cdr.answeredTime) return element('span', { class: 'length none', title: 'Not answered' }, '–');
    return element('span', { class: 'length' }, length(cdr.durationSeconds ?? 0));
  }

  /** Lets the duration of a call in progress run. */
  tick() {
    if (this.cdr.state === 'in_progress' && this.cdr.answeredTime) {
      this.line.querySelector('.length').textContent = length((Date.now() - new Date(this.cdr.answeredTime)) / 1000);
    }
  }

  ended() {
    if (this.cdr.state === 'in_progress') {
      return element('span', { class: 'ended' },
        element('span', { class: 'now' }, element('span', { class: 'dot' }), this.cdr.answeredTime ? 'In progress' : 'Ringing'));
    }
    const end = endOf(this.cdr);
    return element('span', { class: end.bad ? 'ended bad' : 'ended' }, end.text);
  }

  tapes() {
    const kept = this.cdr.recordings.filter((one) => one.state !== 'discarded');
    if (kept.length === 0) return [element('span', { class: 'tape none' }, this.cdr.recordings.length ? 'Discarded' : 'Not recorded')];
    return kept.map((one) => this.tape(one));
  }

  tape(recording) {
    switch (recording.state) {
      case 'recording': return element('span', { class: 'tape recording' }, element('span', { class: 'dot' }), 'Recording');
      case 'converting': return element('span', { class: 'tape waiting' }, element('span', { class: 'reel' }), 'Converting');
      case 'failed': return element('span', { class: 'tape failed' }, 'Failed');
      case 'ready': {
        const open = this.players.has(recording.id);
        return element('button', { type: 'button', class: 'tape', 'aria-expanded': String(open), onclick: () => this.toggle(recording) },
          icon('play'), 'Play', element('span', { class: 'hidden' }, ` the recording of ${this.cdr.caller} to ${this.cdr.callee}`));
      }
      default: return element('span', { class: 'tape none' }, recording.state);
    }
  }

  failures() {
    return this.cdr.recordings.filter((one) => one.state === 'failed').map((one) => element('p', { class: 'why' }, failureOf(one)));
  }

  toggle(recording) {
    const open = this.players.get(recording.id);
    if (open) {
      open.querySelector('[aria-label="Close the player"]').click();
      return;
    }
    const made = player(recording, () => {
      made.remove();
      this.players.delete(recording.id);
      this.line.querySelector('.tapes').replaceChildren(...this.tapes());
      this.line.querySelector('.tapes button')?.focus();
    });
    this.players.set(recording.id, made);
    this.box.append(made);
    this.line.querySelector('.tapes').replaceChildren(...this.tapes());
    made.play();
    made.focusStart();
  }
}
