import { fromIso, type Micros, toIso } from '#kernel';
import { fromBase64, toBase64 } from '../base64.ts';
import { type TrustFault, trustFault } from '../fault.ts';
import { MAX_VOUCHER_OCTETS } from '../limits.ts';
import type { Crypto } from '../ports.ts';
import { sameOctets } from '../x509/certificate.ts';
import { CONTENT_TYPE } from './oids.ts';
import { signData, type SignatureRequest } from './sign.ts';
import { readSignedData } from './signed-data.ts';
import { type Failure, type PathCheck, type SignatureRule, verifySignedData } from './verify.ts';

/** How much the maker knows of the domain (RFC 8366 section 5.3). */
const ASSERTIONS = ['verified', 'logged', 'proximity'] as const;
export type Assertion = (typeof ASSERTIONS)[number];

/** RFC 8366 section 5.3: a nonce has 8 to 32 octets. */
const NONCE_OCTETS = { least: 8, most: 32 } as const;

/** A maker's word to a device that it may trust a domain (RFC 8366 section 5). Certificates and other octets are DER. */
export interface Voucher {
  readonly createdOnUs: Micros;
  /** Only without a nonce: such a voucher serves a device that is not on line. */
  readonly expiresOnUs?: Micros;
  readonly assertion: Assertion;
  readonly serialNumber: string;
  /** Authority key identifier of the device's own certificate, where serial numbers are not unique. */
  readonly idevidIssuer?: Uint8Array;
  readonly pinnedDomainCert: Uint8Array;
  readonly domainCertRevocationChecks?: boolean;
  readonly nonce?: Uint8Array;
  /** Only with an end of validity. */
  readonly lastRenewalDateUs?: Micros;
}

const utf8 = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const MODULE = 'ietf-voucher:voucher';

/** The JSON of a voucher (RFC 7951, RFC 8366 section 5.2), members in the order of the module. A RangeError when it breaks a rule of it. */
export function encodeVoucher(voucher: Voucher): Uint8Array {
  const broken = brokenRule(voucher);
  if (broken !== undefined) throw new RangeError(`a voucher cannot have this ${broken}`);
  const { expiresOnUs, idevidIssuer, domainCertRevocationChecks, nonce, lastRenewalDateUs } = voucher;
  const members = {
    'created-on': secondsOf(voucher.createdOnUs),
    'expires-on': expiresOnUs === undefined ? undefined : secondsOf(expiresOnUs),
    assertion: voucher.assertion,
    'serial-number': voucher.serialNumber,
    'idevid-issuer': idevidIssuer && toBase64(idevidIssuer),
    'pinned-domain-cert': toBase64(voucher.pinnedDomainCert),
    'domain-cert-revocation-checks': domainCertRevocationChecks,
    nonce: nonce && toBase64(nonce),
    'last-renewal-date': lastRenewalDateUs === undefined ? undefined : secondsOf(lastRenewalDateUs),
  };
  return utf8.encode(JSON.stringify({ [MODULE]: members }));
}

const secondsOf = (timeUs: Micros): string => `${toIso(timeUs).slice(0, 19)}Z`;

/** Reads the JSON of a voucher. Members that the module does not have are refused, since a device would not know them. */
export function readVoucher(bytes: Uint8Array): { readonly ok: true; readonly voucher: Voucher } | TrustFault {
  if (bytes.length > MAX_VOUCHER_OCTETS) return trustFault('too-large', 0, 'RFC 8366 5');
  const outer = membersOf(parse(bytes));
  const members = membersOf(outer?.get(MODULE));
  if (outer?.size !== 1 || members === undefined) return trustFault('json-malformed', 0, 'RFC 8366 5.2');
  const fields = new Fields(members);
  const createdOnUs = fields.time('created-on');
  const expiresOnUs = fields.optional('expires-on', (name) => fields.time(name));
  const stated = fields.text('assertion');
  const assertion = ASSERTIONS.find((known) => known === stated);
  if (assertion === undefined) fields.refuse('assertion');
  const serialNumber = fields.text('serial-number');
  const idevidIssuer = fields.optional('idevid-issuer', (name) => fields.octets(name));
  const pinnedDomainCert = fields.octets('pinned-domain-cert');
  const domainCertRevocationChecks = fields.optional('domain-cert-revocation-checks', (name) => fields.flag(name));
  const nonce = fields.optional('nonce', (name) => fields.octets(name));
  const lastRenewalDateUs = fields.optional('last-renewal-date', (name) => fields.time(name));
  fields.refuseRest();
  const voucher: Voucher = {
    createdOnUs,
    assertion: assertion ?? 'logged',
    serialNumber,
    pinnedDomainCert,
    ...(expiresOnUs === undefined ? {} : { expiresOnUs }),
    ...(idevidIssuer === undefined ? {} : { idevidIssuer }),
    ...(domainCertRevocationChecks === undefined ? {} : { domainCertRevocationChecks }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(lastRenewalDateUs === undefined ? {} : { lastRenewalDateUs }),
  };
  const broken = fields.broken ?? brokenRule(voucher);
  return broken === undefined ? { ok: true, voucher } : trustFault('voucher-field', 0, `RFC 8366 5.3 ${broken}`);
}

/** The member that breaks a rule of RFC 8366 section 5.3. */
function brokenRule({
  expiresOnUs,
  nonce,
  lastRenewalDateUs,
  serialNumber,
  pinnedDomainCert,
}: Voucher): string | undefined {
  if (expiresOnUs !== undefined && nonce !== undefined) return 'expires-on';
  if (lastRenewalDateUs !== undefined && (expiresOnUs === undefined || lastRenewalDateUs > expiresOnUs)) {
    return 'last-renewal-date';
  }
  if (nonce !== undefined && (nonce.length < NONCE_OCTETS.least || nonce.length > NONCE_OCTETS.most)) return 'nonce';
  if (serialNumber === '') return 'serial-number';
  return pinnedDomainCert.length === 0 ? 'pinned-domain-cert' : undefined;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

function membersOf(value: unknown): Map<string, unknown> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? new Map(Object.entries(value)) : undefined;
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?)(Z|[+-]\d\d:\d\d)$/;
const US_PER_MINUTE = 60_000_000;

/** date-and-time of RFC 6991 section 3. */
function timeUsOf(text: string): Micros | undefined {
  const [, local, zone] = TIME.exec(text) ?? [];
  const timeUs = local === undefined ? undefined : fromIso(`${local}Z`);
  if (timeUs === undefined || zone === undefined) return undefined;
  if (zone === 'Z') return timeUs;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return zone.startsWith('-') ? timeUs + minutes * US_PER_MINUTE : timeUs - minutes * US_PER_MINUTE;
}

/** Takes members out of a voucher one after the other; the first that does not fit stays in `broken`. */
class Fields {
  readonly #members: Map<string, unknown>;
  broken: string | undefined;

  constructor(members: Map<string, unknown>) {
    this.#members = members;
  }

  refuse(name: string): void {
    this.broken ??= name;
  }

  optional<Value>(name: string, read: (name: string) => Value): Value | undefined {
    return this.#members.has(name) ? read(name) : undefined;
  }

  #take(name: string): unknown {
    const value = this.#members.get(name);
    this.#members.delete(name);
    return value;
  }

  text(name: string): string {
    const value = this.#take(name);
    if (typeof value === 'string') return value;
    this.refuse(name);
    return '';
  }

  flag(name: string): boolean {
    const value = this.#take(name);
    if (typeof value !== 'boolean') this.refuse(name);
    return value === true;
  }

  time(name: string): Micros {
    const timeUs = timeUsOf(this.text(name));
    if (timeUs === undefined) this.refuse(name);
    return timeUs ?? 0;
  }

  octets(name: string): Uint8Array {
    const octets = fromBase64(this.text(name));
    if (octets === undefined) this.refuse(name);
    return octets ?? new Uint8Array(0);
  }

  refuseRest(): void {
    for (const name of this.#members.keys()) this.refuse(name);
  }
}

/** The DER of a voucher, signed by its maker (RFC 8366 section 5.4). Rejects as `signData` does. */
export const signVoucher = (
  ports: Crypto,
  voucher: Voucher,
  signature: SignatureRequest,
  certificates: readonly Uint8Array[],
): Promise<Uint8Array> =>
  signData(ports, {
    content: encodeVoucher(voucher),
    contentType: CONTENT_TYPE.voucherJson,
    signatures: [signature],
    certificates,
  });

export type VoucherRule =
  | SignatureRule
  | 'message'
  | 'signature-absent'
  | 'voucher'
  | 'serial-number'
  | 'idevid-issuer'
  | 'nonce'
  | 'created-on'
  | 'expires-on';

/** What a device, or who stands in for it, holds a voucher against. */
export interface VoucherExpectation {
  readonly nowUs: Micros;
  readonly serialNumber: string;
  /** Authority key identifier of the device's own certificate. */
  readonly idevidIssuer?: Uint8Array;
  /** What the device asked with; without one, only a voucher without a nonce is good. */
  readonly nonce?: Uint8Array;
  /** How far the device's clock may be behind. */
  readonly clockToleranceUs: number;
  /** Judges the maker's certificate. */
  readonly path: PathCheck;
}

export interface VoucherVerdict {
  readonly good: boolean;
  readonly failures: readonly Failure<VoucherRule>[];
  /** What the voucher says, where it could be read. */
  readonly voucher?: Voucher;
}

/** Verifies a voucher in BER or DER (RFC 8366 section 5, RFC 8995 section 5.6). Never throws. */
export function verifyVoucher(ports: Crypto, message: Uint8Array, expected: VoucherExpectation): VoucherVerdict {
  const read = readSignedData(message);
  if (!read.ok) return bad('message', read);
  const { contentType, content } = read.signedData;
  if (contentType !== CONTENT_TYPE.voucherJson || content === undefined) {
    return bad('message', { reason: contentType, clause: 'RFC 8366 5.4' });
  }
  const inside = readVoucher(content);
  if (!inside.ok) return bad('voucher', inside);
  const { voucher } = inside;
  const { signatures } = verifySignedData(ports, read.signedData, { path: expected.path });
  const failures: Failure<VoucherRule>[] = signatures.flatMap((signature) => signature.failures);
  if (signatures.length === 0) failures.push({ rule: 'signature-absent', clause: 'RFC 8366 5.4' });
  failures.push(...expectationFailures(voucher, expected));
  return { good: failures.length === 0, failures, voucher };
}

const bad = (rule: VoucherRule, { reason, clause }: { reason: string; clause: string }): VoucherVerdict => ({
  good: false,
  failures: [{ rule, clause, detail: reason }],
});

function expectationFailures(voucher: Voucher, expected: VoucherExpectation): Failure<VoucherRule>[] {
  const failures: Failure<VoucherRule>[] = [];
  const fail = (rule: VoucherRule, clause: string): void => {
    failures.push({ rule, clause });
  };
  if (voucher.serialNumber !== expected.serialNumber) fail('serial-number', 'RFC 8366 5.3');
  const { idevidIssuer, nonce, expiresOnUs } = voucher;
  if (idevidIssuer !== undefined && !same(idevidIssuer, expected.idevidIssuer)) fail('idevid-issuer', 'RFC 8366 5.3');
  // A voucher with a nonce is good for the one question that carried it; one without is bounded by its end of validity.
  if (nonce !== undefined && !same(nonce, expected.nonce)) fail('nonce', 'RFC 8366 5.3');
  if (nonce === undefined && expected.nonce !== undefined && expiresOnUs === undefined) fail('nonce', 'RFC 8366 5.3');
  if (voucher.createdOnUs > expected.nowUs + expected.clockToleranceUs) fail('created-on', 'RFC 8366 5.3');
  if (expiresOnUs !== undefined && expiresOnUs < expected.nowUs) fail('expires-on', 'RFC 8366 5.3');
  return failures;
}

const same = (left: Uint8Array, right: Uint8Array | undefined): boolean =>
  right !== undefined && sameOctets(left, right);
