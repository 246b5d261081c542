import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSigner } from '#connect';
import {
  buildCrl,
  buildOcspResponse,
  buildRequest,
  type CertificateStatus,
  type CrlContent,
  encodeCrlEntry,
  encodeName,
  extensions as ext,
  type Issuer,
  ocspErrorResponse,
  ocspPathOf,
  ocspRequestOfPath,
  readOcspRequest,
  readOcspResponse,
  type Responder,
  responderOf,
  type SignatureAlgorithm,
  validatePath,
} from '#trust';
import { openssl } from '../available.ts';
import {
  crypto,
  DAY_US,
  deviceExtensions,
  HOUR_US,
  issue,
  makeAuthority,
  makeRoot,
  nameOf,
  pem,
  POLICY,
} from '../trust-authorities.ts';
import { OpensslFolder } from './openssl.ts';

const program = openssl();
/** OpenSSL compares OCSP times with the clock of the machine, so these certificates are made for today. */
const TODAY_US = Math.floor(Date.now() / 1000) * 1_000_000;
const TODAY = { notBeforeUs: TODAY_US - HOUR_US, notAfterUs: TODAY_US + 30 * DAY_US };
const ALGORITHMS: readonly SignatureAlgorithm[] = [
  'ecdsa-p256-sha256',
  'ecdsa-p384-sha384',
  'rsa-sha256',
  'rsa-pss-sha256',
  'ed25519',
];
const GOOD = Uint8Array.of(0x41, ...new Uint8Array(15));
const REVOKED = Uint8Array.of(0x42, ...new Uint8Array(15));
const HELD = Uint8Array.of(0x43, ...new Uint8Array(15));
const UNKNOWN = Uint8Array.of(0x44, ...new Uint8Array(15));
const SERIALS = { good: GOOD, revoked: REVOKED, held: HELD, unknown: UNKNOWN };

const STATUS: ReadonlyMap<string, CertificateStatus> = new Map<string, CertificateStatus>([
  [serialHex(GOOD), { state: 'good' }],
  [serialHex(REVOKED), { state: 'revoked', revokedAtUs: TODAY_US - HOUR_US, reason: 'keyCompromise' }],
]);

function serialHex(serial: Uint8Array): string {
  return Buffer.from(serial).toString('hex').toUpperCase();
}

/** Answers as an OCSP responder over HTTP does, POST and GET. */
function responderServer(responder: Responder): Server {
  return createServer((request, response) => {
    void answerOf(request, responder).then((answer) =>
      response.writeHead(200, { 'content-type': 'application/ocsp-response' }).end(answer),
    );
  });
}

async function answerOf(request: IncomingMessage, responder: Responder): Promise<Uint8Array> {
  const body = Buffer.concat(await request.toArray());
  const bytes = request.method === 'GET' ? ocspRequestOfPath((request.url ?? '').slice(1)) : new Uint8Array(body);
  const read = 'ok' in bytes ? bytes : readOcspRequest(bytes);
  return read.ok && 'ids' in read
    ? await buildOcspResponse(
        {
          producedAtUs: TODAY_US,
          answers: read.ids.map(({ start, end, serialHex }) => ({
            id: read.bytes.slice(start, end),
            status: STATUS.get(serialHex) ?? { state: 'unknown' },
            thisUpdateUs: TODAY_US - HOUR_US,
            nextUpdateUs: TODAY_US + DAY_US,
          })),
          ...(read.nonce ? { nonce: read.bytes.slice(read.nonce.start, read.nonce.end) } : {}),
        },
        responder,
      )
    : ocspErrorResponse('malformedRequest');
}

describe.skipIf(program === undefined).each(ALGORITHMS)('OpenSSL with %s', (algorithm) => {
  let folder: OpensslFolder;
  let root: Issuer;
  let sub: Issuer;
  let publicKey: Uint8Array;
  const servers: Server[] = [];

  const purposeOf = (name: string, ...more: readonly string[]) =>
    folder.run('verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'sub.pem', ...more, name);

  async function listen(responder: Responder): Promise<string> {
    const server = responderServer(responder);
    servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  beforeAll(async () => {
    folder = new OpensslFolder(program ?? '');
    root = await makeRoot(algorithm, 'Interop Root', TODAY);
    sub = await makeAuthority(root, 'Interop Device CA', {
      ...TODAY,
      more: [ext.nameConstraints({ permitted: [{ kind: 'dns', text: 'example.test' }] })],
    });
    ({ publicKey } = await generateSigner(algorithm));
    folder.write('root.pem', pem('CERTIFICATE', root.certificate));
    folder.write('sub.pem', pem('CERTIFICATE', sub.certificate));
    for (const [name, serial] of Object.entries(SERIALS)) {
      const extensions = [
        ...deviceExtensions(publicKey, sub),
        ext.subjectAltName([
          { kind: 'dns', text: `${name}.example.test` },
          { kind: 'hardwareModule', typeOid: '1.3.6.1.4.1.32473.7', serial: Uint8Array.of(7) },
        ]),
        ext.crlDistributionPoints(['http://a.example.test/full.crl']),
        ext.freshestCrl(['http://a.example.test/delta.crl']),
        ext.authorityInfoAccess({ ocsp: ['http://o.example.test/'] }),
        ext.tlsFeature([ext.TLS_STATUS_REQUEST]),
      ];
      const certificate = await issue(sub, publicKey, { ...TODAY, serial, extensions });
      folder.write(`${name}.pem`, pem('CERTIFICATE', certificate));
    }
  });
  afterAll(() => {
    for (const server of servers) server.close();
    folder.remove();
  });

  test('verifies a chain strictly, with purpose and policy', async () => {
    const policy = ['-policy', POLICY, '-policy_check', '-explicit_policy'];
    expect(await purposeOf('good.pem', '-purpose', 'sslclient', ...policy)).toMatchObject({ ok: true });
    expect(await purposeOf('good.pem', '-verify_hostname', 'good.example.test')).toMatchObject({ ok: true });
    expect(await purposeOf('good.pem', '-purpose', 'sslserver')).toMatchObject({ ok: false });
    expect(await purposeOf('good.pem', '-policy', '1.2.3.4', '-policy_check', '-explicit_policy')).toMatchObject({
      ok: false,
    });
    expect(await purposeOf('good.pem', '-verify_hostname', 'bad.example.test')).toMatchObject({ ok: false });
    const late = String(TODAY_US / 1_000_000 + 60 * 86_400);
    expect(await purposeOf('good.pem', '-attime', late)).toMatchObject({ ok: false });
    expect(await folder.run('verify', '-CAfile', 'root.pem', 'good.pem')).toMatchObject({ ok: false });
  });

  test('refuses what name constraints refuse, as we do', async () => {
    const outside = await issue(sub, publicKey, {
      ...TODAY,
      extensions: [...deviceExtensions(publicKey, sub), ext.subjectAltName([{ kind: 'dns', text: 'other.test' }])],
    });
    folder.write('outside.pem', pem('CERTIFICATE', outside));
    const { ok, text } = await purposeOf('outside.pem');
    expect(ok).toBe(false);
    expect(text).toContain('permitted subtree violation');
    expect(
      validatePath(
        { certificate: outside, others: [sub.certificate], anchors: [root.certificate], atUs: TODAY_US },
        crypto,
      ),
    ).toMatchObject({ ok: false, rule: 'name-not-permitted' });
  });

  test('verifies our requests, and not changed ones; we verify its own', async () => {
    const signer = await generateSigner(algorithm);
    const san = ext.subjectAltName([{ kind: 'dns', text: 'pump-7.example.test' }]);
    const request = await buildRequest(
      { subject: encodeName(nameOf('pump-7')), extensions: [san], challengePassword: 'once' },
      signer,
    );
    folder.write('request.der', request);
    const ours = await folder.run('req', '-verify', '-noout', '-text', '-inform', 'DER', '-in', 'request.der');
    expect(ours.ok).toBe(true);
    expect(ours.text).toContain('verify OK');
    expect(ours.text).toContain('DNS:pump-7.example.test');
    const at = Buffer.from(request).indexOf('pump-7');
    folder.write(
      'changed.der',
      request.map((octet, index) => (index === at ? 0x71 : octet)),
    );
    const changed = await folder.run('req', '-verify', '-noout', '-inform', 'DER', '-in', 'changed.der');
    expect(changed.text).not.toContain('verify OK');
  });

  test('applies a full list and its changes', async () => {
    const list = (entries: readonly Uint8Array[], more: Partial<CrlContent>) =>
      buildCrl(
        {
          number: 10,
          thisUpdateUs: TODAY_US - HOUR_US,
          nextUpdateUs: TODAY_US + DAY_US,
          entries,
          distributionPoint: { urls: ['http://a.example.test/full.crl'] },
          freshestUrls: ['http://a.example.test/delta.crl'],
          ...more,
        },
        sub,
      );
    const held = { serial: HELD, revokedAtUs: TODAY_US - HOUR_US };
    const full = await list([encodeCrlEntry({ ...held, reason: 'certificateHold' })], {});
    const delta = await list(
      [
        encodeCrlEntry({ ...held, reason: 'removeFromCRL' }),
        encodeCrlEntry({
          serial: REVOKED,
          revokedAtUs: TODAY_US - HOUR_US,
          reason: 'keyCompromise',
          invalidSinceUs: TODAY_US - DAY_US,
        }),
      ],
      { number: 11, deltaTo: 10 },
    );
    folder.write('full.pem', pem('X509 CRL', full));
    folder.write('lists.pem', pem('X509 CRL', full) + pem('X509 CRL', delta));
    const shown = await folder.run('crl', '-in', 'full.pem', '-CAfile', 'sub.pem', '-noout', '-text');
    expect(shown.text).toContain('verify OK');
    expect(shown.text).toContain('Certificate Hold');

    const check = async (name: string, lists: string, ...more: readonly string[]) =>
      (await purposeOf(`${name}.pem`, '-crl_check', '-CRLfile', lists, ...more)).ok;
    expect(await check('good', 'full.pem')).toBe(true);
    expect(await check('held', 'full.pem')).toBe(false);
    expect(await check('revoked', 'full.pem')).toBe(true);
    const withDeltas = ['-use_deltas', '-extended_crl'];
    expect(await check('good', 'lists.pem', ...withDeltas)).toBe(true);
    expect(await check('held', 'lists.pem', ...withDeltas)).toBe(true);
    expect(await check('revoked', 'lists.pem', ...withDeltas)).toBe(false);
  });

  describe.each(['the authority itself', 'a delegated responder'])('answered by %s', (by) => {
    let url = '';
    beforeAll(async () => {
      const signer = await generateSigner(algorithm);
      const certificate = await issue(sub, signer.publicKey, {
        ...TODAY,
        subject: nameOf('Responder'),
        extensions: [
          ext.basicConstraints({ ca: false }),
          ext.keyUsage(['digitalSignature']),
          ext.extendedKeyUsage([ext.PURPOSE.ocspSigning]),
          sub.authorityKeyIdentifier,
          ext.ocspNoCheck(),
        ],
      });
      url = await listen(
        by.startsWith('the') ? responderOf(crypto, sub.signer) : responderOf(crypto, signer, [certificate]),
      );
    });

    const ask = (name: string, ...more: readonly string[]) =>
      folder.run(
        'ocsp',
        '-issuer',
        'sub.pem',
        '-cert',
        `${name}.pem`,
        '-CAfile',
        'root.pem',
        '-verify_other',
        'sub.pem',
        ...more,
      );

    test.each(['-nonce', '-no_nonce'])('POST with %s', async (nonce) => {
      const good = await ask('good', '-url', url, nonce);
      expect(good.text).toContain('Response verify OK');
      expect(good.text).toContain('good.pem: good');
      expect(good.text).not.toMatch(/WARNING/);
      const revoked = await ask('revoked', '-url', url, nonce);
      expect(revoked.text).toContain('revoked.pem: revoked');
      expect(revoked.text).toContain('Reason: keyCompromise');
      expect((await ask('unknown', '-url', url, nonce)).text).toContain('unknown.pem: unknown');
    });

    test('GET, with SHA-256 and several certificates in one request', async () => {
      const both = ['-sha256', '-issuer', 'sub.pem', '-cert', 'good.pem', '-cert', 'revoked.pem'];
      await folder.run('ocsp', ...both, '-reqout', 'request.ocsp');
      const response = await fetch(url + ocspPathOf(folder.read('request.ocsp')));
      folder.write('response.ocsp', new Uint8Array(await response.arrayBuffer()));
      const chain = ['-CAfile', 'root.pem', '-verify_other', 'sub.pem', '-respin', 'response.ocsp'];
      const nonce = await folder.run('ocsp', '-reqin', 'request.ocsp', ...chain);
      expect(nonce.text).toContain('Response verify OK');
      const { text } = await folder.run('ocsp', ...both, '-no_nonce', ...chain);
      expect(text).toContain('good.pem: good');
      expect(text).toContain('revoked.pem: revoked');
    });

    test('a request that is none is answered so', async () => {
      const response = await fetch(`${url}AAAA`);
      expect(readOcspResponse(new Uint8Array(await response.arrayBuffer()))).toEqual({
        ok: true,
        error: 'malformedRequest',
      });
    });
  });
});
