import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './examine.ts';
import type { FuzzInput } from './input.ts';

/**
 * A case is a text file: comments with `#`, then `frames LINKTYPE` with one frame a paragraph, or `file` with the bytes
 * of a capture file; bytes in hexadecimal, white space between them as one likes.
 */
export const CASES_FOLDER = join(import.meta.dirname, 'cases');

const BYTES_A_LINE = 32;

const hex = (bytes: Uint8Array): string => {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_A_LINE) {
    lines.push(Buffer.from(bytes.subarray(at, at + BYTES_A_LINE)).toString('hex'));
  }
  return lines.join('\n');
};

export function caseText(input: FuzzInput, what: string): string {
  const head = what.split('\n').map((line) => `# ${line}`.trimEnd());
  const body =
    'file' in input ? ['file', hex(input.file)] : [`frames ${input.linkType}`, input.frames.map(hex).join('\n\n')];
  return `${[...head, ...body].join('\n')}\n`;
}

/** @throws SyntaxError when the text is no case. */
export function parseCase(text: string): FuzzInput {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  const [kind = '', number = ''] = (lines[0] ?? '').split(' ');
  const rest = lines.slice(1).join('\n');
  const bytes = (part: string): Uint8Array => {
    const digits = part.replaceAll(/\s/g, '');
    if (!/^(?:[0-9a-f]{2})*$/.test(digits)) throw new SyntaxError('bytes are pairs of hexadecimal digits');
    return Uint8Array.from(Buffer.from(digits, 'hex'));
  };
  if (kind === 'file') return { file: bytes(rest) };
  if (kind !== 'frames') throw new SyntaxError(`a case begins with file or frames, not ${kind}`);
  const paragraphs = rest.split(/\n\s*\n/).filter((part) => part.trim() !== '');
  return { frames: paragraphs.map(bytes), linkType: Number(number) };
}

export function readCases(): { readonly name: string; readonly input: FuzzInput }[] {
  return readdirSync(CASES_FOLDER)
    .filter((file) => file.endsWith('.hex'))
    .toSorted()
    .map((name) => ({ name, input: parseCase(readFileSync(join(CASES_FOLDER, name), 'utf8')) }));
}

/** Writes a case named after its fault; answers its path. */
export function writeCase(input: FuzzInput, finding: Finding): string {
  const words = finding.signature
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 80);
  const path = join(CASES_FOLDER, `${finding.kind}-${words}.hex`);
  writeFileSync(path, caseText(input, `${finding.kind}: ${finding.signature}`));
  return path;
}
