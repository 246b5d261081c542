/** Bytes of a text in the encodings that Japanese devices use; characters that an encoding lacks make it undefined. */
export function encodingsOf(text: string): readonly Buffer[] {
  const doubled = [encode(text, SHIFT_JIS), encode(text, EUC_JP), encode(text, ISO_2022)].filter(
    (each) => each !== undefined,
  );
  return [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le'), ...doubled];
}

/** Every character of JIS X 0208 by what the platform's decoder makes of two bytes. */
function table(encoding: string, firstByte: number, lastByte: number): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder(encoding);
  const characters = new Map<string, Buffer>();
  for (let high = firstByte; high <= lastByte; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      const bytes = Buffer.from([high, low]);
      const character = decoder.decode(bytes);
      if (Array.from(character).length === 1 && character !== '\ufffd') characters.set(character, bytes);
    }
  }
  return characters;
}

const SHIFT_JIS = table('shift_jis', 0x81, 0xef);
const EUC_JP = table('euc-jp', 0xa1, 0xfe);
/** The same numbers with seven bits (RFC 1468), between escape sequences that are not part of a name. */
const ISO_2022 = new Map(
  [...EUC_JP].map(([character, bytes]) => [character, bytes.map((byte) => byte & 0x7f)] as const),
);

function encode(text: string, characters: ReadonlyMap<string, Uint8Array>): Buffer | undefined {
  const parts = Array.from(text, (character) => characters.get(character));
  return parts.some((part) => part === undefined)
    ? undefined
    : Buffer.concat(parts.map((part) => part ?? Buffer.alloc(0)));
}
