import type { MapGroup, MapLink } from '#contract';
import { describe, expect, it } from 'vitest';
import { en } from '../../text/en/index.ts';
import { curveOf, widthOf } from './lines.ts';
import { devicesOf, groupText, mainPurpose, showsPersonalData } from './words.ts';

const group = (id: string, label?: string, more: Partial<MapGroup> = {}): MapGroup => ({
  id,
  reach: 'inside',
  devices: 3,
  ...(label !== undefined && { label }),
  ...more,
});
const text = (each: MapGroup, by: 'network' | 'type' | 'place'): string =>
  groupText(each, by, { t: en }, (id) => `type ${id}`);

describe('the words of the map', () => {
  it('name groups as people do', () => {
    expect(text(group('vlan:20', 'VLAN 20'), 'network')).toBe('VLAN 20');
    expect(text(group('type:T061', 'T061'), 'type')).toBe('type T061');
    expect(text(group('none'), 'place')).toBe('Unknown location');
    expect(text(group('outside', undefined, { reach: 'outside' }), 'network')).toBe('Outside');
  });

  it('lead to the devices of a group, where the list can tell them apart', () => {
    expect(devicesOf(group('vlan:20', 'VLAN 20'), 'network')).toEqual({ vlan: [20] });
    expect(devicesOf(group('net:10.20.30.0/24', '10.20.30.0/24'), 'network')).toEqual({ network: '10.20.30.0/24' });
    expect(devicesOf(group('none'), 'type')).toEqual({ type: ['unknown'] });
    expect(devicesOf(group('place:ICU', 'ICU'), 'place')).toEqual({ place: ['ICU'] });
    expect(devicesOf(group('none'), 'network')).toBeUndefined();
    expect(devicesOf(group('outside', undefined, { reach: 'outside' }), 'type')).toBeUndefined();
    expect(devicesOf(group('none', undefined, { devices: 0 }), 'type')).toBeUndefined();
  });

  it('colour a link by the most important thing that it carries', () => {
    expect(mainPurpose({ purposes: ['it', 'clinical-data', 'management'] })).toBe('clinical-data');
    expect(mainPurpose({ purposes: [] })).toBe('unknown');
  });

  it('warn of personal data only where somebody could read it', () => {
    const link: MapLink = {
      from: 'a',
      to: 'b',
      edges: 1,
      packets: 1,
      protocols: [],
      purposes: [],
      personalData: ['name'],
      bytes: 100,
      encryptedBytes: 100,
    };
    expect(showsPersonalData(link)).toBe(false);
    expect(showsPersonalData({ ...link, encryptedBytes: 99 })).toBe(true);
    expect(showsPersonalData({ ...link, encryptedBytes: 0, personalData: [] })).toBe(false);
  });
});

describe('the lines of the map', () => {
  it('are the wider, the more is spoken', () => {
    const widths = [0, 1e3, 1e6, 1e9].map((bytes) => widthOf(bytes, 1e9));
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(widths[0]).toBeGreaterThan(0);
    expect(widthOf(0, 0)).toBeGreaterThan(0);
  });

  it('do not hide one direction under the other', () => {
    const [a, b] = [
      { x: 0, y: 0 },
      { x: 100, y: 50 },
    ];
    expect(curveOf(a, b).split('Q')[1]?.split(' ')[0]).not.toBe(curveOf(b, a).split('Q')[1]?.split(' ')[0]);
  });
});
