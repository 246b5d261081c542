import type { Out, View } from '../dissector.ts';
import { equalsAscii, isBlank } from './ascii.ts';
import { FhirReport } from './fhir-resource.ts';
import { decodeJsonText, JsonScanner } from './json.ts';
import { decodeXmlText, XmlScanner } from './xml.ts';

/** Tokens of one body, twice the elements of a long bundle's beginning. */
const TOKENS = 20_000;
/** Names of elements and types are short words. */
const NAME_LENGTH = 64;

const json = new JsonScanner();
const xml = new XmlScanner();
const seeker = new JsonScanner();

/**
 * Reports what the FHIR body bytes[from, to) says about devices and servers, and which personal data it carries.
 * `http` calls it for a body of media type application/fhir+json or application/fhir+xml, of which the end may be
 * missing, and which was sent by view.sender.
 */
export function reportFhir(view: View, out: Out, from: number, to: number): void {
  out.label('fhir');
  const { bytes } = view;
  let at = from;
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
  while (at < to && isBlank(bytes[at]!)) at++;
  if (at >= to) return;
  const report = new FhirReport(view, out);
  if (bytes[at] === 0x3c) readXml(bytes, at, to, out, report);
  else if (bytes[at] === 0x7b) readJson(bytes, at, to, out, report);
  else out.anomaly('fhir-body');
}

const name = (bytes: Uint8Array, from: number, to: number): string =>
  decodeJsonText(bytes, from, Math.min(to, from + NAME_LENGTH));

/** FHIR R4 JSON format: a resource is an object with "resourceType"; an array repeats the element of its key. */
function readJson(bytes: Uint8Array, from: number, to: number, out: Out, report: FhirReport): void {
  /** For each open container, what to close with it. */
  const opened: { readonly named: boolean; readonly resource: boolean }[] = [];
  let pending: string | undefined;
  json.set(bytes, from, to);
  for (let tokens = 0; tokens < TOKENS; tokens++) {
    const token = json.next();
    if (token === 'finished' || token === 'cut') return;
    if (token === 'broken') return out.anomaly('fhir-body');
    if (token === 'key') pending = name(bytes, json.textFrom, json.textTo);
    else if (token === 'object' || token === 'array') {
      if (pending !== undefined) report.enter(pending);
      const resource = token === 'object' && beginJsonResource(bytes, to, report);
      opened.push({ named: pending !== undefined, resource });
      pending = undefined;
    } else if (token === 'close') {
      const closed = opened.pop();
      if (closed?.resource === true) report.endResource();
      if (closed?.named === true) report.leave();
    } else {
      const { textFrom, textTo } = json;
      if (pending !== undefined) report.enter(pending);
      if (token === 'string') report.value(textFrom, textTo, () => decodeJsonText(bytes, textFrom, textTo));
      if (pending !== undefined) report.leave();
      pending = undefined;
    }
  }
}

/** Looks ahead in the object just opened for its own "resourceType", which most senders put first, but need not. */
function beginJsonResource(bytes: Uint8Array, to: number, report: FhirReport): boolean {
  seeker.set(bytes, json.at - 1, to).next();
  let isType = false;
  for (let tokens = 0; tokens < TOKENS; tokens++) {
    const token = seeker.next();
    if (seeker.depth === 0 || token === 'cut' || token === 'broken') return false;
    if (seeker.depth > 1) continue;
    if (token === 'key') isType = equalsAscii(bytes, seeker.textFrom, seeker.textTo, 'resourceType');
    else if (token === 'string' && isType) {
      report.beginResource(name(bytes, seeker.textFrom, seeker.textTo), seeker.textFrom, seeker.textTo);
      return true;
    }
  }
  return false;
}

/** FHIR R4 XML format: a resource is an element with a capital letter, and values stand in attributes named "value". */
function readXml(bytes: Uint8Array, from: number, to: number, out: Out, report: FhirReport): void {
  const resources: boolean[] = [];
  xml.set(bytes, from, to);
  for (let tokens = 0; tokens < TOKENS; tokens++) {
    const token = xml.next();
    if (token === 'finished' || token === 'cut') return;
    if (token === 'broken') return out.anomaly('fhir-body');
    if (token === 'start') {
      const capital = bytes[xml.nameFrom]! >= 0x41 && bytes[xml.nameFrom]! <= 0x5a;
      resources.push(capital);
      const element = name(bytes, xml.nameFrom, xml.nameTo);
      if (capital) report.beginResource(element, xml.nameFrom, xml.nameTo);
      else {
        report.enter(element);
        if (xml.attribute('value')) {
          const { textFrom, textTo } = xml;
          report.value(textFrom, textTo, () => decodeXmlText(bytes, textFrom, textTo));
        }
      }
    } else if (token === 'end') {
      if (resources.pop() === true) report.endResource();
      else report.leave();
    }
  }
}
