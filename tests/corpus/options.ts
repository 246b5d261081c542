import { parseArgs } from 'node:util';
import { join, resolve } from 'node:path';

export interface Options {
  readonly captures: string;
  readonly truth: string;
  readonly group: string | undefined;
  readonly file: string | undefined;
  readonly family: string | undefined;
  /** Where the results go as JSON. */
  readonly json: string | undefined;
  /** Documents are taken from this folder, and put there when they are not in it yet. */
  readonly documents: string | undefined;
  readonly showMisses: boolean;
  readonly update: boolean;
  /** All files of the collection that the committed score is about, read now by the program itself. */
  readonly isWhole: boolean;
}

export const USAGE = `npm run corpus -- [--captures DIR] [--truth DIR] [--group GROUP] [--file GROUP/FILE] [--family ID]
                  [--json OUT] [--documents DIR] [--misses] [--update]`;

/** @throws TypeError when an argument is unknown or lacks its value. */
export function parseOptions(args: readonly string[], checkout: string): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      captures: { type: 'string' },
      truth: { type: 'string' },
      group: { type: 'string' },
      file: { type: 'string' },
      family: { type: 'string' },
      json: { type: 'string' },
      documents: { type: 'string' },
      misses: { type: 'boolean', default: false },
      update: { type: 'boolean', default: false },
    },
  });
  const captures = resolve(values.captures ?? join(checkout, '..', 'shared', 'captures'));
  // Documents made earlier, perhaps by another version, prove nothing about this one: no result of theirs is committed.
  const isPartial = [values.group, values.file, values.family, values.documents].some((each) => each !== undefined);
  return {
    captures,
    truth: resolve(values.truth ?? join(captures, 'truth')),
    group: values.group,
    file: values.file,
    family: values.family,
    json: values.json,
    documents: values.documents === undefined ? undefined : resolve(values.documents),
    showMisses: values.misses,
    update: values.update,
    isWhole: values.captures === undefined && values.truth === undefined && !isPartial,
  };
}
