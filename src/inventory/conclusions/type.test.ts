import { describe, expect, it } from 'vitest';
import { deviceWith, IP, knowledge, LOCAL_MAC, type Said } from '../../../tests/concluded-device.ts';
import type { Device } from '../device.ts';
import { Inventory } from '../inventory.ts';
import { arp, edgeOf, factOf, pairingOf } from '../sample-observations.ts';

const PHILIPS_MAC = '00:09:fb:10:00:41';
const DLINK_MAC = 'b0:c5:54:1c:71:85';

const typeOf = (device: Device) => device.conclusions.type?.value;

describe('who passes on observations', () => {
  const relayed: readonly Said[] = [
    ['identifier-seen', 'hl7.equipment', 'Space-PMP00-000451^^001221FFFE1000^EUI-64'],
    ['model-seen', 'hl7.device-type', '69985^MDC_DEV_PUMP_INFUS_MDS^MDC'],
    ['name-seen', 'hl7.sending-application', 'BBRAUN_ONLINESUITE'],
  ];
  const monitor: Said = ['identifier-seen', 'hl7.equipment', 'IntelliVue MX700-SN00^^0009FBFFFE1000^EUI-64'];
  const more: readonly Said[] = [
    ['model-seen', 'hl7.device-type', '69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC'],
    ['name-seen', 'hl7.sending-application', 'PIIC_IX^00095CFFFE1000^EUI-64'],
    ['name-seen', 'hl7.receiving-application', 'PIIC_IX^00095CFFFE1000^EUI-64'],
    ['name-seen', 'hl7.receiving-application', 'BBRAUN_ONLINESUITE'],
  ];

  it('is a monitor when it is one of those observed', () => {
    const device = deviceWith([...relayed, monitor, ...more], PHILIPS_MAC);
    expect(typeOf(device)).toBe('T023');
    expect(device.conclusions.manufacturer?.value).toBe('Philips');
    expect(device.conclusions.model?.value).toBe('IntelliVue MX700');
    expect(device.names).toEqual(['IntelliVue MX700-SN00']);
    expect(device.identity.map(({ rule }) => rule)).toContain('relays');
  });

  it('is a gateway when it is none of them, or the server whose name it bears', () => {
    const another: Said = ['identifier-seen', 'hl7.equipment', 'IntelliVue MX700-SN01^^0009FBFFFE1001^EUI-64'];
    const device = deviceWith([...relayed, monitor, another, ...more], PHILIPS_MAC);
    expect(typeOf(device)).toBe('T037');
    expect(device.names).toEqual(expect.arrayContaining(['PIIC_IX', 'BBRAUN_ONLINESUITE']));
    const server = deviceWith([relayed[0]!, monitor, ['capability-seen', 'browser.comment', 'Infusion pump server']]);
    expect(typeOf(server)).toBe('T007');
  });
});

describe('what a host looks for', () => {
  it('is not what it is: a recorder that probes for cameras', () => {
    const probed: Said = ['capability-seen', 'wsd.type', 'dn:NetworkVideoTransmitter'];
    const announced: Said = ['identifier-seen', 'wsd.endpoint', 'urn:uuid:1'];
    expect(typeOf(deviceWith([probed]))).toBeUndefined();
    expect(typeOf(deviceWith([probed, announced]))).toBe('X041');
    const computer: Said = ['capability-seen', 'wsd.type', 'wsdp:Device pub:Computer'];
    expect(typeOf(deviceWith([probed, announced, computer]))).toBeUndefined();
    expect(typeOf(deviceWith([['peer-sought', 'wsd.type', 'dn:NetworkVideoTransmitter'], announced]))).toBeUndefined();
  });
});

describe('what TXT records say of printers', () => {
  const printing: readonly Said[] = [
    ['service-offered', 'mdns.service', '_ipp._tcp.local'],
    ['model-seen', 'mdns.model', 'Test Printer'],
    ['capability-seen', 'mdns.txt', 'ty=Test Printer'],
  ];

  it('is about the printer that announces them', () => {
    const device = deviceWith(printing);
    expect([typeOf(device), device.conclusions.model?.value]).toEqual(['X031', 'Test Printer']);
  });

  it('is not about the ultrasound system or the server that shares one', () => {
    const ultrasound = deviceWith([...printing, ['service-offered', 'mdns.service', 'EPIQ 00._dicom._tcp.local']]);
    expect(typeOf(ultrasound)).not.toBe('X031');
    expect(ultrasound.conclusions.model?.value).not.toBe('Test Printer');
    expect(ultrasound.evidence.find(({ attribute }) => attribute === 'mdns.model')).toMatchObject({
      weight: 0,
      note: expect.stringContaining('shares'),
    });
    const server = deviceWith([...printing, ['capability-seen', 'mdns.txt', 'rp=printers/Test']]);
    expect([typeOf(server), server.conclusions.model]).toEqual(['X017', undefined]);
  });

  it('may be a sentence without a key, and what people wrote into it does not count', () => {
    expect(typeOf(deviceWith([['capability-seen', 'mdns.txt', 'IC-3115W Network Camera']]))).toBe('X041');
    expect(typeOf(deviceWith([['capability-seen', 'mdns.txt', 'note=Network Camera']]))).toBeUndefined();
  });
});

describe('what forwards', () => {
  const bridge: Said = ['role-played', 'lldp.role', 'bridge'];
  const router: Said = ['role-played', 'lldp.role', 'router'];
  const typeWith = (...said: readonly Said[]) => typeOf(deviceWith(said));

  it('is a switch when it bridges and does not route', () => {
    expect(typeWith(bridge)).toBe('X023');
    expect(typeWith(bridge, router)).toBe('X024');
    expect(typeWith(bridge, ['role-played', 'lldp.role', 'telephone'])).toBe('X036');
    expect(
      typeWith(bridge, ['system-seen', 'lldp.system-description', 'Allied Telesis router/switch, AT-x530L-28GTX']),
    ).toBe('X023');
  });

  it('is a router although it also bridges and calls itself a switch', () => {
    const facts = [
      arp('10.0.0.254', LOCAL_MAC),
      ...([bridge, router, ['system-seen', 'lldp.system-description', 'Catalyst L3 Switch Software']] as const).map(
        ([kind, attribute, value]) => factOf(kind, attribute, value, { mac: LOCAL_MAC }),
      ),
    ];
    const inventory = new Inventory(knowledge);
    const pairings = ['10.1.0.1', '10.1.0.2', '10.1.0.3'].map((ip) => pairingOf(LOCAL_MAC, ip, { ttl: 63 }));
    inventory.observe({ facts, pairings });
    expect(inventory.device('mac-020000000001')?.conclusions.type?.value).toBe('X024');
  });
});

describe('a kind that refines a more general one', () => {
  it('takes what speaks for the general one', () => {
    const controller: Said = ['name-seen', 'bacnet.device', '250002'];
    expect(typeOf(deviceWith([controller]))).toBe('X053');
    expect(typeOf(deviceWith([controller, ['name-seen', 'bacnet.object-name', 'AHU-3E']]))).toBe('X054');
    const room: Said = ['model-seen', 'bacnet.model-name', 'Isolation Room Controller'];
    expect(typeOf(deviceWith([controller, room]))).toBe('X073');
    const meter = deviceWith([['model-seen', 'modbus.product-name', 'power meter']], LOCAL_MAC, [
      edgeOf('10.0.0.9', IP, 'modbus'),
    ]);
    expect(typeOf(meter)).toBe('X060');
  });

  it('is a mobile system among those of one modality', () => {
    const modality: Said = ['role-played', 'dicom.modality', 'DX'];
    expect(typeOf(deviceWith([modality]))).toBe('T063');
    expect(typeOf(deviceWith([modality, ['model-seen', 'dicom.model', 'CALNEO AQRO']]))).toBe('T064');
  });
});

describe('printers of labels', () => {
  it('are known by language, model and number of their maker', () => {
    expect(typeOf(deviceWith([['system-seen', 'snmp.description', 'ZTC ZD421-203dpi ZPL']]))).toBe('X033');
    expect(typeOf(deviceWith([['system-seen', 'snmp.description', 'SATO CL4NX 1.12.1']]))).toBe('X033');
    expect(typeOf(deviceWith([['model-seen', 'snmp.object-id', '1.3.6.1.4.1.10642.1.1']]))).toBe('X033');
    expect(typeOf(deviceWith([['model-seen', 'snmp.object-id', '1.3.6.1.4.1.388.11.1']]))).toBeUndefined();
  });
});

describe('model numbers of one maker', () => {
  it('count only where the maker is known', () => {
    const camera: Said = ['name-seen', 'dhcp.hostname', 'DCS-930LB'];
    expect(typeOf(deviceWith([camera], DLINK_MAC))).toBe('X041');
    expect(typeOf(deviceWith([camera]))).toBeUndefined();
  });
});

describe('computers that use a domain', () => {
  const computer: readonly Said[] = [
    ['software-seen', 'dhcp.vendor-class', 'MSFT 5.0'],
    ['name-seen', 'ntlm.computer', 'PC-01'],
  ];
  const screens: Said = ['peer-sought', 'ssdp.type', 'urn:dial-multiscreen-org:service:dial:1'];
  const printers: Said = ['peer-sought', 'mdns.query', '_ipp._tcp.local'];

  it('are workstations, of which kind only what the person does tells', () => {
    const device = deviceWith(computer);
    expect([typeOf(device), device.conclusions.role?.value]).toEqual([undefined, 'workstation']);
    const used = deviceWith([...computer, screens, printers]);
    expect([typeOf(used), used.conclusions.role?.value]).toEqual(['X006', 'workstation']);
    expect(typeOf(deviceWith([screens, printers]))).toBeUndefined();
  });

  it('are none when they serve others or speak the protocol of a device', () => {
    const server = deviceWith([...computer, screens, printers], LOCAL_MAC, [edgeOf('10.0.0.9', IP, 'smb')]);
    expect([typeOf(server), server.conclusions.role?.value]).not.toContain('workstation');
    const console = deviceWith([...computer, ['name-seen', 'dicom.calling-ae', 'CT01'], screens, printers]);
    expect([typeOf(console), console.conclusions.role]).toEqual([undefined, undefined]);
  });

  it('run Windows, whose maker is not theirs', () => {
    const { conclusions } = deviceWith([
      ['software-seen', 'dhcp.vendor-class', 'MSFT 5.0'],
      ['software-seen', 'syslog.program', 'Microsoft-Windows-Security-Auditing'],
    ]);
    expect(conclusions.os?.value).toBe('Windows');
    expect(conclusions.manufacturer).toBeUndefined();
  });
});

describe('services of home devices', () => {
  it.each([
    ['ssdp.type', 'urn:schemas-upnp-org:device:DigitalSecurityCamera:1', 'X041'],
    ['ssdp.type', 'urn:schemas-upnp-org:device:DimmableLight:1', 'X045'],
    ['ssdp.type', 'roku:ecp', 'X047'],
    ['ssdp.type', 'urn:schemas-upnp-org:device:ZonePlayer:1', 'X046'],
    ['ssdp.type', 'urn:schemas-upnp-org:device:Printer:1', 'X031'],
    ['mdns.service', '_shelly._tcp.local', 'X045'],
  ])('%s %s is offered by %s', (attribute, value, id) => {
    expect(typeOf(deviceWith([['service-offered', attribute, value]]))).toBe(id);
    expect(typeOf(deviceWith([['peer-sought', attribute, value]]))).toBeUndefined();
  });
});
