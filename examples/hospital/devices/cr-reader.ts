import type { DeviceKind } from '../hospital.ts';
import { WINDOWS_XP } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';
import { namesItself, WINDOWS_XP_SP3 } from '../habits/windows.ts';
import { oldSmbSession } from '../messages/smb.ts';

const UNITS: readonly Unit[] = [PLACES.emergency, PLACES.outpatient].map((place) => ({
  product: {
    typeId: 'T066',
    manufacturer: 'FUJIFILM Healthcare',
    model: 'CR-IR 357',
    oui: '88b436',
    software: 'A07-11',
    stack: WINDOWS_XP,
    os: 'Windows XP',
  },
  dicomManufacturer: 'FUJI PHOTO FILM Co., ltd.',
  implementation: ['1.2.392.200036.9125.5342', 'FDX_CR_V07'],
  place: roomOf(place, 'CR'),
}));

const SMB_PORT = 445;
const XP = {
  user: 'fcr',
  domain: 'RADIOLOGY',
  system: 'Windows 2002 Service Pack 3 2600',
  lanManager: 'Windows 2002 5.1',
};
const SAMBA = { system: 'Unix', lanManager: 'Samba 3.6.25', domain: 'WORKGROUP' };

/** Readers of imaging plates, older than what they are connected to: SMB 1 to a box that still speaks it. */
export const crReader: DeviceKind = imagingKind('cr-reader', UNITS, {
  modality: 'CR',
  descriptions: ['CHEST PA', 'FOOT L'],
  perHour: 4,
  images: [1, 2],
  imageBytes: 24_576,
  bare: true,
  habits: [
    namesItself(WINDOWS_XP_SP3, { comment: 'FCR console', shares: true, domain: 'RADIOLOGY' }),
    (device, { wire, day, random, site }) => {
      device.weaknesses.add('smb1');
      for (const at of day.every(5400, 0.5))
        wire.tcp(at, device, site.the('storage'), SMB_PORT, oldSmbSession(random, at, XP, SAMBA));
    },
  ],
});
