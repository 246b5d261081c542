import type { Family } from '../family.ts';
import { arp } from './arp.ts';
import { bacnet } from './bacnet.ts';
import { browser } from './browser.ts';
import { cdp } from './cdp.ts';
import { certificates } from './certificates.ts';
import { credentials } from './credentials.ts';
import { dhcp } from './dhcp.ts';
import { dhcpv6 } from './dhcpv6.ts';
import { dicom } from './dicom.ts';
import { dns } from './dns.ts';
import { enip } from './enip.ts';
import { ftp } from './ftp.ts';
import { hl7 } from './hl7.ts';
import { http } from './http.ts';
import { ja3 } from './ja3.ts';
import { kerberos } from './kerberos.ts';
import { lldp } from './lldp.ts';
import { llmnr } from './llmnr.ts';
import { mdns } from './mdns.ts';
import { modbus } from './modbus.ts';
import { mqtt } from './mqtt.ts';
import { nbns } from './nbns.ts';
import { ntlm } from './ntlm.ts';
import { ntp } from './ntp.ts';
import { opcua } from './opcua.ts';
import { radius } from './radius.ts';
import { rdp } from './rdp.ts';
import { s7 } from './s7.ts';
import { smb } from './smb.ts';
import { snmp } from './snmp.ts';
import { ssdp } from './ssdp.ts';
import { ssh } from './ssh.ts';
import { syslog } from './syslog.ts';
import { tcpStack } from './tcp-stack.ts';
import { telnet } from './telnet.ts';
import { tls } from './tls.ts';
import { wsDiscovery } from './ws-discovery.ts';

export const families: readonly Family[] = [
  dicom,
  hl7,
  arp,
  dhcp,
  dhcpv6,
  dns,
  mdns,
  llmnr,
  nbns,
  browser,
  ssdp,
  wsDiscovery,
  lldp,
  cdp,
  http,
  tls,
  ja3,
  certificates,
  ssh,
  ftp,
  telnet,
  smb,
  ntlm,
  kerberos,
  radius,
  rdp,
  snmp,
  ntp,
  syslog,
  mqtt,
  modbus,
  bacnet,
  s7,
  enip,
  opcua,
  tcpStack,
  credentials,
];

/** Keys of `facts` in the truth that no family reads, and why. */
export const unscored: Readonly<Record<string, string>> = {
  sip_user_agent: 'SIP is not in scope',
  sip_server: 'SIP is not in scope',
  profinet_station: 'PROFINET is not in scope',
  profinet_vendor: 'PROFINET is not in scope',
  coap: 'CoAP is not in scope',
  stp_bridge: 'spanning tree is not in scope',
  wlan_ssid: 'IEEE 802.11 is not a supported link type',
  sflow_agent: 'flow export is not in scope',
  flow_export_version: 'flow export is not in scope',
  eap_identity: 'names people',
  radius_user: 'names people',
  rdp_cookie: 'names people',
  mqtt_topic: 'may name beds and patients',
  bacnet_confirmed: 'counts of messages, no values',
  bacnet_unconfirmed: 'counts of messages, no values',
  dicom_pdu: 'counts of messages, no values',
};
