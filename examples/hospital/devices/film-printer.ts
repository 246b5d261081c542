import { RHYTHMS } from '../day.ts';
import { looksForRouter } from '../habits/address.ts';
import { answersSnmp } from '../habits/management.ts';
import type { DeviceKind } from '../hospital.ts';
import { associate, echo, SOP } from '../messages/dicom.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';
import { DICOM_PORT } from '../work/imaging.ts';

const PRINTER = { title: 'DRYPIX', implementation: ['1.2.392.200036.9125.0.198302241255', 'DRYPIX_4'] } as const;
const CALLER = { title: 'VIEW01', implementation: ['1.2.276.0.7230010.3.0.3.6.4', 'OFFIS_DCMTK_364'] } as const;

/** Prints on film, which some still ask for. */
export const filmPrinter: DeviceKind = {
  id: 'film-printer',
  place(site) {
    site.add('film-printer', {
      subnet: 'imaging',
      product: {
        typeId: 'T081',
        manufacturer: 'FUJIFILM Healthcare',
        model: 'DRYPIX Smart',
        oui: '88b436',
        stack: SMALL_RTOS,
        software: 'A04',
      },
      name: 'FILM1',
      serial: '56210447',
      place: PLACES.radiology,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    answersSnmp({
      community: 'public',
      description: ({ product }) => `FUJIFILM ${product.model} ${product.software}`,
      objectId: '1.3.6.1.4.1.28708.3.1',
      serialIn: 'printerSerial',
    }),
  ],
  live(device, { wire, day, site, random }) {
    for (const at of day.times(1.5, RHYTHMS.outpatient)) {
      const turns = associate(CALLER, PRINTER, [
        { sop: SOP.verification, operations: [echo] },
        { sop: SOP.print, operations: [] },
      ]);
      wire.tcp(at, random.pick(site.all('image-viewer')), device, DICOM_PORT, turns);
    }
  },
};
