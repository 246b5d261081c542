/** Every kind of audit record, with what it says. Kinds are never used again for something else. */
export const AUDIT_KINDS = {
  'account.first-created': { en: 'first administrator created', ja: '最初の管理者を作成' },
  'account.created': { en: 'account created', ja: '利用者を作成' },
  'account.role-set': { en: 'role changed', ja: '役割を変更' },
  'account.disabled': { en: 'account disabled', ja: '利用者を無効化' },
  'account.enabled': { en: 'account enabled', ja: '利用者を有効化' },
  'account.password-reset': { en: 'password reset by an administrator', ja: '管理者がパスワードを再設定' },
  'account.password-changed': { en: 'own password changed', ja: '本人がパスワードを変更' },
  'session.signed-in': { en: 'signed in', ja: 'ログイン' },
  'session.sign-in-refused': { en: 'sign-in refused', ja: 'ログインを拒否' },
  'session.signed-out': { en: 'signed out', ja: 'ログアウト' },
  'device.corrected': { en: 'conclusion about a device corrected', ja: '機器の判定を訂正' },
  'device.correction-withdrawn': { en: 'correction withdrawn', ja: '訂正を取り消し' },
  'capture.uploaded': { en: 'capture uploaded', ja: 'キャプチャをアップロード' },
  'capture.read-requested': { en: 'capture in a folder chosen for reading', ja: 'フォルダのキャプチャを読み込み' },
  'capture.cancelled': { en: 'reading of a capture cancelled', ja: 'キャプチャの読み込みを中止' },
  'capture.ended': { en: 'reading of a capture ended', ja: 'キャプチャの読み込みが終了' },
  'sensor.started': { en: 'live capture started', ja: 'ライブ観測を開始' },
  'sensor.stopped': { en: 'live capture stopped', ja: 'ライブ観測を停止' },
  'approval.requested': { en: 'approval requested', ja: '承認を申請' },
  'approval.approved': { en: 'request approved', ja: '申請を承認' },
  'approval.refused': { en: 'request refused', ja: '申請を却下' },
  'settings.changed': { en: 'settings changed', ja: '設定を変更' },
  'evidence.expired': { en: 'evidence removed after the retention time', ja: '保存期間を過ぎた根拠を削除' },
  'server.started': { en: 'server started', ja: 'サーバを起動' },
} as const satisfies Readonly<Record<string, { readonly en: string; readonly ja: string }>>;

export type AuditKind = keyof typeof AUDIT_KINDS;
