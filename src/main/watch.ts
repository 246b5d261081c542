import type { LiveNews, LiveWatch } from '#cli';
import { type Batch, LiveCapture, type Uplink } from '#sensor';

const ENGINE_PROCESS = new URL('engine-process.ts', import.meta.url);
/** Without a store nobody has to tell runs apart. */
const ASSIGNMENT = { sensorId: 'terminal', run: 0, captureId: 'live', committed: 0 };

/** Live capture for the terminal: what is seen is shown and kept nowhere. */
export function watch(interfaceName: string, heard: (news: LiveNews) => void): LiveWatch {
  const uplink: Uplink = {
    send: (batch) => {
      heard(newsOf(batch));
      return Promise.resolve({ ack: batch.number });
    },
  };
  const how = { entry: ENGINE_PROCESS, manner: 'terminal', assignment: ASSIGNMENT, uplink } as const;
  return new LiveCapture({ ...how, interface: interfaceName });
}

function newsOf({ facts, edges, pairings, traffic, captures, coverage }: Batch): LiveNews {
  const [capture] = captures;
  return {
    observations: { facts, edges, pairings, traffic },
    packets: capture?.packets ?? 0,
    bytes: capture?.bytes ?? 0,
    coverage,
  };
}
