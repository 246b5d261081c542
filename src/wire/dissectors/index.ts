import type { Dissector } from '../dissector.ts';
import { anydesk } from './anydesk.ts';
import { arp } from './arp.ts';
import { astm } from './astm.ts';
import { bacnet } from './bacnet.ts';
import { browser } from './browser.ts';
import { cdp } from './cdp.ts';
import { dhcp } from './dhcp.ts';
import { dhcpv6 } from './dhcpv6.ts';
import { dicom } from './dicom.ts';
import { dns } from './dns.ts';
import { dtls } from './dtls.ts';
import { enip } from './enip.ts';
import { esp } from './esp.ts';
import { fhir } from './fhir.ts';
import { ftp } from './ftp.ts';
import { hl7 } from './hl7.ts';
import { http } from './http.ts';
import { icmpv6 } from './icmpv6.ts';
import { ike } from './ike.ts';
import { intellivue } from './intellivue.ts';
import { kerberos } from './kerberos.ts';
import { l2tp } from './l2tp.ts';
import { ldap } from './ldap.ts';
import { lldp } from './lldp.ts';
import { llmnr } from './llmnr.ts';
import { mdns } from './mdns.ts';
import { modbus } from './modbus.ts';
import { mqtt } from './mqtt.ts';
import { msrpc } from './msrpc.ts';
import { nbns } from './nbns.ts';
import { ntp } from './ntp.ts';
import { opcua } from './opcua.ts';
import { openvpn } from './openvpn.ts';
import { poct1a } from './poct1a.ts';
import { pptp } from './pptp.ts';
import { quic } from './quic.ts';
import { radius } from './radius.ts';
import { rdp } from './rdp.ts';
import { s7 } from './s7.ts';
import { sdc } from './sdc.ts';
import { smb } from './smb.ts';
import { smtp } from './smtp.ts';
import { snmp } from './snmp.ts';
import { ssdp } from './ssdp.ts';
import { ssh } from './ssh.ts';
import { syslog } from './syslog.ts';
import { tcp } from './tcp.ts';
import { tds } from './tds.ts';
import { teamviewer } from './teamviewer.ts';
import { telnet } from './telnet.ts';
import { tftp } from './tftp.ts';
import { tls } from './tls.ts';
import { vnc } from './vnc.ts';
import { welchAllyn } from './welch-allyn.ts';
import { wireguard } from './wireguard.ts';
import { wsDiscovery } from './ws-discovery.ts';

/** All dissectors. Where two can be asked, the earlier is asked first. */
export const DISSECTORS: readonly Dissector[] = [
  arp,
  lldp,
  cdp,
  tcp,
  icmpv6,
  dhcp,
  dhcpv6,
  dns,
  mdns,
  llmnr,
  nbns,
  browser,
  ssdp,
  sdc,
  wsDiscovery,
  dicom,
  hl7,
  astm,
  poct1a,
  intellivue,
  welchAllyn,
  tls,
  dtls,
  quic,
  http,
  fhir,
  ssh,
  smb,
  msrpc,
  rdp,
  vnc,
  tds,
  ftp,
  tftp,
  telnet,
  smtp,
  snmp,
  ntp,
  syslog,
  kerberos,
  ldap,
  radius,
  mqtt,
  teamviewer,
  anydesk,
  ike,
  esp,
  wireguard,
  openvpn,
  l2tp,
  pptp,
  bacnet,
  modbus,
  s7,
  enip,
  opcua,
];
