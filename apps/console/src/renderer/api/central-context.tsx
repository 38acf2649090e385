import { CentralError, type CentralClient } from '@serialbridge/client/central';
import { QueryCache, MutationCache, QueryClient } from '@tanstack/react-query';
import { createContext, useContext, type ReactElement, type ReactNode } from 'react';

const Central = createContext<CentralClient | null>(null);

export function CentralProvider({ client, children }: { client: CentralClient; children: ReactNode }): ReactElement {
  return <Central value={client}>{children}</Central>;
}

export function useCentral(): CentralClient {
  const client = useContext(Central);
  if (client === null) throw new Error('useCentral needs a CentralProvider above it');
  return client;
}

/** Where the signed-in person is kept; null: nobody, so the sign-in page shows and the address stays as it is. */
export const SESSION_KEY = ['session'] as const;
export const SUMMARY_KEY = ['summary'] as const;

const isUnreachable = (error: unknown): boolean =>
  error instanceof CentralError && error.problem.code === 'central.unreachable';

/** A session that ended anywhere brings the sign-in page back; what was typed elsewhere is the page's own to keep. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (error instanceof CentralError && error.problem.code === 'auth.required') client.setQueryData(SESSION_KEY, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // A refusal is an answer: asking again does not change it. A central that is away may be back in a moment.
        retry: (count, error) => isUnreachable(error) && count < 2,
        refetchOnWindowFocus: false,
        staleTime: 2000,
      },
      mutations: { retry: false },
    },
  });
  return client;
}
