import { ascii, be32, cat } from '../bytes.ts';
import type { Protocol } from '../scene.ts';
import { Script, type Step } from '../schedule.ts';

const PORT = 24_200;

/** An invented waveform stream that nobody knows: many small datagrams one way. */
export const telemetry: Protocol = {
  id: 'telemetry',
  prepare: (scene) => (count) => {
    const { network, random, writer, options } = scene;
    const sender = network.client('patient-monitor', 'ventilator', 'infusion-pump');
    const receiver = network.server('monitor');
    const port = random.between(36_000, 36_999);
    const datagrams = random.between(20, options.packets > 0 ? 200 : 40);
    const steps: Step[] = [];
    for (let n = 0; n < datagrams; n++) {
      const body = cat(ascii('WAVE'), be32(n), scene.noise(random.between(14, 78)));
      steps.push({
        wait: n === 0 ? 0 : 0.01,
        send: (t) => writer.udp(t, sender, receiver, [port, PORT], body, count),
      });
    }
    return new Script(steps);
  },
};
