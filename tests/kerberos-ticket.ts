import { element, integer, sequence } from './ber-element.ts';
import { fromHex } from './packets.ts';

/** Context-tagged field `number` of a Kerberos message (RFC 4120 §5.1). */
export const field = (number: number, ...content: readonly Uint8Array[]): Uint8Array =>
  element(0xa0 + number, ...content);
export const generalString = (value: string): Uint8Array => element(0x1b, value);

/** RFC 4120 §5.2.2. */
export const principal = (type: number, ...components: readonly string[]): Uint8Array =>
  sequence(field(0, integer(type)), field(1, sequence(...components.map(generalString))));

/** A ticket of HOSP.LOCAL without what is encrypted (RFC 4120 §5.3). */
export const ticket = (service: Uint8Array): Uint8Array =>
  element(0x61, sequence(field(0, integer(5)), field(1, generalString('HOSP.LOCAL')), field(2, service)));

/** Shows such a ticket (RFC 4120 §5.5.1). */
export const apRequest = (service: Uint8Array): Uint8Array =>
  element(
    0x6e,
    sequence(
      field(0, integer(5)),
      field(1, integer(14)),
      field(2, element(3, fromHex('0000000000'))),
      field(3, ticket(service)),
    ),
  );
