import {
  cleanText,
  type GeneralName,
  nameToText,
  type PartialCertificate,
  type PublicKey,
  readCertificate,
} from '#bytes';
import { toIso } from '#kernel';
import type { Attribute, Subject } from '../dissector.ts';
import type { Derivation } from '../facts.ts';
import type { Ports } from '../ports.ts';
import { copyBytes } from './copy-bytes.ts';
import type { FactSink } from './pieced-out.ts';
import { certificateAttributes } from './tls-attributes.ts';

/** Certificates of one chain that are read; public chains have two to five. */
export const CHAIN_CERTIFICATES = 16;
/** Names of one certificate that become facts; certificates of content networks list hundreds. */
export const SAN_FACTS = 256;
/** Different certificates remembered at once; beyond it all are forgotten and read again. */
const REMEMBERED = 512;
/** The end of a signature tells certificates apart; equality is still by all the bytes. */
const HASHED_BYTES = 32;

const SMART_CARD_LOGON = '1.3.6.1.4.1.311.20.2.2';
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
/** surname, givenName (X.520 §6.2). */
const PERSON_ATTRIBUTES: readonly string[] = ['2.5.4.4', '2.5.4.42'];

/** One fact of a certificate; positions count from its first byte. */
interface CertificateFact {
  readonly attribute: Attribute;
  readonly value: string;
  readonly from: number;
  readonly to: number;
  readonly derived?: Derivation;
  /** Only of the host's own certificate: the key of an authority in its chain is not its key. */
  readonly ownOnly?: boolean;
}

interface Remembered {
  readonly der: Uint8Array;
  readonly facts: readonly CertificateFact[];
  readonly faulty: boolean;
  /** The subject is a person, whose name is not told. */
  readonly isPersons: boolean;
  /** How it was read; see report(). */
  readonly mayBePerson: boolean;
}

/** Reads certificates into facts, and remembers them: a server shows the same chain in every handshake. */
export class TlsCertificates {
  private readonly ports: Ports;
  private readonly remembered = new Map<number, Remembered>();

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /**
   * Reports the certificate whose DER is bytes[from, to); it describes `owner`. `isOwn`: it is the first of its chain,
   * which is that of the host (RFC 5246 §7.4.2), and not of an authority. `mayBePerson`: people show certificates here
   * too, so that the name is told only when it names a host.
   */
  report(
    sink: FactSink,
    owner: Subject,
    bytes: Uint8Array,
    from: number,
    to: number,
    isOwn: boolean,
    mayBePerson = false,
  ): void {
    const hash = mayBePerson ? ~hashOf(bytes, from, to) : hashOf(bytes, from, to);
    let known = this.remembered.get(hash);
    if (known?.mayBePerson !== mayBePerson || !sameBytes(known.der, bytes, from, to)) {
      known = this.read(copyBytes(bytes, from, to), mayBePerson);
      if (this.remembered.size >= REMEMBERED) this.remembered.clear();
      this.remembered.set(hash, known);
    }
    for (const fact of known.facts) {
      if (fact.ownOnly === true && !isOwn) continue;
      if (fact.derived === undefined) sink.value(fact.attribute, owner, fact.value, from + fact.from, from + fact.to);
      else sink.value(fact.attribute, owner, fact.value, from + fact.from, from + fact.to, { derived: fact.derived });
    }
    if (known.isPersons) sink.personal('name', 1);
    if (known.faulty) sink.anomaly('tls-certificate-malformed');
  }

  private read(der: Uint8Array, mayBePerson: boolean): Remembered {
    const certificate = readCertificate(der, 0, der.length);
    const fields = certificate.ok ? certificate : certificate.partial;
    const isPersons = namesPerson(fields) || (mayBePerson && !namesHost(fields));
    // A certificate that cannot be read to its end may be a person's, too. What evidence shows of such a one leaves out
    // the name: its signature, or its first byte, stands for all of it.
    const hidesSubject = isPersons || !certificate.ok;
    const shown = hidesSubject ? (fields.ranges.signature ?? { start: 0, end: 1 }) : { start: 0, end: der.length };
    const facts: CertificateFact[] = [
      {
        attribute: certificateAttributes.sha256,
        value: this.ports.digest('sha256', der),
        from: shown.start,
        to: shown.end,
        derived: 'digest',
      },
    ];
    addFields(facts, fields, hidesSubject);
    const key = fields.ranges.publicKey;
    if (key !== undefined) {
      const keySha256 = this.ports.digest('sha256', der.subarray(key.start, key.end));
      facts.push({
        attribute: certificateAttributes.keySha256,
        value: keySha256,
        from: key.start,
        to: key.end,
        derived: 'digest',
        ownOnly: true,
      });
    }
    return { der, facts: facts.filter((fact) => fact.value !== ''), faulty: !certificate.ok, isPersons, mayBePerson };
  }
}

/**
 * The certificate of a smart card or of mail belongs to a person, as does a subject with surname or given name
 * (RFC 5280 §4.1.2.4, §4.2.1.12): staff of a hospital sign in so.
 */
function namesPerson(fields: PartialCertificate): boolean {
  const usages = fields.extensions?.extendedKeyUsage ?? [];
  if (usages.includes(SMART_CARD_LOGON) || usages.includes(EMAIL_PROTECTION)) return !usages.includes(SERVER_AUTH);
  return fields.subject?.rdns.some((rdn) => rdn.some(({ type }) => PERSON_ATTRIBUTES.includes(type))) ?? false;
}

/** Another name of the subject is that of a host, and none is that of an account (RFC 5280 §4.2.1.6, RFC 4108 §5). */
function namesHost(fields: PartialCertificate): boolean {
  const names = fields.extensions?.subjectAltNames ?? [];
  if (names.some(({ kind }) => kind === 'email' || kind === 'other')) return false;
  return names.some(({ kind }) => kind === 'dns' || kind === 'ip' || kind === 'hardwareModule');
}

function addFields(facts: CertificateFact[], fields: PartialCertificate, hidesSubject: boolean): void {
  const { ranges } = fields;
  const add = (
    attribute: Attribute,
    value: string | undefined,
    range: { readonly start: number; readonly end: number } | undefined,
  ): void => {
    if (value !== undefined && range !== undefined) facts.push({ attribute, value, from: range.start, to: range.end });
  };
  add(certificateAttributes.serial, fields.serialHex, ranges.serial);
  add(
    certificateAttributes.signature,
    fields.signatureAlgorithm?.name ?? fields.signatureAlgorithm?.oid,
    fields.signatureAlgorithm,
  );
  if (!hidesSubject || fields.selfIssued === false)
    add(certificateAttributes.issuer, fields.issuer && cleanText(nameToText(fields.issuer)), ranges.issuer);
  add(certificateAttributes.notBefore, dateText(fields.notBeforeMs), ranges.validity);
  add(certificateAttributes.notAfter, dateText(fields.notAfterMs), ranges.validity);
  add(certificateAttributes.key, fields.publicKey && keyText(fields.publicKey), ranges.publicKey);
  if (hidesSubject) return;
  add(certificateAttributes.subject, fields.subject && cleanText(nameToText(fields.subject)), ranges.subject);
  for (const name of (fields.extensions?.subjectAltNames ?? []).slice(0, SAN_FACTS))
    add(certificateAttributes.san, sanText(name), name);
}

const dateText = (timeMs: number | undefined): string | undefined =>
  timeMs === undefined ? undefined : `${toIso(timeMs * 1000).slice(0, -8)}Z`;

/** `rsa 2048`, `ec P-256`, or the algorithm's number. */
function keyText(key: PublicKey): string | undefined {
  const type = key.type ?? key.algorithm;
  const size = key.curve ?? key.bits;
  return size === undefined ? type : `${type} ${size}`;
}

/** The name with its kind in front, as certificate viewers write it. */
function sanText(name: GeneralName): string | undefined {
  switch (name.kind) {
    case 'dns':
      return `DNS:${cleanText(name.text)}`;
    case 'ip':
      return `IP Address:${name.text}`;
    case 'uri':
      return `URI:${cleanText(name.text)}`;
    case 'email':
      return `email:${cleanText(name.text)}`;
    case 'registeredId':
      return `Registered ID:${name.text}`;
    case 'directory':
      return `DirName:${cleanText(nameToText(name.name))}`;
    case 'hardwareModule':
      return `Hardware Module:${name.typeOid} ${name.serialHex}`;
    default:
      return undefined;
  }
}

/** FNV-1a over the end of the signature. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  for (let at = Math.max(from, to - HASHED_BYTES); at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

function sameBytes(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[from + at]) return false;
  return true;
}

const perPorts = new WeakMap<Ports, TlsCertificates>();

/** The certificate reader of one engine. */
export function certificatesFor(ports: Ports): TlsCertificates {
  let made = perPorts.get(ports);
  if (made === undefined) {
    made = new TlsCertificates(ports);
    perPorts.set(ports, made);
  }
  return made;
}
