import { cat, u8 } from '../../../bench/captures/bytes.ts';
import { stamp } from '../day.ts';
import { hl7Name, type Patient } from '../people/patients.ts';
import type { Place } from '../people/places.ts';

/** MLLP (HL7 v2.5 Appendix C.4.3): a vertical tab before and a file separator with a return after. */
export const mllp = (segments: readonly string[]): Buffer =>
  cat(u8(0x0b), Buffer.from(`${segments.join('\r')}\r`, 'utf8'), u8(0x1c, 0x0d));

export interface Header {
  readonly application: string;
  readonly facility: string;
  readonly to: readonly [application: string, facility: string];
  readonly type: string;
  readonly id: string;
  readonly at: number;
  readonly version: string;
  /** MSH-21. */
  readonly profile?: string;
}

export function msh(h: Header): string {
  const fields = [
    'MSH',
    '^~\\&',
    h.application,
    h.facility,
    ...h.to,
    `${stamp(h.at)}+0900`,
    '',
    h.type,
    h.id,
    'P',
    h.version,
  ];
  const more = ['', '', 'NE', 'AL', 'JPN', 'UNICODE UTF-8', '', '', h.profile ?? ''];
  return [...fields, ...more].join('|').replace(/\|+$/, '');
}

export const pid = (p: Patient): string =>
  ['PID', '1', '', `${p.id}^^^MIMAMORI^MR`, '', hl7Name(p), '', p.birthDate, p.sex].join('|');

const location = ({ code, room = '', bed = '' }: Place): string => `${code}^${room}^${bed}^MIMAMORI`;
export const pv1 = (place: Place): string => `PV1|1|I|${location(place)}`;

/** The receiver's answer. */
export const ack = (h: Header, receiver: readonly [application: string, facility: string]): Buffer =>
  mllp([
    msh({
      ...h,
      application: receiver[0],
      facility: receiver[1],
      to: [h.application, h.facility],
      type: 'ACK',
      id: `A${h.id}`,
    }),
    `MSA|AA|${h.id}`,
  ]);

/** Metrics of an IHE device message: code, name, value, unit code, unit name (ISO/IEEE 11073-10101). */
export type Metric = readonly [code: string, name: string, value: string, unit: string];

/** Device that an IHE DEC message speaks for (IHE Devices TF vol. 2, PCD-01). */
export interface Reporter {
  readonly mdsCode: string;
  readonly mdsName: string;
  /** OBX-18: id, namespace, universal id, its type. */
  readonly equipment: string;
  readonly udi?: string;
}

const DEC_PROFILE = 'IHE_PCD_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.1.1^ISO';

/** Unsolicited results of a bedside device. */
export function pcd01(
  h: Omit<Header, 'type' | 'version' | 'profile'>,
  patient: Patient,
  place: Place,
  reporter: Reporter,
  metrics: readonly Metric[],
): Header & { readonly bytes: Buffer } {
  const header = { ...h, type: 'ORU^R01^ORU_R01', version: '2.6', profile: DEC_PROFILE };
  const mds = `${reporter.mdsCode}^${reporter.mdsName}^MDC`;
  const at = `${stamp(h.at)}+0900`;
  const segments = [
    msh(header),
    pid(patient),
    pv1(place),
    `OBR|1|${h.id}^${h.application}|${h.id}^${h.application}|${mds}|||${at}`,
    `OBX|1||${mds}|1.0.0.0|||||||X|||||||${reporter.equipment}`,
  ];
  if (reporter.udi !== undefined) segments.push(`PRT|1|UC||EQUIP^Equipment^HL70912||||||${reporter.udi}`);
  for (const [index, [code, name, value, unit]] of metrics.entries()) {
    segments.push(
      `OBX|${index + 2}|NM|${code}^${name}^MDC|1.1.${index + 1}.${code}|${value}|${unit}^MDC|||||R|||${at}`,
    );
  }
  return { ...header, bytes: mllp(segments) };
}
