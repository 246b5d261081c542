import { describe, expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { hl7, SEGMENT_BYTES } from './hl7.ts';

const MONITOR = ['10.0.0.1', 40000] as const;
const ENGINE = ['10.0.0.2', 2575] as const;
const toEngine = (bytes: Uint8Array) => ({ tcp: { from: MONITOR, to: ENGINE }, bytes });
const fromEngine = (bytes: Uint8Array) => ({ tcp: { from: ENGINE, to: MONITOR }, bytes });
const see = (...texts: readonly string[]) =>
  rehearse({ dissectors: [hl7], packets: texts.map((text) => toEngine(bytesOf(text))) });
/** <VT> segments, each ended by CR, <FS> CR. */
const mllp = (...segments: readonly string[]): string =>
  `\u000b${segments.map((each) => `${each}\r`).join('')}\u001c\r`;

const HEADER =
  'MSH|^~\\&|ACMEGW^0002B3FFFE00F1A2^EUI-64|WARD3|EMR|HOSP|20250101090000+0900||ORU^R01^ORU_R01|MSG0001|P|2.6|||NE|AL|JPN|UNICODE UTF-8|||IHE_PCD_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.1.1^ISO';
const PATIENT = 'PID|||TEST-0001^^^HOSP^MR||TEST^PATIENT||19500102|F|||1-2-3 Honcho||03-1234-5678';
const MDS = 'OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X|||||||ABC123^^0002B3FFFE00F1A2^EUI-64';
const PULSE = 'OBX|2|NM|147842^MDC_ECG_HEART_RATE^MDC|1.7.4.147842|72|264864^MDC_DIM_BEAT_PER_MIN^MDC|||||R';
const UDI = 'PRT|1|UC||EQUIP^Equipment^HL70912||||||(01)00812345678903(21)ABC123';
const MESSAGE = mllp(HEADER, PATIENT, 'PV1||I|3W^301^1', 'OBR|1|||69965^MDC^MDC', MDS, PULSE, UDI);
const ANSWER = mllp(
  'MSH|^~\\&|EMR|HOSP|ACMEGW^0002B3FFFE00F1A2^EUI-64|WARD3|20250101090001+0900||ACK|A1|P|2.6',
  'MSA|AA|MSG0001',
);

describe('cut, damaged, random and split input', () => {
  withstands(hl7, [toEngine(bytesOf(MESSAGE)), fromEngine(bytesOf(ANSWER))]);
});

describe('a message of a monitor', () => {
  const packets = [toEngine(bytesOf(MESSAGE)), fromEngine(bytesOf(ANSWER))];
  const seen = rehearse({ dissectors: [hl7], packets, excerpts: true });
  const said = seen.facts.map(({ attribute, value, subject }) => `${subject.ip} ${attribute} ${value}`);

  test('tells of sender and receiver', () => {
    expect(said).toEqual(
      expect.arrayContaining([
        '10.0.0.1 hl7.sending-application ACMEGW^0002B3FFFE00F1A2^EUI-64',
        '10.0.0.1 hl7.sending-facility WARD3',
        '10.0.0.2 hl7.receiving-application EMR',
        '10.0.0.2 hl7.receiving-facility HOSP',
        '10.0.0.1 hl7.message-type ORU^R01^ORU_R01',
        '10.0.0.1 hl7.version 2.6',
        '10.0.0.1 hl7.charset UNICODE UTF-8',
        '10.0.0.1 hl7.profile IHE_PCD_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.1.1^ISO',
        '10.0.0.1 hl7.eui64 0002B3FFFE00F1A2',
        '10.0.0.1 hl7.location 3W^301^1',
        '10.0.0.1 hl7.device-type 69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC',
        '10.0.0.1 hl7.equipment ABC123^^0002B3FFFE00F1A2^EUI-64',
        '10.0.0.1 hl7.udi (01)00812345678903(21)ABC123',
        '10.0.0.1 hl7.udi-device 00812345678903',
        '10.0.0.1 hl7.udi-serial ABC123',
        '10.0.0.2 hl7.sending-application EMR',
        '10.0.0.2 hl7.message-type ACK',
      ]),
    );
  });

  test('counts the patient and keeps nothing of them', () => {
    expect(seen.edges[0]).toMatchObject({
      protocol: 'hl7',
      personalData: ['name', 'identifier', 'birth-date', 'sex', 'address', 'contact', 'order', 'result'],
    });
    expect(seen.everything).not.toMatch(/TEST-0001|TEST\^PATIENT|19500102|Honcho|1234-5678/);
  });

  test('leads back to the bytes of a value', () => {
    const fact = seen.facts.find(({ attribute }) => attribute === 'hl7.equipment')!;
    expect(seen.bytesOf(fact)).toEqual(bytesOf('ABC123^^0002B3FFFE00F1A2^EUI-64'));
  });
});

describe('framing', () => {
  const SHORT = 'MSH|^~\\&|APP|FAC|||||ADT^A01|1|P|2.5';

  test('takes several messages of one segment, and one of several', () => {
    const second = mllp(SHORT.replace('APP', 'APP2'));
    expect(see(mllp(SHORT) + second).values('hl7.sending-application')).toEqual(['APP', 'APP2']);
    expect(see(second.slice(0, 1), second.slice(1, 20), second.slice(20)).value('hl7.sending-application')).toBe(
      'APP2',
    );
  });

  test('is found on any port, also when the first byte comes alone', () => {
    const packets = [{ tcp: { from: MONITOR, to: ['10.0.0.2', 41234] as const }, bytes: bytesOf(mllp(SHORT)) }];
    expect(rehearse.splitAt({ dissectors: [hl7], packets }, 1).value('hl7.sending-application')).toBe('APP');
  });

  test('does without <VT>, and with line feeds', () => {
    const seen = see(`${SHORT}\nEVN|A01\n${SHORT.replace('APP', 'APP2')}\n`);
    expect(seen.values('hl7.sending-application')).toEqual(['APP', 'APP2']);
    expect(seen.edges[0]?.protocol).toBe('hl7');
    expect(seen.anomalies).toEqual({ 'hl7-unframed': 1 });
  });

  test.each([
    ['a fifth encoding character', 'MSH|^~\\&#|APP|FAC|||||ADT^A01|1|P|2.7', 'ADT^A01'],
    ['other separators', 'MSH$%~\\&$APP$FAC$$$$$ADT%A01$1$P$2.5', 'ADT%A01'],
  ])('parses with %s', (_, text, type) => {
    const seen = see(mllp(text));
    expect([seen.value('hl7.sending-application'), seen.value('hl7.message-type')]).toEqual(['APP', type]);
  });

  test('passes a segment that is longer than can be kept', () => {
    const attachment = `OBX|1|ED|PDF^Report||${'Q'.repeat(4 * SEGMENT_BYTES)}`;
    const text = mllp(SHORT, attachment, MDS) + mllp(SHORT.replace('APP', 'APP2'));
    const parts = Array.from({ length: Math.ceil(text.length / 1400) }, (_, n) => text.slice(n * 1400, (n + 1) * 1400));
    const seen = see(...parts);
    expect(seen.value('hl7.equipment')).toBe('ABC123^^0002B3FFFE00F1A2^EUI-64');
    expect(seen.values('hl7.sending-application')).toEqual(['APP', 'APP2']);
    expect(seen.anomalies).toEqual({ 'hl7-long-segment': 1 });
  });

  test('goes on behind stray bytes', () => {
    const seen = see(`${mllp(SHORT)}stray bytes${mllp(SHORT.replace('APP', 'APP2'))}`);
    expect(seen.values('hl7.sending-application')).toEqual(['APP', 'APP2']);
    expect(seen.anomalies).toEqual({ 'hl7-framing': 1 });
  });

  test.each(['MSHA^~\\&|', '\u000bMSH', 'MSH|abcd|', 'GET / HTTP/1.1\r\n'])('does not claim %j', (text) => {
    expect(see(text).edges[0]?.protocol).not.toBe('hl7');
  });
});

describe('character sets', () => {
  const header = (charset: string) => `MSH|^~\\&|APP|FAC|||||ADT^A01|1|P|2.5||||||${charset}`;

  test('ISO IR87: characters that hold separators divide nothing', () => {
    // ESC $ B 3a 7c 26 7c ESC ( B: two characters whose second byte is the field separator.
    const facility = fromHex('1b2442 3a7c 267c 1b2842');
    const text = header('~ISO IR87').split('FAC');
    const message = bytesOf('\u000b', text[0]!, facility, text[1]!, '\r\u001c\r');
    const seen = rehearse({ dissectors: [hl7], packets: [toEngine(message)] });
    expect(seen.value('hl7.message-type')).toBe('ADT^A01');
    expect(seen.value('hl7.sending-facility')).toBe(new TextDecoder('iso-2022-jp').decode(facility));
  });

  test('UTF-8', () => {
    const seen = see(mllp(header('UNICODE UTF-8').replace('FAC', '三階西病棟')));
    expect(seen.value('hl7.sending-facility')).toBe('三階西病棟');
  });
});

describe('fields', () => {
  test('of the device come from rows that describe it, by name or by number', () => {
    const rows = [
      'OBX|4|ST|531970^MDC_ID_MODEL_MANUFACTURER^MDC|1.0.0.1|ACME||||||F',
      'OBX|5|ST|531971^MDC_ID_MODEL_NUMBER^MDC|1.0.0.2|MX-7||||||F',
      'OBX|6|ST|531975^^MDC|1.0.0.3|M.00.0||||||F',
      'OBX|7|ST|531972|1.0.0.4|SN-1||||||F',
      'OBX|8|ST|1234^NOTE^L||SECRET FINDING||||||F',
    ];
    const seen = see(mllp(HEADER, ...rows));
    expect(seen.value('hl7.manufacturer')).toBe('ACME');
    expect(seen.value('hl7.model')).toBe('MX-7');
    expect(seen.value('hl7.software')).toBe('M.00.0');
    expect(seen.value('hl7.serial')).toBe('SN-1');
    expect(seen.everything).not.toContain('SECRET');
  });

  test('of the sending software come from SFT', () => {
    const seen = see(mllp(HEADER, 'SFT|ACME Systems^L|4.2.1|Gateway|B7|||', 'ZAL|1|x'));
    expect(seen.value('hl7.software-vendor')).toBe('ACME Systems');
    expect(seen.value('hl7.software-product')).toBe('Gateway 4.2.1');
    expect(seen.value('hl7.local-segment')).toBe('ZAL');
  });

  test('give the place only with observations', () => {
    const admission = HEADER.replace('ORU^R01^ORU_R01', 'ADT^A01');
    expect(see(mllp(admission, 'PV1||I|3W^301^1')).value('hl7.location')).toBeUndefined();
  });

  test('take waves, documents and medication as what they are', () => {
    const seen = see(mllp(HEADER, 'OBX|1|NA|131329^MDC_ECG_LEAD_I^MDC||1^2^3', 'OBX|2|ED|PDF||x', 'RXE|1|drug'));
    expect(seen.edges[0]?.personalData).toEqual(['waveform', 'medication', 'document']);
  });

  test('name an explicit null nothing', () => {
    expect(see(mllp('MSH|^~\\&|""|FAC|||||ADT^A01|1|P|2.5')).value('hl7.sending-application')).toBeUndefined();
  });

  test('report a filled security field without it', () => {
    const seen = rehearse({
      dissectors: [hl7],
      packets: [toEngine(bytesOf(mllp('MSH|^~\\&|A|B|C|D|20250101|hunter2|ADT^A01|1|P|2.5')))],
      excerpts: true,
    });
    expect(seen.value('credential.cleartext')).toBe('hl7');
    expect(seen.everything).not.toContain('hunter2');
  });

  // Frames of a rehearsal begin at 2026-01-01T00:00:00Z.
  test.each([
    ['20260101000010+0000', '0'],
    ['20260101090500+0900', '300'],
    ['20251231200000-0500', '3600'],
    ['20251230000000.5+0000', '-172800'],
  ])('compare the clock %s with the capture', (time, offset) => {
    expect(see(mllp(`MSH|^~\\&|A|B|||${time}||ADT^A01|1|P|2.5`)).value('hl7.clock-offset')).toBe(offset);
  });

  test('compare no clock without a zone', () => {
    expect(see(mllp('MSH|^~\\&|A|B|||20250101090000||ADT^A01|1|P|2.5')).value('hl7.clock-offset')).toBeUndefined();
  });
});
