/** Texts that devices send are longer than any name only when something is wrong; the rest is not looked at. */
export const MAX_NAME_LENGTH = 256;

/**
 * The form in which names are compared: width and case folded (Japanese devices send half-width katakana), Latin
 * accents dropped, every run of other characters one space. Japanese voicing marks stay, they change the word.
 */
export function fold(text: string): string {
  const short = text.length > MAX_NAME_LENGTH ? text.slice(0, MAX_NAME_LENGTH) : text;
  // The tables hold thousands of plain names; normalisation would be most of the time it takes to read them.
  if (/^[\x20-\x7e]*$/.test(short))
    return short
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  return short
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}
