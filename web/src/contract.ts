/** The one door to the rest of the house: `#contract` in package.json points here. */
export * from '../../src/contract/index.ts';
