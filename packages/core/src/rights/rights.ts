import { z } from 'zod';

/** The roles that are built in, each with all rights of the one before it. A house makes more of its own from the same rights. */
const LADDER = ['operator', 'supervisor', 'admin'] as const;
export type BuiltInRole = (typeof LADDER)[number];

interface RightDeclaration {
  /** The least of the built-in roles that has it. */
  readonly least: BuiltInRole;
  /** What somebody with this right may do, in a plain sentence: for the page of roles and resources/docs/SECURITY.md. */
  readonly meaning: string;
}

/**
 * Every right, declared once. A call of central, a method of a station and an event type name the right that they need; a role is nothing but a
 * set of these. Whoever adds one adds its words under `right.<name>` in resources/locales.
 */
export const RIGHTS = {
  receive: { least: 'operator', meaning: 'Receive goods at a station: count, undo, save and discard.' },
  pack: { least: 'operator', meaning: 'Pack and ship at a station: boxes, weights, labels.' },
  'units.move': { least: 'operator', meaning: 'Move units between bins and warehouses, and say that one was found.' },
  'records.see': { least: 'operator', meaning: 'See products, documents, units, cases and stations.' },
  'addresses.see': { least: 'supervisor', meaning: "See customers' addresses, phone numbers and e-mail addresses." },
  'costs.see': { least: 'supervisor', meaning: 'See what units cost and sold for.' },
  export: { least: 'supervisor', meaning: 'Take lists out as files.' },
  import: { least: 'supervisor', meaning: 'Bring lists in from files.' },
  'records.change': { least: 'supervisor', meaning: 'Change products, vendors, bins, orders and returns.' },
  'warehouses.change': { least: 'admin', meaning: 'Make and change warehouses.' },
  corrections: {
    least: 'supervisor',
    meaning: 'Correct serials and products of units, write units off, inspect returns.',
  },
  releases: {
    least: 'supervisor',
    meaning: 'Approve what a rule refuses: a serial kept all the same, more than was ordered.',
  },
  'cases.resolve': { least: 'supervisor', meaning: 'Decide which fact of a case is true.' },
  'devices.set-up': { least: 'supervisor', meaning: "Set up a station's scanners, scales and printers." },
  'stations.pair-again': { least: 'supervisor', meaning: 'Pair a computer again that is a station already.' },
  'outbox.export': {
    least: 'supervisor',
    meaning: "Take a station's unsent events out as a file, and see which such files were imported.",
  },
  'options.change': {
    least: 'supervisor',
    meaning: 'Change options, but for those that an administrator answers for.',
  },
  'options.administer': { least: 'admin', meaning: 'Change the options that an administrator answers for, too.' },
  'people.see': { least: 'supervisor', meaning: 'See who works here, with which role, and what each role may do.' },
  people: {
    least: 'admin',
    meaning:
      'Make and change people who may do no more than oneself, reset their PINs and passwords, end their sessions.',
  },
  roles: { least: 'admin', meaning: 'Make, change and delete roles, with no right that one lacks oneself.' },
  stations: { least: 'admin', meaning: 'Make, pair, change and revoke stations.' },
  recovery: { least: 'admin', meaning: 'Import the unsent events that a station exported.' },
  'audit.see': { least: 'admin', meaning: 'Read and export the audit log.' },
} as const satisfies Readonly<Record<string, RightDeclaration>>;

export type Right = keyof typeof RIGHTS;
/** With which an option can be changed: each names one of them (policy/declare-key.ts). */
export type OptionRight = Extract<Right, `options.${string}`>;
export const RIGHT_NAMES = Object.keys(RIGHTS) as [Right, ...Right[]];
export const RightName = z.enum(RIGHT_NAMES);

const atLeast = (role: BuiltInRole, least: BuiltInRole): boolean => LADDER.indexOf(role) >= LADDER.indexOf(least);

/** What each built-in role may do. */
export const BUILT_IN_ROLES: Readonly<Record<BuiltInRole, ReadonlySet<Right>>> = {
  operator: new Set(RIGHT_NAMES.filter((right) => atLeast('operator', RIGHTS[right].least))),
  supervisor: new Set(RIGHT_NAMES.filter((right) => atLeast('supervisor', RIGHTS[right].least))),
  admin: new Set(RIGHT_NAMES),
};

export const BUILT_IN_ROLE_CODES: readonly BuiltInRole[] = LADDER;

export function isBuiltInRole(code: string): code is BuiltInRole {
  return (LADDER as readonly string[]).includes(code);
}

const NONE: ReadonlySet<Right> = new Set();

export const isRight = (name: string): name is Right => Object.hasOwn(RIGHTS, name);

/**
 * The rights of a role by its code. `made`: the rights of the role of that code that the house made; null if there is none. A role or a right
 * that nobody knows gives nothing: it may have been made by software newer than this.
 */
export function rightsOfRole(code: string, made: readonly string[] | null): ReadonlySet<Right> {
  if (isBuiltInRole(code)) return BUILT_IN_ROLES[code];
  return made === null ? NONE : new Set(made.filter(isRight));
}

/** True if a role may do more than work at a station: its PIN needs six digits (resources/docs/SECURITY.md). */
export function isTrusted(rights: ReadonlySet<Right>): boolean {
  return [...rights].some((right) => RIGHTS[right].least !== 'operator');
}
