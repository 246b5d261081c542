import { ascii, indexOf } from '#bytes';
import { type Attribute, defineAttributes, type Out, type View } from '../dissector.ts';
import { byteAt } from './text-line.ts';
import { decodeXmlText, hasReferences, XmlScanner } from './xml.ts';

/** What a UPnP device says of itself in its description (UPnP Device Architecture 2.0 §2.3); of the root device only. */
export const upnpAttributes = defineAttributes('upnp', {
  friendlyName: ['name-seen', 'friendlyName of the root device (UPnP Device Architecture 2.0 §2.3)'],
  manufacturer: ['manufacturer-seen', 'manufacturer of the root device (UPnP Device Architecture 2.0 §2.3)'],
  model: ['model-seen', 'modelName of the root device (UPnP Device Architecture 2.0 §2.3)'],
  modelNumber: ['model-seen', 'modelNumber of the root device (UPnP Device Architecture 2.0 §2.3)'],
  serial: ['serial-seen', 'serialNumber of the root device (UPnP Device Architecture 2.0 §2.3)'],
  udn: ['identifier-seen', 'UDN of the root device (UPnP Device Architecture 2.0 §2.3)'],
  deviceType: ['service-offered', 'deviceType of the root device (UPnP Device Architecture 2.0 §2.3)'],
});

/** What a device says of itself when its metadata are fetched (DPWS 1.1 §5.1 ThisModel, §5.2 ThisDevice). */
export const dpwsAttributes = defineAttributes('dpws', {
  friendlyName: ['name-seen', 'FriendlyName of ThisDevice (DPWS 1.1 §5.2)'],
  firmware: ['software-seen', 'FirmwareVersion of ThisDevice (DPWS 1.1 §5.2)'],
  serial: ['serial-seen', 'SerialNumber of ThisDevice (DPWS 1.1 §5.2)'],
  manufacturer: ['manufacturer-seen', 'Manufacturer of ThisModel (DPWS 1.1 §5.1)'],
  model: ['model-seen', 'ModelName of ThisModel (DPWS 1.1 §5.1)'],
  modelNumber: ['model-seen', 'ModelNumber of ThisModel (DPWS 1.1 §5.1)'],
  computer: ['name-seen', 'Computer element of a Windows host, the name before the slash ([MS-PBSD])'],
});

const UPNP_ELEMENTS: Readonly<Record<string, Attribute>> = {
  friendlyName: upnpAttributes.friendlyName,
  manufacturer: upnpAttributes.manufacturer,
  modelName: upnpAttributes.model,
  modelNumber: upnpAttributes.modelNumber,
  serialNumber: upnpAttributes.serial,
  UDN: upnpAttributes.udn,
  deviceType: upnpAttributes.deviceType,
};
const THIS_DEVICE: Readonly<Record<string, Attribute>> = {
  FriendlyName: dpwsAttributes.friendlyName,
  FirmwareVersion: dpwsAttributes.firmware,
  SerialNumber: dpwsAttributes.serial,
};
const THIS_MODEL: Readonly<Record<string, Attribute>> = {
  Manufacturer: dpwsAttributes.manufacturer,
  ModelName: dpwsAttributes.model,
  ModelNumber: dpwsAttributes.modelNumber,
};
const HOST: Readonly<Record<string, Attribute>> = { Computer: dpwsAttributes.computer };

const UPNP_NAMESPACE = ascii('urn:schemas-upnp-org:device');
const DPWS_NAMESPACES = [
  ascii('http://schemas.xmlsoap.org/ws/2006/02/devprof'),
  ascii('http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01'),
];
/** Root element, then the root device, whose children are of interest. */
const UPNP_DEPTH = 3;
/** Longest text of one element. */
const ELEMENT_BYTES = 256;
const SLASH = 0x2f;

const xml = new XmlScanner();

/** Reports what the XML in bytes[from, to), of which the end may be missing, says of the device that sent it. */
export function reportDeviceDescription(view: View, out: Out, from: number, to: number): void {
  const isUpnp = indexOf(view.bytes, UPNP_NAMESPACE, from, to) >= 0;
  if (!isUpnp && !DPWS_NAMESPACES.some((namespace) => indexOf(view.bytes, namespace, from, to) >= 0)) return;
  xml.set(view.bytes, from, to);
  for (let token = xml.next(); token === 'start' || token === 'end' || token === 'text'; token = xml.next()) {
    if (token !== 'text' || xml.textTo - xml.textFrom > ELEMENT_BYTES) continue;
    const elements = isUpnp ? upnpElements() : dpwsElements();
    if (elements === undefined) continue;
    for (const name of Object.keys(elements)) if (xml.inside(name)) report(view, out, elements[name]!);
  }
}

const upnpElements = (): Readonly<Record<string, Attribute>> | undefined =>
  xml.depth === UPNP_DEPTH && xml.inside('device', 1) ? UPNP_ELEMENTS : undefined;

function dpwsElements(): Readonly<Record<string, Attribute>> | undefined {
  if (xml.inside('ThisDevice', 1)) return THIS_DEVICE;
  if (xml.inside('ThisModel', 1)) return THIS_MODEL;
  return xml.inside('Host', 1) ? HOST : undefined;
}

function report(view: View, out: Out, attribute: Attribute): void {
  const { bytes } = view;
  const from = xml.textFrom;
  const to = attribute === dpwsAttributes.computer ? byteAt(bytes, SLASH, from, xml.textTo) : xml.textTo;
  if (hasReferences(bytes, from, to)) out.value(attribute, view.sender, decodeXmlText(bytes, from, to), from, to);
  else out.text(attribute, view.sender, from, to);
}
