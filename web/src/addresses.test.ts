import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceAddress, DevicesAddress, MapAddress, readAddress, SignInAddress, writeAddress } from './addresses.ts';

describe('addresses', () => {
  it('stay as they are written here, because people keep them', () => {
    const address = {
      text: 'CT01',
      type: ['T061', 'unknown'],
      vlan: [20, 130],
      personalData: 'yes',
      sort: 'last-seen',
    };
    expect(writeAddress(address)).toBe(
      '?text=CT01&type=T061&type=unknown&vlan=20&vlan=130&personalData=yes&sort=last-seen',
    );
    expect(writeAddress({ text: undefined, type: [] })).toBe('');
    expect(writeAddress({ open: 'software:syngo CT VA48A', evidence: 'dicom.software#pkB5I8sf' })).toBe(
      '?open=software%3Asyngo+CT+VA48A&evidence=dicom.software%23pkB5I8sf',
    );
  });

  it('say the same after writing and reading', () => {
    const word = fc.string({ minLength: 1 });
    const address = fc.record(
      {
        text: word,
        type: fc.array(word, { minLength: 1 }),
        vlan: fc.array(fc.nat(4095), { minLength: 1 }),
        network: word,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(address, (given) => {
        expect(DevicesAddress.parse(readAddress(writeAddress(given)))).toEqual(given);
      }),
    );
  });

  it('lose what does not fit instead of failing', () => {
    const read = (search: string) => DevicesAddress.parse(readAddress(search));
    expect(read('?vlan=abc&sort=size&personalData=maybe&seen=ever&text=a&text=b&type=CT')).toEqual({ type: ['CT'] });
    expect(MapAddress.parse(readAddress('?by=colour&group=vlan%3A20'))).toEqual({ group: 'vlan:20' });
    expect(DeviceAddress.parse(readAddress('?tab=nothing'))).toEqual({});
  });

  it('lead nowhere outside after the sign-in', () => {
    const next = (value: string) => SignInAddress.parse({ next: value }).next;
    expect(next('/devices?text=a')).toBe('/devices?text=a');
    expect(
      ['//elsewhere.example', 'https://elsewhere.example', 'javascript:1', '/\\elsewhere.example'].map(next),
    ).toEqual([undefined, undefined, undefined, undefined]);
  });
});
