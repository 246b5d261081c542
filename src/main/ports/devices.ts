import type { ConclusionName, Device, EvidenceDetail } from '#contract';
import { ROLES } from '#inventory';
import { Fault, fromIso } from '#kernel';
import type { Knowledge } from '#knowledge';
import { type Act, byBytes, type Devices, edgeDocument, InvalidInput, timelineOf } from '#server';
import { captures, corrections, deviceList, devices, evidence, type Store, type Transaction } from '#store';
import type { Site } from '../site/site.ts';

/** Lists and documents come from the store; who speaks to whom and what a person states concern the living inventory. */
export function devicesOn(store: Store, site: Site, knowledge: Knowledge): Devices {
  return {
    list: ({ sort, direction, offset, limit, seenSince, ...filter }) => {
      const seenSinceUs = seenSince === undefined ? undefined : fromIso(seenSince);
      const order = { by: sort, direction };
      return store.transaction((transaction) =>
        deviceList.list(transaction, { ...filter, seenSinceUs }, order, { offset, limit }),
      );
    },
    facets: async () => {
      const { type, manufacturer, role, place, vlan } = await store.transaction((transaction) =>
        deviceList.facets(transaction),
      );
      return { type: [...type], manufacturer: [...manufacturer], role: [...role], place: [...place], vlan: [...vlan] };
    },
    get: (id) => store.transaction((transaction) => documentOf(transaction, id)),
    evidence: (id, evidenceId) => store.transaction((transaction) => evidenceOf(transaction, id, evidenceId)),
    timeline: (id) =>
      store.transaction(async (transaction) => ({
        entries: timelineOf(await documentOf(transaction, id), await corrections.list(transaction, id)),
      })),
    edges: async (id, { offset, limit }) => {
      if (site.device(id) === undefined) throw noDevice(id);
      const mine = [...site.connections()].filter(
        ({ clientDevices, serverDevices }) => clientDevices.includes(id) || serverDevices.includes(id),
      );
      const shown = site.shownDevices();
      const part = mine.sort(byBytes).slice(offset, offset + limit);
      return { total: mine.length, edges: part.map((each) => edgeDocument(each, (other) => shown.get(other)?.name)) };
    },
    correct: (act, id, given) => correct(store, site, knowledge, act, id, given),
    withdrawCorrection: (act, id, conclusion) => withdraw(store, site, act, id, conclusion),
  };
}

const noDevice = (id: string): Fault => new Fault('not-found', { what: 'device', id });

async function documentOf(transaction: Transaction, id: string): Promise<Device> {
  const device = await devices.find(transaction, id);
  if (device === undefined) throw noDevice(id);
  return device;
}

async function evidenceOf(transaction: Transaction, id: string, evidenceId: string): Promise<EvidenceDetail> {
  const device = await documentOf(transaction, id);
  const summary = device.evidence.find((each) => each.id === evidenceId);
  if (summary === undefined) throw new Fault('not-found', { what: 'evidence', id: evidenceId });
  const { attribute, factKind: kind, value } = summary;
  const { ip, mac } = summary.subject;
  const subject = { ...(ip !== undefined && { ip }), ...(mac !== undefined && { mac }) };
  const [kept] = await evidence.find(transaction, [subject], { attribute, kind, value });
  if (kept === undefined) return { ...summary, excerpts: [] };
  const names = await captures.names(transaction, [kept.captureNumber]);
  const capture = names.get(kept.captureNumber);
  const { ranges, derived } = kept.source;
  return {
    ...summary,
    ...(capture !== undefined && {
      source: { capture, ranges: [...ranges], ...(derived !== undefined && { derived }) },
    }),
    excerpts: [...kept.excerpts],
  };
}

interface Statement {
  readonly conclusion: ConclusionName;
  readonly value: string;
  readonly reason?: string | undefined;
}

async function correct(
  store: Store,
  site: Site,
  knowledge: Knowledge,
  act: Act,
  id: string,
  { conclusion, value, reason }: Statement,
): Promise<Device> {
  refuseUnknownValue(knowledge, conclusion, value);
  await site.exclusively(async () => {
    const device = site.device(id);
    if (device === undefined) throw noDevice(id);
    const before = site.correctionOf(device, conclusion);
    const was = device.conclusions[conclusion]?.value;
    const details = { conclusion, value, ...(reason !== undefined && { reason }), ...(was !== undefined && { was }) };
    const subject = { kind: 'device', id, name: device.names[0] };
    const stored = await store.change({ ...act, subject, details }, async (change) => {
      // It was stated while the device had another id.
      if (before !== undefined && before.deviceId !== id)
        await corrections.withdraw(change, before.deviceId, conclusion);
      return await corrections.add(change, { deviceId: id, conclusion, value, reason });
    });
    site.correct(stored, before);
  });
  return await settledDocument(store, site, id);
}

/** Types and roles are lists; everything else is free text. */
function refuseUnknownValue(knowledge: Knowledge, conclusion: ConclusionName, value: string): void {
  const isKnown =
    conclusion === 'type'
      ? knowledge.deviceTypes.byId(value) !== undefined
      : conclusion !== 'role' || (ROLES as readonly string[]).includes(value);
  if (!isKnown) throw new InvalidInput([{ path: 'body.value', message: conclusion }]);
}

async function withdraw(store: Store, site: Site, act: Act, id: string, conclusion: ConclusionName): Promise<Device> {
  await site.exclusively(async () => {
    const device = site.device(id);
    if (device === undefined) throw noDevice(id);
    const before = site.correctionOf(device, conclusion);
    if (before === undefined) throw new Fault('not-found', { what: 'correction', id: conclusion });
    const subject = { kind: 'device', id, name: device.names[0] };
    await store.change({ ...act, subject, details: { conclusion, value: before.value } }, (change) =>
      corrections.withdraw(change, before.deviceId, conclusion),
    );
    site.withdraw(before, id, act.actor.name, act.atUs);
  });
  return await settledDocument(store, site, id);
}

/** As it is in the list from now on, so that whoever reloads sees the same. */
async function settledDocument(store: Store, site: Site, id: string): Promise<Device> {
  await site.settled();
  return await store.transaction((transaction) => documentOf(transaction, id));
}
