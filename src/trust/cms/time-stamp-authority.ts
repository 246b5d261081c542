import type { Micros } from '#kernel';
import type { Crypto, Signer } from '../ports.ts';
import { EXTENSION, PURPOSE } from '../x509/extensions.ts';
import { openCertificate, type ReadCertificate } from './certificate-reference.ts';
import { digestOctets } from './digests.ts';
import { CONTENT_TYPE } from './oids.ts';
import { signData } from './sign.ts';
import {
  encodeTimeStampGrant,
  encodeTimeStampInfo,
  encodeTimeStampRejection,
  readTimeStampRequest,
  type TimeStampRequest,
} from './time-stamp.ts';

const US_PER_MS = 1000;
/** 128 random bits: no counter has to outlive a restart (RFC 3161 section 2.4.2 allows 160). */
const SERIAL_OCTETS = 16;

/** What an authority stamps with. */
export interface TimeStampAuthoritySettings {
  readonly signer: Signer;
  /** DER; its only extended key usage is time stamping, and critical (RFC 3161 section 2.3). */
  readonly certificate: Uint8Array;
  /** To send along when the request asks for certificates, DER: the authorities up to the root. */
  readonly certificates: readonly Uint8Array[];
  /** Dotted; the first one is taken when the request names none. */
  readonly policies: readonly [string, ...string[]];
  readonly accuracyMs: number;
  /** Promises that later tokens have later times, one millisecond apart at least. */
  readonly ordering: boolean;
}

export interface TimeStampAuthority {
  /**
   * The DER of the response to the DER of a request. `timeUs` is now by a clock that is known to be right, or undefined
   * when there is none. Rejects with the signer's own error.
   */
  answer(request: Uint8Array, timeUs: Micros | undefined): Promise<Uint8Array>;
}

/** A time-stamping authority (RFC 3161). A RangeError when the certificate does not serve for it. */
export function timeStampAuthority(ports: Crypto, settings: TimeStampAuthoritySettings): TimeStampAuthority {
  const certificate = openCertificate(settings.certificate);
  if (certificate === undefined || !isForTimeStamping(certificate)) {
    throw new RangeError('the certificate is not for time stamping alone');
  }
  let latestMs = 0;
  return {
    async answer(bytes, timeUs) {
      const read = readTimeStampRequest(bytes);
      if (!read.ok) return encodeTimeStampRejection('badDataFormat', `${read.reason} at ${read.at}: ${read.clause}`);
      const refusal = refuse(read.request, settings.policies);
      if (refusal !== undefined) return refusal;
      if (timeUs === undefined)
        return encodeTimeStampRejection('timeNotAvailable', 'no time source that can be trusted');
      const nowMs = Math.floor(timeUs / US_PER_MS);
      const stampedMs = settings.ordering ? Math.max(nowMs, latestMs + 1) : nowMs;
      // A clock set back, or more tokens than milliseconds: beyond the accuracy the order can no longer be kept.
      if (stampedMs - nowMs > settings.accuracyMs) {
        return encodeTimeStampRejection('timeNotAvailable', 'the clock is behind the last token');
      }
      latestMs = stampedMs;
      return encodeTimeStampGrant(await stamp(ports, settings, read.request, stampedMs * US_PER_MS));
    },
  };
}

/** The response to a request that cannot be granted. */
function refuse(
  { imprint, policy, hasExtensions }: TimeStampRequest,
  policies: readonly string[],
): Uint8Array | undefined {
  if (imprint.algorithm === undefined) return encodeTimeStampRejection('badAlg', 'the digest is not accepted');
  if (imprint.digest.length !== digestOctets(imprint.algorithm)) {
    return encodeTimeStampRejection('badDataFormat', 'the digest has another length than its algorithm gives');
  }
  if (policy !== undefined && !policies.includes(policy)) {
    return encodeTimeStampRejection('unacceptedPolicy', `not a policy of this authority: ${policy}`);
  }
  return hasExtensions ? encodeTimeStampRejection('unacceptedExtension', 'extensions are not accepted') : undefined;
}

async function stamp(
  ports: Crypto,
  settings: TimeStampAuthoritySettings,
  request: TimeStampRequest,
  timeUs: Micros,
): Promise<Uint8Array> {
  const info = encodeTimeStampInfo({
    policy: request.policy ?? settings.policies[0],
    imprint: request.imprint.encoded,
    serial: ports.randomBytes(SERIAL_OCTETS),
    timeUs,
    accuracyMs: settings.accuracyMs,
    ordering: settings.ordering,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
  });
  const { signer, certificate, certificates } = settings;
  return signData(ports, {
    content: info,
    contentType: CONTENT_TYPE.timeStampInfo,
    signatures: [{ signer, certificate }],
    certificates: request.wantsCertificates ? certificates : [],
    // RFC 3161 section 2.4.1: without the wish no certificate is sent, not even the authority's.
    omitsOwnCertificates: !request.wantsCertificates,
  });
}

/** RFC 3161 section 2.3: time stamping is the only purpose, and the extension is critical. */
export function isForTimeStamping({ fields }: ReadCertificate): boolean {
  const { extendedKeyUsage, all } = fields.extensions;
  const critical = all.some(({ oid, critical }) => oid === EXTENSION.extendedKeyUsage && critical);
  return critical && extendedKeyUsage.length === 1 && extendedKeyUsage[0] === PURPOSE.timeStamping;
}
