// Writes data/manufacturers/manufacturers.tsv from the maintained catalogue of medical makers.
//
//   node scripts/refresh-manufacturers.mjs <manufacturers.tsv of the catalogue>
import { argument, readTsv, writeTsv } from './refresh-tsv.mjs';

const COLUMNS = [
  'name',
  'name_ja',
  'aliases',
  'role',
  'product_areas',
  'relations',
  'oui_prefixes',
  'confidence',
  'source',
];

const rows = readTsv(argument('node scripts/refresh-manufacturers.mjs <manufacturers.tsv>')).map((row) => {
  // The names under which the IEEE lists a maker are further names of it.
  const names = [row.aliases, row.oui_org_names].filter((cell) => cell !== '-' && cell !== undefined).join('; ');
  const aliases = [...new Set(names.split(';').map((name) => name.trim()))].filter((name) => name !== '').join('; ');
  return { ...row, aliases, relations: row.corporate_relations, source: row.source.replace(/^-/, '') };
});
writeTsv(new URL('../data/manufacturers/manufacturers.tsv', import.meta.url), COLUMNS, rows);
