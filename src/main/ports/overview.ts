import type { Coverage } from '#contract';
import type { Overview } from '#server';
import { captures, deviceList, runs, sensors, type Store, type Transaction } from '#store';

const NEWEST = 10;
const ANOMALY_KINDS = 20;
/** What a filter calls a missing conclusion. */
const UNKNOWN = 'unknown';

export function overviewOn(store: Store): Overview {
  return {
    get: () =>
      store.transaction(async (transaction) => {
        const { devices: newest } = await deviceList.list(
          transaction,
          {},
          { by: 'first-seen', direction: 'descending' },
          { offset: 0, limit: NEWEST },
        );
        const { type } = await deviceList.facets(transaction);
        return {
          devices: await deviceList.counts(transaction),
          byType: type.map(({ value, count }) => (value === UNKNOWN ? { count } : { type: value, count })),
          newest,
          coverage: await coverageOf(transaction),
          anomalies: await captures.anomalies(transaction, ANOMALY_KINDS),
        };
      }),
    coverage: () => store.transaction(coverageOf),
  };
}

async function coverageOf(transaction: Transaction): Promise<Coverage> {
  const { vlans, truncated, ...numbers } = await runs.coverage(transaction);
  const dropped = (await sensors.list(transaction)).reduce((sum, { droppedPackets }) => sum + droppedPackets, 0);
  const part = { offset: 0, limit: 1 };
  const earliest = await deviceList.list(transaction, {}, { by: 'first-seen', direction: 'ascending' }, part);
  const latest = await deviceList.list(transaction, {}, { by: 'last-seen', direction: 'descending' }, part);
  const first = earliest.devices[0]?.firstSeen;
  const last = latest.devices[0]?.lastSeen;
  return {
    ...numbers,
    vlans: [...vlans],
    truncated: { ...truncated },
    droppedPackets: dropped,
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
  };
}
