/** Why central cannot start, in one line for whoever starts it; the exit code tells a supervisor which. */
export class StartFailure extends Error {
  readonly kind: keyof typeof EXIT_CODES;
  constructor(kind: keyof typeof EXIT_CODES, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartFailure';
    this.kind = kind;
  }
}

export const EXIT_CODES = { arguments: 2, node: 3, folder: 4, database: 5, port: 6, tls: 7 } as const;
