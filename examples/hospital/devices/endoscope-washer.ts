import { RHYTHMS } from '../day.ts';
import { counted, serialNumber } from '../device.ts';
import { looksForRouter } from '../habits/address.ts';
import type { DeviceKind } from '../hospital.ts';
import { fetching, request, response } from '../messages/http.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';

const COUNT = 3;

/** Washes endoscopes and tells the department which one, and that it is clean. */
export const endoscopeWasher: DeviceKind = {
  id: 'endoscope-washer',
  place(site) {
    for (let number = 1; number <= COUNT; number++) {
      site.add('endoscope-washer', {
        subnet: 'imaging',
        product: {
          typeId: 'T095',
          manufacturer: 'Olympus',
          model: 'OER-5',
          oui: '000113',
          stack: SMALL_RTOS,
          software: '1.08',
        },
        name: `OER5-${counted(number)}`,
        serial: serialNumber('2140', number, 4),
        place: roomOf(PLACES.endoscopy, '洗浄室'),
        addressing: 'fixed',
      });
    }
  },
  habits: [looksForRouter],
  live(device, { wire, day, random, site }) {
    for (const at of day.times(3, RHYTHMS.outpatient)) {
      const body = `<cycle device="OER-5" serial="${device.serial}" scope="GIF-EZ1500-${random.between(1, 30)}" result="OK"/>`;
      const asked = request(
        'POST',
        '/solemio/cycle',
        { Host: 'endosys', 'User-Agent': 'OER-5/1.08', 'Content-Type': 'text/xml' },
        body,
      );
      wire.tcp(
        at,
        device,
        site.the('endoscopy-system'),
        80,
        fetching(asked, response('200 OK', { Server: 'Microsoft-IIS/10.0' })),
      );
    }
  },
};
