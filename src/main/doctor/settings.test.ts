import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { element, integer, sequence } from '../../../tests/ber-element.ts';
import { fromHex } from '../../../tests/packets.ts';
import { captureFolderFinding, tlsFinding } from './settings.ts';

/** id-ecdsa-with-SHA256 (RFC 5758 §3.2), id-at-commonName (RFC 5280 appendix A.1). */
const ECDSA_SHA256 = sequence(element(0x06, fromHex('2a8648ce3d040302')));
const COMMON_NAME = element(0x06, fromHex('550403'));
const utcTime = (text: string): Uint8Array => element(0x17, text);

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A certificate for localhost (RFC 5280 §4.1) that signed itself, from 2026-11-01 to 2027-11-01. */
function selfSigned(): string {
  const name = sequence(element(0x31, sequence(COMMON_NAME, element(0x0c, 'localhost'))));
  const validity = sequence(utcTime('261101000000Z'), utcTime('271101000000Z'));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const signed = sequence(element(0xa0, integer(2)), integer(1), ECDSA_SHA256, name, validity, name, spki);
  const certificate = sequence(signed, ECDSA_SHA256, element(0x03, 0, sign('sha256', signed, privateKey)));
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

const CERT = selfSigned();
const KEY = pem(privateKey);
const OTHER_KEY = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);

const at = (text: string): number => Date.parse(text) * 1000;

test.each([
  ['2026-11-21', 'ok', 'valid until 2027-11-01'],
  ['2027-10-20', 'warning', 'ends on 2027-11-01'],
  ['2027-11-02', 'problem', 'ended on 2027-11-01'],
  ['2026-10-31', 'problem', 'begins on 2026-11-01'],
])('a certificate on %s: %s', (day, verdict, said) => {
  const finding = tlsFinding({ tls: { cert: CERT, key: KEY } }, at(day));
  expect(finding).toMatchObject({ verdict, what: { en: expect.stringContaining(said) } });
});

test('a key of another certificate, and what is neither', () => {
  const now = at('2026-11-21');
  expect(tlsFinding({ tls: { cert: CERT, key: OTHER_KEY } }, now)).toMatchObject({
    verdict: 'problem',
    what: { en: 'the key is not that of the certificate' },
  });
  expect(tlsFinding({ tls: { cert: 'text', key: KEY } }, now)).toMatchObject({ verdict: 'problem' });
});

test('no TLS of its own', () => {
  expect(tlsFinding({}, 0).what.en).toContain('only this machine');
  expect(tlsFinding({ origin: 'https://mimamori.hospital.example' }, 0).what.en).toContain('hospital.example');
});

test('a folder of captures', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mimamori-doctor-'));
  writeFileSync(join(folder, 'file'), '');
  expect(captureFolderFinding(undefined).verdict).toBe('ok');
  expect(captureFolderFinding(folder).verdict).toBe('ok');
  expect(captureFolderFinding(join(folder, 'absent')).verdict).toBe('problem');
  expect(captureFolderFinding(join(folder, 'file')).verdict).toBe('problem');
  rmSync(folder, { recursive: true });
});
