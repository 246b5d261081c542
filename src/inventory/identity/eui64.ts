/** EUI-64 of an entity identifier or hierarchic designator, `name^namespace^0009FBFFFE100041^EUI-64` (HL7 v2.5.1 §2.A.28). */
const IN_DESIGNATOR = /(?:^|\^)([0-9a-f]+)\^eui-64/i;
const DIGITS = 16;
/** Of a block of 24 bits, which names the organisation. */
const ORGANISATION_DIGITS = 6;
/** What stands between the halves of a 48-bit identifier to make one of 64 (IEEE guidelines for EUI and OUI). */
const FILLING = 'fffe';

/** The digits, small, that a designator calls an EUI-64, however many they are. */
export function eui64In(designator: string): string | undefined {
  return IN_DESIGNATOR.exec(designator)?.[1]?.toLowerCase();
}

/** Has all the digits; senders that leave some out name an organisation at most. */
export function isWholeEui64(digits: string): boolean {
  return digits.length === DIGITS;
}

/** The hardware address that an EUI-64 was made of; undefined when it was not made of one. */
export function macOfEui64(digits: string): string | undefined {
  if (!isWholeEui64(digits)) return undefined;
  const end = ORGANISATION_DIGITS + FILLING.length;
  if (digits.slice(ORGANISATION_DIGITS, end) !== FILLING) return undefined;
  return (digits.slice(0, ORGANISATION_DIGITS) + digits.slice(end)).toLowerCase().replace(/..(?!$)/g, '$&:');
}

/** The same organisation gave out both. */
export function isOfMaker(digits: string, mac: string): boolean {
  return mac.replaceAll(':', '').startsWith(digits.slice(0, ORGANISATION_DIGITS).toLowerCase());
}
