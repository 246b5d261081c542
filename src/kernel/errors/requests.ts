/** What the server answers to a request, whatever it is about. */
export const REQUEST_ERRORS = {
  'input-invalid': {
    en: { what: 'The request is not valid.', remedy: 'Correct the named fields and send it again.' },
    ja: { what: '入力内容に誤りがあります。', remedy: '示された項目を直して、もう一度送ってください。' },
  },
  'not-signed-in': {
    en: { what: 'You are not signed in.', remedy: 'Sign in and try again.' },
    ja: { what: 'ログインしていません。', remedy: 'ログインしてから、もう一度操作してください。' },
  },
  'sign-in-refused': {
    en: {
      what: 'The name or the password is wrong, or the account is disabled.',
      remedy: 'Check both. An administrator can set a new password.',
    },
    ja: {
      what: 'ログイン名またはパスワードが違うか、利用者が無効になっています。',
      remedy: '入力を確かめてください。パスワードは管理者が再設定できます。',
    },
  },
  'too-many-attempts': {
    en: { what: 'Too many attempts.', remedy: 'Wait {seconds} seconds and try again.' },
    ja: { what: '試行回数が多すぎます。', remedy: '{seconds}秒待ってから、もう一度試してください。' },
  },
  'password-too-weak': {
    en: { what: 'The password is too short or too common.', remedy: 'Use at least {least} characters.' },
    ja: { what: 'パスワードが短すぎるか、よく使われるものです。', remedy: '{least}文字以上にしてください。' },
  },
  'password-change-required': {
    en: { what: 'The password was set by somebody else.', remedy: 'Change it first.' },
    ja: { what: 'ほかの人が設定したパスワードのままです。', remedy: '先にパスワードを変更してください。' },
  },
  'permission-denied': {
    en: { what: 'Your role does not allow this.', remedy: 'Ask an administrator.' },
    ja: { what: 'この操作を行う権限がありません。', remedy: '管理者に相談してください。' },
  },
  'origin-refused': {
    en: { what: 'The request comes from another web site.', remedy: 'Use the address of Mimamori itself.' },
    ja: { what: '別のサイトからの要求です。', remedy: 'Mimamoriのアドレスから操作してください。' },
  },
  'not-found': {
    en: { what: 'There is no {what} "{id}".', remedy: 'It may have been removed; reload the list.' },
    ja: { what: '{what}「{id}」が見つかりません。', remedy: '削除された可能性があります。一覧を読み直してください。' },
  },
  'already-exists': {
    en: { what: 'A {what} "{id}" exists already.', remedy: 'Choose another name.' },
    ja: { what: '{what}「{id}」はすでにあります。', remedy: '別の名前にしてください。' },
  },
  'state-conflict': {
    en: { what: 'The {what} "{id}" is {state}, so this is not possible now.', remedy: 'Reload and look at its state.' },
    ja: {
      what: '{what}「{id}」の状態が「{state}」のため、この操作はできません。',
      remedy: '読み直して状態を確かめてください。',
    },
  },
  'last-administrator': {
    en: {
      what: 'This is the last administrator who can sign in.',
      remedy: 'Make another account administrator first.',
    },
    ja: { what: 'ログインできる最後の管理者です。', remedy: '先に別の利用者を管理者にしてください。' },
  },
  'second-person-required': {
    en: { what: 'Nobody may approve their own request.', remedy: 'Ask another person to decide.' },
    ja: { what: '自分の申請を自分で承認することはできません。', remedy: '別の人に判断を依頼してください。' },
  },
  'approval-required': {
    en: { what: 'This needs the approval of a second person.', remedy: 'Request it and wait for the decision.' },
    ja: { what: 'この操作には別の人の承認が必要です。', remedy: '申請して、承認を待ってください。' },
  },
  internal: {
    en: { what: 'Something failed inside the server.', remedy: 'Try again; the log names the cause under {id}.' },
    ja: { what: 'サーバの内部で問題が起きました。', remedy: 'もう一度試してください。原因はログの{id}にあります。' },
  },
} as const;
