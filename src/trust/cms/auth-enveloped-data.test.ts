import { beforeAll, describe, expect, test } from 'vitest';
import { der } from '#bytes';
import { type Actor, hierarchy, type Kind, ports } from '../../../tests/cms-actors.ts';
import { expectToWithstand, isInside } from '../../../tests/mutated-input.ts';
import { openData, readAuthEnvelopedData, sealData } from './auth-enveloped-data.ts';
import { encodeContentInfo } from './content-info.ts';
import { encodeCertificateReference } from './certificate-reference.ts';
import { decryptKey, encryptKey, type Recipient } from './content-key.ts';
import { readWhole } from './elements.ts';
import { decryptData, encryptData, readEnvelopedData } from './enveloped-data.ts';
import { CONTENT_TYPE } from './oids.ts';
import { encodeRecipient, readRecipients } from './recipient-info.ts';

const CONTENT = new TextEncoder().encode('backup of ward 3: 面会記録');
const KINDS = ['p256', 'p384', 'rsa'] as const satisfies readonly Kind[];

const actors = new Map<Kind, Actor>();
let stranger: Actor;
let signerOnly: Actor;
beforeAll(async () => {
  const world = await hierarchy('Encrypt');
  const usage = ['keyAgreement', 'keyEncipherment'] as const;
  for (const kind of KINDS) actors.set(kind, await world.issue(`Recipient ${kind}`, { kind, usage }));
  stranger = await world.issue('Stranger', { usage });
  signerOnly = await world.issue('Signer', {});
});

const actor = (kind: Kind): Actor => actors.get(kind)!;
const recipient = (kind: Kind, by: Recipient['by'] = 'issuer-and-serial'): Recipient => ({ ...actor(kind), by });
const keyOf = ({ certificate, decrypter }: Actor) => ({ certificate, key: decrypter });

async function open(message: Uint8Array, who: Actor) {
  const read = readAuthEnvelopedData(message);
  if (!read.ok) throw new Error(`${read.reason} at ${read.at}`);
  return openData(ports, read.authEnvelopedData, keyOf(who));
}

async function decrypt(message: Uint8Array, who: Actor) {
  const read = readEnvelopedData(message);
  if (!read.ok) throw new Error(`${read.reason} at ${read.at}`);
  return decryptData(ports, read.envelopedData, keyOf(who));
}

describe.each([
  ['AuthEnvelopedData', sealData, open],
  ['EnvelopedData', encryptData, decrypt],
] as const)('%s', (_, seal, open) => {
  const opened = { ok: true, contentType: CONTENT_TYPE.data, content: CONTENT };

  test.each(KINDS)('for %s opens, whether named by issuer or by key identifier', async (kind) => {
    for (const by of ['issuer-and-serial', 'subject-key-id'] as const) {
      const result = await open(seal(ports, CONTENT, [recipient(kind, by)]), actor(kind));
      expect(result.ok && { ...result, content: new Uint8Array(result.content) }).toEqual(opened);
    }
  });

  test('opens for each of several recipients and for no one else', async () => {
    const message = seal(
      ports,
      CONTENT,
      KINDS.map((kind) => recipient(kind)),
    );
    for (const kind of KINDS) expect(await open(message, actor(kind))).toMatchObject({ ok: true });
    expect(await open(message, stranger)).toMatchObject({ ok: false, rule: 'recipient' });
    const pretender = { ...stranger, certificate: actor('p256').certificate };
    expect(await open(message, pretender)).toMatchObject({ ok: false, rule: 'opening' });
  });

  test('takes an empty content', async () => {
    expect(await open(seal(ports, new Uint8Array(0), [recipient('p256')]), actor('p256'))).toMatchObject({ ok: true });
  });

  test('is not made for a key that may not open it, or for nobody', () => {
    expect(() => seal(ports, CONTENT, [signerOnly])).toThrow(RangeError);
    expect(() => seal(ports, CONTENT, [])).toThrow(RangeError);
  });
});

describe('a sealed content that was changed does not open:', () => {
  const change = (message: Uint8Array, find: Uint8Array | undefined): Uint8Array => {
    const at = Buffer.from(message).indexOf(Buffer.from(find!));
    const changed = message.slice();
    changed[at + find!.length - 1]! ^= 1;
    return changed;
  };

  test('content, tag, nonce', async () => {
    const message = sealData(ports, CONTENT, [recipient('p256')]);
    const read = readAuthEnvelopedData(message);
    const sealed = read.ok ? read.authEnvelopedData : undefined;
    for (const part of [sealed?.content.encrypted, sealed?.tag, sealed?.content.algorithm.parameters?.subarray(0, -3)])
      expect(await open(change(message, part), actor('p256'))).toMatchObject({ ok: false, rule: 'opening' });
  });

  test('a content type other than data is authenticated (RFC 5083 2.1)', async () => {
    const message = sealData(ports, CONTENT, [recipient('p256')], CONTENT_TYPE.voucherJson);
    expect(await open(message, actor('p256'))).toMatchObject({ ok: true, contentType: CONTENT_TYPE.voucherJson });
    const read = readAuthEnvelopedData(message);
    if (!read.ok) throw new Error(read.reason);
    const { authenticatedAttributes, ...silent } = read.authEnvelopedData;
    expect(authenticatedAttributes).toHaveLength(1);
    const key = keyOf(actor('p256'));
    expect(await openData(ports, silent, key)).toMatchObject({ ok: false, rule: 'attributes' });
    const renamed = { ...silent, content: { ...silent.content, contentType: CONTENT_TYPE.data } };
    expect(await openData(ports, renamed, key)).toMatchObject({ ok: false, rule: 'opening' });
  });

  test('a tag that was shortened is refused (RFC 5084 3.2)', async () => {
    const read = readAuthEnvelopedData(sealData(ports, CONTENT, [recipient('p256')]));
    if (!read.ok) throw new Error(read.reason);
    const { authEnvelopedData } = read;
    const short = { ...authEnvelopedData, tag: authEnvelopedData.tag.subarray(0, 12) };
    expect(await openData(ports, short, keyOf(actor('p256')))).toMatchObject({ ok: false, rule: 'algorithm' });
  });
});

test('a stated length of the tag other than the tag has is refused', async () => {
  const read = readAuthEnvelopedData(sealData(ports, CONTENT, [recipient('p256')]));
  if (!read.ok) throw new Error(read.reason);
  const { content } = read.authEnvelopedData;
  const nonce = der.octetString(content.algorithm.parameters!.subarray(4, 16));
  for (const parameters of [der.sequence(nonce), der.sequence(nonce, der.integer(12))]) {
    const stated = { ...content, algorithm: { ...content.algorithm, parameters } };
    const result = await openData(ports, { ...read.authEnvelopedData, content: stated }, keyOf(actor('p256')));
    expect(result).toMatchObject({ ok: false, rule: 'algorithm' });
  }
});

test('keying material of the sender goes into the derivation (RFC 5753 7.2)', async () => {
  const contentKey = ports.randomBytes(32);
  const own = encryptKey(ports, contentKey, recipient('p256'));
  const agreed = ports.agreeOnce(actor('p256').decrypter.recipientKey)!;
  // SEQUENCE { { id-aes256-wrap }, [0] { OCTET STRING aa bb }, [2] { OCTET STRING 00 00 01 00 } }
  const info = Buffer.from('301b300b060960864801650304012da0040402aabba206040400000100', 'hex');
  const secret = der.concat([agreed.secret, Uint8Array.of(0, 0, 0, 1), info]);
  const encryptedKey = ports.aes256Wrap(ports.digest('sha256', secret), contentKey);
  const point = new Uint8Array(agreed.publicKey.subarray(-65));
  const material = Uint8Array.of(0xaa, 0xbb);
  if (own.kind !== 'key-agreement') throw new Error(own.kind);
  const theirs = { ...own, encryptedKey, originatorKey: { point }, keyingMaterial: material };
  const read = readWhole(der.setOf([encodeRecipient(theirs)]), '', (cursor) => readRecipients(cursor.open(0x31)));
  expect(read).toMatchObject({ ok: true, value: [{ keyingMaterial: material, originatorKey: { point } }] });
  const key = read.ok ? await decryptKey(ports, read.value[0]!, actor('p256').decrypter) : undefined;
  expect(key && Buffer.from(key)).toEqual(Buffer.from(contentKey));
});

test('a version that does not go with how the recipient is named is refused (RFC 5652 6.2.1)', () => {
  const message = sealData(ports, CONTENT, [recipient('rsa')]);
  const read = readAuthEnvelopedData(message);
  const named = read.ok ? encodeCertificateReference(read.authEnvelopedData.recipients[0]!.recipient) : undefined;
  const at = Buffer.from(message).indexOf(der.concat([der.integer(0), named!]));
  const changed = message.slice();
  changed[at + 2] = 2;
  expect(readAuthEnvelopedData(changed)).toEqual({
    ok: false,
    reason: 'version-unknown',
    at,
    clause: 'RFC 5652 6.2.1',
  });
});

test('weaker key encryption is refused, not tried', async () => {
  const read = readAuthEnvelopedData(sealData(ports, CONTENT, [recipient('p256'), recipient('rsa')]));
  if (!read.ok) throw new Error(read.reason);
  const sha1Kdf = der.sequence(der.oid('1.3.133.16.840.63.0.2'), der.sequence(der.oid('2.16.840.1.101.3.4.1.45')));
  const pkcs1 = der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue());
  const recipients = read.authEnvelopedData.recipients.map((info) => ({
    ...info,
    algorithm: { oid: '', encoded: info.kind === 'key-transport' ? pkcs1 : sha1Kdf },
  }));
  for (const kind of ['p256', 'rsa'] as const)
    expect(await openData(ports, { ...read.authEnvelopedData, recipients }, keyOf(actor(kind)))).toMatchObject({
      ok: false,
      rule: 'algorithm',
    });
});

test('contents in segments are put together, as BER writers cut them (X.690 8.7.3)', () => {
  const segments = der.context(0, true, der.concat([der.octetString(CONTENT), der.octetString(CONTENT)]));
  const algorithm = der.sequence(der.oid('2.16.840.1.101.3.4.1.42'), der.octetString(new Uint8Array(16)));
  const message = encodeContentInfo(
    CONTENT_TYPE.envelopedData,
    der.sequence(
      der.integer(2),
      der.setOf([der.context(3, true, der.oid('1.2.3'))]),
      der.sequence(der.oid(CONTENT_TYPE.data), algorithm, segments),
    ),
  );
  const read = readEnvelopedData(message);
  expect(read.ok && read.envelopedData.content.encrypted).toEqual(der.concat([CONTENT, CONTENT]));
  expect(read.ok && read.envelopedData.recipients).toEqual([]);
});

test('reads 2,000 damaged messages of each kind', () => {
  const recipients = [recipient('p256'), recipient('rsa', 'subject-key-id')];
  const sealed = sealData(ports, CONTENT, recipients, CONTENT_TYPE.voucherJson);
  expectToWithstand(sealed, (damaged) => isInside(readAuthEnvelopedData(damaged), damaged));
  const encrypted = encryptData(ports, CONTENT, recipients);
  expectToWithstand(encrypted, (damaged) => isInside(readEnvelopedData(damaged), damaged));
});

test('opens none of 300 sealed messages that were damaged as anything but what was sealed', async () => {
  const message = sealData(ports, CONTENT, [recipient('p256')]);
  const contents = new Set<string>();
  for (let run = 0; run < 300; run++) {
    const damaged = message.slice();
    damaged[(run * 7919) % message.length]! ^= 1 << (run % 8);
    const read = readAuthEnvelopedData(damaged);
    const result = read.ok ? await openData(ports, read.authEnvelopedData, keyOf(actor('p256'))) : read;
    contents.add(result.ok ? new TextDecoder().decode(result.content) : 'unopened');
  }
  expect([...contents].filter((content) => content !== new TextDecoder().decode(CONTENT))).toEqual(['unopened']);
});
