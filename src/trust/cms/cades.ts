import { der } from '#bytes';
import type { Micros } from '#kernel';
import type { TrustFault } from '../fault.ts';
import type { Crypto, Signer } from '../ports.ts';
import { ATTRIBUTE } from './oids.ts';
import { signData } from './sign.ts';
import { encodeSignedData, readSignedData, withUnsignedAttribute } from './signed-data.ts';
import { verifyTimeStamp } from './time-stamp-token.ts';
import { encodeTimeStampRequest, readTimeStampResponse } from './time-stamp.ts';
import type { Failure } from './verify.ts';

/** RFC 3161 section 2.4.1 asks for 64 bits or more. */
const NONCE_OCTETS = 16;

/** A record to sign. */
export interface CadesRequest {
  readonly content: Uint8Array;
  /** Dotted; plain data when left out. */
  readonly contentType?: string;
  readonly signer: Signer;
  /** DER. */
  readonly certificate: Uint8Array;
  /** The authorities up to the root, DER. */
  readonly certificates?: readonly Uint8Array[];
  readonly signingTimeUs: Micros;
}

/**
 * The DER of a detached CAdES signature of level B (EN 319 122-1 section 6.3): content type, digest, signing time and
 * signing certificate are signed. Rejects as `signData` does.
 */
export function signCades(ports: Crypto, request: CadesRequest): Promise<Uint8Array> {
  const { content, contentType, signer, certificate, certificates, signingTimeUs } = request;
  return signData(ports, {
    content,
    detached: true,
    signatures: [{ signer, certificate, signingTimeUs }],
    ...(contentType === undefined ? {} : { contentType }),
    ...(certificates === undefined ? {} : { certificates }),
  });
}

/** Asks an authority: the DER of a request against the DER of its response. */
export type TimeStampSource = (request: Uint8Array) => Promise<Uint8Array>;

/** Why a signature did not get its time stamp. */
export type Unstamped = { readonly ok: false } & Failure<'message' | 'response' | 'refused' | 'token'>;

/**
 * Raises a signature to level T: the token over the signature of signer `index` goes into its unsigned attributes
 * (EN 319 122-1 section 5.3). The answer is held against the question; the authority's path is judged by who verifies.
 * Rejects with the error of the source.
 */
export async function addSignatureTimeStamp(
  ports: Crypto,
  message: Uint8Array,
  source: TimeStampSource,
  index = 0,
): Promise<{ readonly ok: true; readonly message: Uint8Array } | Unstamped> {
  const read = readSignedData(message);
  if (!read.ok) return unstamped('message', read);
  const signature = read.signedData.signers[index]?.signature;
  if (signature === undefined) return { ok: false, rule: 'message', clause: 'RFC 5652 5.1', detail: 'no such signer' };
  const nonce = ports.randomBytes(NONCE_OCTETS);
  const request = encodeTimeStampRequest({
    algorithm: 'sha256',
    digest: ports.digest('sha256', signature),
    nonce,
    wantsCertificates: true,
  });
  const answer = readTimeStampResponse(await source(request));
  if (!answer.ok) return unstamped('response', answer);
  const { response } = answer;
  if (!response.granted) {
    const detail = [...response.failures, ...response.texts].join(': ');
    return { ok: false, rule: 'refused', clause: 'RFC 3161 2.4.2', detail };
  }
  const verdict = verifyTimeStamp(ports, response.token, {
    data: signature,
    nonce: der.integer(nonce),
    pathAt: () => () => ({ ok: true, path: [] }),
  });
  const [failure] = verdict.failures;
  if (failure !== undefined) return { ok: false, rule: 'token', clause: failure.clause, detail: failure.rule };
  const attribute = { type: ATTRIBUTE.signatureTimeStamp, values: [response.token] };
  return { ok: true, message: encodeSignedData(withUnsignedAttribute(read.signedData, index, attribute)) };
}

const unstamped = (rule: Unstamped['rule'], { clause, reason }: TrustFault): Unstamped => ({
  ok: false,
  rule,
  clause,
  detail: reason,
});
