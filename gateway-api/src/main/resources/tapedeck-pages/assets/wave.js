/** The wave form of a recording as the place to seek in: the caller above, the callee below; one voice, or a mix, mirrored. */
import { element } from './dom.js';

const BAR = 3; // pixels, with the gap behind it

export function wave(peaksUrl, seek) {
  const canvas = element('canvas', { class: 'wave', 'aria-hidden': 'true' });
  const box = element('span', { class: 'track' }, canvas, seek);
  let peaks;
  let done = 0;

  const draw = () => {
    if (!peaks || !canvas.isConnected) return;
    const scale = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext('2d');
    pen.scale(scale, scale);
    const style = getComputedStyle(canvas);
    const colours = [style.getPropertyValue('--played'), style.getPropertyValue('--ahead')];
    const bars = Math.floor(width / BAR);
    for (let bar = 0; bar < bars; bar++) {
      pen.fillStyle = colours[(bar + 0.5) / bars <= done ? 0 : 1];
      const up = Math.max(1, level(peaks, 0, bar / bars, (bar + 1) / bars) * (height / 2 - 1));
      const down = Math.max(1, level(peaks, peaks.channels - 1, bar / bars, (bar + 1) / bars) * (height / 2 - 1));
      pen.fillRect(bar * BAR, height / 2 - up, BAR - 1, up + down);
    }
  };

  fetch(peaksUrl).then((answer) => (answer.ok ? answer.json() : undefined)).then((found) => {
    if (!found?.length) return;
    peaks = found;
    peaks.loudest = peaks.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1); // too many to be arguments
    box.classList.add('drawn');
    draw();
  }).catch(() => {}); // the seek bar alone does as well

  new ResizeObserver(draw).observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  box.show = (part) => {
    if (Math.abs(part - done) * canvas.clientWidth < 1 && part > 0) return;
    done = part;
    draw();
  };
  return box;
}

/** The highest swing of a channel between two parts of the recording, 0 to 1 of the loudest. */
function level(peaks, channel, from, to) {
  const first = Math.floor(from * peaks.length);
  const last = Math.min(peaks.length, Math.max(first + 1, Math.floor(to * peaks.length)));
  let highest = 0;
  for (let pixel = first; pixel < last; pixel++) {
    const at = (pixel * peaks.channels + channel) * 2; // least and greatest of each channel in turn
    highest = Math.max(highest, -peaks.data[at], peaks.data[at + 1]);
  }
  return highest / peaks.loudest;
}
