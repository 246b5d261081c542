import { RHYTHMS } from '../day.ts';
import { counted, type Device, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { looksUp } from '../habits/names.ts';
import { talkSecurely } from '../habits/secure.ts';
import type { DeviceKind, Hospital } from '../hospital.ts';
import { fetching, request, response } from '../messages/http.ts';
import { MBEDTLS } from '../messages/tls.ts';
import { telnetLogin } from '../messages/terminal.ts';
import { LINUX, VXWORKS } from '../network/stack.ts';
import { bedOf, bedsOf, PLACES, type Place, WARDS } from '../people/places.ts';

const SPACE: Product = {
  typeId: 'T001',
  manufacturer: 'B. Braun',
  model: 'Infusomat Space',
  oui: '001221',
  stack: LINUX,
  software: '012U000093',
};
const SPECTRUM: Product = {
  typeId: 'T001',
  manufacturer: 'Baxter',
  model: 'Sigma Spectrum 35700BAX2',
  oui: '5846e1',
  stack: VXWORKS,
  software: '8.00.00',
  os: 'VxWorks',
};
const WARD_PUMPS = 7;
const ICU_PUMPS = 6;
/** The older make on two wards speaks in clear. */
const OLD_WARDS = new Set(['3E', '5W']);
const PLACED: readonly Place[] = [
  ...WARDS.flatMap((ward) => bedsOf(ward, WARD_PUMPS)),
  ...Array.from({ length: ICU_PUMPS }, (_, n) => bedOf(PLACES.icu, 'ICU', String(n + 1))),
];
const SECURE_PORT = 8883;
const CLEAR_PORT = 80;
const EVERY_S = 600;
/** Somebody from the maker has been at this one. */
const SERVICED_PUMP = 4;

/** Infusion pumps with Wi-Fi: the newer make shows a certificate of its factory, the older one speaks plain HTTP. */
export const infusionPump: DeviceKind = {
  id: 'infusion-pump',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      const isOld = OLD_WARDS.has(place.code);
      site.add('infusion-pump', {
        subnet: 'pump',
        product: isOld ? SPECTRUM : SPACE,
        name: `${isOld ? 'SIGMA' : 'SPACE'}-${counted(index + 1, 3)}`,
        serial: serialNumber(isOld ? '38' : 'IS', index + 1, 6),
        place,
      });
    }
  },
  habits: [
    (device, hospital) => {
      const client =
        device.product === SPECTRUM
          ? { ...DHCP_CLIENTS.small }
          : { ...DHCP_CLIENTS.busybox, vendorClass: 'BBraun_InfusomatSpace' };
      leasesAddress(client)(device, hospital);
    },
    keepsTime(7200),
    looksUp(['pump-server'], 0.5),
  ],
  live(device, hospital) {
    if (device.product === SPECTRUM) speakPlainly(device, hospital);
    else speakSecurely(device, hospital);
  },
};

function speakSecurely(device: Device, hospital: Hospital): void {
  const server = hospital.site.the('pump-server');
  for (const at of hospital.day.every(EVERY_S * 3)) {
    talkSecurely(at, device, server, hospital, {
      client: MBEDTLS,
      port: SECURE_PORT,
      mutual: true,
      exchanges: [
        [210, 60],
        [180, 60],
      ],
      wait: 4,
    });
  }
}

function speakPlainly(device: Device, { wire, day, site, random }: Hospital): void {
  device.weaknesses.add('cleartext-personal-data').add('no-authentication');
  const fields = {
    Host: 'pumpsv.mimamori-hp.example',
    'User-Agent': `SigmaSpectrum/${device.product.software} WBM/20D29`,
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  for (const at of [...day.every(EVERY_S), ...day.times(1, RHYTHMS.bedside)]) {
    const status = `sn=${device.serial}&ward=${device.place.code}&bed=${device.place.room}-${device.place.bed}&rate=${random.between(2, 120)}&state=RUN`;
    const told = response('200 OK', { Server: 'nginx/1.22.1', 'Content-Type': 'text/plain' }, 'OK');
    wire.tcp(
      at,
      device,
      site.the('pump-server'),
      CLEAR_PORT,
      fetching(request('POST', '/wbm/status', fields, status), told),
    );
  }
  if (device.number !== SERVICED_PUMP) return;
  device.weaknesses.add('telnet').add('cleartext-credential');
  const account = { user: 'service', password: 'service' };
  const turns = telnetLogin('\r\nVxWorks login\r\n', '-> ', account, ['version'], 'VxWorks (for WBM) version 5.4.2.');
  wire.tcp(day.between(0.6, 0.8), site.all('office-computer')[1]!, device, 23, turns);
}
