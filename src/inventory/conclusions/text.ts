/** Texts that stand where nobody filled anything in. */
const EMPTY =
  /^(?:[0\s.:-]*|f+|x+|\?+|-+|none|nil|null|unknown|unset|default|empty|n\/?a|not[ -]?(?:available|specified|set|applicable)|to be filled.*|system (?:product|manufacturer|serial number)|anonymous|anonymized|localhost.*)$/i;
/** Longer texts are descriptions, not names. */
const LONGEST_NAME = 96;

/** The text of a name, or undefined when it says nothing. */
export function nameText(text: string): string | undefined {
  const trimmed = text.trim().replace(/\s+/g, ' ');
  return trimmed.length > LONGEST_NAME || EMPTY.test(trimmed) ? undefined : trimmed;
}

/** The form in which names are compared: letters and digits only, small, words separated by one space. */
export function foldName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}+]+/gu, ' ')
    .trim();
}

/** Whether all words of `part` stand in `whole` one after the other, both folded. */
export function containsWords(whole: string, part: string): boolean {
  return part !== '' && ` ${whole} `.includes(` ${part} `);
}

/** The part of `text` that folds to `folded`, in its own spelling. */
export function spelledIn(text: string, folded: string): string {
  const words = folded.split(' ').map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(words.join('[^\\p{L}\\p{N}]*'), 'iu').exec(text)?.[0] ?? folded;
}

/** Values of one attribute type in a distinguished name in the form of RFC 4514, most specific first. */
export function namePart(name: string, type: string): string | undefined {
  const found = new RegExp(`(?:^|[,+])${type}=((?:\\\\.|[^,+\\\\])*)`, 'i').exec(name)?.[1];
  return found?.replace(/\\([^0-9a-f])/gi, '$1').trim();
}

/** Keys under which makers write into a TXT record what the product is; others hold settings and what people wrote. */
const TXT_KEYS = /^(?:modelname|desc|description|device_?type|product_?name)$/i;

/** The part of a value that may name the product. */
export function describingPart(attribute: string, value: string): string {
  if (attribute !== 'mdns.txt') return value;
  const at = value.indexOf('=');
  // RFC 6763 §6.4: a string without a value is allowed; some makers put a sentence there.
  return at < 0 ? value : TXT_KEYS.test(value.slice(0, at)) ? value.slice(at + 1) : '';
}
