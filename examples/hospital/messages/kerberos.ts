import { ascii, be32, cat, u8 } from '../../../bench/captures/bytes.ts';
import { berInteger, der, sequence } from '../../../bench/captures/der.ts';
import type { Random } from '../../../bench/captures/random.ts';
import { HOSPITAL } from '../people/places.ts';

const tagged = (number: number, value: Buffer): Buffer => der(0xa0 + number, value);
const general = (text: string): Buffer => der(0x1b, ascii(text));
const AES256 = 18;
const ENCRYPTION_TYPES = [AES256, 17, 23];
const PRINCIPAL = 1;
const SERVICE_INSTANCE = 2;

const name = (type: number, parts: readonly string[]): Buffer =>
  sequence(tagged(0, berInteger(type)), tagged(1, sequence(...parts.map(general))));

const time = (at: number): Buffer =>
  der(0x18, ascii(`${new Date(at * 1000).toISOString().replaceAll(/[-:T]|\.\d+Z$/g, '')}Z`));

const encrypted = (random: Random, size: number): Buffer =>
  sequence(tagged(0, berInteger(AES256)), tagged(2, der(4, random.bytes(size))));

const preAuthentication = (type: number, value: Buffer): Buffer =>
  sequence(tagged(1, berInteger(type)), tagged(2, der(4, value)));

/** Length in front, as over TCP (RFC 4120 §7.2.2). */
const framed = (message: Buffer): Buffer => cat(be32(message.length), message);

const { realm } = HOSPITAL;

function requestBody(client: string, nonce: number, at: number): Buffer {
  const options = der(3, u8(0, 0x40, 0x81, 0x00, 0x10));
  return sequence(
    tagged(0, options),
    tagged(1, name(PRINCIPAL, [client])),
    tagged(2, general(realm)),
    tagged(3, name(SERVICE_INSTANCE, ['krbtgt', realm])),
    tagged(5, time(at + 36_000)),
    tagged(7, berInteger(nonce)),
    tagged(8, sequence(...ENCRYPTION_TYPES.map(berInteger))),
  );
}

/** AS-REQ with its proof of knowledge (RFC 4120 §5.4.1, §5.2.7.2). */
export function asRequest(random: Random, at: number, client: string): Buffer {
  const proof = preAuthentication(2, encrypted(random, 56));
  const wish = preAuthentication(128, sequence(tagged(0, u8(1, 1, 0xff))));
  const body = tagged(4, requestBody(client, random.u32() >>> 1, at));
  return framed(
    der(0x6a, sequence(tagged(1, berInteger(5)), tagged(2, berInteger(10)), tagged(3, sequence(proof, wish)), body)),
  );
}

const ticket = (random: Random): Buffer =>
  der(
    0x61,
    sequence(
      tagged(0, berInteger(5)),
      tagged(1, general(realm)),
      tagged(2, name(SERVICE_INSTANCE, ['krbtgt', realm])),
      tagged(3, encrypted(random, 880)),
    ),
  );

/** AS-REP with its ticket (RFC 4120 §5.4.2). */
export function asReply(random: Random, client: string): Buffer {
  const parts = [
    tagged(0, berInteger(5)),
    tagged(1, berInteger(11)),
    tagged(3, general(realm)),
    tagged(4, name(PRINCIPAL, [client])),
    tagged(5, ticket(random)),
    tagged(6, encrypted(random, 320)),
  ];
  return framed(der(0x6b, sequence(...parts)));
}
