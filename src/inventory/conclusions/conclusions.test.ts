import { describe, expect, it } from 'vitest';
import { deviceWith, IP, knowledge, LOCAL_MAC, type Said } from '../../../tests/concluded-device.ts';
import { CONCLUSIONS, type Device } from '../device.ts';
import { Inventory } from '../inventory.ts';
import { arp, edgeOf, factOf, HOUR, pairingOf, START } from '../sample-observations.ts';

const GE_MAC = '44:4b:5d:10:00:11';

const valuesOf = ({ conclusions }: Device) =>
  Object.fromEntries(Object.entries(conclusions).map(([name, conclusion]) => [name, conclusion.value]));

const CT: readonly Said[] = [
  ['manufacturer-seen', 'dicom.manufacturer', 'GE MEDICAL SYSTEMS'],
  ['model-seen', 'dicom.model', 'Revolution EVO'],
  ['serial-seen', 'dicom.serial', 'CT00-88231'],
  ['software-seen', 'dicom.software', 'revo_ct_22bc.0'],
  ['role-played', 'dicom.modality', 'CT'],
  ['name-seen', 'dicom.station', 'CTROOM00'],
  ['name-seen', 'dicom.calling-ae', 'CTROOM00'],
  ['place-seen', 'dicom.department', 'Radiology'],
];

describe('a modality that sends its own objects', () => {
  const device = deviceWith(CT, GE_MAC);

  it('is known by what it writes into them', () => {
    expect(valuesOf(device)).toEqual({
      type: 'T061',
      manufacturer: 'GE HealthCare',
      model: 'Revolution EVO',
      serial: 'CT00-88231',
      role: 'modality',
      place: 'Radiology',
    });
    expect(device.software.map(({ value }) => value)).toContain('revo_ct_22bc.0');
    expect(device.names).toEqual(['CTROOM00']);
  });

  it('shows the evidence of each conclusion', () => {
    const ids = new Set(device.evidence.map(({ id }) => id));
    for (const { because, against } of [...Object.values(device.conclusions), ...device.software]) {
      expect(because.length).toBeGreaterThan(0);
      for (const id of [...because, ...against.flatMap((other) => other.because)]) expect(ids).toContain(id);
    }
  });

  it('names what would help where something is missing', () => {
    const { missing } = device;
    expect(missing.map(({ conclusion }) => conclusion)).toContain('os');
    for (const { wouldHelp } of missing) expect(wouldHelp.at(-1)).toBe('person');
  });
});

describe('a host that sends what others made', () => {
  const IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
  const FIND = '1.2.840.10008.5.1.4.1.2.2.1';

  it('is not the device whose objects it relays', () => {
    const device = deviceWith([
      ...CT,
      ['serial-seen', 'dicom.serial', 'MR00-0201'],
      ['role-played', 'dicom.modality', 'MR'],
    ]);
    expect(device.conclusions.manufacturer).toBeUndefined();
    expect(device.conclusions.serial).toBeUndefined();
    const serials = device.evidence.filter(({ attribute }) => attribute === 'dicom.serial');
    expect(serials.map(({ weight, note }) => [weight, note])).toEqual([
      [0, 'relays objects of 2 devices'],
      [0, 'relays objects of 2 devices'],
    ]);
    expect(device.identity.map(({ rule }) => rule)).toContain('relays');
  });

  it('is an archive when it stores and answers queries, even if all objects came from one scanner', () => {
    const archive: readonly Said[] = [
      ...CT.filter(([, attribute]) => attribute !== 'dicom.calling-ae'),
      ['name-seen', 'dicom.called-ae', 'ARCHIVE'],
      ['role-played', 'dicom.sop-class-scp', IMAGE_STORAGE],
      ['role-played', 'dicom.sop-class-scp', FIND],
    ];
    expect(valuesOf(deviceWith(archive))).toMatchObject({ type: 'T077', role: 'archive' });
    expect(deviceWith(archive).conclusions.serial).toBeUndefined();
  });

  it('is itself the maker when the objects carry its own name', () => {
    const console: readonly Said[] = [...CT, ['role-played', 'dicom.sop-class-scp', IMAGE_STORAGE]];
    expect(valuesOf(deviceWith(console))).toMatchObject({ type: 'T061', serial: 'CT00-88231' });
  });

  it('is a gateway when it reports for several bedside devices', () => {
    const gateway: readonly Said[] = [
      ['identifier-seen', 'hl7.equipment', 'IntelliVue MX700-SN00^^0009FBFFFE1000^EUI-64'],
      ['identifier-seen', 'hl7.equipment', 'Space-PMP00-000451^^001221FFFE1000^EUI-64'],
      ['model-seen', 'hl7.model', 'MX700'],
      ['model-seen', 'hl7.device-type', '69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC'],
      ['name-seen', 'hl7.sending-application', 'GATEWAY'],
    ];
    const device = deviceWith(gateway);
    expect(valuesOf(device)).toMatchObject({ type: 'T037', role: 'gateway' });
    expect(device.conclusions.model).toBeUndefined();
    expect(device.names).toEqual(['GATEWAY']);
    expect(valuesOf(deviceWith(gateway.slice(1)))).toMatchObject({ type: 'T023', model: 'MX700', role: 'monitor' });
  });
});

describe('caution', () => {
  it('does not conclude much from a hardware address', () => {
    const device = deviceWith([], GE_MAC);
    expect(device.conclusions.manufacturer).toMatchObject({ value: 'GE HealthCare' });
    expect(device.conclusions.manufacturer?.confidence).toBeLessThanOrEqual(0.67);
    expect(Object.keys(device.conclusions)).toEqual(['manufacturer']);
    expect(device.evidence.find(({ attribute }) => attribute === 'mac.holder')).toMatchObject({ protocol: 'registry' });
  });

  it('takes the maker of a part for no manufacturer', () => {
    // Lantronix makes the serial adapters that stand in front of many analysers.
    const device = deviceWith([], '00:80:a3:00:00:01');
    expect(device.conclusions.manufacturer).toBeUndefined();
    expect(device.evidence.find(({ attribute }) => attribute === 'mac.holder')).toMatchObject({ weight: 0 });
  });

  it('does not take a host for what it looks for', () => {
    const gateway = 'urn:schemas-upnp-org:device:InternetGatewayDevice:1';
    expect(deviceWith([['peer-sought', 'ssdp.type', gateway]]).conclusions.type).toBeUndefined();
    expect(deviceWith([['service-offered', 'ssdp.type', gateway]]).conclusions.type?.value).toBe('X024');
  });

  it('is at most 0.9 sure of a single piece of evidence', () => {
    const pieces: readonly Said[] = [
      ['model-seen', 'dicom.model', 'EPIQ 7C'],
      ['serial-seen', 'snmp.serial', 'ABC-123'],
      ['manufacturer-seen', 'dicom.manufacturer', 'Philips Medical Systems'],
      ['role-played', 'dicom.modality', 'MR'],
      ['system-seen', 'snmp.description', 'Windows Version 6.1 (Build 7601)'],
      ['software-seen', 'http.user-agent', 'SigmaSpectrum/8.00.00 WBM/20D29'],
      ['place-seen', 'snmp.location', 'Ward 3'],
    ];
    for (const piece of pieces) {
      for (const { confidence } of Object.values(deviceWith([piece]).conclusions)) expect(confidence).toBeLessThan(0.9);
    }
  });

  it('lets a conflict lower the confidence and keeps it visible', () => {
    const clear = deviceWith(CT).conclusions.type;
    const torn = deviceWith([...CT, ['system-seen', 'snmp.description', 'infusion pump']]).conclusions.type;
    expect(torn?.value).toBe('T061');
    expect(torn?.confidence).toBeLessThan(clear?.confidence ?? 0);
    expect(torn?.against.map(({ value }) => value)).toEqual(['T001']);
  });

  it('does not read Windows out of Samba', () => {
    const device = deviceWith([
      ['system-seen', 'smb.native-os', 'Windows 6.1'],
      ['system-seen', 'browser.os', '6.1'],
      ['software-seen', 'smb.native-lan-manager', 'Samba 4.17.12-Debian'],
    ]);
    expect(device.conclusions.os?.value).toBe('Debian');
  });

  it('has an answer or a gap for every conclusion', () => {
    const device = deviceWith([]);
    expect(device.conclusions).toEqual({});
    expect(device.missing.map(({ conclusion }) => conclusion).sort()).toEqual([...CONCLUSIONS].sort());
  });
});

describe('servers and network gear', () => {
  it('knows an interface engine by its many senders', () => {
    const edges = [edgeOf('10.0.0.2', IP, 'hl7'), edgeOf('10.0.0.3', IP, 'hl7')];
    expect(valuesOf(deviceWith([], LOCAL_MAC, edges))).toMatchObject({ type: 'X002', role: 'interface-engine' });
    expect(deviceWith([], LOCAL_MAC, edges.slice(1)).conclusions.type).toBeUndefined();
  });

  it('knows a router by what it forwards', () => {
    const inventory = new Inventory(knowledge);
    const pairings = [pairingOf(LOCAL_MAC, '93.184.216.34', { ttl: 50 }), pairingOf(LOCAL_MAC, '1.1.1.1', { ttl: 57 })];
    inventory.observe({ facts: [arp(IP, LOCAL_MAC)], pairings });
    expect(valuesOf([...inventory.devices()][0] ?? deviceWith([]))).toMatchObject({ type: 'X024', role: 'network' });
  });

  it('does not count one that did not answer as served', () => {
    const edges = ['10.0.0.2', '10.0.0.3'].map((client) => edgeOf(client, IP, 'hl7', { packetsFromServer: 0 }));
    expect(deviceWith([], LOCAL_MAC, edges).evidence.some(({ attribute }) => attribute === 'traffic.server-of')).toBe(
      false,
    );
  });
});

describe('software', () => {
  it('reads programs and versions out of banners', () => {
    const device = deviceWith([
      ['software-seen', 'ssh.banner', 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10'],
      ['software-seen', 'http.server', 'nginx/1.22.1'],
      ['software-seen', 'http.user-agent', 'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537 Chrome/99.0.1 Safari/537.36'],
      ['software-seen', 'dicom.implementation-version', 'OFFIS_DCMTK_367'],
      ['software-seen', 'bacnet.firmware-revision', '3.5.0'],
    ]);
    expect(device.software.map(({ value }) => value).sort()).toEqual([
      'Chrome 99.0.1',
      'DCMTK 3.6.7',
      'OpenSSH 9.2p1',
      'firmware 3.5.0',
      'nginx 1.22.1',
    ]);
  });

  it('forgets a version that was replaced, and keeps two that are seen side by side', () => {
    const versions = (first: number, second: number) => {
      const inventory = new Inventory(knowledge);
      inventory.observe({
        facts: [
          factOf(
            'software-seen',
            'http.server',
            'nginx/1.18.0',
            { ip: IP, mac: LOCAL_MAC },
            { first: START, last: first },
          ),
          factOf(
            'software-seen',
            'http.server',
            'nginx/1.22.1',
            { ip: IP, mac: LOCAL_MAC },
            { first: second, last: second },
          ),
        ],
      });
      return [...inventory.devices()][0]?.software.map(({ value }) => value);
    };
    expect(versions(START + HOUR, START + 2 * HOUR)).toEqual(['nginx 1.22.1']);
    expect(versions(START + 2 * HOUR, START + HOUR)).toEqual(['nginx 1.18.0', 'nginx 1.22.1']);
  });
});

describe('place', () => {
  it('tells the smallest place, with the department', () => {
    const device = deviceWith([
      ['place-seen', 'dicom.institution', 'General Hospital'],
      ['place-seen', 'dicom.department', 'Radiology'],
      ['place-seen', 'snmp.location', 'Room 3'],
    ]);
    expect(device.conclusions.place?.value).toBe('Radiology, Room 3');
  });

  it('does not place a device that serves many beds', () => {
    const beds = ['1', '2', '3'].map((bed): Said => ['place-seen', 'hl7.location', `ICU^4^${bed}`]);
    expect(deviceWith(beds.slice(0, 1)).conclusions.place?.value).toBe('ICU 4 1');
    expect(deviceWith(beds).conclusions.place).toBeUndefined();
  });
});

describe('names', () => {
  it('lists names of the host, the best first, without addresses and suffixes', () => {
    const device = deviceWith([
      ['name-seen', 'http.host', '10.0.0.1:8042'],
      ['name-seen', 'nbns.name', 'CTCONSOLE00<20>'],
      ['capability-seen', 'nbns.name', 'WORKGROUP<00>'],
      ['name-seen', 'dhcp.hostname', 'ctroom00'],
      ['name-seen', 'dns.answer', 'ct.hospital.test=10.0.0.1'],
      ['name-seen', 'bacnet.device', '260000'],
      ['name-seen', 'dicom.calling-ae', 'CTROOM00'],
    ]);
    expect(device.names).toEqual(['ctroom00', 'CTCONSOLE00', 'ct.hospital.test']);
  });
});
