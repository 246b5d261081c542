import { nameOf } from './upload.ts';

/**
 * `Content-Disposition` of a file to be stored (RFC 6266 §4): a name of harmless ASCII for everyone, and the real one in
 * the encoding of RFC 8187 §3.2.1.
 */
export function attachmentOf(given: string): string {
  const name = nameOf(given).toWellFormed();
  const plain = name.replaceAll(/[^\w. -]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
