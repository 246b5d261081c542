import type { Device } from '../device.ts';
import type { Hospital } from '../hospital.ts';
import { ack, mllp, type Metric, pcd01, type Reporter } from '../messages/hl7.ts';
import { eui64 } from '../network/address.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';
import type { Patient } from '../people/patients.ts';

export const ENGINE: readonly [application: string, facility: string] = ['HIE', 'MIMAMORI'];
export const ENGINE_PORT = 2575;

/** Codes of ISO/IEEE 11073-10101 with their units. */
export const METRICS = {
  heartRate: ['147842', 'MDC_ECG_HEART_RATE', '264864^MDC_DIM_BEAT_PER_MIN', 60, 110],
  saturation: ['150456', 'MDC_PULS_OXIM_SAT_O2', '262688^MDC_DIM_PERCENT', 91, 100],
  respiration: ['151562', 'MDC_RESP_RATE', '264928^MDC_DIM_RESP_PER_MIN', 10, 24],
  systolic: ['150021', 'MDC_PRESS_BLD_NONINV_SYS', '266016^MDC_DIM_MMHG', 95, 150],
  tidalVolume: ['151980', 'MDC_VENT_VOL_TIDAL', '263762^MDC_DIM_MILLI_L', 350, 560],
  flow: ['157784', 'MDC_FLOW_FLUID_PUMP', '265266^MDC_DIM_MILLI_L_PER_HR', 2, 120],
} as const;

export function measured({ random }: Hospital, names: readonly (keyof typeof METRICS)[]): Metric[] {
  return names.map((name) => {
    const [code, metric, unit, low, high] = METRICS[name];
    return [code, metric, String(random.between(low, high)), unit];
  });
}

/** How a bedside device stands in OBX-18: model and serial, with the EUI-64 of its hardware address. */
export const equipmentOf = ({ product, serial, mac }: Device): string =>
  `${product.model}-${serial}^${product.manufacturer}^${eui64(mac)}^EUI-64`;

/** One unsolicited report with its acknowledgement, of a bedside device that a gateway may speak for. */
export function report(
  hospital: Hospital,
  sender: Device,
  about: Device,
  patient: Patient,
  reporter: Reporter,
  metrics: readonly Metric[],
  at: number,
): Turn[] {
  const application = `${sender.product.model.replaceAll(/[^\w]/g, '_').toUpperCase()}^${eui64(sender.mac)}^EUI-64`;
  const id = `${sender.name}-${Math.floor(at * 10)}-${hospital.random.below(1000)}`;
  const message = pcd01(
    { application, facility: 'MIMAMORI', to: ENGINE, id, at },
    patient,
    about.place,
    reporter,
    metrics,
  );
  return [ask(message.bytes, 0.01), tell(ack(message, ENGINE), 0.01)];
}

/** Any message to the interface engine and its acknowledgement. */
export function sendsMessage(segments: readonly string[], header: Parameters<typeof ack>[0]): Turn[] {
  return [ask(mllp(segments), 0.01), tell(ack(header, ENGINE), 0.012)];
}
