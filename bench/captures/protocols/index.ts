import type { Protocol } from '../scene.ts';
import { arp } from './arp.ts';
import { bacnet } from './bacnet.ts';
import { dhcp } from './dhcp.ts';
import { dicom } from './dicom.ts';
import { dns } from './dns.ts';
import { hl7 } from './hl7.ts';
import { http } from './http.ts';
import { mdns } from './mdns.ts';
import { ntp } from './ntp.ts';
import { smb } from './smb.ts';
import { snmp } from './snmp.ts';
import { tcpopen } from './tcpopen.ts';
import { telemetry } from './telemetry.ts';
import { tls } from './tls.ts';

/** All kinds of traffic. Their order decides the bytes that a seed gives. */
export const PROTOCOLS: readonly Protocol[] = [
  arp,
  bacnet,
  dhcp,
  dicom,
  dns,
  hl7,
  http,
  mdns,
  ntp,
  smb,
  snmp,
  tcpopen,
  telemetry,
  tls,
];
