import { fromIso } from '#kernel';
import type { Approvals, Audit, Clock, EventHub, SiteSettings } from '#server';
import { approvals, audit, settings, type Store } from '#store';

/** An approval that nobody used by then is worth nothing. */
const APPROVAL_US = 7 * 86_400_000_000;

export function auditOn(store: Store): Audit {
  return {
    list: ({ kind, text, since, until, offset, limit }) => {
      const sinceUs = since === undefined ? undefined : fromIso(since);
      const untilUs = until === undefined ? undefined : fromIso(until);
      return store.transaction((transaction) =>
        audit.list(transaction, { kind, text, sinceUs, untilUs }, { offset, limit }),
      );
    },
    verify: () => store.transaction((transaction) => audit.verify(transaction)),
  };
}

export function approvalsOn(store: Store, clock: Clock, events: EventHub): Approvals {
  return {
    list: ({ state, offset, limit }) =>
      store.transaction((transaction) => approvals.list(transaction, state, { offset, limit }, clock.nowUs())),
    request: async (act, { kind, subject, reason }) => {
      const by = personOf(act.actor);
      const expiresAtUs = act.atUs + APPROVAL_US;
      const approval = await store.change({ ...act, subject, details: { kind, reason } }, (change) =>
        approvals.request(change, { kind, subject, reason, by, expiresAtUs }),
      );
      events.publish({ kind: 'approvals-changed' });
      return approval;
    },
    decide: async (act, id, { decision, remark }) => {
      const by = personOf(act.actor);
      const approval = await store.change(act, async (change) => {
        const approval = await approvals.decide(change, id, { decision, by, remark });
        const details = { approval: id, kind: approval.kind, ...(remark !== undefined && { remark }) };
        change.tell({ subject: approval.subject, details });
        return approval;
      });
      events.publish({ kind: 'approvals-changed' });
      return approval;
    },
  };
}

function personOf({ id, name }: { readonly id?: string; readonly name: string }) {
  if (id === undefined) throw new Error('approvals are for people');
  return { id, name };
}

export function settingsOn(store: Store, events: EventHub): SiteSettings {
  return {
    get: () => store.transaction((transaction) => settings.get(transaction)),
    change: async (act, given) => {
      const changed = await store.change({ ...act, details: { given } }, (change) => settings.change(change, given));
      events.publish({ kind: 'settings-changed' });
      return changed;
    },
  };
}
