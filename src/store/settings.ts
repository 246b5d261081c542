import type { Settings } from '#contract';
import { type Change, DATABASE, type Transaction } from './transaction.ts';

const DEFAULTS: Settings = { language: 'ja', siteName: 'Mimamori', retentionDays: 0 };

export async function get(transaction: Transaction): Promise<Settings> {
  const { tenant, site } = transaction.scope;
  const rows = await transaction[DATABASE]
    .selectFrom('setting')
    .select(['name', 'value'])
    .where('tenant', '=', tenant)
    .where('site', '=', site)
    .execute();
  const known = rows
    .filter(({ name }) => name in DEFAULTS)
    .map(({ name, value }) => [name, JSON.parse(value) as unknown]);
  return { ...DEFAULTS, ...(Object.fromEntries(known) as Partial<Settings>) };
}

type Given = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

/** Changes what is given and answers all settings. */
export async function change(change: Change, given: Given): Promise<Settings> {
  const values = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ ...change.scope, name, value: JSON.stringify(value) }));
  if (values.length > 0) {
    await change[DATABASE]
      .insertInto('setting')
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'site', 'name']).doUpdateSet((row) => ({ value: row.ref('excluded.value') })),
      )
      .execute();
  }
  return await get(change);
}
