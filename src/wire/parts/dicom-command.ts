import { u16leAt, u32leAt } from '#bytes';
import type { Out, View } from '../dissector.ts';
import { dicomAttributes as a } from './dicom-attributes.ts';

/** PS3.7 E.1-1, requests; a response has bit 15 set. */
const COMMANDS: ReadonlyMap<number, string> = new Map([
  [0x0001, 'C-STORE'],
  [0x0010, 'C-GET'],
  [0x0020, 'C-FIND'],
  [0x0021, 'C-MOVE'],
  [0x0030, 'C-ECHO'],
  [0x0100, 'N-EVENT-REPORT'],
  [0x0110, 'N-GET'],
  [0x0120, 'N-SET'],
  [0x0130, 'N-ACTION'],
  [0x0140, 'N-CREATE'],
  [0x0150, 'N-DELETE'],
  [0x0fff, 'C-CANCEL'],
]);
/** Set in the command field of a response. */
const RESPONSE_BIT = 0x8000;
const NAMES = new Map<number, string>();
for (const [code, name] of COMMANDS) {
  NAMES.set(code, `${name}-RQ`);
  NAMES.set(code | RESPONSE_BIT, `${name}-RSP`);
}

const C_FIND_RQ = 0x0020;
const N_EVENT_REPORT = 0x0100;
/** (0000,0800) value that says that no data set follows. */
const NO_DATA_SET = 0x0101;

/** Elements of group 0000 (PS3.7 E.1), of which only the element number is named here. */
const AFFECTED_SOP_CLASS = 0x0002;
const REQUESTED_SOP_CLASS = 0x0003;
const COMMAND_FIELD = 0x0100;
const MOVE_DESTINATION = 0x0600;
const DATA_SET_TYPE = 0x0800;
const MOVE_ORIGINATOR = 0x1030;

/** What follows a command: whether a data set comes, and whether it is a query. */
export interface CommandOutcome {
  dataSetFollows: boolean;
  query: boolean;
}

/**
 * Reads the command set bytes[from, to), which is always Implicit VR Little Endian (PS3.7 §6.3.1), and puts what
 * follows it into `next`.
 */
export function readCommand(view: View, out: Out, from: number, to: number, next: CommandOutcome): void {
  const { bytes, sender } = view;
  let code = -1;
  let codeAt = from;
  let sopFrom = from;
  let sopTo = from;
  next.dataSetFollows = false;
  next.query = false;
  for (let at = from; at + 8 <= to; ) {
    const element = u16leAt(bytes, at + 2);
    const valueFrom = at + 8;
    const valueTo = valueFrom + u32leAt(bytes, at + 4);
    if (valueTo > to || u16leAt(bytes, at) !== 0) return out.anomaly('dicom-command');
    if (element === AFFECTED_SOP_CLASS || element === REQUESTED_SOP_CLASS) {
      sopFrom = valueFrom;
      sopTo = valueTo;
    } else if (element === COMMAND_FIELD && valueTo - valueFrom === 2) {
      code = u16leAt(bytes, valueFrom);
      codeAt = valueFrom;
    } else if (element === DATA_SET_TYPE && valueTo - valueFrom === 2) {
      next.dataSetFollows = u16leAt(bytes, valueFrom) !== NO_DATA_SET;
    } else if (element === MOVE_DESTINATION) out.text(a.moveDestination, sender, valueFrom, valueTo);
    else if (element === MOVE_ORIGINATOR) out.text(a.moveOriginator, sender, valueFrom, valueTo);
    at = valueTo;
  }
  const name = NAMES.get(code);
  if (name === undefined) return out.anomaly('dicom-command');
  next.query = code === C_FIND_RQ;
  out.value(a.command, sender, name, codeAt, codeAt + 2);
  // The SCU asks and the SCP answers, but for event reports, which the SCP sends (PS3.7 §10.1.1).
  const asks = (code & RESPONSE_BIT) === 0;
  const scu = asks !== ((code & 0x7fff) === N_EVENT_REPORT);
  out.text(scu ? a.sopClassScu : a.sopClassScp, sender, sopFrom, sopTo);
}
