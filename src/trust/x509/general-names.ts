import { der } from '#bytes';
import { ipOctets } from './ip-address.ts';

/** A name to write into a subjectAltName or another extension (RFC 5280 4.2.1.6). */
export type AltName =
  | { readonly kind: 'dns' | 'email' | 'uri' | 'ip'; readonly text: string }
  /** `name` is a Name, DER. */
  | { readonly kind: 'directory'; readonly name: Uint8Array }
  /** Account of a person in a Windows domain, `user@example.test`. */
  | { readonly kind: 'upn'; readonly text: string }
  /** Identity of a device by maker, model and serial number (RFC 4108 5), as IEEE 802.1AR uses it. */
  | { readonly kind: 'hardwareModule'; readonly typeOid: string; readonly serial: Uint8Array }
  | { readonly kind: 'registeredId'; readonly oid: string };

const TAG = { otherName: 0, email: 1, dns: 2, directory: 4, uri: 6, ip: 7, registeredId: 8 } as const;
const UPN = der.oid('1.3.6.1.4.1.311.20.2.3');
const HARDWARE_MODULE_NAME = der.oid('1.3.6.1.5.5.7.8.4');

/** One label of a host name (RFC 5890 2.3.2.3 A-labels, RFC 1123 2.1); the first may be a wildcard. */
const LABEL = /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d])?)$/i;
const MAX_DNS_CHARACTERS = 253;

/** What keeps `name` from being written; look before encoding names that people or devices gave. */
export function altNameProblem(name: AltName): 'wrong-characters' | 'wrong-form' | undefined {
  switch (name.kind) {
    case 'dns':
      return isDnsName(name.text) ? undefined : 'wrong-form';
    case 'email':
      // RFC 5280 4.2.1.6: a Mailbox of RFC 2821, local part and host.
      return /^[\x21-\x3f\x41-\x7e]+@[^@]+$/.test(name.text) && isDnsName(name.text.slice(name.text.indexOf('@') + 1))
        ? undefined
        : 'wrong-form';
    case 'uri':
      // RFC 5280 4.2.1.6: not relative, and ASCII (RFC 3986 2).
      return /^[a-z][a-z\d+.-]*:[\x21-\x7e]+$/i.test(name.text) ? undefined : 'wrong-form';
    case 'ip':
      return ipOctets(name.text) ? undefined : 'wrong-form';
    case 'upn':
      return name.text !== '' && name.text.isWellFormed() ? undefined : 'wrong-characters';
    case 'hardwareModule':
      return name.serial.length > 0 && isOid(name.typeOid) ? undefined : 'wrong-form';
    case 'registeredId':
      return isOid(name.oid) ? undefined : 'wrong-form';
    default:
      return undefined;
  }
}

function isDnsName(text: string): boolean {
  const host = text.startsWith('*.') ? text.slice(2) : text;
  return host.length <= MAX_DNS_CHARACTERS && host.split('.').every((label) => LABEL.test(label));
}

const isOid = (text: string): boolean => /^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(text);

/** The GeneralName, DER. RangeError when `altNameProblem` has something to say. */
export function encodeAltName(name: AltName): Uint8Array {
  const problem = altNameProblem(name);
  if (problem) throw new RangeError(`${name.kind}: ${problem}`);
  switch (name.kind) {
    case 'dns':
    case 'email':
    case 'uri':
      return der.implicit(TAG[name.kind], der.ia5String(name.text));
    case 'ip':
      return der.context(TAG.ip, false, ipOctets(name.text) ?? new Uint8Array(0));
    case 'directory':
      return der.explicit(TAG.directory, name.name);
    case 'upn':
      return otherName(UPN, der.utf8String(name.text));
    case 'hardwareModule':
      return otherName(HARDWARE_MODULE_NAME, der.sequence(der.oid(name.typeOid), der.octetString(name.serial)));
    default:
      return der.implicit(TAG.registeredId, der.oid(name.oid));
  }
}

const otherName = (type: Uint8Array, value: Uint8Array): Uint8Array =>
  der.implicit(TAG.otherName, der.sequence(type, der.explicit(0, value)));

/** A part of a space of names for nameConstraints (RFC 5280 4.2.1.10). */
export type AltNameSubtree =
  /** dns: a host and all below it; email: a host, `.host` for all below it, or one mailbox; uri: a host or `.host`. */
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly text: string }
  | { readonly kind: 'ip'; readonly text: string; readonly prefixLength: number }
  | { readonly kind: 'directory'; readonly name: Uint8Array };

/** The GeneralSubtree, DER. RangeError when an address or its prefix is none. */
export function encodeSubtree(subtree: AltNameSubtree): Uint8Array {
  switch (subtree.kind) {
    case 'dns':
    case 'email':
    case 'uri':
      return der.sequence(der.implicit(TAG[subtree.kind], der.ia5String(subtree.text)));
    case 'directory':
      return der.sequence(der.explicit(TAG.directory, subtree.name));
    default: {
      const octets = ipOctets(subtree.text);
      if (!octets || subtree.prefixLength < 0 || subtree.prefixLength > octets.length * 8)
        throw new RangeError(`${subtree.text}/${subtree.prefixLength}`);
      const mask = octets.map((_, at) => 0xff & ~(0xff >> Math.min(8, Math.max(0, subtree.prefixLength - at * 8))));
      return der.sequence(der.context(TAG.ip, false, der.concat([octets.map((octet, at) => octet & mask[at]!), mask])));
    }
  }
}
