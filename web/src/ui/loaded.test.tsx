import { Refusal } from '#contract';
import { describe, expect, it } from 'vitest';
import { Unreachable } from '../api/transport.ts';
import { draw, textOf } from '../testing/draw.tsx';
import { wholePercent } from './confidence.tsx';
import { Loaded, Trouble } from './loaded.tsx';

const refetch = (): void => undefined;

describe('what is asked for', () => {
  it('stays on the page while it is asked for again, also when that fails', async () => {
    const query = { data: 'old', error: new Error('late'), refetch };
    expect(textOf(await draw(<Loaded query={query}>{(data) => data}</Loaded>))).toBe('old');
  });

  it('is announced while it is on its way', async () => {
    const drawn = await draw(<Loaded query={{ data: undefined, error: null, refetch }}>{() => ''}</Loaded>, 'ja');
    expect(drawn).toContain('role="status"');
    expect(textOf(drawn)).toBe('読み込み中…');
  });
});

describe('trouble', () => {
  it('says what is wrong, what to do and where, in the words of the server', async () => {
    const error = new Refusal({
      type: 'about:blank',
      status: 400,
      code: 'input-invalid',
      title: '入力内容に誤りがあります。',
      detail: '項目を直してください。',
      fields: [{ path: 'body.login', message: '短すぎます' }],
    });
    const drawn = await draw(<Trouble error={error} onRetry={refetch} />, 'ja');
    expect(drawn).toContain('role="alert"');
    expect(textOf(drawn)).toBe(
      '入力内容に誤りがあります。 項目を直してください。 body.login : 短すぎます エラーコード: input-invalid もう一度試す',
    );
  });

  it('says what to do when the server is away or speaks otherwise', async () => {
    expect(textOf(await draw(<Trouble error={new Unreachable()} />))).toContain('The server does not answer.');
    expect(textOf(await draw(<Trouble error={new Error('x')} />))).toContain('The answer could not be understood.');
  });
});

it('never calls a conclusion certain or impossible that is not', () => {
  const percent = (share: number): string => `${Math.round(share * 100)}%`;
  expect([1, 0.999, 0.5, 0.001, 0].map((value) => wholePercent(value, percent))).toEqual([
    '100%',
    '99%',
    '50%',
    '1%',
    '0%',
  ]);
});
