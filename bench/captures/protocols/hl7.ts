import { ascii } from '../bytes.ts';
import type { Protocol } from '../scene.ts';
import { type Message, say, TcpFlow } from '../tcp-flow.ts';

const PORT = 2575;
const SURNAMES = ['TESTSATO', 'TESTMORI', 'TESTABE', 'TESTONO', 'TESTUEDA'];
const GIVEN = ['ICHIRO', 'HANAKO', 'JIRO', 'YUKI', 'KEN'];

/** Results and updates of invented patients with their acknowledgements, over MLLP. */
export const hl7: Protocol = {
  id: 'hl7',
  prepare: (scene) => (count) => {
    const { network, random } = scene;
    const sender = network.client('lab-analyser', 'patient-monitor', 'infusion-pump');
    const engine = network.server('hl7');
    const { name, vendor, model } = sender.cls;
    const messages: Message[] = [];
    for (let left = random.between(1, 5); left > 0; left--) {
      const id = `M${random.u32()}`;
      const patient = random.below(90_000) + 10_000;
      const when = `20250615${String(100_000 + random.below(99_999)).slice(0, 6)}`;
      const isResult = name === 'lab-analyser' || random.fraction() < 0.7;
      const kind = isResult ? 'ORU^R01' : 'ADT^A08';
      const lines = [
        `MSH|^~\\&|${sender.label}|${vendor}|HIS|HOSPITAL|${when}||${kind}|${id}|P|2.5.1`,
        `PID|1||${patient}^^^HOSP^MR||${random.pick(SURNAMES)}^${random.pick(GIVEN)}||19700101|U`,
        `PV1|1|I|WARD${random.below(12)}^ROOM${random.below(40)}^1`,
      ];
      if (isResult) {
        lines.push(`OBR|1|${random.u32()}||RESULT^${model}|||${when}`);
        for (let k = random.between(3, 24); k > 0; k--) {
          const code = `${1000 + random.below(900)}-${random.below(10)}^ITEM ${k}^LN`;
          const value = (random.fraction() * 200).toFixed(1);
          lines.push(`OBX|${k}|NM|${code}||${value}|mmol/L|0-200|N|||F|||${when}||${sender.serial}`);
        }
      }
      const reply = `MSH|^~\\&|HIS|HOSPITAL|${sender.label}|${vendor}|${when}||ACK|A${id}|P|2.5.1\rMSA|AA|${id}\r`;
      messages.push(
        say(random.exponential(1.5), 0, ascii(`\x0b${lines.join('\r')}\r\x1c\r`)),
        say(0.01, 1, ascii(`\x0b${reply}\x1c\r`)),
      );
    }
    return new TcpFlow(scene, count, { from: sender, to: engine, port: PORT }, messages);
  },
};
