import { type DerFault, expectElement, fault, IDENTIFIER, oidToText, readElement, readHeader } from '../der/index.ts';
import { readBoolean } from './boolean.ts';
import type { CertificateExtensions, ExtensionsDraft } from './extensions/contract.ts';
import { EXTENSION_READERS } from './extensions/index.ts';
import { enter, type FaultList, note, orNote } from './fault.ts';

/** Certificates in use carry about ten. */
export const MAX_EXTENSIONS = 64;

export const NO_EXTENSIONS: CertificateExtensions = {
  subjectAltNames: [],
  extendedKeyUsage: [],
  certificatePolicies: [],
  crlUrls: [],
  freshestCrlUrls: [],
  ocspUrls: [],
  caIssuerUrls: [],
  all: [],
};

/**
 * Reads the Extensions SEQUENCE in [start, end) (RFC 5280 4.2), as far as the bytes go. `stop` says where the list
 * itself ended too early or could not be followed; what is wrong inside one extension is noted and costs only that one.
 */
export function readExtensions(
  bytes: Uint8Array,
  start: number,
  end: number,
  faults: FaultList,
): { readonly extensions: CertificateExtensions; readonly stop: DerFault | undefined } {
  const draft: ExtensionsDraft = { ...NO_EXTENSIONS };
  return { extensions: draft, stop: readList(bytes, start, end, draft, faults) };
}

function readList(
  bytes: Uint8Array,
  start: number,
  end: number,
  draft: ExtensionsDraft,
  faults: FaultList,
): DerFault | undefined {
  if (start < end && bytes[start] !== IDENTIFIER.sequence) return fault(start, 'unexpected-element');
  const sequence = readHeader(bytes, start, end);
  if (!sequence.ok) return sequence;
  const all: CertificateExtensions['all'][number][] = [];
  draft.all = all;
  const listEnd = Math.min(sequence.end, end);
  for (let at = sequence.contentStart; at < listEnd; ) {
    if (all.length === MAX_EXTENSIONS) return fault(at, 'too-many-elements');
    const element = expectElement(bytes, at, listEnd, IDENTIFIER.sequence);
    if (!element.ok) return element;
    at = element.end;
    const extension = readExtension(bytes, element.start, element.contentStart, element.end, faults);
    if (!extension) continue;
    const isRepeated = all.some((earlier) => earlier.oid === extension.oid);
    all.push(extension);
    if (isRepeated) {
      // RFC 5280 4.2 forbids it and does not say which one counts; we hold to the first.
      note(faults, extension.start, 'extension-repeated');
      continue;
    }
    const { value } = extension;
    EXTENSION_READERS.get(extension.oid)?.read(bytes, value.start, value.end, draft, faults);
  }
  if (sequence.end > end) return fault(start, 'content-truncated');
  return sequence.end < end ? fault(sequence.end, 'trailing-bytes') : undefined;
}

/** Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } */
function readExtension(
  bytes: Uint8Array,
  start: number,
  contentStart: number,
  end: number,
  faults: FaultList,
): CertificateExtensions['all'][number] | undefined {
  const id = orNote(expectElement(bytes, contentStart, end, IDENTIFIER.oid), faults);
  const oid = id && orNote(oidToText(bytes, id.contentStart, id.end), faults);
  if (!id || oid === undefined) return undefined;
  let at = id.end;
  let critical = false;
  if (at < end && bytes[at] === IDENTIFIER.boolean) {
    const element = orNote(readElement(bytes, at, end), faults);
    if (!element) return undefined;
    critical = readBoolean(bytes, element, faults);
    at = element.end;
  }
  const value = enter(bytes, at, end, IDENTIFIER.octetString, faults);
  return value && { oid, critical, start, end, value: { start: value.contentStart, end: value.end } };
}
