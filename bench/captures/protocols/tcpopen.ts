import type { Protocol } from '../scene.ts';
import { say, TcpFlow } from '../tcp-flow.ts';

/** A connection that says one line or nothing and stays open: for the growth of the flow table. */
export const tcpopen: Protocol = {
  id: 'tcpopen',
  prepare: (scene) => (count) => {
    const { network, random } = scene;
    const from = network.anyClient();
    const to = network.server('broker');
    const port = random.between(1024, 49_151);
    const messages = random.fraction() < 0.3 ? [] : [say(0.001, 0, scene.noise(random.between(8, 60)))];
    return new TcpFlow(scene, count, { from, to, port }, messages);
  },
};
