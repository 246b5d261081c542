import { ascii, cat, u8 } from '../../../bench/captures/bytes.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';

const ENQ = 0x05;
const ACK = 0x06;
const EOT = 0x04;
const STX = 0x02;
const ETX = 0x03;

/** One record in a frame of its own: number, text, end, checksum (CLSI LIS1-A section 6.3). */
function frame(number: number, record: string): Buffer {
  const checked = cat(ascii(String(number % 8)), ascii(`${record}\r`), u8(ETX));
  const sum = checked.reduce((total, byte) => (total + byte) & 255, 0);
  return cat(u8(STX), checked, ascii(`${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`));
}

/** A transfer from ENQ to EOT, each frame acknowledged. */
export function transfer(records: readonly string[]): Turn[] {
  const turns = [ask(u8(ENQ), 0.01), tell(u8(ACK), 0.004)];
  for (const [index, record] of records.entries())
    turns.push(ask(frame(index + 1, record), 0.01), tell(u8(ACK), 0.004));
  return [...turns, ask(u8(EOT), 0.01)];
}
