/** The gateway's REST interface, as this page uses it: with the session of the login form. */

/** A refusal of the gateway, or its silence. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export const calls = (query, signal) => ask(`/api/v1/cdrs?${query}`, { signal });

export const newLink = (recording) => ask(`/api/v1/recordings/${recording}/link`, changing({ body: '{}' }));

export const get = (path) => ask(path, {});

export const change = (method, path, body, headers = {}) => {
  const options = changing({ method, body: JSON.stringify(body) });
  return ask(path, { ...options, headers: { ...options.headers, ...headers } });
};

export async function logOut() {
  await fetch('/logout', changing({}));
  location.assign('/login?bye');
}

/** The body; a document with a version has its entity tag as `etag`. */
async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { Accept: 'application/json', ...options.headers } });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(0, 'The gateway cannot be reached.');
  }
  if (answer.status === 401) {
    location.assign('/login');
    throw new Problem(401, 'Please log in again.');
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(answer.status, body.detail ?? `The gateway answered ${answer.status}.`);
  const etag = answer.headers.get('ETag');
  return etag ? { ...body, etag } : body;
}

/** What changes something by the session carries the page's token, which other sites cannot read. */
function changing(options) {
  const token = document.cookie.split('; ').find((one) => one.startsWith('XSRF-TOKEN='))?.slice('XSRF-TOKEN='.length) ?? '';
  return { method: 'POST', ...options, headers: { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': token } };
}
