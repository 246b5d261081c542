import { stamp } from '../day.ts';

/** Elements of POCT1-A carry their value in the attribute V (CLSI POCT1-A2 section 8). */
const value = (name: string, text: string): string => `<${name} V="${text}"/>`;

function isoTime(at: number): string {
  const text = stamp(at);
  const [date, time] = [text.slice(0, 8), text.slice(8)];
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}+09:00`;
}

function message(type: string, control: number, at: number, body: string): Buffer {
  const head = `<HDR>${value('HDR.control_id', String(control))}${value('HDR.version_id', 'POCT1')}${value('HDR.creation_dttm', isoTime(at))}</HDR>`;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\r\n<${type}>${head}${body}</${type}>\r\n`, 'utf8');
}

export interface PointOfCareDevice {
  readonly id: string;
  readonly vendor: string;
  readonly model: string;
  readonly serial: string;
  readonly hardware: string;
  readonly software: string;
  readonly name: string;
}

export const hello = (control: number, at: number, d: PointOfCareDevice): Buffer =>
  message(
    'HEL.R01',
    control,
    at,
    `<DEV>${value('DEV.device_id', d.id)}${value('DEV.vendor_id', d.vendor)}${value('DEV.model_id', d.model)}` +
      `${value('DEV.serial_id', d.serial)}${value('DEV.manufacturer_name', d.vendor)}${value('DEV.hw_version', d.hardware)}` +
      `${value('DEV.sw_version', d.software)}${value('DEV.device_name', d.name)}` +
      `<DCP>${value('DCP.application_timeout', '60')}</DCP>` +
      `<DSC>${value('DSC.connection_profile_cd', 'SA')}${value('DSC.max_message_sz', '2048')}</DSC></DEV>`,
  );

export const acknowledge = (control: number, at: number, of: number): Buffer =>
  message('ACK.R01', control, at, `<ACK>${value('ACK.type_cd', 'AA')}${value('ACK.ack_control_id', String(of))}</ACK>`);

export const status = (control: number, at: number, observations: number): Buffer =>
  message(
    'DST.R01',
    control,
    at,
    `<DST>${value('DST.status_dttm', isoTime(at))}${value('DST.new_observations_qty', String(observations))}${value('DST.condition_cd', 'R')}</DST>`,
  );

/** One result of a patient with its operator: all of it personal. */
export const observation = (
  control: number,
  at: number,
  result: {
    readonly patient: string;
    readonly operator: string;
    readonly code: string;
    readonly value: string;
    readonly unit: string;
  },
): Buffer =>
  message(
    'OBS.R01',
    control,
    at,
    `<SVC>${value('SVC.role_cd', 'OBS')}${value('SVC.observation_dttm', isoTime(at))}` +
      `<PT>${value('PT.patient_id', result.patient)}<OBS>${value('OBS.observation_id', result.code)}` +
      `<OBS.value V="${result.value}" U="${result.unit}"/>${value('OBS.method_cd', 'M')}</OBS></PT>` +
      `<OPR>${value('OPR.operator_id', result.operator)}</OPR></SVC>`,
  );

export const endOfTopic = (control: number, at: number, topic: string): Buffer =>
  message('EOT.R01', control, at, `<EOT>${value('EOT.topic_cd', topic)}</EOT>`);

export const keepAlive = (control: number, at: number): Buffer => message('KPA.R01', control, at, '');
