import { ascii, indexOf } from '#bytes';
import { defineAttributes, type Out, type View } from '../dissector.ts';
import { byteAt } from './text-line.ts';

/** What a UPnP device says of itself in its description (UPnP Device Architecture 2.0 §2.3). */
export const upnpAttributes = defineAttributes('upnp', {
  friendlyName: ['name-seen', 'friendlyName of the root device (UPnP Device Architecture 2.0 §2.3)'],
  manufacturer: ['manufacturer-seen', 'manufacturer of the root device (UPnP Device Architecture 2.0 §2.3)'],
  model: ['model-seen', 'modelName of the root device (UPnP Device Architecture 2.0 §2.3)'],
  modelNumber: ['model-seen', 'modelNumber of the root device (UPnP Device Architecture 2.0 §2.3)'],
  serial: ['identifier-seen', 'serialNumber of the root device (UPnP Device Architecture 2.0 §2.3)'],
  udn: ['identifier-seen', 'UDN of the root device (UPnP Device Architecture 2.0 §2.3)'],
  deviceType: ['service-offered', 'deviceType of the root device (UPnP Device Architecture 2.0 §2.3)'],
});

const NAMESPACE = ascii('urn:schemas-upnp-org:device');
const ELEMENTS = [
  [ascii('<friendlyName>'), upnpAttributes.friendlyName],
  [ascii('<manufacturer>'), upnpAttributes.manufacturer],
  [ascii('<modelName>'), upnpAttributes.model],
  [ascii('<modelNumber>'), upnpAttributes.modelNumber],
  [ascii('<serialNumber>'), upnpAttributes.serial],
  [ascii('<UDN>'), upnpAttributes.udn],
  [ascii('<deviceType>'), upnpAttributes.deviceType],
] as const;
/** Longest text of one element. */
const ELEMENT_BYTES = 256;
const LESS_THAN = 0x3c;
const AMPERSAND = 0x26;

/**
 * Reports the root device of the description in bytes[from, to), of which the end may be missing. Elements of embedded
 * devices come after those of the root (§2.3), so the first of each name is the root's. Texts with entities are left out.
 */
export function reportUpnpDescription(view: View, out: Out, from: number, to: number): void {
  const { bytes } = view;
  if (indexOf(bytes, NAMESPACE, from, to) < 0) return;
  for (const [element, attribute] of ELEMENTS) {
    const at = indexOf(bytes, element, from, to);
    if (at < 0) continue;
    const start = at + element.length;
    const end = byteAt(bytes, LESS_THAN, start, Math.min(to, start + ELEMENT_BYTES));
    if (bytes[end] === LESS_THAN && byteAt(bytes, AMPERSAND, start, end) === end)
      out.text(attribute, view.sender, start, end);
  }
}
