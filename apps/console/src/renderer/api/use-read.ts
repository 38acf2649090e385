import type { CentralClient } from '@serialbridge/client/central';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { SUMMARY_KEY, useCentral } from './central-context.tsx';

/** First word of every key that live refresh reads again when central's feed moves on. */
export const READ = 'read';

interface ReadOptions {
  readonly enabled?: boolean;
  /** Shows the answer before while a new one is on its way: for what changes while a person types. */
  readonly keep?: boolean;
}

/** One read of central, shown at once from the cache and read again when something happened. */
export function useRead<T>(
  key: readonly unknown[],
  read: (central: CentralClient) => Promise<T>,
  { enabled = true, keep = false }: ReadOptions = {},
): UseQueryResult<T> {
  const central = useCentral();
  return useQuery<T>({
    queryKey: [READ, ...key],
    queryFn: () => read(central),
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** One change. Whatever is on the screen is read again after it. */
export function useAct<I, T>(act: (central: CentralClient, input: I) => Promise<T>): UseMutationResult<T, Error, I> {
  const central = useCentral();
  const queries = useQueryClient();
  return useMutation<T, Error, I>({
    mutationFn: (input) => act(central, input),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [READ] });
      queries.removeQueries({ queryKey: ['list'], type: 'inactive' });
      await queries.invalidateQueries({ queryKey: SUMMARY_KEY });
    },
  });
}
