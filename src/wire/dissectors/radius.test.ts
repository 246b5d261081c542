import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesOf, fromHex, u16, u32 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import {
  certificates,
  CHANGE_CIPHER_SPEC,
  clientHello,
  handshake,
  record,
  serverHello,
} from '../../../tests/tls-flight.ts';
import { withstands } from '../../../tests/withstands.ts';
import { CONVERSATION_NAMES } from '../parts/eap-tls.ts';
import { radius } from './radius.ts';

const NAS = '10.0.0.2';
const SERVER = '10.0.0.1';
const ask = (bytes: Uint8Array, port = 1812) => ({ udp: { from: [NAS, 40_000], to: [SERVER, port] }, bytes }) as const;
const tell = (bytes: Uint8Array) => ({ udp: { from: [SERVER, 1812], to: [NAS, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof ask> | ReturnType<typeof tell>)[]) =>
  rehearse({ dissectors: [radius], packets });

const attribute = (type: number, ...content: (Uint8Array | string)[]) => {
  const value = bytesOf(...content);
  return bytesOf(type, value.length + 2, value);
};
const message = (code: number, ...attributes: Uint8Array[]) => {
  const body = bytesOf(...attributes);
  return bytesOf(code, 7, u16(20 + body.length), new Uint8Array(16), body);
};
/** EAP response 2 with the method and some data. */
const eap = (type: number) => attribute(79, bytesOf(2, 9, u16(6), type, 0));

const REQUEST = message(
  1,
  attribute(1, 'host/ct1.hosp.local'),
  attribute(4, fromHex('0a000002')),
  attribute(32, 'SW-ICU-3'),
  attribute(31, '00-09-5C-00-00-01'),
  attribute(30, '02-00-00-00-00-AA:hospital'),
  eap(13),
);

withstands(radius, [ask(REQUEST)]);

test('a switch and the machine behind it', () => {
  const seen = see(ask(REQUEST));
  expect(seen.facts.map(({ attribute: id, value, kind }) => [id, value, kind])).toEqual([
    ['radius.nas-address', '10.0.0.2', 'capability-seen'],
    ['radius.nas-identifier', 'SW-ICU-3', 'name-seen'],
    ['radius.calling-station', '00-09-5C-00-00-01', 'capability-seen'],
    ['radius.called-station', '02-00-00-00-00-AA:hospital', 'capability-seen'],
    ['radius.machine', '00-09-5C-00-00-01=host/ct1.hosp.local', 'capability-seen'],
    ['radius.eap-method', 'tls', 'capability-seen'],
  ]);
  for (const fact of seen.facts) expect(fact.subject).toEqual({ ip: NAS });
});

test('a person’s name and a telephone number are personal data and nothing else', () => {
  const seen = see(ask(message(1, attribute(1, 'taro.yamada'), attribute(31, '81-90-1234-5678'), eap(25))));
  expect(seen.facts.map((fact) => fact.value)).toEqual(['peap']);
  expect(seen.everything).not.toMatch(/yamada|1234/);
  expect([...seen.edges[0]!.personalData].sort()).toEqual(['account', 'contact']);
});

test('a number that looks like pairs of digits is still a number', () => {
  expect(see(ask(message(1, attribute(31, '33-01-23-45-67-89')))).facts).toEqual([]);
});

test('a machine account by its dollar sign', () => {
  expect(see(ask(message(1, attribute(1, 'HOSP\\CT1$')))).value('radius.machine')).toBe('HOSP\\CT1$');
});

test('an answer describes the switch that it goes to', () => {
  const seen = see(tell(message(11, attribute(79, bytesOf(1, 9, u16(6), 25, 0x20)))));
  expect(seen.facts).toMatchObject([{ attribute: 'radius.eap-method', value: 'peap', subject: { ip: NAS } }]);
  expect(seen.edges[0]).toMatchObject({ server: { ip: SERVER }, port: 1812 });
});

test.each([
  ['an identity', 1],
  ['a refusal', 3],
])('%s is no method', (_, type) => {
  expect(see(ask(message(1, eap(type)))).facts).toEqual([]);
});

test('text with control characters is damaged', () => {
  const seen = see(ask(message(1, attribute(32, 'SW\u0001'))));
  expect(seen.facts).toEqual([]);
  expect(seen.anomalies).toEqual({ 'radius-text': 1 });
});

test('keeps the attributes before one that is shorter than its own header', () => {
  const bytes = message(1, attribute(32, 'SW-1'), fromHex('2001'));
  const seen = see(ask(bytes));
  expect(seen.values('radius.nas-identifier')).toEqual(['SW-1']);
  expect(seen.anomalies).toEqual({ 'radius-attribute': 1 });
});

test('is recognised on another port when the attributes fill the message', () => {
  expect(see(ask(REQUEST, 18_120)).value('radius.nas-identifier')).toBe('SW-ICU-3');
  expect(see(ask(bytesOf(REQUEST, 0), 18_120)).facts).toEqual([]);
});

describe('an EAP identity', () => {
  const identity = (name: string) => attribute(79, bytesOf(2, 9, u16(5 + name.length), 1, name));

  test('of a machine is told with its address', () => {
    const seen = see(ask(message(1, attribute(31, '00-09-5C-00-00-01'), identity('host/ct1.hosp.local'))));
    expect(seen.values('radius.machine')).toEqual(['00-09-5C-00-00-01=host/ct1.hosp.local']);
  });

  test('of a person is counted', () => {
    const seen = see(ask(message(1, identity('taro.yamada'))));
    expect(seen.facts).toEqual([]);
    expect(seen.everything).not.toContain('yamada');
    expect(seen.edges[0]!.personalData).toEqual(['account']);
  });

  test('that User-Name repeats is read once', () => {
    const seen = see(ask(message(1, attribute(1, 'host/ct1'), identity('host/ct1'))));
    expect(seen.facts).toMatchObject([{ attribute: 'radius.machine', value: 'host/ct1', count: 1 }]);
  });
});

describe('TLS inside EAP', () => {
  const fixture = (name: string) =>
    new X509Certificate(readFileSync(new URL(`../../bytes/x509/fixtures/${name}.pem`, import.meta.url)));
  const SERVER_CERTIFICATE = fixture('rsa-2048-server');
  const DEVICE = fixture('p256-device');
  const NAMELESS = fixture('rsa-1024-v1');
  const STATION = '00-09-5C-00-00-01';
  const MAC = '00:09:5c:00:00:01';
  const [START, MORE, LENGTH] = [0x20, 0x40, 0x80];

  interface Round {
    readonly method?: number;
    readonly station?: string;
    readonly user?: string;
    /** First octet of State, Authenticator and Identifier, so that conversations differ. */
    readonly seed?: number;
    readonly fragment?: number;
    readonly certificate?: X509Certificate;
  }

  /** RFC 3579 §3.1: an EAP packet over as many attributes of at most 253 octets as it needs. */
  const eapMessage = (packet: Uint8Array) =>
    Array.from({ length: Math.ceil(packet.length / 253) }, (_, at) =>
      attribute(79, packet.subarray(at * 253, (at + 1) * 253)),
    );
  const eapPacket = (code: number, id: number, method: number, flags: number, ...data: (Uint8Array | number[])[]) => {
    const body = bytesOf(method, flags, ...data);
    return bytesOf(code, id, u16(4 + body.length), body);
  };
  const radiusMessage = (code: number, identifier: number, ...attributes: Uint8Array[]) => {
    const body = bytesOf(...attributes);
    return bytesOf(code, identifier, u16(20 + body.length), new Uint8Array(16), body);
  };

  const SERVER_FLIGHT = bytesOf(
    record(22, serverHello(0xc02f)),
    record(22, certificates(SERVER_CERTIFICATE.raw)),
    record(22, bytesOf(handshake(13, bytesOf(1, 64, u16(2), u16(0x0403), u16(0))), handshake(14, bytesOf()))),
  );
  const clientFlight = (certificate: X509Certificate) =>
    bytesOf(record(22, certificates(certificate.raw)), CHANGE_CIPHER_SPEC, record(22, new Uint8Array(40).fill(0xee)));

  /** A log-in: start, hello, the server's flight in fragments that are acknowledged, and the client's. */
  function login(round: Round = {}): (ReturnType<typeof ask> | ReturnType<typeof tell>)[] {
    const { method = 13, station = STATION, user = 'host/ct1', seed = 1, fragment = 400 } = round;
    const packets: (ReturnType<typeof ask> | ReturnType<typeof tell>)[] = [];
    let step = 0;
    const state = (number: number) => attribute(24, bytesOf(seed, number, new Uint8Array(14)));
    const identifierOf = (number: number) => (seed * 40 + number) & 0xff;
    /** The server challenges with a State of this step, and the request that answers has the same one. */
    const challenge = (flags: number, ...data: (Uint8Array | number[])[]) => {
      const packet = eapPacket(1, step + 2, method, flags, ...data);
      packets.push(tell(radiusMessage(11, identifierOf(step), ...eapMessage(packet), state(step))));
    };
    const respond = (flags: number, ...data: (Uint8Array | number[])[]) => {
      const packet = eapPacket(2, step + 2, method, flags, ...data);
      const named = [attribute(1, user), attribute(31, station)];
      packets.push(ask(radiusMessage(1, identifierOf(step + 1), ...named, ...eapMessage(packet), state(step))));
      step++;
    };
    challenge(START);
    respond(0, record(22, clientHello()));
    for (let at = 0; at < SERVER_FLIGHT.length; at += fragment) {
      const isLast = at + fragment >= SERVER_FLIGHT.length;
      const part = SERVER_FLIGHT.subarray(at, at + fragment);
      challenge(LENGTH | (isLast ? 0 : MORE), u32(SERVER_FLIGHT.length), part);
      if (!isLast) respond(0);
    }
    const flight = clientFlight(round.certificate ?? DEVICE);
    respond(LENGTH | MORE, u32(flight.length), flight.subarray(0, 200));
    challenge(0);
    respond(0, flight.subarray(200));
    return packets;
  }

  const told = (seen: ReturnType<typeof see>, attribute: string) =>
    seen.facts
      .filter((fact) => fact.attribute === attribute)
      .map(({ value, subject }) => [subject.mac ?? subject.ip, value]);
  const hexOf = (certificate: X509Certificate) => certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  const BOTH = [
    [SERVER, hexOf(SERVER_CERTIFICATE)],
    [MAC, hexOf(DEVICE)],
  ];

  withstands(radius, login());

  test.each([
    ['TLS', 13],
    ['TTLS', 21],
    ['PEAP', 25],
    ['FAST', 43],
  ])('of %s shows the certificates of both ends, the client by its hardware address', (_, method) => {
    const seen = see(...login({ method }));
    expect(told(seen, 'tls.certificate.sha256')).toEqual(BOTH);
    expect(told(seen, 'tls.cipher')).toEqual([[SERVER, '0xc02f']]);
    expect(told(seen, 'tls.version')).toEqual([
      [MAC, '0x0303'],
      [SERVER, '0x0303'],
    ]);
    expect(told(seen, 'tls.client-certificate')).toEqual([[SERVER, 'requested']]);
    expect(seen.anomalies).toEqual({});
  });

  test('leads back through attributes and messages to the certificate', () => {
    const seen = see(...login());
    for (const [certificate, from] of [
      [SERVER_CERTIFICATE, 3],
      [DEVICE, 8],
    ] as const) {
      const fact = seen.facts.find(({ value }) => value === hexOf(certificate))!;
      expect(seen.bytesOf(fact)).toEqual(new Uint8Array(certificate.raw));
      expect(fact.source.ranges.at(0)!.frame).toBeGreaterThanOrEqual(from);
      expect(new Set(fact.source.ranges.map(({ frame }) => frame)).size).toBeGreaterThan(1);
    }
  });

  test.each([120, 253, 254, 600, 1200, 2000])('in fragments of %i octets', (fragment) => {
    expect(told(see(...login({ fragment })), 'tls.certificate.sha256')).toEqual(BOTH);
  });

  test('of two log-ins at once is kept apart by State', () => {
    const first = login();
    const second = login({ seed: 2, station: '00-09-5C-00-00-02' });
    const mixed = first.flatMap((packet, at) => [packet, second[at]!]);
    expect(told(see(...mixed), 'tls.certificate.sha256')).toEqual([...BOTH, ['00:09:5c:00:00:02', hexOf(DEVICE)]]);
  });

  test('takes what is sent again once', () => {
    const repeated = login().flatMap((packet) => [packet, packet]);
    const seen = see(...repeated);
    expect(told(seen, 'tls.certificate.sha256')).toEqual(BOTH);
    expect(seen.facts.find(({ attribute: id }) => id === 'tls.certificate.sha256')!.count).toBe(1);
  });

  test('says nothing of a flight of which a fragment is missing', () => {
    const packets = login();
    const without = packets.filter((_, at) => at !== 4);
    expect(told(see(...without), 'tls.certificate.sha256')).toEqual([BOTH[1]]);
  });

  test('of a client without a known address is nobody’s', () => {
    const seen = see(...login({ station: '81-90-1234-5678' }));
    expect(told(seen, 'tls.certificate.sha256')).toEqual([BOTH[0]]);
  });

  test('does not name a person by the certificate', () => {
    const packets = login({ user: 'taro.yamada', certificate: NAMELESS });
    const seen = rehearse({ dissectors: [radius], packets, excerpts: true });
    const name = /CN=([^,]+)/.exec(NAMELESS.subject.replaceAll('\n', ','))![1]!;
    expect(told(seen, 'tls.certificate.sha256')).toEqual([BOTH[0], [MAC, hexOf(NAMELESS)]]);
    expect(told(seen, 'tls.certificate.subject').map(([who]) => who)).toEqual([SERVER]);
    expect(seen.everything).not.toContain(name);
    expect([...seen.edges[0]!.personalData].sort()).toEqual(['account', 'name']);
    const machine = rehearse({ dissectors: [radius], packets: login({ certificate: NAMELESS }) });
    expect(machine.everything).toContain(name);
  });

  test('is told of a device whose certificate names a host, whatever it logs in as', () => {
    const seen = see(...login({ user: 'PMP00-000451' }));
    expect(told(seen, 'tls.certificate.subject').map(([who]) => who)).toEqual([SERVER, MAC]);
  });

  test('is forgotten when it was quiet while as many others went on as are followed', () => {
    const packets = login();
    // Each request has a State of its own: two names a conversation.
    const others = (count: number) =>
      Array.from({ length: count }, (_, at) => {
        const state = attribute(24, bytesOf(9, u32(at)));
        const packet = radiusMessage(1, at & 0xff, ...eapMessage(eapPacket(2, 1, 13, 0)), state);
        return { udp: { from: [NAS, 10_000 + at], to: [SERVER, 1812] }, bytes: packet } as const;
      });
    const seen = (count: number) =>
      rehearse({ dissectors: [radius], packets: [...packets.slice(0, 3), ...others(count), ...packets.slice(3)] });
    expect(told(seen(CONVERSATION_NAMES / 4), 'tls.certificate.sha256')).toEqual(BOTH);
    expect(told(seen(CONVERSATION_NAMES), 'tls.certificate.sha256')).toEqual([BOTH[1]]);
  });

  test('that is longer than what is put together is given up', () => {
    const endless = Array.from({ length: 40 }, (_, step) =>
      tell(radiusMessage(11, 7, ...eapMessage(eapPacket(1, step, 13, MORE, new Uint8Array(1200))))),
    );
    expect(see(...endless).anomalies).toEqual({ 'radius-eap-too-long': 1 });
  });
});
