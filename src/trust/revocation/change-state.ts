import type { Micros } from '#kernel';
import { refusal, type Refusal, type RefusalText } from '../refusal.ts';
import { type FinalReason, type Registry, type RegistryRecord, standingOf, type StateChange } from '../registry.ts';

/** Whoever acts on a change of state: status service, lists, gateways that close sessions. */
export interface StateListener {
  /** Called after the registry has the change. What it throws stops nobody else. */
  stateChanged(record: RegistryRecord): void;
}

export interface ChangePorts {
  readonly registry: Registry;
  readonly listeners: readonly StateListener[];
}

/** Which certificate. */
export interface CertificateKey {
  readonly authorityId: string;
  readonly serialHex: string;
}

/** How often a change is tried again when another one was faster. */
const MAX_ATTEMPTS = 8;

const TEXTS = {
  'certificate-known': {
    clause: 'RFC 5280 5.3.1',
    remedy: {
      en: 'Check the authority and the serial number: the registry has no such certificate.',
      ja: '認証局とシリアル番号を確認してください。証明書台帳にありません。',
    },
  },
  'state-allows-change': {
    clause: 'RFC 5280 5.3.1',
    remedy: {
      en: 'Look at the state of the certificate. What is revoked stays revoked: issue a new one.',
      ja: '証明書の状態を確認してください。失効は取り消せません。新しい証明書を発行してください。',
    },
  },
  'registry-at-rest': {
    clause: 'RFC 5280 5.3.1',
    remedy: {
      en: 'Others are changing it at this moment. Try again.',
      ja: '同時に変更されています。もう一度試してください。',
    },
  },
} as const satisfies Record<string, RefusalText>;

export interface ChangeDone {
  readonly ok: true;
  readonly record: RegistryRecord;
  /** What the listeners threw, in their order; the change stands nevertheless. */
  readonly failures: readonly unknown[];
}

/** Takes a certificate back for good. */
export const revoke = (
  key: CertificateKey,
  why: { readonly reason: FinalReason; readonly invalidSinceUs?: Micros },
  ports: ChangePorts,
  atUs: Micros,
): Promise<ChangeDone | Refusal> => changeState(key, { to: 'revoke', atUs, ...why }, ports);

/** Takes it back until it is released. */
export const hold = (key: CertificateKey, ports: ChangePorts, atUs: Micros): Promise<ChangeDone | Refusal> =>
  changeState(key, { to: 'hold', atUs }, ports);

export const release = (key: CertificateKey, ports: ChangePorts, atUs: Micros): Promise<ChangeDone | Refusal> =>
  changeState(key, { to: 'release', atUs }, ports);

/** Lets a certificate work that was imported or made ahead. */
export const activate = (key: CertificateKey, ports: ChangePorts, atUs: Micros): Promise<ChangeDone | Refusal> =>
  changeState(key, { to: 'activate', atUs }, ports);

/** The registry first, then everyone who acts on it: a crash between the two loses no revocation. */
async function changeState(
  { authorityId, serialHex }: CertificateKey,
  change: StateChange,
  { registry, listeners }: ChangePorts,
): Promise<ChangeDone | Refusal> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const record = await registry.find(authorityId, serialHex);
    if (!record) return refusal('certificate-known', TEXTS['certificate-known'], serialHex);
    const changed = await registry.change(authorityId, serialHex, record.revision, change);
    if (changed.ok) return { ok: true, record: changed.record, failures: tell(listeners, changed.record) };
    if (changed.reason === 'not-allowed')
      return refusal('state-allows-change', TEXTS['state-allows-change'], standingOf(record, change.atUs));
  }
  return refusal('registry-at-rest', TEXTS['registry-at-rest'], serialHex);
}

function tell(listeners: readonly StateListener[], record: RegistryRecord): unknown[] {
  const failures: unknown[] = [];
  for (const listener of listeners) {
    try {
      listener.stateChanged(record);
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}
