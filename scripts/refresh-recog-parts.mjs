// The two halves of refresh-recog: reading recog's XML, and turning a Ruby pattern into a JavaScript one.

const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML 1.0 section 4.6 (predefined entities) and 4.1 (character references). */
function decodeEntities(text) {
  return text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, name) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return ENTITIES[name] ?? whole;
  });
}

function readAttributes(text) {
  const attributes = {};
  for (const [, name, double, single] of text.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    // XML 1.0 section 3.3.3: white space in an attribute value is read as a space.
    attributes[name] = decodeEntities((double ?? single).replace(/[\t\r\n]/g, ' '));
  }
  return attributes;
}

/** Elements of one fingerprint file. Recog uses no namespaces, no CDATA and no nesting below `fingerprint`. */
export function readFingerprintFile(xml) {
  const text = xml.replace(/<!--[\s\S]*?-->/g, '').replace(/\r\n?/g, '\n');
  const attributes = readAttributes(/<fingerprints\b([^>]*)>/.exec(text)?.[1] ?? '');
  const fingerprints = [];
  for (const [, head, body] of text.matchAll(
    /<fingerprint\b((?:"[^"]*"|'[^']*'|[^>"'])*)>([\s\S]*?)<\/fingerprint>/g,
  )) {
    const fingerprint = { ...readAttributes(head), description: '', examples: [], params: [] };
    const description = /<description>([\s\S]*?)<\/description>/.exec(body)?.[1] ?? '';
    fingerprint.description = decodeEntities(description).replace(/\s+/g, ' ').trim();
    for (const [, at] of body.matchAll(/<param\b((?:"[^"]*"|'[^']*'|[^>"'])*)\/>/g)) {
      fingerprint.params.push(readAttributes(at));
    }
    for (const [, at, value] of body.matchAll(
      /<example\b((?:"[^"]*"|'[^']*'|[^>"'])*?)(?:\/>|>([\s\S]*?)<\/example>)/g,
    )) {
      const all = readAttributes(at);
      const expected = Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('_')));
      fingerprint.examples.push({ ...all, text: decodeEntities(value ?? ''), expected });
    }
    fingerprints.push(fingerprint);
  }
  return { attributes, fingerprints };
}

/** The text of a worked example. Base64 examples are bytes: read as UTF-8 where that is valid, else one char a byte. */
export function exampleText(example) {
  if (example._filename !== undefined) return undefined;
  if (example._encoding !== 'base64') return example.text;
  const bytes = Buffer.from(example.text.replace(/\s+/g, ''), 'base64');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

const DOT = '[^\\n]';
const DOT_ALL = '[\\s\\S]';
const ESCAPES = {
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
  Z: '(?=\\n?(?![\\s\\S]))',
  h: '[0-9a-fA-F]',
  e: '\\x1b',
  a: '\\x07',
};

/**
 * Ruby (Onigmo) to JavaScript. Ruby's dot never matches a line feed unless the m option is on, which JavaScript calls
 * dot-all; so dots are spelled out and m disappears. `^` and `$` stay: the reader adds the multi-line flag when the text
 * has more than one line. Returns `problem` for what has no counterpart.
 */
export function rubyToJavaScript(ruby, fileFlags) {
  let ignoreCase = /REG_ICASE|IGNORECASE/.test(fileFlags);
  let pattern = ruby;
  const dotAllStack = [/REG_DOT_NEWLINE|REG_MULTILINE/.test(fileFlags)];
  // How many groups to close besides the Ruby one: an option such as (?i) lasts until its group ends.
  const extraClosings = [0];
  const lead = /^\(\?([im]+)\)/.exec(pattern);
  if (lead !== null) {
    if (lead[1].includes('i')) ignoreCase = true;
    if (lead[1].includes('m')) dotAllStack[0] = true;
    pattern = pattern.slice(lead[0].length);
  }
  let out = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at];
    if (char === '\\') {
      const next = pattern[at + 1] ?? '\\';
      at += 1;
      // Banners reach the matcher with plain line feeds, or as the device sent them.
      const isBeforeLineFeed = pattern.startsWith('\\n', at + 1);
      if (!inClass && next === 'r' && isBeforeLineFeed) out += '\\r?';
      else if (inClass && next === 'h') out += '0-9a-fA-F';
      else out += inClass && next !== 'e' && next !== 'a' ? `\\${next}` : (ESCAPES[next] ?? `\\${next}`);
    } else if (inClass) {
      if (char === '[') {
        if (pattern[at + 1] === ':') return { problem: 'POSIX class' };
        out += '\\[';
        continue;
      }
      if (char === ']') inClass = false;
      if (char === '&' && pattern[at + 1] === '&') return { problem: 'class intersection' };
      out += char;
    } else if (char === '[') {
      inClass = true;
      out += char;
    } else if (char === '.') {
      out += dotAllStack.at(-1) ? DOT_ALL : DOT;
    } else if (char === '(') {
      const group = /^\(\?([imx]*)(?:-([imx]+))?([:)])/.exec(pattern.slice(at));
      if (pattern.startsWith('(?>', at)) return { problem: 'atomic group' };
      if (group === null) {
        dotAllStack.push(dotAllStack.at(-1));
        extraClosings.push(0);
        out += char;
        continue;
      }
      const [whole, on, off = '', end] = group;
      if (on.includes('x')) return { problem: `inline option ${whole}` };
      const dotAll = on.includes('m') ? true : off.includes('m') ? false : dotAllStack.at(-1);
      if (end === ')') {
        dotAllStack[dotAllStack.length - 1] = dotAll;
        extraClosings[extraClosings.length - 1] += 1;
      } else {
        dotAllStack.push(dotAll);
        extraClosings.push(0);
      }
      out += `(?${on.includes('i') ? 'i' : ''}${off.includes('i') ? '-i' : ''}:`;
      at += whole.length - 1;
    } else if (char === ')') {
      dotAllStack.pop();
      out += ')'.repeat((extraClosings.pop() ?? 0) + 1);
    } else if (/[*+?}]/.test(char) && pattern[at + 1] === '+') {
      return { problem: 'possessive quantifier' };
    } else {
      out += char;
    }
  }
  out += ')'.repeat(extraClosings[0] ?? 0);
  const flags = ignoreCase ? 'i' : '';
  try {
    RegExp(out, flags);
  } catch (error) {
    return { problem: String(error.message) };
  }
  return { pattern: out, flags };
}
