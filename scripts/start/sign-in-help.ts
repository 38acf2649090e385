interface Person {
  readonly code: string;
  readonly name: string;
  readonly role: string;
  readonly pin: string;
  readonly badge: string;
}

const row = (who: string, code: string, more: string): string =>
  `  ${who.padEnd(30)}code ${code.padEnd(6)} ${more}`.trimEnd();

/** How to sign in to the demo, as lines. */
export function signInHelp(
  people: readonly Person[],
  admin: { readonly code: string; readonly password: string },
): readonly string[] {
  return [
    'Sign in at a station by code and PIN, or badge:',
    ...people.map(({ code, name, role, pin, badge }) =>
      row(`${name} (${role})`, code, `PIN ${pin.padEnd(8)} badge ${badge}`),
    ),
    '',
    `Sign in to the console by code and password. Everybody's password in the demo is: ${admin.password}`,
    row('Administrator (admin)', admin.code, ''),
    '',
    'Try it: at Receivebridge scan or type a PO number such as PO-24101, then the product’s UPC, then a serial.',
  ];
}
