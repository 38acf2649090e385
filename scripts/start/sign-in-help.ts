interface Person {
  readonly code: string;
  readonly name: string;
  readonly role: string;
  readonly pin: string;
  readonly badge: string;
}

const row = (who: string, code: string, pin: string, badge: string): string =>
  `  ${who.padEnd(30)}code ${code.padEnd(6)} PIN ${pin.padEnd(8)} ${badge === '' ? '' : `badge ${badge}`}`.trimEnd();

/** How to sign in to the demo, as lines. */
export function signInHelp(
  people: readonly Person[],
  admin: { readonly code: string; readonly pin: string },
): readonly string[] {
  return [
    'Sign in, at a station or in the console, by code and PIN:',
    ...people.map(({ code, name, role, pin, badge }) => row(`${name} (${role})`, code, pin, badge)),
    row('Administrator (admin)', admin.code, admin.pin, ''),
    '',
    'Try it: at Receivebridge scan or type a PO number such as PO-24101, then the product’s UPC, then a serial.',
  ];
}
