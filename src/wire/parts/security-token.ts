import type { Subject } from '../dissector.ts';
import { findKerberos, reportKerberos } from './kerberos-message.ts';
import { findNtlm, reportNtlm } from './ntlmssp.ts';
import type { FactSink } from './pieced-out.ts';

/**
 * Reports the NTLM or Kerberos message somewhere in the security token bytes[from, to): bare, in GSS-API or in SPNEGO
 * (RFC 4178). `sender` says it to `receiver`; `protocol` carries it, and names a log-in without account. A token with
 * neither is no fault.
 */
export function reportSecurityToken(
  sink: FactSink,
  sender: Subject,
  receiver: Subject,
  bytes: Uint8Array,
  from: number,
  to: number,
  protocol: string,
): void {
  const ntlm = findNtlm(bytes, from, to);
  if (ntlm >= 0) {
    reportNtlm(sink, sender, receiver, bytes, ntlm, to, protocol);
    return;
  }
  const kerberos = findKerberos(bytes, from, to);
  if (kerberos >= 0) reportKerberos(sink, sender, receiver, bytes, kerberos, to);
}
