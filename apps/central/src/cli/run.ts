import { startCentral } from '../server/start-central.ts';
import { HELP, readArguments } from './arguments.ts';
import { COMMANDS_HELP, isCommand, runCommand } from './commands.ts';
import { EXIT_CODES, StartFailure } from '../server/start-failure.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/**
 * Starts central for a person or a supervisor, or runs one of the commands. Standard output carries log lines (JSON) and, when it listens, the ready line
 * `{"ready":true,"url":…,"engine":…,"pid":…}`; standard error carries what a person must read: the first admin's one-time code, or why it cannot start.
 */
export async function run(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<void> {
  // Whatever central writes (database, snapshots, backups, certificates) is for its owner alone.
  process.umask(0o077);
  const [command, ...rest] = args;
  if (isCommand(command)) {
    await runCommand(command, rest, env);
    return;
  }
  try {
    const options = readArguments(args, env);
    if (options === null) {
      say(`${HELP}${COMMANDS_HELP}`);
      return;
    }
    const running = await startCentral(options);
    if (running.first_admin !== null) {
      const { code, one_time_code } = running.first_admin;
      process.stderr.write(
        `First sign-in: open ${running.url}, choose "I have a one-time code" and type the code ${code} and the one-time code ${one_time_code}. It works once, within 24 hours, and is not shown again.\n`,
      );
    }
    if (running.locked_out !== null)
      process.stderr.write(
        `No admin has a password for the console yet. Make a one-time code for one: central one-time-code --code ${running.locked_out}\n`,
      );
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      running.close().then(
        () => process.exit(0),
        (error: unknown) => {
          running.central.logger.error({ err: error }, 'central did not stop cleanly');
          process.exit(1);
        },
      );
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    // A supervisor that forked us and is gone wants us gone too.
    process.once('disconnect', stop);
    // Only now: whoever waits for this line may ask to stop at once.
    const { url, engine, metrics_url, first_start } = running;
    say(JSON.stringify({ ready: true, url, engine, metrics_url, first_start, pid: process.pid }));
  } catch (error) {
    const message =
      error instanceof StartFailure
        ? error.message
        : `Central cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    process.stderr.write(`${message}\n`);
    process.exitCode = error instanceof StartFailure ? EXIT_CODES[error.kind] : 1;
  }
}
