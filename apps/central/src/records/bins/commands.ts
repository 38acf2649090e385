import { v7 as uuidv7 } from 'uuid';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { notFound } from '../../refusal.ts';
import { command } from '../command.ts';
import { BIN_QUERIES } from './queries.ts';

/** Codes that the warehouse has already are left as they are. */
const createBins: ServedCall = serve(CENTRAL_API['bins.create'], ({ central, who, params, body }) =>
  command(central, who, async (tx) => {
    const { warehouse_id } = params;
    if (!(await tx.row('warehouse', warehouse_id))) throw notFound('warehouse');
    const codes = [...new Set(body.codes.map((code) => code.trim()).filter((code) => code !== ''))];
    const wanted = codes.map((code) => ({ bin_id: uuidv7(), warehouse_id, code }));
    const held = new Set((await tx.held('bin', wanted)).map(({ row }) => row));
    const created = wanted.filter((bin) => !held.has(bin));
    tx.put('bin', created);
    return { created };
  }),
);

export const BIN_CALLS = { ...BIN_QUERIES, 'bins.create': createBins };
