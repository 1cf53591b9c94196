// Draws a reply from its text. The text is never trusted: everything becomes a text node inside an element made here, links included.

const blocks = [
  { starts: /^```/, read: readCode },
  { starts: /^\s*\|.*\|\s*$/, read: readTable },
  { starts: /^#{1,6}\s/, read: readHeading },
  { starts: /^>\s?/, read: readQuote },
  { starts: /^\s*[-*•]\s+/, read: (lines, cite) => readList(lines, cite, 'ul', /^\s*[-*•]\s+/) },
  { starts: /^\s*\d{1,3}[.)]\s+/, read: (lines, cite) => readList(lines, cite, 'ol', /^\s*\d{1,3}[.)]\s+/) },
];

/** cite(n) gives the element id of source n, or null when there is none. */
export function drawReply(text, cite) {
  const root = element('div', 'reply');
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  while (lines.length > 0) {
    if (lines[0].trim() === '') {
      lines.shift();
      continue;
    }

    const block = blocks.find(candidate => candidate.starts.test(lines[0]));
    root.append((block?.read ?? readParagraph)(lines, cite));
  }

  return root;
}

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function readParagraph(lines, cite) {
  const taken = [];
  do {
    taken.push(lines.shift());
  } while (lines.length > 0 && lines[0].trim() !== '' && !blocks.some(block => block.starts.test(lines[0])));
  return lined('p', taken, cite);
}

function readCode(lines) {
  lines.shift();
  const taken = [];
  while (lines.length > 0 && !/^```/.test(lines[0])) taken.push(lines.shift());
  lines.shift();
  const pre = element('pre');
  pre.tabIndex = 0;
  pre.append(element('code', '', taken.join('\n')));
  return pre;
}

function readHeading(lines, cite) {
  const paragraph = element('p');
  const strong = element('strong');
  inline(strong, lines.shift().replace(/^#{1,6}\s+/, ''), cite);
  paragraph.append(strong);
  return paragraph;
}

function readQuote(lines, cite) {
  return lined('blockquote', take(lines, /^>\s?/), cite);
}

function readList(lines, cite, name, marker) {
  const list = element(name);
  if (name === 'ol') list.start = parseInt(lines[0], 10) || 1;
  while (lines.length > 0 && marker.test(lines[0])) {
    const item = element('li');
    inline(item, lines.shift().replace(marker, ''), cite);
    list.append(item);
  }

  return list;
}

function readTable(lines, cite) {
  const rows = take(lines, /^\s*\|.*\|\s*$/, line => line.trim().slice(1, -1).split('|').map(cell => cell.trim()));
  const hasHead = rows.length > 1 && rows[1].every(cell => /^:?-+:?$/.test(cell));
  const table = element('table');
  rows.forEach((cells, index) => {
    if (hasHead && index === 1) return;
    const row = element('tr');
    for (const text of cells) {
      const cell = element(hasHead && index === 0 ? 'th' : 'td');
      inline(cell, text, cite);
      row.append(cell);
    }

    table.append(row);
  });
  const frame = element('div', 'table');
  frame.tabIndex = 0;
  frame.append(table);
  return frame;
}

function take(lines, pattern, map = line => line.replace(pattern, '')) {
  const taken = [];
  while (lines.length > 0 && pattern.test(lines[0])) taken.push(map(lines.shift()));
  return taken;
}

function lined(name, lines, cite) {
  const made = element(name);
  lines.forEach((line, index) => {
    if (index > 0) made.append(element('br'));
    inline(made, line, cite);
  });
  return made;
}

// `code`, **bold** and [n]; what is not one of them stays as it was written.
function inline(parent, text, cite) {
  let from = 0;
  for (const match of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*|\[(\d{1,3})\]/g)) {
    const [all, code, bold, number] = match;
    const id = number === undefined ? null : cite(Number(number));
    if (number !== undefined && id === null) continue;
    parent.append(text.slice(from, match.index));
    from = match.index + all.length;
    if (code !== undefined) {
      parent.append(element('code', '', code));
    } else if (bold !== undefined) {
      const strong = element('strong');
      inline(strong, bold, cite);
      parent.append(strong);
    } else {
      const link = element('a', 'cite', all);
      link.href = `#${id}`;
      link.setAttribute('aria-label', `Source ${number}`);
      parent.append(link);
    }
  }

  parent.append(text.slice(from));
}
