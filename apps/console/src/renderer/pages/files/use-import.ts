import type { ImportKind, ImportReading, Job } from '@serialbridge/protocol/central';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useCentral } from '../../api/central-context.tsx';
import { READ } from '../../api/use-read.ts';

export type Step =
  | { readonly at: 'idle' }
  | { readonly at: 'sending'; readonly dry_run: boolean }
  | { readonly at: 'running'; readonly job: Job }
  | { readonly at: 'over'; readonly job: Job }
  | { readonly at: 'refused'; readonly dry_run: boolean; readonly error: unknown };

const POLL_MS = 700;
const isOver = ({ state }: Job): boolean => state === 'done' || state === 'failed' || state === 'cancelled';

export interface ImportRun {
  readonly step: Step;
  /** `reading` null: as central would read it by itself. */
  readonly start: (file: File, dry_run: boolean, reading: ImportReading | null) => Promise<void>;
  readonly cancel: () => Promise<void>;
  readonly reset: () => void;
}

/** Sends a file and follows its job to the end. Leaving the page stops the watching, not the import. */
export function useImport(kind: ImportKind): ImportRun {
  const central = useCentral();
  const queries = useQueryClient();
  const [step, setStep] = useState<Step>({ at: 'idle' });
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const follow = useCallback(
    async (first: Job): Promise<void> => {
      let job = first;
      while (!isOver(job) && mounted.current) {
        setStep({ at: 'running', job });
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        job = await central.call('jobs.get', { params: { job_id: job.job_id } });
      }
      if (!mounted.current) return;
      setStep({ at: 'over', job });
      if (job.state === 'done' && !job.dry_run) {
        queries.removeQueries({ queryKey: ['list'] });
        await queries.invalidateQueries({ queryKey: [READ] });
      }
    },
    [central, queries],
  );
  const start = useCallback(
    async (file: File, dry_run: boolean, reading: ImportReading | null): Promise<void> => {
      setStep({ at: 'sending', dry_run });
      try {
        await follow(
          await central.importCsv(kind, file, {
            dry_run,
            wait_ms: 1000,
            ...(reading === null ? {} : { reading: JSON.stringify(reading) }),
          }),
        );
      } catch (error) {
        if (mounted.current) setStep({ at: 'refused', dry_run, error });
      }
    },
    [central, follow, kind],
  );
  const cancel = useCallback(async (): Promise<void> => {
    if (step.at !== 'running') return;
    try {
      await central.call('jobs.cancel', { params: { job_id: step.job.job_id } });
    } catch (error) {
      // Too late is an answer too: the job goes on to its end, which is being followed.
      if (mounted.current && !(error instanceof Error && error.name === 'CentralError')) throw error;
    }
  }, [central, step]);
  return { step, start, cancel, reset: useCallback(() => setStep({ at: 'idle' }), []) };
}
