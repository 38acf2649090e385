/** What was put in and what came back, printed as a table at the end of a file of tests. */
export class Answers {
  readonly #rows: (readonly [string, string])[] = [];

  add(input: string, answer: string): void {
    this.#rows.push([input, answer]);
  }

  print(title: string): void {
    const width = Math.max(...this.#rows.map(([input]) => input.length));
    const lines = this.#rows.map(([input, answer]) => `  ${input.padEnd(width)}  →  ${answer.slice(0, 200)}`);
    process.stdout.write(`\n${title}\n${lines.join('\n')}\n\n`);
  }
}
