import { decodeText, u16leAt, u32leAt } from '#bytes';
import { defineAttributes, type Out, type Subject, type View } from '../dissector.ts';

/** Attributes of the CIP identity object (CIP volume 1 §5A-2), as List Identity and Get Attributes All give them. */
export const cipIdentityAttributes = defineAttributes('enip', {
  product: ['model-seen', 'Product name (CIP volume 1 §5A-2, attribute 7)'],
  vendorId: ['manufacturer-seen', 'Vendor number that ODVA assigned (CIP volume 1 §5A-2, attribute 1)'],
  deviceType: ['capability-seen', 'Device type (CIP volume 1 §5A-2, attribute 2)'],
  productCode: ['capability-seen', 'Product code of the vendor (CIP volume 1 §5A-2, attribute 3)'],
  revision: ['software-seen', 'Revision major.minor (CIP volume 1 §5A-2, attribute 4)'],
  serial: ['serial-seen', 'Serial number in hexadecimal (CIP volume 1 §5A-2, attribute 6)'],
});

/** Vendor, type, code, revision, status, serial, length of the name. */
const FIXED_OCTETS = 15;

/** Reports the identity at [start, end). False when it is cut. */
export function reportCipIdentity(view: View, out: Out, subject: Subject, start: number, end: number): boolean {
  const { bytes } = view;
  if (start + FIXED_OCTETS > end || start + FIXED_OCTETS + bytes[start + 14]! > end) return false;
  const a = cipIdentityAttributes;
  const name = start + FIXED_OCTETS;
  const nameEnd = name + bytes[start + 14]!;
  if (decodeText(bytes, name, nameEnd) !== '') out.text(a.product, subject, name, nameEnd);
  out.value(a.vendorId, subject, String(u16leAt(bytes, start)), start, start + 2);
  out.value(a.deviceType, subject, String(u16leAt(bytes, start + 2)), start + 2, start + 4);
  out.value(a.productCode, subject, String(u16leAt(bytes, start + 4)), start + 4, start + 6);
  out.value(a.revision, subject, `${bytes[start + 6]!}.${bytes[start + 7]!}`, start + 6, start + 8);
  const serial = u32leAt(bytes, start + 10);
  if (serial !== 0) out.value(a.serial, subject, serial.toString(16).padStart(8, '0'), start + 10, start + 14);
  return true;
}
