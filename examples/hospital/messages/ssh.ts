import { ascii, be32, cat, u8, zeros } from '../../../bench/captures/bytes.ts';
import type { Random } from '../../../bench/captures/random.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';

/** Algorithms in order of preference; what HASSH is made from. */
export interface SshSide {
  readonly banner: string;
  readonly keyExchange: readonly string[];
  readonly hostKeys: readonly string[];
  readonly ciphers: readonly string[];
  readonly macs: readonly string[];
}

export const OPENSSH: Omit<SshSide, 'banner'> = {
  keyExchange: [
    'curve25519-sha256',
    'ecdh-sha2-nistp256',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group14-sha1',
  ],
  hostKeys: ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
  ciphers: ['chacha20-poly1305@openssh.com', 'aes128-ctr', 'aes256-ctr', 'aes256-gcm@openssh.com', 'aes256-cbc'],
  macs: ['umac-128-etm@openssh.com', 'hmac-sha2-256-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha1'],
};
export const OLD_SSH: Omit<SshSide, 'banner'> = {
  keyExchange: ['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
  hostKeys: ['ssh-rsa'],
  ciphers: ['aes128-cbc', '3des-cbc', 'aes256-cbc'],
  macs: ['hmac-sha1', 'hmac-sha1-96'],
};

const names = (list: readonly string[]): Buffer => {
  const text = ascii(list.join(','));
  return cat(be32(text.length), text);
};

/** A binary packet without encryption: lengths and padding to a multiple of eight (RFC 4253 §6). */
function packet(payload: Buffer): Buffer {
  const padding = 8 - ((payload.length + 5) % 8) + (8 - ((payload.length + 5) % 8) < 4 ? 8 : 0);
  return cat(be32(payload.length + padding + 1), u8(padding), payload, zeros(padding));
}

function keyExchangeInit(random: Random, side: SshSide): Buffer {
  const { keyExchange, hostKeys, ciphers, macs } = side;
  const none = ['none'];
  const lists = [keyExchange, hostKeys, ciphers, ciphers, macs, macs, none, none, [], []];
  return packet(cat(u8(20), random.bytes(16), ...lists.map(names), u8(0), be32(0)));
}

/** The first of the client's choices that the server has too (RFC 4253 §7.1). */
const agreed = (client: readonly string[], server: readonly string[]): string =>
  client.find((name) => server.includes(name)) ?? '';

const text = (value: Buffer): Buffer => cat(be32(value.length), value);
/** A positive number of many bits: the first byte keeps it from being negative (RFC 4251 §5). */
const bigNumber = (random: Random, size: number): Buffer => text(cat(u8(0x3f), random.bytes(size - 1)));

/** Diffie-Hellman values of both sides with the host's key and its signature (RFC 4253 §8, RFC 8731). */
function exchange(random: Random, client: SshSide, server: SshSide): readonly [asked: Buffer, told: Buffer] {
  const isCurve = agreed(client.keyExchange, server.keyExchange).startsWith('curve25519');
  const value = (): Buffer => (isCurve ? text(random.bytes(32)) : bigNumber(random, 256));
  const isEd25519 = agreed(client.hostKeys, server.hostKeys) === 'ssh-ed25519';
  const kind = text(ascii(isEd25519 ? 'ssh-ed25519' : 'ssh-rsa'));
  const exponent = text(u8(1, 0, 1));
  const key = isEd25519 ? cat(kind, text(random.bytes(32))) : cat(kind, exponent, bigNumber(random, 256));
  const signature = cat(kind, text(random.bytes(isEd25519 ? 64 : 256)));
  return [packet(cat(u8(30), value())), packet(cat(u8(31), text(key), value(), text(signature)))];
}

/** A session up to the keys, and some of what nobody can read after. */
export function session(random: Random, client: SshSide, server: SshSide): Turn[] {
  const [asked, told] = exchange(random, client, server);
  const newKeys = packet(u8(21));
  return [
    tell(ascii(`${server.banner}\r\n`), 0.004),
    ask(ascii(`${client.banner}\r\n`), 0.002),
    ask(keyExchangeInit(random, client), 0.001),
    tell(keyExchangeInit(random, server), 0.002),
    ask(asked, 0.002),
    tell(cat(told, newKeys), 0.006),
    ask(newKeys, 0.003),
    ask(random.bytes(64), 0.01),
    tell(random.bytes(64), 0.005),
    ask(random.bytes(132), 0.4),
    tell(random.bytes(420), 0.02),
  ];
}
