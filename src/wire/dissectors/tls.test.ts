import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { tls } from './tls.ts';

const CLIENT = ['10.0.0.9', 50443] as const;
const SERVER = ['10.0.0.7', 443] as const;
const toServer = (...parts: Uint8Array[]) =>
  ({ tcp: { from: CLIENT, to: SERVER }, bytes: bytesOf(...parts) }) satisfies Said;
const toClient = (...parts: Uint8Array[]) =>
  ({ tcp: { from: SERVER, to: CLIENT }, bytes: bytesOf(...parts) }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [tls], packets });
const u24 = (value: number) => [value >> 16, ...u16(value & 0xffff)];
const fixture = (name: string) =>
  new X509Certificate(readFileSync(new URL(`../../bytes/x509/fixtures/${name}.pem`, import.meta.url)));

/** RFC 5246 §6.2.1: type, version, length, fragment. */
const record = (type: number, fragment: Uint8Array) => bytesOf(type, 3, 3, u16(fragment.length), fragment);
/** RFC 5246 §7.4: type, length of three bytes, body. */
const message = (type: number, body: Uint8Array) => bytesOf(type, u24(body.length), body);
const handshake = (type: number, body: Uint8Array) => record(22, message(type, body));
const extension = (type: number, body: Uint8Array) => bytesOf(u16(type), u16(body.length), body);

/** The vector `tls-client-hello-node20`, of a genuine client. */
const HELLO = fromHex(`16030101820100017e03030c352f0aada2322f3fb59f7b6d16811994e4d542f140b19ab51f41b41ce6dd62203c
  9cba1614e6d7cb69b6886081f793e46f6d5b75f1e61fabb37cee6a67b60be90076130213031301c02fc02bc030c02c009ec0270067c028006b
  00a3009fcca9cca8ccaac0afc0adc0a3c09fc05dc061c057c05300a2c0aec0acc0a2c09ec05cc060c056c052c024006ac0230040c00ac01400
  390038c009c01300330032009dc0a1c09dc051009cc0a0c09cc050003d003c0035002f00ff010000bf00000017001500001270756d702d6777
  2e686f73702e6c6f63616c000b000403000102000a00160014001d0017001e0019001801000101010201030104002300000010000b00090868
  7474702f312e310016000000170000000d002a0028040305030603080708080809080a080b0804080508060401050106010303030103020402
  05020602002b00050403040303002d00020101003300260024001d0020b730ddfd9bf5aa9d79674505c826ccca6a70daef5d8066ffdf983418
  8f317e68`);

const RANDOM = new Uint8Array(32).fill(0x5a);
const RETRY_RANDOM = fromHex('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c');
const serverHello = (cipher: number, random: Uint8Array, ...extensions: Uint8Array[]) => {
  const all = bytesOf(...extensions);
  return handshake(2, bytesOf(3, 3, random, 0, u16(cipher), 0, u16(all.length), all));
};
const ALPN_H2 = extension(16, bytesOf(u16(3), 2, 'h2'));
const TLS_1_3 = extension(43, bytesOf(3, 4));
const certificateBody = (...ders: Uint8Array[]) => {
  const list = bytesOf(...ders.map((der) => bytesOf(u24(der.length), der)));
  return bytesOf(u24(list.length), list);
};
const DEVICE = fixture('p256-device');
const PUMP = fixture('rsa-2048-server');
const CCS = record(20, bytesOf(1));
const FINISHED = record(22, new Uint8Array(40).fill(0xee));
const DATA = record(23, new Uint8Array(60).fill(0xdd));
const REQUEST = handshake(13, bytesOf(1, 64, u16(2), u16(0x0403), u16(0)));
const MUTUAL = [
  toServer(HELLO),
  toClient(
    serverHello(0xc02c, RANDOM, ALPN_H2),
    handshake(11, certificateBody(PUMP.raw, DEVICE.raw)),
    REQUEST,
    handshake(14, new Uint8Array(0)),
  ),
  toServer(handshake(11, certificateBody(DEVICE.raw)), handshake(16, bytesOf('key')), CCS, FINISHED),
  toClient(CCS, FINISHED),
  toServer(DATA),
];

withstands(tls, MUTUAL);

describe('hellos', () => {
  test('a genuine client: names and fingerprints as independent decoders give them', () => {
    const seen = see(toServer(HELLO));
    expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
      ['tls.version', '0x0304', '10.0.0.9'],
      ['tls.sni', 'pump-gw.hosp.local', '10.0.0.7'],
      ['tls.alpn', 'http/1.1', '10.0.0.9'],
      ['tls.ja3', '1a28e69016765d92e3b381168d68922c', '10.0.0.9'],
      ['tls.ja4', 't13d5911h1_a33745022dd6_1f22a2ca17c4', '10.0.0.9'],
    ]);
    expect(new TextDecoder().decode(seen.bytesOf(seen.facts[1]!))).toBe('pump-gw.hosp.local');
    expect(seen.bytesOf(seen.facts[0]!)).toEqual(fromHex('0304'));
    expect(seen.edges[0]).toMatchObject({ protocol: 'tls', encrypted: false });
  });

  test('the second of two equal hellos is the same fact, although its random differs', () => {
    const again = HELLO.slice();
    again.fill(0x11, 11, 43);
    const from = ['10.0.0.9', 50444] as const;
    const seen = see(toServer(HELLO), { tcp: { from, to: SERVER }, bytes: again });
    expect(seen.facts.find(({ attribute }) => attribute === 'tls.ja4')).toMatchObject({ count: 2 });
  });

  test('the server chooses; TLS 1.3 encrypts from then on', () => {
    const seen = see(toServer(HELLO), toClient(serverHello(0x1302, RANDOM, TLS_1_3), CCS, DATA), toServer(CCS, DATA));
    const server = seen.facts.filter(({ subject, attribute }) => subject.ip === '10.0.0.7' && attribute !== 'tls.sni');
    const ja3s = createHash('md5').update('771,4866,43').digest('hex');
    expect(server.map(({ value }) => value)).toEqual(['0x0304', '0x1302', ja3s]);
    expect(seen.edges[0]!.encrypted).toBe(true);
    expect(seen.anomalies).toEqual({});
  });

  test('a retry asks for a second hello', () => {
    const second = HELLO.slice();
    second[second.length - 1] = 0;
    const retry = serverHello(0x1301, RETRY_RANDOM, TLS_1_3);
    const seen = see(
      toServer(HELLO),
      toClient(retry, CCS),
      toServer(CCS, second),
      toClient(serverHello(0x1301, RANDOM, TLS_1_3, ALPN_H2)),
    );
    expect(seen.facts.find(({ attribute }) => attribute === 'tls.ja4')!.count).toBe(2);
    expect(seen.values('tls.ja3s')).toHaveLength(2);
    // The retry was not captured, the second hello still is read.
    expect(
      see(toServer(HELLO), toServer(CCS, second)).facts.find(({ attribute }) => attribute === 'tls.ja4')!.count,
    ).toBe(2);
  });

  test('a suite without encryption leaves the flow in clear', () => {
    const seen = see(toServer(HELLO), toClient(serverHello(0x003b, RANDOM), CCS));
    expect(seen.values('tls.cipher')).toEqual(['0x003b']);
    expect(seen.edges[0]!.encrypted).toBe(false);
  });

  test.each([
    ['no ALPN', bytesOf(), 't12i010000_'],
    ['one letter', extension(16, bytesOf(u16(2), 1, 'h')), 't12i0101hh_'],
    ['a first byte that is no letter', extension(16, bytesOf(u16(3), 2, ' a')), 't12i010121_'],
    ['a first byte outside ASCII', extension(16, bytesOf(u16(3), 2, [0xba, 0xad])), 't12i010199_'],
    [
      'GREASE is not counted',
      bytesOf(extension(0x3a3a, bytesOf()), extension(16, bytesOf(u16(3), 2, 'h2'))),
      't12i0101h2_',
    ],
    ['DTLS 1.2 among the versions', extension(43, bytesOf(4, 0xfe, 0xff, 0xfe, 0xfd)), 'td2i010100_'],
  ])('JA4 with %s', (_what, extensions, expected) => {
    const hello = bytesOf(3, 3, RANDOM, 0, u16(4), u16(0x1301), u16(0x0a0a), 1, 0, u16(extensions.length), extensions);
    expect(see(toServer(handshake(1, hello))).value('tls.ja4')).toContain(expected);
  });
});

describe('certificates', () => {
  const seen = see(...MUTUAL);
  const of = (attribute: string, ip: string) =>
    seen.facts.filter((fact) => fact.attribute === attribute && fact.subject.ip === ip).map(({ value }) => value);

  test('describe who showed them', () => {
    expect(of('tls.certificate.sha256', '10.0.0.7')).toEqual(
      [PUMP, DEVICE].map((each) => each.fingerprint256.replaceAll(':', '').toLowerCase()),
    );
    expect(of('tls.certificate.sha256', '10.0.0.9')).toEqual([DEVICE.fingerprint256.replaceAll(':', '').toLowerCase()]);
    expect(of('tls.certificate.serial', '10.0.0.9')).toEqual([DEVICE.serialNumber]);
    expect(of('tls.client-certificate', '10.0.0.7')).toEqual(['requested']);
    expect(seen.edges[0]!.encrypted).toBe(true);
    expect(seen.anomalies).toEqual({});
  });

  test('fields are those of the certificate', () => {
    const subject = DEVICE.subject.split('\n').reverse().join(',');
    expect(of('tls.certificate.subject', '10.0.0.9')).toEqual([subject]);
    expect(of('tls.certificate.not-after', '10.0.0.9')).toEqual([DEVICE.validToDate.toISOString().replace('.000', '')]);
    expect(of('tls.certificate.key', '10.0.0.9')).toEqual(['ec P-256']);
    expect(of('tls.certificate.san', '10.0.0.7')).toContain(PUMP.subjectAltName!.split(', ')[0]);
  });

  test('the key is the host’s own, not that of an authority behind it', () => {
    const spki = (certificate: X509Certificate) =>
      createHash('sha256')
        .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
        .digest('hex');
    expect(of('tls.certificate.key-sha256', '10.0.0.7')).toEqual([spki(PUMP)]);
    expect(of('tls.certificate.key-sha256', '10.0.0.9')).toEqual([spki(DEVICE)]);
  });

  test('a hash opens into the certificate', () => {
    const fact = seen.facts.find(({ attribute }) => attribute === 'tls.certificate.sha256')!;
    expect(seen.bytesOf(fact)).toEqual(new Uint8Array(PUMP.raw));
  });
});

describe('the certificate of a person', () => {
  /** X.690: tag, length, content. */
  const der = (tag: number, ...parts: Parameters<typeof bytesOf>) => {
    const content = bytesOf(...parts);
    const { length } = content;
    return bytesOf(tag, length < 0x80 ? length : length < 0x100 ? [0x81, length] : [0x82, ...u16(length)], content);
  };
  const name = (type: number[], text: string) => der(0x30, der(0x31, der(0x30, der(6, type), der(12, text))));
  const SHA256_RSA = der(0x30, der(6, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11]), [5, 0]);
  const TIMES = der(0x30, der(23, '270101000000Z'), der(23, '280101000000Z'));
  const KEY = der(0x30, SHA256_RSA, der(3, 0, new Uint8Array(20)));
  const COMMON_NAME = [0x55, 4, 3];
  const SURNAME = [0x55, 4, 4];
  /** extKeyUsage (2.5.29.37) with one purpose; RFC 5280 §4.1 around it. */
  const certificate = (subject: Uint8Array, purpose: number[]) => {
    const usage = der(0x30, der(6, [0x55, 0x1d, 0x25]), der(4, der(0x30, der(6, purpose))));
    const tbs = der(
      0x30,
      [0xa0, 3, 2, 1, 2],
      [2, 1, 77],
      SHA256_RSA,
      name(COMMON_NAME, 'Hospital CA'),
      TIMES,
      subject,
      KEY,
      der(0xa3, der(0x30, usage)),
    );
    return der(0x30, tbs, SHA256_RSA, der(3, 0, new Uint8Array(32).fill(0x99)));
  };
  const SMART_CARD = [0x2b, 6, 1, 4, 1, 0x82, 0x37, 20, 2, 2];
  const CLIENT_AUTH = [0x2b, 6, 1, 5, 5, 7, 3, 2];
  const show = (bytes: Uint8Array) =>
    rehearse({
      dissectors: [tls],
      packets: [toServer(HELLO), toServer(handshake(11, certificateBody(bytes)))],
      excerpts: true,
    });

  test.each([
    ['a smart card', certificate(name(COMMON_NAME, 'TEST TARO'), SMART_CARD)],
    ['a surname', certificate(name(SURNAME, 'TEST TARO'), CLIENT_AUTH)],
  ])('%s shows no name, not as evidence either', (_what, bytes) => {
    const seen = show(bytes);
    expect(seen.everything).not.toContain('TEST TARO');
    expect(seen.values('tls.certificate.sha256')).toEqual([createHash('sha256').update(bytes).digest('hex')]);
    expect(seen.values('tls.certificate.issuer')).toEqual(['CN=Hospital CA']);
    expect(seen.edges[0]!.personalData).toEqual(['name']);
  });

  test('one that cannot be read to its end may be such a one', () => {
    const whole = certificate(name(COMMON_NAME, 'TEST TARO'), SMART_CARD);
    const damaged = whole.slice();
    // The tag of the extensions.
    damaged[damaged.lastIndexOf(0xa3)] = 0xa4;
    const seen = show(damaged);
    expect(seen.anomalies).toEqual({ 'tls-certificate-malformed': 1 });
    expect(seen.everything).not.toContain('TEST TARO');
    expect(seen.values('tls.certificate.sha256')).toHaveLength(1);
  });

  test('a device shows its name', () => {
    const seen = show(certificate(name(COMMON_NAME, 'pump7.test'), CLIENT_AUTH));
    expect(seen.values('tls.certificate.subject')).toEqual(['CN=pump7.test']);
    expect(seen.edges[0]!.personalData).toEqual([]);
  });
});

describe('messages across records', () => {
  const chain = message(11, certificateBody(PUMP.raw, DEVICE.raw));
  const hashes = see(...MUTUAL)
    .values('tls.certificate.sha256')
    .slice(0, 2);
  const inRecords = (bytes: Uint8Array, size: number) =>
    bytesOf(
      ...Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        record(22, bytes.subarray(i * size, (i + 1) * size)),
      ),
    );

  test.each([1, 3, 4, 5, 700, 4000])('of %i bytes', (size) => {
    const server = bytesOf(message(2, serverHello(0xc02c, RANDOM).subarray(9)), chain, message(14, new Uint8Array(0)));
    const seen = see(toServer(HELLO), toClient(inRecords(server, size), CCS));
    expect(seen.values('tls.certificate.sha256')).toEqual(hashes);
    const fact = seen.facts.find(({ value }) => value === hashes[0])!;
    // A value of many pieces names the first of them.
    expect(new Uint8Array(PUMP.raw).subarray(0, 30)).toEqual(seen.bytesOf(fact).subarray(0, 30));
    expect(seen.anomalies).toEqual({});
  });

  test('a chain longer than any buffer gives the certificates that fit', () => {
    const long = message(11, certificateBody(PUMP.raw, DEVICE.raw, new Uint8Array(200_000)));
    const seen = see(
      toServer(HELLO),
      ...Array.from(chunks(inRecords(long, 16_000), 1400), (part) => toClient(part)),
      toClient(CCS),
    );
    expect(seen.values('tls.certificate.sha256')).toEqual(hashes);
    expect(seen.anomalies['tls-handshake-too-long']).toBe(1);
  });

  test('a chain that the capture cuts gives the certificates that are whole', () => {
    const seen = see(toServer(HELLO), toClient(record(22, chain).subarray(0, 40 + PUMP.raw.length)));
    expect(seen.values('tls.certificate.sha256')).toEqual([hashes[0]]);
    expect(seen.anomalies).toEqual({ 'tls-handshake-cut': 1 });
  });

  test('another message in the middle is a fault', () => {
    const seen = see(toServer(HELLO), toClient(record(22, chain.subarray(0, 100)), CCS));
    expect(seen.anomalies).toEqual({ 'tls-handshake-cut': 1 });
  });
});

describe('recognition', () => {
  const port = (said: Said & { tcp: unknown }) => ({ ...said, tcp: { from: CLIENT, to: ['10.0.0.7', 2762] as const } });

  test.each([
    ['a hello on another port', [port(toServer(HELLO))], true],
    ['two records of data', [port(toServer(DATA, DATA))], true],
    ['a ChangeCipherSpec', [port(toServer(CCS, FINISHED))], true],
    ['an alert', [port(toServer(record(21, bytesOf(2, 40))))], true],
    ['a record followed by something else', [port(toServer(DATA, bytesOf('no record here')))], false],
    ['a record that is too long', [port(toServer(bytesOf(22, 3, 3, 0x60, 0, 1, 0, 0, 90, 3, 3)))], false],
  ])('%s', (_what, packets, isTls) => {
    const seen = rehearse({ dissectors: [tls], packets, midstream: true });
    expect(seen.edges[0]!.protocol).toBe(isTls ? 'tls' : undefined);
  });

  test('text before the first record of a side belongs to another protocol', () => {
    const seen = see(toServer(HELLO), toClient(bytesOf('S'), serverHello(0xc02c, RANDOM)));
    expect(seen.values('tls.cipher')).toEqual(['0xc02c']);
    expect(seen.anomalies).toEqual({});
  });
});

describe('SSL 2', () => {
  /** Header 80 2e, CLIENT-HELLO, version, 3 ciphers, no session, 16 bytes of challenge. */
  const hello = (version: number) =>
    bytesOf([0x80, 0x22, 1], u16(version), u16(9), u16(0), u16(16), new Uint8Array(25));
  const certificate = new Uint8Array(PUMP.raw);
  const length = 11 + certificate.length + 3 + 16;
  const answer = bytesOf(
    [0x80 | (length >> 8), length & 0xff, 4, 0, 1],
    u16(2),
    u16(certificate.length),
    u16(3),
    u16(16),
    certificate,
    new Uint8Array(19),
  );

  withstands(tls, [toServer(hello(2)), toClient(answer)]);

  test('is read, with its certificate', () => {
    const seen = see(toServer(hello(2)), toClient(answer));
    expect(seen.values('tls.version')).toEqual(['0x0002', '0x0002']);
    expect(seen.values('tls.certificate.sha256')).toHaveLength(1);
    expect(seen.edges[0]).toMatchObject({ protocol: 'tls', encrypted: true });
  });

  test('a hello in its form that offers more is answered in the new form', () => {
    const seen = see(toServer(hello(0x0301)), toClient(serverHello(0x002f, RANDOM)));
    expect(seen.values('tls.version')).toEqual(['0x0301', '0x0303']);
  });
});

test.each([
  [
    'an extension that goes past the hello',
    'tls-hello-malformed',
    handshake(1, bytesOf(3, 3, RANDOM, 0, u16(2), u16(0x1301), 1, 0, u16(4), u16(0), u16(900))),
  ],
  ['a certificate that is none', 'tls-certificate-malformed', handshake(11, certificateBody(bytesOf('nonsense')))],
  ['a chain with a wrong length', 'tls-chain-malformed', handshake(11, bytesOf(u24(5), u24(900), 1, 2))],
])('%s is an anomaly', (_what, kind, bytes) => {
  expect(see(toServer(HELLO), toClient(bytes)).anomalies).toEqual({ [kind]: 1 });
});

function* chunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
