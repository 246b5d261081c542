import { createClient } from '#contract';
import { browserTransport } from './transport.ts';

export const api = createClient(browserTransport);
