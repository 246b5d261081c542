import { expect, test } from 'vitest';
import { holdsCertificateField } from './certificate-fields.ts';

/** tag, length, value */
function der(tag: number, ...values: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(values.map((value) => (typeof value === 'string' ? Buffer.from(value, 'latin1') : value)));
  return Buffer.concat([Buffer.from([tag, body.length]), body]);
}

/** 2.5.4.3 common name, 2.5.4.10 organisation */
const commonName = der(0x06, Buffer.from('550403', 'hex'));
const organisation = der(0x06, Buffer.from('55040a', 'hex'));
const name = der(
  0x30,
  der(0x31, der(0x30, organisation, der(0x13, 'Ward, Inc'))),
  der(0x31, der(0x30, commonName, der(0x0c, 'pump1'))),
);

test('a name is read part by part', () => {
  expect(holdsCertificateField('tls.certificate.subject', name, 'CN=pump1,O=Ward\\, Inc')).toBe(true);
  expect(holdsCertificateField('tls.certificate.issuer', name, 'CN=pump2,O=Ward\\, Inc')).toBe(false);
  expect(holdsCertificateField('tls.certificate.subject', name, 'CN=pump1')).toBe(false);
});

test('a validity holds both of its moments', () => {
  const validity = der(0x30, der(0x17, '491231235959Z'), der(0x18, '20500101000000Z'));
  expect(holdsCertificateField('tls.certificate.not-before', validity, '2049-12-31T23:59:59Z')).toBe(true);
  expect(holdsCertificateField('tls.certificate.not-after', validity, '2050-01-01T00:00:00Z')).toBe(true);
  expect(holdsCertificateField('tls.certificate.not-after', validity, '2051-01-01T00:00:00Z')).toBe(false);
});

test('alternative names are read by their type', () => {
  expect(holdsCertificateField('tls.certificate.san', der(0x82, 'pump1.test'), 'DNS:pump1.test')).toBe(true);
  expect(
    holdsCertificateField('tls.certificate.san', der(0x87, Buffer.from([10, 0, 0, 1])), 'IP Address:10.0.0.1'),
  ).toBe(true);
  expect(holdsCertificateField('tls.certificate.san', der(0xa4, name), 'DirName:CN=pump1,O=Ward\\, Inc')).toBe(true);
  expect(holdsCertificateField('tls.certificate.san', der(0x82, 'pump1.test'), 'DNS:pump2.test')).toBe(false);
});

test('bytes that are no DER hold nothing', () => {
  expect(holdsCertificateField('tls.certificate.subject', Buffer.from('30ff', 'hex'), 'CN=pump1')).toBe(false);
  expect(holdsCertificateField('tls.certificate.not-after', Buffer.alloc(0), '2050-01-01T00:00:00Z')).toBe(false);
});
