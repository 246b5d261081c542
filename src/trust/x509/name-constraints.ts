import type { Certificate, GeneralName, NameSubtree } from '#bytes';
import { MAX_CONSTRAINT_COMPARISONS } from '../limits.ts';
import { ipOctets } from './ip-address.ts';
import { startsWithName } from './name.ts';

/** A certificate and the bytes that its positions are in. */
interface Held {
  readonly bytes: Uint8Array;
  readonly read: Certificate;
}

type NameForm = NameSubtree['kind'];

/** A name of a certificate in the form that constraints speak of. */
type ConstrainedName =
  | { readonly form: 'dns' | 'email' | 'uri'; readonly text: string }
  | { readonly form: 'ip'; readonly octets: Uint8Array }
  | { readonly form: 'directory'; readonly name: Certificate['subject'] }
  | { readonly form: 'other'; readonly tag: number };

/**
 * The name constraints of the authorities of one path, gathered from the anchor down (RFC 5280 6.1.4 g): a name must lie
 * in the permitted subtrees of every authority that has some for its form, and in no excluded one.
 */
export class NameConstraintCheck {
  readonly #authorities: Held[] = [];
  #comparisons = 0;

  /** Adds what `authority` allows the certificates below it. */
  add(authority: Held): void {
    if (authority.read.extensions.nameConstraints) this.#authorities.push(authority);
  }

  /** The form of the first name of `certificate` that is not allowed; undefined when all are. */
  forbidden(certificate: Held): NameForm | undefined {
    if (this.#authorities.length === 0) return undefined;
    for (const name of namesOf(certificate))
      for (const authority of this.#authorities) if (!this.#allows(authority, name)) return name.form;
    return undefined;
  }

  #allows({ bytes, read }: Held, name: ConstrainedName): boolean {
    const { permitted = [], excluded = [] } = read.extensions.nameConstraints ?? {};
    const ofForm = permitted.filter((subtree) => isOfForm(subtree, name));
    const excludedOfForm = excluded.filter((subtree) => isOfForm(subtree, name));
    this.#comparisons += permitted.length + excluded.length;
    if (this.#comparisons > MAX_CONSTRAINT_COMPARISONS) return false;
    // RFC 5280 4.2.1.10: a form that cannot be compared, and a URI without a host, are rejected.
    const isComparable = name.form !== 'other' && (name.form !== 'uri' || hostOfUri(name.text) !== undefined);
    if (ofForm.length + excludedOfForm.length > 0 && !isComparable) return false;
    if (ofForm.length > 0 && !ofForm.some((subtree) => lies(name, subtree, bytes))) return false;
    return !excludedOfForm.some((subtree) => lies(name, subtree, bytes) || wildcardReaches(name, subtree));
  }
}

const isOfForm = (subtree: NameSubtree, name: ConstrainedName): boolean =>
  subtree.kind === name.form && (subtree.kind !== 'other' || name.form !== 'other' || subtree.tag === name.tag);

const EMAIL_ADDRESS = '1.2.840.113549.1.9.1';

function namesOf({ bytes, read }: Held): ConstrainedName[] {
  const { subjectAltNames } = read.extensions;
  const names = subjectAltNames.map((name) => constrainedName(bytes, name));
  if (read.subject.rdns.length > 0) names.push({ form: 'directory', name: read.subject });
  // RFC 5280 4.2.1.10: without a mail address among the alternative names, that of the subject counts.
  if (!subjectAltNames.some(({ kind }) => kind === 'email'))
    for (const { type, text } of read.subject.rdns.flat())
      if (type === EMAIL_ADDRESS && text !== undefined) names.push({ form: 'email', text });
  return names;
}

function constrainedName(bytes: Uint8Array, name: GeneralName): ConstrainedName {
  const other: ConstrainedName = { form: 'other', tag: bytes[name.start]! };
  switch (name.kind) {
    case 'dns':
    case 'email':
    case 'uri':
      return { form: name.kind, text: name.text };
    case 'directory':
      return { form: 'directory', name: name.name };
    case 'ip': {
      const octets = ipOctets(name.text);
      return octets ? { form: 'ip', octets } : other;
    }
    default:
      return other;
  }
}

function lies(name: ConstrainedName, subtree: NameSubtree, bytes: Uint8Array): boolean {
  if (name.form === 'directory') return subtree.kind === 'directory' && startsWithName(name.name, subtree.name);
  if (name.form === 'ip') return subtree.kind === 'ip' && liesInAddresses(name.octets, subtree, bytes);
  if (name.form === 'other' || subtree.kind !== name.form) return false;
  const text = 'text' in subtree ? subtree.text : '';
  if (name.form === 'dns') return isHostWithin(name.text, text);
  if (name.form === 'email') return isMailWithin(name.text, text);
  const host = hostOfUri(name.text);
  return host !== undefined && isHostExactly(host, text);
}

function liesInAddresses(
  octets: Uint8Array,
  { address, mask }: NameSubtree & { readonly kind: 'ip' },
  bytes: Uint8Array,
): boolean {
  if (address.end - address.start !== octets.length) return false;
  return octets.every((octet, at) => ((octet ^ bytes[address.start + at]!) & bytes[mask.start + at]!) === 0);
}

const hostKey = (host: string): string => host.toLowerCase().replace(/\.$/, '');

/** A host and everything below it; an empty constraint is all hosts, one with a dot in front only what lies below. */
function isHostWithin(host: string, constraint: string): boolean {
  const [name, base] = [hostKey(host), hostKey(constraint)];
  if (base === '') return true;
  if (base.startsWith('.')) return name.endsWith(base);
  return name === base || name.endsWith(`.${base}`);
}

/** For mail hosts and URIs a dot in front makes a domain of the host (RFC 5280 4.2.1.10). */
function isHostExactly(host: string, constraint: string): boolean {
  const [name, base] = [hostKey(host), hostKey(constraint)];
  return base.startsWith('.') ? name.endsWith(base) : name === base;
}

function isMailWithin(mailbox: string, constraint: string): boolean {
  const at = mailbox.lastIndexOf('@');
  if (at < 0) return false;
  const host = mailbox.slice(at + 1);
  const constraintAt = constraint.lastIndexOf('@');
  if (constraintAt < 0) return isHostExactly(host, constraint);
  const sameLocalPart = mailbox.slice(0, at) === constraint.slice(0, constraintAt);
  return sameLocalPart && hostKey(host) === hostKey(constraint.slice(constraintAt + 1));
}

/** `*.example.test` stands for `secret.example.test` too, so excluding that one host excludes the wildcard. */
function wildcardReaches(name: ConstrainedName, subtree: NameSubtree): boolean {
  if (name.form !== 'dns' || subtree.kind !== 'dns' || !name.text.startsWith('*.')) return false;
  const base = hostKey(subtree.text);
  return base.slice(base.indexOf('.', 1)) === hostKey(name.text.slice(1));
}

/** The host of a URI with an authority (RFC 3986 3.2); undefined when it has none or names an address. */
function hostOfUri(uri: string): string | undefined {
  const authority = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1];
  const host = authority === undefined ? undefined : /^(?:.*@)?([^@:[\]]+)(?::\d*)?$/.exec(authority)?.[1];
  return host === undefined || ipOctets(host) ? undefined : host;
}
