import { CentralError, type CentralClient } from '@serialbridge/client/central';
import type { Right } from '@serialbridge/core/rights';
import type { SessionInfo, SetPasswordRequest, SignInRequest, Summary } from '@serialbridge/protocol/central';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { enterByPasskey } from './passkey.ts';
import { SESSION_KEY, SUMMARY_KEY, useCentral } from './central-context.tsx';

/** How often the counts of the header are read; everything else follows from the version they carry. */
const SUMMARY_MS = 3000;

/** Who is signed in; null: nobody. */
export function useSession(): UseQueryResult<SessionInfo | null> {
  const central = useCentral();
  return useQuery<SessionInfo | null>({
    queryKey: SESSION_KEY,
    queryFn: async () => {
      try {
        return await central.call('session.get');
      } catch (error) {
        if (error instanceof CentralError && error.problem.status === 401) return null;
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The ways in. */
export type Way =
  | { readonly by: 'password'; readonly body: SignInRequest }
  | { readonly by: 'one-time-code'; readonly body: SetPasswordRequest }
  | { readonly by: 'passkey' };

function enter(central: CentralClient, way: Way): Promise<SessionInfo> {
  if (way.by === 'passkey') return enterByPasskey(central);
  if (way.by === 'password') return central.call('session.sign_in', { body: way.body });
  return central.call('session.set_password', { body: way.body });
}

export function useEnter(): UseMutationResult<SessionInfo, Error, Way> {
  const central = useCentral();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (way: Way) => enter(central, way),
    // Nothing that another person was shown may stay.
    onSuccess: (session) => {
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
      queries.setQueryData(SESSION_KEY, session);
    },
  });
}

export function useSignOut(): UseMutationResult<object, Error, void> {
  const central = useCentral();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => central.call('session.sign_out'),
    onSuccess: () => {
      queries.setQueryData(SESSION_KEY, null);
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
    },
  });
}

export function useSummary(): UseQueryResult<Summary> {
  const central = useCentral();
  return useQuery({
    queryKey: SUMMARY_KEY,
    queryFn: () => central.call('summary.get'),
    refetchInterval: SUMMARY_MS,
    retry: false,
  });
}

const Signed = createContext<SessionInfo | null>(null);
export const SignedProvider = Signed.Provider;

/** The signed-in person; only inside the pages. */
export function useSigned(): SessionInfo {
  const session = useContext(Signed);
  if (session === null) throw new Error('useSigned needs a signed-in person');
  return session;
}

/** Whether the signed-in person has a right. Central checks it again; here it decides what is offered. */
export function useMay(right: Right): boolean {
  return useSigned().rights.includes(right);
}
