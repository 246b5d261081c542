import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildOcspRequest,
  encodeCertificateId,
  extensions as ext,
  ocspIssuerId,
  possessionFault,
  provenStatus,
  readCrl,
  readOcspResponse,
  readRequest,
  validatePath,
} from '#trust';
import { openssl } from '../available.ts';
import { crypto, HOUR_US } from '../trust-authorities.ts';
import { OpensslFolder } from './openssl.ts';

const program = openssl();
const NOW_AT_LEAST_US = Date.now() * 1000;

describe.skipIf(program === undefined)('what OpenSSL makes is read by us', () => {
  let folder: OpensslFolder;
  const der = async (name: string, kind: 'x509' | 'crl'): Promise<Uint8Array> => {
    await folder.run(kind, '-in', name, '-outform', 'DER', '-out', 'out.der');
    return folder.read('out.der');
  };
  beforeAll(async () => {
    folder = new OpensslFolder(program ?? '');
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign,digitalSignature'];
    await folder.run(
      'req',
      '-x509',
      ...curve,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/O=Example/CN=CA',
      '-days',
      '30',
      ...usage,
    );
    await folder.run(
      'req',
      '-new',
      ...curve,
      '-keyout',
      'leaf.key',
      '-out',
      'leaf.csr',
      '-subj',
      '/O=Example/CN=pump-7',
      '-addext',
      'subjectAltName=DNS:pump-7.example.test',
    );
    folder.write('leaf.ext', 'extendedKeyUsage=clientAuth\nsubjectAltName=DNS:pump-7.example.test\n');
    await folder.run(
      'x509',
      '-req',
      '-in',
      'leaf.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-set_serial',
      '0x4207',
      '-days',
      '10',
      '-extfile',
      'leaf.ext',
      '-out',
      'leaf.pem',
    );
    folder.write('index.txt', 'R\t301231235959Z\t260101000000Z,keyCompromise\t4207\tunknown\t/O=Example/CN=pump-7\n');
    folder.write('crlnumber', '1001\n');
    folder.write(
      'ca.cnf',
      '[ca]\ndefault_ca=c\n[c]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n',
    );
  });
  afterAll(() => {
    folder.remove();
  });

  test('certificates', async () => {
    const [certificate, anchor] = [await der('leaf.pem', 'x509'), await der('ca.pem', 'x509')];
    const question = { certificate, others: [], anchors: [anchor], atUs: NOW_AT_LEAST_US + HOUR_US };
    expect(validatePath({ ...question, purpose: ext.PURPOSE.clientAuth }, crypto)).toMatchObject({ ok: true });
    expect(validatePath({ ...question, purpose: ext.PURPOSE.serverAuth }, crypto)).toMatchObject({ ok: false });
  });

  test.each([
    ['ec', ['ec_paramgen_curve:P-256']],
    ['ec', ['ec_paramgen_curve:P-384']],
    ['rsa', ['rsa_keygen_bits:2048']],
    ['ed25519', []],
  ])('requests of %s %o', async (kind, options) => {
    const keyOptions = options.flatMap((option) => ['-pkeyopt', option]);
    await folder.run(
      'req',
      '-new',
      '-newkey',
      kind,
      ...keyOptions,
      '-nodes',
      '-keyout',
      'own.key',
      '-subj',
      '/CN=pump-7',
      '-outform',
      'DER',
      '-out',
      'own.der',
    );
    const bytes = folder.read('own.der');
    const read = readRequest(bytes);
    expect(read).toMatchObject({ ok: true });
    expect(read.ok ? possessionFault(bytes, read, crypto) : read).toBeUndefined();
  });

  test('lists of revoked certificates', async () => {
    await folder.run(
      'ca',
      '-gencrl',
      '-config',
      'ca.cnf',
      '-keyfile',
      'ca.key',
      '-cert',
      'ca.pem',
      '-crldays',
      '1',
      '-out',
      'own.crl',
    );
    const read = readCrl(await der('own.crl', 'crl'));
    expect(read).toMatchObject({
      ok: true,
      numberHex: '1001',
      entries: [{ serialHex: '4207', reason: 'keyCompromise' }],
    });
  });

  test('OCSP answers', async () => {
    const anchor = await der('ca.pem', 'x509');
    const certificate = await der('leaf.pem', 'x509');
    const verdict = validatePath(
      { certificate, others: [], anchors: [anchor], atUs: NOW_AT_LEAST_US + HOUR_US },
      crypto,
    );
    const { subject, publicKey } = verdict.path[1]!.read.ranges;
    const issuer = {
      name: anchor.slice(subject.start, subject.end),
      publicKey: anchor.slice(publicKey.start, publicKey.end),
    };
    const nonce = crypto.randomBytes(16);
    folder.write(
      'ask.ocsp',
      buildOcspRequest([encodeCertificateId(crypto, 'sha1', issuer, Uint8Array.of(0x42, 0x07))], nonce),
    );
    const made = await folder.run(
      'ocsp',
      '-index',
      'index.txt',
      '-CA',
      'ca.pem',
      '-rsigner',
      'ca.pem',
      '-rkey',
      'ca.key',
      '-reqin',
      'ask.ocsp',
      '-respout',
      'answer.ocsp',
    );
    expect(made.ok).toBe(true);
    const response = readOcspResponse(folder.read('answer.ocsp'));
    const question = {
      issuer: anchor,
      issuerId: ocspIssuerId(crypto, 'sha1', issuer),
      serialHex: '4207',
      atUs: Date.now() * 1000,
      toleranceUs: HOUR_US,
      nonce,
    };
    expect('answers' in response ? provenStatus(response, question, crypto) : response).toMatchObject({
      status: { state: 'revoked', reason: 'keyCompromise' },
    });
  });
});
