import { hex } from '#bytes';
import type { Micros } from '#kernel';
import type { Crypto } from '../ports.ts';
import type { Registry, RegistryRecord } from '../registry.ts';
import type { PathCertificate } from '../x509/path-verdict.ts';
import { encodeCertificateId, type OcspIssuer, ocspIssuerId } from '../x509/ocsp-id.ts';
import { type OcspRequest, readOcspRequest } from '../x509/ocsp-request.ts';
import {
  buildOcspResponse,
  type CertificateStatus,
  type OcspAnswer,
  ocspErrorResponse,
  type Responder,
} from '../x509/ocsp-response.ts';
import type { StateListener } from './change-state.ts';
import { type CachedResponse, ResponseCache } from './response-cache.ts';

/** An authority and who answers for it. */
export interface AnsweredAuthority {
  /** `keyPin`. */
  readonly id: string;
  readonly certificate: PathCertificate;
  readonly responder: Responder;
  /** Last moment in which the responder may answer: the end of its certificate. */
  readonly respondsUntilUs: Micros;
}

export interface ResponderOptions {
  /** How long an answer is good for. */
  readonly lifetimeUs: number;
  /** Signed again when so much of it is left. */
  readonly renewBeforeUs: number;
  /** Certificates whose answers are kept. */
  readonly maxCertificates: number;
}

const US_PER_HOUR = 3_600_000_000;
const DEFAULT_OPTIONS: ResponderOptions = {
  lifetimeUs: 24 * US_PER_HOUR,
  renewBeforeUs: 12 * US_PER_HOUR,
  maxCertificates: 200_000,
};
/** Signed again so often when the state changes while an answer is being signed. */
const MAX_ATTEMPTS = 4;
const US_PER_SECOND = 1_000_000;
/** RFC 6960 4.3: SHA-1 and SHA-256 name issuers. */
const ISSUER_DIGESTS = ['sha1', 'sha256'] as const;

/**
 * Answers OCSP requests from the registry. An answer without nonce is signed once and given until it is half spent; with
 * a nonce it is signed at once. Of what the registry does not know it says `unknown`, which is not kept, so that made-up
 * serial numbers push nothing out. When the key cannot be reached, answers that are still good are given.
 */
export class StatusResponder implements StateListener {
  readonly #registry: Registry;
  readonly #crypto: Crypto;
  readonly #options: ResponderOptions;
  readonly #authorities = new Map<string, AnsweredAuthority>();
  readonly #cache: ResponseCache;

  /** RangeError when answers would end before they are renewed. */
  constructor(
    authorities: readonly AnsweredAuthority[],
    registry: Registry,
    cryptography: Crypto,
    options: Partial<ResponderOptions> = {},
  ) {
    this.#registry = registry;
    this.#crypto = cryptography;
    this.#options = { ...DEFAULT_OPTIONS, ...options };
    if (this.#options.renewBeforeUs >= this.#options.lifetimeUs) throw new RangeError('renewBeforeUs');
    this.#cache = new ResponseCache(this.#options.maxCertificates);
    for (const authority of authorities)
      for (const digest of ISSUER_DIGESTS)
        this.#authorities.set(ocspIssuerId(cryptography, digest, issuerOf(authority)), authority);
  }

  /** The response to the request that fills `bytes`, DER. Rejects when the registry cannot be reached. */
  async answer(bytes: Uint8Array, nowUs: Micros): Promise<Uint8Array> {
    const request = readOcspRequest(bytes);
    if (!request.ok) return ocspErrorResponse('malformedRequest');
    const authority = this.#authorityOf(request);
    // RFC 5019 2.2.3: not ours to answer.
    if (!authority) return ocspErrorResponse('unauthorized');
    if (nowUs >= authority.respondsUntilUs) return ocspErrorResponse('tryLater');
    const [only] = request.ids;
    if (request.ids.length > 1 || !only) return (await this.#sign(request, authority, nowUs)) ?? TRY_LATER;
    const certificate = cacheKey(authority.id, only.serialHex);
    const question = hex(bytes, only.start, only.end);
    const cached = this.#cache.find(certificate, question);
    const isGood = cached !== undefined && nowUs < cached.endsAtUs;
    if (request.nonce) {
      const fresh = await this.#sign(request, authority, nowUs);
      // RFC 9654 2.1: a responder that cannot sign now may answer without the nonce.
      return fresh ?? (isGood ? cached.response : TRY_LATER);
    }
    if (isGood && nowUs < cached.renewAtUs) return cached.response;
    return this.#renew(certificate, question, request, authority, nowUs, isGood ? cached : undefined);
  }

  /** Signs an answer for a certificate before anyone asks, as clients that know SHA-1 only ask. */
  async prepare(record: RegistryRecord, nowUs: Micros): Promise<Uint8Array | undefined> {
    const authority = [...this.#authorities.values()].find(({ id }) => id === record.authorityId);
    if (!authority) return undefined;
    const serial = Uint8Array.from(record.serialHex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const bytes = encodeCertificateId(this.#crypto, 'sha1', issuerOf(authority), serial);
    const id = { issuerId: '', serialHex: record.serialHex, start: 0, end: bytes.length };
    const response = await this.#renew(
      cacheKey(authority.id, record.serialHex),
      hex(bytes),
      { ok: true, bytes, ids: [id] },
      authority,
      nowUs,
      undefined,
    );
    return response === TRY_LATER ? undefined : response;
  }

  stateChanged({ authorityId, serialHex }: RegistryRecord): void {
    this.#cache.forget(cacheKey(authorityId, serialHex));
  }

  /** One signature covers all answers of a response, so they are all about certificates of one authority. */
  #authorityOf({ ids }: OcspRequest): AnsweredAuthority | undefined {
    const authorities = new Set(ids.map(({ issuerId }) => this.#authorities.get(issuerId)));
    const [first] = authorities;
    return authorities.size === 1 ? first : undefined;
  }

  async #renew(
    certificate: string,
    question: string,
    request: OcspRequest,
    authority: AnsweredAuthority,
    nowUs: Micros,
    still: CachedResponse | undefined,
  ): Promise<Uint8Array> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const generation = this.#cache.begin(certificate);
      const states = await this.#statesOf(request, authority);
      const response = await this.#signStates(request, states, authority, nowUs);
      if (!response) return still?.response ?? TRY_LATER;
      if (states.some(({ state }) => state === 'unknown')) return response;
      const endsAtUs = this.#endOf(authority, nowUs);
      const renewAtUs = this.#renewalOf(endsAtUs, nowUs);
      if (this.#cache.keep(certificate, question, generation, { response, renewAtUs, endsAtUs })) return response;
    }
    return TRY_LATER;
  }

  async #sign(request: OcspRequest, authority: AnsweredAuthority, nowUs: Micros): Promise<Uint8Array | undefined> {
    return this.#signStates(request, await this.#statesOf(request, authority), authority, nowUs);
  }

  async #statesOf({ ids }: OcspRequest, { id }: AnsweredAuthority): Promise<CertificateStatus[]> {
    const states: CertificateStatus[] = [];
    for (const { serialHex } of ids) states.push(certificateStatus(await this.#registry.find(id, serialHex)));
    return states;
  }

  async #signStates(
    request: OcspRequest,
    states: readonly CertificateStatus[],
    authority: AnsweredAuthority,
    nowUs: Micros,
  ): Promise<Uint8Array | undefined> {
    const { bytes, ids, nonce } = request;
    const nextUpdateUs = this.#endOf(authority, nowUs);
    const answers = ids.map(({ start, end }, at): OcspAnswer => {
      const status = states[at] ?? { state: 'unknown' };
      return { id: bytes.slice(start, end), status, thisUpdateUs: nowUs, nextUpdateUs };
    });
    const content = { producedAtUs: nowUs, answers };
    try {
      const withNonce = nonce ? { ...content, nonce: bytes.slice(nonce.start, nonce.end) } : content;
      return await buildOcspResponse(withNonce, authority.responder);
    } catch {
      // The signer rejects when its key is locked or away; what was signed before is then all there is.
      return undefined;
    }
  }

  /** An answer that ends early, with its responder, is renewed after the same share of its life. */
  #renewalOf(endsAtUs: Micros, nowUs: Micros): Micros {
    const { lifetimeUs, renewBeforeUs } = this.#options;
    return endsAtUs - (endsAtUs - nowUs) * (renewBeforeUs / lifetimeUs);
  }

  #endOf({ respondsUntilUs }: AnsweredAuthority, nowUs: Micros): Micros {
    const endUs = Math.min(nowUs + this.#options.lifetimeUs, respondsUntilUs);
    return Math.floor(endUs / US_PER_SECOND) * US_PER_SECOND;
  }
}

const TRY_LATER = ocspErrorResponse('tryLater');

const cacheKey = (authorityId: string, serialHex: string): string => `${authorityId}/${serialHex}`;

function issuerOf({ certificate: { bytes, read } }: AnsweredAuthority): OcspIssuer {
  const { subject, publicKey } = read.ranges;
  return {
    name: bytes.subarray(subject.start, subject.end),
    publicKey: bytes.subarray(publicKey.start, publicKey.end),
  };
}

/** What OCSP says of a record. What the registry does not know, or does not let work yet, is unknown to everyone. */
export function certificateStatus(record: RegistryRecord | undefined): CertificateStatus {
  if (!record || record.state === 'inactive') return { state: 'unknown' };
  if (record.state === 'active') return { state: 'good' };
  const { atUs = record.recordedAtUs, reason = 'unspecified' } = record.revocation ?? {};
  return { state: 'revoked', revokedAtUs: atUs, reason };
}
