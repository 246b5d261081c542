import type { Evidence } from '../device.ts';
import { traitOf } from '../traits.ts';
import type { Portrait } from './portrait.ts';

/** Shows that a host signs in with the account of a person or of itself: [MS-NLMP], [MS-KILE], vendor class of its DHCP client. */
const SIGNS_IN = ['kerberos.computer', 'ntlm.computer'] as const;
/** Served by the plainest computer. */
const SERVED_BY_ALL: ReadonlySet<string> = new Set(['nbns', 'browser', 'mdns', 'llmnr', 'icmp', 'dhcp', 'arp']);

/** Evidence of a Windows computer that uses the services of a domain or workgroup. */
export function windowsClientShown(portrait: Portrait): readonly Evidence[] {
  const { evidence } = portrait;
  const vendor = evidence.of('dhcp.vendor-class').filter(({ value }) => value.startsWith('MSFT '));
  const named = SIGNS_IN.flatMap((attribute) => evidence.of(attribute));
  return vendor.length > 0 && named.length > 0 ? [...named, ...vendor] : [];
}

/** Such a computer that serves nobody and speaks no protocol of medical devices. */
export function isWindowsClient(portrait: Portrait): boolean {
  if (windowsClientShown(portrait).length === 0) return false;
  const { evidence } = portrait;
  if (evidence.of('traffic.server-of').some(({ value }) => !SERVED_BY_ALL.has(value))) return false;
  return !evidence.all.some(({ attribute, factKind }) => traitOf(attribute, factKind).isMedical);
}
