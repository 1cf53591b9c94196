// The service's routes, as the chat page uses them.

const idLength = 16;

// Null where requests name their customer themselves.
let token = null;

/** From now on requests bear this token, whose customer they are from. */
export function authorize(text) {
  token = text;
}

/** 128 random bits as hexadecimal digits. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(idLength)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** A refusal: retryAfter is in seconds, or null when sending the same again would not help. */
export class Refusal extends Error {
  constructor(message, status, retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Whether the service takes tokens. */
export async function takesTokens() {
  const response = await call('openapi.json', {});
  return 'token' in (await response.json()).components.securitySchemes;
}

/** Sends a message and follows its turn; onStep gets each step's name. Gives the result. Sending the same request again does nothing twice. */
export async function send(request, onStep) {
  const response = await call('chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Prefer: 'respond-async' },
    body: JSON.stringify(request),
  });
  const body = await response.json();
  if (response.status !== 202) return body;
  onStep(body.step);
  return await follow(body.turn_id, request.user_id, onStep);
}

/** All turns of the conversation, oldest first; none when there is no such conversation. Where tokens are taken, userId is null. */
export async function readThread(threadId, userId) {
  const turns = [];
  let cursor = null;
  do {
    const query = new URLSearchParams({ limit: '100' });
    if (cursor !== null) query.set('cursor', cursor);
    const response = await call(`threads/${threadId}?${query}`, { headers: naming(userId) }, [404]);
    if (response.status === 404) return [];
    const page = await response.json();
    turns.push(...page.turns);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return turns;
}

export async function reset(threadId, userId) {
  await call('reset', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ thread_id: threadId, user_id: userId }),
  });
}

// By events while the connection lasts, else by asking: the turn goes on in any case.
async function follow(turnId, userId, onStep) {
  const headers = naming(userId);
  try {
    const response = await call(`chat/${turnId}/events`, { headers });
    for await (const { event, data } of events(response.body)) {
      if (event === 'progress') onStep(data.step);
      if (event === 'result') return data;
      if (event === 'error') break;
    }
  } catch (error) {
    if (error instanceof Refusal && error.retryAfter === null) throw error;
  }

  for (;;) {
    const response = await call(`chat/${turnId}`, { headers });
    const body = await response.json();
    if (response.status !== 202) return body;
    onStep(body.step);
    await new Promise(resolve => setTimeout(resolve, 1000 * Number(response.headers.get('Retry-After') ?? 1)));
  }
}

/** The events of a text/event-stream (HTML Standard, 9.2.6) whose data is JSON. */
async function* events(stream) {
  let rest = '';
  let event = 'message';
  let data = '';
  for await (const text of texts(stream)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line === '') {
        if (data !== '') yield { event, data: JSON.parse(data) };
        event = 'message';
        data = '';
      } else if (line.startsWith('event: ')) {
        event = line.slice(7);
      } else if (line.startsWith('data: ')) {
        data += line.slice(6);
      }
    }
  }
}

async function* texts(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function naming(userId) {
  return userId === null ? {} : { 'X-User-Id': userId };
}

async function call(path, init, expected = []) {
  if (token !== null) init.headers = { ...init.headers, Authorization: `Bearer ${token}` };
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new Refusal("The connection was lost before an answer came.", 0, 1);
  }

  if (response.ok || expected.includes(response.status)) return response;
  const problem = await response.json().catch(() => ({}));
  const reasons = Object.values(problem.errors ?? {}).flat();
  const again = (response.status === 401 && token !== null) || response.status === 409 || response.status === 429 || response.status >= 500;
  throw new Refusal(
    reasons.length > 0 ? reasons.join(' ') : problem.detail ?? `The service answered ${response.status}.`,
    response.status,
    again ? Number(response.headers.get('Retry-After') ?? 1) : null);
}
