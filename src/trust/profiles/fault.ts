import type { Text } from './profile.ts';

/** What can be wrong in the text of a profile. */
export type ProfileFaultReason = keyof typeof TEXTS;

/** What is wrong, where, and what to do about it. */
export interface ProfileFault {
  readonly reason: ProfileFaultReason;
  /** JSON pointer (RFC 6901) into the profile; empty for the whole. */
  readonly where: string;
  readonly what: Text;
  readonly remedy: Text;
}

interface FaultText {
  readonly what: Text;
  readonly remedy: Text;
}

const TEXTS = {
  'not-json': {
    what: { en: 'The text is not JSON: {detail}.', ja: 'JSONとして読めません: {detail}。' },
    remedy: { en: 'Correct it at this place.', ja: 'この箇所を直してください。' },
  },
  'too-large': {
    what: { en: 'The text is larger than {detail} characters.', ja: '{detail}文字を超えています。' },
    remedy: { en: 'One profile stands in one text.', ja: '1つのテキストにはプロファイルを1つだけ書いてください。' },
  },
  missing: {
    what: { en: 'The field is missing.', ja: '項目がありません。' },
    remedy: { en: 'Add it: {detail}.', ja: '追加してください: {detail}。' },
  },
  'unknown-field': {
    what: { en: 'There is no such field.', ja: 'この名前の項目はありません。' },
    remedy: { en: 'Check its spelling, or take it out.', ja: '綴りを確かめるか、取り除いてください。' },
  },
  'wrong-value': {
    what: { en: 'The value is not what stands here.', ja: 'ここに書ける値ではありません。' },
    remedy: { en: 'Write {detail}.', ja: '{detail}を書いてください。' },
  },
  conflict: {
    what: { en: 'The value does not go with the rest: {detail}.', ja: 'ほかの項目と合いません: {detail}。' },
    remedy: { en: 'Change one of the two.', ja: 'どちらか一方を直してください。' },
  },
} as const satisfies Record<string, FaultText>;

const fill = (text: Text, detail: string): Text => ({
  en: text.en.replace('{detail}', () => detail),
  ja: text.ja.replace('{detail}', () => detail),
});

export function profileFault(reason: ProfileFaultReason, where: string, detail = ''): ProfileFault {
  const { what, remedy } = TEXTS[reason];
  return { reason, where, what: fill(what, detail), remedy: fill(remedy, detail) };
}
