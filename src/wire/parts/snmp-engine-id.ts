import { hex, macText, u32At } from '#bytes';
import { defineAttributes, type Out, type Subject, type View } from '../dissector.ts';

/** What the identifier of an SNMP engine tells (RFC 3411 §5, SnmpEngineID). */
export const snmpEngineAttributes = defineAttributes('snmp', {
  engineId: ['identifier-seen', 'Engine id of the agent in hexadecimal (RFC 3411 §5)'],
  engineEnterprise: ['manufacturer-seen', 'IANA enterprise number in the engine id (RFC 3411 §5)'],
  engineMac: ['identifier-seen', 'Hardware address in an engine id of format 3 (RFC 3411 §5)'],
});

/** RFC 3411 §5: 5 to 32 octets. */
const SHORTEST = 5;
const LONGEST = 32;
const FORMAT_MAC = 3;

export function emitEngineId(view: View, out: Out, engine: Subject, from: number, to: number): void {
  const { bytes } = view;
  // Discovery asks with an empty or all-zero id (RFC 3414 §4).
  if (to - from < SHORTEST || to - from > LONGEST || u32At(bytes, from) === 0) return;
  out.keyed(snmpEngineAttributes.engineId, engine, from, to, () => hex(bytes, from, to));
  // The top bit marks the structured form; without it the rest is the maker's own.
  const enterprise =
    ((bytes[from]! & 0x7f) << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
  out.value(snmpEngineAttributes.engineEnterprise, engine, String(enterprise), from, from + 4);
  if (bytes[from]! >= 0x80 && bytes[from + 4] === FORMAT_MAC && to - from === 11)
    out.value(snmpEngineAttributes.engineMac, engine, macText(bytes, from + 5), from + 5, to);
}
