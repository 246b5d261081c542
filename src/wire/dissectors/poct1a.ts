import { defineDissector, MORE, NEED_MORE, NO, type Out, type Recognition, SURE, type View } from '../dissector.ts';
import { beginsAscii, isBlank } from '../parts/ascii.ts';
import { isRootName, poct1aAttributes, readElement, ROOT_LENGTH } from '../parts/poct1a-message.ts';
import { Speakers } from '../parts/speakers.ts';
import { XmlScanner } from '../parts/xml.ts';

/** Longest document that is waited for as a whole; of a longer one (many results) the beginning is read. */
const DOCUMENT_BYTES = 32_768;

/** Bytes of a document that was read too early are passed until its last tag. */
interface Direction {
  passing: boolean;
}

const xml = new XmlScanner();

/** One XML document behind another; boundaries are where a root element ends. */
export const poct1a = defineDissector<undefined, Speakers<Direction>>({
  id: 'poct1a',
  title: 'POCT1-A point-of-care testing',
  source: 'CLSI POCT1-A2 (device messaging layer)',
  unproven: true,
  attributes: poct1aAttributes,
  stream: {
    ports: [],
    firstBytes: [0x3c, 0xef, 0x20, 0x09, 0x0a, 0x0d],
    attach: 'whole',
    recognise,
    open: () => new Speakers(() => ({ passing: false })),
    read(view, out, speakers) {
      const direction = speakers.of(view);
      if (view.afterGap) direction.passing = true;
      let at = view.start;
      while (at < view.end) {
        const { passing } = direction;
        const next = passing ? findRoot(view, direction, at) : readDocument(view, out, direction, at);
        if (next === at && direction.passing === passing) break;
        at = next;
      }
      return at === view.start ? NEED_MORE : at - view.start;
    },
  },
});

/** An XML declaration, comments and white space may stand in front of the root element, which decides. */
function recognise(view: View): Recognition {
  const { bytes, end } = view;
  let at = view.start;
  if (bytes[at] === 0xef) at += 3;
  while (at < end) {
    if (isBlank(bytes[at]!)) at++;
    else if (bytes[at] !== 0x3c) return NO;
    else if (at + 1 < end && bytes[at + 1] === 0x3f) {
      const close = bytes.indexOf(0x3e, at);
      if (close < 0 || close >= end) return MORE;
      at = close + 1;
    } else {
      if (!isRootName(bytes, at + 1, end)) return NO;
      return end - at > ROOT_LENGTH ? SURE : MORE;
    }
  }
  return MORE;
}

function readDocument(view: View, out: Out, direction: Direction, from: number): number {
  const { bytes, end } = view;
  let at = from;
  while (at < end && isBlank(bytes[at]!)) at++;
  if (at > from) return at;
  let token = xml.set(bytes, at, end).next();
  while (token === 'text' || token === 'start' || (token === 'end' && xml.depth > 0)) token = xml.next();
  if (token === 'cut' && end - at < DOCUMENT_BYTES && !view.final) return at;
  const to = token === 'end' ? xml.at : end;
  readElements(view, out, at, to);
  if (token === 'end' || token === 'finished') return to;
  if (token === 'broken') out.anomaly('poct1a-xml-damaged');
  else if (!view.final) out.anomaly('poct1a-document-too-long');
  direction.passing = true;
  return token === 'broken' ? Math.min(end, at + 1) : end;
}

function readElements(view: View, out: Out, from: number, to: number): void {
  let token = xml.set(view.bytes, from, to).next();
  for (; token === 'start' || token === 'end' || token === 'text'; token = xml.next()) {
    if (token === 'start') readElement(view, out, xml);
  }
}

/** The next root element, or as much as cannot be the beginning of one. */
function findRoot(view: View, direction: Direction, from: number): number {
  const { bytes, end } = view;
  for (let at = from; at < end; at++) {
    if (bytes[at] !== 0x3c) continue;
    if (end - at <= ROOT_LENGTH && !view.final) return at;
    if (isRootName(bytes, at + 1, end) || beginsAscii(bytes, at, end, '<?xml')) {
      direction.passing = false;
      return at;
    }
  }
  return end;
}
