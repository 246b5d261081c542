import type { Dissector } from '../dissector.ts';
import { icmpv6 } from './icmpv6.ts';
import { tcp } from './tcp.ts';

/** All dissectors. Where two can be asked, the earlier is asked first. */
export const DISSECTORS: readonly Dissector[] = [tcp, icmpv6];
