/** How things are said to people. Nothing here touches the page. */

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

export const timeOf = (iso) => clock.format(new Date(iso));
export const exactTimeOf = (iso) => exact.format(new Date(iso));

export function dayOf(iso, now = new Date()) {
  const date = new Date(iso);
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return date.getFullYear() === now.getFullYear() ? day.format(date) : dayOfYear.format(date);
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** 75 is 1:15, 3675 is 1:01:15. */
export function length(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const h = Math.floor(whole / 3600);
  const m = Math.floor(whole / 60) % 60;
  const s = String(whole % 60).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

export const directions = {
  in: 'Incoming call',
  out: 'Outgoing call',
  internal: 'Internal call',
  in2out: 'From outside to outside',
};

const reasons = {
  caller_disconnect: 'Caller hung up',
  callee_disconnect: 'Callee hung up',
  replaced: 'Taken over',
  referred: 'Transferred',
  redirected: 'Redirected',
  blind_transfer_complete: 'Transferred',
  attended_transfer_complete: 'Transferred',
  cancelled: 'Caller gave up',
  rejected: 'Not answered',
  media_timeout: 'Connection lost',
  interrupted: 'Interrupted',
};

const refusals = {
  401: 'Login refused', 403: 'Not allowed', 404: 'Number unknown', 407: 'Login refused', 408: 'No answer', 480: 'Not reachable',
  486: 'Busy', 487: 'Caller gave up', 488: 'No common codec', 500: 'Failed', 503: 'Not available', 600: 'Busy', 603: 'Declined',
};

/** How a call ended: the words, and whether something went wrong. */
export function endOf(cdr) {
  if (cdr.statusCode >= 300) {
    return { text: refusals[cdr.statusCode] ?? `Refused (${cdr.statusCode})`, bad: cdr.statusCode >= 500 && cdr.statusCode < 600 };
  }
  const bad = cdr.endedReason === 'media_timeout' || cdr.endedReason === 'interrupted';
  return { text: reasons[cdr.endedReason] ?? 'Ended', bad };
}

const responsibles = { caller: 'The caller', operator: 'The operator', us: 'The makers of Tapedeck' };

export function failureOf(recording) {
  if (!recording.failure) return 'No media file could be made.';
  const who = responsibles[recording.failure.responsible];
  return recording.failure.message.replace(/\.?$/, '.') + (who ? ` ${who} must act.` : '');
}

const share = (part) => `${Math.round(part * 100)} %`;

/** What was measured of a recording and which keys were pressed, in one line; empty when nothing is known. */
export function soundOf(recording) {
  const { sound, keys = [] } = recording;
  const pressed = (party) => keys.filter((one) => one.party === party).map((one) => one.key).join('');
  return [
    sound && `Caller talks ${share(sound.callerTalk)}`,
    sound && `Callee talks ${share(sound.calleeTalk)}`,
    sound?.loudnessLufs !== undefined && `${sound.loudnessLufs.toFixed(1)} LUFS`,
    pressed('caller') && `Keys of the caller: ${pressed('caller')}`,
    pressed('callee') && `Keys of the callee: ${pressed('callee')}`,
  ].filter(Boolean).join(' · ');
}
