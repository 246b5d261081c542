import { counted, type Product, serialNumber } from '../device.ts';
import { DHCP_CLIENTS, leasesAddress } from '../habits/address.ts';
import { announcesServices, announcesUpnp, announcesWebService } from '../habits/announcements.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind } from '../hospital.ts';
import { fetching, request, response } from '../messages/http.ts';
import { ipText } from '../network/address.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES, type Place, roomOf, WARDS } from '../people/places.ts';

const AXIS: Product = {
  typeId: 'X041',
  manufacturer: 'Axis Communications',
  model: 'P3245-LV',
  oui: 'accc8e',
  stack: LINUX,
  software: '10.12.114',
};
const PLACED: readonly Place[] = [
  ...WARDS.map((ward) => roomOf(ward, 'エレベータ前')),
  roomOf(PLACES.reception, '正面玄関'),
  roomOf(PLACES.emergency, '救急入口'),
  roomOf(PLACES.pharmacy, '金庫'),
  roomOf(PLACES.nicu, '入口'),
  roomOf(PLACES.plant, '搬入口'),
  roomOf(PLACES.reception, '駐車場'),
];

/** Cameras; the recorder logs on to each with Basic authentication over plain HTTP. */
export const camera: DeviceKind = {
  id: 'camera',
  place(site) {
    for (const [index, place] of PLACED.entries()) {
      site.add('camera', {
        subnet: 'camera',
        product: AXIS,
        name: `axis-${counted(index + 1)}`,
        serial: serialNumber('ACCC8E', index + 1, 6),
        place,
      });
    }
  },
  habits: [
    leasesAddress({ ...DHCP_CLIENTS.linux, vendorClass: 'AXIS,Network Camera,P3245-LV,10.12.114' }),
    keepsTime(3600),
    announcesServices(({ product, name, mac }) => [
      {
        type: '_axis-video._tcp',
        instance: `AXIS ${product.model} - ${mac.toString('hex').toUpperCase()}`,
        port: 80,
        text: [`macaddress=${mac.toString('hex').toUpperCase()}`],
      },
      { type: '_http._tcp', instance: name, port: 80, text: [] },
    ]),
    announcesUpnp('Linux/4.14 UPnP/1.0 Portable SDK for UPnP devices/1.6.18', 'urn:axis-com:service:BasicService:1'),
    announcesWebService({
      types: 'dn:NetworkVideoTransmitter',
      spaces: 'xmlns:dn="http://www.onvif.org/ver10/network/wsdl"',
      port: 80,
    }),
  ],
  live(device, { wire, day, site }) {
    device.weaknesses.add('cleartext-credential');
    const authorization = `Basic ${Buffer.from('recorder:Kiroku-9').toString('base64')}`;
    const fields = {
      Host: ipText(device.ip),
      'User-Agent': 'Mozilla/4.0 (compatible; NVR)',
      Authorization: authorization,
    };
    const parameters = `root.Brand.ProdFullName=AXIS ${device.product.model}\nroot.Properties.Firmware.Version=${device.product.software}\n`;
    for (const at of day.every(3600)) {
      const told = response('200 OK', { Server: 'Apache/2.4.53 (Unix)', 'Content-Type': 'text/plain' }, parameters);
      wire.tcp(
        at,
        site.the('video-recorder'),
        device,
        80,
        fetching(request('GET', '/axis-cgi/param.cgi?action=list', fields), told),
      );
    }
  },
};
