import type { Sensors } from '#server';
import { sensors, type Store } from '#store';
import type { LiveSensors } from '../reading/live-sensors.ts';
import { listInterfaces } from '../reading/network-interfaces.ts';

export function sensorsOn(store: Store, live: LiveSensors): Sensors {
  return {
    list: () => store.transaction((transaction) => sensors.list(transaction)),
    interfaces: () => Promise.resolve({ interfaces: listInterfaces() }),
    start: (act, interfaceName) => live.start(act, interfaceName),
    stop: (act, id) => live.stop(act, id),
  };
}
