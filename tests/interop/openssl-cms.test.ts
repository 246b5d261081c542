import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cms, extensions } from '#trust';
import { openssl } from '../available.ts';
import { type Actor, hierarchy, type Hierarchy, type Kind, ports } from '../cms-actors.ts';
import { pem } from '../trust-authorities.ts';
import { OpensslFolder } from './openssl.ts';

/** Messages of ours read by OpenSSL 3.0, and messages of OpenSSL read by us. */

const CONTENT = Buffer.from('{"device":"pump-17","log":"面会 0.5 ml/h"}\n');
/** OpenSSL judges certificates by the clock of the machine. */
const NOW_US = Date.now() * 1000;
const DAY_US = 86_400_000_000;
const POLICY = '1.3.6.1.4.1.32473.3.1';
const FROM_TO = { notBeforeUs: NOW_US - DAY_US, notAfterUs: NOW_US + 30 * DAY_US };
const SIGNERS = ['p256', 'p384', 'rsa'] as const satisfies readonly Kind[];

const program = openssl();

describe.skipIf(program === undefined)('openssl', () => {
  let folder: OpensslFolder;
  let world: Hierarchy;
  const signers = new Map<Kind, Actor>();
  const recipients = new Map<Kind, Actor>();
  let stamper: Actor;

  const read = (name: string): Uint8Array => folder.read(name);
  const text = (name: string): string => new TextDecoder().decode(read(name));
  /** What a command that has to succeed said. */
  const run = async (...options: readonly string[]): Promise<string> => {
    const { ok, text } = await folder.run(...options);
    if (!ok) throw new Error(`openssl ${options.join(' ')}: ${text}`);
    return text;
  };
  /** What a command that has to fail said. */
  const refused = async (...options: readonly string[]): Promise<string> => {
    const { ok, text } = await folder.run(...options);
    expect(ok).toBe(false);
    return text;
  };
  const saveActor = (name: string, actor: Actor): Actor => {
    folder.write(`${name}.pem`, pem('CERTIFICATE', actor.certificate));
    folder.write(`${name}.key`, actor.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    return actor;
  };

  beforeAll(async () => {
    folder = new OpensslFolder(program!);
    world = await hierarchy('Interop', FROM_TO);
    folder.write('root.pem', pem('CERTIFICATE', world.root.certificate));
    folder.write('chain.pem', pem('CERTIFICATE', world.authority.certificate));
    folder.write('content', CONTENT);
    for (const kind of [...SIGNERS, 'ed25519'] as const)
      signers.set(kind, saveActor(`signer-${kind}`, await world.issue(`Signer ${kind}`, { kind, ...FROM_TO })));
    for (const kind of SIGNERS) {
      const leaf = { kind, usage: ['keyAgreement', 'keyEncipherment'] as const, ...FROM_TO };
      recipients.set(kind, saveActor(`recipient-${kind}`, await world.issue(`Recipient ${kind}`, leaf)));
    }
    const purposes = [extensions.PURPOSE.timeStamping];
    stamper = saveActor('stamper', await world.issue('Stamper', { purposes, critical: true, ...FROM_TO }));
  });
  afterAll(() => {
    folder.remove();
  });

  const signed = (kind: Kind, detached: boolean, by: 'issuer-and-serial' | 'subject-key-id' = 'issuer-and-serial') =>
    cms.signData(ports, {
      content: CONTENT,
      detached,
      signatures: [{ ...signers.get(kind)!, signingTimeUs: NOW_US, by }],
      certificates: [world.authority.certificate],
    });
  const verify = (message: Uint8Array, content?: Uint8Array): cms.SignedDataVerdict => {
    const opened = cms.readSignedData(message);
    if (!opened.ok) throw new Error(`${opened.reason} at ${opened.at} (${opened.clause})`);
    return cms.verifySignedData(ports, opened.signedData, {
      path: world.pathAt(NOW_US),
      ...(content === undefined ? {} : { content }),
    });
  };
  const VERIFY = ['cms', '-verify', '-cades', '-inform', 'DER', '-binary', '-CAfile', 'root.pem'] as const;

  describe('SignedData', () => {
    test.each(SIGNERS)('of ours by %s passes cms -verify -cades, attached and detached', async (kind) => {
      folder.write('attached.der', await signed(kind, false));
      await run(...VERIFY, '-in', 'attached.der', '-out', 'content.out');
      expect(read('content.out')).toEqual(new Uint8Array(CONTENT));
      folder.write('detached.der', await signed(kind, true, 'subject-key-id'));
      await run(...VERIFY, '-in', 'detached.der', '-content', 'content', '-out', 'content.out');
      folder.write('other', 'another content');
      const said = await refused(...VERIFY, '-in', 'detached.der', '-content', 'other', '-out', 'content.out');
      expect(said).toContain('verification failure');
    });

    test('of several of our signers passes', async () => {
      const message = await cms.signData(ports, {
        content: CONTENT,
        signatures: SIGNERS.map((kind) => signers.get(kind)!),
        certificates: [world.authority.certificate],
      });
      folder.write('several.der', message);
      await run(...VERIFY, '-in', 'several.der', '-out', 'content.out');
      expect(await run('cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', 'several.der')).toContain(
        'signerInfos',
      );
    });

    test.each([
      ['p256', 'sha256', []],
      ['p384', 'sha384', []],
      ['p384', 'sha256', ['-keyid']],
      ['rsa', 'sha256', []],
      ['rsa', 'sha512', ['-keyid']],
      ['rsa', 'sha256', ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:32']],
    ] as const)('by %s with %s %s is read and verified by us', async (kind, digest, more) => {
      const base = ['cms', '-sign', '-cades', '-binary', '-outform', 'DER', '-md', digest, '-in', 'content'];
      const who = ['-signer', `signer-${kind}.pem`, '-inkey', `signer-${kind}.key`, '-certfile', 'chain.pem'];
      await run(...base, ...who, ...more, '-nodetach', '-out', 'theirs.der');
      expect(verify(read('theirs.der'))).toMatchObject({ good: true });
      await run(...base, ...who, ...more, '-out', 'theirs.der');
      expect(verify(read('theirs.der'), CONTENT)).toMatchObject({ good: true });
      expect(verify(read('theirs.der'), Buffer.from('x')).signatures[0]?.failures).toMatchObject([
        { rule: 'message-digest' },
      ]);
    });

    test.each(SIGNERS)(
      'by %s in BER, with indefinite lengths and the content in segments, is read by us',
      async (kind) => {
        const who = ['-signer', `signer-${kind}.pem`, '-inkey', `signer-${kind}.key`, '-certfile', 'chain.pem'];
        const digest = kind === 'p384' ? 'sha384' : 'sha256';
        const how = ['-binary', '-nodetach', '-stream', '-outform', 'DER', '-md', digest, '-in', 'content'];
        await run('cms', '-sign', ...how, ...who, '-out', 'streamed.der');
        const streamed = read('streamed.der');
        expect([...streamed.subarray(0, 2)]).toEqual([0x30, 0x80]);
        expect(verify(streamed)).toMatchObject({ good: true });
      },
    );

    test('trap 10: of Ed25519 cannot be verified by OpenSSL 3.0, and holds by our own verifier', async () => {
      const message = await signed('ed25519', false);
      expect(verify(message)).toMatchObject({ good: true });
      folder.write('ed25519.der', message);
      const { ok } = await folder.run(...VERIFY, '-in', 'ed25519.der', '-out', 'content.out');
      // A later OpenSSL has learnt it, and then it has to agree with us.
      expect(ok).toBe(!(await run('version')).startsWith('OpenSSL 3.0.'));
    });

    test('trap 10: without emailProtection passes only with -purpose any', async () => {
      const purposes = [extensions.PURPOSE.documentSigning];
      const signer = await world.issue('Document signer', { purposes, ...FROM_TO });
      const message = await cms.signData(ports, {
        content: CONTENT,
        signatures: [signer],
        certificates: [world.authority.certificate],
      });
      folder.write('document.der', message);
      expect(await refused(...VERIFY, '-in', 'document.der', '-out', 'content.out')).toContain('purpose');
      await run(...VERIFY, '-purpose', 'any', '-in', 'document.der', '-out', 'content.out');
      expect(verify(message)).toMatchObject({ good: true });
    });

    test('that is a voucher of ours passes', async () => {
      const voucher = {
        createdOnUs: NOW_US,
        expiresOnUs: NOW_US + DAY_US,
        assertion: 'logged' as const,
        serialNumber: 'PUMP-17',
        pinnedDomainCert: world.authority.certificate,
      };
      folder.write(
        'voucher.der',
        await cms.signVoucher(ports, voucher, signers.get('p256')!, [world.authority.certificate]),
      );
      await run(...VERIFY, '-in', 'voucher.der', '-out', 'voucher.json');
      expect(JSON.parse(text('voucher.json'))).toMatchObject({
        'ietf-voucher:voucher': { 'serial-number': 'PUMP-17' },
      });
    });
  });

  const who = (kind: Kind) => {
    const { certificate, decrypter } = recipients.get(kind)!;
    return { certificate, key: decrypter };
  };
  const DECRYPT = ['cms', '-decrypt', '-inform', 'DER', '-binary'] as const;
  const keyOf = (kind: Kind) => ['-recip', `recipient-${kind}.pem`, '-inkey', `recipient-${kind}.key`] as const;

  describe.each([
    ['AuthEnvelopedData', cms.sealData],
    ['EnvelopedData', cms.encryptData],
  ] as const)('%s', (_, seal) => {
    test('of ours for three recipients is opened with each key, by issuer and by key identifier', async () => {
      for (const by of ['issuer-and-serial', 'subject-key-id'] as const) {
        const all = SIGNERS.map((kind) => ({ certificate: recipients.get(kind)!.certificate, by }));
        folder.write('sealed.der', seal(ports, CONTENT, all));
        for (const kind of SIGNERS) {
          await run(...DECRYPT, '-in', 'sealed.der', ...keyOf(kind), '-out', 'content.out');
          expect(read('content.out')).toEqual(new Uint8Array(CONTENT));
        }
      }
    });
  });

  test('AuthEnvelopedData of ours that was changed is refused by openssl and by us', async () => {
    const message = cms.sealData(ports, CONTENT, [recipients.get('p256')!]);
    const opened = cms.readAuthEnvelopedData(message);
    if (!opened.ok) throw new Error(opened.reason);
    const at = Buffer.from(message).indexOf(opened.authEnvelopedData.content.encrypted);
    const changed = message.slice();
    changed[at]! ^= 1;
    folder.write('changed.der', changed);
    await refused(...DECRYPT, '-in', 'changed.der', ...keyOf('p256'), '-out', 'content.out');
    const reopened = cms.readAuthEnvelopedData(changed);
    const result = reopened.ok ? await cms.openData(ports, reopened.authEnvelopedData, who('p256')) : reopened;
    expect(result).toMatchObject({ ok: false, rule: 'opening' });
  });

  describe('of what openssl seals', () => {
    const ENCRYPT = ['cms', '-encrypt', '-binary', '-outform', 'DER', '-in', 'content'] as const;
    const AGREE = ['-keyopt', 'ecdh_kdf_md:sha256'] as const;
    const OAEP = ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256'] as const;
    const to = (kind: Kind) => ['-recip', `recipient-${kind}.pem`, ...(kind === 'rsa' ? OAEP : AGREE)] as const;

    test.each([
      ['aes-256-gcm', []],
      ['aes-256-gcm', ['-keyid', '-stream']],
      ['aes-256-cbc', []],
      ['aes-256-cbc', ['-keyid', '-stream']],
    ] as const)('with %s %s, every recipient of ours opens it', async (cipher, more) => {
      await run(...ENCRYPT, `-${cipher}`, ...more, ...SIGNERS.flatMap(to), '-out', 'theirs.der');
      const message = read('theirs.der');
      for (const kind of SIGNERS) {
        const result =
          cipher === 'aes-256-gcm' ? await openAuthenticated(message, kind) : await openPlain(message, kind);
        expect(result.ok ? Buffer.from(result.content) : result).toEqual(CONTENT);
      }
    });

    async function openAuthenticated(message: Uint8Array, kind: Kind) {
      const opened = cms.readAuthEnvelopedData(message);
      return opened.ok ? cms.openData(ports, opened.authEnvelopedData, who(kind)) : opened;
    }

    async function openPlain(message: Uint8Array, kind: Kind) {
      const opened = cms.readEnvelopedData(message);
      return opened.ok ? cms.decryptData(ports, opened.envelopedData, who(kind)) : opened;
    }

    test('with SHA-1 in the key derivation or PKCS #1 v1.5, it is refused by us', async () => {
      await run(
        ...ENCRYPT,
        '-aes-256-gcm',
        '-recip',
        'recipient-p256.pem',
        '-recip',
        'recipient-rsa.pem',
        '-out',
        'weak.der',
      );
      for (const kind of ['p256', 'rsa'] as const)
        expect(await openAuthenticated(read('weak.der'), kind)).toMatchObject({ ok: false, rule: 'algorithm' });
    });
  });

  describe('time stamps', () => {
    const authority = () =>
      cms.timeStampAuthority(ports, {
        ...stamper,
        certificates: [world.authority.certificate],
        policies: [POLICY],
        accuracyMs: 1250,
        ordering: true,
      });
    const TS_VERIFY = ['ts', '-verify', '-CAfile', 'root.pem', '-untrusted', 'chain.pem'] as const;
    const expectation = (more: Partial<cms.TimeStampExpectation> = {}): cms.TimeStampExpectation => ({
      data: CONTENT,
      pathAt: (timeUs) => world.pathAt(timeUs, { purpose: extensions.PURPOSE.timeStamping }),
      ...more,
    });

    test('of ours answer ts -query and pass ts -verify, by query, by data, and as a token', async () => {
      for (const more of [['-cert'], ['-cert', '-no_nonce'], ['-cert', '-sha512'], ['-cert', '-tspolicy', POLICY]]) {
        await run(
          'ts',
          '-query',
          '-data',
          'content',
          ...(more.includes('-sha512') ? [] : ['-sha256']),
          ...more,
          '-out',
          'q.tsq',
        );
        folder.write('r.tsr', await authority().answer(read('q.tsq'), NOW_US));
        expect(await run('ts', '-reply', '-in', 'r.tsr', '-text')).toContain(`Policy OID: ${POLICY}`);
        expect(await run(...TS_VERIFY, '-queryfile', 'q.tsq', '-in', 'r.tsr')).toContain('Verification: OK');
        expect(await run(...TS_VERIFY, '-data', 'content', '-in', 'r.tsr')).toContain('Verification: OK');
        await run('ts', '-reply', '-in', 'r.tsr', '-token_out', '-out', 'r.token');
        expect(await run(...TS_VERIFY, '-data', 'content', '-in', 'r.token', '-token_in')).toContain(
          'Verification: OK',
        );
      }
      folder.write('other', 'another content');
      expect(await refused(...TS_VERIFY, '-data', 'other', '-in', 'r.tsr')).toContain('message imprint mismatch');
    });

    test('without certificates verify with the certificate at hand', async () => {
      await run('ts', '-query', '-data', 'content', '-sha256', '-out', 'q.tsq');
      folder.write('r.tsr', await authority().answer(read('q.tsq'), NOW_US));
      folder.write('untrusted.pem', text('chain.pem') + text('stamper.pem'));
      const verify = ['ts', '-verify', '-CAfile', 'root.pem', '-untrusted', 'untrusted.pem'];
      expect(await run(...verify, '-queryfile', 'q.tsq', '-in', 'r.tsr')).toContain('Verification: OK');
    });

    test.each([
      ['-sha1', 'unrecognized or unsupported algorithm'],
      ['-sha256', 'the requested TSA policy is not supported'],
    ])('refused by ours (%s) are understood as such', async (digest, said) => {
      await run('ts', '-query', '-data', 'content', digest, '-tspolicy', '1.2.3.4', '-out', 'q.tsq');
      folder.write('r.tsr', await authority().answer(read('q.tsq'), NOW_US));
      expect(await run('ts', '-reply', '-in', 'r.tsr', '-text')).toContain(said);
    });

    test('of openssl answer our request and are verified by us', async () => {
      folder.write(
        'tsa.cnf',
        `[tsa]\ndefault_tsa = t\n[t]\nserial = ./tsa.serial\nsigner_digest = sha256\ndefault_policy = ${POLICY}\n` +
          'digests = sha256, sha384\naccuracy = secs:1, millisecs:500, microsecs:100\nordering = yes\n' +
          'ess_cert_id_chain = no\ness_cert_id_alg = sha256\ncrypto_device = builtin\n',
      );
      folder.write('tsa.serial', '0A01\n');
      const nonce = ports.randomBytes(8);
      const digest = ports.digest('sha256', CONTENT);
      folder.write(
        'q.tsq',
        cms.encodeTimeStampRequest({ algorithm: 'sha256', digest, nonce, wantsCertificates: true }),
      );
      expect(await run('ts', '-query', '-in', 'q.tsq', '-text')).toContain('Certificate required: yes');
      const by = ['-signer', 'stamper.pem', '-inkey', 'stamper.key', '-chain', 'chain.pem'];
      await run('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q.tsq', ...by, '-out', 'r.tsr');
      const response = cms.readTimeStampResponse(read('r.tsr'));
      if (!response.ok || !response.response.granted) throw new Error('not granted');
      const { token } = response.response;
      const asked = cms.readTimeStampRequest(read('q.tsq'));
      const own = asked.ok ? asked.request.nonce : undefined;
      const verdict = cms.verifyTimeStamp(ports, token, expectation(own === undefined ? {} : { nonce: own }));
      expect(verdict).toMatchObject({
        good: true,
        info: { policy: POLICY, accuracyUs: 1_500_100, ordering: true, serialHex: '0A02' },
      });
      expect(cms.verifyTimeStamp(ports, token, expectation({ data: Buffer.from('x') })).failures).toMatchObject([
        { rule: 'imprint' },
      ]);
    });

    test('inside a CAdES-T signature of ours: the signature passes, and so does the token taken out', async () => {
      const plain = await cms.signCades(ports, {
        content: CONTENT,
        ...signers.get('p256')!,
        certificates: [world.authority.certificate],
        signingTimeUs: NOW_US,
      });
      const stamped = await cms.addSignatureTimeStamp(ports, plain, (request) => authority().answer(request, NOW_US));
      if (!stamped.ok) throw new Error(stamped.rule);
      folder.write('cades-t.der', stamped.message);
      await run(...VERIFY, '-in', 'cades-t.der', '-content', 'content', '-out', 'content.out');
      const opened = cms.readSignedData(stamped.message);
      const info = opened.ok ? opened.signedData.signers[0] : undefined;
      folder.write('signature', info?.signature ?? '');
      folder.write('inside.token', info?.unsignedAttributes[0]?.values[0] ?? '');
      expect(await run(...TS_VERIFY, '-data', 'signature', '-in', 'inside.token', '-token_in')).toContain(
        'Verification: OK',
      );
      const report = cms.validateCades(ports, stamped.message, {
        content: CONTENT,
        nowUs: NOW_US,
        pathAt: (timeUs) => world.pathAt(timeUs),
        timeStampPathAt: (timeUs) => world.pathAt(timeUs, { purpose: extensions.PURPOSE.timeStamping }),
      });
      expect(report).toMatchObject({ indication: 'TOTAL-PASSED', signatures: [{ level: 'CAdES-T' }] });
    });
  });
});
