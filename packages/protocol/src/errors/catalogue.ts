/**
 * Every error that crosses a boundary: its id, the HTTP status central answers with, and one sentence of what it means and what to do.
 * Serial rules (`serial.*`) and GS1 faults (`gs1.*`) have their own lists in core; these are the rest. This list is its own documentation.
 */
export const ERRORS = {
  'request.invalid': {
    status: 400,
    meaning: 'The request does not have the documented shape; each fault names a field.',
  },
  'request.too-large': { status: 413, meaning: 'The body is larger than this call takes; send less at once.' },
  'request.not-found': { status: 404, meaning: 'There is no such address or record.' },
  'request.conflict': { status: 409, meaning: 'Somebody changed the record meanwhile; read it again.' },
  'request.content-type': { status: 415, meaning: 'The body is of a kind that this call does not take.' },
  'request.plain-http': {
    status: 403,
    meaning: 'Central takes plain HTTP here from its proxy alone; use the address that was given to you, with https.',
  },
  'request.wrong-host': {
    status: 421,
    meaning: 'Central is not known by that name; use the address that it was set up with.',
  },
  'record.taken': { status: 409, meaning: 'Another record has that code, number or badge already.' },
  'record.unknown': { status: 422, meaning: 'The request refers to a record that does not exist.' },
  'document.not-open': { status: 409, meaning: 'The document is closed or cancelled already.' },
  'case.already-resolved': { status: 409, meaning: 'Somebody resolved this case meanwhile; read it again.' },
  'case.unknown-fact': { status: 422, meaning: 'The chosen event is none of the facts of this case.' },
  'job.too-late': { status: 409, meaning: 'The import is being committed or is over; it can no longer be cancelled.' },
  'auth.required': { status: 401, meaning: 'Sign in first.' },
  'auth.wrong-pin': { status: 401, meaning: 'No operator with that code and PIN; check both.' },
  'auth.wrong-password': {
    status: 401,
    meaning:
      'No operator with that code and password; check both. Who has no password yet asks an admin for a one-time code.',
  },
  'auth.pin-at-console': {
    status: 401,
    meaning:
      'A PIN is for stations and does not open the console; type your password, or ask an admin for a one-time code to set one.',
  },
  'auth.wrong-one-time-code': {
    status: 401,
    meaning: 'No such one-time code for that person; it lasts 24 hours and works once. Ask an admin for another one.',
  },
  'auth.slowed': {
    status: 429,
    meaning: 'Many tries from this address are waiting already; try again after the time told.',
  },
  'password.too-short': {
    status: 422,
    meaning: 'A password has at least 12 characters; a few words are easy to keep.',
  },
  'password.too-long': { status: 422, meaning: 'A password has at most 256 characters.' },
  'password.common': { status: 422, meaning: 'That is one of the first passwords that anybody would guess.' },
  'password.own-name': { status: 422, meaning: 'The password is hardly more than your own name or code.' },
  'passkey.wrong': {
    status: 401,
    meaning: 'Nobody here has that passkey, or it was used at another address; sign in by password.',
  },
  'passkey.needs-name': {
    status: 409,
    meaning: 'Passkeys need a host name: open the console by a name, not by an IP address.',
  },
  'passkey.needs-certificate': {
    status: 409,
    meaning: 'Passkeys need https: give central a certificate (--tls-cert), or a proxy that has one (--trust-proxy).',
  },
  'auth.unknown-badge': { status: 401, meaning: 'No operator has that badge.' },
  'auth.badge-needs-pin': { status: 401, meaning: 'Here a badge alone does not sign in; type the PIN too.' },
  'auth.pins-not-here': {
    status: 503,
    meaning:
      'The PINs have not come from central yet; try again in a moment. If it lasts, look whether central is reached.',
  },
  'auth.pin-must-change': {
    status: 403,
    meaning: 'The PIN is right and has to be changed first; choose a new one.',
  },
  'pin.refused': { status: 422, meaning: 'The new PIN is too easy to guess; each fault says why.' },
  'auth.locked': { status: 429, meaning: 'Too many wrong tries; wait as long as told or ask a supervisor.' },
  'auth.cross-site': {
    status: 403,
    meaning: 'The request came from another site; open the console at its own address.',
  },
  'auth.forbidden': { status: 403, meaning: 'Your role does not allow this; ask a supervisor.' },
  'pairing.wrong-code': {
    status: 401,
    meaning: 'No such pairing code; read it again in the console, codes last 15 minutes and work once.',
  },
  'pairing.other-central': {
    status: 409,
    meaning:
      'The station has events for another central, so this one did not take its code. Export its outbox first, or pair it with its own central.',
  },
  'station.revoked': {
    status: 403,
    meaning: 'This station was revoked; its events stay here and can be exported. Pair it again in the console.',
  },
  'station.unauthenticated': {
    status: 401,
    meaning: 'The station credential is missing or wrong; pair the station again.',
  },
  'sync.protocol-newer': {
    status: 426,
    meaning: 'The other side speaks a newer protocol; update this software. Nothing is lost.',
  },
  'sync.protocol-older': {
    status: 426,
    meaning: 'The station speaks a protocol too old for this central; update the station. Nothing is lost.',
  },
  'sync.central-older': {
    status: 426,
    meaning: 'Central speaks a protocol too old for this station; update central. Nothing is lost.',
  },
  'sync.snapshot-required': {
    status: 409,
    meaning: 'The cursor is below the floor, of another epoch or not on this history; take a snapshot.',
  },
  'sync.comparison-behind': {
    status: 409,
    meaning: 'Too much changed since the version to compare; pull the tail first and compare again.',
  },
  'sync.envelope-invalid': {
    status: 400,
    meaning: 'An envelope cannot be parsed or its hash is wrong; it stays in the outbox.',
  },
  'held.quota': {
    status: 429,
    meaning:
      'Too many events of this station are held and undecided. Nothing was stored; they stay in the outbox. A supervisor looks at the case in the console.',
  },
  'sync.batch-signature': {
    status: 403,
    meaning:
      'The batch is not signed with the key of this station’s pairing; nothing was taken. Pair the station again.',
  },
  'sync.foreign-central': {
    status: 502,
    meaning:
      'What answers at central’s address is not the central that this station was paired with. Nothing is sent to it; tell an administrator.',
  },
  'sync.overloaded': { status: 503, meaning: 'Central is busy; try again after the time told.' },
  'sync.disk-full': {
    status: 507,
    meaning: "The disk of this station has no room for central's data; free some. Work goes on with what is there.",
  },
  'sync.events-missing': {
    status: 409,
    meaning:
      'Central has lost events that this station no longer holds: they had been acknowledged and backed up. Restore the newer backup; everything after them was sent.',
  },
  'outbox.not-an-export': { status: 422, meaning: 'The file is no outbox that a station exported.' },
  'outbox.newer-version': { status: 422, meaning: 'The file was exported by newer software; update central first.' },
  'outbox.incomplete': {
    status: 422,
    meaning: 'The file was cut short or lines are missing; export or copy it again.',
  },
  'outbox.unreadable-event': { status: 422, meaning: 'A line of the file is no event; the file was changed.' },
  'outbox.wrong-signature': {
    status: 422,
    meaning: 'The signature does not fit: the file was changed after the station exported it. Export or copy it again.',
  },
  'outbox.unknown-key': {
    status: 422,
    meaning: 'The file is signed with a key that this station never told central; export it at the station itself.',
  },
  'outbox.other-tenant': { status: 422, meaning: 'The file belongs to another tenant; import it there.' },
  'outbox.unknown-station': { status: 422, meaning: 'There is no such station here.' },
  'outbox.chain-broken': {
    status: 422,
    meaning: 'The events do not follow each other as the station sealed them; the message names the line.',
  },
  'outbox.gap': {
    status: 422,
    meaning:
      'Central lacks events before the first of the file; import or sync those first. The message names the number.',
  },
  'backup.wrong-mark': {
    status: 422,
    meaning: 'There is no such backup mark, or it is of a history that central no longer has.',
  },
  'central.disk-full': {
    status: 503,
    meaning:
      "The disk of central's database is full; nothing was stored. Free some space there; stations go on by themselves.",
  },
  'csv.encoding': { status: 422, meaning: 'The file is no text; save the table as CSV.' },
  'csv.columns': {
    status: 422,
    meaning: 'Columns that the import needs are missing, or there twice; the message names them.',
  },
  'csv.row': { status: 422, meaning: 'A row cannot be read; the message names row and column.' },
  'csv.value': {
    status: 422,
    meaning: 'A cell does not hold what its column takes; the message names row and column.',
  },
  'csv.reference': {
    status: 422,
    meaning: 'A cell names a record that does not exist; the message names row and column.',
  },
  'csv.double': {
    status: 422,
    meaning: 'Two rows say the same thing, or contradict each other; the message names both.',
  },
  'csv.empty': { status: 422, meaning: 'The file has no rows.' },
  'csv.too-many-rows': { status: 422, meaning: 'More rows than one import takes; split the file.' },
  'import.too-many': { status: 503, meaning: 'Too many imports wait already; try again when one is over.' },
  'import.cancelled': { status: 409, meaning: 'The import was cancelled; nothing was written.' },
  'policy.unknown-key': { status: 422, meaning: 'There is no such option.' },
  'policy.wrong-value': { status: 422, meaning: 'The option does not take that value.' },
  'policy.wrong-level': { status: 422, meaning: 'The option cannot be set at that level.' },
  'host.unavailable': { status: 503, meaning: 'The station host is away; scans are refused until it is back.' },
  'host.busy': { status: 409, meaning: 'Another command is still under way.' },
  internal: { status: 500, meaning: 'Something failed that should not; the log has the details under the request id.' },
} as const satisfies Record<string, { status: number; meaning: string }>;

export type ErrorCode = keyof typeof ERRORS;
