import { Refusal } from '#contract';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { sessionQuery } from './queries.ts';

const RETRIES = 2;

/** A refusal is an answer: asking again gives the same. */
function isWorthARetry(failures: number, error: Error): boolean {
  return !(error instanceof Refusal) && failures < RETRIES;
}

export function createQueryClient(): QueryClient {
  const onError = (error: Error): void => {
    if (!(error instanceof Refusal)) return;
    const { code } = error.problem;
    // The session has ended or needs a new password meanwhile: the shell looks at it and leads there.
    if (code === 'not-signed-in') queryClient.setQueryData(sessionQuery.queryKey, null);
    if (code === 'password-change-required') {
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    }
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: isWorthARetry, staleTime: 10_000 } },
  });
  return queryClient;
}
