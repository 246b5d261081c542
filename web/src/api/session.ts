import type { Permission, Session } from '#contract';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from './queries.ts';

export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data ?? undefined;
}

/** What the person may do; the server decides again at each request. */
export function useMay(permission: Permission): boolean {
  return useSession()?.permissions.includes(permission) ?? false;
}
