import { readFileSync } from 'node:fs';
import { address } from './normalise.ts';
import type { InspectDocument } from './product.ts';

export interface Ja4Stream {
  readonly client: string;
  readonly fingerprint: string;
}

export interface Ja4Result {
  readonly expected: number;
  readonly found: number;
  /** Lines that name the file, the client and what is missing or too much. */
  readonly differences: readonly string[];
}

/** @throws Error when the file is malformed. */
export function readJa4(path: string): ReadonlyMap<string, readonly Ja4Stream[]> {
  const value = JSON.parse(readFileSync(path, 'utf8')) as { files: Record<string, Record<string, string>[]> };
  return new Map(
    Object.entries(value.files).map(([file, streams]) => [
      file,
      streams.flatMap((stream) =>
        // A stream with a second hello has a second fingerprint.
        Object.entries(stream)
          .filter(([key]) => /^JA4\.\d+$/.test(key))
          .map(([, fingerprint]) => ({ client: stream['src'] ?? '', fingerprint })),
      ),
    ]),
  );
}

/** The JA4 project lists TLS over TCP only in these files; fingerprints of QUIC and DTLS begin with another letter. */
const OVER_TCP = 't';

/** Both ways: every fingerprint of the list is said of its client, and no other is said of a client in the list. */
export function compareJa4(file: string, streams: readonly Ja4Stream[], document: InspectDocument): Ja4Result {
  const key = (client: string, fingerprint: string) => `${address(client)} ${fingerprint.toLowerCase()}`;
  const wanted = new Set(streams.map((stream) => key(stream.client, stream.fingerprint)));
  const listed = new Set(streams.map((stream) => address(stream.client)));
  const said = new Set(
    document.facts
      .filter((fact) => fact.attribute === 'tls.ja4' && fact.value.startsWith(OVER_TCP))
      .map((fact) => key(fact.ip ?? '', fact.value)),
  );
  const missing = [...wanted].filter((each) => !said.has(each));
  const tooMuch = [...said].filter((each) => !wanted.has(each) && listed.has(each.split(' ')[0] ?? ''));
  return {
    expected: wanted.size,
    found: wanted.size - missing.length,
    differences: [
      ...missing.map((each) => `${file}: not said: ${each}`),
      ...tooMuch.map((each) => `${file}: not expected: ${each}`),
    ],
  };
}
