import { describe, expect, test } from 'vitest';
import { factOf, truthOf } from '../sample.ts';
import type { TruthRow } from '../truth.ts';
import { families, unscored } from './index.ts';

const src = '10.0.0.1';
const dst = '10.0.0.2';
const mac = '00:11:22:33:44:55';

/** Family, list of the truth, one row of it, and what is expected of it: attribute, value and first host. */
const cases: readonly (readonly [string, string, TruthRow, readonly (readonly [string, string, string?])[]])[] = [
  ['arp', 'arp', { ip: src, mac }, [['arp.binding', `${src}=${mac}`, src]]],
  [
    'dhcp',
    'dhcp',
    { type: '5', src: dst, client_mac: mac, your_ip: src, server_id: dst, params: '1,3' },
    [
      ['dhcp.params', '1,3', mac],
      ['dhcp.server-id', dst, dst],
      ['dhcp.lease', `${src}=${mac}`, mac],
    ],
  ],
  [
    'dhcp',
    'dhcp',
    { type: '1', src: '0.0.0.0', client_mac: mac, requested_ip: '0.0.0.0', hostname: 'pump' },
    [['dhcp.hostname', 'pump', mac]],
  ],
  ['dhcpv6', 'dhcpv6', { type: '2', src: 'fe80::1', duid: '0001' }, [['dhcpv6.duid', '0001']]],
  ['dhcpv6', 'dhcpv6', { type: '1', src: 'fe80::1', duid: '0001' }, [['dhcpv6.duid', '0001', 'fe80::1']]],
  ['dns', 'dns_query', { src, name: 'a.test' }, [['dns.query', 'a.test', src]]],
  [
    'dns',
    'dns_answer',
    { name: 'a.test', a: [dst], aaaa: ['fe80::2'] },
    [
      ['dns.answer', `a.test=${dst}`, dst],
      ['dns.answer', 'a.test=fe80::2', 'fe80::2'],
    ],
  ],
  [
    'mdns',
    'mdns',
    { src, response: true, names: ['ct.local', '1.0.0.10.in-addr.arpa'], ptr: ['CT._dicom._tcp.local'], a: [src] },
    [
      ['mdns.name', 'ct.local', src],
      ['mdns.service', 'CT._dicom._tcp.local', src],
      ['mdns.address', src],
    ],
  ],
  [
    'mdns',
    'mdns',
    { src, q: ['_ipp._tcp.local'], names: ['Other._ipp._tcp.local'] },
    [['mdns.query', '_ipp._tcp.local', src]],
  ],
  ['llmnr', 'llmnr', { src, q: ['wpad'] }, [['llmnr.query', 'wpad', src]]],
  ['nbns', 'nbns', { src, names: ['HOST<20>', 'HOST<20> (Server service)'] }, [['nbns.name', 'HOST<20>', src]]],
  [
    'browser',
    'browser',
    { src, command: '0x0c', server: 'WARD', os: '6.1' },
    [
      ['browser.domain', 'WARD', src],
      ['browser.os', '6.1', src],
    ],
  ],
  ['ssdp', 'ssdp', { src, method: 'M-SEARCH', st: 'ssdp:all\\r\\n' }, [['ssdp.type', 'ssdp:all\\r\\n', src]]],
  ['ws-discovery', 'ws_discovery', { src, action: 'Resolve', address: 'urn:uuid:1' }, [['wsd.endpoint', 'urn:uuid:1']]],
  [
    'lldp',
    'lldp',
    { mac, system_name: 'sw', id: 'Gi0/1' },
    [
      ['lldp.system-name', 'sw', mac],
      ['lldp.port-id', 'Gi0/1', mac],
    ],
  ],
  [
    'cdp',
    'cdp',
    { mac, device_id: 'S1', platform: 'p' },
    [
      ['cdp.device-id', 'S1', mac],
      ['cdp.platform', 'p', mac],
    ],
  ],
  [
    'http',
    'http_request',
    { src, dst, host: 'h', user_agent: 'u', auth: 'Basic' },
    [
      ['http.user-agent', 'u', src],
      ['http.host', 'h', dst],
      ['http.auth-scheme', 'Basic', src],
    ],
  ],
  [
    'http',
    'http_response',
    { src, server: 's', www_authenticate: 'Basic realm="R"' },
    [
      ['http.server', 's', src],
      ['http.realm', 'R', src],
    ],
  ],
  [
    'tls',
    'tls_client',
    { src, dst, sni: 'n', version: '0x0303', offered: ['0x2a2a', '0x0304', '0x7f1c'], alpn: ['h2'] },
    [
      ['tls.sni', 'n', dst],
      ['tls.version', '0x0304', src],
      ['tls.alpn', 'h2', src],
    ],
  ],
  [
    'tls',
    'tls_server',
    { src, version: '0x0303', cipher: ['0xc02c'] },
    [
      ['tls.version', '0x0303', src],
      ['tls.cipher', '0xc02c', src],
    ],
  ],
  ['tls', 'tls_client_cert_requested', { by: src }, [['tls.client-certificate', 'requested', src]]],
  ['ja3', 'tls_client', { src, ja3: 'ab' }, [['tls.ja3', 'ab', src]]],
  [
    'certificates',
    'tls_certificate',
    { src, subject: 'CN=a', san: 'DNS:a, IP Address:10.0.0.1' },
    [
      ['tls.certificate.subject', 'CN=a', src],
      ['tls.certificate.san', 'DNS:a', src],
      ['tls.certificate.san', 'IP Address:10.0.0.1', src],
    ],
  ],
  ['ssh', 'ssh_hasshserver', { src, hassh: 'ab' }, [['ssh.hassh-server', 'ab', src]]],
  ['ftp', 'ftp_banner', { src, banner: 'ready' }, [['ftp.banner', 'ready', src]]],
  [
    'smb',
    'smb2',
    { src, dialects: ['0x0302', '0x0311'] },
    [
      ['smb.dialect', '0x0302', src],
      ['smb.dialect', '0x0311', src],
    ],
  ],
  [
    'ntlm',
    'ntlm',
    { src, nb_computer: 'C', user: 'nurse', hostname: 'H' },
    [
      ['ntlm.computer', 'C', src],
      ['ntlm.computer', 'H', src],
    ],
  ],
  ['kerberos', 'kerberos_cname', { src, value: 'PC$' }, [['kerberos.computer', 'PC$']]],
  ['kerberos', 'kerberos_cname', { src, value: 'nurse' }, []],
  ['radius', 'radius_nas', { src, value: 'ap' }, [['radius.nas-identifier', 'ap', src]]],
  ['rdp', 'rdp_client', { src, value: 'PC' }, [['rdp.client-name', 'PC', src]]],
  [
    'snmp',
    'snmp_system',
    { src, oid: '1.3.6.1.2.1.1.5.0', value: '"GW"' },
    [['snmp.system', '1.3.6.1.2.1.1.5.0=GW', src]],
  ],
  ['snmp', 'snmp_system', { src, oid: '1.3.6.1.2.1.1.3.0', value: '144' }, []],
  ['ntp', 'ntp_mode', { src, value: '3' }, [['ntp.mode', '3', src]]],
  [
    'syslog',
    'syslog',
    { src, value: '1 2026-01-01T00:00:00Z host app 1 - - text' },
    [
      ['syslog.hostname', 'host', src],
      ['syslog.program', 'app', src],
    ],
  ],
  ['syslog', 'syslog', { src, value: 'snmpd[12]: text' }, [['syslog.program', 'snmpd', src]]],
  [
    'mqtt',
    'mqtt_connect',
    { src, client_id: 'c', version: '4' },
    [
      ['mqtt.client-id', 'c', src],
      ['mqtt.version', '4', src],
    ],
  ],
  ['modbus', 'modbus_device_id', { src, objects: { '0': 'Maker' } }, [['modbus.device-id', '0=Maker', src]]],
  ['bacnet', 'bacnet_property', { src, property: 'model-name', value: "UTF-8 'M'" }, [['bacnet.model-name', 'M', src]]],
  [
    'bacnet',
    'bacnet_property',
    { src, property: 'vendor-identifier', value: '(Unsigned) 24' },
    [['bacnet.vendor-id', '24', src]],
  ],
  ['s7', 's7_identity', { src, '0001_anz': '6ES7 1 ' }, [['s7.module', '6ES7 1 ', src]]],
  [
    'enip',
    'enip_identity',
    { src, name: 'P', revision: '1027' },
    [
      ['enip.product', 'P', src],
      ['enip.revision', '4.3', src],
    ],
  ],
  ['opcua', 'opcua_application', { src, value: 'urn:a' }, [['opcua.application', 'urn:a']]],
  [
    'dicom',
    'dicom_associate',
    { pdu: '0x02', src: dst, dst: src, calling: 'CT', called: 'PACS' },
    [
      ['dicom.calling-ae', 'CT', src],
      ['dicom.called-ae', 'PACS', dst],
    ],
  ],
  [
    'dicom',
    'dicom_dataset',
    { src, tag: '0008,1090', text: "Manufacturer's Model Name [LO] EPIQ 7C" },
    [['dicom.model', 'EPIQ 7C', src]],
  ],
  [
    'hl7',
    'hl7',
    { src, dst, sending_app: 'A^1^ISO', receiving_app: 'B' },
    [
      ['hl7.sending-application', 'A^1^ISO', src],
      ['hl7.receiving-application', 'B', dst],
    ],
  ],
  ['hl7', 'hl7_device_segment', { src, segment: 'OBX|1|NM|1^HR^MDC||72' }, []],
  ['hl7', 'hl7_device_segment', { src, segment: 'OBX|1|ST|531971^X^MDC||M7' }, [['hl7.model', 'M7', src]]],
  [
    'hl7',
    'hl7_device_segment',
    { src, segment: 'PRT|1|UC|||||||(01)04046955001234(21)S1' },
    [['hl7.udi', '(01)04046955001234(21)S1', src]],
  ],
  [
    'tcp-stack',
    'tcp_syn',
    { ip: src, synack: false, ttl: 60, window: 1024, options: '020405b4' },
    [['tcp.stack', 'syn;ttl=64;win=1024;mss=1460;opts=mss', src]],
  ],
  ['credentials', 'ftp_user', { src, dst, user: 'anonymous' }, [['login.anonymous', 'ftp', dst]]],
  ['credentials', 'snmp', { src, dst, community: 'secret' }, [['credential.cleartext', 'snmp', dst]]],
];

test.each(cases)('%s reads %s: %j', (id, key, row, wanted) => {
  const family = families.find((each) => each.id === id);
  const said = family?.expect(truthOf({ [key]: [row] }));
  expect(said?.map((each) => [each.attributes[0], each.value, each.hosts[0]])).toEqual(
    wanted.map(([attribute, value, host]) => [attribute, value, host]),
  );
  for (const each of said ?? []) expect(family?.attributes).toEqual(expect.arrayContaining([...each.attributes]));
});

test('each family has a case, an id of its own and keys that are scored', () => {
  const ids = families.map((family) => family.id);
  expect(new Set(ids).size).toBe(ids.length);
  // The text of telnet is tried below: it needs a conversation as well.
  expect([...new Set([...cases.map(([id]) => id), 'telnet'])].sort()).toEqual([...ids].sort());
  for (const family of families) for (const key of family.truthKeys) expect(unscored).not.toHaveProperty(key);
});

test('telnet expects the first words of a server, never what a person types', () => {
  const family = families.find((each) => each.id === 'telnet');
  const truth = truthOf(
    {
      telnet: [
        { src: dst, data: 'secret\\r\\n' },
        { src, data: 'login:' },
        { src, data: 'welcome back' },
      ],
    },
    { conversations: [{ proto: 'tcp', a: dst, ap: 40000, b: src, bp: 23, app: ['telnet'] }] },
  );
  expect(family?.expect(truth).map((each) => each.value)).toEqual(['login:']);
});

describe('spellings of one value', () => {
  test.each([
    ['nbns', 'nbns.name', 'HOST           <20>', 'host<20>'],
    ['smb', 'smb.dialect', '3.1.1', '0x0311'],
    ['mqtt', 'mqtt.version', '3.1.1', '4'],
    ['snmp', 'snmp.version', 'v2c', '2c'],
    ['tls', 'tls.cipher', '0xC02C', '49196'],
    ['hl7', 'hl7.sending-application', 'PIIC^0009^EUI-64', 'piic'],
    ['enip', 'enip.vendor-id', '0x0001', '1'],
    ['certificates', 'tls.certificate.serial', '00:AB', 'ab'],
    ['credentials', 'credential.cleartext', 'snmp default:SNMP read community', 'snmp'],
    ['tcp-stack', 'tcp.stack', 'syn;win=1;ttl=64;opts=mss,eol;df=1', 'syn;ttl=64;win=1;opts=mss,eol,eol'],
  ])('%s %s', (id, attribute, one, other) => {
    const family = families.find((each) => each.id === id);
    expect(family?.canonical?.(attribute, one)).toBe(family?.canonical?.(attribute, other));
  });
});

describe('why the truth lacks a value', () => {
  const forty = Array.from({ length: 40 }, (_, at) => `1.2.${at}`);
  const eight = Array.from({ length: 8 }, (_, at) => `10.1.0.${at}`);
  const truth = truthOf({
    dicom_associate: [
      { pdu: '0x01', src, abstract: forty },
      { pdu: '0x01', src: dst, abstract: ['1.2.0'] },
    ],
    dns_answer: [{ name: 'a.test', a: eight, aaaa: [] }],
    tcp_syn: [{ ip: src, synack: false }],
  });
  const gap = (id: string, attribute: string, value: string, ip = src) =>
    families.find((each) => each.id === id)?.gap?.(truth, factOf(attribute, value, { ip }));

  test('a list is full', () => {
    expect(gap('dicom', 'dicom.abstract-syntax', '1.2.40')).toMatch(/40 presentation contexts/);
    expect(gap('dns', 'dns.answer', 'A.test=10.1.0.9')).toMatch(/8 addresses/);
    expect(gap('tcp-stack', 'tcp.stack', 'syn:4:64:1024:mss:')).toMatch(/first SYN/);
  });

  test('a field is never taken', () => {
    expect(gap('dicom', 'dicom.department', 'Radiology')).toMatch(/0008,1040/);
    expect(gap('ssdp', 'ssdp.usn', 'uuid:1')).toMatch(/NOTIFY/);
  });

  test('it is not known', () => {
    expect(gap('dicom', 'dicom.abstract-syntax', '1.2.40', dst)).toBeUndefined();
    expect(gap('dicom', 'dicom.called-ae', 'PACS')).toBeUndefined();
    expect(gap('dns', 'dns.answer', 'b.test=10.1.0.9')).toBeUndefined();
    expect(gap('dns', 'dns.answer', 'a.test=fe80::1')).toBeUndefined();
    expect(gap('tcp-stack', 'tcp.stack', 'syn:4:64:1024:mss:', dst)).toBeUndefined();
    expect(gap('ssdp', 'ssdp.location', 'http://10.0.0.1/')).toBeUndefined();
  });
});

test('a line of a greeting and an element of a list are the value they are part of', () => {
  const same = (id: string, attribute: string, wanted: string, said: string) =>
    families
      .find((each) => each.id === id)
      ?.same?.({ attributes: [attribute], value: wanted, hosts: [] }, factOf(attribute, said));
  expect(same('ftp', 'ftp.banner', 'Second line', 'First\nSecond line\nThird')).toBe(true);
  expect(same('ws-discovery', 'wsd.type', 'wsdp:Device pub:Computer', 'pub:Computer')).toBe(true);
  expect(same('cdp', 'cdp.software', 'IOS 12', 'IOS 12\nCopyright')).toBe(true);
  expect(same('ftp', 'ftp.banner', 'Third line', 'First\nSecond line')).toBe(false);
});
