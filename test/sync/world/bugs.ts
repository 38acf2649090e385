/**
 * Planted bugs: each is a mistake that a sync like this one invites, made at a port of the simulated world. The simulator must find every one;
 * what it can't find it doesn't test. The product has no switch for them.
 */
export const BUGS = {
  'sequence-cursor': 'a version becomes visible after a later one was read, as with a sequence as cursor',
  'answer-before-commit': 'central answers a push whose transaction is then lost',
  'drop-on-error': 'a batch whose push failed counts as sent',
  'acceptance-before-sync': 'ops.db does not sync its commits',
  'overlay-dropped-on-outcome':
    "an event's effect leaves the overlay when central answers, not when the cache shows it",
  'cursor-without-epoch': 'a cursor is judged by its version alone',
  'rewind-ignored': 'a station does not send again what central has lost',
  'rights-not-asked': 'central takes what a station pushes without asking who may record it',
  'snapshot-without-tail': 'a snapshot says that it is as of the head, not of the version at which it was made',
} as const;
export type Bug = keyof typeof BUGS;
export const BUG_NAMES = Object.keys(BUGS) as Bug[];
