import { z } from 'zod';

/** One thing that is wrong, naming where and by which rule; `params` fill the translation's blanks. */
export const Fault = z.object({
  /** Rule or error id, e.g. `serial.length`; also the translation key. */
  code: z.string().max(100),
  /** Plain English: what is wrong and what to do. */
  message: z.string().max(2000),
  /** Field path, CSV `row 12, column sku`, or null. */
  where: z.string().max(300).nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type Fault = z.infer<typeof Fault>;

/** RFC 9457 problem details; `errors` lists every fault at once. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string().optional(),
    errors: z.array(Fault),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
