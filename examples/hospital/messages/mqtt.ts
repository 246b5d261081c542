import { be16, cat, len16, u8 } from '../../../bench/captures/bytes.ts';

const text = (value: string): Buffer => len16(Buffer.from(value, 'utf8'));

/** Fixed header with its remaining length (MQTT 3.1.1 section 2.2). */
function packet(first: number, ...parts: readonly Buffer[]): Buffer {
  const body = cat(...parts);
  const length: number[] = [];
  let left = body.length;
  do {
    const group = left % 128;
    left = Math.floor(left / 128);
    length.push(left > 0 ? group | 128 : group);
  } while (left > 0);
  return cat(u8(first, ...length), body);
}

const CLEAN_SESSION = 0x02;
const HAS_PASSWORD = 0x40;
const HAS_USER = 0x80;
const KEEP_ALIVE_S = 60;

export function connect(clientId: string, account?: { readonly user: string; readonly password: string }): Buffer {
  const flags = CLEAN_SESSION | (account === undefined ? 0 : HAS_USER | HAS_PASSWORD);
  const login = account === undefined ? [] : [text(account.user), text(account.password)];
  return packet(0x10, text('MQTT'), u8(4, flags), be16(KEEP_ALIVE_S), text(clientId), ...login);
}

export const CONNACK = packet(0x20, u8(0, 0));

/** A message with quality of service 1, which is acknowledged. */
export const publish = (id: number, topic: string, message: string): Buffer =>
  packet(0x32, text(topic), be16(id), Buffer.from(message, 'utf8'));
export const puback = (id: number): Buffer => packet(0x40, be16(id));
