import type { Connection } from '#inventory';
import { describe, expect, test } from 'vitest';
import { groupOf, type MapDevice, networkMapOf } from './network-map.ts';

const device = (more: Partial<MapDevice> = {}): MapDevice => ({ ips: [], vlans: [], ...more });

function connection(more: Partial<Connection>): Connection {
  return {
    client: { ip: '10.0.0.1' },
    server: { ip: '10.0.1.1' },
    clientDevices: ['a'],
    serverDevices: ['b'],
    transport: 'tcp',
    port: 104,
    protocol: 'dicom',
    class: 'clinical',
    reach: 'inside',
    encrypted: false,
    personalData: [],
    vlan: 0,
    flows: 1,
    packets: 10,
    bytes: 1000,
    packetsFromServer: 5,
    first: 0,
    last: 1,
    ...more,
  };
}

describe('the group of a device', () => {
  test.each([
    [device({ ips: ['10.20.30.11'], vlans: [130, 140] }), 'VLAN 130'],
    [device({ ips: ['fe80::1', '10.20.30.11'] }), '10.20.30.0/24'],
    [device({ ips: ['2001:db8:1::7'] }), '2001:db8:1::/64'],
    [device({ ips: ['2001:db8:1:2:3:4:5:6'] }), '2001:db8:1:2::/64'],
    [device({ ips: ['fd00::2'] }), 'fd00::/64'],
    [device({ ips: ['fe80::1'] }), undefined],
    [device(), undefined],
  ])('by network of %o is %s', (given, label) => {
    expect(groupOf(given, 'network').label).toBe(label);
  });

  test('by type and place is what was concluded, or none', () => {
    const given = device({ type: 'T061', place: '3階' });
    expect([groupOf(given, 'type'), groupOf(given, 'place')]).toEqual([
      { id: 'type:T061', label: 'T061' },
      { id: 'place:3階', label: '3階' },
    ]);
    expect(groupOf(device(), 'type')).toEqual({ id: 'none' });
  });
});

describe('a network map', () => {
  const devices = new Map([
    ['a', device({ ips: ['10.0.0.1'] })],
    ['b', device({ ips: ['10.0.1.1'] })],
  ]);

  test('adds up what goes the same way, and keeps the two ways apart', () => {
    const { links } = networkMapOf('network', devices, [
      connection({ personalData: ['name'] }),
      connection({ protocol: 'tls', class: 'it', port: 443, encrypted: true, bytes: 5000 }),
      connection({ clientDevices: ['b'], serverDevices: ['a'], bytes: 10 }),
    ]);
    expect(links).toEqual([
      {
        from: 'net:10.0.0.0/24',
        to: 'net:10.0.1.0/24',
        edges: 2,
        packets: 20,
        bytes: 6000,
        encryptedBytes: 5000,
        protocols: ['tls', 'dicom'],
        purposes: ['clinical-data', 'it'],
        personalData: ['name'],
      },
      expect.objectContaining({ from: 'net:10.0.1.0/24', to: 'net:10.0.0.0/24', edges: 1, bytes: 10 }),
    ]);
  });

  test('has one group for outside, and one for addresses that nobody answers for', () => {
    const outside = { serverDevices: [], reach: 'outside' } as const;
    const { groups, links } = networkMapOf('network', devices, [
      connection({ ...outside, server: { ip: '203.0.113.1' } }),
      connection({ ...outside, server: { ip: '203.0.113.2' } }),
      connection({ serverDevices: [], server: { ip: '10.0.9.9' } }),
    ]);
    expect(groups).toContainEqual({ id: 'outside', reach: 'outside', devices: 2 });
    expect(groups).toContainEqual({ id: 'none', reach: 'inside', devices: 0 });
    expect(links.map(({ to, edges }) => [to, edges])).toEqual([
      ['outside', 2],
      ['none', 1],
    ]);
  });

  test('of nothing is empty', () => {
    expect(networkMapOf('type', new Map(), [])).toEqual({ groups: [], links: [] });
  });

  test('calls what was not recognised unknown', () => {
    const { protocol: _, ...unrecognised } = connection({ class: 'it' });
    expect(networkMapOf('type', devices, [unrecognised]).links[0]).toMatchObject({
      protocols: [],
      purposes: ['unknown'],
    });
  });
});
