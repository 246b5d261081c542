/** Who did it, when nobody did: the server itself. */
export const SERVER = { name: 'Mimamori' } as const;
