import type { Dissector } from '../dissector.ts';
import { arp } from './arp.ts';
import { astm } from './astm.ts';
import { bacnet } from './bacnet.ts';
import { dhcp } from './dhcp.ts';
import { dicom } from './dicom.ts';
import { dns } from './dns.ts';
import { fhir } from './fhir.ts';
import { hl7 } from './hl7.ts';
import { http } from './http.ts';
import { icmpv6 } from './icmpv6.ts';
import { intellivue } from './intellivue.ts';
import { llmnr } from './llmnr.ts';
import { mdns } from './mdns.ts';
import { modbus } from './modbus.ts';
import { mqtt } from './mqtt.ts';
import { ntp } from './ntp.ts';
import { poct1a } from './poct1a.ts';
import { sdc } from './sdc.ts';
import { smb } from './smb.ts';
import { snmp } from './snmp.ts';
import { ssh } from './ssh.ts';
import { tcp } from './tcp.ts';
import { tls } from './tls.ts';
import { welchAllyn } from './welch-allyn.ts';

/** All dissectors. Where two can be asked, the earlier is asked first. */
export const DISSECTORS: readonly Dissector[] = [
  arp,
  tcp,
  icmpv6,
  dhcp,
  dns,
  mdns,
  llmnr,
  sdc,
  dicom,
  hl7,
  astm,
  poct1a,
  intellivue,
  welchAllyn,
  tls,
  http,
  fhir,
  ssh,
  smb,
  snmp,
  ntp,
  mqtt,
  bacnet,
  modbus,
];
