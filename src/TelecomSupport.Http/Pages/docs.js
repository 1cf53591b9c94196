import { element } from './reply.js';

// Reads the OpenAPI document and shows each operation with a form that sends it.

const api = await (await fetch('openapi.json')).json();
document.getElementById('title').textContent = `${api.info.title} API ${api.info.version}`;
document.getElementById('description').textContent = api.info.description;
const token = api.components.securitySchemes.token && tokenField();
for (const [path, operations] of Object.entries(api.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    document.getElementById('operations').append(describe(path, method.toUpperCase(), operation));
  }
}

function tokenField() {
  const form = document.getElementById('token');
  form.hidden = false;
  form.addEventListener('submit', event => event.preventDefault());
  const input = field(form, 'Token', 'input');
  input.type = 'password';
  return input;
}

function describe(path, method, operation) {
  const details = element('details');
  const summary = element('summary');
  summary.append(element('span', 'method', method), element('code', '', path), element('span', '', operation.summary));
  const body = element('div', 'operation');
  const shape = resolve(operation.requestBody?.content['application/json']?.schema);
  if (shape) body.append(element('h2', '', 'Body'), fields(shape));
  if (operation.parameters) {
    body.append(element('h2', '', 'Parameters'), definitions(operation.parameters.map(
      parameter => [`${parameter.name} (${parameter.in})`, [typeName(parameter.schema), parameter.description].filter(Boolean).join('. ')])));
  }

  body.append(element('h2', '', 'Responses'));
  body.append(definitions(Object.entries(operation.responses).map(([status, response]) => {
    const types = Object.entries(response.content).map(([type, { schema }]) => (schema.$ref ? nameOf(schema.$ref) : type));
    return [status, `${response.description} (${types.join(', ')})`];
  })));

  const schemas = new Set(Object.values(operation.responses).flatMap(
    response => Object.values(response.content).map(({ schema }) => schema.$ref).filter(Boolean)));
  for (const reference of schemas) {
    const inner = element('details');
    const title = element('summary');
    title.append(element('code', '', nameOf(reference)));
    const content = element('div', 'operation');
    content.append(fields(resolve({ $ref: reference })));
    inner.append(title, content);
    body.append(inner);
  }

  body.append(element('h2', '', 'Try it'), form(path, method, operation, shape));
  details.append(summary, body);
  return details;
}

function form(path, method, operation, shape) {
  const made = element('form', 'try');
  const inputs = (operation.parameters ?? []).map(parameter => ({ ...parameter, input: field(made, parameter.name, 'input') }));
  for (const { required, input } of inputs) input.required = required === true;
  const scheme = !token && operation.security && api.components.securitySchemes[Object.keys(operation.security.at(-1))[0]];
  if (scheme && !shape) inputs.push({ name: scheme.name, in: 'header', input: field(made, scheme.name, 'input', 'user_12345') });
  const body = operation.requestBody && (shape
    ? field(made, 'Body', 'textarea', JSON.stringify(example(shape), null, 2))
    : field(made, 'Document', 'textarea'));
  if (shape) inputs.push({ name: 'Content-Type', in: 'header', input: { value: 'application/json' } });
  const button = element('button', '', 'Send');
  const answer = element('pre', 'answer');
  answer.hidden = true;
  answer.tabIndex = 0;
  answer.setAttribute('aria-live', 'polite');
  made.append(button, answer);
  made.addEventListener('submit', async event => {
    event.preventDefault();
    answer.hidden = false;
    answer.textContent = '…';
    button.disabled = true;
    try {
      await run(path, method, inputs, body, answer);
    } catch (error) {
      answer.textContent = `No answer: ${error.message}`;
    } finally {
      button.disabled = false;
    }
  });
  return made;
}

async function run(path, method, inputs, body, answer) {
  const headers = new Headers();
  const query = new URLSearchParams();
  let target = path.slice(1);
  for (const { name, in: place, input } of inputs) {
    if (input.value === '') continue;
    if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(input.value));
    if (place === 'query') query.set(name, input.value);
    if (place === 'header') headers.set(name, input.value);
  }

  if (token?.value) headers.set('Authorization', `Bearer ${token.value.trim()}`);
  const response = await fetch((target || './') + (query.size > 0 ? `?${query}` : ''), { method, headers, body: body?.value });
  const shown = [`${response.status} ${response.statusText}`, ...[...response.headers].map(([name, value]) => `${name}: ${value}`), ''];
  const text = await response.text();
  try {
    shown.push(JSON.stringify(JSON.parse(text), null, 2));
  } catch {
    shown.push(text);
  }

  answer.textContent = shown.join('\n');
}

function field(parent, name, kind, value = '') {
  const label = element('label', '', name);
  const input = element(kind);
  input.value = value;
  input.spellcheck = false;
  label.append(input);
  parent.append(label);
  return input;
}

function fields(schema) {
  return definitions(Object.entries(schema.properties ?? {}).map(([name, property]) => [
    `${name}${schema.required?.includes(name) ? '' : ' (optional)'}`,
    [typeName(property), property.description].filter(Boolean).join('. '),
  ]));
}

function definitions(pairs) {
  const list = element('dl');
  for (const [term, text] of pairs) {
    const title = element('dt');
    title.append(element('code', '', term));
    list.append(title, element('dd', '', text));
  }

  return list;
}

function typeName(schema) {
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ');
  const type = [schema.type].flat().join(' | ');
  const limits = [schema.minLength && `from ${schema.minLength}`, schema.maxLength && `to ${schema.maxLength} characters`, schema.pattern];
  const range = schema.minimum === undefined ? [] : [`${schema.minimum} to ${schema.maximum}`];
  return [type, ...limits.filter(Boolean), ...range].join(' ');
}

function example(schema) {
  const given = { message: 'What plan am I on?', user_id: 'user_12345', thread_id: 'thread-1' };
  if (token) delete given.user_id;
  return Object.fromEntries(Object.keys(schema.properties).filter(name => name in given).map(name => [name, given[name]]));
}

function resolve(schema) {
  return schema?.$ref ? api.components.schemas[nameOf(schema.$ref)] : schema;
}

function nameOf(reference) {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
