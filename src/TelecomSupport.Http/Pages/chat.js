import { authorize, newId, readThread, Refusal, reset, send, takesTokens } from './api.js';
import { drawReply, element } from './reply.js';

const stepWords = {
  accepted: 'Message received',
  route_message: 'Working out what this is about',
  retrieve_passages: 'Searching the help centre',
  call_billing_tool: 'Looking at your account',
  compose_reply: 'Writing the reply',
  save_turn: 'Saving the conversation',
};
const demoCustomer = 'user_12345';

const log = document.getElementById('log');
const scroll = document.getElementById('scroll');
const welcome = document.getElementById('welcome');
const customer = document.getElementById('customer');
const message = document.getElementById('message');
const sendButton = document.getElementById('send');
const kept = storage('localStorage');
const keptInTab = storage('sessionStorage');

let threadId = kept.get('thread') ?? newId();
let conversation = 0;
let turnsShown = 0;
let withToken = false;

customer.value = kept.get('user') ?? demoCustomer;
document.getElementById('composer').addEventListener('submit', event => {
  event.preventDefault();
  const text = message.value.trim();
  if (text === '' || sendButton.disabled) return;
  message.value = '';
  ask({ message: text, user_id: userId(), thread_id: threadId, message_id: newId() });
});
message.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    message.form.requestSubmit();
  }
});
customer.addEventListener('change', () => {
  if (withToken) useToken(customer.value.trim());
  else startOver();
});
document.getElementById('reset').addEventListener('click', async () => {
  const [old, user] = [threadId, userId()];
  startOver();
  await reset(old, user).catch(error => show(failure(error, null)));
});
document.getElementById('suggestions').addEventListener('click', event => {
  if (event.target instanceof HTMLButtonElement) {
    message.value = event.target.textContent;
    message.form.requestSubmit();
  }
});
busy(true);
if (await takesTokens().catch(() => false)) askForToken();
await restore();

function storage(kind) {
  return {
    get(name) { try { return window[kind].getItem(`lumora.${name}`); } catch { return null; } },
    set(name, value) {
      try {
        if (value === null) window[kind].removeItem(`lumora.${name}`);
        else window[kind].setItem(`lumora.${name}`, value);
      } catch { /* Without storage the conversation lasts as long as the page. */ }
    },
  };
}

function userId() {
  return withToken ? null : customer.value.trim();
}

/** Makes the customer's field one for a token, which is kept as long as the tab. */
function askForToken() {
  withToken = true;
  document.getElementById('customer-label').textContent = 'Token';
  customer.type = 'password';
  customer.removeAttribute('maxlength');
  customer.value = keptInTab.get('token') ?? '';
  authorize(customer.value);
}

function useToken(token) {
  authorize(token);
  keptInTab.set('token', token);
}

function startOver() {
  conversation++;
  threadId = newId();
  kept.set('thread', null);
  kept.set('pending', null);
  kept.set('user', userId());
  log.replaceChildren();
  welcome.hidden = false;
  busy(false);
  message.focus();
}

/** Shows the conversation that this browser had, and goes on with the message that was not answered yet. */
async function restore() {
  message.focus();
  busy(true);
  const pending = JSON.parse(kept.get('pending') ?? 'null');
  const mine = conversation;
  let turns = [];
  if (kept.get('thread') !== null) {
    try {
      turns = await readThread(threadId, withToken ? null : customer.value);
    } catch (error) {
      show(failure(error, () => location.reload()));
    }

    if (mine !== conversation) return;
  }

  log.setAttribute('aria-live', 'off');
  for (const turn of turns) {
    show(element('div', 'from-customer', turn.message));
    show(answer(turn));
  }

  log.setAttribute('aria-live', 'polite');
  welcome.hidden = log.children.length > 0;
  busy(false);
  if (pending !== null) await ask(pending);
}

async function ask(request) {
  const mine = conversation;
  kept.set('thread', request.thread_id);
  kept.set('user', request.user_id);
  kept.set('pending', JSON.stringify(request));
  welcome.hidden = true;
  show(element('div', 'from-customer', request.message));
  const place = element('div', 'from-us');
  show(place);
  await attempt(request, place, mine);
}

async function attempt(request, place, mine) {
  busy(true);
  const steps = element('ol', 'steps');
  place.className = 'from-us';
  place.replaceChildren(steps);
  const onStep = step => {
    const words = stepWords[step] ?? step.replaceAll('_', ' ');
    if (steps.lastChild?.textContent !== words) steps.append(element('li', '', words));
    reveal();
  };
  let shown;
  try {
    shown = answer(await send(request, onStep));
    if (mine === conversation) kept.set('pending', null);
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    if (mine === conversation && error.retryAfter === null) kept.set('pending', null);
    shown = failure(error, () => attempt(request, place, mine));
  }

  if (mine !== conversation) return;
  place.className = shown.className;
  place.replaceChildren(...shown.childNodes);
  busy(false);
  reveal();
}

function answer(result) {
  const item = element('div', 'from-us');
  const prefix = `turn${++turnsShown}-source`;
  item.append(drawReply(result.response, number => (number >= 1 && number <= result.sources.length ? `${prefix}${number}` : null)));
  if (result.sources.length > 0) item.append(sourceList(result.sources, prefix));
  if (result.escalated) {
    const words = result.case_id ? `A colleague has this conversation. Your case is ${result.case_id}.` : 'A colleague has this conversation.';
    item.append(element('p', 'banner', words));
  }

  item.append(facts(result));
  return item;
}

function sourceList(sources, prefix) {
  const section = element('section', 'sources');
  section.append(element('p', '', 'Sources'));
  const list = element('ol');
  sources.forEach((source, index) => {
    const item = element('li', '', source.section === source.title ? source.title : `${source.title} – ${source.section}`);
    item.id = `${prefix}${index + 1}`;
    item.append(' ', element('small', '', `${source.document}, ${percent(source.score)} match`));
    list.append(item);
  });
  section.append(list);
  return section;
}

function facts(result) {
  const list = element('ul', 'facts');
  list.setAttribute('aria-label', 'About this reply');
  const add = (text, className) => list.append(element('li', className, text));
  add(`${result.agent} agent`);
  add(`${result.category}, ${percent(result.confidence)} sure`);
  if (result.needs_clarification) add('asks back', 'warn');
  if (result.degraded) add('without the language model', 'warn');
  if (result.case_id && !result.escalated) add(`case ${result.case_id}`);
  for (const call of result.tool_calls) {
    add(`${call.name}: ${call.status}, ${call.duration_ms} ms`, call.status === 'succeeded' ? '' : 'bad');
  }

  add(`${result.latency_ms} ms`);
  return list;
}

function failure(error, again) {
  const item = element('div', 'from-us failure');
  item.append(element('p', '', error instanceof Refusal ? error.message : 'Something went wrong on this page.'));
  if (again !== null && error.retryAfter !== null) {
    const button = element('button', 'quiet', 'Try again');
    button.type = 'button';
    button.addEventListener('click', again);
    if (error.retryAfter > 1) {
      button.disabled = true;
      button.textContent = `Try again in ${error.retryAfter} s`;
      setTimeout(() => { button.disabled = false; button.textContent = 'Try again'; }, error.retryAfter * 1000);
    }

    item.append(button);
  }

  return item;
}

function busy(is) {
  sendButton.disabled = is;
  log.setAttribute('aria-busy', String(is));
}

function show(item) {
  log.append(item);
  reveal();
}

function reveal() {
  scroll.scrollTop = scroll.scrollHeight;
}

function percent(share) {
  return `${Math.round(share * 100)} %`;
}
