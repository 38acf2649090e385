import type { Migration } from './ddl.ts';
import { ledger } from './0001-ledger.ts';
import { catalog } from './0002-catalog.ts';
import { documents } from './0003-documents.ts';
import { unitsAndCases } from './0004-units-and-cases.ts';
import { stationsAndSessions } from './0005-stations-and-sessions.ts';
import { recovery } from './0006-recovery.ts';
import { roles } from './0007-roles.ts';
import { operatorSecrets } from './0008-operator-secrets.ts';
import { signIn } from './0009-sign-in.ts';
import { audit } from './0010-audit.ts';
import { held } from './0011-held.ts';
import { identity } from './0012-identity.ts';
import { poison } from './0014-poison.ts';
import { judgedFrom } from './0015-judged-from.ts';
import { importLayouts } from './0016-import-layouts.ts';

/** The schema's history in order. Steps that were released are frozen: what comes after them is a new step. */
export const MIGRATIONS: readonly Migration[] = [
  ledger,
  catalog,
  documents,
  unitsAndCases,
  stationsAndSessions,
  recovery,
  roles,
  operatorSecrets,
  signIn,
  audit,
  held,
  identity,
  poison,
  judgedFrom,
  importLayouts,
];
