import { defineAttributes, type Out, type Subject } from '../dissector.ts';

/** Credentials on the wire. The facts carry no secret and no account: only that it happened, how, and which known default it was. */
export const credentialAttributes = {
  ...defineAttributes('credential', {
    cleartext: [
      'credential-exposed',
      'A credential crossed the network in clear; the value names the protocol and, if it is a known default, the entry of that list',
    ],
  }),
  ...defineAttributes('login', {
    anonymous: ['credential-exposed', 'A log-in without a secret; the value names the protocol'],
  }),
};

/**
 * Reports a credential seen in clear. `subject` is the host that accepts it (the server). The value is the protocol,
 * or `protocol default:<entry>` when user and secret are a published default.
 */
export function cleartextCredential(
  out: Out,
  subject: Subject,
  protocol: string,
  user: string,
  secret: string,
  from: number,
  to: number,
): void {
  const entry = out.ports.knownDefault(protocol, user, secret);
  const value = entry === undefined ? protocol : `${protocol} default:${entry}`;
  out.value(credentialAttributes.cleartext, subject, value, from, to, { derived: 'computed' });
}

/** Reports a log-in without a secret (FTP anonymous, MQTT without user name, SMB null session). */
export function anonymousLogin(out: Out, subject: Subject, protocol: string, from: number, to: number): void {
  out.value(credentialAttributes.anonymous, subject, protocol, from, to, { derived: 'computed' });
}
