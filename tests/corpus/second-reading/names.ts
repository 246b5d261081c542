import { spelling } from '../normalise.ts';

const POINTER = 0xc0;
const LABEL_LIMIT = 63;

/**
 * The labels in bytes that hold names (RFC 1035 section 3.1 and 4.1.4): a length and its label, pointers passed over.
 * A range may begin inside a name; bytes that are no label end the list.
 */
function labelsOf(bytes: Buffer): readonly string[] {
  const labels: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes[at] ?? 0;
    if (length >= POINTER) {
      at += 2;
    } else if (length > LABEL_LIMIT || at + 1 + length > bytes.length) {
      break;
    } else {
      if (length > 0) labels.push(spelling(bytes.toString('utf8', at + 1, at + 1 + length)));
      at += 1 + length;
    }
  }
  return labels;
}

/** The labels stand in the order of the name, from its first one on; those behind a pointer may stand elsewhere. */
export function holdsName(bytes: Buffer, value: string): boolean {
  const name = spelling(value);
  if (name !== '' && spelling(bytes.toString('utf8')).includes(name)) return true;
  const joined = labelsOf(bytes).join('.');
  if (joined === '' || name === '') return false;
  return joined === name || name.startsWith(`${joined}.`) || `.${joined}.`.includes(`.${name}.`);
}

/** RFC 1001 section 14.1: each half of a byte is a letter from A on. A node status (RFC 1002 section 4.2.18) is plain text. */
export function holdsNetbiosName(bytes: Buffer, value: string): boolean {
  const letters = bytes.toString('latin1').replace(/[^A-P]/g, '');
  let text = '';
  for (let at = 0; at + 2 <= letters.length; at += 2) {
    text += String.fromCharCode(((letters.charCodeAt(at) - 65) << 4) | (letters.charCodeAt(at + 1) - 65));
  }
  const name = spelling(value)
    .replace(/<[0-9a-f]{2}>/g, '')
    .trim();
  return text.toLowerCase().includes(name) || bytes.toString('latin1').toLowerCase().includes(name);
}
