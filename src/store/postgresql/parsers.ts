import pg from 'pg';

/** 64-bit integers and sums as numbers: all of ours are below 2^53. JSON stays text, so that who needs it parses it. */
const OID = { int8: 20, json: 114, numeric: 1700, jsonb: 3802 } as const;
const asText = (value: string): string => value;

const PARSERS: Readonly<Record<number, (value: string) => unknown>> = {
  [OID.int8]: Number,
  [OID.numeric]: Number,
  [OID.json]: asText,
  [OID.jsonb]: asText,
};

/** Shapes of values from `pg`, equal to those from PGlite: see embedded/thread.ts. */
export const PARSER_TABLE: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => PARSERS[oid] ?? pg.types.getTypeParser(oid, format),
};
